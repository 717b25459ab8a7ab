/** The report on a terminal: at most 40 aligned lines, the verdict first. Plain text without colours; the shell may add them. */
import type { EnergyLine, ReportData } from "../util/results.js";
import { anytimeSentence } from "./anytime-section.js";
import { latencyRange } from "./chip-latency.js";
import { escapeTerminal, formatBits, formatCount, formatEnergy, formatFactor, formatFrequency, formatPercent, formatTime } from "./format.js";

const WIDTH = 100;
const MAXIMUM_LINES = 40;

/** At most 40 lines, each ending without blanks, with a newline at the end. */
export function renderSummary(data: ReportData): string {
  const lines = [
    ...wrapped(data.verdict.sentence),
    "",
    ...headline(data),
    "",
    ...table([["Accuracy on the test set", "%"], ...accuracyRows(data)]),
    "",
    ...table([["Energy per text (int8)", "arithmetic", "with memory", "against SNN"], ...digitalRows(data)]),
    ...chipRows(data),
    "",
    ...closing(data),
  ];
  return `${lines
    .slice(0, MAXIMUM_LINES)
    .map((line) => escapeTerminal(line).trimEnd())
    .join("\n")}\n`;
}

function headline(data: ReportData): string[] {
  const { equality, perInference, rtl } = data;
  const verdict =
    equality.mismatches === 0
      ? `RTL equals the golden simulator: ${formatCount(equality.samples)} texts, ${formatCount(equality.spikesCompared)} spikes, 0 mismatches`
      : `RTL DIFFERS from the golden simulator: ${formatCount(equality.mismatches)} mismatches in ${formatCount(equality.samples)} texts`;
  return [
    verdict,
    `Per text: ${formatCount(perInference.words)} words, ${formatCount(perInference.sops)} synaptic operations, ${formatCount(perInference.spikes)} spikes, ` +
      `${formatCount(perInference.cycles)} cycles (${formatTime(rtl.latencySeconds)} at ${formatFrequency(rtl.clockHz)}; ${formatFactor(rtl.bound.cyclesOverBound)} x their bound)`,
  ];
}

function accuracyRows(data: ReportData): string[][] {
  const { accuracy } = data;
  const rows: [string, number][] = [
    ["linear bag of bigrams", accuracy.linear],
    ["wide path alone", accuracy.widePathAlone],
    ["ANN, float", accuracy.ann],
    ["SNN, converted", accuracy.converted],
    ["SNN, fine-tuned", accuracy.snn],
    ["SNN, golden simulator", accuracy.golden],
    [`SNN, RTL (+-${formatPercent(accuracy.samplingErrorPercent)} sampling)`, accuracy.rtl],
  ];
  return rows.map(([name, percent]) => [`  ${name}`, formatPercent(percent)]);
}

function digitalRows(data: ReportData): string[][] {
  const withMemory = data.energy.filter((line) => line.kind === "arithmetic+memory" && line.precision === "int8");
  return withMemory.map((line) => {
    const arithmetic = data.energy.find((other) => other.kind === "arithmetic" && other.id === line.id && other.table === line.table);
    const snn = withMemory.find((other) => other.id === "snn-int8" && other.table === line.table);
    return [
      `  ${line.system.replace(/, int8$/, "")}`,
      arithmetic === undefined ? "" : formatEnergy(arithmetic.picojoulesPerInference),
      formatEnergy(line.picojoulesPerInference),
      snn === undefined || isSpiking(line) ? "" : `${formatFactor(line.picojoulesPerInference / snn.picojoulesPerInference)} x`,
    ];
  });
}

function chipRows(data: ReportData): string[] {
  const chips = data.energy.filter((line) => line.kind === "chip");
  return chips.map(({ system, table, picojoulesPerInference, latency }) => {
    const time = latency === undefined ? "" : `, ${latencyRange(latency)}`;
    return `  ${system} by ${table}: ${formatEnergy(picojoulesPerInference)}${time}`;
  });
}

function closing(data: ReportData): string[] {
  const { mapping, rtl, boards } = data;
  const mapped =
    mapping.refusal === undefined
      ? `${mapping.target}: ${formatCount(mapping.cores)} core${mapping.cores === 1 ? "" : "s"}`
      : `${mapping.target}: does not fit`;
  const fitting = boards.map((board) => `${board.board} ${board.fits ? "yes" : `no (${worst(board.resources)})`}`);
  return [
    ...lengthLines(data),
    ...(data.anytime === undefined ? [] : wrapped(anytimeSentence(data.anytime, "text"))),
    `RTL: ${formatFactor(rtl.sopPerCycle)} SOP/cycle of ${rtl.lanes} lanes on the dense stream, ${formatFactor(rtl.sopPerCycleWorkload)} on these texts. Mapping: ${mapped}`,
    ...(fitting.length === 0 ? [] : wrapped(`Tables fit: ${fitting.join(", ")}`)),
  ];
}

function lengthLines({ byLength = [] }: ReportData): string[] {
  if (byLength.length < 2) return [];
  const quarters = byLength.map(
    ({ shortest, longest, accuracy, sops }) =>
      `${shortest === longest ? shortest : `${shortest}-${longest}`}: ${formatPercent(accuracy)} %, ${formatCount(sops)}`,
  );
  return wrapped(`By length (words: right, operations): ${quarters.join("; ")}`);
}

function worst(resources: ReportData["boards"][number]["resources"]): string {
  const short = resources.find((resource) => resource.need > resource.capacity);
  if (short === undefined) return "does not fit";
  return short.unit === "bit"
    ? `${short.resource} ${formatBits(short.need)} of ${formatBits(short.capacity)}`
    : `${short.resource} ${short.need} of ${short.capacity}`;
}

/** The SNN itself and the cores that run it: no competitors. */
export function isSpiking(line: Pick<EnergyLine, "id" | "kind">): boolean {
  return line.kind === "chip" || line.id === "snn-int8" || line.id.startsWith("crossbar");
}

/** Columns: the first flush left, all others flush right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows.map((row) => widths.map((width, i) => (i === 0 ? (row[i] ?? "").padEnd(width) : (row[i] ?? "").padStart(width))).join("   "));
}

/** Breaks at blanks into lines of at most 100 characters. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}
