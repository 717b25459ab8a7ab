import { describe, expect, it } from "vitest";
import { encodeIds } from "../../src/encode/encode.js";
import { batchOf } from "../../src/event/batch.js";
import { visitFanout } from "../../src/event/fanout.js";
import { analyseRanges } from "../../src/event/ranges.js";
import { encoderFor } from "../../src/flow/compile.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import { type Graph, NO_TOKEN } from "../../src/graph/graph.js";
import { type LowerOptions, lower } from "../../src/lower/lower.js";
import { chooseSharedRows } from "../../src/lower/rows.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { codeGroupPort, OWN_PORT } from "../../src/util/code-ports.js";
import { createRandom } from "../../src/util/random.js";
import { type CodedText, codedText, textsOfCode } from "../support/coded-text.js";

const OPTIONS: LowerOptions = { classes: ["a", "b", "c"], weightBits: 8, maxTimesteps: 64, stateBits: 24 };

/** Tokens of every port for a text. */
function tokensOf({ wordRows }: CodedText, graph: Graph, ids: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const { rowOf, code } = wordRows;
  const groups = code?.groups ?? 0;
  const isOwn = (id: number): boolean => rowOf[id] !== 0xffffffff;
  const ports = new Map<string, readonly number[]>([[OWN_PORT, ids.map((id) => (isOwn(id) ? rowOf[id] : NO_TOKEN))]]);
  for (let g = 0; g < groups; g++)
    ports.set(
      codeGroupPort(g),
      ids.map((id) => (isOwn(id) ? NO_TOKEN : (code?.index[id * groups + g] ?? 0))),
    );
  return new Map([...ports].filter(([name]) => graph.nodes.some((node) => node.name === name)));
}

describe("lowering coded words", () => {
  it.each([
    ["block", 0],
    ["block", 4],
    ["additive", 3],
  ] as const)("decides as the graph, sum for sum, where the weights are whole numbers: %s, %i own rows", async (scheme, ownRows) => {
    let differing = 0;
    for (let seed = 0; seed < 8; seed++) {
      const coded = codedText(createRandom(seed), { scheme, ownRows });
      const { program } = await lower(coded.graph, OPTIONS);
      const texts = textsOfCode(createRandom(seed + 100), 15);
      const encoder = encoderFor(coded, program);
      const start = Uint32Array.of(0, ...texts.map((_, i) => texts.slice(0, i + 1).flat().length));
      const { batch } = encodeIds(encoder, { start, ids: Uint32Array.from(texts.flat()) });
      const { outputs } = await goldenSimulator(program).run(batch);
      texts.forEach((ids, sample) => {
        const evaluator = evaluatorOf(coded.graph, { length: ids.length });
        const scores = [...(evaluator.step(tokensOf(coded, coded.graph, ids)).get("output") ?? [])];
        expect([...outputs.subarray(sample * 3, sample * 3 + 3)], `seed ${seed}`).toEqual(scores);
        if (scores[0] !== scores[1]) differing++;
      });
    }
    expect(differing).toBeGreaterThan(60);
  });

  it("stores a group's columns alone, and drives one segment of neurons from each of its lines", async () => {
    const { graph } = codedText(createRandom(1), { scheme: "block", ownRows: 4 });
    const { program } = await lower(graph, OPTIONS);
    const groups = program.projections.filter(
      ({ source, target }) => source.kind === "input" && source.port.startsWith("code.") && target !== "class",
    );
    expect(groups).toHaveLength(12);
    for (const projection of groups) {
      const table = program.tables.find(({ name }) => name === projection.table);
      if (table === undefined) throw new Error("no table");
      expect(table.columns).toBe(2);
      const segments: number[][] = [];
      visitFanout(projection, table, 0, (target, length) => segments.push([target, length]));
      expect(segments).toHaveLength(1);
      expect(segments[0][1]).toBe(2);
    }
  });

  it("promises one event a port and timestep, so that accumulators stay narrow, and holds hosts to it", async () => {
    const coded = codedText(createRandom(2), { scheme: "block", ownRows: 4 });
    const { program } = await lower(coded.graph, OPTIONS);
    expect(program.inputs.filter(({ kind }) => kind === "tokens").every(({ exclusive }) => exclusive === true)).toBe(true);
    const loose = { ...program, inputs: program.inputs.map(({ exclusive: _, ...port }) => port) };
    const bitsOf = (of: typeof program): number => analyseRanges(of).find(({ population }) => population === "conv3")?.bits ?? 0;
    expect(bitsOf(program)).toBeLessThan(bitsOf(loose) - 2);
    const twice = batchOf([
      {
        timesteps: 4,
        events: [
          [0, 5],
          [0, 6],
        ],
      },
    ]);
    await expect(goldenSimulator(program).run(twice)).rejects.toThrow(
      "input line 6 is listed in timestep 0, in which its port has had the one event",
    );
  });

  it("refuses to share the rows of words that are coded already", () => {
    const { graph } = codedText(createRandom(3), { scheme: "block", ownRows: 4 });
    expect(() => chooseSharedRows(graph, { counts: new Uint32Array(30), maxRows: 3, ownRows: 1, seed: 1 })).toThrow("[lower-second-embedding]");
  });
});
