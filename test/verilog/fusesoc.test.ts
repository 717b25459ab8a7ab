/**
 * FuseSoC core files: what is committed is what is printed (`npm run registers` prints it anew), it lists what the lists
 * list, and FuseSoC itself takes it where it is installed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { AXI_FOLDER, RTL_FOLDER, verilogList } from "../../src/tools/rtl-files.js";
import { libraryCores, parametersOf } from "../../src/verilog/fusesoc.js";

/** On PATH, or beside SNNC_PYTHON. */
const { SNNC_PYTHON } = process.env;
const candidates = ["fusesoc", ...(SNNC_PYTHON?.includes("/") ? [join(dirname(SNNC_PYTHON), "fusesoc")] : [])];
const fusesoc = candidates.find((program) => spawnSync(program, ["--version"]).status === 0);
if (fusesoc === undefined) process.stderr.write("skipped: FuseSoC (fusesoc) is neither on PATH nor beside SNNC_PYTHON\n");

const manifest: { version: string } = JSON.parse(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"));
const names = async (...list: Parameters<typeof verilogList>): Promise<string[]> => (await verilogList(...list)).map((path) => basename(path));
const sources = {
  version: manifest.version,
  core: await names("files.f"),
  mesh: await names("mesh.f"),
  axi: await names("axi.f", AXI_FOLDER),
  axiMesh: await names("axi_mesh.f", AXI_FOLDER),
  textOf: (module: string): string => readFileSync(join(module.startsWith("snn_axi") ? AXI_FOLDER : RTL_FOLDER, `${module}.v`), "utf8"),
};
const cores = [...libraryCores(sources)];

describe.each(cores)("rtl/%s", (path, text) => {
  it("is what is printed", async () => {
    await expect(text).toMatchFileSnapshot(`../../rtl/${path}`);
  });

  it("has the parameters of its module, each of them an option", () => {
    const parameters = parametersOf(sources.textOf(basename(path, ".core")));
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(["LANES", "GROUPS", "AXONS", "TRACE", "COUNTERS"]));
    for (const { name, default: value } of parameters) {
      expect(text).toMatch(new RegExp(`^ {6}- ${name}$`, "m"));
      expect(text).toContain(`  ${name}:\n    datatype: int\n    paramtype: vlogparam\n    default: ${value}\n`);
    }
  });
});

it("lists every file of the lists once, and nothing else", () => {
  const listed = cores.flatMap(([, text]) => [...text.matchAll(/^ +- (\w+\.v)$/gm)].map(([, name]) => name));
  expect(listed.sort()).toEqual([...sources.core, ...sources.mesh, ...sources.axi, ...sources.axiMesh].sort());
});

it("reads numbers out of a header, and leaves out what follows from them", () => {
  expect(
    parametersOf("module m #(\n    parameter A = 4, // a thing; of some kind\n    parameter B = 2,\n    parameter C = A > 1 ? 2 : 1\n) (\n"),
  ).toEqual([
    { name: "A", default: 4, description: "a thing; of some kind" },
    { name: "B", default: 2, description: "" },
  ]);
});

describe.skipIf(fusesoc === undefined)("FuseSoC", () => {
  const targets = [
    { target: "lint", tool: "verilator", version: "--version", says: /^/ },
    { target: "sim", tool: "iverilog", version: "-V", says: /^PASS: \d+ membranes, \d+ counters$/m },
    ...(process.env.SNNC_TEST_FULL === "1" ? [{ target: "synth", tool: "yosys", version: "-V", says: /^/ }] : []),
  ] as const;
  const runs = cores.flatMap(([path]) => targets.map((entry) => ({ core: basename(path, ".core"), ...entry })));
  it.each(runs)("runs target $target of $core", { timeout: 600_000 }, ({ core, target, tool, version, says }) => {
    if (spawnSync(tool, [version]).error !== undefined) {
      process.stderr.write(`skipped: '${tool}' is not installed\n`);
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), "snnc-fusesoc-"));
    try {
      const args = ["--cores-root", RTL_FOLDER, "run", `--target=${target}`, `snnc:rtl:${core}`];
      const { status, stdout, stderr } = spawnSync(fusesoc ?? "", args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
      expect(status, stdout + stderr).toBe(0);
      expect(stdout + stderr).toMatch(says);
      if (target !== "synth") expect(stdout + stderr).not.toMatch(/warning/i);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
