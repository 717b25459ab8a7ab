/**
 * Diagnostics: the one way in which anything here tells a user what they did wrong.
 *
 * A diagnostic names the rule, the value, the limit and the way out. A function that finds user errors
 * collects as many as it can and throws one `SnncError` carrying them all; a plain `Error` is our own bug.
 */

/** One thing that is wrong, told to the person who can mend it. */
export interface Diagnostic {
  /** Stable kebab-case identifier, e.g. `dataset-one-class`. */
  readonly code: string;
  /** The rule, the value and the limit, in one or two sentences. */
  readonly message: string;
  /** Where: a file and line, a node, a population. */
  readonly where?: string;
  /** The way out. */
  readonly hint?: string;
}

/** What kind of failure it is; decides the exit code (2 input, 1 check, 3 tool). */
export type ErrorKind = "input" | "check" | "tool";

/** The only error that a user's mistake, a failed check or a missing tool ever throws. */
export class SnncError extends Error {
  readonly kind: ErrorKind;
  readonly diagnostics: readonly Diagnostic[];

  constructor(kind: ErrorKind, diagnostics: readonly Diagnostic[] | Diagnostic) {
    const list = Array.isArray(diagnostics) ? (diagnostics as readonly Diagnostic[]) : [diagnostics as Diagnostic];
    super(list.map(formatDiagnostic).join("\n"));
    this.name = "SnncError";
    this.kind = kind;
    this.diagnostics = list;
  }
}

/** Exit code of a failure of this kind (conventions: 1 check, 2 input, 3 tool). */
export function exitCodeOf(kind: ErrorKind): 1 | 2 | 3 {
  switch (kind) {
    case "check":
      return 1;
    case "input":
      return 2;
    case "tool":
      return 3;
    default:
      return assertNever(kind);
  }
}

/** Shorthand for a user's wrong input. */
export function inputError(code: string, message: string, extra: { where?: string; hint?: string } = {}): SnncError {
  return new SnncError("input", { code, message, ...extra });
}

/** Shorthand for a check that failed (a mismatch, something that does not fit). */
export function checkError(code: string, message: string, extra: { where?: string; hint?: string } = {}): SnncError {
  return new SnncError("check", { code, message, ...extra });
}

/** Shorthand for an external tool that is missing or failed. */
export function toolError(code: string, message: string, extra: { where?: string; hint?: string } = {}): SnncError {
  return new SnncError("tool", { code, message, ...extra });
}

/** `where: message (code)` and the hint on a line of its own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const where = diagnostic.where === undefined ? "" : `${diagnostic.where}: `;
  const hint = diagnostic.hint === undefined ? "" : `\n  ${diagnostic.hint}`;
  return `${where}${diagnostic.message} [${diagnostic.code}]${hint}`;
}

/** Closes a switch over a union: a case that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
