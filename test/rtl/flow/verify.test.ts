/** Claims about verification by flow, on the real core: equality is counted, and a difference is found and shown. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchOf } from "../../../src/event/batch.js";
import type { EventBatch } from "../../../src/event/run.js";
import { buildCrossbar, type CrossbarBuild } from "../../../src/flow/rtl.js";
import { verifyRtl } from "../../../src/flow/simulate.js";
import { lower } from "../../../src/lower/lower.js";
import { createRandom } from "../../../src/util/random.js";
import { temporaryFolder } from "../../support/cli.js";
import { randomTextGraph } from "../../support/text-graph.js";

describe("verification of the RTL against the golden simulator", { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  let build: CrossbarBuild;
  let batch: EventBatch;
  beforeAll(async () => {
    const random = createRandom(5);
    const graph = randomTextGraph(random, { exact: true });
    const { program } = await lower(graph, { classes: ["a", "b", "c"], weightBits: 8, maxTimesteps: 64, stateBits: 24 });
    build = buildCrossbar(program, "crossbar-8");
    batch = batchOf(
      Array.from({ length: 40 }, () => {
        const length = 1 + random.integer(10);
        const words = Array.from({ length }, (_, position) => [position, random.integer(30)] as const);
        return { timesteps: length + 2, events: [[0, 30] as const, ...words] };
      }),
    );
  });
  afterAll(() => folder.remove());

  it("compares every spike, membrane and output, and counts them", async () => {
    const { comparison, golden, rtl } = await verifyRtl(build, batch, undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBe(golden.spikes?.neuron.length);
    expect(comparison.spikesCompared).toBeGreaterThan(40);
    expect(comparison.membranesCompared).toBe(40 * build.image.neurons);
    expect(rtl.decisions).toEqual(golden.decisions);
  });

  it("names sample, timestep, neuron and both values of a planted fault, and leaves the sample's waveform", async () => {
    const memories = build.image.memories.map((memory) => {
      if (memory.name !== "threshold") return memory;
      const words = memory.words.slice();
      // Lane 0 of the first group (16-bit thresholds) fires at far less than it should.
      words[0] = (words[0] & ~0xffff) | 5;
      return { ...memory, words };
    });
    const faulty = { ...build, image: { ...build.image, memories } };
    const waveform = join(folder.path, "mismatch.vcd");
    const error = await verifyRtl(faulty, batch, waveform).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(/mismatches between RTL and golden simulator; the first: .*sample \d+.*timestep \d+.*conv1\[0\]/);
    expect(String(error)).toContain(`is ${waveform}`);
    expect(existsSync(waveform)).toBe(true);
    expect(readFileSync(waveform, "utf8")).toMatch(/\$enddefinitions/);
  });
});
