/** Reads the text form of an event program back (print.ts writes it), then verifies it. */
import { assertNever } from "../util/diagnostics.js";
import { parseTextForm, syntaxError, type TextRecord } from "../util/textform.js";
import { EVENT_TEXT_FORM, EVENT_TEXT_VERSION } from "./print.js";
import type {
  Connectivity,
  EventProgram,
  InputPort,
  NeuronModel,
  Population,
  Projection,
  Readout,
  Refractory,
  SourceRef,
  WeightTable,
} from "./program.js";
import { assertVerifiedEvent } from "./verify.js";

/**
 * The verified program of a text; `where` names it in diagnostics. Throws SnncError (input): `text-foreign`,
 * `text-version`, `text-syntax` with file and line, or the verifier's diagnostics.
 */
export function parseEventProgram(text: string, where = "event text"): EventProgram {
  let head: Pick<EventProgram, "name" | "limits"> | undefined;
  let readout: Readout | undefined;
  let legalised: EventProgram["legalised"];
  const inputs: InputPort[] = [];
  const populations: Population[] = [];
  const tables: WeightTable[] = [];
  const projections: Projection[] = [];
  for (const record of parseTextForm(text, EVENT_TEXT_FORM, EVENT_TEXT_VERSION, where)) {
    switch (record.keyword) {
      case "program":
        once(record, head);
        head = {
          name: nameOf(record),
          limits: {
            timestepsPerSample: record.integer("timestepsPerSample"),
            eventsPerTimestep: record.integer("eventsPerTimestep"),
            eventsPerSample: record.integer("eventsPerSample"),
          },
        };
        break;
      case "input":
        inputs.push({
          name: nameOf(record),
          kind: record.choice("kind", ["lines", "tokens"]),
          lines: record.integer("lines"),
          ...(record.has("repeats") && record.choice("repeats", ["never"]) === "never" ? { unique: true } : {}),
          ...(record.has("together") && record.choice("together", ["never"]) === "never" ? { exclusive: true } : {}),
        });
        break;
      case "population":
        populations.push(populationOf(record));
        break;
      case "table":
        tables.push({
          name: nameOf(record),
          rows: record.integer("rows"),
          columns: record.integer("columns"),
          bits: record.integer("bits"),
          exponent: record.integer("exponent"),
          weights: record.int8("weights"),
        });
        break;
      case "projection":
        projections.push(projectionOf(record));
        break;
      case "readout":
        once(record, readout);
        readout = {
          kind: record.choice("kind", ["membrane", "count", "firstSpike"]),
          population: nameOf(record),
          neuronsPerClass: record.integer("neuronsPerClass"),
          classes: record.strings("classes"),
          drainTimesteps: record.integer("drainTimesteps"),
          ...(record.has("shift") ? { shift: record.integer("shift") } : {}),
        };
        break;
      case "legalised":
        once(record, legalised);
        legalised = { target: nameOf(record), updateGroup: record.integer("updateGroup") };
        break;
      default:
        throw syntaxError(
          record.where,
          `'${record.keyword}' is no record; expected program, input, population, table, projection, readout or legalised`,
        );
    }
    record.done();
  }
  if (head === undefined) throw syntaxError(where, "there is no 'program' record");
  if (readout === undefined) throw syntaxError(where, "there is no 'readout' record");
  const program: EventProgram = {
    level: "event",
    ...head,
    inputs,
    populations,
    tables,
    projections,
    readout,
    ...(legalised === undefined ? {} : { legalised }),
  };
  assertVerifiedEvent(program, where);
  return program;
}

function populationOf(record: TextRecord): Population {
  return {
    name: nameOf(record),
    size: record.integer("size"),
    model: modelOf(record),
    ...(record.has("thresholds") ? { thresholds: record.int32("thresholds") } : {}),
    ...(record.has("biases") ? { biases: record.int32("biases") } : {}),
    reset: record.choice("reset", ["zero", "subtract"]) === "zero" ? { kind: "zero" } : { kind: "subtract", amounts: record.int32("amounts") },
    refractory: refractoryOf(record),
    ...(record.has("forgetPeriod") ? { forgets: { period: record.integer("forgetPeriod"), phase: record.integer("forgetPhase") } } : {}),
  };
}

function modelOf(record: TextRecord): NeuronModel {
  const kind = record.choice("model", ["if", "lif", "cuba"]);
  switch (kind) {
    case "if":
      return { kind };
    case "lif":
      return { kind, leakShift: record.integer("leakShift") };
    case "cuba":
      return {
        kind,
        decayU: record.integer("decayU"),
        decayV: record.integer("decayV"),
        membraneMin: record.integer("membraneMin"),
        membraneMax: record.integer("membraneMax"),
      };
    default:
      return assertNever(kind);
  }
}

function refractoryOf(record: TextRecord): Refractory {
  const text = record.text("refractory");
  if (/^\d+$/.test(text)) return { kind: "steps", timesteps: Number(text) };
  return { kind: record.choice("refractory", ["none", "untilReset"]) };
}

function projectionOf(record: TextRecord): Projection {
  const [name, kind, from, arrow, target] = record.words;
  if (record.words.length !== 5 || arrow !== "->" || (kind !== "input" && kind !== "population")) {
    throw syntaxError(record.where, "expected 'projection NAME input|population SOURCE -> TARGET'");
  }
  const source: SourceRef = kind === "input" ? { kind, port: from } : { kind, population: from };
  return { name, source, target, table: record.text("table"), delay: record.integer("delay"), connectivity: connectivityOf(record) };
}

function connectivityOf(record: TextRecord): Connectivity {
  const kind = record.choice("kind", ["dense", "sparse", "conv1d", "conv2d", "pool"]);
  switch (kind) {
    case "dense":
      return {
        kind,
        columnStart: record.integer("columnStart"),
        length: record.integer("length"),
        targetStart: record.integer("targetStart"),
        ...(record.has("rowOf") ? { rowOf: record.uint32("rowOf") } : {}),
      };
    case "sparse":
      return { kind, rowStart: record.uint32("rowStart"), targets: record.uint32("targets") };
    case "conv1d":
      return {
        kind,
        inLength: record.integer("inLength"),
        inChannels: record.integer("inChannels"),
        outLength: record.integer("outLength"),
        outChannels: record.integer("outChannels"),
        kernel: record.integer("kernel"),
        stride: record.integer("stride"),
        padLeft: record.integer("padLeft"),
        ...optionalIntegers(record, ["dilation", "groups"]),
      };
    case "conv2d":
      return {
        kind,
        inHeight: record.integer("inHeight"),
        inWidth: record.integer("inWidth"),
        inChannels: record.integer("inChannels"),
        outHeight: record.integer("outHeight"),
        outWidth: record.integer("outWidth"),
        outChannels: record.integer("outChannels"),
        kernelHeight: record.integer("kernelHeight"),
        kernelWidth: record.integer("kernelWidth"),
        strideY: record.integer("strideY"),
        strideX: record.integer("strideX"),
        padTop: record.integer("padTop"),
        padLeft: record.integer("padLeft"),
        ...optionalIntegers(record, ["dilationY", "dilationX", "groups"]),
      };
    case "pool":
      return {
        kind,
        inHeight: record.integer("inHeight"),
        inWidth: record.integer("inWidth"),
        channels: record.integer("channels"),
        outHeight: record.integer("outHeight"),
        outWidth: record.integer("outWidth"),
        windowHeight: record.integer("windowHeight"),
        windowWidth: record.integer("windowWidth"),
        strideY: record.integer("strideY"),
        strideX: record.integer("strideX"),
        ...optionalIntegers(record, ["padTop", "padLeft"]),
      };
    default:
      return assertNever(kind);
  }
}

/** Those of the keys that the record has. */
function optionalIntegers<Key extends string>(record: TextRecord, keys: readonly Key[]): { [K in Key]?: number } {
  const values: { [K in Key]?: number } = {};
  for (const key of keys) if (record.has(key)) values[key] = record.integer(key);
  return values;
}

function nameOf(record: TextRecord): string {
  if (record.words.length !== 1) throw syntaxError(record.where, `expected one name after '${record.keyword}', found ${record.words.length}`);
  return record.words[0];
}

function once(record: TextRecord, earlier: unknown): void {
  if (earlier !== undefined) throw syntaxError(record.where, `a second '${record.keyword}' record`);
}
