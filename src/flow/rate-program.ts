/**
 * A rate network as an event program laid out in space, with its encoder, and what the golden simulator makes of texts:
 * some at a time, because a text brings tens of thousands of events.
 */
import { encodeRateIds, encodeRateTexts, type RateTextEncoder } from "../encode/rate-texts.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch } from "../event/run.js";
import { rateGraph } from "../learn/rate-graph.js";
import { type RateNetwork, rateOutputs } from "../learn/rate-network.js";
import { goldenSimulator } from "../sim/golden.js";
import type { TokenizedTexts, Tokenizer } from "../text/types.js";
import { checkError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { meanOf } from "./counts.js";
import { compileNetwork } from "./network.js";

export interface RateProgramOptions extends WorkOptions {
  readonly classes: readonly string[];
  readonly tokenizer: Tokenizer["name"];
  readonly words: readonly string[];
  /** [words, dimensions]. */
  readonly probabilities: Float32Array;
  readonly timesteps: number;
  readonly encoderSeed: number;
  /** Default 8. */
  readonly weightBits?: number;
}

export interface RateProgram {
  readonly program: EventProgram;
  readonly encoder: RateTextEncoder;
}

/** Spiking network -> integers. Throws SnncError as `compileNetwork` does. */
export async function compileRate(network: RateNetwork, options: RateProgramOptions): Promise<RateProgram> {
  const { classes, tokenizer, words, probabilities, timesteps, encoderSeed, weightBits, ...work } = options;
  const { program, encoder } = await compileNetwork(rateGraph(network, "spiking", "rate"), {
    classes,
    neuronsPerClass: rateOutputs(network) / classes.length,
    timesteps,
    encoding: { kind: "spikes" },
    ...(weightBits === undefined ? {} : { weightBits }),
    ...work,
  });
  const first = encoder.digitStart[0] ?? 0;
  return {
    program,
    encoder: {
      kind: "rateTexts",
      tokenizer,
      words,
      dimensions: network.dimensions,
      length: network.length,
      probabilities,
      timesteps,
      seed: encoderSeed,
      lineOf: encoder.lineOf.map((line) => first + line),
      drainTimesteps: encoder.drainTimesteps,
    },
  };
}

/** Texts that are encoded at once. */
const CHUNK = 16;

/** What texts did in the golden simulator. Means per text. */
export interface RateRun {
  readonly texts: number;
  readonly decisions: Uint16Array;
  readonly synapticOperations: number;
  readonly inputEvents: number;
  readonly spikes: number;
  readonly neuronUpdates: number;
}

/** Runs texts, chunk by chunk; `visit` sees each chunk's events and result. */
export async function runRateProgram(
  { program, encoder }: RateProgram,
  texts: Pick<TokenizedTexts, "start" | "ids">,
  { signal, onProgress }: WorkOptions = {},
  visit?: (batch: EventBatch, result: BatchResult) => void,
): Promise<RateRun> {
  const count = texts.start.length - 1;
  const simulator = goldenSimulator(program);
  const decisions = new Uint16Array(count);
  const sums = { synapticOperations: 0, inputEvents: 0, spikes: 0, neuronUpdates: 0 };
  for (let first = 0; first < count; first += CHUNK) {
    onProgress?.({ stage: "golden simulator", done: first, total: count });
    if (signal?.aborted === true) throw checkError("interrupted", `stopped after ${first} of ${count} texts`);
    const last = Math.min(count, first + CHUNK);
    const { batch } = encodeRateIds(encoder, { start: texts.start.subarray(first, last + 1), ids: texts.ids }, first);
    const result = await simulator.run(batch, visit === undefined ? {} : { spikes: true });
    decisions.set(result.decisions, first);
    for (const name of ["synapticOperations", "inputEvents", "spikes", "neuronUpdates"] as const) {
      sums[name] += meanOf(result.counters[name]) * (last - first);
    }
    visit?.(batch, result);
  }
  const mean = (sum: number): number => sum / Math.max(1, count);
  return {
    texts: count,
    decisions,
    synapticOperations: mean(sums.synapticOperations),
    inputEvents: mean(sums.inputEvents),
    spikes: mean(sums.spikes),
    neuronUpdates: mean(sums.neuronUpdates),
  };
}

/** Decisions and class scores of texts. */
export async function classifyRateTexts(
  program: EventProgram,
  encoder: RateTextEncoder,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly decisions: Uint16Array; readonly outputs: Int32Array }> {
  return await goldenSimulator(program).run(encodeRateTexts(encoder, texts).batch, signal === undefined ? {} : { signal });
}
