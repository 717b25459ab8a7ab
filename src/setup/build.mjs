/**
 * Builds dist/: TypeScript compiled, generated protobuf modules and other files that the code reads copied beside it.
 * The build goes to a new folder that then takes the old one's place, so that nothing stale stays and a failed build
 * changes nothing.
 *
 *     node src/setup/build.mjs                builds
 *     node src/setup/build.mjs --if-changed   builds unless the sources are those of the last build
 */
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withFileLock } from "./cache.mjs";
import { checkoutLock, run, say } from "./shell.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const DIST = join(ROOT, "dist");
/** Lies in dist/, so that it goes when dist/ goes; package.json's `files` leaves it out. */
const STAMP = join(DIST, ".sources");
/** What dist/ is made of besides src/. */
const CONFIGURATION = ["package-lock.json", "tsconfig.json", "tsconfig.build.json"];
/** Sources that tsc compiles or that only generators read; everything else is copied. */
const NOT_COPIED = /(?<!\.pb\.d)(?<!\.d)\.ts$|\.mjs$|\.proto$|\.md$/;

/** @returns {Promise<number>} exit code */
async function main() {
  const isOnlyIfChanged = process.argv.includes("--if-changed");
  return await withFileLock(
    checkoutLock(ROOT, "build"),
    async () => {
      const sources = hashSources();
      if (isOnlyIfChanged && existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources) return 0;
      say("building dist/");
      return await build(sources);
    },
    { onWait: () => say("waiting for another build of this folder") },
  );
}

/**
 * @param {string} sources hash of what is built
 * @returns {Promise<number>} exit code
 */
async function build(sources) {
  const next = `${DIST}.next`;
  rmSync(next, { recursive: true, force: true });
  try {
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const compiled = await run(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", next], { cwd: ROOT });
    if (!compiled.ok) {
      process.stderr.write(compiled.output);
      say("the build failed: TypeScript's errors stand above; dist/ is as it was");
      return 1;
    }
    for (const name of sourceFiles().filter((file) => !NOT_COPIED.test(file))) {
      mkdirSync(dirname(join(next, name)), { recursive: true });
      cpSync(join(ROOT, "src", name), join(next, name));
    }
    // Runs as a command from the checkout too; npm does this for installed packages.
    if (existsSync(join(next, "cli/main.js"))) chmodSync(join(next, "cli/main.js"), 0o755);
    writeFileSync(join(next, ".sources"), sources);
    rmSync(DIST, { recursive: true, force: true });
    renameSync(next, DIST);
    return 0;
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** Files of src/, sorted; generated protobuf modules among them. */
function sourceFiles() {
  return readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, "src/").length))
    .sort();
}

function hashSources() {
  const hash = createHash("sha256");
  for (const name of [...CONFIGURATION, ...sourceFiles().map((file) => `src/${file}`)]) {
    hash.update(`${name}\n`).update(readFileSync(join(ROOT, name)));
  }
  return hash.digest("hex");
}

process.exitCode = await main();
