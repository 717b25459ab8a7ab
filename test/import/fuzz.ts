/** Reads many files through a process that may hang or die on any of them (fuzz-child.mjs), and says what became of each. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ImportOptions } from "../../src/import/types.js";

export type FuzzOutcome =
  | { readonly kind: "read" }
  /** By a diagnostic, the first one's code. */
  | { readonly kind: "refused"; readonly code: string }
  /** An exception that is no diagnostic: a bug of a reader. */
  | { readonly kind: "thrown"; readonly error: string }
  | { readonly kind: "hung" }
  | { readonly kind: "died" };

export interface FuzzReader {
  read(path: string, options: ImportOptions): Promise<FuzzOutcome>;
  close(): void;
}

const CHILD = fileURLToPath(new URL("fuzz-child.mjs", import.meta.url));
const READER = fileURLToPath(new URL("../../dist/import/read-model.js", import.meta.url));
/** The memory of the HDF5 library never shrinks, so that one file's burden would stay on all that follow. */
const MOST_MEBIBYTES = 512;

/** A file that is not answered within `hungAfterSeconds` is "hung"; the next file gets a new process. */
export function fuzzReader(hungAfterSeconds: number): FuzzReader {
  let child: ChildProcess | undefined;
  const stop = (): void => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    read: async (path, options) => {
      child ??= fork(CHILD, [READER], { stdio: "ignore" });
      const { outcome, mebibytes } = await answerOf(child, path, options, hungAfterSeconds);
      if (mebibytes > MOST_MEBIBYTES) stop();
      return outcome;
    },
    close: stop,
  };
}

interface Answer {
  readonly outcome: FuzzOutcome;
  readonly mebibytes: number;
}

function answerOf(child: ChildProcess, path: string, options: ImportOptions, hungAfterSeconds: number): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (answer: Answer): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const lost = (kind: "hung" | "died"): void => finish({ outcome: { kind }, mebibytes: Infinity });
    const timer = setTimeout(() => lost("hung"), hungAfterSeconds * 1000);
    child.once("message", (answer: Answer) => finish(answer));
    child.once("exit", () => lost("died"));
    child.send({ path, options });
  });
}
