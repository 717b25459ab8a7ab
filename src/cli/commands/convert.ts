/** snnc convert: a float TextCNN of a bundle, or someone's own model, -> spiking graph. */
import type { CommandModule } from "yargs";
import { convertBundle } from "../../flow/bundle-verbs.js";
import { type ConversionRow, convertModel } from "../../flow/convert-model.js";
import { accuracyLines } from "../../flow/learning.js";
import { rateLines } from "../../flow/rate-learning.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { column } from "../data-options.js";
import { type ImportOptions, importOptions, readingOf } from "../import-options.js";
import { given, whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, ImportOptions {
  readonly bundle: string | undefined;
  readonly output: string | undefined;
  readonly model: string | undefined;
  readonly calibrate: string | undefined;
  readonly devData: string | undefined;
  readonly testData: string | undefined;
  readonly textColumn: string | undefined;
  readonly labelColumn: string | undefined;
  readonly fineTune: boolean;
  readonly epochs: number | undefined;
  readonly labels: string | undefined;
  readonly vocabulary: string | undefined;
  readonly padId: number;
  readonly language: "en" | "zh";
  readonly encoding: "word" | "direct" | "rate" | "spikes" | undefined;
  readonly timesteps: number | undefined;
  readonly inputBits: number | undefined;
  readonly percentile: number | undefined;
  readonly maxPooling: "or" | "average" | undefined;
  readonly leaks: "exact" | "power-of-two";
  readonly weightBits: number | undefined;
  readonly rows: number | undefined;
  readonly stream: boolean;
  readonly maxPositions: number | undefined;
  readonly seed: number;
  readonly resume: boolean;
}

export const convertCommand: CommandModule<GlobalOptions, Options> = {
  command: "convert [bundle]",
  describe: "tailored TextCNN of a bundle, or a NIR, Keras, TensorFlow.js or ONNX model -> spiking graph",
  builder: (argv) =>
    declares<Options>(
      importOptions(argv)
        .positional("bundle", { type: "string", describe: "folder from `snnc train`" })
        .option("model", { type: "string", describe: "a .nir, .keras, .h5, .onnx or TensorFlow.js model.json of your own" })
        .option("output", { alias: "o", type: "string", describe: "with --model: folder for the result" })
        .option("calibrate", {
          type: "string",
          describe: "labelled texts (.tsv, .csv, .jsonl) or samples (.npy, .csv), split into calibration, dev and test parts",
        })
        .option("dev-data", { type: "string", describe: "texts: dev part, if the files give the split" })
        .option("test-data", { type: "string", describe: "texts: test part, if the files give the split" })
        .option("text-column", { type: "string", describe: "texts: name or position (from 1) of the text" })
        .option("label-column", { type: "string", describe: "texts: name or position (from 1) of the label" })
        .option("fine-tune", { type: "boolean", default: false, describe: "train a converted text classifier on with surrogate gradients" })
        .option("epochs", { type: "number", describe: "most epochs of fine-tuning (default 4); the best one on dev is kept" })
        .option("labels", { type: "string", describe: "class names in order (texts), or labels of a .npy (samples)" })
        .option("vocabulary", { type: "string", describe: "one word a line; line n, from 0, is token n of the model" })
        .option("pad-id", { type: "number", default: 0, describe: "token behind texts shorter than the model's input" })
        .option("language", { choices: ["en", "zh"] as const, default: "en" as const, describe: "English words or Chinese characters" })
        .option("encoding", {
          choices: ["word", "direct", "rate", "spikes"] as const,
          describe: "word: position is time; direct: constant current; rate: random spikes; spikes: spike trains",
        })
        .option("timesteps", { type: "number", describe: "timesteps of input (chosen on dev without)" })
        .option("input-bits", { type: "number", describe: "binary digits of a value with --encoding direct (default 4)" })
        .option("percentile", { type: "number", describe: "of the activations, for thresholds (chosen on dev without)" })
        .option("max-pooling", { choices: ["or", "average"] as const, describe: "what a max pool becomes (chosen on dev without)" })
        .option("leaks", {
          choices: ["exact", "power-of-two"] as const,
          default: "exact" as const,
          describe: "leaks by 12-bit decays, or rounded to powers of two (which a crossbar runs without multipliers, in less time)",
        })
        .option("weight-bits", {
          type: "number",
          describe: "width of the weights, 2 to 8 (default 8; of a bundle: its configuration's): below 8, a bundle is trained for them",
        })
        .option("rows", {
          type: "number",
          describe: "texts: most rows that words share, so that a core holds them (without, each word keeps its own)",
        })
        .option("stream", {
          type: "boolean",
          default: false,
          describe: "values over positions: run one position after the other, with a neuron a channel; samples of any length stream",
        })
        .option("max-positions", { type: "number", describe: "with --stream: positions of the longest sample (default: the network's)" })
        .option("seed", { type: "number", default: 1, describe: "seed of splits and random spikes" })
        .option("resume", {
          type: "boolean",
          default: false,
          describe: "go on with the conversion of a bundle that was interrupted, with its own options (not with --encoding rate)",
        })
        .example("$0 convert build/reviews", "writes build/reviews/graph.pb")
        .example("$0 convert --model m.keras --vocabulary words.txt --calibrate data.tsv -o build/m", "a text classifier of your own")
        .example("$0 convert --model m.keras --vocabulary words.txt --calibrate data.tsv --fine-tune -o build/m", "the same, trained on")
        .example("$0 convert --model net.nir --dt 1e-4 -o build/net", "a spiking network as it is"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.model === undefined) {
        if (options.bundle === undefined) {
          throw inputError("usage", "give a bundle's folder, or --model FILE with -o DIR", { hint: "snnc convert --help" });
        }
        const { signal, onProgress, note } = context;
        const learning = await convertBundle(options.bundle, {
          signal,
          onProgress,
          note,
          resume: options.resume,
          ...given({ weightBits: whole("--weight-bits", options.weightBits, 2, 8) }),
        });
        for (const line of learning.schema === "snnc-rate-learning/1" ? rateLines(learning) : accuracyLines(learning)) context.print(line);
        for (const warning of learning.warnings) context.note(`warning: ${warning}`);
        return { json: learning };
      }
      if (options.resume) throw inputError("usage", "--resume goes on with the conversion of a bundle; --model has nothing to go on with");
      const folder = options.output ?? options.bundle;
      if (folder === undefined) throw inputError("usage", "--model needs a folder for the result", { hint: "Add `-o build/NAME`." });
      const result = await convertModel(folder, {
        model: options.model,
        ...dataOf(options),
        ...(options.fineTune ? { fineTune: given({ epochs: whole("--epochs", options.epochs, 1, 1000) }) } : {}),
        ...given({
          vocabulary: options.vocabulary,
          encoding: options.encoding,
          timesteps: whole("--timesteps", options.timesteps, 1, 4096),
          inputBits: whole("--input-bits", options.inputBits, 1, 8),
          percentile: options.percentile,
          maxPooling: options.maxPooling,
          weightBits: whole("--weight-bits", options.weightBits, 2, 8),
          rows: whole("--rows", options.rows, 2, 2 ** 24),
        }),
        ...streamOf(options),
        padId: whole("--pad-id", options.padId, 0, 2 ** 24) ?? 0,
        leaks: options.leaks === "exact" ? "exact" : "powerOfTwo",
        seed: options.seed,
        reading: readingOf(options),
        signal: context.signal,
        onProgress: context.onProgress,
        note: context.note,
      });
      for (const note of result.notes) context.note(`note: ${note}`);
      if (result.rows.length > 0) context.print(table(["", "dev, %", "test, %", "operations a sample"], result.rows.map(cells)));
      for (const [name, value] of Object.entries(result.chosenOnDev)) context.print(`chosen on dev: ${name} ${value}`);
      if (result.streamed !== undefined) for (const line of streamLines(result.streamed)) context.print(line);
      context.print(`bundle: ${result.folder} (${result.format}, encoding ${result.encoding})`);
      return { json: result };
    }),
};

function streamOf({ stream, maxPositions }: Options): Pick<Parameters<typeof convertModel>[1], "stream"> {
  if (!stream && maxPositions !== undefined) throw inputError("usage", "--max-positions goes with --stream", { hint: "Add `--stream`." });
  return stream ? { stream: { maxPositions: whole("--max-positions", maxPositions, 1, 2 ** 20) } } : {};
}

function streamLines(streamed: NonNullable<Awaited<ReturnType<typeof convertModel>>["streamed"]>): readonly string[] {
  const { positions, maxPositions, timestepsPerPosition, timesteps, timestepsInSpace, neuronsInSpace, neurons, latches, relays, longestDelay } =
    streamed;
  const count = (value: number): string => value.toLocaleString("en-US");
  return [
    `streamed: ${count(neuronsInSpace)} neurons in space -> ${count(neurons)}, whatever the length (${count(latches)} latches, ${count(relays)} relays)`,
    `streamed: ${timestepsPerPosition} timesteps a position, longest delay ${longestDelay}; a sample of ${count(positions)} positions takes ${count(timesteps)} timesteps, in space ${count(timestepsInSpace)}`,
    `streamed: samples of up to ${count(maxPositions)} positions`,
  ];
}

function cells({ network, devAccuracy, testAccuracy, operations, unit }: ConversionRow): string[] {
  const percent = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(1));
  return [
    network,
    percent(devAccuracy),
    percent(testAccuracy),
    operations === undefined ? "" : `${Math.round(operations).toLocaleString("en-US")} ${unit}`,
  ];
}

function dataOf(options: Options): Pick<Parameters<typeof convertModel>[1], "data"> {
  const { calibrate, labels, language, devData, testData, textColumn, labelColumn } = options;
  if (calibrate === undefined) return {};
  const columns = {
    textColumn: textColumn === undefined ? undefined : column(textColumn),
    labelColumn: labelColumn === undefined ? undefined : column(labelColumn),
  };
  return { data: { file: calibrate, language, ...given({ labels, devFile: devData, testFile: testData, ...columns }) } };
}
