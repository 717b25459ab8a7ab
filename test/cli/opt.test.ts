import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeEventProgram } from "../../src/event/codec.js";
import { parseEventProgram } from "../../src/event/parse.js";
import { PASSES } from "../../src/passes/index.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

describe("snnc opt", () => {
  const folder = temporaryFolder();
  const program = join(folder.path, "event.pb");
  const small = join(folder.path, "small.pb");
  beforeAll(() => {
    buildCli();
    const text = readFileSync(new URL("../passes/remove-dead-neurons/before.txt", import.meta.url), "utf8").replace(/^#.*\n/gm, "");
    writeFileSync(program, encodeEventProgram(parseEventProgram(text)));
  }, 120_000);
  afterAll(() => folder.remove());

  it("prints a table of passes and writes the program", async () => {
    const { code, stdout } = await snnc(["opt", program, "--passes", "remove-dead-neurons,narrow-weights", "--verify-each", "-o", small]);
    expect(code).toBe(0);
    expect(stdout.replace(/\d\.\d{3}/g, "#.###").replaceAll(folder.path, "DIR")).toMatchInlineSnapshot(`
      "pass                 s      neurons  synapses  operations  bytes
      remove-dead-neurons  #.###  9 -> 6   17 -> 11  24 -> 14    7 -> 5
      narrow-weights       #.###  6        11        14          5
      remove-dead-neurons: populations 1, neurons 3, neuronsLeft 1
      narrow-weights: tables 0, bitsSaved 0
      operations: synaptic operations if every input line and every neuron emits once; synapses: connections whose weight is not zero
      -> DIR/small.pb
      "
    `);
    const { stdout: text } = await snnc(["inspect", small]);
    expect(text).toContain("population a size=2");
  });

  it("is one JSON document with --json", async () => {
    const { stdout } = await snnc(["opt", program, "--passes", "remove-dead-neurons", "--print-after", "all", "--json"]);
    const { passes, extraTimesteps } = JSON.parse(stdout);
    expect(extraTimesteps).toBe(0);
    expect(passes[0].statistics).toEqual({ populations: 1, neurons: 3, neuronsLeft: 1 });
  });

  it("prints the text form after a pass", async () => {
    const { stdout } = await snnc(["opt", program, "--passes", "remove-dead-neurons,narrow-weights", "--print-after", "remove-dead-neurons"]);
    expect(stdout).toMatch(/^snnc-event 1\nprogram example /);
    expect(stdout.match(/^snnc-event/gm)).toHaveLength(1);
  });

  it("lists every pass with its contract", async () => {
    const { code, stdout } = await snnc(["opt", "--list"]);
    expect(code).toBe(0);
    for (const { name, summary } of PASSES) expect(stdout).toContain(`${name}: ${summary}`);
  });

  it("exits with 2 for a mistake in the command, with 1 where a pass refuses the program, and writes nothing", async () => {
    const never = join(folder.path, "never.pb");
    const run = async (...args: string[]): Promise<number> => (await snnc(["opt", ...args, "-o", never])).code;
    expect(await run(program, "--passes", "remove-dead-neutrons")).toBe(2);
    expect(await run(program)).toBe(2);
    expect(await run("--passes", "retime")).toBe(2);
    expect(await run(program, "--passes", "retime")).toBe(1);
    expect(existsSync(never)).toBe(false);
  });
});
