/**
 * `snnc bench-hil`: sentences through a line that hurts frames of every kind on purpose. Counted are results that differ
 * from the golden simulator, results that never came, and results that came twice.
 */
import { COUNTER } from "../../cosim/samples.js";
import { textStream } from "../../cosim/text-stream.js";
import { batchOf } from "../../event/batch.js";
import type { EventBatch } from "../../event/run.js";
import { openBoard } from "../../hil/board.js";
import { faultyLine } from "../../hil/faulty-transport.js";
import { goldenSimulator } from "../../sim/golden.js";
import { loadDataset } from "../../text/dataset.js";
import { tokenizerFor } from "../../text/tokenizer.js";
import type { WorkOptions } from "../../util/progress.js";
import { extendBatch } from "../../verilog/legalise.js";
import { buildCrossbar } from "../rtl.js";
import { type DeviceChoice, lineTo } from "./lines.js";

export interface BenchHilOptions extends WorkOptions {
  /** Default golden. */
  readonly device?: DeviceChoice;
  /** Default 10,000. */
  readonly sentences?: number;
  /** Share of frames that are hurt (default 0.01). */
  readonly rate?: number;
  /** Of the harm (default 1). */
  readonly seed?: number;
}

export interface BenchHilResult {
  readonly sentences: number;
  /** That came to the line in both directions, sent again ones included. */
  readonly framesSent: number;
  readonly framesHurt: number;
  /** Results with an output or a counter other than the golden simulator's. */
  readonly wrong: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Payload bytes of commands and answers delivered for the first time / all bytes on the line, both directions. */
  readonly usefulByteFraction: number;
  readonly sentencesPerSecond: number;
}

/** Runs the bench. Throws SnncError of kind tool where a simulator is missing. */
export async function benchHil(options: BenchHilOptions = {}): Promise<BenchHilResult> {
  const { device: choice = { kind: "golden" }, sentences = 10_000, rate = 0.01, seed = 1 } = options;
  const texts = reviewEvents();
  const original = textStream(Math.max(...texts.timesteps));
  const build = buildCrossbar(original, "crossbar-16");
  const distinct = extendBatch(texts, build.extraTimesteps);
  const golden = await goldenSimulator(build.program).run(distinct);
  const count = distinct.timesteps.length;
  const batch = repeated(distinct, sentences);

  const opened = await lineTo(choice, build, options);
  try {
    const { reset } = opened;
    const line = faultyLine(opened.line, { seed, rate, ...(reset === undefined ? {} : { reset }) });
    const board = await openBoard(line, build.image, { signal: options.signal });
    try {
      const times = new Uint32Array(sentences);
      const { classes } = golden;
      let wrong = 0;
      let done = 0;
      const started = performance.now();
      await board.runEach(
        batch,
        (sample, { values, counters }) => {
          times[sample]++;
          const of = sample % count;
          const isEqual =
            values.every((value, c) => value === golden.outputs[of * classes + c]) &&
            counters[COUNTER.synapticOperations] === golden.counters.synapticOperations[of] &&
            counters[COUNTER.spikes] === golden.counters.spikes[of] &&
            counters[COUNTER.neuronUpdates] === golden.counters.neuronUpdates[of];
          if (!isEqual) wrong++;
          if (++done % 500 === 0) options.onProgress?.({ stage: "sentences through a bad line", done, total: sentences });
        },
        options.signal === undefined ? {} : { signal: options.signal },
      );
      const seconds = (performance.now() - started) / 1000;
      const { frames, bytes, hurt } = line.counts();
      return {
        sentences,
        framesSent: frames,
        framesHurt: hurt,
        wrong,
        lost: times.filter((came) => came === 0).length,
        duplicated: times.reduce((sum, came) => sum + Math.max(0, came - 1), 0),
        usefulByteFraction: board.statistics().payloadBytes / bytes,
        sentencesPerSecond: sentences / seconds,
      };
    } finally {
      await board.close();
    }
  } finally {
    await opened.close();
  }
}

/** Lines of the program, and timesteps behind the last word. */
const LINES = 500;
const DRAIN = 2;

/** The test texts of the embedded reviews: a word a timestep, each of the most frequent words of the training texts on a line of its own. */
function reviewEvents(): EventBatch {
  const { train, test, language } = loadDataset({ kind: "reviews" });
  const tokenizer = tokenizerFor(language);
  const frequency = new Map<string, number>();
  for (const { text } of train) for (const word of tokenizer.tokenize(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const ranked = [...frequency].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, LINES);
  const lineOf = new Map(ranked.map(([word], line) => [word, line]));
  return batchOf(
    test.map(({ text }) => {
      const words = tokenizer.tokenize(text);
      return {
        timesteps: words.length + DRAIN,
        events: words.flatMap((word, t) => {
          const line = lineOf.get(word);
          return line === undefined ? [] : [[t, line] as const];
        }),
      };
    }),
  );
}

/** The first `samples` samples of the batch over and over. */
function repeated(batch: EventBatch, samples: number): EventBatch {
  const count = batch.timesteps.length;
  const sampleStart = new Uint32Array(samples + 1);
  for (let s = 0; s < samples; s++) sampleStart[s + 1] = sampleStart[s] + batch.sampleStart[(s % count) + 1] - batch.sampleStart[s % count];
  const time = new Uint32Array(sampleStart[samples]);
  const line = new Uint32Array(time.length);
  for (let s = 0; s < samples; s++) {
    const [from, to] = [batch.sampleStart[s % count], batch.sampleStart[(s % count) + 1]];
    time.set(batch.time.subarray(from, to), sampleStart[s]);
    line.set(batch.line.subarray(from, to), sampleStart[s]);
  }
  return { sampleStart, time, line, timesteps: Uint32Array.from({ length: samples }, (_, s) => batch.timesteps[s % count]) };
}
