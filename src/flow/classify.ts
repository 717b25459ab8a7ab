/** Decides the class of single samples, given as texts, numbers or spike trains, whichever the bundle takes. */
import { encodeTexts } from "../encode/encode.js";
import type { Encoder } from "../encode/encoder.js";
import type { RateTextEncoder } from "../encode/rate-texts.js";
import { encodeSpikeTrains, encodeValues, type ValueEncoder } from "../encode/values.js";
import { joinBatches } from "../event/batch.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { leadsOf, type StopRule, stopOf } from "../sim/anytime.js";
import { inputError } from "../util/diagnostics.js";
import { readAnyEncoder, readProgram } from "./artefacts.js";
import { type Bundle, openBundle } from "./bundle.js";
import { onlyGolden } from "./bundle-samples.js";
import { emulate, emulatedBundle } from "./emulate.js";
import { classifyRateTexts } from "./rate-program.js";
import type { MeshShape } from "./rtl.js";
import { type BundleBackend, type SimulatorKind, simulate } from "./simulate.js";

/** A sample: a text, numbers in row-major order, or spikes as [timestep, line]. */
export type GivenSample =
  | { readonly text: string }
  | { readonly values: readonly number[] }
  | { readonly events: readonly (readonly [timestep: number, line: number])[] };

export interface Decision {
  /** Of a text, the text. */
  readonly text?: string;
  readonly decided: string;
  readonly scores: readonly { readonly name: string; readonly score: number }[];
  /** With a stop rule: timesteps that were run of those that the whole sample takes, and the operations up to then. */
  readonly stopped?: { readonly timesteps: number; readonly of: number; readonly synapticOperations: number };
}

/** A decision for each sample, in order. Throws SnncError (input) for samples that the bundle's encoder does not take. */
export async function classifySamples(
  folder: string,
  samples: readonly GivenSample[],
  options: {
    readonly backend: BundleBackend;
    readonly simulator?: SimulatorKind | undefined;
    readonly cores?: MeshShape | undefined;
    readonly anytime?: StopRule;
    readonly signal?: AbortSignal;
  },
): Promise<Decision[]> {
  const bundle = openBundle(folder);
  const program = readProgram(bundle);
  const { anytime } = options;
  const encoder = readAnyEncoder(bundle);
  if ("kind" in encoder && encoder.kind === "rateTexts") return await classifyByRates(bundle, program, encoder, samples, options);
  if (anytime !== undefined && options.backend !== "golden") {
    throw inputError("anytime-backend", `the ${options.backend} back end reads out once a sample, so it cannot stop early`, {
      hint: "Use `--backend golden` with --anytime.",
    });
  }
  const { backend } = options;
  const events = eventsOf(bundle, encoder, samples);
  const { result } =
    backend === "loihi"
      ? await emulate(emulatedBundle(bundle, program), events, options)
      : await simulate(program, events, { ...options, backend, timeline: anytime !== undefined });
  const { timeline } = result;
  const { classes } = program.readout;
  const scoresOf = (outputs: Int32Array, at: number): Decision["scores"] =>
    classes.map((name, c) => ({ name, score: outputs[at * classes.length + c] }));
  const leads = timeline === undefined ? undefined : leadsOf(timeline, program.readout);
  return samples.map((sample, s): Decision => {
    const text = "text" in sample ? { text: sample.text } : {};
    if (timeline === undefined || leads === undefined) {
      return { ...text, decided: classes[result.decisions[s]], scores: scoresOf(result.outputs, s) };
    }
    const t = stopOf(leads, s, anytime);
    const at = timeline.sampleStart[s] + t;
    return {
      ...text,
      decided: classes[leads.best[at]],
      scores: scoresOf(timeline.outputs, at),
      stopped: { timesteps: t + 1, of: result.counters.timesteps[s], synapticOperations: timeline.synapticOperations[at] },
    };
  });
}

async function classifyByRates(
  bundle: Bundle,
  program: EventProgram,
  encoder: RateTextEncoder,
  samples: readonly GivenSample[],
  { backend, anytime, signal }: { readonly backend: BundleBackend; readonly anytime?: StopRule; readonly signal?: AbortSignal },
): Promise<Decision[]> {
  if (backend !== "golden") throw onlyGolden(bundle);
  if (anytime !== undefined)
    throw inputError("anytime-rate", "a network of `--encoding rate` is read out once, after all timesteps", { where: bundle.directory });
  checkKind(bundle, samples, "text");
  const { decisions, outputs } = await classifyRateTexts(program, encoder, textsOf(samples), signal);
  const { classes } = program.readout;
  return samples.map((sample, s) => ({
    ...("text" in sample ? { text: sample.text } : {}),
    decided: classes[decisions[s]],
    scores: classes.map((name, c) => ({ name, score: outputs[s * classes.length + c] })),
  }));
}

function eventsOf(bundle: Bundle, encoder: Encoder | ValueEncoder, samples: readonly GivenSample[]): EventBatch {
  const takes = "kind" in encoder ? (encoder.encoding.kind === "spikes" ? "events" : "values") : "text";
  checkKind(bundle, samples, takes);
  if (!("kind" in encoder)) return encodeTexts(encoder, textsOf(samples)).batch;
  return takes === "events" ? spikeEvents(encoder, samples) : valueEvents(encoder, samples);
}

function checkKind(bundle: Bundle, samples: readonly GivenSample[], takes: keyof typeof EXAMPLES): void {
  const stranger = samples.findIndex((sample) => !(takes in sample));
  if (stranger < 0) return;
  throw inputError("classify-sample", `sample ${stranger} is given by '${Object.keys(samples[stranger])[0]}'; this bundle takes '${takes}'`, {
    where: bundle.directory,
    hint: `Write JSON lines: ${EXAMPLES[takes]}`,
  });
}

function textsOf(samples: readonly GivenSample[]): string[] {
  return samples.flatMap((sample) => ("text" in sample ? [sample.text] : []));
}

const EXAMPLES = {
  text: '{"text": "a sentence"}',
  values: '{"values": [0, 0.5, ...]}, row-major',
  events: '{"events": [[0, 3], [2, 7], ...]}, each [timestep, line]',
} as const;

function valueEvents(encoder: ValueEncoder, samples: readonly GivenSample[]): EventBatch {
  const rows = samples.flatMap((sample) => ("values" in sample ? [sample.values] : []));
  if (encoder.stream !== undefined) return joinBatches(rows.map((row) => encodeValues(encoder, { count: 1, values: Float32Array.from(row) })));
  const elements = encoder.lineOf.length;
  const odd = rows.findIndex((row) => row.length !== elements);
  if (odd >= 0) {
    throw inputError("samples-shape", `sample ${odd} has ${rows[odd]?.length} numbers; the network takes ${elements} (${encoder.shape.join(" x ")})`);
  }
  return encodeValues(encoder, { count: rows.length, values: Float32Array.from(rows.flat()) });
}

function spikeEvents(encoder: ValueEncoder, samples: readonly GivenSample[]): EventBatch {
  const trains = samples.flatMap((sample) => ("events" in sample ? [[...sample.events].sort((a, b) => a[0] - b[0] || a[1] - b[1])] : []));
  const sampleStart = new Uint32Array(trains.length + 1);
  trains.forEach((train, s) => {
    sampleStart[s + 1] = sampleStart[s] + train.length;
  });
  const events = trains.flat();
  return encodeSpikeTrains(encoder, {
    sampleStart,
    time: Uint32Array.from(events, ([time]) => time),
    line: Uint32Array.from(events, ([, line]) => line),
  });
}
