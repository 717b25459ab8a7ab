/** The contracts of passes as text: what `snnc opt --list` prints and the documentation holds. */
import { assertNever } from "../util/diagnostics.js";
import { printOptionType } from "./options.js";
import type { EventPass, SpikeContract } from "./pass.js";

/** The contracts of all passes, an empty line between them; ends in a newline. */
export function describePasses(passes: readonly EventPass[]): string {
  return passes.map(describePass).join("\n");
}

/** Name and summary, then a line for each part of the contract. */
export function describePass(pass: EventPass): string {
  const lines = [
    `${pass.name}: ${pass.summary}`,
    ...pass.requires.map(({ text }) => `  requires: ${text}`),
    ...pass.ensures.map(({ text }) => `  ensures: ${text}`),
    `  spikes: ${describeSpikes(pass.spikes)}`,
    ...(pass.limits === "" ? [] : [`  limits: ${pass.limits}`]),
    ...pass.options.map(({ name, value, type, text }) => `  option ${name}=${value} (${printOptionType(type)}): ${text}`),
    ...Object.entries(pass.statistics).map(([name, meaning]) => `  counts ${name}: ${meaning}`),
  ];
  return `${lines.join("\n")}\n`;
}

export function describeSpikes(contract: SpikeContract): string {
  switch (contract.kind) {
    case "same":
      return "the same, of the same neurons; outputs and decisions too";
    case "renumbered":
      return "the same under new neuron numbers; outputs and decisions too";
    case "shifted":
      return `the same, later by ${contract.by}; class sums and decisions at the later readout step too`;
    case "exchanged":
      return `${contract.how}; class sums and decisions are the same`;
    case "bounded":
      return contract.bound;
    default:
      return assertNever(contract);
  }
}

/** The passes as a Markdown table: what src/passes/README.md shows. */
export function tabulatePasses(passes: readonly EventPass[]): string {
  const rows = passes.map((pass) => [
    `\`${pass.name}\``,
    pass.summary,
    pass.ensures.map(({ text }) => text).join("; ") || "-",
    describeSpikes(pass.spikes),
    pass.options.map(({ name, value }) => `\`${name}\` (${value})`).join(", ") || "-",
  ]);
  const lines = [["pass", "what it does", "what holds afterwards", "spikes", "options (default)"], ["---", "---", "---", "---", "---"], ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
