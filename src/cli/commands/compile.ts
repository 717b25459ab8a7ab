/** snnc compile: spiking graph -> event program, passes included. */
import type { CommandModule } from "yargs";
import { compileBundle } from "../../flow/bundle-verbs.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions {
  readonly bundle: string;
  readonly weightBits: number | undefined;
  readonly maxTimesteps: number | undefined;
  readonly stateBits: number | undefined;
  readonly printAfter: string | undefined;
}

export const compileCommand: CommandModule<GlobalOptions, Options> = {
  command: "compile <bundle>",
  describe: "graph -> event program: quantise on dev data, fold biases, run the passes",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("bundle", { type: "string", demandOption: true, describe: "folder with graph.pb (from `snnc convert`)" })
        .option("weight-bits", {
          type: "number",
          describe: "width of the weights, 2..8 (default: the configuration's, 8); scales are those of training where it was for this width",
        })
        .option("max-timesteps", {
          type: "number",
          describe: "longest text in timesteps; widths are proven for it (default: the configuration's, 4096)",
        })
        .option("state-bits", {
          type: "number",
          describe:
            "most bits of a membrane or class sum, 16..32 (default: the configuration's, 24); class sums that need more are counted more coarsely",
        })
        .option("print-after", { type: "string", describe: "print the program's text form after this pass, or after every one: all" })
        .example("$0 compile build/reviews --weight-bits 8", "writes build/reviews/event.pb and encoder.pb")
        .example("$0 compile build/reviews --max-timesteps 1000002 --state-bits 32", "for texts of up to a million words"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const summary = await compileBundle(options.bundle, {
        signal: context.signal,
        onProgress: context.onProgress,
        ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
        ...(options.maxTimesteps === undefined ? {} : { maxTimesteps: options.maxTimesteps }),
        ...(options.stateBits === undefined ? {} : { stateBits: options.stateBits }),
        ...(options.printAfter === undefined ? {} : { printAfter: { pass: options.printAfter, print: (text: string) => context.note(text) } }),
      });
      for (const warning of summary.warnings) context.note(`warning: ${warning}`);
      for (const [name, value] of Object.entries(summary.choices)) context.print(`${name}: ${value}`);
      context.print(
        `${summary.populations} populations, ${summary.neurons} neurons, ${summary.inputLines} input lines, ${summary.tableBytes} bytes of weights -> ${summary.file}`,
      );
      return { json: summary };
    }),
};
