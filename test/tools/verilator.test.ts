import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../../src/tools/native-model.js";
import { findVerilator, lintWithVerilator, type ModelRequest } from "../../src/tools/verilator.js";
import { SnncError } from "../../src/util/diagnostics.js";

const COUNTER = `module counter #(parameter STEP = 1) (input wire clk, output reg [7:0] count);
  initial count = 0;
  always @(posedge clk) count <= count + STEP[7:0];
endmodule
`;
const HARNESS = `#include <cstdio>
#include "Vcounter.h"
void vl_fatal(const char*, int, const char*, const char*) {}
void vl_stop(const char*, int, const char*) {}
int main() {
  Vcounter top;
  for (int i = 0; i < 10; i++) { top.clk = 0; top.eval(); top.clk = 1; top.eval(); }
  std::printf("%d", top.count);
}
`;

describe("the Verilator wrapper", { timeout: 180_000 }, () => {
  let folder = "";
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const request = (overrides: Partial<ModelRequest> = {}): ModelRequest => ({
    topModule: "counter",
    sources: [file("counter.v", COUNTER)],
    parameters: { STEP: 3 },
    harness: file("harness.cpp", HARNESS),
    ...overrides,
  });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "snnc-verilator-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("builds a model with its parameters once, and takes it from the cache afterwards", async () => {
    const options = { cacheFolder: join(folder, "cache") };
    const built = await buildModel(request(), options);
    expect(execFileSync(built.executable, { encoding: "utf8" })).toBe("30");
    expect(built.wasCached).toBe(false);
    const again = await buildModel(request(), options);
    expect(again).toMatchObject({ executable: built.executable, key: built.key, wasCached: true });
    expect(readdirSync(join(folder, "cache", "verilator")).filter((name) => /lock|new-/.test(name))).toEqual([]);
  });

  it("builds anew when a parameter, a source or the harness changes; two requests at once build once", async () => {
    const options = { cacheFolder: join(folder, "cache") };
    const first = await buildModel(request(), options);
    const [a, b] = await Promise.all([1, 2].map(() => buildModel(request({ parameters: { STEP: 5 } }), options)));
    expect(execFileSync(a.executable, { encoding: "utf8" })).toBe("50");
    expect(a.key).not.toBe(first.key);
    expect([a.wasCached, b.wasCached].sort()).toEqual([false, true]);
    const changed = request();
    file("counter.v", COUNTER.replace("count + STEP", "count - STEP"));
    expect(execFileSync((await buildModel(changed, options)).executable, { encoding: "utf8" })).toBe("226");
  });

  it("says what Verilator said when a source is wrong, and leaves nothing behind", async () => {
    const cacheFolder = join(folder, "broken");
    const broken = request({ sources: [file("broken.v", "module counter(input wire clk);\n  assign nothing = oops;\nendmodule\n")], parameters: {} });
    const error = await failureOf(buildModel(broken, { cacheFolder }));
    expect(error.kind).toBe("tool");
    expect(error.diagnostics[0].code).toBe("verilator-failed");
    expect(error.message).toMatch(/Verilator could not translate counter: verilator ended with exit code \d+: %Error: .*broken\.v:2.*oops/s);
    expect(readdirSync(join(cacheFolder, "verilator")).filter((name) => /lock|new-/.test(name))).toEqual([]);
  });

  it("says what the C++ compiler said when the harness is wrong", async () => {
    const error = await failureOf(
      buildModel(request({ harness: file("bad.cpp", "int main() { return missing; }\n") }), { cacheFolder: join(folder, "cache") }),
    );
    expect(error.diagnostics[0].code).toBe("verilator-build-failed");
    expect(error.message).toContain("'missing' was not declared");
  });

  it("names a source that cannot be read", async () => {
    const error = await failureOf(buildModel(request({ sources: [join(folder, "absent.v")] }), { cacheFolder: join(folder, "cache") }));
    expect(error.kind).toBe("input");
    expect(error.diagnostics[0]).toMatchObject({ code: "source-unreadable", where: join(folder, "absent.v") });
  });

  it("tells how to get a Verilator that is missing", async () => {
    const error = await failureOf(findVerilator({ ...process.env, SNNC_VERILATOR: "/nowhere/verilator" }));
    expect(error.kind).toBe("tool");
    expect(error.diagnostics[0].message).toBe(
      "the program 'verilator' was not found; it is needed for running the generated Verilog (--backend rtl)",
    );
    expect(error.diagnostics[0].hint).toContain("apt-get install verilator");
    expect(error.diagnostics[0].hint).toContain("brew install verilator");
  });

  it("refuses a Verilator that is too old, and one that fails, in its own words", async () => {
    const script = (name: string, body: string): string => {
      const path = file(name, `#!/bin/sh\n${body}\n`);
      chmodSync(path, 0o755);
      return path;
    };
    const old = script("old", "echo 'Verilator 4.038 2020-07-11 rev'");
    expect((await failureOf(findVerilator({ ...process.env, SNNC_VERILATOR: old }))).diagnostics[0].message).toBe(
      "verilator 4.038 is installed; 5.006 is the oldest that works",
    );
    const failing = script("failing", "echo 'cannot find verilator_bin' >&2; exit 3");
    expect((await failureOf(findVerilator({ ...process.env, SNNC_VERILATOR: failing }))).message).toContain("cannot find verilator_bin");
  });

  it("stops when it is told to", async () => {
    const error = await failureOf(
      buildModel(request({ parameters: { STEP: 9 } }), { cacheFolder: join(folder, "cache"), signal: AbortSignal.abort() }),
    );
    expect(error.diagnostics[0].code).toBe("interrupted");
  });

  it("lints: silent for clean Verilog, the warning's own words otherwise", async () => {
    const { sources, parameters } = request();
    expect(await lintWithVerilator({ topModule: "counter", sources: [file("counter.v", COUNTER)], parameters })).toBe("");
    const sloppy = file("sloppy.v", "module sloppy(input wire a, output wire [1:0] b);\n  assign b = a;\nendmodule\n");
    expect(await lintWithVerilator({ topModule: "sloppy", sources: [sloppy], parameters: {} })).toContain("WIDTH");
    expect(sources).toHaveLength(1);
  });
});

async function failureOf(promise: Promise<unknown>): Promise<SnncError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SnncError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
