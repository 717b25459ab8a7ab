/** The rules of one core: its resources, its lists in synapse memory, and its registers and widths on a target. */
import type { MappedCore, MappedProgram, SynapseFormat } from "./mapping.js";
import type { MappingRule, Report } from "./mapping-rules.js";
import { visitSynapses } from "./stored-synapses.js";
import type { AxonLimits, CompartmentLimits, CoreLimits, LoihiTarget, SynapseLimits } from "./target.js";

/** Output axons that one of each kind takes: discrete, population-16, population-32. */
function slotsOf(kind: number, limits: CoreLimits): number {
  return kind === 2 ? limits.population32OutputSlots : 1;
}

/** Have a core's arrays the lengths that they need? */
export function checkLengths(core: MappedCore, where: string, report: Report): boolean {
  const { inputAxons, outputAxons } = core;
  const perCompartment = [core.configOf, core.thresholdOf, core.biasMantissa, core.biasExponent];
  const perAxon = [inputAxons.kind, inputAxons.atoms, inputAxons.base, inputAxons.pointer, inputAxons.words];
  const perOutput = [outputAxons.kind, outputAxons.core, outputAxons.axon, outputAxons.atom];
  const isWhole =
    perCompartment.every((array) => array.length === core.neurons.length) &&
    perAxon.every((array) => array.length === inputAxons.source.length) &&
    perOutput.every((array) => array.length === outputAxons.compartment.length);
  if (!isWhole) report("mapping-array-lengths", where, "its arrays have different lengths");
  return isWhole;
}

/** (used, max) of each resource, references within the core, and the order of its output axons. */
export function checkResources(core: MappedCore, { coreLimits, target }: MappedProgram, where: string, report: Report): void {
  const { neurons, inputAxons, outputAxons, configs, thresholdMantissas, formats } = core;
  const slots = outputAxons.kind.reduce((sum, kind) => sum + slotsOf(kind, coreLimits), 0);
  const bits = core.synapses.length * 8;
  const used: readonly [MappingRule, string, number, number][] = [
    ["mapping-compartments", "compartments", neurons.length, coreLimits.compartments],
    ["mapping-input-axons", "input axons", inputAxons.source.length, coreLimits.inputAxons],
    ["mapping-output-axons", "output axons", slots, coreLimits.outputAxons],
    ["mapping-synapse-words", "synapse words", Math.ceil(bits / coreLimits.wordBits), coreLimits.synapseWords],
    ["mapping-compartment-configs", "compartment configurations", configs.length, coreLimits.compartmentConfigs],
    ["mapping-threshold-configs", "threshold configurations", thresholdMantissas.length, coreLimits.thresholdConfigs],
    ["mapping-synapse-formats", "synapse formats", formats.length, coreLimits.synapseFormats],
  ];
  for (const [rule, resource, need, limit] of used) if (need > limit) report(rule, where, `uses ${need} ${resource}; ${target} holds ${limit}`);
  if (bits % coreLimits.wordBits !== 0) {
    report("mapping-memory-words", where, `its synapse memory has ${bits} bit, not whole words of ${coreLimits.wordBits}`);
  }
  const config = core.configOf.find((index) => index >= configs.length);
  if (config !== undefined) report("mapping-config-unknown", where, `a compartment has configuration ${config} of ${configs.length}`);
  const threshold = core.thresholdOf.find((index) => index >= thresholdMantissas.length);
  if (threshold !== undefined) report("mapping-threshold-unknown", where, `a compartment has threshold ${threshold} of ${thresholdMantissas.length}`);
  const outside = outputAxons.compartment.find((compartment) => compartment >= neurons.length);
  if (outside !== undefined) report("mapping-output-compartment", where, `an output axon belongs to compartment ${outside} of ${neurons.length}`);
  const unsorted = outputAxons.compartment.findIndex((compartment, i) => i > 0 && compartment < outputAxons.compartment[i - 1]);
  if (unsorted >= 0) report("mapping-output-order", where, `output axon ${unsorted} belongs to an earlier compartment than the one before it`);
}

/** The lists of all axons: inside the memory, apart or equal, of groups that can be read; with a target also what they hold. */
export function checkLists(core: MappedCore, wordBits: number, where: string, report: Report, synapse?: SynapseLimits): void {
  const { source, atoms, base, pointer, words } = core.inputAxons;
  const known = new Set<string>();
  const ranges: [first: number, words: number][] = [];
  for (let axon = 0; axon < source.length; axon++) {
    for (let atom = 0; atom < atoms[axon]; atom++) {
      const first = pointer[axon] + atom * words[axon];
      const key = `${first} ${words[axon]} ${base[axon]}`;
      if (known.has(key)) continue;
      known.add(key);
      let beyond = -1;
      let longest = 0;
      let weight: string | undefined;
      const problem = visitSynapses(core, wordBits, axon, atom, (compartment, index, stored, delay) => {
        if (compartment >= core.neurons.length) beyond = compartment;
        longest = Math.max(longest, delay);
        if (synapse !== undefined && weight === undefined) weight = wrongWeight(core.formats[index], stored, synapse);
      });
      if (problem !== undefined) {
        report(problem.rule, where, problem.message);
        continue;
      }
      ranges.push([first, words[axon]]);
      if (beyond >= 0)
        report("mapping-synapse-compartment", where, `a synapse of axon ${axon} reaches compartment ${beyond} of ${core.neurons.length}`);
      if (weight !== undefined) report("mapping-weight-value", where, `axon ${axon} has ${weight}`);
      if (synapse !== undefined && longest > synapse.delayMax) {
        report("mapping-delay", where, `axon ${axon} has a delay of ${longest}; the longest is ${synapse.delayMax}`);
      }
    }
  }
  ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (let i = 1; i < ranges.length; i++) {
    const [before, length] = ranges[i - 1];
    const [first, own] = ranges[i];
    if (first < before + length && (first !== before || own !== length)) {
      report("mapping-list-overlap", where, `a list of ${own} words from word ${first} overlaps one of ${length} from word ${before}`);
    }
  }
}

/** A weight is the top bits of a magnitude, of one bit less beside a sign: -256 .. 254, even, or 0 .. 255. */
function wrongWeight({ signMode, weightBits }: SynapseFormat, stored: number, { magnitudeBits }: SynapseLimits): string | undefined {
  const isMixed = signMode === "mixed";
  const weight = stored * 2 ** (magnitudeBits - weightBits + (isMixed ? 1 : 0));
  const [low, high, step] = isMixed ? [-(2 ** magnitudeBits), 2 ** magnitudeBits - 2, 2] : [0, 2 ** magnitudeBits - 1, 1];
  if (weight >= low && weight <= high && weight % step === 0) return undefined;
  return `a weight of ${weight}; the ${signMode} ones are ${low}..${high}${isMixed ? ", even" : ""}`;
}

/** Registers and widths that the target does not have. */
export function checkRegisters(core: MappedCore, target: LoihiTarget, where: string, report: Report): void {
  checkCompartments(core, target.compartment, where, report);
  for (const format of core.formats) checkFormat(format, target.synapse, where, report);
  core.inputAxons.kind.forEach((_, axon) => {
    checkAxon(core, axon, target.axon, where, report);
  });
}

function checkCompartments(core: MappedCore, limits: CompartmentLimits, where: string, report: Report): void {
  const highest = 2 ** limits.decayBits - 1;
  for (const { decayU, decayV, refractory } of core.configs) {
    const decay = Math.max(decayU, decayV);
    if (decay > highest) report("mapping-decay", where, `a decay of ${decay} lies outside 0..${highest}`);
    if (refractory < 1 || refractory > limits.refractoryMax)
      report("mapping-refractory", where, `a refractory register of ${refractory} lies outside 1..${limits.refractoryMax}`);
  }
  const threshold = core.thresholdMantissas.find((mantissa) => mantissa < 0 || mantissa >= 2 ** limits.thresholdMantissaBits);
  if (threshold !== undefined)
    report("mapping-threshold-width", where, `a threshold mantissa of ${threshold} has not ${limits.thresholdMantissaBits} bit`);
  const mantissa = core.biasMantissa.find((value) => Math.abs(value) > limits.biasMantissaMax);
  if (mantissa !== undefined) report("mapping-bias-mantissa", where, `a bias mantissa of ${mantissa} lies outside +-${limits.biasMantissaMax}`);
  const exponent = core.biasExponent.find((value) => value > limits.biasExponentMax);
  if (exponent !== undefined) report("mapping-bias-exponent", where, `a bias exponent of ${exponent} lies outside 0..${limits.biasExponentMax}`);
  if (!limits.membraneMaxBits.includes(Math.log2(core.membraneMax + 1))) {
    report("mapping-membrane-max", where, `clips membranes at ${core.membraneMax}, not at 2^b - 1 for a b of ${limits.membraneMaxBits.join(", ")}`);
  }
  const below = Math.log2(1 - core.membraneMin);
  if (!Number.isInteger(below) || below < 0 || below > limits.membraneMinExponentMax) {
    report("mapping-membrane-min", where, `clips membranes at ${core.membraneMin}, not at 1 - 2^k for a k up to ${limits.membraneMinExponentMax}`);
  }
}

function checkFormat(format: SynapseFormat, limits: SynapseLimits, where: string, report: Report): void {
  const { weightBits, indexBits, delayBits, weightExponent, compression } = format;
  if (!limits.weightBits.includes(weightBits))
    report("mapping-weight-bits", where, `weights of ${weightBits} bit; possible are ${limits.weightBits.join(", ")}`);
  if (!limits.indexBits.includes(indexBits))
    report("mapping-index-bits", where, `indices of ${indexBits} bit; possible are ${limits.indexBits.join(", ")}`);
  if (compression === "dense" && indexBits !== 0) report("mapping-dense-index", where, `a dense format with an index of ${indexBits} bit`);
  if (2 ** delayBits >= 2 * (limits.delayMax + 1))
    report("mapping-delay-bits", where, `delays of ${delayBits} bit; the longest delay is ${limits.delayMax}`);
  const { weightExponentMin, weightExponentMax } = limits;
  if (weightExponent < weightExponentMin || weightExponent > weightExponentMax) {
    report("mapping-weight-exponent", where, `a weight exponent of ${weightExponent} lies outside ${weightExponentMin}..${weightExponentMax}`);
  }
}

function checkAxon({ inputAxons }: MappedCore, axon: number, limits: AxonLimits, where: string, report: Report): void {
  const kind = inputAxons.kind[axon];
  const base = inputAxons.base[axon];
  const atoms = inputAxons.atoms[axon];
  const formats = [
    { name: "discrete", unit: 1, baseMax: 0, atomsMax: 1, numbers: Number.POSITIVE_INFINITY },
    {
      name: "population-16",
      unit: limits.population16BaseUnit,
      baseMax: limits.populationBaseMax,
      atomsMax: 2 ** limits.population16AtomBits,
      numbers: limits.population16Axons,
    },
    {
      name: "population-32",
      unit: 1,
      baseMax: limits.populationBaseMax,
      atomsMax: 2 ** limits.population32AtomBits,
      numbers: Number.POSITIVE_INFINITY,
    },
  ];
  if (kind >= formats.length) {
    report("mapping-axon-kind", where, `axon ${axon} is of kind ${kind} of ${formats.length}`);
    return;
  }
  const { name, unit, baseMax, atomsMax, numbers } = formats[kind];
  if (base > baseMax || base % unit !== 0) {
    report("mapping-axon-base", where, `axon ${axon} has base ${base}; a ${name} one has multiples of ${unit} up to ${baseMax}`);
  }
  if (atoms < 1 || atoms > atomsMax) report("mapping-axon-atoms", where, `axon ${axon} has ${atoms} atoms; a ${name} one has 1..${atomsMax}`);
  if (axon >= numbers) report("mapping-axon-number", where, `axon ${axon} is a ${name} one; only the first ${numbers} can be`);
}
