/** `trained.json` and `learning.json` of a bundle of `--encoding rate`: what learning found, as plain data, and in words. */
import { z } from "zod";
import { meanOf } from "./counts.js";
import { parseLearningJson } from "./learning.js";

const percent = z.number().min(0).max(100);

const schema = z.strictObject({
  schema: z.literal("snnc-rate-learning/1"),
  classes: z.array(z.string()),
  dataset: z.strictObject({
    name: z.string(),
    train: z.number(),
    dev: z.number(),
    test: z.number(),
    split: z.string(),
    vocabulary: z.number(),
    /** Percent of the test set's words that have no vector, and so fire at about 1/2. */
    wordsWithoutVectorPercent: percent,
    /** Percent of the test texts that are longer than the network, and so cut. */
    cutTextsPercent: percent,
  }),
  /** Hash of all texts and labels, so that a file that changed since training is noticed. */
  content: z.string(),
  backend: z.string(),
  dimensions: z.number(),
  /** Words of a text. */
  length: z.number(),
  timesteps: z.number(),
  neuronsPerClass: z.number(),
  encoderSeeds: z.array(z.number()),
  /** Of the word vectors. */
  statistics: z.strictObject({ mean: z.number(), deviation: z.number() }),
  /** Percent of the test set; of spiking networks one for each encoder seed. Stages that have not run are absent. */
  accuracy: z.strictObject({ ann: percent, converted: z.array(percent).optional(), fineTuned: z.array(percent).optional() }),
  /** Means per test text of the fine-tuned network. */
  perText: z.strictObject({ inputSpikes: z.number(), hiddenSpikes: z.number(), synapticOperations: z.number() }).optional(),
  /** Of the analogue network, per text: over its whole length, as published, and over the words alone. */
  multiplyAccumulates: z.strictObject({ dense: z.number(), ofWords: z.number() }),
  tableBytes: z.number(),
  stages: z.array(z.strictObject({ name: z.string(), epochs: z.number(), bestEpoch: z.number(), devAccuracy: percent })),
  warnings: z.array(z.string()),
});

export type RateLearning = z.output<typeof schema>;

export function parseRateLearning(text: string, where: string): RateLearning {
  return parseLearningJson(schema, text, where);
}

/** What was learnt and what it costs, a line each, for the terminal. */
export function rateLines(learning: RateLearning): string[] {
  const { accuracy, dataset, encoderSeeds, length, perText } = learning;
  const spiking = (name: string, values: readonly number[] | undefined): string[] =>
    values === undefined
      ? []
      : [
          `${name.padEnd(14)} ${meanOf(values).toFixed(2)} % (${values.map((value) => value.toFixed(2)).join(", ")}; encoder seeds ${encoderSeeds.join(", ")})`,
        ];
  return [
    `${"ann".padEnd(14)} ${accuracy.ann.toFixed(2)} % of ${dataset.test} test texts`,
    ...spiking("converted", accuracy.converted),
    ...spiking("fine-tuned", accuracy.fineTuned),
    `texts are cut to ${length} words (--length), as published: ${dataset.cutTextsPercent.toFixed(1)} % of the test texts lose words`,
    ...(perText === undefined ? [] : [consequence(perText.synapticOperations, learning.multiplyAccumulates)]),
  ];
}

/** Additions that cost as much as one multiplication and addition, at most, in the cost tables of this product: 8-bit product 2 : 1, and the sum. */
const ADDITIONS_PER_PRODUCT = 3;

/** In a sentence: what the spikes cost beside the analogue network that they came from. */
export function consequence(synapticOperations: number, { dense, ofWords }: RateLearning["multiplyAccumulates"]): string {
  const times = (factor: number): string => (factor >= 10 ? String(Math.round(factor)) : factor.toPrecision(2));
  const count = (value: number): string => Math.round(value).toLocaleString("en-US");
  const made = `With its input layer the spiking network makes ${count(synapticOperations)} synaptic operations a text, where the same network without spikes makes ${count(dense)} multiply-accumulates (${count(ofWords)} without those on padding)`;
  const factor = synapticOperations / ofWords;
  return factor > ADDITIONS_PER_PRODUCT
    ? `${made}: ${times(factor)} additions for each product, so it needs more energy, not less.`
    : `${made}: ${times(factor)} additions for each product.`;
}
