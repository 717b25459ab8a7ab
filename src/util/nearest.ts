/** The name that somebody may have meant. */
import { distance } from "fastest-levenshtein";

/** The candidate with the fewest edits from `name`, at most a third of its length rounded up; undefined if none is so near. Ties go to the first. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.ceil(name.length / 3) + 1;
  for (const candidate of candidates) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}
