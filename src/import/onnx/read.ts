/** ONNX models -> graphs. What each operator becomes: operators.ts; how layouts are followed: signal.ts. */
import { graphBuilder } from "../builder.js";
import { DEFAULT_LIMITS, type Imported, type ImportLimits, type ImportOptions } from "../types.js";
import { budgetOf } from "./budget.js";
import type { Constant } from "./constant.js";
import { draftBoard } from "./draft.js";
import { emitGraph } from "./emit.js";
import { externalDataOf } from "./external.js";
import { inputSignals } from "./inputs.js";
import { decodeModel } from "./model.js";
import type { onnx } from "./onnx.pb.js";
import { refusalOf } from "./refusal.js";
import { UNKNOWN, type Value } from "./signal.js";
import { readTensor } from "./tensors.js";
import { walkOperators } from "./walk.js";

/** Operators that may look at each constant, on average and at the limit of their elements. */
const READS_PER_ELEMENT = 4;

/**
 * The graph of an ONNX model, operator sets 11 to 21. `readSibling` gives the bytes of a file beside the model (external
 * data; the name is relative and has no way up), undefined if there is none. The batch, the first axis of every input,
 * is left out of the shapes. Throws one SnncError (input) with everything that is in the way.
 */
export function readOnnx(bytes: Uint8Array, options: ImportOptions, readSibling: (name: string) => Uint8Array | undefined): Imported {
  const limits: ImportLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const builder = graphBuilder(options);
  const model = decodeModel(bytes, options.where, limits, builder);
  const external = externalDataOf(readSibling, limits.bytes, options.where);
  const stored = budgetOf(limits.elements, options.where);
  const read = (tensor: onnx.TensorProto.$Properties): Constant => readTensor(tensor, external, stored);

  const board = draftBoard();
  const known = inputSignals(model.inputs, options, board, builder);
  for (const tensor of model.initializers) {
    const name = tensor.name ?? "";
    if (known.has(name)) builder.refuse(name, "initializer", "it is given twice; names are given once");
    known.set(
      name,
      initializer(name, () => read(tensor), builder.refuse),
    );
  }
  const budget = budgetOf(limits.elements, options.where);
  const reads = budgetOf(READS_PER_ELEMENT * limits.elements, options.where);
  const values = walkOperators({ model, known, board, builder, budget, reads, readTensor: read });
  emitGraph(model, values, board, builder);
  return builder.finish(model.name || "onnx");
}

function initializer(name: string, read: () => Constant, refuse: (name: string, kind: string, message: string, hint?: string) => void): Value {
  try {
    return read();
  } catch (error) {
    const problem = refusalOf(error);
    if (problem === undefined) throw error;
    refuse(name, "initializer", problem.message, problem.hint);
    return UNKNOWN;
  }
}
