/** The published network at its own size on MR, trained and on one Loihi chip: with SNNC_TEST_FULL, where ../shared/data holds the texts. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { encodeRateTextEncoder } from "../../src/encode/rate-texts-codec.js";
import { encodeEventProgram } from "../../src/event/codec.js";
import { BUNDLE, createBundle } from "../../src/flow/bundle.js";
import { loadBundleDataset } from "../../src/flow/bundle-files.js";
import { runOnChips } from "../../src/flow/chip.js";
import { parseConfig } from "../../src/flow/config.js";
import { prepareRate, readRateNetwork, trainRateBundle } from "../../src/flow/learn-rate.js";
import { compileRate } from "../../src/flow/rate-program.js";
import { loadDataset } from "../../src/text/dataset.js";
import { temporaryFolder } from "../support/cli.js";

const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const TEXTS = join(DATA, "mr/all.tsv");
const VECTORS = join(DATA, "embeddings/glove6B_100d_subset.f32");
const isFull = process.env.SNNC_TEST_FULL === "1" && existsSync(TEXTS) && existsSync(VECTORS);
const SENTENCES = 64;

describe.skipIf(!isFull)(`the published TextCNN at T = 50 on a chip${isFull ? "" : " (skipped: SNNC_TEST_FULL and ../shared/data)"}`, () => {
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

  it("fits one chip, runs spike for spike as the golden simulator, and decides as the program whose resets do not leak", async () => {
    const dataset = { kind: "file", files: TEXTS, labels: join(DATA, "mr/labels.txt") } as const;
    const statistics = { mean: 0.004481, deviation: 0.410708 };
    const config = parseConfig(
      { dataset, encoding: "rate", embeddings: VECTORS, rate: { statistics, encoderSeeds: [1] }, learn: { epochs: 4 } },
      "test",
    );
    const bundle = createBundle(join(folder.path, "published"));
    const learning = await trainRateBundle(bundle, config, loadDataset(dataset), {});
    const { tokenizer, vocabulary, probabilities } = prepareRate(config, loadBundleDataset(config, learning));
    const { program, encoder } = await compileRate(readRateNetwork(bundle, BUNDLE.floatGraph, 2), {
      classes: learning.classes,
      tokenizer: tokenizer.name,
      words: vocabulary.words,
      probabilities,
      timesteps: learning.timesteps,
      encoderSeed: 1,
      // So few epochs leave weights of one size, whose sums could wrap a current at 8 bit.
      weightBits: 7,
    });
    writeFileSync(bundle.path(BUNDLE.event), encodeEventProgram(program));
    writeFileSync(bundle.path(BUNDLE.encoder), encodeRateTextEncoder(encoder));
    const { runs } = await runOnChips([bundle.directory], { data: dataset, limit: SENTENCES });
    const [{ mapping, ran, network } = { mapping: undefined, ran: undefined, network: undefined }] = runs;
    expect(network?.neurons).toBe(100 * (33 + 32 + 31) + 20);
    expect(mapping?.refusal).toBeUndefined();
    expect(mapping?.cores).toBeLessThanOrEqual(128);
    expect(ran?.checked.samples).toBe(SENTENCES);
    expect(ran?.checked.sameDecisions).toBeGreaterThanOrEqual(SENTENCES - 1);
    expect(ran?.accuracy).toBeGreaterThan(60);
    expect(ran?.events.synapticOperations).toBeGreaterThan(1e7);
  }, 1_800_000);
});
