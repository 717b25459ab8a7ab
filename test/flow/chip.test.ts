/** Bundles on the chip side by side: the published rate network in space, and a classifier in which position is time. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeRateTextEncoder } from "../../src/encode/rate-texts-codec.js";
import { encodeEventProgram } from "../../src/event/codec.js";
import { openBundle } from "../../src/flow/bundle.js";
import { mapBundle } from "../../src/flow/bundle-verbs.js";
import { chipNotes, chipRows, runOnChips, writeChipReport } from "../../src/flow/chip.js";
import { compileRate } from "../../src/flow/rate-program.js";
import { createRateNetwork } from "../../src/learn/rate-network.js";
import type { ChipReport } from "../../src/util/chip-report.js";
import { createRandom } from "../../src/util/random.js";
import { randomProbabilities } from "../learn/rate-claims.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";
import { labelledSentences, writeTextBundle } from "../support/text-bundle.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const [published, word, data] = ["published", "word", "texts.tsv"].map((name) => join(folder.path, name));
const file = { kind: "file", files: data } as const;

/** A rate network of random weights large enough to spike, for the words w0 to w28. */
async function writeRateBundle(to: string): Promise<void> {
  const shape = { dimensions: 8, classes: 3, neuronsPerClass: 2, length: 7, kernels: [1, 2], filters: 5 };
  const network = createRateNetwork(shape, createRandom(3));
  network.windows.forEach((value, i) => {
    network.windows[i] = value * 1.5 + (value === 0 ? 0 : 0.1);
  });
  network.output.forEach((value, i) => {
    network.output[i] = Math.abs(value) * 4;
  });
  const { program, encoder } = await compileRate(network, {
    classes: ["a", "b", "c"],
    tokenizer: "english",
    words: ["<unk>", ...Array.from({ length: 29 }, (_, i) => `w${i}`)],
    probabilities: randomProbabilities(30, 8),
    timesteps: 20,
    encoderSeed: 1,
  });
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, "event.pb"), encodeEventProgram(program));
  writeFileSync(join(to, "encoder.pb"), encodeRateTextEncoder(encoder));
}

beforeAll(async () => {
  await writeRateBundle(published);
  await writeTextBundle(word);
  writeFileSync(data, labelledSentences(90));
});

describe("bundles on a chip", () => {
  let report: ChipReport;

  it("maps, emulates, compares, counts and prices each under both calibrations", async () => {
    report = await runOnChips([published, word], { data: file, part: "all", limit: 40 });
    expect(report.costTables.map(({ name }) => name)).toEqual(["loihi-davies-2018", "loihi-sanafe"]);
    const [rate, own] = report.runs;
    expect(rate).toMatchObject({
      bundle: "published",
      encoding: "rate, T = 20",
      unit: "sentence",
      network: { neurons: 5 * (7 + 6) + 6, inputLines: 56 },
    });
    expect(own).toMatchObject({ bundle: "word", encoding: "word" });
    for (const { ran, mapping } of report.runs) {
      expect(mapping.cores).toBeGreaterThan(0);
      expect(ran).toMatchObject({ samples: 40, of: 90, checked: { samples: 40 } });
      expect(ran?.checked.spikes).toBeGreaterThan(40);
      expect(ran?.energy.map(({ table }) => table)).toEqual(["loihi-davies-2018", "loihi-sanafe"]);
      for (const line of ran?.energy ?? []) {
        expect(line.picojoulesPerInference).toBeCloseTo(
          line.terms.reduce((sum, { count, picojoulesEach }) => sum + count * picojoulesEach, 0),
          6,
        );
        expect(line.latency?.table).toBe(line.table);
        expect(line.latency?.lower.mean).toBeLessThanOrEqual(line.latency?.upper.mean ?? 0);
      }
    }
    expect(rate?.ran?.leaky.length).toBeGreaterThan(0);
    expect(rate?.ran?.events.timesteps).toBe(22);
    expect(own?.ran?.leaky).toEqual([]);
    // Exactly legalised: every decision is that of the bundle's own program.
    expect(own?.ran?.checked.sameDecisions).toBe(40);
    expect(rate?.ran?.checked.sameDecisions).toBeGreaterThanOrEqual(38);
  });

  it("says how many samples were run, how resets leak, and what has no published time", () => {
    const rows = new Map(chipRows(report).map(([name = "", ...cells]) => [name, cells]));
    expect(rows.get("samples run, of")).toEqual(["40 of 90", "40 of 90"]);
    expect(rows.get("")).toEqual(["published", "word"]);
    const notes = chipNotes(report).join("\n");
    expect(notes).toContain("published: only the first 40 of 90 sentences were run (--limit).");
    expect(notes).toContain("loses 1/4096 a timestep");
    expect(notes).toContain("Without a published time, so in neither bound: spikes out of a compartment, messages out of a core.");
  });

  it("writes the same chip.json and chip.html for the same bundles", async () => {
    const out = join(folder.path, "out");
    writeChipReport(out, report);
    const first = ["chip.json", "chip.html"].map((name) => readFileSync(join(out, name), "utf8"));
    writeChipReport(out, await runOnChips([published, word], { data: file, part: "all", limit: 40 }));
    expect(["chip.json", "chip.html"].map((name) => readFileSync(join(out, name), "utf8"))).toEqual(first);
    expect(first[1]).toContain("published on loihi1");
    expect(first[1]).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("tells why a bundle does not fit, with the way out, and goes on with the next", async () => {
    const target = JSON.parse(readFileSync("targets/loihi1.json", "utf8"));
    target.core.inputAxons.value = 3;
    const small = join(folder.path, "small.json");
    writeFileSync(small, JSON.stringify({ ...target, name: "small" }));
    const { runs } = await runOnChips([word, published], { data: file, part: "all", limit: 4, target: small });
    // The published network's positions share rows, so that few population axons are enough.
    expect(runs.map(({ bundle, ran }) => [bundle, ran !== undefined])).toEqual([
      ["word", false],
      ["published", true],
    ]);
    expect(runs[0]?.mapping.refusal).toContain("Share rows between words (`--rows`), use the compact code (`--encoding code`)");
  });

  it("maps the rate bundle by `snnc map` too", async () => {
    const { cores } = await mapBundle(published);
    expect(cores).toBe(report.runs[0]?.mapping.cores);
    expect(openBundle(published).has("mapping.pb")).toBe(true);
  });
});

describe("snnc chip", () => {
  beforeAll(() => buildCli(), 120_000);

  it("prints one JSON document and writes the page", async () => {
    const out = join(folder.path, "cli");
    const { code, stdout, stderr } = await snnc(["chip", published, word, "--data", data, "--limit", "3", "-o", out, "--json", "--quiet"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "snnc-chip-report/1", runs: [{ bundle: "published" }, { bundle: "word" }] });
    expect(existsSync(join(out, "chip.html"))).toBe(true);
  });

  it("refuses limits that are none, and bundles without data of their own", async () => {
    expect(await snnc(["chip", word, "--data", data, "--limit", "0"])).toMatchObject({ code: 2 });
    const without = await snnc(["chip", word]);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain("--data texts.tsv");
  });
});
