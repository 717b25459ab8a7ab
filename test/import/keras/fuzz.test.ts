/** Keras and TensorFlow.js models mutated in their JSON, their archives and their weights: each is read or refused, and nothing else. */
import { describe, expect, it, vi } from "vitest";
import { readKeras, readTfjs } from "../../../src/import/keras/read.js";
import { DEFAULT_LIMITS, type Imported, type ImportLimits } from "../../../src/import/types.js";
import { openZip } from "../../../src/import/zip.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { createRandom, type Random } from "../../../src/util/random.js";
import { archiveOf } from "../../support/zip.js";
import { jsonMutantOf, mutantOf } from "../mutate.js";
import { type Config, called, functional, input, layer, readModel, sequential } from "./models.js";
import { FIXTURES, fixture, siblingsIn } from "./support.js";

const IS_FULL = process.env.SNNC_TEST_FULL === "1";
const MUTANTS = IS_FULL ? 4_000 : 150;

vi.setConfig({ testTimeout: IS_FULL ? 300_000 : 30_000 });

/** "read", or the code of the first diagnostic; any other exception fails the test. */
async function outcomeOf(reading: Promise<Imported>): Promise<string> {
  try {
    await reading;
    return "read";
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.diagnostics[0].code;
    throw error;
  }
}

/** The outcomes of mutants; a failure names its seed. */
async function outcomesOf(read: (random: Random) => Promise<Imported>, mutants = MUTANTS): Promise<ReadonlySet<string>> {
  const outcomes = new Set<string>();
  for (let seed = 0; seed < mutants; seed++) {
    try {
      outcomes.add(await outcomeOf(read(createRandom(seed))));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  return outcomes;
}

describe("a mutant of a TensorFlow.js model", () => {
  const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

  it.each(["tfjs_saved", "tfjs_uint8", "tfjs_float16"])("%s is read or refused whatever its JSON says", async (name) => {
    const json: unknown = JSON.parse(Buffer.from(fixture(`${name}/model.json`)).toString());
    const siblings = siblingsIn(`${FIXTURES}/${name}`);
    const outcomes = await outcomesOf((random) => readTfjs(bytesOf(jsonMutantOf(json, random)), siblings, { where: name }));
    expect([...outcomes]).toEqual(expect.arrayContaining(["read", "import-unsupported", "keras-model", "tfjs-manifest"]));
  });

  it("is read or refused whatever its shards hold", async () => {
    const json = fixture("tfjs_saved/model.json");
    const siblings = siblingsIn(`${FIXTURES}/tfjs_saved`);
    const outcomes = await outcomesOf((random) => {
      const mutated = (bytes: Uint8Array | undefined): Uint8Array | undefined =>
        bytes === undefined ? undefined : mutantOf(new Uint8Array(bytes), random);
      return readTfjs(json, (name) => mutated(siblings(name)), { where: "model.json" });
    });
    expect([...outcomes]).toEqual(expect.arrayContaining(["read", "tfjs-shard", "node-not-finite"]));
  });
});

describe("a mutant of a .keras file", () => {
  it("is read or refused whatever its configuration says", async () => {
    const archive = await openZip(fixture("residual.keras"), "residual.keras", DEFAULT_LIMITS);
    const [config, weights] = [await archive.read("config.json"), await archive.read("model.weights.h5")];
    if (config === undefined || weights === undefined) throw new Error("the fixture is incomplete");
    const json: unknown = JSON.parse(Buffer.from(config).toString());
    const outcomes = await outcomesOf(async (random) => {
      const mutant = Buffer.from(JSON.stringify(jsonMutantOf(json, random)));
      const bytes = await archiveOf(
        [
          ["config.json", mutant],
          ["model.weights.h5", weights],
        ],
        false,
      );
      return readKeras(bytes, { where: "model.keras" });
    }, MUTANTS / 2);
    expect([...outcomes]).toEqual(expect.arrayContaining(["read", "import-unsupported", "keras-model"]));
  });

  it("is read or refused whichever bytes of the archive are changed", async () => {
    const bytes = new Uint8Array(fixture("digits.keras"));
    const outcomes = await outcomesOf((random) => readKeras(mutantOf(bytes, random), { where: "model.keras" }));
    expect([...outcomes]).toEqual(expect.arrayContaining(["read", "zip-broken"]));
  });
});

describe("a hostile Keras model", () => {
  const reading = (topology: Config, weights: Readonly<Record<string, readonly number[]>>, limits: Partial<ImportLimits>): Promise<string> =>
    outcomeOf(readModel(topology, weights, { limits }));

  it("is refused where one layer that is applied many times would fill the memory with its weights", async () => {
    const dense = layer("Dense", { name: "dense", units: 4, use_bias: false });
    const times = 50;
    const shared = {
      ...dense,
      name: "dense",
      inbound_nodes: Array.from({ length: times }, (_, i) => [[i === 0 ? "input" : "dense", Math.max(0, i - 1), 0, {}]]),
    };
    const model = functional([called(input([4])), shared], ["input"], ["dense"]);
    const last: Config = { ...model, config: { ...(model.config as Config), output_layers: [["dense", times - 1, 0]] } };
    expect(await reading(last, { "dense/kernel": [4, 4] }, { elements: 16 * times })).toBe("read");
    expect(await reading(last, { "dense/kernel": [4, 4] }, { elements: 16 * times - 1 })).toBe("import-too-large");
  });

  it("is refused where its brackets lie a million deep in each other", async () => {
    const depth = 1_000_000;
    const deep = Buffer.from(`${'{"config":['.repeat(depth)}${"]}".repeat(depth)}`);
    expect(await outcomeOf(readTfjs(deep, () => undefined, { where: "model.json" }))).toBe("json-depth");
  });

  it("has names that JavaScript's objects have too, and no one takes them for those", async () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const own = JSON.parse(`{"class_name":"Dense","config":{"name":"${name}","units":2,"activation":"${name}","__proto__":{"use_bias":false}}}`);
      expect(await outcomeOf(readModel(sequential(input([2]), own)))).toBe("import-unsupported");
      expect(await outcomeOf(readModel(sequential(input([2]), layer(name, { name }))))).toBe("import-unsupported");
      expect(
        await outcomeOf(readModel(sequential(input([2]), layer("Dense", { name, units: 2 })), { [`${name}/kernel`]: [2, 2], [`${name}/bias`]: [2] })),
      ).toBe("read");
    }
  });

  it("is told in messages that stay short, whatever it holds", async () => {
    const long = "x".repeat(2_000_000);
    const list = Array.from({ length: 200_000 }, (_, i) => i);
    const model = sequential(
      input([2]),
      layer("Dense", { name: "a", units: list, activation: long }),
      layer("Dense", { name: "b", units: { [long]: long } }),
      layer(long, { name: long }),
      layer("Reshape", { name: "c", target_shape: list }),
    );
    try {
      await readModel(model);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof SnncError)) throw error;
      expect(error.diagnostics.map(({ message, where }) => message.length + (where?.length ?? 0)).filter((length) => length > 1_200)).toEqual([]);
      expect(error.diagnostics).toHaveLength(4);
    }
  });
});
