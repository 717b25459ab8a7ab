import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { accuracyBenchmark } from "../../../src/flow/accuracy/index.js";
import { accuracySet, protocolSeeds } from "../../../src/flow/accuracy/sets.js";

const folder = mkdtempSync(join(tmpdir(), "snnc-accuracy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OPTIONS = { sets: ["reviews"], seeds: ["0"], steps: ["baselines"], data: "none", members: 2, folder };

describe("the accuracy benchmark", () => {
  it("measures the baselines of the embedded reviews, then finds them measured", async () => {
    const notes: string[] = [];
    const first = await accuracyBenchmark({ ...OPTIONS, note: (line) => notes.push(line) });
    expect(first.rows.map(({ role, seed, hiddenSpikes, timesteps }) => [role, seed, hiddenSpikes, timesteps])).toEqual([
      ["linear", 0, 0, 0],
      ["widePathAlone", 0, 0, 0],
    ]);
    for (const { accuracy, devAccuracy, operations, tableBytes } of first.rows) {
      expect(accuracy).toBeGreaterThan(70);
      expect(devAccuracy).toBeGreaterThan(70);
      expect(operations).toBeGreaterThan(10);
      expect(operations).toBeLessThan(200);
      expect(tableBytes).toBeGreaterThan(1000);
    }
    const second = await accuracyBenchmark({ ...OPTIONS, note: (line) => notes.push(line) });
    expect(second).toEqual(first);
    expect(notes[1]).toContain("(measured before)");
    expect(JSON.parse(readFileSync(join(folder, "accuracy.json"), "utf8"))).toEqual(first.rows);
  });

  it("prints what was measured, and measures nothing, where it is told so", async () => {
    const { rows } = await accuracyBenchmark({ ...OPTIONS, seeds: ["0", "1"], steps: ["baselines", "tiny"], measured: true });
    expect(rows.map(({ role, seed }) => [role, seed])).toEqual([
      ["linear", 0],
      ["widePathAlone", 0],
    ]);
    // A folder that is only read is not said to come from the inputs at hand.
    const other = mkdtempSync(join(tmpdir(), "snnc-accuracy-"));
    try {
      await accuracyBenchmark({ ...OPTIONS, folder: other, measured: true });
      expect(readdirSync(other)).not.toContain("inputs.json");
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
    expect(readdirSync(folder).filter((name) => name.includes("tiny") || name.startsWith("reviews-1"))).toEqual([]);
  });

  it("measures a step again whose file is damaged", async () => {
    const file = readdirSync(folder).find((name) => name.startsWith("reviews-0-baselines"));
    const path = join(folder, String(file));
    writeFileSync(path, "[{");
    await accuracyBenchmark(OPTIONS);
    expect(statSync(path).size).toBeGreaterThan(100);
  });

  it("leaves no file of a step that was interrupted", async () => {
    const controller = new AbortController();
    controller.abort(new Error("stopped"));
    await expect(accuracyBenchmark({ ...OPTIONS, seeds: ["1"], signal: controller.signal })).rejects.toThrow("stopped");
    expect(readdirSync(folder).some((name) => name.startsWith("reviews-1"))).toBe(false);
  });

  it("refuses a folder whose rows come from other inputs, and keeps it", async () => {
    const before = readdirSync(folder);
    vi.stubEnv("SNNC_TF_THREADS", "7");
    try {
      await expect(accuracyBenchmark(OPTIONS)).rejects.toThrow("rows in this folder were measured with other threads");
    } finally {
      vi.unstubAllEnvs();
    }
    expect(readdirSync(folder)).toEqual(before);
  });

  it("takes every name once, and the protocol's seeds by the kind of the set", async () => {
    const { rows } = await accuracyBenchmark({ ...OPTIONS, sets: ["reviews", "reviews"], seeds: ["0", "0"] });
    expect(rows).toHaveLength(2);
    await expect(accuracyBenchmark({ ...OPTIONS, sets: [] })).rejects.toThrow("--sets names nothing to measure");
    await expect(accuracyBenchmark({ ...OPTIONS, seeds: [] })).rejects.toThrow("--seeds names nothing to measure");
    // Nothing but seed 0 was measured; the protocol's seeds hold it.
    const protocol = await accuracyBenchmark({ ...OPTIONS, seeds: ["protocol"], measured: true });
    expect(protocol.rows.map(({ seed }) => seed)).toEqual([0, 0]);
    expect(protocolSeeds(accuracySet("mr"))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(protocolSeeds(accuracySet("trec"))).toEqual([0, 1, 2, 3, 4]);
  });

  it("refuses seeds and steps that are none", async () => {
    await expect(accuracyBenchmark({ ...OPTIONS, seeds: ["a"] })).rejects.toThrow("'a' is not a seed");
    await expect(accuracyBenchmark({ ...OPTIONS, steps: ["all"] })).rejects.toThrow(
      "there is no step 'all'; known: baselines, cnn, word, tiny, best, code, code4, rtl, rate",
    );
  });
});
