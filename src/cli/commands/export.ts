/** snnc export: the spiking graph of a bundle or of a foreign model -> NIR; the mapping of a bundle -> SANA-FE. */
import type { CommandModule } from "yargs";
import { exportModel } from "../../flow/export-model.js";
import { exportSanafe } from "../../flow/export-sanafe.js";
import { formatDiagnostic, inputError } from "../../util/diagnostics.js";
import { type Context, declares, type GlobalOptions, type Outcome, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { type ImportOptions, importOptions, readingOf } from "../import-options.js";
import { given, whole } from "../option-values.js";

interface Options extends GlobalOptions, ImportOptions, DataOptions {
  readonly source: string;
  readonly format: "nir" | "sanafe";
  readonly output: string;
  readonly sample: number | undefined;
  readonly target: string | undefined;
  readonly costs: string | undefined;
}

export const exportCommand: CommandModule<GlobalOptions, Options> = {
  command: "export <source>",
  describe: "spiking graph -> NIR, which Norse, snnTorch, sinabs, Lava and others read; mapping -> the files of the chip simulator SANA-FE",
  builder: (argv) =>
    declares<Options>(
      dataOptions(
        importOptions(argv)
          .positional("source", {
            type: "string",
            demandOption: true,
            describe: "nir: bundle or graph.pb (from `snnc convert`), or a model of another framework; sanafe: bundle with event.pb",
          })
          .option("format", { choices: ["nir", "sanafe"] as const, default: "nir" as const, describe: "format of the file or files" })
          .option("output", {
            alias: "o",
            type: "string",
            demandOption: true,
            describe: "nir: file to write; sanafe: folder for architecture.yaml and network.yaml; what is there is replaced",
          })
          .option("sample", { type: "number", describe: "sanafe: which sample is the network's input, numbered from 0 (default 0)" })
          .option("target", { type: "string", describe: "sanafe: name of a chip or path of its JSON (default: the configuration's, loihi1)" })
          .option("costs", { type: "string", describe: "sanafe: cost table of a chip, by name or path (default: loihi-sanafe)" }),
      )
        .example("$0 export build/net --format nir -o net.nir --dt 1e-4", "writes net.nir with time constants for timesteps of 0.1 ms")
        .example("$0 export build/demo --format sanafe -o build/sanafe --sample 3", "the mapping and the test set's sample 3 for SANA-FE"),
    ),
  handler: (options) => runCommand(options, (context) => (options.format === "sanafe" ? toSanafe(options, context) : toNir(options, context))),
};

async function toNir(options: Options, context: Context): Promise<Outcome> {
  const foreign = (["sample", "target", "costs", "data", "dataset"] as const).find((name) => options[name] !== undefined);
  if (foreign !== undefined) {
    throw inputError("option-of-sanafe", `--${foreign} is an option of \`--format sanafe\`; NIR holds a network alone`, { hint: "Leave it out." });
  }
  const summary = await exportModel(options.source, {
    format: "nir",
    output: options.output,
    reading: readingOf(options),
    signal: context.signal,
    onProgress: context.onProgress,
  });
  for (const note of summary.notes) context.note(`note: ${formatDiagnostic(note)}`);
  context.print(`${summary.nodes} nodes of '${summary.name}' -> ${summary.file} (${summary.bytes.toLocaleString("en-US")} bytes)`);
  return { json: summary };
}

async function toSanafe(options: Options, context: Context): Promise<Outcome> {
  const summary = await exportSanafe(options.source, {
    output: options.output,
    ...given({ sample: whole("--sample", options.sample, 0, 2 ** 31), target: options.target, costs: options.costs }),
    ...givenData(options),
    signal: context.signal,
    onProgress: context.onProgress,
  });
  const { counts, timesteps } = summary;
  for (const note of summary.notes) context.note(`note: ${formatDiagnostic(note)}`);
  context.print(
    `${summary.connections.toLocaleString("en-US")} connections of '${summary.name}', sample ${summary.sample} over ${timesteps} timesteps -> ${summary.folder}`,
  );
  context.print(
    `counted here: ${counts.spikes} spikes, ${counts.axonsOut} messages, ${counts.hopsEastWest + counts.hopsNorthSouth} hops, ${summary.picojoules.toFixed(1)} pJ by ${summary.costTable}`,
  );
  return { json: summary };
}
