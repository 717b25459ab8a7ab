/** The result of `snnc chip` as plain data (schema "snnc-chip-report/1"): bundles on a Loihi-style chip, side by side. */
import type { CostTableResult, EnergyLine, MappingResult, NotPriced } from "./results.js";

export interface ChipReport {
  readonly schema: "snnc-chip-report/1";
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly target: string;
  /** Cores of the target. */
  readonly cores: number;
  readonly runs: readonly ChipRun[];
  readonly costTables: readonly CostTableResult[];
}

/** A bundle on the chip. Where the chip refuses it (`mapping.refusal`), it did not run. */
export interface ChipRun {
  readonly bundle: string;
  /** Of texts `word`, `code` or `rate`; of a converted network `values` or `spikes`. */
  readonly encoding: string;
  readonly data: string;
  readonly unit: "sentence" | "sample";
  readonly network: ChipNetwork;
  readonly mapping: MappingResult;
  readonly ran?: ChipRan;
}

export interface ChipNetwork {
  readonly neurons: number;
  readonly inputLines: number;
  /** Of the weight tables, before they are laid out on cores. */
  readonly tableBytes: number;
}

export interface ChipRan {
  /** Samples that were run, of those that there are. */
  readonly samples: number;
  readonly of: number;
  /** Percent decided rightly; absent without labels. */
  readonly accuracy?: number;
  readonly checked: ChipChecked;
  /** Populations whose reset by subtraction leaks on the chip. */
  readonly leaky: readonly string[];
  /** Synapses that deliver no multiple of 2^6, which a chip that shifts weights in two parts would lose. */
  readonly finerSynapses: number;
  /** Means per sample. */
  readonly events: ChipEventMeans;
  /** One for each cost table of the chip, latency within. */
  readonly energy: readonly EnergyLine[];
  readonly notPriced: readonly NotPriced[];
}

/** Against the golden simulator, without a mismatch. */
export interface ChipChecked {
  /** Samples compared on every spike, output and final membrane with the program that was mapped. */
  readonly samples: number;
  readonly spikes: number;
  readonly membranes: number;
  /** Of them, decided as by the bundle's own program, whose resets do not leak. */
  readonly sameDecisions: number;
}

export interface ChipEventMeans {
  readonly timesteps: number;
  readonly hostInjectedEvents: number;
  readonly synapticOperations: number;
  readonly compartmentUpdatesActive: number;
  readonly compartmentUpdatesInactive: number;
  readonly spikes: number;
  readonly axonsOut: number;
  readonly spikesWithinTile: number;
  readonly hopsEastWest: number;
  readonly hopsNorthSouth: number;
  readonly tiles: number;
}
