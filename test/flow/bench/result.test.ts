import { describe, expect, it } from "vitest";
import { type BackendResult, type BenchResult, benchLines, benchTable, median } from "../../../src/flow/bench/result.js";

const backend = (name: "native" | "wasm", snnc: number, naive: number): BackendResult => ({
  backend: name,
  description: `TensorFlow.js, ${name}`,
  naiveDoes: "layers",
  multiplyAdds: 479_000_000,
  multiplyAddsOfPositions: 1_008_000_000,
  windowAdds: 3_360_000,
  distinctWords: 1_330,
  rowBytes: 5_400_000,
  milliseconds: { snnc: { median: snnc, least: snnc - 1 }, naive: { median: naive, least: naive - 1 }, product: { median: 20, least: 19 } },
  productGigaflops: 100,
  stepGigaflops: 80,
});

const RESULT: BenchResult = {
  schema: "snnc-bench/1",
  machine: { processors: 2, loadAverage: 0.5 },
  rounds: 7,
  steps: 5,
  missing: [],
  backends: [backend("native", 25, 50), backend("wasm", 60, 600)],
};

describe("what the benchmark prints", () => {
  it("is a row for every step and backend", () => {
    expect(benchTable(RESULT).rows.map(([name, step, middle]) => [name, step, middle])).toEqual([
      ["native", "snnc", "25.0"],
      ["", "naive", "50.0"],
      ["", "1024 x 1024 product", "20.0"],
      ["wasm", "snnc", "60.0"],
      ["", "naive", "600.0"],
      ["", "1024 x 1024 product", "20.0"],
    ]);
  });

  it("and the ratios of medians, with the load of the machine", () => {
    const lines = benchLines(RESULT).join("\n");
    expect(lines).toContain("load average 0.5 on 2 processors");
    expect(lines).toContain("native: snnc's step takes 1/2.0 of the naive step's time");
    expect(lines).toContain("wasm: snnc's step takes 1/10.0 of the naive step's time");
    expect(lines).toContain("wasm / native, snnc's steps: 2.4");
    expect(lines).toContain("the products alone would take 9.6 ms; 3.4 M additions of windows");
  });

  it("says why a backend was left out, and compares nothing with it", () => {
    const lines = benchLines({ ...RESULT, missing: [{ backend: "native", reason: "it does not load" }], backends: RESULT.backends.slice(1) }).join(
      "\n",
    );
    expect(lines).toContain("native was left out: it does not load");
    expect(lines).not.toContain("wasm / native");
  });

  it("takes the middle of an odd, and the mean of the middle two of an even number", () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
  });
});
