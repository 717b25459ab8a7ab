/** `report.json`: the report's data as canonical JSON (sorted keys, two spaces, a final newline), and its reader. */
import { z } from "zod";
import { CHIP_EVENTS } from "../util/chip-latency.js";
import type { ChipReport } from "../util/chip-report.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import { explorationSchema } from "../util/exploration.js";
import type { ChipPlan, NetworkReport, RateReport, ReportData } from "../util/results.js";

/** Canonical JSON: the same data gives the same bytes, whatever the order in which it was put together. */
export function serializeReport(data: ReportData | NetworkReport | RateReport | ChipReport): string {
  return `${JSON.stringify(sorted(data), undefined, 2)}\n`;
}

/**
 * Reads `report.json`; throws SnncError (input): `report-not-json`, `report-schema` for another schema version, or
 * `report-invalid` with one diagnostic per wrong field. `where` names the file.
 */
export function parseReport(text: string, where: string): ReportData {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw inputError("report-not-json", `the report is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      where,
      hint: "Make it again with `snnc report`.",
    });
  }
  const schemaName = typeof json === "object" && json !== null && "schema" in json ? json.schema : undefined;
  if (schemaName !== SCHEMA) {
    throw inputError("report-schema", `the report is of schema ${JSON.stringify(schemaName) ?? "none"}; this snnc reads "${SCHEMA}"`, {
      where,
      hint: "Make it again with `snnc report`.",
    });
  }
  const result = reportSchema.safeParse(json);
  if (result.success) return result.data;
  throw new SnncError(
    "input",
    result.error.issues.map((issue) => ({
      code: "report-invalid",
      message: `${issue.path.join(".")}: ${issue.message}`,
      where,
      hint: "Make it again with `snnc report`.",
    })),
  );
}

/**
 * The plan of the mapping in a report of any kind, with what the report calls a sample; undefined where the text holds none.
 * The rest of the report is not looked at.
 */
export function planOfReport(text: string): { readonly plan: ChipPlan; readonly unit: "text" | "sample" } | undefined {
  try {
    const read = planned.safeParse(JSON.parse(text));
    return read.success ? { plan: read.data.mapping.plan, unit: read.data.schema === SCHEMA ? "text" : "sample" } : undefined;
  } catch {
    return undefined;
  }
}

const SCHEMA = "snnc-report/1";

/** Objects by sorted keys, arrays as they are; a number that JSON cannot hold is our own bug. */
function sorted(value: unknown, path = "report"): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${path} is ${value}, which JSON cannot hold`);
  if (Array.isArray(value)) return value.map((item, i) => sorted(item, `${path}[${i}]`));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item, `${path}.${key}`)]));
}

const text = z.string();
const number = z.number();
const count = z.number().nonnegative();
const figures = z.record(text, z.union([text, number]));

const dataset = z.strictObject({
  name: text,
  train: count,
  dev: count,
  test: count,
  classes: z.array(text),
  split: text,
  duplicates: count,
  conflictingTexts: count,
  emptyRows: count,
  trainTestOverlap: count,
  vocabulary: count,
  rows: count,
  unknownTokensPercent: number,
});

const accuracy = z.strictObject({
  linear: number,
  widePathAlone: number,
  ann: number,
  tailored: number,
  converted: number,
  snn: number,
  golden: number,
  rtl: number,
  retentionPercent: number,
  samplingErrorPercent: number,
});

const rtl = z.strictObject({
  lanes: count,
  sopPerCycle: number,
  sopPerCycleWorkload: number,
  bound: z.strictObject({ words: count, groups: count, timesteps: count, cuba: count.exactOptional(), cyclesOverBound: number }),
  clockHz: number,
  latencySeconds: number,
  simulator: text,
  parameters: z.record(text, number),
});

const plan = z.strictObject({
  mesh: z.strictObject({ chips: count, tilesX: count, tilesY: count, coresPerTile: count }),
  cores: z.array(z.strictObject({ compartments: z.array(count), sends: count, hears: count })),
  links: z.array(z.strictObject({ x: count, y: count, towards: z.enum(["east", "west", "south", "north"]), messages: count })),
  samples: count.exactOptional(),
  mapping: text.exactOptional(),
});

const planned = z.object({ schema: text, mapping: z.object({ plan }) });

const mapping = z.strictObject({
  target: text,
  cores: count,
  utilization: z.array(
    z.strictObject({ core: count, populations: z.array(text), resources: z.record(text, z.strictObject({ used: number, max: number })) }),
  ),
  refusal: text.exactOptional(),
  plan: plan.exactOptional(),
});

const spread = z.strictObject({ mean: count, p50: count, p99: count });
const share = z.strictObject({ core: count, path: count, link: count });
const chipEvent = z.enum(CHIP_EVENTS);
const chipLatency = z.strictObject({
  table: text,
  missing: z.array(chipEvent),
  lower: spread,
  upper: spread,
  parts: share.extend({ barrier: count, sending: count, contended: count, receiving: count }),
  slowest: share,
  core: z.strictObject({ id: count, percent: count }),
  link: z.strictObject({ x: count, y: count, direction: text, percent: count }).exactOptional(),
});

const energyLine = z.strictObject({
  id: text,
  system: text,
  precision: z.enum(["int8", "fp32", "chip"]),
  table: text,
  kind: z.enum(["arithmetic", "arithmetic+memory", "chip"]),
  picojoulesPerInference: count,
  latencySeconds: number.exactOptional(),
  latency: chipLatency.exactOptional(),
  terms: z.array(
    z.strictObject({
      part: z.enum(["arithmetic", "memory", "synapses", "neurons", "communication"]),
      what: text,
      cost: text,
      count,
      picojoulesEach: count,
      source: text,
    }),
  ),
  countsFrom: z.enum(["counted", "cycle-simulated", "measured"]),
});

const verdict = z.strictObject({
  accuracyRetentionPercent: number,
  energyReduction: number,
  reference: text,
  snn: text,
  sentence: text,
  others: z.array(z.strictObject({ reference: text, energyReduction: number })),
  breakEvens: z.array(z.strictObject({ cost: text, picojoulesNow: number, flipsAtPicojoules: number.exactOptional() })),
});

const explanation = z.strictObject({
  text,
  label: text,
  decided: text,
  words: z.array(
    z.strictObject({
      word: text,
      timestep: count,
      known: z.boolean(),
      spikes: count,
      neurons: z.array(z.strictObject({ neuron: text, towards: text, weight: number })),
    }),
  ),
  scores: z.array(z.strictObject({ name: text, score: number })),
});

const lengthQuarter = z.strictObject({
  shortest: count,
  longest: count,
  texts: count,
  accuracy: number,
  words: count,
  sops: count,
  spikes: count,
  timesteps: count,
  cycles: count.exactOptional(),
});

const anytimeOutcome = z.strictObject({ devAccuracy: number, accuracy: number, sops: count, timesteps: count });

const anytime = z.strictObject({
  devSamples: count,
  full: anytimeOutcome,
  points: z.array(
    anytimeOutcome.extend({
      allowedLoss: count,
      rule: z.strictObject({ earliest: count, margin: count }).exactOptional(),
      stoppedPercent: count,
    }),
  ),
});

const reportSchema: z.ZodType<ReportData> = z.strictObject({
  schema: z.literal(SCHEMA),
  provenance: z.record(text, z.union([text, number, z.boolean()])),
  dataset,
  accuracy,
  equality: z.strictObject({ samples: count, spikesCompared: count, membranesCompared: count, outputsCompared: count, mismatches: count }),
  perInference: z.strictObject({
    words: count,
    inputEvents: count,
    sops: count,
    spikes: count,
    neuronUpdates: count,
    weightWordsRead: count,
    timesteps: count,
    cycles: count,
  }),
  rtl,
  mapping,
  energy: z.array(energyLine),
  notPriced: z.array(z.strictObject({ what: text, count, reason: text })),
  verdict,
  boards: z.array(
    z.strictObject({
      board: text,
      device: text,
      fits: z.boolean(),
      resources: z.array(z.strictObject({ resource: text, need: number, capacity: number, unit: text })),
    }),
  ),
  placed: z
    .strictObject({
      board: text,
      device: text,
      tools: text,
      luts: count,
      blockRams: count,
      sprams: count,
      fmaxHz: number,
      latencySeconds: number,
      assumed: z.strictObject({ watts: number, picojoules: number }).exactOptional(),
    })
    .exactOptional(),
  pipeline: z.array(z.strictObject({ name: text, summary: text, figures })),
  perClass: z.array(
    z.strictObject({ name: text, support: count, predicted: count, correct: count, precisionPercent: number, recallPercent: number }),
  ),
  byLength: z.array(lengthQuarter).exactOptional(),
  anytime: anytime.exactOptional(),
  search: explorationSchema.exactOptional(),
  explanations: z.array(explanation),
  learning: z.strictObject({
    backend: text,
    stages: z.array(z.strictObject({ name: text, epochs: count, bestEpoch: count, devAccuracy: number })),
    chosenOnDev: figures,
    code: figures.exactOptional(),
  }),
  costTables: z.array(z.strictObject({ name: text, title: text, technology: text, source: text, notes: z.array(text) })),
  repeat: z.array(text),
});
