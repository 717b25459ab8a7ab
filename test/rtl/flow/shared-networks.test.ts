/** Two networks of NIR's paper in RTL, where ../shared/data holds them: spike for spike the golden simulator's. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildCrossbar } from "../../../src/flow/rtl.js";
import { verifyRtl } from "../../../src/flow/simulate.js";
import { loadCrossbarTarget } from "../../../src/flow/targets.js";
import { buildCli } from "../../support/cli.js";
import { ABSENT, compileShared, randomTrains, SHARED_NETWORKS, traceOf, trainOf } from "../../support/shared-networks.js";

// Foreign models are read in a process of their own, which runs what is built.
beforeAll(() => buildCli());

describe.skipIf(SHARED_NETWORKS === undefined)(`networks of NIR's paper${ABSENT}`, () => {
  it("the LIF of Norse runs on crossbar-16 with its leak of 1/25 rounded to 1/32", async () => {
    const { input } = traceOf("lif_norse.csv");
    const network = await compileShared("lif_norse.nir", { reading: { dt: 1e-4 }, timesteps: input.length, leaks: "powerOfTwo" });
    const { comparison } = await verifyRtl(buildCrossbar(network.program, "crossbar-16"), trainOf(network, input), undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBeGreaterThan(3);
  });

  it.each(["norse", "exact", "lava_loihi_fixed"])(
    "the LIF of Norse runs on crossbar-16 with its own leak, as a CUBA neuron, on the input of %s",
    async (trace) => {
      const { input, spikes } = traceOf(`lif_${trace}.csv`);
      const network = await compileShared("lif_norse.nir", { reading: { dt: 1e-4 }, timesteps: input.length });
      const build = buildCrossbar(network.program, "crossbar-16");
      expect([build.image.parameters.HAS_CUBA, build.image.parameters.STATE_BITS]).toEqual([1, 24]);
      const { comparison } = await verifyRtl(build, trainOf(network, input), undefined);
      expect(comparison.mismatches).toBe(0);
      expect(comparison.spikesCompared).toBe(spikes.length);
    },
  );

  it("the CNN of sinabs runs on 64 lanes with more groups and axons than the targets of this package have", async () => {
    const target = loadCrossbarTarget("crossbar-64");
    const larger = { ...target, name: "crossbar-64-large", capacity: { ...target.capacity, groups: 256, axons: 32768 } };
    const network = await compileShared("cnn_sinabs.nir", { reading: { reset: "subtract" }, timesteps: 4 });
    const build = buildCrossbar(network.program, larger);
    const { comparison } = await verifyRtl(build, randomTrains(network, 0.3, 1), undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBeGreaterThan(2000);
  });
});
