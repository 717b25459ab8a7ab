/** The comparison with Keras itself, on models that it makes at random: where Python has keras and tensorflow. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, it } from "vitest";
import { readKeras } from "../../../src/import/keras/read.js";
import { expectOutputs, samplesOf } from "./support.js";

const PYTHON = process.env.SNNC_PYTHON ?? "python3";
const PACKAGES = ["keras", "tensorflow", "numpy", "h5py"];
const SCRIPT = fileURLToPath(new URL("../python/keras_random.py", import.meta.url));
const MODELS = 30;
const SEED = 3;
/** TensorFlow takes its time to load. */
const PATIENCE_MILLISECONDS = 240_000;

/** What stands in the way, in words; undefined if nothing does. */
function obstacleOf(): string | undefined {
  const code = `from importlib.util import find_spec; print(",".join(p for p in "${PACKAGES.join(" ")}".split() if find_spec(p) is None))`;
  const { status, stdout } = spawnSync(PYTHON, ["-c", code], { encoding: "utf8" });
  if (status !== 0) return `${process.env.SNNC_PYTHON === undefined ? "python3" : "the Python of SNNC_PYTHON"} does not run`;
  return stdout.trim() === "" ? undefined : `Python has no ${stdout.trim().split(",").join(", ")}; SNNC_PYTHON names another one`;
}

const obstacle = obstacleOf();

describe.skipIf(obstacle !== undefined)(`Keras${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`, () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "snnc-keras-"));
    const { status, stderr } = spawnSync(PYTHON, [SCRIPT, folder, String(MODELS), String(SEED)], {
      encoding: "utf8",
      timeout: PATIENCE_MILLISECONDS,
    });
    if (status !== 0) throw new Error(`${SCRIPT} failed: ${stderr}`);
  }, PATIENCE_MILLISECONDS);

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Array.from({ length: MODELS }, (_, i) => `model${i}`))("gives for %s what the graph gives, within 1e-5", async (name) => {
    const file = `${name}.${Number(name.slice(5)) % 2 === 0 ? "keras" : "h5"}`;
    const { graph } = await readKeras(readFileSync(join(folder, file)), { where: file });
    expectOutputs(graph, samplesOf(name, folder));
  });
});
