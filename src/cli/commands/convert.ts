/** snnc convert: float TextCNN -> spiking graph, fine-tuned, rows shared. */
import type { CommandModule } from "yargs";
import { convertBundle } from "../../flow/bundle-verbs.js";
import { accuracyLines } from "../../flow/learning.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions {
  readonly bundle: string;
}

export const convertCommand: CommandModule<GlobalOptions, Options> = {
  command: "convert <bundle>",
  describe: "tailored TextCNN -> spiking graph: thresholds balanced, fine-tuned with surrogate gradients, rows shared",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("bundle", { type: "string", demandOption: true, describe: "folder from `snnc train`" })
        .example("$0 convert build/reviews", "writes build/reviews/graph.pb"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const learning = await convertBundle(options.bundle, { signal: context.signal, onProgress: context.onProgress, note: context.note });
      for (const line of accuracyLines(learning)) context.print(line);
      for (const warning of learning.warnings) context.note(`warning: ${warning}`);
      return { json: learning };
    }),
};
