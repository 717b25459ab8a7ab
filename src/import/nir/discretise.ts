/**
 * Continuous time to timesteps: NIR's differential equations as the recurrences of the graph's neurons.
 *
 * All of them start from one number, the share lambda of its distance to rest that a leaky state covers in a timestep of
 * `dt` seconds:
 *
 *   euler         lambda = dt / tau                 forward Euler; Norse, snnTorch and Lava compute so
 *   exponential   lambda = 1 - exp(-dt / tau)       exact, if the input is constant within a timestep
 *
 * Both take the input of timestep t as constant from t - dt to t and test the threshold at t. The functions here are
 * for one neuron, in double precision; `undo...` are their inverses, for writing NIR.
 */
import { assertNever } from "../../util/diagnostics.js";

export type Discretisation = "euler" | "exponential";

/** Lambda for a time constant > 0; in euler it passes 1, where the recurrence is no leak any more, if tau < dt. */
export function leakOf(how: Discretisation, tau: number, dt: number): number {
  switch (how) {
    case "euler":
      return dt / tau;
    case "exponential":
      return -Math.expm1(-dt / tau);
    default:
      return assertNever(how);
  }
}

/** The time constant of a leak in (0, 1]; for exponential in (0, 1). */
export function timeConstantOf(how: Discretisation, leak: number, dt: number): number {
  switch (how) {
    case "euler":
      return dt / leak;
    case "exponential":
      return -dt / Math.log1p(-leak);
    default:
      return assertNever(how);
  }
}

/** A leaky membrane: tau dv/dt = (vLeak - v) + r x, with a reset to vReset (0 for one that never spikes). */
export interface LeakyMembrane {
  readonly tau: number;
  readonly r: number;
  readonly vLeak: number;
  readonly vReset: number;
}

/** v[t] = (1 - leak) v[t-1] + inputGain x[t] + bias. */
export interface LeakyStep {
  readonly leak: number;
  readonly inputGain: number;
  readonly bias: number;
}

/**
 * NIR's LI and LIF: w = v - vReset, which resets to zero, so that
 *
 *   w[t] = (1 - lambda) w[t-1] + lambda r x[t] + lambda (vLeak - vReset),   a spike if w > vThreshold - vReset.
 *
 * The shift is exact. It starts at w = 0, which is v = vReset; NIR does not say where v starts.
 */
export function leakyStep(how: Discretisation, { tau, r, vLeak, vReset }: LeakyMembrane, dt: number): LeakyStep {
  const leak = leakOf(how, tau, dt);
  return { leak, inputGain: leak * r, bias: leak * (vLeak - vReset) };
}

/** A membrane with vReset = 0 whose leakyStep is this one; the leak must be above 0. */
export function undoLeakyStep(how: Discretisation, { leak, inputGain, bias }: LeakyStep, dt: number): LeakyMembrane {
  return { tau: timeConstantOf(how, leak, dt), r: inputGain / leak, vLeak: bias / leak, vReset: 0 };
}

/** A synaptic current before the membrane: tauSyn dI/dt = -I + wIn x, tauMem dv/dt = (vLeak - v) + r I. */
export interface CurrentMembrane {
  readonly tauSyn: number;
  readonly tauMem: number;
  readonly r: number;
  readonly vLeak: number;
  readonly vReset: number;
  readonly wIn: number;
}

/** u[t] = (1 - currentLeak) u[t-1] + inputGain x[t]; v[t] = (1 - leak) v[t-1] + u[t] + bias. */
export interface CurrentStep extends LeakyStep {
  readonly currentLeak: number;
}

/**
 * NIR's CubaLI and CubaLIF. The current is brought to t first and drives the membrane through the whole timestep (as in
 * Norse, snnTorch and Lava):
 *
 *   I[t] = (1 - kappa) I[t-1] + kappa wIn x[t]
 *   w[t] = (1 - lambda) w[t-1] + lambda r I[t] + lambda (vLeak - vReset)
 *
 * with kappa of tauSyn, lambda of tauMem, w = v - vReset as in leakyStep, and u = lambda r I. Exponential is exact for
 * each of the two lines by itself; together they take the current as constant within a timestep, which it is not.
 */
export function currentStep(how: Discretisation, membrane: CurrentMembrane, dt: number): CurrentStep {
  const currentLeak = leakOf(how, membrane.tauSyn, dt);
  const { leak, inputGain, bias } = leakyStep(how, { ...membrane, tau: membrane.tauMem }, dt);
  return { currentLeak, leak, inputGain: inputGain * currentLeak * membrane.wIn, bias };
}

/** A membrane with vReset = 0 whose currentStep is this one, with lambda r = 1 as snnTorch asks; the leaks are above 0. */
export function undoCurrentStep(how: Discretisation, { currentLeak, leak, inputGain, bias }: CurrentStep, dt: number): CurrentMembrane {
  return {
    tauSyn: timeConstantOf(how, currentLeak, dt),
    tauMem: timeConstantOf(how, leak, dt),
    r: 1 / leak,
    vLeak: bias / leak,
    vReset: 0,
    wIn: inputGain / currentLeak,
  };
}
