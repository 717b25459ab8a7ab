/** What `snnc bench-rtl` measured. A section measures some of the fields; one that was left out leaves its fields away. */
import type { SimulatorKind } from "../../cosim/simulation.js";
import type { WorkOptions } from "../../util/progress.js";
import type { CycleBound } from "../../util/results.js";

export type Runner = SimulatorKind | "golden";

export interface BenchRtlResult {
  readonly schema: "snnc-bench-rtl/1";
  /** Load average of the last minute when it began: other programs that wanted a processor. */
  readonly machine: { readonly processors: number; readonly loadAverage: number };
  /** By LANES: synaptic operations a cycle on the standard dense stream, by the core's own counters. */
  readonly operationsPerCycle?: Readonly<Record<string, number>>;
  /** Cycles of the standard text stream / their bound (src/cosim/bound.ts), at the width where that is worst. */
  readonly cyclesOverBound?: number;
  /** By LANES: means per text. */
  readonly textStream?: Readonly<Record<string, CycleBound & { readonly cyclesPerText: number }>>;
  /** By cores of a mesh: cycles of one core's mesh / cycles. */
  readonly speedupByCores?: Readonly<Record<string, number>>;
  /** Synaptic operations a second of one thread, 16 lanes, the standard dense stream; medians. */
  readonly operationsPerSecond?: { readonly [Name in Runner]?: number };
  readonly runners?: { readonly [Name in Runner]?: string };
  /** Simulators that do not run here, and why. */
  readonly missing?: readonly { readonly runner: Runner; readonly reason: string }[];
  /** What the seconds of `operationsPerSecond` are. */
  readonly secondsAre?: "processor time" | "wall time";
  /** Wall time from a changed network to the first sample's result, native; medians. */
  readonly firstCycleSeconds?: { readonly sameParameters: number; readonly changedParameters: number };
  /** By board: the benchmark's core, board top included. */
  readonly fpga?: Readonly<Record<string, FpgaFigures>>;
  /** Boards whose tools are not here, and which. */
  readonly unplaced?: readonly { readonly board: string; readonly reason: string }[];
  /** Faults planted into the Verilog, one at a time; those that random programs found, and the others by name. */
  readonly mutants?: { readonly planted: number; readonly found: number; readonly missed: readonly string[] };
}

export interface FpgaFigures {
  readonly lanes: number;
  /** SB_LUT4, TRELLIS_COMB or LUTs of any size, after place and route where there is any. */
  readonly lut: number;
  readonly ff: number;
  readonly bram: number;
  readonly spram: number;
  /** By the placer's static timing analysis; absent where nothing is placed. */
  readonly fmaxMhz?: number;
  readonly operationsPerCyclePerKiloLut: number;
  readonly tools: string;
}

export interface BenchRtlOptions extends WorkOptions {
  /** Turns of everything that is timed. */
  readonly rounds: number;
}

export type Measured = Omit<BenchRtlResult, "schema" | "machine">;

/** A part of the benchmark: what it measures, and rows of the table. */
export interface Section {
  readonly name: string;
  readonly summary: string;
  measure(options: BenchRtlOptions): Promise<Measured>;
  /** Empty where it was left out. */
  rows(result: BenchRtlResult): readonly (readonly [what: string, value: string, ratio: string])[];
}
