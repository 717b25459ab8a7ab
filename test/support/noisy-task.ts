/** A small labelled file that a tiny network learns in a second, and not to perfection. */
import type { Random } from "../../src/util/random.js";

/** Texts of forty words, one of eight that tell the class (in a fifth of the texts the wrong one) and a few rare ones; vectors of all of them. */
export function noisyTask(random: Random): { readonly texts: string; readonly vectors: string } {
  const letters = (number: number): string => `w${String.fromCharCode(97 + (number % 26))}${String.fromCharCode(97 + Math.floor(number / 26))}`;
  const rows = Array.from({ length: 400 }, (_, i) => {
    const label = i % 2;
    const words = Array.from({ length: 3 + random.integer(6) }, () => letters(random.integer(40)));
    const telling = random.uniform() < 0.8 ? label : 1 - label;
    // One text in five has a word of its own, most of them unknown to training.
    const rare = random.uniform() < 0.2 ? [letters(40 + random.integer(60))] : [];
    return `${label === 0 ? "no" : "yes"}\t${[...words, letters(100 + telling * 4 + random.integer(4)), ...rare].join(" ")}`;
  });
  const vectors = Array.from({ length: 108 }, (_, i) => `${letters(i)} ${Array.from({ length: 6 }, () => random.normal().toFixed(4)).join(" ")}`);
  return { texts: `${rows.join("\n")}\n`, vectors: `${vectors.join("\n")}\n` };
}
