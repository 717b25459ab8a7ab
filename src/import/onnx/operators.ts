/** The table of ONNX operators: by it the reader dispatches, and from it the documentation is generated. */
import type { OperatorRow } from "../types.js";
import type { Operator } from "./call.js";
import { ACTIVATION_OPERATORS } from "./operators/activations.js";
import { ARITHMETIC_OPERATORS } from "./operators/arithmetic.js";
import { CONVOLUTION_OPERATORS } from "./operators/convolution.js";
import { JOINING_OPERATORS } from "./operators/joining.js";
import { LINEAR_OPERATORS } from "./operators/linear.js";
import { POOLING_OPERATORS } from "./operators/pooling.js";
import { REDUCTION_OPERATORS } from "./operators/reductions.js";
import { REFUSED_OPERATORS } from "./operators/refused.js";
import { SHAPE_OPERATORS } from "./operators/shapes.js";
import { VIEW_OPERATORS } from "./operators/views.js";

const OPERATORS: readonly Operator[] = [
  ...CONVOLUTION_OPERATORS,
  ...LINEAR_OPERATORS,
  ...JOINING_OPERATORS,
  ...ARITHMETIC_OPERATORS,
  ...ACTIVATION_OPERATORS,
  ...POOLING_OPERATORS,
  ...REDUCTION_OPERATORS,
  ...VIEW_OPERATORS,
  ...SHAPE_OPERATORS,
  ...REFUSED_OPERATORS,
];

/** Every operator that the reader knows by name, in the order of the documentation. */
export const ONNX_OPERATORS: readonly OperatorRow[] = OPERATORS;

const BY_NAME: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((operator) => [operator.operator, operator]));

/** How an operator of ONNX's own domain is read; undefined for one that the reader does not know. */
export function operatorNamed(name: string): Operator | undefined {
  return BY_NAME.get(name);
}
