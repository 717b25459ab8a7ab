/** Every pass by name, and the default pipeline: the only place that knows their order. */
import { mergeDuplicateRows } from "./merge-duplicate-rows.js";
import { narrowWeights } from "./narrow-weights.js";
import type { EventPass } from "./pass.js";

export const PASSES: readonly EventPass[] = [mergeDuplicateRows, narrowWeights];

export { mergeDuplicateRows } from "./merge-duplicate-rows.js";
export { narrowWeights } from "./narrow-weights.js";
export { type EventPass, type PassObserver, type PassResult, pipeline } from "./pass.js";
