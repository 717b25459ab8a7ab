/**
 * The training loop of every stage: AdamW on batches of similar length, dropout, a linearly falling learning rate,
 * early stopping on dev, the best epoch kept. Weights and moments live in typed arrays (forward.ts says why).
 */
import type { TokenizedTexts } from "../text/types.js";
import { bigramHash } from "../util/bigram-hash.js";
import { checkError, type Diagnostic } from "../util/diagnostics.js";
import type { OnProgress } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { activityOf } from "./activity.js";
import { type AdamState, adamStep, createAdam } from "./adamw.js";
import { createWeightAverage } from "./average.js";
import { type Batch, createDistinctWords, epochBatches, makeBatch, PADDING } from "./batches.js";
import { type Checkpoints, copiesOf, finishedStage, modelOf, type NamedArray, restore, saveFinished, weightsOf } from "./checkpoint.js";
import { packBias, packColumns, planColumns, unpackBias, unpackColumns } from "./columns.js";
import { createLossAndGradients } from "./forward.js";
import { type GridSteps, gridSteps, mantissaOf, outputOnGrid, type WeightGrid } from "./grid.js";
import { type Evaluation, evaluate, wideRow } from "./predict.js";
import { createRowSource, sparseTable } from "./row-source.js";
import type { ProductGrid, StepResult } from "./step.js";
import type { TensorFlow } from "./tensorflow.js";
import { checkTextCnn, copyTextCnn, type TextCnn } from "./textcnn.js";
import type { EpochResult, Trained } from "./trained.js";

export type { EpochResult, Trained } from "./trained.js";

export interface TrainingData {
  readonly train: TokenizedTexts;
  readonly dev: TokenizedTexts;
}

/** How a stage trains; plain data. */
export interface TrainingOptions {
  /** At most so many passes over the training texts. */
  readonly epochs: number;
  /** Texts per step. */
  readonly batchSize: number;
  /** Of kernels, output and biases. */
  readonly learningRate: number;
  /** Of the embedding's rows: higher, because a row steps only when its word occurs. */
  readonly rowLearningRate: number;
  /** Of the wide path's rows. */
  readonly wideLearningRate: number;
  /** The learning rates fall linearly to this share of themselves. */
  readonly finalRate: number;
  /** AdamW's decay per step and unit of learning rate. */
  readonly weightDecay: number;
  /** The same for the rows of embedding and wide path, in the steps that touch them. */
  readonly rowWeightDecay: number;
  /** Share of hidden activations dropped, 0..1. */
  readonly dropout: number;
  /** Share of words replaced by the unknown word. */
  readonly wordDropout: number;
  /** Largest Euclidean norm of a class's output weights; longer ones are shortened after each step. */
  readonly maxOutputNorm: number;
  /** Epochs without a better dev score (accuracy % - loss) before the stage ends. */
  readonly patience: number;
  /** Trains for the integers that the weights will be rounded to, and judges by them on dev; spiking networks only. */
  readonly grid?: WeightGrid;
  /** States an epoch whose mean competes with the epoch's last on dev (average.ts); not averaged without. */
  readonly averagedStates?: number;
  /** Share (0..1) of the loss that a teacher's probabilities have, where the run has a teacher. */
  readonly teacherShare?: number;
}

export interface RunOptions {
  /** Name of the stage for progress and diagnostics. */
  readonly stage: string;
  readonly seed: number;
  /** Abort to stop: throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** A teacher's probabilities of the training texts, [texts, classes]. */
  readonly teacher?: Float32Array;
  /** Keeps each epoch and the result; a stage found in it goes on from there. */
  readonly checkpoints?: Checkpoints;
}

/** Steps between two looks at the signal and the progress bar. */
const STEPS_PER_PAUSE = 16;

/** A loss beyond this many times that of a guess has exploded. */
const EXPLODED = 10;

/**
 * Trains a copy of the model. With `keepStart` the starting weights count as epoch 0, so that a stage can only improve
 * on dev. Throws SnncError (check) `training-diverged` where no epoch ended with a finite loss, and the signal's reason
 * when aborted. Deterministic by seed, backend and thread count.
 */
export async function trainTextCnn(
  tf: TensorFlow,
  start: TextCnn,
  data: TrainingData,
  options: TrainingOptions,
  run: RunOptions & { readonly keepStart?: boolean },
): Promise<Trained> {
  checkTextCnn(start);
  const finished = finishedStage(run.checkpoints, run.stage, absorbThresholds(start));
  if (finished !== undefined) return finished;
  const trainer = createTrainer(tf, absorbThresholds(start), options, run.teacher);
  const random = createRandom(run.seed);
  const history: EpochResult[] = [];
  const warnings: Diagnostic[] = [];
  let best: { model: TextCnn; epoch: number; dev: Evaluation } | undefined;
  const saved = run.checkpoints?.load(run.stage);
  if (saved?.kind === "unfinished") {
    random.restore(saved.random);
    history.push(...saved.history);
    restore(trainer.arrays, saved.arrays);
    trainer.snapshot();
    best = { ...saved.best, model: modelOf(saved.bestArrays, trainer.model) };
  } else if (run.keepStart === true) best = { model: copyTextCnn(trainer.model), epoch: 0, dev: evaluate(trainer.model, data.dev, options.grid) };
  const limit = EXPLODED * Math.log(start.classes);
  let stale = saved?.kind === "unfinished" ? saved.stale : 0;
  let epoch = saved?.kind === "unfinished" ? saved.epoch : 0;
  let exploded = false;
  const average = options.averagedStates === undefined ? undefined : createWeightAverage(options.averagedStates);
  while (epoch < options.epochs && stale < options.patience && !exploded) {
    epoch++;
    trainer.startEpoch();
    const batches = epochBatches(data.train, options.batchSize, random);
    let lossSum = 0;
    for (const [index, chosen] of batches.entries()) {
      const progressed = (epoch - 1 + index / batches.length) / options.epochs;
      if (index % STEPS_PER_PAUSE === 0) {
        await pause(run.signal);
        run.onProgress?.({
          stage: run.stage,
          done: (epoch - 1) * batches.length + index,
          total: options.epochs * batches.length,
          note: noteOf(epoch, index === 0 ? undefined : lossSum / index, best?.dev),
        });
      }
      const loss = trainer.step(makeBatch(data.train, chosen, options.wordDropout, random), 1 - (1 - options.finalRate) * progressed, () =>
        random.uniform(),
      );
      lossSum += loss;
      average?.after(index + 1, batches.length, trainer.snapshot);
      if (!Number.isFinite(loss) || lossSum / (index + 1) > limit) {
        exploded = true;
        break;
      }
    }
    if (exploded) break;
    const { model: reached, dev } = betterOf(trainer.snapshot(), average?.take(), data.dev, options.grid);
    history.push({ epoch, trainLoss: lossSum / batches.length, devAccuracy: dev.accuracy, devLoss: dev.loss });
    if (best === undefined || scoreOf(dev) > scoreOf(best.dev)) {
      best = { model: copyTextCnn(reached), epoch, dev };
      stale = 0;
    } else stale++;
    run.checkpoints?.save({
      kind: "unfinished",
      stage: run.stage,
      epoch,
      stale,
      history: [...history],
      random: random.state(),
      best: { epoch: best.epoch, dev: best.dev },
      arrays: copiesOf(trainer.arrays),
      bestArrays: weightsOf(best.model),
    });
  }
  if (exploded) {
    const message = `the loss exploded in epoch ${epoch} (beyond ${limit.toFixed(1)}, ${EXPLODED} times that of a guess)`;
    const hint = `Lower the learning rates (${options.learningRate}, rows ${options.rowLearningRate}, wide path ${options.wideLearningRate}) to a third.`;
    if (best === undefined) throw checkError("training-diverged", message, { where: run.stage, hint });
    warnings.push({ code: "training-diverged", message: `${message}; the weights of epoch ${best.epoch} were kept`, where: run.stage, hint });
  }
  if (best === undefined) throw new Error("training without an epoch");
  checkTextCnn(best.model);
  warnings.push(...activityOf(best.model, best.dev, run.stage));
  run.onProgress?.({ stage: run.stage, done: 1, total: 1, note: `dev ${best.dev.accuracy.toFixed(2)} %` });
  const trained: Trained = {
    model: best.model,
    stage: run.stage,
    epochs: epoch,
    bestEpoch: best.epoch,
    devAccuracy: best.dev.accuracy,
    devLoss: best.dev.loss,
    dev: best.dev,
    history,
    warnings,
  };
  saveFinished(run.checkpoints, trained);
  return trained;
}

/** The same spiking function with all thresholds 1 (weights and biases divided by them), as training wants it. */
export function absorbThresholds(model: TextCnn): TextCnn {
  if (model.activation.kind === "relu") return copyTextCnn(model);
  const { thresholds } = model.activation;
  const copy = copyTextCnn(model);
  let first = 0;
  for (const { filters, weight, bias } of copy.branches) {
    for (let i = 0; i < weight.length; i++) weight[i] /= thresholds[first + (i % filters)];
    for (let f = 0; f < filters; f++) bias[f] /= thresholds[first + f];
    first += filters;
  }
  return { ...copy, activation: { kind: "spike", thresholds: new Float32Array(thresholds.length).fill(1) } };
}

/** What early stopping maximises: dev accuracy in percent minus dev loss in nats. */
export function scoreOf(dev: Pick<Evaluation, "accuracy" | "loss">): number {
  return dev.accuracy - dev.loss;
}

/** The epoch's last state, or the mean of several where dev prefers it. */
function betterOf(last: TextCnn, mean: TextCnn | undefined, texts: TokenizedTexts, grid: WeightGrid | undefined) {
  const candidates = (mean === undefined ? [last] : [last, mean]).map((model) => ({ model, dev: evaluate(model, texts, grid) }));
  return candidates.reduce((best, candidate) => (scoreOf(candidate.dev) > scoreOf(best.dev) ? candidate : best));
}

function noteOf(epoch: number, loss: number | undefined, best: Evaluation | undefined): string {
  const parts = [`epoch ${epoch}`];
  if (loss !== undefined) parts.push(`loss ${loss.toFixed(3)}`);
  if (best !== undefined) parts.push(`best dev ${best.accuracy.toFixed(2)} %`);
  return parts.join(", ");
}

/** Lets signals and other work in, then throws if aborted. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

/** The model under training: its arrays change in place. */
export interface Trainer {
  /** Kernels and biases are up to date only after `snapshot`. */
  readonly model: TextCnn;
  /** Everything that a step changes, the optimiser's moments included. */
  readonly arrays: readonly NamedArray[];
  /** Lays the grid anew under the weights as they are. */
  startEpoch(): void;
  /** One step with learning rates times `rate`; returns the batch's loss (no step is taken where it is not finite). */
  step(batch: Batch, rate: number, uniform: () => number): number;
  /** The model with everything up to date. */
  snapshot(): TextCnn;
}

/** `model` must be the trainer's own copy, its thresholds 1. */
export function createTrainer(tf: TensorFlow, model: TextCnn, options: TrainingOptions, teacher?: Float32Array): Trainer {
  const plan = planColumns(model);
  const { dimensions, classes } = model;
  const matrix = packColumns(model, plan);
  const bias = packBias(model);
  const adam = {
    matrix: createAdam(matrix.length),
    bias: createAdam(bias.length),
    output: createAdam(model.output.length),
    outputBias: createAdam(classes),
  };
  const embedding = createRowSource(model);
  const distinctWords = createDistinctWords(model.vocabularySize);
  const wide = model.wide === undefined ? undefined : sparseTable(model.wide, model.wide.length / classes, classes);
  const bigrams = model.bigrams === undefined ? undefined : sparseTable(model.bigrams.weight, 2 ** model.bigrams.hashBits, classes);

  let steps: GridSteps | undefined;
  let productGrid: ProductGrid | undefined;

  const lossAndGradients = createLossAndGradients(tf);
  const step = (batch: Batch, rate: number, uniform: () => number): number => {
    // Forward, the class sums see rounded weights; the rounding of word and pair rows is that of `wideSums`.
    const output = steps === undefined ? model : outputOnGrid(model, steps);
    const { words, rowAt } = distinctWords(batch);
    const result = lossAndGradients({
      texts: batch.size,
      positions: batch.length,
      dimensions,
      classes,
      plan,
      spiking: model.activation.kind === "spike",
      rows: embedding.gather(words),
      rowAt,
      lengths: batch.lengths,
      matrix,
      bias,
      output: output.output,
      outputBias: output.outputBias,
      wide: wideSums(batch),
      ...(productGrid === undefined ? {} : { grid: productGrid }),
      ...(teacher === undefined || options.teacherShare === undefined
        ? {}
        : { teacher: { probabilities: gatherTexts(teacher, classes, batch), share: options.teacherShare } }),
      ...(options.dropout > 0 ? { dropout: dropoutFactors(batch.size * plan.filters, options.dropout, uniform) } : {}),
      labels: batch.labels,
    });
    if (Number.isFinite(result.loss)) update(batch, words, result, rate);
    return result.loss;
  };

  const update = (batch: Batch, words: Uint32Array, result: StepResult, rate: number): void => {
    const dense = { learningRate: rate * options.learningRate, weightDecay: options.weightDecay };
    // In row space the kernels only select; what they selected of is trained.
    if (model.code === undefined) adamStep(matrix, result.matrix, adam.matrix, dense);
    adamStep(bias, result.bias, adam.bias, { ...dense, weightDecay: 0 });
    adamStep(model.output, result.output, adam.output, dense);
    adamStep(model.outputBias, result.outputBias, adam.outputBias, { ...dense, weightDecay: 0 });
    limitNorms(model.output, classes, options.maxOutputNorm);
    batch.words.forEach((word, at) => {
      if (word === PADDING) return;
      const text = Math.floor(at / batch.length);
      wide?.add(wideRow(model, word), result.wide, text * classes);
      if (bigrams !== undefined && at % batch.length > 0) bigrams.add(pairRow(batch.words[at - 1], word), result.wide, text * classes);
    });
    embedding.step(words, result.rows, { learningRate: rate * options.rowLearningRate, weightDecay: options.rowWeightDecay });
    wide?.step({ learningRate: rate * options.wideLearningRate, weightDecay: options.rowWeightDecay });
    bigrams?.step({ learningRate: rate * options.wideLearningRate, weightDecay: options.rowWeightDecay });
  };

  const pairRow = (previous: number, word: number): number => bigramHash(previous, word, model.bigrams?.hashBits ?? 1);

  const wideSums = (batch: Batch): Float32Array => {
    const sums = new Float32Array(batch.size * classes);
    if (model.wide === undefined && model.bigrams === undefined) return sums;
    batch.words.forEach((word, at) => {
      if (word === PADDING) return;
      const base = Math.floor(at / batch.length) * classes;
      if (model.wide !== undefined) addRow(sums, base, model.wide, wideRow(model, word), classes, steps, steps?.classes.wide);
      if (model.bigrams !== undefined && at % batch.length > 0) {
        addRow(sums, base, model.bigrams.weight, pairRow(batch.words[at - 1], word), classes, steps, steps?.classes.bigrams);
      }
    });
    return sums;
  };

  const snapshot = (): TextCnn => {
    unpackColumns(matrix, model, plan);
    unpackBias(bias, model);
    return model;
  };

  return {
    model,
    arrays: [
      { name: "kernels", values: matrix },
      { name: "bias", values: bias },
      ...momentsOf("kernels", adam.matrix),
      ...momentsOf("bias", adam.bias),
      ...momentsOf("output", adam.output),
      ...momentsOf("output bias", adam.outputBias),
      ...embedding.states.flatMap((state, table) => momentsOf(`embedding ${table}`, state)),
      ...(wide === undefined ? [] : momentsOf("wide", wide.state)),
      ...(bigrams === undefined ? [] : momentsOf("bigrams", bigrams.state)),
      // Among them the copies of kernels and biases of the last snapshot.
      ...weightsOf(model),
    ],
    startEpoch: () => {
      if (options.grid === undefined) return;
      steps = gridSteps(snapshot(), options.grid);
      productGrid = { steps: Float32Array.from(steps.columns), limit: steps.limit };
    },
    step,
    snapshot,
  };
}

function momentsOf(name: string, { mean, square, steps }: AdamState): readonly NamedArray[] {
  return [
    { name: `${name}, mean`, values: mean },
    { name: `${name}, square`, values: square },
    { name: `${name}, steps`, values: steps },
  ];
}

/** Adds a row, rounded to multiples of `step` where there is a grid. */
function addRow(sums: Float32Array, at: number, table: Float32Array, row: number, columns: number, grid: GridSteps | undefined, step = 1): void {
  for (let c = 0; c < columns; c++) {
    const weight = table[row * columns + c];
    sums[at + c] += grid === undefined ? weight : step * mantissaOf(weight, step, grid.limit);
  }
}

/** A teacher's rows of a batch's texts. */
function gatherTexts(probabilities: Float32Array, classes: number, { texts }: Batch): Float32Array {
  const gathered = new Float32Array(texts.length * classes);
  texts.forEach((text, i) => {
    gathered.set(probabilities.subarray(text * classes, (text + 1) * classes), i * classes);
  });
  return gathered;
}

/** 0 with probability `dropout`, else 1 / (1 - dropout). */
function dropoutFactors(size: number, dropout: number, uniform: () => number): Float32Array {
  const factors = new Float32Array(size);
  for (let i = 0; i < size; i++) factors[i] = uniform() < dropout ? 0 : 1 / (1 - dropout);
  return factors;
}

/** Shortens each class's output weights [filters, classes] to the largest norm allowed. */
function limitNorms(output: Float32Array, classes: number, most: number): void {
  for (let c = 0; c < classes; c++) {
    let square = 0;
    for (let at = c; at < output.length; at += classes) square += output[at] ** 2;
    if (square <= most ** 2) continue;
    const scale = most / Math.sqrt(square);
    for (let at = c; at < output.length; at += classes) output[at] *= scale;
  }
}
