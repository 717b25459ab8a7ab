/** What a program costs before anything runs: the figures that the table of `snnc opt` shows before and after a pass. */
import { visitFanout } from "../../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../event/layout.js";
import type { EventProgram, Projection, WeightTable } from "../../event/program.js";
import { assertNever } from "../../util/diagnostics.js";
import { unsignedBits } from "../../util/fixed.js";

export interface ProgramCost {
  readonly neurons: number;
  /** Connections whose weight is not zero. */
  readonly synapses: number;
  /** Synaptic operations if every input line and every spiking neuron emits once: the sum of their fan-outs, zeros included. */
  readonly operations: number;
  /** Weights of all tables, and the indices of the connectivity (shared rows, sparse targets), each in its own bits. */
  readonly bytes: number;
}

export function costOf(program: EventProgram): ProgramCost {
  const layout = layoutOf(program);
  const nonzeroBefore = new Map(program.tables.map((table) => [table.name, prefixNonzero(table)]));
  let bits = program.tables.reduce((sum, table) => sum + table.weights.length * table.bits, 0);
  let operations = 0;
  let synapses = 0;
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const nonzero = lookup(nonzeroBefore, projection.table);
    const { count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      visitFanout(projection, table, source, (_target, length, weight) => {
        operations += length;
        synapses += nonzero[weight + length] - nonzero[weight];
      });
    }
    bits += indexBits(projection, table, lookup(layout.populationOf, projection.target).size);
  }
  return { neurons: layout.neurons, synapses, operations, bytes: Math.ceil(bits / 8) };
}

/** Element i: how many of the first i weights are not zero. */
function prefixNonzero(table: WeightTable): Uint32Array {
  const before = new Uint32Array(table.weights.length + 1);
  for (let i = 0; i < table.weights.length; i++) before[i + 1] = before[i] + (table.weights[i] === 0 ? 0 : 1);
  return before;
}

function indexBits({ connectivity: c }: Projection, table: WeightTable, targets: number): number {
  switch (c.kind) {
    case "dense":
      return c.rowOf === undefined ? 0 : c.rowOf.length * unsignedBits(table.rows - 1);
    case "sparse":
      return c.targets.length * unsignedBits(targets - 1) + c.rowStart.length * unsignedBits(c.targets.length);
    case "conv1d":
    case "conv2d":
    case "pool":
      return 0;
    default:
      return assertNever(c);
  }
}
