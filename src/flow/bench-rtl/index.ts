/** `snnc bench-rtl`: the sections in order, and how they are printed. A new figure of the RTL is a new section. */
import { availableParallelism, loadavg } from "node:os";
import { boundSection } from "./bound.js";
import { coresSection } from "./cores.js";
import { fpgaSection } from "./fpga.js";
import { lanesSection } from "./lanes.js";
import { mutantsSection } from "./mutants/index.js";
import type { BenchRtlOptions, BenchRtlResult, Section } from "./result.js";
import { speedSection } from "./speed.js";
import { startSection } from "./start.js";

const SECTIONS: readonly Section[] = [lanesSection, boundSection, coresSection, speedSection, startSection, fpgaSection, mutantsSection];

export const SECTION_NAMES: readonly string[] = SECTIONS.map(({ name }) => name);

/** Measures the sections named. Throws SnncError of kind tool where Verilator or a C++ compiler is missing. */
export async function benchRtl(names: readonly string[], options: BenchRtlOptions): Promise<BenchRtlResult> {
  const machine = { processors: availableParallelism(), loadAverage: loadavg()[0] };
  let result: BenchRtlResult = { schema: "snnc-bench-rtl/1", machine };
  for (const section of SECTIONS) {
    if (names.includes(section.name)) result = { ...result, ...(await section.measure(options)) };
  }
  return result;
}

export function benchRtlTable(result: BenchRtlResult): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  return { head: ["what", "value", "ratio"], rows: SECTIONS.flatMap((section) => section.rows(result)) };
}

/** What the numbers rest on. */
export function benchRtlLines({ machine, operationsPerCycle, runners = {}, missing = [], unplaced = [], secondsAre }: BenchRtlResult): string[] {
  return [
    "the standard dense stream: 512 events of 8 words in one timestep; medians. On a mesh: 512 events of 128 words, over the cores",
    "texts: 50 of 5 to 30 words, three kernels of 32 filters, random weights; the bound is weight words + groups updated + 8 a timestep",
    `load average ${machine.loadAverage.toFixed(1)} on ${machine.processors} processors when it began`,
    ...(secondsAre === undefined ? [] : [`operations a second are by the ${secondsAre} of one thread; times to the first cycle are wall time`]),
    ...Object.entries(runners).map(([runner, description]) => `${runner}: ${description}`),
    ...(operationsPerCycle === undefined ? [] : [OTHERS]),
    ...unplaced.map(({ board, reason }) => `${board} was left out: ${reason}`),
    ...missing.map(({ runner, reason }) => `${runner} was left out: ${reason}`),
  ];
}

/** Open cores, synaptic operations a cycle as their own sources do when simulated; not measured by this command. */
const OTHERS =
  "for comparison, operations a cycle: tinyODIN 0.49, catalyst-n1 0.17, RANC 0.02 to 0.99, ReckOn 1 to 2 (from simulations of their sources)";
