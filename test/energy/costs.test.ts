/** The cost tables of the repository and what a user is told about a wrong one. */
import { describe, expect, it } from "vitest";
import { parseCostFile, parseCostTable } from "../../src/energy/costs.js";
import { levelOf } from "../../src/energy/terms.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { costTable, digitalTable } from "./workload.js";

describe("the repository's cost tables", () => {
  it("parse under the name of their file, with a source for every number", () => {
    for (const name of ["horowitz-45nm", "loihi-davies-2018", "loihi-sanafe"]) {
      const table = costTable(name);
      expect(table.name).toBe(name);
      const costs = table.kind === "digital" ? [...Object.values(table.operations), ...table.memory] : Object.values(table.events);
      for (const cost of costs) expect(cost.source).toMatch(/Horowitz 2014|Davies 2018|SANA-FE|our rule/);
    }
  });

  it("put an array into the smallest memory that holds it", () => {
    const table = digitalTable();
    const sizes = [0, 64, 65, 8192, 8193, 32768, 32769, 1048576, 1048577, 1e12];
    expect(sizes.map((bytes) => levelOf(table, bytes).picojoules)).toEqual([0, 0, 10, 10, 20, 20, 100, 100, 1300, 1300]);
  });
});

describe("a wrong cost table", () => {
  it("is told apart from a file that is not JSON", () => {
    expect(messages(() => parseCostFile("{", "mine.json"))).toEqual([
      expect.stringMatching(/^mine\.json: the cost table is not JSON: .*\[costs-not-json\]/s),
    ]);
  });

  it("gets one message per wrong field", () => {
    const table = digitalTable();
    const wrong = {
      ...table,
      operations: { ...table.operations, addInt32: { picojoules: -1, source: "me" } },
      memory: [
        { name: "small", maximumBytes: 100, picojoules: 1, source: "me" },
        { name: "small", maximumBytes: 50, picojoules: 1, source: "" },
      ],
    };
    expect(messages(() => parseCostTable(wrong, "mine.json"))).toEqual([
      "mine.json: operations.addInt32.picojoules: must not be negative [costs-invalid]",
      "mine.json: memory.1.source: must say something [costs-invalid]",
      'mine.json: memory.1.name: "small" occurs twice [costs-invalid]',
      "mine.json: memory.1.maximumBytes: the last level holds everything else and must have no maximum [costs-invalid]",
      "mine.json: memory.1.maximumBytes: 50 is not above the level before, 100 [costs-invalid]",
    ]);
  });

  it("is refused when a field is unknown or its kind is", () => {
    expect(messages(() => parseCostTable({ ...digitalTable(), pricePerKilowattHour: 1 }, "mine.json"))[0]).toMatch(/pricePerKilowattHour/);
    expect(messages(() => parseCostTable({ kind: "analogue" }, "mine.json"))[0]).toMatch(/^mine\.json: kind: /);
  });
});

function messages(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SnncError) {
      expect(error.kind).toBe("input");
      return error.diagnostics.map((one) => `${one.where}: ${one.message} [${one.code}]`);
    }
    throw error;
  }
  throw new Error("nothing was thrown");
}
