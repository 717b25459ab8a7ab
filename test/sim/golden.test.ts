import { describe, expect, it } from "vitest";
import { forgetsFully } from "../../src/event/activity.js";
import { batchOf } from "../../src/event/batch.js";
import { layoutOf } from "../../src/event/layout.js";
import type { EventProgram } from "../../src/event/program.js";
import { analyseRanges } from "../../src/event/ranges.js";
import type { EventBatch } from "../../src/event/run.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { createRandom } from "../../src/util/random.js";
import { naiveSimulate } from "../support/naive-simulator.js";
import { randomBatch, randomProgram } from "../support/random-program.js";

const PROGRAMS = 150;

describe("the golden simulator", () => {
  it("equals a naive simulator of every neuron in every timestep on random programs", async () => {
    let spikesSeen = 0;
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, {});
      const batch = randomBatch(random, program, { samples: 3 });
      const result = await goldenSimulator(program).run(batch, { spikes: true, membranes: true });
      const { neurons } = layoutOf(program);
      for (let sample = 0; sample < 3; sample++) {
        const naive = naiveSimulate(program, eventsOf(batch, sample), batch.timesteps[sample]);
        const record = result.spikes;
        if (record === undefined || result.membranes === undefined) throw new Error("records are missing");
        const spikes: [number, number][] = [];
        for (let i = record.sampleStart[sample]; i < record.sampleStart[sample + 1]; i++) spikes.push([record.time[i], record.neuron[i]]);
        expect(spikes, `spikes, seed ${seed}`).toEqual(naive.spikes);
        expect(result.counters.synapticOperations[sample], `operations, seed ${seed}`).toBe(naive.synapticOperations);
        const membranes = result.membranes.subarray(sample * neurons, (sample + 1) * neurons);
        comparable(program).forEach((holds, n) => {
          if (holds) expect(membranes[n], `membrane ${n}, seed ${seed}`).toBe(Number(naive.membranes.at(-1)?.[n]));
        });
        const classes = program.readout.classes.length;
        if (comparableReadout(program)) {
          expect([...result.outputs.subarray(sample * classes, (sample + 1) * classes)]).toEqual(naive.outputs.map(Number));
        }
        spikesSeen += spikes.length;
      }
    }
    expect(spikesSeen).toBeGreaterThan(PROGRAMS);
  });

  it("keeps every membrane within the bounds of the range analysis", async () => {
    for (let seed = 1000; seed < 1000 + PROGRAMS; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, {});
      const batch = randomBatch(random, program, { samples: 4 });
      const { membranes } = await goldenSimulator(program).run(batch, { membranes: true });
      const bounds = analyseRanges(program).flatMap((range) =>
        Array.from({ length: layoutOf(program).populationOf.get(range.population)?.size ?? 0 }, () => range.membrane),
      );
      membranes?.forEach((v, i) => {
        const bound = bounds[i % bounds.length];
        expect(v >= (bound?.low ?? 0) && v <= (bound?.high ?? 0), `v = ${v}, seed ${seed}`).toBe(true);
      });
    }
  });

  it("gives the same spikes whatever the update group is", async () => {
    for (let seed = 2000; seed < 2060; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, {});
      const batch = randomBatch(random, program, { samples: 3 });
      const plain = await goldenSimulator(program).run(batch, { spikes: true });
      const grouped = await goldenSimulator({ ...program, legalised: { target: "test", updateGroup: 8 } }).run(batch, { spikes: true });
      expect(grouped.spikes).toEqual(plain.spikes);
      expect(grouped.counters.synapticOperations).toEqual(plain.counters.synapticOperations);
    }
  });

  it("tells after every timestep what a sample that ends there is read out as and takes, and changes nothing by telling", async () => {
    for (let seed = 3000; seed < 3080; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, {});
      const batch = randomBatch(random, program, { samples: 2 });
      const simulator = goldenSimulator(program);
      const { timeline, ...told } = await simulator.run(batch, { timeline: true, spikes: true, membranes: true });
      expect(told).toEqual(await simulator.run(batch, { spikes: true, membranes: true }));
      if (timeline === undefined) throw new Error("the timeline is missing");
      for (let sample = 0; sample < 2; sample++) {
        const events = eventsOf(batch, sample);
        const steps = Array.from({ length: batch.timesteps[sample] }, (_, t) => t);
        const cut = await simulator.run(batchOf(steps.map((t) => ({ timesteps: t + 1, events: events.filter(([time]) => time <= t) }))));
        const [from, to] = [timeline.sampleStart[sample], timeline.sampleStart[sample + 1]];
        expect(timeline.outputs.slice(from * cut.classes, to * cut.classes), `seed ${seed}`).toEqual(cut.outputs);
        expect(timeline.synapticOperations.slice(from, to), `seed ${seed}`).toEqual(cut.counters.synapticOperations);
      }
    }
  });

  it("refuses a sample longer than the program's limits, by name", async () => {
    const program = randomProgram(createRandom(3), {});
    const batch = batchOf([{ timesteps: program.limits.timestepsPerSample + 1, events: [] }]);
    await expect(goldenSimulator(program).run(batch)).rejects.toThrow(
      `sample 0: runs ${program.limits.timestepsPerSample + 1} timesteps; program '${program.name}' is proven for 1 to ${program.limits.timestepsPerSample}`,
    );
  });

  it("stops when aborted", async () => {
    const random = createRandom(4);
    const program = randomProgram(random, {});
    const batch = randomBatch(random, program, { samples: 2 });
    await expect(goldenSimulator(program).run(batch, { signal: AbortSignal.abort() })).rejects.toThrow("stopped after 0 of 2 samples");
  });
});

function eventsOf(batch: EventBatch, sample: number): [number, number][] {
  const events: [number, number][] = [];
  for (let e = batch.sampleStart[sample]; e < batch.sampleStart[sample + 1]; e++) events.push([batch.time[e], batch.line[e]]);
  return events;
}

/** Which neurons' last membrane is defined without the skipping rule: all but forgetting ones with a bias. */
function comparable(program: EventProgram): boolean[] {
  return program.populations.flatMap((population) => {
    const holds = !(forgetsFully(population) && population.biases?.some((bias) => bias !== 0) === true);
    return Array.from({ length: population.size }, () => holds);
  });
}

function comparableReadout(program: EventProgram): boolean {
  const population = layoutOf(program).populationOf.get(program.readout.population);
  if (program.readout.kind !== "membrane" || population === undefined) return true;
  return !(forgetsFully(population) && population.biases?.some((bias) => bias !== 0) === true);
}
