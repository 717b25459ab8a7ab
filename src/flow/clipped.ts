/** Tells tables of which most weights were clipped to the largest that their bits hold. */
import type { EventProgram } from "../event/program.js";
import type { Diagnostic } from "../util/diagnostics.js";

/** Share of a table's non-zero weights at their limit from which its values are no more than signs. */
const CLIPPED = 0.5;
/** A table of fewer weights may well hold one value. */
const LEAST_WEIGHTS = 64;

/** `weightBits`: those that the weights were rounded to. Of 2 bits, -1, 0 and 1, every weight is a limit, and meant to be. */
export function clippedTables({ name, tables }: Pick<EventProgram, "name" | "tables">, weightBits: number): readonly Diagnostic[] {
  if (weightBits <= 2) return [];
  const limit = 2 ** (weightBits - 1) - 1;
  return tables.flatMap(({ name: table, weights }) => {
    let [used, clipped] = [0, 0];
    for (const weight of weights) {
      if (weight === 0) continue;
      used++;
      if (Math.abs(weight) >= limit) clipped++;
    }
    if (used < LEAST_WEIGHTS || clipped <= CLIPPED * used) return [];
    return [
      {
        code: "weights-clipped",
        message: `${Math.round((100 * clipped) / used)} % of its weights that are not 0 are clipped to \u00b1${limit}: little more than their signs is left`,
        where: `program '${name}', table '${table}'`,
        hint: "Compile with more bits (--weight-bits), or train with weight decay or a lower learning rate, so that few weights outgrow the others.",
      },
    ];
  });
}
