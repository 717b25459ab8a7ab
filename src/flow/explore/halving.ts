/**
 * Successive halving (Jamieson and Talwalkar 2016), by thirds: every configuration is sketched in a few epochs, the better third
 * in three times as many, the better third of these is trained in full. What is better is decided by non-dominated sorting.
 */
import { type Point, rankedOf } from "./pareto.js";

/** One of so many goes on to the next rung, which trains so many times longer. */
const THIRD = 3;
const MOST_RUNGS = 3;
/** A table of one line would be no choice. */
const FEWEST_PROMOTED = 3;

/** Epochs of each rung, ascending; the last is the whole training. */
export function rungsOf(epochs: number): number[] {
  const rungs = Array.from({ length: MOST_RUNGS }, (_, rung) => Math.ceil(epochs / THIRD ** (MOST_RUNGS - 1 - rung)));
  return [...new Set(rungs)];
}

/** Those that go on to the next rung, best first: a third, but at least three where there are as many. */
export function promotedOf<T extends Point>(points: readonly T[]): T[] {
  return rankedOf(points).slice(0, Math.max(Math.ceil(points.length / THIRD), FEWEST_PROMOTED));
}

/**
 * Share of the whole time (0..1) after which a rung starts no trial: each rung has the same time, and what one leaves is the
 * next one's.
 */
export function deadlineOf(rung: number, rungs: number): number {
  return (rung + 1) / rungs;
}
