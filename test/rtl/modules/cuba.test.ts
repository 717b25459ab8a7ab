import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../../src/util/random.js";
import { allOrAt } from "../../support/quick.js";
import { buildBench, number, signed, unsigned, type Vector } from "./bench.js";

/** sign(x) x ((|x| x factor) >> bits): a division that rounds toward zero. */
function scaled(x: number, factor: number, bits: number): number {
  return Number((BigInt(x) * BigInt(factor)) / 2n ** BigInt(bits));
}

describe.each(
  allOrAt(
    [
      { WIDTH: 24, FRACTION_BITS: 12 },
      { WIDTH: 32, FRACTION_BITS: 12 },
      { WIDTH: 8, FRACTION_BITS: 4 },
    ],
    [0, 1],
  ),
)("a multiplier of $WIDTH bits, factors of $FRACTION_BITS", ({ WIDTH, FRACTION_BITS }) => {
  const bench = buildBench(
    "cuba_decay",
    { WIDTH, FRACTION_BITS },
    {
      inputs: [
        ["value", WIDTH],
        ["is_v", 1],
        ["factor_2", FRACTION_BITS + 1],
        ["addend_3", WIDTH],
        ["least_5", WIDTH],
        ["most_5", WIDTH],
      ],
      outputs: [["result_6", WIDTH]],
    },
  );

  it("equals its equation, a number a cycle, at the ends of every range too", async () => {
    const random = createRandom(5);
    const [low, high] = [-(2 ** (WIDTH - 1)), 2 ** (WIDTH - 1) - 1];
    const one = 2 ** FRACTION_BITS;
    const any = (): number => [low, high, -1, 0, 1, low + random.integer(2 ** WIDTH)][random.integer(8)] ?? random.integer(2 * one) - one;
    const factorOf = (): number => [0, 1, one - 1, one][random.integer(8)] ?? random.integer(one + 1);
    const numbers = Array.from({ length: 20_000 }, () => {
      const [least, most] = [any(), any()].sort((a, b) => a - b);
      return { value: any(), isV: random.integer(2), factor: factorOf(), addend: any(), least, most };
    });
    // What is named in stage s comes s cycles after the value.
    const cycles = Array.from({ length: numbers.length + 6 }, (_, cycle): Vector => {
      const at = (stage: number) => numbers[cycle - stage] ?? numbers[0];
      return {
        value: unsigned(at(0).value, WIDTH),
        is_v: at(0).isV,
        factor_2: at(2).factor,
        addend_3: unsigned(at(3).addend, WIDTH),
        least_5: unsigned(at(5).least, WIDTH),
        most_5: unsigned(at(5).most, WIDTH),
      };
    });
    const seen = (await bench).vectors(cycles);
    let clipped = 0;
    numbers.forEach(({ value, isV, factor, addend, least, most }, index) => {
      const sum = scaled(value, factor, FRACTION_BITS) + addend;
      // dec(low) at a factor of 1 is low; nothing else is as far from 0.
      const expected = isV === 1 ? Math.min(Math.max(sum, least), most) : scaled(value, factor, FRACTION_BITS);
      if (isV === 1 && expected !== sum) clipped++;
      expect(signed(seen[index + 6].result_6, WIDTH), JSON.stringify(numbers[index])).toBe(expected);
    });
    expect(clipped).toBeGreaterThan(1000);
  });
});

describe.each(
  allOrAt(
    [
      { LANES: 16, STATE_BITS: 24, MULTIPLIERS: 1, period: 37 },
      { LANES: 8, STATE_BITS: 28, MULTIPLIERS: 2, period: 13 },
      { LANES: 4, STATE_BITS: 24, MULTIPLIERS: 1, period: 13 },
      { LANES: 4, STATE_BITS: 32, MULTIPLIERS: 2, period: 11 },
      { LANES: 4, STATE_BITS: 24, MULTIPLIERS: 4, period: 10 },
    ],
    [1, 2, 4],
  ),
)("the unit of $LANES lanes of $STATE_BITS bits with $MULTIPLIERS multipliers", ({ LANES, STATE_BITS, MULTIPLIERS, period }) => {
  const GROUP_BITS = 3;
  const LANE_BITS = Math.log2(LANES);
  const TURNS = LANES / MULTIPLIERS;
  const bench = buildBench(
    "cuba_unit",
    { LANES, GROUP_BITS, STATE_BITS, MULTIPLIERS },
    {
      inputs: [
        ["rst", 1],
        ["group_valid", 1],
        ["group", GROUP_BITS],
        ["has_arrivals", 1],
        ["has_history", 1],
        ["factor_u_5", 12],
        ["factor_v_5", 13],
        ["least_5", 24],
        ["most_5", 24],
        ["values_4", 32 * LANES],
        ["sums_4", 32 * LANES],
        ["report_lane", LANE_BITS],
      ],
      outputs: [
        ["group_ready", 1],
        ["is_busy", 1],
        ["operation_valid", 1],
        ["operation_applies", 1],
        ["operation_region", 2],
        ["operation_has_operand", 1],
        ["operation_has_history", 1],
        ["operation_group", GROUP_BITS],
        ["keeps_sum_3", 1],
        ["keeps_value_3", 1],
        ["takes_sum_3", 1],
        ["takes_fresh_3", 1],
        ["writes_current_4", 1],
        ["current_group_4", GROUP_BITS],
        ["fresh", STATE_BITS * LANES],
        ["reported", STATE_BITS],
      ],
    },
  );

  /** One group's operations, by their cycle from its acceptance. */
  const [READ_V, ADD_CURRENT, ADD_BIAS, APPLY] = [TURNS + 5, TURNS + 7, TURNS + 8, 2 * TURNS + 12];
  const laneOf = (wide: Vector[string], lane: number, stride: number, bits: number): number => signed(BigInt(wide) >> BigInt(stride * lane), bits);

  /** Everything random in every cycle: what the unit takes at the wrong time is wrong. Groups come seldom, or always. */
  function stimulus(random: Random, length: number): Vector[] {
    let often = 1;
    return Array.from({ length }, (_, cycle) => {
      if (cycle % 400 === 0) often = [0.05, 0.5, 1][random.integer(3)];
      const wide = (): bigint => {
        let value = 0n;
        for (let lane = 0; lane < LANES; lane++) {
          // Values fit the state; a sum is more than a current only where its upper bits are to be cut off.
          const small = random.integer(4) === 0 ? random.integer(5) - 2 : random.integer(2 ** 24) - 2 ** 23;
          value |= BigInt.asUintN(STATE_BITS, BigInt(small)) << BigInt(32 * lane);
        }
        return value;
      };
      return {
        rst: cycle < 2 ? 1 : 0,
        group_valid: cycle >= 2 && random.uniform() < often ? 1 : 0,
        group: random.integer(2 ** GROUP_BITS),
        has_arrivals: random.integer(2),
        has_history: random.integer(2),
        factor_u_5: random.integer(4096),
        factor_v_5: 1 + random.integer(4096),
        least_5: unsigned(-random.integer(2 ** 23), 24),
        most_5: random.integer(2 ** 23),
        values_4: wide(),
        sums_4: wide(),
        report_lane: random.integer(LANES),
      };
    });
  }

  it("gives each group its operations in time, and its lanes what their states decay to", async () => {
    const cycles = stimulus(createRandom(LANES + MULTIPLIERS), 6000);
    const seen = (await bench).vectors(cycles);
    const accepted = cycles.flatMap((input, cycle) =>
      number(input.group_valid) === 1 && number(seen[cycle].group_ready) === 1 && cycle >= 2 ? [cycle] : [],
    );
    const last = accepted.findLastIndex((cycle) => cycle + APPLY + 8 < cycles.length);
    const operations = new Map<number, readonly number[]>();
    const flags = {
      keeps_sum_3: new Set<number>(),
      keeps_value_3: new Set<number>(),
      takes_sum_3: new Set<number>(),
      takes_fresh_3: new Set<number>(),
    };
    const busy = new Set<number>();
    accepted.forEach((start, index) => {
      if (index > 0) expect(start - accepted[index - 1], `cycle ${start}`).toBeGreaterThanOrEqual(period);
      const { group, has_arrivals: arrivals, has_history: history } = cycles[start];
      const [g, a, h] = [number(group), number(arrivals), number(history)];
      // Applies, region, has an operand, history (of the last one), group.
      operations.set(start, [0, 3, h, g]);
      operations.set(start + READ_V, [0, 2, h, g]);
      operations.set(start + ADD_CURRENT, [0, 0, a, g]);
      operations.set(start + ADD_BIAS, [0, 0, 0, g]);
      operations.set(start + APPLY, [1, 0, 0, g]);
      for (const read of [start, start + READ_V]) flags.keeps_sum_3.add(read + 3);
      for (const sum of [ADD_CURRENT, ADD_BIAS, APPLY]) flags.keeps_value_3.add(start + sum + 3);
      for (const sum of [ADD_CURRENT, APPLY]) flags.takes_fresh_3.add(start + sum + 3);
      flags.takes_sum_3.add(start + ADD_BIAS + 3);
      for (let cycle = start + 1; cycle <= start + APPLY; cycle++) busy.add(cycle);
      if (index > last) return;

      expect(number(seen[start + APPLY].operation_has_history)).toBe(h);
      expect([number(seen[start + ADD_CURRENT + 4].writes_current_4), number(seen[start + ADD_CURRENT + 4].current_group_4)]).toEqual([1, g]);
      const ofU = cycles[start + 5];
      const ofV = cycles[start + READ_V + 5];
      for (let lane = 0; lane < LANES; lane++) {
        const turn = Math.floor(lane / MULTIPLIERS);
        const where = `group taken in cycle ${start}, lane ${lane}`;
        const u = laneOf(cycles[start + 4 + turn].values_4, lane, 32, STATE_BITS);
        expect(laneOf(seen[start + ADD_CURRENT + 3].fresh, lane, STATE_BITS, STATE_BITS), `u, ${where}`).toBe(scaled(u, number(ofU.factor_u_5), 12));
        const v = laneOf(cycles[start + READ_V + 4 + turn].values_4, lane, 32, STATE_BITS);
        const driven = laneOf(cycles[start + READ_V + 7 + turn].sums_4, lane, 32, 24);
        const sum = scaled(v, number(ofV.factor_v_5), 12) + driven;
        const expected = Math.min(Math.max(sum, signed(ofV.least_5, 24)), number(ofV.most_5));
        expect(laneOf(seen[start + APPLY + 3].fresh, lane, STATE_BITS, STATE_BITS), `v, ${where}`).toBe(expected);
      }
    });
    for (let cycle = 8; cycle < cycles.length; cycle++) {
      const out = seen[cycle];
      const given =
        number(out.operation_valid) === 0
          ? undefined
          : [out.operation_applies, out.operation_region, out.operation_has_operand, out.operation_group].map(number);
      // An operation that reads nothing may name any region.
      const expected = operations.get(cycle);
      expect(given, `cycle ${cycle}`).toEqual(expected);
      for (const [flag, set] of Object.entries(flags)) expect(number(out[flag]), `${flag}, cycle ${cycle}`).toBe(set.has(cycle) ? 1 : 0);
      expect(number(out.is_busy), `cycle ${cycle}`).toBe(busy.has(cycle) ? 1 : 0);
      if (!busy.has(cycle)) {
        const lane = number(cycles[cycle].report_lane);
        expect(signed(out.reported, STATE_BITS), `cycle ${cycle}`).toBe(laneOf(cycles[cycle].values_4, lane, 32, STATE_BITS));
      }
    }
    // While groups always wait, they are taken at that pace.
    const distances = accepted.slice(1).map((cycle, index) => cycle - accepted[index]);
    expect(distances.filter((distance) => distance === period).length).toBeGreaterThan(20);
    expect(accepted.length).toBeGreaterThan(60);
  });
});
