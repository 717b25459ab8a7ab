/**
 * The result of a run as plain data (schema "snnc-report/1"): what `flow` gathers, `energy` prices and `report` prints.
 * Units are in the names; accuracies are percent of the test set.
 */
import type { ChipLatency } from "./chip-latency.js";
import type { Exploration } from "./exploration.js";

export interface ReportData {
  readonly schema: "snnc-report/1";
  /** What produced it: product version, preset, TensorFlow backend and other choices, each printable. */
  readonly provenance: Readonly<Record<string, string | number | boolean>>;
  readonly dataset: DatasetResult;
  readonly accuracy: AccuracyResult;
  readonly equality: EqualityResult;
  readonly perInference: PerInferenceResult;
  readonly rtl: RtlResult;
  readonly mapping: MappingResult;
  readonly energy: readonly EnergyLine[];
  /** Counted, but without a published cost: named so that nobody thinks it is free. */
  readonly notPriced: readonly NotPriced[];
  readonly verdict: Verdict;
  readonly boards: readonly BoardFit[];
  /** On the board that the bundle was last synthesised for. */
  readonly placed?: PlacedResult;
  readonly pipeline: readonly PipelineStage[];
  readonly perClass: readonly ClassResult[];
  /** The test set in quarters by length, ascending. */
  readonly byLength?: readonly LengthQuarter[];
  /** What stopping early saves. */
  readonly anytime?: AnytimeResult;
  /** The search that the network was picked from. */
  readonly search?: Exploration;
  readonly explanations: readonly Explanation[];
  readonly learning: LearningResult;
  /** The cost tables behind `energy`, in the order in which they are shown. */
  readonly costTables: readonly CostTableResult[];
  /** Commands that make this report again, in order. */
  readonly repeat: readonly string[];
}

/** The result of a network that was converted from someone's model (or brought as a spiking one). */
export interface NetworkReport extends Pick<ReportData, "provenance" | "equality" | "mapping" | "energy" | "notPriced" | "costTables"> {
  readonly schema: "snnc-network-report/1";
  readonly network: string;
  readonly data: { readonly name: string; readonly samples: number; readonly classes: readonly string[] };
  /** Percent of the samples. `source`: of the network as it came, absent where that is spiking itself. */
  readonly accuracy: { readonly source?: number; readonly rtl: number; readonly samplingErrorPercent: number };
  /** Means over the samples. */
  readonly perInference: Omit<PerInferenceResult, "words">;
  /** Of texts alone: the samples in quarters by length, ascending. */
  readonly byLength?: readonly LengthQuarter[];
  /** What stopping early saves, where there are samples to choose the rule on. */
  readonly anytime?: AnytimeResult;
  readonly rtl: Omit<RtlResult, "sopPerCycle" | "parameters">;
  /** The core on a board, where `snnc synth` has placed it. */
  readonly placed?: PlacedResult;
  /** Absent where there is nothing to compare with. */
  readonly verdict?: Verdict;
}

/**
 * The result of the published method (`--encoding rate`): a network too large for a core, counted in the golden simulator on
 * some texts of its test set, beside the analogue network that it came from.
 */
export interface RateReport extends Pick<ReportData, "provenance" | "energy" | "notPriced" | "costTables"> {
  readonly schema: "snnc-rate-report/1";
  readonly data: { readonly name: string; readonly test: number; readonly counted: number; readonly classes: readonly string[] };
  /** Percent of the test set; each spiking one the mean over the encoder's seeds, with their lowest and highest. */
  readonly accuracy: {
    readonly ann: number;
    readonly converted: RateAccuracy;
    readonly fineTuned: RateAccuracy;
    readonly samplingErrorPercent: number;
    /** Percent of the counted texts that the integer program decides rightly. */
    readonly golden: number;
  };
  /** Means over the counted texts. */
  readonly perInference: Pick<PerInferenceResult, "inputEvents" | "sops" | "spikes" | "neuronUpdates" | "timesteps">;
  readonly multiplyAccumulates: { readonly dense: number; readonly ofWords: number };
  readonly network: Readonly<Record<string, string | number>>;
  /** In words: operations with the input layer against products. */
  readonly consequence: string;
  readonly verdict: Verdict;
  /** The crossbar and the chip, which as a rule refuse it. */
  readonly mappings: readonly MappingResult[];
}

export interface RateAccuracy {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

/** What a cost table is, without its numbers (those stand at each term). */
export interface CostTableResult {
  /** As in `EnergyLine.table`. */
  readonly name: string;
  readonly title: string;
  readonly technology: string;
  readonly source: string;
  readonly notes: readonly string[];
}

export interface DatasetResult {
  readonly name: string;
  readonly train: number;
  readonly dev: number;
  readonly test: number;
  readonly classes: readonly string[];
  readonly split: string;
  readonly duplicates: number;
  readonly conflictingTexts: number;
  readonly emptyRows: number;
  readonly trainTestOverlap: number;
  /** Words in the vocabulary and rows (input lines) that they share after lowering. */
  readonly vocabulary: number;
  readonly rows: number;
  /** Percent of test tokens that are not in the vocabulary. */
  readonly unknownTokensPercent: number;
}

/** Percent of the test set. `ann` = the untailored float network with the SNN's wide path. */
export interface AccuracyResult {
  readonly linear: number;
  readonly widePathAlone: number;
  readonly ann: number;
  readonly tailored: number;
  readonly converted: number;
  readonly snn: number;
  readonly golden: number;
  readonly rtl: number;
  /** rtl / ann x 100. */
  readonly retentionPercent: number;
  /** Half-width of the 95 % interval of `rtl` from the test set's size (Wilson). */
  readonly samplingErrorPercent: number;
}

export interface EqualityResult {
  readonly samples: number;
  readonly spikesCompared: number;
  readonly membranesCompared: number;
  readonly outputsCompared: number;
  readonly mismatches: number;
}

/** Means over the test set, as counted by the RTL (equal to the golden simulator's). */
export interface PerInferenceResult {
  readonly words: number;
  readonly inputEvents: number;
  readonly sops: number;
  readonly spikes: number;
  readonly neuronUpdates: number;
  readonly weightWordsRead: number;
  readonly timesteps: number;
  readonly cycles: number;
}

/** Terms of what a core's cycles are held against (src/cosim/bound.ts), and cycles / their sum. */
export interface CycleBound {
  /** Weight words read, a cycle each. */
  readonly words: number;
  /** Neuron groups updated, a cycle each. */
  readonly groups: number;
  /** 8 cycles a timestep. */
  readonly timesteps: number;
  /** What groups of CUBA neurons take beside; absent without. */
  readonly cuba?: number;
  readonly cyclesOverBound: number;
}

export interface RtlResult {
  readonly lanes: number;
  /** Operations per cycle on the standard dense stream, from the first word read to the last accumulate. */
  readonly sopPerCycle: number;
  /** The test set's own operations per cycle, over all cycles. */
  readonly sopPerCycleWorkload: number;
  /** Means per inference. */
  readonly bound: CycleBound;
  readonly clockHz: number;
  readonly latencySeconds: number;
  readonly simulator: string;
  readonly parameters: Readonly<Record<string, number>>;
}

export interface MappingResult {
  readonly target: string;
  readonly cores: number;
  readonly utilization: readonly CoreUtilization[];
  /** Set where the program does not fit the target: why. */
  readonly refusal?: string;
  /** Where the cores lie and what passes between them. */
  readonly plan?: ChipPlan;
}

/** A mapping on its mesh, as the chip map draws it. Messages: means a sample, one for each spike and destination core. */
export interface ChipPlan {
  readonly mesh: { readonly chips: number; readonly tilesX: number; readonly tilesY: number; readonly coresPerTile: number };
  /** One for each core of `utilization`, in its order. */
  readonly cores: readonly CorePlan[];
  /** Those with messages. */
  readonly links: readonly LinkPlan[];
  /** Samples whose spikes the messages are; absent: every neuron spikes once. */
  readonly samples?: number;
  /** Hash of the mapping (the bytes of mapping.pb) that this is the plan of. */
  readonly mapping?: string;
}

export interface CorePlan {
  /** Compartments of each of the core's `populations`, in their order. */
  readonly compartments: readonly number[];
  /** Messages to other cores, and from them. */
  readonly sends: number;
  readonly hears: number;
}

/** A link between neighbouring tiles; chips lie side by side, so that x runs through all of them. */
export interface LinkPlan {
  readonly x: number;
  readonly y: number;
  readonly towards: "east" | "west" | "south" | "north";
  readonly messages: number;
}

/** (used, max) per resource of one core. */
export interface CoreUtilization {
  readonly core: number;
  readonly populations: readonly string[];
  readonly resources: Readonly<Record<string, { readonly used: number; readonly max: number }>>;
}

export type EnergyKind = "arithmetic" | "arithmetic+memory" | "chip";

/** Width of weights and activations; a chip computes in its own. */
export type Precision = "int8" | "fp32" | "chip";

/** One system under one cost table. Ratios stand only between lines of one table, kind and precision. */
export interface EnergyLine {
  /** Stable name of the system, e.g. "snn-int8", "ann-fused-int8". */
  readonly id: string;
  /** The same for people. */
  readonly system: string;
  readonly precision: Precision;
  /** Name of the cost table, e.g. "horowitz-45nm", "loihi-davies-2018". */
  readonly table: string;
  readonly kind: EnergyKind;
  readonly picojoulesPerInference: number;
  readonly latencySeconds?: number;
  /** Of a chip, whose latency is known by bounds. */
  readonly latency?: ChipLatency;
  /** What was counted x what it costs; the terms sum to the line. */
  readonly terms: readonly EnergyTerm[];
  /** counted | cycle-simulated | published | measured: how the counts were obtained. */
  readonly countsFrom: "counted" | "cycle-simulated" | "measured";
}

/** What a term pays for: the first two for digital systems; a chip's costs hold arithmetic and memory in one figure. */
export type EnergyPart = "arithmetic" | "memory" | "synapses" | "neurons" | "communication";

export interface EnergyTerm {
  readonly part: EnergyPart;
  readonly what: string;
  /** Entry of the cost table, e.g. "operations.addInt32", "memory.1MiB", "events.hopEastWest". */
  readonly cost: string;
  readonly count: number;
  readonly picojoulesEach: number;
  /** Citation of the cost. */
  readonly source: string;
}

export interface NotPriced {
  readonly what: string;
  readonly count: number;
  readonly reason: string;
}

export interface Verdict {
  readonly accuracyRetentionPercent: number;
  /** Energy of the reference / energy of the SNN, both memory included, same table. */
  readonly energyReduction: number;
  readonly reference: string;
  readonly snn: string;
  /** In a sentence: whether it pays, relative to what. */
  readonly sentence: string;
  /** Further ratios under the headline: dense int8, linear. */
  readonly others: readonly { readonly reference: string; readonly energyReduction: number }[];
  /** For each cost that the two sides share: where it would have to lie for the headline to turn round. */
  readonly breakEvens: readonly BreakEven[];
}

/** The value of one cost, all others fixed, at which SNN and reference need the same energy. */
export interface BreakEven {
  /** Entry of the cost table, as in `EnergyTerm.cost`. */
  readonly cost: string;
  readonly picojoulesNow: number;
  /** Absent: no value >= 0 of this cost turns the verdict. */
  readonly flipsAtPicojoules?: number;
}

export interface BoardFit {
  readonly board: string;
  readonly device: string;
  readonly fits: boolean;
  readonly resources: readonly { readonly resource: string; readonly need: number; readonly capacity: number; readonly unit: string }[];
}

/** A placed and routed core: a text's cycles at the clock that the placer's timing analysis allows. */
export interface PlacedResult {
  readonly board: string;
  readonly device: string;
  /** Names and versions. */
  readonly tools: string;
  readonly luts: number;
  readonly blockRams: number;
  readonly sprams: number;
  readonly fmaxHz: number;
  /** Mean over the test set, without the link to the host. */
  readonly latencySeconds: number;
  /** Power that the user assumed, and the energy of a text under it. */
  readonly assumed?: { readonly watts: number; readonly picojoules: number };
}

export interface PipelineStage {
  readonly name: string;
  readonly summary: string;
  readonly figures: Readonly<Record<string, string | number>>;
}

export interface ClassResult {
  readonly name: string;
  readonly support: number;
  readonly predicted: number;
  readonly correct: number;
  readonly precisionPercent: number;
  readonly recallPercent: number;
}

/** Texts of `shortest` to `longest` words: about a quarter of the test set. Counts are means over them. */
export interface LengthQuarter {
  readonly shortest: number;
  readonly longest: number;
  readonly texts: number;
  /** Percent of these texts. */
  readonly accuracy: number;
  readonly words: number;
  readonly sops: number;
  readonly spikes: number;
  readonly timesteps: number;
  /** Of the crossbar. */
  readonly cycles?: number;
}

/** Stopping a sample once a class leads by enough, the rules chosen on dev. Operations are counted up to the stop. */
export interface AnytimeResult {
  readonly devSamples: number;
  /** Every sample run to its end. */
  readonly full: AnytimeOutcome;
  /** Ascending by `allowedLoss`. */
  readonly points: readonly AnytimePoint[];
}

/** Percent of dev and of test; means over the test samples. */
export interface AnytimeOutcome {
  readonly devAccuracy: number;
  readonly accuracy: number;
  readonly sops: number;
  readonly timesteps: number;
}

export interface AnytimePoint extends AnytimeOutcome {
  /** Points of dev accuracy that the rule was allowed to give away. */
  readonly allowedLoss: number;
  /** Stop after at least `earliest` timesteps, once the best class leads by `margin`. Absent: no rule saves anything. */
  readonly rule?: { readonly earliest: number; readonly margin: number };
  readonly stoppedPercent: number;
}

/** A sentence with the spikes its words caused. */
export interface Explanation {
  readonly text: string;
  readonly label: string;
  readonly decided: string;
  readonly words: readonly {
    readonly word: string;
    readonly timestep: number;
    readonly known: boolean;
    /** Hidden spikes whose window ends with this word. */
    readonly spikes: number;
    /** Filters that spiked, e.g. "conv3[17]", with the class each argues for most. */
    readonly neurons: readonly { readonly neuron: string; readonly towards: string; readonly weight: number }[];
  }[];
  readonly scores: readonly { readonly name: string; readonly score: number }[];
}

export interface LearningResult {
  readonly backend: string;
  readonly stages: readonly {
    readonly name: string;
    readonly epochs: number;
    readonly bestEpoch: number;
    readonly devAccuracy: number;
  }[];
  /** Choices made on dev, by name: threshold factor, scales, and what was tried. */
  readonly chosenOnDev: Readonly<Record<string, string | number>>;
  /** The compact word code, printable, where the words are coded. */
  readonly code?: Readonly<Record<string, string | number>>;
}
