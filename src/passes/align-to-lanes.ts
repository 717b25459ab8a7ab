/**
 * align-to-lanes: channels of convolutions and pools are padded with neurons that never fire, so that no segment lies
 * across more words of LANES weights than it must. A position gets the next size that divides LANES or is a multiple.
 *
 *   lanes 16: conv1d to 10 channels: segments at 0, 10 (two words), 20 (one), 30 (two)   ->   16 channels: one word each
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { notLegalised } from "./claims.js";
import { definePass, NEW_NEURON } from "./pass.js";
import { type Renumbering, renumber } from "./rewrite/renumber.js";

export const alignToLanes = definePass({
  name: "align-to-lanes",
  summary: "pads channels, so that segments lie across fewer words of a crossbar's weight memory",
  requires: () => [notLegalised],
  ensures: ({ lanes }) => [
    {
      text: "padding the channels of no further population would lower the words read",
      violations: (program) =>
        groupsOf(program, lanes)
          .filter((group) => wordsSaved(program, group, lanes) > 0)
          .map((group) => ({
            code: "channels-unaligned",
            where: `population '${[...group.keys()][0]}'`,
            message: `its segments would lie across fewer words of ${lanes} weights with more channels`,
          })),
    },
  ],
  spikes: { kind: "renumbered" },
  limits:
    "Costs neurons that never fire, and operations: the zeros to padding neurons are stored weights and count. Done only where it lowers the words read if " +
    "every source emits once. The population that is read out, grouped convolutions and pools from an input port keep their channels.",
  values: { lanes: 16 },
  options: [{ name: "lanes", text: "weights of a word, LANES of the crossbar", type: { kind: "integer", low: 1, high: 1024 } }],
  statistics: {
    populations: "populations padded",
    neuronsAdded: "neurons that never fire",
    wordsSaved: "words of weights not read any more if every source emits once",
  },
  run: (program, { lanes }) => {
    const plan = new Map<string, Renumbering>();
    let saved = 0;
    for (const group of groupsOf(program, lanes)) {
      const words = wordsSaved(program, group, lanes);
      if (words <= 0) continue;
      saved += words;
      for (const [name, renumbering] of group) plan.set(name, renumbering);
    }
    if (plan.size === 0) return { program, statistics: { populations: 0, neuronsAdded: 0, wordsSaved: 0 } };
    const result = renumber(program, plan);
    const neuronsAdded = layoutOf(result.program).neurons - layoutOf(program).neurons;
    return { ...result, statistics: { populations: plan.size, neuronsAdded, wordsSaved: saved } };
  },
});

/** Populations that must be padded together, because pools keep channels: what each would become. */
type Group = ReadonlyMap<string, Renumbering>;

function groupsOf(program: EventProgram, lanes: number): readonly Group[] {
  const channels = new Map<string, Set<number>>();
  const fixed = new Set([program.readout.population]);
  const link = new Map(program.populations.map(({ name }) => [name, new Set([name])]));
  const touch = (name: string, count: number): void => {
    channels.set(name, (channels.get(name) ?? new Set()).add(count));
  };
  for (const { source, target, connectivity: c } of program.projections) {
    if (c.kind === "dense" || c.kind === "sparse") continue;
    const from = source.kind === "population" ? source.population : undefined;
    touch(target, c.kind === "pool" ? c.channels : c.outChannels);
    if (from !== undefined) touch(from, c.kind === "pool" ? c.channels : c.inChannels);
    if (c.kind === "pool") {
      if (from === undefined) fixed.add(target);
      else merge(link, from, target);
    } else if ((c.groups ?? 1) !== 1) {
      fixed.add(target);
      if (from !== undefined) fixed.add(from);
    }
  }
  return [...new Set(link.values())].flatMap((members): Group[] => {
    const group = new Map<string, Renumbering>();
    for (const { name, size } of program.populations) {
      if (!members.has(name)) continue;
      const [count, ...others] = channels.get(name) ?? [];
      if (count === undefined || others.length > 0 || fixed.has(name) || alignedChannels(count, lanes) === count) return [];
      group.set(name, padded(size, count, alignedChannels(count, lanes)));
    }
    return [group];
  });
}

function merge(link: Map<string, Set<string>>, a: string, b: string): void {
  const together = new Set([...lookup(link, a), ...lookup(link, b)]);
  for (const name of together) link.set(name, together);
}

/** The next number of channels that divides the lanes, or is a multiple of them. */
function alignedChannels(channels: number, lanes: number): number {
  let aligned = channels;
  while (aligned < lanes ? lanes % aligned !== 0 : aligned % lanes !== 0) aligned++;
  return aligned;
}

function padded(size: number, channels: number, wanted: number): Renumbering {
  const positions = size / channels;
  const origin = Int32Array.from({ length: positions * wanted }, (_, i) =>
    i % wanted < channels ? Math.floor(i / wanted) * channels + (i % wanted) : NEW_NEURON,
  );
  return { origin, channels: wanted };
}

function wordsSaved(program: EventProgram, group: Group, lanes: number): number {
  const after = renumber(program, group);
  return wordsRead(program, lanes) - wordsRead(after.program, lanes, after.neurons);
}

/**
 * Words of LANES weights that all segments lie across, if every source emits once; every population begins with a word.
 * A neuron that is nobody's in `neurons` never fires.
 */
function wordsRead(program: EventProgram, lanes: number, neurons?: Int32Array): number {
  const layout = layoutOf(program);
  let words = 0;
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const { start, count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      if (projection.source.kind === "population" && neurons?.[start - layout.inputLines + source] === NEW_NEURON) continue;
      let end = 0;
      visitFanout(projection, table, source, (target, length) => {
        const first = Math.floor(target / lanes);
        const last = Math.floor((target + length - 1) / lanes);
        // Ascending segments that meet in a word share it, as runs of a sparse row do.
        const shares = end > 0 && target >= end && Math.floor((end - 1) / lanes) === first;
        words += last - first + (shares ? 0 : 1);
        end = target + length;
      });
    }
  }
  return words;
}
