/**
 * narrow-weights: gives every table the narrowest mantissa width that holds its weights.
 *
 *   table bias 1 x 2, 8 bit: 4 -8   ->   table bias 1 x 2, 4 bit: 4 -8
 */
import { signedBits } from "../util/fixed.js";
import type { EventPass } from "./pass.js";

export const narrowWeights: EventPass = {
  level: "event",
  name: "narrow-weights",
  summary: "narrows mantissas to the bits they need",
  ensures: "no table is wider than its weights",
  run: (program) => {
    let tables = 0;
    let bitsSaved = 0;
    const narrowed = program.tables.map((table) => {
      let low = 0;
      let high = 0;
      for (const weight of table.weights) {
        low = Math.min(low, weight);
        high = Math.max(high, weight);
      }
      const bits = signedBits(low, high);
      if (bits === table.bits) return table;
      tables++;
      bitsSaved += (table.bits - bits) * table.weights.length;
      return { ...table, bits };
    });
    return { program: tables === 0 ? program : { ...program, tables: narrowed }, statistics: { tables, bitsSaved } };
  },
};
