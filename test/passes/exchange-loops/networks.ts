/** Random networks over positions, laid out in space for any length of the text, and random samples for them. */
import { batchOf } from "../../../src/event/batch.js";
import type {
  Connectivity,
  EventProgram,
  InputPort,
  NeuronModel,
  Population,
  Projection,
  Refractory,
  WeightTable,
} from "../../../src/event/program.js";
import type { EventBatch } from "../../../src/event/run.js";
import type { Random } from "../../../src/util/random.js";

export interface LayerSpec {
  readonly kind: "conv1d" | "conv2d" | "or" | "sum";
  /** -1: the input. */
  readonly from: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly channels: number;
  readonly groups: number;
  readonly model: NeuronModel;
  readonly thresholds: Int32Array;
  readonly subtracts: boolean;
  readonly refractory: Refractory;
  readonly weights: Int8Array;
  readonly exponent: number;
  readonly bias?: Int8Array;
  readonly charge?: Int8Array;
}

export interface NetworkSpec {
  readonly timesteps: number;
  readonly length: number;
  readonly channels: number;
  readonly layers: readonly LayerSpec[];
  /** What is read out: the OR of all positions of a layer, or all its spikes. */
  readonly pools: readonly { readonly layer: number; readonly kind: "or" | "sum"; readonly weights: Int8Array }[];
  readonly classes: number;
  readonly outputBias?: Int8Array;
}

/** Options of a test that needs less than everything. */
export interface NetworkOptions {
  readonly models?: readonly NeuronModel["kind"][];
  readonly timesteps?: number;
  readonly strides?: boolean;
  readonly length?: number;
}

export function randomNetwork(random: Random, options: NetworkOptions = {}): NetworkSpec {
  const { models = ["if", "lif", "cuba"], strides = true } = options;
  const channels = 1 + random.integer(4);
  const length = options.length ?? 5 + random.integer(6);
  const layers: LayerSpec[] = [];
  const widths = [length];
  const count = 1 + random.integer(3);
  for (let l = 0; l < count; l++) {
    const from = l === 0 ? -1 : random.integer(4) === 0 ? random.integer(l + 1) - 1 : l - 1;
    const seen = widths[from + 1];
    const source = from < 0 ? channels : layers[from].channels;
    const kind = l > 0 && random.integer(4) === 0 ? (random.integer(2) === 0 ? "or" : "sum") : random.integer(2) === 0 ? "conv1d" : "conv2d";
    const isPool = kind === "or" || kind === "sum";
    const kernel = 1 + random.integer(Math.min(3, seen - 1));
    const dilation = isPool || (kernel - 1) * 2 >= seen - 1 || random.integer(3) > 0 ? 1 : 2;
    const extent = (kernel - 1) * dilation + 1;
    const stride = strides && seen - extent >= 2 && random.integer(3) === 0 ? 2 : 1;
    const [padLeft, padRight] = [random.integer(extent), random.integer(extent)];
    const groups = !isPool && source > 1 && random.integer(4) === 0 ? source : 1;
    const own = isPool ? source : groups * (1 + random.integer(groups === 1 ? 5 : 2));
    const rows = isPool ? 1 : kernel * source;
    const columns = isPool ? 1 : own / groups;
    const exponent = isPool ? 0 : random.integer(2);
    const weights = isPool ? Int8Array.of(1 + random.integer(3)) : Int8Array.from({ length: rows * columns }, () => random.integer(16) - 5);
    const model: NeuronModel = kind === "or" ? { kind: "lif", leakShift: 0 } : modelOf(random, models[random.integer(models.length)]);
    const refractory: Refractory =
      kind === "or" || random.integer(2) === 0
        ? { kind: "none" }
        : random.integer(2) === 0
          ? { kind: "untilReset" }
          : { kind: "steps", timesteps: 1 + random.integer(3) };
    const thresholds = Int32Array.from({ length: own }, () =>
      kind === "or" ? 0 : kind === "sum" ? 1 + random.integer(4) : (4 + random.integer(20)) << exponent,
    );
    const isDriven = !isPool && random.integer(2) === 0;
    const small = (): Int8Array => Int8Array.from({ length: own }, () => random.integer(9) - 3);
    layers.push({
      kind,
      from,
      kernel,
      stride,
      dilation,
      padLeft,
      padRight,
      channels: own,
      groups,
      model,
      thresholds,
      subtracts: refractory.kind !== "untilReset" && kind !== "or" && random.integer(2) === 0,
      refractory,
      weights,
      exponent,
      ...(isDriven ? { bias: small() } : {}),
      ...(isDriven && random.integer(2) === 0 ? { charge: small() } : {}),
    });
    widths.push(Math.floor((seen + padLeft + padRight - extent) / stride) + 1);
  }
  const classes = 2 + random.integer(2);
  const read = [count - 1, ...(count > 1 && random.integer(2) === 0 ? [0] : [])];
  const row = (size: number): Int8Array => Int8Array.from({ length: size * classes }, () => random.integer(31) - 15);
  return {
    timesteps: options.timesteps ?? 2 + random.integer(7),
    length,
    channels,
    layers,
    pools: read.map((layer) => ({ layer, kind: random.integer(2) === 0 ? "or" : "sum", weights: row(layers[layer].channels) })),
    classes,
    ...(random.integer(2) === 0 ? { outputBias: row(1) } : {}),
  };
}

function modelOf(random: Random, kind: NeuronModel["kind"] | undefined): NeuronModel {
  if (kind === "lif") return { kind, leakShift: random.integer(5) };
  if (kind === "cuba")
    return { kind, decayU: 1000 + random.integer(3096), decayV: random.integer(3000), membraneMin: -(2 ** 22), membraneMax: 2 ** 22 };
  return { kind: "if" };
}

/** The network in space for a text of `length` positions; windows of each layer as given, or as many as its paddings allow. */
export function inSpace(spec: NetworkSpec, length = spec.length, windows: readonly number[] = windowsOfSpec(spec, length)): EventProgram {
  const { layers, pools, classes, timesteps } = spec;
  const tables: WeightTable[] = [];
  const populations: Population[] = [];
  const projections: Projection[] = [];
  const widthOf = (layer: number): number => (layer < 0 ? length : windows[layer]);
  const channelsOf = (layer: number): number => (layer < 0 ? spec.channels : layers[layer].channels);
  const depths: number[] = [];
  const depthOf = (layer: number): number => (layer < 0 ? 0 : depths[layer]);
  const sourceOf = (layer: number): Projection["source"] =>
    layer < 0 ? { kind: "input", port: "in" } : { kind: "population", population: `h${layer}` };
  const add = (
    name: string,
    source: Projection["source"],
    target: string,
    delay: number,
    table: Omit<WeightTable, "name" | "bits">,
    connectivity: Connectivity,
  ): void => {
    tables.push({ name, bits: 8, ...table });
    projections.push({ name, source, target, table: name, delay, connectivity });
  };
  layers.forEach((layer, l) => {
    const { from, kernel, stride, dilation, padLeft, groups, weights, exponent, thresholds } = layer;
    const [inLength, inChannels, outLength, outChannels] = [widthOf(from), channelsOf(from), widthOf(l), layer.channels];
    depths.push(depthOf(from) + 1);
    const isPool = layer.kind === "or" || layer.kind === "sum";
    const all = (values: Int32Array): Int32Array => Int32Array.from({ length: outLength * outChannels }, (_, n) => values[n % outChannels]);
    populations.push({
      name: `h${l}`,
      size: outLength * outChannels,
      model: layer.model,
      thresholds: all(thresholds),
      reset: layer.subtracts ? { kind: "subtract", amounts: all(thresholds) } : { kind: "zero" },
      refractory: layer.refractory,
    });
    const table = { rows: isPool ? 1 : kernel * inChannels, columns: isPool ? 1 : outChannels / groups, exponent, weights };
    const along = { inLength, outLength, kernel, stride, padLeft };
    const connectivity: Connectivity = isPool
      ? pool1d(along, inChannels)
      : layer.kind === "conv1d"
        ? { kind: "conv1d", ...along, inChannels, outChannels, dilation, groups }
        : conv2d(along, { inChannels, outChannels, dilation, groups });
    add(`in.h${l}`, sourceOf(from), `h${l}`, 1, table, connectivity);
    const constants = [
      ["bias", layer.bias],
      ["start", layer.charge],
    ] as const;
    for (const [port, values] of constants) {
      if (values === undefined) continue;
      const size = outLength * outChannels;
      const spread = Int8Array.from({ length: size }, (_, n) => values[n % outChannels]);
      const dense = { kind: "dense", columnStart: 0, length: size, targetStart: 0 } as const;
      add(`${port}.h${l}`, { kind: "input", port }, `h${l}`, depthOf(l), { rows: 1, columns: size, exponent: 0, weights: spread }, dense);
    }
  });
  const readDepth = Math.max(...pools.map(({ layer, kind }) => depthOf(layer) + (kind === "or" ? 2 : 1)));
  pools.forEach(({ layer, kind, weights }, i) => {
    const [size, width] = [channelsOf(layer), widthOf(layer)];
    const dense = { kind: "dense", columnStart: 0, length: classes, targetStart: 0 } as const;
    const table = { rows: size, columns: classes, exponent: 0, weights };
    if (kind === "sum") {
      const rowOf = Uint32Array.from({ length: size * width }, (_, n) => n % size);
      add(`out${i}`, sourceOf(layer), "out", readDepth - depthOf(layer), table, { ...dense, rowOf });
      return;
    }
    const name = `or${i}`;
    const along = { inLength: width, outLength: 1, kernel: width, stride: 1, padLeft: 0 };
    populations.push({ ...oneShot(name, size) });
    add(`${name}.in`, sourceOf(layer), name, 1, { rows: 1, columns: 1, exponent: 0, weights: Int8Array.of(1) }, pool1d(along, size));
    add(`out${i}`, { kind: "population", population: name }, "out", readDepth - depthOf(layer) - 1, table, dense);
  });
  if (spec.outputBias !== undefined) {
    const table = { rows: 1, columns: classes, exponent: 0, weights: spec.outputBias };
    add("bias.out", { kind: "input", port: "bias" }, "out", readDepth, table, { kind: "dense", columnStart: 0, length: classes, targetStart: 0 });
  }
  populations.push({ name: "out", size: classes, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } });
  const uses = (port: string): boolean => projections.some(({ source }) => source.kind === "input" && source.port === port);
  const ports: InputPort[] = [
    { name: "bias", kind: "lines", lines: 1, unique: true },
    { name: "in", kind: "lines", lines: length * spec.channels, unique: true },
    { name: "start", kind: "lines", lines: 1, unique: true },
  ];
  const inputs = ports.filter(({ name }) => uses(name));
  const lines = inputs.reduce((sum, port) => sum + port.lines, 0);
  const timestepsPerSample = timesteps + readDepth;
  return {
    level: "event",
    name: "in-space",
    limits: { timestepsPerSample, eventsPerTimestep: lines, eventsPerSample: lines * timestepsPerSample },
    inputs,
    populations,
    tables,
    projections,
    readout: {
      kind: "membrane",
      population: "out",
      neuronsPerClass: 1,
      classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
      drainTimesteps: readDepth,
    },
  };
}

function oneShot(name: string, size: number): Population {
  return {
    name,
    size,
    model: { kind: "lif", leakShift: 0 },
    thresholds: new Int32Array(size),
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  };
}

interface Along {
  readonly inLength: number;
  readonly outLength: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padLeft: number;
}

function pool1d({ inLength, outLength, kernel, stride, padLeft }: Along, channels: number): Connectivity {
  return {
    kind: "pool",
    inHeight: 1,
    inWidth: inLength,
    channels,
    outHeight: 1,
    outWidth: outLength,
    windowHeight: 1,
    windowWidth: kernel,
    strideY: 1,
    strideX: stride,
    padLeft,
  };
}

function conv2d(
  { inLength, outLength, kernel, stride, padLeft }: Along,
  { inChannels, outChannels, dilation, groups }: { inChannels: number; outChannels: number; dilation: number; groups: number },
): Connectivity {
  return {
    kind: "conv2d",
    inHeight: 1,
    inWidth: inLength,
    inChannels,
    outHeight: 1,
    outWidth: outLength,
    outChannels,
    kernelHeight: 1,
    kernelWidth: kernel,
    strideY: 1,
    strideX: stride,
    padTop: 0,
    padLeft,
    dilationX: dilation,
    groups,
  };
}

function windowsOfSpec({ layers }: NetworkSpec, length: number): readonly number[] {
  const windows: number[] = [];
  for (const { from, kernel, dilation, stride, padLeft, padRight } of layers) {
    const seen = from < 0 ? length : windows[from];
    windows.push(Math.floor((seen + padLeft + padRight - (kernel - 1) * dilation - 1) / stride) + 1);
  }
  return windows;
}

/** Samples in space: random spikes over positions, the constants as the host lists them. */
export function samplesInSpace(random: Random, spec: NetworkSpec, program: EventProgram, samples: number): EventBatch {
  const { timesteps: T } = spec;
  const starts = new Map<string, number>();
  let next = 0;
  for (const { name, lines } of program.inputs) {
    starts.set(name, next);
    next += lines;
  }
  const lines = program.inputs.find(({ name }) => name === "in")?.lines ?? 0;
  return batchOf(
    Array.from({ length: samples }, () => {
      const events: [number, number][] = [];
      const odds = 1 + random.integer(4);
      for (let t = 0; t < T; t++) {
        const [bias, start] = [starts.get("bias"), starts.get("start")];
        if (bias !== undefined) events.push([t, bias]);
        if (start !== undefined && t === 0) events.push([t, start]);
        for (let line = 0; line < lines; line++) if (random.integer(odds + 1) === 0) events.push([t, (starts.get("in") ?? 0) + line]);
      }
      return { timesteps: T + program.readout.drainTimesteps, events };
    }),
  );
}
