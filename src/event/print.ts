/**
 * The text form of an event program: what `inspect` shows and the passes' goldens hold. `parseEventProgram` (parse.ts)
 * reads it back exactly. Notation: src/util/textform.ts. One record a part of the program, in the program's own order.
 */
import { assertNever } from "../util/diagnostics.js";
import { type PrintedRecord, printTextForm } from "../util/textform.js";
import type { Connectivity, EventProgram, NeuronModel, Population, Projection, WeightTable } from "./program.js";

export const EVENT_TEXT_FORM = "snnc-event";
export const EVENT_TEXT_VERSION = 1;

/** The program as text; ends in a newline. */
export function printEventProgram(program: EventProgram): string {
  const { limits, readout, legalised } = program;
  return printTextForm(EVENT_TEXT_FORM, EVENT_TEXT_VERSION, [
    { keyword: "program", words: [program.name], attributes: { ...limits } },
    ...program.inputs.map(({ name, kind, lines, unique, exclusive }) => ({
      keyword: "input",
      words: [name],
      attributes: { kind, lines, repeats: unique === true ? "never" : undefined, together: exclusive === true ? "never" : undefined },
    })),
    ...program.populations.map(printPopulation),
    ...program.tables.map(printTable),
    ...program.projections.map(printProjection),
    {
      keyword: "readout",
      words: [readout.population],
      attributes: { kind: readout.kind, neuronsPerClass: readout.neuronsPerClass, drainTimesteps: readout.drainTimesteps, shift: readout.shift },
      arrays: { classes: { values: readout.classes } },
    },
    ...(legalised === undefined ? [] : [{ keyword: "legalised", words: [legalised.target], attributes: { updateGroup: legalised.updateGroup } }]),
  ]);
}

function printPopulation({ name, size, model, thresholds, biases, reset, refractory, forgets }: Population): PrintedRecord {
  return {
    keyword: "population",
    words: [name],
    attributes: {
      size,
      ...modelAttributes(model),
      reset: reset.kind,
      refractory: refractory.kind === "steps" ? String(refractory.timesteps) : refractory.kind,
      forgetPeriod: forgets?.period,
      forgetPhase: forgets?.phase,
    },
    arrays: {
      thresholds: thresholds && { values: thresholds },
      biases: biases && { values: biases },
      amounts: reset.kind === "subtract" ? { values: reset.amounts } : undefined,
    },
  };
}

function modelAttributes(model: NeuronModel): Record<string, string | number> {
  switch (model.kind) {
    case "if":
      return { model: "if" };
    case "lif":
      return { model: "lif", leakShift: model.leakShift };
    case "cuba":
      return {
        model: "cuba",
        decayU: model.decayU,
        decayV: model.decayV,
        membraneMin: model.membraneMin,
        membraneMax: model.membraneMax,
      };
    default:
      return assertNever(model);
  }
}

function printTable({ name, rows, columns, bits, exponent, weights }: WeightTable): PrintedRecord {
  // A row a line where that is readable; long rows wrap.
  const perLine = columns > 1 && columns <= 40 ? columns : 32;
  return { keyword: "table", words: [name], attributes: { rows, columns, bits, exponent }, arrays: { weights: { values: weights, perLine } } };
}

function printProjection({ name, source, target, table, delay, connectivity }: Projection): PrintedRecord {
  const from = source.kind === "input" ? ["input", source.port] : ["population", source.population];
  const { attributes, arrays } = connectivityParts(connectivity);
  return { keyword: "projection", words: [name, ...from, "->", target], attributes: { table, delay, ...attributes }, arrays };
}

function connectivityParts(c: Connectivity): Required<Pick<PrintedRecord, "attributes" | "arrays">> {
  switch (c.kind) {
    case "dense":
      return {
        attributes: { kind: c.kind, columnStart: c.columnStart, length: c.length, targetStart: c.targetStart },
        arrays: { rowOf: c.rowOf && { values: c.rowOf } },
      };
    case "sparse":
      return { attributes: { kind: c.kind }, arrays: { rowStart: { values: c.rowStart }, targets: { values: c.targets } } };
    case "conv1d":
      return {
        attributes: {
          kind: c.kind,
          inLength: c.inLength,
          inChannels: c.inChannels,
          outLength: c.outLength,
          outChannels: c.outChannels,
          kernel: c.kernel,
          stride: c.stride,
          padLeft: c.padLeft,
          dilation: c.dilation,
          groups: c.groups,
        },
        arrays: {},
      };
    case "conv2d":
      return {
        attributes: {
          kind: c.kind,
          inHeight: c.inHeight,
          inWidth: c.inWidth,
          inChannels: c.inChannels,
          outHeight: c.outHeight,
          outWidth: c.outWidth,
          outChannels: c.outChannels,
          kernelHeight: c.kernelHeight,
          kernelWidth: c.kernelWidth,
          strideY: c.strideY,
          strideX: c.strideX,
          padTop: c.padTop,
          padLeft: c.padLeft,
          dilationY: c.dilationY,
          dilationX: c.dilationX,
          groups: c.groups,
        },
        arrays: {},
      };
    case "pool":
      return {
        attributes: {
          kind: c.kind,
          inHeight: c.inHeight,
          inWidth: c.inWidth,
          channels: c.channels,
          outHeight: c.outHeight,
          outWidth: c.outWidth,
          windowHeight: c.windowHeight,
          windowWidth: c.windowWidth,
          strideY: c.strideY,
          strideX: c.strideX,
          padTop: c.padTop,
          padLeft: c.padLeft,
        },
        arrays: {},
      };
    default:
      return assertNever(c);
  }
}
