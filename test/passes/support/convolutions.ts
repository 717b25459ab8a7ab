/** Random networks of convolutions and pools over enough positions to be split and padded: what random-program.ts is too small for. */
import type { Connectivity, EventProgram, Population, Projection, WeightTable } from "../../../src/event/program.js";
import type { Random } from "../../../src/util/random.js";

/** Convolution, pool, convolution and dense readout, in one or two dimensions, with skips by dense and sparse projections. */
export function randomConvolutions(random: Random): EventProgram {
  const isPlane = random.integer(2) === 0;
  const tables: WeightTable[] = [];
  const projections: Projection[] = [];
  const populations: Population[] = [];
  const table = (rows: number, columns: number): string => {
    const weights = Int8Array.from({ length: rows * columns }, () => (random.integer(5) === 0 ? 0 : random.integer(31) - 12));
    tables.push({ name: `w${tables.length}`, rows, columns, bits: 6, exponent: random.integer(2), weights });
    return `w${tables.length - 1}`;
  };
  const project = (source: string, target: number, name: string, connectivity: Connectivity): void => {
    const from = source === "in" ? ({ kind: "input", port: "in" } as const) : ({ kind: "population", population: source } as const);
    projections.push({ name: `j${projections.length}`, source: from, target: `p${target}`, table: name, delay: 1 + random.integer(3), connectivity });
  };
  const neurons = (size: number): void => {
    const thresholds = Int32Array.from({ length: size }, () => 4 + random.integer(40));
    const biases = random.integer(2) === 0 ? {} : { biases: Int32Array.from({ length: size }, () => random.integer(4)) };
    const reset = random.integer(2) === 0 ? ({ kind: "zero" } as const) : ({ kind: "subtract", amounts: thresholds.slice() } as const);
    const model = random.integer(2) === 0 ? ({ kind: "if" } as const) : ({ kind: "lif", leakShift: random.integer(3) } as const);
    populations.push({ name: `p${populations.length}`, size, model, thresholds, ...biases, reset, refractory: { kind: "none" } });
  };

  let [height, width, channels] = [isPlane ? 3 + random.integer(4) : 1, 3 + random.integer(5), 1 + random.integer(3)];
  const lines = height * width * channels;
  let source = "in";
  for (let layer = 0; layer < 3; layer++) {
    const kind = layer === 1 ? "pool" : "conv";
    const kernelY = isPlane ? 1 + random.integer(Math.min(3, height)) : 1;
    const kernelX = 1 + random.integer(Math.min(3, width));
    const [strideY, strideX] = [1 + random.integer(2), 1 + random.integer(2)];
    const [padTop, padLeft] = [random.integer(kernelY), random.integer(kernelX)];
    const outHeight = Math.floor((height - 1 + padTop) / strideY) + 1;
    const outWidth = Math.floor((width - 1 + padLeft) / strideX) + 1;
    const shape = { inHeight: height, inWidth: width, outHeight, outWidth, strideY, strideX, padTop, padLeft };
    if (kind === "pool") {
      project(source, layer, table(1, 1), { kind, channels, windowHeight: kernelY, windowWidth: kernelX, ...shape });
    } else {
      const outChannels = 3 + random.integer(6);
      const name = table(kernelY * kernelX * channels, outChannels);
      if (isPlane)
        project(source, layer, name, { kind: "conv2d", inChannels: channels, outChannels, kernelHeight: kernelY, kernelWidth: kernelX, ...shape });
      else {
        project(source, layer, name, {
          kind: "conv1d",
          inLength: width,
          inChannels: channels,
          outLength: outWidth,
          outChannels,
          kernel: kernelX,
          stride: strideX,
          padLeft,
        });
      }
      channels = outChannels;
    }
    [height, width] = [outHeight, outWidth];
    neurons(height * width * channels);
    source = `p${layer}`;
  }
  const sizes = populations.map(({ size }) => size);
  const classes = 2 + random.integer(3);
  const dense = (from: string, count: number, to: number, size: number): void => {
    const length = 1 + random.integer(size);
    project(from, to, table(count, length), { kind: "dense", columnStart: 0, length, targetStart: random.integer(size - length + 1) });
  };
  project(source, 3, table(sizes[2], classes), { kind: "dense", columnStart: 0, length: classes, targetStart: 0 });
  dense("in", lines, random.integer(3), Math.min(...sizes));
  const [from, to] = [random.integer(3), random.integer(3)];
  const chosen = Array.from({ length: sizes[from] }, () => Array.from({ length: sizes[to] }, (_, n) => n).filter(() => random.integer(6) === 0));
  const targets = chosen.flat();
  if (targets.length > 0) {
    const rowStart = Uint32Array.from([0, ...chosen.map((_, i) => chosen.slice(0, i + 1).flat().length)]);
    project(`p${from}`, to, table(1, targets.length), { kind: "sparse", rowStart, targets: Uint32Array.from(targets) });
  }
  return {
    level: "event",
    name: "convolutions",
    limits: { timestepsPerSample: 10, eventsPerTimestep: 6, eventsPerSample: 60 },
    inputs: [{ name: "in", kind: "lines", lines }],
    populations: [...populations, { name: "p3", size: classes, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
    tables,
    projections,
    readout: {
      kind: "membrane",
      population: "p3",
      neuronsPerClass: 1,
      classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
      drainTimesteps: 3,
    },
  };
}
