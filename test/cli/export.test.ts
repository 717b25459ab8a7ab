import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReadModelOptions, readModel } from "../../src/flow/read-model.js";
import { encodeGraph } from "../../src/graph/codec.js";
import type { Graph } from "../../src/graph/graph.js";
import type { Field } from "../../src/import/nir/document.js";
import { documentOf } from "../../src/import/nir/export.js";
import { createRandom } from "../../src/util/random.js";
import { obstacleTo, PATIENCE_MILLISECONDS, python } from "../import/nir/python.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";
import { randomTextGraph } from "../support/text-graph.js";

const FIXTURES = fileURLToPath(new URL("../import/", import.meta.url));
const folder = temporaryFolder();
const inFolder = (...names: readonly string[]): string => join(folder.path, ...names);
const withoutNir = obstacleTo(["nir", "numpy", "h5py"]);

async function said(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await snnc(["export", ...args]);
  return `${stdout}${stderr}exit ${code}`
    .replaceAll(FIXTURES, "")
    .replaceAll(`${folder.path}/`, "")
    .replace(/[\d,]+ bytes/, "# bytes");
}

/** The order of nodes in the file is part of what closes a cycle; that of what is read is not. */
function sorted({ nodes, edges, timestepSeconds }: Graph): unknown {
  const byName = [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { timestepSeconds, nodes: byName, edges: edges.map(({ from, to }) => `${from} -> ${to}`).sort() };
}

beforeAll(() => {
  buildCli();
  mkdirSync(inFolder("out"));
}, 120_000);
afterAll(() => folder.remove());

describe("snnc export", () => {
  it.each([
    ["recurrent", { dt: 1e-4 }],
    ["cuba", { dt: 1e-3 }],
    ["planes", {}],
    ["integrators", { dt: 1e-3 }],
    ["lif-exponential", { dt: 1e-4, discretisation: "exponential" }],
  ] satisfies readonly (readonly [string, ReadModelOptions])[])("writes %s so that it is read as the same graph", async (name, reading) => {
    const source = join(FIXTURES, `nir/fixtures/${name}.nir`);
    const output = inFolder("out", `${name}.nir`);
    const options = Object.entries(reading).flatMap(([key, value]) => [`--${key}`, String(value)]);
    expect(await said(source, "-o", output, ...options)).toMatch(/nodes of .* -> out\/.*exit 0$/s);
    const [own, again] = [await readModel(source, reading), await readModel(output, reading)];
    expect(sorted(again.graph)).toEqual(sorted(own.graph));
  });

  it("takes the graph of a bundle and a graph.pb, and replaces the file that is there", async () => {
    const { graph } = await readModel(join(FIXTURES, "nir/fixtures/recurrent.nir"), { dt: 1e-4 });
    mkdirSync(inFolder("bundle"));
    writeFileSync(inFolder("bundle", "graph.pb"), encodeGraph(graph));
    writeFileSync(inFolder("out", "bundle.nir"), "an older file");
    expect(await said(inFolder("bundle"), "-o", inFolder("out", "bundle.nir"))).toMatchInlineSnapshot(`
      "6 nodes of 'recurrent' -> out/bundle.nir (# bytes)
      exit 0"
    `);
    expect(await said(inFolder("bundle", "graph.pb"), "-o", inFolder("out", "file.nir"), "--format", "nir")).toMatch(/exit 0$/);
    expect(readFileSync(inFolder("out", "file.nir"))).toEqual(readFileSync(inFolder("out", "bundle.nir")));
    expect(sorted((await readModel(inFolder("out", "file.nir"), { dt: 1e-4 })).graph)).toEqual(sorted(graph));
    // Nothing else: no temporary file is left.
    expect(readdirSync(inFolder("out")).filter((name) => !name.endsWith(".nir"))).toEqual([]);
  });

  it("refuses with every node that NIR cannot say, and writes nothing", async () => {
    const text = inFolder("text.pb");
    writeFileSync(text, encodeGraph(randomTextGraph(createRandom(1))));
    await expect(`${await said(text, "-o", inFolder("out", "text.nir"))}\n`).toMatchFileSnapshot("../errors/export-refused.txt");
    expect(existsSync(inFolder("out", "text.nir"))).toBe(false);
  });

  it("refuses a folder for a file, and the source for the output", async () => {
    const source = inFolder("own.pb");
    writeFileSync(source, encodeGraph(randomTextGraph(createRandom(1))));
    expect(await said(source, "-o", inFolder("out"))).toMatch(/the output is a folder.*exit 2$/s);
    expect(await said(source, "-o", source)).toMatch(/the output is the file that is exported.*exit 2$/s);
  });

  it("is one JSON document with --json, notes included", async () => {
    const { stdout, code } = await snnc(["export", join(FIXTURES, "nir/fixtures/planes.nir"), "-o", inFolder("out", "planes.nir"), "--json"]);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).toEqual(["format", "name", "nodes", "file", "bytes", "notes"]);
  });
});

interface Read {
  readonly nodes: Readonly<
    Record<
      string,
      { readonly type: string; readonly fields: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>> }
    >
  >;
}

describe.skipIf(withoutNir !== undefined)(`an exported file${withoutNir === undefined ? "" : ` (skipped: ${withoutNir})`}`, () => {
  it(
    "is read by PyPI's nir with the same arrays",
    async () => {
      mkdirSync(inFolder("python"));
      const source = join(FIXTURES, "nir/fixtures/recurrent.nir");
      expect(await said(source, "-o", inFolder("python", "net.nir"), "--dt", "1e-4")).toMatch(/exit 0$/);
      const read: Read = JSON.parse(python("nir_read.py", inFolder("python")))["net.nir"];
      const { graph } = await readModel(source, { dt: 1e-4 });
      const { nodes } = documentOf(graph, { dt: 1e-4 });
      expect(Object.keys(read.nodes).sort()).toEqual(nodes.map(({ name }) => name).sort());
      const asTold = ({ shape, values }: Field): unknown => ({ shape, values: [...values] });
      for (const { name, type, fields } of nodes) {
        expect(read.nodes[name].type).toBe(type);
        for (const [key, field] of Object.entries(fields)) expect(read.nodes[name].fields[key], `${name}.${key}`).toEqual(asTold(field));
      }
    },
    PATIENCE_MILLISECONDS,
  );
});
