import { describe, expect, it } from "vitest";
import { readKeras, readTfjs } from "../../../src/import/keras/read.js";
import { DEFAULT_LIMITS, type Imported, type ImportOptions } from "../../../src/import/types.js";
import { openZip } from "../../../src/import/zip.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { createRandom, type Random } from "../../../src/util/random.js";
import { archiveOf } from "../../support/zip.js";
import { type Config, called, functional, input, layer, readModel, sequential } from "./models.js";
import { FIXTURES, fixture, refusalsOf, siblingsIn } from "./support.js";

/** What became of reading: the codes of a refusal, or "read". Anything but an SnncError fails the test. */
async function outcomeOf(reading: Promise<Imported>): Promise<string> {
  try {
    await reading;
    return "read";
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    return error.diagnostics.map(({ code }) => code).join();
  }
}

function cutsOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: 50 }, (_, i) => bytes.subarray(0, Math.floor((i * bytes.length) / 50)));
}

/** A copy with one to four bytes changed, to any value or to one that hurts. */
function mutantOf(bytes: Uint8Array, random: Random): Uint8Array {
  const mutant = bytes.slice();
  for (let i = random.integer(4); i >= 0; i--) mutant[random.integer(mutant.length)] = [0, 0xff, 0x7f, random.integer(256)][random.integer(4)];
  return mutant;
}

async function partsOf(name: string): Promise<{ readonly config: Uint8Array; readonly weights: Uint8Array }> {
  const archive = await openZip(fixture(name), name, DEFAULT_LIMITS);
  const [config, weights] = [await archive.read("config.json"), await archive.read("model.weights.h5")];
  if (config === undefined || weights === undefined) throw new Error("the fixture is incomplete");
  return { config, weights };
}

async function readParts(config: Uint8Array, weights: Uint8Array, options: Partial<ImportOptions> = {}): Promise<Imported> {
  const archive = await archiveOf(
    [
      ["config.json", config],
      ["model.weights.h5", weights],
    ],
    false,
  );
  return readKeras(archive, { where: "model.keras", ...options });
}

describe("a damaged file", () => {
  it.each(["digits.keras", "residual.keras", "keras2.h5"])("%s cut anywhere is refused", async (name) => {
    for (const cut of cutsOf(fixture(name))) expect(await outcomeOf(readKeras(cut, { where: name }))).not.toBe("read");
  });

  it("gets a diagnostic or is read, whichever bytes of the archive are changed", async () => {
    const random = createRandom(11);
    const bytes = fixture("textcnn.keras");
    for (let i = 0; i < 300; i++) await outcomeOf(readKeras(mutantOf(bytes, random), { where: "mutant" }));
  });

  it("gets a diagnostic or is read, whichever bytes of the configuration are changed", async () => {
    const random = createRandom(12);
    for (const name of ["residual.keras", "textcnn.keras"]) {
      const { config, weights } = await partsOf(name);
      for (let i = 0; i < 200; i++) await outcomeOf(readParts(mutantOf(config, random), weights));
    }
  });

  it("gets a diagnostic or is read, whichever bytes of the weights are changed", async () => {
    const random = createRandom(13);
    const { config, weights } = await partsOf("digits.keras");
    for (const cut of cutsOf(weights)) expect(await outcomeOf(readParts(config, cut))).not.toBe("read");
    for (let i = 0; i < 300; i++) await outcomeOf(readParts(config, mutantOf(weights, random)));
  });

  it("gets a diagnostic or is read, whichever bytes of a legacy file are changed", async () => {
    const random = createRandom(14);
    const bytes = fixture("keras2.h5");
    for (let i = 0; i < 300; i++) await outcomeOf(readKeras(mutantOf(bytes, random), { where: "mutant" }));
  });

  it("gets a diagnostic or is read, whichever bytes of a model.json are changed", async () => {
    const random = createRandom(15);
    for (const name of ["tfjs_uint8", "tfjs_saved"]) {
      const [json, siblings] = [fixture(`${name}/model.json`), siblingsIn(`${FIXTURES}/${name}`)];
      for (const cut of cutsOf(json)) expect(await outcomeOf(readTfjs(cut, siblings, { where: name }))).toBe("json-syntax");
      for (let i = 0; i < 300; i++) await outcomeOf(readTfjs(mutantOf(json, random), siblings, { where: name }));
    }
  });
});

describe("the shards of a TensorFlow.js model", () => {
  const model = sequential(input([2]), layer("Dense", { name: "dense", units: 3, use_bias: false }));
  const kernel = { name: "dense/kernel", shape: [2, 3], dtype: "float32" };
  const read = (manifest: unknown, shard = new Uint8Array(24), options: Partial<ImportOptions> = {}): Promise<string> => {
    const asked: string[] = [];
    const json = Buffer.from(JSON.stringify({ modelTopology: model, weightsManifest: manifest }));
    const reading = readTfjs(
      json,
      (name) => {
        asked.push(name);
        return name === "w.bin" ? shard : undefined;
      },
      { where: "model.json", ...options },
    );
    return outcomeOf(reading).then((outcome) => [outcome, ...asked].join(" "));
  };

  it.each(["../w.bin", "/w.bin", "a/../../w.bin", "a\\w.bin", "c:w.bin", "https://a/w.bin", "", ".", "a//w.bin", "w.bin\0", 7])(
    "are not even looked for at %j",
    async (path) => expect(await read([{ paths: [path], weights: [kernel] }])).toBe("tfjs-path"),
  );

  it("are refused where they are missing, or have not the size that the shapes need", async () => {
    const manifest = [{ paths: ["w.bin"], weights: [kernel] }];
    expect(await read(manifest)).toBe("read w.bin");
    expect(await read([{ paths: ["other.bin"], weights: [kernel] }])).toBe("tfjs-shard other.bin");
    for (const bytes of [0, 23, 25]) expect(await read(manifest, new Uint8Array(bytes))).toBe("tfjs-shard w.bin");
  });

  it("are refused before memory is taken where shapes lie", async () => {
    const withShape = (shape: unknown, more: Config = {}): Promise<string> => read([{ paths: ["w.bin"], weights: [{ ...kernel, shape, ...more }] }]);
    expect(await withShape([2 ** 30, 2 ** 30])).toBe("tfjs-manifest");
    expect(await withShape([2 ** 20, 2 ** 20])).toBe("tfjs-too-large");
    expect(await withShape([-2, -3])).toBe("tfjs-manifest");
    expect(await withShape([2, 1.5])).toBe("tfjs-manifest");
    expect(await withShape([3, 2])).toBe("import-unsupported w.bin");
    expect(await withShape([2, 3], { dtype: "string" })).toBe("tfjs-manifest");
    expect(await withShape([2, 3], { quantization: { dtype: "uint8", scale: "1", min: 0 } })).toBe("tfjs-manifest");
  });

  it("are not read again and again beyond the limit", async () => {
    const manifest = [{ paths: Array(1_000).fill("w.bin"), weights: [kernel] }];
    expect((await read(manifest, undefined, { limits: { bytes: 240 } })).split(" ")).toHaveLength(1 + 11);
  });

  it("are refused with NaN or infinity in them", async () => {
    const shard = new Uint8Array(Float32Array.of(1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, 6).buffer);
    expect(await read([{ paths: ["w.bin"], weights: [kernel] }], shard)).toBe("node-not-finite w.bin");
  });
});

describe("a hostile configuration", () => {
  it("is refused where its brackets lie 100,000 deep in each other", async () => {
    const deep = Buffer.from(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(await outcomeOf(readTfjs(deep, () => undefined, { where: "a" }))).toBe("json-depth");
    const quoted = Buffer.from(JSON.stringify({ class_name: "[".repeat(100_000), weightsManifest: [] }));
    expect(await outcomeOf(readTfjs(quoted, () => undefined, { where: "a" }))).toBe("keras-model");
  });

  it("is refused where layers wait for each other", async () => {
    const layers = [called(input([2])), called(layer("Add", { name: "a" }), "input", "b"), called(layer("ReLU", { name: "b" }), "a")];
    const [refusal] = await refusalsOf(readModel(functional(layers, ["input"], ["b"])));
    expect(refusal).toMatchObject({ code: "keras-cycle", message: "the calls of 'a', 'b' wait for each other" });
  });

  it("is refused where names collide, or lead nowhere", async () => {
    const two = [layer("ReLU", { name: "same" }), layer("ReLU", { name: "same" })];
    expect(await outcomeOf(readModel(sequential(input([2]), ...two)))).toBe("keras-model");
    const nowhere = [called(input([2])), called(layer("ReLU", { name: "relu" }), "elsewhere")];
    expect(await outcomeOf(readModel(functional(nowhere, ["input"], ["relu"])))).toBe("keras-model");
    expect(await outcomeOf(readModel(functional([called(input([2]))], ["input"], [])))).toBe("keras-model");
  });

  it("is refused where models inside of models would multiply without bound", async () => {
    // Each calls the one inside twice: 2^60 applications of the innermost.
    let model: Config = sequential(layer("ReLU", { name: "relu", batch_input_shape: [null, 2] }));
    for (let depth = 0; depth < 60; depth++) {
      const twice = { ...model, name: "inner", inbound_nodes: [[["input", 0, 0, {}]], [["inner", 0, 0, {}]]] };
      const outer = functional([called(input([2])), twice], ["input"], ["inner"]);
      model = { ...outer, config: { ...(outer.config as Config), output_layers: [["inner", 1, 0]] } };
    }
    expect(await outcomeOf(readModel(model))).toBe("import-too-many-nodes");
  });

  it("of 100,000 layers takes linear time, whether something remains of them or not", async () => {
    const many = (className: string): Config =>
      sequential(input([2]), ...Array.from({ length: 99_990 }, (_, i) => layer(className, { name: `layer${i}` })));
    const { graph } = await readModel(many("Dropout"));
    expect(graph.nodes.map(({ name }) => name)).toEqual(["input", "output"]);
    expect((await readModel(many("ReLU"))).graph.nodes).toHaveLength(99_992);
    expect(await outcomeOf(readModel(many("LSTM")))).toMatch(/^import-unsupported(,import-unsupported){99989}$/);
  });

  it("of more layers than the limit is refused", async () => {
    const many = sequential(input([2]), ...Array.from({ length: 100 }, (_, i) => layer("Dropout", { name: `layer${i}` })));
    expect(await outcomeOf(readModel(many, {}, { limits: { nodes: 100 } }))).toBe("import-too-many-nodes");
    expect(await outcomeOf(readModel(many, {}, { limits: { nodes: 101 } }))).toBe("read");
  });

  it("of wide sums and concatenations takes linear time", async () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `relu${i}`);
    const wide = names.map((name) => called(layer("ReLU", { name }), "input"));
    const joins = Array.from({ length: 300 }, (_, i) => called(layer("Concatenate", { name: `join${i}` }), ...names));
    const layers = [called(input([2])), ...wide, ...joins, called(layer("Add", { name: "sum" }), ...joins.map(({ name }) => String(name)))];
    const { graph } = await readModel(functional(layers, ["input"], ["sum"]));
    expect(graph.edges.length).toBeGreaterThan(600_000);
  });

  it("that claims sizes beyond reason is refused before memory is taken", async () => {
    const huge = 2 ** 24;
    const convolution = layer("Conv2D", { name: "conv", filters: huge, kernel_size: [huge, huge] });
    expect(await outcomeOf(readModel(sequential(input([huge, huge, 3]), convolution), { "conv/kernel": [1], "conv/bias": [1] }))).toBe(
      "import-unsupported",
    );
    const flat = [input([huge, huge, 3]), layer("Permute", { name: "turn", dims: [3, 1, 2] }), layer("Flatten", { name: "flat" })];
    expect(await outcomeOf(readModel(sequential(...flat)))).toBe("node-field");
    const dense = layer("Dense", { name: "dense", units: huge });
    expect(await outcomeOf(readModel(sequential(...flat, dense), { "dense/kernel": [1], "dense/bias": [1] }))).toBe("import-unsupported");
  });
});
