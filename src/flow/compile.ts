/** graph -> event program and encoder: lowering with scales chosen on dev data, the passes, and the encoder's line numbers. */

import { encodeTexts } from "../encode/encode.js";
import { type Encoder, NO_LINE } from "../encode/encoder.js";
import { layoutOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import type { PopulationRange } from "../event/ranges.js";
import { assertVerifiedEvent } from "../event/verify.js";
import type { Graph } from "../graph/graph.js";
import { clipsFor } from "../lower/clips.js";
import { lower } from "../lower/lower.js";
import { DEFAULT_PASSES, type EventPass, pipeline } from "../passes/index.js";
import { goldenSimulator } from "../sim/golden.js";
import type { Tokenizer } from "../text/types.js";
import { codeGroupPort, OWN_PORT } from "../util/code-ports.js";
import { type Diagnostic, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { MOST_TIMESTEPS } from "./config.js";
import { silentProgram } from "./silent.js";

/** What turns words into rows, before line numbers are known. */
export interface WordRows {
  readonly tokenizer: Tokenizer["name"];
  /** words[0] is the unknown word. */
  readonly words: readonly string[];
  /** Word id -> row of the graph's word port, or NO_LINE. */
  readonly rowOf: Uint32Array;
  /** Sub-row of each word without a row in each of the `groups` ports of its code, [words, groups]. */
  readonly code?: { readonly groups: number; readonly index: Uint16Array };
  /** Words whose pairs have rows of their own; the words behind them count as unknown there. All if absent. */
  readonly pairedWords?: number;
  /** How texts are cut and padded, where the network has a fixed length. */
  readonly padding?: Encoder["padding"];
  /** Bits of the hash of neighbouring pairs, where the graph has a `bigrams` port. */
  readonly bigramHashBits?: number;
}

/** A converted classifier: a spiking graph with the words that its rows stand for. */
export interface ConvertedText {
  readonly graph: Graph;
  readonly wordRows: WordRows;
  readonly classes: readonly string[];
  /** The width that its weights were trained for, below 8, and the clips that training rounded them under. */
  readonly trainedFor?: { readonly weightBits: number; readonly hiddenClip: number; readonly outputClip: number };
}

export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: ArrayLike<number>;
}

export interface CompileOptions extends WorkOptions {
  /** 2..8 (default: those that the classifier was trained for, else 8). */
  readonly weightBits?: number;
  /** Longest text in timesteps, drain included (default 4096). */
  readonly maxTimesteps?: number;
  /** Widest accumulator (default 24). */
  readonly stateBits?: number;
  /**
   * Shares of the largest weights that saturate nothing, where they are known; without, they are those of training where it was for
   * as many bits, or else chosen on `dev`.
   */
  readonly clips?: { readonly hidden: number; readonly output: number };
  /** Dev data to choose the scales on; without, nothing is clipped. */
  readonly dev?: LabelledTexts;
  /** Called after every pass, with the program before and after it. */
  readonly observe?: (pass: EventPass, program: EventProgram) => void;
}

export interface CompiledText {
  readonly program: EventProgram;
  readonly encoder: Encoder;
  readonly ranges: readonly PopulationRange[];
  /** Chosen on dev, and what the passes did; printable. */
  readonly choices: Readonly<Record<string, string | number>>;
  /** What the user should know of the integers: that no hidden neuron spikes on dev. */
  readonly warnings: readonly Diagnostic[];
}

/** Compiles a converted classifier. Throws SnncError as `lower` and the verifier do. */
export async function compile(converted: ConvertedText, options: CompileOptions = {}): Promise<CompiledText> {
  const { dev, onProgress, signal } = options;
  const { trainedFor } = converted;
  const weightBits = options.weightBits ?? trainedFor?.weightBits ?? 8;
  checkRange("weightBits", weightBits, 2, 8);
  checkRange("maxTimesteps", options.maxTimesteps ?? 4096, 4, MOST_TIMESTEPS);
  checkRange("stateBits", options.stateBits ?? 24, 16, 32);
  let candidate = 0;
  const judged = new WeakMap<EventProgram, OnTexts>();
  const evaluate = async (program: EventProgram): Promise<number> => {
    candidate++;
    onProgress?.({ stage: "choosing scales on dev", done: candidate, total: 3 * clipsFor(weightBits).length - 2 });
    const figures = await run(program, encoderFor(converted, program), dev ?? { texts: [], labels: [] }, signal);
    judged.set(program, figures);
    return figures.accuracy;
  };
  const clips = options.clips ?? (trainedFor?.weightBits === weightBits ? clipsOf(trainedFor) : undefined);
  const lowered = await lower(converted.graph, {
    classes: converted.classes,
    weightBits,
    maxTimesteps: options.maxTimesteps ?? 4096,
    stateBits: options.stateBits ?? 24,
    ...(clips === undefined ? {} : { clips }),
    ...(dev === undefined ? {} : { evaluate }),
  });
  const passes = pipeline("default", DEFAULT_PASSES, (pass, _, result) => {
    assertVerifiedEvent(result.program);
    options.observe?.(pass, result.program);
  });
  assertVerifiedEvent(lowered.program);
  const { program, statistics } = passes.run(lowered.program);
  const { hiddenClip, outputClip, tried } = lowered.choices;
  const encoder = encoderFor(converted, program);
  // Nothing was judged where the clips were known. Passes change no spike.
  const onDev = dev === undefined ? undefined : (judged.get(lowered.program) ?? (await run(program, encoder, dev, signal)));
  return {
    program,
    encoder,
    ranges: lowered.ranges,
    choices: {
      ...(trainedFor === undefined ? {} : { "weights trained for": `${trainedFor.weightBits} bit` }),
      "clip of hidden weights": hiddenClip,
      "clip of output weights": outputClip,
      "scales tried": tried,
      ...(lowered.classStepFactor === 1 ? {} : { "step of class sums, to fit a state word": lowered.classStepFactor }),
      ...(onDev === undefined ? {} : { "dev accuracy of the integer program": onDev.accuracy }),
      ...statistics,
    },
    warnings: onDev === undefined ? [] : silentProgram(program, onDev),
  };
}

function clipsOf({ hiddenClip, outputClip }: NonNullable<ConvertedText["trainedFor"]>): NonNullable<CompileOptions["clips"]> {
  return { hidden: hiddenClip, output: outputClip };
}

function checkRange(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw inputError("option-range", `${name} is ${value}; whole numbers from ${low} to ${high} are possible`);
}

/** Line numbers of words, bigrams and the start line in a program lowered from this graph. */
export function encoderFor({ wordRows, graph }: ConvertedText, program: EventProgram): Encoder {
  const { portStart } = layoutOf(program);
  const { code } = wordRows;
  const wordPort = code === undefined ? graph.nodes.find((node) => node.kind === "input" && node.name !== "bigrams")?.name : OWN_PORT;
  const firstOf = (port: string | undefined): number => {
    const first = port === undefined ? undefined : portStart.get(port);
    if (first === undefined)
      throw inputError("encoder-no-words", `the graph has no port '${port ?? OWN_PORT}' of words`, { where: `graph '${graph.name}'` });
    return first;
  };
  const first = code === undefined || portStart.has(OWN_PORT) ? firstOf(wordPort) : 0;
  const start = portStart.get("start");
  const bigrams = portStart.get("bigrams");
  return {
    tokenizer: wordRows.tokenizer,
    words: wordRows.words,
    wordLine: wordRows.rowOf.map((row) => (row === NO_LINE ? NO_LINE : first + row)),
    ...(bigrams === undefined || wordRows.bigramHashBits === undefined
      ? {}
      : {
          bigram: {
            hashBits: wordRows.bigramHashBits,
            firstLine: bigrams,
            ...(wordRows.pairedWords === undefined ? {} : { words: wordRows.pairedWords }),
          },
        }),
    ...(code === undefined
      ? {}
      : { code: { groupLine: Uint32Array.from({ length: code.groups }, (_, group) => firstOf(codeGroupPort(group))), index: code.index } }),
    ...(start === undefined ? {} : { startLine: start }),
    ...(wordRows.padding === undefined ? {} : { padding: wordRows.padding }),
    drainTimesteps: program.readout.drainTimesteps,
    limits: { timestepsPerSample: program.limits.timestepsPerSample, eventsPerTimestep: program.limits.eventsPerTimestep },
  };
}

interface OnTexts {
  readonly texts: number;
  /** Percent of them that are decided as labelled. */
  readonly accuracy: number;
  /** In all of them together. */
  readonly hiddenSpikes: number;
}

/** Runs labelled texts in the golden simulator. */
async function run(program: EventProgram, encoder: Encoder, data: LabelledTexts, signal: AbortSignal | undefined): Promise<OnTexts> {
  const { batch } = encodeTexts(encoder, data.texts);
  const { decisions, counters } = await goldenSimulator(program).run(batch, signal === undefined ? {} : { signal });
  const hiddenSpikes = counters.spikes.reduce((sum, spikes) => sum + spikes, 0);
  return { texts: data.texts.length, accuracy: accuracyPercent(decisions, data.labels), hiddenSpikes };
}

/** Percent of equal entries. */
export function accuracyPercent(decisions: ArrayLike<number>, labels: ArrayLike<number>): number {
  let correct = 0;
  for (let i = 0; i < labels.length; i++) if (decisions[i] === labels[i]) correct++;
  return labels.length === 0 ? 0 : (100 * correct) / labels.length;
}
