/**
 * A second, deliberately naive emulator of a mapped program: the formulas of Loihi's compartments in BigInt, every synapse
 * read bit by bit anew whenever a spike arrives, one map entry for each current under way. Written from
 * src/loihi/README.md apart from src/loihi/emulator.ts, and without the target description: its constants are the chip's.
 */
import type { MappedCore, MappedProgram } from "../../src/loihi/mapping.js";

export interface NaiveChipResult {
  /** [timestep][neuron] after reset. */
  readonly membranes: bigint[][];
  /** [timestep, neuron], ascending. */
  readonly spikes: [number, number][];
  readonly outputs: bigint[];
  readonly synapticOperations: number;
}

/** Runs one sample given as events [time, line]. */
export function naiveChip(mapped: MappedProgram, events: readonly (readonly [number, number])[], timesteps: number): NaiveChipResult {
  const { cores, host } = mapped;
  const u = cores.map((core) => Array.from(core.neurons, () => 0n));
  const v = cores.map((core) => Array.from(core.neurons, () => 0n));
  const counter = cores.map((core) => Array.from(core.neurons, () => 0));
  const current = new Map<string, bigint>();
  const neurons = mapped.populations.reduce((sum, { size }) => sum + size, 0);
  const membranes: bigint[][] = [];
  const spikes: [number, number][] = [];
  let synapticOperations = 0;

  const arrive = (t: number, core: number, axon: number, atom: number): void => {
    for (const { compartment, weight, delay } of synapsesOf(cores[core], axon, atom)) {
      const key = `${t + delay} ${core} ${compartment}`;
      current.set(key, (current.get(key) ?? 0n) + weight);
      synapticOperations++;
    }
  };

  for (let t = 0; t < timesteps; t++) {
    const fired: [core: number, compartment: number][] = [];
    cores.forEach((core, index) => {
      core.neurons.forEach((_, c) => {
        const { decayU, decayV, refractory } = core.configs[core.configOf[c]];
        const q = current.get(`${t} ${index} ${c}`) ?? 0n;
        const bias = BigInt(core.biasMantissa[c]) << BigInt(core.biasExponent[c]);
        const threshold = BigInt(core.thresholdMantissas[core.thresholdOf[c]]) * 64n;
        u[index][c] = wrap24(decayed(u[index][c], decayU + 1) + q);
        let next = decayed(v[index][c], decayV) + wrap24(u[index][c] + bias);
        if (next > BigInt(core.membraneMax)) next = BigInt(core.membraneMax);
        if (next < BigInt(core.membraneMin)) next = BigInt(core.membraneMin);
        if (counter[index][c] > 0) {
          counter[index][c]--;
          next = 0n;
        } else if (next > threshold) {
          fired.push([index, c]);
          next = 0n;
          counter[index][c] = refractory - 1;
        }
        v[index][c] = next;
      });
    });
    const potentials = Array.from({ length: neurons }, () => 0n);
    for (const [index, core] of cores.entries()) for (const [c, neuron] of core.neurons.entries()) potentials[neuron] = v[index][c];
    membranes.push(potentials);
    const now = fired.map(([core, c]): [number, number] => [t, cores[core].neurons[c]]);
    spikes.push(...now.sort((a, b) => a[1] - b[1]));
    for (const [from, c] of fired) {
      const { compartment, core, axon, atom } = cores[from].outputAxons;
      compartment.forEach((owner, i) => {
        if (owner === c) arrive(t, core[i], axon[i], atom[i]);
      });
    }
    for (const [time, line] of events) {
      if (time !== t) continue;
      for (let r = host.lineStart[line]; r < host.lineStart[line + 1]; r++) arrive(t, host.core[r], host.axon[r], host.atom[r]);
    }
  }

  const { readout, populations } = mapped;
  const before = populations.slice(
    0,
    populations.findIndex(({ name }) => name === readout.population),
  );
  const first = before.reduce((sum, { size }) => sum + size, 0);
  const outputs = readout.classes.map((_, c) => {
    const members = Array.from({ length: readout.neuronsPerClass }, (_, i) => first + c * readout.neuronsPerClass + i);
    const times = spikes.filter(([, neuron]) => members.includes(neuron)).map(([time]) => time);
    if (readout.kind === "membrane") return members.reduce((sum, neuron) => sum + membranes[timesteps - 1][neuron], 0n) >> BigInt(readout.shift ?? 0);
    return BigInt(readout.kind === "count" ? times.length : Math.min(timesteps, ...times));
  });
  return { membranes, spikes, outputs, synapticOperations };
}

function wrap24(x: bigint): bigint {
  const low = ((x % 16777216n) + 16777216n) % 16777216n;
  return low >= 8388608n ? low - 16777216n : low;
}

/** sign(x) x floor(|x| (4096 - d) / 4096). */
function decayed(x: bigint, d: number): bigint {
  const magnitude = ((x < 0n ? -x : x) * BigInt(4096 - d)) / 4096n;
  return x < 0n ? -magnitude : magnitude;
}

/** The memory as a string of 0 and 1, lowest bit of each byte first. */
const memories = new WeakMap<MappedCore, string>();

function synapsesOf(core: MappedCore, axon: number, atom: number): { compartment: number; weight: bigint; delay: number }[] {
  const memory = memories.get(core) ?? Array.from(core.synapses, (byte) => [...byte.toString(2).padStart(8, "0")].reverse().join("")).join("");
  memories.set(core, memory);
  const { pointer, words, base } = core.inputAxons;
  const first = 64 * (pointer[axon] + atom * words[axon]);
  let rest = memory.slice(first, first + 64 * words[axon]);
  let position = 0;
  const take = (bits: number): number => {
    const taken = [...rest.slice(0, bits)].reverse().join("");
    rest = rest.slice(bits);
    position += bits;
    return bits === 0 ? 0 : Number.parseInt(taken, 2);
  };
  const found: { compartment: number; weight: bigint; delay: number }[] = [];
  let dense = 0;
  while (rest.length > 0) {
    const format = core.formats[take(4)];
    const count = take(6) + 1;
    for (let i = 0; i < count; i++) {
      const stored = take(format.weightBits);
      const delay = 1 + take(format.delayBits);
      const compartment = base[axon] + (format.compression === "dense" ? dense++ : take(format.indexBits));
      found.push({ compartment, weight: weightOf(stored, format), delay });
    }
    take((64 - (position % 64)) % 64);
  }
  return found;
}

/** W = ((w >> k) << k) x 2^(6 + exponent), w of 8 bit and a sign, of which the upper ones are stored. */
function weightOf(stored: number, { signMode, weightBits, weightExponent }: MappedCore["formats"][number]): bigint {
  const k = 8 - weightBits + (signMode === "mixed" ? 1 : 0);
  const isNegative = signMode === "mixed" && stored >= 2 ** (weightBits - 1);
  const signed = signMode === "inhibitory" ? -stored : isNegative ? stored - 2 ** weightBits : stored;
  const w = BigInt(signed) << BigInt(k);
  const shift = BigInt(6 + weightExponent);
  return shift < 0n ? w >> -shift : w << shift;
}
