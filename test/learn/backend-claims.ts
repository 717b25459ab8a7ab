/** What must hold on either backend of TensorFlow.js; each backend has a test file, hence a process, of its own. */
import { describe, expect, it } from "vitest";
import { createDistinctWords, makeBatch, PADDING } from "../../src/learn/batches.js";
import { packBias, packColumns, planColumns } from "../../src/learn/columns.js";
import { lossAndGradients } from "../../src/learn/forward.js";
import { NO_WINDOW, poolWindows } from "../../src/learn/pool.js";
import { evaluate, pooledCurrents } from "../../src/learn/predict.js";
import type { StepInput } from "../../src/learn/step.js";
import { createStepBenchmark } from "../../src/learn/step-benchmark.js";
import type { LoadedTensorFlow } from "../../src/learn/tensorflow.js";
import { createTextCnn, type TextCnn } from "../../src/learn/textcnn.js";
import { type TrainingOptions, trainTextCnn } from "../../src/learn/train.js";
import type { TokenizedTexts } from "../../src/text/types.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextCnn, randomTexts, wordOrderTask } from "./networks.js";
import { lossAndGradientsInTensors } from "./step-in-tensors.js";

export const SMALL_TRAINING: TrainingOptions = {
  epochs: 6,
  batchSize: 16,
  learningRate: 1e-2,
  rowLearningRate: 2e-2,
  wideLearningRate: 1e-2,
  finalRate: 0.2,
  weightDecay: 0,
  rowWeightDecay: 0,
  dropout: 0.1,
  wordDropout: 0,
  maxOutputNorm: 10,
  patience: 6,
};

export function backendClaims(load: () => Promise<LoadedTensorFlow>): void {
  describe("the gradients of a training step", () => {
    for (const windows of ["causal", "same", "valid"] as const) {
      it(`equal finite differences of its loss (${windows} windows, texts of different lengths)`, async () => {
        const { tf } = await load();
        const input = stepInput(randomTextCnn(createRandom(5), { windows }), randomTexts(createRandom(6), [4, 1, 6, 2]));
        const gradients = lossAndGradients(tf, input);
        for (const name of ["rows", "matrix", "bias", "output", "outputBias", "wide"] as const) {
          const counted = Array.from(input[name].keys()).filter(isWord(input, name));
          const differences = finiteDifferences(input[name], counted, () => lossAndGradients(tf, input).loss);
          expect(differences.length, name).toBeGreaterThanOrEqual(0.9 * counted.length);
          for (const { at, value } of differences) expect(gradients[name][at], `${name}[${at}]`).toBeCloseTo(value, 2);
          expect(
            cosine(
              differences.map(({ at }) => gradients[name][at]),
              differences.map(({ value }) => value),
            ),
            name,
          ).toBeGreaterThan(0.999);
        }
      });
    }

    it("and its loss are the same with pads behind every text", async () => {
      const { tf } = await load();
      for (const windows of ["causal", "same", "valid"] as const) {
        const input = stepInput(randomTextCnn(createRandom(5), { windows }), randomTexts(createRandom(6), [4, 1, 6, 2]));
        const padded = withPads(input, 5);
        const [plain, behind] = [lossAndGradients(tf, input), lossAndGradients(tf, padded)];
        expect(behind.loss).toBeCloseTo(plain.loss, 6);
        for (const name of ["matrix", "bias", "output", "outputBias", "wide"] as const) {
          behind[name].forEach((value, i) => {
            expect(value, `${name}[${i}]`).toBeCloseTo(plain[name][i], 5);
          });
        }
        const ofWords = (of: StepInput, gradient: Float32Array): number[] => Array.from(gradient).filter((_, at) => isWord(of, "rows")(at));
        ofWords(padded, behind.rows).forEach((value, i) => {
          expect(value, `word gradient ${i}`).toBeCloseTo(ofWords(input, plain.rows)[i], 5);
        });
      }
    });

    it("go through the position of the largest current alone, and are shared where positions tie", async () => {
      const { tf } = await load();
      const model = randomTextCnn(createRandom(7), { kernels: [1], filters: 1 });
      // Word 3 twice: two equal maxima for a filter of kernel 1, or none.
      const texts = { start: Uint32Array.of(0, 3), ids: Uint32Array.of(3, 4, 3), labels: Uint16Array.of(0) };
      const { rows } = lossAndGradients(tf, { ...stepInput(model, texts), spiking: true });
      const { dimensions } = model;
      const [first, middle, last] = [0, 1, 2].map((p) => Array.from(rows.slice(p * dimensions, (p + 1) * dimensions)));
      const other = middle.some((value) => value !== 0);
      expect(first).toEqual(last);
      expect(first.some((value) => value !== 0)).toBe(!other);
    });
  });

  it("gives the same loss and gradients as tensors do, with and without a grid, whether words that come again share a row or not", async () => {
    const { tf } = await load();
    for (const windows of ["causal", "same", "valid"] as const) {
      // Kernel 6 sums more words than are written out.
      const model = randomTextCnn(createRandom(31), { windows, kernels: [1, 3, 6], filters: 9, dimensions: 21 });
      const texts = randomTexts(
        createRandom(32),
        Array.from({ length: 12 }, (_, text) => 1 + ((7 * text) % 13)),
      );
      for (const shared of [false, true]) {
        for (const isOnGrid of [false, true]) {
          const plain = stepInput(model, texts, shared);
          const grid = { steps: new Float32Array(plain.plan.columns).fill(0.03), limit: 60 };
          const input = { ...plain, spiking: isOnGrid, ...(isOnGrid ? { grid } : {}) };
          const [arrays, tensors] = [lossAndGradients(tf, input), lossAndGradientsInTensors(tf, input)];
          expect(arrays.loss).toBeCloseTo(tensors.loss, 5);
          for (const name of ["rows", "matrix", "bias", "output", "outputBias", "wide"] as const) {
            expect(arrays[name].some((value) => value !== 0)).toBe(true);
            const most = Math.max(...tensors[name].map(Math.abs));
            const far = Array.from(arrays[name].keys()).filter((at) => Math.abs(arrays[name][at] - tensors[name][at]) > 1e-5 * most);
            expect(far, `${windows}, ${name}`).toEqual([]);
          }
        }
      }
    }
  });

  it("pools the same currents as prediction does", async () => {
    const { tf } = await load();
    for (const windows of ["causal", "same", "valid"] as const) {
      const model = randomTextCnn(createRandom(8), { windows, kernels: [1, 2, 4, 7] });
      const texts = randomTexts(createRandom(9), [7, 1, 3, 12]);
      const input = stepInput(model, texts);
      const { dimensions, plan, rows, matrix } = input;
      const words = rows.length / dimensions;
      const products = tf.tidy(() => tf.matMul(tf.tensor2d(rows, [words, dimensions]), tf.tensor2d(matrix, [dimensions, plan.columns])).dataSync());
      const { pooled } = poolWindows(Float32Array.from(products), input);
      const bias = packBias(model);
      pooledCurrents(model, texts).forEach((current, i) => {
        // A filter without a window has no current.
        if (current === Number.NEGATIVE_INFINITY) expect(pooled[i]).toBe(Math.fround(NO_WINDOW));
        else expect(pooled[i] + bias[i % bias.length]).toBeCloseTo(current, 4);
      });
    }
  });

  it("takes the same step as the naive implementation that `snnc bench` holds it against", async () => {
    const { tf, backend } = await load();
    const shape = { batchSize: 4, words: 7, dimensions: 6, kernels: [2, 3], filters: 5, vocabulary: 30, classes: 3, dropout: 0 };
    const { snnc, naive } = createStepBenchmark(tf, shape);
    expect(naive()).toBeCloseTo(snnc(), 5);
    // From the second step on the naive one has another embedding where it does not train it.
    if (backend === "native") expect(naive()).toBeCloseTo(snnc(), 4);
  });

  it("learns what only word order tells, in ReLU and in spikes, and leaves no tensor behind", async () => {
    const { tf } = await load();
    const data = { train: wordOrderTask(1, 400), dev: wordOrderTask(2, 200) };
    const start = createTextCnn(
      { vocabularySize: 12, classes: 2, dimensions: 8, kernels: [1, 2], filters: 8, wideWords: true },
      "causal",
      createRandom(3),
    );
    const before = tf.memory().numTensors;
    for (const model of [start, spikingFrom(start)]) {
      const trained = await trainTextCnn(tf, model, data, SMALL_TRAINING, { stage: "test", seed: 1 });
      expect(trained.devAccuracy).toBeGreaterThan(90);
      expect(evaluate(trained.model, data.dev).accuracy).toBe(trained.devAccuracy);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it("gives the same weights twice from the same seed, and others from another", async () => {
    const { tf } = await load();
    const data = { train: wordOrderTask(1, 100), dev: wordOrderTask(2, 50) };
    const start = createTextCnn(
      { vocabularySize: 12, classes: 2, dimensions: 8, kernels: [1, 2], filters: 4, wideWords: true },
      "causal",
      createRandom(3),
    );
    const options = { ...SMALL_TRAINING, epochs: 2, wordDropout: 0.2, dropout: 0.4 };
    const train = async (seed: number): Promise<TextCnn> => (await trainTextCnn(tf, start, data, options, { stage: "test", seed })).model;
    const [first, second, other] = [await train(1), await train(1), await train(2)];
    expect(second).toEqual(first);
    expect(other.embedding).not.toEqual(first.embedding);
  });
}

/** The same weights with a threshold of 1 in every filter. */
export function spikingFrom(model: TextCnn): TextCnn {
  return {
    ...model,
    activation: { kind: "spike", thresholds: new Float32Array(model.branches.reduce((sum, { filters }) => sum + filters, 0)).fill(1) },
  };
}

/** One step on all texts, without dropout; each position has a row of its own, or words that come again share theirs. */
export function stepInput(model: TextCnn, texts: TokenizedTexts, shared = false): StepInput {
  const plan = planColumns(model);
  const { dimensions, classes } = model;
  const all = Uint32Array.from(texts.labels, (_, i) => i);
  const batch = makeBatch(texts, all, 0, createRandom(0));
  const { words, rowAt } = shared
    ? createDistinctWords(model.vocabularySize)(batch)
    : { words: batch.words, rowAt: Uint32Array.from(batch.words.keys()) };
  const rows = new Float32Array(words.length * dimensions);
  words.forEach((word, at) => {
    if (word !== PADDING) rows.set(model.embedding.subarray(word * dimensions, (word + 1) * dimensions), at * dimensions);
  });
  const random = createRandom(99);
  return {
    texts: batch.size,
    positions: batch.length,
    dimensions,
    classes,
    plan,
    spiking: false,
    rows,
    rowAt,
    lengths: batch.lengths,
    matrix: packColumns(model, plan),
    bias: packBias(model),
    output: model.output,
    outputBias: model.outputBias,
    wide: Float32Array.from({ length: batch.size * classes }, () => 0.3 * random.normal()),
    labels: batch.labels,
  };
}

/** The same step with so many more positions behind each text; what those read must not matter. */
function withPads(input: StepInput, pads: number): StepInput {
  const { texts, positions } = input;
  const rowAt = new Uint32Array(texts * (positions + pads));
  for (let text = 0; text < texts; text++) rowAt.set(input.rowAt.subarray(text * positions, (text + 1) * positions), text * (positions + pads));
  return { ...input, positions: positions + pads, rowAt };
}

const STEP = 2e-3;

/**
 * Central differences of `loss` by the given numbers of `values`, which is left as it was. Numbers that have a kink
 * (another position or a ReLU takes over) within the step are left out: there the two sides differ.
 */
function finiteDifferences(values: Float32Array, which: readonly number[], loss: () => number): { at: number; value: number }[] {
  const here = loss();
  return which.flatMap((at) => {
    const held = values[at];
    values[at] = held + STEP;
    const [above, high] = [loss(), values[at]];
    values[at] = held - STEP;
    const [below, low] = [loss(), values[at]];
    values[at] = held;
    const kink = Math.abs((above - here) / (high - held) - (here - below) / (held - low)) > 5e-3;
    return kink ? [] : [{ at, value: (above - below) / (high - low) }];
  });
}

/** Not one of a row that no position has: padding's. */
function isWord({ dimensions, positions, lengths, rowAt }: StepInput, name: string): (at: number) => boolean {
  if (name !== "rows") return () => true;
  const read = new Set(rowAt.filter((_, at) => at % positions < lengths[Math.floor(at / positions)]));
  return (at) => read.has(Math.floor(at / dimensions));
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
