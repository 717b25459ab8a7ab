/**
 * A spiking node as populations of the event program: which integer neuron model runs it, what its thresholds and biases
 * are in units of its input, and how its neurons are ordered when they need several models.
 *
 * The membrane is measured in units of the node's input gain, v' = v / gain: then weights stay as they are, threshold and
 * bias are divided, and the equations of graph.ts keep their form.
 */
import type { NeuronModel, Refractory } from "../../event/program.js";
import type { GraphNode, Shape } from "../../graph/graph.js";
import { parameterIndex } from "../../graph/shapes.js";
import { assertNever, type Diagnostic } from "../../util/diagnostics.js";
import { clamp, roundHalfAway } from "../../util/fixed.js";

/** Consecutive neurons of a block with one model. */
export interface Piece {
  readonly start: number;
  readonly size: number;
  readonly model: NeuronModel;
}

export interface BlockNeurons {
  /** Rank of neuron n when neurons of one model lie side by side; undefined if one model serves all. */
  readonly reorder?: Uint32Array;
  readonly pieces: readonly Piece[];
  /** [neurons, in the block's final order] in units of the input; absent: never spikes. */
  readonly thresholds?: Float64Array;
  /** Added in every timestep, in units of the input. */
  readonly biases: Float64Array;
  readonly reset: "zero" | "subtract";
  readonly refractory: Refractory;
  /** Bits behind the binary point that the models' rounding asks for (left shift of all weights). */
  readonly fractionBits: number;
  readonly notes: readonly Diagnostic[];
}

/** How a leak that is no power of two is run: by Loihi's 12-bit decay, or by the nearest power of two. */
export type LeakRule = "exact" | "powerOfTwo";

/** Largest membrane of the CUBA model: 24 bit, as Loihi's. */
const CUBA_LIMIT = 2 ** 23 - 1;

/** Neurons of a node; `neuronOf[element]` is their natural order. Collects problems into `refuse`. */
export function neuronsOf(
  node: GraphNode,
  shape: Shape,
  neuronOf: Uint32Array,
  leaks: LeakRule,
  refuse: (message: string, hint?: string) => void,
): BlockNeurons {
  const size = neuronOf.length;
  const spread = (values: Float32Array | undefined, missing: number): Float64Array => {
    const indexOf = parameterIndex(values?.length ?? 1, shape);
    const ordered = new Float64Array(size);
    for (let i = 0; i < size; i++) ordered[neuronOf[i]] = values?.[indexOf(i)] ?? missing;
    return ordered;
  };
  const plain = { biases: new Float64Array(size), reset: "zero", refractory: { kind: "none" }, notes: [] } as const;
  const single = (model: NeuronModel): readonly Piece[] => [{ start: 0, size, model }];
  const forgetting: NeuronModel = { kind: "lif", leakShift: 0 };
  switch (node.kind) {
    case "threshold":
      return { ...plain, pieces: single(forgetting), thresholds: spread(node.threshold, 0), fractionBits: 0 };
    case "pool1d":
    case "pool2d":
    case "globalPool":
      return { ...plain, pieces: single(forgetting), thresholds: new Float64Array(size), fractionBits: 0 };
    case "output":
      return { ...plain, pieces: single({ kind: "if" }), fractionBits: 0 };
    case "integrator": {
      const gain = gainOf(spread(node.resistance, 1), refuse, true);
      const run = modelled(spread(node.leak, 0), undefined, leaks);
      return { ...plain, ...run, biases: divided(spread(node.bias, 0), gain) };
    }
    case "cubaIntegrator": {
      const gain = gainOf(spread(node.inputGain, 1), refuse, true);
      const run = modelled(spread(node.leak, 0), spread(node.currentLeak, 0), leaks);
      return { ...plain, ...run, biases: divided(spread(node.bias, 0), gain) };
    }
    case "if": {
      const gain = gainOf(spread(node.resistance, 1), refuse, false);
      const thresholds = divided(spread(node.threshold, 0), gain);
      return { ...plain, pieces: single({ kind: "if" }), thresholds, reset: node.reset, fractionBits: 0 };
    }
    case "lif":
    case "cubaLif": {
      const gain = gainOf(spread(node.inputGain, 1), refuse, false);
      const run = modelled(spread(node.leak, 0), node.kind === "lif" ? undefined : spread(node.currentLeak, 0), leaks);
      const order = (values: Float64Array): Float64Array => reordered(values, run.reorder);
      return {
        ...plain,
        ...run,
        thresholds: order(divided(spread(node.threshold, 0), gain)),
        biases: order(divided(spread(node.bias, 0), gain)),
        reset: node.reset,
      };
    }
    default:
      throw new Error(`'${node.name}' (${node.kind}) makes no neurons`);
  }
}

/** Models of neurons by their leaks; distinct models become pieces. */
function modelled(
  leak: Float64Array,
  currentLeak: Float64Array | undefined,
  leaks: LeakRule,
): Pick<BlockNeurons, "pieces" | "fractionBits" | "notes"> & { readonly reorder?: Uint32Array } {
  const models = Array.from(leak, (value, n) => modelOf(value, currentLeak?.[n], leaks));
  const notes: Diagnostic[] = [];
  const worst = models.reduce((most, { deviation }) => Math.max(most, deviation), 0);
  if (worst > 1e-6) {
    notes.push({
      code: "lower-leak-rounded",
      message: `leaks were rounded by up to ${worst.toPrecision(2)} (${leaks === "powerOfTwo" ? "nearest power of two" : "12-bit decay"})`,
    });
  }
  const keys = models.map(({ model }) => JSON.stringify(model));
  const distinct = [...new Set(keys)];
  const fractionBits = Math.max(...models.map(({ model }) => fractionBitsOf(model)));
  if (distinct.length === 1) return { pieces: [{ start: 0, size: leak.length, model: models[0].model }], fractionBits, notes };
  const reorder = new Uint32Array(leak.length);
  const pieces: Piece[] = [];
  let next = 0;
  for (const key of distinct) {
    const start = next;
    let model: NeuronModel | undefined;
    keys.forEach((own, n) => {
      if (own !== key) return;
      model = models[n].model;
      reorder[n] = next++;
    });
    if (model !== undefined) pieces.push({ start, size: next - start, model });
  }
  return { pieces, reorder, fractionBits, notes };
}

function modelOf(leak: number, currentLeak: number | undefined, leaks: LeakRule): { model: NeuronModel; deviation: number } {
  if (currentLeak === undefined || currentLeak === 1) {
    if (leak === 0) return { model: { kind: "if" }, deviation: 0 };
    const leakShift = clamp(Math.round(-Math.log2(leak)), 0, 15);
    const deviation = Math.abs(leak - 2 ** -leakShift);
    if (deviation < 1e-6 || leaks === "powerOfTwo") return { model: { kind: "lif", leakShift }, deviation };
  }
  const decayU = clamp(roundHalfAway((currentLeak ?? 1) * 4096) - 1, 0, 4095);
  const decayV = clamp(roundHalfAway(leak * 4096), 0, 4095);
  // A decay of 4095 leaves 1/4096 of a membrane, which is less than one unit below 4,096.
  const deviation = Math.max(Math.abs((currentLeak ?? 1) - (decayU + 1) / 4096), leak === 1 ? 0 : Math.abs(leak - decayV / 4096));
  return { model: { kind: "cuba", decayU, decayV, membraneMin: -CUBA_LIMIT, membraneMax: CUBA_LIMIT }, deviation };
}

/** A leak rounds by up to one unit a timestep: a few bits behind the point keep that below the weights' own step. */
function fractionBitsOf(model: NeuronModel): number {
  switch (model.kind) {
    case "if":
      return 0;
    case "lif":
      return model.leakShift === 0 ? 0 : 4;
    case "cuba":
      return 6;
    default:
      return assertNever(model);
  }
}

function gainOf(gain: Float64Array, refuse: (message: string, hint?: string) => void, isReadout: boolean): Float64Array {
  const bad = gain.findIndex((value) => !(value > 0));
  if (bad >= 0) refuse(`input gain ${bad} is ${gain[bad]}; it must be positive`, "Move the sign into the weights in front of the node.");
  if (isReadout && gain.some((value) => value !== gain[0])) {
    refuse(
      "its input gain differs from class to class, which would change their comparison",
      "Move the gains into the weights in front of the node.",
    );
  }
  return gain;
}

function divided(values: Float64Array, by: Float64Array): Float64Array {
  return values.map((value, n) => value / by[n]);
}

function reordered(values: Float64Array, reorder: Uint32Array | undefined): Float64Array {
  if (reorder === undefined) return values;
  const moved = new Float64Array(values.length);
  values.forEach((value, n) => {
    moved[reorder[n]] = value;
  });
  return moved;
}
