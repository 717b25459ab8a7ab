/** Real mappings of 1, 12 and 128 cores for the tests of the chip map: text-like programs on whole or on small cores, run on random texts. */
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { type MappedProgram, mappingResult } from "../../src/loihi/mapping.js";
import { type CountedSpikes, chipPlan } from "../../src/loihi/plan.js";
import type { PlannedMapping } from "../../src/report/chip-map.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { loihi1, longer, seeded, smaller, textBatch, textProgram } from "../loihi/support.js";

const CASES = {
  1: { shape: { lines: 60, kernels: [2, 3], filters: 16, classes: 6 }, chip: loihi1 },
  12: { shape: { lines: 300, kernels: [2, 3, 4], filters: 24, classes: 6 }, chip: smaller({ synapseWords: 1500 }) },
  128: { shape: { lines: 60, kernels: [2, 3, 4], filters: 105, classes: 6 }, chip: smaller({ compartments: 5 }) },
} as const;

const SAMPLES = 40;

export interface ChipCase {
  readonly mapped: MappedProgram;
  readonly counted: CountedSpikes;
  readonly mapping: PlannedMapping;
}

export async function chipCase(cores: keyof typeof CASES): Promise<ChipCase> {
  const { shape, chip } = CASES[cores];
  const program = textProgram(seeded(1), shape);
  const legal = legaliseForLoihi(program, chip);
  const mapped = mapToLoihi(legal.program, chip, { seed: 1 });
  const batch = longer(textBatch(seeded(2), program, SAMPLES), legal.extraTimesteps);
  const { spikes } = await goldenSimulator(legal.program).run(batch, { spikes: true });
  const ofNeuron = new Float64Array(mapped.populations.reduce((sum, { size }) => sum + size, 0));
  for (const neuron of spikes?.neuron ?? []) ofNeuron[neuron]++;
  const counted = { samples: SAMPLES, ofNeuron };
  return { mapped, counted, mapping: { ...mappingResult(mapped), plan: chipPlan(mapped, counted) } };
}

export interface ChipShape {
  readonly mesh: PlannedMapping["plan"]["mesh"];
  /** Share of the cores in use, the first ones. */
  readonly used?: number;
  readonly populations?: readonly string[];
}

/** FIXTURE: a mapping of any size that nothing was mapped for; core i uses i mod 11 tenths of what it has, every tile sends to its neighbours. */
export function madeUpMapping({ mesh, used = 1, populations = ["hidden"] }: ChipShape): PlannedMapping {
  const cores = Math.round(used * mesh.chips * mesh.tilesX * mesh.tilesY * mesh.coresPerTile);
  const columns = mesh.chips * mesh.tilesX;
  const tiles = Array.from({ length: columns * mesh.tilesY }, (_, tile) => ({ x: tile % columns, y: Math.floor(tile / columns) }));
  return {
    target: "made-up",
    cores,
    utilization: Array.from({ length: cores }, (_, core) => ({
      core,
      populations: [populations[core % populations.length] ?? ""],
      resources: { compartments: { used: 100 * (core % 11), max: 1000 }, "synapse words": { used: core % 7, max: 700 } },
    })),
    plan: {
      mesh,
      cores: Array.from({ length: cores }, (_, core) => ({ compartments: [100 * (core % 11)], sends: core, hears: 1 })),
      links: tiles.flatMap(({ x, y }) => [
        ...(x + 1 < columns ? [{ x, y, towards: "east", messages: 1 + x } as const] : []),
        ...(x > 0 ? [{ x, y, towards: "west", messages: 2 } as const] : []),
        ...(y + 1 < mesh.tilesY ? [{ x, y, towards: "south", messages: 3 } as const] : []),
        ...(y > 0 ? [{ x, y, towards: "north", messages: 4 } as const] : []),
      ]),
      samples: 100,
    },
  };
}
