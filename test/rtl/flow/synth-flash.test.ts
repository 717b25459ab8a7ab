/** A network with more weights than an iCEBreaker's FPGA holds, by the tools that are installed; with SNNC_TEST_FULL=1 alone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeEventProgram } from "../../../src/event/codec.js";
import type { EventProgram } from "../../../src/event/program.js";
import { buildCrossbar } from "../../../src/flow/rtl.js";
import { synthBundle } from "../../../src/flow/synth.js";
import { findTool } from "../../../src/tools/environment.js";
import { createRandom } from "../../../src/util/random.js";
import { weightBytes } from "../../../src/verilog/flash.js";

const isFull = process.env.SNNC_TEST_FULL === "1";
const folder = mkdtempSync(join(tmpdir(), "snnc-synth-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const hasTools = (await findTool("yosys")) !== undefined && (await findTool("nextpnr-ice40")) !== undefined;

describe.skipIf(!isFull || !hasTools)("a network of 256 KiB of weights on an iCEBreaker", () => {
  const [lines, neurons] = [1024, 256];
  const random = createRandom(1);
  const program: EventProgram = {
    level: "event",
    name: "large",
    limits: { timestepsPerSample: 2, eventsPerTimestep: 64, eventsPerSample: 64 },
    inputs: [{ name: "in", kind: "lines", lines }],
    populations: [{ name: "out", size: neurons, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
    tables: [
      {
        name: "weights",
        rows: lines,
        columns: neurons,
        bits: 8,
        exponent: 0,
        weights: Int8Array.from({ length: lines * neurons }, () => random.integer(256) - 128),
      },
    ],
    projections: [
      {
        name: "in-out",
        source: { kind: "input", port: "in" },
        target: "out",
        table: "weights",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: neurons, targetStart: 0 },
      },
    ],
    readout: { kind: "membrane", population: "out", neuronsPerClass: neurons / 4, classes: ["0", "1", "2", "3"], drainTimesteps: 1 },
  };
  writeFileSync(join(folder, "event.pb"), encodeEventProgram(program));
  // The frames' memories would be three block RAMs, of which two are left.
  const options = { board: "icebreaker", lanes: 8, line: "bridge" } as const;

  it("does not fit into the FPGA's memories", async () => {
    await expect(synthBundle(folder, options)).rejects.toThrow("too few");
  });

  it("fits with its weights in the flash, at the board's clock, and leaves them in a file beside the bitstream", { timeout: 600_000 }, async () => {
    const { result, folder: output } = await synthBundle(folder, { ...options, weights: "flash" });
    expect(result.timing?.fmaxHz).toBeGreaterThanOrEqual(12e6);
    expect(result.bitstream?.bytes).toBeGreaterThan(100_000);
    const bytes = readFileSync(join(output, "weights.bin"));
    expect([...bytes]).toEqual([...weightBytes(buildCrossbar(program, "crossbar-8").image)]);
    expect(result.remarks.at(-1)).toBe("The weights are not in the bitstream: write weights.bin (262144 bytes) to the flash from byte 1048576 on.");
  });
});
