/** The device in software keeps to README.md of src/hil, whatever bytes come. */
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeFrame } from "../../src/hil/frame.js";
import { decodeIdentity } from "../../src/hil/identity.js";
import { ANSWER_BIT, REASON, STATUS, TYPE } from "../../src/hil/messages.js";
import { createRandom } from "../../src/util/random.js";
import { deviceOf, randomCase, speaker } from "./support.js";

const one = await randomCase(1, 4);
const SESSION = 77;

async function opened() {
  const device = deviceOf(one);
  const host = speaker(device);
  await host.say(SESSION, 0, TYPE.HELLO);
  return { device, host };
}

const LOAD = (memory: number, address: number, ...words: number[]): number[] => [
  memory,
  address & 0xff,
  (address >> 8) & 0xff,
  address >> 16,
  ...words.flatMap((word) => [word, 0, 0, 0]),
];
const ARM = [9, 9, 9, 9];

describe("sessions", () => {
  it("begin with HELLO, which says who the device is, and end with another one", async () => {
    const { device, host } = await opened();
    const [answer] = host.answers;
    expect(answer).toMatchObject({ session: SESSION, sequence: 0, type: TYPE.HELLO | ANSWER_BIT });
    expect(answer?.payload[0]).toBe(STATUS.OK);
    const { parameters } = one.build.image;
    expect(decodeIdentity(answer?.payload.subarray(1) ?? new Uint8Array())).toMatchObject({
      protocol: 1,
      window: 4,
      isArmed: false,
      lanes: parameters.LANES,
      groups: parameters.GROUPS,
      axons: parameters.AXONS,
    });

    await host.say(SESSION, 0, TYPE.LOAD, LOAD(0, 0, 5));
    // The session's own HELLO changes nothing; another one expects command 0 again, and the image stays.
    await host.say(SESSION, 0, TYPE.HELLO);
    expect((await host.say(SESSION, 1, TYPE.PING))[0]).toMatchObject({ sequence: 1, type: TYPE.PING | ANSWER_BIT });
    await host.say(SESSION + 1, 0, TYPE.HELLO);
    expect(await host.say(SESSION + 1, 0, TYPE.PING)).toHaveLength(1);
    expect(device.memories[0]?.held).toBe(1);
    expect(await host.say(SESSION, 2, TYPE.PING)).toMatchObject([
      { session: SESSION + 1, sequence: 1, type: TYPE.NAK, payload: Uint8Array.of(REASON.OTHER_SESSION) },
    ]);
  });

  it("are forgotten by a reset: commands are refused until HELLO, and nothing is held", async () => {
    const { device, host } = await opened();
    await host.say(SESSION, 0, TYPE.LOAD, LOAD(0, 0, 5));
    device.reset();
    expect(await host.say(SESSION, 1, TYPE.PING)).toMatchObject([{ session: 0, type: TYPE.NAK }]);
    // No session is not a session of number 0.
    expect(await host.say(0, 0, TYPE.ARM, ARM)).toMatchObject([{ session: 0, type: TYPE.NAK, payload: Uint8Array.of(REASON.OTHER_SESSION) }]);
    await host.say(SESSION, 0, TYPE.HELLO);
    expect(device.memories[0]?.held).toBe(0);
    expect(await host.say(SESSION, 0, TYPE.PING)).toHaveLength(1);
  });
});

describe("commands", () => {
  it("are carried out once, and answered again for the asking within the window", async () => {
    const { device, host } = await opened();
    const load = () => host.say(SESSION, 0, TYPE.LOAD, LOAD(2, 0, 7, 8));
    const [first] = await load();
    expect(await load()).toEqual([first]);
    expect(device.memories[2]?.held).toBe(2);
    for (let sequence = 1; sequence <= 4; sequence++) await host.say(SESSION, sequence, TYPE.PING);
    // Four answers later the first one is not kept any more.
    expect(await load()).toEqual([]);
    const [ping] = await host.say(SESSION, 5, TYPE.PING, [1, 2, 3]);
    expect([...(ping?.payload ?? [])]).toEqual([STATUS.OK, 0, 1, 1, 2, 3]);
  });

  it("that are ahead make one NAK until the gap is closed, and every damaged frame makes one", async () => {
    const { host } = await opened();
    const nak = (reason: number) => ({ session: SESSION, sequence: 0, type: TYPE.NAK, payload: Uint8Array.of(reason) });
    expect(await host.say(SESSION, 1, TYPE.PING)).toEqual([nak(REASON.AHEAD)]);
    expect(await host.say(SESSION, 2, TYPE.PING)).toEqual([]);
    expect(await host.say(SESSION, 0, TYPE.PING)).toHaveLength(1);
    const { device, host: other } = await opened();
    device.receive(Uint8Array.of(1, 2, 3, 0));
    await device.idle();
    device.receive(Uint8Array.of(4, 5, 0));
    await device.idle();
    expect(other.answers.slice(1)).toEqual([nak(REASON.DAMAGED), nak(REASON.DAMAGED)]);
    expect([...((await other.say(SESSION, 0, TYPE.PING))[0]?.payload ?? [])]).toEqual([STATUS.OK, 2, 0]);
  });

  it("count modulo 65,536", async () => {
    const { device, host } = await opened();
    for (let sequence = 0; sequence < 0x10000; sequence += 16) {
      for (let i = 0; i < 16; i++)
        device.receive(encodeFrame({ session: SESSION, sequence: sequence + i, type: TYPE.ABORT, payload: new Uint8Array(0) }));
      await device.idle();
    }
    expect(host.answers.at(-1)).toMatchObject({ sequence: 0xffff });
    expect(await host.say(SESSION, 0, TYPE.ABORT)).toHaveLength(1);
    expect(await host.say(SESSION, 0xffff, TYPE.ABORT)).toMatchObject([{ sequence: 0xffff }]);
  });
});

describe("LOAD and ARM", () => {
  it("append words in order, keep count and CRC, and disarm", async () => {
    const { device, host } = await opened();
    const status = async (sequence: number, type: number, payload: number[]) => (await host.say(SESSION, sequence, type, payload))[0]?.payload;
    expect((await status(0, TYPE.LOAD, LOAD(1, 0, 3, 4)))?.[0]).toBe(STATUS.OK);
    expect((await status(1, TYPE.ARM, ARM))?.[0]).toBe(STATUS.OK);
    const refused = await status(2, TYPE.LOAD, LOAD(1, 5, 6));
    expect([...(refused?.subarray(0, 5) ?? [])]).toEqual([STATUS.OUT_OF_ORDER, 2, 0, 0, 1]);
    const appended = await status(3, TYPE.LOAD, LOAD(1, 2, 5));
    const crc = crc32(Uint8Array.of(3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0));
    expect([...(appended ?? [])]).toEqual([STATUS.OK, 3, 0, 0, 1, crc & 0xff, (crc >>> 8) & 0xff, (crc >>> 16) & 0xff, crc >>> 24]);
    expect([...(device.memories[1]?.words.subarray(0, 4) ?? [])]).toEqual([3, 4, 5, 0]);
    expect((await status(4, TYPE.RUN, [0, 0xff, 0xff]))?.[0]).toBe(STATUS.NOT_ARMED);
    expect((await status(5, TYPE.LOAD, LOAD(1, 0, 9)))?.[0]).toBe(STATUS.OK);
    expect(device.memories[1]?.held).toBe(1);
  });

  it("and every other command of the wrong form are MALFORMED, a type that there is not is UNKNOWN", async () => {
    const { host } = await opened();
    const wrong: readonly (readonly [number, number[]])[] = [
      [TYPE.LOAD, []],
      [TYPE.LOAD, [0, 0, 0, 0]],
      [TYPE.LOAD, [7, 0, 0, 0, 1, 0, 0, 0]],
      [TYPE.LOAD, [0, 0, 0, 0, 1]],
      [TYPE.ARM, [1, 2, 3]],
      [TYPE.RUN, []],
      [TYPE.RUN, [0, 1]],
      [TYPE.ABORT, [1]],
      [TYPE.MEMBRANES, [0, 0]],
      [TYPE.PING, new Array<number>(201).fill(1)],
    ];
    for (const [sequence, [type, payload]] of wrong.entries()) {
      expect((await host.say(SESSION, sequence, type, payload))[0]?.payload, `${type}: ${payload.length} bytes`).toEqual(
        Uint8Array.of(STATUS.MALFORMED),
      );
    }
    await host.say(SESSION, wrong.length, TYPE.ARM, ARM);
    expect((await host.say(SESSION, wrong.length + 1, TYPE.MEMBRANES, [0, 0, 59]))[0]?.payload).toEqual(Uint8Array.of(STATUS.MALFORMED));
    expect((await host.say(SESSION, wrong.length + 2, 0x33))[0]).toMatchObject({ type: 0x33 | ANSWER_BIT, payload: Uint8Array.of(STATUS.UNKNOWN) });
  });
});

describe("a device under a million random bytes", () => {
  it("keeps its memories, answers afterwards, and has nothing to say but NAK", async () => {
    const { device, host } = await opened();
    await host.say(SESSION, 0, TYPE.LOAD, LOAD(2, 0, 1, 2, 3));
    await host.say(SESSION, 1, TYPE.ARM, ARM);
    const before = device.memories.map(({ words, held, crc }) => ({ words: words.slice(), held, crc }));
    const said = host.answers.length;
    const random = createRandom(4);
    for (let i = 0; i < 250; i++) {
      device.receive(Uint8Array.from({ length: 4000 }, () => (random.integer(8) === 0 ? 0 : random.integer(256))));
      await device.idle();
    }
    const naks = host.answers.slice(said);
    expect(naks.length).toBeGreaterThan(1000);
    for (const { type, session, sequence } of naks) expect({ type, session, sequence }).toEqual({ type: TYPE.NAK, session: SESSION, sequence: 2 });
    expect(device.memories.map(({ words, held, crc }) => ({ words, held, crc }))).toEqual(before);
    device.receive(Uint8Array.of(0));
    expect(await host.say(SESSION, 2, TYPE.PING, [5])).toMatchObject([{ sequence: 2, type: TYPE.PING | ANSWER_BIT }]);
  });

  it("does no more where the bytes are whole frames of every type with anything in them", async () => {
    const random = createRandom(5);
    const { host } = await opened();
    for (let i = 0; i < 3000; i++) {
      const type = random.integer(4) === 0 ? random.integer(256) : 1 + random.integer(7);
      const payload = Uint8Array.from({ length: random.integer(40) }, () => random.integer(256));
      // No HELLO of others; an answer to 0x40 would be a NAK; and few steps, so that samples stay short.
      if (type === TYPE.HELLO || (type & 0x7f) === 0x40) continue;
      if (type === TYPE.RUN) for (let at = 2; at < payload.length; at += 2) payload[at] &= 0x7f;
      const from = host.answers.length;
      const [answer] = await host.say(
        SESSION,
        host.answers.filter((frame) => (frame.type & ANSWER_BIT) !== 0 && frame.type !== TYPE.NAK).length - 1,
        type,
        payload,
      );
      expect(answer?.type, `command ${i} of type ${type}`).toBe(type | ANSWER_BIT);
      expect(host.answers.length).toBe(from + 1);
    }
    expect(host.damaged()).toBe(0);
  });
});
