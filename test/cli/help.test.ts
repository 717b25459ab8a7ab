import { beforeAll, describe, expect, it } from "vitest";
import { buildCli, snnc } from "../support/cli.js";

const VERBS = [
  "demo",
  "train",
  "convert",
  "compile",
  "opt",
  "map",
  "chip",
  "rtl",
  "sim",
  "classify",
  "explain",
  "report",
  "compare",
  "bench",
  "explore",
  "inspect",
  "export",
  "operators",
  "hil",
  "hil-server",
  "bench-hil",
  "bench-emulator",
  "bench-map",
  "doctor",
  "fetch",
  "cache",
];

describe("the command line", () => {
  beforeAll(() => buildCli(), 120_000);

  it("lists every verb", async () => {
    const { stdout, code } = await snnc(["--help"]);
    expect(code).toBe(0);
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^ +snnc ${verb}\\b`, "m"));
  });

  it.each(VERBS)("%s explains itself with an example", async (verb) => {
    const { stdout, code } = await snnc([verb, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Examples:\\n +snnc ${verb}\\b`, "m"));
  });

  it("prints exactly one JSON document with --json, and progress nowhere in it", async () => {
    const { stdout, code } = await snnc(["cache", "list", "--json"], { env: { SNNC_CACHE: "build/no-such-cache" } });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
