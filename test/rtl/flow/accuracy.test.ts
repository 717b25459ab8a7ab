import { expect, it } from "vitest";
import { openCell } from "../../../src/flow/accuracy/cell.js";
import { codedInRtl, codedNetwork } from "../../../src/flow/accuracy/coded.js";
import { accuracySet } from "../../../src/flow/accuracy/sets.js";
import { createTextCnn, type TextCnn } from "../../../src/learn/textcnn.js";
import { tokenizeTexts } from "../../../src/text/vocabulary.js";
import { createRandom } from "../../../src/util/random.js";

/** Of each part: enough to compare. */
const TEXTS = 60;

it("the accuracy benchmark runs the coded network in RTL on the test set, equal to the golden simulator", async () => {
  let kept: TextCnn | undefined;
  const options = { seed: 0, folder: "none", members: 1, keep: () => {}, kept: () => kept };
  const set = accuracySet("reviews");
  const whole = await openCell({ ...set, preset: { ...set.preset, epochs: 1 } }, options);
  const [train, dev, test] = [whole.dataset.train, whole.dataset.dev, whole.dataset.test].map((part) => part.slice(0, TEXTS));
  const ids = (part: typeof train) => tokenizeTexts(part, whole.tokenizer, whole.vocabulary);
  const cell = { ...whole, dataset: { ...whole.dataset, train, dev, test }, train: ids(train), dev: ids(dev), test: ids(test) };
  await expect(codedInRtl(cell)).rejects.toThrow(
    "the steps 'code', 'code4' and 'rtl' code the network of the step 'word', which has not been measured",
  );

  const shape = { vocabularySize: cell.vocabulary.words.length, classes: cell.classes, dimensions: 16, kernels: [1, 2], filters: 8, wideWords: true };
  kept = { ...createTextCnn(shape, "causal", createRandom(1)), activation: { kind: "spike", thresholds: new Float32Array(16).fill(0.02) } };
  const golden = await codedNetwork(cell, 8);
  const rtl = await codedInRtl(cell);
  expect(rtl).toMatchObject({ role: "code", variant: "in RTL", accuracy: golden.accuracy, correct: golden.correct, tableBytes: golden.tableBytes });
  expect(rtl.tableBytes).toBeLessThanOrEqual(131_072);
  expect(rtl.correct).toHaveLength(TEXTS);
  expect(rtl.notes[0]).toMatch(/^crossbar-16 in .*: 0 mismatches in [1-9]\d* spikes, 120 outputs and [1-9]\d* membranes$/);
  expect(rtl.notes[1]).toMatch(/^\d+ cores of loihi1$/);
});
