/**
 * The HDF5 library: its WebAssembly instance, and the one way in which its functions are called here.
 *
 * It is h5wasm's build for browsers, not the one for Node: there a file lives in memory and nothing else is in reach, so
 * that an external link, an external raw file or a virtual data set of a hostile file finds no file of this machine.
 *
 * The C library reports errors on its standard error, and by return values that h5wasm partly drops. So standard error
 * is a file in memory, and a call that leaves something in it has failed. Errors thrown through the library's own frames
 * (h5wasm's other way) would leave its handles open.
 */

type Hdf5Wasm = typeof import("h5wasm");

/** h5wasm's low-level interface: functions of the C library by file number and path. */
export type Hdf5Module = Awaited<Hdf5Wasm["ready"]>;

/** h5wasm's interface of classes, for writing. */
export type Hdf5WritableFile = InstanceType<Hdf5Wasm["File"]>;

export interface Hdf5Library {
  readonly module: Hdf5Module;
  /** Runs calls of the library; throws Hdf5Failure where one of them reported an error, trapped or aborted. */
  call<T>(calls: () => T): T;
  /** Runs `use` with so many bytes of the library's memory, zeroed; undefined if there are none left. */
  withMemory<T>(byteLength: number, use: (pointer: number) => T): T | undefined;
  /** Lends bytes to the library as a file in memory, not copied; returns its path. */
  lendFile(bytes: Uint8Array): string;
  removeFile(path: string): void;
  /** The bytes of a new file that `write` fills, the same for the same content. */
  createFile(write: (file: Hdf5WritableFile) => void): Uint8Array;
}

/** A call that failed; `message` is the innermost reason that the library gave. */
export class Hdf5Failure extends Error {}

const STANDARD_ERROR = 2;
const ERRORS = "/errors.txt";

let current: Promise<Hdf5Library> | undefined;
let instances = 0;

/** The library, compiled at the first call; another instance after one that trapped, whose memory nobody may trust. */
export function hdf5Library(): Promise<Hdf5Library> {
  current ??= instantiate();
  return current;
}

async function instantiate(): Promise<Hdf5Library> {
  const instance = ++instances;
  const classes = await load(instance);
  const module = await classes.ready;
  const files = module.FS as unknown as MemoryFiles;
  const takeErrors = redirectErrors(files);
  let isBroken = false;
  let lent = 0;
  const call = <T>(calls: () => T): T => {
    let result: T;
    try {
      result = calls();
    } catch (error) {
      isBroken = true;
      if (instance === instances) current = undefined;
      throw new Hdf5Failure(`the HDF5 library gave up: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    }
    const text = takeErrors();
    if (text !== "") throw new Hdf5Failure(innermost(text));
    return result;
  };
  return {
    module,
    call,
    withMemory: (byteLength, use) => {
      const pointer = module._malloc(Math.max(1, byteLength));
      if (pointer === 0) return undefined;
      // A read that fails halfway must not leave what looks like pointers.
      module.HEAPU8.fill(0, pointer, pointer + byteLength);
      try {
        return use(pointer);
      } finally {
        if (!isBroken) module._free(pointer);
      }
    },
    lendFile: (bytes) => {
      const path = `/${++lent}.h5`;
      files.writeFile(path, bytes, { canOwn: true });
      return path;
    },
    removeFile: (path) => files.unlink(path),
    createFile: (write) => {
      const path = `/${++lent}.h5`;
      const { now } = Date;
      // The library stamps objects with the clock's time; the same content must give the same bytes.
      Date.now = () => 0;
      try {
        call(() => {
          const file = new classes.File(path, "w");
          write(file);
          file.close();
        });
        return files.readFile(path);
      } finally {
        Date.now = now;
        if (files.analyzePath(path).exists) files.unlink(path);
      }
    },
  };
}

/** A module is evaluated once for each URL, so a query gives another instance. */
async function load(instance: number): Promise<Hdf5Wasm> {
  return instance === 1 ? import("h5wasm") : import(`${import.meta.resolve("h5wasm")}?instance=${instance}`);
}

/** Sends standard error to a file in memory; returns what takes its text and empties it. */
function redirectErrors(files: MemoryFiles): () => string {
  // As in POSIX, the next file gets the lowest descriptor that is free: the one just closed.
  files.close(files.getStream(STANDARD_ERROR));
  const errors = files.open(ERRORS, "w+");
  if (errors.fd !== STANDARD_ERROR) throw new Error(`descriptor ${errors.fd} is not standard error`);
  return () => {
    if (errors.position === 0) return "";
    const text = new TextDecoder().decode(files.readFile(ERRORS));
    files.truncate(ERRORS, 0);
    errors.position = 0;
    return text;
  };
}

/** What Emscripten's file system has and h5wasm's types do not tell. */
interface MemoryFiles {
  getStream(descriptor: number): MemoryFile;
  open(path: string, flags: string): MemoryFile;
  close(file: MemoryFile): void;
  writeFile(path: string, bytes: Uint8Array, options: { readonly canOwn: boolean }): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
  analyzePath(path: string): { readonly exists: boolean };
  truncate(path: string, length: number): void;
}

interface MemoryFile {
  readonly fd: number;
  position: number;
}

/** The reason in the last line `#003: H5FD.c line 288 in H5FD__open(): reason` of the library's account. */
function innermost(text: string): string {
  const reasons = [...text.matchAll(/^ *#\d+: .*? line \d+ in \w+\(\): (.*)$/gm)].map(([, reason]) => reason);
  return reasons.at(-1) ?? text.split("\n")[0];
}
