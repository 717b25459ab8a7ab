/**
 * Numbers and spike trains -> input events, the same for every back end: what `encode.ts` is for texts. All samples of an
 * encoder run the same number of timesteps.
 *
 *     spikes   the sample's own events
 *     rate     in every timestep an event with probability (value - low) / (high - low), by seed
 *     direct   in every timestep the same events: one for each binary digit of round((value - low) / (high - low) (2^bits - 1))
 *
 * A start line spikes in timestep 0, a bias line in every timestep of the input. Where the network streams, samples may have any
 * number of positions, and what they would be in space is streamed (src/event/stream.ts).
 */
import type { EventBatch } from "../event/run.js";
import { lineOfPort, portOfLine, type StreamPlan, streamBatch } from "../event/stream.js";
import type { NumericValues, SpikeTrains } from "../samples/types.js";
import { inputError } from "../util/diagnostics.js";
import { clamp, roundHalfAway } from "../util/fixed.js";
import { createRandom } from "../util/random.js";

export type ValueEncoding =
  | { readonly kind: "spikes" }
  | { readonly kind: "rate"; readonly low: number; readonly high: number; readonly seed: number }
  | { readonly kind: "direct"; readonly low: number; readonly high: number; readonly bits: number };

export interface ValueEncoder {
  readonly kind: "values";
  readonly encoding: ValueEncoding;
  /** Shape of one sample, row-major. */
  readonly shape: readonly number[];
  /** First line of each binary digit's port, lowest digit first; one for spikes and rates. */
  readonly digitStart: Uint32Array;
  /** Line within a port of each element of the sample. */
  readonly lineOf: Uint32Array;
  readonly startLine?: number;
  readonly biasLine?: number;
  /** Timesteps of input. */
  readonly timesteps: number;
  /** D of the program: a sample runs timesteps + D timesteps. */
  readonly drainTimesteps: number;
  /** The program runs position after position: everything above is of the network in space, whose samples are streamed. */
  readonly stream?: ValueStream;
}

export interface ValueStream {
  readonly plan: StreamPlan;
  /** Axis of `shape` along which positions follow each other; a sample may have any number of them. */
  readonly positionAxis: number;
}

/** The axis of a sample's shape that a plan's positions are; undefined if its elements do not lie as [position][channel]. */
export function positionAxisOf(shape: readonly number[], lineOf: Uint32Array, positions: number): number | undefined {
  const axis = shape.findIndex((_, candidate) => {
    if (shape[candidate] !== positions) return false;
    const own = linesOver(shape, candidate, positions);
    return own.every((line, element) => line === lineOf[element]);
  });
  return axis < 0 ? undefined : axis;
}

/** Line of every element of a sample with so many positions: [position][channel], channels in the order of the other axes. */
function linesOver(shape: readonly number[], axis: number, positions: number): Uint32Array {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const channels = inner * outer;
  return Uint32Array.from({ length: channels * positions }, (_, element) => {
    const position = Math.floor(element / inner) % positions;
    return position * channels + Math.floor(element / (inner * positions)) * inner + (element % inner);
  });
}

/** The encoder of the network in space for samples of so many elements. Throws SnncError (input) where they are no whole positions. */
function inSpaceFor(encoder: ValueEncoder, elements: number): { readonly encoder: ValueEncoder; readonly positions: number } {
  const { stream, shape, digitStart } = encoder;
  if (stream === undefined) throw new Error("the encoder does not stream");
  const { plan, positionAxis } = stream;
  const channels = encoder.lineOf.length / plan.positions;
  const positions = elements / channels;
  if (!Number.isInteger(positions) || positions < 1) {
    throw inputError("samples-shape", `a sample has ${elements} numbers; every position takes ${channels} (${describeShape(encoder)})`);
  }
  if (positions === plan.positions) return { encoder, positions };
  const lineFor = (line: number): number => lineOfPort(plan, positions, portOfLine(plan, plan.positions, line));
  const { startLine, biasLine } = encoder;
  return {
    positions,
    encoder: {
      ...encoder,
      shape: shape.map((size, axis) => (axis === positionAxis ? positions : size)),
      digitStart: digitStart.map(lineFor),
      lineOf: linesOver(shape, positionAxis, positions),
      ...(startLine === undefined ? {} : { startLine: lineFor(startLine) }),
      ...(biasLine === undefined ? {} : { biasLine: lineFor(biasLine) }),
    },
  };
}

/** What a sample looks like, e.g. `4 x any`. */
export function describeShape({ shape, stream }: ValueEncoder): string {
  return shape.map((size, axis) => (axis === stream?.positionAxis ? "any" : size)).join(" x ");
}

/** Encodes arrays of numbers. Throws SnncError (input) for samples of another size or an encoder of spike trains. */
export function encodeValues(encoder: ValueEncoder, samples: NumericValues): EventBatch {
  if (encoder.stream !== undefined && samples.count > 0) {
    const { encoder: inSpace, positions } = inSpaceFor(encoder, samples.values.length / samples.count);
    const { stream, ...plain } = inSpace;
    return streamBatch(encoder.stream.plan, encodeValues(plain, samples), positions);
  }
  const elements = encoder.lineOf.length;
  if (samples.values.length !== samples.count * elements) {
    throw inputError(
      "samples-shape",
      `${samples.values.length} numbers for ${samples.count} samples; the network takes ${elements} a sample (${encoder.shape.join(" x ")})`,
    );
  }
  const { encoding } = encoder;
  switch (encoding.kind) {
    case "spikes":
      return collect(encoder, samples.count, (sample, _, emit) => {
        for (let i = 0; i < elements; i++) if (samples.values[sample * elements + i] > 0.5) emit(encoder.digitStart[0] + encoder.lineOf[i]);
      });
    case "rate": {
      const span = encoding.high - encoding.low;
      const random = createRandom(encoding.seed);
      return collect(encoder, samples.count, (sample, _, emit) => {
        for (let i = 0; i < elements; i++) {
          const probability = (samples.values[sample * elements + i] - encoding.low) / span;
          if (random.uniform() < probability) emit(encoder.digitStart[0] + encoder.lineOf[i]);
        }
      });
    }
    case "direct": {
      const most = 2 ** encoding.bits - 1;
      const unit = (encoding.high - encoding.low) / most;
      return collect(encoder, samples.count, (sample, _, emit) => {
        for (let i = 0; i < elements; i++) {
          const whole = clamp(roundHalfAway((samples.values[sample * elements + i] - encoding.low) / unit), 0, most);
          for (let digit = 0; digit < encoding.bits; digit++) {
            if (((whole >> digit) & 1) === 1) emit(encoder.digitStart[digit] + encoder.lineOf[i]);
          }
        }
      });
    }
  }
}

/** Encodes spike trains. Throws SnncError (input) for events outside the encoder's timesteps or lines. */
export function encodeSpikeTrains(encoder: ValueEncoder, trains: SpikeTrains): EventBatch {
  const samples = trains.sampleStart.length - 1;
  const late = trains.time.findIndex((time) => time >= encoder.timesteps);
  if (late >= 0) {
    throw inputError(
      "spikes-late",
      `spike ${late} comes in timestep ${trains.time[late]}; the encoder takes ${encoder.timesteps} timesteps of input`,
      {
        hint: "Compile with a larger `--timesteps`.",
      },
    );
  }
  const wild = trains.line.findIndex((line) => line >= encoder.lineOf.length);
  if (wild >= 0) {
    throw inputError("spikes-line", `spike ${wild} is on line ${trains.line[wild]}; the network has ${encoder.lineOf.length} input lines`);
  }
  let event = 0;
  let current = -1;
  const batch = collect(encoder, samples, (sample, timestep, emit) => {
    if (sample !== current) {
      current = sample;
      event = trains.sampleStart[sample];
    }
    for (; event < trains.sampleStart[sample + 1] && trains.time[event] === timestep; event++) {
      emit(encoder.digitStart[0] + encoder.lineOf[trains.line[event]]);
    }
  });
  return encoder.stream === undefined ? batch : streamBatch(encoder.stream.plan, batch);
}

/** Runs `emitStep` for every timestep of every sample and gathers the lines, each timestep's start and bias lines included. */
function collect(
  encoder: ValueEncoder,
  samples: number,
  emitStep: (sample: number, timestep: number, emit: (line: number) => void) => void,
): EventBatch {
  const sampleStart = new Uint32Array(samples + 1);
  let time = new Uint32Array(1024);
  let line = new Uint32Array(1024);
  let events = 0;
  let now = 0;
  const emit = (onLine: number): void => {
    if (events === time.length) {
      time = grown(time);
      line = grown(line);
    }
    time[events] = now;
    line[events++] = onLine;
  };
  for (let sample = 0; sample < samples; sample++) {
    for (now = 0; now < encoder.timesteps; now++) {
      if (now === 0 && encoder.startLine !== undefined) emit(encoder.startLine);
      if (encoder.biasLine !== undefined) emit(encoder.biasLine);
      emitStep(sample, now, emit);
    }
    sampleStart[sample + 1] = events;
  }
  const timesteps = new Uint32Array(samples).fill(encoder.timesteps + encoder.drainTimesteps);
  return { sampleStart, time: time.slice(0, events), line: line.slice(0, events), timesteps };
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}
