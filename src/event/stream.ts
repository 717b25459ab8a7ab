/**
 * Samples of a network whose loops over time and position were exchanged (src/passes/exchange-loops.ts): position p has the
 * T timesteps p * T .. p * T + T - 1, so that a text streams through a neuron for each channel, however long it is.
 *
 *   in space                             in the stream
 *   line (p, c) at t                     line c at p * T + t
 *   constant line of a layer at t        its line for that layer at s * T + t, for the slot s of every window of the layer
 *   -                                    marker line t at s * T + t: the pool's latches of t hear these windows
 *   -                                    silence line at s * T + t: no window of the layer lies in slot s, so it may not spike
 *
 * A layer's window o lies in slot firstSlot + o * slotsPerWindow, the slot of the last position that it sees, and its framework
 * step t in timestep slot * T + t + shift.
 */
import { inputError } from "../util/diagnostics.js";
import type { EventBatch } from "./run.js";

export interface StreamPlan {
  /** T: timesteps of a position, and of the input in space. */
  readonly timesteps: number;
  /** Positions of the network in space, to which its samples are padded. */
  readonly positions: number;
  /** D in space: its samples ran T + D timesteps. */
  readonly drainTimesteps: number;
  /** In the order of the ports in space. */
  readonly ports: readonly StreamPort[];
  readonly layers: readonly StreamLayer[];
  readonly emissions: readonly StreamEmission[];
  /** A sample ends when all windows have run, and not before so many timesteps behind the last one of these layers. */
  readonly ends: readonly { readonly layer: number; readonly delay: number }[];
}

export type StreamPort =
  /** [position][channel] in space; `line` is that of channel 0 in the stream. */
  | { readonly kind: "positions"; readonly channels: number; readonly line: number }
  /** The same at every position: emissions say when it is. */
  | { readonly kind: "constant"; readonly lines: number };

/** Neurons of one population in space: `extent` positions a window, from every `stride`-th position of its source on. */
export interface StreamLayer {
  readonly population: string;
  /** Layer that it sees; -1: the input. */
  readonly source: number;
  readonly extent: number;
  readonly stride: number;
  /** Left and right together; the smallest that gives the network's own length. */
  readonly padding: number;
  readonly firstSlot: number;
  readonly slotsPerWindow: number;
  readonly shift: number;
}

export type StreamEmission =
  /** Lines of port `port` for one layer, or, without, once a sample: for what adds up over all of it. */
  | { readonly kind: "constant"; readonly port: number; readonly line: number; readonly layer?: number }
  /** T lines. */
  | { readonly kind: "marker"; readonly line: number; readonly layer: number }
  /** Slots of so many windows before the first and behind the last, or all in which there is none. */
  | {
      readonly kind: "silence";
      readonly line: number;
      readonly layer: number;
      readonly before: number;
      readonly after: number;
      readonly isEverywhere: boolean;
    };

/** Windows of every layer for a text of so many positions. Throws SnncError (input) naming the layer that has none. */
export function windowsOf({ layers }: StreamPlan, positions: number): readonly number[] {
  const windows: number[] = [];
  for (const { population, source, extent, stride, padding } of layers) {
    const seen = source < 0 ? positions : windows[source];
    const own = Math.floor((seen + padding - extent) / stride) + 1;
    if (own < 1) {
      throw inputError(
        "stream-short",
        `a text of ${positions} positions leaves population '${population}' no window: it sees ${extent} of ${seen + padding} positions`,
        {
          hint: "Pad the text.",
        },
      );
    }
    windows.push(own);
  }
  return windows;
}

/** Timesteps that a text of so many positions runs. Throws as `windowsOf` does. */
export function streamTimesteps(plan: StreamPlan, positions: number): number {
  return timestepsFor(plan, positions, windowsOf(plan, positions));
}

function timestepsFor({ timesteps: T, layers, ends }: StreamPlan, positions: number, windows: readonly number[]): number {
  const lastOf = (layer: number): number => slotOf(layers[layer], windows[layer] - 1) * T + T - 1 + layers[layer].shift;
  return Math.max(positions * T, ...layers.map((_, layer) => lastOf(layer)), ...ends.map(({ layer, delay }) => lastOf(layer) + delay)) + 1;
}

function slotOf({ firstSlot, slotsPerWindow }: StreamLayer, window: number): number {
  return firstSlot + window * slotsPerWindow;
}

/**
 * Samples of the network in space, of `positions` positions each, as samples of the stream. Throws SnncError (input) for
 * samples that do not run T + D timesteps, and as `windowsOf` does.
 */
export function streamBatch(plan: StreamPlan, batch: EventBatch, positions: number = plan.positions): EventBatch {
  const { timesteps: T, layers, drainTimesteps } = plan;
  const samples = batch.timesteps.length;
  const odd = batch.timesteps.findIndex((timesteps) => timesteps !== T + drainTimesteps);
  if (odd >= 0) {
    throw inputError(
      "stream-timesteps",
      `it runs ${batch.timesteps[odd]} timesteps; every position takes ${T}, and the network in space ${T} + ${drainTimesteps}`,
      {
        where: `sample ${odd}`,
      },
    );
  }
  const windows = windowsOf(plan, positions);
  const length = timestepsFor(plan, positions, windows);
  const add = (to: Events, time: number, line: number): void => {
    if (time >= length) return;
    to.time.push(time);
    to.line.push(line);
  };
  // What every sample gets, whatever it says.
  const always: Events = { time: [], line: [] };
  const slots = layers.map((layer, l) => Array.from({ length: windows[l] }, (_, o) => slotOf(layer, o)));
  for (const emission of plan.emissions) {
    if (emission.kind === "constant") continue;
    const layer = layers[emission.layer];
    if (emission.kind === "marker") {
      for (const slot of slots[emission.layer]) for (let t = 0; t < T; t++) add(always, slot * T + t + layer.shift, emission.line + t);
    } else {
      for (const slot of silentSlots(emission, layer, windows[emission.layer], Math.floor((length - 1 - layer.shift) / T))) {
        for (let t = 0; t < T; t++) add(always, slot * T + t + layer.shift - 1, emission.line);
      }
    }
  }
  const portOf = portsByLine(plan, positions);
  const sampleStart = new Uint32Array(samples + 1);
  const all: Events = { time: [], line: [] };
  for (let sample = 0; sample < samples; sample++) {
    const own: Events = { time: [...always.time], line: [...always.line] };
    for (let e = batch.sampleStart[sample]; e < batch.sampleStart[sample + 1]; e++) {
      const t = batch.time[e];
      // What comes while the network in space drains reaches no readout.
      if (t >= T) continue;
      const { port, first } = portOf(batch.line[e]);
      const about = plan.ports[port];
      const within = batch.line[e] - first;
      if (about.kind === "positions") {
        add(own, Math.floor(within / about.channels) * T + t, about.line + (within % about.channels));
        continue;
      }
      for (const emission of plan.emissions) {
        if (emission.kind !== "constant" || emission.port !== port) continue;
        if (emission.layer === undefined) add(own, t, emission.line + within);
        else for (const slot of slots[emission.layer]) add(own, slot * T + t + layers[emission.layer].shift - 1, emission.line + within);
      }
    }
    appendInTime(all, own, length);
    sampleStart[sample + 1] = all.time.length;
  }
  return { sampleStart, time: Uint32Array.from(all.time), line: Uint32Array.from(all.line), timesteps: new Uint32Array(samples).fill(length) };
}

/** Slots, up to the last one that runs, in which a layer has no window and must not spike. */
function silentSlots(
  { before, after, isEverywhere }: Extract<StreamEmission, { kind: "silence" }>,
  layer: StreamLayer,
  windows: number,
  lastSlot: number,
): readonly number[] {
  const all = Array.from({ length: lastSlot + 1 }, (_, slot) => slot);
  return all.filter((slot) => {
    const window = (slot - layer.firstSlot) / layer.slotsPerWindow;
    const isOne = Number.isInteger(window);
    if (isOne && window >= 0 && window < windows) return false;
    return isEverywhere || (isOne && window >= -before && window < windows + after);
  });
}

/** First line in space of each port, for a text of so many positions. */
function portStarts({ ports }: StreamPlan, positions: number): readonly number[] {
  const starts: number[] = [];
  let next = 0;
  for (const port of ports) {
    starts.push(next);
    next += port.kind === "positions" ? positions * port.channels : port.lines;
  }
  return starts;
}

/** First line in space of a port. */
export function lineOfPort(plan: StreamPlan, positions: number, port: number): number {
  return portStarts(plan, positions)[port];
}

/** Port of a line in space. */
export function portOfLine(plan: StreamPlan, positions: number, line: number): number {
  return portStarts(plan, positions).findLastIndex((start) => start <= line);
}

/** Which port a line in space is of, and that port's first line. */
function portsByLine(plan: StreamPlan, positions: number): (line: number) => { readonly port: number; readonly first: number } {
  const starts = portStarts(plan, positions);
  return (line) => {
    const port = starts.findLastIndex((start) => start <= line);
    return { port, first: starts[port] };
  };
}

/** Events of one sample, as they come; what comes after its end is nobody's. */
interface Events {
  readonly time: number[];
  readonly line: number[];
}

/** Appends `events` in the order of time, else as they came; `length` is more than every time. */
function appendInTime(to: Events, { time, line }: Events, length: number): void {
  const next = new Uint32Array(length + 1);
  for (const t of time) next[t + 1]++;
  for (let t = 0; t < length; t++) next[t + 1] += next[t];
  const order = new Uint32Array(time.length);
  time.forEach((t, event) => {
    order[next[t]++] = event;
  });
  for (const event of order) {
    to.time.push(time[event]);
    to.line.push(line[event]);
  }
}
