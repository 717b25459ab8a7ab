/** snnc export: the spiking graph of a bundle or of a foreign model -> NIR. */
import type { CommandModule } from "yargs";
import { exportModel } from "../../flow/export-model.js";
import { formatDiagnostic } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type ImportOptions, importOptions, readingOf } from "../import-options.js";

interface Options extends GlobalOptions, ImportOptions {
  readonly source: string;
  readonly format: "nir";
  readonly output: string;
}

export const exportCommand: CommandModule<GlobalOptions, Options> = {
  command: "export <source>",
  describe: "spiking graph -> NIR, which Norse, snnTorch, sinabs, Lava and others read",
  builder: (argv) =>
    declares<Options>(
      importOptions(argv)
        .positional("source", {
          type: "string",
          demandOption: true,
          describe: "bundle or graph.pb (from `snnc convert`), or a model of another framework",
        })
        .option("format", { choices: ["nir"] as const, default: "nir" as const, describe: "format of the file" })
        .option("output", { alias: "o", type: "string", demandOption: true, describe: "file to write; one that is there is replaced" })
        .example("$0 export build/net --format nir -o net.nir --dt 1e-4", "writes net.nir with time constants for timesteps of 0.1 ms"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const summary = await exportModel(options.source, {
        format: options.format,
        output: options.output,
        reading: readingOf(options),
        signal: context.signal,
        onProgress: context.onProgress,
      });
      for (const note of summary.notes) context.note(`note: ${formatDiagnostic(note)}`);
      context.print(`${summary.nodes} nodes of '${summary.name}' -> ${summary.file} (${summary.bytes.toLocaleString("en-US")} bytes)`);
      return { json: summary };
    }),
};
