/** Small random TextCNNs and texts for the tests of this folder, and a task that only word order solves. */
import { createTextCnn, filterCount, type TextCnn, type TextCnnShape } from "../../src/learn/textcnn.js";
import type { TokenizedTexts } from "../../src/text/types.js";
import { createRandom, type Random } from "../../src/util/random.js";

/** A network whose weights, biases and wide rows are all random. */
export function randomTextCnn(
  random: Random,
  options: Partial<TextCnnShape> & { readonly windows?: TextCnn["windows"]; readonly spiking?: boolean } = {},
): TextCnn {
  const shape = { vocabularySize: 20, classes: 3, dimensions: 5, kernels: [1, 2, 3], filters: 4, wideWords: true, ...options };
  const model = createTextCnn(shape, options.windows ?? "causal", random);
  const fill = (values: Float32Array | undefined, scale: number): void => {
    values?.forEach((_, i) => {
      values[i] = scale * random.normal();
    });
  };
  fill(model.embedding, 1);
  fill(model.outputBias, 0.2);
  fill(model.wide, 0.3);
  fill(model.bigrams?.weight, 0.3);
  for (const branch of model.branches) {
    fill(branch.weight, 0.5);
    fill(branch.bias, 0.2);
  }
  if (options.spiking !== true) return model;
  const thresholds = Float32Array.from({ length: filterCount(model) }, () => 0.5 + random.uniform());
  return { ...model, activation: { kind: "spike", thresholds } };
}

/** Texts of the given lengths with random words and labels. */
export function randomTexts(random: Random, lengths: readonly number[], vocabularySize = 20, classes = 3): TokenizedTexts {
  return textsOf(
    lengths.map((length) => Array.from({ length }, () => random.integer(vocabularySize))),
    lengths.map(() => random.integer(classes)),
  );
}

export function textsOf(texts: readonly (readonly number[])[], labels: readonly number[]): TokenizedTexts {
  const start = new Uint32Array(texts.length + 1);
  texts.forEach((words, i) => {
    start[i + 1] = start[i] + words.length;
  });
  return { start, ids: Uint32Array.from(texts.flat()), labels: Uint16Array.from(labels) };
}

/** Two classes with the same words: class 0 holds "1 2" somewhere, class 1 "2 1", among noise of words 3..11. */
export function wordOrderTask(seed: number, count: number): TokenizedTexts {
  const random = createRandom(seed);
  const labels = Array.from({ length: count }, () => random.integer(2));
  const texts = labels.map((label) => {
    const words = Array.from({ length: 2 + random.integer(6) }, () => 3 + random.integer(9));
    words.splice(random.integer(words.length + 1), 0, ...(label === 0 ? [1, 2] : [2, 1]));
    return words;
  });
  return textsOf(texts, labels);
}
