/** The model's inputs as signals: the leading axis is the batch, the next may be a text's variable length. */
import type { GraphBuilder } from "../builder.js";
import type { ImportOptions } from "../types.js";
import { BATCH } from "./constant.js";
import type { DraftBoard } from "./draft.js";
import type { OnnxInput } from "./model.js";
import { refusal, refusalOf } from "./refusal.js";
import { type Signal, signalOf, UNKNOWN, type Value } from "./signal.js";

/** A signal by name for each input; inputs that cannot be read are refused and unknown. */
export function inputSignals(inputs: readonly OnnxInput[], options: ImportOptions, board: DraftBoard, builder: GraphBuilder): Map<string, Value> {
  return new Map(
    inputs.map((input): [string, Value] => {
      try {
        return [input.name, inputSignal(input, options, board)];
      } catch (error) {
        const problem = refusalOf(error);
        if (problem === undefined) throw error;
        builder.refuse(input.name, "input", problem.message, problem.hint);
        return [input.name, UNKNOWN];
      }
    }),
  );
}

/** Values until an embedding reads it (operators/joining.ts). */
function inputSignal({ name, dims, isInteger }: OnnxInput, { length }: ImportOptions, board: DraftBoard): Signal {
  if (dims === undefined) throw refusal("it declares no shape", "Export the model with the shapes of its inputs.");
  const printed = `[${dims.join(", ")}]`;
  if (dims.length < 2) {
    throw refusal(
      `its shape ${printed} has ${dims.length} axes; the first is the batch, and a sample needs at least one`,
      "Export the model with a batch axis.",
    );
  }
  if (dims.length > 9) throw refusal(`its shape has ${dims.length} axes; the limit is 9 with the batch`);
  const [first, ...rest] = dims;
  if (typeof first === "number" && !isSize(first)) throw refusal(`its shape ${printed} contains ${first}; a size is 1..2^24`);
  const shape = rest.map((size, axis): number => {
    if (typeof size === "number") {
      if (isSize(size)) return size;
      throw refusal(`its shape ${printed} contains ${size}; a size is 1..2^24`);
    }
    if (axis === 0) return length ?? -1;
    throw refusal(
      `its shape ${printed} leaves axis ${axis + 1} ('${size}') open; only the batch and the axis after it, a text's length, may be open`,
      "Export the model with that size fixed.",
    );
  });
  const draft = board.at(name, `input '${name}'`).draft({ kind: "input", shape, encoding: { kind: "values" } }, [], shape);
  return signalOf({ batch: typeof first === "number" ? first : BATCH, isInteger }, draft, ["batch", ...shape.map((_, axis) => axis)]);
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= 2 ** 24;
}
