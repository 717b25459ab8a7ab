/** Operations a cycle at every width of the core, on the standard dense stream. */
import { measureDenseStream } from "../../cosim/dense-stream.js";
import { loadCrossbarTarget } from "../targets.js";
import type { Section } from "./result.js";

export const LANES = [4, 8, 16, 32, 64] as const;

export const lanesSection: Section = {
  name: "lanes",
  summary: "operations a cycle at 4 to 64 lanes",
  async measure({ signal, onProgress }) {
    const operationsPerCycle: Record<string, number> = {};
    for (const [done, lanes] of LANES.entries()) {
      onProgress?.({ stage: "operations a cycle", done, total: LANES.length, note: `${lanes} lanes` });
      const { sopPerCycle } = await measureDenseStream(loadCrossbarTarget(`crossbar-${lanes}`), { signal });
      operationsPerCycle[lanes] = sopPerCycle;
    }
    return { operationsPerCycle };
  },
  rows: ({ operationsPerCycle = {} }) =>
    Object.entries(operationsPerCycle).map(([lanes, value]) => [
      `operations a cycle, ${lanes} lanes`,
      value.toFixed(2),
      `${(value / Number(lanes)).toFixed(3)} of the lanes`,
    ]),
};
