/** Claims about the cache: one maker at a time, whole entries only, and a dead process blocks nobody. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedFolder, contentKey, userCacheFolder, withLock } from "../../src/tools/cache.js";

let cacheFolder = "";
beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), "snnc-cache-"));
});
afterEach(() => rmSync(cacheFolder, { recursive: true, force: true }));

describe("the user's cache folder", () => {
  it("is SNNC_CACHE, else XDG_CACHE_HOME/snnc, else ~/.cache/snnc", () => {
    expect(userCacheFolder({ SNNC_CACHE: "/c", XDG_CACHE_HOME: "/x" })).toBe("/c");
    expect(userCacheFolder({ SNNC_CACHE: "", XDG_CACHE_HOME: "/x" })).toBe("/x/snnc");
    expect(userCacheFolder({ XDG_CACHE_HOME: "relative" })).toBe(join(homedir(), ".cache/snnc"));
    expect(userCacheFolder({})).toBe(join(homedir(), ".cache/snnc"));
  });
});

describe("a content key", () => {
  it("changes with every part and with the borders between parts", () => {
    const keys = [["ab", "c"], ["a", "bc"], ["abc"], ["ab", "c", ""], ["c", "ab"]].map(contentKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(contentKey(["ä"])).toBe(contentKey([Buffer.from("ä", "utf8")]));
    expect(keys[0]).toMatch(/^[0-9a-f]{24}$/);
  });
});

describe("a cached folder", () => {
  it("is made once, however many ask at the same time", async () => {
    let made = 0;
    const ask = () =>
      cachedFolder(
        "things",
        "key",
        async (work) => {
          made++;
          await new Promise((wake) => setTimeout(wake, 50));
          writeFileSync(join(work, "content"), String(made));
        },
        { cacheFolder },
      );
    const entries = await Promise.all([ask(), ask(), ask()]);
    expect(made).toBe(1);
    expect(entries.map((entry) => entry.wasCached).sort()).toEqual([false, true, true]);
    expect(readFileSync(join(entries[0].folder, "content"), "utf8")).toBe("1");
    expect(readdirSync(join(cacheFolder, "things"))).toEqual(["key"]);
  });

  it("is not there at all when making it failed, and can then be made", async () => {
    const failing = cachedFolder("things", "key", () => Promise.reject(new Error("no")), { cacheFolder });
    await expect(failing).rejects.toThrow("no");
    expect(readdirSync(join(cacheFolder, "things"))).toEqual([]);
    expect(await cachedFolder("things", "key", () => Promise.resolve(), { cacheFolder })).toMatchObject({ wasCached: false });
  });

  it("says how to choose another cache when this one cannot be written", async () => {
    writeFileSync(join(cacheFolder, "file"), "");
    const blocked = cachedFolder("things", "key", () => Promise.resolve(), { cacheFolder: join(cacheFolder, "file") });
    await expect(blocked).rejects.toMatchObject({
      kind: "input",
      diagnostics: [{ code: "cache-unwritable", hint: "Set SNNC_CACHE to a folder that you may write." }],
    });
  });
});

describe("a lock", () => {
  it("is taken over from a process that has died", async () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const path = join(cacheFolder, "lock");
    writeFileSync(path, `${hostname()} ${dead}`);
    expect(await withLock(path, () => Promise.resolve(1))).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it("is respected while its owner lives; an abort ends the wait and leaves the lock", async () => {
    const path = join(cacheFolder, "lock");
    writeFileSync(path, `${hostname()} ${process.ppid}`);
    const abort = new AbortController();
    let waits = 0;
    const waiting = withLock(path, () => Promise.resolve(), {
      signal: abort.signal,
      onWait: () => {
        waits++;
        abort.abort();
      },
    });
    await expect(waiting).rejects.toMatchObject({ kind: "check", diagnostics: [{ code: "interrupted" }] });
    expect(waits).toBe(1);
    expect(readdirSync(cacheFolder)).toEqual(["lock"]);
  });

  it("is released when the work fails", async () => {
    const path = join(cacheFolder, "below/lock");
    await expect(withLock(path, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(readdirSync(join(cacheFolder, "below"))).toEqual([]);
  });

  it("lets processes in one at a time", () => {
    mkdirSync(join(cacheFolder, "counting"));
    const counter = join(cacheFolder, "counting/count");
    writeFileSync(counter, "0");
    const lockModule = new URL("../../src/setup/cache.mjs", import.meta.url).href;
    // Read, wait, write: two processes inside at once would lose an increment.
    const script = `
      import { readFileSync, writeFileSync } from "node:fs";
      const { withFileLock } = await import(${JSON.stringify(lockModule)});
      for (let i = 0; i < 10; i++) await withFileLock(${JSON.stringify(`${counter}.lock`)}, async () => {
        const count = Number(readFileSync(${JSON.stringify(counter)}, "utf8"));
        await new Promise((wake) => setTimeout(wake, 2));
        writeFileSync(${JSON.stringify(counter)}, String(count + 1));
      }, { pollMilliseconds: 1 });`;
    const run = `"${process.execPath}" --input-type=module -e "$SCRIPT"`;
    spawnSync("sh", ["-c", `${run} & ${run} & ${run} & wait`], { env: { ...process.env, SCRIPT: script } });
    expect(readFileSync(counter, "utf8")).toBe("30");
  });
});
