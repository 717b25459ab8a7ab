/**
 * factor-exponents: a power of two that all mantissas of a table share moves to its exponent, so that the mantissas need
 * fewer bits.
 *
 *   table 1 x 3, 6 bit, exponent 0: 12 -20 8   ->   table 1 x 3, 4 bit, exponent 2: 3 -5 2
 */
import type { WeightTable } from "../event/program.js";
import { MAX_EXPONENT } from "../event/verify.js";
import { claimOfTables } from "./claims.js";
import { definePass } from "./pass.js";

export const factorExponents = definePass({
  name: "factor-exponents",
  summary: "moves powers of two that all weights of a table share to its exponent",
  ensures: ({ maxExponent }) => [
    claimOfTables("no table with an exponent below maxExponent has only even mantissas", () => (table) => {
      const shift = movable(table, maxExponent);
      return shift === 0 ? undefined : { code: "table-even", message: `all of its weights are multiples of ${2 ** shift}` };
    }),
  ],
  spikes: { kind: "same" },
  limits: "A table of zeros alone stays. A crossbar shifts by its capacity.exponent at most, so that maxExponent must not exceed that.",
  values: { maxExponent: 7 },
  options: [{ name: "maxExponent", text: "highest exponent that a table may get", type: { kind: "integer", low: 0, high: MAX_EXPONENT } }],
  statistics: { tables: "tables whose mantissas became narrower", bitsSaved: "bits of storage saved" },
  run: (program, { maxExponent }) => {
    let tables = 0;
    let bitsSaved = 0;
    const factored = program.tables.map((table) => {
      const shift = movable(table, maxExponent);
      if (shift === 0) return table;
      tables++;
      bitsSaved += shift * table.weights.length;
      return { ...table, bits: table.bits - shift, exponent: table.exponent + shift, weights: table.weights.map((weight) => weight >> shift) };
    });
    return { program: tables === 0 ? program : { ...program, tables: factored }, statistics: { tables, bitsSaved } };
  },
});

/** By how many bits the mantissas can be shifted right without losing any. */
function movable(table: WeightTable, maxExponent: number): number {
  const bits = table.weights.reduce((all, weight) => all | weight, 0);
  if (bits === 0) return 0;
  return Math.max(0, Math.min(trailingZeros(bits), maxExponent - table.exponent));
}

/** Of a number other than 0. */
function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value);
}
