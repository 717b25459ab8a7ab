/** Every rule of the validator: one number of a valid mapping is changed, and exactly that rule's code is found. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { InputAxons, MappedCore, MappedProgram, OutputAxons, SynapseFormat } from "../../src/loihi/mapping.js";
import { MAPPING_RULES, type MappingRule } from "../../src/loihi/mapping-rules.js";
import type { LoihiTarget } from "../../src/loihi/target.js";
import { checkTables, validateMapping } from "../../src/loihi/validate.js";
import { loihi1 } from "./support.js";

const DENSE: SynapseFormat = { compression: "dense", signMode: "mixed", weightBits: 8, weightExponent: 0, delayBits: 0, indexBits: 0 };
const INDEXED: SynapseFormat = { compression: "indexed", signMode: "excitatory", weightBits: 4, weightExponent: -2, delayBits: 6, indexBits: 6 };

/** A group as bits, lowest first: format, count - 1, then the fields of each synapse. */
function group(format: number, synapses: readonly (readonly (readonly [value: number, bits: number])[])[]): string {
  const field = (value: number, bits: number): string =>
    Array.from({ length: bits }, (_, i) => (Math.floor(value / 2 ** i) % 2 === 0 ? "0" : "1")).join("");
  const bits = `${field(format, 4)}${field(synapses.length - 1, 6)}${synapses.flatMap((fields) => fields.map(([value, width]) => field(value, width))).join("")}`;
  return bits.padEnd(Math.ceil(bits.length / 64) * 64, "0");
}

function bytesOf(groups: readonly string[]): Uint8Array {
  const bits = groups.join("");
  return Uint8Array.from({ length: bits.length / 8 }, (_, i) => Number.parseInt([...bits.slice(8 * i, 8 * i + 8)].reverse().join(""), 2));
}

/** Dense synapses of `bits` bit. */
const dense = (weights: readonly number[], bits = 8): string =>
  group(
    0,
    weights.map((weight) => [[weight, bits]]),
  );
const indexed = (synapses: readonly (readonly [weight: number, delay: number, index: number])[]): string =>
  group(
    1,
    synapses.map(([weight, delay, index]) => [
      [weight, 4],
      [delay, 6],
      [index, 6],
    ]),
  );

/** Three lines to four hidden neurons on core 0 to two classes on core 1, by axons of every kind. */
const hidden: MappedCore = {
  id: 5,
  populations: ["hidden"],
  neurons: Uint32Array.of(0, 1, 2, 3),
  membraneMin: 1 - 2 ** 23,
  membraneMax: 2 ** 21 - 1,
  configs: [{ decayU: 4095, decayV: 0, refractory: 1 }],
  thresholdMantissas: Int32Array.of(10, 20),
  configOf: Uint32Array.of(0, 0, 0, 0),
  thresholdOf: Uint32Array.of(0, 1, 0, 1),
  biasMantissa: Int32Array.of(-4095, 0, 0, 4095),
  biasExponent: Uint32Array.of(0, 0, 0, 7),
  formats: [DENSE, INDEXED],
  inputAxons: {
    kind: Uint32Array.of(0, 0, 0),
    source: Uint32Array.of(0, 1, 2),
    atoms: Uint32Array.of(1, 1, 1),
    base: Uint32Array.of(0, 0, 0),
    pointer: Uint32Array.of(0, 2, 2),
    words: Uint32Array.of(2, 1, 1),
  },
  // Line 0: two groups; lines 1 and 2 share a list.
  synapses: bytesOf([dense([1, 255]), dense([3, 4]), indexed([[15, 62, 3]])]),
  outputAxons: {
    kind: Uint32Array.of(1, 1, 2, 2),
    compartment: Uint32Array.of(0, 1, 2, 3),
    core: Uint32Array.of(1, 1, 1, 1),
    axon: Uint32Array.of(0, 0, 1, 1),
    atom: Uint32Array.of(0, 1, 0, 1),
  },
};
const classes: MappedCore = {
  ...hidden,
  id: 0,
  populations: ["class"],
  neurons: Uint32Array.of(4, 5),
  configOf: Uint32Array.of(0, 0),
  thresholdOf: Uint32Array.of(0, 1),
  biasMantissa: Int32Array.of(0, 0),
  biasExponent: Uint32Array.of(0, 0),
  inputAxons: {
    kind: Uint32Array.of(1, 2),
    source: Uint32Array.of(3, 5),
    atoms: Uint32Array.of(2, 2),
    base: Uint32Array.of(0, 1),
    pointer: Uint32Array.of(0, 2),
    words: Uint32Array.of(1, 1),
  },
  synapses: bytesOf([dense([7, 8]), dense([9, 10]), dense([11]), dense([12])]),
  outputAxons: {
    kind: new Uint32Array(0),
    compartment: new Uint32Array(0),
    core: new Uint32Array(0),
    axon: new Uint32Array(0),
    atom: new Uint32Array(0),
  },
};
const good: MappedProgram = {
  level: "mapped",
  name: "by hand",
  target: "loihi1",
  mesh: loihi1.mesh,
  coreLimits: loihi1.core,
  seed: 1,
  objective: "traffic",
  weighedBy: "a spike of every neuron",
  costs: "",
  limits: { timestepsPerSample: 10, eventsPerTimestep: 3, eventsPerSample: 30 },
  inputs: [{ name: "in", kind: "lines", lines: 3 }],
  populations: [
    { name: "hidden", size: 4 },
    { name: "class", size: 2 },
  ],
  readout: { kind: "membrane", population: "class", neuronsPerClass: 1, classes: ["a", "b"], drainTimesteps: 3 },
  host: { lineStart: Uint32Array.of(0, 1, 2, 3), core: Uint32Array.of(0, 0, 0), axon: Uint32Array.of(0, 1, 2), atom: Uint32Array.of(0, 0, 0) },
  cores: [hidden, classes],
};

/** A copy with one element changed. */
function changed<T extends Uint32Array | Int32Array | Uint8Array>(array: T, index: number, value: number): T {
  const copy = structuredClone(array);
  copy[index] = value;
  return copy;
}
const withHidden = (core: Partial<MappedCore>): MappedProgram => ({ ...good, cores: [{ ...hidden, ...core }, classes] });
const withClasses = (core: Partial<MappedCore>): MappedProgram => ({ ...good, cores: [hidden, { ...classes, ...core }] });
const withInputs = (axons: Partial<InputAxons>): MappedProgram => withHidden({ inputAxons: { ...hidden.inputAxons, ...axons } });
const withPopulations = (axons: Partial<InputAxons>): MappedProgram => withClasses({ inputAxons: { ...classes.inputAxons, ...axons } });
const withOutputs = (axons: Partial<OutputAxons>): MappedProgram => withHidden({ outputAxons: { ...hidden.outputAxons, ...axons } });
const withFormat = (index: number, format: Partial<SynapseFormat>): MappedProgram =>
  withHidden({ formats: hidden.formats.map((own, i) => (i === index ? { ...own, ...format } : own)) });
const withConfig = (config: Partial<MappedCore["configs"][number]>): MappedProgram => withHidden({ configs: [{ ...hidden.configs[0], ...config }] });
/** A target, and the mapping for it, with a limit of a core lowered by `by` below what `core` uses. */
const limited = (core: Partial<LoihiTarget["core"]>): [MappedProgram, LoihiTarget] => {
  const target = { ...loihi1, core: { ...loihi1.core, ...core } };
  return [{ ...good, coreLimits: target.core }, target];
};
const { host } = good;

/** Each rule's broken mapping, with its target where that is not loihi1. */
const BROKEN: Record<MappingRule, MappedProgram | readonly [MappedProgram, LoihiTarget]> = {
  "mapping-core-place": withHidden({ id: 128 }),
  "mapping-core-shared-place": withHidden({ id: classes.id }),
  "mapping-neuron-count": { ...good, populations: [good.populations[0], { name: "class", size: 2 ** 31 }] },
  "mapping-neuron-unknown": withClasses({ neurons: changed(classes.neurons, 1, 6) }),
  "mapping-neuron-home": withClasses({ neurons: changed(classes.neurons, 1, 4) }),
  "mapping-readout-population": { ...good, readout: { ...good.readout, population: "none" } },
  "mapping-readout-shift": { ...good, readout: { ...good.readout, kind: "count", shift: 6 } },
  "mapping-readout-size": { ...good, readout: { ...good.readout, neuronsPerClass: 2 } },
  "mapping-host-lengths": { ...good, host: { ...host, atom: host.atom.slice(1) } },
  "mapping-host-order": { ...good, host: { ...host, lineStart: changed(host.lineStart, 1, 3) } },
  "mapping-array-lengths": withHidden({ biasExponent: hidden.biasExponent.slice(1) }),
  "mapping-route-target": withOutputs({ atom: changed(hidden.outputAxons.atom, 3, 2) }),
  "mapping-route-source": withOutputs({ atom: changed(hidden.outputAxons.atom, 3, 0) }),
  "mapping-route-kind": withOutputs({ kind: changed(hidden.outputAxons.kind, 0, 0) }),
  "mapping-atom-senders": {
    ...good,
    host: { ...host, lineStart: Uint32Array.of(0, 1, 2, 2), core: host.core.slice(1), axon: host.axon.slice(0, 2), atom: host.atom.slice(1) },
  },
  "mapping-compartments": limited({ compartments: 3 }),
  "mapping-input-axons": limited({ inputAxons: 2 }),
  "mapping-output-axons": limited({ outputAxons: 5 }),
  "mapping-synapse-words": limited({ synapseWords: 3 }),
  "mapping-compartment-configs": limited({ compartmentConfigs: 0 }),
  "mapping-threshold-configs": limited({ thresholdConfigs: 1 }),
  "mapping-synapse-formats": limited({ synapseFormats: 1 }),
  "mapping-config-unknown": withHidden({ configOf: changed(hidden.configOf, 2, 1) }),
  "mapping-threshold-unknown": withHidden({ thresholdOf: changed(hidden.thresholdOf, 2, 2) }),
  "mapping-output-compartment": withOutputs({ compartment: changed(hidden.outputAxons.compartment, 3, 4) }),
  "mapping-output-order": withOutputs({
    kind: Uint32Array.of(1, 1, 2, 2),
    compartment: Uint32Array.of(1, 0, 2, 3),
    atom: Uint32Array.of(1, 0, 0, 1),
  }),
  "mapping-memory-words": withHidden({ synapses: Uint8Array.of(...hidden.synapses, 0) }),
  "mapping-list-beyond-memory": withInputs({ pointer: changed(hidden.inputAxons.pointer, 2, 3) }),
  "mapping-list-overlap": withInputs({ pointer: changed(hidden.inputAxons.pointer, 2, 1) }),
  "mapping-group-format": withHidden({ synapses: changed(hidden.synapses, 16, hidden.synapses[16] + 1) }),
  "mapping-group-length": withHidden({ synapses: changed(hidden.synapses, 16, hidden.synapses[16] + 4 * 16) }),
  "mapping-synapse-compartment": withHidden({ synapses: changed(hidden.synapses, 18, hidden.synapses[18] + 64) }),
  "mapping-target-name": { ...good, target: "loihi9" },
  "mapping-target-limits": { ...good, coreLimits: { ...loihi1.core, population32OutputSlots: 1 } },
  "mapping-target-mesh": { ...good, mesh: { ...loihi1.mesh, chips: 2 } },
  "mapping-target-groups": [good, { ...loihi1, synapse: { ...loihi1.synapse, tagBits: 1 } }],
  "mapping-decay": withConfig({ decayV: 4096 }),
  "mapping-refractory": withConfig({ refractory: 64 }),
  "mapping-threshold-width": withHidden({ thresholdMantissas: changed(hidden.thresholdMantissas, 0, 2 ** 17) }),
  "mapping-bias-mantissa": withHidden({ biasMantissa: changed(hidden.biasMantissa, 0, -4096) }),
  "mapping-bias-exponent": withHidden({ biasExponent: changed(hidden.biasExponent, 3, 8) }),
  "mapping-membrane-max": withHidden({ membraneMax: 2 ** 22 - 1 }),
  "mapping-membrane-min": withHidden({ membraneMin: 1 - 2 ** 24 }),
  "mapping-weight-bits": [good, { ...loihi1, synapse: { ...loihi1.synapse, weightBits: [0, 1, 2, 3, 5, 6, 8] } }],
  "mapping-index-bits": [good, { ...loihi1, synapse: { ...loihi1.synapse, indexBits: [0, 7, 8, 9, 10, 11, 12] } }],
  "mapping-dense-index": withFormat(0, { indexBits: 6 }),
  "mapping-delay-bits": [
    withHidden({ synapses: bytesOf([dense([1, 255]), dense([3, 4]), indexed([[15, 31, 3]])]) }),
    { ...loihi1, synapse: { ...loihi1.synapse, delayMax: 31 } },
  ],
  "mapping-weight-exponent": withFormat(1, { weightExponent: -9 }),
  "mapping-weight-value": ninthBit(255),
  "mapping-delay": withHidden({ synapses: bytesOf([dense([1, 255]), dense([3, 4]), indexed([[15, 63, 3]])]) }),
  "mapping-axon-kind": withInputs({ kind: changed(hidden.inputAxons.kind, 0, 3) }),
  "mapping-axon-base": [good, { ...loihi1, axon: { ...loihi1.axon, populationBaseMax: 0 } }],
  "mapping-axon-atoms": [good, { ...loihi1, axon: { ...loihi1.axon, population32AtomBits: 0 } }],
  "mapping-axon-number": [good, { ...loihi1, axon: { ...loihi1.axon, population16Axons: 0 } }],
};

/** Weights of 9 bit, which no target has, in mixed mode: the chip drops the lowest, so it must be 0. */
function ninthBit(weight: number): [MappedProgram, LoihiTarget] {
  const mapped = withHidden({
    formats: [{ ...DENSE, weightBits: 9 }, INDEXED],
    synapses: bytesOf([dense([2, weight], 9), dense([4, 6], 9), indexed([[15, 62, 3]])]),
  });
  return [mapped, { ...loihi1, synapse: { ...loihi1.synapse, weightBits: [...loihi1.synapse.weightBits, 9] } }];
}

const codesOf = (given: MappedProgram | readonly [MappedProgram, LoihiTarget]): string[] => {
  const [mapped, target] = "level" in given ? [given, loihi1] : given;
  return [...new Set(validateMapping(mapped, target).map(({ code }) => code))];
};

describe("the validator", () => {
  it("finds nothing in a valid mapping with axons of every kind", () => {
    expect(validateMapping(good, loihi1)).toEqual([]);
    expect(checkTables(good)).toEqual([]);
  });

  it.each(Object.entries(BROKEN))("finds %s, and nothing else, where one number breaks it", (rule, mapped) => {
    expect(codesOf(mapped)).toEqual([rule]);
  });

  it("has a test for every rule, and checks every rule in its own files alone", () => {
    const rules = Object.keys(MAPPING_RULES);
    expect(Object.keys(BROKEN).sort()).toEqual([...rules].sort());
    const source = ["validate", "validate-core", "stored-synapses"]
      .map((file) => readFileSync(new URL(`../../src/loihi/${file}.ts`, import.meta.url), "utf8"))
      .join("");
    expect([...new Set(source.match(/"mapping-[a-z0-9-]+"/g))].map((code) => code.slice(1, -1)).sort()).toEqual([...rules].sort());
    expect(source).not.toMatch(/from "\.\/(synapses|segments|fill|pack|routes|map|compartments|weights)\.js"/);
  });

  it("holds each bound of a range on both sides", () => {
    expect(codesOf(withConfig({ refractory: 0 }))).toEqual(["mapping-refractory"]);
    expect(codesOf(withConfig({ decayU: 4096 }))).toEqual(["mapping-decay"]);
    expect(codesOf(withFormat(1, { weightExponent: 8 }))).toEqual(["mapping-weight-exponent"]);
    expect(codesOf(withFormat(1, { weightExponent: 7 }))).toEqual([]);
    expect(codesOf(withHidden({ thresholdMantissas: changed(hidden.thresholdMantissas, 0, -1) }))).toEqual(["mapping-threshold-width"]);
    expect(codesOf(withHidden({ membraneMin: -5 }))).toEqual(["mapping-membrane-min"]);
    expect(codesOf(withFormat(1, { delayBits: 7, indexBits: 0 }))).toEqual(expect.arrayContaining(["mapping-delay-bits"]));
  });

  it("holds bases, atoms and numbers of axons against each kind's own limits", () => {
    // A base of 2 is one of population-32 alone, 3 compartments from it reach too far.
    expect(codesOf(withPopulations({ base: changed(classes.inputAxons.base, 0, 2) }))).toEqual(["mapping-synapse-compartment", "mapping-axon-base"]);
    expect(codesOf(withInputs({ base: changed(hidden.inputAxons.base, 2, 4) }))).toEqual(["mapping-synapse-compartment", "mapping-axon-base"]);
    expect(codesOf([good, { ...loihi1, axon: { ...loihi1.axon, population16AtomBits: 0 } }])).toEqual(["mapping-axon-atoms"]);
    expect(codesOf(withPopulations({ base: changed(classes.inputAxons.base, 1, 256) }))).toEqual([
      "mapping-synapse-compartment",
      "mapping-axon-base",
    ]);
    expect(codesOf(withInputs({ atoms: changed(hidden.inputAxons.atoms, 2, 0) }))).toEqual(["mapping-route-target", "mapping-axon-atoms"]);
  });

  it("counts an output axon to population-32 as often as it is wide", () => {
    expect(codesOf(limited({ outputAxons: 6 }))).toEqual([]);
    expect(codesOf(limited({ outputAxons: 5 }))).toEqual(["mapping-output-axons"]);
    expect(codesOf(limited({ outputAxons: 5, population32OutputSlots: 1 }))).toEqual([]);
  });

  it("takes even weights of a mixed format, and refuses odd ones and those out of range", () => {
    expect(codesOf(ninthBit(254))).toEqual([]);
    expect(codesOf(ninthBit(256))).toEqual([]);
    expect(codesOf(ninthBit(257))).toEqual(["mapping-weight-value"]);
    const inhibitory = (weight: number): [MappedProgram, LoihiTarget] => {
      const [mapped, target] = ninthBit(weight);
      const formats = [{ ...DENSE, weightBits: 9, signMode: "inhibitory" as const }, INDEXED];
      return [{ ...mapped, cores: [{ ...mapped.cores[0], formats }, classes] }, target];
    };
    // Of a magnitude of 8 bit and a half: 255 is one, 255.5 is none.
    expect(codesOf(inhibitory(510))).toEqual([]);
    expect(codesOf(inhibitory(511))).toEqual(["mapping-weight-value"]);
  });

  it("finds an atom that is sent to twice", () => {
    const twice: MappedProgram = {
      ...good,
      host: { lineStart: Uint32Array.of(0, 1, 2, 4), core: new Uint32Array(4), axon: Uint32Array.of(0, 1, 2, 2), atom: new Uint32Array(4) },
    };
    expect(validateMapping(twice, loihi1).map(({ message }) => message)).toEqual(["atom 0 of axon 2 has two senders"]);
  });

  it("says the value and the limit", () => {
    expect(validateMapping(withFormat(1, { weightExponent: -9 }), loihi1)).toEqual([
      {
        code: "mapping-weight-exponent",
        where: "core 5",
        message: "a weight exponent of -9 lies outside -8..7",
        hint: "Map the program again with `snnc map`.",
      },
    ]);
  });
});
