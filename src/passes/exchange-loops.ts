/**
 * exchange-loops: a network laid out in space, T timesteps for all positions at once, becomes one that runs position after
 * position, T timesteps each, with a neuron for each channel that forgets in between.
 *
 *   for t in 0..T-1: for p in 0..L-1: h[p][f]     ->     for p in 0..L-1: for t in 0..T-1: h[f]
 *
 *   in (p, c) at t, h (p, f) at t + depth         ->     in c at p T + t, h f at slot(p) T + t + shift
 *   kernel tap k of window o                      ->     delay m T + shift(target) - shift(source), m slots back
 *   OR over all positions at each t               ->     T latches: spikes of the slot's timestep t, and marker line t
 *   what only adds up (the readout)               ->     the same weights, from one position's neurons or the latches
 *   constant lines                                ->     lines of their own for each layer, in the slots of its windows
 *   slots without a window, where that matters    ->     a silence line that inhibits more than the layer can receive
 *
 * All layers that remember forget in the same timesteps (shift mod T is 1), because a crossbar has one phase. What the
 * host lists then: src/event/stream.ts. Which networks: analysis/positions.ts.
 */
import { type Layout, layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram, InputPort, Population, Projection, SourceRef, WeightTable } from "../event/program.js";
import { type StreamEmission, type StreamLayer, type StreamPlan, type StreamPort, streamTimesteps } from "../event/stream.js";
import { MAX_EVENTS, MAX_TIMESTEPS } from "../event/verify.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { receivedBounds } from "./analysis/bounds.js";
import { analysePositions, isStateless, type OrRole, type PositionAnalysis, type PositionWindow } from "./analysis/positions.js";
import { notLegalised } from "./claims.js";
import { definePass, NEW_NEURON, type PassResult } from "./pass.js";
import { type FreshName, freshNames } from "./rewrite/names.js";
import { forgettingNeurons, inhibitionOf, oneToOne, oneWeight, relayLongDelays } from "./rewrite/relays.js";
import { sparseForm } from "./rewrite/sparse.js";
import { compactTables } from "./rewrite/tables.js";

export const exchangeLoops = definePass({
  name: "exchange-loops",
  summary: "runs position after position instead of all at once, with a neuron for each channel that forgets in between",
  requires: () => [notLegalised],
  ensures: () => [],
  spikes: {
    kind: "exchanged",
    how: "a neuron of position p and channel f spikes at framework step t where f spikes in timestep t of the slot of p",
  },
  limits:
    "Samples change too (`stream`). Everything up to the pool is fed forward, without delays of its own, and the same at every position; behind it only an OR " +
    "at each timestep and a readout by membranes that adds up. What is not is refused by name. Delays grow by T for each position that a window reaches back: " +
    "those longer than 63 timesteps are relayed, run legalise-delays for fewer slots. Windows of networks with strides or paddings are those of a network of " +
    "the text's length, padded as little as the original's. An encoder that brings the samples of the network in space does not fit any more: " +
    "`snnc convert --stream` makes program and encoder.",
  values: { maxPositions: 0 },
  options: [
    {
      name: "maxPositions",
      text: "positions of the longest text; 0: as many as the network in space has",
      type: { kind: "integer", low: 0, high: MAX_TIMESTEPS },
    },
  ],
  statistics: {
    period: "timesteps of a position",
    layers: "populations that became a neuron for each channel",
    latches: "neurons that remember an OR",
    neuronsBefore: "neurons in space",
    neuronsAfter: "neurons in the stream",
    longestDelay: "timesteps of the longest delay, before relays",
    timesteps: "timesteps of a text of the network's own length",
  },
  run: (program, { maxPositions }) => exchange(program, analysePositions(program), maxPositions),
});

/** A layer in the stream. */
interface Placed {
  readonly index: number;
  readonly layer: StreamLayer;
  readonly channels: number;
}

/** What is known about the network, and where its parts will be. */
interface Exchange {
  readonly program: EventProgram;
  readonly analysis: PositionAnalysis;
  readonly layout: Layout;
  readonly placed: ReadonlyMap<string, Placed>;
  readonly fresh: FreshName;
}

/** A projection of the stream, with a table of its own where it could not keep the old one. */
interface Made {
  readonly projection: Projection;
  readonly table?: WeightTable;
}

function exchange(program: EventProgram, analysis: PositionAnalysis, maxPositions: number): PassResult {
  const layout = layoutOf(program);
  const about: Exchange = { program, analysis, layout, placed: placeLayers(program, analysis), fresh: freshNames(program) };
  const { placed } = about;
  const { timesteps: T, roles, length } = analysis;
  const into = (target: string): readonly Projection[] => program.projections.filter((projection) => projection.target === target);

  const ports = streamPorts(about);
  const made = program.populations.flatMap(({ name }): readonly Made[] => {
    const role = lookup(roles, name);
    if (role.kind === "or") return [latchInput(about, name, role), markerInput(about, name, role, ports.markerOf)];
    return into(name).flatMap((projection) => {
      const port = ports.constantOf(projection);
      if (port !== undefined) return [withSource(fromChannels(about, projection, 1), port)];
      const window = role.kind === "layer" ? role.windows.get(projection.name) : undefined;
      return window === undefined ? [fromChannels(about, projection, copiesOf(about, projection))] : tapsOf(about, projection, window);
    });
  });
  const ends = program.projections.flatMap(({ source, target }) => {
    if (lookup(roles, target).kind !== "sum" || source.kind === "input") return [];
    const role = lookup(roles, source.population);
    // The latch's own timestep comes in between.
    return role.kind === "or"
      ? [{ layer: lookup(placed, role.source).index, delay: 2 }]
      : [{ layer: lookup(placed, source.population).index, delay: 1 }];
  });
  const populations = program.populations.map((population) => streamPopulation(about, population));
  const tables = [...program.tables, ...made.flatMap(({ table }) => table ?? [])];
  const loud: EventProgram = { ...program, inputs: ports.inputs, populations, tables, projections: made.map(({ projection }) => projection) };

  const layers = [...placed.values()].map(({ layer }) => layer);
  const silence = silences(about, loud, ends);
  const plan: StreamPlan = {
    timesteps: T,
    positions: length,
    drainTimesteps: program.readout.drainTimesteps,
    ports: ports.plan,
    layers,
    emissions: [...ports.emissions, ...silence.emissions],
    ends,
  };
  const longest = Math.max(...loud.projections.map(({ delay }) => delay));
  const whole = withLimits({ ...loud, ...silence.program }, plan, maxPositions === 0 ? length : maxPositions);
  const stream = compactTables(whole);
  const sizeOf = (all: readonly Population[]): number => all.reduce((sum, { size }) => sum + size, 0);
  const result = relayLongDelays({
    program: stream,
    neurons: new Int32Array(sizeOf(stream.populations)).fill(NEW_NEURON),
    statistics: {
      period: T,
      layers: layers.length,
      latches: sizeOf(populations.filter(({ name }) => lookup(roles, name).kind === "or")),
      neuronsBefore: layout.neurons,
      neuronsAfter: sizeOf(stream.populations),
      longestDelay: longest,
      timesteps: streamTimesteps(plan, length),
    },
    stream: plan,
  });
  return { ...result, statistics: { ...result.statistics, neuronsAfter: sizeOf(result.program.populations) } };
}

function withSource(made: Made, source: SourceRef): Made {
  return { ...made, projection: { ...made.projection, source } };
}

/** Where and when every layer runs. */
function placeLayers(program: EventProgram, { timesteps: T, roles, order, ports }: PositionAnalysis): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const population of order) {
    const role = lookup(roles, population.name);
    if (role.kind !== "layer") continue;
    const inbound = program.projections.filter(({ name }) => role.windows.has(name));
    const before = inbound.map(({ source }) => (source.kind === "input" ? 0 : lookup(placed, source.population).layer.shift));
    const earliest = Math.max(...before) + 1;
    const shift = isStateless(population) ? earliest : 1 + Math.ceil((earliest - 1) / T) * T;
    const [{ source, name }] = inbound;
    const { inLength, outLength, kernel, dilation, stride, padLeft } = lookup(role.windows, name);
    const extent = (kernel - 1) * dilation + 1;
    // With less padding the network's own length would have fewer windows, with `stride` more it would have one more.
    const least = (outLength - 1) * stride + extent - inLength;
    const { firstSlot, slotsPerWindow, channels } = role.positions;
    const layer: StreamLayer = {
      population: population.name,
      source: source.kind === "input" ? -1 : lookup(placed, source.population).index,
      extent,
      stride,
      padding: Math.min(Math.max(padLeft, least), least + stride - 1),
      firstSlot,
      slotsPerWindow,
      shift,
    };
    placed.set(population.name, { index: placed.size, layer, channels });
  }
  if (placed.size === 0) {
    throw new SnncError("check", {
      code: "exchange-no-layers",
      where: `program '${program.name}'`,
      message: `no population lies over the positions of ${[...ports.keys()].map((name) => `'${name}'`).join(", ")}`,
      hint: "There is nothing to exchange.",
    });
  }
  return placed;
}

interface StreamPorts {
  readonly inputs: readonly InputPort[];
  readonly plan: readonly StreamPort[];
  readonly emissions: readonly StreamEmission[];
  /** The port that brings a constant to a projection's target; undefined for what lies over positions. */
  readonly constantOf: (projection: Projection) => SourceRef | undefined;
  readonly markerOf: (population: string) => SourceRef;
}

/** Ports over positions with a line for each channel, constants for each of their targets, markers of the latches. */
function streamPorts({ program, analysis, placed, fresh }: Exchange): StreamPorts {
  const { ports, roles, order, timesteps: T } = analysis;
  const inputs: InputPort[] = [];
  const emissions: StreamEmission[] = [];
  let lines = 0;
  const add = (port: InputPort): number => {
    inputs.push(port);
    lines += port.lines;
    return lines - port.lines;
  };
  const plan: StreamPort[] = [];
  const constants = new Map<string, string>();
  for (const [index, port] of program.inputs.entries()) {
    const positions = ports.get(port.name);
    if (positions !== undefined) {
      plan.push({ kind: "positions", channels: positions.channels, line: add({ ...port, lines: positions.channels }) });
      continue;
    }
    plan.push({ kind: "constant", lines: port.lines });
    const targets = new Set(
      program.projections.flatMap(({ source, target }) => (source.kind === "input" && source.port === port.name ? [target] : [])),
    );
    for (const target of targets) {
      const name = targets.size === 1 ? port.name : fresh(`${port.name}.${target}`);
      const layer = placed.get(target)?.index;
      emissions.push({ kind: "constant", port: index, line: add({ ...port, name }), ...(layer === undefined ? {} : { layer }) });
      constants.set(`${port.name} ${target}`, name);
    }
  }
  const markers = new Map<string, string>();
  for (const { name } of order) {
    const role = lookup(roles, name);
    if (role.kind !== "or") continue;
    const port = fresh(`${name}.marker`);
    emissions.push({
      kind: "marker",
      line: add({ name: port, kind: "lines", lines: T, unique: true, exclusive: true }),
      layer: lookup(placed, role.source).index,
    });
    markers.set(name, port);
  }
  return {
    inputs,
    plan,
    emissions,
    constantOf: ({ source, target }) => {
      const port = source.kind === "input" ? constants.get(`${source.port} ${target}`) : undefined;
      return port === undefined ? undefined : { kind: "input", port };
    },
    markerOf: (population) => ({ kind: "input", port: lookup(markers, population) }),
  };
}

/** A neuron for each channel, T latches for each OR, or what only adds up as it is. */
function streamPopulation({ analysis, placed }: Exchange, population: Population): Population {
  const { roles, timesteps: T } = analysis;
  const role = lookup(roles, population.name);
  if (role.kind === "sum") return population;
  if (role.kind === "or") {
    return { ...forgettingNeurons(population.name, T * population.size, role.fanIn), refractory: { kind: "untilReset" } };
  }
  const { channels, layer } = lookup(placed, population.name);
  const { thresholds, biases, reset, ...rest } = population;
  return {
    ...rest,
    size: channels,
    ...(thresholds === undefined ? {} : { thresholds: thresholds.slice(0, channels) }),
    ...(biases === undefined ? {} : { biases: biases.slice(0, channels) }),
    reset: reset.kind === "zero" ? reset : { kind: "subtract", amounts: reset.amounts.slice(0, channels) },
    ...(isStateless(population) ? {} : { forgets: { period: T, phase: layer.shift % T } }),
  };
}

/** One projection for each tap of a window, as many slots later as it lies behind the window's slot. */
function tapsOf({ analysis, placed, layout, fresh }: Exchange, projection: Projection, window: PositionWindow): readonly Made[] {
  const { source, target, connectivity } = projection;
  const from = source.kind === "input" ? { firstSlot: 0, slotsPerWindow: 1, shift: 0 } : lookup(placed, source.population).layer;
  const to = lookup(placed, target).layer;
  const table = lookup(layout.tableOf, projection.table);
  const { kernel, padLeft, dilation, inChannels, outChannels, groups } = window;
  return Array.from({ length: kernel }, (_, k): Made => {
    const slots = to.firstSlot - from.firstSlot + (padLeft - k * dilation) * from.slotsPerWindow;
    const delay = slots * analysis.timesteps + to.shift - from.shift;
    const name = kernel === 1 ? projection.name : fresh(`${projection.name}.${k}`);
    if (connectivity.kind === "pool") return { projection: oneToOne(name, source, { name: target, size: outChannels }, table.name, delay) };
    if (groups === 1) {
      const rowOf = Uint32Array.from({ length: inChannels }, (_, channel) => k * inChannels + channel);
      return {
        projection: { ...projection, name, delay, connectivity: { kind: "dense", columnStart: 0, length: outChannels, targetStart: 0, rowOf } },
      };
    }
    const size = inChannels * table.columns;
    const own = { ...table, name: fresh(`${table.name}.${k}`), rows: inChannels, weights: table.weights.slice(k * size, (k + 1) * size) };
    const one = { kind: "conv1d", inLength: 1, inChannels, outLength: 1, outChannels, kernel: 1, stride: 1, padLeft: 0, groups } as const;
    return { projection: { ...projection, name, delay, table: own.name, connectivity: one }, table: own };
  });
}

/** How often a source's neurons of one position stand side by side in the stream. */
function copiesOf({ analysis }: Exchange, { source }: Projection): number {
  return source.kind === "population" && lookup(analysis.roles, source.population).kind === "or" ? analysis.timesteps : 1;
}

/** A projection from the neurons of position 0 to those of position 0, `copies` times side by side. */
function fromChannels({ program, analysis, placed, layout, fresh }: Exchange, projection: Projection, copies: number): Made {
  const { source, target, connectivity } = projection;
  const table = lookup(layout.tableOf, projection.table);
  const targets = placed.get(target)?.channels ?? lookup(layout.populationOf, target).size;
  const ofPosition = source.kind === "input" ? analysis.ports.get(source.port)?.channels : placed.get(source.population)?.channels;
  const channels = ofPosition ?? sourcesOf(program, layout, projection).count;
  if (connectivity.kind === "dense" && connectivity.targetStart === 0 && connectivity.length >= targets) {
    const rowOf = Uint32Array.from({ length: channels * copies }, (_, i) => connectivity.rowOf?.[i % channels] ?? i % channels);
    const { kind, columnStart, targetStart } = connectivity;
    return { projection: { ...projection, delay: 1, connectivity: { kind, columnStart, length: targets, targetStart, rowOf } } };
  }
  const sparse = sparseForm(projection, table, {
    sources: channels * copies,
    oldSource: (i) => i % channels,
    newTarget: (neuron) => (neuron < targets ? neuron : undefined),
  });
  if (sparse === undefined) throw new Error(`projection '${projection.name}' has no synapses at position 0`);
  const own = { ...table, name: fresh(`${table.name}.channels`), rows: 1, columns: sparse.weights.length, weights: sparse.weights };
  return { projection: { ...projection, delay: 1, table: own.name, connectivity: sparse.connectivity }, table: own };
}

/** A channel's spike charges the latches of every timestep by 1; n channels alone reach their threshold n and not more. */
function latchInput({ analysis, placed, layout, fresh }: Exchange, name: string, { source, projection }: OrRole): Made {
  const { size } = lookup(layout.populationOf, name);
  const heard = sparseForm(projection, lookup(layout.tableOf, projection.table), {
    sources: lookup(placed, source).channels,
    oldSource: (channel) => channel,
    newTarget: (neuron, weight) => (weight === 0 ? undefined : neuron),
  });
  if (heard === undefined) throw new Error(`population '${name}' is an OR of nothing`);
  const { rowStart, targets } = heard.connectivity;
  const rows = Array.from({ length: rowStart.length - 1 }, (_, channel) => {
    const own = Array.from(targets.subarray(rowStart[channel], rowStart[channel + 1]));
    return Array.from({ length: analysis.timesteps }, (_, t) => own.map((neuron) => t * size + neuron)).flat();
  });
  return onesTo(projection, fresh(`${name}.any`), rows, 1);
}

/** Marker t charges every latch of timestep t by n. */
function markerInput({ analysis, layout, fresh }: Exchange, name: string, { fanIn }: OrRole, markerOf: StreamPorts["markerOf"]): Made {
  const { size } = lookup(layout.populationOf, name);
  const rows = Array.from({ length: analysis.timesteps }, (_, t) => Array.from({ length: size }, (_, neuron) => t * size + neuron));
  const table = fresh(`${name}.window`);
  return onesTo({ name: table, source: markerOf(name), target: name }, table, rows, fanIn);
}

/** The same weight to each of the rows' targets, delay 1. */
function onesTo(
  projection: Pick<Projection, "name" | "source" | "target">,
  table: string,
  rows: readonly (readonly number[])[],
  weight: number,
): Made {
  const targets = Uint32Array.from(rows.flat());
  const rowStart = new Uint32Array(rows.length + 1);
  rows.forEach((row, source) => {
    rowStart[source + 1] = rowStart[source] + row.length;
  });
  const { name, source, target } = projection;
  return {
    projection: { name, source, target, table, delay: 1, connectivity: { kind: "sparse", rowStart, targets } },
    table: { ...oneWeight(table, weight, 0), columns: targets.length, weights: new Int8Array(targets.length).fill(weight) },
  };
}

/**
 * Lines that keep layers silent in slots in which they have no window, where their spikes would be heard: by windows that
 * reach beyond the text, and by what adds up without markers. The inhibition is as much as a timestep can bring, so that
 * v stays at or below 0 all through the slot.
 */
function silences(
  { program, analysis, placed, fresh }: Exchange,
  loud: EventProgram,
  ends: StreamPlan["ends"],
): { readonly program: Partial<EventProgram>; readonly emissions: readonly StreamEmission[] } {
  const { timesteps: T, roles, length } = analysis;
  const inputs = [...loud.inputs];
  const tables = [...loud.tables];
  const projections = [...loud.projections];
  const emissions: StreamEmission[] = [];
  const { stepLow, stepHigh } = receivedBounds(loud, layoutOf(loud));
  const { populationStart, populationOf } = layoutOf(loud);
  let line = inputs.reduce((sum, port) => sum + port.lines, 0);
  const problems: Diagnostic[] = [];
  const lastHeard = (name: string): number => {
    const { layer } = lookup(placed, name);
    const role = lookup(roles, name);
    const last = (role.kind === "layer" ? role.positions.length : 1) - 1;
    return (layer.firstSlot + last * layer.slotsPerWindow) * T + layer.shift;
  };
  const isEven = [...placed.values()].every(({ layer }) => layer.slotsPerWindow === 1);
  const endOfAll = isEven ? Math.max((length - 1) * T, ...[...placed.keys()].map(lastHeard)) : Number.NaN;
  for (const [name, { index, layer, channels }] of placed) {
    const listeners = program.projections.filter(({ source }) => source.kind === "population" && source.population === name);
    const windows = listeners.flatMap((projection) => {
      const role = lookup(roles, projection.target);
      return role.kind === "layer" ? [{ window: lookup(role.windows, projection.name), layer: lookup(placed, projection.target).layer }] : [];
    });
    const before = Math.max(0, ...windows.map(({ window }) => window.padLeft));
    const after = Math.max(0, ...windows.map((heard) => heard.layer.padding - heard.window.padLeft));
    const isAdded = listeners.some(({ target }) => lookup(roles, target).kind === "sum");
    // A layer with a window in every slot, on whose last one the sample ends, has no others.
    const isAlone = layer.firstSlot === 0 && layer.slotsPerWindow === 1 && lastHeard(name) === endOfAll && ends.every((end) => end.layer === index);
    const isEverywhere = isAdded && !isAlone;
    if (before === 0 && after === 0 && !isEverywhere) continue;
    const start = lookup(populationStart, name);
    const { biases, model } = lookup(populationOf, name);
    const needed = Array.from({ length: channels }, (_, n) => Math.max(0, stepHigh[start + n] + (biases?.[n] ?? 0)));
    const strongest = inhibitionOf(Math.max(...needed));
    const lowest = Math.min(...needed.map((most, n) => T * (stepLow[start + n] - most)));
    if (strongest === undefined || (model.kind === "cuba" && lowest <= -(2 ** 23))) {
      problems.push({
        code: "exchange-silence",
        where: `population '${name}'`,
        message: `in slots without a window it needs an inhibition of ${Math.max(...needed)} in each of ${T} timesteps; ${
          strongest === undefined ? "a weight holds 128 x 2^15" : "its current wraps at 24 bit"
        }`,
        hint: "Convert with fewer weight bits, or pad the text so that every slot has a window.",
      });
      continue;
    }
    const port = fresh(`${name}.silence`);
    const { exponent } = strongest;
    const weights = Int8Array.from(needed, (most) => -Math.ceil(most / 2 ** exponent));
    inputs.push({ name: port, kind: "lines", lines: 1, unique: true, exclusive: true });
    tables.push({ name: port, rows: 1, columns: channels, bits: 8, exponent, weights });
    projections.push({
      name: port,
      source: { kind: "input", port },
      target: name,
      table: port,
      delay: 1,
      connectivity: { kind: "dense", columnStart: 0, length: channels, targetStart: 0 },
    });
    emissions.push({ kind: "silence", line: line++, layer: index, before, after, isEverywhere });
  }
  if (problems.length > 0) throw new SnncError("check", problems);
  return { program: { inputs, tables, projections }, emissions };
}

/** Limits for texts of up to so many positions. */
function withLimits(program: EventProgram, plan: StreamPlan, positions: number): EventProgram {
  const timestepsPerSample = streamTimesteps(plan, positions);
  if (timestepsPerSample > MAX_TIMESTEPS) {
    throw new SnncError("check", {
      code: "exchange-length",
      where: `program '${program.name}'`,
      message: `a text of ${positions} positions would run ${timestepsPerSample} timesteps; a program may allow ${MAX_TIMESTEPS}`,
      hint: "Lower `maxPositions`.",
    });
  }
  const isBounded = program.inputs.every((port) => port.unique === true || port.exclusive === true);
  const lines = program.inputs.reduce((sum, port) => sum + (port.exclusive === true ? 1 : port.lines), 0);
  const eventsPerTimestep = Math.min(MAX_EVENTS, isBounded ? lines : lines + program.limits.eventsPerTimestep);
  const eventsPerSample = Math.min(MAX_EVENTS, timestepsPerSample * eventsPerTimestep);
  const drainTimesteps = streamTimesteps(plan, plan.positions) - plan.positions * plan.timesteps;
  return {
    ...program,
    limits: { timestepsPerSample, eventsPerTimestep, eventsPerSample },
    readout: { ...program.readout, drainTimesteps: Math.min(drainTimesteps, timestepsPerSample - 1) },
  };
}
