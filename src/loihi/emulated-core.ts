/**
 * One core of the emulator: its registers, its compartments' state, and what is under way to it.
 *
 *     u = wrap24( dec(u, decayU + 1) + q )              dec(x, d) = sign(x) x ((|x| x (4096 - d)) >> 12)
 *     v = clip( dec(v, decayV) + wrap24(u + bias) )     held at 0 while refractory
 *     spike if v > threshold; then v = 0, and a refractory register of r silences r - 1 timesteps
 *
 * q is the sum of the weights that arrive now. The accumulators wrap at 32 bit, of which 24 are kept, so that the order of
 * the additions never matters. State and rows of all cores lie in one WebAssembly memory, where kernel.wasm.ts computes.
 */
import { checkError } from "../util/diagnostics.js";
import { KERNEL_BYTES } from "./kernel-bytes.js";
import type { MappedCore } from "./mapping.js";
import { EXACT_ROWS, type SynapseRows, synapseRowsOf, TILE_COMPARTMENTS } from "./synapse-rows.js";
import type { LoihiTarget } from "./target.js";

export interface EmulatedCore {
  readonly neurons: Uint32Array;
  /** Without the weights, which lie in the kernel's memory. */
  readonly rows: Omit<SynapseRows, "weights" | "rowOffset">;
  /** Address of each row. */
  readonly rowAddress: Uint32Array;
  readonly kernel: Kernel;
  readonly registers: Registers;
  /** Compartments, up to whole tiles. */
  readonly stride: number;
  /** Longest delay + 1: timestep t uses slot t mod slots. */
  readonly slots: number;
  /** u, v and silence of the compartments, one after the other. */
  readonly state: Int32Array;
  /** Membrane potentials. */
  readonly v: Int32Array;
  /** [slots x stride] currents on their way. */
  readonly arriving: Int32Array;
  /** [slots] 1 = something arrives in that timestep. */
  readonly isArriving: Uint8Array;
  readonly queues: Queues;
  /** Compartments that spiked in this timestep, ascending. */
  readonly spiked: Uint16Array;
  spikedCount: number;
  /** Every state is 0 and no bias moves it: nothing happens until something arrives. */
  isAsleep: boolean;
  readonly hasBias: boolean;
}

/** What holds for all compartments of a core. */
interface Registers {
  readonly membraneMin: number;
  readonly membraneMax: number;
  /** 32 - bits of u and v. */
  readonly wrap: number;
  readonly decayBits: number;
}

/** Rows on their way, by slot and band. */
interface Queues {
  /** First place of each band's queue in a slot, and places of a slot. */
  readonly first: Uint32Array;
  readonly places: number;
  /** [slots x places] addresses of rows. */
  readonly rows: Uint32Array;
  /** [slots x bands] */
  readonly count: Uint32Array;
}

/** kernel.wasm.ts; arrays are passed by their address. */
interface Kernel {
  addRows(rows: number, count: number, tiles: number, currents: number, exponent: number): void;
  step(
    core: number,
    stride: number,
    currents: number,
    spiked: number,
    membraneMin: number,
    membraneMax: number,
    wrap: number,
    decayBits: number,
  ): number;
}

/** Arrays of a core in the order in which the kernel expects them; u, v and silence are its state. */
const FIELDS = { state: 0, bias: 3, keepU: 4, keepV: 5, threshold: 6, silence: 7 };
const FIELD_COUNT = 8;
const PAGE_BYTES = 65_536;
const PAGES = 65_536;
/** Set in what `step` returns while any state is not 0. */
const IS_MOVING = 0x10000;
const SPIKED = IS_MOVING - 1;

/** The cores' registers and synapses as the kernel takes them; their tables must have been validated. */
export function emulatedCores(cores: readonly MappedCore[], target: LoihiTarget): EmulatedCore[] {
  const plans = cores.map((core) => planOf(core, target));
  const bytes = plans.reduce((sum, plan) => sum + plan.bytes, 0);
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > PAGES) {
    throw checkError(
      "emulator-memory",
      `the emulator needs ${(bytes / 2 ** 30).toFixed(1)} GiB for weights and states; one WebAssembly memory holds 4`,
      { hint: "Emulate a smaller network: fewer cores, or fewer synapses." },
    );
  }
  const { kernel, buffer } = startKernel(pages);
  const allocator = { buffer, next: 0 };
  return plans.map((plan) => buildCore(plan, target, kernel, allocator));
}

function startKernel(pages: number): { kernel: Kernel; buffer: ArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(KERNEL_BYTES, "base64")), { env: { memory } });
  return { kernel: exports as unknown as Kernel, buffer: memory.buffer };
}

/**
 * Adds up those of `rows` rows of `compartments` weights that indices[from .. to] name, and nothing else: the bound that
 * the emulator is held against.
 */
export function rowAdder(rows: number, compartments: number): (indices: Uint32Array, from: number, to: number) => void {
  const tiles = Math.ceil(compartments / TILE_COMPARTMENTS);
  const rowBytes = 2 * tiles * TILE_COMPARTMENTS;
  const currents = 4 * EXACT_ROWS;
  const weights = currents + 2 * rowBytes;
  const { kernel, buffer } = startKernel(Math.ceil((weights + rows * rowBytes) / PAGE_BYTES));
  const waiting = new Uint32Array(buffer, 0, EXACT_ROWS);
  return (indices, from, to) => {
    for (let first = from; first < to; first += EXACT_ROWS) {
      const count = Math.min(EXACT_ROWS, to - first);
      for (let i = 0; i < count; i++) waiting[i] = weights + rowBytes * indices[first + i];
      kernel.addRows(0, count, tiles, currents, 0);
    }
  };
}

/** A core's sizes, before there is memory for it. */
interface CorePlan {
  readonly core: MappedCore;
  readonly rows: SynapseRows;
  readonly stride: number;
  readonly slots: number;
  readonly queueFirst: Uint32Array;
  readonly places: number;
  readonly bytes: number;
}

function planOf(core: MappedCore, target: LoihiTarget): CorePlan {
  const rows = synapseRowsOf(core, target);
  const stride = Math.ceil(core.neurons.length / TILE_COMPARTMENTS) * TILE_COMPARTMENTS;
  const slots = rows.longestDelay + 1;
  const rowsOf = new Uint32Array(rows.bands.length);
  for (const band of rows.rowBand) rowsOf[band]++;
  const queueFirst = new Uint32Array(rows.bands.length + 1);
  rowsOf.forEach((count, band) => {
    queueFirst[band + 1] = queueFirst[band] + Math.min(EXACT_ROWS, count);
  });
  const places = queueFirst[rows.bands.length];
  const bytes =
    aligned(2 * rows.weights.length) +
    aligned(4 * FIELD_COUNT * stride) +
    aligned(4 * slots * stride) +
    aligned(4 * slots * places) +
    aligned(2 * stride);
  return { core, rows, stride, slots, queueFirst, places, bytes };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

interface Allocator {
  readonly buffer: ArrayBuffer;
  next: number;
}

function take(allocator: Allocator, bytes: number): number {
  const at = allocator.next;
  allocator.next += aligned(bytes);
  return at;
}

function buildCore(
  { core, rows, stride, slots, queueFirst, places }: CorePlan,
  target: LoihiTarget,
  kernel: Kernel,
  allocator: Allocator,
): EmulatedCore {
  const { buffer } = allocator;
  const { weights, rowOffset, ...layout } = rows;
  const weightsAt = take(allocator, 2 * weights.length);
  new Int16Array(buffer, weightsAt, weights.length).set(weights);
  const coreAt = take(allocator, 4 * FIELD_COUNT * stride);
  const fieldOf = (field: number, fields = 1): Int32Array => new Int32Array(buffer, coreAt + 4 * field * stride, fields * stride);
  const bias = fieldOf(FIELDS.bias);
  fillRegisters(core, target, {
    bias,
    keepU: fieldOf(FIELDS.keepU),
    keepV: fieldOf(FIELDS.keepV),
    threshold: fieldOf(FIELDS.threshold),
    silence: fieldOf(FIELDS.silence),
  });
  return {
    neurons: core.neurons,
    rows: layout,
    rowAddress: rowOffset.map((offset) => weightsAt + 2 * offset),
    kernel,
    registers: {
      membraneMin: core.membraneMin,
      membraneMax: core.membraneMax,
      wrap: 32 - target.compartment.stateBits,
      decayBits: target.compartment.decayBits,
    },
    stride,
    slots,
    state: fieldOf(FIELDS.state, FIELDS.bias),
    v: fieldOf(FIELDS.state + 1).subarray(0, core.neurons.length),
    arriving: new Int32Array(buffer, take(allocator, 4 * slots * stride), slots * stride),
    isArriving: new Uint8Array(slots),
    queues: {
      first: queueFirst,
      places,
      rows: new Uint32Array(buffer, take(allocator, 4 * slots * places), slots * places),
      count: new Uint32Array(slots * rows.bands.length),
    },
    spiked: new Uint16Array(buffer, take(allocator, 2 * stride), stride),
    spikedCount: 0,
    isAsleep: false,
    hasBias: bias.some((value) => value !== 0),
  };
}

/** What padding has is 0 too: a threshold of 0 is never exceeded by a membrane of 0. */
function fillRegisters(
  core: MappedCore,
  { compartment: { decayBits, thresholdUnit } }: LoihiTarget,
  fields: { readonly bias: Int32Array; keepU: Int32Array; keepV: Int32Array; threshold: Int32Array; silence: Int32Array },
): void {
  const one = 2 ** decayBits;
  for (let compartment = 0; compartment < core.neurons.length; compartment++) {
    const { decayU, decayV, refractory } = core.configs[core.configOf[compartment]];
    fields.bias[compartment] = core.biasMantissa[compartment] * 2 ** core.biasExponent[compartment];
    fields.keepU[compartment] = one - decayU - 1;
    fields.keepV[compartment] = one - decayV;
    fields.threshold[compartment] = core.thresholdMantissas[core.thresholdOf[compartment]] * thresholdUnit;
    fields.silence[compartment] = refractory - 1;
  }
}

/** Begins a sample: every state 0, nothing under way. */
export function resetCore(core: EmulatedCore): void {
  const { rows, slots, stride } = core;
  const bands = rows.bands.length;
  core.state.fill(0);
  core.spikedCount = 0;
  core.isAsleep = !core.hasBias;
  for (let slot = 0; slot < slots; slot++) {
    if (core.isArriving[slot] === 0) continue;
    core.isArriving[slot] = 0;
    core.arriving.fill(0, slot * stride, (slot + 1) * stride);
    core.queues.count.fill(0, slot * bands, (slot + 1) * bands);
  }
}

/** Sends a list that was emitted at t on its way; returns its synaptic operations. */
export function deliver(core: EmulatedCore, list: number, t: number): number {
  const { rows, rowAddress, slots, stride, arriving, isArriving } = core;
  const { first, places, rows: waiting, count } = core.queues;
  const bands = rows.bands.length;
  for (let row = rows.rowStart[list]; row < rows.rowStart[list + 1]; row++) {
    const slot = (t + rows.rowDelay[row]) % slots;
    const band = rows.rowBand[row];
    const queue = slot * bands + band;
    // Full only where a list is sent more than once in a timestep, or by more than EXACT_ROWS sources.
    if (count[queue] === first[band + 1] - first[band]) addQueue(core, slot, band);
    waiting[slot * places + first[band] + count[queue]++] = rowAddress[row];
    isArriving[slot] = 1;
  }
  const { pairStart, pairCompartment, pairWeight } = rows;
  for (let part = rows.partStart[list]; part < rows.partStart[list + 1]; part++) {
    const slot = (t + rows.partDelay[part]) % slots;
    const base = slot * stride;
    const end = pairStart[part + 1];
    for (let pair = pairStart[part]; pair < end; pair++) arriving[base + pairCompartment[pair]] += pairWeight[pair];
    isArriving[slot] = 1;
  }
  return rows.synapses[list];
}

/** Timestep t of all compartments; fills `spiked`. */
export function stepCore(core: EmulatedCore, t: number): void {
  const slot = t % core.slots;
  core.spikedCount = 0;
  if (core.isArriving[slot] === 0 && core.isAsleep) return;
  if (core.isArriving[slot] === 1) {
    core.isArriving[slot] = 0;
    for (let band = 0; band < core.rows.bands.length; band++) addQueue(core, slot, band);
  }
  const { kernel, state, stride, arriving, spiked, registers } = core;
  const { membraneMin, membraneMax, wrap, decayBits } = registers;
  const currents = arriving.byteOffset + 4 * slot * stride;
  const result = kernel.step(state.byteOffset, stride, currents, spiked.byteOffset, membraneMin, membraneMax, wrap, decayBits);
  core.spikedCount = result & SPIKED;
  core.isAsleep = (result & IS_MOVING) === 0 && !core.hasBias;
}

/** Adds the rows that wait for this slot in this band to its currents. */
function addQueue({ kernel, rows, queues, stride, arriving }: EmulatedCore, slot: number, band: number): void {
  const queue = slot * rows.bands.length + band;
  const count = queues.count[queue];
  if (count === 0) return;
  const { firstTile, tiles, exponent } = rows.bands[band];
  const waiting = queues.rows.byteOffset + 4 * (slot * queues.places + queues.first[band]);
  kernel.addRows(waiting, count, tiles, arriving.byteOffset + 4 * (slot * stride + firstTile * TILE_COMPARTMENTS), exponent);
  queues.count[queue] = 0;
}
