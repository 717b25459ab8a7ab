/**
 * Convolutions: [N, C, L] is the graph's [length, channels], [N, C, H, W] its plane. A kernel that covers one spatial
 * axis makes that axis channels, so that a convolution over [positions, dimensions] written in 2-D, as text networks
 * often are, is the 1-D convolution that it computes.
 */
import { arrange, settle } from "../arrange.js";
import { batchFirst, type Call, constantInput, integerAttribute, integersAttribute, type Operator, optionalConstant, signalInput } from "../call.js";
import { type Constant, elementCount, printSizes } from "../constant.js";
import { axisAtoms, inGraphOrder, onnxIndices } from "../layout.js";
import { refusal } from "../refusal.js";
import { atomsOf, dataAxes, printSignal, type Signal, signalOf, sizeOf, type Value, viewOf, type Zeros } from "../signal.js";
import { isCovering, isOpen, isTrivial, WINDOW_ATTRIBUTES, type Window, windowsOf } from "../windows.js";

export const CONVOLUTION_OPERATORS: readonly Operator[] = [
  {
    operator: "Conv",
    support: "supported",
    how: "conv1d, conv2d; a 2-D kernel over all of one axis: conv1d; over all of both: linear; 3-D is refused",
    attributes: ["group", ...WINDOW_ATTRIBUTES.filter((name) => name !== "ceil_mode")],
    read: convolution,
  },
];

/** A convolution's operands, checked. */
interface Convolution {
  readonly signal: Signal;
  /** [outChannels, inChannels / groups, ...kernel] */
  readonly weight: Constant;
  readonly bias: Float32Array | undefined;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly windows: readonly Window[];
}

function convolution(call: Call): Value {
  const convolved = operands(call);
  const { signal, windows, groups } = convolved;
  if (windows.length === 1) return conv1d(call, convolved, 2, undefined);
  const covered = windows.filter((window) => isCovering(window) && (groups === 1 || isTrivial(window)));
  if (covered.length === 2 && groups === 1) return linear(call, convolved);
  const [across] = covered;
  const along = windows.find((window) => window !== across);
  if (across !== undefined && along !== undefined && covered.length === 1) {
    const [first] = inGraphOrder(dataAxes(signal).flatMap((axis) => axisAtoms(signal, axis)));
    const isText = axisAtoms(signal, along.axis).includes(first) || isOpen(signal, atomsOf(signal, along.axis));
    if (isText) return conv1d(call, convolved, along.axis, across.axis);
  }
  return conv2d(call, convolved);
}

function operands(call: Call): Convolution {
  const weight = constantInput(call, 1, "weight");
  const spatial = weight.shape.length - 2;
  if (spatial !== 1 && spatial !== 2)
    throw refusal(`its weight ${printSizes(weight.shape)} has ${spatial} spatial axes; 1-D and 2-D convolutions are read`);
  const given = batchFirst(signalInput(call), "input", weight.shape.length);
  const { signal, pending } = spatialPadding(call, given);
  const groups = integerAttribute(call, "group", 1);
  const inChannels = sizeOf(signal, 1);
  const [outChannels, perGroup] = weight.shape;
  if (elementCount(weight.shape) === 0 || groups < 1 || perGroup * groups !== inChannels || outChannels % groups !== 0) {
    throw refusal(
      `its input ${printSignal(given)} has ${inChannels} channels; its weight ${printSizes(weight.shape)} in ${groups} groups takes ${perGroup * groups}`,
    );
  }
  const kernels = weight.shape.slice(2);
  const declared = integersAttribute(call, "kernel_shape");
  if (declared !== undefined && declared.join() !== kernels.join()) {
    throw refusal(`its kernel_shape is [${declared.join(", ")}]; its weight is ${printSizes(weight.shape)}`);
  }
  const bias = optionalConstant(call, 2, "bias");
  if (bias !== undefined && bias.data.length !== outChannels) throw refusal(`its bias has ${bias.data.length} values for ${outChannels} channels`);
  return {
    signal,
    weight,
    bias: bias === undefined ? undefined : Float32Array.from(bias.data),
    groups,
    inChannels,
    outChannels,
    windows: windowsOf(call, signal, kernels, pending),
  };
}

/** Pending zeros of spatial axes taken off the signal, by axis; any others are drafted. */
function spatialPadding(call: Call, given: Signal): { readonly signal: Signal; readonly pending: ReadonlyMap<number, Zeros> } {
  const pending = new Map<number, Zeros>();
  for (const [atom, zeros] of given.padding) {
    const axis = given.axes.findIndex((atoms) => atoms !== "batch" && atoms.includes(atom));
    if (axis < 2) return { signal: settle(call, given), pending: new Map() };
    pending.set(axis, zeros);
  }
  return { signal: viewOf(given, { padding: new Map() }), pending };
}

/** Over `along`; the channels and the covered axis `across` together are the graph's channels. */
function conv1d(call: Call, convolved: Convolution, along: number, across: number | undefined): Signal {
  const { signal, weight, groups, outChannels, windows } = convolved;
  const channelAtoms = [...atomsOf(signal, 1), ...(across === undefined ? [] : atomsOf(signal, across))];
  const channels = groups === 1 ? inGraphOrder(channelAtoms) : channelAtoms;
  const { sources } = arrange(call, signal, [atomsOf(signal, along), channels]);
  const window = windows[along - 2];
  const { kernel, stride, dilation, before, after } = window;
  const inner = across === undefined ? 1 : sizeOf(signal, across);
  const perGroup = weight.shape[1] * inner;
  const indices = groups === 1 ? onnxIndices(signal, channelAtoms) : Int32Array.from({ length: perGroup }, (_, i) => i);
  // ONNX: [out, channel, height, width], of which the covered axis is `inner` long; here [out, (channel, covered), kernel].
  const [step, innerStep] = across === undefined || across > along ? [inner, 1] : [1, kernel];
  const values = new Float32Array(outChannels * perGroup * kernel);
  call.budget.charge(values.length, "a convolution's weight");
  for (let out = 0, to = 0; out < outChannels; out++) {
    for (const index of indices) {
      const from = (out * weight.shape[1] + Math.floor(index / inner)) * inner * kernel + (index % inner) * innerStep;
      for (let k = 0; k < kernel; k++) values[to++] = weight.data[from + k * step];
    }
  }
  const isCausal = before > 0 && before === (kernel - 1) * dilation && after === 0 && stride === 1;
  const draft = call.draft(
    {
      kind: "conv1d",
      inChannels: channels.reduce((product, atom) => product * signal.atoms[atom], 1),
      outChannels,
      kernel,
      stride,
      dilation,
      groups,
      padding: isCausal ? "causal" : { left: before, right: after },
      weight: values,
      ...(convolved.bias === undefined ? {} : { bias: convolved.bias }),
    },
    sources,
    [isOpen(signal, atomsOf(signal, along)) ? -1 : window.output, outChannels],
  );
  return signalOf(
    signal,
    draft,
    signal.axes.map((_, axis) => (axis === 0 ? "batch" : axis === 1 ? 1 : axis === along ? 0 : undefined)),
  );
}

function conv2d(call: Call, { signal, weight, bias, groups, inChannels, outChannels, windows }: Convolution): Signal {
  const { sources } = arrange(
    call,
    signal,
    [1, 2, 3].map((axis) => atomsOf(signal, axis)),
  );
  const [y, x] = windows;
  const draft = call.draft(
    {
      kind: "conv2d",
      inChannels,
      outChannels,
      kernel: [y.kernel, x.kernel],
      stride: [y.stride, x.stride],
      padding: [y.before, x.before, y.after, x.after],
      dilation: [y.dilation, x.dilation],
      groups,
      weight: Float32Array.from(weight.data),
      ...(bias === undefined ? {} : { bias }),
    },
    sources,
    [outChannels, y.output, x.output],
  );
  return signalOf(signal, draft, ["batch", 0, 1, 2]);
}

/** The kernel sees everything at once. */
function linear(call: Call, { signal, weight, bias, outChannels }: Convolution): Signal {
  const atoms = [1, 2, 3].flatMap((axis) => atomsOf(signal, axis));
  const { sources } = arrange(call, signal, [inGraphOrder(atoms)]);
  const indices = onnxIndices(signal, atoms);
  call.budget.charge(outChannels * indices.length, "a convolution's weight");
  const values = new Float32Array(outChannels * indices.length);
  for (let out = 0; out < outChannels; out++) {
    for (let i = 0; i < indices.length; i++) values[out * indices.length + i] = weight.data[out * indices.length + indices[i]];
  }
  const draft = call.draft(
    { kind: "linear", inputs: indices.length, outputs: outChannels, weight: values, ...(bias === undefined ? {} : { bias }) },
    sources,
    [outChannels],
  );
  return signalOf(signal, draft, ["batch", 0, undefined, undefined]);
}
