/**
 * Refusals: what an operator's reader throws where it cannot go on. The walk turns each into a diagnostic of its node
 * and goes on with the next node, so that the user gets all of them; any other error goes through.
 */
import { type Diagnostic, inputError, SnncError } from "../../util/diagnostics.js";

const CODE = "onnx-refused";

/** What stands in the way of one node: the rule, the value and the limit, and what would help. */
export function refusal(message: string, hint?: string): SnncError {
  return inputError(CODE, message, hint === undefined ? {} : { hint });
}

/** The refusal that an error is; undefined for every other error. */
export function refusalOf(error: unknown): Diagnostic | undefined {
  if (!(error instanceof SnncError)) return undefined;
  const [first] = error.diagnostics;
  return first?.code === CODE ? first : undefined;
}
