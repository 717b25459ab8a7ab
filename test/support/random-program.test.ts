/** The generator that every property test stands on: what it makes is valid, covers every construct and stays in range. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkBatch, sampleCount } from "../../src/event/batch.js";
import type { EventProgram } from "../../src/event/program.js";
import { analyseRanges, requiredStateBits } from "../../src/event/ranges.js";
import { verifyEventProgram } from "../../src/event/verify.js";
import { createRandom } from "../../src/util/random.js";
import { programArbitrary, type RandomProgramOptions, randomBatch, randomProgram, runArbitrary } from "./random-program.js";

const VARIANTS: readonly [string, RandomProgramOptions][] = [
  ["everything", {}],
  ["the crossbar", { crossbar: true }],
  ["loihi", { loihi: true }],
];

describe("randomProgram", () => {
  for (const [name, options] of VARIANTS) {
    it(`makes programs for ${name} that the verifier accepts, with batches within their limits`, () => {
      fc.assert(
        fc.property(runArbitrary({ ...options, samples: 3 }), ({ program, batch }) => {
          expect(verifyEventProgram(program)).toEqual([]);
          expect(sampleCount(batch)).toBe(3);
          checkBatch(program, batch);
        }),
        { numRuns: 400 },
      );
    });
    it(`makes programs for ${name} whose states fit 24 bits`, () => {
      fc.assert(
        fc.property(programArbitrary(options), (program) => {
          expect(requiredStateBits(analyseRanges(program))).toBeLessThanOrEqual(24);
        }),
        { numRuns: 200 },
      );
    });
  }

  it("repeats: the same seed gives the same program and batch", () => {
    const make = (): unknown => {
      const random = createRandom(7);
      const program = randomProgram(random);
      return [program, randomBatch(random, program, { samples: 2 })];
    };
    expect(make()).toEqual(make());
  });

  it("shows every construct within 300 programs", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 300; seed++) for (const tag of constructsOf(randomProgram(createRandom(seed)))) seen.add(tag);
    expect([...seen].sort()).toEqual(
      [
        "bias",
        "conv1d",
        "conv2d",
        "count",
        "cuba",
        "dense",
        "dilation",
        "firstSpike",
        "groups",
        "if",
        "lif",
        "lines",
        "membrane",
        "none",
        "padded pool",
        "pool",
        "recurrent",
        "rowOf",
        "shared table",
        "silent",
        "sparse",
        "steps",
        "subtract",
        "tokens",
        "untilReset",
        "zero",
      ].sort(),
    );
  });

  it("keeps to the crossbar's constructs when asked", () => {
    for (let seed = 0; seed < 300; seed++) {
      const program = randomProgram(createRandom(seed), { crossbar: true });
      const tags = constructsOf(program);
      expect(tags).not.toContain("cuba");
      expect(tags).not.toContain("firstSpike");
      expect(Math.max(...program.projections.map(({ delay }) => delay))).toBeLessThanOrEqual(8);
    }
  });
});

function constructsOf(program: EventProgram): string[] {
  const uses = program.projections.map(({ table }) => table);
  return [
    program.readout.kind,
    ...program.inputs.map(({ kind }) => kind),
    ...program.populations.flatMap(({ model, reset, refractory, biases, thresholds }) => [
      model.kind,
      reset.kind,
      refractory.kind,
      ...(biases === undefined ? [] : ["bias"]),
      ...(thresholds === undefined ? ["silent"] : []),
    ]),
    ...program.projections.flatMap(({ connectivity, source, target }) => [
      connectivity.kind,
      ...(connectivity.kind === "dense" && connectivity.rowOf !== undefined ? ["rowOf"] : []),
      ...("groups" in connectivity ? ["groups"] : []),
      ...("dilation" in connectivity || "dilationX" in connectivity ? ["dilation"] : []),
      ...(connectivity.kind === "pool" && "padTop" in connectivity ? ["padded pool"] : []),
      ...(source.kind === "population" && source.population === target ? ["recurrent"] : []),
    ]),
    ...(new Set(uses).size < uses.length ? ["shared table"] : []),
  ];
}
