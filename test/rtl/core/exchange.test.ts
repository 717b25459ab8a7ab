import { afterAll, describe, expect, it } from "vitest";
import { compareResults, describeMismatch } from "../../../src/cosim/compare.js";
import { rtlSimulator } from "../../../src/cosim/rtl.js";
import type { EventProgram } from "../../../src/event/program.js";
import { type StreamPlan, streamBatch, windowsOf } from "../../../src/event/stream.js";
import { exchangeLoops } from "../../../src/passes/exchange-loops.js";
import { legaliseDelays } from "../../../src/passes/legalise-delays.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { createRandom } from "../../../src/util/random.js";
import { buildCrossbarImage } from "../../../src/verilog/image.js";
import { legaliseForCrossbar } from "../../../src/verilog/legalise.js";
import { inSpace, type NetworkSpec, randomNetwork, samplesInSpace } from "../../passes/exchange-loops/networks.js";
import { compareWithGolden, fixedTarget, golden } from "./support.js";

/** As many delay slots as the crossbar targets have; longer delays are relayed. */
const TARGET = fixedTarget(8, { slots: 16 });

/** The network as a stream that the core runs. */
function streamed(spec: NetworkSpec, maxPositions: number): { program: EventProgram; stream: StreamPlan } {
  const { program, stream } = exchangeLoops.withOptions({ maxPositions }).run(inSpace(spec));
  if (stream === undefined) throw new Error("no stream");
  const relayed = legaliseDelays.withOptions({ slots: TARGET.capacity.slots }).run(program).program;
  return { program: legaliseForCrossbar(relayed, TARGET).program, stream };
}

describe("the core with exchanged loops", () => {
  it("equals the golden simulator, and the class sums of the network in space, on two dozen networks", async () => {
    let spikes = 0;
    for (let seed = 1; seed <= 24; seed++) {
      const random = createRandom(seed);
      const spec = randomNetwork(random, { models: ["if", "lif"] });
      const space = inSpace(spec);
      const batch = samplesInSpace(random, spec, space, 3);
      const { program, stream } = streamed(spec, 0);
      const image = buildCrossbarImage(program, TARGET);
      const { comparison, rtl } = await compareWithGolden(
        { program, image, batch: streamBatch(stream, batch) },
        seed % 2 === 0 ? {} : { stall: 0.3, seed },
      );
      expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
      expect([...rtl.outputs], `seed ${seed}`).toEqual([...(await goldenSimulator(space).run(batch)).outputs]);
      spikes += comparison.spikesCompared;
    }
    expect(spikes).toBeGreaterThan(1000);
  });

  describe("on one image", () => {
    const random = createRandom(78);
    const found = randomNetwork(random, { models: ["if", "lif"], timesteps: 4, strides: false });
    const spec = { ...found, pools: found.pools.map((pool) => ({ ...pool, kind: "or" as const })) };
    const { program, stream } = streamed(spec, 4000);
    const simulator = rtlSimulator(buildCrossbarImage(program, TARGET));
    afterAll(async () => (await simulator).close());

    it.each([spec.length, 3 * spec.length, 3000])("runs a text of %i positions as the network in space of that length", async (length) => {
      const space = inSpace(spec, length, windowsOf(stream, length));
      const inSpaceBatch = samplesInSpace(createRandom(length), spec, space, 1);
      const batch = streamBatch(stream, inSpaceBatch, length);
      const rtl = await (await simulator).run(batch, { spikes: true, membranes: true });
      const { first, spikesCompared } = compareResults(await golden({ program, batch }), rtl, program);
      expect(first && describeMismatch(first)).toBeUndefined();
      expect([...rtl.outputs]).toEqual([...(await goldenSimulator(space).run(inSpaceBatch)).outputs]);
      expect(spikesCompared).toBeGreaterThan(length > 100 ? length / 4 : 0);
    });
  });
});
