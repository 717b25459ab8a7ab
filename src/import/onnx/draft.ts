/**
 * Drafts: nodes of the graph to be, with their shapes, before they get names. What nothing needs in the end is left out
 * (emit.ts), so readers may draft freely.
 */
import type { Shape } from "../../graph/graph.js";
import { elementsOf, printShape } from "../../graph/shapes.js";
import type { Unnamed } from "../builder.js";
import { refusal } from "./refusal.js";

/** Elements of a value a sample: beyond it nothing here could run the network. */
const MAX_ELEMENTS = 2 ** 31;

export interface Draft {
  readonly id: number;
  /** Name that the node asks for. */
  readonly label: string;
  /** The operator that it came from, in the file's words, for diagnostics. */
  readonly origin: string;
  /** A bias that follows is added to it in place, as long as nothing else reads it (operators/arithmetic.ts). */
  node: Unnamed;
  /** Its input is the sum of theirs; a concat's stand side by side. */
  readonly inputs: readonly Draft[];
  readonly shape: Shape;
}

/** How readers of operators draft nodes. */
export interface Drafting {
  /** The operator's own node, or with `role` one that helps it (`transpose`, `pad`). The same helper is drafted once. */
  draft(node: Unnamed, inputs: readonly Draft[], shape: Shape, role?: string): Draft;
  /** What was read holds only if this input brings token ids, which are never negative. */
  assumeTokens(input: Draft): void;
}

/** Drafts of one model. `at` gives the drafting of one operator. */
export interface DraftBoard {
  readonly drafts: readonly Draft[];
  readonly assumedTokens: ReadonlySet<Draft>;
  at(label: string, origin: string): Drafting;
}

export function draftBoard(): DraftBoard {
  const drafts: Draft[] = [];
  const assumedTokens = new Set<Draft>();
  // Three convolutions that read one text in another layout share one transpose.
  const helpers = new Map<string, Draft>();
  return {
    drafts,
    assumedTokens,
    at: (label, origin) => ({
      draft: (node, inputs, shape, role) => {
        if (elementsOf(shape) > MAX_ELEMENTS) throw refusal(`it gives ${printShape(shape)}; the limit is ${MAX_ELEMENTS} elements a sample`);
        const key = role === undefined ? undefined : `${inputs.map(({ id }) => id).join(",")} ${JSON.stringify(node)}`;
        const known = key === undefined ? undefined : helpers.get(key);
        if (known !== undefined) return known;
        const draft: Draft = { id: drafts.length, label: role === undefined ? label : `${label}.${role}`, origin, node, inputs, shape };
        drafts.push(draft);
        if (key !== undefined) helpers.set(key, draft);
        return draft;
      },
      assumeTokens: (input) => {
        assumedTokens.add(input);
      },
    }),
  };
}
