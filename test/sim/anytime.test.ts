/** Stop rules on class sums over time; the small timelines are worked out by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Timeline } from "../../src/event/run.js";
import { chooseStops, leadsOf, stopAll, stopOf } from "../../src/sim/anytime.js";

const READOUT = { kind: "membrane", classes: ["a", "b", "c"] } as const;

/** Class sums of samples, timestep by timestep; each timestep takes 10 operations. */
function timelineOf(samples: readonly (readonly (readonly number[])[])[]): Timeline {
  const sampleStart = new Uint32Array(samples.length + 1);
  samples.forEach((steps, s) => {
    sampleStart[s + 1] = sampleStart[s] + steps.length;
  });
  return {
    sampleStart,
    outputs: Int32Array.from(samples.flat(2)),
    synapticOperations: Uint32Array.from(samples.flatMap((steps) => steps.map((_, t) => 10 * (t + 1)))),
  };
}

const TWO = timelineOf([
  [
    [0, 0, 0],
    [5, 1, 2],
    [9, 1, 2],
    [9, 20, 2],
  ],
  [
    [0, 3, 3],
    [0, 3, 8],
  ],
]);

describe("a stop rule", () => {
  const leads = leadsOf(TWO, READOUT);

  it("sees the best class, the lowest of equals, and its lead over the second", () => {
    expect([...leads.best]).toEqual([0, 0, 0, 1, 1, 2]);
    expect([...leads.lead]).toEqual([0, 3, 7, 11, 0, 5]);
  });

  it("stops at the first timestep with the lead, not before the earliest, else at the last", () => {
    expect(stopOf(leads, 0, { earliest: 1, margin: 3 })).toBe(1);
    expect(stopOf(leads, 0, { earliest: 1, margin: 4 })).toBe(2);
    expect(stopOf(leads, 0, { earliest: 3, margin: 1 })).toBe(2);
    expect(stopOf(leads, 0, { earliest: 1, margin: 8 })).toBe(3);
    expect(stopOf(leads, 0)).toBe(3);
    expect(stopOf(leads, 1, { earliest: 9, margin: 1 })).toBe(1);
  });

  it("gives the operations counted up to the stop and the decisions of that moment", () => {
    expect(stopAll(leads, [1, 2])).toEqual({ correct: 2, stopped: 0, synapticOperations: 30, timesteps: 3 });
    expect(stopAll(leads, [1, 2], { earliest: 1, margin: 3 })).toEqual({ correct: 1, stopped: 1, synapticOperations: 20, timesteps: 2 });
  });

  it("takes the earlier first spike as the lead where spikes are timed", () => {
    const timed = leadsOf(
      timelineOf([
        [
          [1, 1, 1],
          [2, 1, 2],
        ],
      ]),
      { ...READOUT, kind: "firstSpike" },
    );
    expect([...timed.best]).toEqual([0, 1]);
    expect([...timed.lead]).toEqual([0, 1]);
  });
});

describe("the choice of stop rules", () => {
  it("takes the cheapest that loses no more than allowed, and none where nothing is saved", () => {
    const leads = leadsOf(TWO, READOUT);
    const [strict, lenient] = chooseStops(leads, [1, 2], [0, 1]);
    expect(strict).toBeUndefined();
    expect(lenient).toMatchObject({ correct: 1, synapticOperations: 20 });
  });

  it("never loses more than allowed, costs less the more may be lost, and never more than running to the end", () => {
    const sum = fc.integer({ min: -20, max: 20 });
    const steps = fc.array(fc.tuple(sum, sum, sum), { minLength: 1, maxLength: 12 });
    const samples = fc.array(fc.tuple(steps, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(samples, (drawn) => {
        const leads = leadsOf(timelineOf(drawn.map(([one]) => one)), READOUT);
        const labels = drawn.map(([, label]) => label);
        const full = stopAll(leads, labels);
        let before = full.synapticOperations;
        const losses = [0, 1, 2, 20];
        chooseStops(leads, labels, losses).forEach((stop, i) => {
          if (stop === undefined) return;
          expect(stop.correct).toBeGreaterThanOrEqual(full.correct - (losses[i] ?? 0));
          expect(stop.synapticOperations).toBeLessThanOrEqual(before);
          const { rule, ...outcome } = stop;
          expect(stopAll(leads, labels, rule)).toEqual(outcome);
          before = stop.synapticOperations;
        });
      }),
    );
  });
});
