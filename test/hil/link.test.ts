/** Through a line that does harm, the board gives what the golden simulator gives: every result once, none wrong. */
import { describe, expect, it } from "vitest";
import { openBoard } from "../../src/hil/board.js";
import { FAULTS, type Fault, faultyLine } from "../../src/hil/faulty-transport.js";
import { deviceLine } from "../../src/hil/transport.js";
import { deviceOf, firstDifference, randomCase } from "./support.js";

describe("a board behind a quiet line", () => {
  it("gives the outputs, decisions, counters and membranes of the golden simulator", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const one = await randomCase(seed, 20);
      const board = await openBoard(deviceLine(deviceOf(one)), one.build.image, { floorMilliseconds: 2000 });
      expect(firstDifference(one, await board.run(one.batch, { membranes: true })), `seed ${seed}`).toBeUndefined();
      expect((await board.run(one.batch)).outputs, `seed ${seed}`).toEqual(one.golden.outputs);
      const { framesResent, framesDamaged, sessions } = board.statistics();
      expect({ framesResent, framesDamaged, sessions }).toEqual({ framesResent: 0, framesDamaged: 0, sessions: 1 });
      await board.close();
    }
  });
});

/** Runs samples through a line with faults and tells how often each result came. */
async function through(seed: number, faults: readonly Fault[], rate: number, window = 4) {
  const one = await randomCase(seed, 60);
  const device = deviceOf(one, { window });
  const line = faultyLine(deviceLine(device), { seed, rate, faults, reset: () => device.reset(), delayMilliseconds: 2, silenceMilliseconds: 15 });
  const board = await openBoard(line, one.build.image, { patienceSeconds: 5, floorMilliseconds: 10 });
  const times = new Uint8Array(60);
  let wrong = 0;
  await board.runEach(one.batch, (sample, answer) => {
    times[sample]++;
    const { classes, neuronsPerClass } = one.build.image.readout;
    const outputs = classes.map((_, c) =>
      answer.values.subarray(c * neuronsPerClass, (c + 1) * neuronsPerClass).reduce((sum, value) => sum + value, 0),
    );
    const expected = one.golden.outputs.subarray(sample * classes.length, (sample + 1) * classes.length);
    if (outputs.some((value, c) => value !== expected[c])) wrong++;
    if (answer.counters[1] !== one.golden.counters.synapticOperations[sample]) wrong++;
  });
  const counts = line.counts();
  const statistics = board.statistics();
  await board.close();
  return { times, wrong, counts, statistics };
}

describe("a board behind a line that does harm", () => {
  it.each(FAULTS)("loses nothing and repeats nothing with %s", async (fault) => {
    const { times, wrong, counts } = await through(7, [fault], fault === "reset" || fault === "disconnect" || fault === "silence" ? 0.03 : 0.2);
    expect(counts.byKind[fault] ?? 0).toBeGreaterThan(0);
    expect([...times]).toEqual(new Array(60).fill(1));
    expect(wrong).toBe(0);
  });

  it("loses nothing and repeats nothing with all of them, whatever the window", async () => {
    let hurt = 0;
    const kinds = new Set<string>();
    for (let seed = 20; seed < 30; seed++) {
      const { times, wrong, counts } = await through(seed, FAULTS, 0.1, [1, 2, 4, 8][seed % 4]);
      expect([...times], `seed ${seed}`).toEqual(new Array(60).fill(1));
      expect(wrong, `seed ${seed}`).toBe(0);
      hurt += counts.hurt;
      for (const kind of Object.keys(counts.byKind)) kinds.add(kind);
    }
    expect(hurt).toBeGreaterThan(50);
    expect([...kinds].sort()).toEqual([...FAULTS].sort());
  });
});
