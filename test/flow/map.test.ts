/** `snnc map` on a bundle: objectives, costs, and the spikes of samples that weigh the traffic. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMapping } from "../../src/flow/artefacts.js";
import { openBundle } from "../../src/flow/bundle.js";
import { mapBundle } from "../../src/flow/bundle-verbs.js";
import { type MapPhase, phaseLine } from "../../src/flow/map.js";
import { temporaryFolder } from "../support/cli.js";
import { labelledSentences, writeTextBundle } from "../support/text-bundle.js";

const folder = temporaryFolder();
const bundle = join(folder.path, "bundle");
const data = { kind: "file", files: join(folder.path, "texts.tsv") } as const;
const tiny = join(folder.path, "tiny.json");

beforeAll(async () => {
  await writeTextBundle(bundle);
  writeFileSync(data.files, labelledSentences(400));
  // A chip of cores so small that there are messages.
  const chip = readFileSync(new URL("../../targets/loihi1.json", import.meta.url), "utf8");
  writeFileSync(tiny, chip.replace('"compartments": { "value": 1024', '"compartments": { "value": 2'));
});
afterAll(() => folder.remove());

async function mapped(options: Parameters<typeof mapBundle>[1]) {
  const phases: MapPhase[] = [];
  const summary = await mapBundle(bundle, { target: tiny, ...options, onPhase: (phase) => phases.push(phase) });
  return { summary, phases };
}

describe("mapping a bundle", () => {
  it("weighs traffic by the spikes of the dev part's first samples, and writes down that it did", async () => {
    const { summary, phases } = await mapped({ data, samples: 12 });
    expect(summary).toMatchObject({ objective: "traffic", weighedBy: "the spikes of 12 samples of texts" });
    expect(summary).not.toHaveProperty("costs");
    expect(readMapping(openBundle(bundle))).toMatchObject({ weighedBy: summary.weighedBy, costs: "" });
    expect(JSON.parse(readFileSync(join(bundle, "mapping.json"), "utf8"))).toMatchObject({ weighedBy: summary.weighedBy, objective: "traffic" });
    const once = await mapped({});
    expect(once.summary.weighedBy).toBe("a spike of every neuron");
    expect(Number.isInteger(once.phases[0].messages)).toBe(true);
    expect(phases[0].messages).not.toBe(once.phases[0].messages);
    expect(phases.at(-1)?.traffic).toBeLessThanOrEqual(phases[0].traffic);
  });

  it("lowers the energy by the target's own costs or by a table that is given", async () => {
    const { summary, phases } = await mapped({ objective: "energy", data });
    expect(summary).toMatchObject({ objective: "energy", costs: "loihi-davies-2018" });
    expect(summary.weighedBy).toMatch(/^the spikes of \d+ samples of texts$/);
    const placed = phases.at(-1);
    expect(placed?.picojoules).toBeLessThanOrEqual(phases[0].picojoules ?? 0);
    expect(placed === undefined ? "" : phaseLine(placed)).toMatch(/hops, \d+ pJ, \d+ on the busiest link$/);
    const costs = new URL("../../targets/costs/loihi-sanafe.json", import.meta.url).pathname;
    expect((await mapped({ objective: "energy", costs })).summary.costs).toBe("loihi-sanafe");
  });

  it("refuses an energy that nobody has published, and a table of something else", async () => {
    await expect(mapBundle(bundle, { target: "loihi2", objective: "energy" })).rejects.toThrow(
      /loihi2 has no cost table: nobody has published its costs \[map-costs\]\n {2}Give a table of your own/,
    );
    const costs = new URL("../../targets/costs/horowitz-45nm.json", import.meta.url).pathname;
    await expect(mapBundle(bundle, { objective: "energy", costs })).rejects.toThrow("is a table of digital arithmetic");
    await expect(mapBundle(bundle, { samples: 4 })).rejects.toThrow("names no data set of its own");
  });
});
