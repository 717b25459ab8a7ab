/**
 * `snnc bench`: the training step of both backends, each in a process of its own, against the naive step and a bare matrix product.
 * All of them take turns, so that what else runs on the machine slows them alike, and medians are compared.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { lastWords } from "../../tools/process.js";
import type { WorkOptions } from "../../util/progress.js";
import { PACKAGE_ROOT } from "../package.js";
import { type BackendMessage, messageOf, type Ready } from "./messages.js";
import { type Backend, type BenchResult, type Figures, median, type Times } from "./result.js";

export interface BenchOptions extends WorkOptions {
  /** Turns of everything. */
  readonly rounds: number;
  /** Steps of each in a turn. */
  readonly steps: number;
}

const BACKENDS: readonly Backend[] = ["native", "wasm"];
const KEPT_STDERR_CHARACTERS = 65_536;
const TIMED = ["snnc", "naive", "product"] as const;

/** Throws the signal's reason when aborted. A backend that does not load is left out, with the reason. */
export async function bench({ rounds, steps, signal, onProgress }: BenchOptions): Promise<BenchResult> {
  const load = loadavg()[0];
  const children = BACKENDS.map((backend) => ({ backend, ...startChild(backend) }));
  try {
    const running: { readonly backend: Backend; readonly ask: Ask; readonly ready: Ready; readonly times: Times }[] = [];
    const missing: { backend: Backend; reason: string }[] = [];
    for (const { backend, ask, first } of children) {
      onProgress?.({ stage: "warming up", note: backend });
      const message = await first;
      signal?.throwIfAborted();
      if (message.kind === "ready") running.push({ backend, ask, ready: message, times: { snnc: [], naive: [], product: [] } });
      else missing.push({ backend, reason: message.kind === "missing" ? message.reason : "it answered out of turn" });
    }
    for (let round = 0; round < rounds; round++) {
      onProgress?.({ stage: "steps", done: round, total: rounds });
      for (const what of TIMED) {
        for (const { ask, times } of running) {
          times[what].push(await ask(what, steps));
          signal?.throwIfAborted();
        }
      }
    }
    return {
      schema: "snnc-bench/1",
      machine: { processors: availableParallelism(), loadAverage: load },
      rounds,
      steps,
      missing,
      backends: running.map(({ backend, ready, times }) => ({
        backend,
        description: ready.description,
        naiveDoes: ready.naiveDoes,
        ...ready.work,
        milliseconds: { snnc: figures(times.snnc), naive: figures(times.naive), product: figures(times.product) },
        productGigaflops: gigaflops(ready.productMultiplyAdds, median(times.product)),
        stepGigaflops: gigaflops(ready.work.multiplyAdds, median(times.snnc)),
      })),
    };
  } finally {
    for (const { child } of children) if (child.connected) child.disconnect();
  }
}

function figures(times: readonly number[]): Figures {
  return { median: median(times), least: Math.min(...times) };
}

/** A multiplication and an addition are two operations. */
function gigaflops(multiplyAdds: number, milliseconds: number): number {
  return (2 * multiplyAdds) / (milliseconds * 1e6);
}

type Ask = (what: (typeof TIMED)[number], steps: number) => Promise<number>;

function startChild(backend: string): { readonly child: ChildProcess; readonly ask: Ask; readonly first: Promise<BackendMessage> } {
  const child = fork(join(PACKAGE_ROOT, "dist", "flow", "bench", "child.js"), [], {
    env: { ...process.env, SNNC_BACKEND: backend },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      reject(new Error(`the process of backend ${backend} ended with exit code ${code ?? "unknown"}: ${lastWords(stderr)}`)),
    );
  });
  // Whoever waits for a message hears of it; at the end nobody waits.
  ended.catch(() => {});
  const next = (): Promise<BackendMessage> =>
    Promise.race([new Promise<BackendMessage>((resolve) => child.once("message", (message) => resolve(messageOf(message)))), ended]);
  const first = next();
  first.catch(() => {});
  const ask: Ask = async (what, steps) => {
    const answer = next();
    child.send({ what, steps });
    const message = await answer;
    if (message.kind !== "timed") throw new Error(`the process of backend ${backend} answered '${message.kind}'`);
    return message.milliseconds;
  };
  return { child, ask, first };
}
