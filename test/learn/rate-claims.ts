/** What must hold of the rate method's forward and backward passes on either backend of TensorFlow.js. */
import { describe, expect, it } from "vitest";
import { analogueGradients, analogueScores } from "../../src/learn/rate-ann.js";
import { createRateNetwork, maskWindows, type RateNetwork, type RateNetworkShape } from "../../src/learn/rate-network.js";
import { runSpiking, type SpikeBatch, spikingGradients } from "../../src/learn/rate-spiking.js";
import { spikeDrawer, valueWindows, type WindowRows, windowRows } from "../../src/learn/rate-windows.js";
import type { LoadedTensorFlow } from "../../src/learn/tensorflow.js";
import { createRandom } from "../../src/util/random.js";
import { randomTexts, textsOf } from "./networks.js";

export const SMALL_SHAPE: RateNetworkShape = { dimensions: 3, classes: 2, neuronsPerClass: 2, length: 5, kernels: [1, 2, 3], filters: 2 };

/** Firing probabilities of a few words. */
export function randomProbabilities(words: number, dimensions: number, seed = 3): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: words * dimensions }, () => random.uniform());
}

/** A network of one neuron a layer and class, on one word of one element that always spikes. */
function tinyNetwork(window: number, output: readonly number[]): RateNetwork {
  return {
    kind: "rate",
    ...{ dimensions: 1, classes: 2, neuronsPerClass: 1, length: 1, kernels: [1], filters: 1 },
    windows: Float32Array.of(window),
    output: Float32Array.from(output),
  };
}

function always(network: RateNetwork, timesteps: number): SpikeBatch {
  const layout = windowRows(network, textsOf([[0]], [0]), [0]);
  return { layout, timesteps, windows: spikeDrawer(network, Float32Array.of(1), timesteps)(layout, 1, (text) => text).windows };
}

export function rateClaims(load: () => Promise<LoadedTensorFlow>): void {
  describe("the analogue reading", () => {
    it("has gradients that equal finite differences of its loss, dropout included", async () => {
      const { tf } = await load();
      const network = createRateNetwork(SMALL_SHAPE, createRandom(5));
      const texts = randomTexts(createRandom(6), [4, 1, 7], 6, 2);
      const layout = windowRows(network, texts, [0, 1, 2]);
      const batch = { layout, windows: valueWindows(network, layout, randomProbabilities(6, 3)) };
      const dropout = Float32Array.from({ length: 18 }, (_, i) => (i % 5 === 0 ? 0 : 1.25));
      const gradients = analogueGradients(tf, network, batch, texts.labels, dropout);
      maskWindows(network, gradients.windows);
      for (const name of ["windows", "output"] as const) {
        for (let at = 0; at < network[name].length; at++) {
          const held = network[name][at];
          if (name === "windows" && held === 0) {
            expect(gradients.windows[at], "a weight of no filter").toBe(0);
            continue;
          }
          const loss = [1e-3, -1e-3].map((step) => {
            network[name][at] = held + step;
            return analogueGradients(tf, network, batch, texts.labels, dropout).loss;
          });
          network[name][at] = held;
          expect(gradients[name][at], `${name}[${at}]`).toBeCloseTo((loss[0] - loss[1]) / 2e-3, 3);
        }
      }
    });
  });

  describe("the spiking reading", () => {
    it("integrates, fires above 1 and is reset by subtraction", async () => {
      const { tf } = await load();
      // Current 0.7: m = 0.7, 1.4 !, 1.1 !, 0.8, 1.5 !, 1.2 !; class 0 gets 0.6 a spike: 0.6, 1.2 !, 0.8, 1.4 !.
      const network = tinyNetwork(0.7, [0.6, -1]);
      const { hiddenSpikes, classSpikes } = runSpiking(tf, network, always(network, 6));
      expect(Array.from(hiddenSpikes)).toEqual([4]);
      expect(Array.from(classSpikes)).toEqual([2, 0]);
    });

    it("does not fire at exactly 1, and keeps what is left above 1 for later", async () => {
      const { tf } = await load();
      const atOne = tinyNetwork(1, [0, 0]);
      expect(Array.from(runSpiking(tf, atOne, always(atOne, 1)).hiddenSpikes)).toEqual([0]);
      // 3, 2 left: a spike each timestep, however large the current.
      const large = tinyNetwork(3, [0, 0]);
      expect(Array.from(runSpiking(tf, large, always(large, 4)).hiddenSpikes)).toEqual([4]);
    });

    it("has the surrogate gradient of a case worked out by hand", async () => {
      const { tf } = await load();
      // Hidden m = 1.5, 2.0 (both fire); class 0: m = 0.6, 1.2 (fires), class 1: -0.5, -1.0. Logits (0, 0), (1, 0); label 1.
      const network = tinyNetwork(1.5, [0.6, -0.5]);
      const { loss, windows, output } = spikingGradients(tf, network, always(network, 2), [1]);
      expect(loss).toBeCloseTo((Math.log(2) + Math.log(1 + Math.E)) / 2, 5);
      const error = Math.E / (1 + Math.E) / 2;
      const slope = (m: number): number => 1 / (1 + 25 * Math.abs(m - 1)) ** 2;
      const class0 = [error * slope(1.2) + (error + 0.25) * slope(0.6), error * slope(1.2)];
      const class1 = [-error * slope(-1) - (error + 0.25) * slope(-0.5), -error * slope(-1)];
      expect(output[0]).toBeCloseTo(class0[0] + class0[1], 7);
      expect(output[1]).toBeCloseTo(class1[0] + class1[1], 7);
      const hidden = [0.6 * class0[0] - 0.5 * class1[0], 0.6 * class0[1] - 0.5 * class1[1]];
      // The first timestep's current is in both membranes.
      expect(windows[0]).toBeCloseTo(hidden[0] * slope(1.5) + 2 * hidden[1] * slope(2), 9);
      expect(windows[0]).toBeCloseTo(6.993e-5, 7);
    });

    it("equals a neuron by neuron simulation, and its gradients the sums of the equations", async () => {
      const { tf } = await load();
      const network = createRateNetwork(SMALL_SHAPE, createRandom(8));
      for (let i = 0; i < network.windows.length; i++) network.windows[i] *= 2;
      for (let i = 0; i < network.output.length; i++) network.output[i] *= 3;
      const texts = randomTexts(createRandom(9), [5, 2, 8], 6, 2);
      const timesteps = 7;
      const layout = windowRows(network, texts, [0, 1, 2]);
      const { windows } = spikeDrawer(network, randomProbabilities(6, 3), timesteps)(layout, 4, (text) => text);
      const batch = { layout, timesteps, windows };
      const reference = simulate(network, batch, texts.labels);
      const { classSpikes, hiddenSpikes } = runSpiking(tf, network, batch);
      expect(Array.from(hiddenSpikes)).toEqual(reference.hiddenSpikes);
      expect(Array.from(classSpikes)).toEqual(reference.classSpikes);
      const gradients = spikingGradients(tf, network, batch, texts.labels);
      maskWindows(network, gradients.windows);
      expect(gradients.loss).toBeCloseTo(reference.loss, 5);
      for (const name of ["windows", "output"] as const) {
        for (const [at, value] of gradients[name].entries()) expect(value, `${name}[${at}]`).toBeCloseTo(reference[name][at], 5);
      }
    });
  });

  it("leaves no tensor behind", async () => {
    const { tf } = await load();
    const network = createRateNetwork(SMALL_SHAPE, createRandom(5));
    const texts = randomTexts(createRandom(6), [4, 1, 7], 6, 2);
    const layout = windowRows(network, texts, [0, 1, 2]);
    const probabilities = randomProbabilities(6, 3);
    const values = { layout, windows: valueWindows(network, layout, probabilities) };
    const spikes = { layout, timesteps: 4, windows: spikeDrawer(network, probabilities, 4)(layout, 1, (text) => text).windows };
    const before = tf.memory().numTensors;
    analogueScores(tf, network, values);
    analogueGradients(tf, network, values, texts.labels);
    runSpiking(tf, network, spikes);
    spikingGradients(tf, network, spikes, texts.labels);
    expect(tf.memory().numTensors).toBe(before);
  });
}

/** The equations one neuron and one timestep at a time, in double precision. */
function simulate(network: RateNetwork, { layout, timesteps, windows }: SpikeBatch, labels: ArrayLike<number>) {
  const { classes, neuronsPerClass, kernels, filters: each, length } = network;
  const filters = kernels.length * each;
  const outputs = classes * neuronsPerClass;
  const columns = network.windows.length / filters;
  const positions = (f: number): number => length - kernels[Math.floor(f / each)] + 1;
  const slope = (m: number): number => 1 / (1 + 25 * Math.abs(m - 1)) ** 2;
  const hiddenSpikes: number[] = [];
  const classSpikes: number[] = [];
  const gradients = { windows: new Float64Array(network.windows.length), output: new Float64Array(network.output.length) };
  let loss = 0;
  for (let n = 0; n < layout.texts; n++) {
    const rows = rowsOf(layout, n);
    const x = (t: number, row: number, i: number): number => windows[(t * layout.rows + row) * columns + i];
    // Forward.
    const hidden = new Map<string, number>();
    const left = new Map<string, number>();
    const pooled = Array.from({ length: timesteps }, () => new Float64Array(filters));
    let fired = 0;
    for (let t = 0; t < timesteps; t++) {
      for (const row of rows) {
        for (let f = 0; f < layout.filters[row]; f++) {
          let m = left.get(`${row} ${f}`) ?? 0;
          for (let i = 0; i < columns; i++) m += x(t, row, i) * network.windows[i * filters + f];
          hidden.set(`${t} ${row} ${f}`, m);
          const spike = m > 1 ? 1 : 0;
          left.set(`${row} ${f}`, m - spike);
          pooled[t][f] += spike / positions(f);
          fired += spike;
        }
      }
    }
    hiddenSpikes.push(fired);
    const output = Array.from({ length: timesteps }, () => new Float64Array(outputs));
    const counts = Array.from({ length: timesteps }, () => new Float64Array(classes));
    const u = new Float64Array(outputs);
    for (let t = 0; t < timesteps; t++) {
      if (t > 0) counts[t].set(counts[t - 1]);
      for (let o = 0; o < outputs; o++) {
        for (let f = 0; f < filters; f++) u[o] += pooled[t][f] * network.output[f * outputs + o];
        output[t][o] = u[o];
        if (u[o] > 1) {
          u[o] -= 1;
          counts[t][Math.floor(o / neuronsPerClass)]++;
        }
      }
    }
    classSpikes.push(...counts[timesteps - 1]);
    // Back: a spike of timestep s counts in every t >= s, and a current of s is in every membrane of t >= s.
    const perSpike = 1 / neuronsPerClass;
    const errors = counts.map((own, t) => {
      const exp = Array.from(own, (count) => Math.exp(perSpike * count));
      const sum = exp.reduce((a, b) => a + b, 0);
      loss -= Math.log(exp[labels[n]] / sum) / (timesteps * layout.texts);
      return { t, values: exp.map((value, c) => (value / sum - (c === labels[n] ? 1 : 0)) / (timesteps * layout.texts)) };
    });
    const sumFrom = (s: number, value: (t: number) => number): number => {
      let sum = 0;
      for (let t = s; t < timesteps; t++) sum += value(t);
      return sum;
    };
    const ofSpike = (s: number, o: number): number => perSpike * sumFrom(s, (t) => errors[t].values[Math.floor(o / neuronsPerClass)]);
    const ofOutput = (s: number, o: number): number => sumFrom(s, (t) => ofSpike(t, o) * slope(output[t][o]));
    for (let s = 0; s < timesteps; s++) {
      for (let o = 0; o < outputs; o++) {
        for (let f = 0; f < filters; f++) gradients.output[f * outputs + o] += pooled[s][f] * ofOutput(s, o);
      }
      for (let f = 0; f < filters; f++) {
        const ofPooled = (t: number): number => {
          let sum = 0;
          for (let o = 0; o < outputs; o++) sum += ofOutput(t, o) * network.output[f * outputs + o];
          return sum / positions(f);
        };
        for (const row of rows) {
          if (f >= layout.filters[row]) continue;
          const g = sumFrom(s, (t) => ofPooled(t) * slope(hidden.get(`${t} ${row} ${f}`) ?? 0));
          for (let i = 0; i < kernels[Math.floor(f / each)] * network.dimensions; i++) gradients.windows[i * filters + f] += x(s, row, i) * g;
        }
      }
    }
  }
  return { hiddenSpikes, classSpikes, loss, ...gradients };
}

function rowsOf({ rowStart }: WindowRows, n: number): number[] {
  return Array.from({ length: rowStart[n + 1] - rowStart[n] }, (_, i) => rowStart[n] + i);
}
