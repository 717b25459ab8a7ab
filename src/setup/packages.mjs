/**
 * The npm packages: node_modules must hold what package-lock.json says. npm keeps its own record of what it installed
 * (node_modules/.package-lock.json), so the two are compared instead of trusting a stamp of ours.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lastWords, run, SetupError, say } from "./shell.mjs";

/**
 * Installs what the lock file says unless it is there already. Throws SetupError with npm's last words.
 * @param {string} root folder of package.json
 */
export async function ensurePackages(root) {
  const difference = firstDifference(root);
  if (difference === undefined) return;
  say(`npm ci --ignore-scripts (${difference})`);
  const npm = process.env.npm_execpath;
  // Under `npm run` the npm that runs is npm_execpath; a pnpm or yarn there would not read this lock file.
  const [program, args] = npm !== undefined && /npm-cli\.c?js$/.test(npm) ? [process.execPath, [npm]] : ["npm", []];
  const ci = await run(program, [...args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root });
  if (!ci.ok) throw new SetupError(`npm ci failed: ${lastWords(ci.output)}`);
  const rest = firstDifference(root);
  if (rest !== undefined) throw new SetupError(`npm ci ended, but ${rest}`);
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, optionalDependencies?: Record<string, string> }} LockedPackage
 */

/**
 * What node_modules lacks or has otherwise than the lock, in words; undefined if nothing.
 * @param {string} root
 * @returns {string | undefined}
 */
export function firstDifference(root) {
  const locked = packagesOf(join(root, "package-lock.json"));
  if (locked === undefined) throw new SetupError("package-lock.json is missing or unreadable: check it out again");
  const installed = packagesOf(join(root, "node_modules/.package-lock.json"));
  if (installed === undefined) return "node_modules is not there yet";
  const ownOptional = Object.keys(locked[""]?.optionalDependencies ?? {});
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === "") continue;
    const found = installed[path];
    const name = path.replace(/^.*node_modules\//, "");
    if (found === undefined) {
      // Optional packages of other systems are in the lock and never in node_modules; our own optional ones, which
      // npm drops without a word when their script fails, are wanted.
      if (wanted.optional === true && !ownOptional.includes(name)) continue;
      return `${name} is not installed`;
    }
    if (found.version !== wanted.version || found.integrity !== wanted.integrity) {
      return `${name} is ${found.version ?? "unknown"}; the lock file says ${wanted.version ?? "unknown"}`;
    }
    if (!existsSync(join(root, path))) return `${name} was removed`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
