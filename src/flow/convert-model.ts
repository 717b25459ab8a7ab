/**
 * `snnc convert --model`: someone's network -> source graph, spiking graph, event program and encoder in a bundle, with the
 * accuracy that each step keeps and the operations it takes. What the model is decides the way:
 *
 *   tokens in                 position is time, one spike a filter and text (word): convert-text.ts
 *   values in, ReLU           rates: thresholds by percentile, timesteps on dev (direct, rate): convert-values.ts
 *   spiking neurons (NIR)     as it is (direct, rate, spikes): convert-values.ts
 */
import type { Graph } from "../graph/graph.js";
import { formatDiagnostic, inputError } from "../util/diagnostics.js";
import { encodeGraph } from "./artefacts.js";
import { BUNDLE, createBundle, json, madeAfter } from "./bundle.js";
import type { ConversionRow, ConvertModelOptions, ModelEncoding } from "./convert-shared.js";
import { convertText } from "./convert-text.js";
import { convertValues, takeSpiking } from "./convert-values.js";
import type { Streamed } from "./network.js";
import { readModel } from "./read-model.js";

export type { ConversionData, ConversionRow, ConvertModelOptions, ModelEncoding } from "./convert-shared.js";

export interface ModelConversion {
  readonly folder: string;
  readonly format: string;
  readonly encoding: ModelEncoding;
  readonly rows: readonly ConversionRow[];
  readonly chosenOnDev: Readonly<Record<string, string | number>>;
  readonly notes: readonly string[];
  /** Where it was asked for. */
  readonly streamed?: Streamed;
}

/** Converts a model into a bundle. Throws SnncError (input) with everything that is in the way. */
export async function convertModel(folder: string, options: ConvertModelOptions): Promise<ModelConversion> {
  const bundle = createBundle(folder);
  options.onProgress?.({ stage: "reading the model" });
  const { graph, notes, format } = await readModel(options.model, {
    ...options.reading,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const isAnalogue = graph.nodes.some(({ kind }) => kind === "relu");
  const kind = kindOf(graph, isAnalogue, options);
  const made =
    kind === "word"
      ? await convertText(graph, options)
      : kind === "spikes" || !isAnalogue
        ? await takeSpiking(graph, kind, options)
        : await convertValues(graph, kind, options);
  options.signal?.throwIfAborted();
  bundle.remove([...madeAfter(BUNDLE.trained), BUNDLE.trained, BUNDLE.config]);
  const files = new Map<string, string | Uint8Array>([[BUNDLE.floatGraph, encodeGraph(graph)], ...made.files]);
  const result: ModelConversion = {
    folder,
    format,
    encoding: kind,
    rows: made.rows,
    chosenOnDev: made.chosenOnDev,
    notes: [...notes, ...made.notes].map(formatDiagnostic),
    ...(made.streamed === undefined ? {} : { streamed: made.streamed }),
  };
  bundle.write(new Map([...files, [BUNDLE.results, json({ schema: "snnc-conversion/1", ...result, folder: "." })]]));
  return result;
}

/** Which encoding a network takes; throws where what is asked for is not possible. */
function kindOf(graph: Graph, isAnalogue: boolean, { encoding, fineTune, stream }: ConvertModelOptions): ModelEncoding {
  const takesTokens = graph.nodes.some((node) => node.kind === "input" && node.encoding.kind === "tokens");
  const kind = encoding ?? (takesTokens ? "word" : isAnalogue ? "direct" : "spikes");
  if (takesTokens !== (kind === "word")) {
    throw inputError(
      "convert-encoding",
      takesTokens ? `--encoding ${kind} takes values; this network takes tokens` : "--encoding word takes tokens; this network takes values",
      { hint: takesTokens ? "Give `--encoding word`, or nothing." : "Give `--encoding direct`, `rate` or `spikes`." },
    );
  }
  if (isAnalogue && kind === "spikes") {
    throw inputError("convert-encoding", "--encoding spikes is for spiking networks; this one has ReLUs", {
      hint: "Give `--encoding direct` or `rate`.",
    });
  }
  if (stream !== undefined && kind === "word") {
    throw inputError(
      "convert-stream",
      "--stream is for networks laid out in space; with --encoding word position is time already, and texts stream",
      {
        hint: "Leave it out.",
      },
    );
  }
  if (fineTune !== undefined && kind !== "word") {
    throw inputError("convert-fine-tune", "--fine-tune trains text classifiers on; this network takes values", {
      hint: "Leave it out: more timesteps (`--timesteps`) bring rates closer to their source.",
    });
  }
  return kind;
}
