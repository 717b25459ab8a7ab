import { describe, expect, it } from "vitest";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Graph } from "../../../src/graph/graph.js";
import { isList, isObject, type Json, parseJson } from "../../../src/import/keras/json.js";
import { KERAS_OPERATORS } from "../../../src/import/keras/operators.js";
import { DEFAULT_LIMITS } from "../../../src/import/types.js";
import { openZip } from "../../../src/import/zip.js";
import { type Config, called, functional, input, layer, readModel, sequential, weightValue } from "./models.js";
import { fixture, kindsOf, nodesOf, refusalsOf } from "./support.js";

const FOLDED_AWAY = KERAS_OPERATORS.filter(({ operator, how }) => how.startsWith("the identity") && !operator.startsWith("activation")).map(
  ({ operator }) => operator,
);
/** By the tests below; all others by the fixtures. */
const BY_HAND = [
  ...FOLDED_AWAY,
  "BatchNormalizationV1",
  "operation Relu6",
  "TFOpLambda __operators__.add",
  "TFOpLambda math.add",
  "TFOpLambda nn.relu",
  "TFOpLambda nn.relu6",
];

function outputOf(graph: Graph, values: readonly number[]): number[] {
  const [{ name }] = nodesOf(graph, "input");
  return [...evaluatorOf(graph).step(new Map([[name, values]]))].flatMap(([, output]) => [...output]);
}

describe("the table of operators", () => {
  it("has each operator once, and says of each what becomes of it or what would help", () => {
    const names = KERAS_OPERATORS.map(({ operator }) => operator);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(KERAS_OPERATORS.filter(({ how }) => how.length < 4)).toEqual([]);
  });

  it("promises nothing that no test reads", async () => {
    const files = ["textcnn", "digits", "mlp", "residual", "series", "image", "arithmetic"];
    const read = new Set<string>();
    for (const file of files) {
      const archive = await openZip(fixture(`${file}.keras`), file, DEFAULT_LIMITS);
      for (const name of classesIn(parseJson((await archive.read("config.json")) ?? new Uint8Array(), file))) read.add(name);
    }
    const promised = KERAS_OPERATORS.filter(({ support, operator }) => support !== "refused" && !operator.startsWith("activation '"));
    expect(promised.map(({ operator }) => operator).filter((operator) => !read.has(operator) && !BY_HAND.includes(operator))).toEqual([]);
  });
});

/** Classes of layers and operations in a configuration. */
function classesIn(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(classesIn);
  if (!isObject(value)) return [];
  const { class_name: className, module } = value;
  const isOperation = typeof module === "string" && module.includes(".ops.");
  const own = typeof className === "string" ? [isOperation ? `operation ${className}` : className] : [];
  return [...own, ...Object.values(value).flatMap((field) => (field === undefined ? [] : classesIn(field)))];
}

describe("layers", () => {
  it.each(FOLDED_AWAY)("leaves nothing of %s", async (className) => {
    const { graph, notes } = await readModel(sequential(input([3]), layer(className, { name: "nothing" }), layer("ReLU", { name: "relu" })));
    expect(kindsOf(graph)).toEqual(["relu"]);
    expect(notes).toEqual([]);
  });

  it.each([
    ["nn.relu", [0, 0, 8]],
    ["nn.relu6", [0, 0, 6]],
  ])("reads the function %s as an activation", async (name, expected) => {
    const { graph } = await readModel(sequential(input([3]), layer("TFOpLambda", { name: "function", function: name })));
    expect(outputOf(graph, [-1, 0, 8])).toEqual(expected);
  });

  it.each(["__operators__.add", "math.add"])("reads the function %s with its second operand among the keyword arguments", async (name) => {
    const calls = [[["relu", 0, 0, { y: ["input", 0, 0], name: null }]]];
    const sum = { ...layer("TFOpLambda", { name: "sum", function: name }), name: "sum", inbound_nodes: calls };
    const layers = [called(input([2])), called(layer("ReLU", { name: "relu" }), "input"), sum];
    const { graph } = await readModel(functional(layers, ["input"], ["sum"]));
    expect(outputOf(graph, [-1, 3])).toEqual([-1, 6]);
  });

  it("reads operations of legacy files, which name no module", async () => {
    const plus = { ...layer("Add", { name: "plus" }), name: "plus", inbound_nodes: [{ args: [tensor("input"), 2], kwargs: {} }] };
    const cut = { ...layer("Relu6", { name: "cut" }), name: "cut", inbound_nodes: [{ args: [tensor("plus")], kwargs: {} }] };
    const { graph } = await readModel(functional([called(input([3])), plus, cut], ["input"], ["cut"]));
    expect(outputOf(graph, [-3, 1, 9])).toEqual([0, 3, 6]);
  });

  it("takes gamma as 1 and beta as 0 where batch normalisation has none", async () => {
    const norm = layer("BatchNormalizationV1", { name: "norm", scale: false, center: false, epsilon: 0.25 });
    // Of the weights that count up, the first negative ones go elsewhere: a variance is not negative.
    const weights = { aside: [4], "norm/moving_variance": [2], "norm/moving_mean": [2] };
    const { graph } = await readModel(sequential(input([2]), norm), weights);
    const [node] = nodesOf(graph, "batchNorm");
    expect([...node.gamma, ...node.beta]).toEqual([1, 1, 0, 0]);
    expect([...node.variance, ...node.mean]).toEqual([4, 5, 6, 7].map(weightValue));
  });

  it.each([
    ["a word", "relu"],
    ["a function", { class_name: "function", config: "relu", module: "builtins" }],
    ["a layer", { class_name: "ReLU", config: { max_value: null } }],
  ])("reads an activation written as %s", async (_, activation) => {
    const { graph } = await readModel(sequential(input([2]), layer("Activation", { name: "cut", activation })));
    expect(kindsOf(graph)).toEqual(["relu"]);
  });

  it("adds many terms up in a node of their own, so that sums of sums do not multiply edges", async () => {
    const steps = Array.from({ length: 9 }, (_, i) => [
      called(layer("ReLU", { name: `relu${i}` }), `sum${i}`),
      called(layer("Add", { name: `sum${i + 1}` }), `sum${i}`, `relu${i}`),
    ]).flat();
    const layers = [called(layer("InputLayer", { name: "sum0", batch_shape: [null, 2] })), ...steps];
    const { graph } = await readModel(functional(layers, ["sum0"], ["sum9"]));
    expect(outputOf(graph, [1, -1])).toEqual([2 ** 9, -1]);
    expect(graph.edges.length).toBeLessThan(5 * graph.nodes.length);
  });

  it("counts the calls of an inner model from 0 or from 1, as the file has it", async () => {
    const inner = sequential(layer("ReLU", { name: "inside", batch_input_shape: [null, 2] }));
    for (const first of [0, 1]) {
      const calls = [[["input", 0, 0, {}]], [["inner", first, 0, {}]]];
      const sum = {
        ...layer("Add", { name: "sum" }),
        name: "sum",
        inbound_nodes: [
          [
            ["inner", first, 0, {}],
            ["inner", first + 1, 0, {}],
          ],
        ],
      };
      const { graph } = await readModel(functional([called(input([2])), { ...inner, name: "inner", inbound_nodes: calls }, sum], ["input"], ["sum"]));
      expect(outputOf(graph, [-1, 3])).toEqual([0, 6]);
    }
  });

  it("reads a sequential model whose configuration is the list of its layers", async () => {
    const { graph } = await readModel({ class_name: "Sequential", config: [layer("ReLU", { name: "relu", batch_input_shape: [null, 2] })] });
    expect(outputOf(graph, [-1, 3])).toEqual([0, 3]);
  });

  it("makes names legal and distinct, and shows control characters instead of printing them", async () => {
    const layers = [input([2], "a b"), layer("ReLU", { name: "a/b" }), layer("ReLU", { name: "a?b" }), layer("ReLU", { name: "\u001b[31mred" })];
    const { graph } = await readModel(sequential(...layers));
    expect(graph.nodes.map(({ name }) => name)).toEqual(["a_b", "a_b.2", "a_b.3", "31mred", "output"]);
    const refused = await refusalsOf(readModel(sequential(input([2]), layer("GRU", { name: "\u001b[31mred\n" }))));
    expect(refused.map(({ where }) => where)).toEqual(["model.json: GRU '\\u001b[31mred\\u000a'"]);
  });

  it("notes that a network of half precision computes in single precision", async () => {
    const dtype = { class_name: "DTypePolicy", config: { name: "mixed_bfloat16" } };
    const dense = layer("Dense", { name: "dense", units: 1, use_bias: false, dtype });
    const { notes } = await readModel(sequential(input([2]), dense), { "dense/kernel": [2, 1] });
    expect(notes.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      "model.json: Dense 'dense': it computes in half precision; here it computes in single precision",
    ]);
  });
});

function tensor(name: string): Config {
  return { class_name: "__keras_tensor__", config: { shape: [null, 3], keras_history: [name, 0, 0] } };
}
