/**
 * The SNN at the digital table: as an event program (what the algorithm needs) and as the crossbar does it (what the
 * cycle-simulated core does, padding included). The rules lean against it (README.md).
 */
import type { EnergyLine, EnergyTerm } from "../util/results.js";
import type { DigitalCostTable } from "./costs.js";
import { type CrossbarCounts, type LookupCounts, synapticOperationsOf, type WorkloadCounts } from "./counts.js";
import { accesses, digitalLines, operations, packedWords, rowWords } from "./terms.js";

/** The event program: additions, neuron updates, and every table it touches. Two lines: arithmetic, arithmetic+memory. */
export function priceSnn({ snn }: Pick<WorkloadCounts, "snn">, table: DigitalCostTable): EnergyLine[] {
  const sops = synapticOperationsOf(snn);
  const stateBytes = (snn.neurons * (1 + snn.delaySlots) * snn.stateBits) / 8;
  const thresholdBytes = (snn.neurons * snn.stateBits) / 8;
  const { cubaUpdates = 0 } = snn;
  // Rows of one port are one memory, as the competitors' are: splitting them into tables must not make them cheaper.
  const memoryBytes = (memory: string): number => snn.tables.reduce((sum, one) => (one.memory === memory ? sum + one.bytes : sum), 0);
  return digitalLines(table, { id: "snn-int8", system: "SNN, int8", precision: "int8", countsFrom: "counted" }, [
    operations(table, "addInt32", "synaptic operations: an addition each", sops),
    operations(table, "addInt32", "neuron updates: an addition and a comparison each", 2 * snn.neuronUpdates),
    ...snn.tables.map((one) => accesses(table, `weights of ${one.name}`, one.words64, memoryBytes(one.memory))),
    accesses(table, "accumulators, read and written per synaptic operation", 2 * packedWords(sops, snn.stateBits), stateBytes),
    accesses(table, "neuron updates: sum and membrane read, membrane written", 3 * packedWords(snn.neuronUpdates, snn.stateBits), stateBytes),
    accesses(table, "neuron updates: thresholds read", packedWords(snn.neuronUpdates, snn.stateBits), thresholdBytes),
    ...cuba(table, cubaUpdates, 2 * packedWords(cubaUpdates, snn.stateBits), stateBytes),
    ...connectivity(table, snn.axons, snn.segments),
  ]);
}

/** The crossbar core by its own counters: whole words of lanes, padding included. Two lines with its latency. */
export function priceCrossbar(crossbar: CrossbarCounts, table: DigitalCostTable): EnergyLine[] {
  const { lanes, stateBits, weightWordsRead, groupUpdates } = crossbar;
  const updateWords = groupUpdates * rowWords(lanes, stateBits);
  const { cubaGroupUpdates = 0 } = crossbar;
  return digitalLines(
    table,
    {
      id: `${crossbar.name}-int8`,
      system: `SNN on ${crossbar.name}, padding included, int8`,
      precision: "int8",
      countsFrom: "cycle-simulated",
      latencySeconds: crossbar.cycles / crossbar.clockHz,
    },
    [
      operations(table, "addInt32", "lane additions: weight words x lanes", weightWordsRead * lanes),
      operations(table, "addInt32", "neuron updates: an addition and a comparison per lane", 2 * groupUpdates * lanes),
      accesses(table, "weight words", weightWordsRead * rowWords(lanes, crossbar.weightBits), crossbar.weightBytes),
      accesses(table, "accumulators, read and written per weight word", 2 * weightWordsRead * rowWords(lanes, stateBits), crossbar.stateBytes),
      accesses(table, "neuron updates: sum and membrane read, membrane written", 3 * updateWords, crossbar.stateBytes),
      accesses(table, "neuron updates: thresholds read", updateWords, crossbar.thresholdBytes),
      accesses(table, "neuron updates: biases read", crossbar.biasBytes === 0 ? 0 : updateWords, crossbar.biasBytes),
      ...cuba(table, cubaGroupUpdates * lanes, 2 * cubaGroupUpdates * rowWords(lanes, stateBits), crossbar.stateBytes),
      ...connectivity(table, crossbar.axons, crossbar.segments),
    ],
  );
}

/**
 * What a CUBA neuron does beside: two multiplications of 24 by 13 bits, at the price of one of 32-bit floats, whose fractions have
 * 24 bits; an addition, two comparisons with bounds; its current read and written.
 */
function cuba(table: DigitalCostTable, updates: number, words: number, bytes: number): EnergyTerm[] {
  if (updates === 0) return [];
  return [
    operations(table, "multiplyFp32", "CUBA neurons: both states multiplied by their decays", 2 * updates),
    operations(table, "addInt32", "CUBA neurons: an addition and two comparisons each", 3 * updates),
    accesses(table, "CUBA neurons: current read and written", words, bytes),
  ];
}

function connectivity(table: DigitalCostTable, axons: LookupCounts, segments: LookupCounts): EnergyTerm[] {
  return [
    accesses(table, "axon table, a row per event", axons.reads * rowWords(1, axons.rowBits), axons.bytes),
    accesses(table, "segment table, a row per segment", segments.reads * rowWords(1, segments.rowBits), segments.bytes),
  ];
}
