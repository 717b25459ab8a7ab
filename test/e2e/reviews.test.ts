import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeEventProgram } from "../../src/event/codec.js";
import { parseEventProgram } from "../../src/event/parse.js";
import { parseReport } from "../../src/report/json.js";
import { findTool } from "../../src/tools/environment.js";
import { buildCli, type CliResult, snnc, temporaryFolder } from "../support/cli.js";

const icarus = await findTool("iverilog");

/** The quick start of the README, verb by verb, on the embedded reviews. */
describe("the quick start on reviews", () => {
  const folder = temporaryFolder();
  const bundle = join(folder.path, "reviews");
  const ran = new Map<string, CliResult>();
  const run = async (...args: string[]): Promise<CliResult> => {
    const result = await snnc(args);
    ran.set(args[0] ?? "", result);
    return result;
  };

  beforeAll(() => buildCli());
  afterAll(() => folder.remove());

  it("trains, converts, compiles, maps and emits Verilog, each verb with exit code 0", async () => {
    for (const args of [
      ["train", "--dataset", "reviews", "-o", bundle],
      ["convert", bundle],
      ["compile", bundle],
      ["map", bundle],
      ["rtl", bundle],
    ]) {
      const { code, stderr } = await run(...args);
      expect(code, `${args.join(" ")}\n${stderr}`).toBe(0);
    }
    expect(readdirSync(bundle)).toEqual(expect.arrayContaining(["encoder.pb", "event.pb", "graph.pb", "mapping.pb", "rtl", "snnc.config.json"]));
  });

  it("simulates the RTL equal to the golden simulator on every spike, membrane and output", async () => {
    const { code, stdout, stderr } = await snnc(["sim", bundle, "--backend", "rtl", "--verify", "--json"]);
    expect(code, stderr).toBe(0);
    const { figures } = JSON.parse(stdout);
    expect(figures.mismatches).toBe(0);
    expect(figures.samples).toBe(300);
    expect(figures["spikes compared"]).toBeGreaterThan(300);
    expect(figures["membranes compared"]).toBeGreaterThan(300);
  });

  it("reports: accuracy near the float network, equality, energy with terms, a self-contained page", async () => {
    const { code, stderr } = await run("report", bundle);
    expect(code, stderr).toBe(0);
    const report = parseReport(readFileSync(join(bundle, "report.json"), "utf8"), "report.json");
    expect(report.schema).toBe("snnc-report/1");
    expect(report.equality.mismatches).toBe(0);
    expect(report.accuracy.rtl).toBe(report.accuracy.golden);
    // 300 test sentences: a point is three sentences.
    expect(report.accuracy.rtl).toBeGreaterThan(report.accuracy.ann - 4);
    expect(Math.abs(report.accuracy.rtl - report.accuracy.snn)).toBeLessThan(2);
    expect(report.perInference.sops).toBeLessThan(10_000);
    expect(report.rtl.sopPerCycle).toBeGreaterThanOrEqual(0.9 * report.rtl.lanes);
    expect(report.mapping.cores).toBeGreaterThan(0);
    for (const line of report.energy) {
      const sum = line.terms.reduce((total, term) => total + term.count * term.picojoulesEach, 0);
      expect(line.picojoulesPerInference).toBeCloseTo(sum, 3);
    }
    const html = readFileSync(join(bundle, "report.html"), "utf8");
    expect(html).not.toMatch(/(src|href)\s*=\s*["']https?:/);
  });

  it("classifies a sentence, and JSON lines, alike on golden simulator and RTL", async () => {
    const one = await snnc(["classify", "-b", bundle, "I love this phone, it works great", "--json"]);
    expect(JSON.parse(one.stdout).decided).toBe("positive");
    const input = ['{"text": "I love this phone, it works great"}', '"the food was cold and bland"'].join("\n");
    const golden = await snnc(["classify", "-b", bundle], { input });
    const rtl = await snnc(["classify", "-b", bundle, "--backend", "rtl"], { input });
    expect(golden.stdout.trim().split("\n")).toHaveLength(2);
    expect(rtl.stdout).toBe(golden.stdout);
  });

  it("explains a sentence word by word", async () => {
    const { stdout, code } = await snnc(["explain", "-b", bundle, "a wonderful little film"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/wonderful/);
    expect(stdout).toMatch(/decided: (positive|negative)/);
  });

  it("prints the artefacts as text, and the event program's text is what its file holds", async () => {
    const { stdout, code } = await snnc(["inspect", join(bundle, "event.pb")]);
    expect(code).toBe(0);
    const bytes = readFileSync(join(bundle, "event.pb"));
    expect(Buffer.compare(encodeEventProgram(parseEventProgram(stdout)), bytes)).toBe(0);
  });

  it("compares a bundle with itself at a ratio of 1", async () => {
    const { stdout } = await snnc(["compare", bundle, bundle, "--json"]);
    const rows: { figure: string; ratio?: number }[] = JSON.parse(stdout);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) if (row.ratio !== undefined) expect(row.ratio).toBe(1);
  });

  it.skipIf(icarus === undefined)("emits a test bench that Icarus runs without Node", () => {
    const rtl = join(bundle, "rtl");
    const output = join(folder.path, "tb.vvp");
    execFileSync("iverilog", ["-g2005", "-o", output, "-f", "files.f", "snn_tb.v"], { cwd: rtl });
    const said = execFileSync("vvp", ["-N", output], { cwd: rtl }).toString();
    expect(said).toMatch(/PASS/);
    expect(said).not.toMatch(/FAIL/);
  });

  it("writes the same bytes again from the event program on", async () => {
    const names = [
      "event.pb",
      "encoder.pb",
      "mapping.pb",
      "report.json",
      "results.json",
      "rtl/snn_top.v",
      "rtl/images/weight.hex",
      "rtl/vectors/expected.hex",
    ];
    const before = snapshot(bundle, names);
    for (const name of ["event.pb", "encoder.pb", "mapping.pb", "results.json", "report.json", "rtl"])
      rmSync(join(bundle, name), { recursive: true });
    for (const verb of ["compile", "map", "rtl", "report"]) expect((await run(verb, bundle)).code, verb).toBe(0);
    expect(snapshot(bundle, names)).toEqual(before);
  });

  it("refuses to go on with data that changed since training", async () => {
    const config = JSON.parse(readFileSync(join(bundle, "snnc.config.json"), "utf8"));
    writeFileSync(join(bundle, "snnc.config.json"), JSON.stringify({ ...config, dataset: { kind: "reviews", seed: 99 } }));
    const { code, stderr } = await run("report", bundle);
    expect(code).toBe(2);
    expect(stderr).toContain("the data set 'reviews' is not what this bundle was trained on");
  });
});

function snapshot(folder: string, names: readonly string[]): Map<string, string> {
  return new Map(
    names.map((name) => {
      expect(existsSync(join(folder, name)), name).toBe(true);
      return [name, readFileSync(join(folder, name)).toString("base64")];
    }),
  );
}
