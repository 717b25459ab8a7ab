/**
 * A look over the protobuf before it is decoded: a decoder makes an object for every message and a number for every
 * list item, and two bytes of a hostile file can stand for one, so they are counted first.
 */
import protobuf from "protobufjs/minimal.js";
import { inputError } from "../../util/diagnostics.js";
import { TOO_LARGE_HINT, TOO_MANY_NODES_HINT } from "../builder.js";

/** The fields of a message that are messages, and the lists of numbers, by field number. */
interface Layout {
  readonly messages: ReadonlyMap<number, Layout>;
  readonly lists: ReadonlySet<number>;
}

const layout = (messages: readonly (readonly [number, Layout])[] = [], lists: readonly number[] = []): Layout => ({
  messages: new Map(messages),
  lists: new Set(lists),
});
const TENSOR = layout([[13, layout()]], [1]);
const ATTRIBUTE = layout([[5, TENSOR]], [7, 8]);
const NODE = layout([[5, ATTRIBUTE]]);
const VALUE = layout([[2, layout([[1, layout([[2, layout([[1, layout()]])]])]])]]);
const GRAPH = layout([
  [1, NODE],
  [5, TENSOR],
  [11, VALUE],
  [12, VALUE],
]);
const MODEL = layout([
  [7, GRAPH],
  [8, layout()],
]);

const NODE_FIELD = 1;
/** Fields and list items that a node may have on average, tensors and everything else included. */
const FIELDS_PER_NODE = 64;

/** Throws SnncError (input) if the model has more nodes, or more of anything else, than `nodes` nodes may bring. */
export function scanModel(bytes: Uint8Array, nodes: number, where: string): void {
  const reader = protobuf.Reader.create(bytes);
  const limit = FIELDS_PER_NODE * nodes;
  let fields = 0;
  let nodesSeen = 0;
  const count = (more: number): void => {
    fields += more;
    if (fields > limit) {
      throw inputError("import-too-large", `the model has more than ${limit} fields and list items outside its weights, the limit`, {
        where,
        hint: TOO_LARGE_HINT,
      });
    }
  };
  const scan = (message: Layout, end: number): void => {
    while (reader.pos < end) {
      const tag = reader.uint32();
      const [field, wireType] = [tag >>> 3, tag & 7];
      count(1);
      const inner = message.messages.get(field);
      if (wireType !== 2 || (inner === undefined && !message.lists.has(field))) {
        reader.skipType(wireType);
        continue;
      }
      const size = reader.uint32();
      const stop = reader.pos + size;
      if (stop > end) throw new RangeError("index out of range");
      if (inner === undefined) {
        count(size);
        reader.skip(size);
        continue;
      }
      if (message === GRAPH && field === NODE_FIELD && ++nodesSeen > nodes) {
        throw inputError("import-too-many-nodes", `the model has more than ${nodes} nodes, the limit`, { where, hint: TOO_MANY_NODES_HINT });
      }
      scan(inner, stop);
    }
    if (reader.pos !== end) throw new RangeError("index out of range");
  };
  scan(MODEL, bytes.length);
}
