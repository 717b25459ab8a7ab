/** snnc classify: one sentence, or JSON lines from standard input. */
import { createInterface } from "node:readline";
import type { CommandModule } from "yargs";
import { z } from "zod";
import { classifySamples, type GivenSample } from "../../flow/classify.js";
import { inputError } from "../../util/diagnostics.js";
import { type BackendOptions, backendOptions, givenBackend } from "../backend-options.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions, BackendOptions {
  readonly sentence: string | undefined;
  readonly bundle: string;
  readonly anytime: number | undefined;
  readonly earliest: number;
}

export const classifyCommand: CommandModule<GlobalOptions, Options> = {
  command: "classify [sentence]",
  describe: "decide the class of a sentence, or of JSON lines (text, numbers or spikes) from standard input",
  builder: (argv) =>
    declares<Options>(
      backendOptions(argv)
        .positional("sentence", { type: "string", describe: "without it, JSON lines are read from standard input, and one is written for each" })
        .option("bundle", { alias: "b", type: "string", default: "build/demo", describe: "folder with event.pb and encoder.pb" })
        .option("anytime", { type: "number", describe: "stop once the best class leads by this margin; `snnc report` chooses margins on dev" })
        .option("earliest", { type: "number", default: 1, describe: "with --anytime: run at least so many timesteps (words, of a text)" })
        .example("$0 classify 'a large building with many rooms'", "one decision")
        .example("$0 classify -b build/demo --backend rtl < texts.jsonl", 'each line {"text": "..."}; a decision a line, on the cycle-simulated RTL')
        .example("$0 classify -b build/digits/cnn < digits.jsonl", 'each line {"values": [...]}, or {"events": [[timestep, line], ...]} for spikes'),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { sentence, anytime, earliest } = options;
      for (const [name, value] of Object.entries({ anytime, earliest })) {
        if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
        throw inputError("option-range", `--${name} is ${value}; a whole number of at least 1 is possible`);
      }
      const how = { ...givenBackend(options), signal: context.signal, ...(anytime === undefined ? {} : { anytime: { margin: anytime, earliest } }) };
      if (sentence !== undefined) {
        const [decision] = await classifySamples(options.bundle, [{ text: sentence }], how);
        if (decision === undefined) throw new Error("no decision for a sentence");
        context.print(decision.decided);
        for (const { name, score } of decision.scores) context.print(`  ${name.padEnd(16)} ${score}`);
        const { stopped } = decision;
        if (stopped !== undefined) {
          context.print(`  after ${stopped.timesteps} of ${stopped.of} timesteps, ${stopped.synapticOperations} operations`);
        }
        return { json: decision };
      }
      const samples = await readGiven(context.signal);
      const decisions = await classifySamples(options.bundle, samples, how);
      for (const decision of decisions) context.print(JSON.stringify(decision));
      return { json: decisions };
    }),
};

const natural = z.number().int().min(0).max(0xffffffff);
const sampleSchema = z.union([
  z.string().transform((text) => ({ text })),
  z.object({ text: z.string() }),
  z.object({ values: z.array(z.number()) }),
  z.object({ events: z.array(z.tuple([natural, natural])) }),
]);

async function readGiven(signal: AbortSignal): Promise<GivenSample[]> {
  const samples: GivenSample[] = [];
  let line = 0;
  for await (const row of createInterface({ input: process.stdin, signal })) {
    line++;
    if (row.trim() === "") continue;
    samples.push(sampleOf(row, line));
  }
  if (samples.length > 0) return samples;
  throw inputError("classify-no-input", "no sentence given and nothing on standard input", { hint: "snnc classify 'a sentence'" });
}

function sampleOf(row: string, line: number): GivenSample {
  const where = `standard input:${line}`;
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch {
    throw inputError("jsonl-invalid", "is not JSON", { where, hint: 'Each line is {"text": "..."} or a JSON string.' });
  }
  const parsed = sampleSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw inputError("jsonl-no-sample", "has no text, no list of numbers and no list of spikes", {
    where,
    hint: 'Each line is {"text": "..."}, {"values": [0.5, ...]} or {"events": [[timestep, line], ...]}.',
  });
}
