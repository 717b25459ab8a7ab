/**
 * The crossbar image: a legalised event program as parameters of the core and contents of its memories. Below this level
 * nothing is decided any more: the emitter prints it, the co-simulation and the board link load it.
 */
import { isAlwaysUpdated } from "../event/activity.js";
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram, Forgetting, Population, ProgramLimits } from "../event/program.js";
import { analyseRanges, checkRanges, type PopulationRange, requiredStateBits } from "../event/ranges.js";
import { assertNever, type Diagnostic, SnncError } from "../util/diagnostics.js";
import { nextPowerOfTwo } from "../util/fixed.js";
import { buildConnectivity, type CrossbarConnectivity, type PlacedPopulation, placePopulations } from "./connectivity.js";
import { storedWeightBits } from "./legalise.js";
import {
  type CoreMemory,
  type CrossbarParameters,
  emptyMemory,
  MEMORY_NAMES,
  type MemoryImage,
  type MemoryName,
  memoryShape,
  packField,
  packRow,
  widthsOf,
} from "./parameters.js";
import type { CrossbarTarget, WeightBits } from "./target.js";

export interface CrossbarImage {
  readonly level: "crossbar";
  /** Name of the program. */
  readonly name: string;
  /** Name of the target. */
  readonly target: string;
  readonly parameters: CrossbarParameters;
  /** In the order of `cfg_memory`; memories that the parameters leave out are absent. */
  readonly memories: readonly CoreMemory[];
  readonly populations: readonly PlacedPopulation[];
  readonly inputLines: number;
  readonly neurons: number;
  /** [GROUPS x LANES] neuron (numbered through all populations) of a padded number; 0xffffffff for padding. */
  readonly neuronOfPadded: Uint32Array;
  /** [neurons] the reverse. */
  readonly paddedOfNeuron: Uint32Array;
  readonly readout: CrossbarReadout;
  readonly limits: ProgramLimits;
  readonly utilization: readonly CrossbarUse[];
}

/** VALUEs come for the `size` neurons of the readout population, which lie from `firstGroup` on. */
export interface CrossbarReadout {
  readonly firstGroup: number;
  readonly size: number;
  readonly neuronsPerClass: number;
  readonly classes: readonly string[];
  readonly drainTimesteps: number;
}

/** What the network needs of one resource, what the parameters provide, and what the target allows. */
export interface CrossbarUse {
  readonly resource: "groups" | "axons" | "segments" | "weightWords" | "slots" | "stateBits" | "exponent";
  readonly used: number;
  readonly provided: number;
  readonly max: number;
}

/** Padded number without a neuron. */
export const PADDING = 0xffffffff;

/**
 * Builds the image of a program legalised for `target` (legalise.ts). Throws SnncError (kind check) naming every memory
 * that is too small, its need, its limit, and what to change.
 */
export function buildCrossbarImage(program: EventProgram, target: CrossbarTarget): CrossbarImage {
  const { inputLines, neurons } = layoutOf(program);
  const { populations, connectivity, parameters, utilization, problems } = layOut(program, target);
  if (problems.length > 0) throw new SnncError("check", problems);
  const { neuronOfPadded, paddedOfNeuron } = numbering(populations, parameters, neurons);
  const readoutPopulation = populations.find((population) => population.name === program.readout.population);
  if (readoutPopulation === undefined) throw new Error(`unverified reference '${program.readout.population}'`);
  return {
    level: "crossbar",
    name: program.name,
    target: target.name,
    parameters,
    memories: fillMemories(program, parameters, populations, connectivity, {
      axons: parameters.GROUPS * parameters.LANES + inputLines,
      axonOf: (source) => (source < inputLines ? axonOfLine(parameters, source) : paddedOfNeuron[source - inputLines]),
      senders: connectivity.axons.flatMap(({ source }) => (source < inputLines ? [] : [paddedOfNeuron[source - inputLines]])),
    }),
    populations,
    inputLines,
    neurons,
    neuronOfPadded,
    paddedOfNeuron,
    readout: {
      firstGroup: readoutPopulation.firstGroup,
      size: readoutPopulation.size,
      neuronsPerClass: program.readout.neuronsPerClass,
      classes: program.readout.classes,
      drainTimesteps: program.readout.drainTimesteps,
    },
    limits: program.limits,
    utilization,
  };
}

/**
 * What a program legalised for `target` needs of each resource, and everything that is too small for it: the answer
 * without the image. What is provided may lie beyond what the target allows.
 */
export function measureCrossbar(
  program: EventProgram,
  target: CrossbarTarget,
): { readonly utilization: readonly CrossbarUse[]; readonly problems: readonly Diagnostic[] } {
  const { utilization, problems } = layOut(program, target);
  return { utilization, problems };
}

function layOut(program: EventProgram, target: CrossbarTarget) {
  if (program.legalised?.updateGroup !== target.lanes) throw new Error(`program '${program.name}' is not legalised for ${target.name}`);
  const { lanes } = target;
  const { inputLines } = layoutOf(program);
  const populations = placePopulations(program, lanes);
  const ranges = analyseRanges(program);
  const weightBits = storedWeightBits(program.tables, target);
  const connectivity = buildConnectivity(program, lanes, weightBits, populations);
  const needs = needsOf(program, target, populations, connectivity, inputLines, stateBitsOf(program, ranges));
  const problems = [...checkRanges(ranges, target.capacity.stateBits, target.name), ...tooLarge(program, target, needs, inputLines)];
  const parameters = chooseParameters(program, target, needs, weightBits, inputLines);
  return { populations, connectivity, parameters, utilization: utilizationOf(needs, parameters, target), problems };
}

/** The memory of that name, if the core has it. */
export function memoryOf(image: Pick<CrossbarImage, "memories">, name: MemoryName): CoreMemory | undefined {
  return image.memories.find((memory) => memory.name === name);
}

/** Axon row of an input line: behind those of the neurons. */
export function axonOfLine(parameters: CrossbarParameters, line: number): number {
  return parameters.GROUPS * parameters.LANES + line;
}

/** What the ranges ask for, and no less than a CUBA neuron's current has by definition. */
export function stateBitsOf(program: EventProgram, ranges: readonly PopulationRange[]): number {
  return Math.max(requiredStateBits(ranges), program.populations.some(isCuba) ? CURRENT_BITS : 0);
}

/** Of a CUBA neuron's current. */
const CURRENT_BITS = 24;

function isCuba({ model }: Population): boolean {
  return model.kind === "cuba";
}

export type CrossbarNeeds = Readonly<Record<CrossbarUse["resource"], number>>;

/** `externals`: sources that are no neurons of the core. */
export function needsOf(
  program: EventProgram,
  target: CrossbarTarget,
  populations: readonly PlacedPopulation[],
  connectivity: CrossbarConnectivity,
  externals: number,
  stateBits: number,
): CrossbarNeeds {
  const groups = populations.reduce((sum, population) => sum + population.groups, 0);
  return {
    groups,
    axons: sizeOf("groups", groups, target) * target.lanes + externals,
    // A list of segments ends below the capacity, because its length is a field as wide as a pointer.
    segments: connectivity.segments.length + 1,
    weightWords: connectivity.weights.length / target.lanes,
    slots: Math.max(1, ...program.projections.map((projection) => projection.delay)),
    stateBits,
    exponent: connectivity.segments.reduce((largest, segment) => Math.max(largest, segment.exponent), 0),
  };
}

/** Smallest sizes of the core's parameters: below them nothing is saved. */
const SMALLEST = { groups: 4, axons: 64, segments: 64, weightWords: 64, slots: 2, stateBits: 8, exponent: 0 } as const;

/** The size that a resource gets for a need. */
function sizeOf(resource: CrossbarUse["resource"], need: number, target: CrossbarTarget): number {
  if (target.sizing === "fixed") return Math.max(need, target.capacity[resource]);
  const least = Math.max(need, Math.min(SMALLEST[resource], target.capacity[resource]));
  if (resource === "exponent") return least === 0 ? 0 : Math.min(2 ** Math.ceil(Math.log2(least + 1)) - 1, target.capacity.exponent);
  if (resource === "stateBits") return Math.min(Math.ceil(least / 4) * 4, Math.max(need, target.capacity.stateBits));
  return nextPowerOfTwo(least);
}

export function tooLarge(program: EventProgram, target: CrossbarTarget, needs: CrossbarNeeds, inputLines: number): Diagnostic[] {
  const { capacity, lanes } = target;
  const where = `program '${program.name}'`;
  const told: Diagnostic[] = [];
  const check = (resource: CrossbarUse["resource"], what: string, hint: string): void => {
    if (needs[resource] <= capacity[resource]) return;
    told.push({
      code: "crossbar-capacity",
      message: `${what} needs ${needs[resource]}; ${target.name} holds ${capacity[resource]}`,
      where,
      hint: `${hint}, or raise capacity.${resource} in the target's JSON.`,
    });
  };
  check("groups", `neuron memory (groups of ${lanes} neurons, every population from a group of its own)`, "Use fewer neurons");
  check(
    "axons",
    `axon table (a row for each of ${needs.axons - inputLines} neurons, padding included, and ${inputLines} input lines)`,
    "Let more words share a row (`--rows`)",
  );
  check("segments", "segment table", "Use connectivity that repeats (dense, convolution), fewer delays");
  check("weightWords", `weight memory (words of ${lanes} weights)`, "Let more words share a row (`--rows`), use fewer filters");
  return told;
}

export function chooseParameters(
  program: EventProgram,
  target: CrossbarTarget,
  needs: CrossbarNeeds,
  weightBits: WeightBits,
  inputLines: number,
): CrossbarParameters {
  const fixed = target.sizing === "fixed";
  const has = (feature: boolean, isUsed: (population: Population) => boolean): number =>
    (fixed ? feature : program.populations.some(isUsed)) ? 1 : 0;
  const GROUPS = sizeOf("groups", needs.groups, target);
  const LEAK_MAX = fixed ? 15 : leakMax(program);
  return {
    LANES: target.lanes,
    GROUPS,
    AXONS: sizeOf("axons", GROUPS * target.lanes + inputLines, target),
    SEGMENTS: sizeOf("segments", needs.segments, target),
    WEIGHT_WORDS: sizeOf("weightWords", needs.weightWords, target),
    WEIGHT_BITS: weightBits,
    SLOTS: sizeOf("slots", needs.slots, target),
    // A leak by more than a membrane has bits would need bits of its own.
    STATE_BITS: Math.max(sizeOf("stateBits", needs.stateBits, target), LEAK_MAX + 1),
    EXPONENT_MAX: sizeOf("exponent", needs.exponent, target),
    LEAK_MAX,
    HAS_BIAS: has(target.features.bias, (population) => population.biases?.some((bias) => bias !== 0) === true),
    HAS_SUBTRACT: has(target.features.subtract, (population) => population.reset.kind === "subtract"),
    HAS_REFRACTORY: has(target.features.countedRefractory, (population) => population.refractory.kind === "steps"),
    HAS_CUBA: has(target.features.cuba, isCuba),
    CUBA_MULTIPLIERS: target.cubaMultipliers ?? 1,
    FORGET_BITS: fixed ? (target.features.forgetting === true ? LONGEST_FORGET_BITS : 0) : forgetBits(program),
    TRACE: 1,
  };
}

/** Of the period and phase in the row behind the groups. */
const LONGEST_FORGET_BITS = 16;

/** Bits of the period in which populations forget, rounded up so that few builds of the core serve all: 0, 4, 8 or 16. */
function forgetBits(program: EventProgram): number {
  const period = forgettingOf(program)?.period ?? 0;
  return period === 0 ? 0 : period <= 2 ** 4 ? 4 : period <= 2 ** 8 ? 8 : LONGEST_FORGET_BITS;
}

/** When populations forget: legalisation has seen that all do it together. */
function forgettingOf({ populations }: EventProgram): Forgetting | undefined {
  return populations.find(({ forgets }) => forgets !== undefined)?.forgets;
}

/** The largest leak's shift, rounded up so that few builds of the core serve all: 0, 1, 3, 7 or 15. */
function leakMax(program: EventProgram): number {
  const shifts = program.populations.map(({ model }) => (model.kind === "lif" ? model.leakShift : 0));
  return nextPowerOfTwo(Math.max(...shifts) + 1) - 1;
}

export function utilizationOf(needs: CrossbarNeeds, parameters: CrossbarParameters, target: CrossbarTarget): readonly CrossbarUse[] {
  const provided: CrossbarNeeds = {
    groups: parameters.GROUPS,
    axons: parameters.AXONS,
    segments: parameters.SEGMENTS,
    weightWords: parameters.WEIGHT_WORDS,
    slots: parameters.SLOTS,
    stateBits: parameters.STATE_BITS,
    exponent: parameters.EXPONENT_MAX,
  };
  const resources = ["groups", "axons", "segments", "weightWords", "slots", "stateBits", "exponent"] as const;
  return resources.map((resource) => ({
    resource,
    used: needs[resource],
    provided: provided[resource],
    max: target.capacity[resource],
  }));
}

function numbering(populations: readonly PlacedPopulation[], parameters: CrossbarParameters, neurons: number) {
  const neuronOfPadded = new Uint32Array(parameters.GROUPS * parameters.LANES).fill(PADDING);
  const paddedOfNeuron = new Uint32Array(neurons);
  for (const population of populations) {
    for (let i = 0; i < population.size; i++) {
      const padded = population.firstGroup * parameters.LANES + i;
      neuronOfPadded[padded] = population.firstNeuron + i;
      paddedOfNeuron[population.firstNeuron + i] = padded;
    }
  }
  return { neuronOfPadded, paddedOfNeuron };
}

/** How a core names the sources of its synapses. */
export interface SourceNumbers {
  /** Rows of its axon table. */
  readonly axons: number;
  /** Row of an input line, or of inputLines + neuron. */
  readonly axonOf: (source: number) => number;
  /** Padded numbers of the core's neurons that have a fan-out anywhere. */
  readonly senders: readonly number[];
}

/** The memories of one core, from what is placed on it. */
export function fillMemories(
  program: EventProgram,
  parameters: CrossbarParameters,
  placed: readonly PlacedPopulation[],
  connectivity: CrossbarConnectivity,
  sources: SourceNumbers,
): readonly CoreMemory[] {
  const width = widthsOf(parameters);
  const { LANES, GROUPS, STATE_BITS } = parameters;

  const axon = emptyMemory("axon", sources.axons, parameters);
  for (const row of connectivity.axons) {
    packRow(axon, sources.axonOf(row.source), [
      [row.segmentPointer, width.segment],
      [row.segmentCount, width.segment],
      [row.weightBase, width.weightAddress],
      [row.groupBase, width.group],
    ]);
  }
  const sends = new Uint8Array(GROUPS);
  for (const padded of sources.senders) sends[Math.floor(padded / LANES)] = 1;

  const segment = emptyMemory("segment", connectivity.segments.length, parameters);
  connectivity.segments.forEach((row, index) => {
    packRow(segment, index, [
      [row.groupOffset, width.group],
      [row.words - 1, width.group],
      [row.weightOffset, width.weightAddress],
      [row.delay - 1, width.delay],
      [row.exponent, 4],
      [row.operations - 1, width.group + width.lane],
    ]);
  });

  const weight = emptyMemory("weight", connectivity.weights.length / LANES, parameters);
  packWeights(weight, connectivity.weights, parameters.WEIGHT_BITS);

  // Every row of the group memory is written, so that nothing of an earlier network stays pending.
  const group = emptyMemory("group", memoryShape("group", parameters).rows, parameters);
  const threshold = emptyMemory("threshold", GROUPS, parameters);
  const bias = emptyMemory("bias", GROUPS, parameters);
  const subtract = emptyMemory("subtract", GROUPS, parameters);
  const { populationOf } = layoutOf(program);
  if (parameters.FORGET_BITS > 0) {
    const { period, phase } = forgettingOf(program) ?? { period: 1, phase: 0 };
    packRow(group, GROUPS, [
      [period - 1, 16],
      [phase, 16],
    ]);
  }
  for (const { name, groupStart, firstGroup, groups } of placed) {
    const population = lookup(populationOf, name);
    for (let g = 0; g < groups; g++) {
      const row = firstGroup + g;
      const valid = Math.min(LANES, population.size - (groupStart + g) * LANES);
      packRow(group, row, [
        ...groupFields(program, population, sends[row], valid, width.lane),
        ...forgetsField(population, parameters),
        ...cubaFields(population, parameters),
      ]);
      for (let lane = 0; lane < valid; lane++) {
        const neuron = (groupStart + g) * LANES + lane;
        const bit = lane * STATE_BITS;
        packField(threshold, row, bit, population.thresholds?.[neuron] ?? 0, STATE_BITS);
        packField(bias, row, bit, population.biases?.[neuron] ?? 0, STATE_BITS);
        if (population.reset.kind === "subtract") packField(subtract, row, bit, population.reset.amounts[neuron], STATE_BITS);
      }
    }
  }
  const all: Readonly<Record<MemoryName, CoreMemory | undefined>> = {
    axon,
    segment,
    weight,
    group,
    threshold,
    bias: parameters.HAS_BIAS === 1 ? bias : undefined,
    subtract: parameters.HAS_SUBTRACT === 1 ? subtract : undefined,
  };
  return MEMORY_NAMES.flatMap((name) => all[name] ?? []);
}

/** Weight 0 lowest; the words of a row come one after the other. */
function packWeights({ words, bits, wordsPerRow }: MemoryImage, weights: Int8Array, weightBits: number): void {
  const mask = 2 ** weightBits - 1;
  const perRow = bits / weightBits;
  for (let i = 0; i < weights.length; i++) {
    const bit = (i % perRow) * weightBits;
    words[Math.floor(i / perRow) * wordsPerRow + (bit >>> 5)] |= (weights[i] & mask) << (bit & 31);
  }
}

/** The row of a group: rtl/README.md, "The row of a group". */
function groupFields(
  program: EventProgram,
  population: Population,
  sends: number,
  validLanes: number,
  laneBits: number,
): readonly (readonly [value: number, width: number])[] {
  const { model } = population;
  let leakMode: number;
  let leakShift: number;
  switch (model.kind) {
    case "if":
    case "cuba":
      [leakMode, leakShift] = [0, 0];
      break;
    case "lif":
      [leakMode, leakShift] = [1, model.leakShift];
      break;
    default:
      return assertNever(model);
  }
  const { refractory } = population;
  const refractoryMode = refractory.kind === "none" ? 0 : refractory.kind === "steps" ? 1 : 2;
  return [
    [leakMode, 1],
    [leakShift, 4],
    [population.reset.kind === "subtract" ? 1 : 0, 1],
    [refractoryMode, 2],
    [refractory.kind === "steps" ? refractory.timesteps : 0, 6],
    [population.thresholds === undefined ? 0 : 1, 1],
    [isAlwaysUpdated(population) ? 1 : 0, 1],
    [sends, 1],
    [population.name === program.readout.population ? 1 : 0, 1],
    [validLanes - 1, laneBits],
  ];
}

/** The flag behind them, of a core whose groups can forget. */
function forgetsField({ forgets }: Population, { FORGET_BITS }: CrossbarParameters): readonly (readonly [value: number, width: number])[] {
  return FORGET_BITS === 0 ? [] : [[forgets === undefined ? 0 : 1, 1]];
}

/** Those behind them that a core for CUBA neurons has. */
function cubaFields({ model }: Population, { HAS_CUBA }: CrossbarParameters): readonly (readonly [value: number, width: number])[] {
  if (HAS_CUBA === 0 || model.kind !== "cuba") return [];
  return [
    [1, 1],
    [4095 - model.decayU, 12],
    [4096 - model.decayV, 13],
    [model.membraneMin, 24],
    [model.membraneMax, 24],
  ];
}
