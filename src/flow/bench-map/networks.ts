/**
 * The networks of `snnc bench-map`, made from a seed and a number of neurons: three with structure (a convolution, layers,
 * blocks on a sheet) and one without. Each neuron reaches about 100 others. Structure is what a mapper can use: neurons
 * that share sources exist, and fit a core.
 */
import type { Connectivity, EventProgram, Population, Projection, WeightTable } from "../../event/program.js";
import { createRandom, type Random } from "../../util/random.js";

export interface BenchNetwork {
  readonly name: "convolution" | "layered" | "local" | "random";
  readonly structured: boolean;
  readonly target: string;
  readonly build: (neurons: number, seed: number) => EventProgram;
}

export const BENCH_NETWORKS: readonly BenchNetwork[] = [
  { name: "convolution", structured: true, target: "generic", build: convolution },
  { name: "layered", structured: true, target: "generic", build: layered },
  { name: "local", structured: true, target: "generic", build: local },
  { name: "random", structured: false, target: "generic", build: uniform },
];

const FAN_OUT = 100;
/** Neurons of a block of the local network. */
const BLOCK = 1024;

/** An image of 6 channels, each pixel from a line of its own, and 16 features of 5 x 5 pixels: 150 synapses a feature. */
export function convolution(neurons: number, seed: number): EventProgram {
  const [inChannels, outChannels, kernel] = [6, 16, 5];
  const side = 8 * Math.ceil(Math.sqrt(neurons / (inChannels + outChannels)) / 8);
  const shape = { inHeight: side, inWidth: side, outHeight: side, outWidth: side };
  const pixels = side * side;
  return program(
    "convolution",
    pixels * inChannels,
    [population("image", pixels * inChannels), population("features", pixels * outChannels)],
    [
      {
        source: undefined,
        target: "image",
        weights: Int8Array.of(96),
        columns: 1,
        connectivity: { kind: "pool", ...shape, channels: inChannels, windowHeight: 1, windowWidth: 1, strideY: 1, strideX: 1 },
      },
      {
        source: "image",
        target: "features",
        weights: smallWeights(createRandom(seed), kernel * kernel * inChannels * outChannels),
        columns: outChannels,
        connectivity: {
          kind: "conv2d",
          ...shape,
          inChannels,
          outChannels,
          kernelHeight: kernel,
          kernelWidth: kernel,
          strideY: 1,
          strideX: 1,
          padTop: 2,
          padLeft: 2,
        },
      },
    ],
  );
}

/** Eight layers; each neuron reaches 100 of the 400 next to its own position in the next layer. */
export function layered(neurons: number, seed: number): EventProgram {
  const layers = 8;
  const width = 2 * Math.ceil(neurons / layers / 2);
  const random = createRandom(seed);
  const populations = Array.from({ length: layers }, (_, layer) => population(`layer${layer}`, width));
  const links = populations.slice(1).map(({ name }, layer): Link => {
    const reach = 4 * FAN_OUT;
    const targets = new Uint32Array(width * FAN_OUT);
    for (let source = 0, next = 0; source < width; source++) {
      const first = Math.max(0, Math.min(width - reach, source - reach / 2));
      for (let k = 0; k < FAN_OUT; k++) targets[next++] = first + 4 * k + random.integer(4);
    }
    return { source: `layer${layer}`, target: name, ...sparse(random, width, targets) };
  });
  return program("layered", 1, populations, [starter("layer0"), ...links]);
}

/**
 * Blocks of (unless told otherwise) 1,024 neurons on a sheet, numbered row by row: a neuron reaches 50 of its own block and 50 of the block one
 * row below (the last row's reach the first), so that a block draws on 2 blocks of sources.
 */
export function local(neurons: number, seed: number, blockNeurons = BLOCK): EventProgram {
  const blocks = Math.ceil(neurons / blockNeurons);
  const columns = Math.round(Math.sqrt(blocks));
  const random = createRandom(seed);
  const half = FAN_OUT / 2;
  const stride = Math.floor(blockNeurons / half);
  const targets = new Uint32Array(blocks * blockNeurons * FAN_OUT);
  let next = 0;
  for (let block = 0; block < blocks; block++) {
    const below = (block + columns) % blocks;
    const reached = [Math.min(block, below), Math.max(block, below)];
    for (let neuron = 0; neuron < blockNeurons; neuron++) {
      for (const other of reached) for (let k = 0; k < half; k++) targets[next++] = other * blockNeurons + k * stride + random.integer(stride);
    }
  }
  return program(
    "local",
    1,
    [population("sheet", blocks * blockNeurons)],
    [starter("sheet"), { source: "sheet", target: "sheet", ...sparse(random, blocks * blockNeurons, targets) }],
  );
}

/** Every neuron reaches 100 others drawn from all of them. */
export function uniform(neurons: number, seed: number): EventProgram {
  const size = FAN_OUT * Math.ceil(neurons / FAN_OUT);
  const stride = size / FAN_OUT;
  const random = createRandom(seed);
  const targets = new Uint32Array(size * FAN_OUT);
  for (let source = 0, next = 0; source < size; source++) {
    for (let k = 0; k < FAN_OUT; k++) targets[next++] = k * stride + random.integer(stride);
  }
  return program("random", 1, [population("all", size)], [starter("all"), { source: "all", target: "all", ...sparse(random, size, targets) }]);
}

interface Link {
  /** Undefined: the input port. */
  readonly source: string | undefined;
  readonly target: string;
  readonly weights: Int8Array;
  readonly columns: number;
  readonly connectivity: Connectivity;
}

/** One line that sets the first 32 neurons off. */
function starter(target: string): Link {
  return {
    source: undefined,
    target,
    weights: new Int8Array(32).fill(96),
    columns: 32,
    connectivity: { kind: "dense", columnStart: 0, length: 32, targetStart: 0 },
  };
}

function sparse(random: Random, sources: number, targets: Uint32Array): Omit<Link, "source" | "target"> {
  const rowStart = Uint32Array.from({ length: sources + 1 }, (_, source) => source * FAN_OUT);
  return { weights: smallWeights(random, targets.length), columns: targets.length, connectivity: { kind: "sparse", rowStart, targets } };
}

function smallWeights(random: Random, count: number): Int8Array {
  const weights = new Int8Array(count);
  for (let i = 0; i < count; i++) {
    const weight = random.integer(30) - 15;
    // None is zero, so that every synapse counts.
    weights[i] = weight < 0 ? weight : weight + 1;
  }
  return weights;
}

function population(name: string, size: number): Population {
  return {
    name,
    size,
    model: { kind: "lif", leakShift: 3 },
    thresholds: new Int32Array(size).fill(64),
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  };
}

function program(name: string, lines: number, populations: readonly Population[], links: readonly Link[]): EventProgram {
  const last = populations[populations.length - 1];
  return {
    level: "event",
    name,
    limits: { timestepsPerSample: 64, eventsPerTimestep: lines, eventsPerSample: 64 * lines },
    inputs: [{ name: "in", kind: "lines", lines, unique: true }],
    populations,
    tables: links.map(
      ({ target, weights, columns }): WeightTable => ({
        name: `to.${target}.${columns}`,
        rows: weights.length / columns,
        columns,
        bits: 8,
        exponent: 0,
        weights,
      }),
    ),
    projections: links.map(
      ({ source, target, columns, connectivity }): Projection => ({
        name: `${source ?? "in"}.${target}`,
        source: source === undefined ? { kind: "input", port: "in" } : { kind: "population", population: source },
        target,
        table: `to.${target}.${columns}`,
        delay: 1,
        connectivity,
      }),
    ),
    readout: { kind: "count", population: last.name, neuronsPerClass: last.size / 2, classes: ["even", "odd"], drainTimesteps: 1 },
  };
}
