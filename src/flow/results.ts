/**
 * Everything about a compiled classifier that is measured or counted on its test set, before any price: the RTL's
 * equality with the golden simulator, counters, the chip's events, per-class figures, explanations.
 */

import { cubaCyclesOfTimestep, cycleBound } from "../cosim/bound.js";
import { measureDenseStream } from "../cosim/dense-stream.js";
import { encodeTexts } from "../encode/encode.js";
import type { Encoder } from "../encode/encoder.js";
import { type Board, fitBoards } from "../energy/boards.js";
import { chipTimes } from "../energy/chip.js";
import type { CostTable } from "../energy/costs.js";
import type { ChipEvents, WorkloadCounts } from "../energy/counts.js";
import { meanTaps } from "../energy/counts.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch } from "../event/run.js";
import { encodeMapping } from "../loihi/codec.js";
import { countChipEvents, tilesInUse } from "../loihi/events.js";
import { type LoihiLegaliseOptions, legaliseForLoihi } from "../loihi/legalise.js";
import { mapToLoihi } from "../loihi/map.js";
import { type MappedProgram, mappingResult } from "../loihi/mapping.js";
import { type CountedSpikes, chipPlan } from "../loihi/plan.js";
import type { LoihiTarget } from "../loihi/target.js";
import { goldenSimulator } from "../sim/golden.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import type { ClassResult, MappingResult, ReportData } from "../util/results.js";
import { extendBatch } from "../verilog/legalise.js";
import { measureAnytime } from "./anytime.js";
import { hashOf } from "./bundle.js";
import { byLength } from "./by-length.js";
import { accuracyPercent, type LabelledTexts } from "./compile.js";
import { bytesOfTables, countCrossbar, countSnn, meanOf, memoryNeeds } from "./counts.js";
import { explainTexts } from "./explain.js";
import type { LearningSummary } from "./learning.js";
import type { CrossbarBuild } from "./rtl.js";
import { verifyRtl } from "./simulate.js";
import { loadCostTables } from "./targets.js";

/** The report's data without what depends on prices, and the counts that are priced. */
export interface MeasuredResults {
  readonly schema: "snnc-results/1";
  readonly data: Omit<ReportData, "energy" | "notPriced" | "verdict" | "costTables" | "accuracy"> & {
    readonly accuracy: Omit<ReportData["accuracy"], "retentionPercent">;
  };
  readonly workload: WorkloadCounts;
  readonly chip?: ChipEvents;
}

export interface MeasureInput {
  readonly program: EventProgram;
  readonly encoder: Encoder;
  readonly crossbar: CrossbarBuild;
  readonly chip: LoihiTarget;
  readonly boards: readonly Board[];
  /** By the times of its chip tables the latency of the chip is bounded. */
  readonly tables?: readonly CostTable[];
  /** Stop rules are chosen on it. */
  readonly dev: LabelledTexts;
  readonly test: LabelledTexts;
  readonly learning: LearningSummary;
  readonly provenance: ReportData["provenance"];
  readonly repeat: readonly string[];
  /** Seed of the chip's placement. */
  readonly seed: number;
  /** Where the waveform of a mismatching sample goes. */
  readonly waveform: string;
  /** Choices of compilation, printable. */
  readonly compiled: Readonly<Record<string, string | number>>;
}

/** Runs the whole test set on golden simulator and RTL, counts, maps. Throws SnncError as `verifyRtl` does. */
export async function measure(input: MeasureInput, options: WorkOptions = {}): Promise<MeasuredResults> {
  const { program, encoder, crossbar, dev, test, learning } = input;
  const converted = convertedAccuracy(learning);
  const encoded = encodeTexts(encoder, test.texts);
  const verified = await verifyRtl(crossbar, encoded.batch, input.waveform, options);
  const { golden, rtl, comparison } = verified;
  options.onProgress?.({ stage: "standard dense stream" });
  const dense = await measureDenseStream(crossbar.target, options.signal === undefined ? {} : { signal: options.signal });
  const devEvents = extendBatch(encodeTexts(encoder, dev.texts).batch, crossbar.extraTimesteps);
  const anytime = await measureAnytime(
    crossbar.program,
    { events: devEvents, labels: dev.labels },
    { events: verified.batch, labels: test.labels },
    options,
  );
  options.onProgress?.({ stage: "chip mapping and counts" });
  const chip = await runOnChip(input, encoded.batch, golden);
  const snn = countSnn(crossbar.program, crossbar.image, verified.batch, golden);
  const counters = countCrossbar(crossbar.program, crossbar.image, snn, rtl, crossbar.target.clockHz);
  const cycles = rtl.cycles;
  if (cycles === undefined) throw new Error("the RTL reported no cycles");
  const accuracyRtl = accuracyPercent(rtl.decisions, test.labels);
  const words = meanOf(encoded.words);
  const sops = meanOf(rtl.counters.synapticOperations);
  const meanCycles = meanOf(cycles.cycles);
  const kernels = program.populations
    .filter((population) => population.name !== program.readout.population)
    .map((population) => {
      const size = program.projections.filter((projection) => projection.target === population.name && projection.source.kind === "input").length;
      return { size, filters: population.size, taps: meanTaps(encoded.words, size) };
    });
  const workload: WorkloadCounts = {
    words,
    wordsWithRow: words,
    kernels,
    dimensions: learning.dimensions,
    classes: program.readout.classes.length,
    rows: learning.rows ?? learning.dataset.vocabulary,
    wide: {
      words: learning.wide.words,
      bigramRows: learning.wide.bigramRows,
      bigramLookups: learning.wide.bigramRows === 0 ? 0 : meanOf(encoded.words.map((count) => count - 1)),
    },
    linear: { features: learning.linear.features, lookups: learning.linear.lookups },
    snn,
    crossbar: counters,
  };
  return {
    schema: "snnc-results/1",
    data: {
      schema: "snnc-report/1",
      provenance: input.provenance,
      dataset: { ...learning.dataset, classes: learning.classes, rows: workload.rows },
      accuracy: {
        linear: learning.accuracy.linear,
        widePathAlone: learning.accuracy.widePathAlone,
        ann: learning.accuracy.ann,
        tailored: learning.accuracy.tailored,
        converted: converted.converted,
        snn: converted.snn,
        golden: accuracyPercent(golden.decisions, test.labels),
        rtl: accuracyRtl,
        samplingErrorPercent: wilsonHalfWidth(accuracyRtl / 100, test.texts.length) * 100,
      },
      equality: {
        samples: comparison.samples,
        spikesCompared: comparison.spikesCompared,
        membranesCompared: comparison.membranesCompared,
        outputsCompared: comparison.outputsCompared,
        mismatches: comparison.mismatches,
      },
      perInference: {
        words,
        inputEvents: meanOf(rtl.counters.inputEvents),
        sops,
        spikes: meanOf(rtl.counters.spikes),
        neuronUpdates: meanOf(rtl.counters.neuronUpdates),
        weightWordsRead: counters.weightWordsRead,
        timesteps: meanOf(rtl.counters.timesteps),
        cycles: meanCycles,
      },
      rtl: {
        lanes: crossbar.target.lanes,
        sopPerCycle: dense.sopPerCycle,
        sopPerCycleWorkload: sops / meanCycles,
        bound: cycleBound({
          ...counters,
          timesteps: meanOf(rtl.counters.timesteps),
          cubaCyclesOfTimestep: cubaCyclesOfTimestep(crossbar.program, crossbar.image),
        }),
        clockHz: crossbar.target.clockHz,
        latencySeconds: meanCycles / crossbar.target.clockHz,
        simulator: verified.simulator,
        parameters: { ...crossbar.image.parameters },
      },
      mapping: chip.mapping,
      boards: fitBoards(memoryNeeds(crossbar.image), input.boards),
      pipeline: pipelineFigures(input, workload, chip.mapping),
      perClass: perClass(learning.classes, test.labels, rtl.decisions),
      byLength: byLength({ words: encoded.words, labels: test.labels, ...rtl, cycles }),
      anytime,
      explanations: await explainTexts(program, encoder, examplesOf(input, rtl.decisions)),
      learning: {
        backend: learning.backend,
        stages: learning.stages,
        chosenOnDev: { ...learning.chosenOnDev, ...input.compiled },
        ...(learning.code === undefined ? {} : { code: codeFigures(learning.code, input.chip.name, chip.mapping) }),
      },
      repeat: input.repeat,
    },
    workload,
    ...(chip.events === undefined ? {} : { chip: chip.events }),
  };
}

/** The figures of a word code by name. Bytes fetched are those of the words' rows; pairs and spikes fetch the same with and without. */
function codeFigures(code: NonNullable<LearningSummary["code"]>, chip: string, mapping: MappingResult): Readonly<Record<string, string | number>> {
  return {
    "groups x sub-rows": `${code.groups} x ${code.subRows}`,
    "rows of words' own": code.ownRows,
    "shared rows to the classes": code.classRows,
    "input events a word": Number(code.eventsPerWord.toFixed(2)),
    "bytes of all synapse tables": code.tableBytes,
    "the same without code": code.uncodedTableBytes,
    "bytes of rows fetched a text": Math.round(code.bytesPerText),
    "the same, uncoded": Math.round(code.uncodedBytesPerText),
    "words in the dictionary": code.dictionaryWords,
    "of them never seen in training": code.unseenWords,
    "bytes of the dictionary, on the host": code.dictionaryBytes,
    [`cores of ${chip}`]: mapping.refusal === undefined ? mapping.cores : "does not fit",
  };
}

/** Accuracy of the stages that conversion adds. Throws SnncError (input) if it has not run. */
function convertedAccuracy({ accuracy }: LearningSummary): { converted: number; snn: number } {
  const { converted, snn } = accuracy;
  if (converted === undefined || snn === undefined) {
    throw inputError("learning-not-converted", "learning.json is of a network that was not converted", { hint: "Run `snnc convert` first." });
  }
  return { converted, snn };
}

/**
 * Maps the program and counts its events on the chip over the test set; a refusal becomes part of the result, texts
 * longer than the chip's arithmetic is proven for included. A program
 * whose class sums legalising changed is our bug, unless its reset by subtraction was allowed to leak.
 */
export async function runOnChip(
  input: Pick<MeasureInput, "program" | "chip" | "seed" | "tables"> & LoihiLegaliseOptions,
  events: EventBatch,
  golden: BatchResult,
): Promise<{ mapping: MappingResult; events?: ChipEvents }> {
  try {
    const legal = legaliseForLoihi(input.program, input.chip, input);
    const mapped = mapToLoihi(legal.program, input.chip, { seed: input.seed });
    const times = chipTimes(input.tables ?? loadCostTables(), tilesInUse(mapped));
    const batch = extendBatch(events, legal.extraTimesteps);
    const result = await goldenSimulator(legal.program).run(batch, { spikes: true });
    const different = result.outputs.findIndex((output, i) => output !== golden.outputs[i]);
    if (different >= 0 && legal.leaky.length === 0) {
      const sample = Math.floor(different / result.classes);
      throw new Error(`legalising for ${input.chip.name} changed the class sums of sample ${sample}`);
    }
    const plan = { ...chipPlan(mapped, spikesOfNeurons(mapped, result)), mapping: hashOf([encodeMapping(mapped)]) };
    return { mapping: { ...mappingResult(mapped), plan }, events: countChipEvents(mapped, legal.program, batch, result, times) };
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    return { mapping: { target: input.chip.name, cores: 0, utilization: [], refusal: error.message } };
  }
}

/** Spikes of each neuron over all samples. */
function spikesOfNeurons({ populations }: MappedProgram, { samples, spikes }: BatchResult): CountedSpikes {
  const ofNeuron = new Float64Array(populations.reduce((sum, { size }) => sum + size, 0));
  for (const neuron of spikes?.neuron ?? []) ofNeuron[neuron]++;
  return { samples, ofNeuron };
}

/** Half-width of the 95 % Wilson score interval of a share p of n. */
export function wilsonHalfWidth(p: number, n: number): number {
  const z = 1.959964;
  return n === 0 ? 0 : (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
}

export function perClass(classes: readonly string[], labels: ArrayLike<number>, decisions: ArrayLike<number>): ClassResult[] {
  return classes.map((name, c) => {
    let support = 0;
    let predicted = 0;
    let correct = 0;
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] === c) support++;
      if (decisions[i] === c) predicted++;
      if (labels[i] === c && decisions[i] === c) correct++;
    }
    return {
      name,
      support,
      predicted,
      correct,
      precisionPercent: predicted === 0 ? 0 : (100 * correct) / predicted,
      recallPercent: support === 0 ? 0 : (100 * correct) / support,
    };
  });
}

/** Six short test sentences: the first right one of each of up to five classes, and the first wrong one. */
function examplesOf({ test, learning }: MeasureInput, decisions: ArrayLike<number>): { text: string; label: string }[] {
  const chosen: number[] = [];
  const short = (i: number): boolean => test.texts[i].length < 90;
  learning.classes.slice(0, 5).forEach((_, c) => {
    const found = test.texts.findIndex((__, i) => test.labels[i] === c && decisions[i] === c && short(i));
    if (found >= 0) chosen.push(found);
  });
  const wrong = test.texts.findIndex((_, i) => test.labels[i] !== decisions[i] && short(i));
  if (wrong >= 0) chosen.push(wrong);
  return chosen.map((i) => ({ text: test.texts[i], label: learning.classes[test.labels[i]] ?? "" }));
}

function pipelineFigures(input: MeasureInput, workload: WorkloadCounts, mapping: MappingResult): ReportData["pipeline"] {
  const { program, crossbar, learning } = input;
  const tableBytes = bytesOfTables(program);
  return [
    {
      name: "text",
      summary: "labelled sentences, split and tokenised",
      figures: { train: learning.dataset.train, dev: learning.dataset.dev, test: learning.dataset.test, vocabulary: learning.dataset.vocabulary },
    },
    {
      name: "learn",
      summary: "float TextCNN, tailored, converted, fine-tuned with surrogate gradients",
      figures: {
        kernels: workload.kernels.map((kernel) => kernel.size).join(", "),
        filters: workload.kernels.reduce((sum, kernel) => sum + kernel.filters, 0),
        "embedding dimensions": workload.dimensions,
      },
    },
    {
      name: "lower",
      summary: "embedding fused into kernels, rows shared, 8-bit weights, integer thresholds",
      figures: { rows: workload.rows, neurons: workload.snn.neurons, "weight bytes": tableBytes },
    },
    {
      name: "verilog",
      summary: "crossbar core with memory images, cycle-simulated",
      figures: {
        lanes: crossbar.target.lanes,
        "weight words": crossbar.image.parameters.WEIGHT_WORDS,
        "state bits": crossbar.image.parameters.STATE_BITS,
      },
    },
    { name: "chip", summary: `mapping onto ${mapping.target}`, figures: { cores: mapping.cores } },
  ];
}
