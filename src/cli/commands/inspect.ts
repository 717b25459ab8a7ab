/** snnc inspect: the text form of an artefact. */
import type { CommandModule } from "yargs";
import { inspectArtefacts } from "../../flow/artefacts.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions {
  readonly path: string;
  readonly only: string | undefined;
}

export const inspectCommand: CommandModule<GlobalOptions, Options> = {
  command: "inspect <path>",
  describe: "print the text form of a bundle's artefacts or of one file",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("path", { type: "string", demandOption: true, describe: "bundle or file" })
        .option("only", { choices: ["encoder", "graph", "event", "mapping"] as const, describe: "only artefacts of this kind" })
        .example("$0 inspect build/demo/event.pb", "the event program as text"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const artefacts = inspectArtefacts(options.path).filter((artefact) => options.only === undefined || artefact.kind === options.only);
      for (const { text } of artefacts) context.print(text.trimEnd());
      return { json: artefacts };
    }),
};
