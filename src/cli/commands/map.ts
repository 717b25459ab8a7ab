/** snnc map: event program -> cores of a Loihi-style chip. */
import type { CommandModule } from "yargs";
import { mapBundle } from "../../flow/bundle-verbs.js";
import { type MapPhase, phaseLine } from "../../flow/map.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly seed: number | undefined;
  readonly objective: "cores" | "traffic";
}

export const mapCommand: CommandModule<GlobalOptions, Options> = {
  command: "map <bundle>",
  describe: "event program -> cores, axons and synapse memory of a Loihi-style chip",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb (from `snnc compile`)" })
        .option("target", { type: "string", describe: "name of a target or path of its JSON (default: the configuration's, loihi1)" })
        .option("seed", { type: "number", describe: "seed of partition and placement (default: the configuration's)" })
        .option("objective", {
          choices: ["cores", "traffic"] as const,
          default: "traffic",
          describe: "traffic: few hops on no more cores; cores: filled in the order of the neurons",
        })
        .example("$0 map build/demo --target loihi1", "writes build/demo/mapping.pb and mapping.json"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const phases: MapPhase[] = [];
      const result = await mapBundle(options.bundle, {
        target: options.target,
        seed: options.seed,
        objective: options.objective,
        onPhase: (phase) => {
          phases.push(phase);
          context.note(phaseLine(phase));
        },
        signal: context.signal,
        onProgress: context.onProgress,
      });
      const resources = Object.keys(result.utilization[0]?.resources ?? {});
      const rows = result.utilization.map((core) => [
        String(core.core),
        core.populations.join(" "),
        ...resources.map((name) => `${core.resources[name]?.used ?? 0}/${core.resources[name]?.max ?? 0}`),
      ]);
      context.print(table(["core", "populations", ...resources], rows));
      context.print(`${result.cores} cores of ${result.target}`);
      return { json: { ...result, phases } };
    }),
};
