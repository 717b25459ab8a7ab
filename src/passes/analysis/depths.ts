/**
 * Least solution of a system of difference constraints depth(to) >= depth(from) + least, or the cycle that has none:
 * the longest paths that retiming and latches need. Populations are visited depth first, so that a feed-forward network
 * of any order of its populations is done in one round (Bellman-Ford, Cormen et al. 2009, chapter 24.4).
 */

export interface DepthConstraint {
  /** undefined: an input, which lies at 0. */
  readonly from: string | undefined;
  readonly to: string;
  readonly least: number;
}

/** Depths, or one cycle of names (first name not repeated) whose constraints add up to more than 0. */
export type DepthSolution =
  | { readonly kind: "depths"; readonly depths: ReadonlyMap<string, number> }
  | { readonly kind: "cycle"; readonly names: readonly string[] };

/** The smallest depths of `names` that are at least `floor` and keep every constraint. */
export function leastDepths(names: readonly string[], floor: number, constraints: readonly DepthConstraint[]): DepthSolution {
  const depths = new Map(names.map((name) => [name, floor]));
  const outgoing = new Map<string, DepthConstraint[]>(names.map((name) => [name, []]));
  for (const constraint of constraints) {
    if (constraint.from === undefined) depths.set(constraint.to, Math.max(depths.get(constraint.to) ?? floor, constraint.least));
    else outgoing.get(constraint.from)?.push(constraint);
  }
  const order = reversePostorder(names, outgoing);
  /** Whose constraint set a population's depth last. */
  const setBy = new Map<string, string>();
  for (;;) {
    let moved = false;
    for (const name of order) {
      const depth = depths.get(name) ?? floor;
      for (const { to, least } of outgoing.get(name) ?? []) {
        if (depth + least <= (depths.get(to) ?? floor)) continue;
        depths.set(to, depth + least);
        setBy.set(to, name);
        moved = true;
      }
    }
    if (!moved) return { kind: "depths", depths };
    const cycle = cycleOf(names, setBy);
    if (cycle !== undefined) return { kind: "cycle", names: cycle };
  }
}

/** Sources before targets, but for the edges that close cycles. Iterative: a network may be very deep. */
function reversePostorder(names: readonly string[], outgoing: ReadonlyMap<string, readonly DepthConstraint[]>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const root of names) {
    if (seen.has(root)) continue;
    seen.add(root);
    const stack = [{ name: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = outgoing.get(top.name)?.[top.next++];
      if (edge === undefined) {
        order.push(top.name);
        stack.pop();
      } else if (!seen.has(edge.to)) {
        seen.add(edge.to);
        stack.push({ name: edge.to, next: 0 });
      }
    }
  }
  return order.reverse();
}

/** A cycle of "was set by", which exists only if the constraints around it add up to more than 0. */
function cycleOf(names: readonly string[], setBy: ReadonlyMap<string, string>): string[] | undefined {
  const visitedFrom = new Map<string, string>();
  for (const start of names) {
    const path: string[] = [];
    for (let name: string | undefined = start; name !== undefined && !visitedFrom.has(name); name = setBy.get(name)) {
      visitedFrom.set(name, start);
      path.push(name);
    }
    const last = path.at(-1);
    const closing = last === undefined ? undefined : setBy.get(last);
    if (closing !== undefined && visitedFrom.get(closing) === start && path.includes(closing)) {
      // "was set by" runs against the edges. The cycle is told from its first population in the program's order on.
      const cycle = path.slice(path.indexOf(closing)).reverse();
      const members = new Set(cycle);
      const first = cycle.indexOf(names.find((name) => members.has(name)) ?? closing);
      return [...cycle.slice(first), ...cycle.slice(0, first)];
    }
  }
  return undefined;
}
