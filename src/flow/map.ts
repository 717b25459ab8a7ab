/** event program -> mapping onto a Loihi-style chip. */
import type { EventProgram } from "../event/program.js";
import { legaliseForLoihi } from "../loihi/legalise.js";
import { mapToLoihi } from "../loihi/map.js";
import type { MappedProgram } from "../loihi/mapping.js";
import type { WorkOptions } from "../util/progress.js";
import { loadLoihiTarget } from "./targets.js";

export interface MapTargetOptions extends WorkOptions {
  /** Name of a target or path of its JSON (default loihi1). */
  readonly target?: string;
  /** Seed of the placement (default 1). */
  readonly seed?: number;
}

/** Legalises and maps. Throws SnncError (kind check) naming each resource that is too small, the need and the limit. */
export async function map(program: EventProgram, options: MapTargetOptions = {}): Promise<MappedProgram> {
  const chip = loadLoihiTarget(options.target ?? "loihi1");
  return mapToLoihi(legaliseForLoihi(program, chip).program, chip, { seed: options.seed ?? 1 });
}
