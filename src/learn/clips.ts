/** Which shares of the largest weights to let saturate, chosen on dev: lowering's search, in the typed arrays of this folder. */
import type { TokenizedTexts } from "../text/types.js";
import { gridSteps, largestRowWeights, type WeightGrid } from "./grid.js";
import { decideOnGrid, judge, pooledCurrents } from "./predict.js";
import type { TextCnn } from "./textcnn.js";

export interface ChosenClips {
  readonly grid: WeightGrid;
  /** Percent. */
  readonly devAccuracy: number;
  readonly tried: number;
}

/**
 * The grid of a width under which the rounded network is most accurate on dev: one clip after the other from `candidates`
 * (widest first), ties to the wider.
 */
export function chooseClips(model: TextCnn, dev: TokenizedTexts, bits: number, candidates: readonly number[]): ChosenClips {
  const [widest = 1, ...narrower] = candidates;
  const largest = largestRowWeights(model);
  const attempt = (grid: WeightGrid, known?: Float32Array): Attempt => {
    const steps = gridSteps(model, grid, largest);
    // The class sums' clip changes nothing before them.
    const pooled = known ?? pooledCurrents(model, dev, steps);
    return { grid, pooled, accuracy: judge(model, dev, decideOnGrid(model, dev, pooled, steps)).accuracy };
  };
  let best = attempt({ bits, hiddenClip: widest, outputClip: widest });
  for (const hiddenClip of narrower) best = better(best, attempt({ ...best.grid, hiddenClip }));
  for (const outputClip of narrower) best = better(best, attempt({ ...best.grid, outputClip }, best.pooled));
  return { grid: best.grid, devAccuracy: best.accuracy, tried: 1 + 2 * narrower.length };
}

interface Attempt {
  readonly grid: WeightGrid;
  readonly pooled: Float32Array;
  readonly accuracy: number;
}

function better(best: Attempt, candidate: Attempt): Attempt {
  return candidate.accuracy > best.accuracy ? candidate : best;
}
