/** Fine-tuning of a converted text classifier: graph -> the model that learning knows -> the same graph with better weights. */
import type { Graph } from "../graph/graph.js";
import { textCnnOfParts, withWeightsOf } from "../learn/imported.js";
import { IMPORTED } from "../learn/presets.js";
import { fineTune } from "../learn/stages.js";
import { loadTensorFlow } from "../learn/tensorflow.js";
import { recogniseWordNetwork } from "../lower/textnetwork.js";
import type { TokenizedTexts } from "../text/types.js";
import type { Diagnostic } from "../util/diagnostics.js";
import { workOptions } from "../util/progress.js";
import type { ConvertModelOptions } from "./convert-shared.js";

export interface FineTunedText {
  readonly graph: Graph;
  /** Percent. */
  readonly devAccuracy: number;
  /** 0: no epoch was better on dev than the converted network. */
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Trains a converted text classifier on with surrogate gradients; the best epoch on dev is kept, the start included. Texts are
 * word ids, padded as the encoder pads; `rowOf`: word id -> token of the graph. Throws SnncError (input) `fine-tune-windows`.
 */
export async function fineTuneText(
  graph: Graph,
  rowOf: Uint32Array,
  data: { readonly train: TokenizedTexts; readonly dev: TokenizedTexts },
  options: ConvertModelOptions,
): Promise<FineTunedText> {
  const parts = recogniseWordNetwork(graph);
  const start = textCnnOfParts(parts, rowOf);
  const { tf, description } = await loadTensorFlow();
  options.note?.(description);
  const preset = { ...IMPORTED, epochs: options.fineTune?.epochs ?? IMPORTED.fineTune.epochs };
  const tuned = await fineTune(tf, start, data, preset, { ...workOptions(options), seed: options.seed, stage: "fine-tuning" });
  const { devAccuracy, bestEpoch, epochs, warnings } = tuned;
  return { graph: withWeightsOf(graph, parts, tuned.model), devAccuracy, bestEpoch, epochs, warnings };
}
