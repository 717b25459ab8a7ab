/** From simulated events to the plain means that `energy` prices: what every table was asked for, by whom, how often. */

import { groupsOfCuba } from "../cosim/bound.js";
import type { MemoryNeed } from "../energy/boards.js";
import type { CrossbarCounts, LookupCounts, SnnCounts, TableReads } from "../energy/counts.js";
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch } from "../event/run.js";
import { ceilDivide } from "../util/fixed.js";
import type { CrossbarImage } from "../verilog/image.js";
import { MEMORY_NAMES, memoryShape } from "../verilog/parameters.js";

/** Bytes of all synapse tables at their own widths. */
export function bytesOfTables({ tables }: Pick<EventProgram, "tables">): number {
  return tables.reduce((sum, { weights, bits }) => sum + ceilDivide(weights.length * bits, 8), 0);
}

/** Mean of a counter over the samples. */
export function meanOf(counter: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counter.length; i++) sum += counter[i] ?? 0;
  return counter.length === 0 ? 0 : sum / counter.length;
}

/** Emissions of every source (input lines, then neurons) over a whole batch. `result` must hold the spikes. */
export function emissionsOf(program: EventProgram, batch: EventBatch, result: BatchResult): Uint32Array {
  const { inputLines, neurons } = layoutOf(program);
  const emissions = new Uint32Array(inputLines + neurons);
  for (const line of batch.line) emissions[line]++;
  if (result.spikes === undefined) throw new Error("the result holds no spikes");
  for (const neuron of result.spikes.neuron) emissions[inputLines + neuron]++;
  return emissions;
}

/** Means per sample of what the event program did, with the core's image for the widths of its look-up tables. */
export function countSnn(program: EventProgram, image: CrossbarImage, batch: EventBatch, result: BatchResult): SnnCounts {
  return countProgram(program, image.parameters.STATE_BITS, batch, result, (name, reads) => lookupCounts(image, name, reads));
}

/**
 * The same of a program that no core holds: its neurons' own widths, and connectivity that is computed (base + index x
 * stride), not looked up, which costs nothing here and so leans its way.
 */
export function countUnmapped(program: EventProgram, stateBits: number, batch: EventBatch, result: BatchResult): SnnCounts {
  return countProgram(program, stateBits, batch, result, () => ({ reads: 0, rowBits: 0, bytes: 0 }));
}

function countProgram(
  program: EventProgram,
  stateBits: number,
  batch: EventBatch,
  result: BatchResult,
  lookUp: (name: "axon" | "segment", reads: number) => LookupCounts,
): SnnCounts {
  const layout = layoutOf(program);
  const emissions = emissionsOf(program, batch, result);
  const samples = result.samples;
  const perTable = new Map(program.tables.map((table) => [table.name, { memory: "output weights", words64: 0, synapticOperations: 0 }]));
  const drives = new Uint8Array(emissions.length);
  let segmentReads = 0;
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const reads = lookup(perTable, projection.table);
    if (projection.source.kind === "input") reads.memory = `rows of ${projection.source.port}`;
    const { start, count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      const times = emissions[start + source];
      visitFanout(projection, table, source, (_, length) => {
        drives[start + source] = 1;
        segmentReads += times;
        reads.words64 += times * ceilDivide(length * table.bits, 64);
        reads.synapticOperations += times * length;
      });
    }
  }
  // CUBA neurons are updated in every timestep.
  const cubaNeurons = program.populations.reduce((sum, { model, size }) => sum + (model.kind === "cuba" ? size : 0), 0);
  const axonReads = emissions.reduce((sum, times, source) => sum + (drives[source] === 1 ? times : 0), 0);
  const tables: TableReads[] = program.tables.map((table) => {
    const reads = lookup(perTable, table.name);
    return {
      name: table.name,
      memory: reads.memory,
      bytes: ceilDivide(table.weights.length * table.bits, 8),
      words64: reads.words64 / samples,
      synapticOperations: reads.synapticOperations / samples,
    };
  });
  return {
    tables,
    neurons: layout.neurons,
    neuronUpdates: meanOf(result.counters.neuronUpdates),
    ...(cubaNeurons === 0 ? {} : { cubaUpdates: cubaNeurons * meanOf(result.counters.timesteps) }),
    stateBits,
    delaySlots: Math.max(1, ...program.projections.map((projection) => projection.delay)),
    inputEvents: meanOf(result.counters.inputEvents),
    spikes: meanOf(result.counters.spikes),
    axons: lookUp("axon", axonReads / samples),
    segments: lookUp("segment", segmentReads / samples),
  };
}

/** Means per sample of what the core's own counters say; `result` is the co-simulation's. */
export function countCrossbar(
  program: EventProgram,
  image: CrossbarImage,
  snn: SnnCounts,
  result: Pick<BatchResult, "cycles"> & { readonly counters: Pick<BatchResult["counters"], "timesteps"> },
  clockHz: number,
): CrossbarCounts {
  const { cycles } = result;
  if (cycles === undefined) throw new Error("the result holds no cycle counters");
  const { parameters } = image;
  const cubaGroups = groupsOfCuba(program, parameters.LANES);
  // The rows that the network fills, not the power of two that the parameter rounds up to.
  const bytes = (name: "weight" | "threshold" | "bias"): number => {
    const memory = image.memories.find((candidate) => candidate.name === name);
    return memory === undefined ? 0 : (memory.rows * memory.bits) / 8;
  };
  return {
    name: image.target,
    lanes: parameters.LANES,
    weightBits: parameters.WEIGHT_BITS,
    stateBits: parameters.STATE_BITS,
    weightWordsRead: meanOf(cycles.weightWordsRead),
    groupUpdates: meanOf(cycles.groupUpdates),
    ...(cubaGroups === 0 ? {} : { cubaGroupUpdates: cubaGroups * meanOf(result.counters.timesteps) }),
    axons: snn.axons,
    segments: snn.segments,
    weightBytes: bytes("weight"),
    stateBytes: stateBits(image) / 8,
    thresholdBytes: bytes("threshold"),
    biasBytes: parameters.HAS_BIAS === 1 ? bytes("bias") : 0,
    cycles: meanOf(cycles.cycles),
    clockHz,
  };
}

/** Memories of the emitted core, for the question which boards they fit: the rows the network fills, not the rounded-up depth. */
export function memoryNeeds(image: CrossbarImage): MemoryNeed[] {
  const needs: MemoryNeed[] = MEMORY_NAMES.flatMap((name) => {
    const memory = image.memories.find((candidate) => candidate.name === name);
    return memory === undefined ? [] : [{ name, bits: memory.rows * memory.bits, ports: "single" as const }];
  });
  return [...needs, { name: "membranes and delay slots", bits: stateBits(image), ports: "dual" }];
}

/** LANES x STATE_BITS for every group's membrane, its current where there are CUBA neurons, and each of its delay slots. */
function stateBits({ parameters }: CrossbarImage): number {
  return parameters.GROUPS * (parameters.SLOTS + 1 + parameters.HAS_CUBA) * parameters.LANES * parameters.STATE_BITS;
}

function lookupCounts(image: CrossbarImage, name: "axon" | "segment", reads: number): LookupCounts {
  const { bits } = memoryShape(name, image.parameters);
  const rows = image.memories.find((memory) => memory.name === name)?.rows ?? 0;
  return { reads, rowBits: bits, bytes: ceilDivide(rows * bits, 8) };
}
