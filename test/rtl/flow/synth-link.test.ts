/** A network behind frames on its serial line, on boards, by the tools that are installed; placing with SNNC_TEST_FULL=1 alone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeEventProgram } from "../../../src/event/codec.js";
import type { EventProgram } from "../../../src/event/program.js";
import { synthBundle } from "../../../src/flow/synth.js";
import { loadFpgaBoard } from "../../../src/flow/synth-plan.js";
import { findTool } from "../../../src/tools/environment.js";
import { createRandom } from "../../../src/util/random.js";

const isFull = process.env.SNNC_TEST_FULL === "1";
const folder = mkdtempSync(join(tmpdir(), "snnc-link-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = async (tool: "yosys" | "nextpnr-ice40" | "nextpnr-ecp5"): Promise<boolean> => (await findTool(tool)) !== undefined;
const [hasYosys, hasIce40, hasEcp5] = await Promise.all([has("yosys"), has("nextpnr-ice40"), has("nextpnr-ecp5")]);

/** A hidden layer that forgets, latches and a readout: what a text classifier has, with one-timestep delays. */
function network(lines: number): EventProgram {
  const random = createRandom(1);
  const hidden = 48;
  const weights = (count: number): Int8Array => Int8Array.from({ length: count }, () => random.integer(256) - 128);
  return {
    level: "event",
    name: "small",
    limits: { timestepsPerSample: 64, eventsPerTimestep: 1, eventsPerSample: 64 },
    inputs: [{ name: "in", kind: "lines", lines, exclusive: true }],
    populations: [
      {
        name: "hidden",
        size: hidden,
        model: { kind: "lif", leakShift: 0 },
        thresholds: new Int32Array(hidden).fill(60),
        reset: { kind: "zero" },
        refractory: { kind: "untilReset" },
      },
      { name: "out", size: 2, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } },
    ],
    tables: [
      { name: "first", rows: lines, columns: hidden, bits: 8, exponent: 0, weights: weights(lines * hidden) },
      { name: "second", rows: hidden, columns: 2, bits: 8, exponent: 0, weights: weights(hidden * 2) },
    ],
    projections: [
      {
        name: "in-hidden",
        source: { kind: "input", port: "in" },
        target: "hidden",
        table: "first",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: hidden, targetStart: 0 },
      },
      {
        name: "hidden-out",
        source: { kind: "population", population: "hidden" },
        target: "out",
        table: "second",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: 2, targetStart: 0 },
      },
    ],
    readout: { kind: "membrane", population: "out", neuronsPerClass: 1, classes: ["0", "1"], drainTimesteps: 2 },
  };
}

describe.each(["icebreaker", "hx8k", "ulx3s-25f", "ulx3s-85f"])("the design of %s", (name) => {
  const board = loadFpgaBoard(name);
  const text = readFileSync(join(board.folder, "link.v"), "utf8");
  const numberOf = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

  it("has the clock, line and window that the board's description says, and a PLL that makes that clock", () => {
    const { link, oscillatorHz, family } = board.synthesis;
    expect({ clockHz: numberOf(/\.CLOCK_HZ\((\d+)\)/), baud: numberOf(/\.BAUD\((\d+)\)/), window: numberOf(/\.WINDOW\((\d+)\)/) }).toEqual(link);
    const made =
      family === "ecp5"
        ? (oscillatorHz / numberOf(/\.CLKI_DIV\((\d+)\)/)) * numberOf(/\.CLKFB_DIV\((\d+)\)/)
        : (oscillatorHz * (numberOf(/\.DIVF\(7'd(\d+)\)/) + 1)) / (numberOf(/\.DIVR\(4'd(\d+)\)/) + 1) / 2 ** numberOf(/\.DIVQ\(3'd(\d+)\)/);
    expect(made).toBe(link?.clockHz);
    // The oscillators' ranges: iCE40 533 to 1,066 MHz, ECP5 400 to 800 MHz.
    const oscillation = family === "ecp5" ? made * numberOf(/\.CLKOP_DIV\((\d+)\)/) : (oscillatorHz * (numberOf(/\.DIVF\(7'd(\d+)\)/) + 1)) / 1;
    expect(oscillation).toBeGreaterThanOrEqual(family === "ecp5" ? 400e6 : 533e6);
    expect(oscillation).toBeLessThanOrEqual(family === "ecp5" ? 800e6 : 1066e6);
  });
});

describe.skipIf(!isFull || !hasYosys)("a network with frames on its line, placed", () => {
  writeFileSync(join(folder, "event.pb"), encodeEventProgram(network(512)));
  mkdirSync(join(folder, "few"));
  writeFileSync(join(folder, "few", "event.pb"), encodeEventProgram(network(64)));

  it.skipIf(!hasIce40)("runs at its PLL's clock on an iCEBreaker", { timeout: 900_000 }, async () => {
    const { result } = await synthBundle(folder, { board: "icebreaker", lanes: 8 });
    expect(result.timing?.fmaxHz).toBeGreaterThanOrEqual(24e6);
    expect(result.bitstream?.bytes).toBeGreaterThan(100_000);
    expect(result.remarks[0]).toContain("its PLL's clock, 24.0 MHz");
  });

  it.skipIf(!hasIce40)("runs at its PLL's clock on an HX8K", { timeout: 900_000 }, async () => {
    const { result } = await synthBundle(join(folder, "few"), { board: "hx8k", lanes: 4 });
    expect(result.timing?.fmaxHz).toBeGreaterThanOrEqual(60e6);
    expect(result.bitstream?.bytes).toBeGreaterThan(100_000);
  });

  it.skipIf(!hasEcp5)("runs at its PLL's clock on a ULX3S", { timeout: 900_000 }, async () => {
    const { result } = await synthBundle(folder, { board: "ulx3s-25f", lanes: 16 });
    expect(result.timing?.fmaxHz).toBeGreaterThanOrEqual(75e6);
    expect(result.bitstream?.bytes).toBeGreaterThan(100_000);
  });
});
