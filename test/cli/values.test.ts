/** Bundles that take numbers or spike trains: run, classified, emitted and optimised from the command line. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ValueEncoding } from "../../src/encode/values.js";
import { encodeValueEncoder } from "../../src/encode/values-codec.js";
import { encodeEventProgram } from "../../src/event/codec.js";
import { compileNetwork } from "../../src/flow/network.js";
import { decodeGraph, encodeGraph } from "../../src/graph/codec.js";
import type { Graph } from "../../src/graph/graph.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

/** Four lines to two classes: the first two lines speak for "left", the others for "right". */
const GRAPH: Graph = {
  level: "graph",
  name: "sides",
  nodes: [
    { kind: "input", name: "in", shape: [4], encoding: { kind: "values" } },
    { kind: "linear", name: "first", inputs: 4, outputs: 2, weight: Float32Array.of(1, 1, 0, 0, 0, 0, 1, 1) },
    { kind: "scale", name: "half", scale: Float32Array.of(0.5) },
    { kind: "if", name: "spike", resistance: Float32Array.of(1), threshold: Float32Array.of(0.75), reset: "subtract" },
    { kind: "linear", name: "read", inputs: 2, outputs: 2, weight: Float32Array.of(1, 0, 0, 1) },
    { kind: "output", name: "out", shape: [2] },
  ],
  edges: ["in", "first", "half", "spike", "read", "out"].slice(1).map((to, i) => ({ from: ["in", "first", "half", "spike", "read"][i] ?? "", to })),
};

describe("a bundle of numbers or spike trains", () => {
  const folder = temporaryFolder();
  const at = (...path: string[]): string => join(folder.path, ...path);
  const bundleOf = async (name: string, encoding: ValueEncoding): Promise<void> => {
    const { program, encoder } = await compileNetwork(GRAPH, { classes: ["left", "right"], timesteps: 4, encoding });
    mkdirSync(at(name));
    writeFileSync(at(name, "event.pb"), encodeEventProgram(program));
    writeFileSync(at(name, "encoder.pb"), encodeValueEncoder(encoder));
    writeFileSync(at(name, "graph.pb"), encodeGraph(GRAPH));
  };
  const said = async (args: string[], input = ""): Promise<string> => {
    const { code, stdout, stderr } = await snnc(["--quiet", ...args], { input });
    return `${stdout}${stderr}exit ${code}`.replaceAll(folder.path, "DIR");
  };
  const rows = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? `left,${0.5 + i / 100},0.9,0,0.1` : `right,0,0.1,0.8,${0.5 + i / 100}`));

  beforeAll(async () => {
    buildCli();
    await bundleOf("direct", { kind: "direct", low: 0, high: 1, bits: 3 });
    await bundleOf("spikes", { kind: "spikes" });
    writeFileSync(at("samples.csv"), `${rows.join("\n")}\n`);
    writeFileSync(at("wide.csv"), "left,1,2,3,4,5\nright,1,2,3,4,5\n");
    const events = ["0,0,0,left", "0,1,1,left", "1,0,2,right", "1,1,3,right"];
    writeFileSync(at("events.csv"), `sample,time,line,label\n${events.join("\n")}\n`);
  }, 120_000);
  afterAll(() => folder.remove());

  it("runs the held-out part of a file, all of it, or the first of it", async () => {
    const run = async (...more: string[]): Promise<Record<string, number>> =>
      JSON.parse((await snnc(["sim", at("direct"), "--data", at("samples.csv"), "--json", ...more])).stdout).figures;
    const [held, all, first] = [await run(), await run("--part", "all"), await run("--part", "all", "--limit", "3")];
    expect([held.samples, all.samples, first.samples]).toEqual([4, 40, 3]);
    expect([held["accuracy, %"], all["accuracy, %"]]).toEqual([100, 100]);
    expect(all["operations a sample"]).toBeGreaterThan(4);
  });

  it("runs spike trains", async () => {
    const { stdout } = await snnc(["sim", at("spikes"), "--data", at("events.csv"), "--part", "all", "--json"]);
    expect(JSON.parse(stdout).figures).toMatchObject({ samples: 2, "accuracy, %": 100 });
  });

  it("classifies JSON lines of numbers and of spikes", async () => {
    const lines = '{"values": [1, 1, 0, 0]}\n{"values": [0, 0, 1, 1]}\n';
    const { stdout } = await snnc(["classify", "-b", at("direct"), "--json"], { input: lines });
    expect(JSON.parse(stdout).map(({ decided }: { decided: string }) => decided)).toEqual(["left", "right"]);
    const spikes = await snnc(["classify", "-b", at("spikes")], { input: '{"events": [[0, 2], [1, 3], [0, 3]]}\n' });
    expect(JSON.parse(spikes.stdout)).toMatchObject({ decided: "right" });
  });

  it("emits a test bench of the data's samples", async () => {
    const { code, stdout } = await snnc(["rtl", at("direct"), "--data", at("samples.csv"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files).toContain("rtl/snn_tb.v");
    expect(readFileSync(at("direct", "rtl", "snn_tb.v"), "utf8")).toContain("vectors");
  });

  it("measures passes on the data's samples", async () => {
    const { stdout } = await snnc(["opt", at("direct"), "--passes", "narrow-weights", "--samples", "3", "--data", at("samples.csv"), "--json"]);
    expect(JSON.parse(stdout).passes[0].measured.decisionsChanged).toBe(0);
  });

  it("runs graph passes on its graph, and says what they changed", async () => {
    const table = await said(["opt", at("direct"), "--passes", "fold-scales,merge-linear", "--verify-each", "-o", at("small.pb")]);
    expect(table.replace(/\d\.\d{3}/g, "#.###")).toMatchInlineSnapshot(`
      "pass          s      nodes   parameters  operations  bytes
      fold-scales   #.###  6 -> 5  15 -> 14    12          60 -> 56
      merge-linear  #.###  5       14          12          56
      fold-scales: ones 0, intoSource 1, intoTargets 0
      merge-linear: merged 0, weightsSaved 0
      operations: multiply-accumulates of one evaluation; of a network for texts, of 32 words
      -> DIR/small.pb
      exit 0"
    `);
    const { nodes } = decodeGraph(readFileSync(at("small.pb")), "small.pb");
    expect(nodes.map(({ kind }) => kind)).toEqual(["input", "linear", "if", "linear", "output"]);
  });

  it("is answered in words where something does not fit", async () => {
    const mistakes = [
      ["sim", at("direct")],
      ["sim", at("spikes")],
      ["sim", at("direct"), "--data", at("wide.csv")],
      ["sim", at("direct"), "--dataset", "reviews"],
      ["sim", at("spikes"), "--data", at("wide.csv")],
      ["classify", "-b", at("direct"), "a sentence"],
      ["explain", "-b", at("direct"), "a sentence"],
      ["report", at("direct")],
      ["opt", at("direct"), "--passes", "fold-scales,narrow-weights"],
      ["opt", at("direct"), "--passes", "fold-scales", "--samples", "3"],
      ["opt", at("direct"), "--passes", "fold-scales", "--target", "loihi1"],
      ["opt", at("direct", "event.pb"), "--passes", "fold-scales"],
    ];
    const answers = [];
    for (const args of mistakes) answers.push(`$ snnc ${args.join(" ").replaceAll(folder.path, "DIR")}\n${await said(args)}`);
    answers.push(`$ snnc classify -b DIR/direct < three.jsonl\n${await said(["classify", "-b", at("direct")], '{"values": [1, 2, 3]}\n')}`);
    answers.push(`$ snnc classify -b DIR/spikes < late.jsonl\n${await said(["classify", "-b", at("spikes")], '{"events": [[9, 0]]}\n')}`);
    answers.push(`$ snnc classify -b DIR/spikes < odd.jsonl\n${await said(["classify", "-b", at("spikes")], '{"volume": 11}\n')}`);
    await expect(`${answers.join("\n\n")}\n`).toMatchFileSnapshot("../errors/values.txt");
  }, 120_000);
});
