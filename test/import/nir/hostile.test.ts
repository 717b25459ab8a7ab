/** What is refused, and how: a golden of every message; a truncated file ends in a diagnostic. Mutated ones: test/e2e/import.test.ts. */
import { describe, expect, it } from "vitest";
import { readNir } from "../../../src/import/nir/read.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { rejectionOf } from "./claims.js";
import { affine, fixture, hdf5Of, input, lif, nirOf, output, type Tree } from "./support.js";

const CELLS = lif([0.01, 0.02, 0.03]);

/** A small network with other cells. */
function withCells(cells: Tree): Promise<Uint8Array> {
  return nirOf({ input: input(2), weights: affine(3, 2), cells, output: output(3) });
}

function withEdges(edges: Tree[string], others: Tree = {}): Promise<Uint8Array> {
  return hdf5Of({
    node: { type: "NIRGraph", nodes: { input: input(2), weights: affine(3, 2), cells: CELLS, output: output(3), ...others }, edges },
  });
}

function pairs(...edges: readonly (readonly [string, string])[]): Tree[string] {
  return { data: edges.flat(), shape: [edges.length, 2] };
}

function without(tree: Tree, name: string): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => key !== name));
}

const CHAIN = [
  ["input", "weights"],
  ["weights", "cells"],
  ["cells", "output"],
] as const;

const REFUSED: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
  ["another format", () => new TextEncoder().encode("not HDF5 at all")],
  ["an empty file", () => new Uint8Array()],
  ["HDF5 of something else", () => hdf5Of({ model_weights: { dense: Float32Array.of(1) } })],
  ["a single node", () => hdf5Of({ node: { type: "LIF" } })],
  ["NaN", () => withCells({ ...CELLS, tau: Float64Array.of(0.01, Number.NaN, 0.01) })],
  ["infinity", () => withCells({ ...CELLS, r: Float64Array.of(1, 1, Number.POSITIVE_INFINITY) })],
  [
    "a number too large for single precision",
    () => nirOf({ input: input(1), weights: { type: "Linear", weight: { data: Float64Array.of(1e300), shape: [1, 1] } } }),
  ],
  ["a time constant of 0", () => withCells({ ...CELLS, tau: Float64Array.of(0.01, 0, 0.01) })],
  ["a time constant below the timestep", () => withCells({ ...CELLS, tau: Float64Array.of(0.01, 1e-9, 0.01) })],
  ["a missing field", () => withCells(without(CELLS, "v_threshold"))],
  ["a node without a type", () => withCells(without(CELLS, "type"))],
  ["parameters of different shapes", () => withCells({ ...CELLS, r: Float64Array.of(1, 1, 1, 1) })],
  ["parameters of no elements", () => withCells({ ...CELLS, tau: { data: new Float64Array(0), shape: [0] } })],
  ["text for numbers", () => withCells({ ...CELLS, tau: "fast" })],
  ["numbers for text", () => withCells({ ...CELLS, type: 7n })],
  ["a group for data", () => withCells({ ...CELLS, tau: {} })],
  ["a bias of another size", () => nirOf({ input: input(2), weights: { ...affine(3, 2), bias: new Float32Array(4) }, output: output(3) })],
  ["a weight of another rank", () => nirOf({ input: input(2), weights: { ...affine(3, 2), weight: new Float32Array(6) }, output: output(3) })],
  ["an input of another shape", () => nirOf({ input: input(5), weights: affine(3, 2), output: output(3) })],
  ["a negative shape", () => nirOf({ input: { type: "Input", shape: [-2n] }, weights: affine(3, 2), output: output(3) })],
  ["a shape beyond 2^53", () => nirOf({ input: { type: "Input", shape: [2n ** 60n] }, weights: affine(3, 2), output: output(3) })],
  ["a shape of fractions", () => nirOf({ input: { type: "Input", shape: Float64Array.of(2.5) }, weights: affine(3, 2), output: output(3) })],
  ["a shape of no axes", () => nirOf({ input: { type: "Input", shape: { data: new Float64Array(0), shape: [0] } }, output: output(3) })],
  ["an unknown primitive", () => withCells({ ...CELLS, type: "Izhikevich" })],
  ["a primitive of JavaScript's", () => withCells({ ...CELLS, type: "constructor" })],
  [
    "control characters in names",
    () => nirOf({ input: input(1), "\u001b[31mred\n": { type: "\u0007bell" }, output: output(1) }, [["input", "\u001b[31mred\n"]]),
  ],
  ["an edge to nowhere", () => withEdges(pairs(["input", "weights"], ["weights", "no\u0008where"]))],
  ["edges of three", () => withEdges({ data: ["input", "weights", "cells"], shape: [1, 3] })],
  ["no edges", () => withEdges({ data: new Float64Array(0), shape: [0] })],
  ["a cycle without state", () => withEdges(pairs(...CHAIN, ["weights", "back"], ["back", "weights"]), { back: affine(2, 3) })],
  ["a soft link", () => withEdges(pairs(...CHAIN), { again: { link: "soft", to: "/node/nodes/cells" } })],
  ["a soft link to nothing", () => withEdges(pairs(...CHAIN), { again: { link: "soft", to: "/nothing" } })],
  ["a link to another file", () => withEdges(pairs(...CHAIN), { again: { link: "external", to: "/etc/passwd" } })],
  ["a node under two names", () => withEdges(pairs(...CHAIN), { again: { link: "hard", to: "/node/nodes/cells" } })],
  ["a graph inside itself", () => withEdges(pairs(...CHAIN), { again: { link: "hard", to: "/node" } })],
  ["data for a node", () => withEdges(pairs(...CHAIN), { loose: Float64Array.of(1) })],
  [
    "a nested graph without an input",
    () => withEdges(pairs(["input", "weights"], ["weights", "inner"]), { inner: { type: "NIRGraph", nodes: { out: output(3) }, edges: pairs() } }),
  ],
  ["a nested graph without nodes", () => withEdges(pairs(...CHAIN), { inner: { type: "NIRGraph", edges: pairs() } })],
  [
    "nested graphs that pass their input around",
    () => {
      const through: Tree = { type: "NIRGraph", nodes: { in: input(3), out: output(3) }, edges: pairs(["in", "out"]) };
      return withEdges(pairs(...CHAIN, ["cells", "a"], ["a", "b"], ["b", "a"]), { a: through, b: through });
    },
  ],
  [
    "an edge by two ways through nested graphs",
    () => {
      const twice: Tree = { type: "NIRGraph", nodes: { in: input(3), out: output(3) }, edges: pairs(["in", "out"]) };
      return withEdges(pairs(["input", "weights"], ["weights", "a"], ["weights", "cells"], ["a", "cells"], ["cells", "output"]), { a: twice });
    },
  ],
  ["'same' with a stride", () => nirOf({ input: input(1, 8), conv: conv1d({ padding: "same", stride: 2n }), output: output(1, 4) })],
  ["another word for padding", () => nirOf({ input: input(1, 8), conv: conv1d({ padding: "full" }), output: output(1, 8) })],
  [
    "groups that do not divide",
    () => nirOf({ input: input(3, 8), conv: conv1d({ groups: 3n, weight: { data: new Float32Array(6), shape: [2, 1, 3] } }), output: output(2, 6) }),
  ],
  ["a kernel larger than its input", () => nirOf({ input: input(1, 2), conv: conv1d({ padding: 0n, input_shape: 2n }), output: output(1, 1) })],
  ["a size that the file cannot hold", () => nirOf({ input: input(2), weights: without(affine(3, 2), "weight"), output: output(3) }, undefined, lie)],
  ["a packing of plug-ins", () => fixture("filter-lzf")],
  ["data in another file", () => fixture("virtual")],
  ["a truncated file", () => fixture("lif").slice(0, 20000)],
];

function conv1d(fields: Tree): Tree {
  const weight = { data: new Float32Array(3), shape: [1, 1, 3] };
  return { type: "Conv1d", input_shape: 8n, weight, stride: 1n, padding: 0n, dilation: 1n, groups: 1n, bias: new Float32Array(1), ...fields };
}

/** A weight of four gibibytes of which a corner is written. */
function lie(file: Parameters<typeof nirOf>[2] extends ((file: infer F) => void) | undefined ? F : never): void {
  const group = file.get("node/nodes/weights");
  if (group === null || !("create_dataset" in group)) throw new Error("there is no group of the weights");
  const dataset = group.create_dataset({
    name: "weight",
    data: new Float32Array(64 * 64),
    shape: [64, 64],
    maxshape: [null, null],
    chunks: [64, 64],
    compression: "gzip",
  });
  dataset.resize([2 ** 15, 2 ** 15]);
}

describe("a hostile NIR file", () => {
  it("is refused in words that name the place, the value and the way out", async () => {
    const report: string[] = [];
    for (const [what, make] of REFUSED) report.push(`# ${what}\n${await rejectionOf(readNir(await make(), { where: "net.nir", dt: 1e-3 }))}`);
    await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../../errors/nir-refused.txt");
  });

  it("is refused at any length of its beginning", async () => {
    for (const name of ["lif", "series"]) {
      const whole = fixture(name);
      for (let part = 0; part < 50; part++) await expectDiagnostic(whole.slice(0, Math.floor((whole.length * part) / 50)));
    }
  });
});

async function expectDiagnostic(bytes: Uint8Array): Promise<void> {
  expect(await isRefused(bytes)).toBe(true);
}

/** Is it refused? Anything but a graph or a diagnostic is a failure of the test. */
async function isRefused(bytes: Uint8Array): Promise<boolean> {
  try {
    await readNir(bytes, { where: "net.nir", dt: 1e-3 });
    return false;
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input" && error.diagnostics.length > 0) return true;
    throw error;
  }
}
