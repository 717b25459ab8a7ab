/**
 * Makes TensorFlow.js run natively where that is possible, and says in one line which backend will run.
 *
 * The package @tensorflow/tfjs-node needs TensorFlow's C library and an addon. Three ways, in order:
 *   1. the package's own installer, which downloads both from a storage bucket; tried only if the bucket answers;
 *   2. (Linux x86_64) the C library out of the PyPI wheel `tensorflow-cpu`, whose libtensorflow_cc.so.2 exports all of
 *      the C API that the addon uses and, since 2.12, needs no Python symbol: 207 MB downloaded once, unpacked into the
 *      user's cache folder (430 MB), linked into the package as deps/lib and deps/include, and the addon's two C++
 *      files compiled against it;
 *   3. the WebAssembly backend, which needs nothing.
 * Whatever was chosen is noted in node_modules, so that the next run only looks at a few files.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { userCacheFolder, withFileLock } from "./cache.mjs";
import { lastWords, run, SetupError, say, which } from "./shell.mjs";

const TENSORFLOW_VERSION = "2.15.1";
const WHEEL_SHA256 = "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26";
/** Which wheel to take; need not be the Python that is installed. */
const WHEEL_PYTHON = "3.11";
/** The first Node major without the functions that tfjs-node 4.22 still calls (util.isNullOrUndefined). */
const FIRST_NODE_WITHOUT_NATIVE = 23;
/** The library that the package's own installer fetches. */
const INSTALLER_LIBRARY = "2.9.1";

/**
 * @typedef {{ kind: "native" | "wasm", line: string }} TensorflowChoice
 *   `line`: which backend runs, and for WASM why
 */

/**
 * Decides, and does what the decision needs. Never throws: WASM is always there.
 * @param {string} root folder of package.json
 * @param {{ again?: boolean }} [options] `again`: forget an earlier decision for WASM
 * @returns {Promise<TensorflowChoice & { isNew: boolean }>}
 */
export async function ensureTensorflow(root, options = {}) {
  const place = findPackage(root);
  const asked = circumstances(place);
  const noteFile = join(root, "node_modules/.snnc-tensorflow.json");
  const note = readNote(noteFile);
  if (note !== undefined && note.asked === asked && !(options.again === true && note.choice.kind === "wasm")) {
    return { ...note.choice, isNew: false };
  }
  const choice = await decide(place);
  // Asked again afterwards: compiling the addon is itself one of the circumstances.
  const next = { asked: circumstances(place), choice };
  mkdirSync(dirname(noteFile), { recursive: true });
  writeFileSync(`${noteFile}.tmp`, JSON.stringify(next));
  renameSync(`${noteFile}.tmp`, noteFile);
  return { ...choice, isNew: true };
}

/**
 * @typedef {{ folder: string, addon: string, napi: number }} Place the package, and where it looks for its addon
 */

/**
 * @param {string} root
 * @returns {Place | undefined}
 */
function findPackage(root) {
  try {
    const manifest = createRequire(join(root, "package.json")).resolve("@tensorflow/tfjs-node/package.json");
    const folder = dirname(manifest);
    /** @type {number[]} */
    const versions = JSON.parse(readFileSync(manifest, "utf8")).binary.napi_versions;
    // node-pre-gyp's rule: the highest version that both know.
    const napi = Math.max(...versions.filter((version) => version <= Number(process.versions.napi)));
    return { folder, napi, addon: join(folder, `lib/napi-v${napi}/tfjs_binding.node`) };
  } catch {
    return undefined;
  }
}

/**
 * Everything that the decision depends on and that can be looked at in a millisecond.
 * @param {Place | undefined} place
 */
function circumstances(place) {
  const library = place === undefined ? undefined : join(place.folder, "deps/lib/libtensorflow.so.2");
  return JSON.stringify({
    node: process.version,
    wanted: process.env.SNNC_TENSORFLOW ?? "",
    cache: userCacheFolder(),
    addon: place === undefined ? "" : sizeAndTime(place.addon),
    library: library === undefined || process.platform !== "linux" ? "" : sizeAndTime(library),
    tools: ["python3", compiler()].map((name) => which(name) ?? ""),
  });
}

/** @param {string} file */
function sizeAndTime(file) {
  try {
    const { size, mtimeMs } = statSync(file);
    return `${size} ${mtimeMs}`;
  } catch {
    return "";
  }
}

/**
 * @param {string} file
 * @returns {{ asked: string, choice: TensorflowChoice } | undefined}
 */
function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {Place | undefined} place
 * @returns {Promise<TensorflowChoice>}
 */
async function decide(place) {
  if (process.env.SNNC_TENSORFLOW === "wasm") return wasm("SNNC_TENSORFLOW=wasm asks for it");
  if (Number(process.versions.node.split(".")[0]) >= FIRST_NODE_WITHOUT_NATIVE) {
    return wasm(`tfjs-node 4.22 does not run on Node ${process.versions.node}; Node 20 and 22 run it natively`);
  }
  if (place === undefined) return wasm("the optional package @tensorflow/tfjs-node is not installed");
  if (existsSync(place.addon)) {
    const found = await tryAddon(place);
    if (found.ok) return native(found.words);
  }
  const failures = [];
  for (const way of [installerWay, wheelWay]) {
    try {
      await way(place);
      const found = await tryAddon(place);
      if (found.ok) return native(found.words);
      failures.push(`the addon does not load: ${found.words}`);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error.message);
    }
  }
  return wasm(failures.join("; "));
}

/**
 * @param {string} words
 * @returns {TensorflowChoice}
 */
function native(words) {
  return { kind: "native", line: `TensorFlow.js runs natively (${words})` };
}

/**
 * @param {string} reason
 * @returns {TensorflowChoice}
 */
function wasm(reason) {
  return { kind: "wasm", line: `TensorFlow.js runs on WebAssembly, several times slower: ${reason}` };
}

/**
 * Loads the package in a process of its own and multiplies two matrices.
 * @param {Place} place
 * @returns {Promise<{ ok: boolean, words: string }>}
 */
async function tryAddon(place) {
  const script = `
    const tf = require(process.env.PKG);
    const sum = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).sum().dataSync()[0];
    if (tf.getBackend() !== "tensorflow" || sum !== 12) throw new Error("2x3 ones by 3x2 ones summed to " + sum);
    console.log("\\ntfjs-node " + tf.version["tfjs-node"] + ", TensorFlow " + tf.backend().binding.TF_Version);`;
  const env = { ...process.env, PKG: place.folder, TF_CPP_MIN_LOG_LEVEL: "2" };
  const outcome = await run(process.execPath, ["-e", script], { env, timeoutMilliseconds: 60_000 });
  const said = /^tfjs-node .*$/m.exec(outcome.output)?.[0];
  return outcome.ok && said !== undefined ? { ok: true, words: said } : { ok: false, words: lastWords(outcome.output) };
}

/**
 * The package's own installer. It waits for minutes on a bucket that does not answer, so the bucket is asked first.
 * @param {Place} place
 */
async function installerWay(place) {
  if (existsSync(unpackedLibrary())) throw new SetupError("its own installer is not needed: the library is in the cache");
  const library = installerUrl();
  if (library === undefined) throw new SetupError("its own installer has no library for this machine");
  try {
    const answer = await fetch(library, { method: "HEAD", signal: AbortSignal.timeout(4_000) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  } catch {
    throw new SetupError("its own installer's download site cannot be reached");
  }
  say("installing TensorFlow's C library with the package's own installer");
  const binaries = resolve(place.folder, "../../.bin");
  const env = { ...process.env, PATH: `${binaries}:${process.env.PATH ?? ""}` };
  const install = await run(process.execPath, ["scripts/install.js"], { cwd: place.folder, env, timeoutMilliseconds: 600_000 });
  if (!install.ok) throw new SetupError(`its own installer failed: ${lastWords(install.output)}`);
}

/** Address of the library that scripts/install.js would download for this machine. */
function installerUrl() {
  const base = "https://storage.googleapis.com/";
  const machine = `${process.platform}-${process.arch}`;
  switch (machine) {
    case "linux-x64":
      return `${base}tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-${INSTALLER_LIBRARY}.tar.gz`;
    case "darwin-x64":
      return `${base}tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-${INSTALLER_LIBRARY}.tar.gz`;
    case "darwin-arm64":
      return `${base}tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz`;
    case "linux-arm64":
      return `${base}tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz`;
    default:
      return undefined;
  }
}

/** Folder of the unpacked library in the user's cache. */
function unpackedLibrary() {
  return join(userCacheFolder(), `tensorflow-${TENSORFLOW_VERSION}`);
}

/** @returns {string} */
function compiler() {
  const named = process.env.CXX;
  if (named !== undefined && named !== "") return named;
  return ["g++", "c++", "clang++"].find((name) => which(name) !== undefined) ?? "g++";
}

/**
 * The C library out of the PyPI wheel, and the addon compiled against it.
 * @param {Place} place
 */
async function wheelWay(place) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupError(`the PyPI wheel is for Linux x86_64; this is ${process.platform} ${process.arch}`);
  }
  if (which(compiler()) === undefined) throw new SetupError("no C++ compiler to build the addon");
  const library = unpackedLibrary();
  if (!existsSync(library)) {
    await withFileLock(
      `${library}.lock`,
      async () => {
        if (!existsSync(library)) await unpackWheel(library);
      },
      { onWait: () => say("waiting for another process that unpacks TensorFlow") },
    );
  }
  mkdirSync(join(place.folder, "deps"), { recursive: true });
  for (const part of ["lib", "include"]) {
    const link = join(place.folder, "deps", part);
    rmSync(link, { recursive: true, force: true });
    symlinkSync(join(library, part), link);
  }
  await compileAddon(place);
}

/**
 * Downloads the wheel and takes the two libraries, the C headers and the licence texts out of it. Whole or not at all.
 * @param {string} library the folder to make
 */
async function unpackWheel(library) {
  if (!(await run("python3", ["-m", "pip", "--version"])).ok) throw new SetupError("the PyPI wheel needs python3 with pip");
  mkdirSync(dirname(library), { recursive: true });
  const work = mkdtempSync(`${library}.new-`);
  try {
    say(`downloading TensorFlow ${TENSORFLOW_VERSION}'s C library from PyPI (207 MB, once; kept in ${dirname(library)})`);
    writeFileSync(join(work, "requirements.txt"), `tensorflow-cpu==${TENSORFLOW_VERSION} --hash=sha256:${WHEEL_SHA256}\n`);
    const pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--require-hashes", "--only-binary=:all:"];
    const wheel = ["--implementation", "cp", "--python-version", WHEEL_PYTHON, "--platform", "manylinux2014_x86_64"];
    const download = await run("python3", [...pip, ...wheel, "--dest", work, "-r", join(work, "requirements.txt")]);
    if (!download.ok) throw new SetupError(`pip could not download tensorflow-cpu: ${lastWords(download.output)}`);
    const unzip = await run("python3", ["-", work], { input: UNZIP });
    if (!unzip.ok) throw new SetupError(`the wheel could not be unpacked: ${lastWords(unzip.output)}`);
    const made = join(work, "new");
    const [all, framework] = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
    // Symbol tables are a quarter of the library; nothing here needs them. No `strip`: a larger cache.
    await run("strip", ["--strip-unneeded", join(made, "lib", all), join(made, "lib", framework)]);
    // The names that the package's scripts and the linker look for.
    for (const suffix of [".so", ".so.2", `.so.${INSTALLER_LIBRARY}`]) symlinkSync(all, join(made, "lib", `libtensorflow${suffix}`));
    for (const suffix of [".so", `.so.${INSTALLER_LIBRARY}`]) symlinkSync(framework, join(made, "lib", `libtensorflow_framework${suffix}`));
    renameSync(made, library);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Python, which pip needs anyway: a wheel is a ZIP file. */
const UNZIP = `
import glob, os, shutil, sys, zipfile
work = sys.argv[1]
(wheel,) = glob.glob(os.path.join(work, "*.whl"))
headers = ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/c/", "tsl/platform/ctstring")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        base = name.rsplit("/", 1)[-1]
        if name in ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"):
            to = "lib/" + base
        elif name.startswith(tuple("tensorflow/include/" + h for h in headers)) and base.endswith(".h"):
            to = name[len("tensorflow/"):]
        elif base in ("LICENSE", "THIRD_PARTY_NOTICES.txt"):
            to = base
        else:
            continue
        to = os.path.join(work, "new", to)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with archive.open(name) as source, open(to, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
os.remove(wheel)
`;

/**
 * Compiles the package's two C++ files into its addon.
 * @param {Place} place
 */
async function compileAddon(place) {
  const headers = await findNodeHeaders();
  say("compiling the TensorFlow addon");
  mkdirSync(dirname(place.addon), { recursive: true });
  const made = `${place.addon}.${process.pid}.tmp`;
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(place.folder, "binding", name));
  const includes = [place.folder, join(place.folder, "deps/include"), headers].map((folder) => `-I${folder}`);
  const flags = ["-std=gnu++17", "-O2", "-fPIC", "-shared", "-fno-exceptions", "-fno-rtti", `-DNAPI_VERSION=${place.napi}`];
  const link = [`-L${join(place.folder, "deps/lib")}`, "-ltensorflow", "-ltensorflow_framework", "-Wl,-rpath,$ORIGIN/../../deps/lib"];
  try {
    const outcome = await run(compiler(), [...flags, ...includes, ...sources, "-o", made, ...link]);
    if (!outcome.ok) throw new SetupError(`the addon does not compile: ${lastWords(outcome.output)}`);
    renameSync(made, place.addon);
  } finally {
    rmSync(made, { force: true });
  }
}

/** Folder of node_api.h: the running Node's, else that of npm's setting `nodedir`, else out of an npm package. */
async function findNodeHeaders() {
  const nodedir = process.env.npm_config_nodedir ?? (await run("npm", ["config", "get", "nodedir"])).output.trim().split("\n").at(-1) ?? "";
  const fetched = join(userCacheFolder(), "node-api-headers/package/include");
  const candidates = [resolve(process.execPath, "../../include/node"), resolve(nodedir, "include/node"), fetched];
  const found = candidates.find((folder) => existsSync(join(folder, "node_api.h")));
  if (found !== undefined) return found;
  const folder = join(userCacheFolder(), "node-api-headers");
  mkdirSync(folder, { recursive: true });
  const pack = await run("npm", ["pack", "--silent", "node-api-headers@1.9.0"], { cwd: folder });
  const archive = pack.output.trim().split("\n").at(-1) ?? "";
  const unpack = pack.ok ? await run("tar", ["xzf", archive], { cwd: folder }) : pack;
  if (!unpack.ok) throw new SetupError(`Node's C headers are missing and could not be fetched: ${lastWords(unpack.output)}`);
  return fetched;
}
