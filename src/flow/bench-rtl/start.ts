/** Wall time from a changed network to its first simulated sample, with the core's parameters unchanged and changed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { denseBatch, denseStreamImage } from "../../cosim/dense-stream.js";
import { commandsOf, loadImage } from "../../cosim/samples.js";
import { buildSimulation } from "../../cosim/simulation.js";
import type { CrossbarImage } from "../../verilog/image.js";
import { median } from "../bench/result.js";
import { loadCrossbarTarget } from "../targets.js";
import type { Section } from "./result.js";

export const startSection: Section = {
  name: "start",
  summary: "time to the first cycle of a changed network",
  async measure({ rounds, signal, onProgress }) {
    // A cache of its own: what is there decides what is timed.
    const cacheFolder = mkdtempSync(join(tmpdir(), "snnc-bench-"));
    try {
      const target = loadCrossbarTarget("crossbar-16");
      /** A network by its weights' seed, on a core with so many segments. */
      const seconds = async (seed: number, segments: number | undefined): Promise<number> => {
        const began = performance.now();
        const { image } = denseStreamImage(target, seed);
        const sized: CrossbarImage = segments === undefined ? image : { ...image, parameters: { ...image.parameters, SEGMENTS: segments } };
        const simulation = await buildSimulation(sized, { cacheFolder, signal });
        const harness = await simulation.start();
        try {
          await loadImage(harness, image);
          await harness.run({ commands: commandsOf(sized, denseBatch(1), 0, false) });
          return (performance.now() - began) / 1000;
        } finally {
          await harness.close();
        }
      };
      onProgress?.({ stage: "time to the first cycle", note: "the runtime, once" });
      await seconds(1, undefined);
      const [same, changed]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        onProgress?.({ stage: "time to the first cycle", done: round, total: rounds });
        same.push(await seconds(2 + round, undefined));
        // As many address bits as before, so that the image still fits.
        changed.push(await seconds(2 + round, 63 - round));
      }
      return { firstCycleSeconds: { sameParameters: median(same), changedParameters: median(changed) } };
    } finally {
      rmSync(cacheFolder, { recursive: true, force: true });
    }
  },
  rows: ({ firstCycleSeconds: seconds }) =>
    seconds === undefined
      ? []
      : [
          ["s to the first cycle of a changed network, same parameters", seconds.sameParameters.toFixed(2), ""],
          ["s to the first cycle of a changed network, changed parameters", seconds.changedParameters.toFixed(2), ""],
        ],
};
