/** Passes by what a user wrote: `prune-zero-synapses,share-rows{maxDistance=2,maxRows=4096},narrow-weights`. */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { PassValues } from "./options.js";
import type { EventPass } from "./pass.js";

/** Throws SnncError (input) with everything that is wrong: syntax, passes and options that do not exist, values out of range. */
export function selectPasses(text: string, passes: readonly EventPass[]): EventPass[] {
  const diagnostics: Diagnostic[] = [];
  const selected = splitOutsideBraces(text).flatMap((item): EventPass[] => {
    const parsed = /^([a-z][a-z0-9-]*)(?:\{([^{}]*)\})?$/.exec(item);
    if (parsed === null) {
      diagnostics.push({
        code: "passes-syntax",
        message: item === "" ? "a pass is missing between two commas" : `'${item}' is no pass with options`,
        hint: "Write NAME or NAME{OPTION=VALUE,...}, with commas between passes.",
      });
      return [];
    }
    const [, name, options] = parsed;
    const pass = passes.find((candidate) => candidate.name === name);
    if (pass === undefined) {
      diagnostics.push(unknownPass(name, passes));
      return [];
    }
    try {
      return [options === undefined ? pass : pass.withOptions(valuesOf(pass.name, options))];
    } catch (error) {
      if (!(error instanceof SnncError)) throw error;
      diagnostics.push(...error.diagnostics);
      return [];
    }
  });
  if (diagnostics.length > 0) throw new SnncError("input", diagnostics);
  return selected;
}

export function unknownPass(name: string, passes: readonly EventPass[]): Diagnostic {
  return {
    code: "pass-unknown",
    message: `there is no pass '${name}'`,
    hint: `Passes: ${passes.map((pass) => pass.name).join(", ")}.`,
  };
}

function splitOutsideBraces(text: string): string[] {
  return text.split(/,(?![^{]*\})/).map((item) => item.trim());
}

/** `a=1,b=2`; an empty text is no option. */
function valuesOf(pass: string, text: string): PassValues {
  if (text.trim() === "") return {};
  const values: Record<string, number> = {};
  for (const item of text.split(",")) {
    const [, name, value] = /^\s*([A-Za-z]+)\s*=\s*(-?[0-9.]+)\s*$/.exec(item) ?? [];
    if (name === undefined || value === undefined || !Number.isFinite(Number(value))) {
      throw new SnncError("input", {
        code: "pass-option-syntax",
        where: `pass '${pass}'`,
        message: `'${item.trim()}' is no option; an option is NAME=NUMBER`,
        hint: "e.g. share-rows{maxDistance=2}",
      });
    }
    values[name] = Number(value);
  }
  return values;
}
