/**
 * What training keeps so that it can go on where it stopped: the results of finished stages, and of the stage under way
 * everything that its next epoch depends on (weights, moments, the random stream, the best epoch so far). A resumed stage
 * therefore ends with the same weights, bit for bit, as one that was never interrupted.
 */
import type { RandomState } from "../util/random.js";
import { arraysOf, copyTextCnn, type TextCnn } from "./textcnn.js";
import type { EpochResult, Trained } from "./trained.js";

/** An array under its name. */
export interface NamedArray {
  readonly name: string;
  readonly values: Float32Array | Uint32Array;
}

export type SavedStage = UnfinishedStage | FinishedStage;

/** A stage after its last complete epoch. */
export interface UnfinishedStage {
  readonly kind: "unfinished";
  readonly stage: string;
  /** Epochs completed. */
  readonly epoch: number;
  /** Of them, the last ones that were no better. */
  readonly stale: number;
  readonly history: readonly EpochResult[];
  readonly random: RandomState;
  readonly best: { readonly epoch: number; readonly dev: Trained["dev"] };
  /** Weights and moments as training changes them. */
  readonly arrays: readonly NamedArray[];
  /** Weights of the best epoch. */
  readonly bestArrays: readonly NamedArray[];
}

export interface FinishedStage {
  readonly kind: "finished";
  readonly stage: string;
  readonly result: Omit<Trained, "model">;
  readonly arrays: readonly NamedArray[];
}

/** Where stages are kept; whoever implements it decides when they reach the disk. */
export interface Checkpoints {
  /** The stage as it was last saved. */
  load(stage: string): SavedStage | undefined;
  /** Takes over the arrays: nobody changes them afterwards. */
  save(stage: SavedStage): void;
}

/** The result of a stage that was finished before; `shape` is a model of the same shape. */
export function finishedStage(checkpoints: Checkpoints | undefined, stage: string, shape: TextCnn): Trained | undefined {
  const saved = checkpoints?.load(stage);
  return saved?.kind === "finished" ? { ...saved.result, model: modelOf(saved.arrays, shape) } : undefined;
}

export function saveFinished(checkpoints: Checkpoints | undefined, { model, ...result }: Trained): void {
  checkpoints?.save({ kind: "finished", stage: result.stage, result, arrays: copiesOf(weightsOf(model)) });
}

/** A model of the given shape with the saved weights. */
export function modelOf(arrays: readonly NamedArray[], shape: TextCnn): TextCnn {
  const model = copyTextCnn(shape);
  restore(weightsOf(model), arrays);
  return model;
}

/** A model's own arrays, by name. */
export function weightsOf(model: TextCnn): readonly NamedArray[] {
  return arraysOf(model).map(({ name, values }) => ({ name, values }));
}

export function copiesOf(arrays: readonly NamedArray[]): NamedArray[] {
  return arrays.map(({ name, values }) => ({ name, values: values.slice() }));
}

/** Writes saved values over `arrays`, in place. Arrays of another network are our own bug: a checkpoint's key rules them out. */
export function restore(arrays: readonly NamedArray[], saved: readonly NamedArray[]): void {
  if (arrays.length !== saved.length) throw new Error(`the checkpoint has ${saved.length} arrays; the network has ${arrays.length}`);
  arrays.forEach(({ name, values }, i) => {
    const from = saved[i];
    if (from.name !== name || from.values.length !== values.length) throw new Error(`the checkpoint has '${from.name}' in place of '${name}'`);
    values.set(from.values);
  });
}
