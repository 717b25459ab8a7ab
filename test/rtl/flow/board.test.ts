/**
 * The whole board in Verilator, serial line included: it is the software device byte for byte, it gives what the golden
 * simulator gives through a line that does harm, and random bytes neither hang it nor reach its memories.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBoard } from "../../../src/hil/board.js";
import { FAULTS, type Fault, faultyLine } from "../../../src/hil/faulty-transport.js";
import { encodeFrame, type Frame, frameReader } from "../../../src/hil/frame.js";
import { decodeIdentity } from "../../../src/hil/identity.js";
import { STATUS, TYPE, WORD_READ } from "../../../src/hil/messages.js";
import { type BoardProgram, buildSimulatedBoard, type SimulatedBoard, startSimulatedBoard } from "../../../src/hil/simulated-board.js";
import type { Line } from "../../../src/hil/transport.js";
import { createRandom, type Random } from "../../../src/util/random.js";
import { type Case, deviceOf, firstDifference, randomCase } from "../../hil/support.js";

const isFull = process.env.SNNC_TEST_FULL === "1";
const SAMPLES = 30;
const cases: Case[] = [];
let program: BoardProgram;
const running: SimulatedBoard[] = [];
afterAll(() => Promise.all(running.map((board) => board.close())));

async function start(terminal = false): Promise<SimulatedBoard> {
  const board = await startSimulatedBoard(program, { terminal });
  running.push(board);
  return board;
}

beforeAll(async () => {
  for (let seed = 1; seed <= 8; seed++) cases.push(await randomCase(seed, SAMPLES));
  // One board takes all of them: the target's sizes are fixed, what a program lacks the others may have.
  program = await buildSimulatedBoard(cases[0].build.image.parameters);
}, 120_000);

describe("a simulated board", () => {
  it("gives the outputs, decisions, counters and membranes of the golden simulator, one image after the other", { timeout: 120_000 }, async () => {
    const { line } = await start();
    let cycles = 0;
    for (const one of cases) {
      const board = await openBoard(line, one.build.image, { floorMilliseconds: 500 });
      const result = await board.run(one.batch, { membranes: true });
      expect(firstDifference(one, result)).toBeUndefined();
      for (const value of result.cycles?.cycles ?? []) cycles += value;
      await board.close();
    }
    expect(cycles).toBeGreaterThan(0);
  });

  it("gives them on a pseudo-terminal that is opened as a serial port, too", { timeout: 60_000 }, async () => {
    const simulated = await start(true);
    expect(simulated.path).toMatch(/^\/dev\//);
    const board = await openBoard(simulated.line, cases[0].build.image, { floorMilliseconds: 500 });
    expect(firstDifference(cases[0], await board.run(cases[0].batch))).toBeUndefined();
    await board.close();
  });

  it("loads nothing that it holds, and only what differs", { timeout: 60_000 }, async () => {
    const { line } = await start();
    const loaded = async (one: Case): Promise<number> => {
      const board = await openBoard(line, one.build.image, { floorMilliseconds: 500 });
      await board.run(one.batch);
      await board.close();
      return board.loadedWords();
    };
    const all = cases[0].build.image.memories.reduce((sum, { words }) => sum + words.length, 0);
    expect(await loaded(cases[0])).toBe(all);
    expect(await loaded(cases[0])).toBe(0);
  });

  it.each<Fault>([...FAULTS])("loses nothing and gives nothing wrong through a line with %s", { timeout: 60_000 }, async (fault) => {
    const simulated = await start();
    const rate = fault === "reset" || fault === "disconnect" || fault === "silence" ? 0.03 : 0.2;
    const line = faultyLine(simulated.line, {
      seed: 7,
      rate,
      faults: [fault],
      reset: simulated.reset,
      delayMilliseconds: 2,
      silenceMilliseconds: 15,
    });
    const one = cases[1];
    const board = await openBoard(line, one.build.image, { patienceSeconds: 20, floorMilliseconds: 20 });
    const times = new Uint8Array(SAMPLES);
    await board.runEach(one.batch, (sample) => {
      times[sample]++;
    });
    expect([...times]).toEqual(new Array(SAMPLES).fill(1));
    expect(firstDifference(one, await board.run(one.batch))).toBeUndefined();
    expect(line.counts().byKind[fault] ?? 0).toBeGreaterThan(0);
    await board.close();
  });

  it("is told from a silent line when the line runs at another rate, and says what to look at", { timeout: 60_000 }, async () => {
    const slow = await startSimulatedBoard({ ...program, args: [program.args[0], "1000000"] });
    running.push(slow);
    await expect(openBoard(slow.line, cases[0].build.image, { patienceSeconds: 2 })).rejects.toThrow(/baud/);
  });

  it("answers after random bytes, holds what it held, and still computes right", { timeout: 600_000 }, async () => {
    const simulated = await start();
    const one = cases[2];
    const before = await openBoard(simulated.line, one.build.image, { floorMilliseconds: 500 });
    await before.run(one.batch);
    await before.close();
    const held = await identityOf(simulated.line, 0x1001);
    const random = createRandom(3);
    const bytes = isFull ? 1_000_000 : 100_000;
    const transport = await simulated.line.open({ bytes: () => {}, closed: () => {} });
    for (let sent = 0; sent < bytes; sent += 10_000) {
      // Zeros often enough that frames begin and end.
      const zeros = random.integer(64);
      transport.write(Uint8Array.from({ length: 10_000 }, () => (random.integer(64) < zeros ? 0 : random.integer(256))));
      while (transport.backlog() > 20_000) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await transport.close();
    const after = await identityOf(simulated.line, 0x1002);
    expect(after?.held).toEqual(held?.held);
    expect(after?.isArmed).toBe(true);
    const board = await openBoard(simulated.line, one.build.image, { floorMilliseconds: 500 });
    expect(firstDifference(one, await board.run(one.batch))).toBeUndefined();
    expect(board.loadedWords()).toBe(0);
    await board.close();
  });
});

/** IDENTITY by a HELLO of its own. */
async function identityOf(line: Line, session: number) {
  const frames = await exchange(
    line,
    [encodeFrame({ session, sequence: 0, type: TYPE.HELLO, payload: new Uint8Array() }, true)],
    (frame) => frame.session === session,
  );
  return decodeIdentity(frames[0].payload.subarray(1));
}

/** Sends frames one at a time, each once the answer to the one before is there that `isAnswer`, and gives all answers. */
async function exchange(line: Line, frames: readonly Uint8Array[], isAnswer: (frame: Frame) => boolean = () => true): Promise<Frame[]> {
  const answers: Frame[] = [];
  let wake = (): void => {};
  const reader = frameReader(
    (frame) => {
      if (!isAnswer(frame)) return;
      answers.push(frame);
      wake();
    },
    () => {},
  );
  const transport = await line.open({ bytes: (bytes) => reader.push(bytes), closed: () => {} });
  for (const frame of frames) {
    const from = answers.length;
    transport.write(frame);
    for (let tries = 0; answers.length === from && tries < 3000; tries++) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 20);
      });
    }
    expect(answers.length, "answers in time").toBeGreaterThan(from);
  }
  await transport.close();
  return answers;
}

describe("the Verilog of the device and its software twin", () => {
  /** Commands of a host that knows no rules: right and wrong ones, old ones again, images half loaded. */
  function commands(random: Random, one: Case, count: number): Uint8Array[] {
    const { memories } = one.build.image;
    let session = 0x2000;
    let sequence = 0;
    const frames: Uint8Array[] = [];
    const hello = (): void => {
      frames.push(encodeFrame({ session, sequence: random.integer(65536), type: TYPE.HELLO, payload: new Uint8Array() }, true));
    };
    hello();
    for (const { index, words } of memories) {
      for (let at = 0; at < words.length; at += 59) {
        const data = words.subarray(at, at + 59);
        const payload = Uint8Array.of(index, at & 255, (at >> 8) & 255, at >> 16, ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        frames.push(encodeFrame({ session, sequence: sequence++, type: TYPE.LOAD, payload }, true));
      }
    }
    const arm = Uint8Array.of(1, 2, 3, 4);
    frames.push(encodeFrame({ session, sequence: sequence++, type: TYPE.ARM, payload: arm }, true));
    const axons = one.build.image.parameters.AXONS;
    for (let i = 0; i < count; i++) {
      const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(256));
      const kind = random.integer(20);
      let type: number = TYPE.PING;
      let payload = bytes(random.integer(201));
      if (kind < 9) {
        const words = Array.from({ length: 1 + random.integer(30) }, () => {
          const what = random.integer(10);
          if (what === 0) return WORD_READ;
          if (what === 1) return 0x8000 | random.integer(6);
          // Input lines follow the neurons; a few beyond the last, to be refused.
          return random.integer(axons + (random.integer(50) === 0 ? 500 : 0)) | (random.integer(3) === 0 ? 0x4000 : 0);
        });
        type = TYPE.RUN;
        // Without counters: the software core has no cycles to count.
        payload = Uint8Array.of(0, ...words.flatMap((word) => [word & 255, word >> 8]));
      } else if (kind === 9) {
        type = TYPE.MEMBRANES;
        payload = Uint8Array.of(random.integer(300) & 255, 0, random.integer(64));
      } else if (kind === 10) {
        type = TYPE.ABORT;
        payload = new Uint8Array(random.integer(8) === 0 ? 1 : 0);
      } else if (kind === 11) {
        type = random.integer(256);
        payload = bytes(random.integer(12));
        // Only what is known to be refused: a LOAD or ARM of random bytes would end the image.
        if (type < 8 || type >= 0x80) type = 0x40;
      } else if (kind === 12) {
        type = TYPE.LOAD;
        payload = Uint8Array.of(random.integer(9), 77, 77, 77, 1, 2, 3, 4);
      }
      frames.push(encodeFrame({ session, sequence: sequence & 0xffff, type, payload }, true));
      if (random.integer(10) > 0) sequence++;
      else if (random.integer(2) === 0)
        frames.push(
          encodeFrame({ session, sequence: (sequence++ + 1 + random.integer(3)) & 0xffff, type: TYPE.PING, payload: Uint8Array.of(i & 255) }, true),
        );
      if (random.integer(40) === 0) {
        session++;
        sequence = 0;
        hello();
      }
    }
    return frames;
  }

  it("answer the same to the same commands, right and wrong, once and again", { timeout: 300_000 }, async () => {
    const one = cases[3];
    const seen = new Set<number>();
    for (let seed = 1; seed <= (isFull ? 20 : 3); seed++) {
      const frames = commands(createRandom(seed), one, 200);
      const device = deviceOf(one, { window: 4 });
      const expected: (Frame | undefined)[] = [];
      let last: Frame | undefined;
      const reader = frameReader(
        (frame) => {
          last = frame;
        },
        () => {},
      );
      device.onBytes((bytes) => reader.push(bytes));
      for (const frame of frames) {
        last = undefined;
        device.receive(frame);
        await device.idle();
        expected.push(last);
      }
      // What a device says nothing to is left out for both: the first frames that are ahead are told, later ones are not.
      const spoken = frames.filter((_, i) => expected[i] !== undefined);
      const simulated = await start();
      const got = await exchange(simulated.line, spoken);
      const wanted = expected.filter((frame) => frame !== undefined);
      const isHello = (frame: Frame): boolean => frame.type === (TYPE.HELLO | 0x80);
      for (const [i, frame] of wanted.entries()) {
        // Clocks and lines are the board's own.
        const same = isHello(frame) ? (x: Frame) => ({ ...x, payload: decodeIdentity(x.payload.subarray(1))?.held }) : (x: Frame) => x;
        expect(same(got[i]), `seed ${seed}, command ${i}`).toEqual(same(frame));
        seen.add(frame.payload[0]);
      }
      await simulated.close();
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining([STATUS.OK, STATUS.UNKNOWN, STATUS.MALFORMED, STATUS.OUT_OF_ORDER]));
  });
});
