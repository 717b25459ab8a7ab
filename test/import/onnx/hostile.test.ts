/** What is refused, all of it at once; and files that were cut, changed or made to hurt. */
import { describe, expect, it } from "vitest";
import { onnx } from "../../../src/import/onnx/onnx.pb.js";
import { readOnnx } from "../../../src/import/onnx/read.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { createRandom } from "../../../src/util/random.js";
import { casesOf } from "./support.js";

const FLOAT = 1;

type Node = onnx.NodeProto.$Properties;

/** A model x [batch, 3] -> nodes -> y. */
function modelOf(nodes: readonly Node[], initializer: readonly onnx.TensorProto.$Properties[] = [], opset = 17): Uint8Array {
  const dims = [{ dimParam: "batch" }, { dimValue: 3 }];
  const message: onnx.ModelProto.$Properties = {
    irVersion: 8,
    opsetImport: [{ version: opset }],
    graph: {
      name: "net",
      node: [...nodes],
      initializer: [...initializer],
      input: [{ name: "x", type: { tensorType: { elemType: FLOAT, shape: { dim: dims } } } }],
      output: [{ name: "y", type: { tensorType: { elemType: FLOAT } } }],
    },
  };
  return onnx.ModelProto.encode(message).finish();
}

const node = (opType: string, input: string[], output: string, name = ""): Node => ({ opType, input, output: [output], name });
const tensor = (name: string, dims: number[], values: readonly number[]): onnx.TensorProto.$Properties => ({
  name,
  dims,
  dataType: FLOAT,
  // The packed form of a repeated float.
  floatData: Buffer.from(Float32Array.from(values).buffer),
});

function refusal(bytes: Uint8Array, sibling: (name: string) => Uint8Array | undefined = () => undefined): string {
  try {
    readOnnx(bytes, { where: "m.onnx" }, sibling);
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

const matrix = tensor("w", [3, 2], [1, 2, 3, 4, 5, 6]);
const external = (location: string, more: readonly (readonly [string, string])[] = []): onnx.TensorProto.$Properties => ({
  name: "w",
  dims: [3, 2],
  dataType: FLOAT,
  dataLocation: 1,
  externalData: [["location", location] as const, ...more].map(([key, value]) => ({ key, value })),
});
const product = node("MatMul", ["x", "w"], "y");

const REFUSED: readonly (readonly [string, () => string])[] = [
  [
    "three operators in the way",
    () => refusal(modelOf([node("Tanh", ["x"], "a", "first"), node("Erf", ["a"], "b"), node("LSTM", ["b"], "y", "last")])),
  ],
  ["an operator set that is too old", () => refusal(modelOf([node("Relu", ["x"], "y")], [], 7))],
  ["an operator set that is too new", () => refusal(modelOf([node("Relu", ["x"], "y")], [], 99))],
  ["another domain", () => refusal(modelOf([{ ...node("Attention", ["x"], "y"), domain: "com.microsoft" }]))],
  ["a tensor whose size lies", () => refusal(modelOf([product], [tensor("w", [3, 200], [1, 2, 3])]))],
  ["a negative size", () => refusal(modelOf([product], [tensor("w", [3, -2], [1, 2, 3])]))],
  ["a size beyond 2^53", () => refusal(modelOf([product], [tensor("w", [3, 2 ** 60], [1])]))],
  ["NaN", () => refusal(modelOf([product], [tensor("w", [3, 2], [1, 2, Number.NaN, 4, 5, 6])]))],
  ["infinity", () => refusal(modelOf([product], [tensor("w", [3, 2], [1, 2, Number.POSITIVE_INFINITY, 4, 5, 6])]))],
  ["shapes that disagree", () => refusal(modelOf([product], [tensor("w", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])]))],
  ["a missing input", () => refusal(modelOf([node("MatMul", ["x", "nowhere"], "y")]))],
  ["a cycle", () => refusal(modelOf([node("Add", ["x", "b"], "a"), node("Relu", ["a"], "b"), node("Relu", ["b"], "y")]))],
  ["an output that nothing makes", () => refusal(modelOf([node("Relu", ["x"], "z")]))],
  ["a result that two nodes give", () => refusal(modelOf([node("Relu", ["x"], "y"), node("Identity", ["x"], "y")]))],
  ["control characters in names", () => refusal(modelOf([node("Tanh\u001b[31m", ["x"], "y", "na\u0007me\n")]))],
  ["external data that is missing", () => refusal(modelOf([product], [external("w.bin")]))],
  ["external data outside the folder", () => refusal(modelOf([product], [external("../w.bin")]), () => new Uint8Array(24))],
  ["external data by an absolute path", () => refusal(modelOf([product], [external("/etc/passwd")]), () => new Uint8Array(24))],
  [
    "external data beyond its file",
    () =>
      refusal(
        modelOf(
          [product],
          [
            external("w.bin", [
              ["offset", "8"],
              ["length", "24"],
            ]),
          ],
        ),
        () => new Uint8Array(24),
      ),
  ],
  ["a graph in a graph", () => refusal(modelOf([{ ...node("If", ["x"], "y"), attribute: [{ name: "then_branch", type: 5 }] }]))],
  ["no graph", () => refusal(onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 17 }] }).finish())],
  ["an empty file", () => refusal(new Uint8Array())],
  ["text", () => refusal(new TextEncoder().encode("this is no model"))],
];

describe("a hostile ONNX file", () => {
  it("is refused in words that name the place, the value and the way out", async () => {
    await expect(`${REFUSED.map(([what, say]) => `# ${what}\n${say()}`).join("\n\n")}\n`).toMatchFileSnapshot("../../errors/onnx-refused.txt");
  });

  it("reads external data where it is sound", () => {
    const bytes = Buffer.from(Float32Array.of(0, 1, 2, 3, 4, 5, 6).buffer);
    const { graph } = readOnnx(
      modelOf(
        [product],
        [
          external("w.bin", [
            ["offset", "4"],
            ["length", "24"],
          ]),
        ],
      ),
      { where: "m.onnx" },
      () => bytes,
    );
    const linear = graph.nodes.find((one) => one.kind === "linear");
    expect(linear?.kind === "linear" && [...linear.weight]).toEqual([1, 3, 5, 2, 4, 6]);
    expect([...(matrix.dims ?? [])]).toEqual([3, 2]);
  });

  it("is read or refused at any length and whatever bytes of it are changed", () => {
    const random = createRandom(9);
    let [refused, read] = [0, 0];
    const attempt = (bytes: Uint8Array): void => {
      try {
        readOnnx(bytes, { where: "m.onnx" }, () => undefined);
        read++;
      } catch (error) {
        if (!(error instanceof SnncError && error.kind === "input")) throw error;
        refused++;
      }
    };
    for (const { model } of casesOf("torch")) {
      const whole = Buffer.from(model, "base64");
      for (let part = 0; part < 50; part++) attempt(whole.subarray(0, Math.floor((whole.length * part) / 50)));
      for (let run = 0; run < 60; run++) {
        const bytes = Uint8Array.from(whole);
        for (let change = 0, changes = 1 + random.integer(6); change < changes; change++) bytes[random.integer(bytes.length)] = random.integer(256);
        attempt(bytes);
      }
    }
    expect(refused).toBeGreaterThan(300);
    expect(read).toBeGreaterThan(10);
  });

  it("of 100,000 nodes is read in time that grows with its size", () => {
    const chain = (count: number): Uint8Array =>
      modelOf(Array.from({ length: count }, (_, i) => node("Relu", [i === 0 ? "x" : `t${i - 1}`], i === count - 1 ? "y" : `t${i}`)));
    const { graph } = readOnnx(chain(99_000), { where: "m.onnx" }, () => undefined);
    expect(graph.nodes.length).toBe(99_002);
    expect(refusal(chain(100_001))).toMatch(/100000/);
  });
});
