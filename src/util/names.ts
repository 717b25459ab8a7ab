/** Names of what a compiler makes: at most 64 characters of A-Z a-z 0-9 _ . -, each given once. */

/** Longest name that the IRs allow. */
export const LONGEST_NAME = 64;

/** A function that returns the wanted name, made legal, short enough and different from every name that it returned before. */
export function uniqueNames(taken: Iterable<string> = []): (wanted: string) => string {
  const given = new Set(taken);
  // Remembered per base, so that many equal names do not take quadratic time.
  const nextSuffix = new Map<string, number>();
  return (wanted) => {
    const legal = wanted.replace(/[^A-Za-z0-9_.-]+/g, "_") || "unnamed";
    let name = legal.slice(0, LONGEST_NAME);
    if (given.has(name)) {
      const base = legal.slice(0, LONGEST_NAME - 8);
      let suffix = nextSuffix.get(base) ?? 2;
      do name = `${base}.${suffix++}`;
      while (given.has(name));
      nextSuffix.set(base, suffix);
    }
    given.add(name);
    return name;
  };
}
