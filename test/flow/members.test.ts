/** Several networks in one bundle: trained apart, folded into one by conversion, and from there on one network like any other. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBundle } from "../../src/flow/bundle.js";
import { readConverted, readLearning } from "../../src/flow/bundle-files.js";
import { compileBundle, convertBundle, trainBundle } from "../../src/flow/bundle-verbs.js";
import { type ConfigInput, parseConfig } from "../../src/flow/config.js";
import { workOfMember } from "../../src/flow/learn-members.js";
import type { SavedStage } from "../../src/learn/checkpoint.js";
import { createRandom } from "../../src/util/random.js";
import { temporaryFolder } from "../support/cli.js";
import { noisyTask } from "../support/noisy-task.js";

describe("a bundle of several networks", () => {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  const config = (changes: Partial<ConfigInput>) =>
    parseConfig(
      { dataset: { kind: "file", files: at("texts.tsv") }, learn: { kernels: [1, 2], filters: 4, epochs: 1, wide: "words" }, ...changes },
      "test",
    );

  beforeAll(() => writeFileSync(at("texts.tsv"), noisyTask(createRandom(1)).texts));
  afterAll(() => folder.remove());

  it("keeps a float network for each seed, and is folded into one that is so many times as wide", async () => {
    await trainBundle(at("two"), config({ members: 2, weightBits: 4, rows: 30, ownRows: 10 }));
    expect(readFileSync(join(at("two"), "float.pb"))).not.toEqual(readFileSync(join(at("two"), "float-2.pb")));
    await convertBundle(at("two"));
    const bundle = openBundle(at("two"));
    const learning = readLearning(bundle);
    expect(learning.stages.map(({ name }) => name).slice(2)).toEqual([
      "float TextCNN, network 1 of 2",
      "tailored TextCNN, network 1 of 2",
      "float TextCNN, network 2 of 2",
      "tailored TextCNN, network 2 of 2",
      "converted, network 1 of 2",
      "fine-tuned, network 1 of 2",
      "converted, network 2 of 2",
      "fine-tuned, network 2 of 2",
      "2 networks folded into one",
      "fine-tuned on 30 shared rows",
      "fine-tuned for 4-bit weights",
    ]);
    const { graph } = readConverted(bundle, learning);
    const filters = graph.nodes.flatMap((node) => (node.kind === "conv1d" ? [node.outChannels] : []));
    expect(filters).toEqual([8, 8]);
    const { choices } = await compileBundle(at("two"));
    expect(choices["dev accuracy of the integer program"]).toBe(learning.trainedFor?.devAccuracy);
  }, 120_000);

  it("holds the network of the seed alone as its first, and leaves no other behind when trained again without", async () => {
    await trainBundle(at("again"), config({ members: 2 }));
    const first = readFileSync(join(at("again"), "float.pb"));
    await trainBundle(at("again"), config({ members: 1 }));
    expect(readFileSync(join(at("again"), "float.pb")).equals(first)).toBe(true);
    expect(existsSync(join(at("again"), "float-2.pb"))).toBe(false);
    writeFileSync(join(at("again"), "snnc.config.json"), JSON.stringify(config({ members: 2 })));
    await expect(convertBundle(at("again"))).rejects.toThrow("the bundle has no float-2.pb: its configuration asks for 2 networks");
  }, 120_000);

  it("is refused with the published method, which trains one", async () => {
    await expect(trainBundle(at("rate"), config({ members: 3, encoding: "rate" }))).rejects.toThrow("3 networks were asked for");
  });
});

describe("the work on a member", () => {
  it("has a seed and a place in the checkpoint of its own, and names the network in its progress", () => {
    const kept = new Map<string, SavedStage>();
    const stages: string[] = [];
    const work = {
      seed: 7,
      onProgress: ({ stage }: { readonly stage: string }) => void stages.push(stage),
      checkpoints: { load: (stage: string) => kept.get(stage), save: (saved: SavedStage) => void kept.set(saved.stage, saved) },
    };
    expect(workOfMember(work, 0, 1)).toBe(work);
    const [first, second] = [0, 1].map((member) => workOfMember(work, member, 2));
    expect([first.seed, second.seed]).toEqual([7, 1007]);
    const saved: SavedStage = {
      kind: "unfinished",
      stage: "tailoring",
      epoch: 1,
      stale: 0,
      history: [],
      random: [1, 2, 3, 4],
      best: { epoch: 1, dev: { accuracy: 50, loss: 1, words: 1, pairs: 0, hiddenSpikes: 1, synapticOperations: 1 } },
      arrays: [],
      bestArrays: [],
    };
    second.checkpoints?.save(saved);
    expect(first.checkpoints?.load("tailoring")).toBeUndefined();
    expect(second.checkpoints?.load("tailoring")).toMatchObject({ epoch: 1 });
    second.onProgress?.({ stage: "tailoring" });
    expect([[...kept.keys()], stages]).toEqual([["tailoring, network 2 of 2"], ["tailoring, network 2 of 2"]]);
  });
});
