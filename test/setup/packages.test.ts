/** Claims about the npm packages: what is there is compared with the lock, and the lock is good on every system. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { completeLock } from "../../src/setup/lock.mjs";
import { firstDifference } from "../../src/setup/packages.mjs";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "snnc-packages-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const LOCKED = {
  "": { optionalDependencies: { native: "1.0.0" } },
  "node_modules/plain": { version: "2.0.0", integrity: "sha512-a" },
  "node_modules/native": { version: "1.0.0", integrity: "sha512-b", optional: true },
  "node_modules/other-system": { version: "1.0.0", optional: true },
};

/** A folder whose node_modules holds `installed`, by npm's own record and on disk. */
function prepare(installed: Readonly<Record<string, { version: string; integrity?: string }>>): void {
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCKED }));
  for (const path of Object.keys(installed)) mkdirSync(join(root, path), { recursive: true });
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
}

const PLAIN = { "node_modules/plain": { version: "2.0.0", integrity: "sha512-a" } };
const NATIVE = { "node_modules/native": { version: "1.0.0", integrity: "sha512-b" } };

describe("node_modules against the lock", () => {
  it("has nothing to do when all is there but the packages of other systems", () => {
    prepare({ ...PLAIN, ...NATIVE });
    expect(firstDifference(root)).toBeUndefined();
  });

  it("notices an empty clone", () => {
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCKED }));
    expect(firstDifference(root)).toBe("node_modules is not there yet");
  });

  it("notices another version, another content, and a package that was removed", () => {
    prepare({ ...NATIVE, "node_modules/plain": { version: "1.9.0", integrity: "sha512-a" } });
    expect(firstDifference(root)).toBe("plain is 1.9.0; the lock file says 2.0.0");
    prepare({ ...NATIVE, "node_modules/plain": { version: "2.0.0", integrity: "sha512-c" } });
    expect(firstDifference(root)).toBe("plain is 2.0.0; the lock file says 2.0.0");
    prepare({ ...PLAIN, ...NATIVE });
    rmSync(join(root, "node_modules/plain"), { recursive: true });
    expect(firstDifference(root)).toBe("plain was removed");
  });

  it("notices that npm dropped our own optional package without a word", () => {
    prepare(PLAIN);
    expect(firstDifference(root)).toBe("native is not installed");
  });

  it("says that the lock file is missing", () => {
    expect(() => firstDifference(root)).toThrow("package-lock.json is missing or unreadable: check it out again");
  });
});

describe("completing a lock file", () => {
  const pinned = {
    version: "1.2.3",
    dev: true,
    optionalDependencies: { "@x/b-linux-x64-musl": "1.2.3", "@x/b-darwin-arm64": "1.2.3", range: "^1.0.0" },
  };

  it("adds the binary packages of other systems with system, processor and C library", () => {
    const { packages, added } = completeLock({ "": {}, "node_modules/b": pinned, "node_modules/z": { version: "1.0.0" } });
    expect(added).toEqual(["@x/b-linux-x64-musl", "@x/b-darwin-arm64"]);
    expect(Object.keys(packages)).toEqual([
      "",
      "node_modules/@x/b-darwin-arm64",
      "node_modules/@x/b-linux-x64-musl",
      "node_modules/b",
      "node_modules/z",
    ]);
    expect(packages["node_modules/@x/b-linux-x64-musl"]).toEqual({
      version: "1.2.3",
      cpu: ["x64"],
      os: ["linux"],
      libc: ["musl"],
      dev: true,
      optional: true,
    });
    expect(completeLock(packages).added).toEqual([]);
  });
});

describe("the repository's lock file", () => {
  const text = readFileSync(fileURLToPath(new URL("../../package-lock.json", import.meta.url)), "utf8");

  it("is complete for every system", () => {
    expect(completeLock(JSON.parse(text).packages).added).toEqual([]);
  });

  it("names no registry", () => {
    expect(text).not.toMatch(/"resolved"/);
  });

  it("pins what package.json names, exactly", () => {
    const manifest = JSON.parse(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"));
    const { packages } = JSON.parse(text);
    for (const kind of ["dependencies", "optionalDependencies", "devDependencies"]) {
      expect(packages[""][kind]).toEqual(manifest[kind]);
      for (const [name, version] of Object.entries(manifest[kind])) expect(packages[`node_modules/${name}`].version).toBe(version);
    }
  });
});
