/** NIR's neurons and other nodes with time in them, as the graph's. Equations: discretise.ts. */
import { inputError } from "../../util/diagnostics.js";
import type { Unnamed } from "../builder.js";
import { currentStep, leakyStep } from "./discretise.js";
import { hasField, textField } from "./fields.js";
import type { NirOperator, NodeContext } from "./operator.js";
import { parameter, readParameters, unlessZero } from "./parameters.js";

/** Timesteps that one delay node of the graph holds. */
const MAX_DELAY = 62;
/** Delay nodes in a row for one of NIR's. */
const MAX_DELAY_NODES = 32;
/** What seconds in single precision may be off a whole number of timesteps. */
const DELAY_TOLERANCE_TIMESTEPS = 1e-3;

const TIME = "needs --dt";

export const NEURONS: readonly NirOperator[] = [
  {
    row: { operator: "I", support: "supported", how: "integrator without leak; a timestep is the unit of time, v += r x" },
    layout: "kept",
    read: (context) => {
      const { r, count } = readParameters(context, { r: undefined });
      noteUnitOfTime(context);
      return [{ kind: "integrator", resistance: parameter(count, (i) => r[i]) }];
    },
  },
  {
    row: { operator: "IF", support: "supported", how: "if; a timestep is the unit of time, v += r x; a v_reset other than 0 shifts the membrane" },
    layout: "kept",
    read: (context) => {
      const p = readParameters(context, { r: undefined, v_threshold: undefined, v_reset: 0 });
      noteUnitOfTime(context);
      const reset = resetOf(context, p.v_reset);
      return [
        { kind: "if", resistance: parameter(p.count, (i) => p.r[i]), threshold: parameter(p.count, (i) => p.v_threshold[i] - p.v_reset[i]), reset },
      ];
    },
  },
  {
    row: { operator: "LI", support: "supported", how: `integrator with leak; ${TIME}` },
    layout: "kept",
    read: (context) => {
      const p = readParameters(context, { tau: undefined, r: undefined, v_leak: undefined });
      const step = leakySteps(context, { ...p, v_reset: new Float64Array(p.count) });
      return [{ kind: "integrator", resistance: step.inputGain, leak: step.leak, ...unlessZero("bias", step.bias) }];
    },
  },
  {
    row: { operator: "LIF", support: "supported", how: `lif; ${TIME}; a v_reset other than 0 shifts the membrane` },
    layout: "kept",
    read: (context) => {
      const p = readParameters(context, { tau: undefined, r: undefined, v_leak: undefined, v_threshold: undefined, v_reset: 0 });
      const reset = resetOf(context, p.v_reset);
      const { leak, inputGain, bias } = leakySteps(context, p);
      const threshold = parameter(p.count, (i) => p.v_threshold[i] - p.v_reset[i]);
      return [{ kind: "lif", leak, inputGain, ...unlessZero("bias", bias), threshold, reset }];
    },
  },
  {
    row: { operator: "CubaLI", support: "supported", how: `cubaIntegrator; ${TIME}` },
    layout: "kept",
    read: (context) => {
      const p = readParameters(context, { tau_syn: undefined, tau_mem: undefined, r: undefined, v_leak: undefined, w_in: 1 });
      const step = currentSteps(context, { ...p, v_reset: new Float64Array(p.count) });
      return [{ kind: "cubaIntegrator", ...step }];
    },
  },
  {
    row: { operator: "CubaLIF", support: "supported", how: `cubaLif; ${TIME}; a v_reset other than 0 shifts the membrane` },
    layout: "kept",
    read: (context) => {
      const p = readParameters(context, {
        tau_syn: undefined,
        tau_mem: undefined,
        r: undefined,
        v_leak: undefined,
        v_threshold: undefined,
        v_reset: 0,
        w_in: 1,
      });
      const reset = resetOf(context, p.v_reset);
      const threshold = parameter(p.count, (i) => p.v_threshold[i] - p.v_reset[i]);
      return [{ kind: "cubaLif", ...currentSteps(context, p), threshold, reset }];
    },
  },
  {
    row: { operator: "Threshold", support: "supported", how: "threshold; a spike if x > threshold, strictly" },
    layout: "kept",
    read: (context) => {
      const { threshold, count } = readParameters(context, { threshold: undefined });
      return [{ kind: "threshold", threshold: parameter(count, (i) => threshold[i]) }];
    },
  },
  {
    row: {
      operator: "Delay",
      support: "supported",
      how: `delay of a whole number of timesteps (refused otherwise), several in a row above ${MAX_DELAY}; ${TIME}`,
    },
    layout: "kept",
    read: readDelay,
  },
];

/**
 * dv/dt = R I names no time constant, so that v is in units of R I times a second. Norse, sinabs, snnTorch and Lava
 * take the timestep for the unit, v[t] = v[t-1] + R I[t], and scale R and the thresholds that they write accordingly;
 * with a factor of dt their networks would be silent. So does this reader.
 */
function noteUnitOfTime(context: NodeContext): void {
  context.noteOnce(
    "unit-of-time",
    "I and IF have no time constant: a timestep is taken as the unit of time, v += r x, as Norse, sinabs and Lava do",
    "Multiply r by the timestep's seconds if the source integrates in seconds.",
  );
}

/** NIR resets to v_reset; this program writes `subtract` in a node's metadata, for which NIR has no field. */
function resetOf(context: NodeContext, vReset: Float64Array): "zero" | "subtract" {
  const metadata = hasField(context.group, "metadata") ? context.group.get("metadata") : undefined;
  const written = metadata?.kind === "group" && hasField(metadata, RESET_METADATA) ? textField(metadata, RESET_METADATA) : undefined;
  const reset = context.timing.reset ?? (written === "subtract" ? "subtract" : "zero");
  if (context.timing.reset === undefined && written === undefined) {
    context.noteOnce(
      "reset",
      "a spike sets the membrane to v_reset, which is NIR's definition whatever the network was trained with",
      "sinabs, and snnTorch by default, subtract the threshold: give --reset subtract for their networks.",
    );
  }
  if (vReset.some((value) => value !== 0)) {
    context.noteOnce("v-reset", "v_reset is not 0: the membrane is counted from v_reset, and starts there");
  }
  return reset;
}

export const RESET_METADATA = "reset";

function leakySteps(
  { timing }: NodeContext,
  p: { readonly tau: Float64Array; readonly r: Float64Array; readonly v_leak: Float64Array; readonly v_reset: Float64Array; readonly count: number },
): { readonly leak: Float32Array; readonly inputGain: Float32Array; readonly bias: Float32Array } {
  checkTimeConstants("tau", p.tau, timing);
  const steps = Array.from({ length: p.count }, (_, i) =>
    leakyStep(timing.discretisation, { tau: p.tau[i], r: p.r[i], vLeak: p.v_leak[i], vReset: p.v_reset[i] }, timing.dt()),
  );
  return {
    leak: parameter(p.count, (i) => steps[i].leak),
    inputGain: parameter(p.count, (i) => steps[i].inputGain),
    bias: parameter(p.count, (i) => steps[i].bias),
  };
}

function currentSteps(
  { timing }: NodeContext,
  p: {
    readonly tau_syn: Float64Array;
    readonly tau_mem: Float64Array;
    readonly r: Float64Array;
    readonly v_leak: Float64Array;
    readonly v_reset: Float64Array;
    readonly w_in: Float64Array;
    readonly count: number;
  },
): { readonly currentLeak: Float32Array; readonly leak: Float32Array; readonly inputGain: Float32Array; readonly bias?: Float32Array } {
  checkTimeConstants("tau_syn", p.tau_syn, timing);
  checkTimeConstants("tau_mem", p.tau_mem, timing);
  const steps = Array.from({ length: p.count }, (_, i) =>
    currentStep(
      timing.discretisation,
      { tauSyn: p.tau_syn[i], tauMem: p.tau_mem[i], r: p.r[i], vLeak: p.v_leak[i], vReset: p.v_reset[i], wIn: p.w_in[i] },
      timing.dt(),
    ),
  );
  return {
    currentLeak: parameter(p.count, (i) => steps[i].currentLeak),
    leak: parameter(p.count, (i) => steps[i].leak),
    inputGain: parameter(p.count, (i) => steps[i].inputGain),
    ...unlessZero(
      "bias",
      parameter(p.count, (i) => steps[i].bias),
    ),
  };
}

/** Euler with tau < dt overshoots its rest, and oscillates from tau < dt / 2 on: no leak of the graph. */
function checkTimeConstants(field: string, values: Float64Array, { discretisation, dt }: Timing): void {
  const seconds = dt();
  const odd = values.findIndex((tau) => !(tau > 0));
  if (odd >= 0) throw inputError("nir-field", `${field}[${odd}] is ${values[odd]} s; a time constant is above 0`);
  const short = discretisation === "euler" ? values.findIndex((tau) => Math.fround(seconds / tau) > 1) : -1;
  if (short < 0) return;
  throw inputError("nir-time-constant", `${field}[${short}] is ${values[short]} s, shorter than the timestep of ${seconds} s`, {
    hint: "Give a smaller --dt, or --discretisation exponential.",
  });
}

type Timing = NodeContext["timing"];

function readDelay(context: NodeContext): readonly Unnamed[] {
  const { delay, count } = readParameters(context, { delay: undefined });
  const seconds = context.timing.dt();
  const timesteps = delay.map((value) => Math.round(value / seconds));
  for (let i = 0; i < count; i++) {
    if (delay[i] < 0) throw inputError("nir-field", `delay[${i}] is ${delay[i]} s; it must be at least 0`);
    if (Math.abs(delay[i] / seconds - timesteps[i]) > DELAY_TOLERANCE_TIMESTEPS * Math.max(1, timesteps[i])) {
      throw inputError(
        "nir-delay",
        `delay[${i}] is ${delay[i]} s, ${delay[i] / seconds} timesteps of ${seconds} s; a delay is a whole number of them`,
        {
          hint: "Give a --dt of which every delay is a multiple.",
        },
      );
    }
    if (timesteps[i] > MAX_DELAY * MAX_DELAY_NODES) {
      throw inputError("nir-delay", `delay[${i}] is ${timesteps[i]} timesteps; the limit is ${MAX_DELAY * MAX_DELAY_NODES}`, {
        hint: "Give a larger --dt.",
      });
    }
  }
  const nodes = Math.max(1, Math.ceil(timesteps.reduce((most, value) => Math.max(most, value), 0) / MAX_DELAY));
  return Array.from({ length: nodes }, (_, k) => ({
    kind: "delay",
    timesteps: parameter(count, (i) => Math.min(MAX_DELAY, Math.max(0, timesteps[i] - k * MAX_DELAY))),
  }));
}
