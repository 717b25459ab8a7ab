/** The demo's other workloads through the command line: they train for minutes, so only the full run has them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NetworkResult } from "../../src/flow/network-results.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

describe.skipIf(process.env.SNNC_TEST_FULL !== "1")("the demo", () => {
  const folder = temporaryFolder();
  beforeAll(() => buildCli());
  afterAll(() => folder.remove());

  it("classifies spike patterns with a recurrent network, in RTL equal to the golden simulator on every spike", async () => {
    const bundle = join(folder.path, "patterns");
    const args = ["demo", "--workload", "patterns", "--limit", "60", "-o", bundle];
    const first = await snnc(args);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/spikes compared, mismatches +[\d,]+, 0$/m);
    const result: NetworkResult = JSON.parse(readFileSync(join(bundle, "results.json"), "utf8"));
    expect(result.testSamples).toBe(60);
    expect(result.comparison.mismatches).toBe(0);
    expect(result.comparison.spikes).toBeGreaterThan(5_000);
    expect(result.accuracy.rtl).toBe(result.accuracy.golden);
    expect(result.accuracy.converted).toBe(result.accuracy.source);
    expect(result.accuracy.rtl).toBeGreaterThan(90);
    // What the order of spikes adds: counting them can only guess among four classes.
    expect(result.baselines?.["input spikes counted"]).toBeLessThan(45);
    for (const name of ["graph.txt", "event.txt", "encoder.txt", "rtl/snn_top.v"]) expect(existsSync(join(bundle, name)), name).toBe(true);

    const again = await snnc([...args, "--json"]);
    expect(JSON.parse(again.stdout)).toEqual(result);
    expect(again.stderr.match(/unchanged/g)).toHaveLength(4);
  });

  it("classifies digits with two networks, in RTL equal to the golden simulator on every spike", async () => {
    const bundles = join(folder.path, "digits");
    const { code, stdout, stderr } = await snnc(["demo", "--workload", "digits", "--limit", "5", "-o", bundles, "--json"]);
    expect(code, stderr).toBe(0);
    const results: readonly NetworkResult[] = JSON.parse(stdout);
    expect(results.map(({ network }) => network)).toEqual(["mlp", "cnn"]);
    for (const { comparison, testSamples, accuracy } of results) {
      expect(testSamples).toBe(5);
      expect(comparison.mismatches).toBe(0);
      expect(comparison.spikes).toBeGreaterThan(100);
      expect(accuracy.rtl).toBe(accuracy.golden);
    }
    // Some four minutes on two free cores.
  }, 1_800_000);
});
