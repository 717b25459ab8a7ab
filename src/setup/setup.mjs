/**
 * Set-up: makes a fresh clone ready, and says in a fraction of a second that nothing is to be done if it is. Every npm
 * script starts with it; it uses Node alone.
 *
 *     node src/setup/setup.mjs [--for all|packages] [--again]
 *
 * `--for packages` stops after the npm packages (enough to build and to check); `--again` retries native TensorFlow.js
 * after an earlier decision for WebAssembly. SNNC_NO_INSTALL=1 never touches the system; SNNC_TENSORFLOW=wasm asks for
 * WebAssembly. Exit codes: 0 ready, 2 wrong usage or Node too old, 3 something is missing.
 */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withFileLock } from "./cache.mjs";
import { ensurePackages, firstDifference } from "./packages.mjs";
import { checkoutLock, SetupError, say } from "./shell.mjs";
import { ensureSystemTools } from "./system.mjs";
import { ensureTensorflow } from "./tensorflow.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** The oldest Node that can `require` the ES modules of our dependencies. */
const OLDEST_NODE = /** @type {const} */ ([20, 19]);

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code
 */
async function main(args) {
  const { isComplete, isAgain, wrong } = parse(args);
  if (wrong !== undefined) {
    say(`${wrong}; usage: node src/setup/setup.mjs [--for all|packages] [--again]`);
    return 2;
  }
  if (isNodeTooOld(process.versions.node)) {
    say(`Node ${process.versions.node} runs; ${OLDEST_NODE.join(".")} is the oldest that works. See https://nodejs.org/en/download`);
    return 2;
  }
  try {
    await prepare(isComplete, isAgain);
    return 0;
  } catch (error) {
    if (error instanceof SetupError) say(error.message);
    else if (isRefusal(error)) say(`${error.message}. Free some space, or set SNNC_CACHE to a folder that you may write`);
    else throw error;
    return 3;
  }
}

/**
 * @param {boolean} isComplete with TensorFlow and the system's tools
 * @param {boolean} isAgain
 */
async function prepare(isComplete, isAgain) {
  // Installed as somebody's package, the packages are npm's affair: there is no lock file of ours.
  const isCheckout = existsSync(join(ROOT, "src"));
  const ready = !isCheckout || firstDifference(ROOT) === undefined;
  if (ready && !isComplete) return;
  await withFileLock(
    checkoutLock(ROOT, "setup"),
    async () => {
      if (isCheckout) await ensurePackages(ROOT);
      if (!isComplete) return;
      const tools = await ensureSystemTools();
      const tensorflow = await ensureTensorflow(ROOT, { again: isAgain });
      say(`${tensorflow.line}; ${tools}`);
    },
    { onWait: () => say("waiting for another set-up in this folder") },
  );
}

/**
 * Did the system refuse to write?
 * @param {unknown} error
 * @returns {error is Error}
 */
function isRefusal(error) {
  return error instanceof Error && "code" in error && ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes(String(error.code));
}

/**
 * @param {readonly string[]} args
 * @returns {{ isComplete: boolean, isAgain: boolean, wrong: string | undefined }}
 */
function parse(args) {
  let isComplete = true;
  let isAgain = false;
  for (let i = 0; i < args.length; i++) {
    const value = args[i + 1];
    if (args[i] === "--again") isAgain = true;
    else if (args[i] === "--for" && (value === "all" || value === "packages")) {
      isComplete = value === "all";
      i++;
    } else return { isComplete, isAgain, wrong: `'${args[i]}' is not understood` };
  }
  return { isComplete, isAgain, wrong: undefined };
}

/**
 * @param {string} version e.g. "20.19.0"
 * @returns {boolean}
 */
export function isNodeTooOld(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
