/** The board as a simulator: loading, what it refuses, interruptions of every kind, and samples of any length. */
import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import { openBoard } from "../../src/hil/board.js";
import { imageCore } from "../../src/hil/core-model.js";
import { softwareDevice } from "../../src/hil/device.js";
import { encodeFrame } from "../../src/hil/frame.js";
import { RUN_WORDS_LIMIT, STATUS, TYPE, WORD_READ } from "../../src/hil/messages.js";
import { runFrames, wordsOf } from "../../src/hil/sample-frames.js";
import { startSimulatedBoard } from "../../src/hil/simulated-board.js";
import { deviceLine, type Line, type Transport } from "../../src/hil/transport.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import type { CrossbarImage } from "../../src/verilog/image.js";
import { deviceOf, firstDifference, randomCase, speaker, TARGET } from "./support.js";

/** All diagnostics of what is thrown, as `code: message`. */
async function complaints(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (error instanceof SnncError)
      return error.diagnostics.map(({ code, message, hint }) => `${code}: ${message}${hint === undefined ? " (no way out)" : ""}`);
    throw error;
  }
}

/** A line whose cable the test pulls: everything is lost until it is put back. */
function cable(inner: Line): Line & { pull(): void; putBack(): void } {
  let isIn = true;
  let open: { readonly transport: Transport; closed(reason: string): void } | undefined;
  return {
    description: inner.description,
    async open(listener) {
      if (!isIn) throw new Error("not plugged in");
      const transport = await inner.open(listener);
      open = { transport, closed: (reason) => listener.closed(reason) };
      return transport;
    },
    pull() {
      isIn = false;
      void open?.transport.close();
      open?.closed("the cable was pulled");
      open = undefined;
    },
    putBack() {
      isIn = true;
    },
  };
}

describe("an image", () => {
  it("is loaded once, and found again by whoever comes next", async () => {
    const one = await randomCase(4, 10);
    const device = deviceOf(one);
    const words = one.build.image.memories.reduce((sum, memory) => sum + memory.words.length, 0);
    const first = await openBoard(deviceLine(device), one.build.image);
    expect(first.loadedWords()).toBe(words);
    await first.close();
    const second = await openBoard(deviceLine(device), one.build.image);
    expect(second.loadedWords()).toBe(0);
    expect(firstDifference(one, await second.run(one.batch, { membranes: true }))).toBeUndefined();
    await second.close();
  });

  it("takes the place of another one memory by memory, even if that one was longer", async () => {
    const [one, other] = [await randomCase(4, 10), await randomCase(9, 10)];
    const device = deviceOf(one);
    for (const each of [one, other, one]) {
      const board = await openBoard(deviceLine(device), each.build.image);
      expect(firstDifference(each, await board.run(each.batch, { membranes: true }))).toBeUndefined();
      await board.close();
    }
  });

  it("that was half loaded is gone on with where its beginning is the same, and begun again where not", async () => {
    const one = await randomCase(6, 10);
    const { memories } = one.build.image;
    const [weight] = memories.filter(({ name }) => name === "weight");
    const [axon] = memories.filter(({ name }) => name === "axon");
    if (weight === undefined || axon === undefined) throw new Error("no weights");
    const device = deviceOf(one);
    const host = speaker(device);
    await host.say(9, 0, TYPE.HELLO);
    const load = (sequence: number, memory: number, words: ArrayLike<number>) =>
      host.say(9, sequence, TYPE.LOAD, [
        memory,
        0,
        0,
        0,
        ...Array.from(words).flatMap((word) => [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24]),
      ]);
    const half = Math.min(40, weight.words.length >> 1);
    await load(0, weight.index, weight.words.subarray(0, half));
    await load(1, axon.index, [0xdead, 0xbeef]);
    const board = await openBoard(deviceLine(device), one.build.image);
    expect(half).toBeGreaterThan(0);
    expect(board.loadedWords()).toBe(memories.reduce((sum, memory) => sum + memory.words.length, 0) - half);
    expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
    await board.close();
  });

  it("gets zeros for a bias memory that the device has and it has not", async () => {
    const target = { ...TARGET, sizing: "fitted" as const };
    const seeds = Array.from({ length: 60 }, (_, i) => i);
    for (const seed of seeds) {
      const one = await randomCase(seed, 8, target);
      const { parameters } = one.build.image;
      if (parameters.HAS_BIAS === 1) continue;
      const biased = { ...parameters, HAS_BIAS: 1 };
      const device = softwareDevice({ parameters: biased, core: imageCore(biased) });
      const host = speaker(device);
      await host.say(9, 0, TYPE.HELLO);
      await host.say(9, 0, TYPE.LOAD, [5, 0, 0, 0, 255, 255, 255, 0]);
      const board = await openBoard(deviceLine(device), one.build.image);
      expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
      await board.close();
      return;
    }
    throw new Error("every random program has a bias");
  });
});

describe("what cannot be", () => {
  it("a bitstream for another core is refused with every field that differs", async () => {
    const one = await randomCase(4, 1);
    const { parameters } = one.build.image;
    const wrong = { ...parameters, LANES: 8, STATE_BITS: 20, WEIGHT_WORDS: parameters.WEIGHT_WORDS * 2, HAS_SUBTRACT: 0, EXPONENT_MAX: 3 };
    const line = deviceLine(softwareDevice({ parameters: wrong, core: imageCore(wrong) }));
    expect(await complaints(openBoard(line, one.build.image))).toEqual([
      "hil-bitstream: LANES of the device's core is 8; the image needs 4",
      "hil-bitstream: STATE_BITS of the device's core is 20; the image needs 24",
      "hil-bitstream: WEIGHT_WORDS of the device's core is 2048; the image needs 1024 to 1024",
      "hil-bitstream: EXPONENT_MAX of the device's core is 3; the image needs at least 15",
      "hil-bitstream: HAS_SUBTRACT of the device's core is 0; the image needs at least 1",
    ]);
  });

  it("an image with more axons, or a larger readout, than the protocol has numbers for is refused", async () => {
    const { build } = await randomCase(4, 1);
    const huge: CrossbarImage = { ...build.image, inputLines: 16_384, readout: { ...build.image.readout, size: 51 } };
    expect(await complaints(openBoard(deviceLine(deviceOf({ build, batch: batchOf([]), golden: (await randomCase(4, 1)).golden })), huge))).toEqual([
      "hil-axons: an event names one of 16640 axons; the line's words have numbers for 16384",
      "hil-readout: 51 neurons are read out; an answer holds 50",
    ]);
  });

  it("a device of another version, or none, is told", async () => {
    const { build } = await randomCase(4, 1);
    const old: Line = {
      description: "an old device",
      async open(listener) {
        return {
          write: () => {
            for (let session = 1; session < 8; session++)
              listener.bytes(
                encodeFrame({ session, sequence: 0, type: TYPE.HELLO | 0x80, payload: new Uint8Array(110).fill(9).fill(STATUS.OK, 0, 1) }),
              );
          },
          backlog: () => 0,
          close: async () => {},
        };
      },
    };
    expect(await complaints(openBoard(old, build.image, { drawSession: () => 5 }))).toEqual([
      "hil-protocol: the device speaks version 9 of the protocol; this snnc speaks 1",
    ]);
    const silent: Line = { description: "nobody", open: async () => ({ write: () => {}, backlog: () => 0, close: async () => {} }) };
    expect(await complaints(openBoard(silent, build.image, { patienceSeconds: 0.3 }))).toEqual(["hil-silent: the device has said nothing for 0.3 s"]);
  });

  it("a sample beyond the program's limits is refused before anything is sent", async () => {
    const one = await randomCase(4, 1);
    const board = await openBoard(deviceLine(deviceOf(one)), one.build.image);
    const before = board.statistics().framesSent;
    const [complaint] = await complaints(board.run(batchOf([{ timesteps: one.build.image.limits.timestepsPerSample + 1, events: [] }])));
    expect(complaint).toMatch(/^sample-too-long: /);
    expect(board.statistics().framesSent).toBe(before);
    await board.close();
  });
});

describe("interruptions", () => {
  it("a cable that is pulled and put back loses nothing", async () => {
    const one = await randomCase(8, 200);
    const line = cable(deviceLine(deviceOf(one)));
    const notes: string[] = [];
    const board = await openBoard(line, one.build.image, { patienceSeconds: 5, onNote: (note) => notes.push(note) });
    const times = new Uint8Array(200);
    await board.runEach(one.batch, (sample) => {
      times[sample]++;
      if (sample !== 60 && sample !== 130) return;
      line.pull();
      setTimeout(() => line.putBack(), 40);
    });
    expect([...times]).toEqual(new Array(200).fill(1));
    expect(board.statistics().connections).toBe(3);
    expect(notes).toContain("the line was closed: the cable was pulled");
    await board.close();
  });

  it("a device that is reset midway gets its image again", async () => {
    const one = await randomCase(8, 200);
    const device = deviceOf(one);
    const board = await openBoard(deviceLine(device), one.build.image, { patienceSeconds: 5 });
    const words = board.loadedWords();
    let results = 0;
    await board.runEach(one.batch, (sample, { values }) => {
      results++;
      if (sample === 50) device.reset();
      const { classes } = one.golden;
      if (one.build.image.readout.neuronsPerClass === 1)
        expect([...values]).toEqual([...one.golden.outputs.subarray(sample * classes, (sample + 1) * classes)]);
    });
    expect(results).toBe(200);
    expect(board.loadedWords()).toBe(2 * words);
    await board.close();
  });

  it("a cable that stays out ends the run after some patience", async () => {
    const one = await randomCase(8, 100);
    const line = cable(deviceLine(deviceOf(one)));
    const board = await openBoard(line, one.build.image, { patienceSeconds: 0.2 });
    await expect(board.runEach(one.batch, (sample) => void (sample === 10 && line.pull()))).rejects.toThrow("not plugged in");
    await board.close();
  });

  it("a run that is stopped in the middle of a sample leaves a device that runs the next one from its beginning", async () => {
    const one = await randomCase(8, 100);
    const board = await openBoard(deviceLine(deviceOf(one)), one.build.image);
    await expect(
      board.runEach(one.batch, (sample) => {
        if (sample === 20) throw new Error("enough");
      }),
    ).rejects.toThrow("enough");
    expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
    const controller = new AbortController();
    const stopped = complaints(board.run(one.batch, { signal: controller.signal, onProgress: () => controller.abort() }));
    expect(await stopped).toMatchObject([expect.stringMatching(/^interrupted: /)]);
    expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
    await board.close();
  });
});

describe("samples of any length", () => {
  it("go over several frames, silence and crowded timesteps alike", async () => {
    const { build } = await randomCase(4, 1);
    const { program } = build;
    const lines = build.image.inputLines;
    const limits = { timestepsPerSample: 100_000, eventsPerTimestep: 1000, eventsPerSample: 100_000 };
    const roomy = { ...program, limits, inputs: program.inputs.map(({ name, kind, lines: count }) => ({ name, kind, lines: count })) };
    const image = { ...build.image, limits };
    const event = (t: number, i: number) => [t, i % lines] as const;
    const batch = batchOf([
      { timesteps: 1, events: [] },
      { timesteps: 70_000, events: [event(0, 0), event(35_000, 1), event(69_999, 2)] },
      { timesteps: 3, events: [] },
      { timesteps: 300, events: Array.from({ length: 900 }, (_, i) => event(Math.floor(i / 3), i)) },
      { timesteps: 2, events: Array.from({ length: 400 }, (_, i) => event(i % 2, i)) },
    ]);
    const golden = await goldenSimulator(roomy).run(batch, { membranes: true });
    const board = await openBoard(deviceLine(deviceOf({ build, batch, golden })), image);
    expect(firstDifference({ build, batch, golden }, await board.run(batch, { membranes: true }))).toBeUndefined();
    expect((await board.run(batch)).outputs).toEqual(golden.outputs);
    await board.close();
  });

  it("are words that say when, and frames that are full", () => {
    const batch = batchOf([
      {
        timesteps: 40_000,
        events: [
          [0, 1],
          [0, 2],
          [2, 3],
        ],
      },
      { timesteps: 1, events: [[0, 4]] },
    ]);
    const same = (line: number): number => line;
    expect([...wordsOf(batch, 0, same)]).toEqual([1, 0x4002, 0x8001, 0x4003, 0xfffe, 0x8000 + 39_999 - 3 - 0x7ffe, WORD_READ]);
    expect([...wordsOf(batch, 1, same)]).toEqual([4, WORD_READ]);
    const many = batchOf(Array.from({ length: 100 }, () => ({ timesteps: 3, events: [[0, 5] as const, [1, 6] as const] })));
    const frames = [
      ...runFrames(
        many,
        Array.from({ length: 100 }, (_, i) => i),
        same,
        { flags: 1, resultsPerFrame: 50, isAlone: false },
      ),
    ];
    expect(frames.flatMap(({ ends }) => ends)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(frames.slice(0, -1).every(({ payload }) => payload.length === 1 + 2 * RUN_WORDS_LIMIT)).toBe(true);
    const few = [...runFrames(many, [0, 1, 2, 3, 4], same, { flags: 0, resultsPerFrame: 2, isAlone: false })];
    expect(few.map(({ ends }) => ends)).toEqual([[0, 1], [2, 3], [4]]);
  });
});

describe("a device without counters", () => {
  it("gives outputs and decisions", async () => {
    const one = await randomCase(8, 30);
    const board = await openBoard(deviceLine(deviceOf(one, { counters: false })), one.build.image);
    expect(board.hasCounters).toBe(false);
    const got = await board.run(one.batch);
    expect(got.outputs).toEqual(one.golden.outputs);
    expect(got.decisions).toEqual(one.golden.decisions);
    expect(got.counters.inputEvents).toEqual(one.golden.counters.inputEvents);
    await board.close();
  });
});

describe("a program in the place of the simulated board", () => {
  /** Codes and words of what becomes of a board whose program is another one. */
  const becomes = async (executable: string): Promise<unknown> => {
    const { build } = await randomCase(4, 1);
    const program = { executable, args: [], terminalArgs: [], baud: 1, description: executable };
    const board = await startSimulatedBoard(program);
    try {
      return await complaints(openBoard(board.line, build.image, { patienceSeconds: 0.3 }));
    } finally {
      await board.close();
    }
  };
  it("is a line like any other: what it echoes is no answer, and its end is told", async () => {
    expect(await becomes("cat")).toMatchObject([expect.stringMatching(/^hil-/)]);
    expect(await becomes("no-such-program")).toEqual([expect.stringMatching(/^hil-.*: .*missing/s)]);
    expect(await becomes("false")).toEqual([expect.stringMatching(/^hil-.*: .*exit code 1/s)]);
  });
});
