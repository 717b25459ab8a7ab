import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { shownSignals, traceKindOf, writeWaveform } from "../../../src/cosim/waveform.js";
import { hasZlib } from "../../../src/tools/native-model.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { temporaryFolder } from "../../support/cli.js";
import { CORE, fixedTarget, randomCase } from "./support.js";

const testCase = randomCase(4000, fixedTarget(4), 2, { maxNeurons: 24 });
const zlib = await hasZlib();

describe("waveforms of a sample", () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it("are a VCD and a save file that names signals of the VCD only, each with its width", async () => {
    const file = join(folder.path, "sample.vcd");
    const { saveFile, answer, warnings } = await writeWaveform(testCase.image, testCase.batch, 1, file, CORE);
    const vcd = readFileSync(file, "utf8");
    const declared = signalsOf(vcd);
    const shown = readFileSync(saveFile, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("snn_core."));
    expect(shown.length).toBeGreaterThan(25);
    expect(shown.filter((name) => !declared.has(name))).toEqual([]);
    expect(readFileSync(saveFile, "utf8")).toContain('[dumpfile] "sample.vcd"\n');
    // Two evaluations a cycle, and the sample's cycles at least.
    expect(vcd.split("\n").filter((line) => line.startsWith("#")).length).toBeGreaterThan(2 * answer.counters[0]);
    expect(warnings).toEqual([]);
  });

  it.skipIf(!zlib)(`are an FST too${zlib ? "" : " (skipped: zlib's header is not installed)"}`, async () => {
    const file = join(folder.path, "sample.fst");
    await writeWaveform(testCase.image, testCase.batch, 1, file, CORE);
    const bytes = readFileSync(file);
    // A header block (type 0, 329 bytes), then blocks whose lengths reach exactly the end of the file.
    expect([bytes[0], bytes.readBigUInt64BE(1)]).toEqual([0, 329n]);
    let at = 0;
    while (at < bytes.length) at += 1 + Number(bytes.readBigUInt64BE(at + 1));
    expect(at).toBe(bytes.length);
    expect(bytes.length).toBeLessThan(readFileSync(join(folder.path, "sample.vcd")).length / 4);
    expect(existsSync(join(folder.path, "sample.gtkw"))).toBe(true);
  });

  it("have a suffix that says what they are", () => {
    expect([traceKindOf("a.fst"), traceKindOf("b/a.VCD")]).toEqual(["fst", "vcd"]);
    expect(() => traceKindOf("a.wave")).toThrow(SnncError);
  });

  it("show every stream of the core by valid, ready and payload", () => {
    const names = shownSignals(testCase.image.parameters).flatMap(({ signals }) => signals.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(["in_valid", "in_ready", "in_kind", "in_axon", "out_valid", "out_ready", "out_kind", "out_data"]));
    expect(names).toEqual(expect.arrayContaining(["u_sequencer.state", "slot", "issues_word", "spike_valid", "spike_neuron"]));
  });
});

/** Names with scopes and ranges, as GTKWave knows them. */
function signalsOf(vcd: string): Set<string> {
  const names = new Set<string>();
  const scopes: string[] = [];
  for (const line of vcd.slice(0, vcd.indexOf("$enddefinitions")).split("\n")) {
    const words = line.trim().split(/\s+/);
    if (words[0] === "$scope") scopes.push(words[2]);
    if (words[0] === "$upscope") scopes.pop();
    if (words[0] === "$var") names.add([...scopes, words.slice(4, -1).join("")].join("."));
  }
  return names;
}
