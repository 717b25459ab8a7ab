/** Claims about what a core needs of a board, and the words of a refusal. */
import { describe, expect, it } from "vitest";
import {
  benchmarkCore,
  boardNeeds,
  checkMemoryCells,
  loadFpgaBoard,
  requireRoom,
  resourcesOf,
  withWeightsInFlash,
} from "../../src/flow/synth-plan.js";
import { loadBoards } from "../../src/flow/targets.js";

const BOARDS = loadBoards().map((board) => board.name);
const said = (work: () => unknown): string => {
  try {
    work();
    return "nothing";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe("the plan of a board", () => {
  it.each(BOARDS)("knows what the tools of %s must be told", (name) => {
    const { synthesis, capacity } = loadFpgaBoard(name);
    expect(synthesis.placer === undefined).toBe(synthesis.family === "xilinx7");
    expect(capacity.blockRams).toBeGreaterThan(0);
  });

  it("puts 8 lanes' weights on an UP5K into its four SPRAMs, everything else into 30 block RAMs at most", () => {
    const board = loadFpgaBoard("icebreaker");
    const core = benchmarkCore(8, board, 15);
    const needs = boardNeeds(core, board);
    expect(core.WEIGHT_WORDS).toBe(16384);
    expect(needs.sprams).toBe(4);
    expect(needs.blockRams).toBeLessThanOrEqual(30);
    expect(needs.memories.filter(({ style }) => style === "huge").map(({ instance }) => instance)).toEqual([
      "*u_weights.*gen_column[0].*",
      "*u_weights.*gen_column[1].*",
    ]);
  });

  it("puts weights into the flash of a board that has one, and needs no memory for them but the few words asked for ahead", () => {
    const board = loadFpgaBoard("icebreaker");
    const core = { ...benchmarkCore(8, board, 15), WEIGHT_WORDS: 2 ** 20 };
    const needs = boardNeeds(withWeightsInFlash(core, board), board);
    expect(needs.memories.some(({ instance }) => instance.includes("gen_column") && instance.includes("u_weights"))).toBe(false);
    expect(said(() => requireRoom(needs, board))).toBe("nothing");
    expect(said(() => withWeightsInFlash({ ...core, WEIGHT_WORDS: 2 ** 21 }, board))).toMatchInlineSnapshot(`
      "icebreaker (iCE40 UP5K): flash: 16,777,216 bytes of weights needed, 15,728,640 there; too few [board-too-small]
        Take a network with fewer weights."
    `);
    expect(said(() => withWeightsInFlash(core, loadFpgaBoard("hx8k")))).toMatchInlineSnapshot(`
      "hx8k (iCE40 HX8K): has no flash that its design could read weights from [board-without-flash]
        Leave \`--weights flash\` out, or take \`--board icebreaker\`."
    `);
  });

  it("tells need and capacity of every resource when one is short", () => {
    const board = loadFpgaBoard("hx8k");
    expect(said(() => requireRoom(boardNeeds(benchmarkCore(16, board, 15), board), board))).toMatchInlineSnapshot(`
      "hx8k (iCE40 HX8K): LUTs, at least: 1,280 needed, 7,680 there [board-too-small]
      hx8k (iCE40 HX8K): block RAMs: 51 needed, 32 there; too few [board-too-small]
        Take a larger board, fewer \`--lanes\`, or a network with fewer weights and input lines."
    `);
  });

  it("tells which boards there are", () => {
    expect(said(() => loadFpgaBoard("nexys"))).toMatchInlineSnapshot(`
      "no board 'nexys' [board-unknown]
        Known boards: hx8k, icebreaker, ulx3s-25f, ulx3s-85f, xc7a35t."
    `);
  });

  it("notices a memory that became flip-flops", () => {
    const board = loadFpgaBoard("icebreaker");
    const needs = boardNeeds(benchmarkCore(8, board, 15), board);
    const cells = { SB_RAM40_4K: needs.blockRams - 1, SB_SPRAM256KA: 4, SB_LUT4: 9000 };
    expect(resourcesOf(cells, board).luts).toEqual({ used: 9000, capacity: 5280 });
    expect(said(() => checkMemoryCells({ ...cells, SB_RAM40_4K: needs.blockRams }, needs, board))).toBe("nothing");
    expect(said(() => checkMemoryCells(cells, needs, board))).toMatchInlineSnapshot(`
      "icebreaker (iCE40 UP5K): synthesis made 26 block RAMs where the core's memories need 27 [memory-not-inferred]
        A memory became flip-flops, or was split otherwise; see the log's pass MEMORY_LIBMAP."
    `);
  });
});
