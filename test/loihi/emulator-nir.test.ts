/**
 * The LIF of NIR's paper on the emulator, against the trace that the paper's authors recorded on a real Loihi: columns
 * input, membrane, output spike, a timestep a line. Its registers, by test/import/nir/traces.test.ts: a decay of 163 / 4096,
 * a threshold of 25 x 64, 10 x 2^6 for an input spike.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import type { EventProgram } from "../../src/event/program.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { loihi1 } from "./support.js";

const FOLDER = new URL("../../../shared/data/nir/", import.meta.url);
const isThere = existsSync(fileURLToPath(new URL("lif_lava_loihi_fixed.csv", FOLDER)));

function traceOf(name: string): { readonly input: number[]; readonly membrane: number[]; readonly spikes: number[] } {
  const rows = readFileSync(new URL(name, FOLDER), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  return { input: rows.map(([x]) => x), membrane: rows.map(([, v]) => v), spikes: rows.flatMap(([, , z], t) => (z > 0 ? [t] : [])) };
}

function lif(timesteps: number): EventProgram {
  return {
    level: "event",
    name: "lif",
    limits: { timestepsPerSample: timesteps, eventsPerTimestep: 1, eventsPerSample: timesteps },
    inputs: [{ name: "in", kind: "lines", lines: 1 }],
    populations: [
      {
        name: "lif",
        size: 1,
        model: { kind: "cuba", decayU: 4095, decayV: 163, membraneMin: 1 - 2 ** 23, membraneMax: 2 ** 23 - 1 },
        thresholds: Int32Array.of(25 * 64),
        reset: { kind: "zero" },
        refractory: { kind: "none" },
      },
    ],
    tables: [{ name: "w", rows: 1, columns: 1, bits: 8, exponent: 6, weights: Int8Array.of(10) }],
    projections: [
      {
        name: "p",
        source: { kind: "input", port: "in" },
        target: "lif",
        table: "w",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 },
      },
    ],
    readout: { kind: "count", population: "lif", neuronsPerClass: 1, classes: ["lif"], drainTimesteps: 1 },
    legalised: { target: "loihi1", updateGroup: 1 },
  };
}

describe.skipIf(!isThere)(`the LIF of NIR's paper on the emulator${isThere ? "" : " (skipped: there is no ../shared/data/nir)"}`, () => {
  it.each(["lif_lava_loihi_fixed.csv", "lif_lava_cpu_fixed.csv"])("has every membrane potential and spike of %s", async (file) => {
    const trace = traceOf(file);
    const timesteps = trace.input.length;
    const emulator = loihiEmulator(mapToLoihi(lif(timesteps), loihi1, { seed: 1 }), loihi1);
    const events = trace.input.flatMap((x, t): [number, number][] => (x === 0 ? [] : [[t, 0]]));
    // A sample for each timestep shows the membrane after it; no timestep is shifted: both are a timestep behind their input.
    const samples = Array.from({ length: timesteps }, (_, t) => ({ timesteps: t + 1, events: events.filter(([time]) => time <= t) }));
    const { membranes = [], spikes } = await emulator.run(batchOf(samples), { membranes: true, spikes: true });
    expect(Array.from(spikes?.time.subarray(spikes.sampleStart[timesteps - 1]) ?? [])).toEqual(trace.spikes);
    expect(trace.spikes).toHaveLength(4);
    // The chip shows 128 where it spikes, what is in the register of a neuron that has just fired; the emulator its reset.
    const isReal = file.includes("loihi");
    for (const t of trace.spikes) expect([membranes[t], trace.membrane[t]]).toEqual([0, isReal ? 128 : 0]);
    expect(Array.from(membranes, (v, t) => (trace.spikes.includes(t) ? 0 : v))).toEqual(
      trace.membrane.map((v, t) => (trace.spikes.includes(t) ? 0 : v)),
    );
  });
});
