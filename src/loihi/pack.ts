/**
 * Writes a core's synapse words. A group: 4 bit format, 6 bit count - 1, then its synapses, each weight, delay - 1, tag,
 * index, lowest bit first; a group begins on a word. (The widths are the chip's; the order of the bits is ours, since
 * Intel has not published it.)
 */
import type { EventProgram, WeightTable } from "../event/program.js";
import type { ProjectionCode } from "./formats.js";
import type { CoreSegments } from "./segments.js";
import type { SynapsePlan } from "./synapses.js";
import type { LoihiTarget } from "./target.js";
import { storedWeightExponent } from "./weights.js";

/** Bits of the count in a group's header; the format has the rest of the header. */
export function countBits(target: LoihiTarget): number {
  return Math.ceil(Math.log2(target.synapse.groupSynapses));
}

export function packSynapses(
  program: EventProgram,
  tables: ReadonlyMap<string, WeightTable>,
  codes: readonly ProjectionCode[],
  segments: CoreSegments,
  plan: SynapsePlan,
  target: LoihiTarget,
): Uint8Array {
  const wordBytes = target.core.wordBits / 8;
  const bytes = new Uint8Array(plan.words * wordBytes);
  const formatBits = target.synapse.groupHeaderBits - countBits(target);
  let at = 0;
  /** Value and the bits it takes, at most 32; higher bits are zero. */
  const write = (value: number, bits: number): void => {
    let rest = value;
    let byte = at >>> 3;
    const into = at & 7;
    at += bits;
    bytes[byte++] |= rest << into;
    rest >>>= 8 - into;
    for (let left = bits - (8 - into); left > 0; left -= 8, rest >>>= 8) bytes[byte++] |= rest;
  };
  // Looked up once a projection, not once a segment.
  const weightsOf = program.projections.map((projection) => tables.get(projection.table)?.weights ?? new Int8Array(0));
  const storedExponent = plan.formats.map((format) => storedWeightExponent(format.weightBits, format.signMode, format.weightExponent, target));
  for (const axon of plan.axons) {
    if (axon.isShared) continue;
    at = axon.pointer * target.core.wordBits;
    for (let atom = 0; atom < axon.atoms; atom++) {
      const end = axon.segmentStart[atom + 1];
      for (let next = axon.segmentStart[atom]; next < end; ) {
        const formatIndex = plan.formatOf[plan.order[next]];
        const format = plan.formats[formatIndex];
        const sign = format.signMode === "inhibitory" ? -1 : 1;
        const mask = (1 << format.weightBits) - 1;
        const indexAt = format.weightBits + format.delayBits + target.synapse.tagBits;
        const isIndexed = format.compression === "indexed";
        let left = 0;
        let inGroup = 0;
        let run = 0;
        for (let i = next; i < end && plan.formatOf[plan.order[i]] === formatIndex; i++) left += segments.length[plan.order[i]];
        for (; next < end && plan.formatOf[plan.order[next]] === formatIndex; next++) {
          const s = plan.order[next];
          const projection = segments.projection[s];
          const weights = weightsOf[projection];
          // Bits of the mantissas that are not stored; below 0 where the format was joined with one of a lower exponent.
          const dropped = storedExponent[formatIndex] - codes[projection].exponent;
          const up = Math.max(0, -dropped);
          const down = Math.max(0, dropped);
          const delay = (codes[projection].delay - 1) << format.weightBits;
          for (run = 0; run < segments.length[s]; run++) {
            if (inGroup === 0) {
              at = Math.ceil(at / target.core.wordBits) * target.core.wordBits;
              inGroup = Math.min(left, target.synapse.groupSynapses);
              write(formatIndex, formatBits);
              write(inGroup - 1, countBits(target));
            }
            // Dropped bits are zero, so the shift is exact.
            const stored = (((sign * weights[segments.weight[s] + run]) << up) >> down) & mask;
            write(stored | delay, indexAt);
            if (isIndexed) write(segments.target[s] + run - axon.base, format.indexBits);
            inGroup--;
            left--;
          }
        }
      }
      at = (axon.pointer + (atom + 1) * axon.words) * target.core.wordBits;
    }
  }
  return bytes;
}
