/** snnc classify: one sentence, or JSON lines from standard input. */
import { createInterface } from "node:readline";
import type { CommandModule } from "yargs";
import { classifyTexts } from "../../flow/bundle-verbs.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions {
  readonly sentence: string | undefined;
  readonly bundle: string;
  readonly backend: "golden" | "rtl";
}

export const classifyCommand: CommandModule<GlobalOptions, Options> = {
  command: "classify [sentence]",
  describe: 'decide the class of a sentence, or of JSON lines {"text": ...} from standard input',
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("sentence", { type: "string", describe: "without it, JSON lines are read from standard input, and one is written for each" })
        .option("bundle", { alias: "b", type: "string", default: "build/demo", describe: "folder with event.pb and encoder.pb" })
        .option("backend", { choices: ["golden", "rtl"] as const, default: "golden" as const, describe: "who runs the network" })
        .example("$0 classify 'a large building with many rooms'", "one decision")
        .example("$0 classify -b build/demo --backend rtl < texts.jsonl", "a decision a line, on the cycle-simulated RTL"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { sentence } = options;
      if (sentence !== undefined) {
        const [decision] = await classifyTexts(options.bundle, [sentence], { backend: options.backend, signal: context.signal });
        if (decision === undefined) throw new Error("no decision for a sentence");
        context.print(decision.decided);
        for (const { name, score } of decision.scores) context.print(`  ${name.padEnd(16)} ${score}`);
        return { json: decision };
      }
      const texts = await readTexts(context.signal);
      const decisions = await classifyTexts(options.bundle, texts, { backend: options.backend, signal: context.signal });
      for (const decision of decisions) context.print(JSON.stringify(decision));
      return { json: decisions };
    }),
};

async function readTexts(signal: AbortSignal): Promise<string[]> {
  const texts: string[] = [];
  let line = 0;
  for await (const row of createInterface({ input: process.stdin, signal })) {
    line++;
    if (row.trim() === "") continue;
    texts.push(textOf(row, line));
  }
  if (texts.length === 0)
    throw inputError("classify-no-input", "no sentence given and nothing on standard input", { hint: "snnc classify 'a sentence'" });
  return texts;
}

function textOf(row: string, line: number): string {
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch {
    throw inputError("jsonl-invalid", "is not JSON", { where: `standard input:${line}`, hint: 'Each line is {"text": "..."} or a JSON string.' });
  }
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "text" in value && typeof value.text === "string") return value.text;
  throw inputError("jsonl-no-text", "has no text", { where: `standard input:${line}`, hint: 'Each line is {"text": "..."} or a JSON string.' });
}
