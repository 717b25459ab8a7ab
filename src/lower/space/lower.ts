/**
 * Spiking graph -> event program with the neurons laid out in space: one neuron per element of every spiking node. It
 * keeps the frameworks' timing up to a shift: every projection gets its framework delay plus the one timestep that a
 * spike takes, and `finish` (the retime pass) then balances the branches.
 */
import type { EventProgram, InputPort, Population, Projection, WeightTable } from "../../event/program.js";
import { analyseRanges, checkRanges, type PopulationRange } from "../../event/ranges.js";
import type { Graph } from "../../graph/graph.js";
import { elementsOf } from "../../graph/shapes.js";
import { type Diagnostic, SnncError } from "../../util/diagnostics.js";
import { clamp, roundHalfAway } from "../../util/fixed.js";
import { uniqueNames } from "../../util/names.js";
import { type ClipChoices, clipsFor, programOfBestClips } from "../clips.js";
import { type BlockNeurons, type LeakRule, neuronsOf } from "./neurons.js";
import { type Arrangement, arrangementOf, MOST_PROBED_SYNAPSES, operatorOf, throughSteps } from "./operators.js";
import { type BiasPath, type Block, type Dissection, dissect, START } from "./paths.js";
import { emitOperator, largestByClass, type Placed, type QuantisedInput } from "./synapses.js";

/** Line that spikes in every timestep of the input and carries what neurons receive constantly. */
export const BIAS = "bias";

/** What a value of an input node becomes in every timestep. */
export type ValueEncoding =
  /** One event where the value (0 or 1) is 1: spike trains. */
  | { readonly kind: "spikes" }
  /** A random event with probability (value - low) / (high - low). */
  | { readonly kind: "rate"; readonly low: number; readonly high: number }
  /** The same current in every timestep: the value rounded to `bits` binary digits of (value - low) / (high - low), an event a digit. */
  | { readonly kind: "direct"; readonly low: number; readonly high: number; readonly bits: number };

export interface SpaceOptions {
  readonly classes: readonly string[];
  /** Neurons of the readout that vote for each class (default 1). */
  readonly neuronsPerClass?: number;
  /** Width of the mantissas, 2..8. */
  readonly weightBits: number;
  /** Timesteps of input of the longest sample. */
  readonly maxTimesteps: number;
  /** Widest accumulator allowed, in bits. */
  readonly stateBits: number;
  readonly encoding: ValueEncoding;
  readonly leaks: LeakRule;
  /** Balances the delays (the retime pass). */
  readonly finish: (program: EventProgram) => EventProgram;
  /** Accuracy of a candidate on dev data, in percent; without it nothing is clipped. */
  readonly evaluate?: (program: EventProgram, inputs: readonly InputLines[]) => Promise<number>;
}

/** Where the elements of an input node enter the program. */
export interface InputLines {
  readonly input: string;
  /** Ports by binary digit, lowest first; one for spikes and rates. */
  readonly ports: readonly string[];
  /** Line within the port of each element of the input, row-major. */
  readonly lineOf: Uint32Array;
}

export interface LoweredNetwork {
  readonly program: EventProgram;
  readonly ranges: readonly PopulationRange[];
  readonly inputs: readonly InputLines[];
  /** What was approximated. */
  readonly notes: readonly Diagnostic[];
  readonly choices: ClipChoices;
}

/**
 * Lowers a spiking graph. Throws SnncError: nodes that have no place in an event program, wrong class names (input), or
 * an accumulator that the limits could overflow (check).
 */
export async function lowerToSpace(graph: Graph, options: SpaceOptions): Promise<LoweredNetwork> {
  const network = prepare(graph, options);
  const inputs = network.blocks.flatMap(({ block, arrangement }) =>
    block.kind === "input" ? [{ input: block.name, ports: portsOf(block, options.encoding), lineOf: arrangement.neuronOf }] : [],
  );
  const build = (hiddenClip: number, outputClip: number): EventProgram =>
    options.finish(buildProgram(graph, network, options, hiddenClip, outputClip));
  const { evaluate } = options;
  const found =
    evaluate === undefined
      ? { program: build(1, 1), choices: { hiddenClip: 1, outputClip: 1, tried: 0 } }
      : await programOfBestClips(clipsFor(options.weightBits), build, (program) => evaluate(program, inputs));
  const ranges = analyseRanges(found.program);
  const overflow = checkRanges(ranges, options.stateBits, "a state word");
  if (overflow.length > 0) throw new SnncError("check", overflow);
  return { ...found, ranges, inputs, notes: network.notes };
}

/** Everything about the network that no scale changes. */
interface Network {
  readonly dissection: Dissection;
  readonly blocks: readonly PlacedBlock[];
  /** By target block: what reaches it, still in floats. */
  readonly received: ReadonlyMap<string, readonly QuantisedInput[]>;
  /** By target block and delay: constants per neuron, in units of the block's input. */
  readonly constants: ReadonlyMap<string, ReadonlyMap<number, Float64Array>>;
  readonly notes: readonly Diagnostic[];
}

interface PlacedBlock {
  readonly block: Block;
  readonly arrangement: Arrangement;
  /** Absent for inputs. */
  readonly neurons?: BlockNeurons;
}

function prepare(graph: Graph, options: SpaceOptions): Network {
  const dissection = dissect(graph);
  const problems: Diagnostic[] = [];
  const notes: Diagnostic[] = [];
  const readout = dissection.blocks.find(({ name }) => name === dissection.readout.block);
  const { neuronsPerClass = 1 } = options;
  if (readout !== undefined && readout.size !== options.classes.length * neuronsPerClass) {
    problems.push({
      code: "lower-class-count",
      message: `${options.classes.length} class names${neuronsPerClass === 1 ? "" : ` of ${neuronsPerClass} neurons each`} for a network with ${readout.size} outputs`,
      where: `graph '${graph.name}'`,
    });
  }
  const blocks = dissection.blocks.map((block): PlacedBlock => {
    const where = `node '${block.name}' (${block.node.kind})`;
    const into = dissection.paths.filter(({ target }) => target === block.name);
    const outOf = dissection.paths.filter(({ source }) => source === block.name);
    // The classes keep the order of their names.
    const natural = arrangementOf(block.shape, block === readout ? [] : into, block.kind === "input" ? outOf : []);
    if (block.kind === "input") return { block, arrangement: natural };
    const neurons = neuronsOf(block.node, block.shape, natural.neuronOf, options.leaks, (message, hint) => {
      problems.push({ code: "lower-neuron", message, where, ...(hint === undefined ? {} : { hint }) });
    });
    notes.push(...neurons.notes.map((note) => ({ ...note, where })));
    const { reorder } = neurons;
    if (reorder === undefined) return { block, arrangement: natural, neurons };
    if (block === readout)
      problems.push({ code: "lower-neuron", message: "its classes have different leaks; they are read out side by side", where });
    const neuronOf = natural.neuronOf.map((neuron) => reorder[neuron]);
    return { block, neurons, arrangement: { plane: { height: 1, width: 1, channels: block.size }, neuronOf } };
  });
  const placedOf = new Map(blocks.map((placed) => [placed.block.name, placed]));
  const received = new Map<string, QuantisedInput[]>();
  for (const path of dissection.paths) {
    const [source, target] = [placedOf.get(path.source), placedOf.get(path.target)];
    if (source === undefined || target === undefined) throw new Error("a path between blocks that do not exist");
    const operator = operatorOf(path, source.arrangement, target.arrangement);
    if (operator === undefined) {
      problems.push({
        code: "lower-too-many-synapses",
        message: `the way from '${path.source}' has no regular form and needs more than ${MOST_PROBED_SYNAPSES} single synapses`,
        where: `node '${path.target}' (${target.block.node.kind})`,
        hint: "Put a spiking node between the layers that cannot be merged, or simplify them.",
      });
      continue;
    }
    const list = received.get(path.target) ?? [];
    received.set(path.target, list);
    list.push({ source: path.source, delay: path.delay, operator });
  }
  if (problems.length > 0) throw new SnncError("input", problems);
  return { dissection, blocks, received, constants: constantsOf(dissection, placedOf, options.encoding), notes };
}

/** Biases of the neurons and of the affine nodes before them, and the currents of the values' zero points. */
function constantsOf(
  dissection: Dissection,
  placedOf: ReadonlyMap<string, PlacedBlock>,
  encoding: ValueEncoding,
): Map<string, Map<number, Float64Array>> {
  const constants = new Map<string, Map<number, Float64Array>>();
  const add = (target: string, delay: number, inOrder: Float64Array): void => {
    if (inOrder.every((value) => value === 0)) return;
    const byDelay = constants.get(target) ?? new Map<number, Float64Array>();
    constants.set(target, byDelay);
    const sum = byDelay.get(delay) ?? new Float64Array(inOrder.length);
    byDelay.set(delay, sum);
    for (let n = 0; n < sum.length; n++) sum[n] += inOrder[n];
  };
  const ordered = (target: string, values: Float64Array): Float64Array => {
    const inOrder = new Float64Array(values.length);
    const neuronOf = placedOf.get(target)?.arrangement.neuronOf ?? new Uint32Array(0);
    for (let i = 0; i < values.length; i++) inOrder[neuronOf[i]] = values[i];
    return inOrder;
  };
  for (const { block, neurons } of placedOf.values()) if (neurons !== undefined) add(block.name, 0, neurons.biases);
  const through = (path: BiasPath): void => add(path.target, path.delay, ordered(path.target, throughSteps(path.values, path.steps)));
  for (const path of dissection.biases) through(path);
  if (encoding.kind !== "spikes" && encoding.low !== 0) {
    for (const { source, target, steps, delay } of dissection.paths) {
      const block = placedOf.get(source)?.block;
      if (block?.kind !== "input" || block.name === START) continue;
      through({ target, steps, delay, values: new Float64Array(elementsOf(block.shape)).fill(encoding.low) });
    }
  }
  return constants;
}

/** Ports of an input block, by binary digit. */
function portsOf(block: Block, encoding: ValueEncoding): string[] {
  if (block.name === START || encoding.kind !== "direct") return [block.name];
  return Array.from({ length: encoding.bits }, (_, digit) => `${block.name}.bit${digit}`);
}

/** What one event of the lowest digit stands for. */
function unitOf(block: Block, encoding: ValueEncoding): number {
  if (block.kind !== "input" || block.name === START || encoding.kind === "spikes") return 1;
  return (encoding.high - encoding.low) / (encoding.kind === "rate" ? 1 : 2 ** encoding.bits - 1);
}

function buildProgram(graph: Graph, network: Network, options: SpaceOptions, hiddenClip: number, outputClip: number): EventProgram {
  const { encoding, weightBits: bits } = options;
  const tables: WeightTable[] = [];
  const populations: Population[] = [];
  const projections: Projection[] = [];
  const ports: InputPort[] = [];
  const placed = new Map<string, Placed>();
  const freshName = uniqueNames();
  // Blocks of one piece keep their node's name.
  const populationName = uniqueNames(network.blocks.flatMap(({ block, neurons }) => (neurons?.pieces.length === 1 ? [] : [block.name])));
  for (const { block, arrangement, neurons } of network.blocks) {
    if (block.kind === "input") {
      const names = portsOf(block, encoding);
      for (const name of names) ports.push({ name, kind: "lines", lines: block.size, unique: true });
      placed.set(block.name, { arrangement, sources: names.map((port) => ({ kind: "input", port })), unit: unitOf(block, encoding), pieces: [] });
    } else if (neurons !== undefined) {
      const freshPopulation = (i: number): string => populationName(neurons.pieces.length === 1 ? block.name : `${block.name}.${i}`);
      const pieces = neurons.pieces.map(({ start, size }, i) => ({ name: freshPopulation(i), start, size }));
      placed.set(block.name, {
        arrangement,
        sources: pieces.map(({ name }) => ({ kind: "population", population: name })),
        unit: 1,
        pieces,
      });
    }
  }
  const needsBias = network.blocks.some(
    ({ block, neurons }) => neurons !== undefined && folded(neurons, network.constants.get(block.name) ?? new Map()).constants.size > 0,
  );
  if (needsBias) ports.push({ name: BIAS, kind: "lines", lines: 1, unique: true });

  for (const { block, neurons } of network.blocks) {
    if (neurons === undefined) continue;
    const target = placed.get(block.name);
    if (target === undefined) throw new Error(`block '${block.name}' was not placed`);
    const isReadout = block.name === network.dissection.readout.block && network.dissection.readout.kind === "membrane";
    const inputs = network.received.get(block.name) ?? [];
    const units = inputs.map(({ source }) => placed.get(source)?.unit ?? 1);
    // What the start line charges may be far larger than any weight, and is exact in digits of its own: it decides the scale
    // only where it would take exponents that cores do not shift by.
    const isCharge = inputs.map(
      ({ source, operator }) => source === START && operator.kind === "dense" && operator.weights.length === operator.targets,
    );
    const largest = largestByClass(
      inputs,
      units.map((unit, i) => (isCharge[i] ? unit / LARGEST_CHARGE : unit)),
      target,
      isReadout,
    );
    const step = 2 ** neurons.fractionBits;
    const clip = isReadout ? outputClip : hiddenClip;
    const limit = 2 ** (bits - 1) - 1;
    // Value of one unit of the membrane, per neuron.
    const scales = largest.map((weight) => (weight === 0 ? 1 : (weight * clip) / limit) / step);
    const isOr = block.node.kind === "pool1d" || block.node.kind === "pool2d" || block.node.kind === "globalPool";
    // An OR counts spikes: weights of 1, no fraction, no clipping.
    const scaleOf = isOr ? scales.map(() => 1) : scales;
    inputs.forEach((input, i) => {
      const source = placed.get(input.source);
      if (source === undefined) throw new Error(`block '${input.source}' was not placed`);
      if (isCharge[i]) {
        const charge = Float64Array.from(input.operator.weights, (value, n) => roundHalfAway(value / scaleOf[n]));
        emitConstants(freshName, START, block.name, charge, input.delay, target, bits, tables, projections);
        return;
      }
      emitOperator({
        name: `${input.source}.${block.name}`,
        freshName,
        input,
        source,
        target,
        unit: units[i] ?? 1,
        scales: scaleOf,
        bits,
        exponent: isOr ? 0 : neurons.fractionBits,
        tables,
        projections,
      });
    });
    const { thresholds, constants } = folded(neurons, network.constants.get(block.name) ?? new Map());
    for (const [delay, values] of constants) {
      const whole = values.map((value, n) => roundHalfAway(value / scaleOf[n]));
      emitConstants(freshName, BIAS, block.name, whole, delay, target, bits, tables, projections);
    }
    for (const [i, piece] of neurons.pieces.entries()) {
      const name = target.pieces[i]?.name ?? block.name;
      const part = <T>(values: ArrayLike<T>, make: (value: T, n: number) => number): Int32Array =>
        Int32Array.from({ length: piece.size }, (_, n) => make(values[piece.start + n], piece.start + n));
      populations.push({
        name,
        size: piece.size,
        model: piece.model,
        ...(thresholds === undefined ? {} : { thresholds: part(thresholds, (threshold, n) => Math.floor(threshold / scaleOf[n])) }),
        reset:
          thresholds === undefined || neurons.reset === "zero"
            ? { kind: "zero" }
            : { kind: "subtract", amounts: part(thresholds, (threshold, n) => roundHalfAway(threshold / scaleOf[n])) },
        refractory: neurons.refractory,
      });
    }
  }
  return {
    level: "event",
    name: graph.name,
    limits: {
      timestepsPerSample: options.maxTimesteps + 1,
      eventsPerTimestep: ports.reduce((sum, port) => sum + port.lines, 0),
      eventsPerSample: ports.reduce((sum, port) => sum + port.lines * (port.name === START ? 1 : options.maxTimesteps), 0),
    },
    inputs: ports,
    populations,
    tables,
    projections,
    readout: {
      kind: network.dissection.readout.kind,
      population: network.dissection.readout.block,
      neuronsPerClass: options.neuronsPerClass ?? 1,
      classes: options.classes,
      drainTimesteps: 1,
    },
  };
}

/**
 * A neuron that forgets within the timestep compares q + bias with its threshold: the bias goes into the threshold, unless
 * that would make it fire at rest, before its input has arrived.
 */
function folded(
  neurons: BlockNeurons,
  constants: ReadonlyMap<number, Float64Array>,
): { thresholds?: Float64Array; constants: ReadonlyMap<number, Float64Array> } {
  const { thresholds, pieces } = neurons;
  if (thresholds === undefined) return { constants };
  const bias = constants.get(0);
  const forgets = pieces.every(({ model }) => model.kind === "lif" && model.leakShift === 0);
  if (!forgets || bias === undefined || bias.some((value, n) => value > thresholds[n])) return { thresholds, constants };
  const others = new Map([...constants].filter(([delay]) => delay !== 0));
  return { thresholds: thresholds.map((threshold, n) => threshold - bias[n]), constants: others };
}

/** How many times a start line's charge may exceed the largest weight: two digits of 8 bits, and 5 more bits of membrane. */
const LARGEST_CHARGE = 32;

/** Largest exponent of a weight table. */
const LARGEST_EXPONENT = 15;

/** Constants as weights of the bias line or the start line, in balanced digits of `bits` bits, a table a digit: exact, whatever their size. */
function emitConstants(
  freshName: (wanted: string) => string,
  port: typeof BIAS | typeof START,
  block: string,
  values: Float64Array,
  delay: number,
  target: Placed,
  bits: number,
  tables: WeightTable[],
  projections: Projection[],
): void {
  const base = 2 ** (bits - 1);
  let rest = values;
  let exponent = 0;
  for (let digit = 0; rest.some((value) => value !== 0); digit++) {
    const isLast = exponent + bits - 1 > LARGEST_EXPONENT;
    // Exponents end somewhere: what is left then is added up in pieces.
    const low = rest.map((value) => (isLast ? clamp(value, -base / 2, base / 2 - 1) : ((((value + base / 2) % base) + base) % base) - base / 2));
    rest = rest.map((value, n) => (isLast ? value - low[n] : (value - low[n]) / base));
    const own = exponent;
    if (!isLast) exponent += bits - 1;
    if (low.every((value) => value === 0)) continue;
    const table = freshName(`${port}.${block}.digit${digit}`);
    tables.push({ name: table, rows: 1, columns: low.length, bits, exponent: own, weights: Int8Array.from(low) });
    for (const piece of target.pieces) {
      projections.push({
        name: target.pieces.length === 1 ? table : freshName(`${table}.${piece.name}`),
        source: { kind: "input", port },
        target: piece.name,
        table,
        delay: delay + 1,
        connectivity: { kind: "dense", columnStart: piece.start, length: piece.size, targetStart: 0 },
      });
    }
  }
}
