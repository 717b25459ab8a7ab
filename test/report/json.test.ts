/** `report.json` is canonical and comes back as it went out. */
import { describe, expect, it } from "vitest";
import { parseReport, serializeReport } from "../../src/report/json.js";
import { PICKED, SEARCH } from "./exploration-fixture.js";
import { fixture } from "./fixture.js";

describe("report.json", () => {
  it("comes back as it went out", () => {
    expect(parseReport(serializeReport(fixture()), "report.json")).toEqual(fixture());
  });

  it("keeps the search that the network was picked from", () => {
    const searched = { ...fixture(), search: { ...SEARCH, picked: [PICKED] } };
    expect(parseReport(serializeReport(searched), "report.json")).toEqual(searched);
  });

  it("has the same bytes whatever the order of the keys, sorted, with a final newline", () => {
    const data = fixture();
    const reversed = { ...Object.fromEntries(Object.entries(data).reverse()), schema: data.schema };
    const text = serializeReport(data);
    expect(serializeReport(parseReport(JSON.stringify(reversed), "x"))).toBe(text);
    const keys = Object.keys(JSON.parse(text));
    expect(keys).toEqual([...keys].sort());
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("carries what issue and library promise of it", () => {
    const json = JSON.parse(serializeReport(fixture()));
    expect(json).toMatchObject({
      schema: "snnc-report/1",
      dataset: { name: expect.any(String), classes: expect.any(Array), train: expect.any(Number), dev: expect.any(Number), test: expect.any(Number) },
      accuracy: { linear: 94.6, widePathAlone: 92.8, ann: 94.9, converted: 93.9, snn: 94.6, golden: 94.4, rtl: 94.4 },
      equality: { samples: 4391, spikesCompared: 197595, membranesCompared: 447882, mismatches: 0 },
      perInference: { words: 11, sops: 2508, spikes: 45, neuronUpdates: 1200, weightWordsRead: 132, cycles: 900 },
      rtl: { lanes: 32, sopPerCycle: 31.2, sopPerCycleWorkload: 2.79 },
      mapping: { target: "loihi1", cores: 2, utilization: expect.any(Array) },
    });
    for (const line of json.energy) {
      expect(line).toMatchObject({
        system: expect.any(String),
        table: expect.any(String),
        kind: expect.any(String),
        picojoulesPerInference: expect.any(Number),
      });
    }
  });

  it("refuses what is no report, another schema, and wrong fields, each by name", () => {
    expect(() => parseReport("{", "r.json")).toThrow(/r\.json: the report is not JSON.*\[report-not-json\]/s);
    expect(() => parseReport('{"schema":"snnc-report/2"}', "r.json")).toThrow(
      /the report is of schema "snnc-report\/2"; this snnc reads "snnc-report\/1" \[report-schema\]/,
    );
    const wrong = { ...fixture(), rtl: { ...fixture().rtl, lanes: "many" } };
    expect(() => parseReport(JSON.stringify(wrong), "r.json")).toThrow(/r\.json: rtl\.lanes: .*\[report-invalid\]/);
  });

  it("never writes a number that JSON cannot hold", () => {
    const data = fixture();
    expect(() => serializeReport({ ...data, verdict: { ...data.verdict, energyReduction: Number.NaN } })).toThrow(
      "report.verdict.energyReduction is NaN",
    );
  });
});
