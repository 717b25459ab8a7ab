/** `snnc inspect --core N`: one core of a mapping, of a bundle or of a file. */
import { decodeMapping } from "../loihi/codec.js";
import { type CoreDump, coreDump, printCoreDump } from "../loihi/core-dump.js";
import type { MappedProgram } from "../loihi/mapping.js";
import { isFolder, readUserFile } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { readMapping } from "./artefacts.js";
import { openBundle } from "./bundle.js";
import { loadLoihiTarget } from "./targets.js";

export { printCoreDump };

export interface InspectCoreOptions {
  /** Number of the core on the target, as `snnc inspect` lists it. */
  readonly core: number;
  /** Most rows of each table. */
  readonly limit: number;
  /** The target that the mapping names, where it is not one of ours: the path of its JSON. */
  readonly target?: string | undefined;
}

/** Throws SnncError (input) for what is no mapping, a core that is not there and a target of another name. */
export function inspectCore(path: string, { core, limit, target }: InspectCoreOptions): CoreDump {
  const mapped: MappedProgram = isFolder(path) ? readMapping(openBundle(path)) : decodeMapping(readUserFile(path), path);
  const chip = loadLoihiTarget(target ?? mapped.target);
  if (chip.name !== mapped.target) {
    throw inputError("target-other", `the mapping is for '${mapped.target}', not for '${chip.name}'`, {
      where: path,
      hint: "Give the target it was mapped to.",
    });
  }
  const dump = coreDump(mapped, chip, core, limit);
  if (dump !== undefined) return dump;
  const ids = mapped.cores.map(({ id }) => id);
  const listed = ids.length > 16 ? `${ids.slice(0, 16).join(", ")} and ${ids.length - 16} more` : ids.join(", ");
  throw inputError("core-unknown", `there is no core ${core}; the mapping uses cores ${listed}`, { where: path });
}
