/** The process of one backend, started by bench.ts: it says what it runs, then times as many steps as it is told to. It ends with its parent. */
import { z } from "zod";
import { createStepBenchmark, PAPER_STEP, type StepBenchmark } from "../../learn/step-benchmark.js";
import { loadTensorFlow } from "../../learn/tensorflow.js";
import { formatDiagnostic, SnncError } from "../../util/diagnostics.js";
import type { BackendMessage } from "./messages.js";

const requestSchema = z.strictObject({ what: z.enum(["snnc", "naive", "product"]), steps: z.number().int().min(1) });

/** Steps before the first that counts: training takes hundreds, its first ones before the code is compiled. */
const WARM_UP = 20;

const send = (message: BackendMessage): void => {
  process.send?.(message);
};

process.once("disconnect", () => process.exit(0));
// A Ctrl-C reaches the whole process group: the parent decides.
process.on("SIGINT", () => {});

try {
  const { tf, description } = await loadTensorFlow();
  const benchmark = createStepBenchmark(tf, PAPER_STEP);
  for (const what of ["snnc", "naive", "product"] as const) time(benchmark, what, WARM_UP);
  const { naiveDoes, productMultiplyAdds, work } = benchmark;
  process.on("message", (message) => {
    const { what, steps } = requestSchema.parse(message);
    send({ kind: "timed", milliseconds: time(benchmark, what, steps) });
  });
  send({ kind: "ready", description, naiveDoes, productMultiplyAdds, work: { ...work } });
} catch (error) {
  if (!(error instanceof SnncError)) throw error;
  send({ kind: "missing", reason: error.diagnostics.map(formatDiagnostic).join("; ") });
}

/** Milliseconds a step, the mean of so many. */
function time(benchmark: StepBenchmark, what: "snnc" | "naive" | "product", steps: number): number {
  const started = performance.now();
  for (let i = 0; i < steps; i++) benchmark[what]();
  return (performance.now() - started) / steps;
}
