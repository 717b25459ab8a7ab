/**
 * The result of synthesis, and of place and route where the tools do it, as plain data (schema "snnc-synth/1"): what
 * `snnc synth` stores as synth.json and a report quotes. Clocks in hertz, times in seconds; every figure is a tool's own.
 */
import { z } from "zod";

const text = z.string();
const amount = z.number().nonnegative();

const useSchema = z.strictObject({ used: amount, capacity: amount });

const timingSchema = z.strictObject({
  /** Highest clock that the placed and routed design meets, by the placer's static timing analysis. */
  fmaxHz: z.number().positive(),
  /** The clock that was asked for. */
  askedHz: z.number().positive(),
  criticalPath: z.strictObject({
    seconds: amount,
    from: text,
    to: text,
    /** Share of the path that is logic, not wires: 0..1. */
    logicShare: amount,
    /** Cells passed between the two registers. */
    levels: amount,
  }),
});

const synthesisSchema = z.strictObject({
  schema: z.literal("snnc-synth/1"),
  board: text,
  device: text,
  family: z.enum(["ice40", "ecp5", "xilinx7"]),
  /** Parameters of the core (rtl/README.md). */
  parameters: z.record(text, z.number().int()),
  tools: z.array(z.strictObject({ name: text, version: text })),
  /** After synthesis: LUTs, flip-flops and memories of the whole design, board top included. */
  resources: z.strictObject({ luts: useSchema, flipFlops: amount, blockRams: useSchema, sprams: useSchema, dsps: useSchema }),
  /** Cells by kind, as Yosys counts them. */
  cells: z.record(text, z.number().int()),
  /** After place and route: cells used and there, by the placer's own names. Absent where nothing was placed. */
  placed: z.record(text, useSchema).exactOptional(),
  timing: timingSchema.exactOptional(),
  /** Synaptic operations a cycle and 1,000 LUTs, at one a lane. */
  operationsPerCyclePerKiloLut: amount,
  /** What the user assumes that the board draws while it computes; nothing here measures power. */
  assumedWatts: z.number().positive().exactOptional(),
  bitstream: z.strictObject({ file: text, bytes: z.number().int() }).exactOptional(),
  /** What the figures do not say by themselves, in sentences. */
  remarks: z.array(text),
});

/** See the schema's comments. */
export type SynthesisResult = Readonly<z.infer<typeof synthesisSchema>>;

export type FpgaFamily = SynthesisResult["family"];

/** Reads synth.json; undefined if it is not one. */
export function parseSynthesis(json: string): SynthesisResult | undefined {
  try {
    return synthesisSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
