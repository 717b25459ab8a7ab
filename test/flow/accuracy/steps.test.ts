import { describe, expect, it } from "vitest";
import { rowName } from "../../../src/flow/accuracy/rows.js";
import { measureStep } from "../../../src/flow/accuracy/steps.js";
import type { TextCnn } from "../../../src/learn/textcnn.js";
import { smallCell } from "../../support/accuracy-cell.js";

const TEXTS = 60;

describe("the steps of the accuracy benchmark", () => {
  it("measure every network that they name, each on all test texts, and hand the default network on", async () => {
    let kept: TextCnn | undefined;
    const cell = await smallCell(TEXTS, { keep: (model) => (kept = model), kept: () => kept });
    const word = await measureStep(cell, "word");
    expect(word.map(rowName)).toEqual([
      "cnn, with wide path, none, float",
      "tailored, none, float",
      "converted, word, float",
      "converted, word, 8 bit",
      "default, word, float",
      "default, word, 8 bit",
      "default, word, 4 bit",
      "default, rounded, word, 4 bit",
      "default, word, 2 bit",
      "default, rounded, word, 2 bit",
      "default, without pairs, word, float",
      "default, without pairs, word, 8 bit",
    ]);
    expect(kept?.activation.kind).toBe("spike");

    const [cnn] = await measureStep(cell, "cnn");
    expect(rowName(cnn)).toBe("cnn, without wide path, none, float");
    const best = await measureStep(cell, "best");
    expect(best.map(rowName)).toEqual(["best, word, float", "best, word, 8 bit"]);
    const coded = await measureStep(cell, "code4");
    expect(coded.map(rowName)).toEqual(["code, 4 bit"]);

    const of = (name: string) => word.find((row) => rowName(row) === name);
    for (const row of [...word, cnn, ...best, ...coded]) {
      expect(row.correct).toHaveLength(TEXTS);
      expect(row.accuracy).toBeCloseTo((100 * [...row.correct].filter((mark) => mark === "1").length) / TEXTS, 10);
    }
    // Two members: twice the filters, and the table of half the bits is half as large.
    expect(best[0].tableBytes).toBeGreaterThan(1.5 * (of("default, word, float")?.tableBytes ?? Number.POSITIVE_INFINITY));
    expect(of("default, word, 4 bit")?.tableBytes).toBeCloseTo((of("default, word, 8 bit")?.tableBytes ?? 0) / 2, -2);
    expect(coded[0].tableBytes).toBeLessThanOrEqual(65_536);
  });
});
