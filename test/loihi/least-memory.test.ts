/** The words that a core's plan takes, against every way of writing small cores that the formats allow. */
import { describe, expect, it } from "vitest";
import type { EventProgram, Projection, WeightTable } from "../../src/event/program.js";
import { contextOf, type MapContext } from "../../src/loihi/fill.js";
import { type CoreSegments, placeNeurons, readSegments } from "../../src/loihi/segments.js";
import { planSynapses } from "../../src/loihi/synapses.js";
import type { LoihiTarget } from "../../src/loihi/target.js";
import type { Random } from "../../src/util/random.js";
import { loihi1, seeded } from "./support.js";

/** A core of a few neurons that hear a few lines by two or three tables of different signs, widths, exponents and delays. */
function smallCore(random: Random): EventProgram {
  const neurons = 4 + random.integer(70);
  const lines = 1 + random.integer(3);
  const tables: WeightTable[] = [];
  const projections: Projection[] = [];
  for (let p = 0; p < 2 + random.integer(2); p++) {
    const length = 1 + random.integer(neurons);
    const targetStart = random.integer(3) === 0 ? 0 : random.integer(neurons - length + 1);
    const bits = 1 + random.integer(7);
    const sign = [1, -1, 0][random.integer(3)];
    const weights = Int8Array.from({ length: lines * length }, () => {
      const magnitude = random.integer(2 ** bits);
      return sign === 0 ? magnitude - 2 ** (bits - 1) : sign * magnitude;
    });
    // No two weights of a table stand for the same synapse, so that nothing is shared: words are those of the lists.
    tables.push({ name: `t${p}`, rows: lines, columns: length, bits: 8, exponent: 6 + random.integer(2), weights });
    projections.push({
      name: `p${p}`,
      source: { kind: "input", port: "in" },
      target: "out",
      table: `t${p}`,
      delay: random.integer(2) === 0 ? 1 : 1 + random.integer(16),
      connectivity: { kind: "dense", columnStart: 0, length, targetStart },
    });
  }
  return {
    level: "event",
    name: "small",
    limits: { timestepsPerSample: 4, eventsPerTimestep: 4, eventsPerSample: 8 },
    inputs: [{ name: "in", kind: "lines", lines }],
    populations: [
      {
        name: "out",
        size: neurons,
        model: { kind: "cuba", decayU: 4095, decayV: 0, membraneMin: 1 - 2 ** 23, membraneMax: 2 ** 21 - 1 },
        thresholds: new Int32Array(neurons),
        reset: { kind: "zero" },
        refractory: { kind: "none" },
      },
    ],
    tables,
    projections,
    readout: {
      kind: "membrane",
      population: "out",
      neuronsPerClass: neurons,
      classes: ["c"],
      drainTimesteps: 1,
    },
    legalised: { target: "loihi1", updateGroup: 1 },
  };
}

/** Bits of a weight, by trying: the fewest of those the chip has, in any sign mode and exponent, under which all are exact. */
function fewestBits(values: readonly number[], { synapse }: LoihiTarget): number {
  for (const bits of synapse.weightBits.filter((width) => width > 0)) {
    for (const [low, high, lost] of [
      [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, 1],
      [0, 2 ** bits - 1, 0],
      [1 - 2 ** bits, 0, 0],
    ]) {
      for (let exponent = synapse.weightExponentMin; exponent <= synapse.weightExponentMax; exponent++) {
        const unit = 2 ** (synapse.magnitudeBits - bits + lost + synapse.weightScaleExponent + exponent);
        if (values.every((value) => Number.isInteger(value / unit) && value / unit >= low && value / unit <= high)) return bits;
      }
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** Every way of putting n things into groups. */
function* partitions(n: number): Generator<number[]> {
  const group = new Array<number>(n).fill(0);
  const next = function* (at: number, used: number): Generator<number[]> {
    if (at === n) yield [...group];
    else {
      for (let g = 0; g <= used; g++) {
        group[at] = g;
        yield* next(at + 1, Math.max(used, g + 1));
      }
    }
  };
  yield* next(0, 0);
}

interface Item {
  readonly projection: number;
  readonly count: number;
  readonly start: number;
  readonly isDense: boolean;
}

/** A list with its dense run from the base first, or all of it with indices. */
function itemsOf(segments: CoreSegments, list: readonly number[], base: number, dense: boolean, delayOf: (projection: number) => number): Item[] {
  const rest = [...list];
  const run: number[] = [];
  for (let at = base; dense; ) {
    const candidates = rest
      .filter((s) => segments.target[s] === at)
      .sort((a, b) => delayOf(segments.projection[a]) - delayOf(segments.projection[b]));
    if (candidates.length === 0) break;
    run.push(candidates[0]);
    rest.splice(rest.indexOf(candidates[0]), 1);
    at += segments.length[candidates[0]];
  }
  const item =
    (isDense: boolean) =>
    (s: number): Item => ({
      projection: segments.projection[s],
      count: segments.length[s],
      start: segments.target[s] - base,
      isDense,
    });
  return [...run.map(item(true)), ...rest.map(item(false))];
}

/** The fewest words over formats (every grouping of projections, dense or not), dense runs list by list, and axon kinds. */
function leastWords(context: MapContext, segments: CoreSegments): number {
  const { program, target } = context;
  const values = program.projections.map(({ table }) => {
    const found = program.tables.find(({ name }) => name === table);
    return found === undefined ? [] : Array.from(found.weights, (weight) => weight * 2 ** found.exponent);
  });
  const delayOf = (projection: number): number => program.projections[projection].delay;
  const lists = [...new Set(segments.source)].map((source) =>
    Array.from({ length: segments.count }, (_, s) => s).filter((s) => segments.source[s] === source),
  );
  const bitsOf = new Map<string, number>();
  let least = Number.POSITIVE_INFINITY;
  for (const unit of [0, target.axon.population16BaseUnit]) {
    const bases = lists.map((list) => (unit === 0 ? 0 : Math.floor(Math.min(...list.map((s) => segments.target[s])) / unit) * unit));
    for (let choice = 0; choice < 2 ** lists.length; choice++) {
      const written = lists.map((list, i) => itemsOf(segments, list, bases[i], ((choice >> i) & 1) === 1, delayOf));
      const classes = [...new Set(written.flat().map(({ projection, isDense }) => `${projection} ${isDense}`))];
      for (const groups of partitions(classes.length)) {
        const members = (g: number): string[] => classes.filter((_, i) => groups[i] === g);
        const count = Math.max(...groups) + 1;
        const mixed = Array.from({ length: count }, (_, g) => new Set(members(g).map((name) => name.split(" ")[1])).size > 1);
        if (count > target.core.synapseFormats || mixed.includes(true)) continue;
        const widths = Array.from({ length: count }, (_, g) => {
          const projections = members(g).map((name) => Number(name.split(" ")[0]));
          const key = projections.join(" ");
          const weightBits =
            bitsOf.get(key) ??
            fewestBits(
              projections.flatMap((projection) => values[projection]),
              target,
            );
          bitsOf.set(key, weightBits);
          const delayBits = Math.ceil(Math.log2(Math.max(...projections.map(delayOf))));
          const own = written.flat().filter(({ projection, isDense }) => groups[classes.indexOf(`${projection} ${isDense}`)] === g);
          const highest = Math.max(...own.map(({ start, count: n }) => start + n - 1));
          const indexBits = own[0].isDense ? 0 : (target.synapse.indexBits.find((bits) => 2 ** bits > highest) ?? Number.POSITIVE_INFINITY);
          return weightBits + delayBits + indexBits;
        });
        const formatOf = ({ projection, isDense }: Item): number => groups[classes.indexOf(`${projection} ${isDense}`)];
        const words = written.reduce((sum, list) => sum + wordsOf(list, formatOf, widths), 0);
        least = Math.min(least, words);
      }
    }
  }
  return least;
}

function wordsOf(list: readonly Item[], formatOf: (item: Item) => number, widths: readonly number[]): number {
  const ordered = [...list.filter(({ isDense }) => isDense), ...list.filter(({ isDense }) => !isDense).sort((a, b) => formatOf(a) - formatOf(b))];
  let words = 0;
  for (let at = 0; at < ordered.length; ) {
    const format = formatOf(ordered[at]);
    let count = 0;
    while (at < ordered.length && formatOf(ordered[at]) === format) count += ordered[at++].count;
    for (; count > 0; count -= 64) words += Math.ceil((10 + Math.min(64, count) * widths[format]) / 64);
  }
  return words;
}

describe("the memory of a core", () => {
  it("is the least that the formats allow", () => {
    for (let seed = 0; seed < 150; seed++) {
      const context = contextOf(smallCore(seeded(seed)), loihi1);
      const segments = readSegments(context.program, placeNeurons(context.program)).clip(0, context.neurons);
      const plan = planSynapses(segments, context.codes, loihi1, { population32: false });
      const best = leastWords(context, segments);
      expect(`seed ${seed}: ${plan.words} words`).toBe(`seed ${seed}: ${best} words`);
    }
  });
});
