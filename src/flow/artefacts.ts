/** Reads artefacts of a bundle or of one file; a file is told by its envelope, not by its suffix. */
import { decodeEncoder, encodeEncoder } from "../encode/codec.js";
import { type Encoder, NO_LINE } from "../encode/encoder.js";
import type { RateTextEncoder } from "../encode/rate-texts.js";
import { decodeRateTextEncoder, RATE_TEXT_ENCODER_ENVELOPE } from "../encode/rate-texts-codec.js";
import { describeShape, type ValueEncoder } from "../encode/values.js";
import { decodeValueEncoder, VALUE_ENCODER_ENVELOPE } from "../encode/values-codec.js";
import { decodeEventProgram, encodeEventProgram } from "../event/codec.js";
import { printEventProgram } from "../event/print.js";
import type { EventProgram } from "../event/program.js";
import { decodeGraph, encodeGraph } from "../graph/codec.js";
import type { Graph } from "../graph/graph.js";
import { printGraph } from "../graph/print.js";
import { decodeMapping, encodeMapping, printMapping } from "../loihi/codec.js";
import type { MappedProgram } from "../loihi/mapping.js";
import { isFolder, readUserFile } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { sniffKind } from "../util/envelope.js";
import { BUNDLE, type Bundle, type Files, openBundle } from "./bundle.js";

export { encodeEncoder, encodeEventProgram, encodeGraph, encodeMapping };

export function readProgram(bundle: Bundle): EventProgram {
  return decodeEventProgram(bundle.read(BUNDLE.event), bundle.path(BUNDLE.event));
}

/** The encoder of texts. Throws SnncError (input, `bundle-no-texts`) for a bundle that takes numbers or spike trains. */
export function readEncoder(bundle: Bundle): Encoder {
  const encoder = readAnyEncoder(bundle);
  if (!("kind" in encoder)) return encoder;
  throw inputError("bundle-no-texts", "this needs a text classifier of `--encoding word`; the bundle takes numbers or spike trains", {
    where: bundle.directory,
  });
}

/** The encoder of whatever the bundle takes. */
export function readAnyEncoder(bundle: Bundle): Encoder | ValueEncoder | RateTextEncoder {
  const bytes = bundle.read(BUNDLE.encoder);
  const where = bundle.path(BUNDLE.encoder);
  const kind = sniffKind(bytes);
  if (kind === RATE_TEXT_ENCODER_ENVELOPE.kind) return decodeRateTextEncoder(bytes, where);
  return kind === VALUE_ENCODER_ENVELOPE.kind ? decodeValueEncoder(bytes, where) : decodeEncoder(bytes, where);
}

export function readMapping(bundle: Bundle): MappedProgram {
  return decodeMapping(bundle.read(BUNDLE.mapping), bundle.path(BUNDLE.mapping));
}

export function readGraph(bundle: Bundle): Graph {
  return decodeGraph(bundle.read(BUNDLE.graph), bundle.path(BUNDLE.graph));
}

/** The text form of an artefact, or of the artefacts of a bundle: one [name, text] each. */
export function inspectArtefacts(path: string): { readonly name: string; readonly kind: string; readonly text: string }[] {
  if (!isFolder(path)) return [inspectFile(path, path)];
  const bundle = openBundle(path);
  const names = [BUNDLE.encoder, BUNDLE.floatGraph, BUNDLE.graph, BUNDLE.event, BUNDLE.mapping].filter((name) => bundle.has(name));
  return names.map((name) => inspectFile(bundle.path(name), name));
}

/** The text forms of a bundle's artefacts as files beside them: event.pb -> event.txt. */
export function textTwins(bundle: Bundle): Files {
  const names = [BUNDLE.encoder, BUNDLE.graph, BUNDLE.event, BUNDLE.mapping].filter((name) => bundle.has(name));
  return new Map(names.map((name) => [name.replace(/\.pb$/, ".txt"), inspectFile(bundle.path(name), name).text]));
}

function inspectFile(path: string, name: string): { name: string; kind: string; text: string } {
  const bytes = readUserFile(path);
  const kind = sniffKind(bytes);
  switch (kind) {
    case "encoder":
      return { name, kind, text: printEncoder(decodeEncoder(bytes, path)) };
    case "value-encoder":
      return { name, kind, text: printValueEncoder(decodeValueEncoder(bytes, path)) };
    case "rate-encoder":
      return { name, kind, text: printRateTextEncoder(decodeRateTextEncoder(bytes, path)) };
    case "graph":
      return { name, kind, text: printGraph(decodeGraph(bytes, path)) };
    case "event":
      return { name, kind, text: printEventProgram(decodeEventProgram(bytes, path)) };
    case "mapping":
      return { name, kind, text: printMapping(decodeMapping(bytes, path)) };
    default:
      throw inputError("artefact-unknown", kind === undefined ? "is not a file of snnc" : `is of kind '${kind}', which this version does not know`, {
        where: path,
        hint: "Give a bundle's folder or one of its .pb files.",
      });
  }
}

/** The encoder for reading: settings, then a line a word. */
function printEncoder(encoder: Encoder): string {
  const head = [
    `encoder ${encoder.tokenizer}`,
    `drain ${encoder.drainTimesteps}`,
    `limits timesteps ${encoder.limits.timestepsPerSample} events-per-timestep ${encoder.limits.eventsPerTimestep}`,
    ...(encoder.startLine === undefined ? [] : [`start line ${encoder.startLine}`]),
    ...(encoder.bigram === undefined ? [] : [`bigrams 2^${encoder.bigram.hashBits} from line ${encoder.bigram.firstLine}`]),
    ...(encoder.code === undefined ? [] : [`code of ${encoder.code.groupLine.length} groups, from lines ${encoder.code.groupLine.join(" ")}`]),
    `words ${encoder.words.length}`,
  ];
  const words = encoder.words.map((word, id) => `  ${JSON.stringify(word)} ${linesOfWord(encoder, id)}`);
  return `${[...head, ...words].join("\n")}\n`;
}

/** The word's line; a coded one's sub-row in each group. */
function linesOfWord({ wordLine, code }: Encoder, id: number): string {
  if (wordLine[id] !== NO_LINE) return `${wordLine[id]}`;
  if (code === undefined) return "-";
  const groups = code.groupLine.length;
  return `code ${code.index.subarray(id * groups, (id + 1) * groups).join(" ")}`;
}

/** Settings, then a line a word with the mean of its probabilities. */
function printRateTextEncoder(encoder: RateTextEncoder): string {
  const { dimensions, probabilities } = encoder;
  const lines = [
    `encoder rate of texts, ${encoder.tokenizer}`,
    `seed ${encoder.seed}`,
    `positions ${encoder.length} of ${dimensions} elements, from line ${encoder.lineOf[0]}`,
    `timesteps ${encoder.timesteps}`,
    `drain ${encoder.drainTimesteps}`,
    `words ${encoder.words.length}, each with the mean of its probabilities`,
    ...encoder.words.map((word, id) => {
      const mean = probabilities.subarray(id * dimensions, (id + 1) * dimensions).reduce((sum, p) => sum + p / dimensions, 0);
      return `  ${JSON.stringify(word)} ${mean.toFixed(4)}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the stream lists instead of what is listed in space. */
function streamLines({ stream }: ValueEncoder): readonly string[] {
  if (stream === undefined) return [];
  const { positions, ports, layers, emissions } = stream.plan;
  return [
    `stream of positions, ${positions} in space; lines below are those in space`,
    ...ports.map((port, i) => `  port ${i} ${port.kind === "positions" ? `over positions: ${port.channels} lines from ${port.line}` : "constant"}`),
    ...layers.map((layer) => `  layer ${layer.population} in slot ${layer.firstSlot} + ${layer.slotsPerWindow} a window, later by ${layer.shift}`),
    ...emissions.map((emission) => {
      const layer = emission.layer === undefined ? "once a sample" : `for ${layers[emission.layer].population}`;
      return `  line ${emission.line}: ${emission.kind}${emission.kind === "constant" ? ` of port ${emission.port}` : ""} ${layer}`;
    }),
  ];
}

function printValueEncoder(encoder: ValueEncoder): string {
  const { kind, ...settings } = encoder.encoding;
  const lines = [
    `encoder ${[kind, ...Object.entries(settings).map(([name, value]) => `${name} ${value}`)].join(" ")}`,
    `shape ${describeShape(encoder)}`,
    `timesteps ${encoder.timesteps}${encoder.stream === undefined ? "" : " a position"}`,
    `drain ${encoder.drainTimesteps}`,
    ...streamLines(encoder),
    `ports from lines ${[...encoder.digitStart].join(" ")}`,
    ...(encoder.startLine === undefined ? [] : [`start line ${encoder.startLine}`]),
    ...(encoder.biasLine === undefined ? [] : [`bias line ${encoder.biasLine}`]),
    `lines of elements ${[...encoder.lineOf].join(" ")}`,
  ];
  return `${lines.join("\n")}\n`;
}
