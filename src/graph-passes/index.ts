/** Every pass over graphs, in the order in which they help each other: the only place that knows it. */
import { foldBatchNorm } from "./fold-batch-norm.js";
import { foldIdentities } from "./fold-identities.js";
import { foldLayout } from "./fold-layout.js";
import { foldScales } from "./fold-scales.js";
import { fuseEmbedding } from "./fuse-embedding.js";
import { mergeLinear } from "./merge-linear.js";
import type { GraphPass } from "./pass.js";
import { removeUnused } from "./remove-unused.js";
import { sinkMaxPools } from "./sink-max-pools.js";

export const GRAPH_PASSES: readonly GraphPass[] = [
  removeUnused,
  foldIdentities,
  foldLayout,
  foldBatchNorm,
  foldScales,
  mergeLinear,
  sinkMaxPools,
  fuseEmbedding,
];

export { foldBatchNorm } from "./fold-batch-norm.js";
export { foldIdentities } from "./fold-identities.js";
export { foldLayout } from "./fold-layout.js";
export { foldScales } from "./fold-scales.js";
export { fuseEmbedding } from "./fuse-embedding.js";
export { mergeLinear } from "./merge-linear.js";
export { type GraphPass, type GraphPassObserver, type GraphPassResult, graphPipeline } from "./pass.js";
export { removeUnused } from "./remove-unused.js";
export { sinkMaxPools } from "./sink-max-pools.js";
