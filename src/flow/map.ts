/** event program -> mapping onto a Loihi-style chip. */
import type { ChipCostTable } from "../energy/costs.js";
import { layoutOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { type LoihiLegaliseOptions, legaliseForLoihi } from "../loihi/legalise.js";
import { type MapOptions, type MapPhase, mapToLoihi } from "../loihi/map.js";
import type { MappedProgram, Objective } from "../loihi/mapping.js";
import type { LoihiTarget } from "../loihi/target.js";
import { goldenSimulator } from "../sim/golden.js";
import { inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { extendBatch } from "../verilog/legalise.js";
import { loadCostTables, loadLoihiTarget } from "./targets.js";

export interface MapTargetOptions extends WorkOptions, LoihiLegaliseOptions {
  /** Name of a target or path of its JSON (default loihi1). */
  readonly target?: string;
  /** Seed of partition and placement (default 1). */
  readonly seed?: number;
  /**
   * `traffic` (default): few hops on no more cores. `energy`: little energy of the messages. `cores`: cores filled in the
   * order of the neurons.
   */
  readonly objective?: Objective;
  /** Costs of messages (default: the target's own table, where it has one). */
  readonly costs?: ChipCostTable;
  /** Samples of the program whose mean spikes weigh the traffic (default: every neuron spikes once), and what they are. */
  readonly samples?: { readonly batch: EventBatch; readonly name: string };
  /** Told what each phase has reached. */
  readonly onPhase?: (phase: MapPhase) => void;
}

/**
 * Legalises and maps. Throws SnncError (kind check) naming each resource that is too small, the need and the limit, and
 * (kind input) for the objective `energy` without costs.
 */
export async function map(program: EventProgram, options: MapTargetOptions = {}): Promise<MappedProgram> {
  const chip = loadLoihiTarget(options.target ?? "loihi1");
  const objective = options.objective ?? "traffic";
  const costs = messageCostsOf(options.costs ?? tableOf(chip));
  if (objective === "energy" && costs === undefined) throw noCosts(chip, options.costs);
  options.onProgress?.({ stage: "legalising" });
  const { program: legal, extraTimesteps } = legaliseForLoihi(program, chip, options);
  return mapToLoihi(legal, chip, {
    seed: options.seed ?? 1,
    objective,
    costs,
    ...(await spikesOf(legal, extraTimesteps, options)),
    onPhase: (phase) => options.onPhase?.(phase),
    onFilled: (phase, done, total) => {
      options.signal?.throwIfAborted();
      options.onProgress?.({ stage: phase === "sequential" ? "filling cores" : "filling partitioned cores", done, total });
    },
  });
}

export type { MapPhase };

/** The table that the target names. */
function tableOf({ costs }: LoihiTarget): ChipCostTable | undefined {
  return loadCostTables().find((table): table is ChipCostTable => table.kind === "chip" && table.name === costs);
}

/** What a table says of messages; undefined without a cost of hops. What else it has no cost of is free. */
export function messageCostsOf(table: ChipCostTable | undefined): MapOptions["costs"] {
  const { hopEastWest, hopNorthSouth, spikeWithinTile, axonOut } = table?.events ?? {};
  if (table === undefined || hopEastWest === undefined || hopNorthSouth === undefined) return undefined;
  return {
    name: table.name,
    hopEastWest: hopEastWest.picojoules,
    hopNorthSouth: hopNorthSouth.picojoules,
    withinTile: spikeWithinTile?.picojoules ?? 0,
    axonOut: axonOut?.picojoules ?? 0,
  };
}

function noCosts(chip: LoihiTarget, table: ChipCostTable | undefined): Error {
  const reason = table === undefined ? `${chip.name} has no cost table: nobody has published its costs` : `${table.name} has no cost of a hop`;
  return inputError("map-costs", `--objective energy needs costs of messages; ${reason}`, {
    hint: "Give a table of your own with `--costs FILE` (as targets/costs/loihi-davies-2018.json), or take `--objective traffic`.",
  });
}

/** Mean spikes of each neuron of the legalised program. */
async function spikesOf(
  legal: EventProgram,
  extraTimesteps: number,
  { samples, signal, onProgress }: MapTargetOptions,
): Promise<Pick<MapOptions, "spikeCounts" | "weighedBy">> {
  if (samples === undefined) return {};
  const count = samples.batch.timesteps.length;
  const { spikes } = await goldenSimulator(legal).run(extendBatch(samples.batch, extraTimesteps), {
    spikes: true,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (done, total) => onProgress({ stage: "counting spikes", done, total }) }),
  });
  const spikeCounts = new Float64Array(layoutOf(legal).neurons);
  for (const neuron of spikes?.neuron ?? []) spikeCounts[neuron] += 1 / count;
  return { spikeCounts, weighedBy: `the spikes of ${count} samples of ${samples.name}` };
}

/** A phase as a line for people. */
export function phaseLine({ phase, cores, messages, traffic, picojoules, busiestLink }: MapPhase): string {
  const name = phase === "sequential" ? "in the order of the neurons" : phase === "partition" ? "partitioned" : "placed";
  const energy = picojoules === undefined ? "" : `, ${Math.round(picojoules)} pJ`;
  const busiest = busiestLink === undefined ? "" : `, ${Math.round(busiestLink)} on the busiest link`;
  return `${name}: ${cores} cores, ${Math.round(messages)} messages between cores, ${Math.round(traffic)} hops${energy}${busiest}`;
}
