/** Operators that are known and refused, each with what would help; any other is refused without advice. */
import type { Operator } from "../call.js";

const ACTIVATION = "train with ReLU (or ReLU6) in its place: a spiking neuron's rate is a rectified, bounded sum";
const RECURRENT = "no counterpart: bring a recurrent network as NIR, as spiking neurons with recurrent edges";
const CONTROL = "a subgraph, which only runs with data: export with fixed sizes and without control flow (torch.export, or tracing)";
const QUANTISED = "export the float model: quantisation is this compiler's own step";
const NORMALISATION = "its statistics are of each sample: train with batch normalisation in its place";
const AT_THE_END = "at the end of a classifier: export the model up to the scores";

function refused(how: string, operators: readonly string[], isElementwise = false): readonly Operator[] {
  return operators.map((operator) => ({ operator, support: "refused", how, ...(isElementwise ? { isElementwise } : {}) }));
}

export const REFUSED_OPERATORS: readonly Operator[] = [
  ...refused(
    ACTIVATION,
    ["LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Gelu", "HardSigmoid", "HardSwish", "Mish", "Softplus", "Softsign", "Tanh"],
    true,
  ),
  ...refused(`${ACTIVATION}; ${AT_THE_END}`, ["Sigmoid"], true),
  ...refused("no counterpart: keep to sums, products with constants and ReLU", ["Abs", "Erf", "Exp", "Log", "Sqrt", "Reciprocal", "Sign"], true),
  ...refused("no counterpart: keep to sums, products with constants and ReLU", [
    "Pow",
    "Max",
    "Min",
    "Mean",
    "Equal",
    "Greater",
    "GreaterOrEqual",
    "LessOrEqual",
    "And",
    "Or",
  ]),
  ...refused(RECURRENT, ["LSTM", "GRU", "RNN"]),
  ...refused(CONTROL, ["If", "Loop", "Scan"]),
  ...refused(QUANTISED, [
    "QuantizeLinear",
    "DequantizeLinear",
    "QLinearConv",
    "QLinearMatMul",
    "ConvInteger",
    "MatMulInteger",
    "DynamicQuantizeLinear",
  ]),
  ...refused(NORMALISATION, [
    "InstanceNormalization",
    "LayerNormalization",
    "GroupNormalization",
    "LpNormalization",
    "LRN",
    "MeanVarianceNormalization",
  ]),
  ...refused(AT_THE_END, ["ArgMax", "ArgMin", "TopK", "Hardmax", "NonMaxSuppression"]),
  ...refused("no counterpart: cut the input before it reaches the model", [
    "Split",
    "GatherND",
    "GatherElements",
    "ScatterND",
    "ScatterElements",
    "Compress",
    "NonZero",
  ]),
  ...refused("no counterpart: convolve with a stride to make planes smaller; networks that enlarge them are not read", [
    "ConvTranspose",
    "Resize",
    "Upsample",
    "DepthToSpace",
    "SpaceToDepth",
  ]),
  ...refused("write it as Gemm, MatMul or Conv", [
    "Einsum",
    "OneHot",
    "Tile",
    "CumSum",
    "LpPool",
    "GlobalLpPool",
    "ReduceMin",
    "ReduceProd",
    "ReduceL1",
    "ReduceL2",
    "ReduceLogSumExp",
  ]),
];
