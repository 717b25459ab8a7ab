/** A mapping on its mesh as plain data: compartments of each population, messages of cores and links, for whoever draws it. */
import type { ChipPlan, CorePlan, LinkPlan } from "../util/results.js";
import { DIRECTIONS, flowOfMapping, linkLoadsOf } from "./links.js";
import type { MappedProgram } from "./mapping.js";
import type { CoreFlow } from "./place.js";

/** Spikes of each neuron, summed over `samples` samples. */
export interface CountedSpikes {
  readonly samples: number;
  readonly ofNeuron: Float64Array;
}

/** Messages are means a sample where spikes were counted; otherwise every neuron spikes once. Messages of the host are not among them. */
export function chipPlan(mapped: MappedProgram, counted?: CountedSpikes): ChipPlan {
  const means = counted?.ofNeuron.map((spikes) => spikes / Math.max(1, counted.samples));
  const flow = flowOfMapping(mapped, means);
  return {
    mesh: mapped.mesh,
    cores: coresOf(mapped, flow),
    links: linksOf(mapped, flow),
    ...(counted === undefined ? {} : { samples: counted.samples }),
  };
}

function coresOf(mapped: MappedProgram, flow: CoreFlow): CorePlan[] {
  const populationOf = populationsOfNeurons(mapped);
  const sends = new Float64Array(mapped.cores.length);
  const hears = new Float64Array(mapped.cores.length);
  for (let from = 0; from < mapped.cores.length; from++) {
    for (let at = flow.start[from]; at < flow.start[from + 1]; at++) {
      sends[from] += flow.spikes[at];
      hears[flow.core[at]] += flow.spikes[at];
    }
  }
  return mapped.cores.map(({ neurons, populations }, core) => {
    const compartments = new Map<string, number>();
    for (const neuron of neurons) {
      const name = mapped.populations[populationOf[neuron]].name;
      compartments.set(name, (compartments.get(name) ?? 0) + 1);
    }
    return { compartments: populations.map((name) => compartments.get(name) ?? 0), sends: sends[core], hears: hears[core] };
  });
}

/** Index into `populations` of each neuron. */
function populationsOfNeurons({ populations }: MappedProgram): Uint32Array {
  const neurons = populations.reduce((sum, { size }) => sum + size, 0);
  const populationOf = new Uint32Array(neurons);
  let next = 0;
  populations.forEach(({ size }, index) => {
    populationOf.fill(index, next, next + size);
    next += size;
  });
  return populationOf;
}

function linksOf(mapped: MappedProgram, flow: CoreFlow): LinkPlan[] {
  const { columns, load } = linkLoadsOf(
    flow,
    mapped.mesh,
    mapped.cores.map(({ id }) => id),
  );
  const links: LinkPlan[] = [];
  load.forEach((messages, link) => {
    if (messages === 0) return;
    const tile = Math.floor(link / DIRECTIONS.length);
    links.push({ x: tile % columns, y: Math.floor(tile / columns), towards: DIRECTIONS[link % DIRECTIONS.length], messages });
  });
  return links;
}
