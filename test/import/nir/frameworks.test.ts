/** The comparison with PyPI's nir, and with snnTorch and Norse on the same input: where Python has them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Edge, Graph } from "../../../src/graph/graph.js";
import { evaluationOrder } from "../../../src/graph/order.js";
import { assertVerifiedGraph } from "../../../src/graph/verify.js";
import type { Field } from "../../../src/import/nir/document.js";
import { documentOf } from "../../../src/import/nir/export.js";
import { readNir } from "../../../src/import/nir/read.js";
import { writeNir } from "../../../src/import/nir/write.js";
import { createRandom } from "../../../src/util/random.js";
import { obstacleTo, PATIENCE_MILLISECONDS, python } from "./python.js";
import { graphForNir } from "./random-graph.js";
import { firstDifference } from "./support.js";

const folders: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "snnc-nir-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const withoutNir = obstacleTo(["nir", "numpy", "h5py"]);

interface Read {
  readonly version: string;
  readonly edges: readonly (readonly [string, string])[];
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly metadata: Readonly<Record<string, string>>;
        readonly fields: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>;
      }
    >
  >;
}

describe.skipIf(withoutNir !== undefined)(`PyPI's nir${withoutNir === undefined ? "" : ` (skipped: ${withoutNir})`}`, () => {
  const GRAPHS = 60;
  const graphs = Array.from({ length: GRAPHS }, (_, seed) => ({ seed, graph: graphForNir(createRandom(seed)) })).filter(({ graph }) =>
    isForNir(graph),
  );
  let folder = "";
  let found: Readonly<Record<string, Read>> = {};

  beforeAll(async () => {
    folder = temporaryFolder();
    for (const { seed, graph } of graphs) {
      assertVerifiedGraph(graph);
      writeFileSync(join(folder, `${seed}.nir`), await writeNir(graph));
    }
    found = JSON.parse(python("nir_read.py", folder));
  }, PATIENCE_MILLISECONDS);

  it("reads back every node, field and edge that was written", () => {
    expect(graphs.length).toBeGreaterThan(40);
    expect(Object.keys(found)).toHaveLength(graphs.length);
    for (const { seed, graph } of graphs) {
      const { nodes, edges } = documentOf(graph, {});
      const read = found[`${seed}.nir`];
      expect(read.version).toBe("1.0.8");
      expect(read.edges).toEqual(edges);
      expect(Object.keys(read.nodes).sort()).toEqual(nodes.map(({ name }) => name).sort());
      for (const { name, type, fields, metadata } of nodes) {
        const node = read.nodes[name];
        expect(node.type).toBe(type);
        expect(node.metadata).toEqual(metadata ?? {});
        for (const [key, field] of Object.entries(fields)) expect(node.fields[key], `${seed}: ${name}.${key}`).toEqual(asTold(field));
      }
    }
  });

  it("writes them again so that they are read as the same graph", async () => {
    for (const { seed, graph } of graphs) {
      const options = { where: "net.nir", ...(graph.timestepSeconds === undefined ? {} : { dt: graph.timestepSeconds }) };
      const own = await readNir(new Uint8Array(readFileSync(join(folder, `${seed}.nir`))), options);
      const again = await readNir(new Uint8Array(readFileSync(join(folder, `${seed}.again.nir`))), options);
      expect(sorted(again.graph)).toEqual(sorted(own.graph));
    }
  });
});

/** PyPI's nir takes a kernel's height for its width too: of other kernels than squares it refuses its own shapes. */
function isForNir(graph: Graph): boolean {
  return documentOf(graph, {}).nodes.every(
    ({ fields: { weight } }) => weight === undefined || weight.shape.length !== 4 || weight.shape[2] === weight.shape[3],
  );
}

function asTold(field: Field): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  return { shape: field.shape, values: [...field.values] };
}

function sorted({ nodes, edges }: Graph): unknown {
  return { nodes: [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1)), edges: edges.map(({ from, to }) => `${from} -> ${to}`).sort() };
}

const withoutFrameworks = obstacleTo(["nir", "nirtorch", "torch", "snntorch", "norse", "numpy"]);

describe.skipIf(withoutFrameworks !== undefined)(
  `snnTorch and Norse${withoutFrameworks === undefined ? "" : ` (skipped: ${withoutFrameworks})`}`,
  () => {
    const SEED = 1;
    let folder = "";

    beforeAll(() => {
      folder = temporaryFolder();
      python("nir_frameworks.py", folder, String(SEED));
    }, PATIENCE_MILLISECONDS);

    it.each(["snntorch-leaky-zero", "snntorch-leaky-subtract", "snntorch-synaptic", "snntorch-ties", "norse-lif", "norse-cuba", "norse-if"])(
      "gives for %s the spikes that the graph gives, every one",
      async (name) => {
        const { found, expected } = await runs(folder, name);
        expect(firstDifference(found, expected, 0)).toEqual({ largest: 0 });
        const rate = expected.flatMap(({ output }) => output).reduce((sum, value, _, { length }) => sum + value / length, 0);
        expect(rate).toBeGreaterThan(0.01);
        expect(rate).toBeLessThan(0.98);
      },
    );

    it.each(["snntorch-recurrent", "snntorch-tenths"])(
      "gives for %s the same until a membrane is within single precision of its threshold, and that is the first difference",
      async (name) => {
        const { graph, inputs, found, expected } = await runs(folder, name);
        const { first } = firstDifference(found, expected, 0);
        // Tenths add up to the threshold in decimals, and to either side of it in binary.
        if (name === "snntorch-tenths") expect(first).toBeDefined();
        if (first === undefined) return;
        const [timestep, neuron] = (first.match(/\d+/g) ?? []).map(Number);
        expect(Math.abs(marginAt(graph, inputs, timestep, neuron)), first).toBeLessThan(1e-6);
      },
    );

    it("is listed completely", () => {
      expect(readdirSync(folder).filter((name) => name.endsWith(".nir"))).toHaveLength(9);
    });
  },
);

interface FrameworkRun {
  readonly dt: number;
  readonly reset: "zero" | "subtract";
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

async function runs(folder: string, name: string) {
  const run: FrameworkRun = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const { graph } = await readNir(new Uint8Array(readFileSync(join(folder, `${name}.nir`))), { where: `${name}.nir`, dt: run.dt, reset: run.reset });
  const evaluator = evaluatorOf(graph);
  const found = run.inputs.map((values) => ({ output: [...(evaluator.step(new Map([["input", values]])).get("output") ?? [])] }));
  return { graph, inputs: run.inputs, found, expected: run.outputs.map((output) => ({ output })) };
}

/** The membrane of a neuron of the only population of LIFs, before its reset, less its threshold. */
function marginAt(graph: Graph, inputs: FrameworkRun["inputs"], timestep: number, neuron: number): number {
  const cells = graph.nodes.find(({ kind }) => kind === "lif");
  if (cells?.kind !== "lif") throw new Error("there is no population of LIFs");
  const evaluator = evaluatorOf(graph);
  const { delayed } = evaluationOrder(graph);
  const sources = graph.edges.filter(({ to }) => to === cells.name);
  const at = (values: Float32Array): number => values[values.length === 1 ? 0 : neuron];
  for (let t = 0; t < timestep; t++) evaluator.step(new Map([["input", inputs[t]]]));
  const arrivingFrom = ({ from }: Edge): number => evaluator.valueOf(from)[neuron];
  const before = evaluator.membraneOf(cells.name)?.[neuron] ?? 0;
  const late = sources.filter((edge) => delayed.has(edge)).map(arrivingFrom);
  evaluator.step(new Map([["input", inputs[timestep]]]));
  const immediate = sources.filter((edge) => !delayed.has(edge)).map(arrivingFrom);
  const arriving = [...late, ...immediate].reduce((sum, value) => sum + value, 0);
  return (1 - at(cells.leak)) * before + at(cells.inputGain) * arriving - at(cells.threshold);
}
