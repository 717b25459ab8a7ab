import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeEventProgram, encodeEventProgram } from "../../src/event/codec.js";
import { parseEventProgram } from "../../src/event/parse.js";
import { printEventProgram } from "../../src/event/print.js";
import { listPasses, optimise } from "../../src/flow/optimise.js";
import { PASSES } from "../../src/passes/index.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { temporaryFolder } from "../support/cli.js";

const LATCHES = "legalise-latches,legalise-delays{slots=1}";

describe("optimising an event program", () => {
  const folder = temporaryFolder();
  const dir = folder.path;
  const bundle = join(dir, "bundle");
  const file = join(dir, "program.pb");
  const example = (pass: string): Uint8Array => {
    const text = readFileSync(new URL(`../passes/${pass}/before.txt`, import.meta.url), "utf8").replace(/^#.*\n/gm, "");
    return encodeEventProgram(parseEventProgram(text));
  };
  beforeAll(() => {
    mkdirSync(bundle);
    writeFileSync(join(bundle, "event.pb"), example("prune-zero-synapses"));
    writeFileSync(file, example("legalise-latches"));
  });
  afterAll(() => folder.remove());

  it("runs the passes in order on a bundle, and writes the program", async () => {
    const output = join(dir, "small.pb");
    const summary = await optimise(bundle, { passes: "prune-zero-synapses, narrow-weights", output, verifyEach: true });
    expect(summary.passes.map(({ pass }) => pass)).toEqual(["prune-zero-synapses", "narrow-weights"]);
    const [pruned, narrowed] = summary.passes;
    expect(pruned?.before).toEqual({ neurons: 6, synapses: 15, operations: 29, bytes: 15 });
    expect(pruned?.after.synapses).toBe(15);
    expect(pruned?.after.operations).toBe(16);
    expect(narrowed?.before).toEqual(pruned?.after);
    expect(pruned?.statistics).toMatchObject({ projectionsRemoved: 1 });
    const written = decodeEventProgram(readFileSync(output), output);
    expect(written.tables.map(({ name }) => name)).not.toContain("nothing");
  });

  it("writes nothing unless asked to", async () => {
    const before = readdirSync(dir, { recursive: true });
    await optimise(bundle, { passes: "prune-zero-synapses" });
    expect(readdirSync(dir, { recursive: true })).toEqual(before);
  });

  it("stops after a pass, prints after a pass, and says how much later the result is", async () => {
    const printed: string[] = [];
    const print = (text: string): number => printed.push(text);
    const stopped = await optimise(file, { passes: LATCHES, stopAfter: "legalise-latches", printAfter: { pass: "legalise-latches", print } });
    expect(stopped.passes.map(({ pass }) => pass)).toEqual(["legalise-latches"]);
    expect(stopped.extraTimesteps).toBe(1);
    expect(printed).toHaveLength(1);
    expect(printEventProgram(parseEventProgram(printed[0] ?? ""))).toBe(printed[0]);
    await optimise(file, { passes: "legalise-latches,narrow-weights", printAfter: { pass: "all", print } });
    expect(printed).toHaveLength(3);
  });

  it("takes options from a target, and from the command line before those", async () => {
    const passes = "legalise-delays,align-to-lanes,factor-exponents,split-populations{maxNeurons=9}";
    const optionsOf = async (target: string): Promise<unknown> => (await optimise(bundle, { passes, target })).passes.map(({ options }) => options);
    expect(await optionsOf("crossbar-32")).toEqual([{ slots: 16 }, { lanes: 32 }, { maxExponent: 7 }, { maxNeurons: 9 }]);
    expect(await optionsOf("loihi1")).toEqual([{ slots: 63 }, { lanes: 16 }, { maxExponent: 7 }, { maxNeurons: 9 }]);
  });

  it("lists the contract of every pass", () => {
    expect(listPasses().map(({ name }) => name)).toEqual(PASSES.map(({ name }) => name));
  });

  it("tells every mistake, and leaves no file behind", async () => {
    const legalised = join(dir, "legalised.pb");
    writeFileSync(
      legalised,
      encodeEventProgram({ ...decodeEventProgram(readFileSync(file), file), legalised: { target: "crossbar-16", updateGroup: 16 } }),
    );
    const output = join(dir, "never.pb");
    const said: string[] = [];
    for (const [title, path, options] of [
      ["passes that do not exist", file, { passes: "narrow-wieghts,share-rows,fold" }],
      ["no pass between two commas", file, { passes: "narrow-weights,,share-rows" }],
      ["options that do not exist", file, { passes: "share-rows{distance=1},narrow-weights{bits=4}" }],
      ["values out of range", file, { passes: "share-rows{maxDistance=256},legalise-delays{slots=1.5},prune-weak-synapses{share=-1}" }],
      ["options that are none", file, { passes: "share-rows{maxDistance},split-populations{maxNeurons=few}" }],
      ["a brace left open", file, { passes: "share-rows{maxDistance=1" }],
      ["a pass to print after that does not run", file, { passes: "narrow-weights", printAfter: { pass: "retime", print: () => {} } }],
      ["a pass to stop after that does not run", file, { passes: "narrow-weights", stopAfter: "share-rows" }],
      ["a target that does not exist", file, { passes: "narrow-weights", target: "crossbar-7" }],
      ["a requirement that does not hold: legalised", legalised, { passes: "narrow-weights,retime,split-populations" }],
      ["a requirement that does not hold: what may be relayed", file, { passes: LATCHES }],
      ["samples of a program alone", file, { passes: "narrow-weights", samples: 3 }],
      ["an output that is a folder", file, { passes: "narrow-weights", output: dir }],
      ["no such program", join(dir, "nowhere.pb"), { passes: "narrow-weights" }],
      ["a bundle without a program", dir, { passes: "narrow-weights" }],
    ] as const) {
      const message = await failureOf(optimise(path, { output, ...options }));
      said.push(`# ${title}`, message.replaceAll(dir, "DIR"), "");
    }
    expect(existsSync(output)).toBe(false);
    await expect(said.join("\n")).toMatchFileSnapshot("../errors/opt.txt");
  });
});

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SnncError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}
