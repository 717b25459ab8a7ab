/**
 * The summary on the terminal, against `summary.golden.txt` (regenerate: `npx vitest run test/report/summary.test.ts -u`,
 * then read it).
 */
import { describe, expect, it } from "vitest";
import { renderSummary } from "../../src/report/summary.js";
import { fixture } from "./fixture.js";

describe("the summary", () => {
  it("is the golden text", async () => {
    await expect(renderSummary(fixture())).toMatchFileSnapshot("summary.golden.txt");
  });

  it("has at most 40 lines of at most 120 characters, without blanks at their ends", () => {
    const lines = renderSummary(fixture()).split("\n");
    expect(lines.length - 1).toBeLessThanOrEqual(40);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(120);
      expect(line).not.toMatch(/\s$/);
    }
  });

  it("cries out when the RTL differs", () => {
    const data = fixture();
    expect(renderSummary({ ...data, equality: { ...data.equality, mismatches: 2 } })).toContain(
      "RTL DIFFERS from the golden simulator: 2 mismatches in 4,391 texts",
    );
  });

  it("lets no control character of a name reach the terminal", () => {
    const data = fixture();
    const first = data.boards[0];
    if (first === undefined) throw new Error("the fixture has no board");
    const text = renderSummary({ ...data, boards: [{ ...first, board: "evil\u001b[2J\nname\u202e" }] });
    expect(["\u001b", "\u202e"].filter((raw) => text.includes(raw))).toEqual([]);
    expect(text).toContain("evil\ufffd[2J\ufffdname\ufffd");
  });
});
