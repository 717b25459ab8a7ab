/** The mapping on disk: protobuf (mapping.proto) in an envelope and back with its tables checked; as JSON; as text. */
import { littleEndianBytes } from "../util/bytes.js";
import { SnncError } from "../util/diagnostics.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, type FieldReader, fieldReader, malformed } from "../util/message.js";
import { type MappedCore, type MappedProgram, OBJECTIVES, type SynapseFormat } from "./mapping.js";
import { snnc } from "./mapping.pb.js";
import { checkTables } from "./validate.js";

export { mappingJson, printMapping } from "./print.js";

export const MAPPING_ENVELOPE: EnvelopeType = { kind: "mapping", version: 2 };

const schema: typeof snnc.mapping = snnc.mapping;

/** Bytes of a mapping; the same mapping gives the same bytes. */
export function encodeMapping(mapped: MappedProgram): Uint8Array {
  const { name, target, mesh, coreLimits, seed, objective, weighedBy, costs, limits, readout, host } = mapped;
  const message: snnc.mapping.MappedProgram.$Properties = {
    name,
    target,
    mesh: { ...mesh },
    coreLimits: { ...coreLimits },
    seed,
    objective,
    weighedBy,
    costs,
    limits: { ...limits },
    inputs: mapped.inputs.map((port) => ({ name: port.name, size: port.lines, kind: port.kind })),
    populations: mapped.populations.map((population) => ({ name: population.name, size: population.size, kind: "" })),
    readout: { ...readout, classes: [...readout.classes] },
    host: {
      lineStart: littleEndianBytes(host.lineStart),
      core: littleEndianBytes(host.core),
      axon: littleEndianBytes(host.axon),
      atom: littleEndianBytes(host.atom),
    },
    cores: mapped.cores.map(coreMessage),
  };
  return writeEnvelope(MAPPING_ENVELOPE, schema.MappedProgram.encode(message).finish());
}

function coreMessage(core: MappedCore): snnc.mapping.Core.$Properties {
  const { inputAxons, outputAxons } = core;
  return {
    id: core.id,
    populations: [...core.populations],
    neurons: littleEndianBytes(core.neurons),
    membraneMin: core.membraneMin,
    membraneMax: core.membraneMax,
    configs: core.configs.map((config) => ({ ...config })),
    thresholdMantissas: littleEndianBytes(core.thresholdMantissas),
    configOf: littleEndianBytes(core.configOf),
    thresholdOf: littleEndianBytes(core.thresholdOf),
    biasMantissa: littleEndianBytes(core.biasMantissa),
    biasExponent: littleEndianBytes(core.biasExponent),
    formats: core.formats.map((format) => ({ ...format })),
    inputAxons: {
      kind: littleEndianBytes(inputAxons.kind),
      source: littleEndianBytes(inputAxons.source),
      atoms: littleEndianBytes(inputAxons.atoms),
      base: littleEndianBytes(inputAxons.base),
      pointer: littleEndianBytes(inputAxons.pointer),
      words: littleEndianBytes(inputAxons.words),
    },
    synapses: core.synapses,
    outputAxons: {
      kind: littleEndianBytes(outputAxons.kind),
      compartment: littleEndianBytes(outputAxons.compartment),
      core: littleEndianBytes(outputAxons.core),
      axon: littleEndianBytes(outputAxons.axon),
      atom: littleEndianBytes(outputAxons.atom),
    },
  };
}

/**
 * The mapping of a file's bytes; `where` names the file. Throws SnncError (input) for a file that is not ours, damaged,
 * of another schema version, or whose tables contradict each other or the limits it names.
 */
export function decodeMapping(bytes: Uint8Array, where: string): MappedProgram {
  const payload = readEnvelope(bytes, { ...MAPPING_ENVELOPE, where });
  const message = decodeMessage(where, () => schema.MappedProgram.decode(payload));
  const read = fieldReader(where, "mapping");
  const mesh = read.required(message.mesh, "mesh");
  const core = read.required(message.coreLimits, "core limits");
  const limits = read.required(message.limits, "limits");
  const readout = read.required(message.readout, "readout");
  const host = read.required(message.host, "host routes");
  const mapped: MappedProgram = {
    level: "mapped",
    name: message.name ?? "",
    target: message.target ?? "",
    mesh: { chips: mesh.chips ?? 0, tilesX: mesh.tilesX ?? 0, tilesY: mesh.tilesY ?? 0, coresPerTile: mesh.coresPerTile ?? 0 },
    coreLimits: {
      compartments: core.compartments ?? 0,
      inputAxons: core.inputAxons ?? 0,
      outputAxons: core.outputAxons ?? 0,
      population32OutputSlots: core.population32OutputSlots ?? 0,
      synapseWords: core.synapseWords ?? 0,
      wordBits: core.wordBits ?? 0,
      compartmentConfigs: core.compartmentConfigs ?? 0,
      thresholdConfigs: core.thresholdConfigs ?? 0,
      synapseFormats: core.synapseFormats ?? 0,
      membraneRanges: core.membraneRanges ?? 0,
    },
    seed: message.seed ?? 0,
    objective: oneOf(OBJECTIVES, message.objective, read, "objective"),
    weighedBy: message.weighedBy ?? "",
    costs: message.costs ?? "",
    limits: {
      timestepsPerSample: limits.timestepsPerSample ?? 0,
      eventsPerTimestep: limits.eventsPerTimestep ?? 0,
      eventsPerSample: limits.eventsPerSample ?? 0,
    },
    inputs: message.inputs.map((port) => ({
      name: port.name ?? "",
      kind: oneOf(["lines", "tokens"] as const, port.kind, read, "input kind"),
      lines: port.size ?? 0,
    })),
    populations: message.populations.map((population) => ({ name: population.name ?? "", size: population.size ?? 0 })),
    readout: {
      kind: oneOf(["membrane", "count", "firstSpike"] as const, readout.kind, read, "readout kind"),
      population: readout.population ?? "",
      neuronsPerClass: readout.neuronsPerClass ?? 0,
      classes: readout.classes ?? [],
      drainTimesteps: readout.drainTimesteps ?? 0,
      ...((readout.shift ?? 0) === 0 ? {} : { shift: readout.shift ?? 0 }),
    },
    host: {
      lineStart: read.uint32(host.lineStart, "line starts"),
      core: read.uint32(host.core, "host cores"),
      axon: read.uint32(host.axon, "host axons"),
      atom: read.uint32(host.atom, "host atoms"),
    },
    cores: message.cores.map((item) => coreOf(item, fieldReader(where, `core ${item.id ?? 0}`))),
  };
  const problems = checkTables(mapped);
  if (problems.length > 0)
    throw new SnncError(
      "input",
      problems.map((problem) => ({ ...problem, where: `${where}: ${problem.where ?? "mapping"}` })),
    );
  return mapped;
}

function coreOf(message: snnc.mapping.Core.$Properties, read: FieldReader): MappedCore {
  const axons = read.required(message.inputAxons, "input axons");
  const outputs = read.required(message.outputAxons, "output axons");
  return {
    id: message.id ?? 0,
    populations: message.populations ?? [],
    neurons: read.uint32(message.neurons, "neurons"),
    membraneMin: message.membraneMin ?? 0,
    membraneMax: message.membraneMax ?? 0,
    configs: (message.configs ?? []).map((config) => ({
      decayU: config.decayU ?? 0,
      decayV: config.decayV ?? 0,
      refractory: config.refractory ?? 0,
    })),
    thresholdMantissas: read.int32(message.thresholdMantissas, "thresholds"),
    configOf: read.uint32(message.configOf, "configurations of compartments"),
    thresholdOf: read.uint32(message.thresholdOf, "thresholds of compartments"),
    biasMantissa: read.int32(message.biasMantissa, "bias mantissas"),
    biasExponent: read.uint32(message.biasExponent, "bias exponents"),
    formats: (message.formats ?? []).map((format) => formatOf(format, read)),
    inputAxons: {
      kind: read.uint32(axons.kind, "axon kinds"),
      source: read.uint32(axons.source, "axon sources"),
      atoms: read.uint32(axons.atoms, "axon atoms"),
      base: read.uint32(axons.base, "axon bases"),
      pointer: read.uint32(axons.pointer, "axon pointers"),
      words: read.uint32(axons.words, "axon words"),
    },
    synapses: Uint8Array.from(message.synapses ?? []),
    outputAxons: {
      kind: read.uint32(outputs.kind, "output kinds"),
      compartment: read.uint32(outputs.compartment, "output compartments"),
      core: read.uint32(outputs.core, "output cores"),
      axon: read.uint32(outputs.axon, "output axons"),
      atom: read.uint32(outputs.atom, "output atoms"),
    },
  };
}

function formatOf(format: snnc.mapping.SynapseFormat.$Properties, read: FieldReader): SynapseFormat {
  return {
    compression: oneOf(["dense", "indexed"] as const, format.compression, read, "compression"),
    signMode: oneOf(["mixed", "excitatory", "inhibitory"] as const, format.signMode, read, "sign mode"),
    weightBits: format.weightBits ?? 0,
    weightExponent: format.weightExponent ?? 0,
    delayBits: format.delayBits ?? 0,
    indexBits: format.indexBits ?? 0,
  };
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined, read: FieldReader, what: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw malformed(read.where, read.place, `its ${what} is '${value ?? ""}', none of ${allowed.join(", ")}`);
  return found;
}
