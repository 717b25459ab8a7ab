/**
 * Runs one Verilog module under Verilator: vectors in, vectors out, a cycle each; or whole streams, starved and stalled at
 * random while valid and ready follow the house rule. The C++ driver is printed for the module's ports, built once per
 * parameter set (and kept in the cache folder), and fed a test's whole stimulus in one process.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildModel } from "../../../src/tools/native-model.js";
import { RTL_FOLDER, verilogList } from "../../../src/tools/rtl-files.js";

/** A port: [name, bits]. */
export type Port = readonly [name: string, bits: number];

/** A stream of the module: `<name>_valid`, `<name>_ready` unless named otherwise, and its payload ports in order. */
export interface Stream {
  readonly valid: string;
  readonly ready: string;
  readonly payload: readonly string[];
}

export interface ModulePorts {
  /** All inputs but clk, streams included. */
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Streams that the bench feeds. */
  readonly sources?: readonly Stream[];
  /** Streams that the bench drains. */
  readonly sinks?: readonly Stream[];
}

/** Numbers for ports of up to 32 bits, bigints for wider ones (inputs may be either). */
export type Value = number | bigint;
export type Vector = Readonly<Record<string, Value>>;

export interface BenchOptions {
  /** Where a module is that is not in rtl/ (default: rtl/sim/). */
  readonly folder?: string;
  /** Modules there that it needs. */
  readonly beside?: readonly string[];
  /** Folder of the modules (default: SNNC_RTL, else rtl/). */
  readonly rtlFolder?: string;
  /** Does the module have a clock? Default: yes. */
  readonly clocked?: boolean;
  /** Streams have ended when nothing has come for so many cycles (default 200). */
  readonly quietCycles?: number;
}

export interface StreamRun {
  /** Cycles before the streams start, in order (reset, configuration). */
  readonly preamble: readonly Vector[];
  /** Items of each source: payload values in the order of its ports. */
  readonly items: readonly (readonly (readonly Value[])[])[];
  /** Probability per cycle of withholding the next item, and of refusing one. */
  readonly starve: number;
  readonly stall: number;
  readonly seed: number;
}

export interface StreamItem {
  /** Cycle in which it was taken, counted from the end of the preamble. */
  readonly cycle: number;
  readonly values: readonly Value[];
}

export interface Bench {
  /** Outputs as they are just before the clock edge of each cycle. Inputs not named keep their value (first: 0). */
  vectors(cycles: readonly Vector[]): readonly Record<string, Value>[];
  /** Feeds every source to its end and drains until nothing has come for `quietCycles`; items of each sink. */
  streams(run: StreamRun): readonly (readonly StreamItem[])[];
}

/** A stop that a module's own assertion asked for. */
export class ModuleStopped extends Error {}

const STOPPED = 5;
const QUIET_CYCLES = 200;
const MOST_STIMULUS = 2 ** 28;

/** Builds run one after the other: the compiler alone fills the machine. */
let lastBuild: Promise<unknown> = Promise.resolve();

/** Builds the module of that name in rtl/ (or rtl/sim/) with these parameters. */
export function buildBench(
  module: string,
  parameters: Readonly<Record<string, number>>,
  ports: ModulePorts,
  options: BenchOptions = {},
): Promise<Bench> {
  const built = lastBuild.then(() => build(module, parameters, ports, options));
  // A failure is told by the tests that wait for this bench, and does not keep the next one from being built.
  lastBuild = built.catch(() => undefined);
  return built;
}

async function build(module: string, parameters: Readonly<Record<string, number>>, ports: ModulePorts, options: BenchOptions): Promise<Bench> {
  const rtl = options.rtlFolder ?? process.env.SNNC_RTL ?? RTL_FOLDER;
  const sources = [...(await verilogList("files.f", rtl)), ...(await verilogList("mesh.f", rtl))];
  const own = [module, ...(options.beside ?? [])]
    .filter((name) => !sources.some((path) => basename(path) === `${name}.v`))
    .map((name) => join(options.folder ?? join(RTL_FOLDER, "sim"), `${name}.v`));
  const folder = mkdtempSync(join(tmpdir(), "snnc-bench-"));
  try {
    const harness = join(folder, "bench.cpp");
    writeFileSync(harness, driver(module, ports, options));
    const { executable } = await buildModel({ topModule: module, sources: [...sources, ...own], includeFolders: [rtl], parameters, harness });
    return {
      vectors: (cycles) => runVectors(executable, ports, cycles),
      streams: (run) => runStreams(executable, ports, run),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The number of a port of at most 32 bits. */
export function number(value: Value | undefined): number {
  return Number(value);
}

/** Two's complement reading of the low `bits` (at most 32). */
export function signed(value: Value | undefined, bits: number): number {
  return Number(BigInt.asIntN(bits, BigInt(value ?? 0)));
}

/** The low `bits` of a signed number, as a port shows them. */
export function unsigned(value: number, bits: number): number {
  return Number(BigInt.asUintN(bits, BigInt(value)));
}

/** Cycles that write a whole table through the ports of a config_memory: rows as bigints of `bits`. */
export function writeRows(rows: readonly bigint[], bits: number, extra: Vector = {}): Vector[] {
  const words = Math.ceil(bits / 32);
  const perRow = 2 ** Math.ceil(Math.log2(words));
  const cycles = rows.flatMap((row, index) =>
    Array.from({ length: words }, (_, word) => ({
      ...extra,
      write_valid: 1,
      write_address: index * perRow + word,
      write_data: Number(BigInt.asUintN(32, row >> BigInt(32 * word))),
    })),
  );
  return [...cycles, { write_valid: 0 }];
}

/** A row of [value, bits] fields, the first one lowest. */
export function packFields(fields: readonly (readonly [value: number, bits: number])[]): bigint {
  let row = 0n;
  let at = 0n;
  for (const [value, bits] of fields) {
    row |= BigInt.asUintN(bits, BigInt(value)) << at;
    at += BigInt(bits);
  }
  return row;
}

const wordsOf = (bits: number): number => Math.ceil(bits / 32);

function push(words: number[], value: Value, bits: number): void {
  if (bits <= 32) {
    words.push(Number(value) >>> 0);
    return;
  }
  let rest = BigInt(value);
  for (let i = 0; i < wordsOf(bits); i++) {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  }
}

function pull(words: Uint32Array, at: number, bits: number): Value {
  if (bits <= 32) return words[at];
  let value = 0n;
  for (let i = wordsOf(bits) - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[at + i]);
  return value;
}

function vectorWords(ports: ModulePorts, cycles: readonly Vector[]): number[] {
  const words: number[] = [cycles.length];
  const held = new Map<string, Value>();
  for (const cycle of cycles) {
    for (const [name, value] of Object.entries(cycle)) {
      if (!ports.inputs.some(([port]) => port === name)) throw new Error(`no input ${name}`);
      held.set(name, value);
    }
    for (const [name, bits] of ports.inputs) push(words, held.get(name) ?? 0, bits);
  }
  return words;
}

function call(executable: string, words: readonly number[]): Uint32Array {
  const { status, stdout, stderr } = spawnSync(executable, [], { input: Buffer.from(Uint32Array.from(words).buffer), maxBuffer: MOST_STIMULUS });
  if (status === STOPPED) throw new ModuleStopped(stderr.toString());
  if (status !== 0) throw new Error(`bench ended with ${status}: ${stderr.toString()}`);
  return new Uint32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}

function runVectors(executable: string, ports: ModulePorts, cycles: readonly Vector[]): readonly Record<string, Value>[] {
  const answer = call(executable, [0, ...vectorWords(ports, cycles)]);
  let at = 0;
  return cycles.map(() => {
    const outputs: Record<string, Value> = {};
    for (const [name, bits] of ports.outputs) {
      outputs[name] = pull(answer, at, bits);
      at += wordsOf(bits);
    }
    return outputs;
  });
}

function runStreams(executable: string, ports: ModulePorts, run: StreamRun): readonly (readonly StreamItem[])[] {
  const words = [1, ...vectorWords(ports, run.preamble)];
  words.push(Math.round(run.starve * 65536), Math.round(run.stall * 65536), run.seed >>> 0);
  (ports.sources ?? []).forEach((source, index) => {
    words.push(run.items[index].length);
    for (const item of run.items[index]) for (const [i, name] of source.payload.entries()) push(words, item[i], bitsOf(ports.inputs, name));
  });
  const answer = call(executable, words);
  let at = 0;
  const sinks = (ports.sinks ?? []).map((): StreamItem[] => []);
  while (at < answer.length) {
    const [sink, cycle] = [answer[at], answer[at + 1]];
    at += 2;
    const values = (ports.sinks ?? [])[sink].payload.map((name) => {
      const bits = bitsOf(ports.outputs, name);
      const value = pull(answer, at, bits);
      at += wordsOf(bits);
      return value;
    });
    sinks[sink].push({ cycle, values });
  }
  return sinks;
}

function bitsOf(ports: readonly Port[], name: string): number {
  const port = ports.find(([candidate]) => candidate === name);
  if (port === undefined) throw new Error(`no port ${name}`);
  return port[1];
}

function driver(
  module: string,
  { inputs, outputs, sources = [], sinks = [] }: ModulePorts,
  { clocked = true, quietCycles = QUIET_CYCLES }: BenchOptions,
): string {
  const set = (name: string, bits: number): string =>
    bits <= 32
      ? `top.${name} = *p++;`
      : bits <= 64
        ? `top.${name} = p[0] | (uint64_t)p[1] << 32; p += 2;`
        : `for (int i = 0; i < ${wordsOf(bits)}; i++) top.${name}[i] = *p++;`;
  const get = (name: string, bits: number): string =>
    bits <= 32
      ? `out.push_back(top.${name});`
      : bits <= 64
        ? `out.push_back((uint32_t)top.${name}); out.push_back((uint32_t)(top.${name} >> 32));`
        : `for (int i = 0; i < ${wordsOf(bits)}; i++) out.push_back(top.${name}[i]);`;
  const sourceWords = (stream: Stream): number => stream.payload.reduce((sum, name) => sum + wordsOf(bitsOf(inputs, name)), 0);
  return `// Printed by test/rtl/modules/bench.ts for ${module}.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include "V${module}.h"
#include "verilated.h"
static V${module} top;
static std::vector<uint32_t> in, out;
static const uint32_t* p;
void vl_stop(const char*, int, const char*) { std::_Exit(${STOPPED}); }
void vl_fatal(const char*, int, const char*, const char* message) { std::fprintf(stderr, "%s", message); std::_Exit(${STOPPED}); }
static void apply() { ${inputs.map(([name, bits]) => set(name, bits)).join(" ")} }
static void record() { ${outputs.map(([name, bits]) => get(name, bits)).join(" ")} }
static void low() { ${clocked ? "top.clk = 0; " : ""}top.eval(); }
static void high() { ${clocked ? "top.clk = 1; top.eval(); " : ""}}
static uint32_t state;
static bool happens(uint32_t parts) {
    if (parts == 0) return false;
    state ^= state << 13; state ^= state >> 17; state ^= state << 5;
    return (state & 0xffff) < parts;
}
int main() {
    uint32_t piece[4096];
    for (size_t got; (got = fread(piece, 4, 4096, stdin)) > 0;) in.insert(in.end(), piece, piece + got);
    p = in.data();
    const bool isStreams = *p++ != 0;
    for (uint32_t cycles = *p++; cycles > 0; cycles--) { apply(); low(); if (!isStreams) record(); high(); }
    if (isStreams) {
        const uint32_t starve = *p++, stall = *p++;
        state = *p++ * 2 + 1;
        ${sources.map((stream, i) => `uint32_t left${i} = *p++; const uint32_t* next${i} = p; p += left${i} * ${sourceWords(stream)}; bool offers${i} = false;`).join("\n        ")}
        uint32_t quiet = 0;
        for (uint32_t cycle = 0; quiet < ${quietCycles}; cycle++) {
            quiet++;
            ${sources
              .map(
                (stream, i) => `if (!offers${i} && left${i} > 0 && !happens(starve)) {
                p = next${i}; ${stream.payload.map((name) => set(name, bitsOf(inputs, name))).join(" ")} next${i} = p; left${i}--; offers${i} = true;
            }
            top.${stream.valid} = offers${i};`,
              )
              .join("\n            ")}
            ${sinks.map((stream) => `top.${stream.ready} = !happens(stall);`).join("\n            ")}
            low();
            ${sources.map((stream, i) => `if (offers${i}) { quiet = 0; if (top.${stream.ready}) offers${i} = false; }`).join("\n            ")}
            ${sources.map((_, i) => `if (left${i} > 0) quiet = 0;`).join(" ")}
            ${sinks
              .map(
                (stream, i) => `if (top.${stream.valid}) quiet = 0;
            if (top.${stream.valid} && top.${stream.ready}) { out.push_back(${i}); out.push_back(cycle); ${stream.payload.map((name) => get(name, bitsOf(outputs, name))).join(" ")} }`,
              )
              .join("\n            ")}
            high();
        }
    }
    fwrite(out.data(), 4, out.size(), stdout);
    return 0;
}
`;
}
