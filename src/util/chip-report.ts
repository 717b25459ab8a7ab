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

/** Events of a mapped program on a Loihi-style chip: means per sample. */
export interface ChipEventMeans {
  /** Stored synapses delivered, explicit zeros included; those that arrive after the readout step included. */
  readonly synapticOperations: number;
  /**
   * Every mapped compartment once a timestep. Active: it has a bias, receives a synapse in this timestep, or remembers
   * (decays that do not forget within the timestep) and has received one before. Inactive: the others.
   */
  readonly compartmentUpdatesActive: number;
  readonly compartmentUpdatesInactive: number;
  /** Spikes emitted by compartments. */
  readonly spikes: number;
  /** Messages leaving a core: one per output axon of a spike (unicast). */
  readonly axonsOut: number;
  /** Of these, messages to a core of the same tile. */
  readonly spikesWithinTile: number;
  /** Tile-to-tile hops of all messages, XY routing. */
  readonly hopsEastWest: number;
  readonly hopsNorthSouth: number;
  /** Messages from the host: one per input event and core that hears its line. Their way into the chip is not counted. */
  readonly hostInjectedEvents: number;
  readonly timesteps: number;
  /** Tiles with a core in use: the barrier's reach. */
  readonly tiles: number;
}
