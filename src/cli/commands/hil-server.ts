/** snnc hil-server: a device behind TCP, for one client at a time that knows the token. */
import type { CommandModule } from "yargs";
import { DEFAULT_BAUD, readToken, serveDevice } from "../../flow/hil/index.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { addressOf } from "../hil-options.js";
import { whole } from "../option-values.js";

interface Options extends GlobalOptions {
  readonly portDevice: string | undefined;
  readonly simulate: string | undefined;
  readonly backend: "golden" | "rtl";
  readonly baud: number;
  readonly listen: string;
  readonly tokenFile: string;
}

export const hilServerCommand: CommandModule<GlobalOptions, Options> = {
  command: "hil-server",
  describe: "put a board (or a simulated device) behind TCP, for `snnc hil --connect`",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("port-device", { type: "string", describe: "serial port of the board" })
        .option("simulate", { type: "string", describe: "bundle whose core is simulated, instead of a board" })
        .option("backend", {
          choices: ["golden", "rtl"] as const,
          default: "golden" as const,
          describe: "with --simulate: what the device's core is",
        })
        .option("baud", { type: "number", default: DEFAULT_BAUD, describe: "bits a second of the serial port" })
        .option("listen", {
          type: "string",
          default: "127.0.0.1:4567",
          describe:
            "HOST:PORT; another host than the loopback's lets others in, and the token goes over the network as it is; port 0 takes a free one",
        })
        .option("token-file", { type: "string", demandOption: true, describe: "file with a token of 16 characters or more, which clients must name" })
        .example(
          "$0 hil-server --port-device /dev/ttyUSB1 --token-file token.txt",
          "then: snnc hil build/demo --connect 127.0.0.1:4567 --token-file token.txt",
        )
        .example("$0 hil-server --simulate build/demo --listen 127.0.0.1:0 --token-file token.txt", "a device in software"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { portDevice, simulate, backend } = options;
      if ((portDevice === undefined) === (simulate === undefined)) {
        throw inputError("hil-no-device", "name the device: either --port-device or --simulate", {
          hint: "`--port-device /dev/ttyUSB1`; `snnc doctor` lists ports.",
        });
      }
      const baud = whole("--baud", options.baud, 300, 12_000_000) ?? DEFAULT_BAUD;
      const token = readToken(options.tokenFile);
      const served = await serveDevice({
        device:
          portDevice === undefined ? { kind: "bundle", folder: simulate ?? "", core: { kind: backend } } : { kind: "port", path: portDevice, baud },
        ...addressOf("--listen", options.listen),
        token,
        signal: context.signal,
        onProgress: context.onProgress,
        onNote: (note) => context.note(`snnc: ${note}`),
      });
      return { json: served };
    }),
};
