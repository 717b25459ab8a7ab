/** Claims about the bytes of the weight memory. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/util/random.js";
import { weightBytes } from "../../src/verilog/flash.js";
import { type CrossbarParameters, emptyMemory, packField } from "../../src/verilog/parameters.js";

const PARAMETERS: CrossbarParameters = {
  LANES: 8,
  GROUPS: 4,
  AXONS: 64,
  SEGMENTS: 16,
  WEIGHT_WORDS: 64,
  WEIGHT_BITS: 8,
  SLOTS: 2,
  STATE_BITS: 16,
  EXPONENT_MAX: 0,
  LEAK_MAX: 0,
  HAS_BIAS: 0,
  HAS_SUBTRACT: 0,
  HAS_REFRACTORY: 0,
  HAS_CUBA: 0,
  CUBA_MULTIPLIERS: 1,
  FORGET_BITS: 0,
  TRACE: 0,
};

describe("the weights as bytes", () => {
  it.each([
    [4, 2],
    [4, 4],
    [8, 8],
    [16, 4],
    [64, 8],
  ])("are the rows of %i weights of %i bits one behind the other, weight 0 lowest, without padding", (LANES, WEIGHT_BITS) => {
    const memory = emptyMemory("weight", 20, { ...PARAMETERS, LANES, WEIGHT_BITS });
    const random = createRandom(LANES);
    const weights = Array.from({ length: 20 * LANES }, () => random.integer(2 ** WEIGHT_BITS));
    weights.forEach((weight, i) => {
      packField(memory, Math.floor(i / LANES), (i % LANES) * WEIGHT_BITS, weight, WEIGHT_BITS);
    });
    const bytes = weightBytes({ memories: [memory] });
    expect(bytes.length).toBe((20 * LANES * WEIGHT_BITS) / 8);
    const read = weights.map((_, i) => (bytes[(i * WEIGHT_BITS) >> 3] >> ((i * WEIGHT_BITS) & 7)) & (2 ** WEIGHT_BITS - 1));
    expect(read).toEqual(weights);
  });
});
