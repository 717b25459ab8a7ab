/**
 * What a mapped program does on the chip, counted from the spikes of real samples: the events that cost tables price, and,
 * with their times, bounds of the latency. Counted from the mapping's own tables, so that a wrong table shows as a wrong count.
 *
 * Timestep t of a core: its compartments are updated with what arrives at t, its spikes of t leave, and what all cores and
 * the host send at t is looked up and added to accumulators that wait for their delays. So operations belong to the
 * timestep in which a message is sent, and those that arrive after the readout step are counted too.
 */
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch } from "../event/run.js";
import type { ChipLatency, ChipTimes } from "../util/chip-latency.js";
import type { ChipEventMeans } from "../util/chip-report.js";
import { type ChipLists, chipLists } from "./chip-lists.js";
import { latencyMeter, type TimestepCounts } from "./latency.js";
import type { MappedProgram } from "./mapping.js";

/** Means per sample. */
export interface ChipEventCounts extends ChipEventMeans {
  /** Name of the target. */
  readonly target: string;
  /** One for each table of times. */
  readonly latency: readonly ChipLatency[];
}

/** Counts the runs of one mapping, batch by batch. */
export interface ChipCounter {
  /** `result` must carry spikes and belong to `batch` (whose samples are already `extraTimesteps` longer). */
  add(batch: EventBatch, result: BatchResult): void;
  counts(): ChipEventCounts;
}

/** Counts one batch; as `chipCounter`. */
export function countChipEvents(
  mapped: MappedProgram,
  program: EventProgram,
  batch: EventBatch,
  result: BatchResult,
  times: readonly ChipTimes[] = [],
): ChipEventCounts {
  const counter = chipCounter(mapped, program, times);
  counter.add(batch, result);
  return counter.counts();
}

/** A counter for runs of `program`, the legalised program that was mapped, with the latency by each table of `times`. */
export function chipCounter(mapped: MappedProgram, program: EventProgram, times: readonly ChipTimes[] = []): ChipCounter {
  if (program.legalised?.target !== mapped.target || program.populations.length !== mapped.populations.length) {
    throw new Error(`chipCounter: program '${program.name}' is not the one that was mapped`);
  }
  const lists = chipLists(mapped);
  const { pairs } = lists;
  const activity = activityOf(mapped, lists.words);
  const now = newTimestep(lists);
  const ring = newRing(lists);
  const meter = latencyMeter(
    mapped.cores.map(({ id }) => id),
    pairs,
    times,
  );
  const sums = { operations: 0, active: 0, inactive: 0, spikes: 0, axonsOut: 0, withinTile: 0, eastWest: 0, northSouth: 0, host: 0, timesteps: 0 };
  let samples = 0;

  const deliver = (core: number, list: number, t: number): void => {
    now.operations[core] += lists.operations[list];
    for (let part = lists.partStart[list]; part < lists.partStart[list + 1]; part++)
      mark(ring, (t + lists.partDelay[part]) % lists.slots, lists.partMask[part]);
  };
  const endTimestep = (): void => {
    for (let core = 0; core < lists.cores; core++) {
      sums.operations += now.operations[core];
      sums.active += now.active[core];
      sums.inactive += now.inactive[core];
      sums.spikes += now.spikes[core];
      sums.axonsOut += now.axonsOut[core];
    }
    for (let i = 0; i < now.sentCount; i++) {
      const pair = now.sent[i];
      const messages = now.messages[pair];
      sums.eastWest += messages * pairs.eastWest[pair];
      sums.northSouth += messages * pairs.northSouth[pair];
      if (pairs.eastWest[pair] + pairs.northSouth[pair] === 0) sums.withinTile += messages;
    }
    if (times.length > 0) meter.step(now);
    clearTimestep(now);
  };

  return {
    add: (batch, result) => {
      const { spikes } = result;
      if (spikes === undefined) throw new Error("chipCounter needs a run with spikes: run(batch, { spikes: true })");
      for (let sample = 0; sample < result.samples; sample++) {
        const timesteps = batch.timesteps[sample];
        let event = batch.sampleStart[sample];
        let spike = spikes.sampleStart[sample];
        clearRing(ring);
        activity.received.fill(0);
        for (let t = 0; t < timesteps; t++) {
          countUpdates(lists, activity, takeSlot(lists, ring, t % lists.slots), now);
          for (; spike < spikes.sampleStart[sample + 1] && spikes.time[spike] === t; spike++) {
            const neuron = spikes.neuron[spike];
            const from = lists.coreOf[neuron];
            now.spikes[from]++;
            const { start, core, list, pair } = lists.outputs;
            now.axonsOut[from] += start[neuron + 1] - start[neuron];
            for (let r = start[neuron]; r < start[neuron + 1]; r++) {
              if (now.messages[pair[r]]++ === 0) now.sent[now.sentCount++] = pair[r];
              deliver(core[r], list[r], t);
            }
          }
          for (; event < batch.sampleStart[sample + 1] && batch.time[event] === t; event++) {
            const { start, core, list } = lists.host;
            const line = batch.line[event];
            sums.host += start[line + 1] - start[line];
            for (let r = start[line]; r < start[line + 1]; r++) deliver(core[r], list[r], t);
          }
          endTimestep();
        }
        meter.endSample();
        sums.timesteps += timesteps;
        samples++;
      }
    },
    counts: () => {
      const mean = (sum: number): number => sum / Math.max(1, samples);
      return {
        target: mapped.target,
        synapticOperations: mean(sums.operations),
        compartmentUpdatesActive: mean(sums.active),
        compartmentUpdatesInactive: mean(sums.inactive),
        spikes: mean(sums.spikes),
        axonsOut: mean(sums.axonsOut),
        spikesWithinTile: mean(sums.withinTile),
        hopsEastWest: mean(sums.eastWest),
        hopsNorthSouth: mean(sums.northSouth),
        hostInjectedEvents: mean(sums.host),
        timesteps: mean(sums.timesteps),
        tiles: tilesInUse(mapped),
        latency: meter.result(),
      };
    },
  };
}

/** Tiles with a core in use: the barrier's reach. */
export function tilesInUse({ cores, mesh }: MappedProgram): number {
  return new Set(cores.map(({ id }) => Math.floor(id / mesh.coresPerTile))).size;
}

interface Timestep extends TimestepCounts {
  sentCount: number;
}

function newTimestep({ cores, pairs }: ChipLists): Timestep {
  const byCore = (): Float64Array => new Float64Array(cores);
  const count = pairs.eastWest.length;
  return {
    operations: byCore(),
    active: byCore(),
    inactive: byCore(),
    spikes: byCore(),
    axonsOut: byCore(),
    messages: new Float64Array(count),
    sent: new Uint32Array(count),
    sentCount: 0,
  };
}

function clearTimestep(now: Timestep): void {
  for (let i = 0; i < now.sentCount; i++) now.messages[now.sent[i]] = 0;
  now.sentCount = 0;
  for (const counts of [now.operations, now.active, now.inactive, now.spikes, now.axonsOut]) counts.fill(0);
}

/** Masks that arrive in the timesteps to come, by slot; each once. */
interface Ring {
  readonly masks: number;
  readonly isMarked: Uint8Array;
  readonly waiting: readonly number[][];
  /** Compartments that receive in the timestep that was taken, [cores x words]. */
  readonly arriving: Uint32Array;
}

function newRing({ slots, cores, words, maskCore }: ChipLists): Ring {
  return {
    masks: maskCore.length,
    isMarked: new Uint8Array(slots * maskCore.length),
    waiting: Array.from({ length: slots }, () => []),
    arriving: new Uint32Array(cores * words),
  };
}

function clearRing(ring: Ring): void {
  ring.isMarked.fill(0);
  for (const masks of ring.waiting) masks.length = 0;
}

function mark(ring: Ring, slot: number, mask: number): void {
  const at = slot * ring.masks + mask;
  if (ring.isMarked[at] === 1) return;
  ring.isMarked[at] = 1;
  ring.waiting[slot].push(mask);
}

/** The compartments that receive in this slot, which is empty afterwards. */
function takeSlot({ words, maskCore, maskBits }: ChipLists, ring: Ring, slot: number): Uint32Array {
  const { arriving, waiting, isMarked, masks } = ring;
  arriving.fill(0);
  for (const mask of waiting[slot]) {
    isMarked[slot * masks + mask] = 0;
    const to = maskCore[mask] * words;
    for (let w = 0; w < words; w++) arriving[to + w] |= maskBits[mask * words + w];
  }
  waiting[slot].length = 0;
  return arriving;
}

/** Of every core: its compartments, and as bits which have a bias, which remember, and which have received in this sample. */
interface Activity {
  readonly compartments: Uint32Array;
  readonly biased: Uint32Array;
  readonly remembers: Uint32Array;
  readonly received: Uint32Array;
}

function countUpdates(
  { cores, words }: ChipLists,
  { compartments, biased, remembers, received }: Activity,
  arriving: Uint32Array,
  now: Timestep,
): void {
  for (let core = 0; core < cores; core++) {
    let active = 0;
    for (let at = core * words; at < (core + 1) * words; at++) {
      active += bitCount(arriving[at] | biased[at] | (received[at] & remembers[at]));
      received[at] |= arriving[at];
    }
    now.active[core] = active;
    now.inactive[core] = compartments[core] - active;
  }
}

function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function activityOf({ cores }: MappedProgram, words: number): Activity {
  const activity = {
    compartments: Uint32Array.from(cores, ({ neurons }) => neurons.length),
    biased: new Uint32Array(cores.length * words),
    remembers: new Uint32Array(cores.length * words),
    received: new Uint32Array(cores.length * words),
  };
  // u is forgotten within the timestep by the highest decay that a legalised program writes; v remembers unless it has it too.
  const highest = cores.reduce((most, core) => core.configs.reduce((max, config) => Math.max(max, config.decayU, config.decayV), most), 0);
  cores.forEach((core, index) => {
    for (let c = 0; c < core.neurons.length; c++) {
      const config = core.configs[core.configOf[c]];
      const bit = 1 << (c & 31);
      const at = index * words + (c >>> 5);
      if (core.biasMantissa[c] !== 0) activity.biased[at] |= bit;
      if (config.decayU < highest || config.decayV < highest) activity.remembers[at] |= bit;
    }
  });
  return activity;
}
