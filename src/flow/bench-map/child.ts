/** The process of one measurement, started by index.ts: takes a request, sends its row, and ends. */
import { z } from "zod";
import { measureMapping } from "./measure.js";

const requestSchema = z.strictObject({ network: z.string(), neurons: z.number().int().min(1), seed: z.number().int() });

process.once("disconnect", () => process.exit(0));
// A Ctrl-C reaches the whole process group: the parent decides.
process.on("SIGINT", () => {});
process.once("message", (message) => {
  process.send?.(measureMapping(requestSchema.parse(message)));
});
