/**
 * What is measured of a cell, step by step. Steps are independent of each other (`code` alone reads what `word` kept), so that an
 * interrupted benchmark repeats only the step it was in. Everything is chosen on dev; a row reads the test set once.
 */
import { chooseClips } from "../../learn/clips.js";
import { ensembleProbabilities, foldTextCnns } from "../../learn/ensemble.js";
import { trainLinear } from "../../learn/linear.js";
import { evaluate } from "../../learn/predict.js";
import type { LearningPreset } from "../../learn/presets.js";
import { RATE_DEFAULTS, type RateFigures, runRateMethod } from "../../learn/rate.js";
import { convert, fineTune, fineTuneOnGrid, tailor, trainAnn, trainSpiking, trainWidePathAlone } from "../../learn/stages.js";
import type { TextCnn } from "../../learn/textcnn.js";
import { clipsFor } from "../../lower/clips.js";
import { assertNever, inputError } from "../../util/diagnostics.js";
import { workOptions } from "../../util/progress.js";
import { parseConfig } from "../config.js";
import { codeClassifier } from "../learn-code.js";
import { prepareRate } from "../learn-rate.js";
import type { Cell, CellOptions } from "./cell.js";
import { floatRow, integerRow, linearRow, programRow, row } from "./figures.js";
import { correctness, type StoredRow } from "./rows.js";
import { datasetOf } from "./sets.js";

/** What a cell can measure; `word` is the default network with all that it comes from, which `code` codes. */
export const STEPS = ["baselines", "cnn", "word", "tiny", "best", "code", "rate"] as const;
export type Step = (typeof STEPS)[number];

/** Measures one step of a cell: its rows. Throws the signal's reason when aborted. */
export async function measureStep(cell: Cell, step: Step): Promise<StoredRow[]> {
  switch (step) {
    case "baselines":
      return await baselines(cell);
    case "cnn":
      return [await cnnAlone(cell)];
    case "word":
      return await wordNetworks(cell);
    case "tiny":
      return await tinyNetwork(cell);
    case "best":
      return await bestNetwork(cell);
    case "code":
      return [await codedNetwork(cell)];
    case "rate":
      return await publishedMethod(cell);
    default:
      return assertNever(step);
  }
}

/** Of the loss, what the default network says, in training the one without pairs. */
const TEACHER_SHARE = 0.9;
/** Filters of each kernel size in the smallest network: as few as still carry something. */
const TINY_FILTERS = 8;
const TINY_DROPOUT = 0.2;
/** Widths below 8 that the default network is trained for. */
const FEW_BITS = [4, 2] as const;

async function baselines(cell: Cell): Promise<StoredRow[]> {
  const { train, dev, classes, vocabulary, set, options } = cell;
  const [linear, linearSeconds] = await timed(() =>
    trainLinear(train, dev, classes, { vocabularySize: vocabulary.words.length, ...progressless(options) }),
  );
  // Its texts and pairs through the hash of the default network, with nothing hidden.
  const preset: LearningPreset = { ...set.preset, wide: "words+bigrams" };
  const [wide, wideSeconds] = await timed(() => trainWidePathAlone({ train, dev }, shapeOf(cell), preset, options));
  return [linearRow(cell, linear, linearSeconds), floatRow(cell, "widePathAlone", "", wide, wideSeconds)];
}

/** The same network without input-to-output path: what the convolution can do alone. */
async function cnnAlone(cell: Cell): Promise<StoredRow> {
  const { tf, set } = cell;
  const [ann, seconds] = await timed(() => trainAnn(tf, cell, shapeOf(cell), { ...set.preset, wide: "none" }, startOf(cell)));
  return floatRow(cell, "cnn", "without wide path", ann, seconds);
}

async function wordNetworks(cell: Cell): Promise<StoredRow[]> {
  const { tf, set, options } = cell;
  const { preset } = set;
  const { ann, tailored, converted, tuned, seconds: upTo } = await throughConversion(cell, preset, options.seed);
  const all = upTo.tuned;
  options.keep(tuned.model);
  const rows = [
    ...(preset.wide === "none" ? [] : [floatRow(cell, "cnn", "with wide path", ann, upTo.ann)]),
    floatRow(cell, "tailored", "", tailored, upTo.tailored),
    floatRow(cell, "converted", "", converted, upTo.converted),
    await integerRow(cell, "converted", "", converted.model, 8, upTo.converted),
    floatRow(cell, "default", "", tuned, all),
    await integerRow(cell, "default", "", tuned.model, 8, all),
  ];
  for (const bits of FEW_BITS) {
    rows.push(await integerRow(cell, "default", "rounded", tuned.model, bits, all));
    const { grid } = chooseClips(tuned.model, cell.dev, bits, clipsFor(bits));
    const [trained, seconds] = await timed(() => fineTuneOnGrid(tf, tuned.model, cell, preset, grid, options));
    rows.push(await integerRow(cell, "default", "", trained.model, bits, all + seconds, { hidden: grid.hiddenClip, output: grid.outputClip }));
  }
  if (preset.wide === "words+bigrams") {
    const alone: LearningPreset = { ...preset, wide: "words", spiking: { ...preset.spiking, teacherShare: TEACHER_SHARE } };
    const teacher = ensembleProbabilities([tuned.model], cell.train);
    const [words, seconds] = await timed(() => trainSpiking(tf, cell, shapeOf(cell), alone, { ...startOf(cell), stage: "without pairs", teacher }));
    rows.push(
      floatRow(cell, "default", "without pairs", words, all + seconds),
      await integerRow(cell, "default", "without pairs", words.model, 8, all + seconds),
    );
  }
  return rows;
}

async function tinyNetwork(cell: Cell): Promise<StoredRow[]> {
  const { preset } = cell.set;
  const tiny: LearningPreset = {
    ...preset,
    wide: "words+bigrams",
    filters: TINY_FILTERS,
    ann: { ...preset.ann, dropout: TINY_DROPOUT },
    fineTune: { ...preset.fineTune, dropout: TINY_DROPOUT },
  };
  const { tuned, seconds } = await throughConversion(cell, tiny, cell.options.seed);
  return [floatRow(cell, "tiny", "", tuned, seconds.tuned), await integerRow(cell, "tiny", "", tuned.model, 8, seconds.tuned)];
}

/** The default network and others of different seeds, folded into one. */
async function bestNetwork(cell: Cell): Promise<StoredRow[]> {
  const { set, options } = cell;
  const kept = options.kept();
  const members: TextCnn[] = kept === undefined ? [] : [kept];
  let trainSeconds = 0;
  while (members.length < options.members) {
    // The first member is the default network, kept or trained again.
    const seed = members.length === 0 ? options.seed : options.seed + MEMBER_SEEDS * (members.length + 1);
    const { tuned, seconds } = await throughConversion(cell, set.preset, seed);
    members.push(tuned.model);
    trainSeconds += seconds.tuned;
  }
  const model = foldTextCnns(members);
  const dev = evaluate(model, cell.dev);
  // A member that was kept took as long as each of the others.
  const seconds = (trainSeconds * options.members) / Math.max(options.members - (kept === undefined ? 0 : 1), 1);
  return [floatRow(cell, "best", "", { model, devAccuracy: dev.accuracy }, seconds), await integerRow(cell, "best", "", model, 8, seconds)];
}

/** The product's way to a spiking network, with the seconds from the start to each stage's end. */
async function throughConversion(cell: Cell, preset: LearningPreset, seed: number) {
  const { tf } = cell;
  const work = { ...startOf(cell), seed };
  const [ann, annSeconds] = await timed(() => trainAnn(tf, cell, shapeOf(cell), preset, work));
  const [tailored, tailorSeconds] = await timed(() => tailor(tf, ann.model, cell, preset, work));
  const [converted, convertSeconds] = await timed(() => convert(tailored.model, cell, preset, work));
  const [tuned, tuneSeconds] = await timed(() => fineTune(tf, converted.model, cell, preset, { ...work, stage: "fine-tuning" }));
  const toTailored = annSeconds + tailorSeconds;
  const seconds = {
    ann: annSeconds,
    tailored: toTailored,
    converted: toTailored + convertSeconds,
    tuned: toTailored + convertSeconds + tuneSeconds,
  };
  return { ann, tailored, converted, tuned, seconds };
}

/** The default network with coded words, within the memory of a small FPGA; it has to be measured before. */
async function codedNetwork(cell: Cell): Promise<StoredRow> {
  const { tf, set, options, dataset } = cell;
  const model = options.kept();
  if (model === undefined) {
    throw inputError("accuracy-order", "the step 'code' codes the network of the step 'word', which has not been measured", {
      hint: "Measure both: --steps word,code",
    });
  }
  const weightBits = 8;
  // Words that training never saw lose accuracy on the dev parts (src/learn/README.md).
  const { code } = parseConfig({ dataset: { kind: "reviews" }, code: { tableBytes: CODED_BYTES, unseenWords: 0 } }, "accuracy");
  const [coded, seconds] = await timed(() =>
    codeClassifier(tf, model, { ...cell, classes: dataset.classes }, { code, weightBits }, set.preset, options),
  );
  return await programRow(cell, { role: "code", variant: "", encoding: "code" }, coded, weightBits, seconds);
}

/** The single-port memory of an iCE40 UP5K. */
const CODED_BYTES = 131_072;

/** The published method as it is described: analogue network, converted only, fine-tuned; accuracy over its encoder seeds. */
async function publishedMethod(cell: Cell): Promise<StoredRow[]> {
  const { tf, set, options, dataset, classes } = cell;
  const config = parseConfig(
    {
      dataset: datasetOf(set, options.folder, options.seed),
      encoding: "rate",
      seed: options.seed,
      rate: { length: set.publishedLength },
      ...(options.embeddings === undefined || dataset.language !== "en" ? {} : { embeddings: options.embeddings }),
    },
    "accuracy",
  );
  const prepared = prepareRate(config, dataset);
  const result = await runRateMethod(
    tf,
    { ...prepared, classes, maxWords: prepared.length },
    { ...RATE_DEFAULTS, ...workOptions(options), seed: options.seed },
  );
  const rowFor = (variant: string, figures: RateFigures, isSpiking: boolean): StoredRow => ({
    ...row(
      cell,
      {
        role: "rate",
        variant,
        encoding: isSpiking ? "rate" : "none",
        bits: 32,
        timesteps: isSpiking ? RATE_DEFAULTS.timesteps : 0,
        devAccuracy: figures.devAccuracy,
        operations: isSpiking ? figures.synapticOperations : result.multiplyAccumulates.dense,
        hiddenSpikes: figures.hiddenSpikes,
        tableBytes: 4 * result.tableBytes,
      },
      figures.trainSeconds,
      correctness(figures.testDecisions[0] ?? [], prepared.test.labels),
      [
        `accuracy of encoder seeds ${figures.testAccuracies.map((accuracy) => accuracy.toFixed(2)).join(", ")}`,
        `${result.cutPercent.toFixed(1)} % of the test texts are cut`,
      ],
    ),
    // The mean over the encoder's seeds; text by text, the first one's decisions.
    accuracy: figures.testAccuracies.reduce((sum, accuracy) => sum + accuracy, 0) / figures.testAccuracies.length,
  });
  return [rowFor("analogue", result.ann, false), rowFor("converted only", result.converted, true), rowFor("", result.fineTuned, true)];
}

/** Between the seeds of an ensemble's members, so that they meet no other cell's. */
const MEMBER_SEEDS = 1000;

function shapeOf({ vocabulary, classes }: Cell): { readonly vocabularySize: number; readonly classes: number } {
  return { vocabularySize: vocabulary.words.length, classes };
}

function startOf({ options, vectors }: Cell): CellOptions & Pick<Cell, "vectors"> {
  return { ...options, ...(vectors === undefined ? {} : { vectors }) };
}

/** The linear baseline tells fractions, not steps. */
function progressless({ seed, signal }: CellOptions): { readonly seed: number; readonly signal?: AbortSignal } {
  return { seed, ...(signal === undefined ? {} : { signal }) };
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  return [await work(), (performance.now() - start) / 1000];
}
