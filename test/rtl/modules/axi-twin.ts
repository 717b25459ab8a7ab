/** rtl/axi/snn_registers.v in TypeScript, cycle by cycle, from the description of the registers; and a master that keeps AXI's rules. */
import type { Random } from "../../../src/util/random.js";
import { fieldName, maskOf, REGISTER_MAP, type Register, type RegisterField } from "../../../src/verilog/registers/description.js";
import type { ModulePorts, Port, Value, Vector } from "./bench.js";

export const OKAY = 0;
export const SLVERR = 2;

const { registers, addressBits } = REGISTER_MAP;
const portOf = (register: Register, field: RegisterField): string => fieldName(register, field).toLowerCase();
const perField = (access: Register["access"], make: (port: string, bits: number) => readonly Port[]): Port[] =>
  registers
    .filter((register) => register.access === access)
    .flatMap((register) =>
      register.fields.filter(({ constant }) => constant === undefined).flatMap((field) => make(portOf(register, field), field.bits)),
    );
const named = (isThat: (register: Register) => boolean, ...suffixes: readonly string[]): string[] =>
  registers.filter(isThat).flatMap(({ name }) => suffixes.map((suffix) => `${name.toLowerCase()}_${suffix}`));

/** Inputs whose value is anything, each cycle anew. */
const FREE: readonly Port[] = [
  ...perField("ro", (port, bits) => [[port, bits]]),
  ...named(({ isUpdated }) => isUpdated === true, "next").map((port): Port => [port, 32]),
];
const SETS = perField("w1c", (port, bits) => [[`${port}_set`, bits]]);
const UPDATES = named(({ isUpdated }) => isUpdated === true, "update");
const READIES = named(({ access }) => access === "wo", "ready");
const REFUSALS = named(({ access }) => access === "wo", "refused");

export const REGISTER_PORTS: ModulePorts = {
  inputs: [
    ["rst", 1],
    ["s_axil_awaddr", addressBits],
    ["s_axil_awprot", 3],
    ["s_axil_awvalid", 1],
    ["s_axil_wdata", 32],
    ["s_axil_wstrb", 4],
    ["s_axil_wvalid", 1],
    ["s_axil_bready", 1],
    ["s_axil_araddr", addressBits],
    ["s_axil_arprot", 3],
    ["s_axil_arvalid", 1],
    ["s_axil_rready", 1],
    ...FREE,
    ...SETS,
    ...[...UPDATES, ...READIES, ...REFUSALS].map((name): Port => [name, 1]),
  ],
  outputs: [
    ["s_axil_awready", 1],
    ["s_axil_wready", 1],
    ["s_axil_bvalid", 1],
    ["s_axil_bresp", 2],
    ["s_axil_arready", 1],
    ["s_axil_rvalid", 1],
    ["s_axil_rdata", 32],
    ["s_axil_rresp", 2],
    ...perField("rw", (port, bits) => [[port, bits]]),
    ...perField("w1c", (port, bits) => [[port, bits]]),
    ...perField("wo", (port, bits) => [[`${port}_written`, bits]]),
    ...named(({ access }) => access === "wo", "valid").map((name): Port => [name, 1]),
    ...named(({ isTaken }) => isTaken === true, "taken").map((name): Port => [name, 1]),
  ],
};

type Numbers = Record<string, number>;

/** State and what follows from it. Outputs that mean nothing now (a payload without valid) are left out. */
export class RegisterTwin {
  #aw: number | undefined;
  #w: { readonly data: number; readonly strobes: number } | undefined;
  #b: number | undefined;
  #ar: number | undefined;
  #r: { readonly data: number; readonly response: number } | undefined;
  readonly #stored = new Map<string, number>();

  constructor() {
    this.#reset();
  }

  /** Outputs in this cycle, and the state of the next one. */
  step(inputs: Readonly<Numbers>): Numbers {
    const outputs: Numbers = {
      s_axil_awready: Number(this.#aw === undefined),
      s_axil_wready: Number(this.#w === undefined),
      s_axil_bvalid: Number(this.#b !== undefined),
      ...(this.#b === undefined ? {} : { s_axil_bresp: this.#b }),
      s_axil_arready: Number(this.#ar === undefined),
      s_axil_rvalid: Number(this.#r !== undefined),
      ...(this.#r === undefined ? {} : { s_axil_rdata: this.#r.data, s_axil_rresp: this.#r.response }),
      ...Object.fromEntries(this.#stored),
    };
    const write = this.#aw !== undefined && this.#w !== undefined && (this.#b === undefined || inputs.s_axil_bready === 1);
    const target = registers.find(({ offset }) => offset === this.#aw);
    const { data, strobes } = this.#w ?? { data: 0, strobes: 0 };
    const read = this.#ar !== undefined && (this.#r === undefined || inputs.s_axil_rready === 1);
    const source = registers.find(({ offset, access }) => offset === this.#ar && access !== "wo");
    let response: number | undefined = write ? SLVERR : undefined;
    for (const register of registers) {
      const name = register.name.toLowerCase();
      if (register.access === "wo") {
        const isOffered = write && register === target && strobes === 15;
        outputs[`${name}_valid`] = Number(isOffered);
        if (!isOffered) continue;
        for (const field of register.fields) outputs[`${portOf(register, field)}_written`] = fieldOf(data, field);
        if (inputs[`${name}_refused`] !== 1) response = inputs[`${name}_ready`] === 1 ? OKAY : undefined;
      }
      if (register.isTaken === true) outputs[`${name}_taken`] = Number(read && register === source);
    }
    const readData = source === undefined ? 0 : this.#word(source, inputs);

    // ---- The edge.
    for (const register of registers) {
      const isWritten = write && register === target;
      const name = register.name.toLowerCase();
      if (isWritten && (register.access === "rw" || register.access === "w1c")) response = OKAY;
      for (const field of register.fields) {
        const port = portOf(register, field);
        const old = this.#stored.get(port) ?? 0;
        const mask = isWritten ? fieldOf(byteMask(strobes), field) : 0;
        const written = fieldOf(data, field);
        if (register.access === "w1c") this.#stored.set(port, (inputs[`${port}_set`] | (old & ~(written & mask))) >>> 0);
        if (register.access !== "rw") continue;
        const updated = register.isUpdated === true && inputs[`${name}_update`] === 1 && !isWritten ? inputs[`${name}_next`] : old;
        this.#stored.set(port, ((updated & ~mask) | (written & mask)) >>> 0);
      }
    }
    if (inputs.s_axil_bready === 1) this.#b = undefined;
    if (response !== undefined) {
      this.#b = response;
      this.#aw = undefined;
      this.#w = undefined;
    }
    if (inputs.s_axil_rready === 1) this.#r = undefined;
    if (read) {
      this.#r = { data: readData, response: source === undefined ? SLVERR : OKAY };
      this.#ar = undefined;
    }
    if (inputs.s_axil_awvalid === 1 && outputs.s_axil_awready === 1) this.#aw = inputs.s_axil_awaddr;
    if (inputs.s_axil_wvalid === 1 && outputs.s_axil_wready === 1) this.#w = { data: inputs.s_axil_wdata, strobes: inputs.s_axil_wstrb };
    if (inputs.s_axil_arvalid === 1 && outputs.s_axil_arready === 1) this.#ar = inputs.s_axil_araddr;
    if (inputs.rst === 1) this.#reset();
    return outputs;
  }

  #word(register: Register, inputs: Readonly<Numbers>): number {
    let word = 0;
    for (const field of register.fields) {
      const port = portOf(register, field);
      const value = field.constant ?? (register.access === "ro" ? inputs[port] : (this.#stored.get(port) ?? 0));
      word |= value << field.at;
    }
    return word >>> 0;
  }

  #reset(): void {
    this.#aw = undefined;
    this.#w = undefined;
    this.#b = undefined;
    this.#ar = undefined;
    this.#r = undefined;
    for (const register of registers.filter(({ access }) => access === "rw" || access === "w1c")) {
      for (const field of register.fields) this.#stored.set(portOf(register, field), field.reset ?? 0);
    }
  }
}

export interface Stress {
  /** Probability per cycle of not offering what comes next, of each channel by itself. */
  readonly starve: number;
  /** Probability per cycle of refusing an answer. */
  readonly stall: number;
}

/** A random master against the twin: what it drove in each cycle, and what the twin said. */
export function randomTraffic(
  random: Random,
  cycles: number,
  { starve, stall }: Stress,
): { readonly inputs: Vector[]; readonly expected: Numbers[] } {
  const twin = new RegisterTwin();
  const inputs: Numbers[] = [];
  const expected: Numbers[] = [];
  const chance = (probability: number): number => Number(random.uniform() < probability);
  const word = (): number => random.uint32();
  const below = (limit: number): number => random.integer(limit);
  const held: Numbers = { s_axil_awvalid: 0, s_axil_wvalid: 0, s_axil_arvalid: 0 };
  for (let cycle = 0; cycle < cycles; cycle++) {
    if (held.s_axil_awvalid === 0 && chance(starve) === 0)
      Object.assign(held, { s_axil_awvalid: 1, s_axil_awaddr: address(), s_axil_awprot: below(8) });
    if (held.s_axil_wvalid === 0 && chance(starve) === 0) {
      Object.assign(held, { s_axil_wvalid: 1, s_axil_wdata: word(), s_axil_wstrb: chance(0.7) === 1 ? 15 : below(16) });
    }
    if (held.s_axil_arvalid === 0 && chance(starve) === 0)
      Object.assign(held, { s_axil_arvalid: 1, s_axil_araddr: address(), s_axil_arprot: below(8) });
    const now: Numbers = {
      s_axil_awaddr: 0,
      s_axil_awprot: 0,
      s_axil_wdata: 0,
      s_axil_wstrb: 0,
      s_axil_araddr: 0,
      s_axil_arprot: 0,
      ...held,
      rst: Number(cycle < 2) | chance(0.001),
      s_axil_bready: 1 - chance(stall),
      s_axil_rready: 1 - chance(stall),
    };
    for (const [port, bits] of FREE) now[port] = bits === 32 ? word() : below(2 ** bits);
    for (const [port, bits] of SETS) now[port] = chance(0.05) * (2 ** bits - 1);
    for (const port of [...UPDATES, ...READIES]) now[port] = chance(0.3);
    for (const port of REFUSALS) now[port] = chance(0.05);
    // A master is reset with its slave: AXI has valid low then.
    if (now.rst === 1) for (const valid of ["s_axil_awvalid", "s_axil_wvalid", "s_axil_arvalid"]) now[valid] = 0;
    const outputs = twin.step(now);
    inputs.push(now);
    expected.push(outputs);
    for (const channel of ["aw", "w", "ar"]) {
      if (now.rst === 1 || outputs[`s_axil_${channel}ready`] === 1) held[`s_axil_${channel}valid`] = 0;
    }
  }
  return { inputs, expected };

  /** Mostly registers, now and then an offset beside them. */
  function address(): number {
    const kind = random.uniform();
    if (kind < 0.8) return registers[below(registers.length)].offset;
    return kind < 0.9 ? registers[below(registers.length)].offset + 1 + below(3) : below(2 ** addressBits);
  }
}

/** What AXI forbids, cycle by cycle: a valid that goes before its ready came, a payload that changes meanwhile. Empty if nothing. */
export function brokenRules(inputs: readonly Vector[], outputs: readonly Record<string, Value>[]): string[] {
  const channels = [
    { name: "b", payload: ["s_axil_bresp"] },
    { name: "r", payload: ["s_axil_rdata", "s_axil_rresp"] },
  ];
  const broken: string[] = [];
  for (let cycle = 1; cycle < outputs.length; cycle++) {
    if (inputs[cycle - 1].rst === 1) continue;
    for (const { name, payload } of channels) {
      const [before, now] = [outputs[cycle - 1], outputs[cycle]];
      if (before[`s_axil_${name}valid`] !== 1 || inputs[cycle - 1][`s_axil_${name}ready`] === 1) continue;
      if (now[`s_axil_${name}valid`] !== 1) broken.push(`${name}valid fell in cycle ${cycle}`);
      for (const port of payload) if (now[port] !== before[port]) broken.push(`${port} changed in cycle ${cycle}`);
    }
  }
  return broken;
}

function fieldOf(word: number, field: RegisterField): number {
  return ((word & maskOf(field)) >>> field.at) >>> 0;
}

function byteMask(strobes: number): number {
  let mask = 0;
  for (let byte = 0; byte < 4; byte++) if (((strobes >> byte) & 1) === 1) mask |= 0xff << (8 * byte);
  return mask >>> 0;
}
