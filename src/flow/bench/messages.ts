/** What a backend's process says to bench.ts. */
import { z } from "zod";

const messageSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ready"),
    description: z.string(),
    naiveDoes: z.string(),
    productMultiplyAdds: z.number(),
    work: z.strictObject({
      multiplyAdds: z.number(),
      multiplyAddsOfPositions: z.number(),
      windowAdds: z.number(),
      distinctWords: z.number(),
      rowBytes: z.number(),
    }),
  }),
  z.strictObject({ kind: z.literal("missing"), reason: z.string() }),
  z.strictObject({ kind: z.literal("timed"), milliseconds: z.number() }),
]);

export type BackendMessage = z.output<typeof messageSchema>;
export type Ready = Extract<BackendMessage, { kind: "ready" }>;

export function messageOf(message: unknown): BackendMessage {
  return messageSchema.parse(message);
}
