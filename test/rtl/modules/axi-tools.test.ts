/** What three tools say of the AXI wrappers: no warning at several parameter sets, and a sign of life in Icarus Verilog. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AXI_FOLDER, RTL_FOLDER, verilogList } from "../../../src/tools/rtl-files.js";

const says = (command: string, args: readonly string[]): { code: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  return { code: status, text: stdout + stderr };
};
const has = (command: string): boolean => {
  const isThere = spawnSync(command, ["-V"]).error === undefined;
  if (!isThere) process.stderr.write(`skipped: '${command}' is not installed\n`);
  return isThere;
};
const hasIcarus = has("iverilog");
const hasYosys = has("yosys");

const bareCore = await verilogList("files.f");
const bareMesh = [...bareCore, ...(await verilogList("mesh.f"))];
const axi = await verilogList("axi.f", AXI_FOLDER);
const core = [...bareCore, ...axi];
const mesh = [...bareMesh, ...axi.filter((path) => !path.endsWith("/snn_axi.v")), ...(await verilogList("axi_mesh.f", AXI_FOLDER))];
// Where there is no readout, its module is another top.
const withoutReadout = (sources: readonly string[], parameters: Readonly<Record<string, number>>): readonly string[] =>
  "CLASSES" in parameters ? sources : sources.filter((path) => !path.endsWith("/snn_readout.v"));

const SETS: readonly { readonly top: string; readonly name: string; readonly parameters: Readonly<Record<string, number>> }[] = [
  { top: "snn_axi", name: "its defaults", parameters: {} },
  { top: "snn_axi", name: "a readout of one class, nothing traced", parameters: { CLASSES: 1, TRACE: 0, COUNTERS: 0 } },
  {
    top: "snn_axi",
    name: "everything wide",
    parameters: {
      CLASSES: 1000,
      NEURONS_PER_CLASS: 3,
      LANES: 64,
      GROUPS: 128,
      AXONS: 16384,
      SEGMENTS: 4096,
      SLOTS: 64,
      STATE_BITS: 32,
      EXPONENT_MAX: 15,
    },
  },
  {
    top: "snn_axi",
    name: "everything small",
    parameters: { CLASSES: 2, LANES: 4, GROUPS: 2, AXONS: 8, SEGMENTS: 2, WEIGHT_WORDS: 2, WEIGHT_BITS: 2, SLOTS: 2, STATE_BITS: 16, HAS_BIAS: 0 },
  },
  { top: "snn_axi_mesh", name: "its defaults", parameters: {} },
  { top: "snn_axi_mesh", name: "a single core and five classes", parameters: { COLUMNS: 1, ROWS: 1, CLASSES: 5, LINES: 1000 } },
  { top: "snn_axi_mesh", name: "4 x 4 cores", parameters: { COLUMNS: 4, ROWS: 4, TRACE: 0, LANES: 4, AXONS: 2048, CLASSES: 10 } },
];

describe.each(SETS)("$top with $name", ({ top, parameters }) => {
  const sources = withoutReadout(top === "snn_axi" ? core : mesh, parameters);
  const settings = Object.entries(parameters);

  it("passes Verilator -Wall without a word", () => {
    const set = settings.map(([name, value]) => `-G${name}=${value}`);
    expect(says("verilator", ["--lint-only", "-Wall", "--top-module", top, ...set, ...sources])).toEqual({ code: 0, text: "" });
  });

  it.skipIf(!hasIcarus)("passes Icarus -g2005 -Wall without a word", () => {
    const folder = mkdtempSync(join(tmpdir(), "snnc-lint-"));
    const set = settings.map(([name, value]) => `-P${top}.${name}=${value}`);
    const answer = says("iverilog", ["-g2005", "-Wall", "-s", top, ...set, "-o", join(folder, "lint.vvp"), ...sources]);
    rmSync(folder, { recursive: true, force: true });
    expect(answer).toEqual({ code: 0, text: "" });
  });

  it.skipIf(!hasYosys || "ROWS" in parameters)("passes Yosys hierarchy -check, proc, check -assert without a word", () => {
    const set = settings.map(([name, value]) => `-chparam ${name} ${value}`);
    const script = `read_verilog ${sources.join(" ")}; hierarchy -check -top ${top} ${set.join(" ")}; proc; check -assert`;
    expect(says("yosys", ["-q", "-p", script])).toEqual({ code: 0, text: "" });
  });
});

it.each([
  ["CLASSES", 32769, "axi_front_CLASSES_must_be_from_0_to_32768"],
  ["NEURONS_PER_CLASS", 0, "axi_front_NEURONS_PER_CLASS_must_be_at_least_1"],
])("%s = %i is refused by a name that is the rule", (parameter, value, rule) => {
  const { code, text } = says("verilator", ["--lint-only", "--top-module", "snn_axi", `-G${parameter}=${value}`, ...core]);
  expect(code).not.toBe(0);
  expect(text).toContain(rule);
});

describe.skipIf(!hasIcarus)("in four-valued logic", () => {
  it.each([
    ["a core", [], "stream_tb", join(RTL_FOLDER, "sim"), bareCore, "PASS: 32 membranes, 9 counters"],
    ["a mesh", ["-DSNN_MESH"], "stream_tb", join(RTL_FOLDER, "sim"), bareMesh, "PASS: 128 membranes, 59 counters"],
    ["a core behind AXI", [], "axi_tb", join(AXI_FOLDER, "sim"), core, "PASS: 32 membranes, 9 counters"],
    ["a mesh behind AXI", ["-DSNN_MESH"], "axi_tb", join(AXI_FOLDER, "sim"), mesh, "PASS: 128 membranes, 59 counters"],
  ] as const)("%s comes out of reset and answers without an x", (_, defines, bench, folder, sources, answer) => {
    const work = mkdtempSync(join(tmpdir(), "snnc-life-"));
    try {
      const program = join(work, "bench.vvp");
      expect(says("iverilog", ["-g2005", "-Wall", ...defines, "-s", bench, "-o", program, join(folder, `${bench}.v`), ...sources])).toEqual({
        code: 0,
        text: "",
      });
      expect(says("vvp", ["-N", program]).text).toContain(answer);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});
