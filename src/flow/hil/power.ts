/**
 * What a power meter says of a run: watts over time, integrated by the trapezoid rule over the times in which samples
 * were under way.
 */
import { inputError } from "../../util/diagnostics.js";

export interface PowerSeries {
  /** Unix time in seconds, ascending. */
  readonly seconds: Float64Array;
  readonly watts: Float64Array;
}

/** [from, to] in seconds. */
export type Interval = readonly [from: number, to: number];

/**
 * Rows of timestamp and watts; a timestamp is Unix time in seconds, or ISO 8601; a first row that is none is a header.
 * Throws SnncError (input, `power-csv`) naming the row that is wrong.
 */
export function parsePowerCsv(text: string, where: string): PowerSeries {
  const rows: [number, number][] = [];
  const complain = (line: number, message: string): Error =>
    inputError("power-csv", message, {
      where: `${where}:${line}`,
      hint: "Write rows `timestamp,watts`: Unix time in seconds or ISO 8601, ascending.",
    });
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "") return;
    const [time = "", power = ""] = line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const seconds = /^\d+(\.\d+)?$/.test(time) ? Number(time) : Date.parse(time) / 1000;
    const watts = power === "" ? Number.NaN : Number(power);
    if (Number.isNaN(seconds) || Number.isNaN(watts)) {
      if (i === 0) return;
      throw complain(i + 1, `'${line.slice(0, 80)}' is no timestamp with watts`);
    }
    if (!(watts >= 0)) throw complain(i + 1, `${watts} W; a board draws no less than 0`);
    const before = rows.at(-1);
    if (before !== undefined && seconds <= before[0]) throw complain(i + 1, `the time ${time} is not after the row before`);
    rows.push([seconds, watts]);
  });
  if (rows.length < 2) throw complain(1, `there are ${rows.length} rows of power; two are needed at least`);
  return { seconds: Float64Array.from(rows, ([seconds]) => seconds), watts: Float64Array.from(rows, ([, watts]) => watts) };
}

/** The intervals, those that overlap as one. */
export function unionOf(intervals: readonly Interval[]): readonly Interval[] {
  const union: [number, number][] = [];
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = union.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else union.push([from, to]);
  }
  return union;
}

/** Joules within the intervals. Throws SnncError (input, `power-coverage`) where the series does not reach over them. */
export function joulesWithin({ seconds, watts }: PowerSeries, intervals: readonly Interval[], where: string): number {
  const [first, last] = [seconds[0], seconds[seconds.length - 1]];
  let joules = 0;
  for (const [from, to] of unionOf(intervals)) {
    if (from < first || to > last) {
      throw inputError("power-coverage", `samples ran from ${iso(from)} to ${iso(to)}; the power is known from ${iso(first)} to ${iso(last)}`, {
        where,
        hint: "Log the power before the run begins and until it has ended, by the same clock.",
      });
    }
    let at = lastNotAfter(seconds, from);
    let time = from;
    while (time < to) {
      const end = Math.min(to, seconds[at + 1]);
      joules += ((wattsAt(seconds, watts, at, time) + wattsAt(seconds, watts, at, end)) / 2) * (end - time);
      time = end;
      at++;
    }
  }
  return joules;
}

/** Seconds covered by the intervals, each once. */
export function secondsWithin(intervals: readonly Interval[]): number {
  return unionOf(intervals).reduce((sum, [from, to]) => sum + to - from, 0);
}

function wattsAt(seconds: Float64Array, watts: Float64Array, at: number, time: number): number {
  const share = (time - seconds[at]) / (seconds[at + 1] - seconds[at]);
  return watts[at] + share * (watts[at + 1] - watts[at]);
}

/** Index of the last element <= value, but never the very last one. */
function lastNotAfter(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ascending[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
