/** Faults planted into the Verilog and found: what the comparison with the golden simulator is worth. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Section } from "../result.js";
import { checkMutant } from "./check.js";
import { FAULTS } from "./faults.js";

export const mutantsSection: Section = {
  name: "mutants",
  summary: "faults planted into the Verilog, and how many random programs find",
  async measure({ signal, onProgress }) {
    const cacheFolder = await mkdtemp(join(tmpdir(), "snnc-mutants-"));
    try {
      const missed: string[] = [];
      for (const [done, fault] of FAULTS.entries()) {
        signal?.throwIfAborted();
        const name = `${fault.file}: ${fault.why}`;
        onProgress?.({ stage: "planted faults", done, total: FAULTS.length, note: name });
        const finding = await checkMutant(fault, { cacheFolder, signal });
        if (finding.kind === "missed") missed.push(name);
      }
      return { mutants: { planted: FAULTS.length, found: FAULTS.length - missed.length, missed } };
    } finally {
      await rm(cacheFolder, { recursive: true, force: true });
    }
  },
  rows: ({ mutants }) =>
    mutants === undefined
      ? []
      : [
          ["faults planted into the Verilog and found", `${mutants.found} of ${mutants.planted}`, (mutants.found / mutants.planted).toFixed(3)],
          ...mutants.missed.map((name) => ["fault not found", name, ""] as const),
        ],
};
