/** snnc opt: passes on an event program, and what each of them does to it. */
import type { CommandModule } from "yargs";
import { listPasses, type OptimiseSummary, optimise } from "../../flow/optimise.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly path: string | undefined;
  readonly passes: string | undefined;
  readonly target: string | undefined;
  readonly printAfter: string | undefined;
  readonly stopAfter: string | undefined;
  readonly verifyEach: boolean;
  readonly samples: number | undefined;
  readonly list: boolean;
  readonly output: string | undefined;
}

export const optCommand: CommandModule<GlobalOptions, Options> = {
  command: "opt [path]",
  describe: "optimise an event program: chosen passes, and a table of what each does",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("path", { type: "string", describe: "bundle with event.pb, or an event.pb (from `snnc compile`)" })
        .option("passes", { type: "string", describe: "passes in order, with options: a,b{key=value,key=value},c" })
        .option("target", { type: "string", describe: "take the limits of this target for slots, lanes, exponents and neurons of a core" })
        .option("print-after", { type: "string", describe: "print the program's text form after this pass, or after every one: all" })
        .option("stop-after", { type: "string", describe: "do not run the passes after this one" })
        .option("verify-each", { type: "boolean", default: false, describe: "verify, and check what each pass ensures, after every pass" })
        .option("samples", { type: "number", describe: "measure operations and decisions on so many texts of the bundle's test set" })
        .option("list", { type: "boolean", default: false, describe: "print the contract of every pass" })
        .option("output", { alias: "o", type: "string", describe: "write the program to this file; without, only the table is printed" })
        .example("$0 opt build/demo --passes remove-dead-neurons,share-rows{maxDistance=2},narrow-weights -o small.pb", "writes small.pb")
        .example("$0 opt --list", "what each pass requires, ensures and counts"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.list) {
        const passes = listPasses();
        context.print(
          passes
            .map(({ contract }) => contract)
            .join("\n")
            .trimEnd(),
        );
        return { json: passes };
      }
      const { path, passes } = options;
      if (path === undefined) throw inputError("usage", "name a bundle or an event program", { hint: "snnc opt build/demo --passes narrow-weights" });
      if (passes === undefined) throw inputError("usage", "name the passes to run with --passes", { hint: "`snnc opt --list` explains them." });
      if (options.samples !== undefined && !(Number.isInteger(options.samples) && options.samples >= 0)) {
        throw inputError("option-range", `samples is ${options.samples}; whole numbers from 0 on are possible`);
      }
      const summary = await optimise(path, {
        passes,
        target: options.target,
        printAfter: options.printAfter === undefined ? undefined : { pass: options.printAfter, print: (text) => context.print(text.trimEnd()) },
        stopAfter: options.stopAfter,
        verifyEach: options.verifyEach,
        samples: options.samples,
        output: options.output,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      context.print(passTable(summary));
      for (const line of notesOf(summary)) context.print(line);
      return { json: summary };
    }),
};

function passTable({ passes }: OptimiseSummary): string {
  const isMeasured = passes.some(({ measured }) => measured !== undefined);
  const head = ["pass", "s", "neurons", "synapses", "operations", "bytes", ...(isMeasured ? ["operations/sample", "decisions changed"] : [])];
  const change = (before: number, after: number): string => (before === after ? figure(after) : `${figure(before)} -> ${figure(after)}`);
  return table(
    head,
    passes.map(({ pass, seconds, before, after, measured }) => [
      pass,
      seconds.toFixed(3),
      change(before.neurons, after.neurons),
      change(before.synapses, after.synapses),
      change(before.operations, after.operations),
      change(before.bytes, after.bytes),
      ...(measured === undefined ? [] : [change(measured.before.operations, measured.after.operations), String(measured.decisionsChanged)]),
    ]),
  );
}

/** What was counted, pass by pass, and what the user has to know about the result. */
function notesOf({ passes, extraTimesteps, file }: OptimiseSummary): string[] {
  const counted = passes.map(({ pass, statistics }) => {
    const figures = Object.entries(statistics).map(([name, value]) => `${name} ${figure(value)}`);
    return `${pass}: ${figures.join(", ")}`;
  });
  return [
    ...counted,
    "operations: synaptic operations if every input line and every neuron emits once; synapses: connections whose weight is not zero",
    ...(extraTimesteps === 0 ? [] : [`every sample runs ${extraTimesteps} timesteps longer: an encoder made for the program before ends too early`]),
    ...(file === undefined ? [] : [`-> ${file}`]),
  ];
}

function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toFixed(1);
}
