/**
 * What every set-up step needs: a line for the person at the terminal, and programs to run. Set-up runs before any
 * package is installed, so this folder uses Node alone. Messages go to standard error: standard output belongs to the
 * command that follows.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { userCacheFolder } from "./cache.mjs";

/**
 * A step that cannot be done, told to the person who can mend it.
 */
export class SetupError extends Error {}

/**
 * One line on standard error.
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`setup: ${message}\n`);
}

/**
 * @typedef {object} Outcome
 * @property {boolean} ok the program ran and ended with 0
 * @property {number | undefined} code exit code; undefined if it did not start or was killed
 * @property {string} output standard output and error as they came; empty if `show`
 */

/**
 * Runs a program to its end. Never throws.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, show?: boolean, timeoutMilliseconds?: number }} [options]
 *   `show`: pass its output on to standard error as it comes
 * @returns {Promise<Outcome>}
 */
export function run(program, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? "ignore" : "pipe", options.show === true ? 2 : "pipe", options.show === true ? 2 : "pipe"],
      ...(options.timeoutMilliseconds === undefined ? {} : { timeout: options.timeoutMilliseconds }),
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input);
    child.on("error", (error) => done({ ok: false, code: undefined, output: error.message }));
    child.on("close", (code) => done({ ok: code === 0, code: code ?? undefined, output }));
  });
}

/**
 * The last lines that a program said, for an error message.
 * @param {string} output
 */
export function lastWords(output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-3).join(" | ") || "it said nothing";
}

/**
 * Path of a program on PATH, or undefined.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function which(name, environment = process.env) {
  for (const folder of (environment.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * Lock file of one checkout, in the user's cache folder: node_modules, dist/ and build/ come and go.
 * @param {string} root
 * @param {"setup" | "build"} purpose
 */
export function checkoutLock(root, purpose) {
  const name = createHash("sha256").update(realpathSync(root)).digest("hex").slice(0, 16);
  return join(userCacheFolder(), "locks", `${purpose}-${name}`);
}
