/** Claims about the line `N passed, N failed`: it never hides a failure. */
import { describe, expect, it } from "vitest";
import { countTests } from "../../src/setup/test.mjs";

const report = (...files: readonly { name: string; status: string; tests: readonly string[] }[]): string =>
  JSON.stringify({
    testResults: files.map(({ name, status, tests }) => ({ name, status, assertionResults: tests.map((each) => ({ status: each })) })),
  });

describe("counting tests", () => {
  it("counts passed, failed and skipped tests of all files", () => {
    const run = report(
      { name: "a", status: "failed", tests: ["passed", "failed"] },
      { name: "b", status: "passed", tests: ["passed", "skipped", "todo"] },
    );
    expect(countTests(run, 1)).toEqual({ passed: 2, failed: 1, skipped: 2, problems: [] });
  });

  it("counts a file that does not load as a failure", () => {
    expect(countTests(report({ name: "a.test.ts", status: "failed", tests: [] }), 1)).toMatchObject({
      failed: 1,
      problems: ["a.test.ts failed outside its tests"],
    });
  });

  it("counts an error outside every test, a broken-off run and an empty run as failures", () => {
    expect(countTests(report({ name: "a", status: "passed", tests: ["passed"] }), 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countTests(undefined, 137)).toMatchObject({ passed: 0, failed: 1, problems: ["vitest left no report: the run broke off"] });
    expect(countTests(report(), 0)).toMatchObject({ passed: 0, failed: 1, problems: ["no test ran"] });
  });

  it("is content with a run in which everything passed", () => {
    expect(countTests(report({ name: "a", status: "passed", tests: ["passed"] }), 0)).toEqual({ passed: 1, failed: 0, skipped: 0, problems: [] });
  });
});
