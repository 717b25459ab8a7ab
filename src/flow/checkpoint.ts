/**
 * The checkpoints of a bundle, `train.checkpoint` and `convert.checkpoint`: written when a stage ends, every so often while one is
 * under way, and when the verb is interrupted; gone once it is done. Only the training that wrote it goes on from it.
 */
import type { Checkpoints, SavedStage } from "../learn/checkpoint.js";
import { decodeCheckpoint, encodeCheckpoint } from "../learn/checkpoint-codec.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import { BUNDLE, type Bundle, hashOf, json, openBundle } from "./bundle.js";
import { type Config, parseConfig } from "./config.js";
import { buildIdentity } from "./package.js";

/** Epochs are written at most this often. */
const SECONDS_BETWEEN_WRITES = 10;

/** The verbs that train. */
export type TrainingVerb = "train" | "convert";

const VERBS = {
  train: { file: BUNDLE.checkpoint, noun: "training", again: (folder: string) => `snnc train --resume -o ${folder}` },
  convert: { file: BUNDLE.convertCheckpoint, noun: "conversion", again: (folder: string) => `snnc convert --resume ${folder}` },
} as const;

interface TrainingCheckpoint extends Checkpoints {
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
  /** What it starts from besides: files of the bundle. */
  readonly start?: readonly Uint8Array[];
}

export interface ResumeOptions {
  /** Goes on with the training that was interrupted. */
  readonly resume?: boolean;
  readonly note?: (line: string) => void;
}

/**
 * Runs what a verb does with a checkpoint that is removed when it has been done, and kept and told of when it is interrupted.
 * Throws SnncError (input) `checkpoint-missing`, `checkpoint-other` where there is nothing to resume.
 */
export async function withCheckpoint<Result>(
  bundle: Bundle,
  verb: TrainingVerb,
  identity: TrainingIdentity,
  { resume = false, note }: ResumeOptions,
  run: (checkpoints: Checkpoints) => Promise<Result>,
): Promise<Result> {
  const checkpoint = openCheckpoint(bundle, verb, identity, resume);
  try {
    const result = await run(checkpoint);
    checkpoint.remove();
    return result;
  } catch (error) {
    // It would end the same way again.
    if (error instanceof SnncError) checkpoint.remove();
    else {
      checkpoint.flush();
      const kept = checkpoint.describe();
      if (kept !== undefined) note?.(`kept for \`${VERBS[verb].again(bundle.directory)}\`: ${kept}`);
    }
    throw error;
  }
}

/** An empty checkpoint, or with `resume` the bundle's own. Throws SnncError (input, `checkpoint-other`) where that is of another training. */
function openCheckpoint(bundle: Bundle, verb: TrainingVerb, identity: TrainingIdentity, resume: boolean): TrainingCheckpoint {
  const { config, content, backend, start = [] } = identity;
  const { file: name, noun } = VERBS[verb];
  const key = hashOf([json(config), content, backend, buildIdentity(), ...start]);
  const stages = new Map<string, SavedStage>();
  if (resume) {
    const file = readCheckpoint(bundle, verb);
    if (file.key !== key) {
      throw inputError("checkpoint-other", `the checkpoint is of a ${noun} with other texts, another build of snnc or another TensorFlow`, {
        where: bundle.path(name),
        hint: `Put back what changed, or ${verb} without --resume; that starts anew.`,
      });
    }
    for (const stage of file.stages) stages.set(stage.stage, stage);
  } else bundle.remove([name]);

  let isWritten = true;
  let writtenAt = performance.now();
  const flush = (): void => {
    if (isWritten) return;
    bundle.write(new Map([[name, encodeCheckpoint({ key, config, stages: [...stages.values()] })]]));
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
    remove: () => bundle.remove([name]),
  };
}

/** The configuration of the verb that was interrupted in a folder. Throws SnncError (input, `checkpoint-missing`) where it was not. */
export function interruptedConfig(folder: string, verb: TrainingVerb): Config {
  const bundle = openBundle(folder);
  return parseConfig(readCheckpoint(bundle, verb).config, bundle.path(VERBS[verb].file));
}

function readCheckpoint(bundle: Bundle, verb: TrainingVerb): ReturnType<typeof decodeCheckpoint> {
  const { file, noun } = VERBS[verb];
  if (bundle.has(file)) return decodeCheckpoint(bundle.read(file), bundle.path(file));
  throw inputError("checkpoint-missing", `no interrupted ${noun} lies here`, {
    where: bundle.directory,
    hint: `Run \`snnc ${verb}\` without --resume: a ${noun} that ends leaves no checkpoint behind, nor does one of \`--encoding rate\`.`,
  });
}

function described(stage: SavedStage): string {
  if (stage.kind === "finished") return `${stage.stage} (finished)`;
  return `${stage.stage} (${stage.epoch} epoch${stage.epoch === 1 ? "" : "s"}, best dev ${stage.best.dev.accuracy.toFixed(2)} %)`;
}
