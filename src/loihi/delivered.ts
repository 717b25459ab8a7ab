/** What stored synapses deliver, and to whom: the tables read back as numbers, for exports and for reading. */
import type { MappedCore, MappedProgram, SynapseFormat } from "./mapping.js";
import { readSynapses, visitSynapses } from "./stored-synapses.js";
import type { LoihiTarget } from "./target.js";
import { storedWeightExponent } from "./weights.js";

/** A synapse as its compartment feels it. */
export interface DeliveredSynapse {
  readonly compartment: number;
  /** Neuron, numbered through all populations. */
  readonly neuron: number;
  readonly format: number;
  /** As stored: two's complement in mixed mode, else a magnitude. */
  readonly stored: number;
  /** What arrives: +- stored x 2^(magnitude bits - weight bits [+ 1 in mixed mode] + 6 + weight exponent), rounded down. */
  readonly delivered: number;
  /** Timesteps from emission to arrival: the stored delay + 1. */
  readonly delayTimesteps: number;
}

/** The synapses of atom `atom` of input axon `axon`, in stored order. */
export function deliveredSynapses(core: MappedCore, target: LoihiTarget, axon: number, atom: number): DeliveredSynapse[] {
  return readSynapses(core, target.core.wordBits, axon, atom).map(({ compartment, format, stored, delay }) => ({
    compartment,
    neuron: core.neurons[compartment],
    format,
    stored,
    delivered: deliveredWeight(stored, core.formats[format], target),
    delayTimesteps: delay + 1,
  }));
}

/** What a stored number delivers in a format; below 2^0 each weight is shifted by itself, rounding down. */
export function deliveredWeight(stored: number, { weightBits, signMode, weightExponent }: SynapseFormat, target: LoihiTarget): number {
  const weight = signMode === "inhibitory" ? -stored : stored;
  // A magnitude of 0 stays 0, not -0.
  return Math.floor(weight * 2 ** storedWeightExponent(weightBits, signMode, weightExponent, target)) + 0;
}

/** What a core's synapses deliver, format by format. */
export interface FormatUse {
  /** Stored synapses; those of lists that several axons share count once an axon. */
  readonly synapses: number;
  /**
   * Of these, such as deliver no multiple of 2^6. nengo-loihi (`discretize_weights`) and brian2-loihi shift a weight in two
   * parts, by the weight exponent and then by 6, so that they would lose its lowest bits; the formula here keeps them.
   */
  readonly finer: number;
}

export function formatUses(core: MappedCore, target: LoihiTarget): FormatUse[] {
  const unit = 2 ** target.synapse.weightScaleExponent;
  const synapses = core.formats.map(() => 0);
  const finer = core.formats.map(() => 0);
  const { atoms } = core.inputAxons;
  for (let axon = 0; axon < atoms.length; axon++) {
    for (let atom = 0; atom < atoms[axon]; atom++) {
      for (const { format, delivered } of deliveredSynapses(core, target, axon, atom)) {
        synapses[format]++;
        if (delivered % unit !== 0) finer[format]++;
      }
    }
  }
  return synapses.map((count, format) => ({ synapses: count, finer: finer[format] }));
}

/** Synapses of all cores that deliver no multiple of 2^6 (`FormatUse`). Cores whose formats cannot are not read. */
export function finerSynapses({ cores, coreLimits }: MappedProgram, target: LoihiTarget): number {
  const { weightScaleExponent } = target.synapse;
  let finer = 0;
  for (const core of cores) {
    const unit = core.formats.map(({ weightBits, signMode, weightExponent }) => {
      const exponent = storedWeightExponent(weightBits, signMode, weightExponent, target);
      return 2 ** Math.max(0, weightScaleExponent - exponent);
    });
    if (unit.every((least) => least === 1)) continue;
    core.inputAxons.atoms.forEach((atoms, axon) => {
      for (let atom = 0; atom < atoms; atom++) {
        visitSynapses(core, coreLimits.wordBits, axon, atom, (_, format, stored) => {
          if (stored % unit[format] !== 0) finer++;
        });
      }
    });
  }
  return finer;
}
