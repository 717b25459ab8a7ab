import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, type Vector } from "./bench.js";

const [LANES, GROUPS] = [8, 8];

describe.each([0, 1])("refractory, counted: %i", (HAS_REFRACTORY) => {
  const bench = buildBench(
    "refractory",
    { LANES, GROUPS, HAS_REFRACTORY },
    {
      inputs: [
        ["read_3", 1],
        ["group_3", 3],
        ["history_5", 1],
        ["mode_5", 2],
        ["timesteps_5", 6],
        ["fires_5", LANES],
        ["write_6", 1],
        ["group_6", 3],
      ],
      outputs: [["is_silent_5", LANES]],
    },
  );

  it("equals a counter per neuron over many timesteps and samples", async () => {
    const random = createRandom(3);
    const modes = Array.from({ length: GROUPS }, (_, g) => (HAS_REFRACTORY === 1 ? g % 3 : (g % 2) * 2));
    const timesteps = Array.from({ length: GROUPS }, () => 1 + random.integer(62));
    timesteps[1] = 1;
    timesteps[4] = 62;
    const left = new Float64Array(GROUPS * LANES);
    const cycles: Record<string, number>[] = [];
    const at = (cycle: number): Record<string, number> => {
      while (cycles.length <= cycle) cycles.push({ read_3: 0, write_6: 0 });
      return cycles[cycle];
    };
    const expected: { cycle: number; silent: number }[] = [];
    let now = 0;
    for (let timestep = 0; timestep < 600; timestep++) {
      const isNewSample = timestep % 90 === 0;
      // A group a cycle; a neuron phase starts when the one before it has written.
      for (let g = 0; g < GROUPS; g++, now++) {
        if (isNewSample) left.fill(0, g * LANES, (g + 1) * LANES);
        let [silent, fires] = [0, 0];
        for (let lane = 0; lane < LANES; lane++) {
          const n = g * LANES + lane;
          if (left[n] > 0) {
            silent |= 1 << lane;
            left[n]--;
          } else if (random.integer(8) === 0) {
            fires |= 1 << lane;
            left[n] = modes[g] === 0 ? 0 : modes[g] === 1 ? timesteps[g] : Number.POSITIVE_INFINITY;
          }
        }
        Object.assign(at(now), { read_3: 1, group_3: g });
        Object.assign(at(now + 2), { history_5: isNewSample ? 0 : 1, mode_5: modes[g], timesteps_5: timesteps[g], fires_5: fires });
        Object.assign(at(now + 3), { write_6: 1, group_6: g });
        expected.push({ cycle: now + 2, silent });
      }
      now += 4;
    }
    const seen = (await bench).vectors(cycles satisfies readonly Vector[]);
    expect(expected.map(({ cycle }) => number(seen[cycle].is_silent_5))).toEqual(expected.map(({ silent }) => silent));
    expect(expected.filter(({ silent }) => silent !== 0).length).toBeGreaterThan(500);
  });
});
