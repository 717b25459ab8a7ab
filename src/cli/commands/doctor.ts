/** snnc doctor: what is installed, which version, what is missing and how to get it. */
import type { CommandModule } from "yargs";
import { inspectMachine } from "../../flow/doctor.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

export const doctorCommand: CommandModule<GlobalOptions, GlobalOptions> = {
  command: "doctor",
  describe: "what is installed, which version, what is missing and how to get it",
  builder: (argv) => declares<GlobalOptions>(argv.example("$0 doctor", "exit code 3 if something that the demo needs is missing")),
  handler: (options) =>
    runCommand(options, async (context) => {
      const entries = await inspectMachine();
      context.print(
        table(
          ["", "state", "version", "needed for"],
          entries.map((entry) => [
            entry.name,
            entry.state + (entry.state !== "found" && entry.isRequired ? " (required)" : ""),
            entry.version ?? "",
            entry.neededFor,
          ]),
        ),
      );
      for (const entry of entries) if (entry.howToGet !== undefined) context.print(`${entry.name}: ${entry.howToGet}`);
      if (entries.some((entry) => entry.isRequired && entry.state !== "found")) context.exit(3);
      return { json: entries };
    }),
};
