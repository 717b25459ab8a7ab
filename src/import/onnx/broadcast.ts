/** Constants against signals: the parameter of a graph node that a tensor of the file stands for, by ONNX's broadcasting. */
import { channelsOf, elementsOf } from "../../graph/shapes.js";
import { graphAxes } from "./arrange.js";
import type { Budget } from "./budget.js";
import { type Constant, elementCount, printSizes, strided, stridesOf } from "./constant.js";
import { refusal } from "./refusal.js";
import { isVariable, printSignal, type Signal, sizeOf } from "./signal.js";

/**
 * A constant as a parameter of an elementwise node on the signal's source: one value, one per channel, or one per
 * element of the graph's shape. The signal has no pending zeros.
 */
export function parameterFor(signal: Signal, constant: Constant, budget: Budget): Float32Array {
  const strides = atomStrides(signal, constant);
  const shape = signal.sources[0].shape;
  const channelAxis = shape.length === 3 ? 0 : shape.length - 1;
  const uses = signal.atoms.map((_, atom) => atom).filter((atom) => strides[atom] !== 0);
  if (uses.length === 0) return Float32Array.of(constant.data[0]);
  const channel = graphAxes(signal)[channelAxis];
  if (channel !== undefined && uses.every((atom) => channel.includes(atom))) {
    budget.charge(channelsOf(shape), "a parameter");
    return gathered(constant, signal, channel, strides);
  }
  const fixed = signal.atoms.map((_, atom) => atom).filter((atom) => !isVariable(signal, atom));
  budget.charge(elementsOf(shape), "a parameter");
  return gathered(constant, signal, fixed, strides);
}

/** The constant along one axis of the graph's shape; undefined if it varies along others. */
export function vectorAlong(signal: Signal, constant: Constant, graphAxis: number): Float32Array | undefined {
  const strides = atomStrides(signal, constant);
  const atoms = graphAxes(signal)[graphAxis];
  if (atoms === undefined || strides.some((stride, atom) => stride !== 0 && !atoms.includes(atom))) return undefined;
  return gathered(constant, signal, atoms, strides);
}

/** Refuses a constant that broadcasting would widen the signal to. */
export function checkFits(signal: Signal, constant: Constant): void {
  const lead = signal.axes.length - constant.shape.length;
  if (lead >= 0 && constant.shape.every((size, i) => size === 1 || size === sizeOf(signal, i + lead))) return;
  throw refusal(`its input ${printSignal(signal)} and its constant ${printSizes(constant.shape)} do not fit: the constant must not widen the input`);
}

/** How many of the constant's elements one step along each atom passes; 0 where it is the same for all of them. */
function atomStrides(signal: Signal, constant: Constant): number[] {
  checkFits(signal, constant);
  const strides = signal.atoms.map(() => 0);
  const own = stridesOf(constant.shape);
  const lead = signal.axes.length - constant.shape.length;
  constant.shape.forEach((size, i) => {
    const axis = signal.axes[i + lead];
    if (size === 1) return;
    if (axis === "batch") throw refusal(`its constant ${printSizes(constant.shape)} has a value of its own for each of ${size} samples of the batch`);
    let stride = own[i];
    for (const atom of [...axis].reverse()) {
      strides[atom] = stride;
      stride *= signal.atoms[atom];
    }
  });
  return strides;
}

/** The constant's values over these atoms, row-major in their order. */
function gathered(constant: Constant, signal: Signal, atoms: readonly number[], strides: readonly number[]): Float32Array {
  const sizes = atoms.map((atom) => signal.atoms[atom]);
  const steps = atoms.map((atom) => strides[atom]);
  return strided(constant.data, new Float32Array(elementCount(sizes)), sizes, steps);
}
