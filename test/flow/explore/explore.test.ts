/** Claims about the search: what it trains, what it keeps, how it ends. Trials are played by a function. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/flow/config.js";
import type { TrialRunner } from "../../../src/flow/explore/children.js";
import { type ExploreOptions, explore } from "../../../src/flow/explore/explore.js";
import { exploreInto, pageOf } from "../../../src/flow/explore/folder.js";
import { summaryLines } from "../../../src/flow/explore/index.js";
import type { TrialRequest } from "../../../src/flow/explore/trial.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { type Configuration, configurationName, parseExploration, type TrialOutcome } from "../../../src/util/exploration.js";
import { temporaryFolder } from "../../support/cli.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());
let folders = 0;

const base = parseConfig({ dataset: { kind: "reviews" }, preset: "quick" }, "test");

/** More filters and more epochs: more accurate, and dearer. */
function measured({ configuration, epochs }: TrialRequest): TrialOutcome {
  const { filters, words } = configuration;
  const operations = 20 * filters * configuration.kernels.length;
  return {
    kind: "measured",
    measurement: { devAccuracy: 70 + Math.log2(filters) + epochs / 10, operations, hiddenSpikes: 1, tableBytes: sizeOf(words) * filters },
  };
}

function sizeOf(words: Configuration["words"]): number {
  return words.kind === "rows" ? words.rows : words.subRows;
}

/** A runner that remembers what it was asked for. */
function playing(play: (request: TrialRequest) => TrialOutcome = measured): { readonly asked: TrialRequest[]; readonly runner: TrialRunner } {
  const asked: TrialRequest[] = [];
  return {
    asked,
    runner: async (request) => {
      asked.push(request);
      return play(request);
    },
  };
}

function options(given: Partial<ExploreOptions> & Pick<ExploreOptions, "runner">): ExploreOptions {
  return { folder: join(folder.path, String(folders++)), base, budget: {}, trials: 12, jobs: 2, ...given };
}

describe("a search", () => {
  it("tries all on the first rung, a third on the next, the best of these to the end", async () => {
    const { asked, runner } = playing();
    const { rungs, tried, pareto } = await explore(options({ runner }));
    expect(rungs).toEqual([2, 4, 12]);
    expect(rungs.map((rung) => asked.filter(({ epochs }) => epochs === rung).length)).toEqual([12, 4, 3]);
    expect(asked.every(({ epochs, isSketch }) => isSketch === (epochs !== 12))).toBe(true);
    expect(tried).toHaveLength(12);
    const full = tried.filter(({ epochs }) => epochs === 12).map(({ number }) => number);
    for (const number of pareto) expect(full).toContain(number);
  });

  it("tries the preset's own network too", async () => {
    const { asked, runner } = playing();
    await explore(options({ runner, trials: 3 }));
    expect(configurationName(asked[0].configuration)).toBe("1,2,3 x 32, wide words, 8 bit, 3,900 rows");
  });

  it("never trains what its shape puts beyond the budget, and never promotes what turns out to be", async () => {
    const { asked, runner } = playing((request) => {
      const { filters } = request.configuration;
      return { kind: "measured", measurement: { devAccuracy: 70 + filters, operations: filters > 8 ? 5_000 : 500, hiddenSpikes: 1, tableBytes: 1 } };
    });
    const { space, tried, pareto } = await explore(options({ runner, budget: { tableBytes: 100_000, operations: 1_000 } }));
    expect(space.overBudget).toBeGreaterThan(0);
    const over = tried.filter(({ isOverBudget }) => isOverBudget);
    expect(over.every(({ epochs }) => epochs === 2)).toBe(true);
    for (const { number } of over) expect(pareto).not.toContain(number);
    expect(asked.every(({ configuration }) => configuration.filters * sizeOf(configuration.words) * configuration.kernels.length < 200_000)).toBe(
      true,
    );
  });

  it("refuses a budget that nothing fits, and says the least that would do", async () => {
    const error = await explore(options({ ...playing(), budget: { tableBytes: 100 } })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SnncError);
    expect(String(error)).toMatch(/explore-budget[\s\S]*The smallest has [\d,]+ bytes of tables/);
  });

  it("starts no trial a second time", async () => {
    const first = playing();
    const again = playing();
    const same = options({ runner: first.runner });
    const result = await explore(same);
    expect(first.asked.length).toBeGreaterThan(12);
    expect(await explore({ ...same, runner: again.runner })).toEqual(result);
    expect(again.asked).toEqual([]);
  });

  it("trains anew for another seed", async () => {
    const other = playing();
    const same = options({ runner: playing().runner });
    await explore(same);
    await explore({ ...same, base: { ...base, seed: 2 }, runner: other.runner });
    expect(other.asked.length).toBeGreaterThan(12);
  });

  it("loses only the trial whose process dies, says why, and tries it again next time", async () => {
    const lost = playing((request) =>
      request.configuration.filters === 4 ? { kind: "failed", reason: "its process was killed", isFinal: false } : measured(request),
    );
    const again = playing();
    const same = options({ runner: lost.runner });
    const result = await explore(same);
    const failed = result.tried.filter(({ outcome }) => outcome.kind === "failed");
    expect(failed.length).toBeGreaterThan(0);
    expect(result.pareto.length).toBeGreaterThan(0);
    expect(summaryLines(result).filter((line) => line.endsWith(": its process was killed"))).toHaveLength(failed.length);
    await explore({ ...same, runner: again.runner });
    expect(again.asked.filter(({ epochs }) => epochs === 2)).toHaveLength(failed.length);
  });

  it("keeps a failure that would only repeat itself", async () => {
    const failing = playing(() => ({ kind: "failed", reason: "the loss exploded", isFinal: true }));
    const again = playing();
    const same = options({ runner: failing.runner });
    expect((await explore(same)).pareto).toEqual([]);
    await explore({ ...same, runner: again.runner });
    expect(again.asked).toEqual([]);
  });

  it("starts nothing when its time is over, and makes the result of what there is", async () => {
    const { asked, runner } = playing();
    const none = await explore(options({ runner, minutes: 0 }));
    expect(asked).toEqual([]);
    expect(none.tried).toEqual([]);
  });

  it("keeps what is finished when it is interrupted, and goes on from there", async () => {
    const controller = new AbortController();
    const again = playing();
    let finished = 0;
    const runner: TrialRunner = async (request, signal) => {
      if (++finished === 5) controller.abort();
      signal?.throwIfAborted();
      return measured(request);
    };
    const same = options({ runner, jobs: 1 });
    const partial = await exploreInto({ ...same, signal: controller.signal });
    expect(partial.tried).toHaveLength(4);
    expect(readdirSync(join(same.folder, "trials"))).toHaveLength(4);
    expect(parseExploration(readFileSync(join(same.folder, "explore.json"), "utf8"))).toEqual(partial);
    expect(readFileSync(pageOf(same.folder), "utf8")).toContain("4 configurations were tried");
    await explore({ ...same, runner: again.runner });
    expect(again.asked.filter(({ epochs }) => epochs === 2)).toHaveLength(8);
  });
});
