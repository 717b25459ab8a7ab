/**
 * The protocol between a host and a board: README.md in this folder has the words, this file the numbers. The Verilog of
 * the board has them from here too (`linkMessagesVerilog`, `linkIdentityVerilog`; `npm run registers` prints both).
 */

export const PROTOCOL_VERSION = 1;

/** Bytes of a payload at most. */
export const PAYLOAD_LIMIT = 240;
/** Length, session, sequence number, type. */
export const HEADER_BYTES = 6;
export const CRC_BYTES = 4;
export const FRAME_LIMIT = HEADER_BYTES + PAYLOAD_LIMIT + CRC_BYTES;

/** Types of frames; an answer is its command's type with ANSWER_BIT. */
export const TYPE = { HELLO: 1, LOAD: 2, ARM: 3, RUN: 4, ABORT: 5, MEMBRANES: 6, PING: 7, NAK: 0xc0 } as const;
export const ANSWER_BIT = 0x80;

export const STATUS = { OK: 0, UNKNOWN: 1, MALFORMED: 2, NOT_ARMED: 3, OUT_OF_ORDER: 4, TOO_MANY: 5 } as const;

/** Why a NAK was sent. */
export const REASON = { DAMAGED: 1, AHEAD: 2, OTHER_SESSION: 3 } as const;

/** RUN: bits of its first byte. */
export const RUN_COUNTERS = 1;
/** RUN: a word that is an event ends its timestep too. */
export const WORD_STEPS = 0x4000;
/** RUN: a word that ends as many timesteps as its low bits say. */
export const WORD_IS_STEPS = 0x8000;
/** RUN: the sample's end. */
export const WORD_READ = 0xffff;
/** Input lines that a word can name. */
export const AXON_LIMIT = 0x4000;
export const STEPS_LIMIT = 0x7ffe;
export const RUN_WORDS_LIMIT = (PAYLOAD_LIMIT - 2) / 2;

/** Memories of the core that an image may have. */
export const MEMORIES = 7;
export const LOAD_WORDS_LIMIT = (PAYLOAD_LIMIT - 4) / 4;
export const MEMBRANES_LIMIT = 58;
export const PING_LIMIT = 200;
/** The core's counters, in the order of READ. */
export const COUNTERS = 9;

/** A field of IDENTITY: `bytes` wide, from a signal of the device of that name. */
export interface IdentityField {
  readonly name: string;
  readonly bytes: 1 | 2 | 4;
  readonly meaning: string;
}

/** IDENTITY without its status, and without what is behind: the seven memories in order, and the image's number. */
export const IDENTITY: readonly IdentityField[] = [
  { name: "protocol", bytes: 1, meaning: "version of this protocol" },
  { name: "window", bytes: 1, meaning: "commands that may be unanswered" },
  { name: "state", bytes: 1, meaning: "bit 0: armed; bit 1: inside a sample" },
  {
    name: "features",
    bytes: 1,
    meaning: "bit 0: biases, 1: reset by subtraction, 2: counted refractory, 3: counters, 4: weights outside the core, 5: CUBA neurons",
  },
  { name: "clock_hz", bytes: 4, meaning: "clock of the core" },
  { name: "baud", bytes: 4, meaning: "bits a second of the line" },
  { name: "lanes", bytes: 1, meaning: "LANES of the core, and so on" },
  { name: "weight_bits", bytes: 1, meaning: "WEIGHT_BITS" },
  { name: "state_bits", bytes: 1, meaning: "STATE_BITS" },
  { name: "slots", bytes: 1, meaning: "SLOTS" },
  { name: "exponent_max", bytes: 1, meaning: "EXPONENT_MAX" },
  { name: "leak_max", bytes: 1, meaning: "LEAK_MAX" },
  { name: "forget_bits", bytes: 1, meaning: "FORGET_BITS" },
  { name: "groups", bytes: 2, meaning: "GROUPS" },
  { name: "segments", bytes: 4, meaning: "SEGMENTS" },
  { name: "axons", bytes: 4, meaning: "AXONS" },
  { name: "weight_words", bytes: 4, meaning: "WEIGHT_WORDS" },
];

/** Bytes of IDENTITY before the memories, status not counted. */
export const IDENTITY_BYTES = IDENTITY.reduce((sum, { bytes }) => sum + bytes, 0);
/** Behind them, for each memory: words held (4 bytes), their CRC-32 (4); and at last the image's number, which counts if it is armed. */
export const HELD_BYTES = 8;
export const IMAGE_BYTES = 4;

/** Bits of `features`. */
export const FEATURE = { BIAS: 1, SUBTRACT: 2, REFRACTORY: 4, COUNTERS: 8, EXTERNAL_WEIGHTS: 16, CUBA: 32 } as const;
