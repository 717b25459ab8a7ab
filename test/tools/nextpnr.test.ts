/** Claims about what is read from Yosys's statistics and nextpnr's report, on short recorded texts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runLogged } from "../../src/tools/logged.js";
import { parsePlacement } from "../../src/tools/nextpnr.js";
import { parseStatistics, yosysScript } from "../../src/tools/yosys.js";

/** Recorded from Yosys 0.23, cut. */
const STAT = `{
  "creator": "Yosys 0.23 (git sha1 7ce5011c24b)",
  "modules": { "\\\\top": { "num_cells": 3, "num_cells_by_type": { "SB_LUT4": 2, "SB_DFF": 1 } } },
  "design": { "num_cells": 3, "num_cells_by_type": { "SB_LUT4": 2, "SB_DFF": 1 } }
}`;

/** Recorded from nextpnr-ice40 0.4, cut. */
const REPORT = `{
  "critical_paths": [
    { "from": "posedge clk", "to": "posedge clk", "path": [
      { "delay": 1.39, "from": { "cell": "a_DFF", "loc": [1, 1], "port": "Q" }, "to": { "cell": "a_DFF", "loc": [1, 1], "port": "O" }, "type": "clk-to-q" },
      { "delay": 1.76, "from": { "cell": "a_DFF", "loc": [1, 1], "port": "O" }, "to": { "cell": "b_LUT", "loc": [2, 1], "port": "I0" }, "type": "routing" },
      { "delay": 1.0, "from": { "cell": "b_LUT", "loc": [2, 1], "port": "I0" }, "to": { "cell": "b_LUT", "loc": [2, 1], "port": "O" }, "type": "logic" },
      { "delay": 0.85, "from": { "cell": "b_LUT", "loc": [2, 1], "port": "O" }, "to": { "cell": "c_DFF", "loc": [2, 2], "port": "D" }, "type": "setup" }
    ] },
    { "from": "<async>", "to": "posedge clk", "path": [
      { "delay": 9.0, "from": { "cell": "pin", "loc": [0, 0], "port": "O" }, "to": { "cell": "c_DFF", "loc": [2, 2], "port": "D" }, "type": "routing" }
    ] }
  ],
  "fmax": { "clk": { "achieved": 200.0, "constraint": 30.0 }, "slow": { "achieved": 100.0, "constraint": 30.0 } },
  "utilization": { "ICESTORM_LC": { "available": 5280, "used": 12 }, "ICESTORM_DSP": { "available": 8, "used": 0 } }
}`;

describe("Yosys's statistics", () => {
  it("give the cells of the whole design by kind, sorted", () => {
    expect(Object.entries(parseStatistics(STAT, "stat.json"))).toEqual([
      ["SB_DFF", 1],
      ["SB_LUT4", 2],
    ]);
  });

  it.each(["", "{}", '{"design": {"num_cells_by_type": {"SB_LUT4": -1}}}'])("are refused where they are not such: %s", (text) => {
    expect(() => parseStatistics(text, "stat.json")).toThrow("[statistics-unreadable]");
  });
});

describe("Yosys's script", () => {
  it("sets the parameters of the core, then the kind of every memory, before it synthesises", () => {
    const script = yosysScript({
      family: "ice40",
      sources: ["src/a.v", "src/top.v"],
      topModule: "top",
      parameterised: { module: "serial_core", parameters: { LANES: 8, GROUPS: 32 } },
      memories: [{ instance: "*u_weights.*", style: "huge" }],
    });
    expect(script).toBe(`read_verilog src/a.v src/top.v
chparam -set LANES 8 -set GROUPS 32 serial_core
hierarchy -top top
proc
flatten
setattr -set ram_style "huge" m:*u_weights.*
synth_ice40 -top top -json netlist.json
tee -q -o stat.json stat -json
`);
  });
});

describe("nextpnr's report", () => {
  const { utilization, timing } = parsePlacement(REPORT, 30e6, "report.json");

  it("gives the cells that are used", () => {
    expect(utilization).toEqual({ ICESTORM_LC: { used: 12, capacity: 5280 } });
  });

  it("gives the slowest clock and the longest path within one clock, its logic and its levels", () => {
    expect(timing.fmaxHz).toBe(100e6);
    const { seconds, from, to, logicShare, levels } = timing.criticalPath;
    expect(seconds * 1e9).toBeCloseTo(5.0, 9);
    expect([from, to, levels]).toEqual(["a_DFF", "c_DFF", 1]);
    expect(logicShare).toBeCloseTo((1.39 + 1.0 + 0.85) / 5.0, 9);
  });

  it.each(["", '{"fmax": {}, "utilization": {}, "critical_paths": []}'])("is refused where it has no clock: %s", (text) => {
    expect(() => parsePlacement(text, 30e6, "report.json")).toThrow("[placement-unreadable]");
  });
});

describe("a tool that fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "snnc-logged-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const failing = async (script: string): Promise<string> =>
    await runLogged(
      {
        program: "sh",
        args: ["-c", script],
        inputs: new Map(),
        folder,
        log: join(folder, "tool.log"),
        keepsOwnLog: false,
        code: "synthesis-failed",
        what: "Yosys could not synthesise the design",
      },
      "result.json",
      (text) => text,
      {},
    ).then(
      () => "it did not fail",
      (error: Error) => error.message.replaceAll(folder, "DIR"),
    );

  it("shows its last lines and where its log is", async () => {
    expect(await failing("seq 1 9; echo ERROR: no such module >&2; exit 1")).toMatchInlineSnapshot(`
      "Yosys could not synthesise the design: sh ended with exit code 1; its last lines:
        | 5
        | 6
        | 7
        | 8
        | 9
        | ERROR: no such module [synthesis-failed]
        The whole log: DIR/tool.log"
    `);
  });

  it("says by what it was killed", async () => {
    expect(await failing("echo placing; kill -SEGV $$")).toMatchInlineSnapshot(`
      "Yosys could not synthesise the design: sh was killed by SIGSEGV; its last lines:
        | placing [synthesis-failed]
        The whole log: DIR/tool.log"
    `);
  });

  it("is not believed if it ends well without its result", async () => {
    expect(await failing("exit 0")).toMatchInlineSnapshot(`
      "Yosys could not synthesise the design: sh ended without writing result.json; it said nothing [synthesis-failed]
        The whole log: DIR/tool.log"
    `);
  });
});
