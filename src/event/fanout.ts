/**
 * `fanout`: which segments a source drives through a projection. The one primitive of connectivity: the simulator
 * adds segments, the mapper packs them, the crossbar streams them.
 */
import { assertNever } from "../util/diagnostics.js";
import type { Connectivity, Projection, WeightTable } from "./program.js";

/** "This source adds `length` consecutive weights to `length` consecutive neurons." */
export interface Segment {
  /** First neuron, counted within the target population. */
  readonly target: number;
  readonly length: number;
  /** Index of the first weight in the table's `weights`. */
  readonly weight: number;
}

/** Called once per segment, in ascending order of (weight, target) per source; see `Segment`. */
export type SegmentVisitor = (target: number, length: number, weight: number) => void;

/**
 * Visits the segments of `source` (counted within the projection's own source port or population).
 * Total for a verified program; allocates nothing.
 */
export function visitFanout(projection: Projection, table: WeightTable, source: number, visit: SegmentVisitor): void {
  const c = projection.connectivity;
  switch (c.kind) {
    case "dense": {
      const row = c.rowOf === undefined ? source : c.rowOf[source];
      visit(c.targetStart, c.length, row * table.columns + c.columnStart);
      return;
    }
    case "sparse": {
      const end = c.rowStart[source + 1];
      let first = c.rowStart[source];
      while (first < end) {
        const target = c.targets[first];
        let next = first + 1;
        while (next < end && c.targets[next] === target + (next - first)) next++;
        visit(target, next - first, first);
        first = next;
      }
      return;
    }
    case "conv1d": {
      const { dilation = 1, groups = 1 } = c;
      const position = Math.floor(source / c.inChannels);
      const channel = source % c.inChannels;
      const length = c.outChannels / groups;
      const firstChannel = Math.floor((channel * groups) / c.inChannels) * length;
      for (let k = 0; k < c.kernel; k++) {
        const scaled = position + c.padLeft - k * dilation;
        if (scaled < 0 || scaled % c.stride !== 0) continue;
        const out = scaled / c.stride;
        if (out < c.outLength) visit(out * c.outChannels + firstChannel, length, (k * c.inChannels + channel) * table.columns);
      }
      return;
    }
    case "conv2d": {
      const { dilationY = 1, dilationX = 1, groups = 1 } = c;
      const channel = source % c.inChannels;
      const x = Math.floor(source / c.inChannels) % c.inWidth;
      const y = Math.floor(source / (c.inChannels * c.inWidth));
      const length = c.outChannels / groups;
      const firstChannel = Math.floor((channel * groups) / c.inChannels) * length;
      for (let ky = 0; ky < c.kernelHeight; ky++) {
        const scaledY = y + c.padTop - ky * dilationY;
        if (scaledY < 0 || scaledY % c.strideY !== 0 || scaledY / c.strideY >= c.outHeight) continue;
        for (let kx = 0; kx < c.kernelWidth; kx++) {
          const scaledX = x + c.padLeft - kx * dilationX;
          if (scaledX < 0 || scaledX % c.strideX !== 0 || scaledX / c.strideX >= c.outWidth) continue;
          const target = ((scaledY / c.strideY) * c.outWidth + scaledX / c.strideX) * c.outChannels + firstChannel;
          visit(target, length, ((ky * c.kernelWidth + kx) * c.inChannels + channel) * table.columns);
        }
      }
      return;
    }
    case "pool": {
      const channel = source % c.channels;
      const x = (Math.floor(source / c.channels) % c.inWidth) + (c.padLeft ?? 0);
      const y = Math.floor(source / (c.channels * c.inWidth)) + (c.padTop ?? 0);
      for (let oy = firstWindow(y, c.windowHeight, c.strideY); oy < c.outHeight && oy * c.strideY <= y; oy++) {
        for (let ox = firstWindow(x, c.windowWidth, c.strideX); ox < c.outWidth && ox * c.strideX <= x; ox++) {
          visit((oy * c.outWidth + ox) * c.channels + channel, 1, 0);
        }
      }
      return;
    }
    default:
      assertNever(c);
  }
}

/** The segments of one source as an array (convenience over `visitFanout`). */
export function fanout(projection: Projection, table: WeightTable, source: number): Segment[] {
  const segments: Segment[] = [];
  visitFanout(projection, table, source, (target, length, weight) => segments.push({ target, length, weight }));
  return segments;
}

/** Number of sources and targets that a connectivity requires, where it fixes them (dense and sparse fix fewer). */
export function requiredSizes(c: Connectivity): { sources?: number; targets?: number } {
  switch (c.kind) {
    case "dense":
      return c.rowOf === undefined ? {} : { sources: c.rowOf.length };
    case "sparse":
      return { sources: c.rowStart.length - 1 };
    case "conv1d":
      return { sources: c.inLength * c.inChannels, targets: c.outLength * c.outChannels };
    case "conv2d":
      return {
        sources: c.inHeight * c.inWidth * c.inChannels,
        targets: c.outHeight * c.outWidth * c.outChannels,
      };
    case "pool":
      return { sources: c.inHeight * c.inWidth * c.channels, targets: c.outHeight * c.outWidth * c.channels };
    default:
      return assertNever(c);
  }
}

/** Smallest window index whose window (of `size`, every `stride`) contains `position`. */
function firstWindow(position: number, size: number, stride: number): number {
  return Math.max(0, Math.ceil((position - size + 1) / stride));
}
