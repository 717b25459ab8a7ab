/**
 * Long delays by relay populations: neurons that forget within the timestep and have the threshold 0, so that each repeats
 * its source's spike once, later. One chain of relays serves all projections of a source.
 *
 *   a -> b delay 40, at most 16 timesteps   ->   a -> a.relay1 delay 16 -> a.relay2 delay 16 -> b delay 8
 */
import { layoutOf, sourcesOf } from "../../event/layout.js";
import type { EventProgram, Population, Projection, SourceRef, WeightTable } from "../../event/program.js";
import { MAX_DELAY } from "../../event/verify.js";
import { SnncError } from "../../util/diagnostics.js";
import type { Problem } from "../claims.js";
import { NEW_NEURON, type PassResult } from "../pass.js";
import { freshNames } from "./names.js";

export interface Relayed {
  readonly program: EventProgram;
  readonly neurons?: Int32Array;
  readonly relayPopulations: number;
  readonly relayNeurons: number;
}

/** A relay repeats a line once a timestep: what is wrong where lines can be listed more often and the delay needs one. */
export function relayProblem(program: EventProgram, { source, delay }: Projection, longest: number): Problem {
  const { eventsPerTimestep } = program.limits;
  if (delay <= longest || source.kind !== "input" || eventsPerTimestep === 1) return undefined;
  const port = program.inputs.find(({ name }) => name === source.port);
  if (port?.unique === true || port?.exclusive === true) return undefined;
  return {
    code: "relay-repeated-line",
    message: `its delay of ${delay} timesteps needs a relay behind port '${source.port}', whose lines may be listed ${eventsPerTimestep} times in a timestep; a relay repeats a spike once`,
    hint: "Take a target with more delay slots; only a port whose lines are listed once a timestep (unique) can be relayed.",
  };
}

/** The program without delays above `longest`; the relays stand behind its own populations, which keep their numbers. */
export function withRelays(program: EventProgram, longest: number): Relayed {
  if (program.projections.every(({ delay }) => delay <= longest)) return { program, relayPopulations: 0, relayNeurons: 0 };
  const layout = layoutOf(program);
  const fresh = freshNames(program);
  const one = weightOne(fresh("relay.one"));
  const relays: Population[] = [];
  const links: Projection[] = [];
  const chains = new Map<string, SourceRef[]>();
  const projections = program.projections.map((projection): Projection => {
    const { source, delay } = projection;
    const stages = Math.ceil(delay / longest) - 1;
    if (stages === 0) return projection;
    const name = source.kind === "input" ? source.port : source.population;
    const chain = chains.get(`${source.kind} ${name}`) ?? [source];
    chains.set(`${source.kind} ${name}`, chain);
    while (chain.length <= stages) {
      const { count } = sourcesOf(program, layout, projection);
      const relay = forgettingNeurons(fresh(`${name}.relay${chain.length}`), count, 0);
      relays.push(relay);
      links.push(oneToOne(fresh(`${relay.name}.in`), chain[chain.length - 1], relay, one.name, longest));
      chain.push({ kind: "population", population: relay.name });
    }
    return { ...projection, source: chain[stages], delay: delay - stages * longest };
  });
  const relayNeurons = relays.reduce((sum, { size }) => sum + size, 0);
  return {
    program: {
      ...program,
      populations: [...program.populations, ...relays],
      tables: [...program.tables, one],
      projections: [...projections, ...links],
    },
    neurons: withNewNeurons(layout.neurons, relayNeurons),
    relayPopulations: relays.length,
    relayNeurons,
  };
}

/** A result whose program may have delays that no program can hold, with relays for these. Throws SnncError as `relayProblem` says. */
export function relayLongDelays(result: PassResult): PassResult {
  const { program } = result;
  const diagnostics = program.projections.flatMap((projection) => {
    const problem = relayProblem(program, projection, MAX_DELAY);
    return problem === undefined ? [] : [{ ...problem, where: `projection '${projection.name}'` }];
  });
  if (diagnostics.length > 0) throw new SnncError("check", diagnostics);
  const relayed = withRelays(program, MAX_DELAY);
  if (relayed.neurons === undefined) return result;
  const { neurons } = result;
  return {
    ...result,
    program: relayed.program,
    neurons: neurons === undefined ? relayed.neurons : relayed.neurons.map((n) => (n === NEW_NEURON ? NEW_NEURON : neurons[n])),
  };
}

/** Numbers of a program that got `added` neurons behind its own. */
export function withNewNeurons(neurons: number, added: number): Int32Array {
  return Int32Array.from({ length: neurons + added }, (_, n) => (n < neurons ? n : NEW_NEURON));
}

/** Neurons that fire on more than `threshold` within one timestep and remember nothing. */
export function forgettingNeurons(name: string, size: number, threshold: number): Population {
  return {
    name,
    size,
    model: { kind: "lif", leakShift: 0 },
    thresholds: new Int32Array(size).fill(threshold),
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  };
}

export function weightOne(name: string): WeightTable {
  return oneWeight(name, 1, 0);
}

/** A table of one weight, in the bits that it needs. */
export function oneWeight(name: string, mantissa: number, exponent: number): WeightTable {
  let bits = 2;
  while (mantissa < -(2 ** (bits - 1)) || mantissa > 2 ** (bits - 1) - 1) bits++;
  return { name, rows: 1, columns: 1, bits, exponent, weights: Int8Array.of(mantissa) };
}

/** Neuron i to neuron i: a pool of 1 x 1 windows. */
export function oneToOne(name: string, source: SourceRef, target: Pick<Population, "name" | "size">, table: string, delay: number): Projection {
  return {
    name,
    source,
    target: target.name,
    table,
    delay,
    connectivity: {
      kind: "pool",
      inHeight: 1,
      inWidth: target.size,
      channels: 1,
      outHeight: 1,
      outWidth: target.size,
      windowHeight: 1,
      windowWidth: 1,
      strideY: 1,
      strideX: 1,
    },
  };
}

/** The weakest inhibition m x 2^e of at least `least`; undefined beyond 128 x 2^15. */
export function inhibitionOf(least: number): { mantissa: number; exponent: number } | undefined {
  for (let exponent = 0; exponent <= 15; exponent++) {
    const mantissa = Math.ceil(least / 2 ** exponent);
    if (mantissa <= 128) return { mantissa: -mantissa, exponent };
  }
  return undefined;
}
