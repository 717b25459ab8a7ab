/** A chip's latency in words, the same in pages and on terminals: both bounds, what they are made of, and what has no time. */
import { describeChipEvent } from "../energy/chip.js";
import type { ChipLatency, Spread } from "../util/chip-latency.js";
import { formatCount, formatPercent, formatTime } from "./format.js";

/** "9.67 ms to 9.70 ms"; one figure where both bounds read the same. */
export function latencyRange({ lower, upper }: ChipLatency, figure: keyof Spread = "mean"): string {
  const [from, to] = [formatTime(lower[figure]), formatTime(upper[figure])];
  return from === to ? from : `${from} to ${to}`;
}

/** Percent of the upper bound: sending and updates, network, operations, barrier. */
export function latencyShares({ parts, upper }: ChipLatency): readonly (readonly [part: string, percent: number])[] {
  const share = (seconds: number): number => (upper.mean === 0 ? 0 : (100 * seconds) / upper.mean);
  return [
    ["updates and sending", share(parts.sending)],
    ["network", share(parts.contended)],
    ["synaptic operations", share(parts.receiving)],
    ["barriers", share(parts.barrier)],
  ];
}

/** Everything that a bound says, in sentences. */
export function latencySentences(latency: ChipLatency): string {
  const { core, link, missing, slowest } = latency;
  const shares = latencyShares(latency).map(([part, percent]) => `${part} ${formatPercent(percent)} %`);
  const linked = link === undefined ? "" : `; busiest link: ${link.direction} of tile ${link.x},${link.y} (${formatPercent(link.percent)} %)`;
  const untimed = missing.length === 0 ? "" : ` Without a published time, so in neither bound: ${missing.map(describeChipEvent).join(", ")}.`;
  return (
    `Latency ${latencyRange(latency)} (p50 ${latencyRange(latency, "p50")}, p99 ${latencyRange(latency, "p99")}). ` +
    `Of the upper bound: ${shares.join(", ")}. A core is the slowest part in ${formatPercent(slowest.core)} % of the timesteps, ` +
    `most often core ${formatCount(core.id)} (${formatPercent(core.percent)} %)${linked}.${untimed}`
  );
}
