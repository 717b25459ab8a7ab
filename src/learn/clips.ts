/** Which shares of the largest weights to let saturate, chosen on dev: lowering's search, in the typed arrays of this folder. */
import type { TokenizedTexts } from "../text/types.js";
import { clipSearch } from "../util/clip-search.js";
import { gridSteps, largestRowWeights, type WeightGrid } from "./grid.js";
import { decideOnGrid, judge, pooledCurrents } from "./predict.js";
import type { TextCnn } from "./textcnn.js";

export interface ChosenClips {
  readonly grid: WeightGrid;
  /** Percent. */
  readonly devAccuracy: number;
  readonly tried: number;
}

/** The grid of a width under which the rounded network is most accurate on dev, of clips from `candidates` (widest first). */
export function chooseClips(model: TextCnn, dev: TokenizedTexts, bits: number, candidates: readonly number[]): ChosenClips {
  const largest = largestRowWeights(model);
  // The class sums' clip changes nothing before them.
  let pooled: { readonly hidden: number; readonly currents: Float32Array } | undefined;
  const search = clipSearch<WeightGrid>(candidates);
  let step = search.next();
  while (step.done !== true) {
    const { hidden, output } = step.value;
    const grid: WeightGrid = { bits, hiddenClip: hidden, outputClip: output };
    const steps = gridSteps(model, grid, largest);
    if (pooled?.hidden !== hidden) pooled = { hidden, currents: pooledCurrents(model, dev, steps) };
    step = search.next({ value: grid, accuracy: judge(model, dev, decideOnGrid(model, dev, pooled.currents, steps)).accuracy });
  }
  const { value, accuracy, tried } = step.value;
  return { grid: value, devAccuracy: accuracy, tried };
}
