/** Warnings about data sets. Golden: `npx vitest run test/text/warnings.test.ts -u`, then read it. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../../src/text/dataset.js";
import { assembleDataset } from "../../src/text/split.js";
import type { LabelledRow } from "../../src/text/table.js";
import { tokenizerFor } from "../../src/text/tokenizer.js";
import type { Dataset } from "../../src/text/types.js";
import { buildVocabulary, tokenizeTexts } from "../../src/text/vocabulary.js";
import { datasetWarnings, unknownWordWarnings } from "../../src/text/warnings.js";
import { formatDiagnostic } from "../../src/util/diagnostics.js";

const rows = (label: string, ...texts: string[]): LabelledRow[] => texts.map((text) => ({ text, label }));

function given(train: LabelledRow[], dev: LabelledRow[], test: LabelledRow[]): Dataset {
  return assembleDataset({ kind: "given", train, dev, test }, { name: "films", language: "en", seed: 1, where: "films.tsv" });
}

const TRAIN = [...rows("good", "a fine film", "a great plot"), ...rows("bad", "a dull film", "a poor plot")];

describe("warnings about a data set", () => {
  it("are the golden text", async () => {
    const shared = given(
      TRAIN,
      [...rows("good", "A fine film!", "new"), ...rows("bad", "old")],
      [...rows("good", "a fine film", "New"), ...rows("bad", "a Dull film")],
    );
    const missing = given(TRAIN, rows("good", "one", "two"), rows("bad", "three"));
    const alike = given(
      [...rows("1", "a"), ...rows("1.0", "b"), ...rows("0", "c"), ...rows("Yes", "d"), ...rows("yes", "e")],
      ["1", "1.0", "0", "Yes", "yes"].flatMap((label, i) => rows(label, `dev ${i}`)),
      ["1", "1.0", "0", "Yes", "yes"].flatMap((label, i) => rows(label, `test ${i}`)),
    );
    const told = [shared, missing, alike].map((dataset) => datasetWarnings(dataset).map(formatDiagnostic).join("\n"));
    await expect(`${told.join("\n\n")}\n`).toMatchFileSnapshot("../errors/dataset-warnings.txt");
  });

  it("are none for a set whose parts share nothing and have all classes", () => {
    const dev = [...rows("good", "x y"), ...rows("bad", "y z")];
    const test = [...rows("good", "x"), ...rows("bad", "z")];
    expect(datasetWarnings(given(TRAIN, dev, test))).toEqual([]);
  });

  it("say where most words of a part never occur in training, and how many texts have no other", () => {
    const dataset = given(TRAIN, rows("good", "fine", "strange words here", "a stranger"), rows("bad", "a dull thing"));
    const tokenizer = tokenizerFor("en");
    const vocabulary = buildVocabulary(dataset.train, tokenizer);
    expect(unknownWordWarnings("dev", tokenizeTexts(dataset.dev, tokenizer, vocabulary)).map(({ message }) => message)).toEqual([
      "67 % of the words of dev never occur in training, and 1 of its 3 texts have no other: all of these get one and the same decision",
    ]);
    expect(unknownWordWarnings("test", tokenizeTexts(dataset.test, tokenizer, vocabulary))).toEqual([]);
  });
});

const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const isThere = existsSync(`${DATA}trec`) && existsSync(`${DATA}sst2`) && existsSync(`${DATA}waimai`) && existsSync(`${DATA}mr`);

describe.skipIf(!isThere)(
  `the overlaps of published sets${isThere ? "" : " (skipped: ../shared/data has not all of trec, sst2, waimai, mr)"}`,
  () => {
    const messages = (dataset: Dataset): readonly string[] =>
      datasetWarnings(dataset).flatMap(({ code, message }) => (code === "dataset-overlap" ? [message] : []));
    const files = (train: string, test: string, dev?: string): Dataset =>
      loadDataset({
        kind: "file",
        files: { train: `${DATA}${train}`, test: `${DATA}${test}`, ...(dev === undefined ? {} : { dev: `${DATA}${dev}` }) },
      });

    it("are told: TREC's questions, SST-2's phrases, Waimai's marks", () => {
      expect(messages(files("trec/train.tsv", "trec/test.tsv"))[0]).toMatch(/^11 of the 500 different texts of test stand in train/);
      expect(messages(files("sst2/train_phrases.tsv", "sst2/test.tsv", "sst2/dev.tsv"))[0]).toMatch(
        /^6 of the 1821 different texts of test stand in train/,
      );
      const waimai = loadDataset({ kind: "file", files: `${DATA}waimai/all.tsv`, language: "zh" });
      expect([waimai.audit.duplicates, waimai.audit.conflictingTexts]).toEqual([6, 7]);
      expect(messages(waimai)[0]).toMatch(/different texts of test stand in train as well, letter for letter/);
    });

    it("tell that SST-2's test set stands in MR nearly whole", () => {
      const shared = messages(files("mr/all.tsv", "sst2/test.tsv")).flatMap(
        (message) => /^(\d+) of the 1821 different texts of test/.exec(message)?.slice(1) ?? [],
      );
      // In train and in the dev part that was drawn from it.
      expect(shared.map(Number).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1480);
    });
  },
);
