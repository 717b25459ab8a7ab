/** snnc rtl: event program -> synthesizable Verilog, images, self-checking test bench. */
import type { CommandModule } from "yargs";
import { rtlBundle } from "../../flow/bundle-verbs.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";

interface Options extends GlobalOptions, DataOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly text: readonly string[];
}

export const rtlCommand: CommandModule<GlobalOptions, Options> = {
  command: "rtl <bundle>",
  describe: "event program -> Verilog, memory images, file list, FuseSoC core, test bench",
  builder: (argv) =>
    declares<Options>(
      dataOptions(argv)
        .positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb and encoder.pb (from `snnc compile`)" })
        .option("target", { type: "string", describe: "name of a crossbar target or path of its JSON (default: the configuration's, crossbar-16)" })
        .option("text", {
          type: "string",
          array: true,
          default: [] as string[],
          describe: "sentences for the test bench (default: some of --data's test part, or of the bundle's own)",
        })
        .example("$0 rtl build/demo --target crossbar-16 --text 'a small domestic animal'", "writes build/demo/rtl/"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const summary = await rtlBundle(options.bundle, {
        target: options.target,
        texts: options.text,
        ...givenData(options),
        signal: context.signal,
        onProgress: context.onProgress,
      });
      for (const [name, value] of Object.entries(summary.parameters)) context.print(`${name.padEnd(16)} ${value}`);
      context.print(`${summary.files.length} files -> ${summary.folder}`);
      return { json: summary };
    }),
};
