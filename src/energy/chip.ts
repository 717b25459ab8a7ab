/** A neuromorphic chip: counted events x published costs. What has no published cost is listed, never dropped. */

import { CHIP_EVENTS, type ChipEventName, type ChipTimes } from "../util/chip-latency.js";
import { assertNever } from "../util/diagnostics.js";
import type { EnergyLine, EnergyPart, EnergyTerm, NotPriced } from "../util/results.js";
import type { ChipCostTable, CostTable } from "./costs.js";
import type { ChipEvents } from "./counts.js";
import { occurring, sumOf } from "./terms.js";

/** The chip's line, and the events that this table has no cost for. */
export interface ChipPrice {
  readonly line: EnergyLine;
  readonly notPriced: readonly NotPriced[];
}

/** Prices the events of a mapped program. Its latency is the one that was counted with this table's times, if there is one. */
export function priceChip(events: ChipEvents, table: ChipCostTable): ChipPrice {
  const terms: EnergyTerm[] = [];
  const notPriced: NotPriced[] = [];
  for (const name of CHIP_EVENTS) {
    const count = countOf(events, name);
    const cost = table.events[name];
    if (cost !== undefined) {
      terms.push({
        part: partOf(name),
        what: describeChipEvent(name),
        cost: `events.${name}`,
        count,
        picojoulesEach: cost.picojoules,
        source: cost.source,
      });
    } else if (count > 0) {
      notPriced.push({ what: `${events.target}: ${describeChipEvent(name)}`, count, reason: `${table.name} has no cost of its own for it` });
    }
  }
  const counted = occurring(terms);
  const latency = events.latency?.find((one) => one.table === table.name);
  return {
    line: {
      id: events.target,
      system: `SNN on ${events.target}`,
      precision: "chip",
      table: table.name,
      kind: "chip",
      picojoulesPerInference: sumOf(counted),
      ...(latency === undefined ? {} : { latency }),
      terms: counted,
      countsFrom: "counted",
    },
    notPriced,
  };
}

/** Times of every chip table, for a mapping that uses so many tiles. */
export function chipTimes(tables: readonly CostTable[], tiles: number): ChipTimes[] {
  return tables.flatMap((table) => {
    if (table.kind !== "chip") return [];
    const time = (name: ChipEventName): number => table.events[name]?.nanoseconds ?? 0;
    return [
      {
        table: table.name,
        nanoseconds: {
          synapticOperation: time("synapticOperation"),
          compartmentUpdateActive: time("compartmentUpdateActive"),
          compartmentUpdateInactive: time("compartmentUpdateInactive"),
          spikeOut: time("spikeOut"),
          axonOut: time("axonOut"),
          spikeWithinTile: time("spikeWithinTile"),
          hopEastWest: time("hopEastWest"),
          hopNorthSouth: time("hopNorthSouth"),
        },
        barrierNanoseconds: barrierNanoseconds(table, tiles),
        missing: CHIP_EVENTS.filter((name) => table.events[name] === undefined),
      },
    ];
  });
}

/** Duration of one barrier in ns, linear between the table's points, constant beyond them. */
export function barrierNanoseconds(table: ChipCostTable, tiles: number): number {
  const { points } = table.barrier;
  let below = points[0];
  for (const point of points) {
    if (below === undefined || point.tiles <= tiles) {
      below = point;
      continue;
    }
    if (tiles <= below.tiles) return below.nanoseconds;
    const share = (tiles - below.tiles) / (point.tiles - below.tiles);
    return below.nanoseconds + share * (point.nanoseconds - below.nanoseconds);
  }
  return below?.nanoseconds ?? 0;
}

function countOf(events: ChipEvents, name: ChipEventName): number {
  switch (name) {
    case "synapticOperation":
      return events.synapticOperations;
    case "compartmentUpdateActive":
      return events.compartmentUpdatesActive;
    case "compartmentUpdateInactive":
      return events.compartmentUpdatesInactive;
    case "spikeOut":
      return events.spikes;
    case "axonOut":
      return events.axonsOut;
    case "spikeWithinTile":
      return events.spikesWithinTile;
    case "hopEastWest":
      return events.hopsEastWest;
    case "hopNorthSouth":
      return events.hopsNorthSouth;
    default:
      return assertNever(name);
  }
}

/** An event in words. */
export function describeChipEvent(name: ChipEventName): string {
  switch (name) {
    case "synapticOperation":
      return "synaptic operations";
    case "compartmentUpdateActive":
      return "compartment updates, active";
    case "compartmentUpdateInactive":
      return "compartment updates, inactive";
    case "spikeOut":
      return "spikes out of a compartment";
    case "axonOut":
      return "messages out of a core";
    case "spikeWithinTile":
      return "spikes within a tile";
    case "hopEastWest":
      return "hops east or west";
    case "hopNorthSouth":
      return "hops north or south";
    default:
      return assertNever(name);
  }
}

/** Synapses and compartments: arithmetic and memory in one published figure. The rest is the network on chip. */
function partOf(name: ChipEventName): EnergyPart {
  switch (name) {
    case "synapticOperation":
      return "synapses";
    case "compartmentUpdateActive":
    case "compartmentUpdateInactive":
    case "spikeOut":
      return "neurons";
    case "axonOut":
    case "spikeWithinTile":
    case "hopEastWest":
    case "hopNorthSouth":
      return "communication";
    default:
      return assertNever(name);
  }
}
