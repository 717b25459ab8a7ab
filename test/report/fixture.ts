/**
 * A report's data for the tests of page, summary and JSON. FIXTURE: the counts are plausible, nobody measured them; the
 * energies are priced from them by the real cost tables.
 */
import { fitBoards } from "../../src/energy/boards.js";
import { priceSystems } from "../../src/energy/price.js";
import { verdict } from "../../src/energy/verdict.js";
import type { ReportData } from "../../src/util/results.js";
import { chipEvents, costTable, workload } from "../energy/workload.js";

const CLASSES = ["animal", "artifact", "food", "location", "person", "plant"];

/** The fixture with the crossbar's SNN losing or winning, as the counts have it. */
export function fixture(): ReportData {
  const priced = priceSystems(workload, chipEvents, ["horowitz-45nm", "loihi-davies-2018", "loihi-sanafe"].map(costTable));
  const judged = verdict(priced.energy, { rtl: 94.4, ann: 94.9 });
  return {
    schema: "snnc-report/1",
    provenance: { data: "fixture", product: "snnc 0.1.0", preset: "demo", seed: 1, "TensorFlow backend": "tfjs-node 4.22.0", wide: true },
    dataset: {
      name: "wordnet (fixture)",
      train: 35120,
      dev: 4390,
      test: 4391,
      classes: CLASSES,
      split: "stratified 80/10/10, seed 1",
      duplicates: 112,
      conflictingTexts: 37,
      emptyRows: 0,
      trainTestOverlap: 0,
      vocabulary: 29226,
      rows: 3900,
      unknownTokensPercent: 4.3,
    },
    accuracy: {
      linear: 94.6,
      widePathAlone: 92.8,
      ann: 94.9,
      tailored: 94.7,
      converted: 93.9,
      snn: 94.6,
      golden: 94.4,
      rtl: 94.4,
      retentionPercent: judged.accuracyRetentionPercent,
      samplingErrorPercent: 0.68,
    },
    equality: { samples: 4391, spikesCompared: 197595, membranesCompared: 447882, outputsCompared: 26346, mismatches: 0 },
    perInference: { words: 11, inputEvents: 22, sops: 2508, spikes: 45, neuronUpdates: 1200, weightWordsRead: 132, timesteps: 13, cycles: 900 },
    rtl: {
      lanes: 32,
      sopPerCycle: 31.2,
      sopPerCycleWorkload: 2.79,
      bound: { words: 132, groups: 40, timesteps: 104, cyclesOverBound: 3.26 },
      clockHz: 50e6,
      latencySeconds: 18e-6,
      simulator: "Verilator 5.006",
      parameters: { LANES: 32, GROUPS: 8, AXONS: 262144, SEGMENTS: 16, WEIGHT_WORDS: 32768, SLOTS: 4, STATE_BITS: 24 },
    },
    mapping: {
      target: "loihi1",
      cores: 2,
      utilization: [
        {
          core: 0,
          populations: ["conv1", "conv2", "conv3"],
          resources: {
            compartments: { used: 96, max: 1024 },
            "input axons": { used: 3901, max: 4096 },
            "output axons": { used: 96, max: 4096 },
            "synapse memory words": { used: 15872, max: 16384 },
          },
        },
        {
          core: 1,
          populations: ["latch", "classes"],
          resources: {
            compartments: { used: 102, max: 1024 },
            "input axons": { used: 96, max: 4096 },
            "output axons": { used: 0, max: 4096 },
            "synapse memory words": { used: 288, max: 16384 },
          },
        },
      ],
    },
    ...priced,
    verdict: judged,
    boards: fitBoards(
      [
        { name: "weight", bits: 6144000, ports: "single" },
        { name: "axon", bits: 229376, ports: "single" },
        { name: "membranes and delay slots", bits: 30720, ports: "dual" },
      ],
      [
        { name: "icebreaker", device: "iCE40 UP5K", source: "fixture", resources: { luts: 5280, blockRamBits: 122880, spramBits: 1048576, dsps: 8 } },
        { name: "ulx3s-85f", device: "ECP5-85F", source: "fixture", resources: { luts: 84000, blockRamBits: 3833856, spramBits: 0, dsps: 156 } },
        { name: "big", device: "a fixture's board", source: "fixture", resources: { luts: 200000, blockRamBits: 13455360, spramBits: 0, dsps: 740 } },
      ],
    ),
    pipeline: [
      { name: "text", summary: "labelled sentences, split and tokenised", figures: { train: 35120, dev: 4390, test: 4391, vocabulary: 29226 } },
      { name: "learn", summary: "float TextCNN, tailored, converted, fine-tuned", figures: { kernels: "1, 2, 3", filters: 96, dimensions: 100 } },
      {
        name: "lower",
        summary: "embedding fused into kernels, rows shared, 8-bit weights",
        figures: { rows: 3900, neurons: 102, "weight bytes": 772200 },
      },
      { name: "verilog", summary: "crossbar core with memory images, cycle-simulated", figures: { lanes: 32, "state bits": 24 } },
      { name: "chip", summary: "mapping onto loihi1", figures: { cores: 2 } },
    ],
    perClass: CLASSES.map((name, i) => ({
      name,
      support: 700 + 13 * i,
      predicted: 695 + 14 * i,
      correct: 660 + 12 * i,
      precisionPercent: ((660 + 12 * i) / (695 + 14 * i)) * 100,
      recallPercent: ((660 + 12 * i) / (700 + 13 * i)) * 100,
    })),
    byLength: [
      { shortest: 1, longest: 6, texts: 1120, accuracy: 92.1, words: 4.5, sops: 1010, spikes: 22, timesteps: 6.5, cycles: 420 },
      { shortest: 7, longest: 9, texts: 1080, accuracy: 94.6, words: 8, sops: 1820, spikes: 36, timesteps: 10, cycles: 700 },
      { shortest: 10, longest: 14, texts: 1102, accuracy: 95.3, words: 11.9, sops: 2702, spikes: 49, timesteps: 13.9, cycles: 970 },
      { shortest: 15, longest: 61, texts: 1089, accuracy: 95.6, words: 19.8, sops: 4512, spikes: 73, timesteps: 21.8, cycles: 1512 },
    ],
    anytime: {
      devSamples: 4390,
      full: { devAccuracy: 94.8, accuracy: 94.4, sops: 2508, timesteps: 13 },
      points: [
        { allowedLoss: 0, devAccuracy: 94.8, accuracy: 94.4, sops: 2508, timesteps: 13, stoppedPercent: 0 },
        {
          allowedLoss: 0.25,
          rule: { earliest: 4, margin: 310 },
          devAccuracy: 94.6,
          accuracy: 94.1,
          sops: 2311,
          timesteps: 11.9,
          stoppedPercent: 22.4,
        },
        { allowedLoss: 1, rule: { earliest: 3, margin: 180 }, devAccuracy: 93.8, accuracy: 93.7, sops: 1905, timesteps: 9.8, stoppedPercent: 51 },
      ],
    },
    explanations: [
      explanation("a large edible fish of northern waters", "animal", "animal", [0, 0, 2, 5, 1, 1, 3]),
      explanation("shrub with fragrant zygomorphic flowers", "plant", "plant", [4, 0, 2, 0, 14]),
      explanation("a person who sells bread", "person", "food", [0, 3, 1, 1, 4]),
    ],
    learning: {
      backend: "tfjs-node 4.22.0",
      stages: [
        { name: "ann", epochs: 5, bestEpoch: 3, devAccuracy: 95.1 },
        { name: "tailored", epochs: 5, bestEpoch: 3, devAccuracy: 94.8 },
        { name: "fine-tuned", epochs: 4, bestEpoch: 2, devAccuracy: 94.8 },
      ],
      chosenOnDev: { "threshold factor": 0.45, "weight scale of word rows": 87.25 },
    },
    repeat: ["npm run demo", "npx snnc report build/demo"],
  };
}

function explanation(text: string, label: string, decided: string, spikes: readonly number[]): ReportData["explanations"][number] {
  return {
    text,
    label,
    decided,
    words: text.split(" ").map((word, timestep) => ({
      word,
      timestep,
      known: word !== "zygomorphic",
      spikes: spikes[timestep] ?? 0,
      neurons: (spikes[timestep] ?? 0) === 0 ? [] : [{ neuron: `conv3[${7 + timestep}]`, towards: decided, weight: 41 + timestep }],
    })),
    scores: CLASSES.map((name, i) => ({ name, score: name === decided ? 312 : -40 - 17 * i })),
  };
}
