/**
 * `snnc explore --pick`: one line of the Pareto table trained in full by the normal flow into a bundle of its own. Here, and nowhere
 * else in a search, the test texts are read: by the picked network and by the baselines that the normal flow trains beside it. A line
 * that was picked before is not tested again.
 */
import { join } from "node:path";
import { encodeTexts } from "../../encode/encode.js";
import { goldenSimulator } from "../../sim/golden.js";
import { loadDataset } from "../../text/dataset.js";
import type { Example } from "../../text/types.js";
import { inputError } from "../../util/diagnostics.js";
import { type Budget, type Configuration, configurationName, type Exploration, isSameConfiguration, type Picked } from "../../util/exploration.js";
import { readEncoder, readProgram } from "../artefacts.js";
import { BUNDLE, createBundle, json, openBundle } from "../bundle.js";
import { labelled } from "../bundle-files.js";
import { compileBundle } from "../bundle-verbs.js";
import { accuracyPercent } from "../compile.js";
import type { Config } from "../config.js";
import { bytesOfTables, meanOf } from "../counts.js";
import { convertBundle, type LearnOptions, trainBundle } from "../learn.js";
import { isWithin } from "./cost.js";
import { readStored, writeExploration } from "./folder.js";
import { configOf } from "./space.js";

export interface PickOptions extends LearnOptions {
  /** Folder of the exploration. */
  readonly folder: string;
  /** Line of the Pareto table, from 1; without, the most accurate one within the budget. */
  readonly line?: number;
  /** Beside that of the search. */
  readonly budget?: Budget;
}

/** Trains, compiles and tests a line, and adds it to the result; its bundle keeps the search, for its report. Throws SnncError (input) `explore-missing`, `explore-line`, `explore-budget`. */
export async function pick(options: PickOptions): Promise<Picked> {
  const { folder } = options;
  const { exploration, base } = readStored(folder);
  const configuration = chosen(exploration, options);
  const before = exploration.picked.find((one) => isSameConfiguration(one.configuration, configuration));
  if (before !== undefined) {
    options.note?.("picked before: nothing is trained, and the test texts are not read again");
    return before;
  }
  const bundle = join("picked", slugOf(configuration));
  const path = join(folder, bundle);
  const config = configOf(base, configuration, exploration.rungs.at(-1) ?? 1);
  await trainBundle(path, config, options);
  await convertBundle(path, options);
  await compileBundle(path, options);
  const picked: Picked = { configuration, bundle, ...(await testOf(path, config, options)) };
  options.signal?.throwIfAborted();
  const found: Exploration = { ...exploration, picked: [...exploration.picked, picked] };
  // For the bundle's own report, whose network is the last that was picked.
  createBundle(path).write(new Map([[BUNDLE.search, json(found)]]));
  writeExploration(folder, found);
  return picked;
}

function chosen({ tried, pareto }: Exploration, { line, budget = {} }: PickOptions): Configuration {
  const lines = pareto.flatMap((number) => tried.filter((one) => one.number === number));
  if (line !== undefined) {
    const one = lines[line - 1];
    if (one !== undefined) return one.configuration;
    throw inputError("explore-line", `--pick is ${line}; the Pareto table has ${lines.length === 0 ? "no lines" : `the lines 1 to ${lines.length}`}`);
  }
  const best = lines.find(({ outcome }) => outcome.kind === "measured" && isWithin(budget, outcome.measurement));
  if (best !== undefined) return best.configuration;
  throw inputError("explore-budget", `none of the ${lines.length} lines of the Pareto table is within the budget`, {
    hint: "Raise --max-table-bytes or --max-sops, or search again with them.",
  });
}

/** A folder's name: letters, digits and hyphens. */
function slugOf(configuration: Configuration): string {
  return configurationName(configuration)
    .replace(/(?<=\d),(?=\d)/g, "")
    .replace(/[^A-Za-z0-9]+/g, "-");
}

/** Accuracy and cost of a bundle's integer program in the golden simulator. */
async function testOf(path: string, config: Config, { signal }: LearnOptions): Promise<Omit<Picked, "configuration" | "bundle">> {
  const bundle = openBundle(path);
  const [program, encoder] = [readProgram(bundle), readEncoder(bundle)];
  const simulator = goldenSimulator(program);
  const { dev, test } = loadDataset(config.dataset);
  const on = async (examples: readonly Example[]) => {
    const { texts, labels } = labelled(examples);
    const { decisions, counters } = await simulator.run(encodeTexts(encoder, texts).batch, signal === undefined ? {} : { signal });
    return { accuracy: accuracyPercent(decisions, labels), operations: meanOf(counters.synapticOperations), hiddenSpikes: meanOf(counters.spikes) };
  };
  const onTest = await on(test);
  return {
    devAccuracy: (await on(dev)).accuracy,
    testAccuracy: onTest.accuracy,
    testTexts: test.length,
    operations: onTest.operations,
    hiddenSpikes: onTest.hiddenSpikes,
    tableBytes: bytesOfTables(program),
  };
}
