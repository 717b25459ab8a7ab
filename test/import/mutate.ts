/**
 * Mutants of valid files: what damage, chance and malice do to bytes, to HDF5's own structures and to JSON. Every choice
 * comes from a seeded generator, so that a mutant is told by its seed.
 */
import type { Random } from "../../src/util/random.js";

/** Sizes and addresses that hurt where a format has an integer; as bits of 64. */
const HOSTILE_INTEGERS: readonly bigint[] = [
  0n,
  1n,
  2n,
  0x7fn,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  2n ** 32n,
  2n ** 60n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 2n,
  2n ** 64n - 1n,
];

/** A copy cut short, with bytes changed, runs of one byte, or pieces moved, repeated or exchanged. */
export function mutantOf(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.integer(8) === 0) return bytes.slice(0, random.integer(bytes.length));
  const mutant = bytes.slice();
  for (let change = random.integer(4); change >= 0; change--) {
    const at = random.integer(mutant.length);
    const length = 1 + random.integer(Math.min(256, mutant.length - at));
    switch (random.integer(6)) {
      case 0:
        mutant[at] = random.integer(256);
        break;
      case 1:
        mutant[at] ^= 1 << random.integer(8);
        break;
      case 2:
        mutant.fill(random.integer(2) === 0 ? 0 : 0xff, at, at + length);
        break;
      case 3:
        mutant.copyWithin(at, random.integer(mutant.length - length + 1), mutant.length - at);
        break;
      case 4:
        exchange(mutant, at, random.integer(mutant.length - length + 1), length);
        break;
      default:
        writeInteger(mutant, at, random);
    }
  }
  return random.integer(8) === 0 ? withPieceTwice(mutant, random) : mutant;
}

/** A copy of an HDF5 file with integers changed inside of its superblock, object headers, trees and heaps. */
export function hdf5MutantOf(bytes: Uint8Array, random: Random): Uint8Array {
  const places = hdf5Structures(bytes);
  const mutant = bytes.slice();
  for (let change = random.integer(3); change >= 0; change--) {
    const at = Math.min(mutant.length - 1, places[random.integer(places.length)] + random.integer(STRUCTURE_BYTES));
    const kind = random.integer(3);
    if (kind === 0) mutant[at] = random.integer(256);
    // An address that is in use already makes links, trees and heaps that lead into each other.
    else if (kind === 1) writeLittleEndian(mutant, at, 8, BigInt(places[random.integer(places.length)]));
    else writeInteger(mutant, at, random);
  }
  return mutant;
}

/** Bytes from a structure's beginning on in which its sizes and addresses lie. */
const STRUCTURE_BYTES = 160;
/** Signatures of HDF5's structures; only object headers of the first version have none. */
const SIGNATURES = ["OHDR", "OCHK", "TREE", "HEAP", "SNOD", "GCOL", "FRHP", "FHDB", "FHIB", "BTHD", "BTIN", "BTLF", "FSHD", "FSSE", "FADB", "FAHD"];
/** A node of a group: signature, version, count of 2 bytes, then entries with the address of an object header at byte 8. */
const [NODE_COUNT, NODE_HEADER_BYTES, ENTRY_BYTES, ENTRY_ADDRESS] = [6, 8, 40, 8];

/** Where the structures of an HDF5 file begin: its superblock, whatever has a signature, and the object headers that groups name. */
export function hdf5Structures(bytes: Uint8Array): readonly number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = new Set([0]);
  for (const signature of SIGNATURES) {
    for (let at = buffer.indexOf(signature); at >= 0; at = buffer.indexOf(signature, at + 1)) {
      places.add(at);
      if (signature !== "SNOD") continue;
      const entries = buffer.readUInt16LE(at + NODE_COUNT);
      for (let entry = at + NODE_HEADER_BYTES; entry < at + NODE_HEADER_BYTES + entries * ENTRY_BYTES; entry += ENTRY_BYTES) {
        const header = buffer.readUIntLE(entry + ENTRY_ADDRESS, 6);
        if (header < bytes.length) places.add(header);
      }
    }
  }
  return [...places].sort((a, b) => a - b);
}

/** A copy of what JSON.parse gives with values replaced by hostile ones, keys deleted or renamed, items doubled or exchanged. */
export function jsonMutantOf(value: unknown, random: Random): unknown {
  return treeMutantOf(value, random, ({ parent, key }) => {
    parent[key] = typeof parent[key] === "number" && random.integer(2) === 0 ? hostileNumber(random) : hostileValue(random);
  });
}

/** The same for a decoded message, whose values keep their types: else it could not be encoded. */
export function messageMutantOf(message: object, random: Random): object {
  return treeMutantOf(message, random, ({ parent, key }) => {
    const old = parent[key];
    if (typeof old === "number") parent[key] = hostileNumber(random);
    else if (typeof old === "string") parent[key] = HOSTILE_STRINGS[random.integer(HOSTILE_STRINGS.length)];
    else if (old instanceof Uint8Array && old.length > 0) parent[key] = mutantOf(old, random);
  });
}

function treeMutantOf<T>(value: T, random: Random, replace: (place: Place) => void): T {
  const holder = { value: structuredClone(value) };
  const places = placesOf(holder.value);
  for (let change = random.integer(3); change >= 0; change--) {
    const place = places[random.integer(places.length)];
    const { parent, key } = place;
    // An earlier change has taken it away.
    if (!(key in parent)) continue;
    const other = places[random.integer(places.length)];
    switch (random.integer(6)) {
      case 0:
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else delete parent[key];
        break;
      case 1:
        if (kindOf(parent[key]) === kindOf(other.parent[other.key])) parent[key] = structuredClone(other.parent[other.key]);
        break;
      case 2:
        if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(parent[Number(key)]));
        else exchangeOfOneKind(parent, key, random);
        break;
      default:
        replace(place);
    }
  }
  return holder.value;
}

const HOSTILE_STRINGS = ["", "__proto__", "constructor", "../../etc/passwd", "a/b", "\u001b[31mred\n", "x".repeat(10_000), "\ud800", "toString"];

function hostileNumber(random: Random): number {
  const numbers = [0, -0, -1, 1, 0.5, 1e308, -1e308, 2 ** 24, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 60, 1e-320, random.integer(1000) - 500];
  return numbers[random.integer(numbers.length)];
}

function hostileValue(random: Random): unknown {
  switch (random.integer(6)) {
    case 0:
      return hostileNumber(random);
    case 1:
      return HOSTILE_STRINGS[random.integer(HOSTILE_STRINGS.length)];
    case 2:
      return [null, true, false, {}, []][random.integer(5)];
    case 3:
      return Array.from({ length: random.integer(5) }, () => hostileNumber(random));
    case 4:
      return nested(random.integer(40));
    default:
      return { class_name: "Functional", config: hostileNumber(random) };
  }
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

/** Everything inside of a value, by its parent and its key there. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesOf(parent[key])]);
}

function exchangeOfOneKind(parent: Record<string, unknown>, key: string, random: Random): void {
  const others = Object.keys(parent).filter((other) => kindOf(parent[other]) === kindOf(parent[key]));
  const other = others[random.integer(others.length)] ?? key;
  [parent[key], parent[other]] = [parent[other], parent[key]];
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "list" : ArrayBuffer.isView(value) ? "bytes" : typeof value;
}

function exchange(bytes: Uint8Array, a: number, b: number, length: number): void {
  const held = bytes.slice(a, a + length);
  bytes.copyWithin(a, b, b + length);
  bytes.set(held, b);
}

/** Everything behind the piece moves. */
function withPieceTwice(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(bytes.length);
  const end = at + 1 + random.integer(Math.min(512, bytes.length - at));
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
}

function writeInteger(bytes: Uint8Array, at: number, random: Random): void {
  const value = random.integer(4) === 0 ? BigInt(bytes.length - random.integer(3)) : HOSTILE_INTEGERS[random.integer(HOSTILE_INTEGERS.length)];
  writeLittleEndian(bytes, at, [1, 2, 4, 8][random.integer(4)], value);
}

function writeLittleEndian(bytes: Uint8Array, at: number, length: number, value: bigint): void {
  for (let i = 0; i < length && at + i < bytes.length; i++) bytes[at + i] = Number((value >> BigInt(8 * i)) & 0xffn);
}
