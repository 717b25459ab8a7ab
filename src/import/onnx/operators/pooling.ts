/** Pools with windows; one that sees an axis as a whole is a pool over all positions. */
import { arrange, settle } from "../arrange.js";
import { batchFirst, type Call, integerAttribute, integersAttribute, type Operator, signalInput } from "../call.js";
import { LENGTH } from "../constant.js";
import type { Draft } from "../draft.js";
import { axisAtoms } from "../layout.js";
import { refusal } from "../refusal.js";
import { atomsOf, printSignal, type Signal, signalOf, type Value } from "../signal.js";
import { isCovering, isTrivial, WINDOW_ATTRIBUTES, type Window, windowsOf } from "../windows.js";
import { poolPositions } from "./reductions.js";

export const POOLING_OPERATORS: readonly Operator[] = [
  {
    operator: "MaxPool",
    support: "supported",
    how: "pool1d, pool2d; over whole axes: globalPool; with dilations, or with its indices used: refused",
    attributes: ["storage_order", ...WINDOW_ATTRIBUTES],
    read: (call) => pool(call, "max"),
  },
  {
    operator: "AveragePool",
    support: "supported",
    how: "pool1d, pool2d, with zeros counted or not as the file says; over whole axes: globalPool",
    attributes: ["count_include_pad", ...WINDOW_ATTRIBUTES],
    read: (call) => pool(call, "average"),
  },
  {
    operator: "GlobalMaxPool",
    support: "supported",
    how: "globalPool",
    read: (call) => globalPool(call, "max"),
  },
  {
    operator: "GlobalAveragePool",
    support: "supported",
    how: "globalPool",
    read: (call) => globalPool(call, "average"),
  },
];

function globalPool(call: Call, operation: "max" | "average"): Value {
  const signal = batchFirst(signalInput(call), "input");
  const axes = signal.axes.map((_, axis) => axis).slice(2);
  return poolPositions(call, signal, axes, operation, true);
}

function pool(call: Call, operation: "max" | "average"): Value {
  const kernels = integersAttribute(call, "kernel_shape") ?? [];
  if (kernels.length !== 1 && kernels.length !== 2) throw refusal(`its kernel_shape is [${kernels.join(", ")}]; 1-D and 2-D pools are read`);
  const small = kernels.find((kernel) => kernel < 1);
  if (small !== undefined) throw refusal(`its kernel_shape is [${kernels.join(", ")}]; a window has at least 1 element`);
  const signal = settle(call, batchFirst(signalInput(call), "input", kernels.length + 2));
  const windows = windowsOf(call, signal, kernels, new Map());
  const dilated = windows.find(({ dilation, kernel }) => dilation !== 1 && kernel > 1);
  if (dilated !== undefined) throw refusal(`its windows have a dilation of ${dilated.dilation}, which the graph's pools do not`);
  const moving = windows.filter((window) => !isTrivial(window));
  if (moving.every(isCovering)) {
    return poolPositions(
      call,
      signal,
      windows.map(({ axis }) => axis),
      operation,
      true,
    );
  }
  const countsZeros = operation === "average" && integerAttribute(call, "count_include_pad", 0) !== 0;
  const [only] = moving;
  return moving.length === 1 && isSeries(signal, windows, only)
    ? pool1d(call, signal, only, operation, countsZeros)
    : pool2d(call, signal, windows, operation, countsZeros);
}

/** [length, channels]: what 1-D operators mean, and 2-D ones over a text with an axis of size 1. */
function isSeries(signal: Signal, windows: readonly Window[], { axis }: Window): boolean {
  if (windows.length === 1) return true;
  const [first] = axisAtoms(signal, axis);
  return first === 0;
}

/** What an average divides by, and zeros to be drafted as elements of their own because it counts them. */
interface Counting {
  readonly divisor: "window" | "covered";
  readonly isDrafted: boolean;
}

/**
 * Zeros that count make the window the divisor; those that rounding up adds never count, so that where both meet the
 * counted ones become elements.
 */
function countingOf(windows: readonly Window[], operation: "max" | "average", countsZeros: boolean): Counting {
  if (operation === "max") return { divisor: "window", isDrafted: false };
  const isPadded = windows.some(({ before, after, extra }) => before > 0 || after > extra);
  const isExtended = windows.some(({ extra }) => extra > 0);
  if (!isPadded) return { divisor: isExtended ? "covered" : "window", isDrafted: false };
  if (!countsZeros) return { divisor: "covered", isDrafted: false };
  return isExtended ? { divisor: "covered", isDrafted: true } : { divisor: "window", isDrafted: false };
}

function pool1d(call: Call, signal: Signal, window: Window, operation: "max" | "average", countsZeros: boolean): Signal {
  const arranged = arrange(call, signal, [atomsOf(signal, window.axis), atomsOf(signal, 1)]);
  const { divisor, isDrafted } = countingOf([window], operation, countsZeros);
  const counted = isDrafted ? zerosAround(call, signal, arranged.sources, arranged.shape, [window, undefined]) : arranged.sources;
  const padding = isDrafted ? { left: 0, right: window.extra } : { left: window.before, right: window.after };
  const [length, channels] = arranged.shape;
  const draft = call.draft({ kind: "pool1d", operation, kernel: window.kernel, stride: window.stride, padding, divisor }, counted, [
    length === -1 ? -1 : window.output,
    channels,
  ]);
  return signalOf(
    signal,
    draft,
    signal.axes.map((_, axis) => (axis === 0 ? "batch" : axis === 1 ? 1 : axis === window.axis ? 0 : undefined)),
  );
}

function pool2d(call: Call, signal: Signal, windows: readonly Window[], operation: "max" | "average", countsZeros: boolean): Signal {
  const arranged = arrange(
    call,
    signal,
    [1, 2, 3].map((axis) => atomsOf(signal, axis)),
  );
  const { divisor, isDrafted } = countingOf(windows, operation, countsZeros);
  const [y, x] = windows;
  const counted = isDrafted ? zerosAround(call, signal, arranged.sources, arranged.shape, [undefined, y, x]) : arranged.sources;
  const draft = call.draft(
    {
      kind: "pool2d",
      operation,
      kernel: [y.kernel, x.kernel],
      stride: [y.stride, x.stride],
      padding: isDrafted ? [0, 0, y.extra, x.extra] : [y.before, x.before, y.after, x.after],
      divisor,
    },
    counted,
    [arranged.shape[0], y.output, x.output],
  );
  return signalOf(signal, draft, ["batch", 0, 1, 2]);
}

/** A pad node with the windows' padding, without what rounding up adds. */
function zerosAround(
  call: Call,
  signal: Signal,
  sources: readonly Draft[],
  shape: readonly number[],
  windows: readonly (Window | undefined)[],
): readonly Draft[] {
  if (windows.some((window) => window?.size === LENGTH)) {
    throw refusal(
      `it counts zeros around a text of variable length (${printSignal(signal)})`,
      "Give --length, the number of positions that every text is brought to.",
    );
  }
  const before = windows.map((window) => window?.before ?? 0);
  const after = windows.map((window) => (window === undefined ? 0 : window.after - window.extra));
  const padded = shape.map((size, axis) => size + before[axis] + after[axis]);
  return [call.draft({ kind: "pad", before, after }, sources, padded, "pad")];
}
