/** Conversion that is interrupted in any of its stages goes on to the same bytes, and from nothing that is not its own. */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convertBundle, trainBundle } from "../../src/flow/bundle-verbs.js";
import { parseConfig } from "../../src/flow/config.js";
import { createRandom } from "../../src/util/random.js";
import { temporaryFolder } from "../support/cli.js";
import { noisyTask } from "../support/noisy-task.js";

describe("snnc convert, interrupted", () => {
  const folder = temporaryFolder();
  const at = (...path: string[]): string => join(folder.path, ...path);
  const filesOf = (name: string): string[] =>
    ["graph.pb", "words.pb", "learning.json", "snnc.config.json"].map((file) => readFileSync(at(name, file)).toString("base64"));
  const copyOf = (name: string): string => {
    cpSync(at("trained"), at(name), { recursive: true });
    return at(name);
  };
  /** Converts until a stage has ended an epoch: aborted in its first steps, it looks at the signal again in front of the second. */
  const interrupt = async (path: string, stage: string, weightBits: number): Promise<string[]> => {
    const controller = new AbortController();
    const notes: string[] = [];
    const converting = convertBundle(path, {
      weightBits,
      signal: controller.signal,
      note: (line) => notes.push(line),
      onProgress: (progress) => {
        if (progress.stage === stage && progress.note?.startsWith("epoch 1") === true) controller.abort();
      },
    });
    await expect(converting).rejects.toThrow("aborted");
    return notes;
  };
  const resume = async (path: string): Promise<Set<string>> => {
    const stages = new Set<string>();
    await convertBundle(path, { resume: true, onProgress: ({ stage }) => stages.add(stage) });
    return stages;
  };

  beforeAll(async () => {
    writeFileSync(at("texts.tsv"), noisyTask(createRandom(1)).texts);
    const config = parseConfig(
      {
        dataset: { kind: "file", files: at("texts.tsv") },
        learn: { kernels: [1, 2], filters: 4, epochs: 3, wide: "words" },
        rows: 30,
        ownRows: 10,
        members: 2,
      },
      "test",
    );
    await trainBundle(at("trained"), config);
    await convertBundle(copyOf("whole"), { weightBits: 4 });
  }, 120_000);
  afterAll(() => folder.remove());

  it.each([
    ["fine-tuning, network 2 of 2", "fine-tuning, network 1 of 2"],
    ["fine-tuning shared rows", "fine-tuning, network 2 of 2"],
    ["fine-tuning at 4 bit", "fine-tuning shared rows"],
  ])(
    "goes on with %s and repeats nothing before it",
    async (stage, before) => {
      const path = copyOf(stage);
      const notes = await interrupt(path, stage, 4);
      expect(notes.at(-1)).toMatch(/^kept for `snnc convert --resume .*`: fine-tuning, network 1 of 2 \(finished\)/);
      expect(notes.at(-1)).toContain(`${stage} (1 epoch, best dev `);
      expect(existsSync(join(path, "graph.pb"))).toBe(false);
      const stages = await resume(path);
      expect([stages.has(stage), stages.has(before)]).toEqual([true, false]);
      expect(filesOf(stage)).toEqual(filesOf("whole"));
      expect(existsSync(join(path, "convert.checkpoint"))).toBe(false);
    },
    60_000,
  );

  it("is refused where nothing was interrupted, and where the float network is another", async () => {
    await expect(convertBundle(at("whole"), { resume: true })).rejects.toThrow("no interrupted conversion lies here");
    const path = copyOf("changed");
    await interrupt(path, "fine-tuning shared rows", 8);
    cpSync(join(path, "float-2.pb"), join(path, "float.pb"));
    await expect(convertBundle(path, { resume: true })).rejects.toThrow("the checkpoint is of a conversion with other texts");
  }, 60_000);
});
