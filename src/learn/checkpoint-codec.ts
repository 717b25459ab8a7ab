/**
 * Checkpoints on disk: an envelope around the length of a JSON header (4 bytes), the header, and the arrays one after the
 * other, little-endian. The header says which training it is of, and names each stage's arrays in order. No artefact: it
 * is read by the build that wrote it, and by no other.
 */
import { z } from "zod";
import { float32OfBytes, littleEndianBytes, uint32OfBytes } from "../util/bytes.js";
import { inputError } from "../util/diagnostics.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import type { NamedArray, SavedStage } from "./checkpoint.js";

const ENVELOPE: EnvelopeType = { kind: "checkpoint", version: 1 };

export interface CheckpointFile {
  /** Hash of everything that the training depends on. */
  readonly key: string;
  /** The configuration, as plain data. */
  readonly config: unknown;
  readonly stages: readonly SavedStage[];
}

export function encodeCheckpoint({ key, config, stages }: CheckpointFile): Uint8Array {
  const arrays: Uint8Array[] = [];
  const described = (named: readonly NamedArray[]): z.output<typeof arraySchema>[] =>
    named.map(({ name, values }) => {
      arrays.push(littleEndianBytes(values));
      return { name, type: values instanceof Float32Array ? "float32" : "uint32", length: values.length };
    });
  const headers = stages.map((stage): z.output<typeof stageSchema> => {
    if (stage.kind === "finished") return { ...stage, result: plainResult(stage.result), arrays: described(stage.arrays) };
    return {
      ...stage,
      history: [...stage.history],
      random: [...stage.random],
      arrays: described(stage.arrays),
      bestArrays: described(stage.bestArrays),
    };
  });
  const header = Buffer.from(JSON.stringify({ key, config, stages: headers }), "utf8");
  return writeEnvelope(ENVELOPE, Buffer.concat([littleEndianBytes(Uint32Array.of(header.length)), header, ...arrays]));
}

/** Throws SnncError (input) for a file that is none, is damaged, or is of another version: `artefact-*`, `checkpoint-invalid`. */
export function decodeCheckpoint(bytes: Uint8Array, where: string): CheckpointFile {
  const payload = readEnvelope(bytes, { ...ENVELOPE, where });
  const headerLength = uint32OfBytes(payload.subarray(0, 4))?.[0] ?? 0;
  const header = headerOf(payload.subarray(4, 4 + headerLength), where);
  let at = 4 + headerLength;
  const read = (described: readonly z.output<typeof arraySchema>[]): NamedArray[] =>
    described.map(({ name, type, length }) => {
      const part = payload.subarray(at, at + 4 * length);
      at += 4 * length;
      const values = type === "float32" ? float32OfBytes(part) : uint32OfBytes(part);
      if (values?.length !== length) throw invalid(where);
      return { name, values };
    });
  const stages = header.stages.map((stage): SavedStage => {
    if (stage.kind === "finished") return { ...stage, arrays: read(stage.arrays) };
    const arrays = read(stage.arrays);
    return { ...stage, arrays, bestArrays: read(stage.bestArrays) };
  });
  return { key: header.key, config: header.config, stages };
}

function headerOf(bytes: Uint8Array, where: string): z.output<typeof headerSchema> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw invalid(where);
  }
  const parsed = headerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(where);
}

function invalid(where: string): Error {
  return inputError("checkpoint-invalid", "the checkpoint is not what this snnc writes", {
    where,
    hint: "Train without --resume; that starts anew.",
  });
}

function plainResult(result: Extract<SavedStage, { kind: "finished" }>["result"]): z.output<typeof resultSchema> {
  return { ...result, history: [...result.history], warnings: [...result.warnings] };
}

const arraySchema = z.object({ name: z.string(), type: z.enum(["float32", "uint32"]), length: z.number().int().nonnegative() });

const evaluationSchema = z.object({
  accuracy: z.number(),
  loss: z.number(),
  words: z.number(),
  pairs: z.number(),
  hiddenSpikes: z.number(),
  synapticOperations: z.number(),
});

const historySchema = z.array(z.object({ epoch: z.number(), trainLoss: z.number(), devAccuracy: z.number(), devLoss: z.number() }));

const resultSchema = z.object({
  stage: z.string(),
  epochs: z.number(),
  bestEpoch: z.number(),
  devAccuracy: z.number(),
  devLoss: z.number(),
  dev: evaluationSchema,
  history: historySchema,
  warnings: z.array(z.object({ code: z.string(), message: z.string(), where: z.string().exactOptional(), hint: z.string().exactOptional() })),
});

const word = z.number().int().min(0).max(0xffffffff);

const stageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("finished"), stage: z.string(), result: resultSchema, arrays: z.array(arraySchema) }),
  z.object({
    kind: z.literal("unfinished"),
    stage: z.string(),
    epoch: z.number().int(),
    stale: z.number().int(),
    history: historySchema,
    random: z.tuple([word, word, word, word]),
    best: z.object({ epoch: z.number().int(), dev: evaluationSchema }),
    arrays: z.array(arraySchema),
    bestArrays: z.array(arraySchema),
  }),
]);

const headerSchema = z.object({ key: z.string(), config: z.unknown(), stages: z.array(stageSchema) });
