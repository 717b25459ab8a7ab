/** Claims about set-up as a program: what it says and how it ends, on machines that lack things. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isNodeTooOld } from "../../src/setup/setup.mjs";
import { isRecent, versionOf } from "../../src/setup/system.mjs";

let bin = "";
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "snnc-setup-"));
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

/** Runs set-up with only the programs of `bin`, forbidden to install anything. */
function setUp(...args: string[]) {
  const script = fileURLToPath(new URL("../../src/setup/setup.mjs", import.meta.url));
  const env = { PATH: bin, HOME: bin, SNNC_CACHE: join(bin, "cache"), SNNC_NO_INSTALL: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
  return { status, stdout, stderr };
}

function install(name: string, says: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho '${says}'\n`);
  chmodSync(join(bin, name), 0o755);
}

const LINES_TO_TYPE =
  "Type the line of your system, then run the same command again:\n" +
  "  Debian/Ubuntu: sudo apt-get update && sudo apt-get install -y verilator make g++\n" +
  "  Fedora:        sudo dnf install -y verilator make gcc-c++\n" +
  "  macOS:         xcode-select --install; brew install verilator\n";

describe("set-up without permission to install", () => {
  it("names everything that is missing and the line to type, and ends with exit code 3", () => {
    expect(setUp()).toEqual({
      status: 3,
      stdout: "",
      stderr: `setup: missing: Verilator 5.006 or later, make, a C++ compiler. ${LINES_TO_TYPE}`,
    });
  });

  it("names the version of a Verilator that is too old", () => {
    install("verilator", "Verilator 4.038 2020-07-11 rev v4.038");
    install("make", "");
    install("c++", "");
    expect(setUp().stderr).toBe(`setup: missing: Verilator 5.006 or later (found: 4.038). ${LINES_TO_TYPE}`);
  });

  it("asks for no tool when only the packages are needed", () => {
    expect(setUp("--for", "packages")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("refuses what it does not understand with exit code 2", () => {
    expect(setUp("--for", "fun")).toEqual({
      status: 2,
      stdout: "",
      stderr: "setup: '--for' is not understood; usage: node src/setup/setup.mjs [--for all|packages] [--again]\n",
    });
  });

  it("does not run a program that it only looks for", () => {
    symlinkSync("/bin/false", join(bin, "apt-get"));
    symlinkSync("/bin/false", join(bin, "sudo"));
    expect(setUp().stderr).not.toContain("running:");
  });
});

describe("versions", () => {
  it("needs Node 20.19", () => {
    expect(["18.20.0", "20.9.0", "20.18.3", "20.19.0", "22.1.0"].map(isNodeTooOld)).toEqual([true, true, true, false, false]);
  });

  it("needs Verilator 5.006, read from what it says about itself", () => {
    expect(versionOf("Verilator 5.006 2023-01-22 rev (Debian 5.006-3)\n")).toBe("5.006");
    expect(versionOf("command not found")).toBe("");
    expect(["4.228", "5.004", "5.006", "5.020", "6.001", "", undefined].map(isRecent)).toEqual([false, false, true, true, true, false, false]);
  });
});
