/** The emulator against brian2-loihi (Michaelis et al. 2022), where Python has it (SNNC_PYTHON): delays included, which nengo-loihi's emulator has not. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../src/event/layout.js";
import type { EventProgram } from "../../src/event/program.js";
import { randomBatch, randomProgram } from "../../src/event/random-program.js";
import type { EventBatch } from "../../src/event/run.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { readSynapses } from "../../src/loihi/stored-synapses.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { obstacleTo, PATIENCE_MILLISECONDS } from "../import/nir/python.js";
import { loihi1 } from "./support.js";

const obstacle = obstacleTo(["numpy", "brian2", "brian2_loihi"]);
const SCRIPT = fileURLToPath(new URL("python/brian_networks.py", import.meta.url));
const NETWORKS = 8;

/** Neither biases nor clips, which brian2-loihi has not. */
function plain(program: EventProgram): EventProgram {
  const populations = program.populations.map(({ biases: _, ...population }) =>
    population.model.kind === "cuba"
      ? { ...population, model: { ...population.model, membraneMin: 1 - 2 ** 23, membraneMax: 2 ** 21 - 1 } }
      : population,
  );
  return { ...program, populations };
}

/** A generator of brian2 gives a spike of a line once a timestep. */
function once(batch: EventBatch): EventBatch {
  const seen = new Set<string>();
  const kept = Array.from(batch.time.keys()).filter((event) => {
    const key = `${batch.time[event]} ${batch.line[event]}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const pick = (values: Uint32Array): Uint32Array => Uint32Array.from(kept, (event) => values[event]);
  return { ...batch, sampleStart: Uint32Array.of(0, kept.length), time: pick(batch.time), line: pick(batch.line) };
}

interface Group {
  readonly decayU: number;
  readonly decayV: number;
  readonly refractory: number;
  readonly thresholdMantissa: number;
  size: number;
}

interface Synapses {
  readonly source: number;
  readonly target: number;
  readonly delay: number;
  readonly signMode: string;
  readonly weightBits: number;
  readonly weightExponent: number;
  readonly i: number[];
  readonly j: number[];
  readonly stored: number[];
}

/** A mapping as brian2-loihi takes it: a group for each set of registers, synapses apart by delay and format. */
function networkOf({ cores, populations }: MappedProgram, lines: number) {
  const neurons = populations.reduce((sum, { size }) => sum + size, 0);
  const groups: Group[] = [];
  const indexOf = new Map<string, number>();
  const home: { group: number; place: number }[] = Array.from({ length: neurons }, () => ({ group: -1, place: -1 }));
  for (const core of cores) {
    core.neurons.forEach((neuron, c) => {
      const registers = { ...core.configs[core.configOf[c]], thresholdMantissa: core.thresholdMantissas[core.thresholdOf[c]] };
      const key = JSON.stringify(registers);
      const group = indexOf.get(key) ?? groups.push({ ...registers, size: 0 }) - 1;
      indexOf.set(key, group);
      home[neuron] = { group, place: groups[group].size++ };
    });
  }
  const synapses = new Map<string, Synapses>();
  for (const core of cores) {
    const { source, atoms } = core.inputAxons;
    source.forEach((first, axon) => {
      for (let atom = 0; atom < atoms[axon]; atom++) {
        const from = first + atom < lines ? { group: -1, place: first + atom } : home[first + atom - lines];
        for (const { compartment, format, stored, delay } of readSynapses(core, 64, axon, atom)) {
          const { signMode, weightBits, weightExponent } = core.formats[format];
          const to = home[core.neurons[compartment]];
          const kind = { source: from.group, target: to.group, delay, signMode, weightBits, weightExponent };
          const key = JSON.stringify(kind);
          const list = synapses.get(key) ?? { ...kind, i: [], j: [], stored: [] };
          synapses.set(key, list);
          list.i.push(from.place);
          list.j.push(to.place);
          list.stored.push(stored);
        }
      }
    });
  }
  return { network: { groups, lines, synapses: [...synapses.values()] }, home };
}

describe.skipIf(obstacle !== undefined)(`the emulator and brian2-loihi${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`, () => {
  it("agree on every spike and last membrane of random networks, delays included", { timeout: PATIENCE_MILLISECONDS }, async () => {
    const networks: unknown[] = [];
    const expected: { spikes: string[]; membranes: number[] }[] = [];
    const homes: { group: number; place: number }[][] = [];
    const delays = new Set<number>();
    for (let seed = 1; networks.length < NETWORKS && seed < 1000; seed++) {
      const random = createRandom(seed);
      const program = plain(
        randomProgram(random, { loihi: true, maxDelay: seed % 2 === 0 ? 1 : 12, refractories: ["none", "steps"], restless: false, maxNeurons: 12 }),
      );
      const batch = once(randomBatch(random, program, { samples: 1 }));
      let mapped: MappedProgram;
      try {
        const legal = legaliseForLoihi(program, loihi1);
        if (legal.extraTimesteps !== 0) continue;
        mapped = mapToLoihi(legal.program, loihi1, { seed: 1 });
      } catch (error) {
        if (error instanceof SnncError && error.kind === "check") continue;
        throw error;
      }
      const { spikes, membranes } = await loihiEmulator(mapped, loihi1).run(batch, { spikes: true, membranes: true });
      // A network that is silent shows little.
      if ((spikes?.time.length ?? 0) < 10) continue;
      const { network, home } = networkOf(mapped, layoutOf(program).inputLines);
      for (const { delay } of network.synapses) delays.add(delay);
      const events = Array.from(batch.time, (time, event) => [time, batch.line[event]]);
      networks.push({ ...network, events, timesteps: batch.timesteps[0] });
      homes.push(home);
      expected.push({ spikes: Array.from(spikes?.time ?? [], (t, i) => `${t} ${spikes?.neuron[i]}`).sort(), membranes: Array.from(membranes ?? []) });
    }
    expect(networks).toHaveLength(NETWORKS);
    expect(delays.size).toBeGreaterThan(4);
    const options = { input: JSON.stringify(networks), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const { status, stdout, stderr } = spawnSync(process.env.SNNC_PYTHON ?? "python3", [SCRIPT], options);
    expect(status, stderr).toBe(0);
    const runs: { spikes: [number, number, number][]; membranes: number[][] }[] = JSON.parse(stdout);
    runs.forEach((run, n) => {
      const neuronAt = new Map(homes[n].map(({ group, place }, neuron) => [`${group} ${place}`, neuron]));
      expect(run.spikes.map(([t, group, place]) => `${t} ${neuronAt.get(`${group} ${place}`)}`).sort()).toEqual(expected[n].spikes);
      expect(homes[n].map(({ group, place }) => run.membranes[group][place])).toEqual(expected[n].membranes);
    });
  });
});
