/** `snnc export --format sanafe`: a bundle's mapping and one of its samples -> the files that SANA-FE runs, and our own counts of the same run. */
import { priceChip } from "../energy/chip.js";
import type { ChipCostTable, CostTable } from "../energy/costs.js";
import { sliceBatch } from "../event/batch.js";
import { type ChipEventCounts, countChipEvents } from "../loihi/events.js";
import { sanafeFiles } from "../loihi/sanafe.js";
import type { SanafeCosts, UnitCost } from "../loihi/sanafe-architecture.js";
import { isFolder, writeFilesAtomic } from "../tools/files.js";
import type { ChipEventName } from "../util/chip-latency.js";
import { type Diagnostic, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { readProgram } from "./artefacts.js";
import { openBundle } from "./bundle.js";
import { loadBundleSamples, type SampleRequest } from "./bundle-samples.js";
import { emulate, emulatedBundle } from "./emulate.js";
import { loadCostTable, loadCostTables } from "./targets.js";

export interface ExportSanafeOptions extends WorkOptions, SampleRequest {
  /** Folder that is written. */
  readonly output: string;
  /** Number of the sample that is the network's input, from 0 (default 0). */
  readonly sample?: number;
  /** Chip; the configuration's unless given. */
  readonly target?: string | undefined;
  /** A cost table of a chip: the name of ours (default loihi-sanafe) or a file. */
  readonly costs?: string | undefined;
}

export interface SanafeSummary {
  readonly format: "sanafe";
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly sample: number;
  readonly timesteps: number;
  /** SANA-FE's group of each population. */
  readonly groups: Readonly<Record<string, string>>;
  readonly inputNeurons: number;
  readonly connections: number;
  /** The same run, counted here and priced by the same table. */
  readonly counts: ChipEventCounts;
  readonly costTable: string;
  readonly picojoules: number;
  readonly latencySeconds: number | undefined;
  readonly notes: readonly Diagnostic[];
}

const ARCHITECTURE = "architecture.yaml";
const NETWORK = "network.yaml";

/** Throws SnncError (input) for what is no bundle, a sample that is not there or a table of no chip, and (check) for a program that SANA-FE cannot compute exactly. */
export async function exportSanafe(folder: string, options: ExportSanafeOptions): Promise<SanafeSummary> {
  if (!isFolder(folder)) {
    throw inputError("export-needs-bundle", "SANA-FE takes a mapped network with its input; a bundle has both", {
      where: folder,
      hint: "Give the folder of a bundle, from `snnc convert` and `snnc compile`.",
    });
  }
  const bundle = openBundle(folder);
  const program = readProgram(bundle);
  const table = chipTable(options.costs ?? "loihi-sanafe");
  const notes: Diagnostic[] = [];
  const emulated = emulatedBundle(bundle, program, options.target);
  const { batch: events } = loadBundleSamples(bundle, program, options);
  const sample = options.sample ?? 0;
  if (sample >= events.timesteps.length) {
    throw inputError("export-sample", `there is no sample ${sample}; the ${events.timesteps.length} samples are numbered from 0`);
  }
  const { mapped, chip, legal } = emulated;
  const { batch, result } = await emulate(emulated, sliceBatch(events, sample, sample + 1), { ...options, spikes: true });
  const files = sanafeFiles(mapped, chip, sanafeCosts(table, notes), batch, 0);
  const counts = countChipEvents(mapped, legal, batch, result);
  const { line } = priceChip(counts, table);
  options.signal?.throwIfAborted();
  writeFilesAtomic(
    options.output,
    new Map([
      [ARCHITECTURE, files.architecture],
      [NETWORK, files.network],
    ]),
  );
  return {
    format: "sanafe",
    name: mapped.name,
    folder: options.output,
    files: [ARCHITECTURE, NETWORK],
    sample,
    timesteps: files.timesteps,
    groups: Object.fromEntries(mapped.populations.map(({ name }, i) => [name, files.groups[i]])),
    inputNeurons: files.inputNeurons,
    connections: files.connections,
    counts,
    costTable: table.name,
    picojoules: line.picojoulesPerInference,
    latencySeconds: line.latencySeconds,
    notes,
  };
}

function chipTable(nameOrFile: string): ChipCostTable {
  const own: CostTable = loadCostTables().find(({ name }) => name === nameOrFile) ?? loadCostTable(nameOrFile);
  if (own.kind === "chip") return own;
  throw inputError("costs-not-chip", `the cost table '${own.name}' is of digital hardware; SANA-FE simulates a chip`, {
    hint: "Give loihi-sanafe, loihi-davies-2018 or a file of kind chip.",
  });
}

/** The table in SANA-FE's terms; what either of them has no word for is noted. */
export function sanafeCosts(table: ChipCostTable, notes: Diagnostic[]): SanafeCosts {
  const { events, barrier } = table;
  const cost = (name: ChipEventName): UnitCost => {
    const found = events[name];
    if (found === undefined) {
      notes.push({ code: "sanafe-no-price", message: `'${table.name}' has no price of ${name}; it is free in the exported architecture` });
      return { picojoules: 0, nanoseconds: 0 };
    }
    return { picojoules: found.picojoules, nanoseconds: found.nanoseconds };
  };
  if (events.spikeWithinTile !== undefined) {
    notes.push({
      code: "sanafe-no-price",
      message: `'${table.name}' prices spikes within a tile (${events.spikeWithinTile.picojoules} pJ); SANA-FE has no such event, so they are free there`,
    });
  }
  const somaAccess = cost("compartmentUpdateInactive");
  const active = cost("compartmentUpdateActive");
  return {
    synapse: cost("synapticOperation"),
    somaAccess,
    somaUpdate: {
      picojoules: difference(active.picojoules, somaAccess.picojoules),
      nanoseconds: difference(active.nanoseconds, somaAccess.nanoseconds),
    },
    spikeOut: cost("spikeOut"),
    axonOut: cost("axonOut"),
    hopEastWest: cost("hopEastWest"),
    hopNorthSouth: cost("hopNorthSouth"),
    barrier: barrier.points,
  };
}

/** a - b in the digits that were published, not in those of a double. */
function difference(a: number, b: number): number {
  return Number((a - b).toPrecision(12));
}
