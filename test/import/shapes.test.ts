/** Where shapes disagree, NIR's and ONNX's readers name both of them. (Keras's: keras/refuse.test.ts.) */
import { describe, expect, it } from "vitest";
import { readNir } from "../../src/import/nir/read.js";
import { onnx } from "../../src/import/onnx/onnx.pb.js";
import { readOnnx } from "../../src/import/onnx/read.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { rejectionOf } from "./nir/claims.js";
import { affine, hdf5Of, input, lif, nirOf, output, type Tree } from "./nir/support.js";

type Node = onnx.NodeProto.$Properties;

function conv2d(fields: Tree = {}): Tree {
  const shape = [2, 3, 3, 3];
  return {
    type: "Conv2d",
    weight: { data: new Float32Array(54).fill(1), shape },
    bias: new Float32Array(2),
    stride: [1n, 1n],
    padding: [0n, 0n],
    dilation: [1n, 1n],
    groups: 1n,
    ...fields,
  };
}

const pool = (window: number): Tree => ({
  type: "SumPool2d",
  kernel_size: [BigInt(window), BigInt(window)],
  stride: [1n, 1n],
  padding: [0n, 0n],
});

/** input [2] -> two linear maps of other sizes -> one node that adds them. */
function unevenSum(): Promise<Uint8Array> {
  const edges = ["input", "left", "input", "right", "left", "sum", "right", "sum", "sum", "output"];
  const nodes = { input: input(2), left: affine(3, 2), right: affine(4, 2), sum: lif([0.01, 0.01, 0.01]), output: output(3) };
  return hdf5Of({ node: { type: "NIRGraph", nodes, edges: { data: edges, shape: [5, 2] } } });
}

const NIR: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
  ["a linear map of another input", () => nirOf({ input: input(5), map: affine(3, 2), output: output(3) })],
  ["neurons of another number", () => nirOf({ input: input(2), map: affine(3, 2), cells: lif([0.01, 0.01]), output: output(3) })],
  ["a scale of another number", () => nirOf({ input: input(3), scale: { type: "Scale", scale: new Float32Array(2).fill(1) }, output: output(3) })],
  ["a convolution of other channels", () => nirOf({ input: input(4, 8, 8), conv: conv2d(), output: output(2, 6, 6) })],
  ["a convolution of a vector", () => nirOf({ input: input(8), conv: conv2d(), output: output(2, 6, 6) })],
  [
    "a convolution that declares another plane",
    () => nirOf({ input: input(3, 8, 8), conv: conv2d({ input_shape: [7n, 7n] }), output: output(2, 6, 6) }),
  ],
  ["a pool larger than its plane", () => nirOf({ input: input(1, 3, 3), pool: pool(4), output: output(1, 1, 1) })],
  ["an output of another shape", () => nirOf({ input: input(2), map: affine(3, 2), output: output(4) })],
  ["a sum of two shapes", unevenSum],
];

describe("NIR shapes that disagree", () => {
  it("are named, both of them", async () => {
    const said: string[] = [];
    for (const [name, bytes] of NIR) said.push(`# ${name}\n${await rejectionOf(readNir(await bytes(), { where: "net.nir", dt: 1e-3 }))}\n`);
    await expect(said.join("\n")).toMatchFileSnapshot("../errors/nir-shapes.txt");
  });
});

const tensor = (name: string, ...dims: readonly number[]): onnx.TensorProto.$Properties => {
  const size = dims.reduce((product, axis) => product * axis, 1);
  return { name, dims: [...dims], dataType: 1, floatData: Buffer.from(new Float32Array(size).fill(1).buffer) };
};
const integers = (name: string, ...values: readonly number[]): onnx.TensorProto.$Properties => ({
  name,
  dims: [values.length],
  dataType: 7,
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});
const node = (opType: string, inputs: readonly string[], attribute: onnx.AttributeProto.$Properties[] = [], result = "y"): Node => ({
  opType,
  input: [...inputs],
  output: [result],
  name: opType.toLowerCase(),
  attribute,
});

/** What the reader says of x [batch, ...shape] -> nodes -> y. */
function refusal(shape: readonly number[], nodes: readonly Node[], ...initializer: readonly onnx.TensorProto.$Properties[]): string {
  const dim = [{ dimParam: "batch" }, ...shape.map((dimValue) => ({ dimValue }))];
  const message: onnx.ModelProto.$Properties = {
    irVersion: 8,
    opsetImport: [{ version: 17 }],
    graph: {
      name: "net",
      node: [...nodes],
      initializer: [...initializer],
      input: [{ name: "x", type: { tensorType: { elemType: 1, shape: { dim } } } }],
      output: [{ name: "y", type: { tensorType: { elemType: 1 } } }],
    },
  };
  try {
    readOnnx(onnx.ModelProto.encode(message).finish(), { where: "m.onnx" }, () => undefined);
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

const axis = (name: string, value: number): onnx.AttributeProto.$Properties => ({ name, type: 2, i: value });
const axes = (name: string, ...ints: readonly number[]): onnx.AttributeProto.$Properties => ({ name, type: 7, ints: [...ints] });

const ONNX: readonly (readonly [string, () => string])[] = [
  ["a matrix of another input", () => refusal([3], [node("MatMul", ["x", "w"])], tensor("w", 4, 2))],
  ["a Gemm of another input", () => refusal([3], [node("Gemm", ["x", "w"])], tensor("w", 4, 2))],
  ["a Gemm whose bias is of another size", () => refusal([3], [node("Gemm", ["x", "w", "b"])], tensor("w", 3, 2), tensor("b", 5))],
  ["a convolution of other channels", () => refusal([4, 8, 8], [node("Conv", ["x", "w"])], tensor("w", 2, 3, 3, 3))],
  ["a convolution of a vector", () => refusal([8], [node("Conv", ["x", "w"])], tensor("w", 2, 3, 3, 3))],
  ["a kernel larger than its plane", () => refusal([3, 2, 2], [node("Conv", ["x", "w"])], tensor("w", 2, 3, 3, 3))],
  ["a pool larger than its plane", () => refusal([1, 3, 3], [node("MaxPool", ["x"], [axes("kernel_shape", 4, 4)])])],
  ["a batch norm of other channels", () => refusal([3, 8], [node("BatchNormalization", ["x", "g", "g", "g", "g"])], tensor("g", 2))],
  ["a constant that does not broadcast", () => refusal([3], [node("Add", ["x", "w"])], tensor("w", 4))],
  [
    "a sum of two shapes",
    () =>
      refusal(
        [3],
        [node("MatMul", ["x", "v"], [], "left"), node("MatMul", ["x", "w"], [], "right"), node("Add", ["left", "right"])],
        tensor("v", 3, 2),
        tensor("w", 3, 4),
      ),
  ],
  [
    "a concatenation of other rows",
    () => refusal([2, 6], [node("Transpose", ["x"], [axes("perm", 0, 2, 1)], "turned"), node("Concat", ["x", "turned"], [axis("axis", 1)])]),
  ],
  ["a reshape to other elements", () => refusal([6], [node("Reshape", ["x", "s"])], integers("s", 0, 5))],
];

describe("ONNX shapes that disagree", () => {
  it("are named, both of them", async () => {
    const said = ONNX.map(([name, story]) => `# ${name}\n${story()}\n`);
    await expect(said.join("\n")).toMatchFileSnapshot("../errors/onnx-shapes.txt");
  });
});
