/**
 * A network as a framework runs it: no delay from layer to layer within a step, the value of an earlier step over an edge
 * with framework delay. Written for retiming alone, as plainly as possible: every neuron in every step.
 */
import { visitFanout } from "../../../src/event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../../src/event/layout.js";
import type { EventProgram, Population } from "../../../src/event/program.js";
import { wrap } from "../../../src/util/fixed.js";

export interface FrameworkRun {
  /** Framework step, neuron: ascending. */
  readonly spikes: readonly (readonly [number, number])[];
  /** Membranes after the last step. */
  readonly v: Float64Array;
}

/** Runs `steps` steps; `delay - 1` of a projection is its framework delay; `events` are [step, line]. undefined: a cycle within a step. */
export function runInFramework(program: EventProgram, events: readonly (readonly [number, number])[], steps: number): FrameworkRun | undefined {
  const layout = layoutOf(program);
  const order = withinStep(program);
  if (order === undefined) return undefined;
  const v = new Float64Array(layout.neurons);
  const u = new Float64Array(layout.neurons);
  const silentUntil = new Float64Array(layout.neurons).fill(-1);
  /** [step][source]: how often it emitted. */
  const emitted = Array.from({ length: steps }, () => new Float64Array(layout.inputLines + layout.neurons));
  for (const [step, line] of events) if (step < steps) emitted[step][line]++;
  const spikes: (readonly [number, number])[] = [];
  for (let step = 0; step < steps; step++) {
    const fired: number[] = [];
    for (const population of order) {
      const start = lookup(layout.populationStart, population.name);
      const q = new Float64Array(population.size);
      for (const projection of program.projections) {
        const sent = step - (projection.delay - 1);
        if (projection.target !== population.name || sent < 0) continue;
        const table = lookup(layout.tableOf, projection.table);
        const { start: first, count } = sourcesOf(program, layout, projection);
        for (let s = 0; s < count; s++) {
          const times = emitted[sent][first + s];
          if (times === 0) continue;
          visitFanout(projection, table, s, (target, length, weight) => {
            for (let i = 0; i < length; i++) q[target + i] += times * table.weights[weight + i] * 2 ** table.exponent;
          });
        }
      }
      const { forgets } = population;
      const forgetsNow = forgets !== undefined && step % forgets.period === forgets.phase;
      for (let i = 0; i < population.size; i++) {
        const n = start + i;
        if (forgetsNow) {
          [v[n], u[n]] = [0, 0];
          silentUntil[n] = -1;
        }
        const silent = step <= silentUntil[n];
        const next = update(population, i, v, u, n, q[i]);
        v[n] = silent ? 0 : next;
        if (silent || population.thresholds === undefined || next <= population.thresholds[i]) continue;
        fired.push(n);
        emitted[step][layout.inputLines + n] = 1;
        v[n] = population.reset.kind === "zero" ? 0 : next - population.reset.amounts[i];
        if (population.refractory.kind === "steps") silentUntil[n] = step + population.refractory.timesteps;
        if (population.refractory.kind === "untilReset") silentUntil[n] = Number.POSITIVE_INFINITY;
      }
    }
    for (const n of fired.sort((a, b) => a - b)) spikes.push([step, n]);
  }
  return { spikes, v };
}

function update({ model, biases }: Population, i: number, v: Float64Array, u: Float64Array, n: number, q: number): number {
  const bias = biases?.[i] ?? 0;
  switch (model.kind) {
    case "if":
      return v[n] + q + bias;
    case "lif":
      return Math.trunc(v[n]) - Math.sign(v[n]) * Math.ceil(Math.abs(v[n]) / 2 ** model.leakShift) + q + bias;
    default: {
      u[n] = wrap(Math.trunc((u[n] * (4096 - model.decayU - 1)) / 4096) + q, 24);
      const sum = Math.trunc((v[n] * (4096 - model.decayV)) / 4096) + wrap(u[n] + bias, 24);
      return Math.min(Math.max(sum, model.membraneMin), model.membraneMax);
    }
  }
}

/** Populations so that every edge without framework delay points forward. */
function withinStep(program: EventProgram): Population[] | undefined {
  const order: Population[] = [];
  const waiting = new Set(program.populations);
  while (waiting.size > 0) {
    const waits = new Set([...waiting].map(({ name }) => name));
    const blocked = new Set(
      program.projections.flatMap(({ source, target, delay }) =>
        delay === 1 && source.kind === "population" && waits.has(source.population) ? [target] : [],
      ),
    );
    const ready = [...waiting].filter(({ name }) => !blocked.has(name));
    if (ready.length === 0) return undefined;
    for (const population of ready) {
      order.push(population);
      waiting.delete(population);
    }
  }
  return order;
}
