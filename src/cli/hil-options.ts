/** The options that say where a device is. */
import type { Argv } from "yargs";
import { DEFAULT_BAUD, type DeviceChoice, readToken } from "../flow/hil/index.js";
import { SIMULATORS, type SimulatorKind } from "../flow/simulate.js";
import { inputError } from "../util/diagnostics.js";
import { declares } from "./context.js";
import { whole } from "./option-values.js";

export interface DeviceOptions {
  readonly backend: "board" | "rtl" | "golden";
  readonly port: string | undefined;
  readonly baud: number;
  readonly connect: string | undefined;
  readonly tokenFile: string | undefined;
  readonly simulator: SimulatorKind | undefined;
}

export function deviceOptions<T>(argv: Argv<T>): Argv<T & DeviceOptions> {
  return declares<T & DeviceOptions>(
    argv
      .option("backend", {
        choices: ["board", "rtl", "golden"] as const,
        default: "board" as const,
        describe: "a board; or the same board in Verilator; or a device in software, with the golden simulator's rules over the loaded image",
      })
      .option("port", { type: "string", describe: "serial port of the board, e.g. /dev/ttyUSB1" })
      .option("baud", { type: "number", default: DEFAULT_BAUD, describe: "bits a second of the serial port" })
      .option("connect", { type: "string", describe: "HOST:PORT of a `snnc hil-server` that has the board" })
      .option("token-file", { type: "string", describe: "with --connect: file with the server's token" })
      .option("simulator", { choices: SIMULATORS, describe: "with --backend rtl: simulate the core alone, by this, behind a line in software" }),
  );
}

/** Throws SnncError (input) where the options name no device, or two. */
export function givenDevice({ backend, port, baud, connect, tokenFile, simulator }: DeviceOptions): DeviceChoice {
  if (simulator !== undefined && backend !== "rtl") {
    throw inputError("simulator-without-rtl", `--simulator ${simulator} is of the RTL; the device is ${backend}`, { hint: "Add `--backend rtl`." });
  }
  if (backend !== "board") {
    if (port !== undefined || connect !== undefined) {
      throw inputError("hil-two-devices", `--backend ${backend} is in this process; a ${port === undefined ? "server" : "port"} is named too`, {
        hint: "Leave one of them out.",
      });
    }
    return backend === "rtl" ? { kind: "rtl", simulator } : { kind: "golden" };
  }
  if ((port === undefined) === (connect === undefined)) {
    throw inputError("hil-no-device", "name the board: either --port or --connect", {
      hint: "`--port /dev/ttyUSB1` (`snnc doctor` lists ports), `--connect HOST:PORT --token-file FILE`, or no board: `--backend golden`.",
    });
  }
  if (port !== undefined) return { kind: "port", path: port, baud: whole("--baud", baud, 300, 12_000_000) ?? DEFAULT_BAUD };
  const address = addressOf("--connect", connect ?? "");
  if (tokenFile === undefined) {
    throw inputError("hil-no-token", "--connect needs the server's token", {
      hint: "Give the file that the server was started with: `--token-file FILE`.",
    });
  }
  return { kind: "server", ...address, token: readToken(tokenFile) };
}

/** HOST:PORT; an IPv6 host in brackets. Throws SnncError (input). */
export function addressOf(option: string, text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535)
    throw inputError("hil-address", `${option} ${text} is no HOST:PORT`, { hint: `For example \`${option} 127.0.0.1:4567\`.` });
  return { host, port };
}
