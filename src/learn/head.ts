/**
 * The small end of the network in typed arrays: pooled currents -> activation -> dropout -> output -> loss, and back.
 *
 *     v = pooled + bias;  hidden = relu(v), or 1 where v > 1;  kept = hidden * dropout
 *     scores = kept . output + outputBias + wide;  loss = mean over texts of -log softmax(scores)[label]
 *
 * With OR pooling and one timestep, a pooled spike is "the largest current exceeds the threshold", so a spike has one
 * derivative per text and filter: that of sigmoid(3 (v - 1)).
 */

/** Slope of the surrogate. */
export const SURROGATE_SLOPE = 3;

export interface HeadInput {
  readonly texts: number;
  readonly filters: number;
  readonly classes: number;
  /** Spiking at threshold 1, else ReLU. */
  readonly spiking: boolean;
  /** Largest current of each filter, without bias, [texts, filters]. */
  readonly pooled: Float32Array;
  /** [filters]. */
  readonly bias: Float32Array;
  /** [filters, classes]. */
  readonly output: Float32Array;
  /** [classes]. */
  readonly outputBias: Float32Array;
  /** What the wide path adds to the scores, [texts, classes]. */
  readonly wide: Float32Array;
  /** Factors on the hidden activations, [texts, filters]; none without dropout. */
  readonly dropout?: Float32Array;
  /** [texts]. */
  readonly labels: Uint16Array;
  /** What a teacher says: probabilities [texts, classes], which count `share` (0..1) of the loss, the labels the rest. */
  readonly teacher?: { readonly probabilities: Float32Array; readonly share: number };
}

/** The mean loss (nats) and its gradients, each shaped as what it belongs to. */
export interface HeadGradients {
  readonly loss: number;
  readonly pooled: Float32Array;
  readonly bias: Float32Array;
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
  readonly wide: Float32Array;
}

export function headGradients(input: HeadInput): HeadGradients {
  const { texts, filters, classes, output, labels } = input;
  const kept = new Float32Array(filters);
  const gradients = {
    pooled: new Float32Array(texts * filters),
    bias: new Float32Array(filters),
    output: new Float32Array(output.length),
    outputBias: new Float32Array(classes),
    wide: new Float32Array(texts * classes),
  };
  const scores = new Float64Array(classes);
  let loss = 0;
  for (let text = 0; text < texts; text++) {
    const at = text * filters;
    for (let c = 0; c < classes; c++) scores[c] = input.outputBias[c] + input.wide[text * classes + c];
    for (let f = 0; f < filters; f++) {
      const v = input.pooled[at + f] + input.bias[f];
      const hidden = input.spiking ? (v > 1 ? 1 : 0) : Math.max(v, 0);
      kept[f] = hidden * (input.dropout === undefined ? 1 : input.dropout[at + f]);
      if (kept[f] === 0) continue;
      for (let c = 0; c < classes; c++) scores[c] += kept[f] * output[f * classes + c];
    }
    loss += softmaxMinusTarget(scores, labels[text], input.teacher, text) / texts;
    for (let c = 0; c < classes; c++) {
      scores[c] /= texts;
      gradients.wide[text * classes + c] = scores[c];
      gradients.outputBias[c] += scores[c];
    }
    for (let f = 0; f < filters; f++) {
      const factor = input.dropout === undefined ? 1 : input.dropout[at + f];
      if (factor === 0) continue;
      let toHidden = 0;
      for (let c = 0; c < classes; c++) {
        toHidden += scores[c] * output[f * classes + c];
        gradients.output[f * classes + c] += kept[f] * scores[c];
      }
      const v = input.pooled[at + f] + input.bias[f];
      const slope = input.spiking ? surrogateDerivative(v) : v > 0 ? 1 : 0;
      const gradient = toHidden * factor * slope;
      gradients.pooled[at + f] = gradient;
      gradients.bias[f] += gradient;
    }
  }
  return { loss, ...gradients };
}

/** Derivative of sigmoid(3 (v - 1)): what stands for that of a spike at threshold 1. */
export function surrogateDerivative(v: number): number {
  const sigmoid = 1 / (1 + Math.exp(-SURROGATE_SLOPE * (v - 1)));
  return SURROGATE_SLOPE * sigmoid * (1 - sigmoid);
}

/** Scores -> softmax minus the target (label and teacher, Hinton et al. 2015), in place; returns the cross-entropy with it. */
function softmaxMinusTarget(scores: Float64Array, label: number, teacher: HeadInput["teacher"], text: number): number {
  const own = softmaxMinusLabel(scores, label);
  if (teacher === undefined) return own;
  const { probabilities, share } = teacher;
  const classes = scores.length;
  let soft = 0;
  for (let c = 0; c < classes; c++) {
    const probability = scores[c] + (c === label ? 1 : 0);
    const told = probabilities[text * classes + c];
    soft -= told * Math.log(Math.max(probability, 1e-30));
    scores[c] += share * ((c === label ? 1 : 0) - told);
  }
  return (1 - share) * own + share * soft;
}

/** Scores -> softmax minus one at the label, in place; returns -log softmax[label]. */
export function softmaxMinusLabel(scores: Float64Array, label: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < scores.length; c++) if (scores[c] > highest) highest = scores[c];
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp(scores[c] - highest);
    sum += scores[c];
  }
  for (let c = 0; c < scores.length; c++) scores[c] /= sum;
  const loss = -Math.log(Math.max(scores[label], 1e-30));
  scores[label] -= 1;
  // NaN must not hide behind Math.max.
  return Number.isFinite(sum) ? loss : Number.NaN;
}
