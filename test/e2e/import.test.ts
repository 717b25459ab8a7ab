/**
 * Foreign models through the process that reads them: the same graph as without it, limits on memory and time, nothing
 * left behind; and mutants of valid files of every format, of which each is read or refused by a diagnostic.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ReadModelOptions, readModel } from "../../src/flow/read-model.js";
import { encodeGraph } from "../../src/graph/codec.js";
import { hdf5Library } from "../../src/import/hdf5-library.js";
import { onnx } from "../../src/import/onnx/onnx.pb.js";
import { readModelFile } from "../../src/import/read-model.js";
import { DEFAULT_LIMITS } from "../../src/import/types.js";
import { openZip } from "../../src/import/zip.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { type FuzzOutcome, fuzzReader } from "../import/fuzz.js";
import { hdf5MutantOf, mutantOf } from "../import/mutate.js";
import { casesOf } from "../import/onnx/support.js";
import { buildCli, temporaryFolder } from "../support/cli.js";
import { archiveOf } from "../support/zip.js";

const FIXTURES = fileURLToPath(new URL("../import/", import.meta.url));
const IS_FULL = process.env.SNNC_TEST_FULL === "1";
const FLOAT = 1;

const folder = temporaryFolder();
/** Where the reading processes have their temporary folders: this test's own, so that others do not count. */
const temporary = join(folder.path, "tmp");
const systemTemporary = process.env.TMPDIR;

beforeAll(() => {
  buildCli();
  mkdirSync(temporary);
  process.env.TMPDIR = temporary;
});
afterAll(() => {
  if (systemTemporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = systemTemporary;
  folder.remove();
});
afterEach(async () => {
  expect(readdirSync(temporary)).toEqual([]);
  // A process that was killed is still listed for a moment.
  for (let tries = 0; tries < 50 && readingProcesses().length > 0; tries++) await delay(20);
  expect(readingProcesses()).toEqual([]);
});

/** Numbers of this process's children that read models. */
function readingProcesses(): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        const parent = readFileSync(`/proc/${id}/stat`, "utf8")
          .replace(/^.*\) \S /s, "")
          .split(" ")[0];
        return Number(parent) === process.pid && /\bchild\.js\0/.test(readFileSync(`/proc/${id}/cmdline`, "utf8"));
      } catch {
        return false;
      }
    });
}

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** What a user reads when the file is refused, without the test's own folder. */
async function refusalOf(path: string, options: ReadModelOptions = {}): Promise<string> {
  try {
    await readModel(path, options);
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.message.replaceAll(`${folder.path}/`, "").replaceAll(FIXTURES, "");
    throw error;
  }
  throw new Error("nothing was refused");
}

interface Tensor {
  readonly name: string;
  readonly external?: string;
  readonly columns?: number;
}

/** A model x [batch, 3] -> nodes -> y with one weight [3, columns]. */
function onnxOf(nodes: readonly onnx.NodeProto.$Properties[], { name, external, columns = 2 }: Tensor = { name: "w" }): Uint8Array {
  const dim = [{ dimParam: "batch" }, { dimValue: 3 }];
  const data =
    external === undefined ? { rawData: new Uint8Array(12 * columns) } : { dataLocation: 1, externalData: [{ key: "location", value: external }] };
  const graph = {
    name: "net",
    node: [...nodes],
    initializer: [{ name, dims: [3, columns], dataType: FLOAT, ...data }],
    input: [{ name: "x", type: { tensorType: { elemType: FLOAT, shape: { dim } } } }],
    output: [{ name: "y" }],
  };
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 17 }], graph }).finish();
}

const PRODUCT = { opType: "MatMul", input: ["x", "w"], output: ["y"] };

function chainOf(count: number): Uint8Array {
  return onnxOf(
    Array.from({ length: count }, (_, i) => ({ opType: "Relu", input: [i === 0 ? "x" : `t${i - 1}`], output: [i === count - 1 ? "y" : `t${i}`] })),
  );
}

/** A NIR file whose only string claims a length of so many bytes, which the library allocates before it looks for them. */
async function longString(length: number): Promise<Uint8Array> {
  const type = "NIRGraph";
  const bytes = Buffer.from((await hdf5Library()).createFile((file) => file.create_group("node").create_dataset({ name: "type", data: type })));
  // A reference to a string: its length, the address of its heap, its index there.
  const reference = Buffer.alloc(12);
  reference.writeUInt32LE(type.length);
  reference.writeBigUInt64LE(BigInt(bytes.indexOf("GCOL")), 4);
  bytes.writeUInt32LE(length, bytes.indexOf(reference));
  return bytes;
}

describe("a model read in a process of its own", () => {
  const torch = casesOf("torch")[0];
  const files: readonly (readonly [string, () => string])[] = [
    ["nir", () => join(FIXTURES, "nir/fixtures/series.nir")],
    ["keras", () => join(FIXTURES, "keras/fixtures/residual.keras")],
    ["keras", () => join(FIXTURES, "keras/fixtures/keras2.h5")],
    ["tfjs", () => join(FIXTURES, "keras/fixtures/tfjs_uint8/model.json")],
    ["onnx", () => written("torch.onnx", Buffer.from(torch.model, "base64"))],
  ];

  it.each(files)("is the same, notes included: %s", async (format, file) => {
    const path = file();
    const options = { dt: 1e-3 };
    const here = await readModelFile(path, { ...options, where: path });
    const there = await readModel(path, options);
    expect(there.format).toBe(format);
    expect(there.notes).toEqual(here.notes);
    expect(Buffer.compare(encodeGraph(there.graph), encodeGraph(here.graph))).toBe(0);
  });

  it("is stopped by a signal", async () => {
    const path = written("long.onnx", chainOf(90_000));
    const controller = new AbortController();
    const reading = readModel(path, { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(reading).rejects.toThrow(/stopped while a model was read \[interrupted\]/);
    await expect(readModel(path, { signal: AbortSignal.abort() })).rejects.toThrow(/\[interrupted\]/);
  });

  it("may take as long as any number of seconds says", async () => {
    const { format } = await readModel(join(FIXTURES, "keras/fixtures/mlp.keras"), { seconds: 1e9 });
    expect(format).toBe("keras");
  });
});

describe("files beside a model", () => {
  it("are read, but none through a link that leaves the folder", async () => {
    const inside = join(folder.path, "inside");
    mkdirSync(inside);
    const secret = written("secret.bin", new Uint8Array(24));
    writeFileSync(join(inside, "model.onnx"), onnxOf([PRODUCT], { name: "w", external: "w.bin" }));
    symlinkSync(secret, join(inside, "w.bin"));
    expect(await refusalOf(join(inside, "model.onnx"))).toMatch(/its data are in 'w.bin', which is not there/);
    writeFileSync(join(inside, "real.bin"), new Uint8Array(24));
    writeFileSync(join(inside, "sound.onnx"), onnxOf([PRODUCT], { name: "w", external: "linked.bin" }));
    symlinkSync(join(inside, "real.bin"), join(inside, "linked.bin"));
    expect((await readModel(join(inside, "sound.onnx"))).graph.nodes.map(({ kind }) => kind)).toEqual(["input", "linear", "output"]);
  });

  it("are shards of TensorFlow.js under the same rule", async () => {
    const model = join(folder.path, "tfjs");
    cpSync(join(FIXTURES, "keras/fixtures/tfjs_uint8"), model, { recursive: true });
    const name = "group1-shard1of2.bin";
    const elsewhere = written(name, readFileSync(join(model, name)));
    expect((await readModel(join(model, "model.json"))).format).toBe("tfjs");
    writeFileSync(join(model, "model.json"), readFileSync(join(model, "model.json"), "utf8").replaceAll(name, "linked.bin"));
    symlinkSync(elsewhere, join(model, "linked.bin"));
    expect(await refusalOf(join(model, "model.json"))).toMatch(/the shard 'linked.bin' is missing/);
    symlinkSync(folder.path, join(model, "way-out"));
    writeFileSync(join(model, "model.json"), readFileSync(join(model, "model.json"), "utf8").replaceAll("linked.bin", `way-out/${name}`));
    expect(await refusalOf(join(model, "model.json"))).toMatch(new RegExp(`the shard 'way-out/${name}' is missing`));
  });
});

describe("what cannot be read", () => {
  const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
  const zeros = new Uint8Array(2 ** 25);
  const small = { nodes: 10, elements: 100, bytes: 2 ** 31 - 1 };
  const cases: readonly (readonly [string, () => Promise<string>])[] = [
    ["a missing file", () => refusalOf(join(folder.path, "missing.onnx"))],
    ["an empty file", () => refusalOf(written("empty.nir", ""))],
    ["a folder", () => refusalOf(join(folder.path, "tmp"))],
    ["a device that never ends", () => refusalOf("/dev/zero")],
    ["more memory than the limit, in JavaScript", () => refusalOf(written("many.onnx", chainOf(99_000)), { memoryMebibytes: 100 })],
    [
      "more memory than the limit, in the HDF5 library",
      async () => refusalOf(written("long.nir", await longString(1.5 * 2 ** 30)), { memoryMebibytes: 400 }),
    ],
    ["more time than the limit", () => refusalOf(written("slow.onnx", chainOf(90_000)), { seconds: 0.2 })],
    [
      "a reader that breaks down",
      async () => {
        const reading = refusalOf(written("killed.onnx", chainOf(90_000)));
        for (let ids = readingProcesses(); ; ids = readingProcesses()) {
          for (const id of ids) process.kill(id, "SIGSEGV");
          if (ids.length > 0) return reading;
          await delay(10);
        }
      },
    ],
    ["a file larger than the limit", () => refusalOf(written("large.onnx", chainOf(10)), { limits: { bytes: 100 } })],
    ["too many operators (ONNX)", () => refusalOf(written("eleven.onnx", chainOf(11)), { limits: small })],
    ["too many nodes (NIR)", () => refusalOf(join(FIXTURES, "nir/fixtures/series.nir"), { limits: { nodes: 5 } })],
    ["too many layers (Keras)", () => refusalOf(join(FIXTURES, "keras/fixtures/residual.keras"), { limits: small })],
    ["too many elements (ONNX)", () => refusalOf(written("elements.onnx", onnxOf([PRODUCT], { name: "w", columns: 40 })), { limits: small })],
    ["too many elements (NIR)", () => refusalOf(join(FIXTURES, "nir/fixtures/lif.nir"), { dt: 1e-3, limits: { elements: 10 } })],
    ["too many elements (TensorFlow.js)", () => refusalOf(join(FIXTURES, "keras/fixtures/tfjs_uint8/model.json"), { limits: { elements: 10 } })],
    [
      "an archive that expands too far",
      async () =>
        refusalOf(
          written(
            "bomb.keras",
            await archiveOf([
              ["config.json", zeros],
              ["model.weights.h5", zeros],
            ]),
          ),
        ),
    ],
    [
      "an archive that expands beyond the limit",
      async () =>
        refusalOf(
          written(
            "expands.keras",
            await archiveOf([
              ["config.json", zeros.subarray(0, 20_000)],
              ["model.weights.h5", zeros.subarray(0, 20_000)],
            ]),
          ),
          {
            limits: { bytes: 30_000 },
          },
        ),
    ],
    ["brackets a million deep", () => refusalOf(written("deep.json", deep))],
    ["JSON beyond the limit", () => refusalOf(written("large.json", Buffer.alloc(2 ** 26 + 1, "{")))],
  ];

  it("is told with the rule, the value, the limit and the way out", async () => {
    const report: string[] = [];
    for (const [what, refusal] of cases) report.push(`# ${what}\n${await refusal()}`);
    await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../errors/import-limits.txt");
  });
});

/** Seconds after which a mutant counts as one that hangs; then the limits of `readModel` must catch it. */
const HUNG_AFTER_SECONDS = 20;
const MUTANTS = IS_FULL ? 1_500 : 25;
/** Mutants for which a process of their own is started, to see the same come out of it. */
const COMPARED = 2;

describe("a mutant of a valid file", () => {
  const reader = fuzzReader(HUNG_AFTER_SECONDS);
  afterAll(() => reader.close());

  /** The weights inside of an archive changed, their checksum right. */
  const inArchive = async (archive: Uint8Array, change: (bytes: Uint8Array) => Uint8Array): Promise<Uint8Array> => {
    const { names, read } = await openZip(archive, "fixture", DEFAULT_LIMITS);
    const files = await Promise.all(
      names.map(async (name): Promise<[string, Uint8Array]> => {
        const content = (await read(name)) ?? new Uint8Array();
        return [name, name === "model.weights.h5" ? change(content) : content];
      }),
    );
    return archiveOf(files, false);
  };
  const changed = (bytes: Uint8Array, seed: number, random: Random): Uint8Array =>
    seed % 2 === 0 ? hdf5MutantOf(bytes, random) : mutantOf(bytes, random);

  it.each([
    "nir/fixtures/lif.nir",
    "nir/fixtures/series.nir",
    "nir/fixtures/planes.nir",
    "nir/fixtures/recurrent.nir",
    "keras/fixtures/keras2.h5",
    "keras/fixtures/residual.h5",
    "keras/fixtures/digits.keras",
    "keras/fixtures/textcnn.keras",
  ])("%s is read or refused by a diagnostic", async (fixture) => {
    const whole = new Uint8Array(readFileSync(join(FIXTURES, fixture)));
    const path = join(folder.path, `mutant-${basename(fixture)}`);
    const counts = { read: 0, refused: 0, stopped: 0 };
    for (let seed = 0; seed < MUTANTS; seed++) {
      const random = createRandom(seed);
      const isArchive = fixture.endsWith(".keras");
      writeFileSync(path, isArchive ? await inArchive(whole, (bytes) => changed(bytes, seed, random)) : changed(whole, seed, random));
      const outcome = await reader.read(path, { where: "mutant", dt: 1e-3 });
      const isStopped = outcome.kind === "hung" || outcome.kind === "died";
      if (isStopped || seed < COMPARED) expect(await behindLimits(path, outcome), `seed ${seed}`).toBe(true);
      expect(outcome, `seed ${seed}`).not.toMatchObject({ kind: "thrown" });
      counts[isStopped ? "stopped" : outcome.kind === "read" ? "read" : "refused"]++;
    }
    // Mutants that are all refused, or all read, would test little.
    expect(counts.read).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
  });

  /** Does `readModel` come to the same; or to a diagnostic, where the file hung or killed the process that read many? */
  async function behindLimits(path: string, outcome: FuzzOutcome): Promise<boolean> {
    try {
      await readModel(path, { dt: 1e-3, seconds: HUNG_AFTER_SECONDS });
      return outcome.kind === "read";
    } catch (error) {
      if (!(error instanceof SnncError) || error.kind !== "input") throw error;
      return outcome.kind === "refused" ? error.diagnostics[0].code === outcome.code : outcome.kind !== "read";
    }
  }
});
