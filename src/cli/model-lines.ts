/** A model of another framework for the terminal: its nodes, what simplifying makes of it, and the back ends that can take it. */
import type { BackEnd } from "../flow/back-ends.js";
import type { GraphSize, ModelDescription, NodeDescription } from "../flow/describe-model.js";
import { formatDiagnostic } from "../util/diagnostics.js";
import { table } from "./table.js";

export function modelLines(model: ModelDescription): string[] {
  const { format, name, network, nodes, size, simplified, notes, assumptions, backEnds, timestepSeconds } = model;
  const timestep = timestepSeconds === undefined ? "" : `, a timestep of ${timestepSeconds} s`;
  return [
    `${FORMATS[format]} model '${name}': ${NETWORKS[network]}${timestep}`,
    "",
    table(["node", "kind", "input", "output", "parameters", "MACs"], nodes.map(nodeCells)),
    "",
    ...notes.map((note) => `note: ${formatDiagnostic(note)}`),
    `as read: ${sizeText(size)}`,
    `simplified: ${sizeText(simplified)}`,
    "",
    `assumed: ${assumptions.join("; ")}`,
    table(["back end", "takes it", "with", "used/limit"], backEnds.map(backEndCells)),
    ...reasonLines(backEnds),
  ];
}

const FORMATS: Readonly<Record<ModelDescription["format"], string>> = { nir: "NIR", keras: "Keras", tfjs: "TensorFlow.js", onnx: "ONNX" };

const NETWORKS: Readonly<Record<ModelDescription["network"], string>> = {
  text: "it takes tokens, position becomes time",
  analogue: "analogue, it becomes rates of spikes",
  spiking: "spiking, it is taken as it is",
};

function nodeCells({ kind, name, input, output, parameters, multiplyAccumulates }: NodeDescription): string[] {
  const isPerPosition = output[0] === -1;
  const macs = multiplyAccumulates === 0 ? "" : `${figure(multiplyAccumulates)}${isPerPosition ? " x length" : ""}`;
  return [name, kind, shapeText(input), shapeText(output), parameters === 0 ? "" : figure(parameters), macs];
}

function sizeText({ nodes, parameters, multiplyAccumulates, multiplyAccumulatesPerPosition }: GraphSize): string {
  const macs = [
    ...(multiplyAccumulates > 0 || multiplyAccumulatesPerPosition === 0 ? [figure(multiplyAccumulates)] : []),
    ...(multiplyAccumulatesPerPosition > 0 ? [`${figure(multiplyAccumulatesPerPosition)} x length`] : []),
  ];
  return `${figure(nodes)} nodes, ${figure(parameters)} parameters, ${macs.join(" + ")} multiply-accumulates (MACs) an evaluation`;
}

function backEndCells(row: BackEnd): string[] {
  const used = row.resources.map(({ name, used: value, max }) => `${words(name)} ${figure(value)}${max === undefined ? "" : `/${figure(max)}`}`);
  return [nameOf(row), row.isPossible ? "yes" : "no", row.options.join(" "), used.join(", ")];
}

/** Why back ends do not take the model; those with the same reasons together. */
function reasonLines(rows: readonly BackEnd[]): string[] {
  const namesOf = new Map<string, string[]>();
  for (const row of rows) {
    // Without a program the first row says why, for all of them.
    if (row.isPossible || row.reasons.every(({ code }) => code === "no-program")) continue;
    const lines = row.reasons.flatMap((reason) => formatDiagnostic(reason).split("\n"));
    const text = lines.map((line) => `  ${line}`).join("\n");
    namesOf.set(text, [...(namesOf.get(text) ?? []), nameOf(row)]);
  }
  return [...namesOf].flatMap(([text, names]) => ["", `${names.join(", ")} ${names.length === 1 ? "does" : "do"} not take it:`, ...text.split("\n")]);
}

function nameOf({ target }: BackEnd): string {
  return target ?? "golden simulator";
}

/** `weightWords` -> `weight words` */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.map((axis) => (axis === -1 ? "length" : axis)).join(", ")}]`;
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}
