/** spi_flash_reader before a flash that does as data sheets say (rtl/sim/spi_flash.v): the words asked for, and few commands. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, type Vector } from "./bench.js";

const RESET = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];
const ADDRESS_BITS = 8;
const WORDS = 2 ** ADDRESS_BITS;

describe.each([
  { WORD_BITS: 32, HALF_CYCLES: 1, FAST: 0, WAKE_CYCLES: 20 },
  { WORD_BITS: 64, HALF_CYCLES: 3, FAST: 1, WAKE_CYCLES: 1 },
  { WORD_BITS: 8, HALF_CYCLES: 2, FAST: 1, WAKE_CYCLES: 5 },
  { WORD_BITS: 128, HALF_CYCLES: 1, FAST: 1, WAKE_CYCLES: 100 },
])("spi_flash_reader of $WORD_BITS bits, half periods of $HALF_CYCLES, fast $FAST", (parameters) => {
  const { WORD_BITS, HALF_CYCLES, FAST, WAKE_CYCLES } = parameters;
  const bench = buildBench(
    "flash_bench",
    { ...parameters, ADDRESS_BITS },
    {
      inputs: [
        ["rst", 1],
        ["write_valid", 1],
        ["write_address", 32],
        ["write_data", 32],
        ["request_valid", 1],
        ["request_address", ADDRESS_BITS],
        ["answer_ready", 1],
      ],
      outputs: [
        ["request_ready", 1],
        ["answer_valid", 1],
        ["answer_data", WORD_BITS],
        ["commands", 16],
      ],
      sources: [{ valid: "request_valid", ready: "request_ready", payload: ["request_address"] }],
      sinks: [{ valid: "answer_valid", ready: "answer_ready", payload: ["answer_data", "commands"] }],
    },
    { beside: ["spi_flash"], quietCycles: 2000 },
  );
  const random = createRandom(WORD_BITS);
  const columns = Math.ceil(WORD_BITS / 32);
  const data = Array.from({ length: WORDS * columns }, () => random.uint32());
  const preamble: Vector[] = [
    ...RESET,
    ...data.map((word, index) => ({ write_valid: 1, write_address: index, write_data: word })),
    { write_valid: 0, rst: 1 },
    { rst: 0 },
  ];
  /** The twin: words of an array, lowest column first. */
  const wordAt = (address: number): bigint => {
    const all = Array.from({ length: columns }, (_, column) => BigInt(data[address * columns + column]) << BigInt(32 * column));
    return BigInt.asUintN(
      WORD_BITS,
      all.reduce((sum, part) => sum | part),
    );
  };
  /** Runs of words that follow each other, and jumps; the last word of the table and then the first is a jump. */
  const addresses = [WORDS - 2, WORDS - 1, 0, 1];
  while (addresses.length < 60) {
    const start = random.integer(WORDS);
    for (let i = 0; i < 1 + random.integer(6); i++) addresses.push(Math.min(start + i, WORDS - 1));
  }
  const isJump = (index: number): boolean => index === 0 || addresses[index] !== addresses[index - 1] + 1;
  const period = 2 * HALF_CYCLES;

  it.each([0, 0.99])("gives every word asked for, in order, with a command only where one does not follow another (starve %f)", async (starve) => {
    const [got] = (await bench).streams({ preamble, items: [addresses.map((address) => [address])], starve, stall: 0, seed: 3 });
    expect(got.map(({ values }) => BigInt(values[0]))).toEqual(addresses.map(wordAt));
    let jumps = 0;
    expect(got.map(({ values }) => number(values[1]))).toEqual(addresses.map((_, index) => (isJump(index) ? ++jumps : jumps)));
  });

  it("takes a period a bit and a cycle a word while they follow each other, and a command more where they do not", async () => {
    const [got] = (await bench).streams({ preamble, items: [addresses.map((address) => [address])], starve: 0, stall: 0, seed: 3 });
    const command = (FAST === 1 ? 40 : 32) * period;
    got.slice(1).forEach(({ cycle }, i) => {
      // Two cycles deselected, one that begins.
      const more = isJump(i + 1) ? command + 3 : 0;
      expect(cycle - got[i].cycle, `word ${i + 1}`).toBe(WORD_BITS * period + 1 + more);
    });
  });

  it("wakes the flash once after reset, and begins anew when it is reset in the middle", async () => {
    const idle = (count: number): Vector[] => Array.from({ length: count }, () => ({ request_valid: 0, rst: 0 }));
    const ask = (address: number): Vector[] => [{ request_valid: 1, request_address: address }, { request_valid: 0 }];
    const long = WAKE_CYCLES + (60 + WORD_BITS) * period;
    for (const broken of [1, 17, 30, 45, 60]) {
      const cycles = [...preamble, ...ask(5), ...idle(WAKE_CYCLES + broken * period), { rst: 1 }, { rst: 0 }, ...ask(9), ...idle(long)];
      const seen = (await bench).vectors(cycles);
      const answers = seen.slice(-long).filter((cycle) => cycle.answer_valid === 1);
      expect(
        answers.map(({ answer_data }) => BigInt(answer_data)),
        `reset after ${broken} periods`,
      ).toEqual([wordAt(9)]);
    }
  });
});
