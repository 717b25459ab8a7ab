/**
 * An event program on a mesh of cores (rtl/snn_mesh.v): each core's memories, the routes of spikes that leave their core,
 * and the table of input lines.
 *
 *   source (an input line, a neuron)  ->  the cores that hold synapses of it, and one axon row that it has in all of them
 *
 * A source's row is the first that is free in all of its cores, so one flit serves them all. Neurons keep their padded number
 * as row in their own core, where their spikes enter the axon table without the mesh.
 */
import { layoutOf } from "../event/layout.js";
import type { EventProgram, ProgramLimits } from "../event/program.js";
import { analyseRanges, checkRanges } from "../event/ranges.js";
import { type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import { nextPowerOfTwo } from "../util/fixed.js";
import { buildConnectivity, type CrossbarConnectivity, type PlacedPopulation } from "./connectivity.js";
import {
  type CrossbarNeeds,
  type CrossbarUse,
  chooseParameters,
  fillMemories,
  needsOf,
  PADDING,
  stateBitsOf,
  tooLarge,
  utilizationOf,
} from "./image.js";
import { storedWeightBits } from "./legalise.js";
import { partitionOverCores } from "./mesh-partition.js";
import { addressBits, type CrossbarParameters, type MemoryImage, packField, packRow, zeroRows } from "./parameters.js";
import type { CrossbarTarget } from "./target.js";

/** Columns and rows of cores. */
export interface MeshShape {
  readonly columns: number;
  readonly rows: number;
}

/** Parameters of rtl/snn_mesh.v beside those of its cores. */
export interface MeshParameters extends CrossbarParameters {
  readonly COLUMNS: number;
  readonly ROWS: number;
  readonly LINES: number;
}

export interface MeshImage {
  readonly level: "mesh";
  readonly name: string;
  readonly target: string;
  readonly shape: MeshShape;
  readonly parameters: MeshParameters;
  readonly memories: readonly MemoryImage[];
  /** What each core holds. */
  readonly cores: readonly MeshCore[];
  readonly inputLines: number;
  readonly neurons: number;
  /** [cores x GROUPS x LANES] neuron of a padded number (core x neurons of a core + its own); PADDING without one. */
  readonly neuronOfPadded: Uint32Array;
  /** [neurons] the reverse. */
  readonly paddedOfNeuron: Uint32Array;
  readonly readout: {
    readonly classes: readonly string[];
    readonly neuronsPerClass: number;
    /** [readout neurons] which VALUE of a READ a neuron has. */
    readonly valueIndex: Uint32Array;
  };
  readonly limits: ProgramLimits;
  /** Of the core that needs most of each. */
  readonly utilization: readonly CrossbarUse[];
}

export interface MeshCore {
  readonly populations: readonly PlacedPopulation[];
  readonly weightWords: number;
  /** Sources outside of it that it has synapses of. */
  readonly externals: number;
}

/** Most cores of a mesh. */
export const MOST_CORES = 64;
const MEMORIES_OF_A_CORE = 8;
const ROUTES = 7;

/**
 * Builds the images of a program legalised for `target`, whose limits are those of each core. Throws SnncError (kind check)
 * naming every memory that is too small, (kind input) for a mesh of no or too many cores.
 */
export function buildMeshImage(program: EventProgram, target: CrossbarTarget, shape: MeshShape): MeshImage {
  const cores = coresOf(shape);
  if (program.legalised?.updateGroup !== target.lanes) throw new Error(`program '${program.name}' is not legalised for ${target.name}`);
  const { inputLines, neurons } = layoutOf(program);
  const weightBits = storedWeightBits(program.tables, target);
  const parts = partitionOverCores(program, target.lanes, cores);
  const connectivity = parts.map((placed) => buildConnectivity(program, target.lanes, weightBits, placed));
  const sources = numberSources(parts, connectivity, inputLines, neurons);
  const ranges = analyseRanges(program);
  const stateBits = stateBitsOf(program, ranges);
  const needs = mostOf(parts.map((placed, core) => needsOf(program, target, placed, connectivity[core], sources.externals[core], stateBits)));
  const most = Math.max(...sources.externals);
  const problems: Diagnostic[] = [...checkRanges(ranges, target.capacity.stateBits, target.name), ...tooLarge(program, target, needs, most)];
  if (problems.length > 0) throw new SnncError("check", problems);

  const core = chooseParameters(program, target, needs, weightBits, most);
  const parameters: MeshParameters = { COLUMNS: shape.columns, ROWS: shape.rows, LINES: linesOf(target, inputLines), ...core };
  const { neuronOfPadded, paddedOfNeuron } = numbering(parts, core, neurons);
  const memories = parts.flatMap((placed, index): readonly MemoryImage[] => {
    const own = fillMemories(program, core, placed, connectivity[index], {
      axons: core.GROUPS * core.LANES + sources.externals[index],
      axonOf: (source) => axonIn(index, source),
      senders: sendersOn(index),
    });
    return [...own, routesOf(index)].map((memory) => ({
      ...memory,
      name: `core ${index}, ${memory.name}`,
      index: index * MEMORIES_OF_A_CORE + memory.index,
    }));
  });
  return {
    level: "mesh",
    name: program.name,
    target: target.name,
    shape,
    parameters,
    memories: [...memories, { ...lineTable(), index: cores * MEMORIES_OF_A_CORE + ROUTES }],
    cores: parts.map((populations, index) => ({
      populations,
      weightWords: connectivity[index].weights.length / target.lanes,
      externals: sources.externals[index],
    })),
    inputLines,
    neurons,
    neuronOfPadded,
    paddedOfNeuron,
    readout: readoutOf(program, parts, target.lanes),
    limits: program.limits,
    utilization: utilizationOf(needs, core, target),
  };

  /** Row of a source in a core's axon table. */
  function axonIn(index: number, source: number): number {
    if (source >= inputLines && sources.coreOf[source - inputLines] === index)
      return paddedOfNeuron[source - inputLines] % (core.GROUPS * core.LANES);
    return core.GROUPS * core.LANES + sources.external[source];
  }

  /** Padded numbers of a core's neurons that drive something, there or elsewhere. */
  function sendersOn(index: number): readonly number[] {
    const senders: number[] = [];
    for (let neuron = 0; neuron < neurons; neuron++) {
      if (sources.coreOf[neuron] === index && sources.reached[inputLines + neuron].length > 0) senders.push(axonIn(index, inputLines + neuron));
    }
    return senders;
  }

  function routesOf(index: number): MemoryImage {
    const routes = zeroRows("route", ROUTES, core.GROUPS * core.LANES, cores + addressBits(core.AXONS));
    for (const padded of sendersOn(index)) {
      const source = inputLines + neuronOfPadded[index * core.GROUPS * core.LANES + padded];
      packRoute(routes, padded, source, index);
    }
    return routes;
  }

  function lineTable(): MemoryImage {
    const lines = zeroRows("input lines", ROUTES, inputLines, cores + addressBits(core.AXONS));
    for (let line = 0; line < inputLines; line++) packRoute(lines, line, line, undefined);
    return lines;
  }

  /** {destinations, axon} of a source, without its own core. */
  function packRoute(memory: MemoryImage, row: number, source: number, own: number | undefined): void {
    const others = sources.reached[source].filter((index) => index !== own);
    if (others.length === 0) return;
    const axonBits = addressBits(core.AXONS);
    packRow(memory, row, [[core.GROUPS * core.LANES + sources.external[source], axonBits]]);
    for (const index of others) packField(memory, row, axonBits + index, 1, 1);
  }
}

function coresOf({ columns, rows }: MeshShape): number {
  const cores = columns * rows;
  if (Number.isInteger(columns) && Number.isInteger(rows) && columns > 0 && rows > 0 && cores <= MOST_CORES) return cores;
  throw inputError("mesh-shape", `a mesh has 1 to ${MOST_CORES} cores; asked for ${columns} x ${rows}`, { hint: "For example 4x4." });
}

/** Rows of the line table: as many as a core's axon table may have, or what the network needs. */
function linesOf({ sizing, capacity }: CrossbarTarget, inputLines: number): number {
  return sizing === "fixed" ? Math.max(capacity.axons, inputLines) : nextPowerOfTwo(Math.max(2, inputLines));
}

interface SourceNumbering {
  /** [neurons] */
  readonly coreOf: Uint32Array;
  /** [inputLines + neurons] cores that hold synapses of a source, ascending. */
  readonly reached: readonly (readonly number[])[];
  /** [inputLines + neurons] row behind those of the neurons, in every core but its own; 0 where there is none. */
  readonly external: Uint32Array;
  /** [cores] rows that a core needs for them. */
  readonly externals: readonly number[];
}

function numberSources(
  parts: readonly (readonly PlacedPopulation[])[],
  connectivity: readonly CrossbarConnectivity[],
  inputLines: number,
  neurons: number,
): SourceNumbering {
  const coreOf = new Uint32Array(neurons);
  parts.forEach((placed, core) => {
    for (const { firstNeuron, size } of placed) coreOf.fill(core, firstNeuron, firstNeuron + size);
  });
  const reached = Array.from({ length: inputLines + neurons }, (): number[] => []);
  connectivity.forEach(({ axons }, core) => {
    for (const { source } of axons) reached[source].push(core);
  });
  const external = new Uint32Array(inputLines + neurons);
  const externals = parts.map(() => 0);
  reached.forEach((cores, source) => {
    const others = source < inputLines ? cores : cores.filter((core) => core !== coreOf[source - inputLines]);
    if (others.length === 0) return;
    external[source] = Math.max(...others.map((core) => externals[core]));
    for (const core of others) externals[core] = external[source] + 1;
  });
  return { coreOf, reached, external, externals };
}

function mostOf(needs: readonly CrossbarNeeds[]): CrossbarNeeds {
  return needs.reduce((most, own) => ({
    groups: Math.max(most.groups, own.groups),
    axons: Math.max(most.axons, own.axons),
    segments: Math.max(most.segments, own.segments),
    weightWords: Math.max(most.weightWords, own.weightWords),
    slots: Math.max(most.slots, own.slots),
    stateBits: Math.max(most.stateBits, own.stateBits),
    exponent: Math.max(most.exponent, own.exponent),
  }));
}

function numbering(parts: readonly (readonly PlacedPopulation[])[], { GROUPS, LANES }: CrossbarParameters, neurons: number) {
  const neuronOfPadded = new Uint32Array(parts.length * GROUPS * LANES).fill(PADDING);
  const paddedOfNeuron = new Uint32Array(neurons);
  parts.forEach((placed, core) => {
    for (const { firstNeuron, firstGroup, size } of placed) {
      for (let i = 0; i < size; i++) {
        const padded = (core * GROUPS + firstGroup) * LANES + i;
        neuronOfPadded[padded] = firstNeuron + i;
        paddedOfNeuron[firstNeuron + i] = padded;
      }
    }
  });
  return { neuronOfPadded, paddedOfNeuron };
}

/** VALUEs come core after core, group after group. */
function readoutOf(program: EventProgram, parts: readonly (readonly PlacedPopulation[])[], lanes: number): MeshImage["readout"] {
  const { classes, neuronsPerClass, population } = program.readout;
  const valueIndex = new Uint32Array(classes.length * neuronsPerClass);
  let values = 0;
  for (const { groupStart, size } of parts.flat().filter(({ name }) => name === population)) {
    for (let i = 0; i < size; i++) valueIndex[groupStart * lanes + i] = values + i;
    values += size;
  }
  return { classes, neuronsPerClass, valueIndex };
}
