/** The options by which every command says how a model of another framework is read. */
import type { Argv } from "yargs";
import type { ReadModelOptions } from "../flow/read-model.js";
import { declares } from "./context.js";
import { given, whole } from "./option-values.js";

export interface ImportOptions {
  readonly length: number | undefined;
  readonly dt: number | undefined;
  readonly discretisation: "euler" | "exponential";
  readonly reset: "zero" | "subtract" | undefined;
  readonly importMemory: number;
  readonly importSeconds: number;
}

export function importOptions<T>(argv: Argv<T>): Argv<T & ImportOptions> {
  return declares<T & ImportOptions>(
    argv
      .option("length", { type: "number", describe: "positions of a model whose input has a variable length" })
      .option("dt", { type: "number", describe: "NIR: duration of a timestep in seconds" })
      .option("discretisation", {
        choices: ["euler", "exponential"] as const,
        default: "euler" as const,
        describe: "NIR: how continuous time is brought to timesteps",
      })
      .option("reset", {
        choices: ["zero", "subtract"] as const,
        describe: "what a spike does to the membrane (default: zero for NIR, subtract for a network of ReLUs)",
      })
      .option("import-memory", { type: "number", default: 4096, describe: "MiB that reading the model may take" })
      .option("import-seconds", { type: "number", default: 300, describe: "seconds that reading the model may take" }),
  );
}

/** How the options say a model is read. Throws SnncError (input) for a value out of range. */
export function readingOf({ length, dt, discretisation, reset, importMemory, importSeconds }: ImportOptions): ReadModelOptions {
  return {
    ...given({
      length: whole("--length", length, 1, 65535),
      dt,
      memoryMebibytes: whole("--import-memory", importMemory, 16, 2 ** 24),
      seconds: whole("--import-seconds", importSeconds, 1, 2 ** 20),
      reset,
    }),
    discretisation,
  };
}
