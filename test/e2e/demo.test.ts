/** The main job in one command: what it leaves, what it reuses, and (in the full run) what it reaches. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseReport } from "../../src/report/json.js";
import { buildCli, type CliResult, snnc, temporaryFolder } from "../support/cli.js";

const folder = temporaryFolder();
beforeAll(() => buildCli());
afterAll(() => folder.remove());

const STAGES = ["train", "convert", "compile", "map", "rtl", "text", "measure"];

/** Stage -> did this run reuse it? */
function reused({ stderr }: CliResult): Map<string, boolean> {
  return new Map([...stderr.matchAll(/^(\w+): .*?(unchanged|[\d.]+ s)$/gm)].map((match) => [match[1] ?? "", match[2] === "unchanged"]));
}

describe("the demo on reviews", () => {
  const bundle = join(folder.path, "demo");
  const demo = (): Promise<CliResult> => snnc(["demo", "--dataset", "reviews", "-o", bundle]);

  it("makes every artefact, and ends with the path of the report", async () => {
    const result = await demo();
    expect(result.code, result.stderr).toBe(0);
    expect(reused(result)).toEqual(new Map(STAGES.map((stage) => [stage, false])));
    expect(readdirSync(bundle)).toEqual(
      expect.arrayContaining([
        "encoder.pb",
        "encoder.txt",
        "event.pb",
        "event.txt",
        "graph.pb",
        "graph.txt",
        "mapping.pb",
        "mapping.txt",
        "report.html",
        "report.json",
        "rtl",
      ]),
    );
    expect(result.stdout.trimEnd().split("\n").at(-1)).toBe(`report: ${join(bundle, "report.html")}`);
    expect(readdirSync(bundle).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("reuses everything when nothing changed, and writes the same report", async () => {
    const before = readFileSync(join(bundle, "report.json"), "utf8");
    const made = statSync(join(bundle, "event.pb")).mtimeMs;
    const result = await demo();
    expect(reused(result)).toEqual(new Map(STAGES.map((stage) => [stage, true])));
    expect(readFileSync(join(bundle, "report.json"), "utf8")).toBe(before);
    expect(statSync(join(bundle, "event.pb")).mtimeMs).toBe(made);
  });

  it("makes again what was damaged, and nothing before it", async () => {
    const before = readFileSync(join(bundle, "event.pb"));
    writeFileSync(join(bundle, "event.pb"), "damaged");
    const stages = reused(await demo());
    expect(stages.get("train")).toBe(true);
    expect(stages.get("convert")).toBe(true);
    expect(stages.get("compile")).toBe(false);
    expect(readFileSync(join(bundle, "event.pb"))).toEqual(before);
  });

  it("takes a user's cost table and says at which cost the verdict would turn", async () => {
    const { stdout, code } = await snnc(["report", bundle, "--costs", "targets/costs/horowitz-45nm.json"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/the verdict flips where one cost alone becomes:/);
    expect(stdout).toMatch(/memory\.8KiB/);
  });
});

describe.skipIf(process.env.SNNC_TEST_FULL !== "1")("the demo on wordnet", () => {
  it("keeps within a point of the float network and half a point of the linear baseline, at most 10,000 operations a text", async () => {
    const bundle = join(folder.path, "wordnet");
    const started = performance.now();
    const result = await snnc(["demo", "-o", bundle]);
    expect(result.code, result.stderr).toBe(0);
    const { accuracy, equality, perInference, rtl } = parseReport(readFileSync(join(bundle, "report.json"), "utf8"), "report.json");
    expect(accuracy.rtl).toBeGreaterThan(accuracy.ann - 1);
    expect(accuracy.rtl).toBeGreaterThan(accuracy.linear - 0.5);
    expect(perInference.sops).toBeLessThan(10_000);
    expect(equality.mismatches).toBe(0);
    expect(equality.samples).toBe(4402);
    expect(rtl.sopPerCycle).toBeGreaterThanOrEqual(0.9 * rtl.lanes);
    process.stderr.write(`demo on wordnet: ${((performance.now() - started) / 1000).toFixed(0)} s, rtl ${accuracy.rtl.toFixed(2)} %\n`);
  });
});
