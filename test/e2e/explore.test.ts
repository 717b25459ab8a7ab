import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseExploration } from "../../src/util/exploration.js";
import { buildCli, interrupted, snnc, temporaryFolder } from "../support/cli.js";

const isFull = process.env.SNNC_TEST_FULL === "1";

describe.skipIf(!isFull)(`a search on reviews${isFull ? "" : " (longer: npm run test:full)"}`, () => {
  const folder = temporaryFolder();
  const output = join(folder.path, "explore");
  const line = ["explore", "--dataset", "reviews", "--trials", "3", "--epochs", "1", "--max-table-bytes", "24000", "--max-sops", "600", "-o", output];
  const files = (): string[] => readdirSync(join(output, "trials")).sort();

  beforeAll(() => buildCli());
  afterAll(() => folder.remove());

  it("keeps the trials that were finished when Ctrl-C stops it, with exit code 130", async () => {
    const { code, stderr } = await interrupted([...line, "--jobs", "1"], /dev \d/);
    expect(code, stderr).toBe(130);
    expect(files().length).toBeGreaterThan(0);
    expect(files().every((name) => name.endsWith(".json"))).toBe(true);
  });

  it("goes on from there and prints the Pareto table", async () => {
    const before = files();
    const { code, stdout, stderr } = await snnc(line);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("(tried before)");
    expect(files()).toEqual(expect.arrayContaining(before));
    expect(stdout).toMatch(/^line +configuration +dev, % +operations a text +table bytes +seconds\n1 /);
    expect(stdout).toMatch(/^3 configurations tried, 3 of them to the end$/m);
    const exploration = parseExploration(readFileSync(join(output, "explore.json"), "utf8"));
    for (const { outcome } of exploration?.tried ?? []) {
      if (outcome.kind === "measured") expect(outcome.measurement.tableBytes).toBeLessThanOrEqual(24_000);
    }
  });

  it("trains nothing a second time", async () => {
    const before = files();
    const { stdout } = await snnc([...line, "--json"]);
    expect(files()).toEqual(before);
    expect(parseExploration(stdout)?.tried).toHaveLength(3);
  });

  it("picks the most accurate line: its bundle, and its accuracy on test", async () => {
    const { code, stdout, stderr } = await snnc(["explore", "--pick", "-o", output]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/test \d+\.\d\d % of 300 texts/);
    const exploration = parseExploration(readFileSync(join(output, "explore.json"), "utf8"));
    const [picked] = exploration?.picked ?? [];
    const bundle = join(output, picked?.bundle ?? "");
    for (const name of ["snnc.config.json", "graph.pb", "event.pb", "encoder.pb", "explore.json"])
      expect(existsSync(join(bundle, name)), name).toBe(true);
    expect(picked?.testAccuracy).toBeGreaterThan(55);
    expect(readFileSync(join(output, "explore.html"), "utf8")).toContain(picked?.testAccuracy.toFixed(2));
    expect((await snnc(["inspect", join(bundle, "event.pb")])).stdout).toMatch(/^program textcnn /m);
  });

  it("does not read the test texts again for what was picked", async () => {
    const { stderr, code } = await snnc(["explore", "--pick", "1", "-o", output]);
    expect(code).toBe(0);
    expect(stderr).toContain("picked before");
  });
});
