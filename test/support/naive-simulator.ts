/**
 * A second, deliberately naive simulator: one object per synapse, every neuron in every timestep, BigInt arithmetic,
 * no skipping. Written from src/event/README.md apart from the golden simulator, to check it.
 */
import { fanout } from "../../src/event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../src/event/layout.js";
import type { EventProgram } from "../../src/event/program.js";

interface Synapse {
  readonly target: number;
  readonly weight: bigint;
  readonly delay: number;
}

export interface NaiveResult {
  /** [timestep][neuron] after reset. */
  readonly membranes: bigint[][];
  /** [timestep, neuron] in order. */
  readonly spikes: [number, number][];
  readonly outputs: bigint[];
  readonly synapticOperations: number;
}

/** Runs one sample given as events [time, line]. */
export function naiveSimulate(program: EventProgram, events: readonly (readonly [number, number])[], timesteps: number): NaiveResult {
  const layout = layoutOf(program);
  const synapses: Synapse[][] = Array.from({ length: layout.inputLines + layout.neurons }, () => []);
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const { start, count } = sourcesOf(program, layout, projection);
    const targetStart = lookup(layout.populationStart, projection.target);
    for (let source = 0; source < count; source++) {
      for (const segment of fanout(projection, table, source)) {
        for (let i = 0; i < segment.length; i++) {
          synapses[start + source]?.push({
            target: targetStart + segment.target + i,
            weight: BigInt(table.weights[segment.weight + i] ?? 0) << BigInt(table.exponent),
            delay: projection.delay,
          });
        }
      }
    }
  }
  const owner = program.populations.flatMap((population) => Array.from({ length: population.size }, (_, own) => ({ population, own })));
  const v = owner.map(() => 0n);
  const u = owner.map(() => 0n);
  const silentFor = owner.map(() => 0);
  const inbox = new Map<string, bigint>();
  const membranes: bigint[][] = [];
  const spikes: [number, number][] = [];
  let synapticOperations = 0;

  for (let t = 0; t < timesteps; t++) {
    const emitted: number[] = [];
    owner.forEach(({ population, own }, n) => {
      if (population.forgets !== undefined && t % population.forgets.period === population.forgets.phase) {
        v[n] = 0n;
        u[n] = 0n;
        silentFor[n] = 0;
      }
      const q = inbox.get(`${t}/${n}`) ?? 0n;
      const bias = BigInt(population.biases?.[own] ?? 0);
      const model = population.model;
      const old = v[n] ?? 0n;
      let next: bigint;
      if (model.kind === "if") next = old + q + bias;
      else if (model.kind === "lif") {
        const k = BigInt(model.leakShift);
        next = old - ((old + (old < 0n ? 0n : 2n ** k - 1n)) >> k) + q + bias;
      } else {
        u[n] = BigInt.asIntN(24, decayed(u[n] ?? 0n, model.decayU + 1) + q);
        next = decayed(old, model.decayV) + BigInt.asIntN(24, (u[n] ?? 0n) + bias);
        if (next < BigInt(model.membraneMin)) next = BigInt(model.membraneMin);
        if (next > BigInt(model.membraneMax)) next = BigInt(model.membraneMax);
      }
      if ((silentFor[n] ?? 0) > 0) {
        silentFor[n] = (silentFor[n] ?? 0) - 1;
        next = 0n;
      } else if (population.thresholds !== undefined && next > BigInt(population.thresholds[own] ?? 0)) {
        emitted.push(n);
        next = population.reset.kind === "zero" ? 0n : next - BigInt(population.reset.amounts[own] ?? 0);
        if (population.refractory.kind === "steps") silentFor[n] = population.refractory.timesteps;
        if (population.refractory.kind === "untilReset") silentFor[n] = Number.POSITIVE_INFINITY;
      }
      v[n] = next;
    });
    membranes.push([...v]);
    for (const n of emitted) spikes.push([t, n]);
    const sources = [...emitted.map((n) => layout.inputLines + n), ...events.filter(([time]) => time === t).map(([, line]) => line)];
    for (const source of sources) {
      for (const synapse of synapses[source] ?? []) {
        const key = `${t + synapse.delay}/${synapse.target}`;
        inbox.set(key, (inbox.get(key) ?? 0n) + synapse.weight);
        synapticOperations++;
      }
    }
  }

  const { readout } = program;
  const first = lookup(layout.populationStart, readout.population);
  const outputs = readout.classes.map((_, c) => {
    const members = Array.from({ length: readout.neuronsPerClass }, (_, i) => first + c * readout.neuronsPerClass + i);
    if (readout.kind === "membrane") return members.reduce((sum, n) => sum + (v[n] ?? 0n), 0n);
    const times = members.map((n) => spikes.filter(([, neuron]) => neuron === n).map(([time]) => time));
    if (readout.kind === "count") return BigInt(times.reduce((sum, list) => sum + list.length, 0));
    return BigInt(Math.min(timesteps, ...times.flat()));
  });
  return { membranes, spikes, outputs, synapticOperations };
}

function decayed(x: bigint, d: number): bigint {
  const magnitude = ((x < 0n ? -x : x) * (4096n - BigInt(d))) >> 12n;
  return x < 0n ? -magnitude : magnitude;
}
