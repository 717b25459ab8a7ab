/**
 * Writes graphs as NIR files, in the layout of PyPI's `nir` 1.0.8: a group `node` with the type `NIRGraph`, a group for each
 * node in `nodes`, the edges as pairs of names, and the version beside it.
 */
import type { Graph } from "../../graph/graph.js";
import { assertNever } from "../../util/diagnostics.js";
import { type Hdf5WritableFile, hdf5Library } from "../hdf5-library.js";
import type { DocumentNode, Field, NirDocument } from "./document.js";
import { documentOf, type WriteOptions } from "./export.js";

export type { WriteOptions } from "./export.js";

/** Of the package whose layout this is. */
const NIR_VERSION = "1.0.8";

/**
 * The bytes of a .nir file; the same for the same graph. Read again with the same `dt` and discretisation the file gives
 * a network with the same spikes. Throws SnncError (input) with every node that NIR has no way to say.
 */
export async function writeNir(graph: Graph, options: WriteOptions = {}): Promise<Uint8Array> {
  const document = documentOf(graph, options);
  const library = await hdf5Library();
  return library.createFile((file) => writeDocument(file, document));
}

type Group = ReturnType<Hdf5WritableFile["create_group"]>;

function writeDocument(file: Group, { nodes, edges }: NirDocument): void {
  file.create_dataset({ name: "version", data: NIR_VERSION });
  const network = file.create_group("node");
  network.create_dataset({ name: "type", data: "NIRGraph" });
  // In the order of creation: readers that ask for it see the graph's nodes in their order.
  const members = network.create_group("nodes", true);
  for (const node of nodes) writeNode(members, node);
  // The library guesses no type for an empty list.
  if (edges.length === 0) network.create_dataset({ name: "edges", data: new Float64Array(0), shape: [0] });
  else network.create_dataset({ name: "edges", data: edges.flat(), shape: [edges.length, 2] });
}

function writeNode(members: Group, { name, type, fields, metadata }: DocumentNode): void {
  const group = members.create_group(name);
  group.create_dataset({ name: "type", data: type });
  for (const [key, field] of Object.entries(fields)) writeField(group, key, field);
  if (metadata === undefined) return;
  const beside = group.create_group("metadata");
  for (const [key, value] of Object.entries(metadata)) beside.create_dataset({ name: key, data: value });
}

function writeField(group: Group, name: string, field: Field): void {
  switch (field.kind) {
    case "floats":
      group.create_dataset({ name, data: field.values, shape: [...field.shape] });
      return;
    case "integers":
      group.create_dataset({ name, data: BigInt64Array.from(field.values, BigInt), shape: [...field.shape] });
      return;
    default:
      assertNever(field);
  }
}
