/**
 * What is measured of a cell, step by step. Steps are independent of each other (`code`, `code4` and `rtl` alone read what `word` kept), so that an
 * interrupted benchmark repeats only the step it was in. Everything is chosen on dev; a row reads the test set once.
 */
import { ensembleProbabilities, foldTextCnns } from "../../learn/ensemble.js";
import { trainLinear } from "../../learn/linear.js";
import { evaluate } from "../../learn/predict.js";
import type { LearningPreset } from "../../learn/presets.js";
import { convert, fineTune, tailor, trainAnn, trainSpiking, trainWidePathAlone } from "../../learn/stages.js";
import type { TextCnn } from "../../learn/textcnn.js";
import { assertNever } from "../../util/diagnostics.js";
import { trainForBits } from "../learn-bits.js";
import { type Cell, type CellOptions, shapeOf, startOf, timed } from "./cell.js";
import { codedInRtl, codedNetwork } from "./coded.js";
import { floatRow, integerRow, linearRow } from "./figures.js";
import { publishedMethod } from "./published.js";
import type { StoredRow } from "./rows.js";
import { TINY_FILTERS } from "./sets.js";

/** What a cell can measure; `word` is the default network with all that it comes from, which `code` and `code4` code, and `rtl` codes and runs. */
export const STEPS = ["baselines", "cnn", "word", "tiny", "best", "code", "code4", "rtl", "rate"] as const;
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
      return [await codedNetwork(cell, 8)];
    case "code4":
      return [await codedNetwork(cell, 4)];
    case "rtl":
      return [await codedInRtl(cell)];
    case "rate":
      return await publishedMethod(cell);
    default:
      return assertNever(step);
  }
}

/** Of the loss, what the default network says, in training the one without pairs. */
const TEACHER_SHARE = 0.9;
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
    const [forBits, seconds] = await timed(() => trainForBits(tf, tuned.model, cell, preset, bits, options));
    if (forBits === undefined) throw new Error(`${bits} bits are only rounded`);
    rows.push(
      await integerRow(cell, "default", "", forBits.trained.model, bits, all + seconds, forBits.grid),
      await integerRow(cell, "default", "rounded", tuned.model, bits, all, forBits.grid),
    );
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
    filters: cell.set.tinyFilters ?? TINY_FILTERS,
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

/** Between the seeds of an ensemble's members, so that they meet no other cell's. */
const MEMBER_SEEDS = 1000;

/** The linear baseline tells fractions, not steps. */
function progressless({ seed, signal }: CellOptions): { readonly seed: number; readonly signal?: AbortSignal } {
  return { seed, ...(signal === undefined ? {} : { signal }) };
}
