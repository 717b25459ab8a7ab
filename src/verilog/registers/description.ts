/**
 * The register map of the core behind AXI4-Lite, described once: snn_registers.v, the C header, the table in Markdown and
 * the constants of the host are printed from it (`npm run registers`). What the registers do is wired in rtl/axi/.
 */

/** ro: read only; rw: both; w1c: read, and a written 1 clears; wo: a write hands the word over, and a read is refused. */
export type Access = "ro" | "rw" | "w1c" | "wo";

export interface RegisterField {
  /** ALL_CAPS. A field VALUE is the whole register and has no name of its own. */
  readonly name: string;
  /** Its lowest bit. */
  readonly at: number;
  readonly bits: number;
  /** After reset, where it is stored (rw, w1c; default 0). */
  readonly reset?: number;
  /** What a ro field always reads as; otherwise it is an input of the register file. */
  readonly constant?: number;
  /** Names of values. */
  readonly values?: Readonly<Record<string, number>>;
  readonly what: string;
}

export interface Register {
  /** ALL_CAPS. */
  readonly name: string;
  /** In bytes, a multiple of four. */
  readonly offset: number;
  readonly access: Access;
  readonly fields: readonly RegisterField[];
  readonly what: string;
  /** ro: the hardware is told of each read, which takes something away. */
  readonly isTaken?: boolean;
  /** rw of one field: the hardware changes it too. */
  readonly isUpdated?: boolean;
}

export interface RegisterMap {
  readonly title: string;
  /** Bits of an address. */
  readonly addressBits: number;
  readonly registers: readonly Register[];
}

/** Version of the map: the first number changes where an old driver would be wrong. */
const VERSION = { major: 1, minor: 0 };

/** Command kinds of rtl/README.md. */
const COMMANDS = { EVENT: 0, STEP: 1, READ: 2, DUMP: 3, RESET: 4 };
/** Result kinds of rtl/README.md. */
const RESULTS = { SPIKE: 0, STEP_DONE: 1, VALUE: 2, MEMBRANE: 3, COUNTER: 4, DONE: 5 };
/** In the order of `cfg_memory`. */
const MEMORIES = { AXON: 0, SEGMENT: 1, WEIGHT: 2, GROUP: 3, THRESHOLD: 4, BIAS: 5, SUBTRACT: 6, ROUTE: 7 };

/** In the order of the COUNTER results. */
const COUNTERS = [
  ["CYCLES", "cycles from the acceptance of RESET to that of the last VALUE"],
  ["SYNAPTIC_OPERATIONS", "synaptic operations"],
  ["WEIGHT_WORDS_READ", "weight words read"],
  ["NEURON_UPDATES", "neuron updates, without padding"],
  ["GROUP_UPDATES", "group updates"],
  ["SPIKES", "spikes"],
  ["INPUT_EVENTS", "input events"],
  ["BUSY_CYCLES", "cycles in which a weight word was read"],
  ["DELIVERY_SPAN", "cycles from the first weight word to the last accumulate"],
] as const;

const value = (what: string, more: Partial<RegisterField> = {}): RegisterField => ({ name: "VALUE", at: 0, bits: 32, what, ...more });

const IDENTITY: readonly Register[] = [
  {
    name: "ID",
    offset: 0x000,
    access: "ro",
    what: 'Who answers: "SNNC" in memory, lowest byte first.',
    fields: [value("magic number", { constant: 0x434e4e53 })],
  },
  {
    name: "VERSION",
    offset: 0x004,
    access: "ro",
    what: "Version of this map.",
    fields: [
      { name: "MINOR", at: 0, bits: 16, constant: VERSION.minor, what: "goes up when something is added" },
      { name: "MAJOR", at: 16, bits: 16, constant: VERSION.major, what: "goes up when an old driver would be wrong" },
    ],
  },
  {
    name: "CAPABILITIES",
    offset: 0x008,
    access: "ro",
    what: "Widths of the core; an image must have been made for these.",
    fields: [
      { name: "LANES", at: 0, bits: 8, what: "weights of a word, neurons of a group" },
      { name: "SLOTS", at: 8, bits: 8, what: "delay slots: longest delay in timesteps" },
      { name: "WEIGHT_BITS", at: 16, bits: 4, what: "bits of a weight" },
      { name: "STATE_BITS", at: 24, bits: 6, what: "bits of a membrane" },
    ],
  },
  {
    name: "FEATURES",
    offset: 0x00c,
    access: "ro",
    what: "What the core was built with.",
    fields: [
      { name: "EXPONENT_MAX", at: 0, bits: 4, what: "largest exponent of a segment" },
      { name: "LEAK_MAX", at: 4, bits: 4, what: "largest k of a leak v - (v >> k)" },
      { name: "BIAS", at: 8, bits: 1, what: "a bias a neuron" },
      { name: "SUBTRACT", at: 9, bits: 1, what: "reset by subtraction" },
      { name: "REFRACTORY", at: 10, bits: 1, what: "counted refractory" },
      { name: "TRACE", at: 11, bits: 1, what: "spikes and ends of timesteps are reported" },
      { name: "COUNTERS", at: 12, bits: 1, what: "READ reports counters" },
      { name: "READOUT", at: 13, bits: 1, what: "DECISION works" },
      { name: "CUBA", at: 14, bits: 1, what: "Loihi's CUBA neurons" },
      { name: "FORGETTING", at: 15, bits: 1, what: "groups can forget periodically" },
      { name: "COLUMNS", at: 16, bits: 7, what: "of a mesh of cores; 0: a single core without one" },
      { name: "ROWS", at: 24, bits: 7, what: "of a mesh of cores; 0: a single core without one" },
    ],
  },
  { name: "GROUPS", offset: 0x010, access: "ro", what: "Neuron groups of a core.", fields: [value("rows of the group memory")] },
  { name: "AXONS", offset: 0x014, access: "ro", what: "Rows of a core's axon table.", fields: [value("rows of the axon memory")] },
  { name: "SEGMENTS", offset: 0x018, access: "ro", what: "Rows of a core's segment table.", fields: [value("rows of the segment memory")] },
  { name: "WEIGHT_WORDS", offset: 0x01c, access: "ro", what: "Weight words of a core.", fields: [value("rows of the weight memory")] },
  {
    name: "FIRST_LINE",
    offset: 0x020,
    access: "ro",
    what: "Input line i is the AXON `FIRST_LINE + i` of an EVENT.",
    fields: [value("GROUPS x LANES; 0 in a mesh")],
  },
  { name: "LINES", offset: 0x024, access: "ro", what: "Input lines that there are at most.", fields: [value("input lines")] },
];

const INTERRUPTS: readonly RegisterField[] = [
  { name: "DONE", at: 0, bits: 1, what: "a READ or DUMP is complete: its DONE has left the core" },
  { name: "UNKNOWN", at: 1, bits: 1, what: "s_axis brought a kind that is no command, or an axon that is none; it was dropped" },
];

const CONTROL: readonly Register[] = [
  {
    name: "CONTROL",
    offset: 0x040,
    access: "rw",
    what: "How the core runs.",
    fields: [
      { name: "ENABLE", at: 0, bits: 1, what: "s_axis is taken; set it once the image is loaded" },
      {
        name: "SOFT_RESET",
        at: 1,
        bits: 1,
        what: "1 holds the core in reset: samples, counters and decisions are forgotten, memories and this register stay",
      },
      {
        name: "RESULTS",
        at: 4,
        bits: 2,
        values: { STREAM: 0, REGISTERS: 1, DROP: 2 },
        what: "where results go: to m_axis, to RESULT_KIND and RESULT_DATA, or nowhere (counters and decision are kept)",
      },
    ],
  },
  {
    name: "STATUS",
    offset: 0x044,
    access: "ro",
    what: "What happens now.",
    fields: [
      { name: "IDLE", at: 0, bits: 1, what: "nothing is under way: memories may be loaded (a mesh says so only while not OPEN)" },
      { name: "OPEN", at: 1, bits: 1, what: "commands were taken that no DONE has ended yet" },
      { name: "COMMAND_READY", at: 2, bits: 1, what: "a COMMAND would be taken at once" },
      { name: "STREAM_VALID", at: 3, bits: 1, what: "s_axis offers a command" },
      { name: "RESULT_VALID", at: 4, bits: 1, what: "a result waits in the core" },
    ],
  },
  {
    name: "INTERRUPT_STATUS",
    offset: 0x048,
    access: "w1c",
    what: "What has happened; a 1 written clears.",
    fields: INTERRUPTS,
  },
  {
    name: "INTERRUPT_ENABLE",
    offset: 0x04c,
    access: "rw",
    what: "Which of these raise `irq`, as long as they are set.",
    fields: INTERRUPTS.map(({ name, at, bits }) => ({ name, at, bits, what: `raise \`irq\` on ${name}` })),
  },
  {
    name: "COMMAND",
    offset: 0x050,
    access: "wo",
    what:
      "A command, the same word as on s_axis, before which it goes. The write is answered when the core has taken it; where results go to " +
      "registers it is refused instead of waiting. Refused, too: what is no command, and all in SOFT_RESET.",
    fields: [
      { name: "AXON", at: 0, bits: 29, what: "of an EVENT" },
      { name: "KIND", at: 29, bits: 3, values: COMMANDS, what: "what to do" },
    ],
  },
  {
    name: "RESULT_KIND",
    offset: 0x054,
    access: "ro",
    what: "The result that waits, where CONTROL.RESULTS is REGISTERS.",
    fields: [
      { name: "KIND", at: 0, bits: 3, values: RESULTS, what: "what it is" },
      { name: "VALID", at: 31, bits: 1, what: "there is one" },
    ],
  },
  {
    name: "RESULT_DATA",
    offset: 0x058,
    access: "ro",
    isTaken: true,
    what: "Its data; reading takes it, and the next one follows.",
    fields: [value("data of the result")],
  },
  {
    name: "CFG_MEMORY",
    offset: 0x060,
    access: "rw",
    what: "Memory that is loaded.",
    fields: [{ name: "VALUE", at: 0, bits: 10, values: MEMORIES, what: "memory; in a mesh core x 8 more, and CORES x 8 + 7 is the line table" }],
  },
  {
    name: "CFG_ADDRESS",
    offset: 0x064,
    access: "rw",
    isUpdated: true,
    what: "Word that the next CFG_DATA writes.",
    fields: [value("row x words of a row + word; every CFG_DATA adds one")],
  },
  {
    name: "CFG_DATA",
    offset: 0x068,
    access: "wo",
    what: "Writes a word of the memory and goes on to the next one; refused while STATUS.IDLE is 0 and in SOFT_RESET.",
    fields: [value("word")],
  },
];

const RESULTS_SEEN: readonly Register[] = [
  {
    name: "DECISION",
    offset: 0x080,
    access: "ro",
    what: "Class of the last READ, where FEATURES.READOUT.",
    fields: [
      { name: "CLASS", at: 0, bits: 16, what: "number of the class" },
      { name: "VALID", at: 31, bits: 1, what: "a READ has been answered since reset" },
    ],
  },
  { name: "RESULTS", offset: 0x084, access: "ro", what: "Results that have left the core since reset.", fields: [value("count, modulo 2^32")] },
  { name: "DONES", offset: 0x088, access: "ro", what: "DONEs among them: READs and DUMPs answered.", fields: [value("count, modulo 2^32")] },
  ...COUNTERS.map(
    ([name, what], index): Register => ({
      name: `COUNTER_${name}`,
      offset: 0x0c0 + 4 * index,
      access: "ro",
      what: `Of the last READ: ${what}.`,
      fields: [value("complete once DONE has come; summed over the cores of a mesh, cycles and input events its own")],
    }),
  ),
];

export const REGISTER_MAP: RegisterMap = {
  title: "Registers of the core behind AXI4-Lite",
  addressBits: 12,
  registers: [...IDENTITY, ...CONTROL, ...RESULTS_SEEN],
};

/** What registers and fields are called together: `control_enable`, `cfg_data`. */
export function fieldName(register: Register, field: RegisterField): string {
  return field.name === "VALUE" ? register.name : `${register.name}_${field.name}`;
}

/** Bits of a field in its register. */
export function maskOf({ at, bits }: RegisterField): number {
  return (((2 ** bits - 1) << at) >>> 0) % 2 ** 32;
}

/** Everything of a map that cannot be printed: overlaps, bits beyond 32, offsets twice or askew. Empty if there is nothing. */
export function complaintsOf({ addressBits, registers }: RegisterMap): readonly string[] {
  const complaints: string[] = [];
  const names = new Set<string>();
  const offsets = new Set<number>();
  for (const register of registers) {
    const { name, offset, fields } = register;
    if (names.has(name) || offsets.has(offset)) complaints.push(`${name} is there twice`);
    if (offset % 4 !== 0 || offset < 0 || offset >= 2 ** addressBits) complaints.push(`${name} lies at ${offset}`);
    names.add(name);
    offsets.add(offset);
    let used = 0;
    for (const field of fields) {
      if (field.at < 0 || field.bits < 1 || field.at + field.bits > 32) complaints.push(`${fieldName(register, field)} leaves the word`);
      if ((used & maskOf(field)) !== 0) complaints.push(`${fieldName(register, field)} overlaps`);
      used |= maskOf(field);
      if (field.constant !== undefined && register.access !== "ro") complaints.push(`${fieldName(register, field)} is constant, but not read only`);
    }
  }
  return complaints;
}
