/**
 * The LIF of NIR's paper, run on the paper's input and held against the traces that the paper's authors measured: columns
 * input, membrane after reset, output spike; a timestep of 0.1 ms a line. The tolerances are what was measured, rounded up
 * in the third digit; src/import/nir/README.md explains them.
 */
import { describe, expect, it } from "vitest";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Discretisation } from "../../../src/import/nir/discretise.js";
import { readNir } from "../../../src/import/nir/read.js";
import { nodeOf } from "./claims.js";
import { shared } from "./support.js";

const DT = 1e-4;
const SPIKES = [460, 510, 710, 760];
const FILES = ["exact", "norse", "snntorch", "lava_cpu_fixed", "lava_loihi_fixed"] as const;

interface Trace {
  readonly input: readonly number[];
  readonly membrane: readonly number[];
  readonly spikes: readonly number[];
}

const network = shared("lif_norse.nir");
const traces = Object.fromEntries(FILES.map((name) => [name, traceOf(shared(`lif_${name}.csv`))]));
const isThere = network !== undefined && Object.values(traces).every(({ input }) => input.length > 0);

function traceOf(csv: Uint8Array | undefined): Trace {
  const text = csv === undefined ? "" : new TextDecoder().decode(csv).trim();
  const rows = text === "" ? [] : text.split("\n").map((line) => line.split(",").map(Number));
  return { input: rows.map(([x]) => x), membrane: rows.map(([, v]) => v), spikes: rows.flatMap(([, , z], t) => (z > 0 ? [t] : [])) };
}

/** The network on the input of a trace. */
async function run(discretisation: Discretisation, input: readonly number[]): Promise<Trace> {
  const { graph } = await readNir(network ?? new Uint8Array(), { where: "lif_norse.nir", dt: DT, discretisation });
  const evaluator = evaluatorOf(graph);
  const { name } = nodeOf(graph, "1", "lif");
  const membrane: number[] = [];
  const spikes: number[] = [];
  input.forEach((x, t) => {
    if ((evaluator.step(new Map([["input", [x]]])).get("output")?.[0] ?? 0) > 0) spikes.push(t);
    membrane.push(evaluator.membraneOf(name)?.[0] ?? Number.NaN);
  });
  return { input, membrane, spikes };
}

interface Window {
  /** What brings the trace to our unit. */
  readonly scale?: number;
  /** Timesteps by which the trace is late. */
  readonly late?: number;
  /** The timestep after the last one that counts. */
  readonly to?: number;
  readonly except?: readonly number[];
}

/** Largest |scale x trace - membrane|. */
function deviation(membrane: readonly number[], trace: Trace, { scale = 1, late = 0, to = membrane.length, except = [] }: Window = {}): number {
  let largest = 0;
  for (let t = 0; t < Math.min(to, membrane.length - late); t++) {
    if (!except.includes(t)) largest = Math.max(largest, Math.abs(scale * trace.membrane[t + late] - membrane[t]));
  }
  return largest;
}

/** Measured, and nothing like as small by chance. */
function expectMeasured(value: number, measured: number): void {
  expect(value).toBeLessThanOrEqual(measured);
  expect(value).toBeGreaterThan(0.98 * measured);
}

describe.skipIf(!isThere)(`the LIF of NIR's paper${isThere ? "" : " (skipped: there is no ../shared/data/nir)"}`, () => {
  it("has the same input in all traces", () => {
    for (const { input } of Object.values(traces)) expect(input).toEqual(traces.exact.input);
    expect(traces.exact.input).toHaveLength(1000);
  });

  it.each(["euler", "exponential"] as const)("spikes in %s when the exact solution, Norse and snnTorch do", async (discretisation) => {
    const { spikes } = await run(discretisation, traces.exact.input);
    expect(spikes).toEqual(SPIKES);
    for (const name of ["exact", "norse", "snntorch"] as const) expect(traces[name].spikes).toEqual(spikes);
  });

  it("spikes one timestep before Lava does, on the CPU and on the chip", () => {
    for (const name of ["lava_cpu_fixed", "lava_loihi_fixed"] as const) expect(traces[name].spikes).toEqual(SPIKES.map((t) => t + 1));
  });

  it("follows Norse and snnTorch in euler to single precision", async () => {
    const { membrane } = await run("euler", traces.exact.input);
    expectMeasured(deviation(membrane, traces.norse), 2.33e-8);
    // snnTorch takes the input as it is and a threshold of 0.1 / (dt / tau): its membrane is 25 times ours.
    expectMeasured(deviation(membrane, traces.snntorch, { scale: DT / 2.5e-3 }), 3.93e-8);
  });

  it("follows the exact solution in exponential, until a spike", async () => {
    const { membrane } = await run("exponential", traces.exact.input);
    expectMeasured(deviation(membrane, traces.exact, { to: 460 }), 5.25e-11);
    // The exact neuron crosses its threshold within the timestep and integrates what is left of it; ours begins anew after it.
    expectMeasured(deviation(membrane, traces.exact), 6.23e-3);
    for (const t of SPIKES) expect(membrane[t]).toBe(0);
  });

  it("in euler is off the exact solution by the error of the discretisation, and in exponential off Norse by it", async () => {
    expectMeasured(deviation((await run("euler", traces.exact.input)).membrane, traces.exact, { to: 460 }), 9.45e-4);
    expectMeasured(deviation((await run("exponential", traces.exact.input)).membrane, traces.norse), 1.17e-3);
  });

  it("follows Lava one timestep earlier, to the rounding of its integers", async () => {
    const { membrane } = await run("euler", traces.exact.input);
    // 1600 for the threshold of 0.1, 640 for an input spike.
    const options = { scale: 0.1 / 1600, late: 1 };
    expectMeasured(deviation(membrane, traces.lava_cpu_fixed, options), 8.63e-4);
    // Where it spikes, the chip reads 128 and the CPU 0: what is in the register of a neuron that has just fired.
    expectMeasured(deviation(membrane, traces.lava_loihi_fixed, { ...options, except: SPIKES }), 8.63e-4);
    for (const t of SPIKES) expect(traces.lava_loihi_fixed.membrane[t + 1]).toBe(128);
  });

  it("is off Lava by nothing else: integers with a decay of 163 / 4096, rounded towards zero, give Lava's own trace", () => {
    let v = 0;
    const integers = traces.exact.input.map((x) => {
      v = Math.trunc((v * (4096 - 163)) / 4096) + 640 * x;
      if (v > 1600) v = 0;
      return v;
    });
    expect(deviation(integers, traces.lava_cpu_fixed, { late: 1 })).toBe(0);
  });
});
