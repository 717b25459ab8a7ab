/** snnc explain: which words of a sentence made which neurons spike, and for which class. */
import type { CommandModule } from "yargs";
import { explainBundle } from "../../flow/bundle-verbs.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly sentence: string;
  readonly bundle: string;
}

export const explainCommand: CommandModule<GlobalOptions, Options> = {
  command: "explain <sentence>",
  describe: "show the words of a sentence with the spikes they caused",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("sentence", { type: "string", demandOption: true, describe: "a sentence" })
        .option("bundle", { alias: "b", type: "string", default: "build/demo", describe: "folder with event.pb and encoder.pb" })
        .example("$0 explain 'a small domestic animal'", "words, timesteps, spikes and the class each argues for"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const explanation = await explainBundle(options.bundle, options.sentence);
      context.print(
        table(
          ["timestep", "word", "known", "spikes"],
          explanation.words.map((word) => [
            String(word.timestep),
            word.word,
            word.known ? "yes" : "no",
            word.neurons.map(({ neuron, towards, weight }) => `${neuron} -> ${towards} (${weight > 0 ? "+" : ""}${weight})`).join(", "),
          ]),
        ),
      );
      context.print(`decided: ${explanation.decided}`);
      for (const { name, score } of explanation.scores) context.print(`  ${name.padEnd(16)} ${score}`);
      return { json: explanation };
    }),
};
