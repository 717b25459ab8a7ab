/** Options of passes: described as data, so that the command line, the documentation and the check read the same. */
import { assertNever, type Diagnostic, SnncError } from "../util/diagnostics.js";

/** Option values by name. */
export type PassValues = Readonly<Record<string, number>>;

export interface PassOption {
  readonly name: string;
  /** What it decides, with its unit. */
  readonly text: string;
  readonly type: OptionType;
  /** What it is now; the default in `PASSES`. */
  readonly value: number;
}

export type OptionType =
  | { readonly kind: "integer"; readonly low: number; readonly high: number }
  | { readonly kind: "number"; readonly low: number; readonly high: number };

/** Throws SnncError (input) for every value that the pass has no option for or that the option does not take. */
export function checkOptions(pass: string, options: readonly PassOption[], values: PassValues): void {
  const diagnostics = Object.entries(values).flatMap(([name, value]): Diagnostic[] => {
    const where = `pass '${pass}'`;
    const option = options.find((candidate) => candidate.name === name);
    if (option === undefined) {
      const names = options.map((candidate) => candidate.name);
      return [
        {
          code: "pass-option-unknown",
          where,
          message: `it has no option '${name}'`,
          hint: names.length === 0 ? "It has no options." : `Its options are ${names.join(", ")}.`,
        },
      ];
    }
    return takes(option.type, value)
      ? []
      : [{ code: "pass-option-value", where, message: `option '${name}' is ${value}; it takes ${printOptionType(option.type)}`, hint: option.text }];
  });
  if (diagnostics.length > 0) throw new SnncError("input", diagnostics);
}

function takes(type: OptionType, value: number): boolean {
  return value >= type.low && value <= type.high && (type.kind === "number" || Number.isInteger(value));
}

/** e.g. `a whole number from 1 to 63` */
export function printOptionType(type: OptionType): string {
  switch (type.kind) {
    case "integer":
      return `a whole number from ${type.low} to ${type.high}`;
    case "number":
      return `a number from ${type.low} to ${type.high}`;
    default:
      return assertNever(type);
  }
}
