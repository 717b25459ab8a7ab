/** snnc hil and its bench on the Verilog: the whole board, and the core alone behind a line in software. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { benchHil } from "../../../src/flow/hil/bench.js";
import { keepMismatch } from "../../../src/flow/hil/mismatch.js";
import { runHil } from "../../../src/flow/hil/run.js";
import { randomCase } from "../../hil/support.js";
import { temporaryFolder } from "../../support/cli.js";
import { labelledSentences, writeTextBundle } from "../../support/text-bundle.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe.each([
  { name: "a board in Verilator", device: { kind: "rtl" } as const },
  { name: "the core in Verilator behind a line in software", device: { kind: "rtl", simulator: "native" } as const },
])("sentences on $name", ({ device }) => {
  it("equal the golden simulator's, with latencies on both clocks", async () => {
    const bundle = join(folder.path, "bundle");
    await writeTextBundle(bundle);
    const files = join(folder.path, "texts.tsv");
    writeFileSync(files, labelledSentences(60));
    const result = await runHil(bundle, { device, data: { kind: "file", files, language: "en", seed: 1 }, part: "all", oneAtATime: true });
    expect(result).toMatchObject({ samples: 60, equality: { samples: 60, mismatches: 0, counters: true } });
    const { deviceLatencySeconds: onDevice, hostLatencySeconds: onHost } = result;
    if (onDevice === undefined) throw new Error("the device counted no cycles");
    // A sentence takes a few hundred cycles, and the host waits for it and for the line.
    expect(onDevice.p50 * onDevice.clockHz).toBeGreaterThan(30);
    expect(onDevice.p50 * onDevice.clockHz).toBeLessThan(5000);
    expect(onHost.p50).toBeGreaterThan(onDevice.p50);
  });

  it("come through a line that does harm, each once", async () => {
    const result = await benchHil({ device, sentences: 300, rate: 0.01, seed: 2 });
    expect(result).toMatchObject({ sentences: 300, wrong: 0, lost: 0, duplicated: 0 });
    expect(result.framesHurt).toBeGreaterThan(3);
  });
});

it("keeps a sample that differs with the waveform of the core that computes it", { timeout: 60_000 }, async () => {
  const { build, batch } = await randomCase(3, 2);
  const record = { sample: 1, decided: "0", outputs: [1], equal: false, sentAt: 1, answeredAt: 2 };
  const stem = join(folder.path, "kept");
  const kept = await keepMismatch(stem, { build, batch, sample: 1, record, expected: [2], difference: "made up", isSimulated: true });
  expect(kept).toEqual({ file: `${stem}.json`, waveform: `${stem}.vcd` });
  expect(JSON.parse(readFileSync(kept.file, "utf8"))).toMatchObject({ sample: 1, outputs: [1], expected: [2], timesteps: batch.timesteps[1] });
  const waveform = readFileSync(`${stem}.vcd`, "utf8");
  expect(waveform).toContain("$enddefinitions");
  // Every cycle has its time: at least the sample's timesteps.
  expect(waveform.match(/^#\d+$/gm)?.length ?? 0).toBeGreaterThan(batch.timesteps[1]);
});
