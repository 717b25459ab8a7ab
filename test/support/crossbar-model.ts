/**
 * The core as rtl/README.md describes it, in TypeScript, running from nothing but the memory images and the command
 * stream: the twin of rtl/snn_core.v. Counts everything but cycles.
 */
import type { CrossbarImage } from "../../src/verilog/image.js";
import { memoryOf } from "../../src/verilog/image.js";
import { type MemoryImage, type MemoryName, widthsOf } from "../../src/verilog/parameters.js";

export interface ModelResult {
  /** [timestep, padded neuron] in order of emission. */
  readonly spikes: readonly (readonly [number, number])[];
  /** Membranes of the readout groups after the last timestep, without padding. */
  readonly values: readonly number[];
  /** Membranes of all groups, padding included. */
  readonly membranes: readonly number[];
  readonly synapticOperations: number;
  readonly weightWordsRead: number;
  readonly neuronUpdates: number;
  readonly groupUpdates: number;
  /** Updates in which a current, or its sum with a bias, wrapped. */
  readonly wraps: number;
  /** Updates in which a CUBA neuron's membrane met one of its bounds. */
  readonly clips: number;
}

interface GroupConfiguration {
  readonly leakMode: number;
  readonly leakShift: number;
  readonly subtracts: number;
  readonly refractoryMode: number;
  readonly refractoryTimesteps: number;
  readonly spiking: number;
  readonly always: number;
  readonly sends: number;
  readonly readsOut: number;
  readonly valid: number;
  /** Loihi's neuron: factors of 2^12, bounds of v. */
  readonly cuba?: { readonly factorU: number; readonly factorV: number; readonly least: number; readonly most: number };
  readonly forgets: boolean;
}

/** Bits [bit, bit + width) of a row, width <= 32, unsigned. */
export function field(memory: MemoryImage, row: number, bit: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) {
    const at = bit + i;
    const word = memory.words[row * memory.wordsPerRow + (at >>> 5)];
    value += ((word >>> (at & 31)) & 1) * 2 ** i;
  }
  return value;
}

export function signedField(memory: MemoryImage, row: number, bit: number, width: number): number {
  const value = field(memory, row, bit, width);
  return value >= 2 ** (width - 1) ? value - 2 ** width : value;
}

function need(image: CrossbarImage, name: MemoryName): MemoryImage {
  const memory = memoryOf(image, name);
  if (memory === undefined) throw new Error(`no memory ${name}`);
  return memory;
}

function fields(memory: MemoryImage, row: number, widths: readonly number[]): number[] {
  let bit = 0;
  return widths.map((width) => {
    const value = field(memory, row, bit, width);
    bit += width;
    return value;
  });
}

/** Runs one sample: `events[t]` are the axons that spike in timestep t. */
export function runModel(image: CrossbarImage, events: readonly (readonly number[])[]): ModelResult {
  const { LANES, GROUPS, SLOTS, STATE_BITS, WEIGHT_BITS, HAS_CUBA, FORGET_BITS } = image.parameters;
  const width = widthsOf(image.parameters);
  const groups = Array.from({ length: GROUPS }, (_, row): GroupConfiguration => {
    const [leakMode, leakShift, subtracts, refractoryMode, refractoryTimesteps, spiking, always, sends, readsOut, last] = fields(
      need(image, "group"),
      row,
      [1, 4, 1, 2, 6, 1, 1, 1, 1, width.lane],
    );
    const forgets = FORGET_BITS > 0 && field(need(image, "group"), row, 18 + width.lane, 1) === 1;
    const common = {
      leakMode,
      leakShift,
      subtracts,
      refractoryMode,
      refractoryTimesteps,
      spiking,
      always,
      sends,
      readsOut,
      valid: last + 1,
      forgets,
    };
    const own = 18 + width.lane + (FORGET_BITS > 0 ? 1 : 0);
    if (HAS_CUBA === 0 || field(need(image, "group"), row, own, 1) === 0) return common;
    const [factorU, factorV] = [field(need(image, "group"), row, own + 1, 12), field(need(image, "group"), row, own + 13, 13)];
    const [least, most] = [signedField(need(image, "group"), row, own + 26, 24), signedField(need(image, "group"), row, own + 50, 24)];
    return { ...common, cuba: { factorU, factorV, least, most } };
  });
  const constant = (name: "threshold" | "bias" | "subtract", neuron: number): number => {
    const memory = memoryOf(image, name);
    if (memory === undefined) return 0;
    return signedField(memory, Math.floor(neuron / LANES), (neuron % LANES) * STATE_BITS, STATE_BITS);
  };
  const v = new Int32Array(GROUPS * LANES);
  const u = new Int32Array(GROUPS * LANES);
  const refractory = new Int32Array(GROUPS * LANES);
  const arriving = Array.from({ length: SLOTS }, () => new Int32Array(GROUPS * LANES));
  const pending = Array.from({ length: SLOTS }, () => new Uint8Array(GROUPS));
  const updatedAt = new Int32Array(GROUPS).fill(-1);
  const spikes: [number, number][] = [];
  let synapticOperations = 0;
  let weightWordsRead = 0;
  let neuronUpdates = 0;
  let groupUpdates = 0;
  let wraps = 0;
  let clips = 0;
  let leftAbove = new Uint8Array(GROUPS);

  const deliver = (t: number, axon: number): void => {
    const [pointer, count, weightBase, groupBase] = fields(need(image, "axon"), axon, [
      width.segment,
      width.segment,
      width.weightAddress,
      width.group,
    ]);
    for (let s = pointer; s < pointer + count; s++) {
      const [groupOffset, words, weightOffset, delay, exponent, operations] = fields(need(image, "segment"), s, [
        width.group,
        width.group,
        width.weightAddress,
        width.delay,
        4,
        width.group + width.lane,
      ]);
      const slot = (t + delay + 1) % SLOTS;
      for (let word = 0; word <= words; word++) {
        const group = groupBase + groupOffset + word;
        pending[slot][group] = 1;
        for (let lane = 0; lane < LANES; lane++) {
          const weight = signedField(need(image, "weight"), weightBase + weightOffset + word, lane * WEIGHT_BITS, WEIGHT_BITS);
          arriving[slot][group * LANES + lane] += weight << exponent;
        }
        weightWordsRead++;
      }
      synapticOperations += operations + 1;
    }
  };

  const [lastOfPeriod, phase] = FORGET_BITS > 0 ? fields(need(image, "group"), GROUPS, [16, 16]) : [0, 0];
  for (let t = 0; t < events.length; t++) {
    if (t % (lastOfPeriod + 1) === phase) {
      for (let g = 0; g < GROUPS; g++) {
        if (!groups[g].forgets) continue;
        v.fill(0, g * LANES, (g + 1) * LANES);
        u.fill(0, g * LANES, (g + 1) * LANES);
        refractory.fill(0, g * LANES, (g + 1) * LANES);
        leftAbove[g] = 0;
      }
    }
    const slot = t % SLOTS;
    const emitted: number[] = [];
    const nextAbove = new Uint8Array(GROUPS);
    for (let g = 0; g < GROUPS; g++) {
      const group = groups[g];
      if (pending[slot][g] === 0 && group.always === 0 && leftAbove[g] === 0) continue;
      pending[slot][g] = 0;
      updatedAt[g] = t;
      groupUpdates++;
      neuronUpdates += group.valid;
      for (let lane = 0; lane < LANES; lane++) {
        const n = g * LANES + lane;
        const q = arriving[slot][n];
        arriving[slot][n] = 0;
        const silent = refractory[n] !== 0;
        if (refractory[n] > 0) refractory[n]--;
        const shift = group.leakShift;
        const leaked = group.leakMode === 0 ? v[n] : v[n] - ((v[n] + (v[n] < 0 ? 0 : 2 ** shift - 1)) >> shift);
        let next = leaked + q + constant("bias", n);
        if (group.cuba !== undefined) {
          const current = scaled(u[n], group.cuba.factorU) + q;
          u[n] = wrapped(current);
          const driven = u[n] + constant("bias", n);
          const sum = scaled(v[n], group.cuba.factorV) + wrapped(driven);
          next = Math.min(Math.max(sum, group.cuba.least), group.cuba.most);
          if (u[n] !== current || wrapped(driven) !== driven) wraps++;
          if (next !== sum) clips++;
        }
        if (silent) next = 0;
        if (!silent && group.spiking === 1 && next > constant("threshold", n)) {
          emitted.push(n);
          next = group.subtracts === 1 ? next - constant("subtract", n) : 0;
          if (next > constant("threshold", n) && group.subtracts === 1) nextAbove[g] = 1;
          if (group.refractoryMode === 1) refractory[n] = group.refractoryTimesteps;
          if (group.refractoryMode === 2) refractory[n] = -1;
        }
        v[n] = next;
      }
    }
    leftAbove = nextAbove;
    for (const n of emitted) {
      spikes.push([t, n]);
      if (groups[Math.floor(n / LANES)].sends === 1) deliver(t, n);
    }
    for (const axon of events[t]) deliver(t, axon);
  }
  const reads = (g: number): readonly number[] => {
    const group = groups[g];
    const idle = group.leakMode === 1 && group.leakShift === 0 && updatedAt[g] !== events.length - 1;
    return Array.from(v.subarray(g * LANES, (g + 1) * LANES), (value) => (idle ? 0 : value));
  };
  const all = groups.map((_, g) => reads(g));
  return {
    spikes,
    values: all.flatMap((values, g) => (groups[g].readsOut === 1 ? values.slice(0, groups[g].valid) : [])),
    membranes: all.flat(),
    synapticOperations,
    weightWordsRead,
    neuronUpdates,
    groupUpdates,
    wraps,
    clips,
  };
}

/** x x factor / 2^12, rounded toward zero. */
function scaled(x: number, factor: number): number {
  return Math.sign(x) * Math.floor((Math.abs(x) * factor) / 4096);
}

/** The low 24 bits, two's complement. */
function wrapped(x: number): number {
  return (x << 8) >> 8;
}
