/** The longest text and the widest state word of a compiled classifier are the user's to choose. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readProgram } from "../../src/flow/artefacts.js";
import { openBundle } from "../../src/flow/bundle.js";
import { compileBundle, convertBundle, trainBundle } from "../../src/flow/bundle-verbs.js";
import { classifySamples } from "../../src/flow/classify.js";
import { parseConfig } from "../../src/flow/config.js";
import { createRandom } from "../../src/util/random.js";
import { temporaryFolder } from "../support/cli.js";
import { noisyTask } from "../support/noisy-task.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());

it("compiles for texts of a million words, which the default refuses, and for no narrower state word than a core has", async () => {
  const [file, path] = [join(folder.path, "texts.tsv"), join(folder.path, "bundle")];
  writeFileSync(file, noisyTask(createRandom(1)).texts);
  const learn = { kernels: [1, 2], filters: 4, epochs: 1, wide: "words" as const };
  await trainBundle(path, parseConfig({ dataset: { kind: "file", files: file }, learn }, "test"));
  await convertBundle(path);
  await compileBundle(path);
  const [first] = noisyTask(createRandom(1)).texts.split("\n");
  const words = first.split("\t")[1];
  const long = { text: Array.from({ length: 5_000 }, () => words).join(" ") };
  await expect(classifySamples(path, [long], { backend: "golden" })).rejects.toThrow("the program is proven for at most");

  await compileBundle(path, { maxTimesteps: 1_000_002, stateBits: 32 });
  const bundle = openBundle(path);
  expect(readProgram(bundle).limits.timestepsPerSample).toBe(1_000_002);
  expect((await classifySamples(path, [long], { backend: "golden" })).length).toBe(1);

  await expect(compileBundle(path, { stateBits: 12 })).rejects.toThrow(/stateBits/);
  await expect(compileBundle(path, { maxTimesteps: 2 ** 20 })).rejects.toThrow(/maxTimesteps/);
}, 60_000);
