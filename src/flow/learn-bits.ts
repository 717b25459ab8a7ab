/**
 * Weights of fewer than 8 bits as flow: clips chosen on dev for the integers that a spiking classifier will be rounded to, then training
 * that feels them. Compilation must take the same clips, so they go with the network.
 */
import { chooseClips } from "../learn/clips.js";
import type { WeightGrid } from "../learn/grid.js";
import type { LearningPreset } from "../learn/presets.js";
import { fineTuneOnGrid, type StageOptions } from "../learn/stages.js";
import type { TensorFlow } from "../learn/tensorflow.js";
import type { TextCnn } from "../learn/textcnn.js";
import type { Trained, TrainingData } from "../learn/train.js";
import { clipsFor } from "../lower/clips.js";
import type { LearningSummary } from "./learning.js";

/** Weights of so many bits are rounded after training: they lose next to nothing. */
export const ROUNDED_BITS = 8;

export interface TrainedForBits {
  readonly trained: Trained;
  readonly grid: WeightGrid;
  readonly trainedFor: NonNullable<LearningSummary["trainedFor"]>;
}

/** Trains a spiking classifier on for weights of few bits; undefined for as many as need no training. Accuracies are those of the integers. */
export async function trainForBits(
  tf: TensorFlow,
  model: TextCnn,
  data: TrainingData,
  preset: LearningPreset,
  weightBits: number,
  work: StageOptions,
): Promise<TrainedForBits | undefined> {
  if (weightBits >= ROUNDED_BITS) return undefined;
  work.onProgress?.({ stage: `choosing scales of ${weightBits}-bit weights on dev` });
  const { grid, devAccuracy } = chooseClips(model, data.dev, weightBits, clipsFor(weightBits));
  const trained = await fineTuneOnGrid(tf, model, data, preset, grid, work);
  return {
    trained,
    grid,
    trainedFor: {
      weightBits,
      hiddenClip: grid.hiddenClip,
      outputClip: grid.outputClip,
      devAccuracy: trained.devAccuracy,
      roundedDevAccuracy: devAccuracy,
    },
  };
}
