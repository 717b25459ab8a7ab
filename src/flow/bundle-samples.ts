/** What a bundle runs: texts, numbers or spike trains of a data set or a file, as events of the bundle's own encoder. */
import { basename } from "node:path";
import { encodeTexts } from "../encode/encode.js";
import type { Encoder } from "../encode/encoder.js";
import { encodeSpikeTrains, encodeValues, type ValueEncoder } from "../encode/values.js";
import { sliceBatch } from "../event/batch.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { readSamples, readSpikes } from "../samples/files.js";
import { splitNumeric, splitSpikes } from "../samples/split.js";
import { type DatasetRequest, DEFAULT_SPLIT_SEED, loadDataset } from "../text/dataset.js";
import { tokenizerFor } from "../text/tokenizer.js";
import type { Dataset } from "../text/types.js";
import { readUserFile } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { readAnyEncoder } from "./artefacts.js";
import { BUNDLE, type Bundle } from "./bundle.js";
import { loadBundleDataset, readConfig, readLearning } from "./bundle-files.js";

export interface SampleRequest {
  /** Another data set than the bundle's own. A model that was converted has none of its own. */
  readonly data?: DatasetRequest;
  /** The part that the split holds out for testing (default) or for choices, or everything. */
  readonly part?: "test" | "dev" | "all";
  readonly limit?: number;
}

interface Encoded {
  /** Of the data set or the file. */
  readonly name: string;
  readonly batch: EventBatch;
  /** Index of each sample's class in the program's; undefined where the file says none. */
  readonly labels?: ArrayLike<number>;
}

export type BundleSamples =
  | (Encoded & {
      readonly unit: "sentence";
      readonly texts: readonly string[] /** Of each text, pads not counted. */;
      readonly words: ArrayLike<number>;
    })
  | (Encoded & { readonly unit: "sample" });

/** Events of the samples asked for. Throws SnncError (input) for a file that does not fit the encoder or the classes. */
export function loadBundleSamples(bundle: Bundle, program: EventProgram, request: SampleRequest): BundleSamples {
  const encoder = readAnyEncoder(bundle);
  if ("kind" in encoder && encoder.kind === "rateTexts") throw onlyGolden(bundle);
  const loaded = "kind" in encoder ? numbers(bundle, encoder, program, request) : sentences(bundle, encoder, program, request);
  const { limit } = request;
  if (limit === undefined || limit >= loaded.batch.timesteps.length) return loaded;
  const first = (values: ArrayLike<number>): number[] => Array.from(values).slice(0, limit);
  return {
    ...loaded,
    batch: sliceBatch(loaded.batch, 0, limit),
    ...(loaded.labels === undefined ? {} : { labels: first(loaded.labels) }),
  };
}

function sentences(bundle: Bundle, encoder: Encoder, program: EventProgram, { data, part, limit }: SampleRequest): BundleSamples {
  if (data === undefined && !bundle.has(BUNDLE.config)) throw noData(bundle, "--data texts.tsv");
  const dataset = data === undefined ? loadBundleDataset(readConfig(bundle), readLearning(bundle)) : loadDataset(data);
  const labelOf = labelsAs(dataset, program.readout.classes);
  const examples = (part === "all" ? [...dataset.train, ...dataset.dev, ...dataset.test] : part === "dev" ? dataset.dev : dataset.test).slice(
    0,
    limit,
  );
  const texts = examples.map(({ text }) => text);
  const { batch } = encodeTexts(encoder, texts);
  const tokenizer = tokenizerFor(dataset.language);
  const longest = encoder.padding?.length ?? Number.POSITIVE_INFINITY;
  const words = examples.map(({ text }) => Math.min(longest, tokenizer.tokenize(text).length));
  return { name: dataset.name, batch, labels: examples.map(({ label }) => labelOf[label] ?? 0), unit: "sentence", texts, words };
}

/** Labels of a data set's classes as indices of the program's. */
export function labelsAs(dataset: Dataset, classes: readonly string[]): readonly number[] {
  const missing = dataset.classes.filter((name) => !classes.includes(name));
  if (missing.length === 0) return dataset.classes.map((name) => classes.indexOf(name));
  throw inputError("classes-differ", `the data has classes that the bundle does not know: ${missing.join(", ")}`, {
    hint: `The bundle's classes are ${classes.join(", ")}.`,
  });
}

function numbers(bundle: Bundle, encoder: ValueEncoder, program: EventProgram, { data, part = "test" }: SampleRequest): BundleSamples {
  if (data === undefined) throw noData(bundle, encoder.encoding.kind === "spikes" ? "--data spikes.csv" : "--data x.npy --labels y.npy");
  if (data.kind !== "file" || typeof data.files !== "string") {
    throw inputError("samples-format", "this bundle takes numbers: one file of samples, which is split by --split-seed", {
      hint: "Give `--data x.npy --labels y.npy` or `--data samples.csv`.",
    });
  }
  const { classes } = program.readout;
  const bytes = readUserFile(data.files);
  const name = data.files;
  const about = { name: basename(name), unit: "sample" } as const;
  if (encoder.encoding.kind === "spikes") {
    const bounds = { lines: encoder.lineOf.length, timesteps: encoder.timesteps };
    const read = readSpikes(bytes, name, { ...bounds, classes });
    if (!read.isLabelled) return { ...about, batch: encodeSpikeTrains(encoder, read.samples) };
    const { samples } = read;
    const taken = part === "all" ? samples : splitSpikes({ name, ...bounds, classes, samples }, data.seed ?? DEFAULT_SPLIT_SEED)[part];
    return { ...about, batch: encodeSpikeTrains(encoder, taken), labels: taken.labels };
  }
  const { shape } = encoder;
  const labels = data.labels === undefined ? {} : { labels: { bytes: readUserFile(data.labels), name: data.labels } };
  const read = readSamples(bytes, name, { shape, freeAxis: encoder.stream?.positionAxis, classes, ...labels });
  if (!read.isLabelled) return { ...about, batch: encodeValues(encoder, read.samples) };
  const { samples } = read;
  const taken = part === "all" ? samples : splitNumeric({ name, shape, classes, samples }, data.seed ?? DEFAULT_SPLIT_SEED)[part];
  return { ...about, batch: encodeValues(encoder, taken), labels: taken.labels };
}

/** Events of one text of `--encoding rate` fill megabytes, so they are made some texts at a time; no crossbar holds its network. */
export function onlyGolden({ directory }: Bundle): Error {
  return inputError("rate-golden-only", "a network of `--encoding rate` runs on the golden simulator, and on a chip by `snnc chip` alone", {
    where: directory,
    hint: "Run `snnc sim --backend golden`, `snnc chip`, `snnc classify` or `snnc report`.",
  });
}

function noData({ directory }: Bundle, option: string): Error {
  return inputError("data-option", "the bundle was made from a model and names no data set of its own", {
    where: directory,
    hint: `Give the samples: \`${option}\`.`,
  });
}
