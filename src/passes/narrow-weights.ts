/**
 * narrow-weights: gives every table the narrowest mantissa width that holds its weights.
 *
 *   table bias 1 x 2, 8 bit: 4 -8   ->   table bias 1 x 2, 4 bit: 4 -8
 */
import { claimOfTables } from "./claims.js";
import { definePass } from "./pass.js";
import { weightBitsOf } from "./rewrite/tables.js";

export const narrowWeights = definePass({
  name: "narrow-weights",
  summary: "narrows mantissas to the bits they need",
  ensures: () => [
    claimOfTables("no table is wider than its weights", () => (table) => {
      const bits = weightBitsOf(table.weights);
      return bits === table.bits ? undefined : { code: "table-wide", message: `it has ${table.bits} bits; its weights need ${bits}` };
    }),
  ],
  spikes: { kind: "same" },
  limits: "Factors that all weights share stay in the mantissas: factor-exponents moves them.",
  values: {},
  options: [],
  statistics: { tables: "tables that became narrower", bitsSaved: "bits of storage saved" },
  run: (program) => {
    let tables = 0;
    let bitsSaved = 0;
    const narrowed = program.tables.map((table) => {
      const bits = weightBitsOf(table.weights);
      if (bits === table.bits) return table;
      tables++;
      bitsSaved += (table.bits - bits) * table.weights.length;
      return { ...table, bits };
    });
    return { program: tables === 0 ? program : { ...program, tables: narrowed }, statistics: { tables, bitsSaved } };
  },
});
