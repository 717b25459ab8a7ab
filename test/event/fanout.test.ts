/** `fanout` against the definition: for every connectivity, the dense matrix written down target by target. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fanout, requiredSizes } from "../../src/event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../src/event/layout.js";
import type { Connectivity, Projection, WeightTable } from "../../src/event/program.js";
import { createRandom } from "../../src/util/random.js";
import { programArbitrary } from "../support/random-program.js";

/** matrix[target][source] = sum of the weights by which the source reaches the target. */
type Matrix = number[][];

const zeros = (targets: number, sources: number): Matrix => Array.from({ length: targets }, () => new Array<number>(sources).fill(0));

/** The definition in program.ts, from the target's side ("output position o sees input position ..."), unlike fanout. */
function expand(c: Connectivity, table: WeightTable, sources: number, targets: number): Matrix {
  const matrix = zeros(targets, sources);
  const weight = (row: number, column: number): number => table.weights[row * table.columns + column];
  switch (c.kind) {
    case "dense":
      for (let s = 0; s < sources; s++)
        for (let i = 0; i < c.length; i++) matrix[c.targetStart + i][s] += weight(c.rowOf?.[s] ?? s, c.columnStart + i);
      return matrix;
    case "sparse":
      for (let s = 0; s < sources; s++)
        for (let synapse = c.rowStart[s]; synapse < c.rowStart[s + 1]; synapse++) matrix[c.targets[synapse]][s] += weight(0, synapse);
      return matrix;
    case "conv1d":
      for (let o = 0; o < c.outLength; o++)
        for (let f = 0; f < c.outChannels; f++)
          for (let k = 0; k < c.kernel; k++)
            for (let channel = 0; channel < c.inChannels; channel++) {
              const position = o * c.stride - c.padLeft + k * (c.dilation ?? 1);
              const column = f % (c.outChannels / (c.groups ?? 1));
              if (position < 0 || position >= c.inLength || !isOneGroup(c, channel, f)) continue;
              matrix[o * c.outChannels + f][position * c.inChannels + channel] += weight(k * c.inChannels + channel, column);
            }
      return matrix;
    case "conv2d":
      for (let oy = 0; oy < c.outHeight; oy++)
        for (let ox = 0; ox < c.outWidth; ox++)
          for (let f = 0; f < c.outChannels; f++)
            for (let ky = 0; ky < c.kernelHeight; ky++)
              for (let kx = 0; kx < c.kernelWidth; kx++)
                for (let channel = 0; channel < c.inChannels; channel++) {
                  const y = oy * c.strideY - c.padTop + ky * (c.dilationY ?? 1);
                  const x = ox * c.strideX - c.padLeft + kx * (c.dilationX ?? 1);
                  if (y < 0 || y >= c.inHeight || x < 0 || x >= c.inWidth || !isOneGroup(c, channel, f)) continue;
                  const target = (oy * c.outWidth + ox) * c.outChannels + f;
                  matrix[target][(y * c.inWidth + x) * c.inChannels + channel] += weight(
                    (ky * c.kernelWidth + kx) * c.inChannels + channel,
                    f % (c.outChannels / (c.groups ?? 1)),
                  );
                }
      return matrix;
    case "pool":
      for (let oy = 0; oy < c.outHeight; oy++)
        for (let ox = 0; ox < c.outWidth; ox++)
          for (let channel = 0; channel < c.channels; channel++)
            for (let wy = 0; wy < c.windowHeight; wy++)
              for (let wx = 0; wx < c.windowWidth; wx++) {
                const [y, x] = [oy * c.strideY + wy - (c.padTop ?? 0), ox * c.strideX + wx - (c.padLeft ?? 0)];
                if (y < 0 || x < 0 || y >= c.inHeight || x >= c.inWidth) continue;
                matrix[(oy * c.outWidth + ox) * c.channels + channel][(y * c.inWidth + x) * c.channels + channel] += weight(0, 0);
              }
      return matrix;
  }
}

/** Does this output channel see this input channel? */
function isOneGroup(c: { inChannels: number; outChannels: number; groups?: number }, input: number, output: number): boolean {
  const { groups = 1 } = c;
  return Math.floor(input / (c.inChannels / groups)) === Math.floor(output / (c.outChannels / groups));
}

function expandByFanout(projection: Projection, table: WeightTable, sources: number, targets: number): Matrix {
  const matrix = zeros(targets, sources);
  for (let source = 0; source < sources; source++) {
    for (const { target, length, weight } of fanout(projection, table, source)) {
      for (let i = 0; i < length; i++) matrix[target + i][source] += table.weights[weight + i];
    }
  }
  return matrix;
}

describe("fanout", () => {
  for (const kind of ["dense", "sparse", "conv1d", "conv2d", "pool"] as const) {
    it(`equals the dense expansion of ${kind} connectivity`, () => {
      let seen = 0;
      fc.assert(
        fc.property(programArbitrary({ connectivities: [kind], maxNeurons: 40 }), (program) => {
          const layout = layoutOf(program);
          for (const projection of program.projections) {
            if (projection.connectivity.kind !== kind) continue;
            seen++;
            const table = lookup(layout.tableOf, projection.table);
            const sources = sourcesOf(program, layout, projection).count;
            const targets = lookup(layout.populationOf, projection.target).size;
            expect(expandByFanout(projection, table, sources, targets)).toEqual(expand(projection.connectivity, table, sources, targets));
          }
        }),
        { numRuns: 150 },
      );
      expect(seen).toBeGreaterThan(150);
    });
  }

  it("gives segments inside the target and the table, in ascending order of weight and target per source, none empty", () => {
    fc.assert(
      fc.property(programArbitrary(), (program) => {
        const layout = layoutOf(program);
        for (const projection of program.projections) {
          const table = lookup(layout.tableOf, projection.table);
          const { size } = lookup(layout.populationOf, projection.target);
          for (let source = 0; source < sourcesOf(program, layout, projection).count; source++) {
            const segments = fanout(projection, table, source);
            segments.forEach(({ target, length, weight }, i) => {
              expect(length).toBeGreaterThan(0);
              expect(target + length).toBeLessThanOrEqual(size);
              expect(weight + length).toBeLessThanOrEqual(table.weights.length);
              const before = segments[i - 1];
              if (before !== undefined) expect(before.weight < weight || (before.weight === weight && before.target < target)).toBe(true);
            });
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("merges neighbouring synapses of a sparse row into one segment", () => {
    const connectivity: Connectivity = { kind: "sparse", rowStart: Uint32Array.of(0, 4, 4), targets: Uint32Array.of(1, 2, 3, 6) };
    const table: WeightTable = { name: "w", rows: 1, columns: 4, bits: 8, exponent: 0, weights: Int8Array.of(5, 6, 7, 8) };
    const projection: Projection = { name: "j", source: { kind: "input", port: "in" }, target: "p", table: "w", delay: 1, connectivity };
    expect(fanout(projection, table, 0)).toEqual([
      { target: 1, length: 3, weight: 0 },
      { target: 6, length: 1, weight: 3 },
    ]);
    expect(fanout(projection, table, 1)).toEqual([]);
  });

  it("requires the sizes that the connectivity implies", () => {
    fc.assert(
      fc.property(programArbitrary(), fc.nat(1000), (program, seed) => {
        const layout = layoutOf(program);
        const projection = program.projections[createRandom(seed).integer(program.projections.length)];
        const { sources, targets } = requiredSizes(projection.connectivity);
        if (sources !== undefined) expect(sources).toBe(sourcesOf(program, layout, projection).count);
        if (targets !== undefined) expect(targets).toBe(lookup(layout.populationOf, projection.target).size);
      }),
    );
  });
});
