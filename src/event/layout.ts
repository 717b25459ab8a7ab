/** Numbers of neurons, lines and sources, computed once for a verified program. */
import type { EventProgram, Population, Projection, WeightTable } from "./program.js";

export interface Layout {
  readonly inputLines: number;
  readonly neurons: number;
  /** First line of each port. */
  readonly portStart: ReadonlyMap<string, number>;
  /** First neuron of each population. */
  readonly populationStart: ReadonlyMap<string, number>;
  readonly populationOf: ReadonlyMap<string, Population>;
  readonly tableOf: ReadonlyMap<string, WeightTable>;
}

/** Layout of a program whose references resolve (the verifier has seen it). */
export function layoutOf(program: EventProgram): Layout {
  const portStart = new Map<string, number>();
  let inputLines = 0;
  for (const port of program.inputs) {
    portStart.set(port.name, inputLines);
    inputLines += port.lines;
  }
  const populationStart = new Map<string, number>();
  let neurons = 0;
  for (const population of program.populations) {
    populationStart.set(population.name, neurons);
    neurons += population.size;
  }
  return {
    inputLines,
    neurons,
    portStart,
    populationStart,
    populationOf: new Map(program.populations.map((population) => [population.name, population])),
    tableOf: new Map(program.tables.map((table) => [table.name, table])),
  };
}

/** First source number and number of sources of a projection. */
export function sourcesOf(program: EventProgram, layout: Layout, projection: Projection): { start: number; count: number } {
  const source = projection.source;
  if (source.kind === "input") {
    const port = program.inputs.find((candidate) => candidate.name === source.port);
    return { start: lookup(layout.portStart, source.port), count: port?.lines ?? 0 };
  }
  return {
    start: layout.inputLines + lookup(layout.populationStart, source.population),
    count: lookup(layout.populationOf, source.population).size,
  };
}

/** A reference that the verifier has proven to resolve. */
export function lookup<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`unverified reference '${name}'`);
  return value;
}
