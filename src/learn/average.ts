/**
 * Averaging of weights along training (Izmailov et al. 2018, arXiv 1803.05407), over one epoch: the mean of a few states of
 * the network stands closer to the middle of a minimum than the last of them. It costs no operation on the chip.
 */
import { weightsOf } from "./checkpoint.js";
import { copyTextCnn, type TextCnn } from "./textcnn.js";

export interface WeightAverage {
  /** Takes in the network's state after so many of an epoch's steps (1..steps), where it is one of the points. */
  after(step: number, steps: number, state: () => TextCnn): void;
  /** The mean of the epoch's points; none before the first. Starts anew. */
  take(): TextCnn | undefined;
}

/** An average over `points` states an epoch, evenly spaced, the last one included. */
export function createWeightAverage(points: number): WeightAverage {
  let sums: { readonly model: TextCnn; readonly values: readonly Float64Array[] } | undefined;
  let count = 0;
  return {
    after: (step, steps, state) => {
      if (Math.floor((step * points) / steps) === Math.floor(((step - 1) * points) / steps)) return;
      const model = state();
      const arrays = weightsOf(model);
      sums ??= { model: copyTextCnn(model), values: arrays.map(({ values }) => new Float64Array(values.length)) };
      arrays.forEach(({ values }, a) => {
        const sum = sums?.values[a];
        if (sum !== undefined) for (let i = 0; i < values.length; i++) sum[i] += values[i];
      });
      count++;
    },
    take: () => {
      if (sums === undefined || count === 0) return undefined;
      const mean = copyTextCnn(sums.model);
      weightsOf(mean).forEach(({ values }, a) => {
        const sum = sums?.values[a];
        if (sum === undefined) return;
        for (let i = 0; i < values.length; i++) values[i] = sum[i] / count;
        sum.fill(0);
      });
      count = 0;
      return mean;
    },
  };
}
