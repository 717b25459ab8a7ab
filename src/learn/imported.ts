/**
 * Imported spiking text classifiers <-> the one model of this folder, so that they can be fine-tuned like our own. The graph
 * keeps its nodes and names; what changes is their weights. Branches are sorted by kernel here, and those of one kernel
 * size side by side are one branch.
 */
import type { Conv1dNode, EmbeddingNode, Graph, GraphNode, LinearNode } from "../graph/graph.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { fromGraphKernel, toGraphKernel, transpose } from "./graph.js";
import { checkTextCnn, firstWindow, type TextCnn, wordsBefore } from "./textcnn.js";

/** A spiking text classifier taken apart, as lowering recognises it. */
export interface ClassifierParts {
  readonly embedding: EmbeddingNode;
  readonly branches: readonly BranchParts[];
  readonly classes: number;
  /** [classes]. */
  readonly outputBias: Float32Array;
}

export interface BranchParts {
  readonly convolution: Conv1dNode;
  /** Zeros in front of the text and behind it. */
  readonly left: number;
  readonly right: number;
  /** [outChannels]. */
  readonly thresholds: Float32Array;
  readonly linear: LinearNode;
}

/** Where the filters of a graph's branch are in the model. */
interface Place {
  readonly part: BranchParts;
  readonly branch: number;
  /** First filter within the model's branch, and among all filters. */
  readonly firstInBranch: number;
  readonly first: number;
}

/**
 * The classifier as a model; `rowOfWord`: word id -> token of the graph. Throws SnncError (input) where its convolutions pad
 * in a way that the model has no windows for.
 */
export function textCnnOfParts(parts: ClassifierParts, rowOfWord: Uint32Array): TextCnn {
  const { embedding, classes } = parts;
  const places = placesOf(parts);
  const kernels = [...new Set(places.map(({ part }) => part.convolution.kernel))];
  const { dimensions } = embedding;
  const branches = kernels.map((kernel) => {
    const own = places.filter(({ part }) => part.convolution.kernel === kernel);
    const filters = own.reduce((sum, { part }) => sum + part.convolution.outChannels, 0);
    const weight = new Float32Array(kernel * dimensions * filters);
    const bias = new Float32Array(filters);
    for (const { part, firstInBranch } of own) {
      const { convolution } = part;
      const columns = convolution.outChannels;
      const rows = fromGraphKernel(convolution.weight, convolution);
      for (let row = 0; row < kernel * dimensions; row++) {
        weight.set(rows.subarray(row * columns, (row + 1) * columns), row * filters + firstInBranch);
      }
      if (convolution.bias !== undefined) bias.set(convolution.bias, firstInBranch);
    }
    return { kernel, filters, weight, bias };
  });
  const filters = branches.reduce((sum, branch) => sum + branch.filters, 0);
  const thresholds = new Float32Array(filters);
  const output = new Float32Array(filters * classes);
  for (const { part, first } of places) {
    thresholds.set(part.thresholds, first);
    output.set(transpose(part.linear.weight, classes, part.convolution.outChannels), first * classes);
  }
  const model: TextCnn = {
    kind: "textcnn",
    vocabularySize: rowOfWord.length,
    dimensions,
    classes,
    windows: windowsOf(parts),
    activation: { kind: "spike", thresholds },
    rowOfWord,
    embedding: embedding.weight,
    branches,
    output,
    outputBias: parts.outputBias,
  };
  checkTextCnn(model);
  return model;
}

/** The graph that the parts are of, with the weights of a model that came of `textCnnOfParts`. */
export function withWeightsOf(graph: Graph, parts: ClassifierParts, model: TextCnn): Graph {
  const { activation, classes } = model;
  if (activation.kind !== "spike") throw new Error("a converted classifier spikes");
  const changed = new Map<string, GraphNode>([[parts.embedding.name, { ...parts.embedding, weight: model.embedding }]]);
  const successors = new Map(graph.edges.map(({ from, to }) => [from, to]));
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  placesOf(parts).forEach(({ part, branch, firstInBranch, first }) => {
    const { convolution, linear } = part;
    const { kernel, weight, bias, filters } = model.branches[branch];
    const columns = convolution.outChannels;
    const own = new Float32Array(kernel * model.dimensions * columns);
    for (let row = 0; row < kernel * model.dimensions; row++) {
      const from = row * filters + firstInBranch;
      own.set(weight.subarray(from, from + columns), row * columns);
    }
    changed.set(convolution.name, {
      ...convolution,
      weight: toGraphKernel({ kernel, filters: columns, weight: own }, model.dimensions),
      bias: bias.slice(firstInBranch, firstInBranch + columns),
    });
    const spike = nodeOf.get(successors.get(convolution.name) ?? "");
    if (spike?.kind !== "threshold") throw new Error(`no threshold follows '${convolution.name}'`);
    changed.set(spike.name, { ...spike, threshold: activation.thresholds.slice(first, first + columns) });
    const { bias: _, ...readout } = linear;
    changed.set(linear.name, {
      ...readout,
      weight: transpose(model.output.subarray(first * classes, (first + columns) * classes), columns, classes),
      // The biases of all readouts add up: the first one carries them.
      ...(part === parts.branches[0] ? { bias: model.outputBias } : {}),
    });
  });
  return { ...graph, nodes: graph.nodes.map((node) => changed.get(node.name) ?? node) };
}

function placesOf({ branches }: ClassifierParts): readonly Place[] {
  const sorted = [...branches].sort((a, b) => a.convolution.kernel - b.convolution.kernel);
  const places: Place[] = [];
  let [branch, firstInBranch, first, kernel] = [-1, 0, 0, 0];
  for (const part of sorted) {
    const { convolution } = part;
    if (convolution.kernel !== kernel) [branch, firstInBranch, kernel] = [branch + 1, 0, convolution.kernel];
    places.push({ part, branch, firstInBranch, first });
    firstInBranch += convolution.outChannels;
    first += convolution.outChannels;
  }
  return places;
}

/** The one kind of windows that all branches have. */
function windowsOf({ branches }: ClassifierParts): TextCnn["windows"] {
  const kinds = ["valid", "causal", "same"] as const;
  const fits = (windows: TextCnn["windows"], { convolution: { kernel }, left, right }: BranchParts): boolean => {
    const behind = kernel - 1 - wordsBefore(windows, kernel);
    return right === behind && left === kernel - 1 - behind - firstWindow(windows, kernel);
  };
  const windows = kinds.find((kind) => branches.every((part) => fits(kind, part)));
  if (windows !== undefined) return windows;
  throw new SnncError(
    "input",
    branches.map((part): Diagnostic => {
      const { convolution, left, right } = part;
      const own = kinds.find((kind) => fits(kind, part));
      return {
        code: "fine-tune-windows",
        message: `pads ${left} and ${right} positions (${own ?? "neither valid, same nor causal"}); fine-tuning needs one padding for all convolutions: valid, same or causal`,
        where: `node '${convolution.name}' (conv1d)`,
        hint: "Convert without `--fine-tune`, or train the source with one padding.",
      };
    }),
  );
}
