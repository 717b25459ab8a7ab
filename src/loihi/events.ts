/**
 * What a mapped program does on the chip, counted from the spikes of real samples: the events that cost tables price.
 * Counted from the mapping's own tables, so that a wrong table shows as a wrong count.
 */
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch } from "../event/run.js";
import type { MappedProgram } from "./mapping.js";
import { hopsBetween } from "./place.js";
import { readSynapses } from "./stored-synapses.js";

/** Means per sample. */
export interface ChipEventCounts {
  /** Name of the target. */
  readonly target: string;
  /** Stored synapses delivered, explicit zeros included; those that arrive after the readout step included. */
  readonly synapticOperations: number;
  /**
   * Every mapped compartment once a timestep. Active: it has a bias, receives a synapse in this timestep, or remembers
   * (decays that do not forget within the timestep) and has received one before. Inactive: the others.
   */
  readonly compartmentUpdatesActive: number;
  readonly compartmentUpdatesInactive: number;
  /** Spikes emitted by compartments. */
  readonly spikes: number;
  /** Messages leaving a core: one per output axon of a spike (unicast). */
  readonly axonsOut: number;
  /** Of these, messages to a core of the same tile. */
  readonly spikesWithinTile: number;
  /** Tile-to-tile hops of all messages, XY routing. */
  readonly hopsEastWest: number;
  readonly hopsNorthSouth: number;
  /** Messages from the host: one per input event and core that hears its line. Their way into the chip is not counted. */
  readonly hostInjectedEvents: number;
  readonly timesteps: number;
  /** Tiles with a core in use: the barrier's reach. */
  readonly tiles: number;
  /** The core with the most operations and updates. */
  readonly busiestCore: {
    readonly id: number;
    readonly synapticOperations: number;
    readonly compartmentUpdatesActive: number;
    readonly compartmentUpdatesInactive: number;
    readonly spikes: number;
  };
}

/** A destination's synapses in flat arrays: list l owns start[l] .. start[l + 1]. */
interface CoreLists {
  /** First list of each axon; atom a is list + a. */
  readonly listOfAxon: Uint32Array;
  readonly start: Uint32Array;
  /** Compartment, numbered through all cores. */
  readonly compartment: Uint32Array;
  /** Timesteps from emission to arrival. */
  readonly delay: Uint32Array;
}

/**
 * Counts a run of `program`, the legalised program that was mapped; `result` must carry spikes and belong to `batch`
 * (whose samples are already `extraTimesteps` longer).
 */
export function countChipEvents(mapped: MappedProgram, program: EventProgram, batch: EventBatch, result: BatchResult): ChipEventCounts {
  const { spikes } = result;
  if (program.legalised?.target !== mapped.target || program.populations.length !== mapped.populations.length) {
    throw new Error(`countChipEvents: program '${program.name}' is not the one that was mapped`);
  }
  if (spikes === undefined) throw new Error("countChipEvents needs a run with spikes: run(batch, { spikes: true })");
  const { cores, mesh } = mapped;
  const firstCompartment = new Uint32Array(cores.length + 1);
  cores.forEach((core, index) => {
    firstCompartment[index + 1] = firstCompartment[index] + core.neurons.length;
  });
  const compartments = firstCompartment[cores.length];
  const lists = cores.map((_, index) => listsOf(mapped, index, firstCompartment[index]));
  const { coreOf, outputStart } = outputsByNeuron(mapped);
  const { isBiased, remembers } = activityOf(mapped, compartments);

  const operations = new Float64Array(cores.length);
  const active = new Float64Array(cores.length);
  const updates = new Float64Array(cores.length);
  const spikesOf = new Float64Array(cores.length);
  let axonsOut = 0;
  let withinTile = 0;
  let eastWest = 0;
  let northSouth = 0;
  let hostMessages = 0;
  let timestepsTotal = 0;

  for (let sample = 0; sample < result.samples; sample++) {
    const timesteps = batch.timesteps[sample];
    timestepsTotal += timesteps;
    const received = new Uint8Array(timesteps * compartments);
    const deliver = (time: number, core: number, axon: number, atom: number): void => {
      const { listOfAxon, start, compartment, delay } = lists[core];
      const list = listOfAxon[axon] + atom;
      operations[core] += start[list + 1] - start[list];
      for (let s = start[list]; s < start[list + 1]; s++) {
        const arrival = time + delay[s];
        if (arrival < timesteps) received[arrival * compartments + compartment[s]] = 1;
      }
    };
    for (let event = batch.sampleStart[sample]; event < batch.sampleStart[sample + 1]; event++) {
      const line = batch.line[event];
      for (let r = mapped.host.lineStart[line]; r < mapped.host.lineStart[line + 1]; r++) {
        hostMessages++;
        deliver(batch.time[event], mapped.host.core[r], mapped.host.axon[r], mapped.host.atom[r]);
      }
    }
    for (let spike = spikes.sampleStart[sample]; spike < spikes.sampleStart[sample + 1]; spike++) {
      const neuron = spikes.neuron[spike];
      const from = coreOf[neuron];
      const { outputAxons } = cores[from];
      spikesOf[from]++;
      for (let r = outputStart[neuron]; r < outputAxons.compartment.length && cores[from].neurons[outputAxons.compartment[r]] === neuron; r++) {
        const to = outputAxons.core[r];
        const hops = hopsBetween(mesh, cores[from].id, cores[to].id);
        axonsOut++;
        eastWest += hops.eastWest;
        northSouth += hops.northSouth;
        if (hops.eastWest + hops.northSouth === 0) withinTile++;
        deliver(spikes.time[spike], to, outputAxons.axon[r], outputAxons.atom[r]);
      }
    }
    cores.forEach((core, index) => {
      updates[index] += timesteps * core.neurons.length;
      for (let c = firstCompartment[index]; c < firstCompartment[index + 1]; c++) {
        let hasReceived = false;
        for (let t = 0; t < timesteps; t++) {
          const receives = received[t * compartments + c] === 1;
          if (receives || isBiased[c] === 1 || (hasReceived && remembers[c] === 1)) active[index]++;
          hasReceived ||= receives;
        }
      }
    });
  }
  const samples = Math.max(1, result.samples);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / samples;
  let busiest = 0;
  for (let core = 1; core < cores.length; core++) if (operations[core] + updates[core] > operations[busiest] + updates[busiest]) busiest = core;
  return {
    target: mapped.target,
    synapticOperations: mean(operations),
    compartmentUpdatesActive: mean(active),
    compartmentUpdatesInactive: mean(updates) - mean(active),
    spikes: mean(spikesOf),
    axonsOut: axonsOut / samples,
    spikesWithinTile: withinTile / samples,
    hopsEastWest: eastWest / samples,
    hopsNorthSouth: northSouth / samples,
    hostInjectedEvents: hostMessages / samples,
    timesteps: timestepsTotal / samples,
    tiles: new Set(cores.map(({ id }) => Math.floor(id / mesh.coresPerTile))).size,
    busiestCore: {
      id: cores[busiest].id,
      synapticOperations: operations[busiest] / samples,
      compartmentUpdatesActive: active[busiest] / samples,
      compartmentUpdatesInactive: (updates[busiest] - active[busiest]) / samples,
      spikes: spikesOf[busiest] / samples,
    },
  };
}

function listsOf(mapped: MappedProgram, index: number, firstCompartment: number): CoreLists {
  const core = mapped.cores[index];
  const { atoms } = core.inputAxons;
  const listOfAxon = new Uint32Array(atoms.length);
  const start: number[] = [0];
  const compartment: number[] = [];
  const delay: number[] = [];
  for (let axon = 0; axon < atoms.length; axon++) {
    listOfAxon[axon] = start.length - 1;
    for (let atom = 0; atom < atoms[axon]; atom++) {
      for (const synapse of readSynapses(core, mapped.coreLimits.wordBits, axon, atom)) {
        compartment.push(firstCompartment + synapse.compartment);
        delay.push(synapse.delay + 1);
      }
      start.push(compartment.length);
    }
  }
  return { listOfAxon, start: Uint32Array.from(start), compartment: Uint32Array.from(compartment), delay: Uint32Array.from(delay) };
}

/** Core of every neuron, and its first output axon there (output axons ascend by compartment). */
function outputsByNeuron(mapped: MappedProgram): { coreOf: Uint32Array; outputStart: Uint32Array } {
  const neurons = mapped.populations.reduce((sum, population) => sum + population.size, 0);
  const coreOf = new Uint32Array(neurons);
  const outputStart = new Uint32Array(neurons);
  mapped.cores.forEach((core, index) => {
    let next = 0;
    core.neurons.forEach((neuron, compartment) => {
      coreOf[neuron] = index;
      while (next < core.outputAxons.compartment.length && core.outputAxons.compartment[next] < compartment) next++;
      outputStart[neuron] = next;
    });
  });
  return { coreOf, outputStart };
}

function activityOf(mapped: MappedProgram, compartments: number): { isBiased: Uint8Array; remembers: Uint8Array } {
  const isBiased = new Uint8Array(compartments);
  const remembers = new Uint8Array(compartments);
  // u is forgotten within the timestep by the highest decay that a legalised program writes; v remembers unless it has it too.
  const highest = mapped.cores.reduce((most, core) => core.configs.reduce((max, config) => Math.max(max, config.decayU, config.decayV), most), 0);
  let next = 0;
  for (const core of mapped.cores) {
    for (let c = 0; c < core.neurons.length; c++, next++) {
      const config = core.configs[core.configOf[c]];
      isBiased[next] = core.biasMantissa[c] === 0 ? 0 : 1;
      remembers[next] = config.decayU < highest || config.decayV < highest ? 1 : 0;
    }
  }
  return { isBiased, remembers };
}
