/**
 * The standard text stream: cycles of a text classifier of usual shape beside their bound, without a trained network. Words
 * come one a timestep; three kernels of 3, 4 and 5 words and 32 filters each, which spike at most once a text; filters
 * and words drive four classes. Of the filters 0.30 spike in a text. Every figure is the core's own count.
 */
import { batchOf } from "../event/batch.js";
import type { EventProgram, Population, Projection, WeightTable } from "../event/program.js";
import { createRandom } from "../util/random.js";
import type { CycleBound } from "../util/results.js";
import { buildCrossbarImage } from "../verilog/image.js";
import { extendBatch, legaliseForCrossbar } from "../verilog/legalise.js";
import type { CrossbarTarget } from "../verilog/target.js";
import { cycleBound } from "./bound.js";
import { rtlSimulator } from "./rtl.js";
import type { SimulationOptions } from "./simulation.js";

export interface TextStreamResult {
  readonly lanes: number;
  readonly texts: number;
  readonly cyclesPerText: number;
  /** Means per text. */
  readonly bound: CycleBound;
}

const WORDS = 500;
const FILTERS = 32;
const KERNELS = [3, 4, 5] as const;
const CLASSES = 4;
/** Shortest and longest text, in words. */
const LENGTHS = [5, 30] as const;
const TEXTS = 50;
const DRAIN = 2;
/** Some deviations of what a filter sums: a weight a word of its kernel, each uniform from -127 to 127. */
const THRESHOLD = 280;

/** Runs the stream on the core of `target`, sized for it. Throws SnncError of kind tool as `rtlSimulator` does. */
export async function measureTextStream(target: CrossbarTarget, options: SimulationOptions = {}): Promise<TextStreamResult> {
  const fitted: CrossbarTarget = { ...target, sizing: "fitted" };
  const { program, extraTimesteps } = legaliseForCrossbar(textStream(), fitted);
  const simulator = await rtlSimulator(buildCrossbarImage(program, fitted), options);
  try {
    const { counters, cycles } = await simulator.run(extendBatch(texts(), extraTimesteps));
    if (cycles === undefined) throw new Error("the RTL reported no cycles");
    const mean = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0) / TEXTS;
    const cyclesPerText = mean(cycles.cycles);
    const bound = cycleBound({
      weightWordsRead: mean(cycles.weightWordsRead),
      groupUpdates: mean(cycles.groupUpdates),
      timesteps: mean(counters.timesteps),
      cycles: cyclesPerText,
    });
    return { lanes: target.lanes, texts: TEXTS, cyclesPerText, bound };
  } finally {
    await simulator.close();
  }
}

function texts() {
  const random = createRandom(2);
  const [shortest, longest] = LENGTHS;
  return batchOf(
    Array.from({ length: TEXTS }, () => {
      const words = shortest + random.integer(longest - shortest + 1);
      return { timesteps: words + DRAIN, events: Array.from({ length: words }, (_, t) => [t, random.integer(WORDS)] as const) };
    }),
  );
}

/** The classifier; `timesteps` is the longest sample that it is for. */
export function textStream(timesteps = 64): EventProgram {
  const random = createRandom(1);
  const table = (name: string, rows: number, columns: number): WeightTable => ({
    name,
    rows,
    columns,
    bits: 8,
    exponent: 0,
    weights: Int8Array.from({ length: rows * columns }, () => random.integer(255) - 127),
  });
  const dense = (columnStart: number, length: number) => ({ kind: "dense", columnStart, length, targetStart: 0 }) as const;
  const longestKernel = Math.max(...KERNELS);
  const filters: Population[] = KERNELS.map((kernel) => ({
    name: `filters${kernel}`,
    size: FILTERS,
    model: { kind: "lif", leakShift: 0 },
    thresholds: new Int32Array(FILTERS).fill(THRESHOLD),
    reset: { kind: "zero" },
    refractory: { kind: "untilReset" },
  }));
  const taps: Projection[] = KERNELS.flatMap((kernel) =>
    Array.from({ length: kernel }, (_, tap) => ({
      name: `words-filters${kernel}.${tap}`,
      source: { kind: "input", port: "words" } as const,
      target: `filters${kernel}`,
      table: `rows${kernel}`,
      // The window ends at the last of its words; all kernels end together.
      delay: longestKernel - tap,
      connectivity: dense(tap * FILTERS, FILTERS),
    })),
  );
  const votes: Projection[] = KERNELS.map((kernel) => ({
    name: `filters${kernel}-class`,
    source: { kind: "population", population: `filters${kernel}` },
    target: "class",
    table: `votes${kernel}`,
    delay: 1,
    connectivity: dense(0, CLASSES),
  }));
  return {
    level: "event",
    name: "text-stream",
    limits: { timestepsPerSample: timesteps, eventsPerTimestep: 1, eventsPerSample: timesteps },
    inputs: [{ name: "words", kind: "tokens", lines: WORDS, unique: true, exclusive: true }],
    populations: [...filters, { name: "class", size: CLASSES, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
    tables: [
      ...KERNELS.map((kernel) => table(`rows${kernel}`, WORDS, kernel * FILTERS)),
      ...KERNELS.map((kernel) => table(`votes${kernel}`, FILTERS, CLASSES)),
      table("wide", WORDS, CLASSES),
    ],
    projections: [
      ...taps,
      ...votes,
      { name: "words-class", source: { kind: "input", port: "words" }, target: "class", table: "wide", delay: 1, connectivity: dense(0, CLASSES) },
    ],
    readout: {
      kind: "membrane",
      population: "class",
      neuronsPerClass: 1,
      classes: Array.from({ length: CLASSES }, (_, c) => String(c)),
      drainTimesteps: DRAIN,
    },
  };
}
