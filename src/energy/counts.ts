/**
 * What must be counted before anything can be priced: plain means per inference, filled by `flow` from the simulators,
 * the chip mapping and the RTL. Every count is a mean over the test set; sizes are in bytes, widths in bits.
 */
import type { ChipLatency } from "../util/chip-latency.js";
import type { ChipEventMeans } from "../util/chip-report.js";

/** One kernel size of the TextCNN. */
export interface KernelCounts {
  /** Words in a window. */
  readonly size: number;
  readonly filters: number;
  /** Mean (window, offset) pairs that lie inside the text, per filter: `meanTaps(lengths, size)`; at most size x words. */
  readonly taps: number;
}

/** The classifier and the texts, as any implementation sees them. */
export interface WorkloadCounts {
  /** Words of a text; every one is the end of a window per kernel size. */
  readonly words: number;
  /** Words that read a row: all but those that drive nothing. */
  readonly wordsWithRow: number;
  readonly kernels: readonly KernelCounts[];
  /** Elements of a word's embedding. */
  readonly dimensions: number;
  readonly classes: number;
  /** Rows of the word table after sharing; granted to the ANN too, dense and fused. */
  readonly rows: number;
  readonly wide: WideCounts;
  readonly linear: LinearCounts;
  readonly snn: SnnCounts;
  readonly crossbar?: CrossbarCounts;
}

/** The wide path: rows of one weight per class that go straight to the output. */
export interface WideCounts {
  /** A word's row also holds its weight per class. */
  readonly words: boolean;
  /** Rows of the table of hashed pairs (0: no pairs), and pairs looked up per text. */
  readonly bigramRows: number;
  readonly bigramLookups: number;
}

/** The linear bag-of-bigrams model, as trained. */
export interface LinearCounts {
  /** Features with a row of one weight per class. */
  readonly features: number;
  /** Features found in a text, each adding its row once. */
  readonly lookups: number;
}

/** What one weight table of the event program was asked for. */
export interface TableReads {
  readonly name: string;
  /** Tables of one name here lie in one memory, as the rows of one input port do: its size is the sum of theirs. */
  readonly memory: string;
  /** Size of the whole table. */
  readonly bytes: number;
  /** 64-bit words read, each segment rounded up to whole words. */
  readonly words64: number;
  /** Stored weights delivered from it. */
  readonly synapticOperations: number;
}

/** A layer with weights of a network that is not spiking, per sample; what follows it up to the next such layer is fused into it. */
export interface LayerCounts {
  readonly name: string;
  /** Without those on zero padding. */
  readonly multiplyAccumulates: number;
  /** Of ReLUs and max pools behind it. */
  readonly comparisons: number;
  /** Weights and biases. */
  readonly weights: number;
  /** Values that it reads. */
  readonly inputs: number;
}

/** A converted network against its source. */
export interface NetworkCounts {
  readonly layers: readonly LayerCounts[];
  readonly classes: number;
  readonly snn: SnnCounts;
  /** Absent where no core holds the program. */
  readonly crossbar?: CrossbarCounts;
}

/** The event program, as the golden simulator counts it (`src/event/README.md`). */
export interface SnnCounts {
  readonly tables: readonly TableReads[];
  /** Neurons and their updates, padding excluded. */
  readonly neurons: number;
  readonly neuronUpdates: number;
  /** Those of CUBA neurons, which have a current too and multiply both states; absent without. */
  readonly cubaUpdates?: number;
  /** Width of accumulators, membranes and thresholds. */
  readonly stateBits: number;
  /** Accumulators a neuron keeps for spikes under way: the longest delay. */
  readonly delaySlots: number;
  readonly inputEvents: number;
  readonly spikes: number;
  /** Connectivity looked up: one axon row per input event or spike that has a fan-out, then its segments. */
  readonly axons: LookupCounts;
  readonly segments: LookupCounts;
}

/** Rows of `rowBits` read from a table of `bytes`. */
export interface LookupCounts {
  readonly reads: number;
  readonly rowBits: number;
  readonly bytes: number;
}

/** The crossbar, as its own counters count it (`rtl/README.md`); memories as the emitted parameters size them. */
export interface CrossbarCounts {
  /** Name of the core configuration, e.g. "crossbar-32". */
  readonly name: string;
  readonly lanes: number;
  readonly weightBits: number;
  readonly stateBits: number;
  /** Words of `lanes` weights read, padding included. */
  readonly weightWordsRead: number;
  /** Groups of `lanes` neurons updated, padding included. */
  readonly groupUpdates: number;
  /** Those of CUBA neurons; absent without. */
  readonly cubaGroupUpdates?: number;
  readonly axons: LookupCounts;
  readonly segments: LookupCounts;
  readonly weightBytes: number;
  /** Membranes and delay slots. */
  readonly stateBytes: number;
  readonly thresholdBytes: number;
  /** 0 where the core was built without biases. */
  readonly biasBytes: number;
  readonly cycles: number;
  readonly clockHz: number;
}

/** Events of a mapped program on a Loihi-style chip, over the test set. */
export interface ChipEvents extends ChipEventMeans {
  /** Name of the target, e.g. "loihi1". */
  readonly target: string;
  /** Bounds of the latency, one for each chip table that was at hand when the events were counted. */
  readonly latency?: readonly ChipLatency[];
}

/**
 * Mean number of (window, offset) pairs inside the text, for windows of `size` words, one ending at each word, padded
 * on the left: the sum over p < length of min(p + 1, size). Padding costs nobody anything.
 */
export function meanTaps(lengths: ArrayLike<number>, size: number): number {
  if (lengths.length === 0) return 0;
  let sum = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] ?? 0;
    const short = Math.min(length, size);
    sum += (short * (short + 1)) / 2 + (length - short) * size;
  }
  return sum / lengths.length;
}

/** Total synaptic operations of the event program. */
export function synapticOperationsOf(snn: SnnCounts): number {
  return snn.tables.reduce((sum, table) => sum + table.synapticOperations, 0);
}
