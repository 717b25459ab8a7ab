/** Claims about how weights are laid out: what lets axons share one list of segments. */
import { expect, it } from "vitest";
import { lower } from "../../src/lower/lower.js";
import { createRandom } from "../../src/util/random.js";
import { buildConnectivity, placePopulations } from "../../src/verilog/connectivity.js";
import { randomTextGraph } from "../support/text-graph.js";

it("lets all words of a text network share one list of segments, one segment a kernel offset and one for the classes", async () => {
  const { program } = await lower(randomTextGraph(createRandom(1), { vocabulary: 200 }), {
    classes: ["a", "b", "c"],
    weightBits: 8,
    maxTimesteps: 64,
    stateBits: 24,
  });
  const { axons, segments } = buildConnectivity(program, 8, 8, placePopulations(program, 8));
  const words = axons.filter(({ source }) => source < 200);
  expect(words).toHaveLength(200);
  expect(new Set(words.map(({ segmentPointer }) => segmentPointer)).size).toBe(1);
  expect(words[0]?.segmentCount).toBe(1 + 2 + 3 + 1);
  // The words' list, that of the start line, and one for each layout of a neuron's readout row.
  expect(segments.length).toBeLessThanOrEqual(7 + 1 + 3);
});
