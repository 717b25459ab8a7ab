import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../../src/util/random.js";
import { allOrAt } from "../../support/quick.js";
import { type Bench, buildBench, ModuleStopped, number, signed, unsigned, type Vector } from "./bench.js";

const MEMBRANE = 32;
const CURRENT = 40;
const RESET: readonly Vector[] = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];
const CUBA_NO: Vector = { keeps_sum: 0, keeps_value: 0, takes_sum: 0, takes_fresh: 0, writes_current: 0 };
const IDLE: Vector = { valid: 0, applies: 0, ...CUBA_NO };

interface Neuron {
  readonly leaks: number;
  readonly shift: number;
  readonly bias: number;
  readonly threshold: number;
  readonly amount: number;
  readonly is_spiking: number;
  readonly subtracts: number;
  readonly is_silent: number;
}

/** What leaves stage 6, or (`value`) what a read shows in stage 4, or (`result`) the last sum. */
type Expected =
  | { readonly cycle: number; readonly fires: number; readonly above: number; readonly group: number }
  | { readonly cycle: number; readonly value: number }
  | { readonly cycle: number; readonly result: number };

/**
 * The lane's twin: operations one after the other, each seeing all that went before, plus the core's two rules of
 * distance. Values stay within `bits`: what would not fit is forgotten first, as a new sample would.
 */
function randomOperations(
  random: Random,
  bits: number,
  weightBits: number,
  exponentMax: number,
  hasBias: boolean,
  hasSubtract: boolean,
  hasCuba: boolean,
  phases: number,
) {
  const cycles: Vector[] = [...RESET];
  const expected: Expected[] = [];
  const bank = new Map<number, number>();
  const most = 2 ** (bits - 1) - 1;
  const fits = (value: number): boolean => value <= most && value >= -most - 1;
  const near = (scale: number): number => random.integer(2 * scale + 1) - scale;
  let lastNeuron = 0;

  const words = (count: number): void => {
    // Two or three addresses at a time, so that every distance of forwarding occurs.
    const addresses = Array.from({ length: 1 + random.integer(3) }, () => random.integer(MEMBRANE));
    for (let i = 0; i < count; i++) {
      if (random.integer(4) === 0) {
        cycles.push(IDLE);
        continue;
      }
      const address = addresses[random.integer(addresses.length)];
      const weight = random.integer(2 ** weightBits) - 2 ** (weightBits - 1);
      const exponent = random.integer(exponentMax + 1);
      const before = random.integer(16) === 0 ? undefined : bank.get(address);
      const after = (before ?? 0) + weight * 2 ** exponent;
      const keeps = before !== undefined && fits(after);
      const sum = keeps ? after : weight * 2 ** exponent;
      bank.set(address, sum);
      cycles.push({
        valid: 1,
        is_word: 1,
        is_membrane: 0,
        applies: 0,
        has_operand: keeps ? 1 : 0,
        address,
        weight: unsigned(weight, weightBits),
        exponent,
        group: random.integer(8),
      });
    }
  };

  const neuron = (group: number): void => {
    const scale = random.integer(2) === 0 ? 100 : most;
    const own: Neuron = {
      leaks: random.integer(2),
      shift: random.integer(16),
      bias: hasBias ? near(50) : 0,
      threshold: near(scale),
      amount: near(scale >> 2),
      is_spiking: random.integer(5) === 0 ? 0 : 1,
      subtracts: random.integer(2),
      is_silent: random.integer(5) === 0 ? 1 : 0,
    };
    const address = random.integer(MEMBRANE);
    const arrived = bank.get(address);
    const hasArrived = arrived !== undefined && random.integer(3) > 0;
    const stored = bank.get(MEMBRANE + group);
    const q = (hasArrived ? arrived : 0) + own.bias;
    const leaked = stored === undefined ? 0 : own.leaks === 1 ? stored - ((stored + (stored < 0 ? 0 : 2 ** own.shift - 1)) >> own.shift) : stored;
    const sum = leaked + q;
    if (!fits(q)) {
      bank.delete(address);
      return;
    }
    const remembers = stored !== undefined && fits(sum) && random.integer(4) > 0;
    const next = remembers ? sum : q;
    const fires = own.is_spiking === 1 && own.is_silent === 0 && next > own.threshold;
    const reduces = fires && own.subtracts === 1 && hasSubtract;
    if (reduces && !fits(next - own.amount)) return;
    const kept = own.is_silent === 1 ? 0 : reduces ? next - own.amount : fires ? 0 : next;

    const fields = { ...own, bias: unsigned(own.bias, bits), threshold: unsigned(own.threshold, bits), amount: unsigned(own.amount, bits) };
    const operation = { ...fields, valid: 1, is_word: 0, group, weight: random.integer(256), exponent: 0 };
    if (!remembers || hasArrived) {
      cycles.push({ ...operation, is_membrane: 0, applies: remembers ? 0 : 1, has_current: 0, has_operand: hasArrived ? 1 : 0, address });
    }
    if (remembers) {
      cycles.push({ ...operation, is_membrane: 1, applies: 1, has_current: hasArrived ? 1 : 0, has_operand: 1, address: MEMBRANE + group });
    }
    lastNeuron = cycles.length - 1;
    bank.delete(address);
    bank.set(MEMBRANE + group, kept);
    expected.push({ cycle: lastNeuron + 6, fires: fires ? 1 : 0, above: reduces && kept > own.threshold ? 1 : 0, group });
  };

  /** As cuba_unit.v asks for it: `fresh` is what it would have made of u and v; another group's u is read before the end. */
  const cubaNeuron = (group: number, next: number): void => {
    const own = {
      threshold: near(most),
      amount: random.integer(2 ** 16),
      is_spiking: 1,
      subtracts: random.integer(2),
      is_silent: random.integer(5) === 0 ? 1 : 0,
    };
    const address = random.integer(MEMBRANE);
    const q = random.integer(3) > 0 ? bank.get(address) : undefined;
    const bias = hasBias ? near(most >> 1) : 0;
    const [freshU, freshV] = [near(2 ** 23 - 1), near(2 ** 23 - 1)];
    const u = bank.get(CURRENT + group);
    const v = bank.get(MEMBRANE + group);
    const current = ((((q ?? 0) + freshU) % 2 ** 24) << 8) >> 8;
    const fires = own.is_silent === 0 && freshV > own.threshold;
    const reduces = fires && own.subtracts === 1 && hasSubtract;
    if (reduces && !fits(freshV - own.amount)) return;
    const kept = own.is_silent === 1 ? 0 : reduces ? freshV - own.amount : fires ? 0 : freshV;
    const operation: Vector = {
      ...{
        valid: 1,
        is_word: 0,
        is_membrane: 0,
        applies: 0,
        has_current: 0,
        has_operand: 0,
        group,
        leaks: 0,
        shift: 0,
        weight: random.integer(256),
        exponent: 0,
      },
      ...{ ...own, bias: unsigned(bias, bits), threshold: unsigned(own.threshold, bits), amount: unsigned(own.amount, bits) },
      ...{ ...CUBA_NO, fresh: random.integer(2 ** 20) },
    };
    const give = (vector: Vector): number => cycles.push({ ...operation, ...vector }) - 1;
    const rest = (): void => {
      for (let idle = random.integer(3); idle > 0; idle--) cycles.push(IDLE);
    };
    const reads = (address: number, value: number | undefined): Vector => ({ keeps_sum: 1, has_operand: value === undefined ? 0 : 1, address });
    expected.push({ cycle: give(reads(CURRENT + group, u)) + 4, value: u ?? 0 });
    rest();
    expected.push({ cycle: give(reads(MEMBRANE + group, v)) + 4, value: v ?? 0 });
    rest();
    give({ keeps_value: 1, takes_fresh: 1, writes_current: 1, has_operand: q === undefined ? 0 : 1, address, fresh: unsigned(freshU, bits) });
    const summed = give({ keeps_value: 1, takes_sum: 1 });
    rest();
    const other = give(reads(CURRENT + next, bank.get(CURRENT + next)));
    expected.push({ cycle: other + 3, value: v ?? 0 });
    rest();
    lastNeuron = give({ keeps_value: 1, takes_fresh: 1, applies: 1, fresh: unsigned(freshV, bits) });
    const driven = current + bias;
    expected.push({ cycle: summed + 4, result: driven }, { cycle: lastNeuron + 3, result: driven });
    expected.push({ cycle: lastNeuron + 6, fires: fires ? 1 : 0, above: reduces && kept > own.threshold ? 1 : 0, group });
    bank.delete(address);
    bank.set(CURRENT + group, current);
    bank.set(MEMBRANE + group, kept);
  };

  for (let phase = 0; phase < phases; phase++) {
    words(random.integer(24));
    while (cycles.length <= lastNeuron + 6) cycles.push(IDLE);
    for (const group of random.shuffle([0, 1, 2, 3, 4, 5, 6, 7]).slice(0, random.integer(8))) neuron(group);
    if (hasCuba) {
      while (cycles.length <= lastNeuron + 6) cycles.push(IDLE);
      const [group, next] = random.shuffle([0, 1, 2, 3, 4, 5, 6, 7]);
      cubaNeuron(group, next);
    }
    cycles.push(IDLE, IDLE);
    if (random.integer(4) === 0) {
      while (cycles.length <= lastNeuron + 6) cycles.push(IDLE);
      const group = random.integer(8);
      const value = bank.get(MEMBRANE + group);
      cycles.push({ valid: 1, is_word: 0, is_membrane: 1, applies: 0, has_operand: value === undefined ? 0 : 1, address: MEMBRANE + group, group });
      expected.push({ cycle: cycles.length - 1 + 4, value: value ?? 0 });
    }
  }
  for (let i = 0; i < 10; i++) cycles.push(IDLE);
  return { cycles, expected };
}

describe.each(
  allOrAt(
    [
      { STATE_BITS: 16, WEIGHT_BITS: 2, EXPONENT_MAX: 0, HAS_BIAS: 1, HAS_SUBTRACT: 1 },
      { STATE_BITS: 24, WEIGHT_BITS: 4, EXPONENT_MAX: 15, HAS_BIAS: 0, HAS_SUBTRACT: 1 },
      { STATE_BITS: 32, WEIGHT_BITS: 8, EXPONENT_MAX: 7, HAS_BIAS: 1, HAS_SUBTRACT: 0 },
      { STATE_BITS: 24, WEIGHT_BITS: 8, EXPONENT_MAX: 0, HAS_BIAS: 1, HAS_SUBTRACT: 1, HAS_CUBA: 1 },
      { STATE_BITS: 27, WEIGHT_BITS: 8, EXPONENT_MAX: 15, HAS_BIAS: 0, HAS_SUBTRACT: 0, HAS_CUBA: 1 },
    ],
    [0, 2, 4],
  ),
)(
  "a lane of $STATE_BITS bits, weights of $WEIGHT_BITS, exponents to $EXPONENT_MAX, bias $HAS_BIAS, subtract $HAS_SUBTRACT, CUBA $HAS_CUBA",
  (parameters) => {
    const { STATE_BITS, WEIGHT_BITS, EXPONENT_MAX, HAS_BIAS, HAS_SUBTRACT, HAS_CUBA = 0 } = parameters;
    const bench = buildBench(
      "lane_bench",
      { ...parameters, HAS_CUBA },
      {
        inputs: [
          ["rst", 1],
          ["valid", 1],
          ["is_word", 1],
          ["is_membrane", 1],
          ["applies", 1],
          ["has_current", 1],
          ["has_operand", 1],
          ["group", 3],
          ["address", 6],
          ["exponent", 4],
          ["weight", WEIGHT_BITS],
          ["leaks", 1],
          ["shift", 4],
          ["bias", STATE_BITS],
          ["threshold", STATE_BITS],
          ["amount", STATE_BITS],
          ["is_spiking", 1],
          ["subtracts", 1],
          ["is_silent", 1],
          ["keeps_sum", 1],
          ["keeps_value", 1],
          ["takes_sum", 1],
          ["takes_fresh", 1],
          ["writes_current", 1],
          ["fresh", STATE_BITS],
        ],
        outputs: [
          ["applies_6", 1],
          ["group_6", 3],
          ["fires_6", 1],
          ["is_above_6", 1],
          ["value_4", STATE_BITS],
          ["result_4", STATE_BITS],
          ["is_neuron_busy", 1],
        ],
      },
    );

    it.each([1, 2, 3])("equals its twin on random words and neurons at every distance (seed %i)", async (seed) => {
      const { cycles, expected } = randomOperations(
        createRandom(seed),
        STATE_BITS,
        WEIGHT_BITS,
        EXPONENT_MAX,
        HAS_BIAS === 1,
        HAS_SUBTRACT === 1,
        HAS_CUBA === 1,
        1500,
      );
      const seen = (await bench).vectors(cycles);
      let spikes = 0;
      for (const one of expected) {
        const out = seen[one.cycle];
        if ("value" in one) {
          expect(signed(out.value_4, STATE_BITS), `cycle ${one.cycle}`).toBe(one.value);
        } else if ("result" in one) {
          expect(signed(out.result_4, STATE_BITS), `cycle ${one.cycle}`).toBe(signed(unsigned(one.result, STATE_BITS), STATE_BITS));
        } else {
          expect([out.applies_6, out.group_6, out.fires_6, out.is_above_6], `cycle ${one.cycle}`).toEqual([1, one.group, one.fires, one.above]);
          spikes += one.fires;
        }
      }
      expect(seen.filter((cycle) => cycle.applies_6 === 1).length).toBe(expected.filter((one) => "fires" in one).length);
      expect(spikes).toBeGreaterThan(300);
    });

    it.each([0, 1, 2, 3, 4, 5, 6])("adds words to one address with %i idle cycles between them", async (gap) => {
      const word = { valid: 1, is_word: 1, is_membrane: 0, applies: 0, has_operand: 1, address: 5, weight: 1, exponent: 0 };
      const cycles = [...RESET, { ...word, has_operand: 0 }];
      for (let i = 0; i < 9; i++) cycles.push(...Array.from({ length: gap }, () => IDLE), word);
      // An accumulator read that applies a neuron that cannot fire leaves its sum in the membrane.
      const read = { valid: 1, is_word: 0, applies: 1, has_operand: 1, is_spiking: 0, is_silent: 0, bias: 0, group: 2, address: 5 };
      cycles.push(...Array.from({ length: gap }, () => IDLE), read, ...Array.from({ length: 8 }, () => IDLE));
      cycles.push({ valid: 1, is_word: 0, is_membrane: 1, applies: 0, has_operand: 1, address: MEMBRANE + 2 }, IDLE, IDLE, IDLE, IDLE);
      expect(number((await bench).vectors(cycles).at(-1)?.value_4)).toBe(10);
    });

    it("says so and stops when an accumulator leaves its bits", async () => {
      const most = 2 ** (WEIGHT_BITS - 1) - 1;
      const word = { valid: 1, is_word: 1, has_operand: 1, address: 1, weight: most, exponent: EXPONENT_MAX };
      const count = Math.ceil(2 ** (STATE_BITS - 1) / (most * 2 ** EXPONENT_MAX)) + 2;
      const cycles = [...RESET, { ...word, has_operand: 0 }, ...Array.from({ length: count }, () => word), IDLE, IDLE, IDLE, IDLE];
      const run = await bench;
      expect(() => run.vectors(cycles)).toThrow(ModuleStopped);
      expect(messageOf(run, cycles)).toMatch(
        new RegExp(
          `an accumulator came to ${Math.ceil(2 ** (STATE_BITS - 1) / (most * 2 ** EXPONENT_MAX)) * most * 2 ** EXPONENT_MAX}, more than ${STATE_BITS} bits`,
        ),
      );
    });
  },
);

function messageOf(bench: Bench, cycles: readonly Vector[]): string {
  try {
    bench.vectors(cycles);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "nothing stopped";
}
