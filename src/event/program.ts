/**
 * The event program: integers only, event-driven, what every back end runs. Semantics: README.md in this folder.
 *
 * Neurons are numbered through all populations in order, input lines through all ports in order; a *source* is an
 * input line (0 .. inputLines - 1) or a neuron (inputLines ..). Weights live in typed arrays, one per table, and are
 * never expanded to one object per synapse: `fanout` (fanout.ts) is the one primitive of connectivity.
 */

export interface EventProgram {
  readonly level: "event";
  readonly name: string;
  /** What a sample may bring; the range analysis proves the widths under it and hosts refuse longer samples. */
  readonly limits: ProgramLimits;
  readonly inputs: readonly InputPort[];
  readonly populations: readonly Population[];
  readonly tables: readonly WeightTable[];
  readonly projections: readonly Projection[];
  readonly readout: Readout;
  /** What it was legalised for; absent for the target-independent program. */
  readonly legalised?: Legalisation;
}

export interface ProgramLimits {
  /** Timesteps a sample may run, readout step included; >= 1. */
  readonly timestepsPerSample: number;
  /** Input events that may be listed for one timestep (a line listed n times counts n times). */
  readonly eventsPerTimestep: number;
  /** Input events a sample may bring in all; at most the product of the two above. */
  readonly eventsPerSample: number;
}

/** `lines`: plain spike lines. `tokens`: a line per shared word row, one token a position. */
export interface InputPort {
  readonly name: string;
  readonly kind: "lines" | "tokens";
  readonly lines: number;
  /** Each line is listed at most once a timestep: the range analysis relies on it, hosts check it. Absent: no such promise. */
  readonly unique?: true;
  /** At most one event of the whole port a timestep: as above. Absent: no such promise. */
  readonly exclusive?: true;
}

/** Neurons that share a model. Per-neuron arrays have `size` elements. */
export interface Population {
  readonly name: string;
  readonly size: number;
  readonly model: NeuronModel;
  /** A neuron spikes if v > threshold, strictly. Absent: the population never spikes (a pure integrator). */
  readonly thresholds?: Int32Array;
  /** Added to v in every timestep. Absent: zero. */
  readonly biases?: Int32Array;
  readonly reset: Reset;
  readonly refractory: Refractory;
  /** Absent: only a sample's reset makes it forget. */
  readonly forgets?: Forgetting;
}

/**
 * At the start of every timestep t with t mod period = phase, before anything arrives, the population is as at the sample's
 * start: v, u, the refractory time and what a reset by subtraction left are gone. What is under way is not.
 */
export interface Forgetting {
  /** Timesteps from one forgetting to the next, >= 1. */
  readonly period: number;
  /** 0 .. period - 1. */
  readonly phase: number;
}

export type NeuronModel =
  /** v = v + q + bias */
  | { readonly kind: "if" }
  /** v = leak(v) + q + bias, leak(v) = v - ((v + (v < 0 ? 0 : 2^k - 1)) >> k), k = leakShift in 0..15; k = 0 forgets fully */
  | { readonly kind: "lif"; readonly leakShift: number }
  /** Loihi 1, bit exact: decays 0..4095, membrane clipped to [membraneMin, membraneMax], current wraps at 24 bit. */
  | {
      readonly kind: "cuba";
      readonly decayU: number;
      readonly decayV: number;
      readonly membraneMin: number;
      readonly membraneMax: number;
    };

export type Reset =
  | { readonly kind: "zero" }
  /** v -= amounts[neuron] on a spike. */
  | { readonly kind: "subtract"; readonly amounts: Int32Array };

export type Refractory =
  | { readonly kind: "none" }
  /** v is held at 0 and q discarded in so many following timesteps (1..62). */
  | { readonly kind: "steps"; readonly timesteps: number }
  /** v is held at 0 and q discarded until the sample is reset, or the population forgets: the neuron spikes at most once until then. */
  | { readonly kind: "untilReset" };

/** Signed mantissas, row-major [rows x columns]; a delivered weight is mantissa x 2^exponent. */
export interface WeightTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Width of a mantissa, 1..8 (two's complement; 1 bit holds -1 and 0). */
  readonly bits: number;
  /** 0..15. */
  readonly exponent: number;
  readonly weights: Int8Array;
}

/** Who reaches whom, through which table, with which delay. */
export interface Projection {
  readonly name: string;
  readonly source: SourceRef;
  /** Name of the target population. */
  readonly target: string;
  /** Name of the weight table. */
  readonly table: string;
  /** 1..63 timesteps from emission to arrival. */
  readonly delay: number;
  readonly connectivity: Connectivity;
}

export type SourceRef = { readonly kind: "input"; readonly port: string } | { readonly kind: "population"; readonly population: string };

export type Connectivity = DenseConnectivity | SparseConnectivity | Conv1dConnectivity | Conv2dConnectivity | PoolConnectivity;

/**
 * Source i adds the columns [columnStart, columnStart + length) of table row rowOf[i] (or i) to the neurons
 * [targetStart, targetStart + length). Token rows are this: several projections share one table, a column window each.
 */
export interface DenseConnectivity {
  readonly kind: "dense";
  readonly columnStart: number;
  readonly length: number;
  readonly targetStart: number;
  readonly rowOf?: Uint32Array;
}

/** Compressed sparse rows: synapses rowStart[i] .. rowStart[i + 1] of source i; synapse s has weight weights[s] and target targets[s], ascending in a row. The table has one row. */
export interface SparseConnectivity {
  readonly kind: "sparse";
  readonly rowStart: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Source [position][channel] (channel fastest), target the same. Output position o sees input positions
 * o * stride - padLeft + k * dilation for k in 0..kernel-1. Table [kernel * inChannels x outChannels / groups], row
 * k * inChannels + c. With groups, the channels of input and output are divided into so many equal ranges, and each range
 * of outputs sees its range of inputs alone (a depthwise convolution has one input channel a group).
 */
export interface Conv1dConnectivity {
  readonly kind: "conv1d";
  readonly inLength: number;
  readonly inChannels: number;
  readonly outLength: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padLeft: number;
  /** Absent: 1. */
  readonly dilation?: number;
  /** Absent: 1. */
  readonly groups?: number;
}

/** As conv1d on [y][x][channel] (channel fastest). Table row (ky * kernelWidth + kx) * inChannels + c, outChannels / groups columns. */
export interface Conv2dConnectivity {
  readonly kind: "conv2d";
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padTop: number;
  readonly padLeft: number;
  /** Absent: 1. */
  readonly dilationY?: number;
  /** Absent: 1. */
  readonly dilationX?: number;
  /** Absent: 1. */
  readonly groups?: number;
}

/**
 * Sum over windows, channel by channel, with the one weight of a 1 x 1 table. Layout as conv2d; a 1-D pool has height 1.
 * One to one is a 1 x 1 window.
 */
export interface PoolConnectivity {
  readonly kind: "pool";
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  /** Absent: 0. */
  readonly padTop?: number;
  /** Absent: 0. */
  readonly padLeft?: number;
}

/**
 * Decides the class at the end of the sample's last timestep. The population's neurons are grouped, consecutive
 * `neuronsPerClass` to a class. `membrane` and `count` add over the group, highest wins; `firstSpike` takes the
 * earliest spike of the group (timesteps of the sample if none), lowest wins. Ties go to the lowest class.
 */
export interface Readout {
  readonly kind: "membrane" | "count" | "firstSpike";
  readonly population: string;
  readonly neuronsPerClass: number;
  readonly classes: readonly string[];
  /** D: timesteps from the last input position to the readout step, so a text of L words runs L + D timesteps. */
  readonly drainTimesteps: number;
  /** Of a membrane readout: class sums are membranes / 2^this, of a population that a back end needs so much larger (0 if absent). */
  readonly shift?: number;
}

/** A contract that a back end asked for and a pass established. */
export interface Legalisation {
  /** Name of the target description, e.g. "crossbar-16" or "loihi1". */
  readonly target: string;
  /** Neurons are updated in aligned groups of so many; a group is updated when any of its neurons may change. */
  readonly updateGroup: number;
}
