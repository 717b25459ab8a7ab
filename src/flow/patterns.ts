/**
 * The third workload as a recipe: spike trains -> recurrent spiking network -> event program -> Verilog, verified cycle
 * by cycle on the whole test set. The network is trained as spikes, so nothing is converted; unchanged stages are reused.
 */
import { join } from "node:path";
import { z } from "zod";
import { encodeValueEncoder } from "../encode/values-codec.js";
import { assertVerifiedEvent } from "../event/verify.js";
import { multiplyAccumulates } from "../graph/cost.js";
import { type ReservoirChoice, trainReservoir } from "../learn/reservoir.js";
import { pipeline, pruneZeroSynapses } from "../passes/index.js";
import { DEFAULT_PATTERNS, generatePatterns } from "../samples/patterns.js";
import { takeSpikes } from "../samples/split.js";
import type { SpikeDataset, SpikeSamples } from "../samples/types.js";
import { encodeEventProgram, encodeGraph, readGraph, readProgram, textTwins } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, json } from "./bundle.js";
import { accuracyPercent } from "./compile.js";
import { compileNetwork, decisionsOverTime, encodeSamples } from "./network.js";
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

const NETWORK = "reservoir";

/** Samples whose expected results go with the Verilog. */
const VECTORS = 8;

/** The recurrent network for the patterns of a seed, as a bundle in `folder`. */
export async function runPatterns(folder: string, options: WorkloadOptions = {}): Promise<NetworkResult> {
  const { seed = 1, limit, note = () => {}, ...work } = options;
  const dataset = generatePatterns({ seed });
  const { classes, timesteps, dev } = dataset;
  const bundle = createBundle(folder);
  const step = announcing(NETWORK, note);
  const key = JSON.stringify([NETWORK, seed, DEFAULT_PATTERNS]);
  await step("train: ridge readout, size and strengths on dev", () =>
    bundle.stage("train", [key], async () => {
      const { graph, reservoir, baselines, sizes } = await trainReservoir(dataset, { seed, ...work });
      const learned: Learned = {
        sizes: [...sizes],
        reservoir: plain(reservoir),
        withoutRecurrence: plain(baselines.withoutRecurrence),
        counts: { ...baselines.counts, testDecisions: Array.from(baselines.counts.testDecisions) },
      };
      return new Map<string, string | Uint8Array>([
        [BUNDLE.graph, encodeGraph(graph)],
        [BUNDLE.learning, json(learned)],
      ]);
    }),
  );
  await step("compile: integers and scales on dev", () =>
    bundle.stage("compile", [key, bundle.read(BUNDLE.graph)], async () => {
      const encoding = { kind: "spikes" } as const;
      const compiled = await compileNetwork(readGraph(bundle), { classes, timesteps, encoding, dev: { kind: "spikes", samples: dev }, ...work });
      const { hiddenClip, outputClip, devAccuracy } = compiled.lowered.choices;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.event, encodeEventProgram(SPARSE.run(compiled.program).program)],
        [BUNDLE.encoder, encodeValueEncoder(compiled.encoder)],
        [BUNDLE.compiled, json({ hiddenClip, outputClip, ...(devAccuracy === undefined ? {} : { devAccuracy }) })],
      ]);
    }),
  );
  await step("rtl: Verilog, images, test bench", () =>
    bundle.stage("rtl", [key, bundle.read(BUNDLE.event), bundle.read(BUNDLE.encoder)], async () => {
      const samples = encodeSamples(readValueEncoder(bundle), firstOf(dataset.test, VECTORS));
      const { files } = await emitVerilog(readProgram(bundle), { target: CROSSBAR, samples, vectors: VECTORS });
      return new Map([...files].map(([name, text]) => [join(BUNDLE.rtl, name), text]));
    }),
  );
  const test = limit === undefined ? dataset.test : firstOf(dataset.test, limit);
  await step("measure: test set on golden simulator and RTL", () =>
    bundle.stage("measure", [key, String(limit), bundle.read(BUNDLE.event), bundle.read(BUNDLE.encoder), bundle.read(BUNDLE.learning)], async () => {
      const encoder = readValueEncoder(bundle);
      const source = { ...sourceFigures(bundle, dataset, test), dev: { events: encodeSamples(encoder, dev), labels: dev.labels } };
      return await measureNetwork(bundle, encodeSamples(encoder, test), test.labels, source, work);
    }),
  );
  bundle.write(textTwins(bundle));
  return readNetworkResult(bundle);
}

/** Random wiring leaves most pairs without a synapse: those of weight 0 are neither stored nor delivered, which changes no spike. */
const SPARSE = pipeline("sparse", [pruneZeroSynapses], (_, __, result) => assertVerifiedEvent(result.program));

const choiceSchema = z.object({
  ridge: z.number(),
  devAccuracy: z.number(),
  testAccuracy: z.number(),
  testDecisions: z.array(z.number()),
});
const strengthsSchema = choiceSchema.extend({
  neurons: z.number(),
  leak: z.number(),
  inputWeight: z.number(),
  recurrentWeight: z.number(),
  spikesPerSample: z.number(),
});
const learnedSchema = z.object({
  sizes: z.array(z.object({ neurons: z.number(), devAccuracy: z.number() })),
  reservoir: strengthsSchema,
  withoutRecurrence: strengthsSchema,
  counts: choiceSchema,
});

/** `learning.json`: what training chose on dev, and how the network and its baselines decided the test samples. */
type Learned = z.output<typeof learnedSchema>;

function plain(choice: ReservoirChoice): Learned["reservoir"] {
  return { ...choice, testDecisions: Array.from(choice.testDecisions) };
}

/** The trainer's own decisions, those of its graph, and the baselines', on the samples that are simulated. */
function sourceFigures(bundle: Bundle, { timesteps }: SpikeDataset, test: SpikeSamples): Omit<SourceFigures, "dev"> {
  const { reservoir, withoutRecurrence, counts } = readJson(bundle, BUNDLE.learning, learnedSchema);
  const graph = readGraph(bundle);
  const { neurons, leak, inputWeight, recurrentWeight, ridge } = reservoir;
  return {
    network: NETWORK,
    accuracy: {
      source: accuracyOf(reservoir, test),
      converted: accuracyPercent(decisionsOverTime(graph, test, timesteps)[timesteps - 1] ?? [], test.labels),
    },
    baselines: { "without recurrence": accuracyOf(withoutRecurrence, test), "input spikes counted": accuracyOf(counts, test) },
    timesteps,
    chosen: { neurons, leak, inputWeight, recurrentWeight, ridge, ...readCompiled(bundle) },
    // Every synapse in every timestep, as a recurrent network of numbers would.
    sourceMultiplyAccumulates: multiplyAccumulates(graph) * timesteps,
  };
}

function accuracyOf({ testDecisions }: Learned["counts"], { labels }: SpikeSamples): number {
  return accuracyPercent(testDecisions.slice(0, labels.length), labels);
}

function firstOf(samples: SpikeSamples, most: number): SpikeSamples {
  return takeSpikes(
    samples,
    Uint32Array.from({ length: Math.min(most, samples.labels.length) }, (_, sample) => sample),
  );
}
