import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SnncError } from "../../src/util/diagnostics.js";
import { parseCrossbarTarget } from "../../src/verilog/target.js";

const FILES = readdirSync("targets").filter((name) => /^crossbar-\d+\.json$/.test(name));
const read = (name: string): unknown => JSON.parse(readFileSync(`targets/${name}`, "utf8"));

describe("crossbar targets", () => {
  it.each(FILES)("%s is valid and named after its lanes", (name) => {
    const target = parseCrossbarTarget(read(name), name);
    expect(`${target.name}.json`).toBe(name);
    expect(target.name).toBe(`crossbar-${target.lanes}`);
  });

  it("tells every wrong field, with its rule", () => {
    const wrong = { ...parseCrossbarTarget(read("crossbar-16.json"), "x"), lanes: 12, clockHz: -1, colour: "red" };
    let message = "";
    try {
      parseCrossbarTarget(wrong, "mine.json");
    } catch (error) {
      if (!(error instanceof SnncError)) throw error;
      expect(error.kind).toBe("input");
      message = error.message;
    }
    expect(message).toContain("mine.json: lanes: must be a power of two [target-invalid]\n  Compare with targets/crossbar-16.json.");
    expect(message).toContain("mine.json: clockHz: Too small");
    expect(message).toContain('mine.json: target: Unrecognized key: "colour"');
  });

  it("has CUBA neurons only if it says so, with states for their currents and no more multipliers than lanes", () => {
    const whole = parseCrossbarTarget(read("crossbar-16.json"), "x");
    const { bias, subtract, countedRefractory } = whole.features;
    expect(parseCrossbarTarget({ ...whole, features: { bias, subtract, countedRefractory } }, "x").features.cuba).toBe(false);
    const narrow = { ...whole, capacity: { ...whole.capacity, stateBits: 20 } };
    expect(() => parseCrossbarTarget(narrow, "x")).toThrow("features.cuba: needs capacity.stateBits of at least 24, which a current has");
    expect(() => parseCrossbarTarget({ ...whole, cubaMultipliers: 32 }, "x")).toThrow("cubaMultipliers: must be at most lanes");
    expect(() => parseCrossbarTarget({ ...whole, cubaMultipliers: 3 }, "x")).toThrow("cubaMultipliers: must be a power of two");
  });
});
