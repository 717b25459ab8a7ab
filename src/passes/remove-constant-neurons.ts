/**
 * remove-constant-neurons: neurons that provably never spike, whatever the input within the program's limits, drive
 * nothing: they are removed, and what is read out although it is silent loses the projections that it drives.
 *
 *   a: threshold 100, in -> a: weights of at most 9, 10 events a sample (90 at most); a -> b   ->   in, b
 */
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { maySpike } from "./analysis/bounds.js";
import { claimOfPopulations, claimOfProjections, notLegalised } from "./claims.js";
import { definePass } from "./pass.js";
import { keepOnly, removable } from "./rewrite/remove.js";
import { canLoseNeurons, withoutProjections } from "./rewrite/renumber.js";

export const removeConstantNeurons = definePass({
  name: "remove-constant-neurons",
  summary: "removes neurons that the range analysis proves silent",
  requires: () => [notLegalised],
  ensures: () => [
    claimOfPopulations("every neuron that can be removed may spike, or is read out", (program) => {
      const silent = silentCounts(program);
      return ({ name, size }) => {
        const count = lookup(silent, name);
        const isRemovable = name !== program.readout.population && (count === size || canLoseNeurons(program, name));
        return count > 0 && isRemovable ? { code: "neurons-silent", message: `${count} of its ${size} neurons never spike` } : undefined;
      };
    }),
    claimOfProjections("no projection comes from a population that never spikes", (program) => {
      const silent = silentCounts(program);
      const { populationOf } = layoutOf(program);
      return ({ source }) =>
        source.kind === "population" && lookup(silent, source.population) === lookup(populationOf, source.population).size
          ? { code: "projection-silent", message: "its source never spikes" }
          : undefined;
    }),
  ],
  spikes: { kind: "renumbered" },
  limits:
    "Whole populations go always; single neurons where every projection that touches their population is dense or sparse. Proven under the program's " +
    "limits: interval bounds, so that some silent neurons stay.",
  values: {},
  options: [],
  statistics: {
    populations: "populations removed",
    neurons: "neurons removed",
    neuronsLeft: "silent neurons that are read out or whose positions are needed",
  },
  run: (program) => {
    const may = maySpike(program);
    const silent = may.reduce((sum, flag) => sum + 1 - flag, 0);
    const readout = program.readout.population;
    const readStart = lookup(layoutOf(program).populationStart, readout);
    const readSize = lookup(layoutOf(program).populationOf, readout).size;
    const readIsSilent = !may.subarray(readStart, readStart + readSize).includes(1);
    const wanted = may.slice().fill(1, readStart, readStart + readSize);
    const undriven = withoutProjections(program, ({ source }) => readIsSilent && source.kind === "population" && source.population === readout);
    const result = keepOnly(undriven, removable(undriven, wanted));
    const neurons = layoutOf(program).neurons - layoutOf(result.program).neurons;
    const populations = program.populations.length - result.program.populations.length;
    return { ...result, statistics: { populations, neurons, neuronsLeft: silent - neurons } };
  },
});

/** How many neurons of each population never spike. */
function silentCounts(program: EventProgram): ReadonlyMap<string, number> {
  const { populationStart } = layoutOf(program);
  const may = maySpike(program);
  return new Map(
    program.populations.map(({ name, size }) => {
      const start = lookup(populationStart, name);
      return [name, may.subarray(start, start + size).reduce((sum, flag) => sum + 1 - flag, 0)];
    }),
  );
}
