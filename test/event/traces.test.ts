import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import { layoutOf, lookup } from "../../src/event/layout.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { createRandom } from "../../src/util/random.js";
import { readTraces } from "../support/traces.js";

const traces = readTraces(readFileSync(new URL("../../src/event/README.md", import.meta.url), "utf8"));

describe("the hand-checked traces of src/event/README.md", () => {
  it("are at least twenty", () => {
    expect(traces.length).toBeGreaterThanOrEqual(20);
  });

  it.each(traces.map((trace) => [trace.title, trace] as const))("%s", async (_, trace) => {
    const { program } = trace;
    const layout = layoutOf(program);
    // One sample per prefix of the trace, so that the membranes at the end of every timestep can be read.
    const prefixes = Array.from({ length: trace.timesteps }, (_, last) => ({
      timesteps: last + 1,
      events: trace.events.filter(([time]) => time <= last),
    }));
    const result = await goldenSimulator(program).run(batchOf(prefixes), { spikes: true, membranes: true });
    for (const watch of trace.membranes) {
      const neuron = lookup(layout.populationStart, watch.population) + watch.neuron;
      const seen = prefixes.map((_, sample) => result.membranes?.[sample * layout.neurons + neuron]);
      expect(seen.slice(0, watch.values.length)).toEqual(watch.values);
    }
    const whole = prefixes.length - 1;
    for (const watch of trace.spikes) {
      const neuron = lookup(layout.populationStart, watch.population) + watch.neuron;
      const times: number[] = [];
      const record = result.spikes;
      if (record === undefined) throw new Error("no spikes recorded");
      for (let i = record.sampleStart[whole]; i < record.sampleStart[whole + 1]; i++) {
        if (record.neuron[i] === neuron) times.push(record.time[i]);
      }
      expect(times).toEqual(watch.times);
    }
    const classes = program.readout.classes.length;
    if (trace.outputs !== undefined) {
      expect([...result.outputs.subarray(whole * classes, (whole + 1) * classes)]).toEqual(trace.outputs);
    }
    if (trace.decision !== undefined) expect(result.decisions[whole]).toBe(trace.decision);
    expect(trace.membranes.length + trace.spikes.length + (trace.outputs?.length ?? 0)).toBeGreaterThan(0);
  });

  it("do not depend on the order of the events within a timestep", async () => {
    for (const trace of traces) {
      const inOrder = { timesteps: trace.timesteps, events: trace.events.filter(([time]) => time < trace.timesteps) };
      const shuffled = { ...inOrder, events: createRandom(7).shuffle([...inOrder.events]) };
      const result = await goldenSimulator(trace.program).run(batchOf([inOrder, shuffled]), { membranes: true });
      const half = (result.membranes?.length ?? 0) / 2;
      expect(result.membranes?.slice(0, half)).toEqual(result.membranes?.slice(half));
    }
  });
});
