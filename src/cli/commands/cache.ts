/** snnc cache list|clear: what is kept in the user's cache folder. */
import type { CommandModule } from "yargs";
import { clearCache, listCache } from "../../flow/cache.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly action: "list" | "clear";
}

export const cacheCommand: CommandModule<GlobalOptions, Options> = {
  command: "cache <action>",
  describe: "list or clear the user's cache (TensorFlow library, embeddings, compiled simulations)",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("action", { choices: ["list", "clear"] as const, demandOption: true, describe: "what to do" })
        .example("$0 cache list", "entries with their sizes"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const entries = options.action === "clear" ? clearCache() : listCache();
      context.print(
        entries.length === 0
          ? "the cache is empty"
          : table(
              ["entry", "bytes"],
              entries.map((entry) => [entry.name, String(entry.bytes)]),
            ),
      );
      if (options.action === "clear") context.print("cleared");
      return { json: entries };
    }),
};
