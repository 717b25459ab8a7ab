/**
 * Random small changes of images, so that a network learns the shape and not the pixels: turned, scaled, sheared and
 * moved, a value between pixels interpolated from its four neighbours (affine distortions: LeCun et al. 1998, section III).
 */
import type { Random } from "../util/random.js";
import type { Planes } from "./digits-network.js";

/** Largest change in either direction. */
export interface Distortion {
  readonly degrees: number;
  /** Of height and of width, as a share. */
  readonly scale: number;
  /** Pixels sideways per pixel down. */
  readonly shear: number;
  readonly pixels: number;
}

/** Each image of `values` changed by a draw of its own; outside the image lies 0. */
export function distortImages(values: Float32Array, { channels, height, width }: Planes, limits: Distortion, random: Random): Float32Array {
  const plane = height * width;
  const changed = new Float32Array(values.length);
  const between = (limit: number): number => (2 * random.uniform() - 1) * limit;
  for (let image = 0; image < values.length; image += channels * plane) {
    const angle = (between(limits.degrees) * Math.PI) / 180;
    const [scaleX, scaleY] = [1 + between(limits.scale), 1 + between(limits.scale)];
    const shear = between(limits.shear);
    const [moveX, moveY] = [between(limits.pixels), between(limits.pixels)];
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        // Where the pixel comes from: the change undone, around the middle.
        const [dx, dy] = [x - (width - 1) / 2 - moveX, y - (height - 1) / 2 - moveY];
        const fromX = (cosine * dx + (shear - sine) * dy) / scaleX + (width - 1) / 2;
        const fromY = (sine * dx + cosine * dy) / scaleY + (height - 1) / 2;
        for (let c = 0; c < channels; c++) {
          const start = image + c * plane;
          changed[start + y * width + x] = interpolate(values, start, height, width, fromY, fromX);
        }
      }
    }
  }
  return changed;
}

function interpolate(values: Float32Array, start: number, height: number, width: number, y: number, x: number): number {
  const [y0, x0] = [Math.floor(y), Math.floor(x)];
  if (y0 < -1 || y0 >= height || x0 < -1 || x0 >= width) return 0;
  const [right, down] = [x - x0, y - y0];
  const at = start + y0 * width + x0;
  const [isLeft, isRight, isTop, isBottom] = [x0 >= 0, x0 + 1 < width, y0 >= 0, y0 + 1 < height];
  const top = isTop ? (isLeft ? (1 - right) * values[at] : 0) + (isRight ? right * values[at + 1] : 0) : 0;
  const bottom = isBottom ? (isLeft ? (1 - right) * values[at + width] : 0) + (isRight ? right * values[at + width + 1] : 0) : 0;
  return (1 - down) * top + down * bottom;
}
