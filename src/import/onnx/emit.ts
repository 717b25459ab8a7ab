/** Drafts -> nodes of the graph: only those that the outputs need, with names, edges and the encoding of the inputs. */
import type { GraphBuilder, Unnamed } from "../builder.js";
import { printable } from "../builder.js";
import { arrange, settle } from "./arrange.js";
import type { Draft, DraftBoard } from "./draft.js";
import { axisAtoms } from "./layout.js";
import type { OnnxModel } from "./model.js";
import { refusal, refusalOf } from "./refusal.js";
import { dataAxes, type Signal, sizesOf, type Value } from "./signal.js";

/** Adds everything that the model's outputs need to the builder; refuses what is no output of a network. */
export function emitGraph(model: OnnxModel, values: ReadonlyMap<string, Value>, board: DraftBoard, builder: GraphBuilder): void {
  const outputs = model.outputs.flatMap((tensor) => {
    const sources = outputSources(tensor, values.get(tensor), board, builder);
    return sources === undefined ? [] : [{ tensor, sources }];
  });
  if (model.outputs.length === 0) builder.refuse(model.name, "graph", "it has no output", "The file is damaged, or cut short: export it again.");
  const live = liveDrafts(outputs.flatMap(({ sources }) => sources));
  checkInputs(live, board, builder);
  if (builder.isRefused) return;
  const names = new Map<Draft, string>();
  const nameOf = (draft: Draft): string => names.get(draft) ?? "";
  for (const draft of board.drafts) {
    if (live.has(draft)) names.set(draft, builder.add(draft.label, named(draft, nameOf), draft.inputs.map(nameOf)));
    else if (draft.node.kind === "input") builder.note(draft.label, "input", "nothing reads it; it is left out");
  }
  for (const { tensor, sources } of outputs) builder.add(tensor, { kind: "output", shape: sources[0].shape }, sources.map(nameOf));
}

/** The drafts of an output in ONNX's order of axes; axes of size 1 stay only where they are there already. */
function outputSources(tensor: string, value: Value | undefined, board: DraftBoard, builder: GraphBuilder): readonly Draft[] | undefined {
  if (value === undefined || value.kind === "unknown") return undefined;
  if (value.kind === "constant") {
    builder.refuse(tensor, "output", "it does not depend on any input: the network would always give the same");
    return undefined;
  }
  try {
    return laidOut(tensor, value, board);
  } catch (error) {
    const problem = refusalOf(error);
    if (problem === undefined) throw error;
    builder.refuse(tensor, "output", problem.message, problem.hint);
    return undefined;
  }
}

function laidOut(tensor: string, unsettled: Signal, board: DraftBoard): readonly Draft[] {
  const drafting = board.at(tensor, `output '${printable(tensor)}'`);
  const signal = settle(drafting, unsettled);
  if (!signal.axes.includes("batch")) throw refusal("it has lost the batch");
  const axes = dataAxes(signal);
  const sizes = sizesOf(signal);
  const all = axes.map((axis) => axisAtoms(signal, axis));
  const shape = signal.sources[0].shape;
  const isOwn =
    all.flat().every((atom, i) => atom === i) && shape.length === axes.length && axes.every((axis, i) => shape[i] === -1 || sizes[axis] === shape[i]);
  if (isOwn) return signal.sources;
  return arrange(
    drafting,
    signal,
    all.filter((atoms) => atoms.length > 0),
  ).sources;
}

/** Everything that leads to these drafts. */
function liveDrafts(ends: readonly Draft[]): ReadonlySet<Draft> {
  const live = new Set<Draft>(ends);
  const open = [...live];
  for (let draft = open.pop(); draft !== undefined; draft = open.pop()) {
    for (const input of draft.inputs) {
      if (live.has(input)) continue;
      live.add(input);
      open.push(input);
    }
  }
  return live;
}

/** Token ids go into embeddings and nowhere else. */
function checkInputs(live: ReadonlySet<Draft>, board: DraftBoard, builder: GraphBuilder): void {
  const isTokens = (draft: Draft): boolean => draft.node.kind === "input" && draft.node.encoding.kind === "tokens";
  for (const draft of live) {
    const tokens = draft.node.kind === "embedding" ? undefined : draft.inputs.find(isTokens);
    if (tokens !== undefined) {
      builder.refuse(tokens.label, "input", `it brings token ids to an embedding, and as numbers to ${draft.origin}; it must be one or the other`);
    }
    if (board.assumedTokens.has(draft) && !isTokens(draft)) {
      builder.refuse(draft.label, "input", "it is compared with 0, which is only read for token ids, but no embedding reads it");
    }
  }
}

function named(draft: Draft, nameOf: (draft: Draft) => string): Unnamed {
  return draft.node.kind === "concat" ? { ...draft.node, inputs: draft.inputs.map(nameOf) } : draft.node;
}
