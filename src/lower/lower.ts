/**
 * Graph -> event program, for the spiking text classifier: position is time, kernel offsets are delays, a hidden
 * neuron belongs to a filter. Weights become integers; the scales that are a choice are chosen on dev data through
 * the `evaluate` argument.
 */
import type { DenseConnectivity, EventProgram, InputPort, Population, Projection, WeightTable } from "../event/program.js";
import { analyseRanges, checkRanges, type PopulationRange } from "../event/ranges.js";
import type { Graph } from "../graph/graph.js";
import type { Clips } from "../util/clip-search.js";
import { SnncError } from "../util/diagnostics.js";
import { classStep, integerThreshold, neuronScales, quantiseByNeuron, quantiseWithExponent } from "../util/quantise.js";
import { type ClipChoices, clipsFor, programOfBestClips } from "./clips.js";
import { drivenWindows, fuseRows, selectColumns, wholeWindows } from "./fuse.js";
import { recogniseTextNetwork, type TextNetwork } from "./textnetwork.js";

export interface LowerOptions {
  /** Class names, index = class; as many as the graph has outputs. */
  readonly classes: readonly string[];
  /** Width of the mantissas, 2..8. */
  readonly weightBits: number;
  /** Longest sample in timesteps. */
  readonly maxTimesteps: number;
  /** Widest accumulator allowed, in bits. */
  readonly stateBits: number;
  /** Shares of the largest weights that saturate nothing, where they are known: those that the network was trained for. */
  readonly clips?: { readonly hidden: number; readonly output: number };
  /** Accuracy of a candidate on dev data, in percent, by which clips are chosen; without it nothing is clipped. */
  readonly evaluate?: (program: EventProgram) => Promise<number>;
}

export interface Lowered {
  readonly program: EventProgram;
  readonly ranges: readonly PopulationRange[];
  /** What was chosen on dev, and the accuracy it had there. */
  readonly choices: ClipChoices;
  /** Class sums count in steps so many times as large as their largest weight would allow, so that they fit a state word; 1: as fine. */
  readonly classStepFactor: number;
}

/**
 * Lowers a spiking text classifier. Throws SnncError: nodes that do not belong to one (kind input), or an accumulator
 * that the limits could overflow (kind check).
 */
export async function lower(graph: Graph, options: LowerOptions): Promise<Lowered> {
  const network = recogniseTextNetwork(graph);
  if (options.classes.length !== network.classes) {
    throw new SnncError("input", {
      code: "lower-class-count",
      message: `${options.classes.length} class names for a network with ${network.classes} outputs`,
      where: `graph '${graph.name}'`,
    });
  }
  const fused = network.branches.map(({ drives }) => drives.map((drive) => fuseRows(drive.embedding, drive.convolution)));
  for (let factor = 1; ; factor *= 2) {
    const build = (hidden: number, output: number): EventProgram => buildProgram(graph.name, network, fused, options, { hidden, output }, factor);
    const found = await chosenProgram(options, build);
    const ranges = analyseRanges(found.program);
    const overflow = checkRanges(ranges, options.stateBits, "a state word");
    if (overflow.length === 0) return { ...found, ranges, classStepFactor: factor };
    const onlyClasses = overflow.every(({ where }) => where === `population '${READOUT}'`);
    if (!onlyClasses || factor === COARSEST_CLASS_STEP) throw new SnncError("check", overflow);
  }
}

/** Class sums that overflow a state word are counted more coarsely, up to this: word and pair rows lose as many bits. */
const COARSEST_CLASS_STEP = 8;

/** The program under the clips that are known, or that dev data prefer; under none where nothing judges. */
async function chosenProgram(
  { clips, evaluate, weightBits }: LowerOptions,
  build: (hiddenClip: number, outputClip: number) => EventProgram,
): Promise<Pick<Lowered, "program" | "choices">> {
  if (clips !== undefined || evaluate === undefined) {
    const { hidden, output } = clips ?? { hidden: 1, output: 1 };
    return { program: build(hidden, output), choices: { hiddenClip: hidden, outputClip: output, tried: 0 } };
  }
  return await programOfBestClips(clipsFor(weightBits), build, evaluate);
}

/** D of a causal text network: one timestep from the word to the hidden neuron, one from there to the class. */
const DRAIN_TIMESTEPS = 2;
/** Charge that keeps a hidden neuron silent while its window still reaches in front of the text. */
const SILENCE = "silence";
const READOUT = "class";
const START = "start";

function buildProgram(
  name: string,
  network: TextNetwork,
  fused: readonly (readonly Float32Array[])[],
  options: LowerOptions,
  { hidden: hiddenClip, output: outputClip }: Clips,
  classStepFactor: number,
): EventProgram {
  const bits = options.weightBits;
  const tables: WeightTable[] = [];
  const projections: Projection[] = [];
  const populations: Population[] = [];
  const ports = tokenPorts(network);

  const classScale = classStepFactor * outputScale(network, bits, outputClip);
  // Windows reach behind the text by up to so many positions; branches that reach less far wait for the others.
  const reach = Math.max(...network.branches.map(({ right }) => right));
  let needsStart = network.outputBias.some((bias) => bias !== 0);
  network.branches.forEach((branch, b) => {
    const { kernel, outChannels } = branch.convolution;
    const wait = reach - branch.right;
    const scales = neuronScales(fused[b], outChannels, bits, hiddenClip);
    const population = branch.convolution.name;
    populations.push({
      name: population,
      size: outChannels,
      model: { kind: "lif", leakShift: 0 },
      thresholds: Int32Array.from(branch.thresholds, (threshold, f) => integerThreshold(threshold, branch.bias[f], scales[f])),
      reset: { kind: "zero" },
      refractory: { kind: "untilReset" },
    });
    branch.drives.forEach(({ port, embedding, convolution }, d) => {
      // A group of a word code drives some filters through some offsets; only those columns are stored.
      const windows = branch.drives.length > 1 ? drivenWindows(convolution) : wholeWindows(convolution);
      const columns = windows.reduce((sum, window) => sum + window.length, 0);
      const weights = quantiseByNeuron(fused[b][d], scales, bits);
      const table = `rows.${convolution.name}`;
      tables.push({
        name: table,
        rows: embedding.vocabularySize,
        columns,
        bits,
        exponent: 0,
        weights: selectColumns(weights, kernel * outChannels, windows, outChannels),
      });
      let columnStart = 0;
      for (const { offset, first, length } of windows) {
        projections.push({
          name: `${port.name}.${population}.${offset}`,
          source: { kind: "input", port: port.name },
          target: population,
          table,
          delay: kernel - offset + wait,
          connectivity: { kind: "dense", columnStart, length, targetStart: first },
        });
        columnStart += length;
      }
    });
    // A window whose last word is word e begins at e - kernel + 1: those that begin before -left do not exist.
    const missing = kernel - 1 - branch.left;
    if (missing > 0) {
      needsStart = true;
      const silence = silenceTable(`${SILENCE}.${population}`, kernel, outChannels);
      tables.push(silence);
      for (let e = 0; e < missing; e++) {
        projections.push({
          name: `${SILENCE}.${population}.${e}`,
          source: { kind: "input", port: START },
          target: population,
          table: silence.name,
          delay: e + 1 + wait,
          connectivity: dense(0, outChannels),
        });
      }
    }
    const readout = readoutWeights(branch.linear.weight, network.classes, outChannels);
    projections.push(
      intoClasses(tables, `readout.${population}`, { kind: "population", population }, outChannels, readout, classScale, bits, outputClip),
    );
  });
  for (const wide of network.wide) {
    const { vocabularySize, weight, name: embedding } = wide.embedding;
    const source = { kind: "input", port: wide.port.name } as const;
    projections.push(intoClasses(tables, embedding, source, vocabularySize, weight, classScale, bits, outputClip));
  }
  if (needsStart) ports.push({ name: START, kind: "lines", lines: 1 });
  if (network.outputBias.some((bias) => bias !== 0)) {
    projections.push(intoClasses(tables, "bias", { kind: "input", port: START }, 1, network.outputBias, classScale, bits, outputClip));
  }
  populations.push({ name: READOUT, size: network.classes, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } });

  return {
    level: "event",
    name,
    // One event a port and timestep.
    limits: {
      timestepsPerSample: options.maxTimesteps,
      eventsPerTimestep: ports.length,
      eventsPerSample: ports.reduce((sum, port) => sum + (port.kind === "tokens" ? options.maxTimesteps : 1), 0),
    },
    inputs: ports,
    populations,
    tables,
    projections,
    readout: {
      kind: "membrane",
      population: READOUT,
      neuronsPerClass: 1,
      classes: options.classes,
      drainTimesteps: DRAIN_TIMESTEPS + reach,
    },
  };
}

/** More than any window can bring: kernel rows of at most 127 each. */
function silenceTable(name: string, kernel: number, columns: number): WeightTable {
  const exponent = Math.ceil(Math.log2(kernel + 1));
  return { name, rows: 1, columns, bits: 8, exponent, weights: new Int8Array(columns).fill(-127) };
}

/** Token ports in order: those that drive filters first, then those of further input-to-output paths. */
function tokenPorts(network: TextNetwork): InputPort[] {
  const nodes = [...network.branches.flatMap(({ drives }) => drives.map((drive) => drive.port)), ...network.wide.map((wide) => wide.port)];
  // Where many ports drive a neuron, widths would grow with events that no text brings.
  const isCoded = network.branches.some(({ drives }) => drives.length > 1);
  const names = new Set<string>();
  const ports: InputPort[] = [];
  for (const node of nodes) {
    if (names.has(node.name)) continue;
    names.add(node.name);
    ports.push({ name: node.name, kind: "tokens", lines: node.encoding.vocabularySize, ...(isCoded ? { exclusive: true } : {}) });
  }
  return ports;
}

/** The step of the class sums: that of the input-to-output rows, if there are any, else that of the readout. */
function outputScale(network: TextNetwork, bits: number, clip: number): number {
  const arrays = network.wide.length > 0 ? network.wide.map((wide) => wide.embedding.weight) : network.branches.map((branch) => branch.linear.weight);
  return classStep(arrays, bits, clip);
}

/** Adds a table of class weights [sources x classes] and returns its projection, delay 1. */
function intoClasses(
  tables: WeightTable[],
  table: string,
  source: Projection["source"],
  sources: number,
  weights: Float32Array,
  scale: number,
  bits: number,
  clip: number,
): Projection {
  const classes = weights.length / sources;
  const quantised = quantiseWithExponent(weights, scale, bits, clip);
  tables.push({ name: table, rows: sources, columns: classes, bits, ...quantised });
  return { name: `${table}.${READOUT}`, source, target: READOUT, table, delay: 1, connectivity: dense(0, classes) };
}

/** Linear weights [classes x filters] turned to rows [filters x classes]. */
function readoutWeights(weight: Float32Array, classes: number, filters: number): Float32Array {
  const rows = new Float32Array(filters * classes);
  for (let c = 0; c < classes; c++) for (let f = 0; f < filters; f++) rows[f * classes + c] = weight[c * filters + f];
  return rows;
}

function dense(columnStart: number, length: number): DenseConnectivity {
  return { kind: "dense", columnStart, length, targetStart: 0 };
}
