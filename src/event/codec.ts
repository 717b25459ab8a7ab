/** The event program on disk: protobuf (event.proto) in an envelope, and back with everything checked. */
import { littleEndianBytes } from "../util/bytes.js";
import { assertNever } from "../util/diagnostics.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, type FieldReader, fieldReader } from "../util/message.js";
import { snnc } from "./event.pb.js";
import type {
  Connectivity,
  EventProgram,
  InputPort,
  NeuronModel,
  Population,
  Projection,
  Readout,
  Refractory,
  Reset,
  SourceRef,
  WeightTable,
} from "./program.js";
import { assertVerifiedEvent } from "./verify.js";

export const EVENT_ENVELOPE: EnvelopeType = { kind: "event", version: 1 };

type Message = typeof snnc.event;
type PopulationMessage = snnc.event.Population.$Properties;
type ProjectionMessage = snnc.event.Projection.$Properties;

const schema: Message = snnc.event;

/** Bytes of a program; the same program gives the same bytes. */
export function encodeEventProgram(program: EventProgram): Uint8Array {
  const { timestepsPerSample, eventsPerTimestep, eventsPerSample } = program.limits;
  const { readout, legalised } = program;
  const message: snnc.event.EventProgram.$Properties = {
    name: program.name,
    limits: { timestepsPerSample, eventsPerTimestep, eventsPerSample },
    inputs: program.inputs.map(({ name, kind, lines, unique, exclusive }) => ({
      name,
      kind: kind === "lines" ? schema.PortKind.PORT_KIND_LINES : schema.PortKind.PORT_KIND_TOKENS,
      lines,
      unique: unique === true,
      exclusive: exclusive === true,
    })),
    populations: program.populations.map(populationMessage),
    tables: program.tables.map((table) => ({ ...table, weights: littleEndianBytes(table.weights) })),
    projections: program.projections.map(projectionMessage),
    readout: { ...readout, kind: readoutKindNumber(readout.kind), classes: [...readout.classes] },
    legalised: legalised ?? null,
  };
  return writeEnvelope(EVENT_ENVELOPE, schema.EventProgram.encode(message).finish());
}

/**
 * The verified program of a file's bytes; `where` names the file. Throws SnncError (input) for a file that is not ours,
 * damaged, of another schema version, malformed, or whose program breaks a rule of the verifier.
 */
export function decodeEventProgram(bytes: Uint8Array, where: string): EventProgram {
  const payload = readEnvelope(bytes, { ...EVENT_ENVELOPE, where });
  const message = decodeMessage(where, () => schema.EventProgram.decode(payload));
  const read = fieldReader(where, "program");
  const limits = read.required(message.limits, "limits");
  const program: EventProgram = {
    level: "event",
    name: message.name ?? "",
    limits: {
      timestepsPerSample: limits.timestepsPerSample ?? 0,
      eventsPerTimestep: limits.eventsPerTimestep ?? 0,
      eventsPerSample: limits.eventsPerSample ?? 0,
    },
    inputs: message.inputs.map((port) => portOf(port, where)),
    populations: message.populations.map((population) => populationOf(population, where)),
    tables: message.tables.map((table) => tableOf(table, where)),
    projections: message.projections.map((projection) => projectionOf(projection, where)),
    readout: readoutOf(read.required(message.readout, "readout"), where),
    ...(message.legalised === null || message.legalised === undefined
      ? {}
      : { legalised: { target: message.legalised.target ?? "", updateGroup: message.legalised.updateGroup ?? 0 } }),
  };
  assertVerifiedEvent(program, where);
  return program;
}

// ---- program -> messages ----

function populationMessage({ name, size, model, thresholds, biases, reset, refractory, forgets }: Population): PopulationMessage {
  return {
    name,
    size,
    ...modelMessage(model),
    thresholds: thresholds === undefined ? null : littleEndianBytes(thresholds),
    biases: biases === undefined ? null : littleEndianBytes(biases),
    ...(reset.kind === "zero" ? { zero: {} } : { subtract: { amounts: littleEndianBytes(reset.amounts) } }),
    ...refractoryMessage(refractory),
    forgets: forgets ?? null,
  };
}

function modelMessage(model: NeuronModel): Pick<PopulationMessage, "if" | "lif" | "cuba"> {
  switch (model.kind) {
    case "if":
      return { if: {} };
    case "lif":
      return { lif: { leakShift: model.leakShift } };
    case "cuba":
      return { cuba: { decayU: model.decayU, decayV: model.decayV, membraneMin: model.membraneMin, membraneMax: model.membraneMax } };
    default:
      return assertNever(model);
  }
}

function refractoryMessage(refractory: Refractory): Pick<PopulationMessage, "none" | "steps" | "untilReset"> {
  switch (refractory.kind) {
    case "none":
      return { none: {} };
    case "steps":
      return { steps: { timesteps: refractory.timesteps } };
    case "untilReset":
      return { untilReset: {} };
    default:
      return assertNever(refractory);
  }
}

function projectionMessage({ name, source, target, table, delay, connectivity }: Projection): ProjectionMessage {
  return {
    name,
    ...(source.kind === "input" ? { inputPort: source.port } : { sourcePopulation: source.population }),
    target,
    table,
    delay,
    ...connectivityMessage(connectivity),
  };
}

function connectivityMessage(c: Connectivity): Pick<ProjectionMessage, Connectivity["kind"]> {
  switch (c.kind) {
    case "dense":
      return { dense: { ...c, rowOf: c.rowOf === undefined ? null : littleEndianBytes(c.rowOf) } };
    case "sparse":
      return { sparse: { rowStart: littleEndianBytes(c.rowStart), targets: littleEndianBytes(c.targets) } };
    case "conv1d":
      return { conv1d: c };
    case "conv2d":
      return { conv2d: c };
    case "pool":
      return { pool: c };
    default:
      return assertNever(c);
  }
}

function readoutKindNumber(kind: Readout["kind"]): snnc.event.ReadoutKind {
  switch (kind) {
    case "membrane":
      return schema.ReadoutKind.READOUT_KIND_MEMBRANE;
    case "count":
      return schema.ReadoutKind.READOUT_KIND_COUNT;
    case "firstSpike":
      return schema.ReadoutKind.READOUT_KIND_FIRST_SPIKE;
    default:
      return assertNever(kind);
  }
}

// ---- messages -> program ----

function portOf(port: snnc.event.InputPort.$Properties, where: string): InputPort {
  const name = port.name ?? "";
  const kinds = new Map<unknown, InputPort["kind"]>([
    [schema.PortKind.PORT_KIND_LINES, "lines"],
    [schema.PortKind.PORT_KIND_TOKENS, "tokens"],
  ]);
  return {
    name,
    kind: fieldReader(where, `port '${name}'`).required(kinds.get(port.kind), "known kind"),
    lines: port.lines ?? 0,
    ...(port.unique === true ? { unique: true } : {}),
    ...(port.exclusive === true ? { exclusive: true } : {}),
  };
}

function populationOf(population: PopulationMessage, where: string): Population {
  const name = population.name ?? "";
  const read = fieldReader(where, `population '${name}'`);
  const { thresholds, biases, forgets } = population;
  return {
    name,
    size: population.size ?? 0,
    model: modelOf(population, read),
    ...(thresholds === null || thresholds === undefined ? {} : { thresholds: read.int32(thresholds, "thresholds") }),
    ...(biases === null || biases === undefined ? {} : { biases: read.int32(biases, "biases") }),
    reset: resetOf(population, read),
    refractory: refractoryOf(population, read),
    ...(forgets === null || forgets === undefined ? {} : { forgets: { period: forgets.period ?? 0, phase: forgets.phase ?? 0 } }),
  };
}

function modelOf({ if: integrate, lif, cuba }: PopulationMessage, read: FieldReader): NeuronModel {
  if (integrate !== null && integrate !== undefined) return { kind: "if" };
  if (lif !== null && lif !== undefined) return { kind: "lif", leakShift: lif.leakShift ?? 0 };
  const { decayU, decayV, membraneMin, membraneMax } = read.required(cuba, "neuron model");
  return { kind: "cuba", decayU: decayU ?? 0, decayV: decayV ?? 0, membraneMin: membraneMin ?? 0, membraneMax: membraneMax ?? 0 };
}

function resetOf({ zero, subtract }: PopulationMessage, read: FieldReader): Reset {
  if (zero !== null && zero !== undefined) return { kind: "zero" };
  return { kind: "subtract", amounts: read.int32(read.required(subtract, "reset rule").amounts, "reset amounts") };
}

function refractoryOf({ none, steps, untilReset }: PopulationMessage, read: FieldReader): Refractory {
  if (none !== null && none !== undefined) return { kind: "none" };
  if (steps !== null && steps !== undefined) return { kind: "steps", timesteps: steps.timesteps ?? 0 };
  read.required(untilReset, "refractory rule");
  return { kind: "untilReset" };
}

function tableOf(table: snnc.event.WeightTable.$Properties, where: string): WeightTable {
  const name = table.name ?? "";
  return {
    name,
    rows: table.rows ?? 0,
    columns: table.columns ?? 0,
    bits: table.bits ?? 0,
    exponent: table.exponent ?? 0,
    weights: fieldReader(where, `table '${name}'`).int8(table.weights),
  };
}

function projectionOf(projection: ProjectionMessage, where: string): Projection {
  const name = projection.name ?? "";
  const read = fieldReader(where, `projection '${name}'`);
  return {
    name,
    source: sourceOf(projection, read),
    target: projection.target ?? "",
    table: projection.table ?? "",
    delay: projection.delay ?? 0,
    connectivity: connectivityOf(projection, read),
  };
}

function sourceOf({ inputPort, sourcePopulation }: ProjectionMessage, read: FieldReader): SourceRef {
  if (inputPort !== null && inputPort !== undefined) return { kind: "input", port: inputPort };
  return { kind: "population", population: read.required(sourcePopulation, "source") };
}

function connectivityOf({ dense, sparse, conv1d, conv2d, pool }: ProjectionMessage, read: FieldReader): Connectivity {
  if (dense !== null && dense !== undefined) {
    const { columnStart, length, targetStart, rowOf } = dense;
    return {
      kind: "dense",
      columnStart: columnStart ?? 0,
      length: length ?? 0,
      targetStart: targetStart ?? 0,
      ...(rowOf === null || rowOf === undefined ? {} : { rowOf: read.uint32(rowOf, "rowOf") }),
    };
  }
  if (sparse !== null && sparse !== undefined) {
    return { kind: "sparse", rowStart: read.uint32(sparse.rowStart, "rowStart"), targets: read.uint32(sparse.targets, "targets") };
  }
  if (conv1d !== null && conv1d !== undefined) {
    return {
      kind: "conv1d",
      inLength: conv1d.inLength ?? 0,
      inChannels: conv1d.inChannels ?? 0,
      outLength: conv1d.outLength ?? 0,
      outChannels: conv1d.outChannels ?? 0,
      kernel: conv1d.kernel ?? 0,
      stride: conv1d.stride ?? 0,
      padLeft: conv1d.padLeft ?? 0,
      ...(isPresent(conv1d.dilation) ? { dilation: conv1d.dilation } : {}),
      ...(isPresent(conv1d.groups) ? { groups: conv1d.groups } : {}),
    };
  }
  if (conv2d !== null && conv2d !== undefined) {
    return {
      kind: "conv2d",
      inHeight: conv2d.inHeight ?? 0,
      inWidth: conv2d.inWidth ?? 0,
      inChannels: conv2d.inChannels ?? 0,
      outHeight: conv2d.outHeight ?? 0,
      outWidth: conv2d.outWidth ?? 0,
      outChannels: conv2d.outChannels ?? 0,
      kernelHeight: conv2d.kernelHeight ?? 0,
      kernelWidth: conv2d.kernelWidth ?? 0,
      strideY: conv2d.strideY ?? 0,
      strideX: conv2d.strideX ?? 0,
      padTop: conv2d.padTop ?? 0,
      padLeft: conv2d.padLeft ?? 0,
      ...(isPresent(conv2d.dilationY) ? { dilationY: conv2d.dilationY } : {}),
      ...(isPresent(conv2d.dilationX) ? { dilationX: conv2d.dilationX } : {}),
      ...(isPresent(conv2d.groups) ? { groups: conv2d.groups } : {}),
    };
  }
  const { inHeight, inWidth, channels, outHeight, outWidth, windowHeight, windowWidth, strideY, strideX, padTop, padLeft } = read.required(
    pool,
    "connectivity",
  );
  return {
    kind: "pool",
    inHeight: inHeight ?? 0,
    inWidth: inWidth ?? 0,
    channels: channels ?? 0,
    outHeight: outHeight ?? 0,
    outWidth: outWidth ?? 0,
    windowHeight: windowHeight ?? 0,
    windowWidth: windowWidth ?? 0,
    strideY: strideY ?? 0,
    strideX: strideX ?? 0,
    ...(isPresent(padTop) ? { padTop } : {}),
    ...(isPresent(padLeft) ? { padLeft } : {}),
  };
}

function isPresent(value: number | null | undefined): value is number {
  return value !== null && value !== undefined;
}

function readoutOf(readout: snnc.event.Readout.$Properties, where: string): Readout {
  const kinds = new Map<unknown, Readout["kind"]>([
    [schema.ReadoutKind.READOUT_KIND_MEMBRANE, "membrane"],
    [schema.ReadoutKind.READOUT_KIND_COUNT, "count"],
    [schema.ReadoutKind.READOUT_KIND_FIRST_SPIKE, "firstSpike"],
  ]);
  return {
    kind: fieldReader(where, "readout").required(kinds.get(readout.kind), "known kind"),
    population: readout.population ?? "",
    neuronsPerClass: readout.neuronsPerClass ?? 0,
    classes: readout.classes ?? [],
    drainTimesteps: readout.drainTimesteps ?? 0,
    ...((readout.shift ?? 0) === 0 ? {} : { shift: readout.shift ?? 0 }),
  };
}
