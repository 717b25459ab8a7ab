/**
 * Re-checks a mapping from its tables alone: it shares no code with the mapper, reads the synapse words bit by bit and
 * knows nothing of the event program. `checkTables` finds tables that contradict each other or the limits that the
 * mapping names; `validateMapping` also holds it against the target's registers and widths.
 */
import type { Diagnostic } from "../util/diagnostics.js";
import type { MappedCore, MappedProgram } from "./mapping.js";
import type { LoihiTarget } from "./target.js";

/** One stored synapse as a core reads it. */
export interface StoredSynapse {
  readonly compartment: number;
  readonly format: number;
  /** As stored: two's complement in mixed mode, else a magnitude. */
  readonly stored: number;
  /** What is stored: the delay on top of the timestep that every spike takes. */
  readonly delay: number;
}

/** Number of bits of the count in a group's header; the format takes the others. */
const COUNT_BITS = 6;
const HEADER_BITS = 10;
/** Groups hold 1..64 synapses, since their count has 6 bits. */
const MOST_IN_GROUP = 2 ** COUNT_BITS;

/** The synapses of atom `atom` of input axon `axon`; throws Error where the words say nothing sensible. */
export function readSynapses(core: MappedCore, wordBits: number, axon: number, atom: number): StoredSynapse[] {
  const { pointer, words, base } = core.inputAxons;
  const start = (pointer[axon] + atom * words[axon]) * wordBits;
  const end = start + words[axon] * wordBits;
  if (end > core.synapses.length * 8) throw new Error(`axon ${axon} reads beyond the synapse memory`);
  const bit = (at: number): number => (core.synapses[Math.floor(at / 8)] >> (at % 8)) & 1;
  const field = (at: number, bits: number): number => {
    let value = 0;
    for (let i = 0; i < bits; i++) value += bit(at + i) * 2 ** i;
    return value;
  };
  const synapses: StoredSynapse[] = [];
  let nextDense = base[axon];
  for (let at = start; at < end; ) {
    const index = field(at, HEADER_BITS - COUNT_BITS);
    const count = field(at + HEADER_BITS - COUNT_BITS, COUNT_BITS) + 1;
    if (index >= core.formats.length) throw new Error(`axon ${axon} has a group of format ${index} of ${core.formats.length}`);
    const format = core.formats[index];
    at += HEADER_BITS;
    for (let i = 0; i < count; i++) {
      const raw = field(at, format.weightBits);
      at += format.weightBits;
      const delay = field(at, format.delayBits);
      at += format.delayBits;
      const compartment = format.compression === "dense" ? nextDense++ : base[axon] + field(at, format.indexBits);
      at += format.indexBits;
      const isNegative = format.signMode === "mixed" && raw >= 2 ** (format.weightBits - 1);
      synapses.push({ compartment, format: index, stored: isNegative ? raw - 2 ** format.weightBits : raw, delay });
    }
    at = Math.ceil(at / wordBits) * wordBits;
    if (at > end) throw new Error(`a group of axon ${axon} runs beyond its ${words[axon]} words`);
  }
  return synapses;
}

/** Contradictions between the tables, and limits that the mapping itself names and breaks; empty if there are none. */
export function checkTables(mapped: MappedProgram): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (where: string, message: string): void => {
    if (found.length < 20) found.push({ code: "mapping-invalid", where, message, hint: "Map the program again with `snnc map`." });
  };
  const { mesh, coreLimits, host, cores } = mapped;
  const neurons = mapped.populations.reduce((sum, population) => sum + population.size, 0);
  const lines = mapped.inputs.reduce((sum, port) => sum + port.lines, 0);
  const places = mesh.chips * mesh.tilesX * mesh.tilesY * mesh.coresPerTile;
  if (new Set(cores.map((core) => core.id)).size !== cores.length || cores.some((core) => core.id >= places)) {
    report("cores", `two cores share a place, or a place lies outside the ${places} of ${mapped.target}`);
  }
  if (neurons > places * coreLimits.compartments) {
    report("populations", `hold ${neurons} neurons; ${mapped.target} has ${places * coreLimits.compartments} compartments`);
    return found;
  }
  const home = new Uint32Array(neurons);
  for (const core of cores) {
    for (const neuron of core.neurons) {
      if (neuron < neurons) home[neuron]++;
      else report(`core ${core.id}`, `holds neuron ${neuron} of ${neurons}`);
    }
  }
  if (home.some((times) => times !== 1)) report("cores", `neuron ${home.findIndex((times) => times !== 1)} does not lie on exactly one core`);
  const { population, neuronsPerClass, classes } = mapped.readout;
  const read = mapped.populations.find(({ name }) => name === population);
  if (read === undefined) report("readout", `names no population: '${population}'`);
  else if (read.size !== neuronsPerClass * classes.length)
    report("readout", `reads ${classes.length} classes of ${neuronsPerClass} neurons; '${population}' has ${read.size}`);

  // What is sent must be what is heard: every (core, axon, atom) from one source, and that the one the axon names.
  const heard = cores.map((core) => core.inputAxons.atoms.reduce((sum, atoms) => sum + atoms, 0));
  const sent = new Uint32Array(cores.length);
  const routes = cores.reduce((sum, core) => sum + core.outputAxons.compartment.length, host.core.length);
  const checkRoute = (where: string, source: number, core: number, axon: number, atom: number): void => {
    if (core >= cores.length || axon >= cores[core].inputAxons.source.length || atom >= cores[core].inputAxons.atoms[axon]) {
      report(where, `sends to core ${core}, axon ${axon}, atom ${atom}, which does not exist`);
      return;
    }
    sent[core]++;
    if (cores[core].inputAxons.source[axon] + atom !== source)
      report(where, `source ${source} is sent to an axon of source ${cores[core].inputAxons.source[axon] + atom}`);
  };
  if (
    host.lineStart.length !== lines + 1 ||
    host.axon.length !== host.core.length ||
    host.atom.length !== host.core.length ||
    host.lineStart[0] !== 0 ||
    host.lineStart[lines] !== host.core.length
  ) {
    report("host", "its arrays have different lengths");
  } else if (host.lineStart.some((start, line) => line > 0 && start < host.lineStart[line - 1])) {
    report("host", "its lines' routes do not ascend");
  } else {
    for (let line = 0; line < lines; line++) {
      for (let r = host.lineStart[line]; r < host.lineStart[line + 1]; r++)
        checkRoute(`line ${line}`, line, host.core[r], host.axon[r], host.atom[r]);
    }
  }
  for (const [index, core] of cores.entries()) {
    const where = `core ${core.id}`;
    const size = core.neurons.length;
    const outputs = core.outputAxons;
    const perCompartment = [core.configOf, core.thresholdOf, core.biasMantissa, core.biasExponent];
    const perAxon = [core.inputAxons.kind, core.inputAxons.atoms, core.inputAxons.base, core.inputAxons.pointer, core.inputAxons.words];
    const perOutput = [outputs.core, outputs.axon, outputs.atom];
    if (
      perCompartment.some((array) => array.length !== size) ||
      perAxon.some((array) => array.length !== core.inputAxons.source.length) ||
      perOutput.some((array) => array.length !== outputs.compartment.length)
    ) {
      report(where, "its arrays have different lengths");
      continue;
    }
    const used: readonly [string, number, number][] = [
      ["compartments", size, coreLimits.compartments],
      ["input axons", core.inputAxons.source.length, coreLimits.inputAxons],
      ["output axons", outputs.compartment.length, coreLimits.outputAxons],
      ["synapse words", (core.synapses.length * 8) / coreLimits.wordBits, coreLimits.synapseWords],
      ["compartment configurations", core.configs.length, coreLimits.compartmentConfigs],
      ["threshold configurations", core.thresholdMantissas.length, coreLimits.thresholdConfigs],
      ["synapse formats", core.formats.length, coreLimits.synapseFormats],
    ];
    for (const [resource, need, limit] of used) if (need > limit) report(where, `uses ${need} ${resource}; ${mapped.target} holds ${limit}`);
    if (core.configOf.some((config) => config >= core.configs.length)) report(where, "a compartment has a configuration that does not exist");
    if (core.thresholdOf.some((threshold) => threshold >= core.thresholdMantissas.length))
      report(where, "a compartment has a threshold that does not exist");
    outputs.compartment.forEach((compartment, i) => {
      if (compartment >= size) report(where, `an output axon belongs to compartment ${compartment} of ${size}`);
      else checkRoute(where, lines + core.neurons[compartment], outputs.core[i], outputs.axon[i], outputs.atom[i]);
    });
    if (heard[index] > routes) continue;
    try {
      for (let axon = 0; axon < core.inputAxons.source.length; axon++) {
        for (let atom = 0; atom < core.inputAxons.atoms[axon]; atom++) {
          for (const synapse of readSynapses(core, coreLimits.wordBits, axon, atom)) {
            if (synapse.compartment >= size) report(where, `a synapse of axon ${axon} reaches compartment ${synapse.compartment} of ${size}`);
          }
        }
      }
    } catch (error) {
      report(where, error instanceof Error ? error.message : String(error));
    }
  }
  cores.forEach((core, index) => {
    if (sent[index] !== heard[index]) report(`core ${core.id}`, `hears ${heard[index]} sources, but ${sent[index]} are sent to it`);
  });
  return found;
}

/** Everything that `checkTables` finds, and every register and width that the target does not have. */
export function validateMapping(mapped: MappedProgram, target: LoihiTarget): Diagnostic[] {
  const found = checkTables(mapped);
  const report = (where: string, message: string): void => {
    found.push({ code: "mapping-invalid", where, message, hint: "Map the program again with `snnc map`." });
  };
  if (mapped.target !== target.name) report("mapping", `is for '${mapped.target}', not for '${target.name}'`);
  if (JSON.stringify(mapped.coreLimits) !== JSON.stringify(target.core)) report("mapping", `names other limits than ${target.name} has`);
  const { compartment, synapse, axon } = target;
  for (const core of mapped.cores) {
    const where = `core ${core.id}`;
    for (const config of core.configs) {
      const highest = 2 ** compartment.decayBits - 1;
      if (config.decayU > highest || config.decayV > highest) report(where, `a decay lies outside 0..${highest}`);
      if (config.refractory < 1 || config.refractory > compartment.refractoryMax)
        report(where, `a refractory register lies outside 1..${compartment.refractoryMax}`);
    }
    if (core.thresholdMantissas.some((mantissa) => mantissa < 0 || mantissa >= 2 ** compartment.thresholdMantissaBits))
      report(where, `a threshold mantissa has more than ${compartment.thresholdMantissaBits} bit`);
    if (core.biasMantissa.some((mantissa) => Math.abs(mantissa) > compartment.biasMantissaMax))
      report(where, `a bias mantissa lies outside +-${compartment.biasMantissaMax}`);
    if (core.biasExponent.some((exponent) => exponent > compartment.biasExponentMax))
      report(where, `a bias exponent lies outside 0..${compartment.biasExponentMax}`);
    if (!compartment.membraneMaxBits.includes(Math.log2(core.membraneMax + 1))) report(where, `clips membranes at ${core.membraneMax}`);
    const below = Math.log2(1 - core.membraneMin);
    if (!Number.isInteger(below) || below < 0 || below > compartment.membraneMinExponentMax) report(where, `clips membranes at ${core.membraneMin}`);
    for (const format of core.formats) {
      if (!synapse.weightBits.includes(format.weightBits)) report(where, `weights of ${format.weightBits} bit`);
      if (!synapse.indexBits.includes(format.indexBits)) report(where, `indices of ${format.indexBits} bit`);
      if (2 ** format.delayBits > 2 * (synapse.delayMax + 1)) report(where, `delays of ${format.delayBits} bit`);
      if (format.weightExponent < synapse.weightExponentMin || format.weightExponent > synapse.weightExponentMax)
        report(where, `a weight exponent of ${format.weightExponent}`);
    }
    core.inputAxons.kind.forEach((kind, index) => {
      const base = core.inputAxons.base[index];
      const atoms = core.inputAxons.atoms[index];
      const isRight =
        kind === 0
          ? base === 0 && atoms === 1
          : kind === 1 && base % axon.populationBaseUnit === 0 && base <= axon.populationBaseMax && atoms <= 2 ** axon.populationAtomBits;
      if (!isRight) report(where, `axon ${index} of kind ${kind} with base ${base} and ${atoms} atoms`);
    });
  }
  if (synapse.groupHeaderBits !== HEADER_BITS || synapse.groupSynapses !== MOST_IN_GROUP)
    report("target", "its groups are not those that this reader knows");
  return found;
}
