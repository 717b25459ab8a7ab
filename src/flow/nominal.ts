/**
 * The event programs that `snnc convert` would make of an imported network, before there are any data: found out by doing
 * it, with nominal thresholds where data would decide them. What a program needs of a chip hardly depends on them.
 *
 *   tokens in           thresholds of 1, position is time; hidden dense layers fitted on random activations
 *   values in, ReLU     thresholds of 1, rates; max pools as OR, or as averages where OR is not possible; with either reset
 *   spiking neurons     as it is; with exact leaks, and with leaks rounded to powers of two where that differs
 */
import { convertToRates } from "../convert/rate.js";
import { withoutHidden } from "../convert/readout.js";
import {
  balanceFilters,
  filterCount,
  type PooledActivations,
  recogniseTextClassifier,
  spikingClassifier,
  type TextClassifier,
} from "../convert/word.js";
import type { EventProgram } from "../event/program.js";
import { assertVerifiedEvent } from "../event/verify.js";
import type { Graph, ResetRule } from "../graph/graph.js";
import { elementsOf, inferShapes } from "../graph/shapes.js";
import { lower } from "../lower/lower.js";
import type { LeakRule } from "../lower/space/neurons.js";
import { DEFAULT_PASSES, pipeline } from "../passes/index.js";
import { assertNever, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { compileNetwork, readyForRates } from "./network.js";

export type NetworkKind = "text" | "analogue" | "spiking";

/** A program, or why there is none, under options of `snnc convert` that are not the default. */
export type NominalProgram =
  | { readonly kind: "program"; readonly program: EventProgram; readonly options: readonly string[] }
  | { readonly kind: "refused"; readonly error: SnncError; readonly options: readonly string[] };

export interface NominalOptions extends WorkOptions {
  /** Timesteps of input of the longest sample; without, what `NOMINAL_TIMESTEPS` says. */
  readonly timesteps?: number;
}

/** Of a text: `snnc convert`'s own limit. Of rates: the most that it chooses. Of spikes: what it takes without `--timesteps`. */
const NOMINAL_TIMESTEPS: Readonly<Record<NetworkKind, number>> = { text: 4096, analogue: 32, spiking: 100 };
const INPUT_BITS = 4;
const WEIGHT_BITS = 8;
/** Accumulators of text networks, as `compile` has them. */
const TEXT_STATE_BITS = 24;

/** What decides the way of a network: tokens at its input, a ReLU, or neither. */
export function networkKind(graph: Graph): NetworkKind {
  if (graph.nodes.some((node) => node.kind === "input" && node.encoding.kind === "tokens")) return "text";
  return graph.nodes.some(({ kind }) => kind === "relu") ? "analogue" : "spiking";
}

/** What the programs take for granted that data and options would decide. */
export function assumptionsOf(kind: NetworkKind, { timesteps = NOMINAL_TIMESTEPS[kind] }: NominalOptions): readonly string[] {
  switch (kind) {
    case "text":
      return ["thresholds are nominal, 1 for every filter", `texts of up to ${timesteps} timesteps`];
    case "analogue":
      return ["thresholds are nominal, 1 for every ReLU", `${timesteps} timesteps of values from 0 to 1 in ${INPUT_BITS} binary digits`];
    case "spiking":
      return [`${timesteps} timesteps of spike trains`];
    default:
      return assertNever(kind);
  }
}

/** The programs of a simplified graph in the order in which they are to be tried; at least one. */
export async function nominalPrograms(graph: Graph, kind: NetworkKind, options: NominalOptions): Promise<readonly NominalProgram[]> {
  const timesteps = options.timesteps ?? NOMINAL_TIMESTEPS[kind];
  const inSpace = (network: Graph, leaks: LeakRule = "exact"): Promise<EventProgram> => compiled(network, kind, timesteps, leaks, options);
  switch (kind) {
    case "text":
      return [await attempt([], () => compiledText(graph, timesteps))];
    case "analogue": {
      const asOr = await attempt([], () => inSpace(inRates(graph, "or", "subtract")));
      if (asOr.kind === "program") return [asOr, await attempt(["--reset zero"], () => inSpace(inRates(graph, "or", "zero")))];
      const average = ["--max-pooling average"];
      const asAverage = await attempt(average, () => inSpace(inRates(graph, "average", "subtract")));
      if (asAverage.kind === "refused") return [asOr];
      return [asAverage, await attempt([...average, "--reset zero"], () => inSpace(inRates(graph, "average", "zero")))];
    }
    case "spiking": {
      const exact = await attempt([], () => inSpace(graph));
      // Other leaks than powers of two run as `cuba`.
      const isTheSame = exact.kind === "refused" || exact.program.populations.every(({ model }) => model.kind !== "cuba");
      return isTheSame ? [exact] : [exact, await attempt(["--leaks power-of-two"], () => inSpace(graph, "powerOfTwo"))];
    }
    default:
      return assertNever(kind);
  }
}

async function attempt(options: readonly string[], make: () => Promise<EventProgram>): Promise<NominalProgram> {
  try {
    return { kind: "program", program: await make(), options };
  } catch (error) {
    if (error instanceof SnncError) return { kind: "refused", error, options };
    throw error;
  }
}

async function compiledText(source: Graph, maxTimesteps: number): Promise<EventProgram> {
  const recognised = recogniseTextClassifier(source);
  // Hidden layers become one readout by lines that are fitted to activations: to random ones here.
  const classifier = withoutHidden(recognised, randomActivations(recognised));
  const none: PooledActivations = { texts: 0, filters: filterCount(classifier), values: new Float32Array(0), decisions: new Uint16Array(0) };
  // Without a text no filter is known to rise above 0, and the threshold of each is 1.
  const spiking = spikingClassifier(classifier, balanceFilters(classifier, none, 1), source.name);
  const classes = numbered(classifier.classes);
  const { program } = await lower(spiking, { classes, weightBits: WEIGHT_BITS, maxTimesteps, stateBits: TEXT_STATE_BITS });
  const { program: optimised } = pipeline("default", DEFAULT_PASSES).run(program);
  assertVerifiedEvent(optimised);
  return optimised;
}

const NOMINAL_TEXTS = 64;

function randomActivations(classifier: TextClassifier): PooledActivations {
  const random = createRandom(1);
  const filters = filterCount(classifier);
  const values = Float32Array.from({ length: NOMINAL_TEXTS * filters }, () => random.uniform());
  return { texts: NOMINAL_TEXTS, filters, values, decisions: new Uint16Array(NOMINAL_TEXTS) };
}

function inRates(simple: Graph, maxPooling: "or" | "average", reset: ResetRule): Graph {
  const graph = readyForRates(simple);
  const thresholds = new Map(graph.nodes.flatMap((node) => (node.kind === "relu" ? [[node.name, Float32Array.of(1)]] : [])));
  return convertToRates(graph, { thresholds, maxPooling, startHalfCharged: true, reset });
}

async function compiled(graph: Graph, kind: NetworkKind, timesteps: number, leaks: LeakRule, options: NominalOptions): Promise<EventProgram> {
  const output = graph.nodes.find((node) => node.kind === "output");
  const classes = elementsOf(inferShapes(graph).get(output?.name ?? "")?.output ?? []);
  const { program } = await compileNetwork(graph, {
    classes: numbered(classes),
    timesteps,
    encoding: kind === "spiking" ? { kind: "spikes" } : { kind: "direct", low: 0, high: 1, bits: INPUT_BITS },
    weightBits: WEIGHT_BITS,
    leaks,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return program;
}

function numbered(classes: number): readonly string[] {
  return Array.from({ length: classes }, (_, i) => String(i));
}
