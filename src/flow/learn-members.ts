/**
 * Networks of different seeds that are trained, converted and fine-tuned apart, then folded into one (`members` of the
 * configuration): what sets the work on one of them apart from that on the others.
 */
import type { Checkpoints } from "../learn/checkpoint.js";
import type { StageOptions } from "../learn/stages.js";

/** Wide, so that seeds next to each other make other networks. */
const BETWEEN_SEEDS = 1000;

/** A member's own seed, and its stages under names of their own, for progress and in checkpoints. Member 0 alone is the work as it is. */
export function workOfMember(work: StageOptions, member: number, members: number): StageOptions {
  if (members === 1) return work;
  const { onProgress, checkpoints, seed } = work;
  const named = (stage: string): string => `${stage}${ofMember(member, members)}`;
  return {
    ...work,
    seed: seed + BETWEEN_SEEDS * member,
    ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress({ ...progress, stage: named(progress.stage) }) }),
    ...(checkpoints === undefined ? {} : { checkpoints: renamed(checkpoints, named) }),
  };
}

/** Behind the name of a stage: which member it is of, where there are several. */
export function ofMember(member: number, members: number): string {
  return members === 1 ? "" : `, network ${member + 1} of ${members}`;
}

function renamed(checkpoints: Checkpoints, named: (stage: string) => string): Checkpoints {
  return {
    load: (stage) => checkpoints.load(named(stage)),
    save: (saved) => checkpoints.save({ ...saved, stage: named(saved.stage) }),
  };
}
