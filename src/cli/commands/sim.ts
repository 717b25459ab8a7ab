/** snnc sim: runs a labelled file through a bundle on a back end. */
import type { CommandModule } from "yargs";
import { simulateBundle } from "../../flow/bundle-verbs.js";
import { waveBundle } from "../../flow/waveform.js";
import { inputError } from "../../util/diagnostics.js";
import { type BackendOptions, backendOptions, givenBackend } from "../backend-options.js";
import { type Context, declares, type GlobalOptions, type Outcome, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, BackendOptions, DataOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly verify: boolean;
  readonly part: "test" | "all";
  readonly limit: number | undefined;
  readonly wave: string | undefined;
  readonly sample: number;
}

export const simCommand: CommandModule<GlobalOptions, Options> = {
  command: "sim <bundle>",
  describe: "run a data set's test part on the golden simulator, the RTL or the emulator of the mapping",
  builder: (argv) =>
    declares<Options>(
      dataOptions(
        backendOptions(argv)
          .positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb and encoder.pb" })
          .option("target", { type: "string", describe: "crossbar target, or chip with loihi (default: the configuration's)" })
          .option("verify", {
            type: "boolean",
            default: false,
            describe: "with rtl or loihi: compare every spike, output and membrane with the golden simulator",
          })
          .option("part", { choices: ["test", "all"] as const, default: "test" as const, describe: "the samples that the split holds out, or all" })
          .option("limit", { type: "number", describe: "only the first N samples" })
          .option("wave", { type: "string", describe: "with rtl: write the waveform of one sample (.fst or .vcd) and a GTKWave save file beside it" })
          .option("sample", { type: "number", default: 0, describe: "with --wave: which sample, numbered from 0" }),
      )
        .example("$0 sim build/demo --backend rtl --verify", "the bundle's own test set, cycle by cycle, against the golden simulator")
        .example("$0 sim build/demo --backend loihi --verify", "the tables that `snnc map` wrote, on the chip's emulator")
        .example("$0 sim build/demo --backend rtl --wave out.fst --sample 17", "then: gtkwave out.gtkw")
        .example("$0 sim build/mine --data x.npy --labels y.npy", "the held-out tenth of one's own samples, on a converted model"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.limit !== undefined && !(Number.isInteger(options.limit) && options.limit >= 1)) {
        throw inputError("option-range", `--limit is ${options.limit}; a whole number of at least 1 is possible`);
      }
      if (options.wave !== undefined) return await writeWave(options, options.wave, context);
      const result = await simulateBundle(options.bundle, {
        ...givenBackend(options),
        target: options.target,
        verify: options.verify,
        ...(options.limit === undefined ? {} : { limit: options.limit }),
        ...givenData(options),
        part: options.part,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      context.print(
        table(
          ["", ""],
          Object.entries(result.figures).map(([name, value]) => [name, String(value)]),
        ),
      );
      const { cores = [] } = result;
      if (cores.length > 0)
        context.print(
          table(
            Object.keys(cores[0]),
            cores.map((core) => Object.values(core).map((value: number) => String(Number(value.toFixed(1))))),
          ),
        );
      return { json: result };
    }),
};

async function writeWave(options: Options, file: string, { signal, onProgress, print, note }: Context): Promise<Outcome> {
  const { backend, simulator } = givenBackend(options);
  if (backend !== "rtl") {
    throw inputError("wave-backend", `--wave is of the RTL; the network runs on the ${backend} simulator`, { hint: "Add `--backend rtl`." });
  }
  if (options.cores !== undefined) {
    throw inputError("wave-cores", `--wave shows one core; --cores ${options.cores} asks for a mesh`, { hint: "Leave one of them out." });
  }
  const sample = whole("--sample", options.sample, 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const summary = await waveBundle(options.bundle, {
    simulator,
    target: options.target,
    ...givenData(options),
    part: options.part,
    file,
    sample,
    signal,
    onProgress,
  });
  for (const warning of summary.warnings) note(`snnc: ${warning}`);
  const { file: written, saveFile, timesteps, cycles, spikes } = summary;
  print(`sample ${sample}: ${timesteps} timesteps, ${cycles} cycles, ${spikes} spikes -> ${written}`);
  print(`gtkwave ${saveFile}`);
  return { json: summary };
}
