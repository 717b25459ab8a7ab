/**
 * Waveforms of one sample, written by a native build of the core that is made when first needed, and beside them a save
 * file for GTKWave that shows the signals worth seeing, in groups, in the order in which a spike passes them.
 */
import { writeFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { EventBatch } from "../event/run.js";
import { buildModel, hasZlib } from "../tools/native-model.js";
import type { TraceKind } from "../tools/verilator.js";
import { type Diagnostic, inputError } from "../util/diagnostics.js";
import type { CrossbarImage } from "../verilog/image.js";
import { addressBits, type CrossbarParameters, widthsOf } from "../verilog/parameters.js";
import type { RunAnswer } from "./harness.js";
import { startHarness } from "./process-harness.js";
import { commandsOf, loadImage } from "./samples.js";
import { coreRequest, type SimulationOptions } from "./simulation.js";

/** Format by the file's suffix. Throws SnncError (input) for another one. */
export function traceKindOf(file: string): TraceKind {
  const suffix = extname(file).toLowerCase();
  if (suffix === ".vcd") return "vcd";
  if (suffix === ".fst") return "fst";
  throw inputError("wave-suffix", `waveforms end in .fst (compressed) or .vcd (text), not '${suffix}'`, { where: file });
}

export interface Waveform {
  /** Where it is: another suffix than asked for, if FST cannot be written here. */
  readonly file: string;
  readonly saveFile: string;
  /** What the core said of the sample. */
  readonly answer: RunAnswer;
  readonly warnings: readonly Diagnostic[];
}

/** Writes `file` and its save file. Throws SnncError of kind tool where the native simulation cannot be built or written. */
export async function writeWaveform(
  image: CrossbarImage,
  batch: EventBatch,
  sample: number,
  file: string,
  options: SimulationOptions = {},
): Promise<Waveform> {
  const asked = traceKindOf(file);
  const stem = file.slice(0, -extname(file).length);
  const isPossible = asked === "vcd" || (await hasZlib(options.signal));
  const written = isPossible ? file : `${stem}.vcd`;
  const model = await buildModel(await coreRequest(image, "harness.cpp", { ...options, trace: traceKindOf(written) }), options);
  const harness = startHarness(model.executable, written);
  let answer: RunAnswer;
  try {
    await loadImage(harness, image);
    answer = await harness.run({ commands: commandsOf(image, batch, sample, true), waveform: true });
  } finally {
    await harness.close();
  }
  const saveFile = `${stem}.gtkw`;
  await writeFile(saveFile, saveFileText(basename(written), image.parameters));
  return { file: written, saveFile, answer, warnings: isPossible ? [] : [NO_ZLIB] };
}

const NO_ZLIB: Diagnostic = {
  code: "wave-no-zlib",
  message: "FST needs zlib's header, which the C++ compiler does not find; a VCD was written, which is larger",
  hint: "Debian/Ubuntu: sudo apt-get install zlib1g-dev",
};

type Format = "bit" | "hex" | "decimal" | "signed";

interface Shown {
  /** Below the core, with dots. */
  readonly name: string;
  /** Default 1. */
  readonly bits?: number;
  readonly format?: Format;
}

interface ShownGroup {
  readonly title: string;
  readonly signals: readonly Shown[];
}

/** What GTKWave shows of a core with these parameters. */
export function shownSignals(parameters: CrossbarParameters): readonly ShownGroup[] {
  const { group, axon, weightAddress } = widthsOf(parameters);
  const slot = addressBits(parameters.SLOTS);
  const neuron = group + addressBits(parameters.LANES);
  const stream = (name: string, ...payload: Shown[]): Shown[] => [{ name: `${name}_valid` }, { name: `${name}_ready` }, ...payload];
  return [
    { title: "clock", signals: [{ name: "clk" }, { name: "rst" }] },
    {
      title: "commands: 0 EVENT 1 STEP 2 READ 3 DUMP 4 RESET",
      signals: stream("in", { name: "in_kind", bits: 3, format: "decimal" }, { name: "in_axon", bits: axon, format: "decimal" }),
    },
    {
      title: "sequencer: 0 START 1 PHASE 2 GAP 3 DELIVER 4.. REPORT",
      signals: [
        { name: "u_sequencer.state", bits: 4, format: "decimal" },
        { name: "start_timestep" },
        { name: "slot", bits: slot, format: "decimal" },
      ],
    },
    {
      title: "neuron phase: group by group",
      signals: [
        ...stream("picked", { name: "picked_group", bits: group, format: "decimal" }),
        { name: "operation_valid" },
        { name: "operation_is_membrane" },
      ],
    },
    { title: "events and spikes to deliver", signals: [{ name: "axon", bits: axon, format: "decimal" }, ...stream("row")] },
    {
      title: "weight words: one a cycle",
      signals: [
        { name: "issues_word" },
        { name: "word_group", bits: group, format: "decimal" },
        { name: "walked_weight", bits: weightAddress, format: "decimal" },
        { name: "word_slot", bits: slot, format: "decimal" },
      ],
    },
    {
      title: "lane 0: sum, membrane before the threshold",
      signals: [
        { name: "gen_lane[0].u_lane.sum_4", bits: parameters.STATE_BITS + 1, format: "signed" },
        { name: "gen_lane[0].u_lane.guarded_5", bits: parameters.STATE_BITS + 2, format: "signed" },
      ],
    },
    { title: "spikes", signals: [...stream("spike", { name: "spike_neuron", bits: neuron, format: "decimal" }), { name: "spike_sends" }] },
    {
      title: "results: 0 SPIKE 1 STEP_DONE 2 VALUE 3 MEMBRANE 4 COUNTER 5 DONE",
      signals: stream("out", { name: "out_kind", bits: 3, format: "decimal" }, { name: "out_data", bits: 32, format: "signed" }),
    },
  ];
}

/** GTKWave's codes of how a row is drawn. */
const FORMATS: Readonly<Record<Format, string>> = { bit: "@28", hex: "@22", decimal: "@24", signed: "@420" };
const [GROUP_BEGIN, GROUP_END] = ["@800200", "@1000200"];
/** The scope of the core in the file. */
const SCOPE = "snn_core.snn_core";

function saveFileText(dumpFile: string, parameters: CrossbarParameters): string {
  const rows = shownSignals(parameters).flatMap(({ title, signals }) => [
    GROUP_BEGIN,
    `-${title}`,
    ...signals.flatMap(({ name, bits = 1, format = "bit" }) => [FORMATS[format], `${SCOPE}.${name}${bits === 1 ? "" : `[${bits - 1}:0]`}`]),
    GROUP_END,
    `-${title}`,
  ]);
  return ["[*] snnc: the core's signals by the way of a spike", `[dumpfile] "${dumpFile}"`, "[timestart] 0", "[size] 1600 1000", ...rows, ""].join(
    "\n",
  );
}
