/** snnc map: event program -> cores of a Loihi-style chip. */
import type { CommandModule } from "yargs";
import { mapBundle } from "../../flow/bundle-verbs.js";
import { type MapPhase, phaseLine } from "../../flow/map.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { given, whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, DataOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly seed: number | undefined;
  readonly objective: "cores" | "traffic" | "energy";
  readonly costs: string | undefined;
  readonly samples: number | undefined;
}

export const mapCommand: CommandModule<GlobalOptions, Options> = {
  command: "map <bundle>",
  describe: "event program -> cores, axons and synapse memory of a Loihi-style chip",
  builder: (argv) =>
    declares<Options>(
      dataOptions(argv)
        .positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb (from `snnc compile`)" })
        .option("target", { type: "string", describe: "name of a target or path of its JSON (default: the configuration's, loihi1)" })
        .option("seed", { type: "number", describe: "seed of partition and placement (default: the configuration's)" })
        .option("objective", {
          choices: ["cores", "traffic", "energy"] as const,
          default: "traffic",
          describe: "traffic: few hops on no more cores; energy: few picojoules for messages; cores: filled in the order of the neurons",
        })
        .option("costs", { type: "string", describe: "your own cost table (JSON, as in targets/costs) instead of the target's" })
        .option("samples", {
          type: "number",
          describe: "weigh by the spikes of the first N samples of the dev part (256 with --data alone; else every neuron spikes once)",
        })
        .example("$0 map build/demo --target loihi1", "writes build/demo/mapping.pb and mapping.json")
        .example("$0 map build/demo --objective energy --samples 200", "messages of 200 of the bundle's own texts, few picojoules"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const phases: MapPhase[] = [];
      const result = await mapBundle(options.bundle, {
        target: options.target,
        seed: options.seed,
        objective: options.objective,
        ...given({ costs: options.costs, samples: whole("--samples", options.samples, 1, 1_000_000) }),
        ...givenData(options),
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
      context.print(`${result.cores} cores of ${result.target}, weighed by ${result.weighedBy}`);
      if (result.finerSynapses > 0) {
        context.note(
          `${result.finerSynapses} synapses deliver no multiple of 2^6: a chip that shifts weights in two parts would lose them (src/loihi/README.md). Where they are of class sums, compile with a smaller --max-timesteps.`,
        );
      }
      return { json: { ...result, phases } };
    }),
};
