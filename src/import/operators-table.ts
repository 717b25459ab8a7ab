/**
 * The operators of every format as one document, made of the tables by which the readers dispatch: `snnc operators`, and
 * OPERATORS.md beside this file, which test/import/operators-table.test.ts writes and compares.
 */
import { KERAS_OPERATORS } from "./keras/operators.js";
import { NIR_OPERATORS } from "./nir/operators.js";
import { ONNX_OPERATORS } from "./onnx/operators.js";
import type { OperatorRow, Support } from "./types.js";

export type OperatorFormat = "nir" | "keras" | "onnx";

export interface OperatorTable {
  readonly format: OperatorFormat;
  readonly title: string;
  /** In the order of the readers' tables. */
  readonly rows: readonly OperatorRow[];
  /** What happens to an operator that is not in the rows. */
  readonly others: string;
}

export const OPERATOR_TABLES: readonly OperatorTable[] = [
  { format: "nir", title: "NIR", rows: NIR_OPERATORS, others: "Any other primitive is refused by name, with the list of those that are known." },
  {
    format: "keras",
    title: "Keras and TensorFlow.js",
    rows: KERAS_OPERATORS,
    others: "A layer of the same name from elsewhere than Keras is such a layer of one's own.",
  },
  {
    format: "onnx",
    title: "ONNX, operator sets 11 to 21",
    rows: ONNX_OPERATORS,
    others: "Any other operator, and any other domain, is refused by name.",
  },
];

const MEANING: Readonly<Record<Support, string>> = {
  supported: "a node of the graph of the same meaning",
  folded: "nothing remains of it: computed when the model is read, merged into a neighbour, or the identity",
  approximated: "something remains that computes nearly the same; a note says what differs",
  refused: "the model is not read; every such operator is named, with what would help",
};

/** OPERATORS.md. */
export function operatorsMarkdown(): string {
  const head = [
    "# Operators",
    "",
    "What becomes of every operator that the readers know by name. Generated from their own tables: `npx vitest run -u --project unit test/import/operators-table.test.ts` writes this file, and the same test checks that what is listed as read is read in a fixture, and that what is listed as refused is refused. `snnc operators` prints it.",
    "",
    ...Object.entries(MEANING).map(([support, meaning]) => `- ${support}: ${meaning}`),
    "",
    "The third column begins with the node of the graph (`src/graph/graph.ts`) that an operator becomes; restrictions follow.",
  ];
  return `${[...head, ...OPERATOR_TABLES.flatMap(sectionOf)].join("\n")}\n`;
}

function sectionOf({ title, rows, others }: OperatorTable): string[] {
  const read = rows.filter(({ support }) => support !== "refused");
  const refused = refusalsOf(rows);
  return [
    "",
    `## ${title}`,
    ...tableOf(
      ["operator", "support", "what it becomes"],
      read.map(({ operator, support, how }) => [`\`${operator}\``, support, how]),
    ),
    ...(refused.length === 0
      ? []
      : tableOf(
          ["refused", "what would help"],
          refused.map(({ operators, how }) => [operators.map((name) => `\`${name}\``).join(", "), how]),
        )),
    "",
    others,
  ];
}

/** Refused operators with one remedy together, in the order of their first. */
export function refusalsOf(rows: readonly OperatorRow[]): readonly { readonly how: string; readonly operators: readonly string[] }[] {
  const byRemedy = new Map<string, string[]>();
  for (const { operator, support, how } of rows) {
    if (support !== "refused") continue;
    const known = byRemedy.get(how);
    if (known === undefined) byRemedy.set(how, [operator]);
    else known.push(operator);
  }
  return [...byRemedy].map(([how, operators]) => ({ how, operators }));
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return ["", line(head), line(head.map(() => "---")), ...rows.map(line)];
}
