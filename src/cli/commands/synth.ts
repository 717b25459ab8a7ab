/** snnc synth: a core, or a bundle's network on one, through Yosys and nextpnr; what it takes of a board, and how fast it is. */
import type { CommandModule } from "yargs";
import { LINES, type Line, type Synthesised, synthBundle, synthCore, WEIGHT_PLACES, type WeightPlace } from "../../flow/synth.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly bundle: string | undefined;
  readonly board: string;
  readonly lanes: number | undefined;
  readonly "leak-max": number | undefined;
  readonly seed: number;
  readonly weights: WeightPlace | undefined;
  readonly line: Line | undefined;
  readonly counters: boolean;
  readonly watts: number | undefined;
  readonly output: string | undefined;
}

export const synthCommand: CommandModule<GlobalOptions, Options> = {
  command: "synth [bundle]",
  describe: "Verilog -> FPGA: LUTs, memories, clock and bitstream, by Yosys and nextpnr",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("bundle", { type: "string", describe: "folder with event.pb (from `snnc compile`); without one: a core of the benchmark's size" })
        .option("board", {
          type: "string",
          demandOption: true,
          describe: "icebreaker, ulx3s-25f, ulx3s-85f, hx8k, xc7a35t (synthesis only)",
        })
        .option("lanes", { type: "number", describe: "synapse lanes: 4, 8, 16, 32, 64 (default: the bundle's crossbar's; 8 without a bundle)" })
        .option("leak-max", {
          type: "number",
          describe: "without a bundle: largest k of a leak v - (v >> k), 0..15 (default 15; 0: IF neurons and full decay only)",
        })
        .option("seed", { type: "number", default: 1, describe: "seed of the placement" })
        .option("weights", {
          choices: WEIGHT_PLACES,
          describe: "of a bundle: in memories of the FPGA (default), or in the board's flash, read while it runs (icebreaker); writes weights.bin",
        })
        .option("line", {
          choices: LINES,
          describe: "of a bundle: frames that `snnc hil` speaks (default where the board has them), or a plain bridge",
        })
        .option("counters", { type: "boolean", default: true, describe: "of a bundle: the core's counters; --no-counters saves LUTs" })
        .option("watts", { type: "number", describe: "power that the board is assumed to draw; a report then states the energy of a text under it" })
        .option("output", { alias: "o", type: "string", describe: "folder, without a bundle (default build/synth-BOARD-LANES)" })
        .example("$0 synth build/demo --board ulx3s-25f", "writes build/demo/synth.json and build/demo/synth/ulx3s-25f/bitstream.bit")
        .example("$0 synth --board icebreaker --lanes 8", "measures a core without a network"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { bundle, board, lanes, seed, weights, line, counters, watts, output, "leak-max": leakMax } = options;
      if (bundle !== undefined && (output !== undefined || leakMax !== undefined)) {
        throw inputError("synth-bundle", "`--output` and `--leak-max` are for a core without a bundle; a bundle has its own", {
          hint: "Leave them out.",
        });
      }
      if (bundle === undefined && line !== undefined) {
        throw inputError("synth-line", "a core without a bundle is measured behind the plain bridge, but `--line` was given", {
          hint: "Leave it out.",
        });
      }
      if (bundle === undefined && weights !== undefined) {
        throw inputError("synth-weights", "a core without a bundle has no weights to put anywhere, but `--weights` was given", {
          hint: "Leave it out.",
        });
      }
      const request = { board, lanes, seed, weights, line, counters, watts, signal: context.signal, onProgress: context.onProgress };
      const synthesised =
        bundle === undefined
          ? await synthCore(output ?? `build/synth-${board}-${lanes ?? 8}`, { ...request, ...(leakMax === undefined ? {} : { leakMax }) })
          : await synthBundle(bundle, request);
      for (const line of lines(synthesised)) context.print(line);
      return { json: synthesised.result };
    }),
};

function lines({ result, folder, file }: Synthesised): string[] {
  const { resources, timing, bitstream } = result;
  const share = (use: { used: number; capacity: number }): string[] => [
    String(use.used),
    String(use.capacity),
    use.capacity === 0 ? "" : `${((100 * use.used) / use.capacity).toFixed(0)} %`,
  ];
  return [
    `${result.device}, ${result.parameters.LANES} lanes; ${result.tools.map(({ name, version }) => `${name} ${version}`).join(", ")}`,
    table(
      ["resource", "used", "there", ""],
      [
        ["LUT", ...share(resources.luts)],
        ["FF", String(resources.flipFlops), "", ""],
        ["BRAM", ...share(resources.blockRams)],
        ["SPRAM", ...share(resources.sprams)],
        ["DSP", ...share(resources.dsps)],
      ],
    ),
    `${result.operationsPerCyclePerKiloLut.toFixed(2)} operations a cycle per 1,000 LUTs`,
    ...(timing === undefined
      ? []
      : [
          `Fmax ${(timing.fmaxHz / 1e6).toFixed(1)} MHz (asked for: ${(timing.askedHz / 1e6).toFixed(1)})`,
          `critical path ${(timing.criticalPath.seconds * 1e9).toFixed(2)} ns, ${timing.criticalPath.levels} levels, ${(100 * timing.criticalPath.logicShare).toFixed(0)} % logic: ${timing.criticalPath.from} -> ${timing.criticalPath.to}`,
        ]),
    ...result.remarks,
    bitstream === undefined
      ? `results -> ${file}, logs in ${folder}`
      : `results -> ${file}, bitstream ${folder}/${bitstream.file} (${bitstream.bytes} bytes)`,
  ];
}
