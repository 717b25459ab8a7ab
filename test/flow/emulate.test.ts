/** Bundles on the emulator of their mapping: what is run, what is compared, and what is refused. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProgram } from "../../src/flow/artefacts.js";
import { openBundle } from "../../src/flow/bundle.js";
import { loadBundleSamples } from "../../src/flow/bundle-samples.js";
import { mapBundle, simulateBundle } from "../../src/flow/bundle-verbs.js";
import { classifySamples } from "../../src/flow/classify.js";
import { emulatedBundle, verifyEmulated } from "../../src/flow/emulate.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { temporaryFolder } from "../support/cli.js";
import { labelledSentences, writeTextBundle } from "../support/text-bundle.js";

const folder = temporaryFolder();
const bundle = join(folder.path, "bundle");
const data = { kind: "file", files: join(folder.path, "texts.tsv") } as const;

beforeAll(async () => {
  await writeTextBundle(bundle);
  writeFileSync(data.files, labelledSentences(120));
});
afterAll(() => folder.remove());

const simulateLoihi = (verify: boolean) => simulateBundle(bundle, { backend: "loihi", verify, data, part: "all" });

describe("a bundle on the emulator", () => {
  it("runs the program mapped now, and the same from mapping.pb", async () => {
    const now = await simulateLoihi(true);
    await mapBundle(bundle);
    const { figures } = await simulateLoihi(true);
    expect(figures).toEqual(now.figures);
    expect(figures).toMatchObject({ backend: "emulator of loihi1, 1 core(s)", samples: 120, "outputs compared": 360, mismatches: 0 });
    expect(figures["spikes compared"]).toBeGreaterThan(100);
    expect((await simulateLoihi(false)).figures).not.toHaveProperty("mismatches");
  });

  it("decides as the golden simulator does", async () => {
    const samples = ["w1 w2 w3", "w9 w20", "w28"].map((text) => ({ text }));
    expect(await classifySamples(bundle, samples, { backend: "loihi" })).toEqual(await classifySamples(bundle, samples, { backend: "golden" }));
    await expect(classifySamples(bundle, samples, { backend: "loihi", anytime: { margin: 1, earliest: 1 } })).rejects.toThrow("cannot stop early");
  });

  it("names the first difference between a mapping with a wrong number and its program", async () => {
    const program = readProgram(openBundle(bundle));
    const emulated = emulatedBundle(openBundle(bundle), program);
    const [core] = emulated.mapped.cores;
    const wrong: MappedProgram = { ...emulated.mapped, cores: [{ ...core, configs: core.configs.map((config) => ({ ...config, decayV: 2048 })) }] };
    const { batch } = loadBundleSamples(openBundle(bundle), program, { data, part: "all" });
    await expect(verifyEmulated({ ...emulated, mapped: wrong }, batch)).rejects.toThrow(
      /mismatches between the emulated mapping .* the first: sample 0/,
    );
  });

  it("refuses a mapping of another program", async () => {
    const stale = openBundle(bundle);
    const program = readProgram(stale);
    const other = { ...program, limits: { ...program.limits, timestepsPerSample: program.limits.timestepsPerSample - 1 } };
    expect(() => emulatedBundle(stale, other)).toThrow("the mapping is of another program than event.pb");
  });
});
