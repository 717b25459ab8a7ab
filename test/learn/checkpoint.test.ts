/** Training that is interrupted and resumed ends with the same bytes; and it holds no more tensors the longer it lasts. */
import { describe, expect, it } from "vitest";
import type { Checkpoints, SavedStage } from "../../src/learn/checkpoint.js";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/learn/checkpoint-codec.js";
import { PRESETS } from "../../src/learn/presets.js";
import { trainWidePathAlone } from "../../src/learn/stages.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { createTextCnn } from "../../src/learn/textcnn.js";
import { type RunOptions, type Trained, type TrainingOptions, trainTextCnn } from "../../src/learn/train.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { SMALL_TRAINING, spikingFrom } from "./backend-claims.js";
import { wordOrderTask } from "./networks.js";

const { tf } = await loadTensorFlow();
const DATA = { train: wordOrderTask(1, 120), dev: wordOrderTask(2, 60) };
const START = createTextCnn(
  { vocabularySize: 12, classes: 2, dimensions: 6, kernels: [1, 2], filters: 4, wideWords: true, bigramBits: 5 },
  "causal",
  createRandom(3),
);
const OPTIONS: TrainingOptions = { ...SMALL_TRAINING, epochs: 5, dropout: 0.3, wordDropout: 0.2, patience: 2, rowWeightDecay: 0.01 };

/** Checkpoints that go through bytes, as on disk. */
function kept(stages = new Map<string, Uint8Array>()): Checkpoints & { readonly stages: Map<string, Uint8Array> } {
  return {
    stages,
    load: (stage) => {
      const bytes = stages.get(stage);
      return bytes === undefined ? undefined : decodeCheckpoint(bytes, "memory").stages[0];
    },
    save: (stage) => void stages.set(stage.stage, encodeCheckpoint({ key: "k", config: {}, stages: [stage] })),
  };
}

const train = (start = START, run: Partial<RunOptions> = {}, options = OPTIONS): Promise<Trained> =>
  trainTextCnn(tf, start, DATA, options, { stage: "test", seed: 1, keepStart: true, ...run });

describe("a training that was interrupted", () => {
  for (const [name, start, options] of [
    ["ReLU", START, OPTIONS],
    ["spiking", spikingFrom(START), OPTIONS],
    ["spiking, for integers of 4 bit", spikingFrom(START), { ...OPTIONS, grid: { bits: 4, hiddenClip: 1, outputClip: 1 } }],
  ] as const) {
    it(`gives the same network as one that was not, wherever it stopped (${name})`, async () => {
      const whole = await train(start, {}, options);
      for (let stop = 1; stop <= 3; stop++) {
        const checkpoints = kept();
        const controller = new AbortController();
        const stopping: Checkpoints = {
          load: checkpoints.load,
          save: (stage: SavedStage) => {
            checkpoints.save(stage);
            if (stage.kind === "unfinished" && stage.epoch === stop) controller.abort();
          },
        };
        await expect(train(start, { checkpoints: stopping, signal: controller.signal }, options)).rejects.toThrow("abort");
        const resumed = await train(start, { checkpoints }, options);
        expect(resumed).toEqual(whole);
      }
    });
  }

  it("is not trained again once it is finished", async () => {
    const checkpoints = kept();
    const whole = await train(START, { checkpoints });
    const seen: string[] = [];
    const again = await train(START, { checkpoints, onProgress: ({ stage }) => void seen.push(stage) });
    expect(again).toEqual(whole);
    expect(seen).toEqual([]);
  });

  it("keeps the wide path alone as well", async () => {
    const checkpoints = kept();
    const shape = { vocabularySize: 12, classes: 2 };
    const wide = (more: object): Promise<Trained> => trainWidePathAlone(DATA, shape, PRESETS.quick, { seed: 1, ...more });
    const whole = await wide({ checkpoints });
    expect(await wide({})).toEqual(whole);
    const seen: string[] = [];
    expect(await wide({ checkpoints, onProgress: () => void seen.push("progress") })).toEqual(whole);
    expect(seen).toEqual([]);
  });
});

describe("a checkpoint's bytes", () => {
  it("come back as they went out, and are the same for the same training", async () => {
    const stages: SavedStage[] = [];
    await train(START, { checkpoints: { load: () => undefined, save: (stage) => void stages.push(stage) } });
    const file = { key: "k", config: { seed: 1 }, stages };
    expect(stages.length).toBeGreaterThan(2);
    expect(decodeCheckpoint(encodeCheckpoint(file), "x")).toEqual(file);
    expect(encodeCheckpoint(file)).toEqual(encodeCheckpoint(file));
  });

  it("are refused where they are damaged, cut or something else", () => {
    const bytes = encodeCheckpoint({ key: "k", config: {}, stages: [] });
    const damaged = bytes.slice();
    damaged[damaged.length - 1] ^= 1;
    expect(() => decodeCheckpoint(damaged, "x")).toThrow(/artefact-corrupt/);
    expect(() => decodeCheckpoint(bytes.subarray(0, bytes.length - 1), "x")).toThrow(/artefact-truncated/);
    expect(() => decodeCheckpoint(Uint8Array.of(1, 2, 3, 4), "x")).toThrow(SnncError);
  });
});

describe("memory", () => {
  it("is flat: as many tensors after the third epoch as after the first, and as before", async () => {
    const before = tf.memory();
    const counts: number[] = [];
    const bytes: number[] = [];
    const count = (): void => {
      counts.push(tf.memory().numTensors);
      bytes.push(tf.memory().numBytes);
    };
    await train(START, { checkpoints: { load: () => undefined, save: count } }, { ...OPTIONS, epochs: 3, patience: 3 });
    // Three epochs and the result.
    expect(counts).toEqual(Array.from({ length: 4 }, () => before.numTensors));
    expect(bytes).toEqual(Array.from({ length: 4 }, () => before.numBytes));
  });
});
