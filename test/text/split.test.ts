import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleDataset } from "../../src/text/split.js";
import type { LabelledRow } from "../../src/text/table.js";

const options = { name: "t", language: "en", seed: 7, where: "data" } as const;
const row = (text: string, label: string | undefined): LabelledRow => ({ text, label });
const many = (count: number, label: string, prefix = label): LabelledRow[] =>
  Array.from({ length: count }, (_, index) => row(`${prefix} number ${index}`, label));

describe("a split drawn here", () => {
  it("is 80/10/10 in every class and repeats with its seed", () => {
    const all = [...many(200, "a"), ...many(100, "b")];
    const dataset = assembleDataset({ kind: "all", all }, options);
    const sizes = [dataset.train, dataset.dev, dataset.test].map((part) => [0, 1].map((label) => part.filter((e) => e.label === label).length));
    expect(sizes).toEqual([
      [160, 80],
      [20, 10],
      [20, 10],
    ]);
    expect(dataset.audit.split).toBe("stratified 80/10/10, seed 7");
    expect(assembleDataset({ kind: "all", all }, options)).toEqual(dataset);
    expect(assembleDataset({ kind: "all", all }, { ...options, seed: 8 }).test).not.toEqual(dataset.test);
  });

  it("carries rounding from class to class, so that many small classes still give a dev and a test part", () => {
    const all = Array.from({ length: 20 }, (_, index) => many(4, `class ${index}`)).flat();
    const dataset = assembleDataset({ kind: "all", all }, options);
    expect(dataset.dev.length).toBe(8);
    expect(dataset.test.length).toBe(8);
    expect(new Set(dataset.train.map(({ label }) => label)).size).toBe(20);
  });

  it("keeps texts that no network can tell apart on one side, whatever their labels, and loses no row", () => {
    const word = fc.constantFrom("good", "Good", "good.", "good .", "GOOD  .", "bad", "Bad!", "fine", "a", "b", "c", "d", "e");
    const rows = fc.array(fc.tuple(word, fc.constantFrom("0", "1")), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 99 }), (drawn, seed) => {
        const all = [...many(30, "0", "zero"), ...many(30, "1", "one"), ...drawn.map(([text, label]) => row(text, label))];
        const dataset = assembleDataset({ kind: "all", all }, { ...options, seed });
        const keys = [dataset.train, dataset.dev, dataset.test].map(
          (part) => new Set(part.map(({ text }) => text.toLowerCase().replace(/\s*([.!])/, " $1"))),
        );
        const [train = new Set(), dev = new Set(), test = new Set()] = keys;
        expect([...train].every((key) => !dev.has(key))).toBe(true);
        expect([...test].every((key) => !dev.has(key) && !train.has(key))).toBe(true);
        expect([...dataset.train, ...dataset.dev, ...dataset.test].map(({ text }) => text).sort()).toEqual(all.map(({ text }) => text).sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe("the audit", () => {
  it("counts duplicates, conflicting texts, empty rows and rows without a label", () => {
    const all = [
      ...many(20, "a"),
      ...many(20, "b"),
      row("A NUMBER 0", "a"),
      row("b number 1", "a"),
      row("b number 1", "b"),
      row(" ", "a"),
      row("no label", undefined),
      row("", undefined),
    ];
    const { audit } = assembleDataset({ kind: "all", all }, { ...options, blankRows: 3 });
    expect(audit).toEqual({
      rowsRead: 49,
      emptyRows: 4,
      rowsWithoutLabel: 2,
      duplicates: 2,
      conflictingTexts: 1,
      trainTestOverlap: 0,
      split: "stratified 80/10/10, seed 7",
    });
  });
});

describe("a given split", () => {
  const train = [...many(50, "a"), ...many(50, "b")];
  const test = [row("A number 3", "a"), row("a number 3", "a"), row("b number 4", "a"), row("new", "b")];

  it("is kept, and its overlaps are counted as distinct texts", () => {
    const dataset = assembleDataset({ kind: "given", train, dev: many(3, "a", "dev"), test }, options);
    expect(dataset.train.map(({ text }) => text)).toEqual(train.map(({ text }) => text));
    expect(dataset.test).toHaveLength(4);
    expect(dataset.audit.split).toBe("given");
    expect(dataset.audit.trainTestOverlap).toBe(2);
    expect(dataset.audit.conflictingTexts).toBe(1);
  });

  it("has its dev part carved from train if only that is missing", () => {
    const dataset = assembleDataset({ kind: "given", train, test }, options);
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([90, 10, 4]);
    expect(dataset.audit.split).toBe("given train and test; dev 10 % of train, stratified, seed 7");
  });

  it("has its test part carved from train if that is missing", () => {
    const dataset = assembleDataset({ kind: "given", train, dev: many(3, "a", "dev") }, options);
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([90, 3, 10]);
  });
});

describe("the classes", () => {
  it("are sorted by name, unless a label file gives names and order", () => {
    const all = [...many(10, "1"), ...many(10, "0")];
    expect(assembleDataset({ kind: "all", all }, options).classes).toEqual(["0", "1"]);
    const classNames = new Map([
      ["1", "positive"],
      ["0", "negative"],
    ]);
    const dataset = assembleDataset({ kind: "all", all }, { ...options, classNames });
    expect(dataset.classes).toEqual(["positive", "negative"]);
    expect(dataset.train.filter(({ text, label }) => text.startsWith("1") !== (label === 0))).toEqual([]);
  });

  it("must be two at least", () => {
    expect(() => assembleDataset({ kind: "all", all: many(20, "a") }, options)).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data: every row has the label 'a'; a classifier needs at least 2 classes [dataset-one-class]
        Check that --label-column names the column of the labels.]
    `);
  });

  it("must all be in the label file", () => {
    const all = [...many(20, "a"), ...many(20, "b")];
    expect(() =>
      assembleDataset(
        { kind: "all", all },
        {
          ...options,
          classNames: new Map([
            ["a", "A"],
            ["c", "C"],
          ]),
        },
      ),
    ).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data: the label 'b' is not in the label file, which has 'a', 'c' [dataset-label-unknown]
        Add it to the label file, or correct the rows that carry it.]
    `);
  });

  it("must all occur in train", () => {
    const train = [...many(20, "a"), ...many(20, "b")];
    expect(() => assembleDataset({ kind: "given", train, test: [row("x", "c")] }, options)).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data: the class 'c' has no row in train, so it cannot be learned; train has 'a', 'b' [dataset-class-untrained]
        Add rows of that class to train, or take the class out of the other files and of the label file; write each class in one way in all of them.]
    `);
  });
});

describe("a set that cannot be split", () => {
  it("is refused with the sizes of its parts", () => {
    expect(() => assembleDataset({ kind: "all", all: [...many(1, "a"), ...many(1, "b")] }, options)).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data: the split gives 2 train, 0 dev and 0 test rows; each part needs at least 1 [dataset-too-small]
        Give at least 10 labelled texts, or files for each part.]
    `);
  });

  it("is refused if no row has a text and a label", () => {
    expect(() => assembleDataset({ kind: "all", all: [row("a", undefined), row(" ", "b")] }, options)).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data: no row has both a text and a label [dataset-empty]
        Give one labelled text a row.]
    `);
  });
});
