/** What `snnc inspect` says of models of other frameworks. Goldens: npx vitest run -u --project unit test/cli/inspect.test.ts */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNir } from "../../src/import/nir/write.js";
import { type Config, input, layer, sequential } from "../import/keras/models.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";
import { writeTextBundle } from "../support/text-bundle.js";

const FIXTURES = fileURLToPath(new URL("../import/", import.meta.url));

describe("snnc inspect of a model", () => {
  const folder = temporaryFolder();
  beforeAll(() => buildCli(), 120_000);
  afterAll(() => folder.remove());

  async function told(path: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await snnc(["inspect", path, "--quiet", ...args]);
    return `${stdout}${stderr}exit ${code}\n`.replaceAll(FIXTURES, "").replaceAll(`${folder.path}/`, "");
  }

  /** A layers model of TensorFlow.js that has no weights. */
  function withoutWeights(name: string, ...layers: readonly Config[]): string {
    const path = join(folder.path, name);
    writeFileSync(path, JSON.stringify({ modelTopology: sequential(...layers), weightsManifest: [] }));
    return path;
  }

  it.each([
    ["cnn", "keras/fixtures/digits.keras", []],
    ["text", "keras/fixtures/textcnn.keras", []],
    ["recurrent", "nir/fixtures/recurrent.nir", ["--dt", "1e-4"]],
  ] as const)("shows nodes, costs and back ends: %s", async (name, file, args) => {
    await expect(await told(join(FIXTURES, file), ...args)).toMatchFileSnapshot(`inspect-${name}.txt`);
  });

  it("names every node that is in the way of reading, and exits with 2", async () => {
    const path = withoutWeights(
      "bad.json",
      input([8, 4]),
      layer("LSTM", { name: "memory", units: 4 }),
      layer("LayerNormalization", { name: "norm" }),
      layer("ReLU", { name: "relu" }),
      layer("Activation", { name: "squash", activation: "tanh" }),
    );
    await expect(await told(path)).toMatchFileSnapshot("../errors/inspect-unreadable.txt");
  });

  it("names every reason why no back end takes a model that can be read, and exits with 2", async () => {
    const path = withoutWeights(
      "pooled.json",
      input([null, 4]),
      layer("MaxPooling1D", { name: "pool", pool_size: 2 }),
      layer("ReLU", { name: "relu" }),
      layer("GlobalMaxPooling1D", { name: "top" }),
    );
    await expect(await told(path)).toMatchFileSnapshot("../errors/inspect-impossible.txt");
  });

  it("is one JSON document with --json: the same as data", async () => {
    const { stdout, code } = await snnc(["inspect", join(FIXTURES, "keras/fixtures/digits.keras"), "--json"]);
    expect(code).toBe(0);
    const model = JSON.parse(stdout);
    expect(Object.keys(model)).toEqual(["format", "name", "network", "nodes", "size", "notes", "simplified", "assumptions", "backEnds"]);
    expect(model.backEnds.map(({ isPossible }: { isPossible: boolean }) => isPossible)).toContain(true);
  });

  it("tells a model by its content, whatever its name", async () => {
    const path = join(folder.path, "event.pb");
    const spiking = { resistance: Float32Array.of(1), threshold: Float32Array.of(1), reset: "zero" } as const;
    const nodes = [
      { kind: "input", name: "in", shape: [2], encoding: { kind: "values" } },
      { kind: "if", name: "cells", ...spiking },
      { kind: "output", name: "out", shape: [2] },
    ] as const;
    const edges = [
      { from: "in", to: "cells" },
      { from: "cells", to: "out" },
    ];
    writeFileSync(path, await writeNir({ level: "graph", name: "net", nodes, edges }));
    expect(await told(path)).toMatch(/^NIR model 'event': spiking/);
  });

  it("chooses among artefacts only", async () => {
    expect(await told(join(FIXTURES, "nir/fixtures/lif.nir"), "--only", "graph")).toMatch(/--only chooses among the artefacts .*exit 2/s);
  });
});

describe("snnc inspect --core", () => {
  const folder = temporaryFolder();
  const bundle = join(folder.path, "bundle");
  beforeAll(async () => {
    buildCli();
    await writeTextBundle(bundle);
    expect((await snnc(["map", bundle, "--quiet"])).code).toBe(0);
  }, 120_000);
  afterAll(() => folder.remove());

  it("shows a core of a bundle and of mapping.pb alike, as text and as data", async () => {
    const ofBundle = await snnc(["inspect", bundle, "--core", "0", "--limit", "2"]);
    expect(ofBundle.code).toBe(0);
    expect(ofBundle.stdout).toMatch(/^core 0 of loihi1: chip 0, tile 0,0; .*\ncompartments \d+\/1024, .*more synapses.*output axons: \d+/s);
    expect(await snnc(["inspect", join(bundle, "mapping.pb"), "--core", "0", "--limit", "2"])).toEqual(ofBundle);
    const { inputAxons } = JSON.parse((await snnc(["inspect", bundle, "--core", "0", "--all", "--json"])).stdout);
    expect(inputAxons.rows).toHaveLength(inputAxons.total);
  });

  it("refuses a core that is not there, another chip, and options without a core", async () => {
    const said = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await snnc(["inspect", bundle, ...args]);
      return `${stdout}${stderr}exit ${code}`.replaceAll(`${folder.path}/`, "");
    };
    expect(await said("--core", "77")).toMatchInlineSnapshot(`
      "snnc: bundle: there is no core 77; the mapping uses cores 0 [core-unknown]
      exit 2"
    `);
    expect(await said("--core", "0", "--target", "loihi2")).toMatchInlineSnapshot(`
      "snnc: bundle: the mapping is for 'loihi1', not for 'loihi2' [target-other]
        Give the target it was mapped to.
      exit 2"
    `);
    expect(await said("--limit", "3")).toMatchInlineSnapshot(`
      "snnc: --limit is of \`--core N\` [usage]
        Name a core, or leave it out.
      exit 2"
    `);
  });
});
