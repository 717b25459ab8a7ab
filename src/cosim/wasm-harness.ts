/**
 * A core as a WebAssembly module (hw/sim/module.cpp, a WASI reactor) in this thread, in Node or in a browser: each message
 * is carried out at once in the module's memory. The module asks its surroundings for little; what that is, is below.
 */
import { toolError } from "../util/diagnostics.js";
import { type Harness, HEADER_WORDS, harnessOver, MAGIC, messageOf } from "./harness.js";

/** Makes an instance with a memory of its own. Throws SnncError of kind tool for a module that is not a core. */
export async function startModule(module: WebAssembly.Module): Promise<Harness> {
  const surroundings = wasi();
  const instance = await WebAssembly.instantiate(module, surroundings.importsOf(module));
  const { memory, room, handle, answer, initialize } = exportsOf(instance);
  surroundings.attach(memory);
  let failure: Error | undefined;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      failure = toolError("harness-died", `the verilated core ended in the middle of a run (${howItEnded(error)})${surroundings.lastWords()}`, {
        hint: "Run again; if it repeats, compare with `--backend golden` and report the sample.",
      });
      throw failure;
    }
  };
  guarded(initialize);
  return harnessOver({
    async ask(operation, payload) {
      if (failure !== undefined) throw failure;
      const message = messageOf(operation, payload);
      const answered = guarded(() => {
        const at = room(message.length);
        new Uint32Array(memory.buffer, at, message.length).set(message);
        const words = handle();
        return new Uint32Array(memory.buffer, answer(), words).slice();
      });
      if (answered[0] !== MAGIC || answered[1] !== operation || answered[2] !== answered.length - HEADER_WORDS) {
        throw toolError("harness-garbage", "the verilated core gave something that is not an answer of its protocol");
      }
      return answered.subarray(HEADER_WORDS);
    },
    close: async () => {
      failure ??= toolError("harness-closed", "the core has been closed");
    },
  });
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly room: (words: number) => number;
  readonly handle: () => number;
  readonly answer: () => number;
  readonly initialize: () => void;
}

function exportsOf({ exports }: WebAssembly.Instance): Exports {
  const named = (name: string): unknown => {
    const value = exports[name];
    if (value === undefined) throw toolError("module-not-a-core", `the WebAssembly module exports no '${name}'`);
    return value;
  };
  const call = (name: string) => named(name) as (...args: number[]) => number;
  // Addresses are unsigned; a module says them as signed numbers.
  return {
    memory: named("memory") as WebAssembly.Memory,
    room: (words) => call("snnc_room")(words) >>> 0,
    handle: () => call("snnc_handle")() >>> 0,
    answer: () => call("snnc_answer")() >>> 0,
    initialize: () => {
      call("_initialize")();
    },
  };
}

class Ended extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

function howItEnded(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const SUCCESS = 0;
const BAD_FILE = 8;
const STDERR = 2;

/** WASI preview 1 as far as a core needs it: its last words and its end. There are no files: anything else says so. */
function wasi(): { importsOf(module: WebAssembly.Module): WebAssembly.Imports; attach(memory: WebAssembly.Memory): void; lastWords(): string } {
  let memory: WebAssembly.Memory | undefined;
  let said = "";
  const view = (): DataView => {
    if (memory === undefined) throw new Error("the module spoke before it was started");
    return new DataView(memory.buffer);
  };
  const known: Record<string, (...args: number[]) => unknown> = {
    proc_exit(code) {
      throw new Ended(code);
    },
    fd_write(file, vectors, count, writtenAt) {
      const data = view();
      let written = 0;
      for (let i = 0; i < count; i++) {
        const [at, length] = [data.getUint32(vectors + 8 * i, true), data.getUint32(vectors + 8 * i + 4, true)];
        if (file === STDERR) said += new TextDecoder().decode(new Uint8Array(data.buffer, at, length));
        written += length;
      }
      data.setUint32(writtenAt, written, true);
      return SUCCESS;
    },
    environ_sizes_get(countAt, sizeAt) {
      view().setUint32(countAt, 0, true);
      view().setUint32(sizeAt, 0, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    clock_time_get(_clock, _precision, at) {
      view().setBigUint64(at, 0n, true);
      return SUCCESS;
    },
  };
  return {
    importsOf(module) {
      const imports: Record<string, Record<string, (...args: number[]) => unknown>> = {};
      for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        imports[from] ??= {};
        imports[from][name] = known[name] ?? (() => BAD_FILE);
      }
      return imports;
    },
    attach(given) {
      memory = given;
    },
    lastWords: () => (said.trim() === "" ? "" : `: ${said.trim()}`),
  };
}
