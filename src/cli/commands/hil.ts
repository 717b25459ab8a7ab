/** snnc hil: samples through a device, each compared with the golden simulator. */
import type { CommandModule } from "yargs";
import { flashBundle, type HilResult, type PowerSource, runHil, selfTestHil } from "../../flow/hil/index.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { type DeviceOptions, deviceOptions, givenDevice } from "../hil-options.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, DeviceOptions, DataOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly part: "test" | "all";
  readonly limit: number | undefined;
  readonly keepGoing: boolean;
  readonly oneAtATime: boolean;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly measuredWatts: number | undefined;
  readonly powerCsv: string | undefined;
  readonly selfTest: boolean;
  readonly flash: boolean;
}

export const hilCommand: CommandModule<GlobalOptions, Options> = {
  command: "hil <bundle>",
  describe: "run a data set on a board (hardware in the loop), sentence by sentence against the golden simulator",
  builder: (argv) =>
    declares<Options>(
      dataOptions(deviceOptions(argv.positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb and encoder.pb" })))
        .option("target", { type: "string", describe: "crossbar target (default: the configuration's)" })
        .option("part", { choices: ["test", "all"] as const, default: "test" as const, describe: "the samples that the split holds out, or all" })
        .option("limit", { type: "number", describe: "only the first N samples" })
        .option("keep-going", { type: "boolean", default: false, describe: "go on after a mismatch (default: stop at the first)" })
        .option("one-at-a-time", {
          type: "boolean",
          default: false,
          describe: "a sample only when the one before is answered: the host's latency is then that of one",
        })
        .option("out", { type: "string", describe: "file of results: a JSON line a sample, written as they come" })
        .option("resume", { type: "boolean", default: false, describe: "go on with the file of --out" })
        .option("measured-watts", { type: "number", describe: "what the board draws while it runs: its energy replaces the estimate" })
        .option("power-csv", {
          type: "string",
          describe: "a meter's log, rows of timestamp,watts (Unix seconds or ISO 8601): its energy replaces the estimate",
        })
        .option("self-test", { type: "boolean", default: false, describe: "load the image, send bytes there and back, and run no data" })
        .option("flash", { type: "boolean", default: false, describe: "first load the bitstream of `snnc synth` into the board, by openFPGALoader" })
        .example("$0 hil build/demo --port /dev/ttyUSB1 --out results.jsonl", "the bundle's own test set on a board")
        .example("$0 hil build/demo --data test.tsv --backend golden", "the same line and client without a board")
        .example(
          "$0 hil build/demo --connect 127.0.0.1:4567 --token-file token.txt --power-csv meter.csv",
          "a board behind `snnc hil-server`, and a power meter",
        ),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const device = givenDevice(options);
      const power = givenPower(options);
      const work = { signal: context.signal, onProgress: context.onProgress, onNote: (note: string) => context.note(`snnc: ${note}`) };
      if (options.flash) {
        const { board, bitstream, loader } = await flashBundle(options.bundle, work);
        context.note(`snnc: ${bitstream} is in the ${board} (${loader})`);
      }
      if (options.selfTest) {
        const result = await selfTestHil(options.bundle, { ...work, device, target: options.target });
        context.print(
          `${result.device}: ${result.pings} times there and back, ${result.roundTripMilliseconds.p50.toFixed(2)} ms at the median; ${result.link.framesDamaged} frames damaged, ${result.link.framesResent} sent again`,
        );
        return { json: result };
      }
      const result = await runHil(options.bundle, {
        ...work,
        device,
        target: options.target,
        ...givenData(options),
        part: options.part,
        ...(options.limit === undefined ? {} : { limit: whole("--limit", options.limit, 1, Number.MAX_SAFE_INTEGER) ?? 1 }),
        keepGoing: options.keepGoing,
        oneAtATime: options.oneAtATime,
        out: options.out,
        resume: options.resume,
        power,
      });
      context.print(table(["", ""], rowsOf(result)));
      if (result.equality.mismatches > 0) {
        context.note(
          `snnc: ${result.equality.mismatches} of ${result.samples} ${result.unit}s differ from the golden simulator${result.equality.first === undefined ? "" : `; the first: ${result.equality.first}`}`,
        );
        context.exit(1);
      }
      return { json: result };
    }),
};

function givenPower({ measuredWatts, powerCsv }: Options): PowerSource | undefined {
  if (measuredWatts !== undefined && powerCsv !== undefined) {
    throw inputError("power-twice", "--measured-watts and --power-csv both say what the board draws", { hint: "Leave one of them out." });
  }
  if (powerCsv !== undefined) return { kind: "csv", file: powerCsv };
  if (measuredWatts === undefined) return undefined;
  if (!(measuredWatts > 0 && measuredWatts < 1000))
    throw inputError("option-range", `--measured-watts is ${measuredWatts}; 0 to 1,000 W are possible`);
  return { kind: "watts", watts: measuredWatts };
}

function rowsOf(result: HilResult): string[][] {
  const { equality, hostLatencySeconds: host, deviceLatencySeconds: device, link } = result;
  const milliseconds = (seconds: number): string => `${(seconds * 1000).toPrecision(3)} ms`;
  const spread = ({ p50, p95, p99, max }: typeof host): string => `${[p50, p95, p99].map(milliseconds).join(", ")}; at most ${milliseconds(max)}`;
  return [
    ["device", result.device],
    [
      `${result.unit}s`,
      `${result.samples}${result.resumed === 0 ? "" : ` (${result.resumed} of them before)`}, ${result.samplesPerSecond.toFixed(1)} a second`,
    ],
    ...(result.accuracyPercent === undefined ? [] : [["accuracy", `${result.accuracyPercent.toFixed(2)} %`]]),
    [
      "equal to the golden simulator",
      `${equality.samples - equality.mismatches} of ${equality.samples}: outputs, decisions${equality.counters ? ", counters" : " (the device has no counters)"}`,
    ],
    [`latency on the host's clock, 50, 95, 99 %${result.oneAtATime ? "" : " (in a window)"}`, spread(host)],
    ...(device === undefined ? [] : [[`latency on the device's clock (${device.clockHz / 1e6} MHz)`, spread(device)]]),
    ["useful bytes on the line", `${(100 * link.usefulByteFraction).toFixed(1)} % of ${link.bytesSent + link.bytesReceived}`],
    [
      "frames",
      `${link.framesSent} sent, ${link.framesResent} of them again; ${link.framesReceived} received, ${link.framesDamaged} damaged; ${link.sessions} sessions`,
    ],
    ["image", result.loadedWords === 0 ? "the device had it" : `${4 * result.loadedWords} bytes loaded`],
    ...result.energy.map(({ kind, joulesPerSample, from }) => [`energy a ${result.unit}, ${kind}`, `${joulesPerSample.toPrecision(3)} J (${from})`]),
  ];
}
