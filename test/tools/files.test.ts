/** Claims about writing: whole or not at all, and what the system refuses said exactly. */
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diagnosticOf, ensureWritableDirectory, readUserFile, writeFileAtomic, writeFilesAtomic } from "../../src/tools/files.js";
import { formatDiagnostic, SnncError } from "../../src/util/diagnostics.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snnc-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The text of the error that `work` must throw, with the test's folder as DIR. */
function complaintOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SnncError) return error.diagnostics.map(formatDiagnostic).join("\n").replaceAll(folder, "DIR");
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Root may write anywhere, so the work is done as nobody. */
function withoutRoot(work: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe("writing files", () => {
  it("writes text and bytes, in folders that it makes, and leaves no temporary name", () => {
    writeFilesAtomic(
      join(folder, "a/b"),
      new Map<string, string | Uint8Array>([
        ["x.txt", "ä\n"],
        ["rtl/y.bin", new Uint8Array([0, 255])],
      ]),
    );
    expect(readFileSync(join(folder, "a/b/x.txt"), "utf8")).toBe("ä\n");
    expect([...readFileSync(join(folder, "a/b/rtl/y.bin"))]).toEqual([0, 255]);
    expect(readdirSync(join(folder, "a"), { recursive: true, encoding: "utf8" }).sort()).toEqual(["b", "b/rtl", "b/rtl/y.bin", "b/x.txt"]);
  });

  it("keeps every old file when one of the new ones cannot be written", () => {
    writeFilesAtomic(folder, new Map([["first", "old"]]));
    mkdirSync(join(folder, "second"));
    const files = new Map([
      ["first", "new"],
      ["third/inside", "x"],
      ["first/inside", "a file is in the way"],
    ]);
    expect(() => writeFilesAtomic(folder, files)).toThrow(SnncError);
    expect(readFileSync(join(folder, "first"), "utf8")).toBe("old");
    expect(readdirSync(join(folder, "third"))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(["first", "second", "third"]);
  });

  it("keeps the old file and removes the temporary one when the rename fails", () => {
    mkdirSync(join(folder, "taken/inside"), { recursive: true });
    expect(() => writeFileAtomic(join(folder, "taken"), "x")).toThrow(SnncError);
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it("refuses a name outside the folder as our own bug", () => {
    expect(() => writeFilesAtomic(folder, new Map([["../x", "y"]]))).toThrow("'../x' is not a name inside the folder");
  });

  it("says that a folder cannot be written", () => {
    withoutRoot(() => {
      expect(complaintOf(() => ensureWritableDirectory(folder))).toBe(
        "DIR: the folder cannot be written: permission denied [output-unwritable]\n" +
          "  Name another folder with -o DIR, or give yourself the right to write there.",
      );
    });
  });

  it("says that a file stands where the folder should be", () => {
    writeFileSync(join(folder, "file"), "");
    const expected = (path: string): string =>
      `${path}: a file and a folder of the same name stand in each other's way [output-not-a-folder]\n` +
      "  Name another folder with -o DIR, or move what is there.";
    expect(complaintOf(() => ensureWritableDirectory(join(folder, "file")))).toBe(expected("DIR/file"));
    expect(complaintOf(() => ensureWritableDirectory(join(folder, "file/below")))).toBe(expected("DIR/file/below"));
  });

  it.skipIf(process.platform !== "linux")("says that the disk is full", () => {
    const full = openSync("/dev/full", "w");
    let refusal: unknown;
    try {
      writeSync(full, "x");
    } catch (error) {
      refusal = error;
    }
    expect(diagnosticOf(refusal, "out")?.message).toBe(
      "out: the disk is full; nothing was changed [disk-full]\n  Free some space, then run the same command again.",
    );
  });
});

describe("reading a file that the user named", () => {
  it("says what stands in the way", () => {
    writeFileSync(join(folder, "secret"), "", { mode: 0o000 });
    expect(complaintOf(() => readUserFile(join(folder, "none")))).toBe(
      "DIR/none: no such file [file-missing]\n  Check the path; it is taken relative to the current folder.",
    );
    expect(complaintOf(() => readUserFile(folder))).toBe("DIR: this is a folder; a file was expected [file-is-a-folder]");
    withoutRoot(() => {
      // The folder itself is closed to nobody; either way the file may not be read.
      expect(complaintOf(() => readUserFile(join(folder, "secret")))).toBe(
        "DIR/secret: the file may not be read [file-unreadable]\n  Give yourself the right: chmod u+r 'DIR/secret'.",
      );
    });
  });
});
