/** Arbitraries over the seeded random programs of src/event, which are given here too, so that a test imports one file. */
import fc from "fast-check";
import type { EventProgram } from "../../src/event/program.js";
import { type RandomProgramOptions, randomBatch, randomProgram } from "../../src/event/random-program.js";
import type { EventBatch } from "../../src/event/run.js";
import { createRandom } from "../../src/util/random.js";

export { type RandomProgramOptions, randomBatch, randomProgram } from "../../src/event/random-program.js";

/** A fast-check arbitrary over seeds; shrinks towards fewer and smaller populations. */
export function programArbitrary(options: RandomProgramOptions = {}): fc.Arbitrary<EventProgram> {
  return runArbitrary({ ...options, samples: 1 }).map(({ program }) => program);
}

/** A program with a matching batch; see `programArbitrary`. */
export function runArbitrary(
  options: RandomProgramOptions & { readonly samples: number },
): fc.Arbitrary<{ readonly seed: number; readonly program: EventProgram; readonly batch: EventBatch }> {
  return fc
    .record({
      seed: fc.noBias(fc.nat(0x7fffffff)),
      maxPopulations: fc.integer({ min: 1, max: options.maxPopulations ?? 4 }),
      maxNeurons: fc.integer({ min: 1, max: options.maxNeurons ?? 24 }),
    })
    .map(({ seed, maxPopulations, maxNeurons }) => {
      const random = createRandom(seed);
      const program = randomProgram(random, { ...options, maxPopulations, maxNeurons });
      return { seed, program, batch: randomBatch(random, program, { samples: options.samples }) };
    });
}
