/**
 * The benchmark's core on boards, by the tools that are installed; with SNNC_TEST_FULL=1 alone, for it takes minutes. Place and
 * route with one seed and one version of the tools gives one result; other versions may miss the clocks by some percent.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { synthCore } from "../../../src/flow/synth.js";
import { findTool } from "../../../src/tools/environment.js";

const isFull = process.env.SNNC_TEST_FULL === "1";
const folder = mkdtempSync(join(tmpdir(), "snnc-synth-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = async (tool: "yosys" | "nextpnr-ice40" | "nextpnr-ecp5"): Promise<boolean> => (await findTool(tool)) !== undefined;
const hasYosys = await has("yosys");

describe.skipIf(!isFull || !hasYosys || !(await has("nextpnr-ice40")))("on an iCEBreaker", () => {
  it("8 lanes keep their weights in all four SPRAMs and meet 30 MHz", { timeout: 600_000 }, async () => {
    const { result } = await synthCore(join(folder, "up5k"), { board: "icebreaker", lanes: 8 });
    expect(result.resources.sprams.used).toBe(4);
    expect(result.timing?.fmaxHz).toBeGreaterThanOrEqual(30e6);
    expect(result.bitstream?.bytes).toBeGreaterThan(100_000);
  });
});

describe.skipIf(!isFull || !hasYosys || !(await has("nextpnr-ecp5")))("on an ECP5-25F", () => {
  it("16 lanes meet 100 MHz, and do 5 operations a cycle for every 1,000 LUTs", { timeout: 600_000 }, async () => {
    const { result } = await synthCore(join(folder, "ecp5"), { board: "ulx3s-25f", lanes: 16, leakMax: 0 });
    expect(result.operationsPerCyclePerKiloLut).toBeGreaterThanOrEqual(5);
    expect(result.timing?.fmaxHz).toBeGreaterThanOrEqual(100e6);
  });
});

it.skipIf(!isFull || !hasYosys)("for an Artix-7 Yosys alone counts block RAMs, and says that nothing is placed", { timeout: 600_000 }, async () => {
  const { result } = await synthCore(join(folder, "artix"), { board: "xc7a35t", lanes: 16, leakMax: 0 });
  expect(result.resources.blockRams.used).toBeGreaterThan(0);
  expect(result.timing).toBeUndefined();
});
