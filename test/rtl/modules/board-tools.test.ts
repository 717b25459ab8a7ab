/** Verilator -Wall, Icarus and Yosys have nothing to say about a core behind frames; parameters that make no sense are refused by name. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { BOARDS_FOLDER, boardFiles } from "../../../src/tools/rtl-files.js";
import { coreFiles } from "../../../src/tools/verilator.js";

const says = async (command: string, args: readonly string[]): Promise<{ code: number; text: string }> =>
  await promisify(execFile)(command, [...args], { maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, text: stdout + stderr }),
  );
const [hasIcarus, hasYosys] = await Promise.all([says("iverilog", ["-V"]), says("yosys", ["-V"])]).then((answers) =>
  answers.map(({ code }) => code === 0),
);
for (const [tool, has] of [["Icarus", hasIcarus] as const, ["Yosys", hasYosys] as const]) {
  if (!has) process.stderr.write(`skipped: ${tool} is not installed\n`);
}

const sources = [...(await coreFiles()).sources, ...(await boardFiles()).sources];
const SETS: readonly Readonly<Record<string, number>>[] = [
  {},
  { WINDOW: 8, CLOCK_HZ: 75_000_000, BAUD: 3_000_000, LANES: 16, GROUPS: 64, AXONS: 20_000, STATE_BITS: 32, HAS_BIAS: 1, HAS_SUBTRACT: 1 },
  { EXTERNAL_WEIGHTS: 1, WEIGHT_WORDS: 65_536, COUNTERS: 0, LEAK_MAX: 0, AXONS: 300 },
];

describe.each(SETS)("a core behind frames with %o", (parameters) => {
  const settings = Object.entries(parameters);
  it("passes Verilator -Wall without a word", async () => {
    const set = settings.map(([name, value]) => `-G${name}=${value}`);
    const answer = await says("verilator", ["--lint-only", "-Wall", `-I${BOARDS_FOLDER}`, "--top-module", "board_core", ...set, ...sources]);
    expect(answer).toEqual({ code: 0, text: "" });
  });
  it.skipIf(!hasIcarus)("passes Icarus -g2005 -Wall without a word", async () => {
    const folder = mkdtempSync(join(tmpdir(), "snnc-lint-"));
    const set = settings.map(([name, value]) => `-Pboard_core.${name}=${value}`);
    const output = join(folder, "board.vvp");
    const answer = await says("iverilog", ["-g2005", "-Wall", `-I${BOARDS_FOLDER}`, "-s", "board_core", ...set, "-o", output, ...sources]);
    rmSync(folder, { recursive: true, force: true });
    expect(answer).toEqual({ code: 0, text: "" });
  });
  it.skipIf(!hasYosys)("passes Yosys hierarchy -check, proc, check -assert without a word", async () => {
    const set = settings.map(([name, value]) => `-chparam ${name} ${value}`).join(" ");
    const script = `read_verilog ${sources.join(" ")}; hierarchy -check -top board_core ${set}; proc; check -assert`;
    expect(await says("yosys", ["-q", "-p", script])).toEqual({ code: 0, text: "" });
  });
});

it.each([
  ["WINDOW", 3, "link_receiver_WINDOW_must_be_a_power_of_two_from_2_to_8"],
  ["BAUD", 3_100_000, "uart_rx_CLOCK_HZ_must_be_at_least_4_x_BAUD"],
])("%s = %i is refused by a name that is the rule", async (parameter, value, rule) => {
  const { code, text } = await says("verilator", [
    "--lint-only",
    `-I${BOARDS_FOLDER}`,
    "--top-module",
    "board_core",
    `-G${parameter}=${value}`,
    ...sources,
  ]);
  expect(code).not.toBe(0);
  expect(text).toContain(rule);
});
