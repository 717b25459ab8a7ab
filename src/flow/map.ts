/** event program -> mapping onto a Loihi-style chip. */
import type { EventProgram } from "../event/program.js";
import { type LoihiLegaliseOptions, legaliseForLoihi } from "../loihi/legalise.js";
import { type MapPhase, mapToLoihi } from "../loihi/map.js";
import type { MappedProgram, Objective } from "../loihi/mapping.js";
import type { WorkOptions } from "../util/progress.js";
import { loadLoihiTarget } from "./targets.js";

export interface MapTargetOptions extends WorkOptions, LoihiLegaliseOptions {
  /** Name of a target or path of its JSON (default loihi1). */
  readonly target?: string;
  /** Seed of partition and placement (default 1). */
  readonly seed?: number;
  /** `traffic` (default): few hops on no more cores. `cores`: cores filled in the order of the neurons. */
  readonly objective?: Objective;
  /** Told what each phase has reached. */
  readonly onPhase?: (phase: MapPhase) => void;
}

/** Legalises and maps. Throws SnncError (kind check) naming each resource that is too small, the need and the limit. */
export async function map(program: EventProgram, options: MapTargetOptions = {}): Promise<MappedProgram> {
  const chip = loadLoihiTarget(options.target ?? "loihi1");
  options.onProgress?.({ stage: "legalising" });
  const legal = legaliseForLoihi(program, chip, options).program;
  return mapToLoihi(legal, chip, {
    seed: options.seed ?? 1,
    objective: options.objective ?? "traffic",
    onPhase: (phase) => options.onPhase?.(phase),
    onFilled: (phase, done, total) => {
      options.signal?.throwIfAborted();
      options.onProgress?.({ stage: phase === "sequential" ? "filling cores" : "filling partitioned cores", done, total });
    },
  });
}

export type { MapPhase };

/** A phase as a line for people. */
export function phaseLine({ phase, cores, messages, traffic, busiestLink }: MapPhase): string {
  const name = phase === "sequential" ? "in the order of the neurons" : phase === "partition" ? "partitioned" : "placed";
  const busiest = busiestLink === undefined ? "" : `, ${Math.round(busiestLink)} on the busiest link`;
  return `${name}: ${cores} cores, ${Math.round(messages)} messages between cores, ${Math.round(traffic)} hops${busiest}`;
}
