/** A cell of the accuracy benchmark with few of the embedded reviews, trained for one epoch. */
import { type Cell, type CellOptions, openCell } from "../../src/flow/accuracy/cell.js";
import { type AccuracySet, accuracySet } from "../../src/flow/accuracy/sets.js";
import { tokenizeTexts } from "../../src/text/vocabulary.js";

export async function smallCell(texts: number, options: Partial<CellOptions> = {}, changes: Partial<AccuracySet> = {}): Promise<Cell> {
  const set = accuracySet("reviews");
  const small: AccuracySet = { ...set, preset: { ...set.preset, epochs: 1, filters: 8 }, ...changes };
  const whole = await openCell(small, { seed: 0, folder: "none", members: 2, keep: () => {}, kept: () => undefined, ...options });
  const [train, dev, test] = [whole.dataset.train, whole.dataset.dev, whole.dataset.test].map((part) => part.slice(0, texts));
  const ids = (part: typeof train) => tokenizeTexts(part, whole.tokenizer, whole.vocabulary);
  return { ...whole, dataset: { ...whole.dataset, train, dev, test }, train: ids(train), dev: ids(dev), test: ids(test) };
}
