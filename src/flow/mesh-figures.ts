/** What the cores of a mesh and its links did, as means a sample: counted by the Verilog itself. */
import type { BatchResult } from "../event/run.js";

/** One core and the router beside it. */
export interface CoreFigures {
  readonly core: number;
  readonly operations: number;
  /** Weight words read. */
  readonly words: number;
  readonly neuronUpdates: number;
  readonly spikes: number;
  /** Events that came by the mesh: input events and other cores' spikes. */
  readonly events: number;
  /** Cycles in which a weight word was read, and the others of the sample. */
  readonly busy: number;
  readonly idle: number;
  /** Cycles in which a flit waited for a side of the router. */
  readonly stalled: number;
  /** Flits that left to a neighbour. */
  readonly east: number;
  readonly west: number;
  readonly north: number;
  readonly south: number;
}

/** Of the mesh as a whole, by printable name; nothing of a single core. */
export function meshFigures({ mesh, samples }: BatchResult, unit: string): Readonly<Record<string, number>> {
  if (mesh === undefined) return {};
  const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0) / samples;
  return {
    [`hops a ${unit}`]: Object.values(mesh.hops).reduce((sum, side) => sum + total(side), 0),
    [`cycles in which a timestep waited until all was quiet, a ${unit}`]: total(mesh.waitedCycles),
  };
}

export function coreFigures({ mesh, samples, cycles }: BatchResult): readonly CoreFigures[] {
  if (mesh === undefined || cycles === undefined) return [];
  const cyclesOfSample = cycles.cycles.reduce((sum, count) => sum + count, 0) / samples;
  return Array.from({ length: mesh.cores }, (_, core) => {
    const mean = (counts: Uint32Array): number => {
      let sum = 0;
      for (let i = core; i < counts.length; i += mesh.cores) sum += counts[i];
      return sum / samples;
    };
    const busy = mean(mesh.busyCycles);
    return {
      core,
      operations: mean(mesh.synapticOperations),
      words: mean(mesh.weightWordsRead),
      neuronUpdates: mean(mesh.neuronUpdates),
      spikes: mean(mesh.spikes),
      events: mean(mesh.events),
      busy,
      idle: cyclesOfSample - busy,
      stalled: mean(mesh.stalledCycles),
      east: mean(mesh.hops.east),
      west: mean(mesh.hops.west),
      north: mean(mesh.hops.north),
      south: mean(mesh.hops.south),
    };
  });
}
