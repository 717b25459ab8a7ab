/** What three tools say of the core: no warning at several parameter sets, a refusal of illegal ones, memories as memories. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { verilogList } from "../../../src/tools/rtl-files.js";
import { coreFiles } from "../../../src/tools/verilator.js";

const run = promisify(execFile);
const says = async (command: string, args: readonly string[]): Promise<{ code: number; text: string }> =>
  await run(command, [...args], { maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({ code: error.code ?? 1, text: `${error.stdout ?? ""}${error.stderr ?? ""}` }),
  );
const has = async (command: string): Promise<boolean> => {
  const found = await run(command, ["-V"]).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
  if (!found) process.stderr.write(`skipped: '${command}' is not installed\n`);
  return found;
};
const hasIcarus = await has("iverilog");
const hasYosys = await has("yosys");

const files = await coreFiles();
const sources = files.sources.filter((path) => basename(path) !== "snn_readout.v");

type Parameters = Readonly<Record<string, number>>;
const SMALLEST: Parameters = {
  LANES: 4,
  GROUPS: 2,
  AXONS: 8,
  SEGMENTS: 2,
  WEIGHT_WORDS: 2,
  WEIGHT_BITS: 2,
  SLOTS: 2,
  STATE_BITS: 16,
  EXPONENT_MAX: 0,
  HAS_BIAS: 0,
  HAS_SUBTRACT: 0,
  HAS_REFRACTORY: 0,
  LEAK_MAX: 0,
  TRACE: 0,
  COUNTERS: 0,
};
const SETS: readonly { readonly name: string; readonly parameters: Parameters }[] = [
  { name: "its defaults", parameters: {} },
  { name: "everything smallest and left out", parameters: SMALLEST },
  {
    name: "everything wide",
    parameters: {
      LANES: 64,
      GROUPS: 128,
      AXONS: 16384,
      SEGMENTS: 4096,
      WEIGHT_WORDS: 8192,
      SLOTS: 16,
      STATE_BITS: 32,
      EXPONENT_MAX: 15,
      FORGET_BITS: 16,
    },
  },
  { name: "its weights outside", parameters: { EXTERNAL_WEIGHTS: 1 } },
  { name: "CUBA neurons", parameters: { HAS_CUBA: 1 } },
  {
    name: "CUBA neurons and else everything smallest and left out",
    parameters: { ...SMALLEST, STATE_BITS: 24, HAS_CUBA: 1, CUBA_MULTIPLIERS: 2 },
  },
  {
    name: "CUBA neurons, a multiplier a lane, wide states",
    parameters: { LANES: 64, AXONS: 4096, STATE_BITS: 32, HAS_CUBA: 1, CUBA_MULTIPLIERS: 64 },
  },
  { name: "CUBA neurons, few multipliers, states of no power of two", parameters: { STATE_BITS: 27, HAS_CUBA: 1, CUBA_MULTIPLIERS: 4 } },
  { name: "everything smallest and left out, its weights outside", parameters: { ...SMALLEST, EXTERNAL_WEIGHTS: 1, FETCH_DEPTH: 2 } },
  {
    name: "sizes that are no powers of two",
    parameters: {
      LANES: 8,
      GROUPS: 64,
      AXONS: 1000,
      SEGMENTS: 100,
      WEIGHT_WORDS: 300,
      WEIGHT_BITS: 4,
      SLOTS: 64,
      STATE_BITS: 20,
      EXPONENT_MAX: 7,
      HAS_SUBTRACT: 0,
      LEAK_MAX: 3,
      FORGET_BITS: 5,
      TRACE: 0,
    },
  },
];
const ILLEGAL: readonly (readonly [parameter: string, value: number, rule: string])[] = [
  ["LANES", 12, "snn_core_LANES_must_be_a_power_of_two_from_4_to_64"],
  ["GROUPS", 24, "snn_core_GROUPS_must_be_a_power_of_two_of_at_least_2"],
  ["AXONS", 511, "snn_core_AXONS_must_be_at_least_GROUPS_x_LANES"],
  ["WEIGHT_BITS", 3, "snn_core_WEIGHT_BITS_must_be_8_4_or_2"],
  ["SLOTS", 128, "snn_core_SLOTS_must_be_a_power_of_two_from_2_to_64"],
  ["STATE_BITS", 7, "snn_core_STATE_BITS_must_be_from_8_to_32"],
  ["STATE_BITS", 14, "snn_core_LEAK_MAX_must_be_below_STATE_BITS"],
  ["LEAK_MAX", 16, "snn_core_LEAK_MAX_must_be_from_0_to_15"],
  ["EXPONENT_MAX", 16, "snn_core_EXPONENT_MAX_must_be_from_0_to_15"],
  ["CUBA_MULTIPLIERS", 3, "snn_core_CUBA_MULTIPLIERS_must_be_a_power_of_two_of_at_most_LANES"],
  ["CUBA_MULTIPLIERS", 32, "snn_core_CUBA_MULTIPLIERS_must_be_a_power_of_two_of_at_most_LANES"],
  ["FORGET_BITS", 17, "snn_core_FORGET_BITS_must_be_from_0_to_16"],
  ["FETCH_DEPTH", 12, "snn_core_FETCH_DEPTH_must_be_a_power_of_two_of_at_least_2"],
];

const verilator = (parameters: Parameters) =>
  says("verilator", [
    "--lint-only",
    "-Wall",
    "--top-module",
    "snn_core",
    ...Object.entries(parameters).map(([name, value]) => `-G${name}=${value}`),
    ...sources,
  ]);
const icarus = async (parameters: Parameters) => {
  const folder = mkdtempSync(join(tmpdir(), "snnc-lint-"));
  const settings = Object.entries(parameters).map(([name, value]) => `-Psnn_core.${name}=${value}`);
  const answer = await says("iverilog", ["-g2005", "-Wall", "-s", "snn_core", ...settings, "-o", join(folder, "core.vvp"), ...sources]);
  rmSync(folder, { recursive: true, force: true });
  return answer;
};
const yosys = (parameters: Parameters, script: string) => {
  const settings = Object.entries(parameters).map(([name, value]) => `-chparam ${name} ${value}`);
  return says("yosys", ["-q", "-p", `read_verilog ${sources.join(" ")}; hierarchy -check -top snn_core ${settings.join(" ")}; ${script}`]);
};

describe.each(SETS)("the core with $name", ({ parameters }) => {
  it("passes Verilator -Wall without a word", async () => {
    expect(await verilator(parameters)).toEqual({ code: 0, text: "" });
  });
  it.skipIf(!hasIcarus)("passes Icarus -g2005 -Wall without a word", async () => {
    expect(await icarus(parameters)).toEqual({ code: 0, text: "" });
  });
  it.skipIf(!hasYosys)("passes Yosys hierarchy -check, proc, check -assert without a word", async () => {
    expect(await yosys(parameters, "proc; check -assert")).toEqual({ code: 0, text: "" });
  });
});

/** Large meshes take minutes to lint. */
const LARGE_MESHES = [
  { COLUMNS: 4, ROWS: 4, TRACE: 0, LANES: 4, AXONS: 2048 },
  { COLUMNS: 8, ROWS: 8, LANES: 4, AXONS: 600, GROUPS: 4 },
];

describe.each([
  { COLUMNS: 1, ROWS: 1 },
  { COLUMNS: 2, ROWS: 2, FORGET_BITS: 4 },
  { COLUMNS: 3, ROWS: 1, WEIGHT_BITS: 4, LEAK_MAX: 0, COUNTERS: 0 },
  ...(process.env.SNNC_TEST_FULL === "1" ? LARGE_MESHES : []),
  { COLUMNS: 2, ROWS: 2, HAS_CUBA: 1, CUBA_MULTIPLIERS: 2 },
])("a mesh of $COLUMNS x $ROWS cores", (parameters) => {
  const all = async () => [...sources, ...(await verilogList("mesh.f"))];
  const settings = Object.entries(parameters);
  it("passes Verilator -Wall without a word", async () => {
    const set = settings.map(([name, value]) => `-G${name}=${value}`);
    expect(await says("verilator", ["--lint-only", "-Wall", "--top-module", "snn_mesh", ...set, ...(await all())])).toEqual({ code: 0, text: "" });
  });
  it.skipIf(!hasIcarus)("passes Icarus -g2005 -Wall without a word", async () => {
    const set = settings.map(([name, value]) => `-Psnn_mesh.${name}=${value}`);
    const folder = mkdtempSync(join(tmpdir(), "snnc-lint-"));
    const answer = await says("iverilog", ["-g2005", "-Wall", "-s", "snn_mesh", ...set, "-o", join(folder, "mesh.vvp"), ...(await all())]);
    rmSync(folder, { recursive: true, force: true });
    expect(answer).toEqual({ code: 0, text: "" });
  });
});

it.each([
  ["COLUMNS", 65, "snn_mesh_COLUMNS_x_ROWS_must_be_from_1_to_64"],
  ["LINES", 1, "snn_mesh_LINES_must_be_at_least_2"],
])("a mesh of %s = %i is refused by a name that is the rule", async (parameter, value, rule) => {
  const files = [...sources, ...(await verilogList("mesh.f"))];
  const { code, text } = await says("verilator", ["--lint-only", "--top-module", "snn_mesh", `-G${parameter}=${value}`, ...files]);
  expect(code).not.toBe(0);
  expect(text).toContain(rule);
});

describe.each([
  ...ILLEGAL.map(([name, value, rule]) => ({ parameters: { [name]: value }, rule })),
  { parameters: { HAS_CUBA: 1, STATE_BITS: 23 }, rule: "snn_core_HAS_CUBA_needs_STATE_BITS_of_at_least_24" },
])("the core with $parameters", ({ parameters, rule }) => {
  it("is refused by every tool, which names the rule", async () => {
    const answers = [
      await verilator(parameters),
      ...(hasIcarus ? [await icarus(parameters)] : []),
      ...(hasYosys ? [await yosys(parameters, "proc")] : []),
    ];
    for (const { code, text } of answers) {
      expect(code).not.toBe(0);
      expect(text).toContain(rule);
    }
  });
});

describe.each([
  {},
  { WORD_BITS: 8, ADDRESS_BITS: 20, FAST: 1, HALF_CYCLES: 3, WAKE_CYCLES: 0 },
  { WORD_BITS: 512, ADDRESS_BITS: 10, BASE_ADDRESS: 0, DESELECT_CYCLES: 1, WAKE_CYCLES: 0 },
])("the flash reader with %o", (parameters) => {
  const reader = files.sources.filter((path) => basename(path) === "spi_flash_reader.v");
  const settings = Object.entries(parameters);
  it("passes Verilator -Wall without a word", async () => {
    const set = settings.map(([name, value]) => `-G${name}=${value}`);
    expect(await says("verilator", ["--lint-only", "-Wall", "--top-module", "spi_flash_reader", ...set, ...reader])).toEqual({ code: 0, text: "" });
  });
  it.skipIf(!hasIcarus)("passes Icarus -g2005 -Wall without a word", async () => {
    const set = settings.map(([name, value]) => `-Pspi_flash_reader.${name}=${value}`);
    expect(await says("iverilog", ["-g2005", "-Wall", "-s", "spi_flash_reader", ...set, "-o", "/dev/null", ...reader])).toEqual({
      code: 0,
      text: "",
    });
  });
  it.skipIf(!hasYosys)("passes Yosys hierarchy -check, proc, check -assert without a word", async () => {
    const set = settings.map(([name, value]) => `-chparam ${name} ${value}`).join(" ");
    const script = `read_verilog ${reader.join(" ")}; hierarchy -check -top spi_flash_reader ${set}; proc; check -assert`;
    expect(await says("yosys", ["-q", "-p", script])).toEqual({ code: 0, text: "" });
  });
});

it.each([
  ["WORD_BITS", 24, "spi_flash_reader_WORD_BITS_must_be_a_power_of_two_from_8_to_512"],
  ["BASE_ADDRESS", 2 ** 24 - 1000, "spi_flash_reader_words_must_end_below_16_MiB"],
])("a flash reader of %s = %i is refused by a name that is the rule", async (parameter, value, rule) => {
  const set = [`-G${parameter}=${value}`];
  const { code, text } = await says("verilator", ["--lint-only", "--top-module", "spi_flash_reader", ...set, ...files.sources]);
  expect(code).not.toBe(0);
  expect(text).toContain(rule);
});

describe.skipIf(!hasYosys)("memories", () => {
  /** Cells of one kind that Yosys counts after a script. */
  const cells = (text: string, kind: string): number => Number(new RegExp(`^ +${kind.replace("$", "\\$")} +(\\d+)`, "m").exec(text)?.[1] ?? 0);
  const PARAMETERS: Parameters = {
    LANES: 8,
    GROUPS: 32,
    AXONS: 1024,
    SEGMENTS: 256,
    WEIGHT_WORDS: 16384,
    SLOTS: 4,
    STATE_BITS: 16,
    HAS_BIAS: 0,
    HAS_SUBTRACT: 0,
    HAS_REFRACTORY: 0,
  };

  it("become block RAM on iCE40, the weights SPRAM, and only the three that are read without a clock stay flip-flops", async () => {
    const folder = mkdtempSync(join(tmpdir(), "snnc-stat-"));
    const file = join(folder, "stat.txt");
    const { code } = await yosys(PARAMETERS, `synth_ice40 -spram -top snn_core -run begin:map_ffram; tee -q -o ${file} stat`);
    const text = code === 0 ? readFileSync(file, "utf8") : "";
    rmSync(folder, { recursive: true, force: true });
    expect(code).toBe(0);
    // 64 x 16,384 weights are four SPRAMs of 16 x 16,384.
    expect(cells(text, "SB_SPRAM256KA")).toBe(4);
    // Axons 35 bit x 1,024: 9; segments 38 x 256: 3; banks 16 x 160: 8; groups 21 x 32: 2; thresholds 128 x 32: 8; latches 1; spikes 1.
    expect(cells(text, "SB_RAM40_4K")).toBe(32);
    // What Yosys will make of flip-flops: the two queues and the pending board.
    expect(cells(text, "$mem_v2")).toBe(3);
  });
});
