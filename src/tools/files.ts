/**
 * Writing so that nothing is ever half-written: every file goes to a temporary name in its own folder and is renamed
 * when it is complete. What the system refuses becomes a diagnostic that names the folder and the way out.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { inputError, type SnncError } from "../util/diagnostics.js";

/** Files of one folder: name (slashes allowed) to content. */
export type FileSet = ReadonlyMap<string, string | Uint8Array>;

/**
 * Makes the folder if needed and checks that files can be written into it.
 * Throws SnncError `output-not-a-folder` or `output-unwritable`.
 */
export function ensureWritableDirectory(directory: string): void {
  attempt(directory, () => mkdirSync(directory, { recursive: true }));
  if (!statSync(directory).isDirectory()) throw notAFolder(directory);
  // Asking by access(2) is not enough: a network file system answers only when one writes.
  const probe = temporaryName(join(directory, "probe"));
  attempt(directory, () => writeFileSync(probe, ""));
  rmSync(probe, { force: true });
}

/**
 * Writes one file whole or not at all; its folder must exist. On an error the old content stays.
 * Throws SnncError as `ensureWritableDirectory`, and `disk-full`.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const temporary = temporaryName(path);
  try {
    attempt(path, () => {
      writeDurably(temporary, content);
      renameSync(temporary, path);
    });
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes several files into a folder (made if needed): first all under temporary names, then renamed in the order
 * given, so that a full disk or an unwritable folder leaves every old file as it was. A name may not leave the folder.
 */
export function writeFilesAtomic(directory: string, files: FileSet): void {
  ensureWritableDirectory(directory);
  const written: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const [name, content] of files) {
      if (name === "" || name.startsWith("/") || name.split("/").includes("..")) throw new Error(`'${name}' is not a name inside the folder`);
      const path = join(directory, name);
      attempt(path, () => mkdirSync(dirname(path), { recursive: true }));
      const temporary = temporaryName(path);
      written.push({ temporary, path });
      attempt(path, () => writeDurably(temporary, content));
    }
    for (const { temporary, path } of written) attempt(path, () => renameSync(temporary, path));
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw error;
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Reads a file that the user named. Throws SnncError `file-missing`, `file-is-a-folder` or `file-unreadable`.
 */
export function readUserFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    switch (codeOf(error)) {
      case "ENOENT":
      case "ENOTDIR":
        throw inputError("file-missing", "no such file", { where: path, hint: "Check the path; it is taken relative to the current folder." });
      case "EISDIR":
        throw inputError("file-is-a-folder", "this is a folder; a file was expected", { where: path });
      case "EACCES":
      case "EPERM":
        throw inputError("file-unreadable", "the file may not be read", { where: path, hint: `Give yourself the right: chmod u+r '${path}'.` });
      default:
        throw error;
    }
  }
}

let counter = 0;

function temporaryName(path: string): string {
  return `${path}.${process.pid}-${counter++}.tmp`;
}

/** Content is on the disk before its name is: a crash leaves the old file or the new one. */
function writeDurably(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const file = openSync(path, "w");
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Runs a file operation; what the user can mend becomes a diagnostic about `path`. */
function attempt(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw diagnosticOf(error, path) ?? error;
  }
}

/** The diagnostic of a failed write at `path`; undefined where it is not the user's to mend. */
export function diagnosticOf(error: unknown, path: string): SnncError | undefined {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return inputError("output-unwritable", "the folder cannot be written: permission denied", {
        where: path,
        hint: "Name another folder with -o DIR, or give yourself the right to write there.",
      });
    case "EROFS":
      return inputError("output-unwritable", "the folder cannot be written: its file system is read-only", {
        where: path,
        hint: "Name another folder with -o DIR.",
      });
    case "ENOTDIR":
    case "EEXIST":
    case "EISDIR":
      return notAFolder(path);
    case "ENOSPC":
    case "EDQUOT":
      return inputError("disk-full", "the disk is full; nothing was changed", {
        where: path,
        hint: "Free some space, then run the same command again.",
      });
    default:
      return undefined;
  }
}

function notAFolder(path: string): SnncError {
  return inputError("output-not-a-folder", "a file and a folder of the same name stand in each other's way", {
    where: path,
    hint: "Name another folder with -o DIR, or move what is there.",
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
