/** snnc opt: passes on an event program, and what each of them does to it. */
import type { CommandModule } from "yargs";
import { listPasses, type OptimiseOptions, type OptimiseSummary, optimise } from "../../flow/optimise.js";
import { areGraphPasses, listGraphPasses, type OptimiseGraphSummary, optimiseGraph, TEXT_POSITIONS } from "../../flow/optimise-graph.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, DataOptions {
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
  describe: "optimise a graph or an event program: chosen passes, and a table of what each does",
  builder: (argv) =>
    declares<Options>(
      dataOptions(argv)
        .positional("path", {
          type: "string",
          describe: "bundle or event.pb (passes on event programs); bundle, graph.pb or a model of any format (passes on graphs)",
        })
        .option("passes", { type: "string", describe: "passes in order, with options: a,b{key=value,key=value},c" })
        .option("target", { type: "string", describe: "take the limits of this target for slots, lanes, exponents and neurons of a core" })
        .option("print-after", { type: "string", describe: "print the program's text form after this pass, or after every one: all" })
        .option("stop-after", { type: "string", describe: "do not run the passes after this one" })
        .option("verify-each", { type: "boolean", default: false, describe: "verify, and check what each pass ensures, after every pass" })
        .option("samples", {
          type: "number",
          describe: "measure operations and decisions on so many samples of the bundle's test set, or of --data's",
        })
        .option("list", { type: "boolean", default: false, describe: "print the contract of every pass" })
        .option("output", { alias: "o", type: "string", describe: "write the program to this file; without, only the table is printed" })
        .example("$0 opt build/demo --passes remove-dead-neurons,share-rows{maxDistance=2},narrow-weights -o small.pb", "writes small.pb")
        .example("$0 opt model.onnx --passes fold-layout,fold-batch-norm,merge-linear -o small.pb", "the same on the graph of a model")
        .example("$0 opt --list", "what each pass requires, ensures and counts"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.list) {
        const passes = [...listGraphPasses(), ...listPasses()];
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
      const choices: OptimiseOptions = {
        passes,
        target: options.target,
        printAfter: options.printAfter === undefined ? undefined : { pass: options.printAfter, print: (text) => context.print(text.trimEnd()) },
        stopAfter: options.stopAfter,
        verifyEach: options.verifyEach,
        samples: options.samples,
        ...givenData(options),
        output: options.output,
        signal: context.signal,
        onProgress: context.onProgress,
      };
      if (areGraphPasses(passes)) {
        const summary = await optimiseGraph(path, choices);
        context.print(graphPassTable(summary));
        for (const line of graphNotesOf(summary)) context.print(line);
        return { json: summary };
      }
      const summary = await optimise(path, choices);
      context.print(passTable(summary));
      for (const line of notesOf(summary)) context.print(line);
      return { json: summary };
    }),
};

function passTable({ passes }: OptimiseSummary): string {
  const isMeasured = passes.some(({ measured }) => measured !== undefined);
  const head = ["pass", "s", "neurons", "synapses", "operations", "bytes", ...(isMeasured ? ["operations/sample", "decisions changed"] : [])];
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

function graphPassTable({ passes }: OptimiseGraphSummary): string {
  return table(
    ["pass", "s", "nodes", "parameters", "operations", "bytes"],
    passes.map(({ pass, seconds, before, after }) => [
      pass,
      seconds.toFixed(3),
      change(before.nodes, after.nodes),
      change(before.parameters, after.parameters),
      change(before.operations, after.operations),
      change(before.bytes, after.bytes),
    ]),
  );
}

function graphNotesOf({ passes, file }: OptimiseGraphSummary): string[] {
  return [
    ...passes.map(counted),
    `operations: multiply-accumulates of one evaluation; of a network for texts, of ${TEXT_POSITIONS} words`,
    ...(file === undefined ? [] : [`-> ${file}`]),
  ];
}

/** What was counted, pass by pass, and what the user has to know about the result. */
function notesOf({ passes, extraTimesteps, file }: OptimiseSummary): string[] {
  return [
    ...passes.map(counted),
    "operations: synaptic operations if every input line and every neuron emits once; synapses: connections whose weight is not zero",
    ...(extraTimesteps === 0 ? [] : [`every sample runs ${extraTimesteps} timesteps longer: an encoder made for the program before ends too early`]),
    ...(file === undefined ? [] : [`-> ${file}`]),
  ];
}

function counted({ pass, statistics }: { readonly pass: string; readonly statistics: Readonly<Record<string, number>> }): string {
  return `${pass}: ${Object.entries(statistics)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(", ")}`;
}

function change(before: number, after: number): string {
  return before === after ? figure(after) : `${figure(before)} -> ${figure(after)}`;
}

function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toFixed(1);
}
