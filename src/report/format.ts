/** How the report writes numbers and foreign text. One place, so that page and terminal agree. */

/** Text from outside (words, class names, file names) made safe in HTML text and quoted attributes; lines may break. */
export function escapeHtml(text: string): string {
  return replaceControls(text, "\n\t")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Text from outside made safe on a terminal: a control character, also of writing direction, is replaced visibly. */
export function escapeTerminal(text: string): string {
  return replaceControls(text, "");
}

/** C0 and C1 controls and overrides of writing direction become the replacement character, except those in `kept`. */
function replaceControls(text: string, kept: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => (kept.includes(character) ? character : "\ufffd"));
}

/** 1234567 -> "1,234,567"; below 100 one decimal where there is one. */
export function formatCount(value: number): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
  return withCommas(value.toFixed(digits));
}

/** Percent to one decimal, without a sign. */
export function formatPercent(value: number): string {
  return value.toFixed(1);
}

/** Energy in pJ with a prefix that leaves 1 to 3 digits before the point: "29.9 nJ". */
export function formatEnergy(picojoules: number): string {
  return prefixed(picojoules, 1e-12, "J");
}

/** Seconds with a prefix: "18.0 us". */
export function formatTime(seconds: number): string {
  return prefixed(seconds, 1, "s");
}

export function formatFrequency(hertz: number): string {
  return prefixed(hertz, 1, "Hz");
}

/** Cost of one event, as tables print it: "0.1 pJ", "1,300 pJ". */
export function formatCost(picojoules: number): string {
  return `${withCommas(String(Number(picojoules.toPrecision(4))))} pJ`;
}

/** A factor: "2.1", "12.4", "183". */
export function formatFactor(factor: number): string {
  if (!Number.isFinite(factor)) return "-";
  return factor >= 100 ? withCommas(factor.toFixed(0)) : factor >= 10 ? factor.toFixed(1) : factor >= 0.1 ? factor.toFixed(2) : factor.toPrecision(2);
}

/** Bits as kbit or Mbit (powers of 1,024, as data sheets count memory). */
export function formatBits(bits: number): string {
  if (bits >= 1024 * 1024) return `${(bits / 1024 / 1024).toFixed(2)} Mbit`;
  if (bits >= 1024) return `${(bits / 1024).toFixed(1)} kbit`;
  return `${bits} bit`;
}

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "\u00b5"],
  [1e-9, "n"],
  [1e-12, "p"],
];

function prefixed(value: number, unit: number, symbol: string): string {
  if (value === 0) return `0 ${symbol}`;
  const amount = value * unit;
  // A little below a round number counts as that number, or 999.99999 nJ would be written with four digits.
  const [scale, prefix] = PREFIXES.find(([size]) => Math.abs(amount) >= size * 0.9995) ?? [1e-12, "p"];
  return `${Number(amount / scale).toPrecision(3)} ${prefix}${symbol}`.replace(/^1\.00e\+3/, "1000");
}

function withCommas(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
