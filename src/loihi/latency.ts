/**
 * Bounds of a timestep's time, from what its cores did and sent. Each core works through its events one after the other,
 * as do links; cores and links work side by side.
 *
 *     sending(c)   = updates x t + spikes x t + messages out x t        receiving(c) = synaptic operations x t
 *     path(m)      = sum over the links of message m's way of t(link), or t(within a tile)
 *     link(l)      = messages over l x t(link)                          contended(m) = sum over m's links of link(l)
 *
 *     lower = max( max over c of sending + receiving, max over m of path, max over l of link ) + barrier
 *     upper = max over c of sending + max over m of contended + max over c of receiving + barrier
 *
 * Lower: each of the three must be over before the barrier. Upper: the last message leaves when its core is done, waits at
 * each link for everything else that passes it, and finds all other operations of its core still to do. The time of a hop
 * is taken as the time for which a message occupies a link.
 */
import type { ChipLatency, ChipTimes, Spread } from "../util/chip-latency.js";
import { nearestRank } from "../util/statistics.js";
import type { CorePairs } from "./chip-lists.js";
import { DIRECTIONS } from "./links.js";

/** What happened in one timestep, by core; messages by pair of cores. */
export interface TimestepCounts {
  readonly operations: Float64Array;
  readonly active: Float64Array;
  readonly inactive: Float64Array;
  readonly spikes: Float64Array;
  readonly axonsOut: Float64Array;
  /** Messages of each pair; those above 0 are listed in `sent` up to `sentCount`. */
  readonly messages: Float64Array;
  readonly sent: Uint32Array;
  sentCount: number;
}

export interface LatencyMeter {
  /** Adds a timestep of the current sample. */
  step(counts: TimestepCounts): void;
  endSample(): void;
  /** One for each table of times. */
  result(): ChipLatency[];
}

/** A meter for cores with these ids. */
export function latencyMeter(coreIds: readonly number[], pairs: CorePairs, tables: readonly ChipTimes[]): LatencyMeter {
  const load = new Float64Array(pairs.links);
  const meters = tables.map((times) => tableMeter(coreIds, pairs, times));
  return {
    step: (counts) => {
      const { messages, sent, sentCount } = counts;
      for (let i = 0; i < sentCount; i++) {
        const pair = sent[i];
        for (let at = pairs.start[pair]; at < pairs.start[pair + 1]; at++) load[pairs.link[at]] += messages[pair];
      }
      for (const meter of meters) meter.step(counts, load);
      for (let i = 0; i < sentCount; i++) {
        const pair = sent[i];
        for (let at = pairs.start[pair]; at < pairs.start[pair + 1]; at++) load[pairs.link[at]] = 0;
      }
    },
    endSample: () => {
      for (const meter of meters) meter.endSample();
    },
    result: () => meters.map((meter) => meter.result()),
  };
}

interface TableMeter {
  step(counts: TimestepCounts, load: Float64Array): void;
  endSample(): void;
  result(): ChipLatency;
}

function tableMeter(coreIds: readonly number[], pairs: CorePairs, times: ChipTimes): TableMeter {
  const { nanoseconds: time, barrierNanoseconds } = times;
  // Links in two of four directions run along rows.
  const service = (link: number): number => (link % DIRECTIONS.length < 2 ? time.hopEastWest : time.hopNorthSouth);
  const pathOf = Float64Array.from(pairs.eastWest, (eastWest, pair) => {
    const northSouth = pairs.northSouth[pair];
    return eastWest + northSouth === 0 ? time.spikeWithinTile : eastWest * time.hopEastWest + northSouth * time.hopNorthSouth;
  });
  const sums = { barrier: 0, core: 0, path: 0, link: 0, sending: 0, contended: 0, receiving: 0 };
  const slowest = { core: 0, path: 0, link: 0 };
  const slowestCore = new Float64Array(coreIds.length);
  const busiestLink = new Float64Array(pairs.links);
  const lowers: number[] = [];
  const uppers: number[] = [];
  let lower = 0;
  let upper = 0;
  let timesteps = 0;
  return {
    step: ({ operations, active, inactive, spikes, axonsOut, sent, sentCount }, load) => {
      let core = 0;
      let sending = 0;
      let receiving = 0;
      let which = 0;
      for (let c = 0; c < coreIds.length; c++) {
        const sends =
          active[c] * time.compartmentUpdateActive +
          inactive[c] * time.compartmentUpdateInactive +
          spikes[c] * time.spikeOut +
          axonsOut[c] * time.axonOut;
        const receives = operations[c] * time.synapticOperation;
        if (sends > sending) sending = sends;
        if (receives > receiving) receiving = receives;
        if (sends + receives > core) {
          core = sends + receives;
          which = c;
        }
      }
      let path = 0;
      let link = 0;
      let contended = 0;
      let busiest = -1;
      for (let i = 0; i < sentCount; i++) {
        const pair = sent[i];
        let waits = 0;
        for (let at = pairs.start[pair]; at < pairs.start[pair + 1]; at++) {
          const busy = load[pairs.link[at]] * service(pairs.link[at]);
          waits += busy;
          if (busy > link) {
            link = busy;
            busiest = pairs.link[at];
          }
        }
        path = Math.max(path, pathOf[pair]);
        contended = Math.max(contended, waits, pathOf[pair]);
      }
      const most = Math.max(core, path, link);
      timesteps++;
      slowestCore[which]++;
      if (busiest >= 0) busiestLink[busiest]++;
      slowest[most === core ? "core" : most === link ? "link" : "path"]++;
      lower += most + barrierNanoseconds;
      upper += sending + contended + receiving + barrierNanoseconds;
      sums.barrier += barrierNanoseconds;
      sums.core += core;
      sums.path += path;
      sums.link += link;
      sums.sending += sending;
      sums.contended += contended;
      sums.receiving += receiving;
    },
    endSample: () => {
      lowers.push(lower);
      uppers.push(upper);
      lower = 0;
      upper = 0;
    },
    result: () => {
      const samples = Math.max(1, lowers.length);
      const percent = (count: number): number => (100 * count) / Math.max(1, timesteps);
      const seconds = (nanoseconds: number): number => (nanoseconds / samples) * 1e-9;
      const core = indexOfLargest(slowestCore);
      const link = indexOfLargest(busiestLink);
      const linked = busiestLink.reduce((sum, count) => sum + count, 0);
      const tile = Math.floor(link / DIRECTIONS.length);
      return {
        table: times.table,
        missing: times.missing,
        lower: spreadOf(lowers),
        upper: spreadOf(uppers),
        parts: {
          barrier: seconds(sums.barrier),
          core: seconds(sums.core),
          path: seconds(sums.path),
          link: seconds(sums.link),
          sending: seconds(sums.sending),
          contended: seconds(sums.contended),
          receiving: seconds(sums.receiving),
        },
        slowest: { core: percent(slowest.core), path: percent(slowest.path), link: percent(slowest.link) },
        core: { id: coreIds[core], percent: percent(slowestCore[core]) },
        ...(linked === 0
          ? {}
          : {
              link: {
                x: tile % pairs.columns,
                y: Math.floor(tile / pairs.columns),
                direction: DIRECTIONS[link % DIRECTIONS.length],
                percent: (100 * busiestLink[link]) / linked,
              },
            }),
      };
    },
  };
}

/** Of nanoseconds, in seconds. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const rank = (percentile: number): number => (nearestRank(sorted, percentile) ?? 0) * 1e-9;
  return { mean: (values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)) * 1e-9, p50: rank(50), p99: rank(99) };
}

/** The first of the largest. */
function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
