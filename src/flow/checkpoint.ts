/**
 * The checkpoint of a bundle's training, `train.checkpoint`: written when a stage ends, every so often while one is under
 * way, and when training is interrupted; gone once training is done. Only the training that wrote it goes on from it.
 */
import type { Checkpoints, SavedStage } from "../learn/checkpoint.js";
import { decodeCheckpoint, encodeCheckpoint } from "../learn/checkpoint-codec.js";
import { inputError } from "../util/diagnostics.js";
import { BUNDLE, type Bundle, hashOf, json, openBundle } from "./bundle.js";
import { type Config, parseConfig } from "./config.js";
import { buildIdentity } from "./package.js";

/** Epochs are written at most this often. */
const SECONDS_BETWEEN_WRITES = 10;

export interface TrainingCheckpoint extends Checkpoints {
  /** Writes what has not been written yet. */
  flush(): void;
  /** What it holds, for people; undefined where it holds nothing. */
  describe(): string | undefined;
  remove(): void;
}

/** What a training depends on; another key is another training. */
export interface TrainingIdentity {
  readonly config: Config;
  /** Hash of the texts and labels. */
  readonly content: string;
  /** What runs TensorFlow, threads included. */
  readonly backend: string;
}

/** An empty checkpoint, or with `resume` the bundle's own. Throws SnncError (input, `checkpoint-other`) where that is of another training. */
export function openCheckpoint(bundle: Bundle, { config, content, backend }: TrainingIdentity, resume: boolean): TrainingCheckpoint {
  const key = hashOf([json(config), content, backend, buildIdentity()]);
  const stages = new Map<string, SavedStage>();
  if (resume) {
    const file = readCheckpoint(bundle);
    if (file.key !== key) {
      throw inputError("checkpoint-other", "the checkpoint is of a training with other texts, another build of snnc or another TensorFlow", {
        where: bundle.path(BUNDLE.checkpoint),
        hint: "Put back what changed, or train without --resume; that starts anew.",
      });
    }
    for (const stage of file.stages) stages.set(stage.stage, stage);
  } else bundle.remove([BUNDLE.checkpoint]);

  let isWritten = true;
  let writtenAt = performance.now();
  const flush = (): void => {
    if (isWritten) return;
    bundle.write(new Map([[BUNDLE.checkpoint, encodeCheckpoint({ key, config, stages: [...stages.values()] })]]));
    isWritten = true;
    writtenAt = performance.now();
  };
  return {
    load: (stage) => stages.get(stage),
    save: (stage) => {
      stages.set(stage.stage, stage);
      isWritten = false;
      if (stage.kind === "finished" || performance.now() - writtenAt > 1000 * SECONDS_BETWEEN_WRITES) flush();
    },
    flush,
    describe: () => (stages.size === 0 ? undefined : [...stages.values()].map(described).join(", ")),
    remove: () => bundle.remove([BUNDLE.checkpoint]),
  };
}

/** The configuration of the training that was interrupted in a folder. Throws SnncError (input, `checkpoint-missing`) where none was. */
export function interruptedConfig(folder: string): Config {
  const bundle = openBundle(folder);
  return parseConfig(readCheckpoint(bundle).config, bundle.path(BUNDLE.checkpoint));
}

function readCheckpoint(bundle: Bundle): ReturnType<typeof decodeCheckpoint> {
  if (bundle.has(BUNDLE.checkpoint)) return decodeCheckpoint(bundle.read(BUNDLE.checkpoint), bundle.path(BUNDLE.checkpoint));
  throw inputError("checkpoint-missing", "no interrupted training lies here", {
    where: bundle.directory,
    hint: "Train without --resume; training that ends leaves no checkpoint behind.",
  });
}

function described(stage: SavedStage): string {
  if (stage.kind === "finished") return `${stage.stage} (finished)`;
  return `${stage.stage} (${stage.epoch} epoch${stage.epoch === 1 ? "" : "s"}, best dev ${stage.best.dev.accuracy.toFixed(2)} %)`;
}
