import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, type Value, type Vector } from "./bench.js";

describe("ram_single_port", () => {
  it("equals an array read two cycles late, under random writes, reads and stalls", async () => {
    const [WIDTH, DEPTH] = [20, 50];
    const bench = await buildBench(
      "ram_single_port",
      { WIDTH, DEPTH },
      {
        inputs: [
          ["enable", 1],
          ["write", 1],
          ["address", 6],
          ["write_data", WIDTH],
          ["advance", 1],
        ],
        outputs: [["read_data", WIDTH]],
      },
    );
    const random = createRandom(1);
    const words = Array.from({ length: DEPTH }, () => random.integer(2 ** WIDTH));
    const cycles: Vector[] = words.map((word, address) => ({ enable: 1, write: 1, address, write_data: word, advance: 0 }));
    cycles.push({ enable: 1, write: 0, address: 0, advance: 0 }, { enable: 0, advance: 1 });
    let [fetched, shown] = [words[0], words[0]];
    const expected: number[] = [];
    const from = cycles.length;
    for (let i = 0; i < 5000; i++) {
      const cycle = {
        enable: random.integer(2),
        write: random.integer(2),
        address: random.integer(DEPTH),
        write_data: random.integer(2 ** WIDTH),
        advance: random.integer(2),
      };
      cycles.push(cycle);
      expected.push(shown);
      if (cycle.advance === 1) shown = fetched;
      if (cycle.enable === 1 && cycle.write === 0) fetched = words[cycle.address];
      if (cycle.enable === 1 && cycle.write === 1) words[cycle.address] = cycle.write_data;
    }
    expect(
      bench
        .vectors(cycles)
        .slice(from)
        .map((cycle) => cycle.read_data),
    ).toEqual(expected);
  });
});

describe("ram_1r1w", () => {
  it("equals an array read two cycles late, written at another address in the same cycle", async () => {
    const [WIDTH, DEPTH] = [24, 40];
    const bench = await buildBench(
      "ram_1r1w",
      { WIDTH, DEPTH },
      {
        inputs: [
          ["write_enable", 1],
          ["write_address", 6],
          ["write_data", WIDTH],
          ["read_enable", 1],
          ["read_address", 6],
          ["advance", 1],
        ],
        outputs: [["read_data", WIDTH]],
      },
    );
    const random = createRandom(2);
    const words = Array.from({ length: DEPTH }, () => random.integer(2 ** WIDTH));
    const cycles: Vector[] = words.map((word, address) => ({ write_enable: 1, write_address: address, write_data: word }));
    cycles.push({ write_enable: 0, read_enable: 1, read_address: 0 }, { read_enable: 0, advance: 1 });
    let [fetched, shown] = [words[0], words[0]];
    const expected: number[] = [];
    const from = cycles.length;
    for (let i = 0; i < 5000; i++) {
      const write_address = random.integer(DEPTH);
      const read_address = (write_address + 1 + random.integer(DEPTH - 1)) % DEPTH;
      const cycle = {
        write_enable: random.integer(2),
        write_address,
        write_data: random.integer(2 ** WIDTH),
        read_enable: random.integer(2),
        read_address,
        advance: random.integer(2),
      };
      cycles.push(cycle);
      expected.push(shown);
      if (cycle.advance === 1) shown = fetched;
      if (cycle.read_enable === 1) fetched = words[read_address];
      if (cycle.write_enable === 1) words[write_address] = cycle.write_data;
    }
    expect(
      bench
        .vectors(cycles)
        .slice(from)
        .map((cycle) => cycle.read_data),
    ).toEqual(expected);
  });
});

describe.each([
  { WIDTH: 7, DEPTH: 5 },
  { WIDTH: 32, DEPTH: 16 },
  { WIDTH: 100, DEPTH: 20 },
])("config_memory of $DEPTH rows of $WIDTH bits", ({ WIDTH, DEPTH }) => {
  it("keeps words written in any order, and ignores those behind a row or behind the last row", async () => {
    const addressBits = Math.ceil(Math.log2(DEPTH));
    const bench = await buildBench(
      "config_memory",
      { WIDTH, DEPTH },
      {
        inputs: [
          ["write_valid", 1],
          ["write_address", 32],
          ["write_data", 32],
          ["read", 1],
          ["read_address", addressBits],
          ["advance", 1],
        ],
        outputs: [["row", WIDTH]],
      },
    );
    const random = createRandom(WIDTH);
    const words = Math.ceil(WIDTH / 32);
    const perRow = 2 ** Math.ceil(Math.log2(words));
    const table = Array.from({ length: DEPTH }, () => Array.from({ length: words }, () => random.uint32()));
    const writes = table.flatMap((row, r) => row.map((data, w) => ({ write_valid: 1, write_address: r * perRow + w, write_data: data })));
    const beyond = [0, 1, 2, 2 ** 20].map((row) => ({ write_valid: 1, write_address: (DEPTH + row) * perRow, write_data: random.uint32() }));
    const padding = words < perRow ? table.map((_, r) => ({ write_valid: 1, write_address: r * perRow + words, write_data: random.uint32() })) : [];
    const rowValue = (r: number): Value => {
      const value = BigInt.asUintN(
        WIDTH,
        table[r].reduce((sum, word, w) => sum | (BigInt(word) << BigInt(32 * w)), 0n),
      );
      return WIDTH <= 32 ? Number(value) : value;
    };
    const order = Array.from({ length: 200 }, () => random.integer(DEPTH));
    const cycles = [
      ...random.shuffle([...writes, ...beyond, ...padding]),
      ...order.map((row) => ({ write_valid: 0, read: 1, read_address: row, advance: 1 })),
      {},
      {},
    ];
    const seen = bench.vectors(cycles).slice(-order.length);
    expect(seen.map((cycle) => cycle.row)).toEqual(order.map(rowValue));
  });
});
