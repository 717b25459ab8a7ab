/**
 * Networks that are not for texts, as flow: an analogue graph is simplified, balanced and converted on calibration data; a
 * spiking one is taken as it is; both are lowered to space, encoded, and run like any other event program.
 */
import { measureActivations, type Sample } from "../convert/balance.js";
import { convertToRates } from "../convert/rate.js";
import { encodeSpikeTrains, encodeValues, positionAxisOf, type ValueEncoder, type ValueEncoding } from "../encode/values.js";
import { layoutOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { analyseRanges, checkRanges } from "../event/ranges.js";
import type { EventBatch } from "../event/run.js";
import { assertVerifiedEvent } from "../event/verify.js";
import { type Evaluator, evaluatorOf } from "../graph/evaluate.js";
import type { Graph, InputNode, ResetRule } from "../graph/graph.js";
import { elementsOf } from "../graph/shapes.js";
import {
  foldBatchNorm,
  foldIdentities,
  foldLayout,
  foldScales,
  graphPipeline,
  mergeLinear,
  removeUnused,
  sinkMaxPools,
} from "../graph-passes/index.js";
import { BIAS, type LoweredNetwork, lowerToSpace } from "../lower/space/lower.js";
import type { LeakRule } from "../lower/space/neurons.js";
import { START } from "../lower/space/paths.js";
import { exchangeLoops, legaliseDelays, narrowWeights, pipeline, retime } from "../passes/index.js";
import type { NumericSamples, NumericValues, SpikeSamples, SpikeTrains } from "../samples/types.js";
import { goldenSimulator } from "../sim/golden.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { accuracyPercent } from "./compile.js";

/** The graph passes that make any imported network as small as it can be without changing what it computes. */
const SIMPLIFY = graphPipeline("simplify", [removeUnused, foldIdentities, foldLayout, foldBatchNorm, foldScales, mergeLinear]);

/** The same network in fewer nodes: layouts cancelled, batch norm and scales folded, neighbouring layers merged. */
export function simplify(graph: Graph): Graph {
  return SIMPLIFY.run(graph).graph;
}

/** As `simplify`, with pools where they pool spikes once ReLUs are neurons: the form that is balanced and converted. */
export function readyForRates(graph: Graph): Graph {
  return sinkMaxPools.run(simplify(graph)).graph;
}

/** The one input node that brings a network's values. Throws SnncError (input) where there are several or none. */
export function valueInputOf(graph: Graph): InputNode {
  const inputs = graph.nodes.filter((node): node is InputNode => node.kind === "input" && node.name !== START);
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) return only;
  throw inputError("network-inputs", `it has ${inputs.length} input nodes; samples fill one`, { where: `graph '${graph.name}'` });
}

export interface RateChoices {
  /** Percentiles of the activations that may become thresholds. */
  readonly percentiles: readonly number[];
  readonly maxPooling: readonly ("or" | "average")[];
  /** Timesteps of input that may be chosen, ascending. */
  readonly timesteps: readonly number[];
  /** Percent of accuracy on dev that fewer timesteps may cost. */
  readonly tolerance: number;
  /** What a spike does to the membrane (default subtract); not chosen, but given. */
  readonly reset?: ResetRule;
}

export const RATE_CHOICES: RateChoices = {
  percentiles: [99, 99.9, 100],
  maxPooling: ["or", "average"],
  timesteps: [1, 2, 4, 8, 16, 32],
  tolerance: 0.5,
};

export interface ConvertedNetwork {
  readonly graph: Graph;
  /** Timesteps of input. */
  readonly timesteps: number;
  readonly accuracy: { readonly sourceDev: number; readonly convertedDev: number };
  /** What each candidate reached on dev, best timesteps of it. */
  readonly tried: readonly {
    readonly percentile: number;
    readonly maxPooling: "or" | "average";
    readonly timesteps: number;
    readonly devAccuracy: number;
  }[];
  readonly chosen: { readonly percentile: number; readonly maxPooling?: "or" | "average" };
  /** ReLU layers that no calibration sample drove above 0. */
  readonly silent: readonly string[];
}

/** Most calibration samples and most dev samples that choices are made on. */
const CALIBRATION_SAMPLES = 500;
const CHOICE_SAMPLES = 500;

/**
 * Converts an analogue network. Thresholds come from `calibration`; percentile, pooling and timesteps are chosen on
 * `dev`. Throws SnncError (input) as `convertToRates` does.
 */
export async function convertNetwork(
  source: Graph,
  calibration: NumericValues,
  dev: NumericSamples,
  seed: number,
  choices: RateChoices = RATE_CHOICES,
  options: WorkOptions = {},
): Promise<ConvertedNetwork> {
  const graph = readyForRates(source);
  const input = valueInputOf(graph);
  const size = elementsOf(input.shape);
  const kept = Math.min(CALIBRATION_SAMPLES, calibration.count);
  const samples = Array.from({ length: kept }, (_, i): Sample => {
    const at = Math.floor((i * calibration.count) / kept);
    return new Map([[input.name, calibration.values.subarray(at * size, (at + 1) * size)]]);
  });
  const { thresholds, silent } = measureActivations(graph, samples, choices.percentiles, {
    granularity: "layer",
    seed,
    onProgress: (done, total) => options.onProgress?.({ stage: "measuring activations", done, total }),
  });
  const hasMaxPool = graph.nodes.some(
    (node) => (node.kind === "pool1d" || node.kind === "pool2d" || node.kind === "globalPool") && node.operation === "max",
  );
  const poolings = hasMaxPool ? choices.maxPooling : choices.maxPooling.slice(0, 1);
  const few = firstSamples(dev, CHOICE_SAMPLES);
  const longest = Math.max(...choices.timesteps);
  const candidates = [];
  let tried = 0;
  for (const maxPooling of poolings) {
    for (const [p, percentile] of choices.percentiles.entries()) {
      options.signal?.throwIfAborted();
      options.onProgress?.({ stage: "balancing thresholds", done: tried++, total: poolings.length * choices.percentiles.length });
      // Lets a Ctrl-C through between candidates.
      await new Promise((resolve) => setImmediate(resolve));
      const converted = convertToRates(graph, {
        thresholds: thresholds[p] ?? new Map(),
        maxPooling,
        startHalfCharged: true,
        ...(choices.reset === undefined ? {} : { reset: choices.reset }),
      });
      const decisions = decisionsOverTime(converted, few, longest);
      for (const timesteps of choices.timesteps) {
        candidates.push({ percentile, maxPooling, timesteps, converted, devAccuracy: accuracyPercent(decisions[timesteps - 1] ?? [], few.labels) });
      }
    }
  }
  const best = Math.max(...candidates.map(({ devAccuracy }) => devAccuracy));
  const chosen = candidates
    .filter(({ devAccuracy }) => devAccuracy >= best - choices.tolerance)
    .sort((a, b) => a.timesteps - b.timesteps || b.devAccuracy - a.devAccuracy)[0];
  if (chosen === undefined) throw new Error("no candidate to choose");
  return {
    graph: chosen.converted,
    timesteps: chosen.timesteps,
    accuracy: {
      sourceDev: accuracyPercent(decisionsOverTime(graph, few, 1)[0] ?? [], few.labels),
      convertedDev: chosen.devAccuracy,
    },
    tried: candidates.map(({ percentile, maxPooling, timesteps, devAccuracy }) => ({ percentile, maxPooling, timesteps, devAccuracy })),
    chosen: { percentile: chosen.percentile, ...(hasMaxPool ? { maxPooling: chosen.maxPooling } : {}) },
    silent,
  };
}

/**
 * Decisions after 1, 2, ... timesteps of constant input, or of spike trains: outputs add up, the largest wins, ties go to
 * the lowest class.
 */
export function decisionsOverTime(graph: Graph, samples: NumericValues | SpikeTrains, timesteps: number): Uint16Array[] {
  const evaluator: Evaluator = evaluatorOf(graph);
  const input = valueInputOf(graph);
  const valuesOf = valuesOverTime(samples, elementsOf(input.shape));
  const count = "values" in samples ? samples.count : samples.sampleStart.length - 1;
  const output = graph.nodes.find((node) => node.kind === "output")?.name ?? "";
  const decisions = Array.from({ length: timesteps }, () => new Uint16Array(count));
  for (let sample = 0; sample < count; sample++) {
    evaluator.reset();
    let sums: Float64Array | undefined;
    for (let t = 0; t < timesteps; t++) {
      const given = evaluator.step(
        new Map<string, ArrayLike<number>>([
          [input.name, valuesOf(sample, t)],
          [START, [t === 0 ? 1 : 0]],
        ]),
      );
      const out = given.get(output) ?? new Float64Array(0);
      sums ??= new Float64Array(out.length);
      for (let c = 0; c < out.length; c++) sums[c] += out[c];
      const at = decisions[t];
      if (at !== undefined) at[sample] = largest(sums);
    }
  }
  return decisions;
}

/** What a sample of `size` elements brings in a timestep; an array of its own only until the next call. */
function valuesOverTime(samples: NumericValues | SpikeTrains, size: number): (sample: number, timestep: number) => ArrayLike<number> {
  if ("values" in samples) return (sample) => samples.values.subarray(sample * size, (sample + 1) * size);
  const spikes = new Float64Array(size);
  let next = 0;
  return (sample, timestep) => {
    if (timestep === 0) next = samples.sampleStart[sample];
    spikes.fill(0);
    for (; next < samples.sampleStart[sample + 1] && samples.time[next] === timestep; next++) spikes[samples.line[next]]++;
    return spikes;
  };
}

export interface CompileNetworkOptions extends WorkOptions {
  readonly classes: readonly string[];
  /** Neurons of the readout that vote for each class (default 1). */
  readonly neuronsPerClass?: number;
  readonly timesteps: number;
  readonly encoding: ValueEncoding;
  readonly weightBits?: number;
  readonly stateBits?: number;
  readonly leaks?: LeakRule;
  /** Runs position after position (exchange-loops), where the network allows it. */
  readonly stream?: StreamOptions;
  /** Dev samples to choose the scales on. */
  readonly dev?: { readonly kind: "values"; readonly samples: NumericSamples } | { readonly kind: "spikes"; readonly samples: SpikeSamples };
}

export interface StreamOptions {
  /** Positions of the longest sample; as many as the network has without. */
  readonly maxPositions?: number | undefined;
}

/** What streaming made of a network in space. */
export interface Streamed {
  readonly positions: number;
  readonly maxPositions: number;
  /** Timesteps of a position, and of a sample of the network's own length. */
  readonly timestepsPerPosition: number;
  readonly timesteps: number;
  readonly timestepsInSpace: number;
  readonly neuronsInSpace: number;
  /** Latches and relays included. */
  readonly neurons: number;
  readonly latches: number;
  readonly relays: number;
  /** Timesteps, before relays. */
  readonly longestDelay: number;
}

export interface CompiledNetwork {
  readonly program: EventProgram;
  readonly encoder: ValueEncoder;
  readonly lowered: LoweredNetwork;
  readonly streamed?: Streamed;
}

/** Delay slots of the crossbar targets: longer delays of a stream are relayed. */
const STREAM_SLOTS = 16;

/** Bits of accumulators and membranes. */
const STATE_BITS = 32;

/** Most dev samples on which scales are chosen. */
const SCALE_SAMPLES = 200;

/** Spiking graph -> event program in space and its encoder. Throws SnncError as `lowerToSpace`, `retime` and the verifier do. */
export async function compileNetwork(source: Graph, options: CompileNetworkOptions): Promise<CompiledNetwork> {
  const graph = simplify(source);
  const input = valueInputOf(graph);
  const passes = pipeline("network", [retime, narrowWeights], (_, __, result) => assertVerifiedEvent(result.program));
  const { dev } = options;
  let candidate = 0;
  const lowered = await lowerToSpace(graph, {
    classes: options.classes,
    ...(options.neuronsPerClass === undefined ? {} : { neuronsPerClass: options.neuronsPerClass }),
    weightBits: options.weightBits ?? 8,
    maxTimesteps: options.timesteps,
    stateBits: options.stateBits ?? STATE_BITS,
    encoding: options.encoding,
    leaks: options.leaks ?? "exact",
    finish: (program) => passes.run(program).program,
    ...(dev === undefined
      ? {}
      : {
          evaluate: async (program: EventProgram, inputs: LoweredNetwork["inputs"]) => {
            options.onProgress?.({ stage: "choosing scales on dev", done: candidate++, total: 7 });
            const encoder = encoderOf(program, input, inputs, options);
            const few = dev.kind === "values" ? firstSamples(dev.samples, SCALE_SAMPLES) : firstTrains(dev.samples, SCALE_SAMPLES);
            const batch = "values" in few ? encodeValues(encoder, few) : encodeSpikeTrains(encoder, few);
            const { decisions } = await goldenSimulator(program).run(batch, options.signal === undefined ? {} : { signal: options.signal });
            return accuracyPercent(decisions, few.labels);
          },
        }),
  });
  const encoder = encoderOf(lowered.program, input, lowered.inputs, options);
  const compiled = { program: lowered.program, encoder, lowered };
  return options.stream === undefined ? compiled : streamNetwork(compiled, options.stream, options.stateBits ?? STATE_BITS);
}

/**
 * The network, position after position. Throws SnncError (check) that names what cannot stream, or an accumulator that the
 * limits could overflow.
 */
function streamNetwork(compiled: CompiledNetwork, { maxPositions }: StreamOptions, stateBits: number): CompiledNetwork {
  const { program, encoder } = compiled;
  const exchange = exchangeLoops.withOptions({ maxPositions: maxPositions ?? 0 });
  const { program: exchanged, statistics, stream: plan } = exchange.run(program);
  if (plan === undefined) throw new Error("exchange-loops gave no stream");
  const positionAxis = positionAxisOf(encoder.shape, encoder.lineOf, plan.positions);
  if (positionAxis === undefined) {
    throw inputError("stream-shape", `samples of shape ${encoder.shape.join(" x ")} do not lie over ${plan.positions} positions along one axis`, {
      where: `program '${program.name}'`,
      hint: "Leave `--stream` out, or give the network an input of positions and channels.",
    });
  }
  const relays = legaliseDelays.withOptions({ slots: STREAM_SLOTS }).run(exchanged);
  const { program: stream } = narrowWeights.run(relays.program);
  assertVerifiedEvent(stream);
  const overflow = checkRanges(analyseRanges(stream), stateBits, "a state word");
  if (overflow.length > 0) throw new SnncError("check", overflow);
  return {
    ...compiled,
    program: stream,
    encoder: { ...encoder, stream: { plan, positionAxis } },
    streamed: {
      positions: plan.positions,
      maxPositions: maxPositions ?? plan.positions,
      timestepsPerPosition: plan.timesteps,
      timesteps: statistics.timesteps,
      timestepsInSpace: program.limits.timestepsPerSample,
      neuronsInSpace: statistics.neuronsBefore,
      neurons: stream.populations.reduce((sum, { size }) => sum + size, 0),
      latches: statistics.latches,
      relays: relays.statistics.relayNeurons,
      longestDelay: statistics.longestDelay,
    },
  };
}

/** Events of samples for a compiled network. */
export function encodeSamples(encoder: ValueEncoder, samples: NumericValues | SpikeTrains): EventBatch {
  return "values" in samples ? encodeValues(encoder, samples) : encodeSpikeTrains(encoder, samples);
}

function encoderOf(
  program: EventProgram,
  input: InputNode,
  inputs: LoweredNetwork["inputs"],
  options: Pick<CompileNetworkOptions, "encoding" | "timesteps">,
): ValueEncoder {
  const { portStart } = layoutOf(program);
  const own = inputs.find((lines) => lines.input === input.name);
  if (own === undefined) throw new Error(`input '${input.name}' has no lines`);
  const [start, bias] = [portStart.get(START), portStart.get(BIAS)];
  return {
    kind: "values",
    encoding: options.encoding,
    shape: input.shape,
    digitStart: Uint32Array.from(own.ports, (port) => portStart.get(port) ?? 0),
    lineOf: own.lineOf,
    ...(start === undefined ? {} : { startLine: start }),
    ...(bias === undefined ? {} : { biasLine: bias }),
    timesteps: options.timesteps,
    drainTimesteps: program.readout.drainTimesteps,
  };
}

function firstSamples(samples: NumericSamples, most: number): NumericSamples {
  const count = Math.min(most, samples.count);
  const size = samples.values.length / Math.max(1, samples.count);
  return { count, values: samples.values.subarray(0, count * size), labels: samples.labels.subarray(0, count) };
}

function firstTrains(samples: SpikeSamples, most: number): SpikeSamples {
  const count = Math.min(most, samples.labels.length);
  return { ...samples, sampleStart: samples.sampleStart.subarray(0, count + 1), labels: samples.labels.subarray(0, count) };
}

function largest(sums: Float64Array): number {
  let best = 0;
  for (let c = 1; c < sums.length; c++) if (sums[c] > sums[best]) best = c;
  return best;
}
