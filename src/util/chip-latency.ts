/** What a timestep of a neuromorphic chip takes: times of its events by one cost table, and the bounds that follow from them. */

/** Events of a neuromorphic chip that somebody may have published a cost of. */
export const CHIP_EVENTS = [
  "synapticOperation",
  "compartmentUpdateActive",
  "compartmentUpdateInactive",
  "spikeOut",
  "axonOut",
  "spikeWithinTile",
  "hopEastWest",
  "hopNorthSouth",
] as const;

export type ChipEventName = (typeof CHIP_EVENTS)[number];

/** Times of one cost table, for the tiles that a mapping uses. */
export interface ChipTimes {
  /** Name of the cost table. */
  readonly table: string;
  /** Time of one event on the unit that handles it, in ns; 0 where the table has none. */
  readonly nanoseconds: Readonly<Record<ChipEventName, number>>;
  /** The barrier that ends a timestep, in ns. */
  readonly barrierNanoseconds: number;
  /** Events that the table has no time of: they are missing from both bounds. */
  readonly missing: readonly ChipEventName[];
}

/** Over samples; percentiles by nearest rank. */
export interface Spread {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

/** Bounds of a sample's latency by one cost table, in s: sums over its timesteps. src/loihi/README.md has the formulas. */
export interface ChipLatency {
  readonly table: string;
  readonly missing: readonly ChipEventName[];
  readonly lower: Spread;
  readonly upper: Spread;
  /** What the bounds are made of: means per sample, in s, each summed over the timesteps. */
  readonly parts: {
    /** Barriers, which are in both bounds. */
    readonly barrier: number;
    /** Of the lower bound, the largest of three: the slowest core, the longest way of a message, the busiest link. */
    readonly core: number;
    readonly path: number;
    readonly link: number;
    /** Of the upper bound, one after the other: updates and sending, the most contended way, synaptic operations. */
    readonly sending: number;
    readonly contended: number;
    readonly receiving: number;
  };
  /** Percent of the timesteps in which each is the largest of the lower bound's three. */
  readonly slowest: { readonly core: number; readonly path: number; readonly link: number };
  /** The core that is the slowest in most timesteps, and percent of them. */
  readonly core: { readonly id: number; readonly percent: number };
  /** The link that is the busiest in most timesteps with messages between tiles; absent without any. */
  readonly link?: { readonly x: number; readonly y: number; readonly direction: string; readonly percent: number };
}
