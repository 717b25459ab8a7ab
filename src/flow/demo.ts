/**
 * The main job as a recipe: labelled sentences -> classifier -> spiking network -> event program -> Verilog, verified
 * cycle by cycle -> chip mapping -> energy report. Each step is a stage of the bundle; unchanged ones are reused.
 */
import { loadDataset } from "../text/dataset.js";
import type { WorkOptions } from "../util/progress.js";
import { textTwins } from "./artefacts.js";
import { BUNDLE, createBundle, json } from "./bundle.js";
import { readResults } from "./bundle-files.js";
import { compileFiles, mapFiles, measureBundle, rtlFiles, textEvents, vectorTexts } from "./bundle-verbs.js";
import { parseConfig } from "./config.js";
import { convertFiles, learningBackend, trainFiles } from "./learn.js";
import { priceResults, type Reported, reported, reportFiles } from "./report.js";
import { loadCostTables } from "./targets.js";

export interface DemoOptions extends WorkOptions {
  readonly dataset?: "wordnet" | "reviews";
  /** Lines that say which backend runs, what was reused, how long a step took. */
  readonly note?: (line: string) => void;
}

/**
 * Rows that the words share: with 48 filters of each size, the padded weight memory stays below 1 MiB, beyond which the
 * cost tables price DRAM. Every competitor is granted the same rows; the linear baseline is kept below the same edge.
 */
const DEMO_ROWS = 3400;

/** Runs everything into `folder` and returns the report. */
export async function runDemo(folder: string, options: DemoOptions = {}): Promise<Reported> {
  const { note = () => {}, dataset: name = "wordnet" } = options;
  const bundle = createBundle(folder);
  const backend = await learningBackend();
  note(backend.description);
  const preset = name === "reviews" ? "quick" : backend.name === "native" ? "demo" : "wasm";
  if (preset === "wasm") note("without native TensorFlow the demo takes the smaller preset 'wasm': fewer filters, dimensions and epochs");
  const config = parseConfig({ dataset: { kind: name }, preset, rows: DEMO_ROWS }, "demo");
  bundle.write(new Map([[BUNDLE.config, json(config)]]));
  const configText = json(config);
  const dataset = loadDataset(config.dataset);
  const content = JSON.stringify([dataset.train, dataset.dev, dataset.test]);

  // The backend has been named above.
  const work: WorkOptions = {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  };
  const step = async (title: string, work: () => Promise<{ reused: boolean; seconds: number }>): Promise<void> => {
    const { reused, seconds } = await work();
    note(`${title.padEnd(52)} ${reused ? "unchanged" : `${seconds.toFixed(1)} s`}`);
  };
  const read = (...names: string[]): Buffer[] => names.map((file) => bundle.read(file));

  await step("train: baselines, float and tailored TextCNN", () =>
    bundle.stage("train", [configText, content, backend.description], () => trainFiles(config, dataset, work)),
  );
  await step("convert: thresholds, surrogate gradients, shared rows", () =>
    bundle.stage("convert", [configText, content, ...read(BUNDLE.floatGraph, BUNDLE.trained)], () => convertFiles(bundle, config, dataset, work)),
  );
  await step("compile: 8-bit event program", () =>
    bundle.stage(
      "compile",
      [configText, content, ...read(BUNDLE.graph, BUNDLE.words, BUNDLE.learning)],
      async () => (await compileFiles(bundle, options)).files,
    ),
  );
  await step("map: cores of a Loihi-style chip", () =>
    bundle.stage("map", [configText, ...read(BUNDLE.event)], async () => (await mapFiles(bundle, config.chip, config.seed)).files),
  );
  await step("rtl: Verilog, images, test bench", () =>
    bundle.stage(
      "rtl",
      [configText, ...read(BUNDLE.event, BUNDLE.encoder)],
      async () => (await rtlFiles(bundle, config.crossbar, textEvents(bundle, vectorTexts(dataset.test)))).files,
    ),
  );
  await step("text: the artefacts for reading", () =>
    bundle.stage("text", read(BUNDLE.encoder, BUNDLE.graph, BUNDLE.event, BUNDLE.mapping), async () => textTwins(bundle)),
  );
  await step("measure: test set on golden simulator and RTL", () =>
    measureBundle(bundle, { ...work, repeat: [name === "wordnet" ? "npm run demo" : `npm run demo -- --dataset ${name}`] }),
  );
  const report = priceResults(readResults(bundle), loadCostTables());
  bundle.write(reportFiles(report));
  return reported(bundle, report);
}
