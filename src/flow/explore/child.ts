/**
 * The process of one trial, started by children.ts: a TrialRequest comes by IPC, one TrialOutcome goes back.
 * It ends with its parent.
 */
import { z } from "zod";
import { formatDiagnostic, SnncError } from "../../util/diagnostics.js";
import { configurationSchema, type TrialOutcome } from "../../util/exploration.js";
import { configSchema } from "../config.js";
import { runTrial } from "./trial.js";

const requestSchema = z.strictObject({
  base: configSchema,
  configuration: configurationSchema,
  epochs: z.number().int().min(1),
  isSketch: z.boolean(),
});

process.once("message", (message) => {
  void answer(message).then((outcome) => {
    process.send?.(outcome, () => process.exit(0));
  });
});
process.once("disconnect", () => process.exit(1));
// A Ctrl-C reaches the whole process group: the parent decides what becomes of its trials.
process.on("SIGINT", () => {});

/** What a user can mend is an outcome; anything else ends this process with a stack trace. */
async function answer(message: unknown): Promise<TrialOutcome> {
  const request = requestSchema.parse(message);
  try {
    return { kind: "measured", measurement: await runTrial(request) };
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    return { kind: "failed", reason: error.diagnostics.map(formatDiagnostic).join("; "), isFinal: true };
  }
}
