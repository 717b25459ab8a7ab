/** Every pass, and the default pipeline: the only place that knows their order. */
import { mergeDuplicateRows } from "./merge-duplicate-rows.js";
import { narrowWeights } from "./narrow-weights.js";
import type { EventPass } from "./pass.js";

export const PASSES: readonly EventPass[] = [mergeDuplicateRows, narrowWeights];

/**
 * What `compile` runs. Not merge-duplicate-rows: where words share rows already, few are left to merge, and lines whose
 * rows lie at different distances in different tables no longer share one list of segments in the crossbar.
 */
export const DEFAULT_PASSES: readonly EventPass[] = [narrowWeights];

export { mergeDuplicateRows } from "./merge-duplicate-rows.js";
export { narrowWeights } from "./narrow-weights.js";
export { type EventPass, type PassObserver, type PassResult, pipeline } from "./pass.js";
