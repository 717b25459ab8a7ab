import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeEncoder } from "../../src/encode/codec.js";
import { encodeEventProgram } from "../../src/event/codec.js";
import { encoderFor } from "../../src/flow/compile.js";
import { buildCrossbar } from "../../src/flow/rtl.js";
import { encodeGraph } from "../../src/graph/codec.js";
import { lower } from "../../src/lower/lower.js";
import { ENVELOPE_HEADER_BYTES, writeEnvelope } from "../../src/util/envelope.js";
import { createRandom } from "../../src/util/random.js";
import { buildCli, interrupted, snnc, temporaryFolder } from "../support/cli.js";
import { randomTextGraph } from "../support/text-graph.js";

/** Each mistake, the exact words it gets, and its exit code. Paths of the test's own folder read DIR. */
describe("a user's mistakes", () => {
  const folder = temporaryFolder();
  const dir = folder.path;
  const bundle = join(dir, "bundle");
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(dir, name);
    writeFileSync(path, content);
    return path;
  };
  const said = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await snnc(["--quiet", ...args]);
    return `${stderr.replaceAll(dir, "DIR")}exit ${code}`;
  };
  const train = (data: string, ...more: string[]): Promise<string> => said("train", "--data", data, "-o", join(dir, "out"), ...more);

  beforeAll(async () => {
    buildCli();
    const graph = randomTextGraph(createRandom(1));
    const { program } = await lower(graph, { classes: ["a", "b", "c"], weightBits: 8, maxTimesteps: 64, stateBits: 24 });
    const words = ["<unk>", ...Array.from({ length: 29 }, (_, i) => `w${i}`)];
    const converted = {
      graph,
      classes: ["a", "b", "c"],
      wordRows: { tokenizer: "english" as const, words, rowOf: Uint32Array.from(words, (_, i) => i) },
    };
    mkdirSync(bundle);
    writeFileSync(join(bundle, "event.pb"), encodeEventProgram(program));
    writeFileSync(join(bundle, "graph.pb"), encodeGraph(graph));
    writeFileSync(join(bundle, "encoder.pb"), encodeEncoder(encoderFor(converted, program)));
  });
  afterAll(() => folder.remove());

  it("a missing file", async () => {
    expect(await train(join(dir, "nowhere.tsv"))).toMatchInlineSnapshot();
  });

  it("a file without a label column", async () => {
    expect(await train(file("nolabel.tsv", "only text here\nand here\n"))).toMatchInlineSnapshot();
  });

  it("one class only", async () => {
    expect(await train(file("one.tsv", Array.from({ length: 40 }, (_, i) => `yes\ttext number ${i}`).join("\n")))).toMatchInlineSnapshot();
  });

  it("invalid UTF-8", async () => {
    expect(await train(file("latin1.tsv", Buffer.from("yes\tcaf\xe9\nno\tbar\n", "latin1")))).toMatchInlineSnapshot();
  });

  it("an empty text", async () => {
    expect(await said("classify", "-b", bundle, "   ")).toMatchInlineSnapshot();
  });

  it("a word never seen is no mistake: it takes the unknown word's row", async () => {
    const { code, stdout } = await snnc(["classify", "-b", bundle, "zyxwv", "--json"]);
    expect(code).toBe(0);
    expect(["a", "b", "c"]).toContain(JSON.parse(stdout).decided);
  });

  it("a text beyond the proven length", async () => {
    expect(await said("classify", "-b", bundle, "word ".repeat(70))).toMatchInlineSnapshot();
  });

  it("a truncated artefact", async () => {
    const bytes = readFileSync(join(bundle, "event.pb"));
    expect(await said("inspect", file("short.pb", bytes.subarray(0, bytes.length - 7)))).toMatchInlineSnapshot();
  });

  it("a damaged artefact", async () => {
    const bytes = Buffer.from(readFileSync(join(bundle, "event.pb")));
    bytes[bytes.length - 9] ^= 1;
    expect((await said("inspect", file("damaged.pb", bytes))).replace(/[0-9a-f]{8}/g, "########")).toMatchInlineSnapshot();
  });

  it("a foreign file", async () => {
    expect(await said("inspect", file("foreign.pb", Buffer.from([0x0a, 0x03, 0x61, 0x62, 0x63])))).toMatchInlineSnapshot();
  });

  it("an artefact of another schema version", async () => {
    const payload = readFileSync(join(bundle, "event.pb")).subarray(ENVELOPE_HEADER_BYTES);
    expect(await said("inspect", file("future.pb", writeEnvelope({ kind: "event", version: 99 }, payload)))).toMatchInlineSnapshot();
  });

  it("weights that are not numbers", async () => {
    const graph = randomTextGraph(createRandom(1));
    const broken = {
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.kind === "embedding" ? { ...node, weight: node.weight.map((w, i) => (i === 5 ? Number.NaN : w)) } : node,
      ),
    };
    expect(await said("inspect", file("nan.pb", encodeGraph(broken)))).toMatchInlineSnapshot();
  });

  it("a program too large for the core", async () => {
    expect(await said("rtl", bundle, "--target", tinyTarget())).toMatchInlineSnapshot();
  });

  it("Verilator missing", async () => {
    const { code, stderr } = await snnc(["--quiet", "classify", "-b", bundle, "w1 w2", "--backend", "rtl"], {
      env: { PATH: join(dir, "empty"), SNNC_CACHE: join(dir, "cache"), SNNC_VERILATOR: "" },
    });
    expect(`${stderr}exit ${code}`).toMatchInlineSnapshot();
  });

  it("an output folder that cannot be written", async () => {
    const blocked = file("blocked", "a file where a folder should be");
    expect(await said("train", "--dataset", "reviews", "-o", join(blocked, "bundle"))).toMatchInlineSnapshot();
  });

  it("a bundle that is not there, and one that lacks the stage before", async () => {
    expect(await said("classify", "-b", join(dir, "none"), "w1")).toMatchInlineSnapshot();
    mkdirSync(join(dir, "hollow"));
    expect(await said("classify", "-b", join(dir, "hollow"), "w1")).toMatchInlineSnapshot();
  });

  it("an unknown verb and an unknown option", async () => {
    expect(await said("tarin")).toMatchInlineSnapshot();
    expect(await said("classify", "w1", "--bakend", "rtl")).toMatchInlineSnapshot();
  });

  it("Ctrl-C stops with 130 and leaves nothing half-written", async () => {
    const out = join(dir, "stopped");
    const { code, stderr } = await interrupted(["train", "--dataset", "reviews", "--epochs", "400", "-o", out], /train|loss|epoch/i);
    expect(stderr).toContain("interrupted; what was finished is kept, nothing is half-written");
    expect(code).toBe(130);
    expect(readdirSync(out).filter((name) => !["snnc.config.json"].includes(name))).toEqual([]);
  });

  it("prints diagnostics as JSON on request", async () => {
    const { stdout, code } = await snnc(["inspect", join(dir, "nowhere.pb"), "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.diagnostics[0].code).toMatch(/^file-/);
  });

  /** A crossbar with memories far too small. */
  function tinyTarget(): string {
    const { target } = buildCrossbar(
      {
        level: "event",
        name: "x",
        limits: { timestepsPerSample: 2, eventsPerTimestep: 1, eventsPerSample: 1 },
        inputs: [{ name: "in", kind: "lines", lines: 1 }],
        populations: [{ name: "p", size: 1, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
        tables: [{ name: "t", rows: 1, columns: 1, bits: 8, exponent: 0, weights: Int8Array.of(1) }],
        projections: [
          {
            name: "q",
            source: { kind: "input", port: "in" },
            target: "p",
            table: "t",
            delay: 1,
            connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 },
          },
        ],
        readout: { kind: "membrane", population: "p", neuronsPerClass: 1, classes: ["only"], drainTimesteps: 1 },
      },
      "crossbar-16",
    );
    return file("tiny.json", JSON.stringify({ ...target, name: "tiny", capacity: { ...target.capacity, axons: 64, weightWords: 32 } }));
  }
});
