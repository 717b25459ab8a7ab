/**
 * Completes package-lock.json after `npm install` against a registry that does not offer the binary packages of every
 * system: npm then leaves them out of the lock, and `npm ci` refuses that lock everywhere. Each missing package is one
 * that an installed package pins exactly and whose name tells its system, so its entry can be written down; only the
 * integrity stays unknown (npm does without, and `npm install` on such a system fills it in).
 *
 *     node src/setup/lock.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * @typedef {{ version?: string, optionalDependencies?: Record<string, string>, [field: string]: unknown }} Entry
 */

const SYSTEMS = ["android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "win32"];

/** How the names of binary packages write a processor and the C library. */
const PROCESSORS = /** @type {const} */ (["x64", "arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x"]);

/**
 * Adds what is missing.
 * @param {Record<string, Entry>} packages the lock's `packages`
 * @returns {{ packages: Record<string, Entry>, added: string[] }} sorted by path, as npm writes them
 */
export function completeLock(packages) {
  const complete = { ...packages };
  const added = [];
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    if (path === "") continue;
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const place = `node_modules/${name}`;
      const system = systemOf(name);
      if (complete[place] !== undefined || system === undefined || !/^\d+\.\d+\.\d+$/.test(version)) continue;
      complete[place] = { version, ...system, ...(packages[path]?.dev === true ? { dev: true } : {}), optional: true };
      added.push(name);
    }
  }
  const sorted = Object.fromEntries(Object.entries(complete).sort(([a], [b]) => a.localeCompare(b, "en")));
  return { packages: sorted, added };
}

/**
 * System, processor and C library that a binary package's name tells; undefined if it tells none.
 * @param {string} name e.g. "@rollup/rollup-linux-x64-musl"
 */
function systemOf(name) {
  const words = name.replace(/^@[^/]+\//, "").split("-");
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  const last = words.at(-1) ?? "";
  const libc = os !== "linux" ? undefined : last.startsWith("musl") ? "musl" : "glibc";
  return { cpu: [cpu], os: [os], ...(libc === undefined ? {} : { libc: [libc] }) };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = join(ROOT, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const { packages, added } = completeLock(lock.packages);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  process.stderr.write(added.length === 0 ? "the lock file is complete\n" : `added ${added.join(", ")}\n`);
}
