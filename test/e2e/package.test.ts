/** Claims about the package as a user gets it: packed, installed elsewhere, imported, typed and run. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));

let folder = "";

/** Runs a program that must succeed; its standard output. */
function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (error !== undefined || status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? status}\n${stdout}\n${stderr}`);
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snnc-package-"));
  run(process.execPath, ["src/setup/build.mjs", "--if-changed"], REPOSITORY);
  run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], REPOSITORY);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  const quiet = ["--ignore-scripts", "--omit=optional", "--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  run("npm", ["install", `./snnc-${MANIFEST.version}.tgz`, ...quiet], folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of the installed package. */
function installed(): string[] {
  return readdirSync(join(folder, "node_modules/snnc"), { recursive: true, encoding: "utf8" });
}

describe("the packed package", () => {
  it("holds what the product needs at run time, licence included", () => {
    expect(installed()).toEqual(
      expect.arrayContaining([
        "dist/index.js",
        "dist/index.d.ts",
        "dist/cli/main.js",
        "dist/event/event.pb.js",
        "LICENSE",
        "THIRD_PARTY.md",
        "rtl/files.f",
        "rtl/axi/snn_axi.v",
        "hw/axi/snn_registers.h",
        "hw/sim/harness.cpp",
        "targets/loihi1.json",
      ]),
    );
  });

  it("holds no sources, tests or traces of the build", () => {
    expect(
      installed().filter((name) => /^(src|test|node_modules|build)\b|(?<!\.d)\.ts$|\.sources$|setup\/(build|test|protos|lock)\./.test(name)),
    ).toEqual([]);
  });
});

describe("the installed package", () => {
  it("exports the library's verbs and its error, and nothing hidden behind deep paths", () => {
    const script = 'import * as snnc from "snnc"; console.log(JSON.stringify(Object.keys(snnc).sort()));';
    const names: string[] = JSON.parse(run(process.execPath, ["--input-type=module", "-e", script], folder));
    expect(names).toEqual(expect.arrayContaining(["SnncError", "compile", "convert", "emitVerilog", "map", "simulate", "train"]));
    const deep = spawnSync(process.execPath, ["--input-type=module", "-e", 'import "snnc/dist/cli/main.js"'], { cwd: folder, encoding: "utf8" });
    expect(deep.stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  it("brings its types to a strict TypeScript user", () => {
    mkdirSync(join(folder, "user"), { recursive: true });
    writeFileSync(
      join(folder, "user/main.ts"),
      'import { compile, convert, emitVerilog, map, simulate, SnncError, train } from "snnc";\n' +
        "export const verbs = [train, convert, compile, map, emitVerilog, simulate];\n" +
        "export const codes = (error: SnncError): readonly string[] => error.diagnostics.map((each) => each.code);\n" +
        "// @ts-expect-error a diagnostic has no such field: the types are real, not any\n" +
        "export const wrong = (error: SnncError) => error.diagnostics[0].colour;\n",
    );
    const options = { module: "nodenext", target: "es2023", strict: true, noEmit: true, skipLibCheck: true, types: [] };
    writeFileSync(join(folder, "user/tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["main.ts"] }));
    expect(run(process.execPath, [join(REPOSITORY, "node_modules/typescript/bin/tsc"), "-p", "user"], folder)).toBe("");
  });

  it("runs as a command that lists its verbs", () => {
    const snnc = join(folder, "node_modules/.bin/snnc");
    expect(existsSync(snnc)).toBe(true);
    const help = run(snnc, ["--help"], folder);
    for (const verb of [
      "demo",
      "train",
      "convert",
      "compile",
      "map",
      "rtl",
      "sim",
      "classify",
      "explain",
      "compare",
      "report",
      "inspect",
      "doctor",
    ]) {
      expect(help).toMatch(new RegExp(`^ +snnc ${verb}\\b`, "m"));
    }
    expect(run(snnc, ["--version"], folder)).toBe(`${MANIFEST.version}\n`);
  });

  it("ends with exit code 2 and a diagnostic on a verb that is not there", () => {
    const { status, stdout, stderr } = spawnSync(join(folder, "node_modules/.bin/snnc"), ["fly"], { cwd: folder, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("[usage]");
  });
});
