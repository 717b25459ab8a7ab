/** The stages of a bundle: what is run once and reused, what makes a stage run again, and what a failed run leaves behind. */
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BUNDLE, type Bundle, createBundle, type Files } from "../../src/flow/bundle.js";
import { temporaryFolder } from "../support/cli.js";

let folder: ReturnType<typeof temporaryFolder>;
let bundle: Bundle;

beforeEach(() => {
  folder = temporaryFolder();
  bundle = createBundle(folder.path);
});

afterEach(() => folder.remove());

describe("a stage", () => {
  it("runs once, and writes its files, its record and its time", async () => {
    const { run, runs } = counted({ "graph.txt": "graph of 1" });
    expect((await bundle.stage("convert", ["1"], run)).reused).toBe(false);
    expect(runs()).toBe(1);
    expect(bundle.read("graph.txt").toString()).toBe("graph of 1");
    expect(files()).toEqual(["graph.txt", BUNDLE.stages, BUNDLE.timings]);
    expect(Object.keys(parsed(BUNDLE.stages))).toEqual(["convert"]);
    expect(Object.keys(parsed(BUNDLE.timings))).toEqual(["convert"]);
  });

  it("is reused when inputs and outputs are unchanged", async () => {
    const { run, runs } = counted({ "graph.txt": "graph" });
    await bundle.stage("convert", ["1", Uint8Array.of(2)], run);
    expect(await bundle.stage("convert", ["1", Uint8Array.of(2)], run)).toEqual({ reused: true, seconds: 0 });
    expect(runs()).toBe(1);
  });

  it("is reused by whoever opens the folder next", async () => {
    const { run, runs } = counted({ "graph.txt": "graph" });
    await bundle.stage("convert", ["1"], run);
    expect((await createBundle(folder.path).stage("convert", ["1"], run)).reused).toBe(true);
    expect(runs()).toBe(1);
  });

  it("hashes text and bytes of the same content alike", async () => {
    const { run } = counted({ "graph.txt": "graph" });
    await bundle.stage("convert", ["é"], run);
    expect((await bundle.stage("convert", [Buffer.from("é", "utf8")], run)).reused).toBe(true);
  });

  it.each([
    ["has another content", ["ab", "d"]],
    ["is split elsewhere", ["a", "bc"]],
    ["comes in another order", ["c", "ab"]],
    ["is left out", ["ab"]],
    ["is added, though empty", ["ab", "c", ""]],
  ])("runs again when an input %s", async (_, inputs) => {
    const { run, runs } = counted({ "graph.txt": "graph" });
    await bundle.stage("convert", ["ab", "c"], run);
    expect((await bundle.stage("convert", inputs, run)).reused).toBe(false);
    expect(runs()).toBe(2);
  });

  it("forgets the inputs before the last", async () => {
    const { run, runs } = counted({ "graph.txt": "graph" });
    for (const input of ["1", "2", "1"]) await bundle.stage("convert", [input], run);
    expect(runs()).toBe(3);
  });

  it.each([
    ["was corrupted", () => writeFileSync(bundle.path("rtl/top.v"), "modula")],
    ["was lengthened", () => appendFileSync(bundle.path("rtl/top.v"), "\n")],
    ["was deleted", () => rmSync(bundle.path("rtl/top.v"))],
  ])("runs again, and mends it, when an output %s", async (_, damage) => {
    const { run, runs } = counted({ "graph.txt": "graph", "rtl/top.v": "module" });
    await bundle.stage("emit", ["1"], run);
    damage();
    expect((await bundle.stage("emit", ["1"], run)).reused).toBe(false);
    expect(runs()).toBe(2);
    expect(bundle.read("rtl/top.v").toString()).toBe("module");
    expect((await bundle.stage("emit", ["1"], run)).reused).toBe(true);
  });

  it.each([
    ["cut off", (text: string) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["null", () => "null"],
    ["a list", () => "[1, 2]"],
    ["a record that is no object", () => '{ "convert": 7 }'],
    ["a record without outputs", () => '{ "convert": { "key": "0" } }'],
  ])("runs again, and mends it, when stages.json is damaged: %s", async (_, damaged) => {
    const { run, runs } = counted({ "graph.txt": "graph" });
    await bundle.stage("convert", ["1"], run);
    const intact = bundle.read(BUNDLE.stages).toString();
    writeFileSync(bundle.path(BUNDLE.stages), damaged(intact));
    expect((await bundle.stage("convert", ["1"], run)).reused).toBe(false);
    expect(runs()).toBe(2);
    expect(bundle.read(BUNDLE.stages).toString()).toBe(intact);
  });

  it("runs for itself: another stage that runs again, or has the same inputs, leaves it reused", async () => {
    const convert = counted({ "graph.txt": "graph" });
    const compile = counted({ "event.txt": "event" });
    await bundle.stage("convert", ["1"], convert.run);
    await bundle.stage("compile", ["1"], compile.run);
    await bundle.stage("compile", ["2"], compile.run);
    expect((await bundle.stage("convert", ["1"], convert.run)).reused).toBe(true);
    expect([convert.runs(), compile.runs()]).toEqual([1, 2]);
  });
});

describe("a stage that fails", () => {
  it("leaves an empty folder empty when its run throws, and runs again the next time", async () => {
    await expect(bundle.stage("convert", ["1"], broken)).rejects.toThrow("the run broke");
    expect(files()).toEqual([]);
    expect((await bundle.stage("convert", ["1"], counted({ "graph.txt": "graph" }).run)).reused).toBe(false);
  });

  it("leaves every file of an earlier run as it was, still good for the earlier inputs", async () => {
    const { run, runs } = counted({ "graph.txt": "graph" });
    await bundle.stage("convert", ["1"], run);
    const before = contents();
    await expect(bundle.stage("convert", ["2"], broken)).rejects.toThrow("the run broke");
    expect(contents()).toEqual(before);
    expect((await bundle.stage("convert", ["1"], run)).reused).toBe(true);
    expect(runs()).toBe(1);
  });

  it("leaves neither the files before nor a temporary name when one of its files cannot be written", async () => {
    await bundle.stage("convert", ["1"], counted({ "graph.txt": "old" }).run);
    const before = contents();
    const outside = counted({ "graph.txt": "new", "../outside.txt": "refused" });
    await expect(bundle.stage("convert", ["2"], outside.run)).rejects.toThrow("is not a name inside the folder");
    expect(contents()).toEqual(before);
  });
});

/** A run that gives these files, and how often it was asked for. */
function counted(content: Readonly<Record<string, string>>): { run: () => Promise<Files>; runs: () => number } {
  let runs = 0;
  return {
    run: async () => {
      runs++;
      return new Map(Object.entries(content));
    },
    runs: () => runs,
  };
}

async function broken(): Promise<Files> {
  throw new Error("the run broke");
}

/** Every file of the bundle, temporary ones included. */
function files(): string[] {
  const entries = readdirSync(folder.path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

function contents(): Record<string, string> {
  return Object.fromEntries(files().map((name) => [name, readFileSync(bundle.path(name), "utf8")]));
}

function parsed(name: string): object {
  const value: unknown = JSON.parse(bundle.read(name).toString());
  if (typeof value !== "object" || value === null) throw new Error(`${name} holds no object`);
  return value;
}
