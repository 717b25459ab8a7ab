/**
 * remove-dead-neurons: neurons from which no path of synapses leads to the readout are removed, with everything that
 * touches them. Synapses of weight zero lead nowhere.
 *
 *   in -> a -> readout, a -> b -> c   ->   in -> a -> readout
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { claimOfPopulations, notLegalised } from "./claims.js";
import { definePass } from "./pass.js";
import { keepOnly, removable } from "./rewrite/remove.js";
import { canLoseNeurons } from "./rewrite/renumber.js";

export const removeDeadNeurons = definePass({
  name: "remove-dead-neurons",
  summary: "removes neurons that no path of synapses leads on to the readout",
  requires: () => [notLegalised],
  ensures: () => [
    claimOfPopulations("from every neuron that can be removed a path of synapses leads to the readout", (program) => {
      const live = reachesReadout(program);
      const { populationStart } = layoutOf(program);
      return ({ name, size }) => {
        const start = lookup(populationStart, name);
        const dead = live.subarray(start, start + size).reduce((sum, flag) => sum + 1 - flag, 0);
        return dead === size || (dead > 0 && canLoseNeurons(program, name))
          ? { code: "neurons-dead", message: `${dead} of its ${size} neurons do not reach the readout` }
          : undefined;
      };
    }),
  ],
  spikes: { kind: "renumbered" },
  limits:
    "Whole populations go always; single neurons where every projection that touches their population is dense or sparse. A convolution or a pool finds " +
    "its neurons by position, so that none can be missing. Input lines keep their numbers.",
  values: {},
  options: [],
  statistics: { populations: "populations removed", neurons: "neurons removed", neuronsLeft: "dead neurons whose positions are needed" },
  run: (program) => {
    const live = reachesReadout(program);
    const dead = live.reduce((sum, flag) => sum + 1 - flag, 0);
    const result = keepOnly(program, removable(program, live));
    const neurons = layoutOf(program).neurons - layoutOf(result.program).neurons;
    const populations = program.populations.length - result.program.populations.length;
    return { ...result, statistics: { populations, neurons, neuronsLeft: dead - neurons } };
  },
});

/** By neuron, numbered through all populations: 1 = it is read out, or it drives one that counts. */
function reachesReadout(program: EventProgram): Uint8Array {
  const layout = layoutOf(program);
  const live = new Uint8Array(layout.neurons);
  const first = lookup(layout.populationStart, program.readout.population);
  live.fill(1, first, first + lookup(layout.populationOf, program.readout.population).size);
  for (let grown = true; grown; ) {
    grown = false;
    // Backwards, because targets mostly come after their sources.
    for (const projection of [...program.projections].reverse()) {
      if (projection.source.kind === "input") continue;
      const table = lookup(layout.tableOf, projection.table);
      const target = lookup(layout.populationStart, projection.target);
      const source = lookup(layout.populationStart, projection.source.population);
      const { count } = sourcesOf(program, layout, projection);
      for (let s = 0; s < count; s++) {
        if (live[source + s] === 1) continue;
        visitFanout(projection, table, s, (to, length, weight) => {
          for (let i = 0; i < length; i++) if (table.weights[weight + i] !== 0 && live[target + to + i] === 1) live[source + s] = 1;
        });
        if (live[source + s] === 1) grown = true;
      }
    }
  }
  return live;
}
