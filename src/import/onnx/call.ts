/** One operator of the file as its reader sees it: inputs that are constants or signals, attributes checked on access. */
import type { OperatorRow } from "../types.js";
import type { Budget } from "./budget.js";
import { BATCH, type Constant, exactInteger, printSizes, wholeNumbers } from "./constant.js";
import type { Drafting } from "./draft.js";
import type { Attribute } from "./model.js";
import { refusal } from "./refusal.js";
import { printSignal, type Signal, type Value } from "./signal.js";

export interface Call extends Drafting {
  readonly operator: string;
  readonly opset: number;
  readonly inputs: readonly (Constant | Signal | undefined)[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Is its result an output of the model and nothing else's input? */
  readonly isFinal: boolean;
  readonly budget: Budget;
  /** The value of a tensor in an attribute. */
  tensor(name: string): Constant | undefined;
  /** Something is dropped or approximated; `message` says what that changes. */
  note(message: string, hint?: string): void;
}

/** A row of the table of operators: its documentation, and how it is read. */
export interface Operator extends OperatorRow {
  /** Attributes that the reader knows; any other is refused, because it may change what the operator means. */
  readonly attributes?: readonly string[];
  /** Its result where every input is a constant. */
  readonly fold?: (call: Call) => Constant;
  /** Its result where an input is a signal. */
  readonly read?: (call: Call) => Value;
  /** Refused, but of its input's shape: what follows is read on, to find everything that is in the way. */
  readonly isElementwise?: boolean;
}

/** An input that depends on the network's input. */
export function signalInput(call: Call, at = 0): Signal {
  const value = call.inputs[at];
  if (value?.kind === "signal") return value;
  throw refusal(
    `its input ${at} is ${value === undefined ? "missing" : `a constant ${printSizes(value.shape)}`}; it must come from the network's input`,
  );
}

/** An input that must be known at import time. */
export function constantInput(call: Call, at: number, what: string): Constant {
  const value = optionalConstant(call, at, what);
  if (value !== undefined) return value;
  throw refusal(`its ${what} is missing`);
}

export function optionalConstant(call: Call, at: number, what: string): Constant | undefined {
  const value = call.inputs[at];
  if (value === undefined || value.kind === "constant") return value;
  throw refusal(
    `its ${what} is computed from the network's input ${printSignal(value)}; it must be a constant`,
    "Export the model with constant weights and shapes.",
  );
}

export function integerAttribute(call: Call, name: string, otherwise: number): number {
  const attribute = call.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== "integer") throw wrongKind(name, attribute, "an integer");
  return exactInteger(attribute.value, `attribute '${name}'`);
}

export function floatAttribute(call: Call, name: string, otherwise: number): number {
  const attribute = call.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== "float") throw wrongKind(name, attribute, "a float");
  return attribute.value;
}

export function stringAttribute(call: Call, name: string, otherwise: string): string {
  const attribute = call.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== "string") throw wrongKind(name, attribute, "a string");
  return attribute.value;
}

/** The integers of an attribute; undefined where it is absent. */
export function integersAttribute(call: Call, name: string): readonly number[] | undefined {
  const attribute = call.attributes.get(name);
  if (attribute === undefined) return undefined;
  if (attribute.kind !== "integers") throw wrongKind(name, attribute, "a list of integers");
  return attribute.values.map((value) => exactInteger(value, `attribute '${name}'`));
}

/** Axes that were an attribute and became input `at` with operator set `since`; undefined where they are not given. */
export function axesOf(call: Call, since: number, at = 1): readonly number[] | undefined {
  if (call.opset < since) return integersAttribute(call, "axes");
  if (call.attributes.has("axes"))
    throw refusal(`its axes are an attribute; from operator set ${since} on they are an input (this is ${call.opset})`);
  const axes = optionalConstant(call, at, "axes");
  return axes === undefined ? undefined : wholeNumbers(axes, "axes");
}

/** Channels first: [batch, channels, ...]. Refuses a batch that is elsewhere and, with `rank`, another number of axes. */
export function batchFirst(signal: Signal, what: string, rank?: number): Signal {
  if (rank !== undefined && signal.axes.length !== rank)
    throw refusal(`its ${what} ${printSignal(signal)} has ${signal.axes.length} axes; it needs ${rank}`);
  const at = signal.axes.indexOf("batch");
  if (at === 0) return signal;
  const batch = signal.batch === BATCH ? "" : ` of ${signal.batch}`;
  throw refusal(
    `its ${what} ${printSignal(signal)} has ${at < 0 ? "lost the batch" : `the batch${batch} as axis ${at}`}; it must be axis 0`,
    "Export the model so that the batch stays the first axis.",
  );
}

function wrongKind(name: string, attribute: Attribute, wanted: string): Error {
  return refusal(`its attribute '${name}' is ${attribute.kind === "reference" ? "a reference" : `of kind ${attribute.kind}`}; it must be ${wanted}`);
}
