/** snnc inspect: the text form of an artefact, or one core of a mapping; of another framework's model its nodes and the back ends that can take it. */
import type { CommandModule } from "yargs";
import { inspectArtefacts } from "../../flow/artefacts.js";
import { drawChip } from "../../flow/chip-map.js";
import { describeModel, isForeignFile } from "../../flow/describe-model.js";
import { inspectCore, printCoreDump } from "../../flow/inspect-core.js";
import { exitCodeOf, inputError } from "../../util/diagnostics.js";
import { type Context, declares, type GlobalOptions, type Outcome, runCommand } from "../context.js";
import { type ImportOptions, importOptions, readingOf } from "../import-options.js";
import { modelLines } from "../model-lines.js";
import { given, whole } from "../option-values.js";

interface Options extends GlobalOptions, ImportOptions {
  readonly path: string;
  readonly only: string | undefined;
  readonly timesteps: number | undefined;
  readonly core: number | undefined;
  readonly limit: number | undefined;
  readonly all: boolean;
  readonly target: string | undefined;
  readonly svg: string | undefined;
  readonly resource: string | undefined;
  readonly population: string | undefined;
}

/** Rows of each table of a core, unless the options say more. */
const DEFAULT_ROWS = 16;

export const inspectCommand: CommandModule<GlobalOptions, Options> = {
  command: "inspect <path>",
  describe: "print the text form of an artefact; of a NIR, Keras, TensorFlow.js or ONNX model its nodes and which back ends can take it",
  builder: (argv) =>
    declares<Options>(
      importOptions(argv)
        .positional("path", { type: "string", demandOption: true, describe: "bundle or file of snnc, or a model of another framework" })
        .option("only", { choices: ["encoder", "graph", "event", "mapping"] as const, describe: "of a bundle: only artefacts of this kind" })
        .option("timesteps", { type: "number", describe: "of a model: timesteps of input to try the back ends with" })
        .option("core", { type: "number", describe: "of a mapping: one core by its number, with its axons and synapses decoded" })
        .option("limit", { type: "number", describe: `with --core: most rows of each table (default ${DEFAULT_ROWS})` })
        .option("all", { type: "boolean", default: false, describe: "with --core: every row" })
        .option("target", { type: "string", describe: "with --core: path of the chip's JSON, where the mapping is for one's own" })
        .option("svg", { type: "string", describe: "of a mapping: file to draw the chip into, as a map of its cores and links" })
        .option("resource", { type: "string", describe: "of --svg: the resource that colours the cores (default: the scarcest)" })
        .option("population", { type: "string", describe: "of --svg: the population whose cores are highlighted" })
        .conflicts("core", "svg")
        .example("$0 inspect build/demo/event.pb", "the event program as text")
        .example("$0 inspect build/demo/mapping.pb --core 0 --limit 4", "what core 0 holds, decoded")
        .example("$0 inspect build/demo --svg chip.svg --resource 'synapse words'", "the chip as a picture")
        .example("$0 inspect net.nir --dt 1e-4", "what a model holds, and where it can run"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.core !== undefined) return core(options, options.core, context);
      const idle = (["limit", "target"] as const).find((name) => options[name] !== undefined) ?? (options.all ? "all" : undefined);
      if (idle !== undefined) throw inputError("usage", `--${idle} is of \`--core N\``, { hint: "Name a core, or leave it out." });
      if (options.svg !== undefined && options.only !== undefined) {
        throw inputError("usage", "--svg draws the mapping; --only chooses what is printed", { hint: "Leave one of them out." });
      }
      if (options.svg !== undefined) return draw(options, options.svg, context);
      if (options.resource !== undefined || options.population !== undefined) {
        throw inputError("usage", "--resource and --population choose what --svg draws", { hint: "Add --svg FILE." });
      }
      return isForeignFile(options.path) ? inspectModel(options, context) : inspect(options, context);
    }),
};

function core({ path, limit, all, target }: Options, number: number, context: Context): Outcome {
  const dump = inspectCore(path, {
    core: whole("--core", number, 0, 2 ** 31) ?? 0,
    limit: all ? Number.POSITIVE_INFINITY : (whole("--limit", limit, 0, 2 ** 31) ?? DEFAULT_ROWS),
    target,
  });
  context.print(printCoreDump(dump).trimEnd());
  return { json: dump };
}

async function draw({ path, resource, population }: Options, file: string, context: Context): Promise<Outcome> {
  const drawn = drawChip(path, file, given({ resource, population }));
  context.print(
    `${drawn.cores} cores of ${drawn.target}, coloured by ${drawn.resource} -> ${drawn.file} (${drawn.bytes.toLocaleString("en-US")} bytes)`,
  );
  context.print(drawn.samples === undefined ? "messages: every neuron spikes once" : `messages: mean of ${drawn.samples} samples, from the report`);
  return { json: drawn };
}

async function inspect({ path, only }: Options, context: Context): Promise<Outcome> {
  const artefacts = inspectArtefacts(path).filter(({ kind }) => only === undefined || kind === only);
  for (const { text } of artefacts) context.print(text.trimEnd());
  return { json: artefacts };
}

async function inspectModel(options: Options, context: Context): Promise<Outcome> {
  if (options.only !== undefined)
    throw inputError("usage", "--only chooses among the artefacts of a bundle; this is a model", { where: options.path });
  const model = await describeModel(options.path, {
    reading: readingOf(options),
    ...given({ timesteps: whole("--timesteps", options.timesteps, 1, 65535) }),
    signal: context.signal,
    onProgress: context.onProgress,
  });
  for (const line of modelLines(model)) context.print(line);
  if (model.failure !== undefined) context.exit(exitCodeOf(model.failure));
  return { json: model };
}
