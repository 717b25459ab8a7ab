/** ONNX models mutated byte by byte and field by field: each is read or refused, and nothing else. */
import { describe, expect, it, vi } from "vitest";
import { onnx } from "../../../src/import/onnx/onnx.pb.js";
import { readOnnx } from "../../../src/import/onnx/read.js";
import type { ImportLimits } from "../../../src/import/types.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { createRandom } from "../../../src/util/random.js";
import { messageMutantOf, mutantOf } from "../mutate.js";
import { casesOf } from "./support.js";

const IS_FULL = process.env.SNNC_TEST_FULL === "1";
/** Of each model. */
const MUTANTS = IS_FULL ? 400 : 12;

vi.setConfig({ testTimeout: IS_FULL ? 300_000 : 30_000 });
const FLOAT = 1;
const INT64 = 7;

type Node = onnx.NodeProto.$Properties;
type Tensor = onnx.TensorProto.$Properties;

/** "read", or the code of the first diagnostic; any other exception fails the test. */
function outcomeOf(bytes: Uint8Array, limits: Partial<ImportLimits> = {}): string {
  try {
    readOnnx(bytes, { where: "m.onnx", limits }, () => new Uint8Array(64));
    return "read";
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.diagnostics[0].code;
    throw error;
  }
}

/** A model x [batch, columns] -> nodes -> y. */
function modelOf(node: readonly Node[], initializer: readonly Tensor[] = [], columns = 3): Uint8Array {
  const dim = [{ dimParam: "batch" }, { dimValue: columns }];
  const input = [{ name: "x", type: { tensorType: { elemType: FLOAT, shape: { dim } } } }];
  const graph = { name: "net", node: [...node], initializer: [...initializer], input, output: [{ name: "y" }] };
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 17 }], graph }).finish();
}

function chain(count: number, nodeOf: (input: string, output: string) => Node): Node[] {
  return Array.from({ length: count }, (_, i) => nodeOf(i === 0 ? "x" : `t${i - 1}`, i === count - 1 ? "y" : `t${i}`));
}

describe("a mutant of an ONNX model", () => {
  it.each(["torch", "operators", "tf2onnx"] as const)("of %s is read or refused by a diagnostic", (file) => {
    const outcomes = new Map<string, number>();
    for (const { name, model } of casesOf(file)) {
      const whole = new Uint8Array(Buffer.from(model, "base64"));
      const message = onnx.ModelProto.decode(whole);
      for (let seed = 0; seed < MUTANTS; seed++) {
        const random = createRandom(seed);
        const bytes = seed % 3 === 0 ? mutantOf(whole, random) : onnx.ModelProto.encode(messageMutantOf(message, random)).finish();
        try {
          const outcome = outcomeOf(bytes);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        } catch (error) {
          throw new Error(`'${name}', seed ${seed}`, { cause: error });
        }
      }
    }
    // The mutants are near enough to the models that both happen, and for several reasons.
    expect(outcomes.get("read")).toBeGreaterThan(0);
    expect(outcomes.size).toBeGreaterThan(2);
  });
});

describe("an ONNX model that once broke the reader", () => {
  it.each(["Concat", "Sum"])("has a %s of no inputs", (opType) => {
    expect(outcomeOf(modelOf([{ opType, input: [], output: ["y"] }]))).toBe("import-unsupported");
  });

  it("gathers from 2^50 rows of no elements", () => {
    const data = { name: "data", dims: [2 ** 50, 1, 0], dataType: FLOAT };
    const index = { name: "index", dims: [1], dataType: INT64, int64Data: Uint8Array.of(0) };
    const gather = { opType: "Gather", input: ["data", "index"], output: ["y"], attribute: [{ name: "axis", type: 2, i: 1 }] };
    expect(outcomeOf(modelOf([gather], [data, index]))).toBe("import-unsupported");
  });

  it("adds up 20,000 tensors in one node", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `t${i}`);
    const nodes = names.map((name): Node => ({ opType: "Relu", input: ["x"], output: [name] }));
    expect(outcomeOf(modelOf([...nodes, { opType: "Sum", input: names, output: ["y"] }]))).toBe("read");
  });

  it("looks at one large constant again and again", () => {
    const columns = 2 ** 16;
    const zeros = { name: "zeros", dims: [columns], dataType: FLOAT, rawData: new Uint8Array(4 * columns) };
    const adding = (count: number): Uint8Array =>
      modelOf(
        chain(count, (input, output) => ({ opType: "Add", input: [input, "zeros"], output: [output] })),
        [zeros],
        columns,
      );
    const limits = { elements: 2 ** 17 };
    expect(outcomeOf(adding(8), limits)).toBe("read");
    expect(outcomeOf(adding(9), limits)).toBe("import-too-large");
  });
});

describe("an ONNX file of endless nesting", () => {
  it("is refused where groups open a million deep", () => {
    expect(outcomeOf(new Uint8Array(1_000_000).fill(0x0b))).toBe("onnx-malformed");
  });

  it("is read or refused where graphs lie 10,000 deep in the attributes of nodes", () => {
    // Field numbers of GraphProto.node, NodeProto.attribute, AttributeProto.g.
    const fields = [1, 5, 6];
    let bytes = Buffer.from(onnx.GraphProto.encode({ name: "innermost" }).finish());
    for (let depth = 0; depth < 10_000; depth++) {
      for (const field of [...fields].reverse()) bytes = Buffer.concat([Buffer.from([(field << 3) | 2]), varint(bytes.length), bytes]);
    }
    const model = Buffer.concat([Buffer.from([(7 << 3) | 2]), varint(bytes.length), bytes]);
    expect(outcomeOf(model)).toBe("onnx-no-opset");
  });

  function varint(value: number): Buffer {
    const bytes: number[] = [];
    for (let rest = value; ; rest >>>= 7) {
      if (rest < 0x80) return Buffer.from([...bytes, rest]);
      bytes.push((rest & 0x7f) | 0x80);
    }
  }
});
