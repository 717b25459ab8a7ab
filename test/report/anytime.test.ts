/** The section on stopping early: whether it pays, in a sentence, and the curve. */
import { describe, expect, it } from "vitest";
import { anytimeSection, anytimeSentence } from "../../src/report/anytime-section.js";
import type { AnytimeResult } from "../../src/util/results.js";
import { fixture } from "./fixture.js";

function measured(): AnytimeResult {
  const { anytime } = fixture();
  if (anytime === undefined) throw new Error("the fixture has no such section");
  return anytime;
}

describe("the sentence on stopping early", () => {
  it("names the smallest loss at which a tenth of the operations is saved, and what it costs on test", () => {
    expect(anytimeSentence(measured(), "text")).toBe(
      "Stopping early saves 24.0 % of the operations at \u22120.70 points of test accuracy (a loss of 1 point was allowed on dev).",
    );
  });

  it("says that it does not pay where it saves less", () => {
    const { full, points, devSamples } = measured();
    const few = { devSamples, full, points: points.slice(0, 2) };
    expect(anytimeSentence(few, "text")).toBe(
      "Stopping early does not pay here: most words of a text are needed, and the class sums lag behind them by the delays. Where 0.25 points of dev accuracy may go, it saves 7.9 % of the operations.",
    );
    expect(anytimeSentence(few, "sample")).toMatch(/^Stopping early does not pay here\. Where/);
  });
});

describe("the curve", () => {
  it("has a point for the full run and for each rule, in order of operations, within the picture", () => {
    const { text } = anytimeSection(measured(), "text");
    const [, line = ""] = /<polyline points="([^"]+)"/.exec(text) ?? [];
    const points = line.split(" ").map((point) => point.split(",").map(Number));
    expect(points).toHaveLength(3);
    const [xs, ys] = [points.map(([x = 0]) => x), points.map(([, y = 0]) => y)];
    expect(xs.toSorted((a, b) => a - b)).toEqual(xs);
    // More accurate is higher, that is, a smaller y.
    expect(ys.toSorted((a, b) => b - a)).toEqual(ys);
    for (const y of ys) expect(y > 0 && y < 200).toBe(true);
    expect(text.match(/<circle/g)).toHaveLength(3);
  });

  it("is left out where no rule saves anything, and the section where nothing was measured", () => {
    const { full, devSamples } = measured();
    const { text } = anytimeSection({ devSamples, full, points: [{ ...full, allowedLoss: 0, stoppedPercent: 0 }] }, "text");
    expect(text).not.toContain("<svg");
    expect(text).toContain("none saves anything");
    expect(anytimeSection(undefined, "text").text).toBe("");
  });
});
