/** Everything that can be priced, in the order in which a report shows it, and everything that cannot. */
import { assertNever } from "../util/diagnostics.js";
import type { CostTableResult, EnergyLine, NotPriced } from "../util/results.js";
import { priceAnn, priceLinear } from "./baselines.js";
import { priceChip } from "./chip.js";
import { type CostTable, type DigitalCostTable, describeCostTable } from "./costs.js";
import type { ChipEvents, NetworkCounts, WorkloadCounts } from "./counts.js";
import { priceSourceNetwork } from "./source-network.js";
import { priceCrossbar, priceSnn } from "./spiking.js";

/** What a report says of energy. */
export interface PricedSystems {
  readonly energy: readonly EnergyLine[];
  readonly notPriced: readonly NotPriced[];
  readonly costTables: readonly CostTableResult[];
}

/** Prices the workload on every table: the digital systems on digital tables, the mapped program on chip tables. */
export function priceSystems(workload: WorkloadCounts, chip: ChipEvents | undefined, tables: readonly CostTable[]): PricedSystems {
  const tokenising = {
    what: "tokenising and word look-up on the host",
    count: workload.words,
    reason: "words; the same for every system, outside the boundary",
  };
  return priceOn(tables, chip, [tokenising, ...outsideTheBoundary(workload, chip)], (table) => digitalSystems(workload, table));
}

/** The same for a converted text classifier, which has no linear model beside it. */
export function priceConvertedText(workload: WorkloadCounts, chip: ChipEvents | undefined, tables: readonly CostTable[]): PricedSystems {
  const priced = priceSystems(workload, chip, tables);
  return { ...priced, energy: priced.energy.filter(({ id }) => !id.startsWith("linear-")) };
}

/** A converted network of values against the network it was converted from. */
export function priceNetwork(network: NetworkCounts, chip: ChipEvents | undefined, tables: readonly CostTable[]): PricedSystems {
  const { layers, snn } = network;
  return priceOn(tables, chip, outsideTheBoundary(network, chip), (table) => [
    ...priceSnn(network, table),
    ...(network.crossbar === undefined ? [] : priceCrossbar(network.crossbar, table)),
    ...(layers.length === 0 ? [] : priceSourceNetwork(layers, table, "int8", snn.stateBits)),
    ...(layers.length === 0 ? [] : priceSourceNetwork(layers, table, "fp32", snn.stateBits)),
  ]);
}

function priceOn(
  tables: readonly CostTable[],
  chip: ChipEvents | undefined,
  outside: readonly NotPriced[],
  digital: (table: DigitalCostTable) => readonly EnergyLine[],
): PricedSystems {
  const energy: EnergyLine[] = [];
  const notPriced: NotPriced[] = [...outside];
  for (const table of tables) {
    switch (table.kind) {
      case "digital":
        energy.push(...digital(table));
        break;
      case "chip":
        if (chip !== undefined) {
          const priced = priceChip(chip, table);
          energy.push(priced.line);
          notPriced.push(...priced.notPriced);
        }
        break;
      default:
        return assertNever(table);
    }
  }
  const used = new Set(energy.map((line) => line.table));
  return { energy, notPriced, costTables: tables.filter((table) => used.has(table.name)).map(describeCostTable) };
}

/** All digital systems on one table: the SNN, then its competitors, int8 before fp32. */
export function digitalSystems(workload: WorkloadCounts, table: DigitalCostTable): EnergyLine[] {
  return [
    ...priceSnn(workload, table),
    ...(workload.crossbar === undefined ? [] : priceCrossbar(workload.crossbar, table)),
    ...priceAnn(workload, table, "fused", "int8"),
    ...priceAnn(workload, table, "fused-streaming", "int8"),
    ...priceAnn(workload, table, "dense", "int8"),
    ...priceLinear(workload, table, "int8"),
    ...priceAnn(workload, table, "fused", "fp32"),
    ...priceAnn(workload, table, "dense", "fp32"),
    ...priceLinear(workload, table, "fp32"),
  ];
}

/** What no table has a cost of; the count is per inference. */
function outsideTheBoundary({ snn, classes }: Pick<WorkloadCounts, "snn" | "classes">, chip: ChipEvents | undefined): NotPriced[] {
  return [
    { what: "host-to-core injection of events", count: snn.inputEvents, reason: "events; no published cost per event" },
    ...(chip === undefined
      ? []
      : [
          { what: `${chip.target}: host-to-chip injection of events`, count: chip.hostInjectedEvents, reason: "events; no published cost per event" },
        ]),
    { what: "readout of the class sums", count: classes, reason: "values; no published cost" },
    { what: "reset of a sample", count: 1, reason: "resets; constant time in the core (valid bits), no published cost on a chip" },
    { what: "static power and clock tree", count: 1, reason: "inferences; depends on process and duty cycle, left out for every system" },
    {
      what: "control and instruction fetch",
      count: 1,
      reason: "inferences; left out for every system, which favours the ANN and the linear model on a processor",
    },
  ];
}
