/**
 * The core behind a device in software: memory images in, commands in, results out, whoever computes them. `imageCore`
 * runs from nothing but the words that were loaded, as rtl/README.md says what they mean, so a wrong or half-loaded
 * image shows. It counts no cycles.
 */

import type { RunAnswer } from "../cosim/harness.js";
import { COMMAND } from "../cosim/harness.js";
import { COUNTER } from "../cosim/samples.js";
import { nextPowerOfTwo } from "../util/fixed.js";
import { type CrossbarParameters, MEMORY_NAMES, type MemoryName, memoryShape, widthsOf } from "../verilog/parameters.js";
import { COUNTERS } from "./messages.js";

/** A core that takes samples one by one. */
export interface CoreModel {
  /** Of the core's clock; 0 where no cycles are counted. */
  readonly clockHz: number;
  /** Takes what the memories hold, [cfg_memory]; called before the first sample behind a change. */
  load(memories: readonly Uint32Array[]): Promise<void> | void;
  /** Runs commands (`command` of src/cosim/harness.ts) from RESET to READ or DUMP. */
  run(commands: Uint32Array): Promise<RunAnswer> | RunAnswer;
}

/** Words of 32 bits that a memory of the core holds, padding words included. */
export function memoryWords(name: MemoryName, parameters: CrossbarParameters): number {
  const { rows, bits } = memoryShape(name, parameters);
  return rows * nextPowerOfTwo(Math.ceil(bits / 32));
}

/** The rows of all memories, unpacked. */
interface Tables {
  /** [AXONS x 4] pointer, count, weight base, group base */
  readonly axons: Uint32Array;
  /** [SEGMENTS x 6] group offset, words - 1, weight offset, delay - 1, exponent, operations - 1 */
  readonly segments: Uint32Array;
  /** [WEIGHT_WORDS x LANES] */
  readonly weights: Int8Array;
  /**
   * [GROUPS x 16] leak mode, leak shift, subtracts, refractory mode, refractory timesteps, spiking, always, sends, reads out,
   * valid lanes - 1; forgets; then is CUBA, 4096 x what is left of the current and of the membrane, and the membrane's bounds
   */
  readonly groups: Uint32Array;
  /** When groups forget: period - 1, phase. */
  readonly forgetting: readonly [lastOfPeriod: number, phase: number];
  /** [GROUPS x LANES] */
  readonly thresholds: Int32Array;
  readonly biases: Int32Array;
  readonly amounts: Int32Array;
}

const G = {
  leakMode: 0,
  leakShift: 1,
  subtracts: 2,
  refractoryMode: 3,
  refractoryTimesteps: 4,
  spiking: 5,
  always: 6,
  sends: 7,
  readsOut: 8,
  last: 9,
  forgets: 10,
  isCuba: 11,
  factorU: 12,
  factorV: 13,
  least: 14,
  most: 15,
} as const;
const GROUP_FIELDS = 16;
/** Of a CUBA neuron's current and bounds. */
const CURRENT_BITS = 24;

/** A core that interprets its memories. */
export function imageCore(parameters: CrossbarParameters): CoreModel {
  let tables: Tables | undefined;
  return {
    clockHz: 0,
    load(memories) {
      tables = unpack(memories, parameters);
    },
    run(commands) {
      if (tables === undefined) throw new Error("a core that was not loaded runs");
      return runSample(tables, parameters, commands);
    },
  };
}

function runSample(tables: Tables, { LANES, GROUPS, AXONS, SLOTS, WEIGHT_WORDS, SEGMENTS }: CrossbarParameters, commands: Uint32Array): RunAnswer {
  const { axons, segments, weights, groups, forgetting, thresholds, biases, amounts } = tables;
  const neurons = GROUPS * LANES;
  const v = new Int32Array(neurons);
  const u = new Int32Array(neurons);
  const refractory = new Int32Array(neurons);
  const arriving = new Int32Array(SLOTS * neurons);
  const pending = new Uint8Array(SLOTS * GROUPS);
  const updatedAt = new Int32Array(GROUPS).fill(-1);
  let leftAbove = new Uint8Array(GROUPS);
  const spikes: number[] = [];
  const counters = new Uint32Array(COUNTERS);
  let t = -1;

  const deliver = (axon: number): void => {
    if (axon >= AXONS) return;
    const [pointer, count, weightBase, groupBase] = axons.subarray(4 * axon, 4 * axon + 4);
    for (let s = pointer; s < pointer + count; s++) {
      if (s >= SEGMENTS) return;
      const [groupOffset, lastWord, weightOffset, delay, exponent, operations] = segments.subarray(6 * s, 6 * s + 6);
      const slot = (t + delay + 1) % SLOTS;
      for (let word = 0; word <= lastWord; word++) {
        const group = (groupBase + groupOffset + word) % GROUPS;
        const row = (weightBase + weightOffset + word) % WEIGHT_WORDS;
        pending[slot * GROUPS + group] = 1;
        const base = slot * neurons + group * LANES;
        for (let lane = 0; lane < LANES; lane++) arriving[base + lane] += weights[row * LANES + lane] << exponent;
      }
      counters[COUNTER.weightWordsRead] += lastWord + 1;
      counters[COUNTER.synapticOperations] += operations + 1;
    }
  };

  const forget = (): void => {
    for (let g = 0; g < GROUPS; g++) {
      if (groups[g * GROUP_FIELDS + G.forgets] === 0) continue;
      for (const state of [v, u, refractory]) state.fill(0, g * LANES, (g + 1) * LANES);
      leftAbove[g] = 0;
    }
  };

  const neuronPhase = (): void => {
    t++;
    if (t % (forgetting[0] + 1) === forgetting[1]) forget();
    const slot = t % SLOTS;
    const emitted: number[] = [];
    const nextAbove = new Uint8Array(GROUPS);
    for (let g = 0; g < GROUPS; g++) {
      const row = g * GROUP_FIELDS;
      if (pending[slot * GROUPS + g] === 0 && groups[row + G.always] === 0 && leftAbove[g] === 0) continue;
      pending[slot * GROUPS + g] = 0;
      updatedAt[g] = t;
      counters[COUNTER.groupUpdates]++;
      counters[COUNTER.neuronUpdates] += groups[row + G.last] + 1;
      const subtracts = groups[row + G.subtracts] === 1;
      for (let n = g * LANES; n < (g + 1) * LANES; n++) {
        const arrived = arriving[slot * neurons + n];
        arriving[slot * neurons + n] = 0;
        const isSilent = refractory[n] !== 0;
        if (refractory[n] > 0) refractory[n]--;
        let next = leaked(v[n], groups[row + G.leakMode], groups[row + G.leakShift]) + arrived + biases[n];
        if (groups[row + G.isCuba] === 1) {
          u[n] = wrapped(scaled(u[n], groups[row + G.factorU]) + arrived);
          const sum = scaled(v[n], groups[row + G.factorV]) + wrapped(u[n] + biases[n]);
          next = Math.min(Math.max(sum, wrapped(groups[row + G.least])), wrapped(groups[row + G.most]));
        }
        if (isSilent) next = 0;
        if (!isSilent && groups[row + G.spiking] === 1 && next > thresholds[n]) {
          emitted.push(n);
          next = subtracts ? next - amounts[n] : 0;
          if (subtracts && next > thresholds[n]) nextAbove[g] = 1;
          if (groups[row + G.refractoryMode] === 1) refractory[n] = groups[row + G.refractoryTimesteps];
          if (groups[row + G.refractoryMode] === 2) refractory[n] = -1;
        }
        v[n] = next;
      }
    }
    leftAbove = nextAbove;
    for (const n of emitted) {
      spikes.push(t, n);
      if (groups[Math.floor(n / LANES) * GROUP_FIELDS + G.sends] === 1) deliver(n);
    }
    counters[COUNTER.spikes] += emitted.length;
  };

  let hasMembranes = false;
  for (const word of commands) {
    switch (word >>> 28) {
      case COMMAND.reset:
      case COMMAND.step:
        neuronPhase();
        break;
      case COMMAND.event:
        counters[COUNTER.inputEvents]++;
        deliver(word & 0x0fffffff);
        break;
      case COMMAND.dump:
        hasMembranes = true;
        break;
    }
  }
  const membranes = new Int32Array(neurons);
  const values: number[] = [];
  for (let g = 0; g < GROUPS; g++) {
    const row = g * GROUP_FIELDS;
    // What forgets fully and was not updated in the last timestep holds nothing.
    const isIdle = groups[row + G.leakMode] === 1 && groups[row + G.leakShift] === 0 && updatedAt[g] !== t;
    if (!isIdle) membranes.set(v.subarray(g * LANES, (g + 1) * LANES), g * LANES);
    if (groups[row + G.readsOut] === 1) values.push(...membranes.subarray(g * LANES, g * LANES + groups[row + G.last] + 1));
  }
  return {
    counters,
    spikes: Uint32Array.from(spikes),
    values: Int32Array.from(values),
    membranes: hasMembranes ? membranes : new Int32Array(0),
  };
}

/** v - ((v + (v < 0 ? 0 : 2^k - 1)) >> k), or v where nothing leaks. */
function leaked(v: number, mode: number, shift: number): number {
  return mode === 0 ? v : v - ((v + (v < 0 ? 0 : 2 ** shift - 1)) >> shift);
}

/** sign(value) x ((abs(value) x factor) >> 12) */
function scaled(value: number, factor: number): number {
  return Math.trunc((value * factor) / 4096);
}

/** Two's complement of 24 bits. */
function wrapped(value: number): number {
  return (value << (32 - CURRENT_BITS)) >> (32 - CURRENT_BITS);
}

function unpack(memories: readonly Uint32Array[], parameters: CrossbarParameters): Tables {
  const { LANES, GROUPS, AXONS, SEGMENTS, WEIGHT_WORDS, WEIGHT_BITS, STATE_BITS, HAS_BIAS, HAS_SUBTRACT, HAS_CUBA, FORGET_BITS } = parameters;
  const forgetsWidth = FORGET_BITS > 0 ? 1 : 0;
  const cubaWidths = HAS_CUBA === 1 ? [1, 12, 13, CURRENT_BITS, CURRENT_BITS] : [0, 0, 0, 0, 0];
  const width = widthsOf(parameters);
  /** [rows x fields] the fields of every row, unsigned. */
  const table = (name: MemoryName, rows: number, widths: readonly number[]): Uint32Array => {
    const words = memories[MEMORY_NAMES.indexOf(name)] ?? new Uint32Array(0);
    const perRow = memoryWords(name, parameters) / memoryShape(name, parameters).rows;
    const unpacked = new Uint32Array(rows * widths.length);
    for (let row = 0; row < rows; row++) {
      let bit = 0;
      widths.forEach((bits, i) => {
        unpacked[row * widths.length + i] = field(words, row * perRow, bit, bits);
        bit += bits;
      });
    }
    return unpacked;
  };
  const lanesOf = (bits: number): number[] => new Array<number>(LANES).fill(bits);
  const signed = (name: MemoryName): Int32Array =>
    Int32Array.from(table(name, GROUPS, lanesOf(STATE_BITS)), (value) => (value << (32 - STATE_BITS)) >> (32 - STATE_BITS));
  return {
    axons: table("axon", AXONS, [width.segment, width.segment, width.weightAddress, width.group]),
    segments: table("segment", SEGMENTS, [width.group, width.group, width.weightAddress, width.delay, 4, width.group + width.lane]),
    weights: Int8Array.from(table("weight", WEIGHT_WORDS, lanesOf(WEIGHT_BITS)), (value) => (value << (32 - WEIGHT_BITS)) >> (32 - WEIGHT_BITS)),
    groups: table("group", GROUPS, [1, 4, 1, 2, 6, 1, 1, 1, 1, width.lane, forgetsWidth, ...cubaWidths]),
    forgetting:
      FORGET_BITS > 0
        ? periodOf(memories[MEMORY_NAMES.indexOf("group")], GROUPS * (memoryWords("group", parameters) / memoryShape("group", parameters).rows))
        : [0, 0],
    thresholds: signed("threshold"),
    biases: HAS_BIAS === 1 ? signed("bias") : new Int32Array(GROUPS * LANES),
    amounts: HAS_SUBTRACT === 1 ? signed("subtract") : new Int32Array(GROUPS * LANES),
  };
}

/** The row behind the last group. */
function periodOf(words: Uint32Array | undefined, at: number): [lastOfPeriod: number, phase: number] {
  const word = words?.[at] ?? 0;
  return [word & 0xffff, word >>> 16];
}

/** Bits [bit, bit + width) of the row whose words begin at `first`, width <= 32; 0 behind the memory's end. */
function field(words: Uint32Array, first: number, bit: number, width: number): number {
  const at = first + (bit >>> 5);
  const offset = bit & 31;
  let value = (words[at] ?? 0) >>> offset;
  if (offset + width > 32) value |= (words[at + 1] ?? 0) << (32 - offset);
  return width === 32 ? value >>> 0 : (value & (2 ** width - 1)) >>> 0;
}
