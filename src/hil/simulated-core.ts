/** The Verilog of the core, under a simulator, as the core of a device in software: its counters count cycles. */
import type { Harness } from "../cosim/harness.js";
import { MEMORY_NAMES } from "../verilog/parameters.js";
import type { CoreModel } from "./core-model.js";

/** `clockHz`: at which the core would run. Whoever started the harness closes it. */
export function harnessCore(harness: Harness, clockHz: number): CoreModel {
  return {
    clockHz,
    async load(memories) {
      for (const [index, words] of memories.entries()) {
        if (words.length > 0) await harness.load({ name: MEMORY_NAMES[index], index, rows: 0, bits: 0, wordsPerRow: 1, words });
      }
    },
    run: (commands) => harness.run({ commands }),
  };
}
