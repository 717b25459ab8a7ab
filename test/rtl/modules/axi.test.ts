/** The modules between AXI and the core: registers against their twin on random traffic, commands from two sides, results. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { brokenRules, OKAY, REGISTER_PORTS, randomTraffic, SLVERR } from "./axi-twin.js";
import { buildBench, number, type Vector } from "./bench.js";

const folder = fileURLToPath(new URL("../../../rtl/axi/", import.meta.url));
const CYCLES = 20_000;

describe("snn_registers", () => {
  const bench = buildBench("snn_registers", {}, REGISTER_PORTS, { folder });

  it.each([
    { name: "everything at once", starve: 0, stall: 0 },
    { name: "addresses and data far apart", starve: 0.8, stall: 0.2 },
    { name: "answers stalled", starve: 0.1, stall: 0.9 },
    { name: "a bit of all", starve: 0.4, stall: 0.4 },
  ])("equals its twin in every cycle and keeps AXI's rules: $name", async ({ name, ...stress }) => {
    const { inputs, expected } = randomTraffic(createRandom(name.length), CYCLES, stress);
    const seen = (await bench).vectors(inputs);
    for (let cycle = 1; cycle < CYCLES; cycle++) {
      const { [cycle]: now } = seen;
      for (const [port, value] of Object.entries(expected[cycle])) {
        if (number(now[port]) !== value) expect(`cycle ${cycle}: ${port} = ${now[port]}`).toBe(`cycle ${cycle}: ${port} = ${value}`);
      }
    }
    expect(brokenRules(inputs, seen)).toEqual([]);
    // The traffic was worth it: both answers to both kinds of request.
    for (const channel of ["b", "r"]) {
      for (const response of [OKAY, SLVERR]) {
        const answers = expected.filter((now) => now[`s_axil_${channel}valid`] === 1 && now[`s_axil_${channel}resp`] === response);
        expect(answers.length).toBeGreaterThan(CYCLES / 200);
      }
    }
  });

  it("answers a write every two cycles, and a read every two cycles beside it", async () => {
    const writes = Array.from(
      { length: 200 },
      (_, i): Vector => ({
        rst: Number(i < 2),
        s_axil_awvalid: 1,
        s_axil_awaddr: 0x64,
        s_axil_wvalid: 1,
        s_axil_wdata: i,
        s_axil_wstrb: 15,
        s_axil_bready: 1,
        s_axil_arvalid: 1,
        s_axil_araddr: 0,
        s_axil_rready: 1,
      }),
    );
    const seen = (await bench).vectors(writes);
    expect(seen.filter((now) => now.s_axil_bvalid === 1).length).toBe(98);
    expect(seen.filter((now) => now.s_axil_rvalid === 1).length).toBe(98);
  });
});

describe("axi_commands", () => {
  const AXON_BITS = 6;
  const bench = buildBench(
    "axi_commands",
    { AXON_BITS },
    {
      inputs: [
        ["rst", 1],
        ["is_held", 1],
        ["enable", 1],
        ["may_wait", 1],
        ["s_valid", 1],
        ["s_word", 32],
        ["register_valid", 1],
        ["register_word", 32],
        ["in_ready", 1],
      ],
      outputs: [
        ["s_ready", 1],
        ["unknown", 1],
        ["register_ready", 1],
        ["register_refused", 1],
        ["in_valid", 1],
        ["in_kind", 3],
        ["in_axon", AXON_BITS],
        ["is_free", 1],
      ],
      sources: [
        { valid: "s_valid", ready: "s_ready", payload: ["s_word"] },
        { valid: "register_valid", ready: "register_ready", payload: ["register_word"] },
      ],
      sinks: [{ valid: "in_valid", ready: "in_ready", payload: ["in_kind", "in_axon"] }],
    },
    { folder },
  );
  const RESET: Vector[] = [{ rst: 1 }, { rst: 1, enable: 1, may_wait: 1 }, { rst: 0 }];
  const isKnown = (word: number): boolean => word >>> 29 <= 4 && (word >>> 29 !== 0 || (word & 0x1fffffff) < 2 ** AXON_BITS);
  const parts = (word: number): number[] => [word >>> 29, word & (2 ** AXON_BITS - 1)];

  it.each([
    { starve: 0, stall: 0 },
    { starve: 0.5, stall: 0.3 },
    { starve: 0.1, stall: 0.9 },
    { starve: 0.9, stall: 0.1 },
  ])("gives the commands of both sides, each in its order, and drops what is none (starve $starve, stall $stall)", async (pace) => {
    const random = createRandom(11);
    // The lowest bit says where a command comes from.
    const stream = Array.from({ length: 2000 }, () => [
      (((random.integer(10) === 0 ? random.integer(8) : random.integer(5)) << 29) |
        (random.integer(20) === 0 ? 64 : 0) |
        (2 * random.integer(32))) >>>
        0,
    ]);
    const register = Array.from({ length: 500 }, () => [((random.integer(5) << 29) | (2 * random.integer(32) + 1)) >>> 0]);
    const [got] = (await bench).streams({ preamble: RESET, items: [stream, register], seed: 3, ...pace });
    const values = got.map((item) => item.values.map(number));
    const known = stream.map(([word]) => word).filter(isKnown);
    expect(known.length).toBeLessThan(stream.length);
    expect(values.filter(([, axon]) => axon % 2 === 0)).toEqual(known.map(parts));
    expect(values.filter(([, axon]) => axon % 2 === 1)).toEqual(register.map(([word]) => parts(word)));
  });

  it("passes a command of the stream a cycle", async () => {
    const items = Array.from({ length: 300 }, (_, i) => [i % 64]);
    const [got] = (await bench).streams({ preamble: RESET, items: [items, []], starve: 0, stall: 0, seed: 1 });
    expect(got[299].cycle - got[0].cycle).toBe(299);
  });

  it("holds what it offers until it is taken, whatever comes behind", async () => {
    const random = createRandom(4);
    const cycles = Array.from(
      { length: 5000 },
      (): Vector => ({
        s_valid: random.integer(2),
        s_word: random.uint32(),
        register_valid: random.integer(2),
        register_word: random.uint32(),
        enable: random.integer(2),
        may_wait: random.integer(2),
        in_ready: Number(random.integer(4) === 0),
      }),
    );
    const seen = (await bench).vectors([...RESET, ...cycles]);
    for (let cycle = RESET.length + 1; cycle < seen.length; cycle++) {
      const [before, now] = [seen[cycle - 1], seen[cycle]];
      if (before.in_valid !== 1 || cycles[cycle - 1 - RESET.length].in_ready === 1) continue;
      expect([now.in_valid, now.in_kind, now.in_axon]).toEqual([1, before.in_kind, before.in_axon]);
    }
  });

  it("refuses the register's command while held, if it is none, and where it may not wait", async () => {
    const ask = { register_valid: 1, register_word: 3, in_ready: 1 };
    const answers = async (cycle: Vector): Promise<unknown[]> => {
      const [now] = (await bench).vectors([...RESET, { in_ready: 0 }, cycle]).slice(-1);
      return [now.register_refused, now.register_ready];
    };
    expect(await answers({ ...ask, is_held: 1 })).toEqual([1, 0]);
    expect(await answers({ ...ask, register_word: 5 * 2 ** 29 })).toEqual([1, 0]);
    expect(await answers({ ...ask, register_word: 64 })).toEqual([1, 0]);
    expect(await answers({ ...ask, may_wait: 0, in_ready: 0 })).toEqual([1, 0]);
    expect(await answers({ ...ask, may_wait: 0 })).toEqual([0, 0]);
    expect(await answers({ ...ask, in_ready: 0 })).toEqual([0, 0]);
  });

  it("takes nothing of the stream without enable, and forgets what it holds when it is held", async () => {
    const seen = (await bench).vectors([
      ...RESET,
      { s_valid: 1, s_word: 9, enable: 0 },
      { enable: 1 },
      { s_valid: 0 },
      { is_held: 1, s_valid: 1 },
      { is_held: 0, s_valid: 0 },
    ]);
    expect(seen.slice(3).map((now) => [now.s_ready, now.in_valid])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
  });
});

describe.each([0, 1, 3])("axi_results of a mesh of %i cores (0: a core)", (cores) => {
  const bench = buildBench(
    "axi_results",
    { MESH_CORES: cores },
    {
      inputs: [
        ["rst", 1],
        ["clear", 1],
        ["mode", 2],
        ["taken", 1],
        ["out_valid", 1],
        ["out_kind", 3],
        ["out_data", 32],
        ["m_ready", 1],
      ],
      outputs: [
        ["out_ready", 1],
        ["m_valid", 1],
        ["m_kind", 3],
        ["m_data", 32],
        ["passes", 1],
        ["done", 1],
        ["results", 32],
        ["dones", 32],
        ["counters", 288],
      ],
      sources: [{ valid: "out_valid", ready: "out_ready", payload: ["out_kind", "out_data"] }],
      sinks: [{ valid: "m_valid", ready: "m_ready", payload: ["m_kind", "m_data"] }],
    },
    { folder },
  );
  const RESET: Vector[] = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];
  const [VALUE, COUNTER, DONE] = [2, 4, 5];

  /** The messages of a READ, and what should be kept of them. */
  function read(seed: number): { messages: number[][]; kept: number[] } {
    const random = createRandom(seed);
    const count = cores === 0 ? 9 : cores * 14 + 3;
    const counted = Array.from({ length: count }, () => random.uint32());
    const kept = Array.from({ length: 9 }, (_, i) => {
      if (cores === 0) return counted[i];
      if (i === 0) return counted[14 * cores];
      if (i === 6) return counted[14 * cores + 1];
      return Array.from({ length: cores }, (_, core) => counted[14 * core + i]).reduce((sum, part) => (sum + part) >>> 0, 0);
    });
    const values = Array.from({ length: 5 }, () => [VALUE, random.uint32()]);
    return { messages: [...values, ...counted.map((data) => [COUNTER, data]), [DONE, 0]], kept };
  }
  const inOrder = (messages: readonly (readonly number[])[]): Vector[] =>
    messages.map(([out_kind, out_data]) => ({ out_valid: 1, out_kind, out_data }));
  const countersOf = (value: unknown): number[] =>
    Array.from({ length: 9 }, (_, i) => Number(BigInt.asUintN(32, BigInt(String(value)) >> BigInt(32 * i))));

  it.each([
    { starve: 0, stall: 0 },
    { starve: 0.3, stall: 0.6 },
  ])("streams every result in order (starve $starve, stall $stall)", async (pace) => {
    const { messages } = read(1);
    const [got] = (await bench).streams({ preamble: RESET, items: [messages], seed: 2, ...pace });
    expect(got.map((item) => item.values)).toEqual(messages);
  });

  it("keeps the counters of the last READ, and counts results", async () => {
    const [first, second] = [read(5), read(6)];
    const seen = (await bench).vectors([
      ...RESET,
      { mode: 2, m_ready: 0 },
      ...inOrder(first.messages),
      ...inOrder([[DONE, 0]]),
      ...inOrder(second.messages),
      { out_valid: 0 },
      {},
      { clear: 1 },
      {},
    ]);
    const afterFirst = seen[RESET.length + 1 + first.messages.length];
    expect(countersOf(afterFirst.counters)).toEqual(first.kept);
    const last = seen[seen.length - 3];
    expect(countersOf(last.counters)).toEqual(second.kept);
    expect([last.results, last.dones]).toEqual([2 * first.messages.length + 1, 3]);
    expect([...countersOf(seen.at(-1)?.counters), seen.at(-1)?.results, seen.at(-1)?.dones]).toEqual(new Array(11).fill(0));
  });

  it("waits for the reader in mode 1, passes all in mode 2", async () => {
    const seen = (await bench).vectors([...RESET, { mode: 1, out_valid: 1, out_kind: VALUE }, { taken: 1 }, { taken: 0, mode: 2 }, { mode: 3 }]);
    expect(seen.slice(RESET.length).map((now) => [now.out_ready, now.passes, now.m_valid])).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [1, 1, 0],
      [1, 1, 0],
    ]);
  });

  it("keeps a message on offer over a change of mode and over clear", async () => {
    const offer = { mode: 0, out_valid: 1, out_kind: VALUE, out_data: 77, m_ready: 0 };
    const seen = (await bench).vectors([...RESET, offer, { out_data: 78, mode: 2 }, { clear: 1 }, { clear: 0, out_valid: 0 }, { m_ready: 1 }, {}]);
    expect(seen.slice(-5).map((now) => [now.m_valid, now.m_data])).toEqual([...new Array(4).fill([1, 77]), [0, expect.anything()]]);
  });
});
