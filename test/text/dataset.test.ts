import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDataset } from "../../src/text/dataset.js";
import { wordnetRows } from "../../src/text/packages.js";
import { textKey, tokenizerNamed } from "../../src/text/tokenizer.js";
import type { Dataset } from "../../src/text/types.js";
import { SnncError } from "../../src/util/diagnostics.js";

describe("the embedded set `reviews`", () => {
  it("has 3,000 labelled sentences and reports the 3 rows without a class", () => {
    const dataset = loadDataset({ kind: "reviews" });
    expect(dataset.classes).toEqual(["negative", "positive"]);
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([2400, 300, 300]);
    expect(dataset.audit).toMatchObject({ rowsRead: 3003, rowsWithoutLabel: 3, emptyRows: 0, duplicates: 21, conflictingTexts: 0 });
    expect(dataset.train.filter(({ label }) => label === 1)).toHaveLength(1200);
    expectDisjoint(dataset);
  });
});

describe("the embedded set `wordnet`", () => {
  it("has the 44,017 definitions of six kinds of things", () => {
    const dataset = loadDataset({ kind: "wordnet" });
    expect(dataset.classes).toEqual(["animal", "artifact", "food", "location", "person", "plant"]);
    const all = [...dataset.train, ...dataset.dev, ...dataset.test];
    const perClass = dataset.classes.map((_, label) => all.filter((example) => example.label === label).length);
    expect(perClass).toEqual([7510, 11605, 2575, 3222, 11073, 8032]);
    expect(dataset.audit.rowsWithoutLabel + dataset.audit.emptyRows).toBe(0);
    expectDisjoint(dataset);
  });

  it("takes the gloss up to the first quoted example, and no other part of speech's files", () => {
    const line = (file: string, gloss: string): string => `00015568 ${file} n 01 animal 0 001 @ 00004475 n 0000 | ${gloss}  `;
    const data = [
      "  1 This software",
      line("05", 'a beast; wild or tame; "he was an animal"; "no"'),
      line("03", "a thing"),
      line("20", "a tree"),
      "",
    ];
    expect(wordnetRows(data.join("\n"))).toEqual([
      { text: "a beast; wild or tame", label: "animal" },
      { text: "a tree", label: "plant" },
    ]);
  });
});

describe("a user's file", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "snnc-dataset-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const rows = (count: number, from = 0): string => Array.from({ length: count }, (_, index) => `${index % 2}\tsentence ${index + from}\n`).join("");

  it("is named after itself and split here", () => {
    const dataset = loadDataset({ kind: "file", files: file("mine.tsv", `label\ttext\n\n${rows(100)}`) });
    expect(dataset.name).toBe("mine");
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([80, 10, 10]);
    expect(dataset.audit).toMatchObject({ rowsRead: 101, emptyRows: 1 });
  });

  it("may come as parts in different formats, with a label file", () => {
    const dataset = loadDataset({
      kind: "file",
      files: {
        train: file("train.tsv", `label\ttext\n${rows(40)}`),
        test: file("test.jsonl", '{"text":"sentence 1","label":1}\n{"text":"new","label":0}\n'),
      },
      labels: file("labels.txt", "1\tgood\n0\tbad\n"),
    });
    expect(dataset.classes).toEqual(["good", "bad"]);
    expect(dataset.test).toEqual([
      { text: "sentence 1", label: 0 },
      { text: "new", label: 1 },
    ]);
    expect(dataset.dev).toHaveLength(4);
  });

  it("in Chinese is cut by characters", () => {
    const text = Array.from({ length: 30 }, (_, index) => `${index % 2},很好${index}\n`).join("");
    const dataset = loadDataset({ kind: "file", files: file("zh.csv", text), language: "zh", labelColumn: 1, textColumn: 2 });
    expect(dataset.language).toBe("zh");
    expect(dataset.train).toHaveLength(24);
  });

  it("that does not exist, is a folder or has another suffix is refused by name", () => {
    const at = (files: string): string => complaintOf(() => loadDataset({ kind: "file", files })).replaceAll(folder, "DIR");
    expect(at(join(folder, "none.tsv"))).toMatchInlineSnapshot(`
      "DIR/none.tsv: the file cannot be read: it does not exist [file-unreadable]
        Check the path and its permissions."
    `);
    mkdirSync(join(folder, "folder.tsv"));
    expect(at(join(folder, "folder.tsv"))).toMatchInlineSnapshot(`
      "DIR/folder.tsv: the file cannot be read: it is a folder [file-unreadable]
        Check the path and its permissions."
    `);
    expect(at(file("book.xlsx", ""))).toMatchInlineSnapshot(`
      "DIR/book.xlsx: the file's suffix is none of .tsv, .csv and .jsonl [file-format]
        Rename it after its format: .tsv without quoting, .csv as RFC 4180, .jsonl with one JSON object a line."
    `);
  });

  it("with a label file that is not one is refused line by line", () => {
    const request = { kind: "file", files: file("mine.tsv", `label\ttext\n${rows(20)}`), labels: file("bad.txt", "0\ta\tb\n1\n1\n") } as const;
    expect(complaintOf(() => loadDataset(request)).replaceAll(folder, "DIR")).toMatchInlineSnapshot(`
      "DIR/bad.txt:1: '0	a	b' is neither a name nor a label, a tab and a name [dataset-labels]
      DIR/bad.txt:3: the label '1' is listed twice [dataset-labels]"
    `);
  });
});

function expectDisjoint(dataset: Dataset): void {
  const tokenizer = tokenizerNamed("english");
  const keys = [dataset.train, dataset.dev, dataset.test].map((part) => new Set(part.map(({ text }) => textKey(tokenizer.tokenize(text)))));
  const together = new Set(keys.flatMap((part) => [...part]));
  expect(together.size).toBe(keys.reduce((sum, part) => sum + part.size, 0));
}

function complaintOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SnncError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}
