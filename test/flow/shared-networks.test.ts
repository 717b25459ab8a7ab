/** Two networks of NIR's paper through the compiler, where ../shared/data holds them. In RTL: test/rtl/flow/shared-networks.test.ts. */
import { beforeAll, describe, expect, it } from "vitest";
import { layoutOf } from "../../src/event/layout.js";
import { loadCrossbarTarget, loadLoihiTarget, loadTargets } from "../../src/flow/targets.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { measureCrossbar } from "../../src/verilog/image.js";
import { legaliseForCrossbar } from "../../src/verilog/legalise.js";
import { buildCli } from "../support/cli.js";
import { ABSENT, compileShared, randomTrains, SHARED_NETWORKS, traceOf, trainOf } from "../support/shared-networks.js";

// Foreign models are read in a process of their own, which runs what is built.
beforeAll(() => buildCli(), 120_000);

describe.skipIf(SHARED_NETWORKS === undefined)(`the LIF of Norse${ABSENT}`, () => {
  it.each(["exact", "norse", "snntorch"])(
    "spikes in integers when the recorded neuron does, one timestep later for the way in: %s",
    async (trace) => {
      const { input, spikes } = traceOf(`lif_${trace}.csv`);
      const network = await compileShared("lif_norse.nir", { reading: { dt: 1e-4 }, timesteps: input.length });
      const run = await goldenSimulator(network.program).run(trainOf(network, input), { spikes: true });
      expect([...(run.spikes?.time ?? [])]).toEqual(spikes.map((t) => t + 1));
      expect([...run.outputs]).toEqual([spikes.length]);
    },
  );

  it("spikes when Lava's neuron does, on the CPU and on the chip, which have that timestep too", async () => {
    for (const trace of ["lava_cpu_fixed", "lava_loihi_fixed"]) {
      const { input, spikes } = traceOf(`lif_${trace}.csv`);
      const network = await compileShared("lif_norse.nir", { reading: { dt: 1e-4 }, timesteps: input.length });
      const run = await goldenSimulator(network.program).run(trainOf(network, input), { spikes: true });
      expect([...(run.spikes?.time ?? [])]).toEqual(spikes);
    }
  });
});

describe.skipIf(SHARED_NETWORKS === undefined)(`the CNN of sinabs for N-MNIST${ABSENT}`, () => {
  const reading = { reset: "subtract" } as const;

  it("compiles to five populations with shared weights, and runs on the golden simulator", async () => {
    const network = await compileShared("cnn_sinabs.nir", { reading, timesteps: 6 });
    const { populations, projections } = network.program;
    expect(populations.map(({ size }) => size)).toEqual([4096, 4096, 512, 256, 10]);
    expect(projections.every(({ connectivity }) => connectivity.kind !== "sparse")).toBe(true);
    const run = await goldenSimulator(network.program).run(randomTrains(network, 0.3, 1), { spikes: true });
    const { populationStart } = layoutOf(network.program);
    const spiking = populations.map(({ name, size }) => {
      const first = populationStart.get(name) ?? 0;
      return (run.spikes?.neuron ?? new Uint32Array(0)).some((neuron) => neuron >= first && neuron < first + size);
    });
    expect(spiking).toEqual([true, true, true, true, true]);
  });

  it("is too large for every crossbar, by its neurons and axons alone", async () => {
    const { program } = await compileShared("cnn_sinabs.nir", { reading, timesteps: 6 });
    for (const { kind, name } of loadTargets()) {
      if (kind !== "crossbar") continue;
      const target = loadCrossbarTarget(name);
      const { utilization } = measureCrossbar(legaliseForCrossbar(program, target).program, target);
      expect(utilization.filter(({ used, max }) => used > max).map(({ resource }) => resource)).toEqual(["groups", "axons"]);
    }
  });

  it("needs more cores than Loihi has on a chip, and fits a board of eight in 4-bit weights", async () => {
    const { program } = await compileShared("cnn_sinabs.nir", { timesteps: 4, weightBits: 4 });
    const chip = loadLoihiTarget("loihi1");
    const board = { ...chip, mesh: { ...chip.mesh, chips: 8 } };
    const legal = legaliseForLoihi(program, chip).program;
    expect(() => mapToLoihi(legal, chip, { seed: 1, objective: "cores" })).toThrow("needs at least 749 cores; loihi1 holds 128");
    expect(mapToLoihi(legal, board, { seed: 1, objective: "cores" }).cores).toHaveLength(752);
  }, 120_000);
});
