import { describe, expect, it } from "vitest";
import { compareResults, describeMismatch } from "../../src/cosim/compare.js";
import type { BatchResult } from "../../src/event/run.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { createRandom } from "../../src/util/random.js";
import { randomBatch, randomProgram } from "../support/random-program.js";

const random = createRandom(3);
const program = randomProgram(random, { crossbar: true });
const batch = randomBatch(random, program, { samples: 4 });
const golden = async (): Promise<BatchResult> => goldenSimulator(program).run(batch, { spikes: true, membranes: true });

describe("comparing two results", () => {
  it("counts everything it compared, and finds a result equal to itself", async () => {
    const result = await golden();
    const comparison = compareResults(result, await golden(), program);
    expect(comparison).toEqual({
      samples: 4,
      spikesCompared: result.spikes?.time.length,
      membranesCompared: result.membranes?.length,
      outputsCompared: 4 * result.classes,
      countersCompared: 20,
      mismatches: 0,
    });
    expect(comparison.spikesCompared).toBeGreaterThan(0);
  });

  it("names sample, timestep, neuron and both values of a spike that is missing", async () => {
    const [a, b] = [await golden(), await golden()];
    if (a.spikes === undefined || b.spikes === undefined) throw new Error("asked for");
    const lost = b.spikes.sampleStart[3] - 1;
    const without = (array: Uint32Array): Uint32Array => array.filter((_, i) => i !== lost);
    const spikes = {
      sampleStart: b.spikes.sampleStart.map((start) => (start > lost ? start - 1 : start)),
      time: without(b.spikes.time),
      neuron: without(b.spikes.neuron),
    };
    const sample = a.spikes.sampleStart.findLastIndex((start) => start <= lost);
    const { first, mismatches } = compareResults(a, { ...b, spikes }, program);
    expect(mismatches).toBe(1);
    expect(first).toMatchObject({ what: "spike", sample, timestep: a.spikes.time[lost], neuron: a.spikes.neuron[lost], expected: 1, got: 0 });
  });

  it("names a spike that is too many, a membrane, an output and a counter", async () => {
    const a = await golden();
    const membranes = a.membranes?.slice();
    if (membranes === undefined) throw new Error("asked for");
    membranes[1]++;
    const { first } = compareResults(a, { ...a, membranes }, program);
    const second = (program.populations[0]?.size ?? 0) > 1 ? "p0[1]" : "p1[0]";
    expect(first && describeMismatch(first)).toBe(
      `sample 0, timestep ${batch.timesteps[0] - 1}, neuron 1 (${second}): membrane expected ${membranes[1] - 1}, got ${membranes[1]}`,
    );
    const outputs = a.outputs.map((output, i) => (i === 2 * a.classes ? output + 5 : output));
    expect(compareResults(a, { ...a, outputs }, program).first).toMatchObject({ what: "output", sample: 2 });
    const synapticOperations = a.counters.synapticOperations.map((count, sample) => (sample === 3 ? count + 1 : count));
    const counted = { ...a, counters: { ...a.counters, synapticOperations } };
    expect(compareResults(a, counted, program).first).toMatchObject({ what: "synapticOperations", sample: 3 });
    const none = { sampleStart: new Uint32Array(5), time: new Uint32Array(0), neuron: new Uint32Array(0) };
    const surplus = compareResults({ ...a, spikes: none }, a, program);
    expect(surplus.first).toMatchObject({ what: "spike", expected: 0, got: 1 });
    expect(surplus.mismatches).toBe(a.spikes?.time.length);
  });
});
