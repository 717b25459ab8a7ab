/** Event lists (.csv): a spike a row, `sample,time,line,label`; the header row is optional, and so is the label column. */
import { eachRow, indexOf, isName, shownCell } from "./cells.js";
import { collectComplaints } from "./complaints.js";
import { type Labelling, labelling } from "./labels.js";
import type { SpikeTrains } from "./types.js";

/** Spike trains of a file; `labelled` undefined: it has no label column. */
export interface EventTable {
  readonly trains: SpikeTrains;
  readonly labelled: Labelling | undefined;
}

/** Bounds of the events: lines 0 .. lines - 1, timesteps 0 .. timesteps - 1. */
export interface EventBounds {
  readonly lines: number;
  readonly timesteps: number;
}

const COLUMNS = ["sample", "time", "line", "label"] as const;
type Column = (typeof COLUMNS)[number];
type Places = Readonly<Record<Column, number>>;

/**
 * Reads samples numbered from 0 without a gap, their rows in any order; a sample without spikes is a row whose time and
 * line are empty. All rows of a sample carry the same label. Throws SnncError (input) `samples-columns`,
 * `samples-event`, `samples-label`, `samples-gap`, `samples-empty`, file and line named.
 */
export function parseEventTable(bytes: Uint8Array, where: string, bounds: EventBounds, classes: readonly string[] | undefined): EventTable {
  const complaints = collectComplaints(where);
  const events: { readonly sample: number; readonly time: number; readonly line: number }[] = [];
  const samples = new Map<number, { readonly label: string; readonly fileLine: number }>();
  let places: Places | undefined;
  let width = 0;

  const event = (cells: readonly string[], { sample: sampleAt, time: timeAt, line: lineAt, label: labelAt }: Places, fileLine: number): void => {
    const place = `${where}:${fileLine}`;
    const refuse = (name: Column, cell: string, expected: string): void =>
      complaints.add({ code: "samples-event", message: `the ${name} is ${shownCell(cell)}; ${expected} is expected`, where: place });
    const sample = indexOf(cells[sampleAt]);
    if (sample === undefined) {
      refuse("sample", cells[sampleAt], "a whole number from 0");
      return;
    }
    const label = labelAt < 0 ? "" : cells[labelAt];
    const before = samples.get(sample);
    if (before === undefined) {
      samples.set(sample, { label, fileLine });
      if (labelAt >= 0 && label === "") complaints.add({ code: "samples-label", message: `sample ${sample} has no label`, where: place });
    } else if (before.label !== label) {
      const message = `sample ${sample} has the label ${shownCell(label)} here and ${shownCell(before.label)} in line ${before.fileLine}`;
      complaints.add({ code: "samples-label", message, where: place });
    }
    if (cells[timeAt] === "" && cells[lineAt] === "") return;
    const [time, line] = [indexOf(cells[timeAt]), indexOf(cells[lineAt])];
    if (time === undefined || time >= bounds.timesteps) refuse("time", cells[timeAt], `a timestep of 0..${bounds.timesteps - 1}`);
    else if (line === undefined || line >= bounds.lines) refuse("line", cells[lineAt], `an input line of 0..${bounds.lines - 1}`);
    else events.push({ sample, time, line });
  };

  eachRow(bytes, where, (cells, fileLine) => {
    if (places === undefined) {
      const isHeader = cells.slice(0, 3).every(isName);
      places = placesOf(cells, isHeader);
      width = cells.length;
      if (isHeader && places !== undefined) return;
    }
    if (places === undefined || cells.length !== width) {
      complaints.add({
        code: "samples-columns",
        message: `the row has ${cells.length} cells (${cells.slice(0, 4).map(shownCell).join(", ")}); ${COLUMNS.join(",")} are expected`,
        where: `${where}:${fileLine}`,
        hint: "Name the columns in the first row, or keep to this order; label may be left out.",
      });
      return;
    }
    event(cells, places, fileLine);
  });
  if (samples.size === 0)
    complaints.add({ code: "samples-empty", message: "the file has no samples", where, hint: "Give one spike a row: sample,time,line,label." });
  for (let sample = 0; sample < samples.size; sample++) {
    if (samples.has(sample)) continue;
    complaints.add({
      code: "samples-gap",
      message: `sample ${sample} is missing, though there are ${samples.size} samples`,
      where,
      hint: `Number the samples from 0 without a gap; one without spikes is a row '${sample},,,label'.`,
    });
    break;
  }
  complaints.throwIfAny();
  const rows = Array.from({ length: samples.size }, (_, sample) => samples.get(sample) ?? { label: "", fileLine: 0 });
  const isLabelled = places !== undefined && places.label >= 0;
  const whereOf = (sample: number): string => `${where}:${rows[sample].fileLine}`;
  const labelled = isLabelled
    ? labelling(
        rows.map(({ label }) => label),
        classes,
        whereOf,
        complaints,
      )
    : undefined;
  complaints.throwIfAny();

  events.sort((a, b) => a.sample - b.sample || a.time - b.time || a.line - b.line);
  const sampleStart = new Uint32Array(samples.size + 1);
  for (const { sample } of events) sampleStart[sample + 1]++;
  for (let sample = 0; sample < samples.size; sample++) sampleStart[sample + 1] += sampleStart[sample];
  return {
    trains: { sampleStart, time: Uint32Array.from(events, ({ time }) => time), line: Uint32Array.from(events, ({ line }) => line) },
    labelled,
  };
}

/** Where each column stands (label: -1 if nowhere); undefined where the first row is neither a header nor events. */
function placesOf(first: readonly string[], isHeader: boolean): Places | undefined {
  const names = isHeader ? first.map((name) => name.toLowerCase()) : COLUMNS.slice(0, first.length);
  const places = { sample: names.indexOf("sample"), time: names.indexOf("time"), line: names.indexOf("line"), label: names.indexOf("label") };
  const isComplete = places.sample >= 0 && places.time >= 0 && places.line >= 0;
  return isComplete && first.length <= COLUMNS.length ? places : undefined;
}
