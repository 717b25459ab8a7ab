/** Windows of convolutions and pools along the spatial axes: kernel, stride, dilation, padding, and what they give. */
import { type Call, integerAttribute, integersAttribute, stringAttribute } from "./call.js";
import { LENGTH } from "./constant.js";
import { refusal } from "./refusal.js";
import { isVariable, printSignal, type Signal, sizeOf, type Zeros } from "./signal.js";

/** The window along one spatial axis. */
export interface Window {
  readonly axis: number;
  /** Size of the input there; LENGTH where it is variable. */
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /** Zeros behind, those included that rounding up (ceil_mode) adds. */
  readonly after: number;
  /** Of these, what rounding up has added: no average counts it. */
  readonly extra: number;
  readonly output: number;
}

/** The attributes that `windowsOf` reads. */
export const WINDOW_ATTRIBUTES = ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides"];

/**
 * The windows along axes 2, 3 of [batch, channels, ...]. `pending` are zeros that a Pad has left to a convolution: they
 * count as padding, not as size.
 */
export function windowsOf(call: Call, signal: Signal, kernels: readonly number[], pending: ReadonlyMap<number, Zeros>): Window[] {
  const spatial = kernels.length;
  const list = (name: string, count: number, otherwise: number, least: number): readonly number[] => {
    const values = integersAttribute(call, name) ?? Array.from({ length: count }, () => otherwise);
    if (values.length === count && values.every((value) => value >= least && value < 2 ** 24)) return values;
    throw refusal(`its ${name} are [${values.join(", ")}]; they must be ${count} numbers of at least ${least}`);
  };
  const strides = list("strides", spatial, 1, 1);
  const dilations = list("dilations", spatial, 1, 1);
  const pads = list("pads", 2 * spatial, 0, 0);
  const isRoundedUp = integerAttribute(call, "ceil_mode", 0) !== 0;
  const automatic = stringAttribute(call, "auto_pad", "NOTSET");
  return kernels.map((kernel, i): Window => {
    const axis = i + 2;
    const zeros = pending.get(axis) ?? { before: 0, after: 0 };
    const size = sizeOf(signal, axis);
    const [stride, dilation] = [strides[i], dilations[i]];
    const reach = (kernel - 1) * dilation + 1;
    const inner = size === LENGTH ? size : size + zeros.before + zeros.after;
    const [before, after] = automatic === "NOTSET" ? [pads[i], pads[i + spatial]] : automaticPadding(automatic, inner, reach, stride);
    const window = { axis, size, kernel, stride, dilation, before: before + zeros.before };
    if (size === LENGTH) return { ...window, after: after + zeros.after, extra: 0, output: LENGTH };
    const padded = inner + before + after;
    if (padded < reach) {
      throw refusal(
        `its window reaches over ${reach} of axis ${axis}, of which there are ${padded} with the padding (its input is ${printSignal(signal)})`,
      );
    }
    const output = isRoundedUp ? roundedUp(padded, inner + before, reach, stride) : Math.floor((padded - reach) / stride) + 1;
    const extra = Math.max(0, (output - 1) * stride + reach - padded);
    return { ...window, after: after + zeros.after + extra, extra, output };
  });
}

/** SAME gives ceil(size / stride) outputs, the odd zero at the end (UPPER) or the start (LOWER). */
function automaticPadding(automatic: string, size: number, reach: number, stride: number): readonly [number, number] {
  switch (automatic) {
    case "VALID":
      return [0, 0];
    case "SAME_UPPER":
    case "SAME_LOWER": {
      if (size === LENGTH && stride > 1) {
        throw refusal(`with auto_pad ${automatic} and a stride of ${stride} its padding depends on the variable length`, "Give --length.");
      }
      const total = size === LENGTH ? reach - 1 : Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
      const less = Math.floor(total / 2);
      return automatic === "SAME_UPPER" ? [less, total - less] : [total - less, less];
    }
    default:
      throw refusal(`its auto_pad is '${automatic}'; NOTSET, VALID, SAME_UPPER and SAME_LOWER are read`);
  }
}

/** ceil_mode: a window may run out at the end, but not start in the padding there. */
function roundedUp(padded: number, start: number, reach: number, stride: number): number {
  const output = Math.ceil((padded - reach) / stride) + 1;
  return (output - 1) * stride >= start ? output - 1 : output;
}

/** Does the window see the axis once, as a whole and without padding? */
export function isCovering({ size, kernel, before, after }: Window): boolean {
  return kernel === size && before === 0 && after === 0;
}

/** Is the axis of size 1 and left as it is? */
export function isTrivial(window: Window): boolean {
  return window.size === 1 && isCovering(window);
}

/** Is the size of this axis known only at run time? */
export function isOpen(signal: Signal, atoms: readonly number[]): boolean {
  return atoms.some((atom) => isVariable(signal, atom));
}
