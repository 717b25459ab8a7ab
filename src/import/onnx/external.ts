/**
 * External data: tensors that a model keeps in files beside it. A location is relative and stays below the model's
 * folder; sizes are checked against the file before they are believed.
 */
import { inputError } from "../../util/diagnostics.js";
import { printable, TOO_LARGE_HINT } from "../builder.js";
import { refusal } from "./refusal.js";
import type { ExternalData } from "./tensors.js";

/** Reads tensors out of the files that `readSibling` gives, each file once, at most `byteLimit` bytes together. */
export function externalDataOf(readSibling: (name: string) => Uint8Array | undefined, byteLimit: number, where: string): ExternalData {
  const files = new Map<string, Uint8Array | undefined>();
  let total = 0;
  const fileOf = (location: string): Uint8Array | undefined => {
    if (!files.has(location)) {
      const bytes = readSibling(location);
      total += bytes?.length ?? 0;
      if (total > byteLimit) {
        throw inputError("import-too-large", `its external data have ${total} bytes up to '${printable(location)}'; the limit is ${byteLimit}`, {
          where,
          hint: TOO_LARGE_HINT,
        });
      }
      files.set(location, bytes);
    }
    return files.get(location);
  };
  return (tensor, size) => {
    const entries = new Map((tensor.externalData ?? []).map(({ key, value }) => [key ?? "", value ?? ""]));
    const location = safeLocation(entries.get("location"));
    const offset = byteCount(entries.get("offset"), "offset") ?? 0;
    const length = byteCount(entries.get("length"), "length") ?? size;
    if (length !== size) throw refusal(`its external data have a length of ${length} bytes; its shape needs ${size}`);
    const bytes = fileOf(location);
    const name = printable(location);
    if (bytes === undefined) {
      throw refusal(`its data are in '${name}', which is not there`, "Put that file beside the model, or save the model with its data inside.");
    }
    if (offset + length > bytes.length) {
      throw refusal(
        `its data are bytes ${offset} to ${offset + length} of '${name}', which has ${bytes.length}`,
        "The file is cut short, or of another model.",
      );
    }
    return bytes.subarray(offset, offset + length);
  };
}

/** A name below the model's folder: relative, without a way up, on any system. */
function safeLocation(location: string | undefined): string {
  if (location === undefined || location === "") throw refusal("its data are external, but it names no file");
  const steps = location.split(/[/\\]/);
  const below = steps.filter((step) => step !== "." && step !== "");
  const leaves = steps.includes("..") || steps[0] === "" || below.length === 0 || /^[A-Za-z]:/.test(location);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a file name with a control character is what is refused here
  if (leaves || /[\x00-\x1f]/.test(location)) {
    throw refusal(
      `its data are in '${printable(location)}'; external data stay below the model's folder`,
      "Save the model again with a relative location, without '..'.",
    );
  }
  return below.join("/");
}

function byteCount(text: string | undefined, what: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw refusal(`the ${what} of its external data is '${printable(text)}'; it must be a whole number of bytes`);
}
