/** snnc rtl: event program -> synthesizable Verilog, images, self-checking test bench. */
import type { CommandModule } from "yargs";
import { rtlBundle } from "../../flow/bundle-verbs.js";
import { WRAPPERS, type Wrapper } from "../../flow/rtl.js";
import { shapeOf } from "../backend-options.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";

interface Options extends GlobalOptions, DataOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly text: readonly string[];
  readonly wrapper: Wrapper;
  readonly cores: string | undefined;
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
        .option("wrapper", {
          choices: WRAPPERS,
          default: "none" as const,
          describe: "axi: also the network behind AXI4-Lite and AXI4-Stream, with its register map for C and for readers",
        })
        .option("cores", {
          type: "string",
          describe: "a mesh of so many columns and rows of cores, 1x1 to 64 in all; without a test bench (default: one core without a mesh)",
        })
        .example("$0 rtl build/demo --target crossbar-16 --text 'a small domestic animal'", "writes build/demo/rtl/")
        .example("$0 rtl build/demo --wrapper axi", "and snn_axi_top.v, axi/snn_registers.h, axi/registers.md beside it")
        .example("$0 rtl build/demo --cores 2x2", "its neurons over four cores on a mesh"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const summary = await rtlBundle(options.bundle, {
        target: options.target,
        texts: options.text,
        wrapper: options.wrapper,
        cores: shapeOf(options.cores),
        ...givenData(options),
        signal: context.signal,
        onProgress: context.onProgress,
      });
      for (const [name, value] of Object.entries(summary.parameters)) context.print(`${name.padEnd(16)} ${value}`);
      context.print(`${summary.files.length} files -> ${summary.folder}`);
      return { json: summary };
    }),
};
