/** What a user would read when a call fails. */
import { SnncError } from "../../src/util/diagnostics.js";

/** The message of the SnncError that `run` throws; anything else that it does is a failure of the test. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SnncError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}
