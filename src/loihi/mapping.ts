/**
 * The mapped program: what would be loaded into each core, as tables. Everything that the chip needs is here in its own
 * formats; the event program is not needed to run it. README.md in this folder says what the synapse words hold.
 */
import type { InputPort, ProgramLimits, Readout } from "../event/program.js";
import type { CoreUtilization, MappingResult } from "../util/results.js";
import type { CoreLimits, LoihiTarget } from "./target.js";
import type { SignMode } from "./weights.js";

export interface MappedProgram {
  readonly level: "mapped";
  readonly name: string;
  /** Name of the target, and those of its limits that the tables below must keep. */
  readonly target: string;
  readonly mesh: LoihiTarget["mesh"];
  readonly coreLimits: CoreLimits;
  readonly seed: number;
  readonly objective: Objective;
  /** What spikes the mapping was weighed by. */
  readonly weighedBy: string;
  /** Name of the cost table that the objective `energy` went by; empty for the others. */
  readonly costs: string;
  readonly limits: ProgramLimits;
  readonly inputs: readonly InputPort[];
  readonly populations: readonly { readonly name: string; readonly size: number }[];
  readonly readout: Readout;
  /** Where the host sends the events of each input line. */
  readonly host: HostRoutes;
  readonly cores: readonly MappedCore[];
}

/** `cores`: cores in the order of the neurons. `traffic`: few hops of all spikes. `energy`: little energy of their messages. */
export const OBJECTIVES = ["cores", "traffic", "energy"] as const;

export type Objective = (typeof OBJECTIVES)[number];

/** How an input axon hears, and how what is sent to it is written. */
export const AXON_KINDS = { discrete: 0, population16: 1, population32: 2 } as const;

/** Line l is sent to the destinations lineStart[l] .. lineStart[l + 1]. */
export interface HostRoutes {
  readonly lineStart: Uint32Array;
  /** Index into `cores`. */
  readonly core: Uint32Array;
  readonly axon: Uint32Array;
  readonly atom: Uint32Array;
}

export interface MappedCore {
  /** Number of the core on the target: (chip x tiles + tile) x coresPerTile + place in the tile; tiles row by row. */
  readonly id: number;
  readonly populations: readonly string[];
  /** Neuron (numbered through all populations) of each compartment. */
  readonly neurons: Uint32Array;
  readonly membraneMin: number;
  readonly membraneMax: number;
  readonly configs: readonly CompartmentConfig[];
  /** threshold = mantissa x the target's unit. */
  readonly thresholdMantissas: Int32Array;
  /** Per compartment: which configuration, which threshold, and its bias = mantissa x 2^exponent. */
  readonly configOf: Uint32Array;
  readonly thresholdOf: Uint32Array;
  readonly biasMantissa: Int32Array;
  readonly biasExponent: Uint32Array;
  readonly formats: readonly SynapseFormat[];
  readonly inputAxons: InputAxons;
  /** Used words of synapse memory, little-endian. */
  readonly synapses: Uint8Array;
  readonly outputAxons: OutputAxons;
}

export interface CompartmentConfig {
  readonly decayU: number;
  readonly decayV: number;
  /** Register: r silences the r - 1 timesteps after a spike. */
  readonly refractory: number;
}

export interface SynapseFormat {
  /** `dense`: the n-th dense synapse of a list reaches compartment base + n. `indexed`: base + its stored index. */
  readonly compression: "dense" | "indexed";
  readonly signMode: SignMode;
  readonly weightBits: number;
  readonly weightExponent: number;
  readonly delayBits: number;
  /** 0 where dense. */
  readonly indexBits: number;
}

/** One element per input axon. */
export interface InputAxons {
  /**
   * Of `AXON_KINDS`. Discrete: one source, base 0. Population: `atoms` consecutive sources, compartments from `base`; of
   * population-32 the base is any, and more atoms are possible.
   */
  readonly kind: Uint32Array;
  /** First source (input line, or input lines + neuron). */
  readonly source: Uint32Array;
  readonly atoms: Uint32Array;
  readonly base: Uint32Array;
  /** Atom a owns the words pointer + a x words .. pointer + (a + 1) x words. */
  readonly pointer: Uint32Array;
  readonly words: Uint32Array;
}

/** One element per output axon, ascending by compartment: a spike of it goes to (core, axon, atom). */
export interface OutputAxons {
  /** That of the input axon it goes to: one to population-32 takes more of the core's output axons. */
  readonly kind: Uint32Array;
  readonly compartment: Uint32Array;
  /** Index into `cores`. */
  readonly core: Uint32Array;
  readonly axon: Uint32Array;
  readonly atom: Uint32Array;
}

/** Tile coordinates of a core. */
export function tileOf(mesh: LoihiTarget["mesh"], id: number): { chip: number; x: number; y: number } {
  const tile = Math.floor(id / mesh.coresPerTile);
  const tiles = mesh.tilesX * mesh.tilesY;
  return { chip: Math.floor(tile / tiles), x: tile % mesh.tilesX, y: Math.floor((tile % tiles) / mesh.tilesX) };
}

/** How much of a core's output axons one of this kind takes. */
export function outputSlotsOf(kind: number, limits: CoreLimits): number {
  return kind === AXON_KINDS.population32 ? limits.population32OutputSlots : 1;
}

/** (used, max) per resource of one core; resources in the order of the target's limits. */
export function utilizationOf(core: MappedCore, limits: CoreLimits): CoreUtilization {
  return {
    core: core.id,
    populations: core.populations,
    resources: {
      compartments: { used: core.neurons.length, max: limits.compartments },
      "input axons": { used: core.inputAxons.source.length, max: limits.inputAxons },
      "output axons": { used: core.outputAxons.kind.reduce((sum, kind) => sum + outputSlotsOf(kind, limits), 0), max: limits.outputAxons },
      "synapse words": { used: (core.synapses.length * 8) / limits.wordBits, max: limits.synapseWords },
      "compartment configurations": { used: core.configs.length, max: limits.compartmentConfigs },
      "threshold configurations": { used: core.thresholdMantissas.length, max: limits.thresholdConfigs },
      "synapse formats": { used: core.formats.length, max: limits.synapseFormats },
    },
  };
}

/** The mapping as the report prints it. */
export function mappingResult(mapped: MappedProgram): MappingResult {
  return {
    target: mapped.target,
    cores: mapped.cores.length,
    utilization: mapped.cores.map((core) => utilizationOf(core, mapped.coreLimits)),
  };
}
