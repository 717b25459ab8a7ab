/** Which boards hold the memories of a core, and that the repository's board files say enough to tell. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Board, fitBoards, type MemoryNeed, parseBoard } from "../../src/energy/boards.js";

const folder = new URL("../../targets/boards/", import.meta.url);

function board(blockRamBits: number, spramBits: number): Board {
  return { name: "b", device: "d", source: "a test", resources: { luts: 1, blockRamBits, spramBits, dsps: 0 } };
}

const needs: MemoryNeed[] = [
  { name: "weight", bits: 1000, ports: "single" },
  { name: "state", bits: 100, ports: "dual" },
];

describe("boards", () => {
  it("parse from the repository", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const parsed = parseBoard(JSON.parse(readFileSync(new URL(file, folder), "utf8")), file);
      expect(parsed.resources.blockRamBits + parsed.resources.spramBits).toBeGreaterThan(0);
    }
  });

  it("without single-port memory need block RAM for everything", () => {
    expect(fitBoards(needs, [board(1100, 0), board(1099, 0)]).map((fit) => fit.fits)).toEqual([true, false]);
  });

  it("put read-only tables into single-port memory first and spill the rest", () => {
    const [fit] = fitBoards(needs, [board(400, 700)]);
    expect(fit).toEqual({
      board: "b",
      device: "d",
      fits: true,
      resources: [
        { resource: "single-port RAM", need: 700, capacity: 700, unit: "bit" },
        { resource: "block RAM", need: 400, capacity: 400, unit: "bit" },
      ],
    });
  });

  it("never put what is read and written in one cycle into single-port memory", () => {
    expect(fitBoards(needs, [board(99, 100000)])[0]?.fits).toBe(false);
  });

  it("are refused field by field", () => {
    expect(() => parseBoard({ name: "x", device: "d", source: "s", resources: { luts: -1 } }, "x.json")).toThrow(
      /resources\.luts.*resources\.blockRamBits/s,
    );
  });
});
