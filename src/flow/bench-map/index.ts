/** `snnc bench-map`: networks of rising size mapped in a process each, beside the simple mapping of the same network. */
import { fork } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { lastWords } from "../../tools/process.js";
import type { WorkOptions } from "../../util/progress.js";
import { PACKAGE_ROOT } from "../package.js";
import type { BenchMapRequest, BenchMapRow } from "./measure.js";
import { BENCH_NETWORKS } from "./networks.js";

export interface BenchMapOptions extends WorkOptions {
  /** Names of networks; all of them unless given. */
  readonly networks?: readonly string[];
  readonly sizes: readonly number[];
  readonly seed: number;
}

export const BENCH_NETWORK_NAMES: readonly string[] = BENCH_NETWORKS.map(({ name }) => name);

/** Neurons of the largest network without structure: larger ones need more cores than any target has. */
const LARGEST_RANDOM = 10_000;

const rowSchema: z.ZodType<BenchMapRow> = z.strictObject({
  network: z.string(),
  structured: z.boolean(),
  target: z.string(),
  neurons: z.number(),
  synapses: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakBytes: z.number(),
  cores: z.number(),
  traffic: z.number(),
  baselineCores: z.number(),
  baselineTraffic: z.number(),
  randomTraffic: z.number(),
});

export async function benchMap({ networks, sizes, seed, signal, onProgress }: BenchMapOptions): Promise<BenchMapRow[]> {
  const requests = BENCH_NETWORKS.filter(({ name }) => networks === undefined || networks.includes(name)).flatMap(({ name, structured }) =>
    sizes.filter((neurons) => structured || neurons <= LARGEST_RANDOM).map((neurons): BenchMapRequest => ({ network: name, neurons, seed })),
  );
  const rows: BenchMapRow[] = [];
  for (const [done, request] of requests.entries()) {
    signal?.throwIfAborted();
    onProgress?.({ stage: "mapping", done, total: requests.length, note: `${request.network}, ${request.neurons} neurons` });
    rows.push(await inOwnProcess(request, signal));
  }
  return rows;
}

export function benchMapTable(rows: readonly BenchMapRow[]): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  return {
    head: [
      "network",
      "neurons",
      "synapses",
      "seconds",
      "of a processor",
      "MiB",
      "cores",
      "traffic",
      "baseline cores",
      "baseline traffic",
      "of the baseline",
    ],
    rows: rows.map((row) => [
      row.structured ? row.network : `${row.network} (no structure)`,
      String(row.neurons),
      String(row.synapses),
      row.seconds.toFixed(1),
      row.cpuSeconds.toFixed(1),
      String(Math.round(row.peakBytes / 2 ** 20)),
      String(row.cores),
      String(Math.round(row.traffic)),
      String(row.baselineCores),
      String(Math.round(row.baselineTraffic)),
      row.baselineTraffic === 0 ? "-" : `${Math.round((100 * row.traffic) / row.baselineTraffic)} %`,
    ]),
  };
}

/** How the time grows: processor seconds ~ neurons^exponent between the smallest and the largest size of a network. */
export function benchMapLines(rows: readonly BenchMapRow[]): string[] {
  const growth = BENCH_NETWORK_NAMES.flatMap((name) => {
    const own = rows.filter(({ network }) => network === name);
    const [first, last] = [own[0], own[own.length - 1]];
    if (own.length < 2 || first.neurons === last.neurons) return [];
    const exponent = Math.log(last.cpuSeconds / first.cpuSeconds) / Math.log(last.neurons / first.neurons);
    return [`${name}: processor seconds grow as neurons^${exponent.toFixed(2)} from ${first.neurons} to ${last.neurons}`];
  });
  return [
    "traffic: spikes x hops, every neuron spiking once. Baseline: cores filled in the order of the neurons, placed in order or at random, whichever moves less",
    ...growth,
  ];
}

const KEPT_STDERR_CHARACTERS = 65_536;

function inOwnProcess(request: BenchMapRequest, signal: AbortSignal | undefined): Promise<BenchMapRow> {
  const child = fork(join(PACKAGE_ROOT, "dist", "flow", "bench-map", "child.js"), [], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", kill, { once: true });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  return new Promise<BenchMapRow>((resolve, reject) => {
    child.once("error", reject);
    child.once("message", (message) => {
      resolve(rowSchema.parse(message));
      if (child.connected) child.disconnect();
    });
    child.once("close", (code) => {
      signal?.removeEventListener("abort", kill);
      reject(
        signal?.aborted === true
          ? signal.reason
          : new Error(`mapping '${request.network}' ended with exit code ${code ?? "unknown"}: ${lastWords(stderr)}`),
      );
    });
    child.send(request);
  });
}
