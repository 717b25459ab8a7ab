/** `snnc inspect --svg` draws the mapping of a bundle or of a file, by the report's messages where they are of the same mapping. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashOf } from "../../src/flow/bundle.js";
import { drawChip } from "../../src/flow/chip-map.js";
import { encodeMapping } from "../../src/loihi/codec.js";
import { serializeReport } from "../../src/report/json.js";
import { type ChipCase, chipCase } from "../report/chip-fixture.js";
import { fixture } from "../report/fixture.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const bundle = join(folder.path, "net");
const mappingFile = join(bundle, "mapping.pb");
const svg = join(folder.path, "chip.svg");
let drawn: ChipCase;

beforeAll(async () => {
  drawn = await chipCase(12);
  mkdirSync(bundle);
  writeFileSync(mappingFile, encodeMapping(drawn.mapped));
});

/** Puts a report of the mapping beside it. */
function report(plan: Partial<ChipCase["mapping"]["plan"]>): void {
  const mapping = { ...drawn.mapping, plan: { ...drawn.mapping.plan, ...plan } };
  writeFileSync(join(bundle, "report.json"), serializeReport({ ...fixture(), mapping }));
}

describe("drawing a mapping", () => {
  it("takes a bundle or the file, and has every neuron spike once where there is no report", () => {
    const ofFile = drawChip(mappingFile, svg);
    const first = readFileSync(svg, "utf8");
    expect(ofFile).toMatchObject({ target: "loihi1", cores: 12, file: svg, bytes: Buffer.byteLength(first), resource: "synapse words" });
    expect(drawChip(bundle, svg)).toEqual(ofFile);
    expect(readFileSync(svg, "utf8")).toBe(first);
    expect(first).toContain("every neuron spikes once");
    expect(readdirSync(folder.path).sort()).toEqual(["chip.svg", "net"]);
  });

  it("takes the report's messages if they are of this very mapping, and no others", () => {
    report({ mapping: hashOf([readFileSync(mappingFile)]) });
    expect(drawChip(bundle, svg)).toMatchObject({ samples: 40 });
    expect(readFileSync(svg, "utf8")).toContain("mean of 40 texts of the test set");
    report({ mapping: hashOf(["another"]) });
    expect(drawChip(bundle, svg)).not.toHaveProperty("samples");
    report({ mapping: hashOf([readFileSync(mappingFile)]), mesh: { chips: 1, tilesX: 1e9, tilesY: 1e9, coresPerTile: 1 } });
    expect(drawChip(bundle, svg)).toMatchObject({ samples: 40 });
    writeFileSync(join(bundle, "report.json"), "{");
    expect(drawChip(bundle, svg)).not.toHaveProperty("samples");
  });

  it("sets off a population in the colours of the resource asked for", () => {
    expect(drawChip(bundle, svg, { resource: "input axons", population: "conv3" })).toMatchObject({ resource: "input axons", population: "conv3" });
    expect(readFileSync(svg, "utf8")).toContain("highlighted: cores of conv3; ");
  });

  it("says which resources and populations there are, and that a bundle is not mapped yet", () => {
    expect(() => drawChip(bundle, svg, { resource: "heat" })).toThrow(
      /the mapping has no resource 'heat' \[chip-map-resource\]\n.*It has 'compartments', 'input axons', /,
    );
    expect(() => drawChip(bundle, svg, { population: "conv9" })).toThrow(/the mapping has no population 'conv9' \[chip-map-population\]\n.*'conv2'/);
    expect(() => drawChip(folder.path, svg)).toThrow(/the bundle has no mapping\.pb.*\n.*snnc map/);
    expect(() => drawChip(bundle, bundle)).toThrow(/the output is a folder/);
    expect(() => drawChip(svg, join(folder.path, "other.svg"))).toThrow(/chip\.svg: /);
  });
});

describe("on the command line", { timeout: 300_000 }, () => {
  beforeAll(buildCli, 240_000);

  it("writes the picture and says by what it is coloured, as one JSON document with --json", async () => {
    const { code, stdout } = await snnc(["inspect", bundle, "--svg", svg, "--population", "conv2"]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^12 cores of loihi1, coloured by synapse words -> .*chip\.svg \([\d,]+ bytes\)\nmessages: every neuron spikes once\n$/),
    ]);
    const json = await snnc(["inspect", mappingFile, "--svg", svg, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ file: svg, cores: 12, resource: "synapse words" });
    const missing = await snnc(["inspect", bundle, "--resource", "synapse words"]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("Add --svg FILE.")]);
  });
});
