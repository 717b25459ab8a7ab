import { expect, it } from "vitest";
import { codedInRtl, codedNetwork } from "../../../src/flow/accuracy/coded.js";
import { createTextCnn, type TextCnn } from "../../../src/learn/textcnn.js";
import { createRandom } from "../../../src/util/random.js";
import { smallCell } from "../../support/accuracy-cell.js";

/** Of each part: enough to compare. */
const TEXTS = 60;

it("the accuracy benchmark runs the coded network in RTL on the test set, equal to the golden simulator", async () => {
  let kept: TextCnn | undefined;
  const cell = await smallCell(TEXTS, { kept: () => kept });
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
