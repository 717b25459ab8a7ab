/** A small bundle for texts of the words w0 to w28, without training, and labelled sentences for it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeEncoder } from "../../src/encode/codec.js";
import { encodeEventProgram } from "../../src/event/codec.js";
import { encoderFor } from "../../src/flow/compile.js";
import { lower } from "../../src/lower/lower.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextGraph } from "./text-graph.js";

export async function writeTextBundle(folder: string, seed = 1): Promise<void> {
  const graph = randomTextGraph(createRandom(seed));
  const classes = ["a", "b", "c"];
  const { program } = await lower(graph, { classes, weightBits: 8, maxTimesteps: 64, stateBits: 24 });
  const words = ["<unk>", ...Array.from({ length: 29 }, (_, i) => `w${i}`)];
  const wordRows = { tokenizer: "english" as const, words, rowOf: Uint32Array.from(words, (_, i) => i) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "event.pb"), encodeEventProgram(program));
  writeFileSync(join(folder, "encoder.pb"), encodeEncoder(encoderFor({ graph, classes, wordRows }, program)));
}

/** Lines of label, tab and text; `sentences` of 1 to 20 words. */
export function labelledSentences(sentences: number, seed = 2): string {
  const random = createRandom(seed);
  return Array.from({ length: sentences }, (_, i) => {
    const words = Array.from({ length: 1 + random.integer(20) }, () => `w${random.integer(29)}`);
    return `${["a", "b", "c"][i % 3]}\t${words.join(" ")}\n`;
  }).join("");
}
