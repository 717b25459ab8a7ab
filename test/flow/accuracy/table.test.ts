import { describe, expect, it } from "vitest";
import { correctness, parseStoredRows, percentCorrect, printedRow, rowName, type StoredRow } from "../../../src/flow/accuracy/rows.js";
import { type AccuracySet, accuracySet, datasetOf } from "../../../src/flow/accuracy/sets.js";
import { accuracyMarkdown, tableLines } from "../../../src/flow/accuracy/table.js";

const TEXTS = 400;

/** A row that decides the first `right` texts correctly, and as many more as `shift` texts further on. */
function rowOf(seed: number, right: number, changes: Partial<StoredRow> = {}, shift = 0): StoredRow {
  const correct = Array.from({ length: TEXTS }, (_, text) => (text >= shift && text < right + shift ? "1" : "0")).join("");
  return {
    set: "mr",
    seed,
    role: "default",
    variant: "",
    encoding: "word",
    bits: 8,
    timesteps: 1,
    devAccuracy: 80,
    accuracy: percentCorrect(correct),
    operations: 4000 + seed,
    hiddenSpikes: 40,
    tableBytes: 1000,
    trainSeconds: 10,
    correct,
    notes: [],
    ...changes,
  };
}

const MR = accuracySet("mr");

describe("the accuracy table", () => {
  it("gives mean, deviation and interval over the seeds, and differences on the same texts", () => {
    const rows = [rowOf(0, 320), rowOf(1, 324), rowOf(0, 300, { role: "linear", bits: 32 }), rowOf(1, 304, { role: "linear", bits: 32 })];
    const [reference, linear] = tableLines(MR, rows);
    expect(reference).toMatchObject({ name: "default, word, 8 bit", operations: 4000.5, accuracy: { mean: 80.5, n: 2 } });
    expect(reference?.difference).toBeUndefined();
    expect(linear?.difference).toMatchObject({ mean: -5, deviation: 0 });
    // The linear one is right nowhere else: its interval lies below zero.
    expect(linear?.difference?.high).toBeLessThan(0);
    expect(linear?.accuracy.low).toBeLessThan(73);
  });

  it("calls a network better than a published one only where its interval excludes it", () => {
    const strong: AccuracySet = { ...MR, published: [{ what: "rival", accuracy: 75 }] };
    const near: AccuracySet = { ...MR, published: [{ what: "rival", accuracy: 79 }] };
    const rows = [rowOf(0, 320), rowOf(1, 322)];
    expect(tableLines(strong, rows)[0]?.betterThan).toEqual(["rival"]);
    expect(tableLines(near, rows)[0]?.betterThan).toEqual([]);
    expect(accuracyMarkdown([strong], rows)).toContain("The interval excludes, from above, rival: default, word, 8 bit.");
    expect(accuracyMarkdown([near], rows)).not.toContain("The interval excludes");
  });

  it("tells lines together that are better than the same", () => {
    const strong: AccuracySet = { ...MR, published: [{ what: "rival", accuracy: 70 }] };
    const rows = [rowOf(0, 320), rowOf(1, 322), rowOf(0, 324, { role: "tiny" }), rowOf(1, 326, { role: "tiny" })];
    expect(accuracyMarkdown([strong], rows)).toContain("The interval excludes, from above, rival: default, word, 8 bit; tiny, word, 8 bit.");
  });

  it("gives the notes of the published method and of the network in RTL, seed by seed", () => {
    const rows = [
      rowOf(0, 320, { notes: ["clips 1 and 1"] }),
      rowOf(0, 320, { role: "code", variant: "in RTL", encoding: "code", notes: ["0 mismatches"] }),
    ];
    const markdown = accuracyMarkdown([MR], rows);
    expect(markdown).toContain("- code, in RTL, 8 bit, seed 0: 0 mismatches.");
    expect(markdown).not.toContain("clips");
  });

  it("gives means over the sets of paired differences, of the sets that have both rows", () => {
    const TREC = accuracySet("trec");
    const both = (set: string, eight: number, floats: number) => [
      rowOf(0, eight, { set }),
      rowOf(0, floats, { set, bits: 32 }),
      ...(set === "mr" ? [rowOf(0, 300, { set, role: "code", encoding: "code" })] : []),
    ];
    const markdown = accuracyMarkdown([MR, TREC], [...both("mr", 320, 324), ...both("trec", 330, 328)]);
    // -1 and +0.5 points.
    expect(markdown).toMatch(/\| 8 bit against floats \| -0\.25 \(-\d.* to \+\d.*\) \| mr -1\.00, trec \+0\.50 \|/);
    expect(markdown).not.toContain("coded words");
  });

  it("tells of the texts below the title, and of warnings below the table", () => {
    const notes = ["logistic regression", "texts: 10 training, 5 dev, 400 test texts (given)", "texts: 3 stand in train"];
    const markdown = accuracyMarkdown([MR], [rowOf(0, 300, { notes }), rowOf(0, 300, { role: "tiny", notes: ["warning: silent"] })]);
    expect(markdown).toContain("Seed 0: 10 training, 5 dev, 400 test texts (given); 3 stand in train.");
    expect(markdown).toContain("- tiny, word, 8 bit, seed 0: warning: silent.");
    expect(markdown).not.toContain("logistic");
  });

  it("marks published figures that are approximate", () => {
    expect(accuracyMarkdown([accuracySet("sst5")], [])).toContain("SpikeBERT, T = 4 about 46.10");
  });

  it("says that published epochs were picked on the test set", () => {
    expect(accuracyMarkdown([MR], [rowOf(0, 300)])).toContain("Published, epoch picked on the test set: TextCNN (Lv et al.) 77.41");
  });

  it("names rows by what tells them apart", () => {
    expect(rowName(rowOf(0, 1, { role: "cnn", variant: "with wide path", encoding: "none", bits: 32 }))).toBe("cnn, with wide path, none, float");
    expect(rowName(rowOf(0, 1, { role: "code", encoding: "code" }))).toBe("code, 8 bit");
  });

  it("prints of a row what was promised, and nothing of the texts", () => {
    const promised = "set seed role encoding bits timesteps devAccuracy accuracy operations hiddenSpikes tableBytes trainSeconds".split(" ");
    expect(Object.keys(printedRow(rowOf(0, 1))).sort()).toEqual([...promised, "variant"].sort());
  });
});

describe("stored rows", () => {
  it("are read back as they were, and anything else is measured again", () => {
    const rows = [rowOf(3, 7)];
    expect(parseStoredRows(JSON.stringify(rows))).toEqual(rows);
    for (const text of ["", "{}", "[{}]", JSON.stringify([{ ...rows[0], role: "other" }])]) expect(parseStoredRows(text)).toBeUndefined();
  });

  it("remember each text", () => {
    expect(correctness([1, 0, 2], [1, 1, 2])).toBe("101");
    expect(percentCorrect("101")).toBeCloseTo(66.667, 2);
  });
});

it("names the sets there are, and the file that is missing", () => {
  expect(() => accuracySet("imdb")).toThrow("there is no data set 'imdb'; known: mr, sst2, subj, trec, sst5, chnsenti, waimai, reviews");
  expect(() => datasetOf(MR, "/nowhere", 0)).toThrow("the data set 'mr' needs the file mr/all.tsv, which is not there");
  expect(datasetOf(accuracySet("reviews"), "/nowhere", 5)).toEqual({ kind: "reviews", seed: 5 });
});
