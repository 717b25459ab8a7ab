/** The host's side of hw/boards/serial_bridge.v: bits on a wire against frames and results. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildBench, number, type Vector } from "./bench.js";

const CLOCKS = 4;
const AXON_BITS = 10;

const bench = buildBench(
  "serial_bridge",
  { CLOCKS_PER_BIT: CLOCKS, AXON_BITS },
  {
    inputs: [
      ["rst", 1],
      ["rx", 1],
      ["in_ready", 1],
      ["out_valid", 1],
      ["out_kind", 3],
      ["out_data", 32],
    ],
    outputs: [
      ["tx", 1],
      ["overrun", 1],
      ["cfg_valid", 1],
      ["cfg_memory", 3],
      ["cfg_address", 32],
      ["cfg_data", 32],
      ["in_valid", 1],
      ["in_kind", 3],
      ["in_axon", AXON_BITS],
      ["out_ready", 1],
    ],
  },
  { folder: fileURLToPath(new URL("../../../hw/boards/", import.meta.url)) },
);

/** Levels of the line for some bytes, a cycle each, with some idle time behind. */
function line(bytes: readonly number[]): number[] {
  const bits = bytes.flatMap((byte) => [0, ...Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1), 1]);
  return [...bits, 1, 1, 1].flatMap((bit) => Array.from({ length: CLOCKS }, () => bit));
}
const littleEndian = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
const frame = (kind: number, address: number, data: number): number[] => [kind, ...littleEndian(address), ...littleEndian(data)];
const RESET: Vector[] = [{ rst: 1, rx: 1, in_ready: 1, out_valid: 0 }, { rst: 1 }, { rst: 0 }];
const send = (bytes: readonly number[]): Vector[] => line(bytes).map((rx) => ({ rx }));

describe("serial_bridge", () => {
  it("writes memories and gives commands, one for each frame", async () => {
    const frames = [frame(2, 0x12345, 0xdeadbeef), frame(128, 0x2a5, 0), frame(129, 0, 0), frame(6, 1, 0x80000001)];
    const seen = (await bench).vectors([...RESET, ...send(frames.flat())]);
    const writes = seen.filter((cycle) => cycle.cfg_valid === 1);
    expect(writes.map((cycle) => [cycle.cfg_memory, number(cycle.cfg_address), number(cycle.cfg_data)])).toEqual([
      [2, 0x12345, 0xdeadbeef],
      [6, 1, 0x80000001],
    ]);
    const commands = seen.filter((cycle) => cycle.in_valid === 1);
    expect(commands.map((cycle) => [cycle.in_kind, cycle.in_axon])).toEqual([
      [0, 0x2a5],
      [1, 0],
    ]);
    expect(seen.at(-1)?.overrun).toBe(0);
  });

  it("keeps a command until it is taken, and says so when the next one is lost", async () => {
    const seen = (await bench).vectors([...RESET, { in_ready: 0 }, ...send(frame(128, 7, 0)), ...send(frame(128, 8, 0)), { in_ready: 1 }, {}, {}]);
    expect(seen.at(-3)).toMatchObject({ in_valid: 1, in_axon: 7, overrun: 1 });
    expect(seen.at(-1)).toMatchObject({ in_valid: 0, overrun: 1 });
  });

  it("sends a result as five bytes, and is ready for the next only then", async () => {
    const idle = Array.from({ length: 52 * CLOCKS }, () => ({ out_valid: 0 }));
    const seen = (await bench).vectors([...RESET, { out_valid: 1, out_kind: 5, out_data: 0xcafe1234 }, ...idle]);
    const sent = seen.slice(RESET.length + 1, RESET.length + 1 + 50 * CLOCKS);
    expect(sent.map((cycle) => cycle.tx)).toEqual(line([5, ...littleEndian(0xcafe1234)]).slice(0, 50 * CLOCKS));
    expect(sent.some((cycle) => cycle.out_ready === 1)).toBe(false);
    expect(seen.at(-1)).toMatchObject({ out_ready: 1, tx: 1 });
  });
});
