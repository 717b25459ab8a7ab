/**
 * What goes into a simulator and what comes out: batches of samples in typed arrays, and the one interface that the
 * golden simulator, the RTL co-simulation, the chip emulator and a board share.
 */

/**
 * Input events of many samples. Sample s owns the events sampleStart[s] .. sampleStart[s + 1], sorted by time;
 * event e is emitted at timestep time[e] on input line line[e] (numbered through all ports).
 * Sample s runs timesteps 0 .. timesteps[s] - 1 and is read out at the end of the last.
 */
export interface EventBatch {
  readonly sampleStart: Uint32Array;
  readonly time: Uint32Array;
  readonly line: Uint32Array;
  readonly timesteps: Uint32Array;
}

/** Counted per sample; every array has one element a sample. */
export interface Counters {
  /** Stored weights of segments delivered by a spike, explicit zeros included, lane padding excluded. */
  readonly synapticOperations: Uint32Array;
  /** Input events delivered. */
  readonly inputEvents: Uint32Array;
  /** Spikes emitted by neurons. */
  readonly spikes: Uint32Array;
  /** Neurons updated, padding excluded. */
  readonly neuronUpdates: Uint32Array;
  readonly timesteps: Uint32Array;
}

/** Counted by the crossbar in addition. */
export interface CycleCounters {
  readonly cycles: Uint32Array;
  /** Weight words (LANES weights each) read. */
  readonly weightWordsRead: Uint32Array;
  /** Cycles in which a weight word was read. */
  readonly busyCycles: Uint32Array;
  /** Neuron groups updated. */
  readonly groupUpdates: Uint32Array;
}

/** Counted by a mesh of crossbars in addition; [samples x cores] unless said otherwise. */
export interface MeshCounters {
  readonly cores: number;
  readonly synapticOperations: Uint32Array;
  readonly weightWordsRead: Uint32Array;
  readonly neuronUpdates: Uint32Array;
  readonly spikes: Uint32Array;
  /** Events that came by the mesh: input events and spikes of other cores. */
  readonly events: Uint32Array;
  /** Cycles in which a weight word was read. */
  readonly busyCycles: Uint32Array;
  /** Cycles in which a flit waited for a side of the core's router. */
  readonly stalledCycles: Uint32Array;
  /** Flits that left the core's router to a neighbour. */
  readonly hops: Readonly<Record<"east" | "west" | "north" | "south", Uint32Array>>;
  /** [samples] cycles in which the next timestep waited until cores and mesh were quiet: their work, and the barrier. */
  readonly waitedCycles: Uint32Array;
}

export interface SpikeRecord {
  /** Spikes of sample s: sampleStart[s] .. sampleStart[s + 1], ascending by (time, neuron). */
  readonly sampleStart: Uint32Array;
  readonly time: Uint32Array;
  /** Neuron numbered through all populations. */
  readonly neuron: Uint32Array;
}

/** What every timestep of every sample would have been read out as; the last one of a sample is its result. */
export interface Timeline {
  /** Timesteps of sample s: sampleStart[s] .. sampleStart[s + 1]. */
  readonly sampleStart: Uint32Array;
  /** [timesteps x classes] the outputs, had the sample ended after that timestep. */
  readonly outputs: Int32Array;
  /** [timesteps] those of the sample up to and including that timestep. */
  readonly synapticOperations: Uint32Array;
}

export interface BatchResult {
  readonly samples: number;
  readonly classes: number;
  /** [samples x classes] class sums (or first-spike times). */
  readonly outputs: Int32Array;
  /** Decided class per sample. */
  readonly decisions: Uint16Array;
  readonly counters: Counters;
  readonly cycles?: CycleCounters;
  readonly mesh?: MeshCounters;
  /** Present if asked for. */
  readonly spikes?: SpikeRecord;
  /** Present if asked for: [samples x neurons] membrane potentials after the last timestep's reset. */
  readonly membranes?: Int32Array;
  /** Present if asked for, of the golden simulator alone. */
  readonly timeline?: Timeline;
}

export interface RunOptions {
  readonly spikes?: boolean;
  readonly membranes?: boolean;
  readonly timeline?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (samplesDone: number, samples: number) => void;
}

/** Anything that runs an event program. */
export interface Simulator {
  readonly backend: "golden" | "loihi" | "rtl" | "board";
  /** One line for the report: what ran. */
  readonly description: string;
  /** Throws SnncError for samples beyond the program's limits, or when aborted. */
  run(batch: EventBatch, options?: RunOptions): Promise<BatchResult>;
  close(): Promise<void>;
}
