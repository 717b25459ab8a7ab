/**
 * Passes over the event program and the pipeline that runs them. A pass is a value with a contract; a pipeline is a
 * pass. Observers see the program after every pass: printing, statistics and timing need nothing from the passes.
 */
import type { EventProgram } from "../event/program.js";

export interface EventPass {
  readonly level: "event";
  /** kebab-case */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** What no longer exists, or always holds, afterwards. */
  readonly ensures: string;
  /** Pure: same program, same result. `statistics` counts what was changed. */
  readonly run: (program: EventProgram) => PassResult;
}

export interface PassResult {
  readonly program: EventProgram;
  readonly statistics: Readonly<Record<string, number>>;
}

/** Called after each pass of a pipeline; may throw to stop it (a verifier does). */
export type PassObserver = (pass: EventPass, before: EventProgram, result: PassResult) => void;

/** Runs the passes in order; statistics are prefixed by the pass's name. */
export function pipeline(name: string, passes: readonly EventPass[], observe: PassObserver = () => {}): EventPass {
  return {
    level: "event",
    name,
    summary: passes.map((pass) => pass.name).join(", "),
    ensures: passes.map((pass) => pass.ensures).join("; "),
    run: (program) => {
      let current = program;
      const statistics: Record<string, number> = {};
      for (const pass of passes) {
        const result = pass.run(current);
        observe(pass, current, result);
        for (const [key, value] of Object.entries(result.statistics)) statistics[`${pass.name}.${key}`] = value;
        current = result.program;
      }
      return { program: current, statistics };
    },
  };
}
