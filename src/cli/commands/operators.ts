/** snnc operators: what becomes of every operator of NIR, Keras and ONNX. */
import type { CommandModule } from "yargs";
import { OPERATOR_TABLES, type OperatorFormat, type OperatorTable, refusalsOf } from "../../flow/operators.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly format: OperatorFormat | undefined;
}

export const operatorsCommand: CommandModule<GlobalOptions, Options> = {
  command: "operators",
  describe: "print what becomes of every operator of NIR, Keras, TensorFlow.js and ONNX",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("format", { choices: ["nir", "keras", "onnx"] as const, describe: "only this format (keras: TensorFlow.js too)" })
        .example("$0 operators --format onnx", "which operators an ONNX model may have"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const tables = OPERATOR_TABLES.filter(({ format }) => options.format === undefined || format === options.format);
      context.print(tables.map(text).join("\n\n"));
      return { json: tables };
    }),
};

function text({ title, rows, others }: OperatorTable): string {
  const read = rows.filter(({ support }) => support !== "refused").map(({ operator, support, how }) => [operator, support, how]);
  const refused = refusalsOf(rows).map(({ operators, how }) => `refused: ${operators.join(", ")}\n  ${how}`);
  return [title, table(["operator", "support", "what it becomes"], read), ...refused, others].join("\n");
}
