/**
 * The user's cache folder for what can be made again (Verilator objects, embeddings, TensorFlow's library): entries are
 * folders named by the hash of everything they depend on, made once and put in place by a rename, under a lock that a
 * second process waits for.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { userCacheFolder, withFileLock } from "../setup/cache.mjs";
import { checkError, inputError } from "../util/diagnostics.js";

export { ownToolsFolder, userCacheFolder } from "../setup/cache.mjs";

/** One part of a key: its text or bytes. */
export type KeyPart = string | Uint8Array;

/** Hash of parts in order (each preceded by its length, so that moving a border changes the key); 24 hex digits. */
export function contentKey(parts: readonly KeyPart[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part, "utf8") : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex").slice(0, 24);
}

/** The processor's name: part of the key of what is compiled with -march=native. */
export function processorModel(): string {
  return cpus()[0]?.model ?? "unknown processor";
}

export interface CacheOptions {
  /** Default: `userCacheFolder()`. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal | undefined;
  /** Called once if another process is making the same entry. */
  readonly onWait?: (() => void) | undefined;
}

export interface CacheEntry {
  /** The entry's folder. */
  readonly folder: string;
  readonly wasCached: boolean;
}

/**
 * The folder `<cache>/<kind>/<key>`; if it is not there, `make(work)` fills an empty folder that then takes its name.
 * A failure of `make` leaves nothing. Throws SnncError `cache-unwritable`, or `interrupted` on an abort while waiting.
 */
export async function cachedFolder(
  kind: string,
  key: string,
  make: (work: string) => Promise<void>,
  options: CacheOptions = {},
): Promise<CacheEntry> {
  const folder = join(options.cacheFolder ?? userCacheFolder(), kind, key);
  if (existsSync(folder)) return { folder, wasCached: true };
  return await withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(folder)) return { folder, wasCached: true };
      const work = mkdtempSync(`${folder}.new-`);
      try {
        await make(work);
        renameSync(work, folder);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
      return { folder, wasCached: false };
    },
    options,
  );
}

/** Runs `work` while holding the lock file `path` against other processes and other callers in this one. */
export async function withLock<T>(path: string, work: () => Promise<T>, options: Omit<CacheOptions, "cacheFolder"> = {}): Promise<T> {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw inputError("cache-unwritable", `the cache folder cannot be written: ${error.message}`, {
      where: dirname(path),
      hint: "Set SNNC_CACHE to a folder that you may write.",
    });
  }
  const { signal, onWait } = options;
  const waiting = new AbortController();
  const stop = (): void => waiting.abort(checkError("interrupted", "stopped while waiting for another process", { where: path }));
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await withFileLock(path, work, { signal: waiting.signal, ...(onWait === undefined ? {} : { onWait: () => onWait() }) });
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
