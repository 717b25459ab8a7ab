/**
 * Generates the protobuf codecs: every src/**\/*.proto gets a static ES module `<name>.pb.js` and its types
 * `<name>.pb.d.ts` beside it. Both are committed, so that a user needs no generator; test/util/protos.test.ts
 * generates again and compares.
 *
 *     node src/setup/protos.mjs           writes what has changed (npm run proto)
 *     node src/setup/protos.mjs --check   writes nothing; exit code 1 and the names of stale files
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const PBJS = join(ROOT, "node_modules/protobufjs-cli/bin/pbjs");

/**
 * Every schema's generated files as they should be.
 * @returns {{ path: string, text: string }[]} paths relative to the repository, sorted
 */
export function generateProtos() {
  const protos = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".proto"))
    .sort();
  return protos.flatMap((name) => generate(join("src", name)));
}

/**
 * One schema: the code without comments, the types from a run with them (pbts reads its types from JSDoc).
 * @param {string} proto
 */
function generate(proto) {
  const base = proto.replace(/\.proto$/, "");
  const root = `snnc/${base.replaceAll("\\", "/")}`;
  const folder = mkdtempSync(join(tmpdir(), "snnc-proto-"));
  try {
    const typed = join(folder, "typed.js");
    runPbjs(["--root", root, "--dts", "--out", typed, proto]);
    const bare = join(folder, "bare.js");
    runPbjs(["--root", root, "--no-comments", "--out", bare, proto]);
    const header = `// Generated from ${base.split(/[\\/]/).at(-1)}.proto by \`npm run proto\`; do not edit.\n`;
    const types = readFileSync(join(folder, "typed.d.ts"), "utf8")
      .replace(/^import Long = require\("long"\);\n/m, "") // 64-bit fields are numbers (--force-number)
      .replace(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\n/gm, "")
      .replace(/\n{3,}/g, "\n\n");
    return [
      { path: `${base}.pb.d.ts`, text: header + types },
      { path: `${base}.pb.js`, text: header + readFileSync(bare, "utf8") },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Throws with the generator's own words.
 * @param {readonly string[]} args
 */
function runPbjs(args) {
  const features = ["create", "verify", "convert", "delimited", "typeurl", "service"].map((feature) => `--no-${feature}`);
  const fixed = ["--target", "static-module", "--wrap", "esm", "--es6", "--force-number", ...features];
  const run = spawnSync(process.execPath, [PBJS, ...fixed, ...args], { cwd: ROOT, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`pbjs failed on ${args.at(-1)}:\n${run.stderr}${run.stdout}`);
}

function main() {
  const check = process.argv.includes("--check");
  const stale = generateProtos().filter(({ path, text }) => {
    const file = join(ROOT, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  for (const { path, text } of stale) {
    if (!check) writeFileSync(join(ROOT, path), text);
    process.stderr.write(`${check ? "stale" : "wrote"} ${relative(ROOT, join(ROOT, path))}\n`);
  }
  if (check && stale.length > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();
