import { describe, expect, it } from "vitest";
import { createDistinctWords, makeBatch } from "../../src/learn/batches.js";
import { lossAndGradientsInTensors } from "../../src/learn/forward.js";
import { lossAndGradientsInArrays } from "../../src/learn/forward-arrays.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { createRandom } from "../../src/util/random.js";
import { backendClaims, isWord, stepInput } from "./backend-claims.js";
import { randomTextCnn, randomTexts } from "./networks.js";

describe("TensorFlow.js in WebAssembly", () => {
  backendClaims(() => loadTensorFlow("wasm"));

  it("gives the same loss and gradients in arrays as in tensors, bit for bit", async () => {
    const { tf } = await loadTensorFlow("wasm");
    for (const windows of ["causal", "same", "valid"] as const) {
      for (const isOnGrid of [false, true]) {
        const model = randomTextCnn(createRandom(31), { windows, kernels: [1, 3, 4], filters: 9, dimensions: 21 });
        const texts = randomTexts(
          createRandom(32),
          Array.from({ length: 12 }, (_, text) => 1 + ((7 * text) % 13)),
        );
        const distinct = createDistinctWords(model.vocabularySize)(makeBatch(texts, Uint32Array.from(texts.labels.keys()), 0, createRandom(0)));
        const plain = stepInput(model, texts);
        const grid = { steps: new Float32Array(plain.plan.columns).fill(0.03), limit: 60 };
        const input = { ...plain, spiking: isOnGrid, distinct: () => distinct, ...(isOnGrid ? { grid } : {}) };
        const [tensors, arrays] = [lossAndGradientsInTensors(tf, input), lossAndGradientsInArrays(tf, input)];
        expect(arrays.loss).toBe(tensors.loss);
        for (const name of ["gathered", "matrix", "bias", "output", "outputBias", "wide"] as const) {
          const counted = Array.from(arrays[name].keys()).filter(isWord(input, name));
          // 0 and -0 are one.
          expect(counted.filter((at) => arrays[name][at] !== tensors[name][at])).toEqual([]);
        }
      }
    }
  });

  it("says which backend runs, in one line", async () => {
    const { backend, description } = await loadTensorFlow("wasm");
    expect(backend).toBe("wasm");
    expect(description).toMatch(/^TensorFlow\.js 4\.\S+, WebAssembly, 1 thread/);
    expect(description).not.toContain("\n");
  });

  it("refuses to change backends in one process, because they share one engine", async () => {
    await loadTensorFlow("wasm");
    await expect(loadTensorFlow("native")).rejects.toThrow("wasm");
  });
});
