import { describe, expect, it } from "vitest";
import { bestClips, type Clips, clipSearch } from "../../src/util/clip-search.js";

const CANDIDATES = [1, 0.7, 0.4];

async function search(accuracyOf: (clips: Clips) => number) {
  const tried: string[] = [];
  const best = await bestClips(CANDIDATES, async (clips) => {
    tried.push(`${clips.hidden}/${clips.output}`);
    return { accuracy: accuracyOf(clips), value: tried.length };
  });
  return { tried, best };
}

describe("the search for clips", () => {
  it("keeps the widest where nothing is better", async () => {
    const { tried, best } = await search(() => 50);
    expect(tried).toEqual(["1/1", "0.7/1", "0.4/1", "1/0.7", "1/0.4"]);
    expect(best).toEqual({ clips: { hidden: 1, output: 1 }, accuracy: 50, value: 1, tried: 5 });
  });

  it("returns to the hidden clip once the output's has changed", async () => {
    // A narrow hidden clip helps only under a narrow output clip.
    const { tried, best } = await search(({ hidden, output }) => (output === 0.4 ? 10 : 0) + (hidden === 0.4 && output === 0.4 ? 5 : 0));
    expect(tried).toEqual(["1/1", "0.7/1", "0.4/1", "1/0.7", "1/0.4", "0.7/0.4", "0.4/0.4"]);
    expect(best.clips).toEqual({ hidden: 0.4, output: 0.4 });
    expect(best.value).toBe(7);
  });

  it("tries no pair twice", async () => {
    const { tried } = await search(({ hidden, output }) => -hidden - output);
    expect(new Set(tried).size).toBe(tried.length);
  });

  it("measures at once where the caller does", () => {
    const steps = clipSearch<undefined>([1]);
    expect(steps.next().value).toEqual({ hidden: 1, output: 1 });
    const last = steps.next({ accuracy: 80, value: undefined });
    expect(last).toEqual({ done: true, value: { clips: { hidden: 1, output: 1 }, accuracy: 80, value: undefined, tried: 1 } });
  });
});
