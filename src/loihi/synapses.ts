/**
 * One core's synapse memory: which synapses go into which format, which lists are shared, and what it takes.
 *
 * A source's synapses on a core are one list of groups of up to 64. Of a list, the segments that follow each other from
 * its base compartment on are stored dense (no index); the others carry an index. Several ways of writing a core are
 * tried (`Style`) and the one with the fewest words wins. Lists with the same contents are stored once: sources that
 * share a row, and, with population axons, positions of a convolution, whose contents differ by their base alone.
 *
 * Population-32 axons take more of the senders' output axons, so they are for cores that do not fit otherwise: lists that
 * begin between two bases of population-16 are then shared, and where axons run out they have more atoms.
 */
import { chooseFormats, type FormatStyle, groupWords, type Lists, type ProjectionCode } from "./formats.js";
import { AXON_KINDS, type SynapseFormat } from "./mapping.js";
import type { CoreSegments } from "./segments.js";
import type { LoihiTarget } from "./target.js";

export interface Style extends FormatStyle {
  readonly dense: boolean;
  /** The dearest kind of axon that may be used. */
  readonly axons: keyof typeof AXON_KINDS;
  /** Population-32 axons of as many atoms as there are, instead of as many as population-16 takes? */
  readonly manyAtoms: boolean;
}

/** How a core's synapses are written; positions refer to the core's segments. */
export interface SynapsePlan {
  readonly style: Style;
  readonly formats: readonly SynapseFormat[];
  /** Format of each segment. */
  readonly formatOf: Uint8Array;
  /** Segments in the order of writing: those of a list together, dense ones first. */
  readonly order: Uint32Array;
  readonly axons: readonly PlannedAxon[];
  readonly words: number;
}

/** Atoms are consecutive sources; atom a's list is list first + a. */
export interface PlannedAxon {
  readonly kind: number;
  readonly source: number;
  readonly atoms: number;
  readonly base: number;
  /** First word, words per atom. */
  readonly pointer: number;
  readonly words: number;
  /** Segments of atom a: segmentStart[a] .. segmentStart[a + 1]. */
  readonly segmentStart: readonly number[];
  /** Contents are those of an earlier axon. */
  readonly isShared: boolean;
}

/** Segments from which on a core's plan is worth fewer attempts. */
const LARGE_CORE = 20_000;
/** Segments up to which formats are joined to save words. */
const JOINED_SEGMENTS = 1000;

const AXON_STYLES: readonly Pick<Style, "axons" | "manyAtoms">[] = [
  { axons: "discrete", manyAtoms: false },
  { axons: "population16", manyAtoms: false },
  { axons: "population32", manyAtoms: false },
  { axons: "population32", manyAtoms: true },
];

/** Formats by projection, by projection and delay, and joined from the latter. */
const FORMAT_STYLES: readonly FormatStyle[] = [
  { splitDelays: false, join: false },
  { splitDelays: true, join: false },
  { splitDelays: true, join: true },
];

const STYLES: readonly Style[] = [false, true].flatMap((join) =>
  AXON_STYLES.flatMap((axons) =>
    [true, false].flatMap((dense) => FORMAT_STYLES.filter((formats) => formats.join === join).map((formats) => ({ ...axons, dense, ...formats }))),
  ),
);

/**
 * The plan with the fewest words that keeps the core's limits on axons and formats; else the one that breaks them least.
 * Without `population32` the plan has no such axons.
 */
export function planSynapses(
  segments: CoreSegments,
  codes: readonly ProjectionCode[],
  target: LoihiTarget,
  options: { readonly population32: boolean },
): SynapsePlan {
  let best: SynapsePlan | undefined;
  let bestExcess = Number.POSITIVE_INFINITY;
  let mostFormats = 0;
  const { delays, sharesWeights } = traitsOf(segments, codes);
  const isAligned = beginsAligned(segments, target);
  const isLarge = segments.count > LARGE_CORE;
  const isScattered = isLarge && synapsesOf(segments) < 2 * segments.count;
  for (const style of STYLES) {
    // Joined formats save a word here and there: they are for small cores, and for those that run out of formats.
    const isShortOfFormats = best !== undefined && best.formats.length > target.core.synapseFormats;
    if (style.join && !isShortOfFormats && (segments.count > JOINED_SEGMENTS || mostFormats < 2)) break;
    // Runs of one synapse make no dense list worth its group.
    if (style.dense && isScattered && style.axons === "discrete") continue;
    // One delay needs no formats by delay.
    if (style.splitDelays && !style.join && delays === 1) continue;
    if (style.axons === "population32") {
      const isShortOfWords = best !== undefined && best.words > target.core.synapseWords && !isAligned && !style.manyAtoms;
      if (!options.population32 || (bestExcess === 0 && !isShortOfWords)) continue;
    }
    // Population axons save memory by sharing. Without it they are for cores that do not fit otherwise, or small ones.
    if (style.axons !== "discrete" && isLarge && !sharesWeights && best !== undefined && bestExcess === 0 && best.words <= target.core.synapseWords)
      continue;
    const plan = planWith(segments, codes, target, style);
    const excess = excessOf(plan, target);
    mostFormats = Math.max(mostFormats, plan.formats.length);
    if (best === undefined || excess < bestExcess || (excess === bestExcess && plan.words < best.words)) {
      best = plan;
      bestExcess = excess;
    }
  }
  if (best === undefined) throw new Error("no style of writing synapses");
  return best;
}

function synapsesOf({ count, length }: CoreSegments): number {
  let synapses = 0;
  for (let s = 0; s < count; s++) synapses += length[s];
  return synapses;
}

/** How many delays there are, and whether any weight may be stored for several synapses. */
function traitsOf(segments: CoreSegments, codes: readonly ProjectionCode[]): { delays: number; sharesWeights: boolean } {
  const isThere = new Uint8Array(codes.length);
  for (let s = 0; s < segments.count; s++) isThere[segments.projection[s]] = 1;
  const there = codes.filter((_, projection) => isThere[projection] === 1);
  return { delays: new Set(there.map(({ delay }) => delay)).size, sharesWeights: there.some((code) => code.sharesWeights) };
}

/** Does every list begin where population-16 has a base? */
function beginsAligned({ count, source, target: compartment }: CoreSegments, { axon }: LoihiTarget): boolean {
  for (let s = 0; s < count; s++) {
    if ((s === 0 || source[s] !== source[s - 1]) && compartment[s] % axon.population16BaseUnit !== 0) return false;
  }
  return true;
}

/** Axons, or those that population-16 has no number for, and formats beyond the core's. */
function excessOf({ axons, formats }: SynapsePlan, { core, axon }: LoihiTarget): number {
  const population16 = axons.reduce((sum, { kind }) => sum + (kind === AXON_KINDS.population16 ? 1 : 0), 0);
  return Math.max(0, axons.length - core.inputAxons, population16 - axon.population16Axons) + Math.max(0, formats.length - core.synapseFormats);
}

function planWith(segments: CoreSegments, codes: readonly ProjectionCode[], target: LoihiTarget, style: Style): SynapsePlan {
  const lists = listsOf(segments, codes, target, style);
  const { formats, formatOf } = chooseFormats(segments, lists, codes, target, style);
  const words = new Uint32Array(lists.count);
  for (let list = 0; list < lists.count; list++) words[list] = listWords(segments, lists, list, formats, formatOf, target);
  const { axons, total } = chooseAxons(segments, lists, words, codes, target, style);
  return { style, formats, formatOf, order: lists.order, axons, words: total };
}

function listsOf(segments: CoreSegments, codes: readonly ProjectionCode[], target: LoihiTarget, style: Style): Lists {
  const starts: number[] = [];
  const bases: number[] = [];
  const order = new Uint32Array(segments.count);
  const isDense = new Uint8Array(segments.count);
  const { population16BaseUnit, populationBaseMax } = target.axon;
  for (let first = 0; first < segments.count; ) {
    let end = first;
    let lowest = Number.POSITIVE_INFINITY;
    while (end < segments.count && segments.source[end] === segments.source[first]) {
      lowest = Math.min(lowest, segments.target[end]);
      end++;
    }
    const unit = style.axons === "population16" ? population16BaseUnit : 1;
    const base = style.axons === "discrete" ? 0 : (lowest - (lowest % unit)) % (populationBaseMax + 1);
    starts.push(first);
    bases.push(base);
    let written = first;
    if (style.dense) {
      // Segments of a source ascend by target: one walk along them finds the run. Of several that continue it, the
      // shortest delay is taken, since most of a dense run then needs no delay bits.
      for (let at = base, s = first; s < end; ) {
        while (s < end && segments.target[s] < at) s++;
        let chosen = -1;
        for (; s < end && segments.target[s] === at; s++) {
          if (chosen < 0 || codes[segments.projection[s]].delay < codes[segments.projection[chosen]].delay) chosen = s;
        }
        if (chosen < 0) break;
        isDense[chosen] = 1;
        order[written++] = chosen;
        at += segments.length[chosen];
      }
    }
    for (let s = first; s < end; s++) if (isDense[s] === 0) order[written++] = s;
    first = end;
  }
  starts.push(segments.count);
  return { count: bases.length, start: Uint32Array.from(starts), base: Uint32Array.from(bases), order, isDense };
}

/** Sorts the indexed part of a list by format, so that groups are full, and adds up its words. */
function listWords(
  segments: CoreSegments,
  lists: Lists,
  list: number,
  formats: readonly SynapseFormat[],
  formatOf: Uint8Array,
  target: LoihiTarget,
): number {
  const start = lists.start[list];
  const end = lists.start[list + 1];
  let firstIndexed = start;
  while (firstIndexed < end && lists.isDense[lists.order[firstIndexed]] === 1) firstIndexed++;
  let isMixed = false;
  for (let at = firstIndexed + 1; at < end; at++) if (formatOf[lists.order[at]] !== formatOf[lists.order[firstIndexed]]) isMixed = true;
  if (isMixed) {
    const indexed = lists.order.slice(firstIndexed, end);
    let next = firstIndexed;
    for (let format = 0; format < formats.length; format++) {
      for (const s of indexed) if (formatOf[s] === format) lists.order[next++] = s;
    }
  }
  let words = 0;
  for (let at = start; at < end; ) {
    const format = formatOf[lists.order[at]];
    let count = 0;
    while (at < end && formatOf[lists.order[at]] === format) count += segments.length[lists.order[at++]];
    words += groupWords(count, formats[format], target);
  }
  return words;
}

function chooseAxons(
  segments: CoreSegments,
  lists: Lists,
  words: Uint32Array,
  codes: readonly ProjectionCode[],
  target: LoihiTarget,
  style: Style,
): { axons: PlannedAxon[]; total: number } {
  const mostAtoms = style.axons === "discrete" ? 1 : 2 ** (style.manyAtoms ? target.axon.population32AtomBits : target.axon.population16AtomBits);
  let population16 = 0;
  const axons: PlannedAxon[] = [];
  const seen = new Map<number, number[]>();
  const { sharesWeights } = traitsOf(segments, codes);
  let total = 0;
  for (let list = 0; list < lists.count; ) {
    let end = list + 1;
    while (end < lists.count && end - list < mostAtoms && continues(segments, lists, words, codes, list, end)) end++;
    const hash = sharesWeights ? hashOf(segments, lists, list, end) : 0;
    const candidates = sharesWeights ? (seen.get(hash) ?? []) : [];
    const twin = candidates.find((axon) => sameContents(segments, lists, axons[axon], list, end));
    const segmentStart = Array.from(lists.start.subarray(list, end + 1));
    const pointer = twin === undefined ? total : axons[twin].pointer;
    if (twin === undefined) {
      if (sharesWeights) seen.set(hash, [...candidates, axons.length]);
      total += words[list] * (end - list);
    }
    const kind = kindOf(lists.base[list], end - list, population16, target, style);
    if (kind === AXON_KINDS.population16) population16++;
    axons.push({
      kind,
      source: segments.source[lists.start[list]],
      atoms: end - list,
      base: lists.base[list],
      pointer,
      words: words[list],
      segmentStart,
      isShared: twin !== undefined,
    });
    list = end;
  }
  return { axons, total };
}

/** The cheapest kind that the style allows for so many atoms from this base, beside so many axons of population-16. */
function kindOf(base: number, atoms: number, population16: number, { axon }: LoihiTarget, { axons }: Style): number {
  if (base === 0 && atoms === 1) return AXON_KINDS.discrete;
  const isPopulation16 = base % axon.population16BaseUnit === 0 && atoms <= 2 ** axon.population16AtomBits && population16 < axon.population16Axons;
  return isPopulation16 || axons === "population16" ? AXON_KINDS.population16 : AXON_KINDS.population32;
}

/** May the list be the next atom of the axon that begins with list `first`? */
function continues(segments: CoreSegments, lists: Lists, words: Uint32Array, codes: readonly ProjectionCode[], first: number, list: number): boolean {
  const a = lists.start[first];
  const b = lists.start[list];
  return (
    segments.source[b] === segments.source[a] + (list - first) &&
    codes[segments.projection[a]].sourceGroup === codes[segments.projection[b]].sourceGroup &&
    lists.base[list] === lists.base[first] &&
    words[list] === words[first]
  );
}

/** FNV-1a over what the lists [first, end) hold, targets counted from the base. */
function hashOf(segments: CoreSegments, lists: Lists, first: number, end: number): number {
  let hash = 0x811c9dc5;
  const add = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193);
  };
  for (let list = first; list < end; list++) {
    add(lists.start[list + 1] - lists.start[list]);
    for (let at = lists.start[list]; at < lists.start[list + 1]; at++) {
      const s = lists.order[at];
      add(segments.projection[s]);
      add(segments.weight[s]);
      add(segments.target[s] - lists.base[list]);
      add(segments.length[s]);
    }
  }
  return hash;
}

function sameContents(segments: CoreSegments, lists: Lists, axon: PlannedAxon, first: number, end: number): boolean {
  if (axon.atoms !== end - first) return false;
  for (let atom = 0; atom < axon.atoms; atom++) {
    const list = first + atom;
    const start = axon.segmentStart[atom];
    const count = axon.segmentStart[atom + 1] - start;
    if (count !== lists.start[list + 1] - lists.start[list]) return false;
    for (let i = 0; i < count; i++) {
      const a = lists.order[start + i];
      const b = lists.order[lists.start[list] + i];
      if (
        segments.projection[a] !== segments.projection[b] ||
        segments.weight[a] !== segments.weight[b] ||
        segments.length[a] !== segments.length[b] ||
        segments.target[a] - axon.base !== segments.target[b] - lists.base[list]
      ) {
        return false;
      }
    }
  }
  return true;
}
