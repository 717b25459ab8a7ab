/**
 * LUTs, flip-flops, memories and clock of the benchmark's core (hw/synth/README.md) on every board whose tools are here. The
 * text classifiers' neurons are those of LEAK_MAX 0; each board gets as many lanes as its memories have banks for.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatDiagnostic, SnncError } from "../../util/diagnostics.js";
import { synthCore } from "../synth.js";
import type { FpgaFigures, Section } from "./result.js";

const CORES = [
  { board: "ulx3s-25f", lanes: 16, leakMax: 0 },
  { board: "ulx3s-85f", lanes: 16, leakMax: 0 },
  { board: "hx8k", lanes: 8, leakMax: 15 },
  { board: "icebreaker", lanes: 8, leakMax: 15 },
  { board: "xc7a35t", lanes: 16, leakMax: 0 },
] as const;

export const fpgaSection: Section = {
  name: "fpga",
  summary: "LUTs, memories and clock of the benchmark's core on every board",
  async measure({ signal, onProgress }) {
    const folder = mkdtempSync(join(tmpdir(), "snnc-bench-"));
    const fpga: Record<string, FpgaFigures> = {};
    const unplaced: { board: string; reason: string }[] = [];
    try {
      for (const [done, core] of CORES.entries()) {
        onProgress?.({ stage: "synthesis", done, total: CORES.length, note: core.board });
        try {
          const { result } = await synthCore(join(folder, core.board), { ...core, ...(signal === undefined ? {} : { signal }) });
          const { luts, flipFlops, blockRams, sprams } = result.resources;
          fpga[core.board] = {
            lanes: core.lanes,
            lut: luts.used,
            ff: flipFlops,
            bram: blockRams.used,
            spram: sprams.used,
            ...(result.timing === undefined ? {} : { fmaxMhz: result.timing.fmaxHz / 1e6 }),
            operationsPerCyclePerKiloLut: result.operationsPerCyclePerKiloLut,
            tools: result.tools.map(({ name, version }) => `${name} ${version}`).join(", "),
          };
        } catch (error) {
          if (!(error instanceof SnncError) || error.kind !== "tool") throw error;
          unplaced.push({ board: core.board, reason: error.diagnostics.map(formatDiagnostic).join("; ") });
        }
      }
      return { fpga, unplaced };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  rows: ({ fpga = {} }) =>
    Object.entries(fpga).map(([board, { lanes, lut, ff, bram, spram, fmaxMhz, operationsPerCyclePerKiloLut }]) => [
      `${board}, ${lanes} lanes`,
      fmaxMhz === undefined ? `${lut} LUT` : `${lut} LUT, ${fmaxMhz.toFixed(1)} MHz`,
      `${operationsPerCyclePerKiloLut.toFixed(2)} operations a cycle and 1,000 LUT; ${ff} FF, ${bram} BRAM${spram === 0 ? "" : `, ${spram} SPRAM`}`,
    ]),
};
