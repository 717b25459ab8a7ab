/** Cycles of a text beside their bound (src/cosim/bound.ts), at every width of the core. */
import { measureTextStream, type TextStreamResult } from "../../cosim/text-stream.js";
import { loadCrossbarTarget } from "../targets.js";
import { LANES } from "./lanes.js";
import type { Section } from "./result.js";

export const boundSection: Section = {
  name: "bound",
  summary: "cycles of a text beside their bound, at 4 to 64 lanes",
  async measure({ signal, onProgress }) {
    const texts: TextStreamResult[] = [];
    for (const [done, lanes] of LANES.entries()) {
      onProgress?.({ stage: "cycles of a text", done, total: LANES.length, note: `${lanes} lanes` });
      texts.push(await measureTextStream(loadCrossbarTarget(`crossbar-${lanes}`), { signal }));
    }
    return {
      cyclesOverBound: Math.max(...texts.map(({ bound }) => bound.cyclesOverBound)),
      textStream: Object.fromEntries(texts.map(({ lanes, cyclesPerText, bound }) => [lanes, { cyclesPerText, ...bound }])),
    };
  },
  rows: ({ textStream = {} }) =>
    Object.entries(textStream).map(([lanes, { cyclesPerText, words, groups, timesteps, cyclesOverBound }]) => [
      `cycles a text, ${lanes} lanes`,
      cyclesPerText.toFixed(0),
      `${cyclesOverBound.toFixed(2)} of ${words.toFixed(0)} words + ${groups.toFixed(0)} groups + ${timesteps.toFixed(0)} for timesteps`,
    ]),
};
