/** Every pass, and the default pipeline: the only place that knows their order. */
import { alignToLanes } from "./align-to-lanes.js";
import { exchangeLoops } from "./exchange-loops.js";
import { factorExponents } from "./factor-exponents.js";
import { legaliseDelays } from "./legalise-delays.js";
import { legaliseLatches } from "./legalise-latches.js";
import { legaliseRefractory } from "./legalise-refractory.js";
import { mergeDuplicateRows } from "./merge-duplicate-rows.js";
import { narrowMembranes } from "./narrow-membranes.js";
import { narrowWeights } from "./narrow-weights.js";
import type { EventPass } from "./pass.js";
import { pruneWeakSynapses } from "./prune-weak-synapses.js";
import { pruneZeroSynapses } from "./prune-zero-synapses.js";
import { removeConstantNeurons } from "./remove-constant-neurons.js";
import { removeDeadNeurons } from "./remove-dead-neurons.js";
import { retime } from "./retime.js";
import { shareRows } from "./share-rows.js";
import { splitPopulations } from "./split-populations.js";

/** In the order in which they serve each other: timing first, then less network, then narrower, then for a target. */
export const PASSES: readonly EventPass[] = [
  retime,
  exchangeLoops,
  removeConstantNeurons,
  removeDeadNeurons,
  pruneWeakSynapses,
  pruneZeroSynapses,
  mergeDuplicateRows,
  shareRows,
  narrowWeights,
  factorExponents,
  narrowMembranes,
  legaliseLatches,
  legaliseRefractory,
  legaliseDelays,
  alignToLanes,
  splitPopulations,
];

/**
 * What `compile` runs. Not merge-duplicate-rows: where words share rows already, few are left to merge, and lines whose
 * rows lie at different distances in different tables no longer share one list of segments in the crossbar.
 */
export const DEFAULT_PASSES: readonly EventPass[] = [narrowWeights];

export { costOf, type ProgramCost } from "./analysis/cost.js";
export { describePass, describePasses, tabulatePasses } from "./describe.js";
export type { PassOption, PassValues } from "./options.js";
export { type Claim, type EventPass, NEW_NEURON, type PassObserver, type PassResult, pipeline, type SpikeContract } from "./pass.js";
export { selectPasses } from "./select.js";
export {
  alignToLanes,
  exchangeLoops,
  factorExponents,
  legaliseDelays,
  legaliseLatches,
  legaliseRefractory,
  mergeDuplicateRows,
  narrowMembranes,
  narrowWeights,
  pruneWeakSynapses,
  pruneZeroSynapses,
  removeConstantNeurons,
  removeDeadNeurons,
  retime,
  shareRows,
  splitPopulations,
};
