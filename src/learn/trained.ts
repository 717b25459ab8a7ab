/** What a stage of training returns. */
import type { Diagnostic } from "../util/diagnostics.js";
import type { Evaluation } from "./predict.js";
import type { TextCnn } from "./textcnn.js";

export interface EpochResult {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly devAccuracy: number;
  readonly devLoss: number;
}

/** A trained network and how it came about. */
export interface Trained {
  readonly model: TextCnn;
  readonly stage: string;
  /** Epochs begun. */
  readonly epochs: number;
  /** Epoch whose weights were kept; 0: those it started with. */
  readonly bestEpoch: number;
  /** Percent. */
  readonly devAccuracy: number;
  readonly devLoss: number;
  readonly dev: Evaluation;
  readonly history: readonly EpochResult[];
  /** What the user should know: the loss exploded, no hidden neuron spikes. */
  readonly warnings: readonly Diagnostic[];
}
