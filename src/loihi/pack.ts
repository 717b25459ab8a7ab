/**
 * Writes a core's synapse words. A group: 4 bit format, 6 bit count - 1, then its synapses, each weight, delay - 1, tag,
 * index, lowest bit first; a group begins on a word. (The widths are the chip's; the order of the bits is ours, since
 * Intel has not published it.)
 */
import type { EventProgram, WeightTable } from "../event/program.js";
import type { SynapseFormat } from "./mapping.js";
import type { CoreSegments } from "./segments.js";
import type { ProjectionCode, SynapsePlan } from "./synapses.js";
import type { LoihiTarget } from "./target.js";

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
  const write = (value: number, bits: number): void => {
    for (let bit = 0; bit < bits; ) {
      const room = Math.min(8 - (at & 7), bits - bit);
      bytes[at >>> 3] |= ((value >>> bit) & ((1 << room) - 1)) << (at & 7);
      at += room;
      bit += room;
    }
  };
  for (const axon of plan.axons) {
    if (axon.isShared) continue;
    at = axon.pointer * target.core.wordBits;
    for (let atom = 0; atom < axon.atoms; atom++) {
      const end = axon.segmentStart[atom + 1];
      for (let next = axon.segmentStart[atom]; next < end; ) {
        const formatIndex = plan.formatOf[plan.order[next]];
        const format = plan.formats[formatIndex];
        let left = 0;
        let inGroup = 0;
        let run = 0;
        for (let i = next; i < end && plan.formatOf[plan.order[i]] === formatIndex; i++) left += segments.length[plan.order[i]];
        for (; next < end && plan.formatOf[plan.order[next]] === formatIndex; next++) {
          const s = plan.order[next];
          const projection = segments.projection[s];
          const table = tables.get(program.projections[projection].table);
          if (table === undefined) throw new Error("unverified reference");
          const code = codes[projection];
          const { dropped } = plan.style.wide ? code.wide : code.narrow;
          for (run = 0; run < segments.length[s]; run++) {
            if (inGroup === 0) {
              at = Math.ceil(at / target.core.wordBits) * target.core.wordBits;
              inGroup = Math.min(left, target.synapse.groupSynapses);
              write(formatIndex, formatBits);
              write(inGroup - 1, countBits(target));
            }
            write(storedWeight(table.weights[segments.weight[s] + run], dropped, format), format.weightBits);
            write(code.delay - 1, format.delayBits);
            write(0, target.synapse.tagBits);
            if (format.compression === "indexed") write(segments.target[s] + run - axon.base, format.indexBits);
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

function storedWeight(weight: number, dropped: number, format: SynapseFormat): number {
  const stored = (format.signMode === "inhibitory" ? -weight : weight) / 2 ** dropped;
  return stored & (2 ** format.weightBits - 1);
}
