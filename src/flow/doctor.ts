/** What `snnc doctor` prints: what the tools find on this machine, and its serial ports. */
import { type EnvironmentEntry, inspectEnvironment } from "../tools/environment.js";
import { listPorts, type PortEntry } from "./hil/ports.js";

export type { EnvironmentEntry } from "../tools/environment.js";

const NEEDED_FOR = "a board (snnc hil --port)";

/** Programs and libraries, then a line a serial port; where there is none, a line that says so. */
export async function inspectMachine(): Promise<readonly EnvironmentEntry[]> {
  const [tools, ports] = [await inspectEnvironment(), await listPorts()];
  return [...tools, ...portEntries(ports)];
}

/** Serial ports as lines of the doctor. */
export function portEntries(ports: readonly PortEntry[]): readonly EnvironmentEntry[] {
  if (ports.length === 0) {
    const howToGet = "no board is plugged in; `snnc hil --backend golden` and `--backend rtl` need none";
    return [{ name: "serial port", state: "missing", neededFor: NEEDED_FOR, isRequired: false, howToGet }];
  }
  return ports.map(({ path, vendor, product, board, canOpen, howToOpen }) => ({
    name: path,
    state: canOpen ? "found" : "no-permission",
    ...(vendor === undefined ? {} : { version: `${vendor}:${product ?? "?"}` }),
    path,
    neededFor: board ?? NEEDED_FOR,
    isRequired: false,
    ...(howToOpen === undefined ? {} : { howToGet: howToOpen }),
  }));
}
