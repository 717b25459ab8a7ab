/** Walks over the operators in order, each tensor a constant or a signal, and collects everything that stands in the way. */
import { type GraphBuilder, printable } from "../builder.js";
import type { Budget } from "./budget.js";
import type { Call, Operator } from "./call.js";
import type { Constant } from "./constant.js";
import type { DraftBoard } from "./draft.js";
import { type OnnxModel, type OnnxNode, OPSETS } from "./model.js";
import type { onnx } from "./onnx.pb.js";
import { operatorNamed } from "./operators.js";
import { refusal, refusalOf } from "./refusal.js";
import { UNKNOWN, type Value, viewOf } from "./signal.js";
import { sortedNodes } from "./sort.js";

export interface Walk {
  readonly model: OnnxModel;
  /** Values of inputs and initializers. */
  readonly known: ReadonlyMap<string, Value>;
  readonly board: DraftBoard;
  readonly builder: GraphBuilder;
  /** For what is computed at import time. */
  readonly budget: Budget;
  /** For constants that operators look at: a hundred thousand of them may share one of a million elements. */
  readonly reads: Budget;
  readonly readTensor: (tensor: onnx.TensorProto.$Properties) => Constant;
}

/** The values of all tensors that the outputs need. What is refused is with the builder; what depends on it is unknown. */
export function walkOperators(walk: Walk): ReadonlyMap<string, Value> {
  const { model, known, builder } = walk;
  const values = new Map(known);
  const uses = usesOf(model);
  for (const node of sortedNodes(model, (tensor) => known.has(tensor), builder)) {
    const [first, ...others] = node.outputs;
    const value = resultOf(walk, node, values, uses);
    const isReadOnce = (uses.get(first)?.count ?? 0) <= 1;
    if (first !== undefined) values.set(first, value.kind === "signal" ? viewOf(value, { isExclusive: value.isExclusive && isReadOnce }) : value);
    const used = others.find((tensor) => tensor !== "" && uses.has(tensor));
    if (used !== undefined && value.kind !== "unknown") {
      builder.refuse(node.name, node.operator, `its second output '${printable(used)}' is used; only the first is read`);
    }
    for (const tensor of others) values.set(tensor, UNKNOWN);
  }
  return values;
}

interface Uses {
  count: number;
  isOutput: boolean;
}

function usesOf(model: OnnxModel): ReadonlyMap<string, Uses> {
  const uses = new Map<string, Uses>();
  const count = (tensor: string, isOutput: boolean): void => {
    const known = uses.get(tensor);
    if (known === undefined) uses.set(tensor, { count: 1, isOutput });
    else {
      known.count++;
      known.isOutput ||= isOutput;
    }
  };
  for (const node of model.nodes) for (const tensor of node.inputs) count(tensor, false);
  for (const tensor of model.outputs) count(tensor, true);
  return uses;
}

/** What a node's first output is; refused and unknown where the node cannot be read. */
function resultOf(walk: Walk, node: OnnxNode, values: ReadonlyMap<string, Value>, uses: ReadonlyMap<string, Uses>): Value {
  const { builder } = walk;
  const operator = node.domain === "" ? operatorNamed(node.operator) : undefined;
  const inputs = node.inputs.map((tensor) => (tensor === "" ? undefined : (values.get(tensor) ?? UNKNOWN)));
  if (operator === undefined || (operator.read === undefined && operator.fold === undefined)) {
    builder.refuse(node.name, node.operator, ...unreadable(node, operator));
    const [first] = inputs;
    return operator?.isElementwise === true && first?.kind === "signal" ? viewOf(first, { isExclusive: false }) : UNKNOWN;
  }
  const known = inputs.filter((input): input is Exclude<typeof input, { kind: "unknown" }> => input?.kind !== "unknown");
  // It waits for something that was refused itself: nothing can be said about it.
  if (known.length < inputs.length) return UNKNOWN;
  try {
    return dispatch(walk, node, operator, known, uses);
  } catch (error) {
    const problem = refusalOf(error);
    if (problem === undefined) throw error;
    builder.refuse(node.name, node.operator, problem.message, problem.hint);
    return UNKNOWN;
  }
}

function unreadable(node: OnnxNode, operator: Operator | undefined): [message: string, hint?: string] {
  if (node.domain !== "") {
    return [`it is of the domain '${printable(node.domain)}'; operators of ONNX's own domain are read`, "Export with standard operators only."];
  }
  if (operator === undefined) return ["the reader does not know this operator"];
  return ["it has no counterpart in the graph", `What would help: ${operator.how}.`];
}

function dispatch(walk: Walk, node: OnnxNode, operator: Operator, inputs: Call["inputs"], uses: ReadonlyMap<string, Uses>): Value {
  const unknown = [...node.attributes.keys()].find((name) => operator.attributes?.includes(name) !== true);
  if (unknown !== undefined) {
    throw refusal(
      `its attribute '${printable(unknown)}' is not known; it may change what the operator does (operator sets ${OPSETS.oldest} to ${OPSETS.newest} are read)`,
    );
  }
  const { draft, assumeTokens } = walk.board.at(node.label, `${node.operator} '${printable(node.name)}'`);
  const result = uses.get(node.outputs[0]);
  const call: Call = {
    operator: node.operator,
    opset: walk.model.opset,
    inputs,
    attributes: node.attributes,
    isFinal: result?.isOutput === true && result.count === 1,
    budget: walk.budget,
    draft,
    assumeTokens,
    tensor: (name) => {
      const attribute = node.attributes.get(name);
      if (attribute === undefined) return undefined;
      if (attribute.kind === "tensor") return walk.readTensor(attribute.tensor);
      throw refusal(`its attribute '${name}' is of kind ${attribute.kind}; it must be a tensor`);
    },
    note: (message, hint) => walk.builder.note(node.name, node.operator, message, hint),
  };
  for (const input of inputs) {
    if (input?.kind === "constant") walk.reads.charge(input.data.length, `reading the constants of '${printable(node.name)}'`);
  }
  const isConstant = inputs.every((input) => input?.kind !== "signal");
  if (isConstant && operator.fold !== undefined) return operator.fold(call);
  if (operator.read !== undefined) return operator.read(call);
  throw refusal("it is only read on constants; an input of it comes from the network's input");
}
