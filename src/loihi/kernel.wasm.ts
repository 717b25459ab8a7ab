/**
 * The emulator's inner loops, in AssemblyScript with 128-bit vectors (`npm run kernel` compiles them into kernel-bytes.ts).
 * Everything lies in the memory that the emulator hands in; addresses are in bytes. Vectors hold four compartments of 32 bit,
 * or eight weights of 16 bit. What is computed is written down in emulated-core.ts.
 */

/** Compartments of a tile, the unit in which rows are stored: four vectors of eight weights. */
const TILE: usize = 32;

/**
 * Adds rows of weights up and adds 2^exponent times their sum to `currents`.
 *
 * @param rows addresses of `count` rows; at most 128 weights of |w| <= 255 stay within 16 bit
 * @param tiles length of each row
 * @param currents one 32-bit number for each weight
 */
export function addRows(rows: usize, count: i32, tiles: i32, currents: usize, exponent: i32): void {
  const end = rows + ((<usize>count) << 2);
  const length = <usize>tiles * (TILE << 1);
  for (let at: usize = 0; at < length; at += TILE << 1) {
    let a = i16x8.splat(0);
    let b = i16x8.splat(0);
    let c = i16x8.splat(0);
    let d = i16x8.splat(0);
    for (let row = rows; row < end; row += 4) {
      const weights = <usize>load<u32>(row) + at;
      a = i16x8.add(a, v128.load(weights));
      b = i16x8.add(b, v128.load(weights, 16));
      c = i16x8.add(c, v128.load(weights, 32));
      d = i16x8.add(d, v128.load(weights, 48));
    }
    const sums = currents + (at << 1);
    addSums(sums, a, exponent);
    addSums(sums + 32, b, exponent);
    addSums(sums + 64, c, exponent);
    addSums(sums + 96, d, exponent);
  }
}

function addSums(at: usize, sums: v128, exponent: i32): void {
  v128.store(at, i32x4.add(v128.load(at), i32x4.shl(i32x4.extend_low_i16x8_s(sums), exponent)));
  v128.store(at, i32x4.add(v128.load(at, 16), i32x4.shl(i32x4.extend_high_i16x8_s(sums), exponent)), 16);
}

/** sign(x) x ((|x| x keep) >> bits), in two parts, neither of which needs more than 32 bit. */
function decayed(x: v128, keep: v128, bits: i32, low: v128): v128 {
  const sign = i32x4.shr_s(x, 31);
  const size = i32x4.abs(x);
  const upper = i32x4.mul(i32x4.shr_u(size, bits), keep);
  const lower = i32x4.shr_u(i32x4.mul(v128.and(size, low), keep), bits);
  return i32x4.sub(v128.xor(i32x4.add(upper, lower), sign), sign);
}

/**
 * One timestep of a core's compartments. Sets its currents to 0 again.
 *
 * @param core arrays of `stride` 32-bit numbers, one after the other: u, v, timesteps of silence left, bias, keepU, keepV,
 *   threshold, timesteps of silence that follow a spike
 * @param stride compartments up to a multiple of 4
 * @param spiked where the compartments that spike are written, 16 bit each, ascending
 * @param wrap 32 - bits of u and v
 * @returns number of spikes, plus 2^16 if any state is not 0
 */
export function step(core: usize, stride: i32, currents: usize, spiked: usize, membraneMin: i32, membraneMax: i32, wrap: i32, decayBits: i32): i32 {
  const field = (<usize>stride) << 2;
  const lowest = i32x4.splat(membraneMin);
  const highest = i32x4.splat(membraneMax);
  const low = i32x4.splat((1 << decayBits) - 1);
  const zero = i32x4.splat(0);
  let moving = zero;
  let next = spiked;
  for (let at: usize = 0; at < field; at += 16) {
    const state = core + at;
    const arriving = currents + at;
    const keepU = v128.load(state + 4 * field);
    const keepV = v128.load(state + 5 * field);
    const sum = i32x4.add(decayed(v128.load(state), keepU, decayBits, low), v128.load(arriving));
    v128.store(arriving, zero);
    const u = i32x4.shr_s(i32x4.shl(sum, wrap), wrap);
    v128.store(state, u);
    const biased = i32x4.add(u, v128.load(state + 3 * field));
    const input = i32x4.shr_s(i32x4.shl(biased, wrap), wrap);
    let v = i32x4.add(decayed(v128.load(state + field), keepV, decayBits, low), input);
    v = i32x4.max_s(i32x4.min_s(v, highest), lowest);
    let silent = v128.load(state + 2 * field);
    const isSilent = i32x4.ne(silent, zero);
    silent = i32x4.add(silent, isSilent);
    v = v128.andnot(v, isSilent);
    const fires = v128.andnot(i32x4.gt_s(v, v128.load(state + 6 * field)), isSilent);
    v = v128.andnot(v, fires);
    silent = v128.or(silent, v128.and(fires, v128.load(state + 7 * field)));
    v128.store(state + field, v);
    v128.store(state + 2 * field, silent);
    moving = v128.or(v128.or(moving, u), v128.or(v, silent));
    for (let mask = i32x4.bitmask(fires); mask !== 0; mask &= mask - 1) {
      store<u16>(next, <u16>(<i32>(at >> 2) + ctz(mask)));
      next += 2;
    }
  }
  return <i32>((next - spiked) >> 1) | (v128.any_true(moving) ? 0x10000 : 0);
}
