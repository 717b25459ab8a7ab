/**
 * The one door to TensorFlow.js: nothing outside this folder imports it, and nothing here before training starts.
 *
 * Natively (`@tensorflow/tfjs-node`) where it loads, else in WebAssembly. What could change a result from run to run is
 * pinned before the library is loaded: the number of threads, and oneDNN, whose kernels sum in another order. Both
 * backends run a training step of this product without the gradient kernels that WebAssembly lacks (see forward.ts).
 */
import { createRequire } from "node:module";
import type * as TensorFlowCore from "@tensorflow/tfjs-core";
import { inputError, toolError } from "../util/diagnostics.js";

export type TensorFlow = typeof TensorFlowCore;

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly backend: "native" | "wasm";
  /** One line for the terminal and the report. */
  readonly description: string;
}

/** Threads of the native library unless SNNC_TF_THREADS says otherwise: fixed, because the order of float sums depends on it. */
const THREADS = 2;
const MOST_THREADS = 64;

const require = createRequire(import.meta.url);
let running: Promise<LoadedTensorFlow> | undefined;

/**
 * Loads TensorFlow.js, once per process: both backends share one engine, so the first one stays. `backend` defaults to
 * the environment variable SNNC_BACKEND ("native" or "wasm"; anything else lets the machine decide). Throws SnncError
 * (tool) where no backend loads, where native was asked for and does not, and where another one runs already; (input) for a number
 * of threads that is none.
 */
export async function loadTensorFlow(backend: string = process.env.SNNC_BACKEND ?? "any"): Promise<LoadedTensorFlow> {
  running ??= load(backend);
  const result = await running;
  if ((backend === "native" || backend === "wasm") && result.backend !== backend) {
    throw toolError("tensorflow-backend", `TensorFlow.js runs on its ${result.backend} backend in this process; ${backend} was asked for`, {
      hint: "Set SNNC_BACKEND before the process starts.",
    });
  }
  return result;
}

async function load(backend: string): Promise<LoadedTensorFlow> {
  if (backend === "wasm") return loadWasm("asked for by SNNC_BACKEND");
  const threads = threadsOf(process.env.SNNC_TF_THREADS);
  try {
    return loadNative(threads);
  } catch (error) {
    const reason = firstLine(error);
    if (backend === "native") {
      throw toolError("tensorflow-native", `@tensorflow/tfjs-node does not load: ${reason}`, {
        hint: "Run `snnc doctor`, or unset SNNC_BACKEND to train in WebAssembly.",
      });
    }
    return loadWasm(`@tensorflow/tfjs-node does not load: ${reason}`);
  }
}

/** Throws SnncError (input) `tensorflow-threads`. */
function threadsOf(given: string | undefined): number {
  if (given === undefined || given === "") return THREADS;
  const threads = Number(given);
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return threads;
  throw inputError("tensorflow-threads", `SNNC_TF_THREADS is '${given}'; whole numbers from 1 to ${MOST_THREADS} are possible`);
}

function loadNative(threads: number): LoadedTensorFlow {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // On, not off: equally fast here, and Eigen's own products corrupt the heap while V8's CPU profiler samples them.
  process.env.TF_ENABLE_ONEDNN_OPTS = "1";
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = "1";
  process.env.OMP_NUM_THREADS = String(threads);
  const tf: TensorFlow = require("@tensorflow/tfjs-node");
  const sum = tf.tidy(() => tf.sum(tf.matMul(tf.ones([2, 3]), tf.ones([3, 2]))).dataSync()[0]);
  if (tf.getBackend() !== "tensorflow" || sum !== 12) throw new Error("it computes 2 x 3 ones wrongly");
  return { tf, backend: "native", description: `TensorFlow.js ${tf.version_core}, native library, ${threads} thread${threads === 1 ? "" : "s"}` };
}

async function loadWasm(reason: string): Promise<LoadedTensorFlow> {
  try {
    const tf: TensorFlow = require("@tensorflow/tfjs-core");
    require("@tensorflow/tfjs-backend-wasm");
    // One thread: repeatable, and no workers to end.
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    if (!(await tf.setBackend("wasm"))) throw new Error("its backend does not start");
    await tf.ready();
    return { tf, backend: "wasm", description: `TensorFlow.js ${tf.version_core}, WebAssembly, 1 thread (${reason})` };
  } catch (error) {
    throw toolError("tensorflow-missing", `no TensorFlow.js backend loads. ${reason}; @tensorflow/tfjs-backend-wasm: ${firstLine(error)}`, {
      hint: "Install the packages again with `npm ci --ignore-scripts`, then run `snnc doctor`.",
    });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
