/**
 * The user's cache folder, and a lock that two processes respect: shared by set-up (before any package is installed)
 * and by the tools (after), so that both mean the same place.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { dirname, join, resolve } from "node:path";

/**
 * SNNC_CACHE, or XDG_CACHE_HOME/snnc, or ~/.cache/snnc: an absolute path. Nothing is created.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string}
 */
export function userCacheFolder(environment = process.env) {
  const own = environment.SNNC_CACHE;
  if (own !== undefined && own !== "") return resolve(own);
  const xdg = environment.XDG_CACHE_HOME;
  // The XDG specification tells programs to ignore relative paths.
  return xdg?.startsWith("/") ? join(xdg, "snnc") : join(homedir(), ".cache", "snnc");
}

/**
 * Folder of the programs that set-up itself has fetched (a `bin` of launchers).
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string}
 */
export function ownToolsFolder(environment = process.env) {
  return join(userCacheFolder(environment), "tools", "bin");
}

/**
 * Runs `work` while holding the lock file `path`; waits for a living holder, takes over from a dead one. The lock is
 * a hard link to a file that already names its owner, so that a lock without an owner cannot be seen.
 * @template T
 * @param {string} path its folder is created
 * @param {() => Promise<T>} work
 * @param {{ signal?: AbortSignal | undefined, onWait?: ((owner: string) => void) | undefined, pollMilliseconds?: number }} [options]
 *   `onWait` is called once, if there is a wait; an abort while waiting throws the signal's reason
 * @returns {Promise<T>}
 */
export async function withFileLock(path, work, options = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${path}.${process.pid}.${counter++}`;
  const owner = `${hostname()} ${process.pid}`;
  let hasWaited = false;
  while (!tryLink(mine, path, owner)) {
    options.signal?.throwIfAborted();
    const holder = readOwner(path);
    if (holder !== undefined && isGone(holder)) {
      evict(path, holder);
      continue;
    }
    if (holder !== undefined && !hasWaited) {
      hasWaited = true;
      options.onWait?.(holder);
    }
    await new Promise((wake) => setTimeout(wake, options.pollMilliseconds ?? 100));
  }
  try {
    return await work();
  } finally {
    if (readOwner(path) === owner) rmSync(path, { force: true });
  }
}

let counter = 0;

/**
 * @param {string} mine
 * @param {string} path
 * @param {string} owner
 */
function tryLink(mine, path, owner) {
  writeFileSync(mine, owner);
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function readOwner(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * A process of another machine (a shared home folder) is taken to be alive.
 * @param {string} owner
 */
function isGone(owner) {
  const [host, pid] = owner.split(" ");
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/**
 * Removes a dead owner's lock; if another process has replaced it meanwhile, puts that one back.
 * @param {string} path
 * @param {string} dead
 */
function evict(path, dead) {
  const aside = `${path}.${process.pid}.${counter++}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Another process was faster.
  }
  try {
    if (readOwner(aside) !== dead) linkSync(aside, path);
  } catch {
    // A third process holds it now; the displaced one loses its file, not its work.
  } finally {
    rmSync(aside, { force: true });
  }
}
