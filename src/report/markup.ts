/** HTML as a value: text from outside is escaped by default, so that nothing has to be remembered at each place. */
import { escapeHtml } from "./format.js";

/** A piece of finished HTML. */
export interface Html {
  readonly kind: "html";
  readonly text: string;
}

export type Insert = Html | string | number | readonly Html[];

/** Template tag: strings and numbers are escaped (also inside quoted attributes), `Html` goes in as it is. */
export function html(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  let text = strings[0] ?? "";
  inserts.forEach((insert, i) => {
    text += textOf(insert) + (strings[i + 1] ?? "");
  });
  return { kind: "html", text };
}

/** Nothing. */
export const EMPTY: Html = { kind: "html", text: "" };

/** HTML that this program wrote itself (style sheets); never for text from outside. */
export function trusted(text: string): Html {
  return { kind: "html", text };
}

/** A percentage for a style attribute, two decimals, within 0..100. */
export function cssPercent(value: number): string {
  return `${Math.min(100, Math.max(0, value)).toFixed(2)}%`;
}

function textOf(insert: Insert): string {
  if (typeof insert === "string") return escapeHtml(insert);
  if (typeof insert === "number") return String(insert);
  if ("kind" in insert) return insert.text;
  return insert.map((item) => item.text).join("");
}
