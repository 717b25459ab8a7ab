/** The serial line of hw/boards: bits on a wire against bytes, at whole and broken numbers of cycles a bit. */
import { describe, expect, it } from "vitest";
import { BOARDS_FOLDER } from "../../../src/tools/rtl-files.js";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, type Vector } from "./bench.js";

const RATES = [
  { name: "4 cycles a bit", CLOCK_HZ: 12_000_000, BAUD: 3_000_000 },
  { name: "8 1/3 cycles a bit", CLOCK_HZ: 25_000_000, BAUD: 3_000_000 },
  { name: "25 cycles a bit", CLOCK_HZ: 75_000_000, BAUD: 3_000_000 },
  { name: "104 1/6 cycles a bit", CLOCK_HZ: 12_000_000, BAUD: 115_200 },
];
const RESET: Vector[] = [{ rst: 1, rx: 1 }, { rst: 1 }, { rst: 0 }, {}];
const random = createRandom(1);
const BYTES = [0x00, 0xff, 0x55, 0xaa, ...Array.from({ length: 60 }, () => random.integer(256))];

/** Levels of the line, one a cycle, when its bits last `cycles` cycles on the average. */
function line(bits: readonly number[], cycles: number): Vector[] {
  return Array.from({ length: Math.ceil(bits.length * cycles) }, (_, cycle) => ({ rx: bits[Math.floor(cycle / cycles)] }));
}
const frameOf = (byte: number, stop = 1): number[] => [0, ...Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1), stop];
const IDLE = Array.from({ length: 12 }, () => 1);

describe.each(RATES)("uart_rx at $name", ({ CLOCK_HZ, BAUD }) => {
  const cycles = CLOCK_HZ / BAUD;
  const bench = buildBench(
    "uart_rx",
    { CLOCK_HZ, BAUD },
    {
      inputs: [
        ["rst", 1],
        ["rx", 1],
      ],
      outputs: [
        ["byte_valid", 1],
        ["byte_data", 8],
        ["is_broken", 1],
      ],
    },
    { folder: BOARDS_FOLDER },
  );
  const received = async (stimulus: readonly Vector[]): Promise<readonly (readonly unknown[])[]> =>
    (await bench)
      .vectors([...RESET, ...stimulus])
      .filter(({ byte_valid }) => byte_valid === 1)
      .map(({ byte_data, is_broken }) => [byte_data, is_broken]);

  // Another clock's rate: ten bits may be off by half a bit, less what a cycle is of a bit.
  it.each([0.98, 1, 1.02])("takes bytes back to back from a sender whose bits last %f of what they should", async (factor) => {
    const bits = [...BYTES.flatMap((byte) => frameOf(byte)), ...IDLE];
    expect(await received(line(bits, cycles * factor))).toEqual(BYTES.map((byte) => [byte, 0]));
  });

  it("marks a byte whose stop bit is low, and begins the next only after the line was high", async () => {
    const bits = [...frameOf(0x5a, 0), ...Array.from({ length: 30 }, () => 0), 1, 1, ...frameOf(0xc3), ...IDLE];
    expect(await received(line(bits, cycles))).toEqual([
      [0x5a, 1],
      [0xc3, 0],
    ]);
  });

  it("ignores a low shorter than half a bit", async () => {
    const glitch = Array.from({ length: Math.max(1, Math.floor(cycles / 2) - 1) }, () => ({ rx: 0 }));
    expect(await received([...glitch, ...line([...IDLE, ...frameOf(0x99), ...IDLE], cycles)])).toEqual([[0x99, 0]]);
  });
});

describe.each(RATES)("uart_tx at $name", ({ CLOCK_HZ, BAUD }) => {
  const cycles = CLOCK_HZ / BAUD;
  const bench = buildBench(
    "uart_tx",
    { CLOCK_HZ, BAUD },
    {
      inputs: [
        ["rst", 1],
        ["byte_valid", 1],
        ["byte_data", 8],
      ],
      outputs: [
        ["byte_ready", 1],
        ["tx", 1],
      ],
    },
    { folder: BOARDS_FOLDER },
  );

  it("puts bytes back to back, each bit within a cycle of where it belongs", async () => {
    const built = await bench;
    const sent = BYTES.slice(0, 20);
    // When it is ready does not depend on what the bytes are: a first run tells in which cycles the next one is taken.
    const stimulus: Vector[] = [];
    let at = 0;
    const total = Math.ceil((sent.length * 10 + 4) * cycles);
    const probe = built.vectors([{ rst: 1 }, { rst: 0 }, ...Array.from({ length: total }, () => ({ byte_valid: 1, byte_data: 0 }))]).slice(2);
    for (const { byte_ready } of probe) {
      stimulus.push(at < sent.length ? { byte_valid: 1, byte_data: sent[at] } : { byte_valid: 0 });
      if (byte_ready === 1) at++;
    }
    const levels = built.vectors([{ rst: 1 }, { rst: 0 }, ...stimulus]).slice(2);
    const start = levels.findIndex(({ tx }) => tx === 0);
    const bits = sent.flatMap((byte) => frameOf(byte));
    // The middle of every bit.
    const middles = bits.map((_, index) => levels[start + Math.floor((index + 0.5) * cycles)].tx);
    expect(middles).toEqual(bits);
    expect(levels.slice(0, start).every(({ tx }) => tx === 1)).toBe(true);
    expect(levels.at(-1)?.tx).toBe(1);
  });
});

it("refuses a clock of less than four cycles a bit, and a line that its arithmetic does not hold", async () => {
  const ports = { inputs: [["rst", 1]], outputs: [["byte_valid", 1]] } as const;
  const build = (parameters: Record<string, number>): Promise<unknown> => buildBench("uart_rx", parameters, ports, { folder: BOARDS_FOLDER });
  await expect(build({ CLOCK_HZ: 10_000_000, BAUD: 3_000_000 })).rejects.toThrow("uart_rx_CLOCK_HZ_must_be_at_least_4_x_BAUD");
  await expect(build({ CLOCK_HZ: 40_000_000, BAUD: 4_000_000 })).rejects.toThrow("uart_rx_BAUD_must_be_at_most_3200000");
});
