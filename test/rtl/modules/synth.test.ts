/** Claims about hw/boards by Yosys: the board's top keeps all of the core, and memories become what was planned. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { boardNeeds, checkMemoryCells, loadFpgaBoard, resourcesOf, type SynthesisedCore, withWeightsInFlash } from "../../../src/flow/synth-plan.js";
import { findTool } from "../../../src/tools/environment.js";
import { coreFiles } from "../../../src/tools/verilator.js";
import { runYosys } from "../../../src/tools/yosys.js";

const yosys = await findTool("yosys");
if (yosys === undefined) process.stderr.write("skipped: Yosys is not installed\n");

const folder = mkdtempSync(join(tmpdir(), "snnc-synth-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const board = loadFpgaBoard("icebreaker");
const CORE: SynthesisedCore = {
  LANES: 4,
  GROUPS: 4,
  AXONS: 32,
  SEGMENTS: 32,
  WEIGHT_WORDS: 64,
  WEIGHT_BITS: 8,
  SLOTS: 2,
  STATE_BITS: 16,
  EXPONENT_MAX: 0,
  LEAK_MAX: 3,
  HAS_BIAS: 0,
  HAS_SUBTRACT: 0,
  HAS_REFRACTORY: 0,
  HAS_CUBA: 0,
  CUBA_MULTIPLIERS: 1,
  FORGET_BITS: 0,
  TRACE: 0,
  COUNTERS: 0,
};

async function cellsOf(top: string, parameterised: string, core = CORE): Promise<ReturnType<typeof resourcesOf>> {
  const needs = boardNeeds(core, board);
  const { sources } = await coreFiles();
  const boards = fileURLToPath(new URL("../../../hw/boards/", import.meta.url));
  const own = ["serial_bridge.v", "serial_core.v", "icebreaker/top.v"].map((name) => join(boards, name));
  const work = mkdtempSync(join(folder, top));
  const cells = await runYosys({
    executable: yosys?.path ?? "",
    family: "ice40",
    sources: [...sources, ...own],
    topModule: top,
    parameterised: { module: parameterised, parameters: { ...core } },
    memories: needs.memories,
    multiplies: core.HAS_CUBA === 1,
    folder: work,
  });
  checkMemoryCells(cells, needs, board);
  return resourcesOf(cells, board);
}

describe.skipIf(yosys === undefined)("the board's top", () => {
  it("keeps every flip-flop, LUT and memory of the core, and adds a small bridge", async () => {
    const [core, whole] = [await cellsOf("snn_core", "snn_core"), await cellsOf("top", "serial_core")];
    expect(whole.blockRams.used).toBe(core.blockRams.used);
    expect(whole.sprams.used).toBe(core.sprams.used);
    // The result's kind has three bits of which the core uses few, so a handful may go; the bridge has about 300 flip-flops.
    const added = { flipFlops: whole.flipFlops - core.flipFlops, luts: whole.luts.used - core.luts.used };
    expect(added.flipFlops).toBeGreaterThan(200);
    expect(added.flipFlops).toBeLessThan(350);
    expect(added.luts).toBeGreaterThan(50);
    expect(added.luts).toBeLessThan(300);
  });

  it("has two DSPs for the multiplier of CUBA neurons, and memories as planned", async () => {
    const cuba = { ...CORE, STATE_BITS: 24, HAS_CUBA: 1 };
    expect((await cellsOf("top", "serial_core", cuba)).dsps.used).toBe(2);
  });

  it("has a reader of the flash in place of a memory for the weights, whatever their number", async () => {
    // 4 MiB of weights. That the memories are those of the plan, two words ahead among them, cellsOf has checked.
    const { sprams, luts } = await cellsOf("top", "serial_core", withWeightsInFlash({ ...CORE, WEIGHT_WORDS: 2 ** 20 }, board));
    expect(sprams.used).toBe(0);
    expect(luts.used).toBeLessThan(luts.capacity / 2);
  });
});

it.skipIf(yosys === undefined).each(["ice40", "ecp5", "xilinx7"] as const)("a module that nobody has is refused by name, for %s", async (family) => {
  const work = mkdtempSync(join(folder, "missing"));
  writeFileSync(join(work, "top.v"), "module part (input a, output b); parameter N = 1; nowhere u_nowhere (.a(a), .b(b)); endmodule\n");
  const request = { family, sources: ["top.v"], topModule: "part", parameterised: { module: "part", parameters: { N: 2 } }, memories: [] };
  await expect(runYosys({ ...request, executable: yosys?.path ?? "", folder: work })).rejects.toThrow(/nowhere.*is not part of the design/);
});
