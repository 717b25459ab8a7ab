/**
 * The report of a converted network. FIXTURE: the counts are those of the energy tests, nobody measured them. Golden:
 * `npx vitest run test/report/network.test.ts -u`, then read it.
 */
import { describe, expect, it } from "vitest";
import { priceNetwork } from "../../src/energy/price.js";
import { SOURCE_COMPETITORS, verdict } from "../../src/energy/verdict.js";
import { networkSummary, renderNetworkReport } from "../../src/report/network.js";
import type { NetworkReport } from "../../src/util/results.js";
import { chipEvents, costTable, workload } from "../energy/workload.js";
import { fixture } from "./fixture.js";

function converted(): NetworkReport {
  const { snn, crossbar, classes } = workload;
  if (crossbar === undefined) throw new Error("the workload has no crossbar");
  const layers = [{ name: "dense", multiplyAccumulates: 2e5, comparisons: 100, weights: 2e5, inputs: 784 }];
  const priced = priceNetwork({ layers, snn, crossbar, classes }, chipEvents, ["horowitz-45nm", "loihi-davies-2018"].map(costTable));
  const { provenance, equality, mapping, perInference, rtl } = fixture();
  const { words: _, ...means } = perInference;
  const { sopPerCycle: __, parameters: ___, ...core } = rtl;
  return {
    schema: "snnc-network-report/1",
    provenance,
    network: "digits",
    data: { name: "x.npy", samples: 1000, classes: ["0", "1"] },
    accuracy: { source: 97.7, rtl: 96.9, samplingErrorPercent: 1.1 },
    equality,
    perInference: means,
    rtl: core,
    mapping,
    ...priced,
    verdict: verdict(priced.energy, { rtl: 96.9, ann: 97.7 }, undefined, SOURCE_COMPETITORS),
  };
}

describe("the report of a converted network", () => {
  it("is the golden text on a terminal", async () => {
    await expect(networkSummary(converted())).toMatchFileSnapshot("network.golden.txt");
  });

  it("holds the network against its source, on a page that refers to nothing outside", () => {
    const page = renderNetworkReport(converted());
    expect(page).toContain("<h1>The spiking network keeps 99.2 % of the float network&#39;s accuracy (96.9 against 97.7 %)");
    expect(page).toContain("Source network, int8");
    expect(page).toContain("Energy per sample");
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|<script|<link|<img|<iframe|javascript:/i);
  });

  it("says that there is nothing to compare with where the network came as a spiking one", () => {
    const { verdict: _, accuracy, ...rest } = converted();
    const spiking: NetworkReport = { ...rest, accuracy: { rtl: accuracy.rtl, samplingErrorPercent: 1 } };
    expect(networkSummary(spiking)).toMatch(/^The network came as a spiking one/);
    expect(renderNetworkReport(spiking)).not.toContain("What would turn the verdict round");
  });

  it("shows the core on a board where it was placed", () => {
    const core = { board: "icebreaker", device: "iCE40 UP5K", tools: "yosys 0.23", luts: 2753, blockRams: 27, sprams: 4, fmaxHz: 32e6 };
    const page = renderNetworkReport({ ...converted(), placed: { ...core, latencySeconds: 28e-6 } });
    expect(page).toContain("Placed and routed on icebreaker");
    expect(page).toContain("<dt>latency per sample</dt>");
  });

  it("escapes every text of the data", () => {
    const page = renderNetworkReport({ ...converted(), network: '<img src=x onerror="1">' });
    expect(page).not.toContain("<img");
  });
});
