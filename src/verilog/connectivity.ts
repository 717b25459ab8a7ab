/**
 * The synapses of a program as the crossbar stores them: words of LANES weights, segments that point at them, and axons
 * that share segment lists. Built through `visitFanout` alone.
 *
 *   run of `visitFanout`            {target 19, length 10, weight w}, 16 lanes
 *   -> block of words               target group 1, lanes 3..12, one word with 3 + 3 zero lanes, 10 operations
 *   runs of one source and projection that meet in one group   -> one block (their weights side by side)
 *
 * A block that is one run is known by its place in the table, so every position of a convolution uses the same words. A
 * block of several runs is known by its content. Axons share a list of segments where the distances between their
 * blocks are the same. Two layouts of the blocks are tried and the one with fewer segments is taken: in the order of the
 * tables (regular for convolutions, whose positions share blocks) and axon by axon (regular for token rows, where the
 * blocks of a line come from several tables).
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram, WeightTable } from "../event/program.js";
import { ceilDivide } from "../util/fixed.js";
import { storedExponent } from "./legalise.js";
import type { WeightBits } from "./target.js";

/** Where a population's neurons lie in a core's padded numbering: all of them, or those of some of its groups. */
export interface PlacedPopulation {
  readonly name: string;
  /** First neuron here, numbered through all populations. */
  readonly firstNeuron: number;
  /** Neurons here. */
  readonly size: number;
  /** First of the population's groups that is here; 0 where all are. */
  readonly groupStart: number;
  /** Its number in the core. */
  readonly firstGroup: number;
  readonly groups: number;
}

/** A segment relative to its axon's bases. */
export interface SegmentRow {
  readonly groupOffset: number;
  readonly words: number;
  readonly weightOffset: number;
  readonly delay: number;
  readonly exponent: number;
  readonly operations: number;
}

export interface AxonRow {
  /** Input line, or inputLines + neuron (numbered through all populations). */
  readonly source: number;
  readonly segmentPointer: number;
  readonly segmentCount: number;
  readonly weightBase: number;
  readonly groupBase: number;
}

export interface CrossbarConnectivity {
  /** Axons that drive something, ascending by source. */
  readonly axons: readonly AxonRow[];
  readonly segments: readonly SegmentRow[];
  /** [weightWords x lanes] */
  readonly weights: Int8Array;
}

/** Populations in program order, each from a group boundary on. */
export function placePopulations(program: EventProgram, lanes: number): readonly PlacedPopulation[] {
  let firstNeuron = 0;
  let firstGroup = 0;
  return program.populations.map(({ name, size }) => {
    const placed = { name, firstNeuron, size, groupStart: 0, firstGroup, groups: ceilDivide(size, lanes) };
    firstNeuron += size;
    firstGroup += placed.groups;
    return placed;
  });
}

/** One use of a block by an axon. */
interface Use {
  readonly block: Block;
  readonly group: number;
  readonly delay: number;
  readonly exponent: number;
  readonly operations: number;
}

/** LANES-wide words of weights, stored once. */
interface Block {
  readonly words: Int8Array;
  /** Sort key: table, place in the table, zero lanes in front; blocks known by content come last. */
  readonly order: readonly [table: number, weight: number, pad: number];
  address: number;
}

/** The synapses onto the neurons that are placed; a run of synapses that goes on elsewhere is cut. */
export function buildConnectivity(
  program: EventProgram,
  lanes: number,
  weightBits: WeightBits,
  placed: readonly PlacedPopulation[],
): CrossbarConnectivity {
  const store = blockStore(lanes);
  const uses = collectUses(program, lanes, weightBits, placed, store);
  const [byTable, byAxon] = [[...store.blocks].sort(byOrder), inOrderOfUse(uses)].map((blocks) => layOut(blocks, uses, lanes));
  return byAxon.segments.length < byTable.segments.length ? byAxon : byTable;
}

/** Blocks as the axons come to them, each once. */
function inOrderOfUse(uses: readonly (readonly Use[] | undefined)[]): Block[] {
  const seen = new Set<Block>();
  for (const list of uses) for (const { block } of list ?? []) seen.add(block);
  return [...seen];
}

/** Places the blocks in this order and lists the segments that follow. */
function layOut(blocks: readonly Block[], uses: readonly (readonly Use[] | undefined)[], lanes: number): CrossbarConnectivity {
  const weights = placeBlocks(blocks, lanes);
  const axons: AxonRow[] = [];
  const segments: SegmentRow[] = [];
  const pointerOf = new Map<string, number>();
  uses.forEach((list, source) => {
    if (list === undefined) return;
    const weightBase = list.reduce((least, use) => Math.min(least, use.block.address), Number.POSITIVE_INFINITY);
    const groupBase = list.reduce((least, use) => Math.min(least, use.group), Number.POSITIVE_INFINITY);
    const rows = list.map(
      (use): SegmentRow => ({
        groupOffset: use.group - groupBase,
        words: use.block.words.length / lanes,
        weightOffset: use.block.address - weightBase,
        delay: use.delay,
        exponent: use.exponent,
        operations: use.operations,
      }),
    );
    const key = rows.map((row) => Object.values(row).join(" ")).join(";");
    let segmentPointer = pointerOf.get(key);
    if (segmentPointer === undefined) {
      segmentPointer = segments.length;
      pointerOf.set(key, segmentPointer);
      segments.push(...rows);
    }
    axons.push({ source, segmentPointer, segmentCount: rows.length, weightBase, groupBase });
  });
  return { axons, segments, weights };
}

/** Every use of a block, by source; sources that drive nothing stay undefined. */
function collectUses(
  program: EventProgram,
  lanes: number,
  weightBits: WeightBits,
  placed: readonly PlacedPopulation[],
  store: BlockStore,
): readonly (readonly Use[] | undefined)[] {
  const layout = layoutOf(program);
  const uses = new Array<Use[] | undefined>(layout.inputLines + layout.neurons).fill(undefined);
  const placeOf = new Map(placed.map((population) => [population.name, population]));
  for (const projection of program.projections) {
    const place = placeOf.get(projection.target);
    if (place === undefined) continue;
    const table = lookup(layout.tableOf, projection.table);
    const tableIndex = program.tables.indexOf(table);
    const { start, count } = sourcesOf(program, layout, projection);
    const [firstTarget, endTarget] = [place.groupStart * lanes, (place.groupStart + place.groups) * lanes];
    const joinsNeighbours = projection.connectivity.kind === "sparse";
    const exponent = storedExponent(table, weightBits);
    const shift = exponent === 0 ? table.exponent : 0;
    for (let source = 0; source < count; source++) {
      let open: Run[] = [];
      const close = (): void => {
        if (open.length === 0) return;
        const group = Math.floor(open[0].target / lanes);
        const use: Use = {
          block: store.blockOf(open, table, tableIndex, shift),
          group: place.firstGroup + group - place.groupStart,
          delay: projection.delay,
          exponent,
          operations: open.reduce((sum, run) => sum + run.length, 0),
        };
        const list = uses[start + source];
        if (list === undefined) uses[start + source] = [use];
        else list.push(use);
        open = [];
      };
      visitFanout(projection, table, source, (runTarget, runLength, runWeight) => {
        const target = Math.max(runTarget, firstTarget);
        const length = Math.min(runTarget + runLength, endTarget) - target;
        if (length <= 0) return;
        const weight = runWeight + target - runTarget;
        const last = open.at(-1);
        if (last !== undefined) {
          const end = last.target + last.length;
          const gap = Math.floor(target / lanes) - Math.floor((end - 1) / lanes);
          if (target < end || gap > (joinsNeighbours ? 1 : 0)) close();
        }
        open.push({ target, length, weight });
      });
      close();
    }
  }
  return uses;
}

interface Run {
  readonly target: number;
  readonly length: number;
  readonly weight: number;
}

interface BlockStore {
  readonly blocks: Block[];
  /** The block that holds these ascending runs; its first word belongs to the group of the first run. */
  blockOf(runs: readonly Run[], table: WeightTable, tableIndex: number, shift: number): Block;
}

function blockStore(lanes: number): BlockStore {
  const blocks: Block[] = [];
  const byKey = new Map<string, Block>();
  const blockOf = (runs: readonly Run[], table: WeightTable, tableIndex: number, shift: number): Block => {
    const pad = runs[0].target % lanes;
    const placeKey = runs.length === 1 ? `${tableIndex} ${runs[0].weight} ${runs[0].length} ${pad}` : undefined;
    const known = placeKey === undefined ? undefined : byKey.get(placeKey);
    if (known !== undefined) return known;
    const first = runs[0].target - pad;
    const last = runs[runs.length - 1];
    const words = new Int8Array(ceilDivide(last.target + last.length - first, lanes) * lanes);
    for (const { target, length, weight } of runs) {
      for (let i = 0; i < length; i++) words[target - first + i] = table.weights[weight + i] << shift;
    }
    const key = placeKey ?? `content ${Buffer.from(words.buffer).toString("latin1")}`;
    const same = byKey.get(key);
    if (same !== undefined) return same;
    const order: Block["order"] = placeKey === undefined ? [Number.POSITIVE_INFINITY, 0, 0] : [tableIndex, runs[0].weight, pad];
    const block: Block = { words, order, address: 0 };
    byKey.set(key, block);
    blocks.push(block);
    return block;
  };
  return { blocks, blockOf };
}

/** Gives every block its address, one after the other, and returns the weight memory. */
function placeBlocks(blocks: readonly Block[], lanes: number): Int8Array {
  const total = blocks.reduce((sum, block) => sum + block.words.length, 0);
  const weights = new Int8Array(total);
  let next = 0;
  for (const block of blocks) {
    weights.set(block.words, next);
    block.address = next / lanes;
    next += block.words.length;
  }
  return weights;
}

/** Infinity - Infinity is NaN, which sort takes for "equal": blocks known by content keep their order of appearance. */
function byOrder(a: Block, b: Block): number {
  return a.order[0] - b.order[0] || a.order[1] - b.order[1] || a.order[2] - b.order[2] || a.words.length - b.words.length;
}
