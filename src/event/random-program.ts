/**
 * Seeded random event programs and inputs, for property tests and the search for planted faults: always valid, small, busy
 * (thresholds lie where spikes happen), and proven not to overflow 24 bits, so that every back end must agree on them exactly.
 */
import { createRandom, type Random } from "../util/random.js";
import { forgetsFully } from "./activity.js";
import type {
  Connectivity,
  EventProgram,
  Forgetting,
  InputPort,
  NeuronModel,
  Population,
  Projection,
  Readout,
  Refractory,
  Reset,
  SourceRef,
  WeightTable,
} from "./program.js";
import type { EventBatch } from "./run.js";

/** Which constructs may appear; everything by default. */
export interface RandomProgramOptions {
  /** Only what every crossbar runs: if/lif unless `models` says more, delays up to 8, readout by membrane or count. */
  readonly crossbar?: boolean;
  /** Only what Loihi runs: cuba, reset to zero, thresholds in multiples of 64, exponents of 6 and 7, refractory in steps. */
  readonly loihi?: boolean;
  readonly models?: readonly NeuronModel["kind"][];
  readonly connectivities?: readonly Connectivity["kind"][];
  readonly resets?: readonly Reset["kind"][];
  readonly refractories?: readonly Refractory["kind"][];
  /** May populations forget periodically (default: true, but for Loihi)? `aligned`: all of them in the same timesteps, as on a crossbar (its default). */
  readonly forgets?: boolean | "aligned";
  readonly readouts?: readonly Readout["kind"][];
  /** Longest delay, 1..63. */
  readonly maxDelay?: number;
  /** May a population project to itself or back (default true)? */
  readonly recurrent?: boolean;
  /** May neurons fire without input: negative thresholds, biases above the threshold (default true)? */
  readonly restless?: boolean;
  /** Populations, 1 to so many (default 4), */
  readonly maxPopulations?: number;
  /** of at most so many neurons each (default 24). */
  readonly maxNeurons?: number;
  /** Longest sample (default 16 timesteps). */
  readonly maxTimesteps?: number;
  /** Most input events a timestep (default 6). */
  readonly maxEventsPerTimestep?: number;
  /** Widest weight, 1..8 bit (default 8). */
  readonly maxWeightBits?: number;
  /** Weights so strong that a CUBA neuron's current wraps at 24 bits: only what arrives in one timestep fits. Only with `models` of cuba alone. */
  readonly wraps?: boolean;
  /** Marks the program as legalised for groups of so many neurons. */
  readonly updateGroup?: number;
}

/** Bound on |u| and |v| that every random program keeps, whatever its input: two bits below 24 signed ones. */
const STATE_BOUND = 2 ** 21;

interface Settings {
  readonly models: readonly NeuronModel["kind"][];
  readonly connectivities: readonly Connectivity["kind"][];
  readonly resets: readonly Reset["kind"][];
  readonly refractories: readonly Refractory["kind"][];
  readonly forgets: boolean | "aligned";
  readonly readouts: readonly Readout["kind"][];
  readonly maxDelay: number;
  readonly recurrent: boolean;
  readonly restless: boolean;
  readonly maxPopulations: number;
  readonly maxNeurons: number;
  readonly maxTimesteps: number;
  readonly maxEventsPerTimestep: number;
  readonly loihi: boolean;
  readonly wraps: boolean;
  readonly minExponent: number;
  readonly maxExponent: number;
  readonly maxWeightBits: number;
}

interface Source {
  readonly ref: SourceRef;
  readonly size: number;
}

/** A table whose weights may still be scaled down to keep the bound. */
interface MutableTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  bits: number;
  exponent: number;
  weights: Int8Array;
}

/** A valid random program; the same draws give the same program. */
export function randomProgram(random: Random, options: RandomProgramOptions = {}): EventProgram {
  const settings = settingsOf(options);
  // Mostly long samples without a further limit, so that most programs spike; now and then any limits at all.
  const { maxTimesteps } = settings;
  const timestepsPerSample = random.integer(4) === 0 ? 1 + random.integer(maxTimesteps) : maxTimesteps - random.integer(Math.ceil(maxTimesteps / 2));
  const eventsPerTimestep = 1 + random.integer(settings.maxEventsPerTimestep);
  const product = timestepsPerSample * eventsPerTimestep;
  const eventsPerSample = random.integer(3) === 0 ? 1 + random.integer(product) : product;

  const inputs: InputPort[] = [];
  const sources: Source[] = [];
  for (let i = 0, ports = 1 + random.integer(2); i < ports; i++) {
    const lines = 1 + random.integer(12);
    inputs.push({ name: `in${i}`, kind: random.integer(2) === 0 ? "lines" : "tokens", lines });
    sources.push({ ref: { kind: "input", port: `in${i}` }, size: lines });
  }

  const tables: MutableTable[] = [];
  const projections: Projection[] = [];
  const sizes: number[] = [];
  const populationCount = 1 + random.integer(settings.maxPopulations);
  for (let p = 0; p < populationCount; p++) {
    // Prefer the newest source, so that the network is deep as often as it is wide.
    const source = sources[random.integer(2) === 0 ? sources.length - 1 : random.integer(sources.length)];
    const made = structuralConnectivity(random, settings, source.size);
    const table = addTable(random, settings, tables, made.rows, made.columns);
    sizes.push(made.targets);
    projections.push(projectionOf(random, settings, projections.length, source.ref, p, table.name, made.connectivity));
    sources.push({ ref: { kind: "population", population: `p${p}` }, size: made.targets });
  }
  for (let extra = random.integer(4); extra > 0; extra--) {
    const target = random.integer(populationCount);
    const reachable = settings.recurrent ? sources.length : inputs.length + target;
    addExtraProjection(random, settings, sources[random.integer(reachable)], target, sizes[target], tables, projections);
  }

  const limits = { timestepsPerSample, eventsPerTimestep, eventsPerSample };
  boundTables(settings, tables, projections, sources, sizes, limits);
  const populations = sizes.map((size, p) => {
    // Thresholds and amounts lie around it, so it leaves them room.
    const strength = Math.min(STATE_BOUND, Math.max(1, ...inboundOf(projections, tables, p).map(({ table }) => strongest(table))));
    const isSource = projections.some(({ source }) => source.kind === "population" && source.population === `p${p}`);
    return randomPopulation(random, settings, { name: `p${p}`, size, strength, isSource });
  });
  const { population, readout } = randomReadout(random, settings, populations[populationCount - 1], timestepsPerSample);
  populations[populationCount - 1] = population;
  const number = random.uint32();
  return {
    level: "event",
    name: `random-${number}`,
    limits,
    inputs,
    populations: withForgetting(createRandom(number), settings, populations),
    tables: tables.map((table): WeightTable => ({ ...table })),
    projections,
    readout,
    ...(options.updateGroup === undefined ? {} : { legalised: { target: "test-target", updateGroup: options.updateGroup } }),
  };
}

/** Random samples within the program's limits: silent steps, bursts and lines listed twice included. */
export function randomBatch(random: Random, program: EventProgram, { samples }: { samples: number }): EventBatch {
  const lines = program.inputs.reduce((sum, port) => sum + port.lines, 0);
  const { timestepsPerSample, eventsPerTimestep, eventsPerSample } = program.limits;
  const sampleStart = new Uint32Array(samples + 1);
  const timesteps = new Uint32Array(samples);
  const time: number[] = [];
  const line: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    timesteps[sample] = random.integer(3) === 0 ? 1 + random.integer(timestepsPerSample) : timestepsPerSample;
    let left = eventsPerSample;
    for (let t = 0; t < timesteps[sample]; t++) {
      const events = random.integer(4) === 0 ? 0 : Math.min(left, random.integer(eventsPerTimestep + 1));
      left -= events;
      for (let event = 0; event < events; event++) {
        time.push(t);
        line.push(random.integer(lines));
      }
    }
    sampleStart[sample + 1] = time.length;
  }
  return { sampleStart, time: Uint32Array.from(time), line: Uint32Array.from(line), timesteps };
}

function settingsOf(options: RandomProgramOptions): Settings {
  const { crossbar = false, loihi = false, wraps = false } = options;
  return {
    models: options.models ?? (loihi ? ["cuba"] : crossbar ? ["if", "lif"] : ["if", "lif", "cuba"]),
    connectivities: options.connectivities ?? ["dense", "sparse", "conv1d", "conv2d", "pool"],
    resets: options.resets ?? (loihi ? ["zero"] : ["zero", "subtract"]),
    refractories: options.refractories ?? (loihi ? ["none", "steps"] : ["none", "steps", "untilReset"]),
    forgets: options.forgets ?? (loihi ? false : crossbar ? "aligned" : true),
    readouts: options.readouts ?? (crossbar ? ["membrane", "count"] : ["membrane", "count", "firstSpike"]),
    maxDelay: options.maxDelay ?? (crossbar ? 8 : 63),
    recurrent: options.recurrent ?? true,
    restless: options.restless ?? true,
    maxPopulations: options.maxPopulations ?? 4,
    maxNeurons: options.maxNeurons ?? 24,
    maxTimesteps: options.maxTimesteps ?? 16,
    maxEventsPerTimestep: options.maxEventsPerTimestep ?? 6,
    loihi,
    wraps,
    minExponent: loihi ? 6 : 0,
    maxExponent: loihi ? 7 : wraps ? 15 : 5,
    maxWeightBits: options.maxWeightBits ?? 8,
  };
}

/** A connectivity from `sources` sources to a population that it sizes, and the table it needs. */
function structuralConnectivity(
  random: Random,
  settings: Settings,
  sources: number,
): { connectivity: Connectivity; rows: number; columns: number; targets: number } {
  const { maxNeurons } = settings;
  const kind = pick(random, settings.connectivities);
  switch (kind) {
    case "dense": {
      const targets = 1 + random.integer(maxNeurons);
      const sharesRows = random.integer(2) === 0;
      const rows = sharesRows ? 1 + random.integer(sources) : sources;
      const rowOf = sharesRows ? { rowOf: Uint32Array.from({ length: sources }, () => random.integer(rows)) } : {};
      return { connectivity: { kind, columnStart: 0, length: targets, targetStart: 0, ...rowOf }, rows, columns: targets, targets };
    }
    case "sparse": {
      const targets = 1 + random.integer(maxNeurons);
      const connectivity = randomSparse(random, sources, targets);
      return { connectivity, rows: 1, columns: connectivity.targets.length, targets };
    }
    case "conv1d": {
      const inChannels = pick(random, divisorsOf(sources));
      const inLength = sources / inChannels;
      const axis = randomAxis(random, inLength, maxNeurons);
      const { outChannels, groups } = randomChannels(random, inChannels, Math.min(6, Math.floor(maxNeurons / axis.out)));
      return {
        connectivity: {
          kind,
          inLength,
          inChannels,
          outLength: axis.out,
          outChannels,
          kernel: axis.kernel,
          stride: axis.stride,
          padLeft: axis.pad,
          ...(axis.dilation === 1 ? {} : { dilation: axis.dilation }),
          ...(groups === 1 ? {} : { groups }),
        },
        rows: axis.kernel * inChannels,
        columns: outChannels / groups,
        targets: axis.out * outChannels,
      };
    }
    case "conv2d": {
      const { inHeight, inWidth, channels: inChannels } = randomPlane(random, sources);
      const y = randomAxis(random, inHeight, maxNeurons);
      const x = randomAxis(random, inWidth, Math.floor(maxNeurons / y.out));
      const { outChannels, groups } = randomChannels(random, inChannels, Math.min(4, Math.floor(maxNeurons / (y.out * x.out))));
      return {
        connectivity: {
          kind,
          inHeight,
          inWidth,
          inChannels,
          outHeight: y.out,
          outWidth: x.out,
          outChannels,
          kernelHeight: y.kernel,
          kernelWidth: x.kernel,
          strideY: y.stride,
          strideX: x.stride,
          padTop: y.pad,
          padLeft: x.pad,
          ...(y.dilation === 1 ? {} : { dilationY: y.dilation }),
          ...(x.dilation === 1 ? {} : { dilationX: x.dilation }),
          ...(groups === 1 ? {} : { groups }),
        },
        rows: y.kernel * x.kernel * inChannels,
        columns: outChannels / groups,
        targets: y.out * x.out * outChannels,
      };
    }
    default: {
      const plane = randomPlane(random, sources);
      // A source that is larger than maxNeurons pools all of each channel; one neuron a channel is as small as it gets.
      const y = randomAxis(random, plane.inHeight, Math.floor(maxNeurons / plane.channels));
      const x = randomAxis(random, plane.inWidth, Math.floor(maxNeurons / (plane.channels * y.out)));
      return {
        connectivity: {
          kind: "pool",
          ...plane,
          outHeight: y.out,
          outWidth: x.out,
          windowHeight: y.kernel,
          windowWidth: x.kernel,
          strideY: y.stride,
          strideX: x.stride,
          ...(y.pad === 0 ? {} : { padTop: y.pad }),
          ...(x.pad === 0 ? {} : { padLeft: x.pad }),
        },
        rows: 1,
        columns: 1,
        targets: plane.channels * y.out * x.out,
      };
    }
  }
}

interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly dilation: number;
  readonly out: number;
}

/** Up to `most` output channels, with groups where the channels divide. */
function randomChannels(random: Random, inChannels: number, most: number): { outChannels: number; groups: number } {
  const outChannels = 1 + random.integer(most);
  const common = divisorsOf(inChannels).filter((groups) => outChannels % groups === 0);
  return { outChannels, groups: random.integer(2) === 0 ? 1 : pick(random, common) };
}

/** Kernel, stride, padding, dilation and output length (1..maxOut) of one axis, every window touching the input. */
function randomAxis(random: Random, length: number, maxOut: number): Axis {
  const kernel = 1 + random.integer(Math.min(4, length));
  const stride = 1 + random.integer(3);
  const pad = random.integer(kernel);
  // Unpadded windows of a pool begin at out * stride, padded ones earlier: this many begin inside either way.
  const fitting = Math.floor((length - 1) / stride) + 1;
  const dilation = random.integer(4) === 0 ? 2 : 1;
  return { kernel, stride, pad, dilation, out: 1 + random.integer(Math.max(1, Math.min(fitting, maxOut))) };
}

function randomPlane(random: Random, size: number): { inHeight: number; inWidth: number; channels: number } {
  const channels = pick(random, divisorsOf(size));
  const inHeight = pick(random, divisorsOf(size / channels));
  return { inHeight, inWidth: size / channels / inHeight, channels };
}

/** About a third of all pairs, at least one; rows may be empty. */
function randomSparse(random: Random, sources: number, targets: number): Extract<Connectivity, { kind: "sparse" }> {
  const rowStart = new Uint32Array(sources + 1);
  const chosen: number[] = [];
  const certain = random.integer(sources);
  for (let source = 0; source < sources; source++) {
    const always = source === certain ? random.integer(targets) : -1;
    for (let target = 0; target < targets; target++) if (target === always || random.integer(3) === 0) chosen.push(target);
    rowStart[source + 1] = chosen.length;
  }
  return { kind: "sparse", rowStart, targets: Uint32Array.from(chosen) };
}

/** A dense window (sometimes of a table that another projection uses) or a sparse matrix, where these are allowed. */
function addExtraProjection(
  random: Random,
  settings: Settings,
  source: Source,
  target: number,
  targets: number,
  tables: MutableTable[],
  projections: Projection[],
): void {
  const kinds = settings.connectivities.filter((kind) => kind === "dense" || kind === "sparse");
  if (kinds.length === 0) return;
  const add = (table: MutableTable, connectivity: Connectivity): void => {
    projections.push(projectionOf(random, settings, projections.length, source.ref, target, table.name, connectivity));
  };
  if (pick(random, kinds) === "sparse") {
    const connectivity = randomSparse(random, source.size, targets);
    add(addTable(random, settings, tables, 1, connectivity.targets.length), connectivity);
    return;
  }
  const table =
    random.integer(2) === 0
      ? tables[random.integer(tables.length)]
      : addTable(random, settings, tables, 1 + random.integer(source.size), 1 + random.integer(2 * targets));
  const length = 1 + random.integer(Math.min(table.columns, targets));
  add(table, {
    kind: "dense",
    columnStart: random.integer(table.columns - length + 1),
    length,
    targetStart: random.integer(targets - length + 1),
    rowOf: Uint32Array.from({ length: source.size }, () => random.integer(table.rows)),
  });
}

function projectionOf(
  random: Random,
  settings: Settings,
  index: number,
  source: SourceRef,
  target: number,
  table: string,
  connectivity: Connectivity,
): Projection {
  const delay = 1 + (random.integer(3) === 0 ? random.integer(settings.maxDelay) : random.integer(Math.min(3, settings.maxDelay)));
  return { name: `j${index}`, source, target: `p${target}`, table, delay, connectivity };
}

function addTable(random: Random, settings: Settings, tables: MutableTable[], rows: number, columns: number): MutableTable {
  const bits = random.integer(3) === 0 ? 1 + random.integer(settings.maxWeightBits) : settings.maxWeightBits;
  const lowest = settings.wraps ? settings.maxExponent - 1 : settings.minExponent;
  const exponent = lowest + random.integer(settings.maxExponent - lowest + 1);
  // More excitation than inhibition, some zeros, and the extremes of the width now and then.
  const span = 2 ** (bits - 1);
  const weights = Int8Array.from({ length: rows * columns }, () => {
    const draw = random.integer(10);
    if (draw === 0) return 0;
    if (draw === 1) return random.integer(2) === 0 ? -span : span - 1;
    return draw < 8 ? random.integer(span) : -1 - random.integer(span);
  });
  const table = { name: `w${tables.length}`, rows, columns, bits, exponent, weights };
  tables.push(table);
  return table;
}

/**
 * Scales tables down until no input can drive a state beyond STATE_BOUND: with q <= Q in every step and T steps,
 * |v| <= T Q for IF and LIF, |u| <= T Q for CUBA (whose v is clipped). Half of the bound is left to biases and amounts.
 * Where currents may wrap, Q alone is bound, to 24 signed bits.
 */
function boundTables(
  settings: Settings,
  tables: readonly MutableTable[],
  projections: readonly Projection[],
  sources: readonly Source[],
  sizes: readonly number[],
  limits: EventProgram["limits"],
): void {
  for (let p = 0; p < sizes.length; ) {
    const inbound = inboundOf(projections, tables, p).map(({ projection, table }) => {
      const source = sources.find(({ ref }) => sameSource(ref, projection.source));
      const events = projection.source.kind === "input" ? limits.eventsPerTimestep : (source?.size ?? 0);
      return { table, charge: events * strongest(table) };
    });
    const total = inbound.reduce((sum, { charge }) => sum + charge, 0);
    if (settings.wraps ? total < 4 * STATE_BOUND : total * limits.timestepsPerSample <= STATE_BOUND / 2) {
      p++;
      continue;
    }
    const { table } = inbound.reduce((most, candidate) => (candidate.charge > most.charge ? candidate : most));
    if (table.exponent > settings.minExponent) table.exponent--;
    else if (table.bits > 1) {
      table.bits--;
      table.weights = table.weights.map((weight) => weight >> 1);
    } else throw new Error("random program: its sizes alone break the bound; lower maxNeurons or maxTimesteps");
    p = 0;
  }
}

function inboundOf(
  projections: readonly Projection[],
  tables: readonly MutableTable[],
  population: number,
): { projection: Projection; table: MutableTable }[] {
  return projections
    .filter(({ target }) => target === `p${population}`)
    .flatMap((projection) => tables.filter(({ name }) => name === projection.table).map((table) => ({ projection, table })));
}

function sameSource(a: SourceRef, b: SourceRef): boolean {
  if (a.kind === "input") return b.kind === "input" && a.port === b.port;
  return b.kind === "population" && a.population === b.population;
}

/** Largest delivered weight of a table. */
function strongest(table: MutableTable): number {
  return table.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) * 2 ** table.exponent;
}

function randomPopulation(
  random: Random,
  settings: Settings,
  { name, size, strength, isSource }: { name: string; size: number; strength: number; isSource: boolean },
): Population {
  const model = randomModel(random, settings);
  const unit = settings.loihi ? 64 : 1;
  const biases =
    random.integer(3) === 0
      ? { biases: Int32Array.from({ length: size }, () => (random.integer(2) === 0 ? 0 : random.integer(strength + 1) - (strength >> 1)) >> 2) }
      : {};
  if (!isSource && random.integer(4) === 0) {
    return { name, size, model, ...biases, reset: { kind: "zero" }, refractory: { kind: "none" } };
  }
  const thresholds = Int32Array.from({ length: size }, (_, neuron) => {
    const threshold = unit * Math.floor((strength * (0.1 + 1.5 * random.uniform())) / unit);
    const restless = settings.restless && random.integer(24) === 0;
    const bias = biases.biases?.[neuron] ?? 0;
    if (restless) return -unit * random.integer(2);
    return settings.restless ? threshold : Math.max(threshold, unit * Math.ceil(Math.max(0, bias) / unit));
  });
  const refractory = randomRefractory(random, settings);
  const reset: Reset =
    pick(random, settings.resets) === "zero" || refractory.kind === "untilReset"
      ? { kind: "zero" }
      : {
          kind: "subtract",
          amounts: thresholds.map((threshold) => (random.integer(4) === 0 ? random.integer(strength + 1) : Math.max(0, threshold))),
        };
  return { name, size, model, thresholds, ...biases, reset, refractory };
}

function randomModel(random: Random, settings: Settings): NeuronModel {
  const kind = pick(random, settings.models);
  if (kind === "if") return { kind };
  if (kind === "lif") return { kind, leakShift: random.integer(3) === 0 ? 0 : random.integer(5) === 0 ? random.integer(16) : 1 + random.integer(4) };
  return {
    kind,
    decayU: pick(random, [0, settings.wraps ? 40 : 741, settings.wraps ? 1 : 2048, 4095, random.integer(4096)]),
    decayV: pick(random, [0, 205, 2048, 4095, random.integer(4096)]),
    membraneMin: pick(random, [0, 1 - 2 ** 12, 1 - 2 ** 23]),
    membraneMax: pick(random, [2 ** 17 - 1, 2 ** 21 - 1, 2 ** 23 - 1]),
  };
}

function randomRefractory(random: Random, settings: Settings): Refractory {
  const kind = pick(random, settings.refractories);
  if (kind !== "steps") return { kind };
  return { kind, timesteps: random.integer(6) === 0 ? 1 + random.integer(62) : 1 + random.integer(4) };
}

/**
 * Reads out the last population. It is given thresholds if the readout needs spikes, and loses its biases where a
 * membrane readout would depend on which neurons a back end updates.
 */
function randomReadout(random: Random, settings: Settings, last: Population, timesteps: number): { population: Population; readout: Readout } {
  const kind = pick(random, settings.readouts);
  const population =
    kind !== "membrane" && last.thresholds === undefined
      ? { ...last, thresholds: new Int32Array(last.size).fill(64) }
      : kind === "membrane" && forgetsFully(last)
        ? withoutBiases(last)
        : last;
  const neuronsPerClass = pick(random, divisorsOf(last.size));
  const classes = Array.from({ length: last.size / neuronsPerClass }, (_, index) => `class ${index}`);
  const drainTimesteps = random.integer(Math.min(4, timesteps));
  return { population, readout: { kind, population: last.name, neuronsPerClass, classes, drainTimesteps } };
}

/** Half of the programs have populations that forget periodically. */
function withForgetting(random: Random, { forgets, maxTimesteps }: Settings, populations: readonly Population[]): readonly Population[] {
  if (forgets === false || random.integer(2) === 0) return populations;
  const draw = (): Forgetting => {
    const period = 1 + random.integer(Math.min(8, maxTimesteps));
    return { period, phase: random.integer(period) };
  };
  const shared = draw();
  return populations.map((population) =>
    random.integer(3) === 0 ? population : { ...population, forgets: forgets === "aligned" ? shared : draw() },
  );
}

function withoutBiases({ biases: _, ...rest }: Population): Population {
  return rest;
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.integer(from.length)];
}

function divisorsOf(value: number): number[] {
  return Array.from({ length: value }, (_, index) => index + 1).filter((divisor) => value % divisor === 0);
}
