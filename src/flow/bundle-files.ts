/** The plain files of a bundle, read and parsed: configuration, what learning found, results, the converted classifier. */
import { decodeEncoder } from "../encode/codec.js";
import type { Example } from "../text/types.js";
import { inputError } from "../util/diagnostics.js";
import { readGraph } from "./artefacts.js";
import { BUNDLE, type Bundle, type Files, json } from "./bundle.js";
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

/** `trained.json`: what training found, before conversion. */
export function readTrained(bundle: Bundle): LearningSummary {
  return parseLearning(bundle.read(BUNDLE.trained).toString("utf8"), bundle.path(BUNDLE.trained));
}

export function readChoices(bundle: Bundle): Record<string, string | number> {
  const choices: Record<string, string | number> = {};
  const value: unknown = JSON.parse(bundle.read(BUNDLE.compiled).toString("utf8"));
  if (typeof value !== "object" || value === null) return choices;
  for (const [name, entry] of Object.entries(value)) if (typeof entry === "number" || typeof entry === "string") choices[name] = entry;
  return choices;
}

export function labelled(examples: readonly Example[]): LabelledTexts {
  return { texts: examples.map((example) => example.text), labels: examples.map((example) => example.label) };
}

/** The converted classifier of a bundle: its graph, with the words of its encoder. */
export function readConverted(bundle: Bundle, learning: LearningSummary): ConvertedText {
  const encoder = decodeEncoder(bundle.read(BUNDLE.words), bundle.path(BUNDLE.words));
  return {
    graph: readGraph(bundle),
    classes: learning.classes,
    wordRows: {
      tokenizer: encoder.tokenizer,
      words: encoder.words,
      rowOf: encoder.wordLine,
      ...(encoder.bigram === undefined ? {} : { bigramHashBits: encoder.bigram.hashBits }),
    },
  };
}

/** `results.json` of a bundle. */
export function readResults(bundle: Bundle): MeasuredResults {
  const where = bundle.path(BUNDLE.results);
  let value: unknown;
  try {
    value = JSON.parse(bundle.read(BUNDLE.results).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw inputError("results-invalid", "is not JSON", { where, hint: "Delete it and run `snnc report` again." });
    throw error;
  }
  if (isResults(value)) return value;
  throw inputError("results-invalid", "is not of schema snnc-results/1", { where, hint: "Delete it and run `snnc report` again." });
}

export function resultsFile(results: MeasuredResults): Files {
  return new Map([[BUNDLE.results, json(results)]]);
}

/** Our own file: the schema's name stands for the rest, which `report.json` is checked for. */
function isResults(value: unknown): value is MeasuredResults {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === "snnc-results/1";
}
