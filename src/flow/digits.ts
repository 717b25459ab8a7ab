/**
 * The second workload as a recipe: handwritten digits -> float network -> spiking network -> event program -> Verilog,
 * verified cycle by cycle on the whole test set. Each network gets a bundle of its own; unchanged stages are reused.
 */
import { join } from "node:path";
import { z } from "zod";
import { encodeValueEncoder } from "../encode/values-codec.js";
import { decodeGraph } from "../graph/codec.js";
import { multiplyAccumulates } from "../graph/cost.js";
import { trainDigits } from "../learn/digits.js";
import { loadDigits } from "../samples/digits.js";
import type { NumericDataset, NumericSamples } from "../samples/types.js";
import { encodeEventProgram, encodeGraph, readGraph, readProgram, textTwins } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, hashOf, json } from "./bundle.js";
import { accuracyPercent } from "./compile.js";
import { compileNetwork, convertNetwork, decisionsOverTime, encodeSamples } from "./network.js";
import {
  announcing,
  CROSSBAR,
  measureNetwork,
  type NetworkResult,
  readCompiled,
  readJson,
  readNetworkResult,
  readValueEncoder,
  type SourceFigures,
  type WorkloadOptions,
} from "./network-results.js";
import { emitVerilog } from "./rtl.js";

export interface DigitsWorkloadOptions extends WorkloadOptions {
  /** Passes over the training samples instead of the networks' own number. */
  readonly epochs?: number;
}

/** Binary digits of a pixel that may be chosen. */
const INPUT_BITS = [1, 2, 4] as const;
const NETWORKS = ["mlp", "cnn"] as const;

/** Both digit networks, each into a folder of its own below `folder`. */
export async function runDigits(folder: string, options: DigitsWorkloadOptions = {}): Promise<readonly NetworkResult[]> {
  const { seed = 1 } = options;
  const dataset = loadDigits(seed);
  const results: NetworkResult[] = [];
  for (const network of NETWORKS) results.push(await runDigitsNetwork(join(folder, network), network, dataset, seed, options));
  return results;
}

async function runDigitsNetwork(
  folder: string,
  network: (typeof NETWORKS)[number],
  dataset: NumericDataset,
  seed: number,
  options: DigitsWorkloadOptions,
): Promise<NetworkResult> {
  const { note = () => {}, limit, epochs, ...work } = options;
  const bundle = createBundle(folder);
  const key = JSON.stringify([
    network,
    seed,
    epochs ?? 0,
    hashOf([new Uint8Array(dataset.train.values.buffer), new Uint8Array(dataset.test.values.buffer)]),
  ]);
  const step = announcing(network, note);
  await step("train the float network", () =>
    bundle.stage("train", [key], async () => {
      const trained = await trainDigits(network, dataset, { seed, ...(epochs === undefined ? {} : { epochs }), ...work });
      const { graph, devAccuracy, bestEpoch, description } = trained;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.floatGraph, encodeGraph(graph)],
        [BUNDLE.trained, json({ devAccuracy, bestEpoch, epochs: trained.epochs, description })],
      ]);
    }),
  );
  await step("convert: thresholds by percentile, timesteps on dev", () =>
    bundle.stage("convert", [key, bundle.read(BUNDLE.floatGraph)], async () => {
      const converted = await convertNetwork(readFloat(bundle), dataset.train, dataset.dev, seed, undefined, work);
      const { graph, ...choices } = converted;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.graph, encodeGraph(graph)],
        [BUNDLE.learning, json(choices)],
      ]);
    }),
  );
  const { timesteps, chosen } = readChosen(bundle);
  await step("compile: integers, scales and input bits on dev", () =>
    bundle.stage("compile", [key, bundle.read(BUNDLE.graph), bundle.read(BUNDLE.learning)], async () => {
      const candidates = [];
      for (const bits of INPUT_BITS) {
        const compiled = await compileNetwork(readGraph(bundle), {
          classes: dataset.classes,
          timesteps,
          encoding: { kind: "direct", low: 0, high: 1, bits },
          dev: { kind: "values", samples: dataset.dev },
          ...work,
        });
        candidates.push({ bits, compiled, devAccuracy: compiled.lowered.choices.devAccuracy ?? 0 });
      }
      // The fewest digits within half a point of the best.
      const best = Math.max(...candidates.map(({ devAccuracy }) => devAccuracy));
      const taken = candidates.find(({ devAccuracy }) => devAccuracy >= best - 0.5);
      if (taken === undefined) throw new Error("no candidate to choose");
      const { hiddenClip, outputClip, devAccuracy } = taken.compiled.lowered.choices;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.event, encodeEventProgram(taken.compiled.program)],
        [BUNDLE.encoder, encodeValueEncoder(taken.compiled.encoder)],
        [BUNDLE.compiled, json({ inputBits: taken.bits, hiddenClip, outputClip, ...(devAccuracy === undefined ? {} : { devAccuracy }) })],
      ]);
    }),
  );
  const test = limit === undefined ? dataset.test : firstOf(dataset.test, limit);
  await step("rtl: Verilog, images, test bench", () =>
    bundle.stage("rtl", [key, bundle.read(BUNDLE.event), bundle.read(BUNDLE.encoder)], async () => {
      const samples = encodeSamples(readValueEncoder(bundle), firstOf(dataset.test, 8));
      const { files } = await emitVerilog(readProgram(bundle), { target: CROSSBAR, samples, vectors: 8 });
      return new Map([...files].map(([name, text]) => [join(BUNDLE.rtl, name), text]));
    }),
  );
  await step("measure: test set on golden simulator and RTL", () =>
    bundle.stage("measure", [key, String(limit), bundle.read(BUNDLE.event), bundle.read(BUNDLE.encoder)], async () => {
      const encoder = readValueEncoder(bundle);
      const figures = sourceFigures(bundle, network, test, timesteps, { ...chosen, ...readCompiled(bundle) });
      const source = { ...figures, dev: { events: encodeSamples(encoder, dataset.dev), labels: dataset.dev.labels } };
      return await measureNetwork(bundle, encodeSamples(encoder, test), test.labels, source, work);
    }),
  );
  bundle.write(textTwins(bundle));
  return readNetworkResult(bundle);
}

/** The float networks on the samples that are simulated. */
function sourceFigures(
  bundle: Bundle,
  network: string,
  test: NumericSamples,
  timesteps: number,
  chosen: NetworkResult["chosen"],
): Omit<SourceFigures, "dev"> {
  const source = readFloat(bundle);
  return {
    network,
    accuracy: {
      source: accuracyPercent(decisionsOverTime(source, test, 1)[0] ?? [], test.labels),
      converted: accuracyPercent(decisionsOverTime(readGraph(bundle), test, timesteps)[timesteps - 1] ?? [], test.labels),
    },
    timesteps,
    chosen,
    sourceMultiplyAccumulates: multiplyAccumulates(source),
    graph: source,
  };
}

function readFloat(bundle: Bundle): ReturnType<typeof decodeGraph> {
  return decodeGraph(bundle.read(BUNDLE.floatGraph), bundle.path(BUNDLE.floatGraph));
}

const choicesSchema = z.object({ timesteps: z.number(), chosen: z.record(z.string(), z.union([z.string(), z.number()])) });

function readChosen(bundle: Bundle): z.output<typeof choicesSchema> {
  return readJson(bundle, BUNDLE.learning, choicesSchema);
}

function firstOf(samples: NumericSamples, most: number): NumericSamples {
  const count = Math.min(most, samples.count);
  const size = samples.values.length / samples.count;
  return { count, values: samples.values.subarray(0, count * size), labels: samples.labels.subarray(0, count) };
}
