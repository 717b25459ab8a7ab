/** Targets and text-like random programs for the tests of the Loihi back end. */
import { readFileSync } from "node:fs";
import type { EventProgram, Population, Projection, WeightTable } from "../../src/event/program.js";
import type { EventBatch } from "../../src/event/run.js";
import { type LoihiTarget, parseLoihiTarget } from "../../src/loihi/target.js";
import { createRandom, type Random } from "../../src/util/random.js";

export const loihi1: LoihiTarget = parseLoihiTarget(
  JSON.parse(readFileSync(new URL("../../targets/loihi1.json", import.meta.url), "utf8")),
  "targets/loihi1.json",
);

/** loihi1 with cores as small as given, so that a small program shows what a limit does. */
export function smaller(core: Partial<LoihiTarget["core"]>, mesh: Partial<LoihiTarget["mesh"]> = {}): LoihiTarget {
  return { ...loihi1, core: { ...loihi1.core, ...core }, mesh: { ...loihi1.mesh, ...mesh } };
}

export interface TextShape {
  readonly lines: number;
  readonly kernels: readonly number[];
  readonly filters: number;
  readonly classes: number;
  readonly maxTimesteps?: number;
  readonly bits?: number;
}

/**
 * What lowering makes of a text classifier: words port -> delays -> hidden neurons that forget and count once a sample ->
 * class integrators, a word's own class weights beside it and a start line for the output bias.
 */
export function textProgram(random: Random, shape: TextShape): EventProgram {
  const { lines, kernels, filters, classes, maxTimesteps = 24, bits = 8 } = shape;
  const limit = 2 ** (bits - 1) - 1;
  const weights = (count: number): Int8Array => Int8Array.from({ length: count }, () => random.integer(2 * limit + 1) - limit);
  const tables: WeightTable[] = [];
  const projections: Projection[] = [];
  const populations: Population[] = [];
  const words = { kind: "input", port: "words" } as const;
  const dense = (columnStart: number, length: number) => ({ kind: "dense", columnStart, length, targetStart: 0 }) as const;
  for (const kernel of kernels) {
    const name = `conv${kernel}`;
    tables.push({ name: `rows.${name}`, rows: lines, columns: kernel * filters, bits, exponent: 0, weights: weights(lines * kernel * filters) });
    populations.push({
      name,
      size: filters,
      model: { kind: "lif", leakShift: 0 },
      thresholds: Int32Array.from({ length: filters }, () => (random.integer(12) === 0 ? 100000 : random.integer(Math.ceil(1.2 * limit * kernel)))),
      reset: { kind: "zero" },
      refractory: { kind: "untilReset" },
    });
    for (let offset = 0; offset < kernel; offset++) {
      projections.push({
        name: `words.${name}.${offset}`,
        source: words,
        target: name,
        table: `rows.${name}`,
        delay: kernel - offset,
        connectivity: dense(offset * filters, filters),
      });
    }
    tables.push({ name: `readout.${name}`, rows: filters, columns: classes, bits, exponent: 1, weights: weights(filters * classes) });
    projections.push({
      name: `readout.${name}`,
      source: { kind: "population", population: name },
      target: "class",
      table: `readout.${name}`,
      delay: 1,
      connectivity: dense(0, classes),
    });
  }
  tables.push({ name: "wide", rows: lines, columns: classes, bits, exponent: 0, weights: weights(lines * classes) });
  tables.push({ name: "bias", rows: 1, columns: classes, bits, exponent: 2, weights: weights(classes) });
  projections.push({ name: "wide", source: words, target: "class", table: "wide", delay: 1, connectivity: dense(0, classes) });
  projections.push({
    name: "bias",
    source: { kind: "input", port: "start" },
    target: "class",
    table: "bias",
    delay: 1,
    connectivity: dense(0, classes),
  });
  populations.push({ name: "class", size: classes, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } });
  return {
    level: "event",
    name: "text",
    limits: { timestepsPerSample: maxTimesteps, eventsPerTimestep: 2, eventsPerSample: maxTimesteps + 1 },
    inputs: [
      { name: "words", kind: "tokens", lines },
      { name: "start", kind: "lines", lines: 1 },
    ],
    populations,
    tables,
    projections,
    readout: {
      kind: "membrane",
      population: "class",
      neuronsPerClass: 1,
      classes: Array.from({ length: classes }, (_, c) => `c${c}`),
      drainTimesteps: 2,
    },
  };
}

/** Sentences of 1 .. max - 2 words, one a timestep, the start line at 0. */
export function textBatch(random: Random, program: EventProgram, samples: number): EventBatch {
  const lines = program.inputs[0].lines;
  const { drainTimesteps } = program.readout;
  const sampleStart = new Uint32Array(samples + 1);
  const timesteps = new Uint32Array(samples);
  const time: number[] = [];
  const line: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const words = 1 + random.integer(program.limits.timestepsPerSample - drainTimesteps);
    for (let t = 0; t < words; t++) {
      if (t === 0) {
        time.push(0);
        line.push(lines);
      }
      time.push(t);
      line.push(random.integer(lines));
    }
    // Read out at the end of timestep L - 1 + D.
    timesteps[sample] = words + drainTimesteps;
    sampleStart[sample + 1] = time.length;
  }
  return { sampleStart, time: Uint32Array.from(time), line: Uint32Array.from(line), timesteps };
}

export function longer(batch: EventBatch, extraTimesteps: number): EventBatch {
  return { ...batch, timesteps: batch.timesteps.map((timesteps) => timesteps + extraTimesteps) };
}

export function seeded(seed: number): Random {
  return createRandom(seed);
}
