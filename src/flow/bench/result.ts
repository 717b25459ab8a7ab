/** What `snnc bench` measured, and how it is printed. Times are milliseconds. */
import { PAPER_STEP } from "../../learn/step-benchmark.js";

export type Backend = "native" | "wasm";

/** Milliseconds a step in each turn. */
export interface Times {
  readonly snnc: number[];
  readonly naive: number[];
  readonly product: number[];
}

export interface Figures {
  readonly median: number;
  readonly least: number;
}

export interface BackendResult {
  readonly backend: Backend;
  readonly description: string;
  /** In words, what the naive step does and leaves out. */
  readonly naiveDoes: string;
  /** Of the step's three matrix products, every different word multiplied once. */
  readonly multiplyAdds: number;
  /** If every position were multiplied. */
  readonly multiplyAddsOfPositions: number;
  /** Of the windows, in typed arrays. */
  readonly windowAdds: number;
  /** Of a batch, a mean. */
  readonly distinctWords: number;
  /** Embedding rows moved in a step, moments included. */
  readonly rowBytes: number;
  readonly milliseconds: { readonly snnc: Figures; readonly naive: Figures; readonly product: Figures };
  /** Of one large matrix product. */
  readonly productGigaflops: number;
  /** Of snnc's step, by `multiplyAdds`. */
  readonly stepGigaflops: number;
}

export interface BenchResult {
  readonly schema: "snnc-bench/1";
  /** Load average of the last minute when it began: other programs that wanted a processor. */
  readonly machine: { readonly processors: number; readonly loadAverage: number };
  readonly rounds: number;
  readonly steps: number;
  /** Backends that do not load, and why. */
  readonly missing: readonly { readonly backend: Backend; readonly reason: string }[];
  readonly backends: readonly BackendResult[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** The table: head, then rows. */
export function benchTable({ backends }: BenchResult): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  return {
    head: ["backend", "step", "ms, median", "ms, least"],
    rows: backends.flatMap(({ backend, milliseconds }) => [
      [backend, "snnc", ...cells(milliseconds.snnc)],
      ["", "naive", ...cells(milliseconds.naive)],
      ["", "1024 x 1024 product", ...cells(milliseconds.product)],
    ]),
  };
}

/** The ratios and what they rest on. */
export function benchLines({ machine, rounds, steps, missing, backends }: BenchResult): string[] {
  const { batchSize, words, dimensions, kernels, filters, vocabulary } = PAPER_STEP;
  const [native, wasm] = ["native", "wasm"].map((name) => backends.find(({ backend }) => backend === name)?.milliseconds.snnc.median);
  return [
    `a step: ${batchSize} texts of ${words} words, ${dimensions} dimensions, kernels ${kernels.join(", ")} x ${filters} filters, rows of ${vocabulary.toLocaleString("en-US")} words; batch, forward, backward, optimiser`,
    `medians of ${rounds} turns of ${steps} steps each; load average ${machine.loadAverage.toFixed(1)} on ${machine.processors} processors when it began`,
    ...backends.map(
      ({ backend, milliseconds: { snnc, naive } }) =>
        `${backend}: snnc's step takes 1/${(naive.median / snnc.median).toFixed(1)} of the naive step's time`,
    ),
    ...(native === undefined || wasm === undefined ? [] : [`wasm / native, snnc's steps: ${(wasm / native).toFixed(1)}`]),
    ...backends.flatMap(({ backend, description, naiveDoes, distinctWords, rowBytes, ...work }) => [
      `${backend}: ${description}`,
      `  ${(work.multiplyAdds / 1e6).toFixed(0)} M multiply-adds, ${(work.multiplyAddsOfPositions / 1e6).toFixed(0)} M if every position were multiplied: ${work.stepGigaflops.toFixed(1)} GFLOP/s over the whole step, ${work.productGigaflops.toFixed(1)} in the bare product, at which the products alone would take ${((2 * work.multiplyAdds) / (work.productGigaflops * 1e6)).toFixed(1)} ms; ${(work.windowAdds / 1e6).toFixed(1)} M additions of windows in typed arrays`,
      `  ${Math.round(distinctWords).toLocaleString("en-US")} distinct words a batch; ${(rowBytes / 1e6).toFixed(1)} MB of embedding rows, gradients and moments moved`,
      `  naive: ${naiveDoes}`,
    ]),
    ...missing.map(({ backend, reason }) => `${backend} was left out: ${reason}`),
  ];
}

function cells({ median: middle, least }: Figures): [string, string] {
  return [middle.toFixed(1), least.toFixed(1)];
}
