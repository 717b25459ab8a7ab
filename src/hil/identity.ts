/** IDENTITY as bytes and as values: what a device says of itself in its answer to HELLO. */
import { FEATURE, HELD_BYTES, IDENTITY, IDENTITY_BYTES, IMAGE_BYTES, MEMORIES } from "./messages.js";

/** What a device holds of a memory. */
export interface Held {
  /** Words of 32 bits. */
  readonly words: number;
  readonly crc: number;
}

export interface Identity {
  readonly protocol: number;
  /** Commands that may be unanswered. */
  readonly window: number;
  readonly isArmed: boolean;
  readonly isInsideSample: boolean;
  readonly features: Readonly<Record<Lowercase<keyof typeof FEATURE>, boolean>>;
  /** 0 where the device counts no cycles. */
  readonly clockHz: number;
  /** Bits a second; 0 where the line has no rate of its own. */
  readonly baud: number;
  /** The armed image's number; counts only if `isArmed`. */
  readonly image: number;
  readonly lanes: number;
  readonly weightBits: number;
  readonly stateBits: number;
  readonly slots: number;
  readonly exponentMax: number;
  readonly leakMax: number;
  readonly forgetBits: number;
  readonly groups: number;
  readonly segments: number;
  readonly axons: number;
  readonly weightWords: number;
  /** [MEMORIES] */
  readonly held: readonly Held[];
}

/** IDENTITY's bytes, status not among them. */
export function encodeIdentity(identity: Identity): Uint8Array {
  const { features } = identity;
  const values: Record<string, number> = {
    protocol: identity.protocol,
    window: identity.window,
    state: (identity.isArmed ? 1 : 0) | (identity.isInsideSample ? 2 : 0),
    features: featureNames.reduce((bits, name) => bits | (features[lower(name)] ? FEATURE[name] : 0), 0),
    clock_hz: identity.clockHz,
    baud: identity.baud,
    lanes: identity.lanes,
    weight_bits: identity.weightBits,
    state_bits: identity.stateBits,
    slots: identity.slots,
    exponent_max: identity.exponentMax,
    leak_max: identity.leakMax,
    forget_bits: identity.forgetBits,
    groups: identity.groups,
    segments: identity.segments,
    axons: identity.axons,
    weight_words: identity.weightWords,
  };
  const bytes = new Uint8Array(IMAGE_AT + IMAGE_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of IDENTITY) {
    const value = values[field.name];
    if (value === undefined) throw new Error(`no value of IDENTITY's ${field.name}`);
    if (field.bytes === 1) view.setUint8(at, value);
    else if (field.bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += field.bytes;
  }
  identity.held.forEach(({ words, crc }, memory) => {
    view.setUint32(IDENTITY_BYTES + memory * HELD_BYTES, words, true);
    view.setUint32(IDENTITY_BYTES + memory * HELD_BYTES + 4, crc, true);
  });
  view.setUint32(IMAGE_AT, identity.image, true);
  return bytes;
}

/** The values; undefined if the bytes are too few. More are those of a later version. */
export function decodeIdentity(bytes: Uint8Array): Identity | undefined {
  if (bytes.length < IMAGE_AT + IMAGE_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Map<string, number>();
  let at = 0;
  for (const { name, bytes: width } of IDENTITY) {
    values.set(name, width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at, true) : view.getUint32(at, true));
    at += width;
  }
  const value = (name: string): number => values.get(name) ?? 0;
  const features = value("features");
  return {
    protocol: value("protocol"),
    window: value("window"),
    isArmed: (value("state") & 1) !== 0,
    isInsideSample: (value("state") & 2) !== 0,
    features: {
      bias: (features & FEATURE.BIAS) !== 0,
      subtract: (features & FEATURE.SUBTRACT) !== 0,
      refractory: (features & FEATURE.REFRACTORY) !== 0,
      counters: (features & FEATURE.COUNTERS) !== 0,
      external_weights: (features & FEATURE.EXTERNAL_WEIGHTS) !== 0,
      cuba: (features & FEATURE.CUBA) !== 0,
    },
    clockHz: value("clock_hz"),
    baud: value("baud"),
    image: view.getUint32(IMAGE_AT, true),
    lanes: value("lanes"),
    weightBits: value("weight_bits"),
    stateBits: value("state_bits"),
    slots: value("slots"),
    exponentMax: value("exponent_max"),
    leakMax: value("leak_max"),
    forgetBits: value("forget_bits"),
    groups: value("groups"),
    segments: value("segments"),
    axons: value("axons"),
    weightWords: value("weight_words"),
    held: Array.from({ length: MEMORIES }, (_, memory) => ({
      words: view.getUint32(IDENTITY_BYTES + memory * HELD_BYTES, true),
      crc: view.getUint32(IDENTITY_BYTES + memory * HELD_BYTES + 4, true),
    })),
  };
}

/** Behind the memories. */
const IMAGE_AT = IDENTITY_BYTES + MEMORIES * HELD_BYTES;

const featureNames = Object.keys(FEATURE) as (keyof typeof FEATURE)[];

function lower<Name extends string>(name: Name): Lowercase<Name> {
  return name.toLowerCase() as Lowercase<Name>;
}
