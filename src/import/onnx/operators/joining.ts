/** Operators that look up, join and pad: embeddings, concatenation, zeros around. */
import { arrange, settle } from "../arrange.js";
import { batchFirst, type Call, constantInput, integerAttribute, type Operator, optionalConstant, signalInput, stringAttribute } from "../call.js";
import { axisOf, type Constant, elementCount, LENGTH, printSizes, scalarOf, wholeNumbers } from "../constant.js";
import type { Draft } from "../draft.js";
import { concatConstants, gatherConstant } from "../fold.js";
import { axesInGraphOrder, axisAtoms, relaid } from "../layout.js";
import { refusal } from "../refusal.js";
import { atomsOf, dataAxes, printSignal, type Signal, signalOf, sizeOf, type Value, viewOf, type Zeros } from "../signal.js";

export const JOINING_OPERATORS: readonly Operator[] = [
  {
    operator: "Gather",
    support: "supported",
    how: "of constant rows by the token ids of an input: embedding; of constants and sizes: folded; of the network's values: refused",
    attributes: ["axis"],
    fold: (call) => {
      const data = constantInput(call, 0, "data");
      return gatherConstant(data, constantInput(call, 1, "indices"), axisOf(integerAttribute(call, "axis", 0), data.shape.length), call.budget);
    },
    read: embedding,
  },
  {
    operator: "Concat",
    support: "supported",
    how: "concat; along the batch, or with a constant: refused",
    attributes: ["axis"],
    fold: (call) => {
      const first = constantInput(call, 0, "input");
      const parts = call.inputs.map((_, at) => constantInput(call, at, "input"));
      return concatConstants(parts, axisOf(integerAttribute(call, "axis", 0), first.shape.length), call.budget);
    },
    read: concat,
  },
  {
    operator: "Pad",
    support: "supported",
    how: "of zeros: a convolution's padding, else pad; other values and modes are refused",
    attributes: ["mode"],
    read: pad,
  },
];

function embedding(call: Call): Value {
  const [data, indices] = call.inputs;
  if (data?.kind === "signal") {
    throw refusal(
      `it picks elements of ${printSignal(data)}, for which the graph has no node`,
      "Cut the input before it reaches the model, or use a pool.",
    );
  }
  const table = constantInput(call, 0, "data");
  const signal = settle(call, signalInput(call, 1));
  if (axisOf(integerAttribute(call, "axis", 0), table.shape.length) !== 0)
    throw refusal("it looks up along another axis than the first; an embedding's rows are axis 0");
  const [source, ...others] = signal.sources;
  if (source.node.kind !== "input" || others.length > 0) {
    throw refusal(
      `its indices ${printSignal(signal)} are computed (${indices === undefined ? "missing" : source.origin}); an embedding takes the ids of an input`,
    );
  }
  const [vocabularySize] = table.shape;
  const dimensions = elementCount(table.shape.slice(1));
  if (vocabularySize < 1 || dimensions < 1) throw refusal(`its table ${printSizes(table.shape)} is empty`);
  const axes = axesInGraphOrder(signal, dataAxes(signal));
  if (axes.length > 1 || source.shape.length !== 1)
    throw refusal(`its indices are ${printSignal(signal)}; token ids are one list a sample, [batch, length]`);
  const { encoding } = source.node;
  const rows = encoding.kind === "tokens" ? Math.min(encoding.vocabularySize, vocabularySize) : vocabularySize;
  source.node = { ...source.node, encoding: { kind: "tokens", vocabularySize: rows } };
  call.budget.charge(table.data.length, "an embedding");
  const draft = call.draft({ kind: "embedding", vocabularySize, dimensions, weight: Float32Array.from(table.data) }, signal.sources, [
    source.shape[0],
    dimensions,
  ]);
  const found = signalOf({ batch: signal.batch, isInteger: false }, draft, [
    ...signal.axes.map((axis) => (axis === "batch" ? axis : axis.length > 0 ? 0 : undefined)),
    1,
  ]);
  return found.axes.length === signal.axes.length + table.shape.length - 1 ? found : splitRows(found, table);
}

/** A table of more than two axes gives its rows' own axes. */
function splitRows(found: Signal, table: Constant): Signal {
  const inner = table.shape.slice(1);
  const lead = found.axes.slice(0, -1);
  const atoms = found.axes.at(-1) === "batch" ? [] : found.atoms.slice(0, found.atoms.length - (found.axes.at(-1)?.length ?? 0));
  const axes = inner.map((size): readonly number[] => {
    if (size === 1) return [];
    atoms.push(size);
    return [atoms.length - 1];
  });
  return viewOf(found, { atoms, axes: [...lead, ...axes] });
}

function concat(call: Call): Value {
  const constant = call.inputs.find((input) => input?.kind === "constant");
  if (constant?.kind === "constant")
    throw refusal(`it joins the network's values with a constant ${printSizes(constant.shape)}, for which the graph has no node`);
  const signals = call.inputs.map((_, at) => settle(call, signalInput(call, at)));
  const [first] = signals;
  const along = axisOf(integerAttribute(call, "axis", 0), first.axes.length);
  if (signals.length === 1) return first;
  for (const signal of signals) checkJoin(first, signal, along);
  // The axes in the order of the first input's layout; the one that is joined is there even where it has size 1.
  const axes = axesInGraphOrder(first, dataAxes(first));
  if (!axes.includes(along)) axes.push(along);
  const parts = signals.map((signal) =>
    arrange(
      call,
      signal,
      axes.map((axis) => axisAtoms(signal, axis)),
    ),
  );
  const used = new Set<Draft>();
  const inputs = parts.map(({ sources, shape }) => {
    // A concat names each of its inputs once: a sum, or one that comes twice, gets a node of its own.
    const isPlain = sources.length === 1 && !used.has(sources[0]);
    const input = isPlain ? sources[0] : call.draft({ kind: "scale", scale: Float32Array.of(1) }, sources, shape);
    used.add(input);
    return input;
  });
  const at = axes.indexOf(along);
  const shape = parts[0].shape.map((size, axis) => (axis === at ? parts.reduce((sum, part) => sum + part.shape[at], 0) : size));
  const draft = call.draft({ kind: "concat", axis: at, inputs: [] }, inputs, shape);
  return viewOf(relaid(first, axes, { sources: [draft], shape }), { isInteger: false });
}

function checkJoin(first: Signal, signal: Signal, along: number): void {
  atomsOf(signal, along);
  const isAlike =
    signal.axes.length === first.axes.length &&
    signal.axes.every((axis, i) => (axis === "batch") === (first.axes[i] === "batch") && (i === along || sizeOf(signal, i) === sizeOf(first, i)));
  if (!isAlike) throw refusal(`along axis ${along} it cannot join ${printSignal(first)} and ${printSignal(signal)}`);
  if (sizeOf(signal, along) === LENGTH)
    throw refusal("it joins texts of variable length end to end", "Give --length, the number of positions that every text is brought to.");
}

/** Zeros stay pending on their axes until a convolution takes them or another operator asks for the node (arrange.ts). */
function pad(call: Call): Value {
  const mode = stringAttribute(call, "mode", "constant");
  if (mode !== "constant") throw refusal(`its mode is '${mode}'; only zeros (constant) have a node in the graph`);
  const value = optionalConstant(call, 2, "value");
  if (value !== undefined && scalarOf(value, "value") !== 0)
    throw refusal(`it pads with ${scalarOf(value, "value")}; only zeros have a node in the graph`);
  const given = batchFirst(signalInput(call), "input");
  const rank = given.axes.length;
  const pads = wholeNumbers(constantInput(call, 1, "pads"), "its pads");
  const chosen = call.opset < 18 ? undefined : optionalConstant(call, 3, "axes");
  const axes = chosen === undefined ? given.axes.map((_, axis) => axis) : wholeNumbers(chosen, "axes").map((axis) => axisOf(axis, rank));
  if (pads.length !== 2 * axes.length || new Set(axes).size !== axes.length) {
    throw refusal(`its pads are [${pads.join(", ")}] for ${axes.length} axes; each has one before and one behind`);
  }
  const odd = pads.find((count) => count < 0 || count > 2 ** 24);
  if (odd !== undefined) throw refusal(`its pads contain ${odd}; cutting away, or more than 2^24 zeros, is not read`);
  const around = axes
    .map((axis, i) => ({ axis, before: pads[i], after: pads[i + axes.length] }))
    .filter(({ before, after }) => before > 0 || after > 0);
  if (around.length === 0) return given;
  for (const { axis } of around) atomsOf(given, axis);
  if (around.some(({ axis }) => axisAtoms(given, axis).length !== 1)) return padded(call, given, around);
  const padding = new Map<number, Zeros>(given.padding);
  for (const { axis, before, after } of around) {
    const [atom] = axisAtoms(given, axis);
    const earlier = padding.get(atom) ?? { before: 0, after: 0 };
    padding.set(atom, { before: earlier.before + before, after: earlier.after + after });
  }
  return viewOf(given, { padding });
}

/** A pad node with every data axis as one axis of the graph, for axes of size 1 or of several parts. */
function padded(call: Call, unsettled: Signal, around: readonly (Zeros & { readonly axis: number })[]): Signal {
  const signal = settle(call, unsettled);
  const axes = dataAxes(signal);
  const { sources, shape } = arrange(
    call,
    signal,
    axes.map((axis) => axisAtoms(signal, axis)),
  );
  const zerosOf = (axis: number): Zeros => around.find((zeros) => zeros.axis === axis) ?? { before: 0, after: 0 };
  const before = axes.map((axis) => zerosOf(axis).before);
  const after = axes.map((axis) => zerosOf(axis).after);
  const draft = call.draft(
    { kind: "pad", before, after },
    sources,
    shape.map((size, i) => size + before[i] + after[i]),
  );
  return signalOf(
    signal,
    draft,
    signal.axes.map((atoms, axis) => (atoms === "batch" ? atoms : axes.indexOf(axis))),
  );
}
