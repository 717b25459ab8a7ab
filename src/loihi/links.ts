/** What passes over the links between neighbouring tiles: each message goes along its row first, then along its column (XY routing). */
import { type MappedProgram, tileOf } from "./mapping.js";
import type { CoreFlow } from "./place.js";
import type { LoihiTarget } from "./target.js";

/** Directions in which a link leaves its tile. */
export const DIRECTIONS = ["east", "west", "south", "north"] as const;

/** Loads of all links; tiles row by row over all chips, which lie side by side. */
export interface LinkLoads {
  /** Tiles from west to east over all chips, and from north to south. */
  readonly columns: number;
  readonly rows: number;
  /** [rows x columns x 4] messages over the link that leaves a tile in each of `DIRECTIONS`. */
  readonly load: Float64Array;
}

/** Loads of the links when cores that lie at `ids` send `flow`, in its unit (spikes, or spikes a sample). */
export function linkLoadsOf(flow: CoreFlow, mesh: LoihiTarget["mesh"], ids: ArrayLike<number>): LinkLoads {
  const columns = mesh.chips * mesh.tilesX;
  const load = new Float64Array(DIRECTIONS.length * columns * mesh.tilesY);
  const tiles = Array.from(ids, (id) => tileOf(mesh, id));
  const x = Int32Array.from(tiles, ({ chip, x }) => chip * mesh.tilesX + x);
  const y = Int32Array.from(tiles, ({ y }) => y);
  for (let from = 0; from + 1 < flow.start.length; from++) {
    for (let at = flow.start[from]; at < flow.start[from + 1]; at++) {
      const to = flow.core[at];
      const spikes = flow.spikes[at];
      for (let column = x[from]; column !== x[to]; column += Math.sign(x[to] - x[from])) {
        load[DIRECTIONS.length * (y[from] * columns + column) + (x[to] > x[from] ? 0 : 1)] += spikes;
      }
      for (let row = y[from]; row !== y[to]; row += Math.sign(y[to] - y[from])) {
        load[DIRECTIONS.length * (row * columns + x[to]) + (y[to] > y[from] ? 2 : 3)] += spikes;
      }
    }
  }
  return { columns, rows: mesh.tilesY, load };
}

/** The most messages over one link. */
export function busiestLink({ load }: LinkLoads): number {
  return load.reduce((most, messages) => Math.max(most, messages), 0);
}

/** Spikes from core to other cores, read from a mapping's own tables; without counts (a number per neuron) every neuron spikes once. */
export function flowOfMapping({ cores }: MappedProgram, spikeCounts?: Float64Array): CoreFlow {
  const start = new Uint32Array(cores.length + 1);
  const core: number[] = [];
  const spikes: number[] = [];
  let local = 0;
  const sum = new Float64Array(cores.length);
  cores.forEach(({ neurons, outputAxons }, from) => {
    const heard = new Set<number>();
    outputAxons.compartment.forEach((compartment, axon) => {
      const to = outputAxons.core[axon];
      const spiked = spikeCounts === undefined ? 1 : spikeCounts[neurons[compartment]];
      if (to === from) {
        local += spiked;
        return;
      }
      heard.add(to);
      sum[to] += spiked;
    });
    for (const to of [...heard].sort((a, b) => a - b)) {
      if (sum[to] > 0) {
        core.push(to);
        spikes.push(sum[to]);
      }
      sum[to] = 0;
    }
    start[from + 1] = core.length;
  });
  return { start, core: Uint32Array.from(core), spikes: Float64Array.from(spikes), local };
}
