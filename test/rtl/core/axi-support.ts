/** What drives a network behind AXI in tests: the model of a wrapper, and the operations of axi_harness.cpp. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunAnswer } from "../../../src/cosim/harness.js";
import { commandsOf, type RtlImage } from "../../../src/cosim/samples.js";
import type { EventProgram } from "../../../src/event/program.js";
import type { EventBatch } from "../../../src/event/run.js";
import { buildModel } from "../../../src/tools/native-model.js";
import { RTL_FOLDER } from "../../../src/tools/rtl-files.js";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const DRIVER_FOLDER = fileURLToPath(new URL("../../../hw/axi/", import.meta.url));

export interface AxiCase {
  readonly program: EventProgram;
  readonly batch: EventBatch;
  readonly image: RtlImage;
}

/** The harness on a wrapper; a model for each set of parameters. */
export async function buildAxiModel(topModule: string, sources: readonly string[], parameters: Readonly<Record<string, number>>): Promise<string> {
  const { executable } = await buildModel({
    topModule,
    prefix: "snn_axi",
    sources,
    includeFolders: [RTL_FOLDER],
    parameters,
    harness: join(HERE, "axi_harness.cpp"),
    harnessIncludes: ["example.c", "snn_registers.h"].map((name) => join(DRIVER_FOLDER, name)),
  });
  return executable;
}

/** Operations of axi_harness.cpp. */
export const write = (offset: number, data: number, strobes = 15): number[] => [1, offset, data, strobes];
export const read = (offset: number): number[] => [2, offset];
export const stream = (words: readonly number[]): number[] => [3, words.length, ...words];
export const wait = (dones: number): number[] => [4, dones];
export const load = (image: RtlImage): number[] => image.memories.flatMap(({ index, words }) => [6, index, words.length, ...words]);
export const RESET = [7];
export const IRQ = [8];
/** The words of s_axis for a sample: kind in the highest three bits. */
export function axiCommands({ image, batch }: Pick<AxiCase, "image" | "batch">, sample: number, dump: boolean): number[] {
  return Array.from(commandsOf(image, batch, sample, dump), (word) => (((word >>> 28) << 29) | (word & 0xfffffff)) >>> 0);
}

export interface Pace {
  readonly starve: number;
  readonly stall: number;
}

export function run(executable: string, operations: readonly number[], { starve, stall }: Pace, seed = 1): number[] {
  const words = Uint32Array.from([Math.round(starve * 65536), Math.round(stall * 65536), seed, ...operations]);
  const { status, stdout, stderr } = spawnSync(executable, [], { input: Buffer.from(words.buffer), maxBuffer: 2 ** 28, timeout: 60_000 });
  if (status !== 0) throw new Error(`the harness ended with ${status}: ${stderr.toString()}`);
  return [...new Uint32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength))];
}

/** {kind, data} of m_axis as answers, a sample each: READ's packet, then DUMP's. */
export function answersOf(results: readonly number[]): RunAnswer[] {
  const answers: RunAnswer[] = [];
  let [spikes, values, membranes, counters]: number[][] = [[], [], [], []];
  let [firstOfStep, dones] = [0, 0];
  for (let i = 0; i < results.length; i += 2) {
    const [kind, data] = [results[i], results[i + 1]];
    if (kind === 0) spikes.push(0, data);
    if (kind === 1) for (; firstOfStep < spikes.length; firstOfStep += 2) spikes[firstOfStep] = data;
    if (kind === 2) values.push(data);
    if (kind === 3) membranes.push(data);
    if (kind === 4) counters.push(data);
    if (kind !== 5 || ++dones % 2 !== 0) continue;
    const signed = (words: readonly number[]): Int32Array => Int32Array.from(words, (word) => word | 0);
    answers.push({ spikes: Uint32Array.from(spikes), values: signed(values), membranes: signed(membranes), counters: Uint32Array.from(counters) });
    [spikes, values, membranes, counters] = [[], [], [], []];
    firstOfStep = 0;
  }
  return answers;
}
