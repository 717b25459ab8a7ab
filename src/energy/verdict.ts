/**
 * The verdict for a proof of concept: accuracy kept and energy saved, relative to the same network without spikes, and how
 * far each cost would have to move for the answer to turn round.
 */
import { checkError } from "../util/diagnostics.js";
import type { AccuracyResult, BreakEven, EnergyLine, Verdict } from "../util/results.js";
import { SOURCE_NETWORK } from "./source-network.js";

const SNN = "snn-int8";

/** Whom the SNN is held against in the headline and under it, and what a sample is called. */
export interface Competitors {
  readonly reference: string;
  readonly others: readonly string[];
  readonly sample: string;
}

/** Of a text classifier: the matched ANN on fused rows is its closest. */
export const TEXT_COMPETITORS: Competitors = {
  reference: "ann-fused-int8",
  others: ["ann-fused-streaming-int8", "ann-dense-int8", "linear-int8"],
  sample: "text",
};

/** Of any other network: the network that it was converted from. */
export const SOURCE_COMPETITORS: Competitors = { reference: `${SOURCE_NETWORK}-int8`, others: [], sample: "sample" };

/** Ratios this near to one are called equal: the cost tables are not more exact than that. */
export const EQUAL_WITHIN = 0.05;

/**
 * Compares the SNN with its int8 reference (by default the matched ANN on fused rows), memory included, on `table` (default: the first table that
 * prices both). Throws SnncError (check, `verdict-no-line`) where one side was not priced.
 */
export function verdict(
  lines: readonly EnergyLine[],
  accuracy: Pick<AccuracyResult, "rtl" | "ann">,
  table?: string,
  competitors: Competitors = TEXT_COMPETITORS,
): Verdict {
  const comparable = comparableLines(lines, table);
  const snn = comparable.get(SNN);
  const reference = comparable.get(competitors.reference);
  if (snn === undefined || reference === undefined) {
    throw checkError(
      "verdict-no-line",
      `no line '${snn === undefined ? SNN : competitors.reference}' with memory${table === undefined ? "" : ` on table '${table}'`}, so there is no verdict`,
      {
        hint: "Price the SNN and the matched ANN on one table of kind digital.",
      },
    );
  }
  const others = competitors.others.flatMap((id) => {
    const line = comparable.get(id);
    return line === undefined ? [] : [{ reference: line.system, energyReduction: ratio(line, snn) }];
  });
  const accuracyRetentionPercent = accuracy.ann === 0 ? 0 : (accuracy.rtl / accuracy.ann) * 100;
  const energyReduction = ratio(reference, snn);
  return {
    accuracyRetentionPercent,
    energyReduction,
    reference: reference.system,
    snn: snn.system,
    sentence: sentence({ accuracy, accuracyRetentionPercent, energyReduction, snn, reference, others, sample: competitors.sample }),
    others,
    breakEvens: breakEvens(snn, reference),
  };
}

/**
 * For each cost that either line pays: the value at which both lines need the same energy, all other costs fixed. Lines
 * are linear in every cost (count x cost), so with rest r and count n the point is (r_ref - r_snn) / (n_snn - n_ref).
 */
export function breakEvens(snn: EnergyLine, reference: EnergyLine): BreakEven[] {
  const costs = new Map<string, number>();
  for (const term of [...snn.terms, ...reference.terms]) costs.set(term.cost, term.picojoulesEach);
  return [...costs]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([cost, picojoulesNow]) => {
      const counts = countOf(snn, cost) - countOf(reference, cost);
      const rest = restOf(reference, cost) - restOf(snn, cost);
      const point = rest / counts;
      return Number.isFinite(point) && point >= 0 ? { cost, picojoulesNow, flipsAtPicojoules: point } : { cost, picojoulesNow };
    });
}

interface SentenceFacts {
  readonly accuracy: Pick<AccuracyResult, "rtl" | "ann">;
  readonly accuracyRetentionPercent: number;
  readonly energyReduction: number;
  readonly snn: EnergyLine;
  readonly reference: EnergyLine;
  readonly others: Verdict["others"];
  readonly sample: string;
}

function sentence(facts: SentenceFacts): string {
  const { accuracy, energyReduction, snn, reference, others } = facts;
  const kept = `The spiking network keeps ${facts.accuracyRetentionPercent.toFixed(1)} % of the float network's accuracy (${accuracy.rtl.toFixed(1)} against ${accuracy.ann.toFixed(1)} %)`;
  const basis = `By ${snn.table}, both in ${snn.precision} with memory included: ${energyOf(snn)} against ${energyOf(reference)} a ${facts.sample}.`;
  const name = inSentence(reference.system);
  const beaten = others
    .filter((other) => other.energyReduction > 1 + EQUAL_WITHIN)
    .map((other) => `${times(other.energyReduction)} less than ${inSentence(other.reference)}`);
  const lost = others
    .filter((other) => other.energyReduction < 1 - EQUAL_WITHIN)
    .map((other) => `${times(1 / other.energyReduction)} as much as ${inSentence(other.reference)}`);
  const equal = others
    .filter((other) => Math.abs(other.energyReduction - 1) <= EQUAL_WITHIN)
    .map((other) => `about as much as ${inSentence(other.reference)}`);
  const rest = [...beaten, ...equal, ...lost];
  const under = rest.length === 0 ? "" : ` It needs ${listed(rest)}.`;
  if (energyReduction > 1 + EQUAL_WITHIN) return `${kept} and needs ${times(energyReduction)} less energy than ${name}. ${basis}${under}`;
  if (energyReduction < 1 - EQUAL_WITHIN) {
    return `${kept}, but saves no energy against its closest competitor: it needs ${times(1 / energyReduction)} the energy of ${name}. ${basis}${under}`;
  }
  return `${kept} and needs about as much energy as ${name}. ${basis}${under}`;
}

function comparableLines(lines: readonly EnergyLine[], table: string | undefined): ReadonlyMap<string, EnergyLine> {
  const withMemory = lines.filter((line) => line.kind === "arithmetic+memory");
  const chosen = table ?? withMemory.find((line) => line.id === SNN)?.table;
  return new Map(withMemory.filter((line) => line.table === chosen).map((line) => [line.id, line]));
}

function ratio(reference: EnergyLine, snn: EnergyLine): number {
  return reference.picojoulesPerInference / snn.picojoulesPerInference;
}

function countOf(line: EnergyLine, cost: string): number {
  return line.terms.reduce((sum, term) => (term.cost === cost ? sum + term.count : sum), 0);
}

function restOf(line: EnergyLine, cost: string): number {
  return line.terms.reduce((sum, term) => (term.cost === cost ? sum : sum + term.count * term.picojoulesEach), 0);
}

function energyOf({ picojoulesPerInference }: EnergyLine): string {
  const nanojoules = picojoulesPerInference / 1000;
  return nanojoules < 999.5 ? `${nanojoules.toPrecision(3)} nJ` : `${(nanojoules / 1000).toPrecision(3)} \u00b5J`;
}

function times(factor: number): string {
  return `${factor >= 10 ? Math.round(factor) : factor.toPrecision(2)} times`;
}

/** "Dense matched ANN, int8" -> "the dense matched ANN"; the sentence names the precision once. */
function inSentence(system: string): string {
  return `the ${system.charAt(0).toLowerCase()}${system.slice(1).replace(/, (word by word, )?int8$/, (_, streaming) => (streaming === undefined ? "" : " word by word"))}`;
}

function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
