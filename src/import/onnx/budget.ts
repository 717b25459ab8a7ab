/** Budgets: how many elements a file may make the reader hold or compute, checked before anything is allocated. */
import { inputError } from "../../util/diagnostics.js";
import { TOO_LARGE_HINT } from "../builder.js";

export interface Budget {
  /** Takes so many elements for `what`; throws SnncError (input) where the limit is passed. */
  charge(elements: number, what: string): void;
}

/** A budget of `limit` elements; `where` names the file. */
export function budgetOf(limit: number, where: string): Budget {
  let spent = 0;
  return {
    charge: (elements, what) => {
      spent += elements;
      if (spent <= limit) return;
      throw inputError("import-too-large", `${what} brings the elements to ${spent}; the limit is ${limit}`, { where, hint: TOO_LARGE_HINT });
    },
  };
}
