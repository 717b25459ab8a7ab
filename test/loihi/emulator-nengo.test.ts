/** The emulator against the compartments of nengo-loihi's emulator, where Python has that package (SNNC_PYTHON). */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../src/event/layout.js";
import { randomBatch, randomProgram } from "../../src/event/random-program.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { readSynapses } from "../../src/loihi/stored-synapses.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { obstacleTo } from "../import/nir/python.js";
import { loihi1 } from "./support.js";

const obstacle = obstacleTo(["numpy", "nengo_loihi"]);
const SCRIPT = fileURLToPath(new URL("python/compartments.py", import.meta.url));
const NETWORKS = 60;

/** Registers and weights of the mapped tables as numbers, for sources that are lines, then neurons. */
function numbersOf({ cores, populations }: MappedProgram, lines: number) {
  const count = populations.reduce((sum, { size }) => sum + size, 0);
  const weights = Array.from({ length: lines + count }, () => Array.from({ length: count }, () => 0));
  const neurons: Record<string, number>[] = Array.from({ length: count }, () => ({}));
  for (const core of cores) {
    core.neurons.forEach((neuron, c) => {
      neurons[neuron] = {
        ...core.configs[core.configOf[c]],
        threshold: core.thresholdMantissas[core.thresholdOf[c]] * 64,
        bias: core.biasMantissa[c] * 2 ** core.biasExponent[c],
        membraneMin: core.membraneMin,
        membraneMax: core.membraneMax,
      };
    });
    const { source, atoms } = core.inputAxons;
    source.forEach((first, axon) => {
      for (let atom = 0; atom < atoms[axon]; atom++) {
        for (const { compartment, format, stored, delay } of readSynapses(core, 64, axon, atom)) {
          const { signMode, weightBits, weightExponent } = core.formats[format];
          expect(delay).toBe(0);
          const scale = 2 ** (8 - weightBits + (signMode === "mixed" ? 1 : 0) + 6 + weightExponent);
          weights[first + atom][core.neurons[compartment]] += (signMode === "inhibitory" ? -stored : stored) * scale;
        }
      }
    });
  }
  return { neurons, weights };
}

describe.skipIf(obstacle !== undefined)(`the emulator and nengo-loihi's${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`, () => {
  it("agree on every spike and membrane of random networks without delays", { timeout: 120_000 }, async () => {
    const networks: unknown[] = [];
    const expected: unknown[] = [];
    let spikeCount = 0;
    for (let seed = 1; networks.length < NETWORKS && seed < 1000; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, { loihi: true, maxDelay: 1, refractories: ["none", "steps"], restless: false });
      const batch = randomBatch(random, program, { samples: 1 });
      const lines = layoutOf(program).inputLines;
      let mapped: MappedProgram;
      try {
        const legal = legaliseForLoihi(program, loihi1);
        if (legal.extraTimesteps !== 0) continue;
        mapped = mapToLoihi(legal.program, loihi1, { seed: 1 });
      } catch (error) {
        if (error instanceof SnncError && error.kind === "check") continue;
        throw error;
      }
      const timesteps = batch.timesteps[0];
      const events = Array.from({ length: timesteps }, (_, t) => Array.from(batch.line.filter((_, event) => batch.time[event] === t)));
      networks.push({ ...numbersOf(mapped, lines), lines, timesteps, events });
      const { spikes, membranes } = await loihiEmulator(mapped, loihi1).run(batch, { spikes: true, membranes: true });
      spikeCount += spikes?.time.length ?? 0;
      expected.push({ spikes: Array.from(spikes?.time ?? [], (t, i) => [t, spikes?.neuron[i]]), membranes: Array.from(membranes ?? []) });
    }
    expect(networks).toHaveLength(NETWORKS);
    expect(spikeCount).toBeGreaterThan(500);
    const python = process.env.SNNC_PYTHON ?? "python3";
    const { status, stdout, stderr } = spawnSync(python, [SCRIPT], { input: JSON.stringify(networks), encoding: "utf8", maxBuffer: 2 ** 28 });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(expected);
  });
});
