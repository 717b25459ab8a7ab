/** A NIR file of CUBA neurons, by the command line: converted as it is, and in RTL spike for spike what the golden simulator says. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/graph.js";
import { writeNir } from "../../../src/import/nir/write.js";
import { createRandom } from "../../../src/util/random.js";
import { buildCli, snnc, temporaryFolder } from "../../support/cli.js";

const [LINES, HIDDEN, CLASSES, TIMESTEPS, SAMPLES] = [6, 20, 3, 24, 12];

describe("CUBA neurons of a NIR file", { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  beforeAll(async () => {
    buildCli();
    const random = createRandom(11);
    const weights = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.uniform() * 1.4 - 0.5);
    // Two kinds of neurons in the first layer, so that it becomes two populations.
    const leaks = (a: number, b: number): Float32Array => Float32Array.from({ length: HIDDEN }, (_, neuron) => (neuron % 2 === 0 ? a : b));
    const graph: Graph = {
      level: "graph",
      name: "cuba",
      timestepSeconds: 1e-3,
      nodes: [
        { kind: "input", name: "input", shape: [LINES], encoding: { kind: "values" } },
        { kind: "linear", name: "in", inputs: LINES, outputs: HIDDEN, weight: weights(LINES * HIDDEN) },
        {
          kind: "cubaLif",
          name: "hidden",
          currentLeak: leaks(0.3, 0.7),
          leak: leaks(0.1, 0.45),
          inputGain: Float32Array.of(0.5),
          threshold: Float32Array.of(0.6),
          reset: "zero",
        },
        { kind: "linear", name: "out", inputs: HIDDEN, outputs: CLASSES, weight: weights(HIDDEN * CLASSES) },
        { kind: "cubaIntegrator", name: "readout", currentLeak: Float32Array.of(0.4), leak: Float32Array.of(0.05), inputGain: Float32Array.of(1) },
        { kind: "output", name: "output", shape: [CLASSES] },
      ],
      edges: [
        ["input", "in"],
        ["in", "hidden"],
        ["hidden", "out"],
        ["out", "readout"],
        ["readout", "output"],
      ].map(([from, to]) => ({ from, to })),
    };
    writeFileSync(at("cuba.nir"), await writeNir(graph));
    const events = Array.from({ length: SAMPLES }, (_, sample) =>
      Array.from({ length: TIMESTEPS }, (_, time) => [0, 1].map(() => `${sample},${time},${random.integer(LINES)},${sample % CLASSES}`)),
    );
    writeFileSync(at("events.csv"), `sample,time,line,label\n${[...new Set(events.flat(2))].join("\n")}\n`);
  }, 120_000);
  afterAll(() => folder.remove());

  it("run on a core and on a mesh of cores without a mismatch", async () => {
    const converted = await snnc([
      "convert",
      "--model",
      at("cuba.nir"),
      "--dt",
      "1e-3",
      "--encoding",
      "spikes",
      "--timesteps",
      String(TIMESTEPS),
      "-o",
      at("cuba"),
    ]);
    expect(converted.code, converted.stderr).toBe(0);
    const { stdout } = await snnc(["inspect", at("cuba/event.pb")]);
    expect(stdout.match(/^population .* model=cuba /gm)?.length, stdout).toBe(3);
    for (const cores of ["1x1", "2x2"]) {
      const run = await snnc([
        "sim",
        at("cuba"),
        "--data",
        at("events.csv"),
        "--part",
        "all",
        "--backend",
        "rtl",
        "--cores",
        cores,
        "--verify",
        "--json",
      ]);
      expect(run.code, run.stderr).toBe(0);
      const { figures } = JSON.parse(run.stdout);
      expect(figures).toMatchObject({ samples: SAMPLES, mismatches: 0 });
      expect(figures["spikes compared"], run.stdout).toBeGreaterThan(200);
    }
  });
});
