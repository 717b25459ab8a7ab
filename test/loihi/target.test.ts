import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBoard } from "../../src/energy/boards.js";
import { coreCount, encodeBias, neverThreshold, parseLoihiTarget } from "../../src/loihi/target.js";
import { encodeWeights, profileWeights } from "../../src/loihi/weights.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { loihi1 } from "./support.js";

const targets = new URL("../../targets/", import.meta.url);

describe("the target loihi1", () => {
  it("has 128 cores and a threshold that no membrane of 22 bit reaches", () => {
    expect(coreCount(loihi1)).toBe(128);
    expect(neverThreshold(loihi1)).toBe(131_071 * 64);
  });

  it("is refused with one message for each wrong field", () => {
    const json: unknown = JSON.parse(readFileSync(new URL("loihi1.json", targets), "utf8"));
    const broken: unknown = JSON.parse(
      JSON.stringify(json).replace('"compartments":{"value":1024', '"compartments":{"value":0.5').replace('"delayMax"', '"delayMost"'),
    );
    let message = "accepted";
    try {
      parseLoihiTarget(broken, "mine.json");
    } catch (error) {
      if (!(error instanceof SnncError)) throw error;
      message = error.message;
    }
    expect(message).toMatchInlineSnapshot(`
      "mine.json: core.compartments.value: is 0.5; whole numbers from 1 to 65,536 are possible [target-invalid]
        Compare with targets/loihi1.json; each number is { "value": ..., "source": "..." }.
      mine.json: synapse.delayMax: is missing; whole numbers from 0 to 254 are possible [target-invalid]
        Compare with targets/loihi1.json; each number is { "value": ..., "source": "..." }.
      mine.json: synapse.delayMost: is unknown; did you mean delayMax? [target-invalid]
        Compare with targets/loihi1.json; each number is { "value": ..., "source": "..." }."
    `);
  });

  it("writes a bias as mantissa x 2^exponent or not at all", () => {
    expect(encodeBias(-4095, loihi1)).toEqual({ mantissa: -4095, exponent: 0 });
    expect(encodeBias(4098, loihi1)).toEqual({ mantissa: 2049, exponent: 1 });
    expect(encodeBias(4095 * 128, loihi1)).toEqual({ mantissa: 4095, exponent: 7 });
    expect(encodeBias(4097, loihi1)).toBeUndefined();
    expect(encodeBias(4096 * 128, loihi1)).toBeUndefined();
  });
});

describe("the other targets", () => {
  it("are a board of 32 chips, a chip of larger cores and one of more cores, each number with a source or as assumed", () => {
    const read = (name: string) => readFileSync(new URL(`${name}.json`, targets), "utf8");
    const [board, loihi2, generic] = ["loihi1-board", "loihi2", "generic"].map((name) => parseLoihiTarget(JSON.parse(read(name)), name));
    expect(coreCount(board)).toBe(4096);
    expect(board.core).toEqual(loihi1.core);
    expect(coreCount(loihi2)).toBe(128);
    expect(loihi2.core.compartments).toBe(8192);
    expect(coreCount(generic)).toBe(4096);
    // Every compartment of a core can be reached by an index.
    for (const { core, synapse } of [board, loihi2, generic]) expect(2 ** Math.max(...synapse.indexBits)).toBeGreaterThanOrEqual(core.compartments);
    // A number without a source is refused, as for a user's own file.
    const bare: unknown = JSON.parse(read("generic").replace(/"source": "assumed: twice Loihi 1"/, '"source": ""'));
    expect(() => parseLoihiTarget(bare, "mine.json")).toThrow("mine.json: core.inputAxons.source: ");
  });
});

describe("storing weights", () => {
  it("is exact by the chip's formula W = ((w >> k) << k) x 2^(6 + exponent)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -128, max: 127 }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(
          (w: number) => w,
          Math.abs,
          (w: number) => -Math.abs(w),
          (w: number) => w & ~3,
        ),
        fc.nat(14),
        (drawn, shape, exponent) => {
          const weights = Int8Array.from(drawn, (w) => Math.max(-128, Math.min(127, shape(w))));
          const encoding = encodeWeights(
            profileWeights({ name: "w", rows: 1, columns: weights.length, bits: 8, exponent, weights }),
            exponent,
            loihi1,
          );
          expect(encoding).toBeDefined();
          if (encoding === undefined) return;
          const k = 8 - encoding.weightBits + (encoding.signMode === "mixed" ? 1 : 0);
          for (const weight of weights) {
            const onChip = (weight / 2 ** encoding.dropped) * 2 ** k;
            expect(onChip).toBeGreaterThanOrEqual(encoding.signMode === "excitatory" ? 0 : encoding.signMode === "mixed" ? -256 : -255);
            expect(onChip).toBeLessThanOrEqual(encoding.signMode === "inhibitory" ? 0 : encoding.signMode === "mixed" ? 254 : 255);
            expect(((onChip >> k) << k) * 2 ** (6 + encoding.weightExponent) + 0).toBe(weight * 2 ** exponent + 0);
          }
        },
      ),
    );
  });

  it("takes one bit for an inhibition of 2^20", () => {
    const profile = profileWeights({ name: "w", rows: 1, columns: 1, bits: 8, exponent: 14, weights: Int8Array.of(-64) });
    expect(encodeWeights(profile, 14, loihi1)).toEqual({ weightBits: 1, signMode: "mixed", weightExponent: 6, dropped: 6 });
  });
});

describe("the boards", () => {
  it("are described with a source each", () => {
    const boards = readdirSync(new URL("boards/", targets)).map((file) =>
      parseBoard(JSON.parse(readFileSync(new URL(`boards/${file}`, targets), "utf8")), file),
    );
    expect(boards.map((board) => board.name).sort()).toEqual(["hx8k", "icebreaker", "ulx3s-25f", "ulx3s-85f", "xc7a35t"]);
    expect(boards.every((board) => board.source.length > 20)).toBe(true);
  });
});
