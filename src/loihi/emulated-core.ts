/**
 * One core of the emulator: its registers, its compartments' state, and what is under way to it.
 *
 *     u = wrap24( dec(u, decayU + 1) + q )              dec(x, d) = sign(x) x ((|x| x (4096 - d)) >> 12)
 *     v = clip( dec(v, decayV) + wrap24(u + bias) )     held at 0 while refractory
 *     spike if v > threshold; then v = 0, and a refractory register of r silences r - 1 timesteps
 *
 * q is the sum of the weights that arrive now. The accumulators wrap at 32 bit, of which 24 are kept, so that the order of
 * the additions never matters.
 */
import type { MappedCore } from "./mapping.js";
import { EXACT_ROWS, FIELD_BITS, FIELDS, type SynapseRows, synapseRowsOf, TILE_COMPARTMENTS, TILE_DOUBLES } from "./synapse-rows.js";
import type { LoihiTarget } from "./target.js";

export interface EmulatedCore {
  readonly neurons: Uint32Array;
  readonly rows: SynapseRows;
  /** Consecutive compartments of one configuration and one threshold. */
  readonly runs: readonly Run[];
  readonly bias: Int32Array;
  readonly membraneMin: number;
  readonly membraneMax: number;
  /** 32 - bits of u and v. */
  readonly wrapShift: number;
  /** Compartments, up to whole tiles. */
  readonly stride: number;
  /** Longest delay + 1: timestep t uses slot t mod slots. */
  readonly slots: number;
  readonly u: Int32Array;
  readonly v: Int32Array;
  /** Timesteps of silence left. */
  readonly silent: Uint8Array;
  /** [slots x stride] currents on their way. */
  readonly arriving: Int32Array;
  /** [slots] 1 = something arrives in that timestep. */
  readonly isArriving: Uint8Array;
  /** [slots x bands] packed rows on their way. */
  readonly waiting: Uint32Array[];
  readonly waitingCount: Uint32Array;
  /** Sums of the rows of one band. */
  readonly sums: Float64Array;
  /** Compartments that spiked in this timestep, ascending. */
  readonly spiked: Uint16Array;
  spikedCount: number;
  /** Every state is 0 and no bias moves it: nothing happens until something arrives. */
  isAsleep: boolean;
  readonly hasBias: boolean;
}

interface Run {
  readonly from: number;
  readonly to: number;
  /** (4096 - d) / 4096 of u and of v: products with them are exact in doubles. */
  readonly keepU: number;
  readonly keepV: number;
  readonly silentTimesteps: number;
  readonly threshold: number;
  /** Neither biases nor silence, and a threshold below the highest membrane, which then needs no clip. */
  readonly isPlain: boolean;
}

/** The core's registers and synapses in the form that `step` and `deliver` take; its tables must have been validated. */
export function emulatedCore(core: MappedCore, target: LoihiTarget): EmulatedCore {
  const size = core.neurons.length;
  const stride = Math.ceil(size / TILE_COMPARTMENTS) * TILE_COMPARTMENTS;
  const rows = synapseRowsOf(core, target);
  const slots = rows.longestDelay + 1;
  const bias = core.biasMantissa.map((mantissa, compartment) => mantissa * 2 ** core.biasExponent[compartment]);
  return {
    neurons: core.neurons,
    rows,
    runs: runsOf(core, target),
    bias,
    membraneMin: core.membraneMin,
    membraneMax: core.membraneMax,
    wrapShift: 32 - target.compartment.stateBits,
    stride,
    slots,
    u: new Int32Array(size),
    v: new Int32Array(size),
    silent: new Uint8Array(size),
    arriving: new Int32Array(slots * stride),
    isArriving: new Uint8Array(slots),
    waiting: Array.from({ length: slots * rows.bands.length }, () => new Uint32Array(4)),
    waitingCount: new Uint32Array(slots * rows.bands.length),
    sums: new Float64Array((stride / TILE_COMPARTMENTS) * TILE_DOUBLES),
    spiked: new Uint16Array(size),
    spikedCount: 0,
    isAsleep: false,
    hasBias: bias.some((value) => value !== 0),
  };
}

function runsOf({ configOf, configs, thresholdOf, thresholdMantissas, biasMantissa, membraneMax }: MappedCore, target: LoihiTarget): Run[] {
  const one = 2 ** target.compartment.decayBits;
  const runs: Run[] = [];
  for (let from = 0; from < configOf.length; ) {
    let to = from + 1;
    while (to < configOf.length && configOf[to] === configOf[from] && thresholdOf[to] === thresholdOf[from]) to++;
    const { decayU, decayV, refractory } = configs[configOf[from]];
    const threshold = thresholdMantissas[thresholdOf[from]] * target.compartment.thresholdUnit;
    const hasBias = biasMantissa.subarray(from, to).some((mantissa) => mantissa !== 0);
    runs.push({
      from,
      to,
      keepU: (one - decayU - 1) / one,
      keepV: (one - decayV) / one,
      silentTimesteps: refractory - 1,
      threshold,
      isPlain: refractory === 1 && !hasBias && threshold < membraneMax,
    });
    from = to;
  }
  return runs;
}

/** Begins a sample: every state 0, nothing under way. */
export function resetCore(core: EmulatedCore): void {
  const { rows, slots, stride } = core;
  const bands = rows.bands.length;
  core.u.fill(0);
  core.v.fill(0);
  core.silent.fill(0);
  core.spikedCount = 0;
  core.isAsleep = !core.hasBias;
  for (let slot = 0; slot < slots; slot++) {
    if (core.isArriving[slot] === 0) continue;
    core.isArriving[slot] = 0;
    core.arriving.fill(0, slot * stride, (slot + 1) * stride);
    core.waitingCount.fill(0, slot * bands, (slot + 1) * bands);
  }
}

/** Sends a list that was emitted at t on its way; returns its synaptic operations. */
export function deliver(core: EmulatedCore, list: number, t: number): number {
  const { rows, slots, stride, arriving, isArriving, waiting, waitingCount } = core;
  const bands = rows.bands.length;
  for (let row = rows.rowStart[list]; row < rows.rowStart[list + 1]; row++) {
    const slot = (t + rows.rowDelay[row]) % slots;
    const queue = slot * bands + rows.rowBand[row];
    const count = waitingCount[queue]++;
    if (count === waiting[queue].length) waiting[queue] = doubled(waiting[queue]);
    waiting[queue][count] = rows.rowOffset[row];
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

function doubled(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Timestep t of all compartments; fills `spiked`. */
export function stepCore(core: EmulatedCore, t: number): void {
  const slot = t % core.slots;
  const base = slot * core.stride;
  const hasArrived = core.isArriving[slot] === 1;
  core.spikedCount = 0;
  if (!hasArrived && core.isAsleep) return;
  if (hasArrived) addRows(core, slot);
  let state = core.hasBias ? 1 : 0;
  for (const run of core.runs) state |= run.isPlain ? updatePlainRun(core, run, base) : updateRun(core, run, base);
  core.isAsleep = state === 0;
  if (!hasArrived) return;
  core.arriving.fill(0, base, base + core.stride);
  core.isArriving[slot] = 0;
}

/** Adds the rows that wait for this slot to its currents. */
function addRows(core: EmulatedCore, slot: number): void {
  const { rows, waiting, waitingCount, sums, arriving, stride } = core;
  const { bands } = rows;
  for (let band = 0; band < bands.length; band++) {
    const queue = slot * bands.length + band;
    const count = waitingCount[queue];
    if (count === 0) continue;
    const { firstTile, tiles, exponent } = bands[band];
    for (let from = 0; from < count; from += EXACT_ROWS) {
      sumRows(rows.packed, waiting[queue], from, Math.min(count, from + EXACT_ROWS), tiles * TILE_DOUBLES, sums);
      unpack(sums, tiles * TILE_DOUBLES, arriving, slot * stride + firstTile * TILE_COMPARTMENTS, exponent);
    }
    waitingCount[queue] = 0;
  }
}

/** sums[i] = packed[first + i] of all rows, added up; eight sums at a time stay in registers. */
export function sumRows(packed: Float64Array, first: Uint32Array, from: number, to: number, doubles: number, sums: Float64Array): void {
  for (let k = 0; k < doubles; k += TILE_DOUBLES) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    for (let row = from; row < to; row++) {
      const at = first[row] + k;
      a += packed[at];
      b += packed[at + 1];
      c += packed[at + 2];
      d += packed[at + 3];
      e += packed[at + 4];
      f += packed[at + 5];
      g += packed[at + 6];
      h += packed[at + 7];
    }
    sums[k] = a;
    sums[k + 1] = b;
    sums[k + 2] = c;
    sums[k + 3] = d;
    sums[k + 4] = e;
    sums[k + 5] = f;
    sums[k + 6] = g;
    sums[k + 7] = h;
  }
}

const SECOND = 2 ** FIELD_BITS;
const THIRD = 2 ** (2 * FIELD_BITS);

/** Takes x = a + b x 2^17 + c x 2^34 apart, the nearest multiple first, since what is below it is less than half. */
function unpack(sums: Float64Array, doubles: number, arriving: Int32Array, base: number, exponent: number): void {
  for (let k = 0, at = base; k < doubles; k++, at += FIELDS) {
    const x = sums[k];
    const c = Math.floor(x / THIRD + 0.5);
    const low = x - c * THIRD;
    const b = Math.floor(low / SECOND + 0.5);
    arriving[at] += (low - b * SECOND) << exponent;
    arriving[at + 1] += b << exponent;
    arriving[at + 2] += c << exponent;
  }
}

/** Updates the run from the currents at `base`; 0 if every state of it is 0 afterwards. */
function updateRun(core: EmulatedCore, { from, to, keepU, keepV, silentTimesteps, threshold }: Run, base: number): number {
  const { u, v, silent, bias, arriving, spiked, membraneMin, membraneMax, wrapShift } = core;
  let count = core.spikedCount;
  let state = 0;
  for (let i = from; i < to; i++) {
    const current = ((((u[i] * keepU) | 0) + arriving[base + i]) << wrapShift) >> wrapShift;
    u[i] = current;
    let next = ((v[i] * keepV) | 0) + (((current + bias[i]) << wrapShift) >> wrapShift);
    if (next > membraneMax) next = membraneMax;
    else if (next < membraneMin) next = membraneMin;
    if (silent[i] !== 0) {
      silent[i]--;
      next = 0;
    } else if (next > threshold) {
      spiked[count++] = i;
      next = 0;
      silent[i] = silentTimesteps;
    }
    v[i] = next;
    state |= current | next | silent[i];
  }
  core.spikedCount = count;
  return state;
}

/** The same of a plain run, what most networks spend their time in: a membrane above its bound is above threshold too. */
function updatePlainRun(core: EmulatedCore, { from, to, keepU, keepV, threshold }: Run, base: number): number {
  const { u, v, arriving, spiked, membraneMin, wrapShift } = core;
  let count = core.spikedCount;
  let state = 0;
  for (let i = from; i < to; i++) {
    const current = ((((u[i] * keepU) | 0) + arriving[base + i]) << wrapShift) >> wrapShift;
    u[i] = current;
    let next = (((v[i] * keepV) | 0) + current) | 0;
    if (next < membraneMin) next = membraneMin;
    if (next > threshold) {
      spiked[count++] = i;
      next = 0;
    }
    v[i] = next;
    state |= current | next;
  }
  core.spikedCount = count;
  return state;
}
