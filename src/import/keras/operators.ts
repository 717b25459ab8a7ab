/** Every layer class that is known, what it becomes, and the function that reads it: dispatch and documentation in one table. */
import type { OperatorRow } from "../types.js";
import type { LayerReader } from "./layer.js";
import { ACTIVATION_ROWS, activationLayer, reluLayer, reluOperation, softmaxLayer } from "./layers/activation.js";
import { convolution, depthwise, separable } from "./layers/convolution.js";
import { dense, embedding } from "./layers/dense.js";
import { add, concatenate, multiplyOperation } from "./layers/merge.js";
import { batchNormalization, rescaling } from "./layers/normalise.js";
import { globalPooling, pooling } from "./layers/pooling.js";
import { flatten, permute, reshape, zeroPadding } from "./layers/shape.js";

/** A row by which a layer is read; without `read` it is refused, and `how` says what would help. */
export interface KerasOperator extends OperatorRow {
  readonly read?: LayerReader;
  /** Does it do something with arguments that are no tensors? Others are refused with them. */
  readonly takesConstants?: boolean;
  /** Does it give its input as it is? */
  readonly isIdentity?: boolean;
}

function supported(operator: string, read: LayerReader, how: string): KerasOperator {
  return { operator, support: "supported", how, read };
}

function folded(operator: string, read: LayerReader, how: string): KerasOperator {
  return { operator, support: "folded", how, read };
}

/** Nothing at inference time. */
function identity(operator: string, how: string): KerasOperator {
  return {
    operator,
    support: "folded",
    how,
    read:
      () =>
      ([input]) =>
        input,
    isIdentity: true,
  };
}

function refused(operator: string, how: string): KerasOperator {
  return { operator, support: "refused", how };
}

const SAME = "'same' padding as TensorFlow has it; channels_last or channels_first";
const RECURRENT =
  "it keeps a state that is no spiking neuron's: use Embedding, Conv1D and GlobalMaxPooling1D, or train a recurrent spiking network and bring it as NIR";
const ATTENTION = "it multiplies computed values, which no spiking neuron does: use Conv1D and pooling in its place";
const NORMALISES = "it normalises by statistics of the sample itself: train with BatchNormalization, which folds into the weights";
const NOT_RELU = "only ReLU networks become spiking ones: train with ReLU in its place";
const NOT_ADDING = "a spiking neuron adds its inputs: use Add or Concatenate in its place";
const TRAINING_ONLY = "the identity (it only acts in training)";
const RANDOM_IMAGES = ["RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness"];
const VOLUMES = ["Conv3D", "MaxPooling3D", "AveragePooling3D", "GlobalMaxPooling3D", "GlobalAveragePooling3D", "ZeroPadding3D", "Cropping3D"];

/** The table in the order of the documentation. */
const OPERATORS: readonly KerasOperator[] = [
  {
    operator: "InputLayer",
    support: "supported",
    how: "input; token ids where an Embedding follows",
    read:
      () =>
      ([input]) =>
        input,
    isIdentity: true,
  },
  supported("Embedding", embedding, "embedding, directly on an input; mask_zero is ignored and noted"),
  supported("Dense", dense, "linear on the last axis; its columns are permuted after Flatten of planes, so that none are transposed"),
  supported("Conv1D", convolution(1), `conv1d; valid, same and causal padding, stride, dilation, groups; ${SAME}`),
  supported("Conv2D", convolution(2), `conv2d; stride, dilation, groups; ${SAME}`),
  supported("DepthwiseConv1D", depthwise(1), "conv1d with a group per channel"),
  supported("DepthwiseConv2D", depthwise(2), "conv2d with a group per channel"),
  supported("SeparableConv1D", separable(1), "two conv1d: depthwise, then pointwise"),
  supported("SeparableConv2D", separable(2), "two conv2d: depthwise, then pointwise"),
  supported("BatchNormalization", batchNormalization, "batchNorm over the channels, with its moving averages"),
  supported("BatchNormalizationV1", batchNormalization, "as BatchNormalization (files of TensorFlow 1)"),
  supported("Rescaling", rescaling, "scale, by numbers or a list of one per channel"),
  supported("ReLU", reluLayer, "relu; max_value becomes its cap; a negative_slope or a threshold is refused"),
  supported("Activation", activationLayer, "its activation (see there)"),
  supported("Softmax", softmaxLayer, "softmax over the last axis, where nothing follows but the output"),
  supported("MaxPooling1D", pooling(1, "max"), `pool1d max; ${SAME}`),
  supported("MaxPooling2D", pooling(2, "max"), `pool2d max; ${SAME}`),
  supported("AveragePooling1D", pooling(1, "average"), `pool1d average; ${SAME}; padding does not count in the divisor`),
  supported("AveragePooling2D", pooling(2, "average"), `pool2d average; ${SAME}; padding does not count in the divisor`),
  supported("GlobalMaxPooling1D", globalPooling(1, "max"), "globalPool max; keepdims as a reshape"),
  supported("GlobalMaxPooling2D", globalPooling(2, "max"), "globalPool max; keepdims as a reshape"),
  supported("GlobalAveragePooling1D", globalPooling(1, "average"), "globalPool average; keepdims as a reshape"),
  supported("GlobalAveragePooling2D", globalPooling(2, "average"), "globalPool average; keepdims as a reshape"),
  supported("Flatten", flatten, "flatten, in Keras's order or with the Dense that follows permuted"),
  supported("Reshape", reshape, "reshape"),
  folded("Permute", permute, "a transpose where one is needed at all"),
  supported("Concatenate", concatenate, "concat"),
  { ...folded("Add", add, "edges: a node adds up what comes in"), takesConstants: true },
  folded("ZeroPadding1D", zeroPadding(1), "the padding of the convolution that follows, or pad"),
  folded("ZeroPadding2D", zeroPadding(2), "the padding of the convolution that follows, or pad"),
  identity("Dropout", TRAINING_ONLY),
  identity("SpatialDropout1D", TRAINING_ONLY),
  identity("SpatialDropout2D", TRAINING_ONLY),
  identity("AlphaDropout", TRAINING_ONLY),
  identity("GaussianDropout", TRAINING_ONLY),
  identity("GaussianNoise", TRAINING_ONLY),
  identity("ActivityRegularization", TRAINING_ONLY),
  ...RANDOM_IMAGES.map((name) => identity(name, TRAINING_ONLY)),
  identity("Identity", "the identity"),
  { ...folded("operation Add", add, "`x + y` as Add; `x + 2` as a scale"), takesConstants: true },
  { ...supported("operation Multiply", multiplyOperation, "`x * 2` as a scale; the product of two tensors is refused"), takesConstants: true },
  supported("operation Relu", reluOperation(), "relu"),
  supported("operation Relu6", reluOperation(6), "relu with a cap of 6"),
  folded("TFOpLambda __operators__.add", add, "`x + y` as Add"),
  folded("TFOpLambda math.add", add, "`x + y` as Add"),
  supported("TFOpLambda nn.relu", reluOperation(), "relu"),
  supported("TFOpLambda nn.relu6", reluOperation(6), "relu with a cap of 6"),

  ...["LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "Bidirectional"].map((name) => refused(name, RECURRENT)),
  refused("TimeDistributed", "a layer for each position: Dense does that by itself, and Conv1D with a kernel of 1"),
  ...["Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"].map((name) => refused(name, ATTENTION)),
  ...["LayerNormalization", "GroupNormalization", "RMSNormalization", "UnitNormalization", "SpectralNormalization"].map((name) =>
    refused(name, NORMALISES),
  ),
  refused("Normalization", "write its mean and variance as a Rescaling (scale 1 / sqrt(variance), offset -mean / sqrt(variance))"),
  ...["LeakyReLU", "PReLU", "ELU", "ThresholdedReLU"].map((name) => refused(name, NOT_RELU)),
  ...["Multiply", "Subtract", "Maximum", "Minimum", "Dot"].map((name) => refused(name, NOT_ADDING)),
  refused("Average", "use Add, and Rescaling by one over the number of inputs"),
  refused("Lambda", "its Python code is not run: write the step with Rescaling, Reshape, Add or other layers of this table"),
  refused("TFOpLambda", "a TensorFlow function called on tensors: use the layer of the same meaning (layers.Add for +, layers.ReLU ...)"),
  refused("SlicingOpLambda", "indexing of tensors: keep the whole tensor, or give the model several inputs"),
  ...["Cropping1D", "Cropping2D"].map((name) => refused(name, "crop the data before, or use a convolution with valid padding")),
  ...["UpSampling1D", "UpSampling2D", "Conv1DTranspose", "Conv2DTranspose"].map((name) =>
    refused(name, "networks that enlarge their input are not converted: classify from the smaller planes"),
  ),
  ...VOLUMES.map((name) => refused(name, "volumes are not converted: use the two-dimensional layer on slices")),
  ...["LocallyConnected1D", "LocallyConnected2D"].map((name) => refused(name, "its weights differ at each position: use Conv1D, Conv2D or Dense")),
  refused("Masking", "silence is no event here anyway: leave it out, and bring texts at their own length"),
  refused("RepeatVector", "use Reshape and Concatenate, or Dense with more units"),
  ...["Resizing", "CenterCrop"].map((name) => refused(name, "resize the images before, and start the model at their final size")),
  ...["TextVectorization", "StringLookup", "IntegerLookup", "Hashing", "CategoryEncoding", "Discretization"].map((name) =>
    refused(name, "start the model at the token ids, and give the vocabulary as a file (--vocabulary)"),
  ),
];

const OPERATOR_OF: ReadonlyMap<string, KerasOperator> = new Map(OPERATORS.map((row) => [row.operator, row]));

/** What is done with each operator of Keras and TensorFlow.js. */
export const KERAS_OPERATORS: readonly OperatorRow[] = [
  ...OPERATORS.map(({ operator, support, how }) => ({ operator, support, how })),
  ...ACTIVATION_ROWS,
  { operator: "any other layer", support: "refused", how: "a layer of one's own is Python code: build it from layers of this table" },
];

/** The row of a layer by its class, and by its function where the class is only a wrapper of one. */
export function operatorOf(className: string, module: string | undefined, wrapped: unknown): KerasOperator | undefined {
  const operation = OPERATOR_OF.get(`operation ${className}`);
  if (module?.includes(".ops.")) return operation;
  const inside = className === "TFOpLambda" && typeof wrapped === "string" ? OPERATOR_OF.get(`TFOpLambda ${wrapped}`) : undefined;
  // Legacy .h5 files name no modules.
  return inside ?? (isOurs(module) ? OPERATOR_OF.get(className) : undefined) ?? (module === undefined ? operation : undefined);
}

/** A class of Keras itself, not one of the same name from elsewhere. */
function isOurs(module: string | undefined): boolean {
  return module === undefined || /^(keras|tf_keras|tensorflow)([.]|$)/.test(module);
}
