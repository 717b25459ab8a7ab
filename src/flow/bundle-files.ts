/** The plain files of a bundle, read and parsed: configuration, what learning found, results, the converted classifier. */
import { z } from "zod";
import { decodeEncoder } from "../encode/codec.js";
import { decodeGraph } from "../graph/codec.js";
import type { Graph } from "../graph/graph.js";
import { loadDataset } from "../text/dataset.js";
import type { Dataset, Example } from "../text/types.js";
import { inputError } from "../util/diagnostics.js";
import { type Exploration, parseExploration } from "../util/exploration.js";
import { readGraph } from "./artefacts.js";
import { BUNDLE, type Bundle, type Files, floatGraphOf, hashOf, json } from "./bundle.js";
import type { ConvertedText, LabelledTexts } from "./compile.js";
import { type Config, parseConfigText } from "./config.js";
import { type LearningSummary, parseLearning } from "./learning.js";
import type { MeasuredResults } from "./results.js";

export function readConfig(bundle: Bundle): Config {
  return parseConfigText(bundle.read(BUNDLE.config).toString("utf8"), bundle.path(BUNDLE.config));
}

export function readLearning(bundle: Bundle): LearningSummary {
  return parseLearning(bundle.read(BUNDLE.learning).toString("utf8"), bundle.path(BUNDLE.learning));
}

/** Hash of a data set's texts and labels. */
export function contentOf(dataset: Dataset): string {
  return hashOf([JSON.stringify([dataset.classes, dataset.train, dataset.dev, dataset.test])]);
}

/** The bundle's data set. Throws SnncError (input, `dataset-changed`) if it is not what the bundle was trained on. */
export function loadBundleDataset(config: Config, learning: Pick<LearningSummary, "content">): Dataset {
  const dataset = loadDataset(config.dataset);
  if (contentOf(dataset) === learning.content) return dataset;
  throw inputError("dataset-changed", `the data set '${dataset.name}' is not what this bundle was trained on`, {
    hint: "Put the old file back, or run `snnc train` again.",
  });
}

/** `trained.json`: what training found, before conversion. */
export function readTrained(bundle: Bundle): LearningSummary {
  return parseLearning(bundle.read(BUNDLE.trained).toString("utf8"), bundle.path(BUNDLE.trained));
}

/** The graphs of the tailored networks, one a member. Throws SnncError (input, `bundle-file-missing`) where one was not trained. */
export function readFloatGraphs(bundle: Bundle, members: number): Graph[] {
  return Array.from({ length: members }, (_, member) => {
    const name = floatGraphOf(member);
    if (member > 0 && !bundle.has(name)) {
      throw inputError("bundle-file-missing", `the bundle has no ${name}: its configuration asks for ${members} networks`, {
        where: bundle.directory,
        hint: "Run `snnc train` again.",
      });
    }
    return decodeGraph(bundle.read(name), bundle.path(name));
  });
}

/** `compile.json`: printable choices of compilation; none if the file is not what `compile` writes. */
export function readChoices(bundle: Bundle): Record<string, string | number> {
  const parsed = z.record(z.string(), z.union([z.string(), z.number()])).safeParse(jsonOf(bundle, BUNDLE.compiled, "compile"));
  if (parsed.success) return parsed.data;
  throw inputError("compile-invalid", "does not hold names with numbers or texts", {
    where: bundle.path(BUNDLE.compiled),
    hint: "Run `snnc compile` again.",
  });
}

/** Content of a JSON file that a verb wrote; throws SnncError (input) if it is not JSON. */
function jsonOf(bundle: Bundle, name: string, verb: string): unknown {
  try {
    return JSON.parse(bundle.read(name).toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw inputError("json-invalid", `is not JSON: ${error.message}`, { where: bundle.path(name), hint: `Run \`snnc ${verb}\` again.` });
  }
}

export function labelled(examples: readonly Example[]): LabelledTexts {
  return { texts: examples.map((example) => example.text), labels: examples.map((example) => example.label) };
}

/** The converted classifier of a bundle: its graph, with the words of its encoder and the bits that it was trained for. */
export function readConverted(bundle: Bundle, learning: LearningSummary): ConvertedText {
  const encoder = decodeEncoder(bundle.read(BUNDLE.words), bundle.path(BUNDLE.words));
  return {
    graph: readGraph(bundle),
    classes: learning.classes,
    ...(learning.trainedFor === undefined ? {} : { trainedFor: learning.trainedFor }),
    wordRows: {
      tokenizer: encoder.tokenizer,
      words: encoder.words,
      rowOf: encoder.wordLine,
      ...(encoder.bigram === undefined ? {} : { bigramHashBits: encoder.bigram.hashBits }),
      ...(encoder.bigram?.words === undefined ? {} : { pairedWords: encoder.bigram.words }),
      ...(encoder.code === undefined ? {} : { code: { groups: encoder.code.groupLine.length, index: encoder.code.index } }),
    },
  };
}

/** `results.json` of a bundle. */
export function readResults(bundle: Bundle): MeasuredResults {
  const value = jsonOf(bundle, BUNDLE.results, "report");
  if (isResults(value)) return value;
  throw inputError("results-invalid", "is not of schema snnc-results/1", {
    where: bundle.path(BUNDLE.results),
    hint: "Delete it and run `snnc report` again.",
  });
}

/** What `snnc explore --pick` left of its search; undefined where there was none, or where the program has other bits than its line. */
export function readSearch(bundle: Bundle): Exploration | undefined {
  if (!bundle.has(BUNDLE.search)) return undefined;
  const search = parseExploration(bundle.read(BUNDLE.search).toString("utf8"));
  if (search === undefined) {
    throw inputError("explore-invalid", "is not the result of a search", {
      where: bundle.path(BUNDLE.search),
      hint: "Delete it: the report then leaves the search out.",
    });
  }
  const { weightBits } = readConfig(bundle);
  // The bundle's own line is the last that was picked.
  const own = search.picked.at(-1);
  return own === undefined || own.configuration.weightBits === weightBits ? search : undefined;
}

export function resultsFile(results: MeasuredResults): Files {
  return new Map([[BUNDLE.results, json(results)]]);
}

/** Our own file: the schema's name stands for the rest, which `report.json` is checked for. */
function isResults(value: unknown): value is MeasuredResults {
  return z.object({ schema: z.literal("snnc-results/1"), data: z.object({}), workload: z.object({}) }).safeParse(value).success;
}
