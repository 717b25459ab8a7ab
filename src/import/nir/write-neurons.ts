/** The graph's neurons as NIR's: the inverses of discretise.ts, in double precision so that reading them gives the same graph. */
import type { CubaIntegratorNode, CubaLifNode, DelayNode, IfNode, IntegratorNode, LifNode, ThresholdNode } from "../../graph/graph.js";
import { assertNever, inputError } from "../../util/diagnostics.js";
import { type Discretisation, undoCurrentStep, undoLeakyStep } from "./discretise.js";
import type { DocumentNode, Field } from "./document.js";
import { RESET_METADATA } from "./neurons.js";

export type TimedNode = IntegratorNode | IfNode | LifNode | CubaIntegratorNode | CubaLifNode | DelayNode | ThresholdNode;

export interface NeuronContext {
  readonly discretisation: Discretisation;
  /** Seconds in a timestep. */
  dt(): number;
  /** Parameters spread out: a value for each place of the input, in NIR's shape. */
  spread(values: Float32Array): Float64Array;
  /** A field of one value for each place. */
  field(values: Float64Array): Field;
  note(message: string, hint: string): void;
}

export function neuronNode(node: TimedNode, context: NeuronContext): DocumentNode {
  const { spread, field } = context;
  const { name } = node;
  switch (node.kind) {
    case "integrator": {
      if (node.leak?.some((leak) => leak !== 0)) return leakyNode("LI", node, node.resistance, node.leak, context);
      checkNoBias(node.bias, "I");
      return { name, type: "I", fields: { r: field(spread(node.resistance)) } };
    }
    case "if":
      return { name, type: "IF", fields: { r: field(spread(node.resistance)), ...thresholds(node, context) }, ...resetMetadata(node, context) };
    case "lif": {
      if (node.leak.some((leak) => leak !== 0)) return leakyNode("LIF", node, node.inputGain, node.leak, context);
      checkNoBias(node.bias, "IF");
      return { name, type: "IF", fields: { r: field(spread(node.inputGain)), ...thresholds(node, context) }, ...resetMetadata(node, context) };
    }
    case "cubaIntegrator":
      return currentNode("CubaLI", node, context);
    case "cubaLif":
      return currentNode("CubaLIF", node, context);
    case "threshold":
      return { name, type: "Threshold", fields: { threshold: field(spread(node.threshold)) } };
    case "delay": {
      const dt = context.dt();
      return { name, type: "Delay", fields: { delay: field(spread(node.timesteps).map((timesteps) => timesteps * dt)) } };
    }
    default:
      return assertNever(node);
  }
}

function leakyNode(
  type: "LI" | "LIF",
  node: IntegratorNode | LifNode,
  gain: Float32Array,
  leaks: Float32Array,
  context: NeuronContext,
): DocumentNode {
  const { spread, field, discretisation } = context;
  checkLeaks("leak", leaks, discretisation);
  const [leak, inputGain] = [spread(leaks), spread(gain)];
  const bias = node.bias === undefined ? undefined : spread(node.bias);
  const steps = Array.from(leak, (_, i) =>
    undoLeakyStep(discretisation, { leak: leak[i], inputGain: inputGain[i], bias: bias?.[i] ?? 0 }, context.dt()),
  );
  return {
    name: node.name,
    type,
    fields: {
      tau: field(Float64Array.from(steps, ({ tau }) => tau)),
      r: field(Float64Array.from(steps, ({ r }) => r)),
      v_leak: field(Float64Array.from(steps, ({ vLeak }) => vLeak)),
      ...(node.kind === "lif" ? thresholds(node, context) : {}),
    },
    ...(node.kind === "lif" ? resetMetadata(node, context) : {}),
  };
}

function currentNode(type: "CubaLI" | "CubaLIF", node: CubaIntegratorNode | CubaLifNode, context: NeuronContext): DocumentNode {
  const { spread, field, discretisation } = context;
  checkLeaks("leak", node.leak, discretisation);
  checkLeaks("currentLeak", node.currentLeak, discretisation);
  const [currentLeak, leak, inputGain] = [spread(node.currentLeak), spread(node.leak), spread(node.inputGain)];
  const bias = node.bias === undefined ? undefined : spread(node.bias);
  const steps = Array.from(leak, (_, i) =>
    undoCurrentStep(discretisation, { currentLeak: currentLeak[i], leak: leak[i], inputGain: inputGain[i], bias: bias?.[i] ?? 0 }, context.dt()),
  );
  return {
    name: node.name,
    type,
    fields: {
      tau_syn: field(Float64Array.from(steps, ({ tauSyn }) => tauSyn)),
      tau_mem: field(Float64Array.from(steps, ({ tauMem }) => tauMem)),
      r: field(Float64Array.from(steps, ({ r }) => r)),
      v_leak: field(Float64Array.from(steps, ({ vLeak }) => vLeak)),
      w_in: field(Float64Array.from(steps, ({ wIn }) => wIn)),
      ...(node.kind === "cubaLif" ? thresholds(node, context) : {}),
    },
    ...(node.kind === "cubaLif" ? resetMetadata(node, context) : {}),
  };
}

function thresholds({ threshold }: IfNode | LifNode | CubaLifNode, { spread, field }: NeuronContext): Readonly<Record<string, Field>> {
  const values = spread(threshold);
  return { v_threshold: field(values), v_reset: field(new Float64Array(values.length)) };
}

/** NIR resets to v_reset and has no other reset: the metadata say so to readers who know them, as this program's does. */
function resetMetadata({ reset }: IfNode | LifNode | CubaLifNode, { note }: NeuronContext): Pick<DocumentNode, "metadata"> {
  if (reset === "zero") return {};
  note(
    "NIR has no reset by subtraction; the node's metadata say it, which only this program reads",
    "Other readers reset its membrane to 0, unless they are told otherwise (snnTorch: reset_mechanism; Norse: reset_method).",
  );
  return { metadata: { [RESET_METADATA]: "subtract" } };
}

function checkNoBias(bias: Float32Array | undefined, type: string): void {
  if (bias?.some((value) => value !== 0)) throw inputError("nir-bias", `it has a bias and no leak; NIR's ${type} has no bias`);
}

/** A leak of 0 is an infinite time constant; one of 1, in exponential, a time constant of 0. */
function checkLeaks(field: string, leaks: Float32Array, discretisation: Discretisation): void {
  const odd = leaks.findIndex((leak) => leak === 0 || (discretisation === "exponential" && leak === 1));
  if (odd < 0) return;
  const needed = discretisation === "exponential" ? "above 0 and below 1" : "above 0";
  throw inputError("nir-leak", `${field}[${odd}] is ${leaks[odd]}; a time constant needs one ${needed}`, {
    hint: "Split the population by whether it leaks.",
  });
}
