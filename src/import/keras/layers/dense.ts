/** Dense and Embedding. */

import { printShape } from "../../../graph/shapes.js";
import { flagField, wholeField } from "../json.js";
import { type LayerReader, once, onlyInput, requireShape, transposed } from "../layer.js";
import { Refusal } from "../refusal.js";
import { keras, requireFixed } from "../values.js";
import { activated, activationOf, requireYesOrNo, yesOrNo } from "./activation.js";

/** kernel [inputs, units] -> linear on the last axis. After Flatten the columns take the order in which the elements come. */
export const dense: LayerReader = ({ config, weights }) => {
  const units = wholeField(config, "units", 1);
  const hasBias = flagField(config, "use_bias", true);
  const activation = activationOf(config.activation);
  const tensors = once(() => weights(hasBias ? [["kernel"], ["bias"]] : [["kernel"]]));
  const kernel = once(() => transposed(tensors()[0].floats(), tensors()[0].shape, [1, 0]));
  const bias = once(() => (hasBias ? tensors()[1].floats() : undefined));
  return (given, site) => {
    const input = onlyInput(given);
    const { shape } = input;
    const inputs = shape.at(-1) ?? 1;
    if (inputs === -1) requireFixed(input, "it takes a fixed number of values");
    requireShape(tensors()[0], "kernel", [inputs, units], shape);
    if (hasBias) requireShape(tensors()[1], "bias", [units], shape);
    const { nodes, elementOf } = shape.length === 1 ? site.layouts.inAnyOrder(input) : { nodes: site.layouts.inOrder(input, keras(shape.length)) };
    const weight = elementOf === undefined ? kernel() : columnsOf(kernel(), inputs, elementOf);
    const emit = (outputs: number, rows: Float32Array, offsets: Float32Array | undefined) =>
      site.layouts.emit(site.name, { kind: "linear", inputs, outputs, weight: rows, ...(offsets === undefined ? {} : { bias: offsets }) }, nodes, [
        ...shape.slice(0, -1),
        outputs,
      ]);
    if (activation.kind !== "sigmoid") return activated(activation, emit(units, weight, bias()), site);
    requireYesOrNo({ ...input, shape: [...shape.slice(0, -1), units] }, site);
    // A class before it that is always 0.
    return yesOrNo(emit(2, zerosBefore(weight), zerosBefore(bias())), site);
  };
};

function columnsOf(weight: Float32Array, inputs: number, elementOf: Int32Array): Float32Array {
  return weight.map((_, i) => weight[i - (i % inputs) + elementOf[i % inputs]]);
}

function zerosBefore<T extends Float32Array | undefined>(values: T): T | Float32Array {
  if (values === undefined) return values;
  const both = new Float32Array(2 * values.length);
  both.set(values, values.length);
  return both;
}

/** embeddings [input_dim, output_dim]; its input is one list of token ids. */
export const embedding: LayerReader = ({ config, weights }) => {
  const vocabularySize = wholeField(config, "input_dim", 1);
  const dimensions = wholeField(config, "output_dim", 1);
  const isMasking = flagField(config, "mask_zero", false);
  const tensor = once(() => weights([["embeddings"]])[0]);
  const weight = once(() => tensor().floats());
  return (given, site) => {
    const input = onlyInput(given);
    const { shape } = input;
    if (input.vocabularySize === undefined || shape.length !== 1) {
      throw new Refusal(
        `it takes the token ids of an input [length]; it is called on ${printShape(shape)}${input.vocabularySize === undefined ? " of computed values" : ""}`,
      );
    }
    requireShape(tensor(), "embeddings", [vocabularySize, dimensions], shape);
    if (isMasking) {
      site.note(
        "mask_zero: token 0 counts like any other here, while Keras leaves it out of averages and of recurrent layers",
        "Texts are not padded here; so nothing differs unless a text itself contains token 0.",
      );
    }
    return site.layouts.emit(site.name, { kind: "embedding", vocabularySize, dimensions, weight: weight() }, site.layouts.inOrder(input, [0]), [
      shape[0],
      dimensions,
    ]);
  };
};
