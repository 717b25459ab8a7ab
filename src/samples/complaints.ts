/** What is wrong with a user's file of samples, collected: the first twenty in full, the rest as a count. */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";

const SHOWN = 20;

export interface Complaints {
  add(diagnostic: Diagnostic): void;
  /** Throws SnncError (input) with what was added, if anything was. */
  throwIfAny(): void;
}

export function collectComplaints(where: string): Complaints {
  const shown: Diagnostic[] = [];
  let more = 0;
  return {
    add: (diagnostic) => {
      // A file of a million wrong lines costs twenty diagnostics.
      if (shown.length < SHOWN) shown.push(diagnostic);
      else more++;
    },
    throwIfAny: () => {
      if (shown.length === 0) return;
      throw new SnncError("input", more === 0 ? shown : [...shown, { code: "more", message: `and ${more} more like these`, where }]);
    },
  };
}
