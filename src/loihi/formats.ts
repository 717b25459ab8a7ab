/**
 * Which synapse formats a core has. At first one for each encoding, dense or not, of the projections that reach it, and
 * perhaps for each width of delay. Formats are then joined where fuller groups save more words than wider synapses cost,
 * and where the core has fewer: the joint encoding is the narrowest one under which the weights of both are exact.
 */
import { ceilDivide, unsignedBits } from "../util/fixed.js";
import type { SynapseFormat } from "./mapping.js";
import type { CoreSegments } from "./segments.js";
import type { LoihiTarget } from "./target.js";
import { encodeWeights, joinProfiles, type ScaledProfile, type WeightEncoding } from "./weights.js";

/** What the mapper knows of each projection. */
export interface ProjectionCode extends ScaledProfile {
  readonly delay: number;
  /** Sources of one port or population have one number. */
  readonly sourceGroup: number;
  /** Narrowest storage. */
  readonly encoding: WeightEncoding;
  /** Can two synapses have one weight of the table? If none can, no two lists have equal contents. */
  readonly sharesWeights: boolean;
}

/** One list a source: its segments, dense ones first. */
export interface Lists {
  readonly count: number;
  readonly start: Uint32Array;
  readonly base: Uint32Array;
  readonly order: Uint32Array;
  readonly isDense: Uint8Array;
}

export interface FormatStyle {
  /** A format for each width of delay (fewer bits a synapse), or one for all (fewer, fuller groups)? */
  readonly splitDelays: boolean;
  /** Are formats joined where that saves words, or where there are too many? */
  readonly join: boolean;
}

/** A format before its index has a width; the profile is that of all its weights. */
interface Draft extends ScaledProfile {
  readonly isDense: boolean;
  readonly encoding: WeightEncoding;
  readonly delayBits: number;
  readonly highestIndex: number;
}

/** Formats, and that of each segment. */
export function chooseFormats(
  segments: CoreSegments,
  lists: Lists,
  codes: readonly ProjectionCode[],
  target: LoihiTarget,
  style: FormatStyle,
): { formats: SynapseFormat[]; formatOf: Uint8Array } {
  // Formats by (projection's code, dense, delay bits): projections whose codes agree share them.
  const formatIndex = new Map<string, number>();
  const delayBitsOf = codes.map(({ delay }) => (delay === 1 ? 0 : unsignedBits(delay - 1)));
  const members: Set<number>[] = [];
  const highestIndex: number[] = [];
  const known = new Int32Array(codes.length * 2).fill(-1);
  const formatOf = new Uint8Array(segments.count);
  for (let list = 0; list < lists.count; list++) {
    for (let at = lists.start[list]; at < lists.start[list + 1]; at++) {
      const s = lists.order[at];
      const projection = segments.projection[s];
      const slot = projection * 2 + lists.isDense[s];
      if (known[slot] < 0) {
        const { weightBits, signMode, weightExponent } = codes[projection].encoding;
        const key = `${weightBits} ${signMode} ${weightExponent} ${lists.isDense[s]} ${style.splitDelays ? delayBitsOf[projection] : ""}`;
        const index = formatIndex.get(key) ?? members.length;
        if (index === members.length) {
          formatIndex.set(key, index);
          members.push(new Set());
          highestIndex.push(0);
        }
        known[slot] = index;
        members[index].add(slot);
      }
      const format = known[slot];
      formatOf[s] = format;
      highestIndex[format] = Math.max(highestIndex[format], segments.target[s] + segments.length[s] - 1 - lists.base[list]);
    }
  }
  const drafts = members.map((slots, index): Draft => {
    const projections = Array.from(slots, (slot) => slot >> 1);
    const [first, ...others] = projections.map((projection) => codes[projection]);
    return {
      ...others.reduce<ScaledProfile>(joinProfiles, { profile: first.profile, exponent: first.exponent }),
      isDense: [...slots][0] % 2 === 1,
      encoding: first.encoding,
      delayBits: Math.max(...projections.map((projection) => delayBitsOf[projection])),
      highestIndex: highestIndex[index],
    };
  });
  if (!style.join) return { formats: drafts.map((draft) => formatOfDraft(draft, target)), formatOf };
  const { joint, groupOf } = joinDrafts(drafts, contentsOf(segments, lists, formatOf), target);
  return { formats: joint.map((draft) => formatOfDraft(draft, target)), formatOf: formatOf.map((format) => groupOf[format]) };
}

function formatOfDraft({ isDense, encoding, delayBits, highestIndex }: Draft, target: LoihiTarget): SynapseFormat {
  const { signMode, weightBits, weightExponent } = encoding;
  const indexBits = isDense ? 0 : indexBitsFor(highestIndex, target);
  return { compression: isDense ? "dense" : "indexed", signMode, weightBits, weightExponent, delayBits, indexBits };
}

function indexBitsFor(highest: number, target: LoihiTarget): number {
  const bits = target.synapse.indexBits.find((width) => 2 ** width > highest);
  if (bits === undefined) throw new Error(`no index reaches compartment ${highest}`);
  return bits;
}

/** Lists with the same numbers of synapses in the same formats, and how many of them there are. */
interface Contents {
  /** Runs of dense synapses in order, then the indexed ones of each format. */
  readonly runs: readonly { readonly format: number; readonly count: number; readonly isDense: boolean }[];
  readonly times: number;
}

function contentsOf(segments: CoreSegments, lists: Lists, formatOf: Uint8Array): Contents[] {
  const found = new Map<string, Contents>();
  for (let list = 0; list < lists.count; list++) {
    const runs: { format: number; count: number; isDense: boolean }[] = [];
    for (let at = lists.start[list]; at < lists.start[list + 1]; at++) {
      const s = lists.order[at];
      const format = formatOf[s];
      const isDense = lists.isDense[s] === 1;
      const last = isDense ? runs.at(-1) : runs.find((run) => !run.isDense && run.format === format);
      if (last !== undefined && last.format === format) last.count += segments.length[s];
      else runs.push({ format, count: segments.length[s], isDense });
    }
    const key = runs.map(({ format, count, isDense }) => `${format} ${count} ${isDense}`).join(",");
    found.set(key, { runs, times: 1 + (found.get(key)?.times ?? 0) });
  }
  return [...found.values()];
}

/** Joins the two formats that save most, again and again, until nothing is saved and they are few enough. */
function joinDrafts(drafts: readonly Draft[], contents: readonly Contents[], target: LoihiTarget): { joint: Draft[]; groupOf: number[] } {
  const joint: Draft[] = [...drafts];
  let groupOf = drafts.map((_, index) => index);
  let words = wordsOf(contents, joint, groupOf, target);
  while (joint.length > 1) {
    let best: { a: number; b: number; draft: Draft; words: number } | undefined;
    for (let a = 0; a < joint.length; a++) {
      for (let b = a + 1; b < joint.length; b++) {
        const draft = joined(joint[a], joint[b], target);
        if (draft === undefined) continue;
        const candidate = joint.map((own, index) => (index === a ? draft : own));
        const tried = wordsOf(
          contents,
          candidate,
          groupOf.map((group) => (group === b ? a : group)),
          target,
        );
        if (best === undefined || tried < best.words) best = { a, b, draft, words: tried };
      }
    }
    if (best === undefined || (best.words >= words && joint.length <= target.core.synapseFormats)) break;
    const { a, b } = best;
    joint[a] = best.draft;
    joint.splice(b, 1);
    groupOf = groupOf.map((group) => (group === b ? a : group > b ? group - 1 : group));
    words = best.words;
  }
  return { joint, groupOf };
}

function joined(a: Draft, b: Draft, target: LoihiTarget): Draft | undefined {
  if (a.isDense !== b.isDense) return undefined;
  const both = joinProfiles(a, b);
  const encoding = encodeWeights(both.profile, both.exponent, target);
  if (encoding === undefined) return undefined;
  const delayBits = Math.max(a.delayBits, b.delayBits);
  return { ...both, isDense: a.isDense, encoding, delayBits, highestIndex: Math.max(a.highestIndex, b.highestIndex) };
}

/** Words of all lists, those with equal contents counted as often as they are there. */
function wordsOf(contents: readonly Contents[], drafts: readonly Draft[], groupOf: readonly number[], target: LoihiTarget): number {
  const formats = drafts.map((draft) => formatOfDraft(draft, target));
  let words = 0;
  for (const { runs, times } of contents) {
    const indexed = new Map<number, number>();
    let own = 0;
    for (let at = 0; at < runs.length; ) {
      const group = groupOf[runs[at].format];
      if (!runs[at].isDense) {
        indexed.set(group, (indexed.get(group) ?? 0) + runs[at++].count);
        continue;
      }
      let count = 0;
      while (at < runs.length && runs[at].isDense && groupOf[runs[at].format] === group) count += runs[at++].count;
      own += groupWords(count, formats[group], target);
    }
    for (const [group, count] of indexed) own += groupWords(count, formats[group], target);
    words += own * times;
  }
  return words;
}

/** Words of `count` synapses of one format: groups of 64, each rounded up to a word. */
export function groupWords(count: number, format: SynapseFormat, target: LoihiTarget): number {
  const { groupSynapses, groupHeaderBits } = target.synapse;
  const bits = synapseBits(format, target);
  const full = Math.floor(count / groupSynapses);
  const rest = count % groupSynapses;
  const wordsOfGroup = (n: number): number => ceilDivide(n * bits + groupHeaderBits, target.core.wordBits);
  return full * wordsOfGroup(groupSynapses) + (rest === 0 ? 0 : wordsOfGroup(rest));
}

/** Bits of one stored synapse. */
function synapseBits(format: SynapseFormat, target: LoihiTarget): number {
  return format.weightBits + format.delayBits + target.synapse.tagBits + format.indexBits;
}
