/** The energy report of converted networks, from a bundle to report.json: measured in RTL, priced, held against the source. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeValueEncoder } from "../../../src/encode/values-codec.js";
import { encodeEventProgram } from "../../../src/event/codec.js";
import { compileNetwork, convertNetwork, decisionsOverTime } from "../../../src/flow/network.js";
import { isConverted, reportNetwork } from "../../../src/flow/network-report.js";
import { encodeGraph } from "../../../src/graph/codec.js";
import type { Graph, GraphNode } from "../../../src/graph/graph.js";
import { createRandom } from "../../../src/util/random.js";
import { temporaryFolder } from "../../support/cli.js";

const random = createRandom(5);
const vector = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());

function perceptron(): Graph {
  const nodes: GraphNode[] = [
    { kind: "input", name: "in", shape: [6], encoding: { kind: "values" } },
    { kind: "linear", name: "hidden", inputs: 6, outputs: 12, weight: vector(72) },
    { kind: "relu", name: "relu" },
    { kind: "linear", name: "read", inputs: 12, outputs: 2, weight: vector(24) },
    { kind: "output", name: "out", shape: [2] },
  ];
  return { level: "graph", name: "perceptron", nodes, edges: nodes.slice(1).map(({ name }, i) => ({ from: nodes[i]?.name ?? "", to: name })) };
}

describe("the report of a converted network", () => {
  const folder = temporaryFolder();
  const at = (...path: string[]): string => join(folder.path, ...path);
  const data = { kind: "file", files: at("samples.csv") } as const;
  const source = perceptron();
  const results = (integers: number): string =>
    JSON.stringify({
      schema: "snnc-conversion/1",
      rows: [
        { network: "source, float", testAccuracy: 100 },
        { network: "converted, integers (golden simulator)", testAccuracy: integers },
      ],
    });

  beforeAll(async () => {
    const values = Float32Array.from({ length: 600 }, () => random.uniform());
    const labels = decisionsOverTime(source, { count: 100, values }, 1)[0] ?? new Uint16Array();
    const samples = { count: 100, values, labels };
    const converted = await convertNetwork(source, samples, samples, 1);
    const encoding = { kind: "direct", low: 0, high: 1, bits: 3 } as const;
    const { program, encoder } = await compileNetwork(converted.graph, { classes: ["no", "yes"], timesteps: converted.timesteps, encoding });
    mkdirSync(at("out"));
    writeFileSync(at("out", "event.pb"), encodeEventProgram(program));
    writeFileSync(at("out", "encoder.pb"), encodeValueEncoder(encoder));
    writeFileSync(at("out", "float.pb"), encodeGraph(source));
    const rows = Array.from(labels, (label, s) => [label === 1 ? "yes" : "no", ...values.subarray(6 * s, 6 * s + 6)].join(","));
    writeFileSync(at("samples.csv"), `${rows.join("\n")}\n`);
  });
  afterAll(() => folder.remove());

  it("says what was kept and what it costs against the source, and lies in the bundle", async () => {
    const { report: alone } = await reportNetwork(at("out"), { data });
    expect(alone.verdict).toBeUndefined();
    writeFileSync(at("out", "results.json"), results(alone.accuracy.rtl));
    const { report, summary } = await reportNetwork(at("out"), { data });
    expect(report.equality).toMatchObject({ samples: 10, mismatches: 0 });
    expect(report.equality.spikesCompared).toBeGreaterThan(0);
    expect(report.accuracy).toMatchObject({ source: 100, rtl: alone.accuracy.rtl });
    expect(report.verdict?.reference).toBe("Source network, int8");
    const source8 = report.energy.find(({ id, kind }) => id === "source-int8" && kind === "arithmetic");
    // 72 + 24 multiply-accumulates of 0.3 pJ and 12 ReLUs of 0.1 pJ.
    expect(source8?.picojoulesPerInference).toBeCloseTo(96 * 0.3 + 12 * 0.1, 6);
    expect(summary).toContain("RTL equals the golden simulator: 10 samples");
    expect(JSON.parse(readFileSync(at("out", "report.json"), "utf8")).schema).toBe("snnc-network-report/1");
    expect(readFileSync(at("out", "report.html"), "utf8")).toContain("Source network, int8");
    expect(isConverted(at("out"))).toBe(true);
  });

  it("refuses samples on which the conversion measured something else", async () => {
    writeFileSync(at("out", "results.json"), results(12.5));
    await expect(reportNetwork(at("out"), { data })).rejects.toThrow(/the conversion measured 12.50 % on its own/);
  });
});
