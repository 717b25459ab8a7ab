/** Removes neurons that nobody needs, as far as the connectivity allows. */
import { layoutOf, lookup } from "../../event/layout.js";
import type { EventProgram } from "../../event/program.js";
import { canLoseNeurons, type Renumbering, renumber, withoutProjections } from "./renumber.js";
import { compactTables } from "./tables.js";

/**
 * What stays of each population from which something can go. `wanted` is 1 for each neuron, numbered through all
 * populations, that must stay. A population that goes as a whole may set others free that its convolutions held.
 */
export function removable(program: EventProgram, wanted: Uint8Array): ReadonlyMap<string, Renumbering> {
  const layout = layoutOf(program);
  const kept = new Map(
    program.populations.map(({ name, size }) => {
      const start = lookup(layout.populationStart, name);
      return [name, Int32Array.from({ length: size }, (_, i) => i).filter((i) => wanted[start + i] === 1)] as const;
    }),
  );
  const isGone = (name: string): boolean => lookup(kept, name).length === 0;
  const rest = withoutProjections(program, ({ source, target }) => isGone(target) || (source.kind === "population" && isGone(source.population)));
  return new Map(
    program.populations.flatMap(({ name, size }): [string, Renumbering][] => {
      const origin = lookup(kept, name);
      if (origin.length === size || (origin.length > 0 && !canLoseNeurons(rest, name))) return [];
      return [[name, { origin }]];
    }),
  );
}

/** The program under the plan; the same object, without numbers, where the plan is empty and no table is left over. */
export function keepOnly(program: EventProgram, plan: ReadonlyMap<string, Renumbering>): { program: EventProgram; neurons?: Int32Array } {
  return plan.size === 0 ? { program: compactTables(program) } : renumber(program, plan);
}
