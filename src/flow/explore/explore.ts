/**
 * `snnc explore`: configurations are drawn from a space, those that cost too much by their shape are left out, and the others
 * go through successive halving, each trial in a process of its own. A trial that is finished stays in the folder and is not
 * repeated, so that an interrupted search goes on where it stopped.
 */
import { join } from "node:path";
import { loadDataset } from "../../text/dataset.js";
import { tokenizerFor } from "../../text/tokenizer.js";
import type { Dataset } from "../../text/types.js";
import { buildVocabulary, tokenizeTexts } from "../../text/vocabulary.js";
import { inputError } from "../../util/diagnostics.js";
import { type Configuration, type Exploration, isSameConfiguration, type Measurement, type Tried } from "../../util/exploration.js";
import { contentOf } from "../bundle-files.js";
import { presetOf } from "../learn-shared.js";
import { createChildRunner, type TrialRunner } from "./children.js";
import { costOfShape, isPossible, isWithin, type TextFigures } from "./cost.js";
import { rungsOf } from "./halving.js";
import { paretoOf } from "./pareto.js";
import { type SearchOptions, search } from "./search.js";
import { configurationOfPreset, configurationsOf, defaultSpace, type Space, sampleOf } from "./space.js";

export interface ExploreOptions extends Omit<SearchOptions, "content" | "rungs" | "runner"> {
  /** Default: `defaultSpace`. */
  readonly space?: Space;
  /** Most configurations that are tried. */
  readonly trials: number;
  /** Default: a child process a trial. */
  readonly runner?: TrialRunner;
}

/**
 * Searches and returns the result; nothing but the trials' own files is written. Throws SnncError (input) `explore-budget` where no
 * configuration is within the budget, and as loading data does. When aborted it returns what there is: the caller's signal tells.
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { base, budget } = options;
  const dataset = loadDataset(base.dataset);
  const texts = figuresOf(dataset);
  const preset = presetOf(base);
  const all = configurationsOf(options.space ?? defaultSpace(texts.vocabulary)).filter((configuration) => isPossible(configuration, texts));
  const affordable = all.filter((configuration) => isWithin(budget, floorOf(configuration, texts)));
  if (affordable.length === 0) throw overBudget(all, texts);
  // What would be trained without a search is tried as well, so that the search is held against it.
  const usual = options.space === undefined ? [configurationOfPreset(preset, base, texts.vocabulary)] : [];
  const first = usual.filter((configuration) => isWithin(budget, floorOf(configuration, texts)));
  const drawn = sampleOf(affordable, options.trials, base.seed).filter(
    (configuration) => !first.some((other) => isSameConfiguration(other, configuration)),
  );
  const { runner = createChildRunner() } = options;
  const rungs = rungsOf(preset.epochs);
  const folder = join(options.folder, "trials");
  const tried = await search([...first, ...drawn].slice(0, options.trials), { ...options, folder, content: contentOf(dataset), rungs, runner });
  return {
    schema: "snnc-exploration/1",
    dataset: {
      name: dataset.name,
      classes: dataset.classes.length,
      train: dataset.train.length,
      dev: dataset.dev.length,
      test: dataset.test.length,
      split: dataset.audit.split,
      vocabulary: texts.vocabulary,
    },
    settings: { preset: base.preset, embeddings: base.embeddings ?? "random", seed: base.seed },
    budget,
    space: { configurations: all.length, overBudget: all.length - affordable.length },
    rungs,
    tried,
    pareto: paretoOf(furthest(tried)).map(({ number }) => number),
    picked: [],
  };
}

/** Lines of a result that are compared: those within the budget that trained longest, and equally long. */
export function furthest(tried: readonly Tried[]): (Measurement & { readonly number: number })[] {
  const measured = tried.flatMap(({ number, epochs, outcome, isOverBudget }) =>
    outcome.kind === "measured" && !isOverBudget ? [{ ...outcome.measurement, number, epochs }] : [],
  );
  const longest = measured.reduce((most, { epochs }) => Math.max(most, epochs), 0);
  return measured.filter(({ epochs }) => epochs === longest).map(({ epochs: _, ...point }) => point);
}

/** What the texts fix of every configuration's cost; operations are counted on dev. */
function figuresOf(dataset: Dataset): TextFigures {
  const tokenizer = tokenizerFor(dataset.language);
  const vocabulary = buildVocabulary(dataset.train, tokenizer);
  const { start, ids, labels } = tokenizeTexts(dataset.dev, tokenizer, vocabulary);
  const pairs = labels.reduce((sum, _, text) => sum + Math.max(start[text + 1] - start[text] - 1, 0), 0);
  const samples = Math.max(labels.length, 1);
  return { vocabulary: vocabulary.words.length, classes: dataset.classes.length, words: ids.length / samples, pairs: pairs / samples };
}

function floorOf(configuration: Configuration, texts: TextFigures): { readonly tableBytes: number; readonly operations: number } {
  const { tableBytes, fewestOperations } = costOfShape(configuration, texts);
  return { tableBytes, operations: fewestOperations };
}

function overBudget(all: readonly Configuration[], texts: TextFigures): Error {
  const costs = all.map((configuration) => floorOf(configuration, texts));
  const least = (figure: "tableBytes" | "operations"): string => Math.ceil(Math.min(...costs.map((cost) => cost[figure]))).toLocaleString("en-US");
  return inputError("explore-budget", `none of the ${all.length} configurations is within the budget`, {
    hint: `The smallest has ${least("tableBytes")} bytes of tables, the sparest takes ${least("operations")} operations a text: raise --max-table-bytes or --max-sops.`,
  });
}
