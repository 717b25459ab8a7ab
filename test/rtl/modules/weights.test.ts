/** weight_fetch against its twin, cycle by cycle: a memory of any latency that stalls, words that come late and wait. */
import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../../src/util/random.js";
import { buildBench, number, type Value, type Vector } from "./bench.js";

const RESET = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];
const [ADDRESS_BITS, BESIDE_BITS, WEIGHT_BITS] = [12, 9, 40];

interface Pace {
  /** Probabilities per cycle: no word is wanted; no request is taken, no answer given; no word is taken. */
  readonly starve: number;
  readonly memoryStall: number;
  readonly stall: number;
  /** Cycles from a request to its answer. */
  readonly latency: number;
}

/** What the memory holds at an address. */
const weightsAt = (address: number): bigint => (BigInt(address) * 0x9e3779b97f4a7c15n) % 2n ** BigInt(WEIGHT_BITS);

interface Cycle {
  readonly inputs: Vector;
  /** Outputs that mean something in this cycle. */
  readonly outputs: Readonly<Record<string, Value>>;
  readonly takes: boolean;
}

/** The twin, and the memory that answers it: queues, and what moves from one to the next in a cycle. */
function simulate(words: readonly (readonly [address: number, beside: number])[], depth: number, pace: Pace, random: Random): readonly Cycle[] {
  const cycles: Cycle[] = [];
  const memory: { readonly address: number; readonly due: number }[] = [];
  const asked: number[] = [];
  const stored: bigint[] = [];
  const coming: (bigint | undefined)[] = [undefined, undefined];
  let [fetched, held]: (number | undefined)[] = [undefined, undefined];
  let [used, next, wants] = [0, 0, false];
  for (let cycle = 0; next < words.length || used > 0 || coming.some((weights) => weights !== undefined); cycle++) {
    wants ||= next < words.length && random.uniform() >= pace.starve;
    const requestReady = random.uniform() >= pace.memoryStall;
    const wordReady = random.uniform() >= pace.stall;
    const answers = memory.length > 0 && memory[0].due <= cycle && random.uniform() >= pace.memoryStall;
    const [address, beside] = words[Math.min(next, words.length - 1)];
    const answer = answers ? weightsAt(memory[0].address) : 0n;
    const asks = wants && used < depth && requestReady;
    const isOffered = held !== undefined && stored.length > 0;
    const takes = isOffered && wordReady;
    const arrived = coming.shift();
    cycles.push({
      inputs: {
        want_valid: Number(wants),
        want_address: address,
        want_beside: beside,
        request_ready: Number(requestReady),
        answer_valid: Number(answers),
        answer_data: answer,
        word_ready: Number(wordReady),
      },
      outputs: {
        request_valid: Number(wants && used < depth),
        want_ready: Number(used < depth && requestReady),
        ...(wants ? { request_address: address } : {}),
        word_valid: Number(isOffered),
        ...(isOffered && held !== undefined ? { word_beside: held } : {}),
        ...(arrived === undefined ? {} : { weights: arrived }),
        is_empty: Number(used === 0),
      },
      takes,
    });
    coming.push(takes ? stored.shift() : undefined);
    if (held === undefined || takes) [held, fetched] = [fetched, asked.shift()];
    else fetched ??= asked.shift();
    if (answers) {
      memory.shift();
      stored.push(answer);
    }
    if (asks) {
      asked.push(beside);
      memory.push({ address, due: cycle + pace.latency });
      next++;
      wants = false;
    }
    used += Number(asks) - Number(takes);
  }
  return cycles;
}

describe.each([2, 8])("weight_fetch of %i words", (depth) => {
  const bench = buildBench(
    "weight_fetch",
    { WEIGHT_BITS, ADDRESS_BITS, BESIDE_BITS, DEPTH: depth },
    {
      inputs: [
        ["rst", 1],
        ["want_valid", 1],
        ["want_address", ADDRESS_BITS],
        ["want_beside", BESIDE_BITS],
        ["request_ready", 1],
        ["answer_valid", 1],
        ["answer_data", WEIGHT_BITS],
        ["word_ready", 1],
      ],
      outputs: [
        ["want_ready", 1],
        ["request_valid", 1],
        ["request_address", ADDRESS_BITS],
        ["word_valid", 1],
        ["word_beside", BESIDE_BITS],
        ["weights", WEIGHT_BITS],
        ["is_empty", 1],
      ],
    },
  );
  const run = async (count: number, pace: Pace) => {
    const random = createRandom(depth);
    const words = Array.from({ length: count }, () => [random.integer(2 ** ADDRESS_BITS), random.integer(2 ** BESIDE_BITS)] as const);
    const cycles = simulate(words, depth, pace, random);
    const seen = (await bench).vectors([...RESET, ...cycles.map(({ inputs }) => inputs), { want_valid: 0, word_ready: 1 }]).slice(RESET.length);
    return { words, cycles, seen };
  };

  it.each<Pace>([
    { starve: 0, memoryStall: 0, stall: 0, latency: 1 },
    { starve: 0, memoryStall: 0, stall: 0, latency: 20 },
    { starve: 0.5, memoryStall: 0.3, stall: 0.3, latency: 3 },
    { starve: 0.1, memoryStall: 0.1, stall: 0.9, latency: 1 },
    { starve: 0.9, memoryStall: 0, stall: 0.1, latency: 4 },
    { starve: 0, memoryStall: 0.8, stall: 0, latency: 2 },
  ])("is its twin (latency $latency, starve $starve, memory stall $memoryStall, stall $stall)", async (pace) => {
    const { words, cycles, seen } = await run(1500, pace);
    const wrong = cycles.findIndex(({ outputs }, i) => Object.entries(outputs).some(([name, value]) => BigInt(seen[i][name]) !== BigInt(value)));
    expect(wrong === -1 ? undefined : { cycle: wrong, seen: seen[wrong] }).toEqual(wrong === -1 ? undefined : { ...cycles[wrong], cycle: wrong });
    // Whatever the twin says: every word once, in order, with its own weights.
    const taken = cycles.flatMap(({ takes }, i) => (takes ? [[seen[i].word_beside, seen[i + 2].weights]] : []));
    expect(taken).toEqual(words.map(([address, beside]) => [beside, weightsAt(address)]));
    expect(seen.at(-1)?.is_empty).toBe(1);
  });

  it("gives a word a cycle while it may ask for latency + 2 words ahead, and else as many in that time as it may", async () => {
    for (const latency of [1, 4, 6, 14]) {
      const { cycles } = await run(800, { starve: 0, memoryStall: 0, stall: 0, latency });
      const times = cycles.flatMap(({ takes }, i) => (takes ? [i] : []));
      // A word is three cycles inside at least.
      const roundTrip = Math.max(4, latency + 2);
      expect(800 / (times[times.length - 1] - times[0]), `latency ${latency}`).toBeCloseTo(Math.min(1, depth / roundTrip), 2);
    }
  });

  it("asks ahead while no word is taken, for as many as it holds and no more", async () => {
    const wait = Array.from({ length: 40 }, () => ({ want_valid: 1, want_address: 1, request_ready: 1, word_ready: 0 }));
    const seen = (await bench).vectors([...RESET, ...wait]).slice(RESET.length);
    expect(seen.filter((cycle) => number(cycle.request_valid) === 1).length).toBe(depth);
  });
});
