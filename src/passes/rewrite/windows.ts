/** Convolutions and pools along their outermost axis: what a position is, and how a piece of one looks. */
import type { Connectivity, Conv1dConnectivity, Conv2dConnectivity, PoolConnectivity } from "../../event/program.js";
import { assertNever } from "../../util/diagnostics.js";

export type WindowConnectivity = Conv1dConnectivity | Conv2dConnectivity | PoolConnectivity;

/** The outermost axis that has more than one position: rows of an image, or positions where there is one row. */
export interface WindowAxis {
  /** Neurons of one position of the source and of the target. */
  readonly inUnit: number;
  readonly outUnit: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly pad: number;
}

export function axisOf(c: Connectivity): WindowAxis | undefined {
  switch (c.kind) {
    case "dense":
    case "sparse":
      return undefined;
    case "conv1d":
      return { inUnit: c.inChannels, outUnit: c.outChannels, window: c.kernel, stride: c.stride, dilation: c.dilation ?? 1, pad: c.padLeft };
    case "conv2d": {
      const { dilationX = 1, dilationY = 1 } = c;
      return isOneRow(c)
        ? { inUnit: c.inChannels, outUnit: c.outChannels, window: c.kernelWidth, stride: c.strideX, dilation: dilationX, pad: c.padLeft }
        : {
            inUnit: c.inWidth * c.inChannels,
            outUnit: c.outWidth * c.outChannels,
            window: c.kernelHeight,
            stride: c.strideY,
            dilation: dilationY,
            pad: c.padTop,
          };
    }
    case "pool": {
      const { padTop = 0, padLeft = 0 } = c;
      return isOneRow(c)
        ? { inUnit: c.channels, outUnit: c.channels, window: c.windowWidth, stride: c.strideX, dilation: 1, pad: padLeft }
        : { inUnit: c.inWidth * c.channels, outUnit: c.outWidth * c.channels, window: c.windowHeight, stride: c.strideY, dilation: 1, pad: padTop };
    }
    default:
      return assertNever(c);
  }
}

function isOneRow(c: Conv2dConnectivity | PoolConnectivity): boolean {
  return c.inHeight === 1 && c.outHeight === 1;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The part between source neurons `from` and target neurons `to`, as a window sum of its own; undefined where that has no
 * such form: ranges that cut a position, or windows that do not begin at most their size before the piece.
 *
 * Output o sees input o * stride - pad + k * dilation; in the piece, o - o0 sees i - i0 with the padding pad + i0 - o0 * stride.
 */
export function windowPiece(c: WindowConnectivity, from: Range, to: Range): WindowConnectivity | undefined {
  const axis = axisOf(c);
  if (axis === undefined) return undefined;
  const [i0, inLength] = [from.start / axis.inUnit, (from.end - from.start) / axis.inUnit];
  const [o0, outLength] = [to.start / axis.outUnit, (to.end - to.start) / axis.outUnit];
  if (![i0, inLength, o0, outLength].every(Number.isInteger)) return undefined;
  const pad = axis.pad + i0 - o0 * axis.stride;
  const beginsInside = (outLength - 1) * axis.stride - pad < inLength;
  if (pad < 0 || pad > (axis.window - 1) * axis.dilation || !beginsInside) return undefined;
  switch (c.kind) {
    case "conv1d":
      return { ...c, inLength, outLength, padLeft: pad };
    case "conv2d":
      return isOneRow(c)
        ? { ...c, inWidth: inLength, outWidth: outLength, padLeft: pad }
        : { ...c, inHeight: inLength, outHeight: outLength, padTop: pad };
    case "pool": {
      const { padTop, padLeft, ...rest } = c;
      const top = isOneRow(c) ? (padTop ?? 0) : pad;
      const left = isOneRow(c) ? pad : (padLeft ?? 0);
      const sizes = isOneRow(c) ? { inWidth: inLength, outWidth: outLength } : { inHeight: inLength, outHeight: outLength };
      return { ...rest, ...sizes, ...(top === 0 ? {} : { padTop: top }), ...(left === 0 ? {} : { padLeft: left }) };
    }
    default:
      return assertNever(c);
  }
}
