/** A core and a mesh behind AXI (rtl/axi): everything that comes out of the buses against the golden simulator. */
import { beforeAll, describe, expect, it } from "vitest";
import { compareResults, describeMismatch } from "../../../src/cosim/compare.js";
import { collect, type RtlImage } from "../../../src/cosim/samples.js";
import { REGISTERS } from "../../../src/hil/registers.js";
import { AXI_FOLDER, verilogList } from "../../../src/tools/rtl-files.js";
import { buildMeshImage } from "../../../src/verilog/mesh-image.js";
import { type AxiCase, answersOf, axiCommands, buildAxiModel, IRQ, load, RESET, read, run, stream, wait, write } from "./axi-support.js";
import { fixedTarget, golden, randomCase } from "./support.js";

const SAMPLES = 12;
const OKAY = 0;
const SLVERR = 2;

const target = fixedTarget(4);
const coreCase = (seed: number): AxiCase => randomCase(seed, target, SAMPLES);
const meshCase = (seed: number): AxiCase => {
  const { program, batch } = randomCase(seed, target, SAMPLES);
  return { program, batch, image: buildMeshImage(program, target, { columns: 2, rows: 1 }) };
};

/** The model of the image's wrapper; one for each set of parameters, classes among them. */
async function buildAxi(image: RtlImage): Promise<string> {
  const isMesh = image.level === "mesh";
  const axi = await verilogList("axi.f", AXI_FOLDER);
  const sources = isMesh
    ? [...(await verilogList("files.f")), ...(await verilogList("mesh.f")), ...axi.slice(0, -1), ...(await verilogList("axi_mesh.f", AXI_FOLDER))]
    : [...(await verilogList("files.f")), ...axi];
  const { classes, neuronsPerClass } = image.readout;
  const parameters = { ...image.parameters, CLASSES: classes.length, NEURONS_PER_CLASS: neuronsPerClass };
  return await buildAxiModel(isMesh ? "snn_axi_mesh" : "snn_axi", sources, parameters);
}

const { CONTROL, STATUS, COMMAND, CFG_MEMORY, CFG_ADDRESS, CFG_DATA, INTERRUPT_STATUS, INTERRUPT_ENABLE, DECISION, RESULTS, DONES } = REGISTERS;
const ENABLE = 1;
const SOFT_RESET = 2;
const DROP = CONTROL.fields.RESULTS.values.DROP << CONTROL.fields.RESULTS.shift;
const COMMAND_OF = COMMAND.fields.KIND.values;

/** Results without counters; the spikes of a timestep ascending, which those of a mesh need not. */
function content(results: readonly number[]): (readonly [kind: number, data: number])[] {
  const all: (readonly [number, number])[] = [];
  let spikes: (readonly [number, number])[] = [];
  for (let i = 0; i < results.length; i += 2) {
    if (results[i] === 0) spikes.push([0, results[i + 1]]);
    if (results[i] === 0 || results[i] === 4) continue;
    all.push(...spikes.sort(([, a], [, b]) => a - b), [results[i], results[i + 1]]);
    spikes = [];
  }
  return all;
}

const PACES = [
  { starve: 0, stall: 0 },
  { starve: 0.6, stall: 0.3 },
  { starve: 0.05, stall: 0.85 },
] as const;

describe.each([
  { name: "a core", testCase: coreCase(11) },
  { name: "another core", testCase: coreCase(20) },
  { name: "a mesh of 2 x 1 cores", testCase: meshCase(1003) },
])("$name behind AXI", ({ testCase }) => {
  const { program, batch, image } = testCase;
  let built = "";
  beforeAll(async () => {
    built = await buildAxi(image);
  });
  const all = Array.from({ length: SAMPLES }, (_, sample) => sample);

  it.each(PACES)("is loaded through AXI4-Lite and equals the golden simulator through AXI4-Stream (starve $starve, stall $stall)", async (pace) => {
    const commands = all.flatMap((sample) => axiCommands(testCase, sample, true));
    const said = run(built, [...RESET, ...load(image), ...write(CONTROL.offset, ENABLE), ...stream(commands), ...wait(2 * SAMPLES)], pace);
    expect(said.slice(0, 4)).toEqual([7, 1, 1, OKAY]);
    expect(said[4]).toBe(9);
    const results = said.slice(6);
    expect(results.length).toBe(2 * said[5]);
    const rtl = collect(image, batch, answersOf(results), { spikes: true, membranes: true });
    const comparison = compareResults(await golden({ program, batch }), rtl, program);
    expect(comparison.first && describeMismatch(comparison.first)).toBeUndefined();
    expect(comparison.spikesCompared).toBeGreaterThan(0);
  });

  it.each(PACES)("runs samples by registers alone, as hw/axi/example.c does (starve $starve, stall $stall)", async (pace) => {
    const expected = await golden({ program, batch });
    const samples = all.slice(0, 4);
    const operations = samples.flatMap((sample) => {
      const events: number[] = [];
      for (let event = batch.sampleStart[sample]; event < batch.sampleStart[sample + 1]; event++) events.push(batch.time[event], batch.line[event]);
      return [5, batch.timesteps[sample], events.length / 2, ...events];
    });
    const said = run(built, [...RESET, ...load(image), ...operations], pace);
    let at = 2;
    for (const sample of samples) {
      const [operation, decision, spikes, , synapticOperations, count] = said.slice(at, at + 6);
      expect([operation, decision, spikes, synapticOperations]).toEqual([
        5,
        expected.decisions[sample],
        expected.counters.spikes[sample],
        expected.counters.synapticOperations[sample],
      ]);
      expect(count).toBeGreaterThan(0);
      at += 6 + count;
    }
    // Nothing went to the stream.
    expect(said.slice(at)).toEqual([9, 0]);
  });

  it("keeps class, counters and counts of a sample whose results it drops, and interrupts", async () => {
    const sample = 3;
    const expected = await golden({ program, batch });
    const counters = Object.values(REGISTERS).filter(({ offset }) => offset >= REGISTERS.COUNTER_CYCLES.offset);
    const asked = [DECISION, RESULTS, DONES, INTERRUPT_STATUS, ...counters];
    const poll = Array.from({ length: 400 }, () => read(STATUS.offset)).flat();
    const said = run(
      built,
      [
        ...RESET,
        ...load(image),
        ...write(INTERRUPT_ENABLE.offset, 1),
        ...write(CONTROL.offset, ENABLE | DROP),
        ...IRQ,
        ...stream(axiCommands(testCase, sample, false)),
        ...poll,
        ...asked.flatMap(({ offset }) => read(offset)),
        ...IRQ,
        ...write(INTERRUPT_STATUS.offset, 1),
        ...IRQ,
      ],
      { starve: 0.1, stall: 0.1 },
    );
    const polled = said.slice(8, 8 + 1200);
    expect(said.slice(0, 8)).toEqual([7, 1, 1, OKAY, 1, OKAY, 8, 0]);
    expect(polled.filter((_, i) => i % 3 === 2).some((status) => (status & 2) !== 0)).toBe(true);
    expect(polled[1199] & 3).toBe(1);
    const got = said.slice(1208, 1208 + 3 * asked.length).filter((_, i) => i % 3 === 2);
    const [decision, , dones, status, , synapticOperations, , neuronUpdates, , spikes, inputEvents] = got;
    expect(decision).toBe((2 ** 31 + expected.decisions[sample]) >>> 0);
    expect([dones, status]).toEqual([1, 1]);
    expect([synapticOperations, neuronUpdates, spikes, inputEvents]).toEqual(
      [expected.counters.synapticOperations, expected.counters.neuronUpdates, expected.counters.spikes, expected.counters.inputEvents].map(
        (all) => all[sample],
      ),
    );
    expect(said.slice(1208 + 3 * asked.length)).toEqual([8, 1, 1, OKAY, 8, 0, 9, 0]);
  });

  it("runs the same sample again after a soft reset in its middle", async () => {
    const commands = axiCommands(testCase, 2, true);
    const half = commands.slice(0, Math.ceil(commands.length / 2));
    const waiting = Array.from({ length: 100 }, () => read(STATUS.offset)).flat();
    const operations = [
      ...RESET,
      ...load(image),
      ...write(CONTROL.offset, ENABLE | DROP),
      ...stream(half),
      ...waiting,
      ...write(CONTROL.offset, SOFT_RESET),
      ...write(COMMAND.offset, COMMAND_OF.STEP << 29),
      ...write(CFG_DATA.offset, 1),
      ...write(CONTROL.offset, ENABLE),
      ...stream(commands),
      ...wait(2),
    ];
    const said = run(built, operations, { starve: 0.2, stall: 0.2 });
    const responses = said.slice(4 + 300, 4 + 300 + 8);
    expect(responses).toEqual([1, OKAY, 1, SLVERR, 1, SLVERR, 1, OKAY]);
    const once = run(built, [...RESET, ...load(image), ...write(CONTROL.offset, ENABLE), ...stream(commands), ...wait(2)], {
      starve: 0,
      stall: 0,
    });
    expect(content(said.slice(4 + 300 + 8 + 2))).toEqual(content(once.slice(6)));
  });

  it("reads back what it is, and refuses what it cannot do", async () => {
    const { parameters } = image;
    const isMesh = image.level === "mesh";
    const firstLine = isMesh ? 0 : parameters.GROUPS * parameters.LANES;
    const reads: readonly (readonly [offset: number, data: number])[] = [
      [REGISTERS.ID.offset, 0x434e4e53],
      [REGISTERS.CAPABILITIES.offset, parameters.LANES | (parameters.SLOTS << 8) | (parameters.WEIGHT_BITS << 16) | (parameters.STATE_BITS << 24)],
      [REGISTERS.GROUPS.offset, parameters.GROUPS],
      [REGISTERS.AXONS.offset, parameters.AXONS],
      [REGISTERS.SEGMENTS.offset, parameters.SEGMENTS],
      [REGISTERS.WEIGHT_WORDS.offset, parameters.WEIGHT_WORDS],
      [REGISTERS.FIRST_LINE.offset, firstLine],
      [REGISTERS.LINES.offset, isMesh ? image.parameters.LINES : parameters.AXONS - firstLine],
      [CFG_ADDRESS.offset, 9],
      [CFG_MEMORY.offset, 0x100],
    ];
    const writes: readonly (readonly [offset: number, data: number, strobes: number, response: number])[] = [
      [CFG_MEMORY.offset, 0x3ff, 2, OKAY],
      [CFG_MEMORY.offset, 0x100, 2, OKAY],
      [CFG_ADDRESS.offset, 8, 15, OKAY],
      [CFG_DATA.offset, 8, 7, SLVERR],
      [CFG_DATA.offset, 0, 15, OKAY],
      [REGISTERS.ID.offset, 0, 15, SLVERR],
      [0xffc, 0, 15, SLVERR],
      [CONTROL.offset + 1, 0, 15, SLVERR],
      [COMMAND.offset, 5 * 2 ** 29, 15, SLVERR],
      [COMMAND.offset, 0x1fffffff, 15, SLVERR],
    ];
    const said = run(
      built,
      [
        ...RESET,
        ...writes.flatMap(([offset, data, strobes]) => write(offset, data, strobes)),
        ...reads.flatMap(([offset]) => read(offset)),
        ...read(COMMAND.offset),
        ...read(0x0f0),
      ],
      { starve: 0.3, stall: 0.3 },
    );
    expect(said.slice(2, -2)).toEqual([
      ...writes.flatMap(([, , , response]) => [1, response]),
      ...reads.flatMap(([, data]) => [2, OKAY, data >>> 0]),
      ...[2, SLVERR, 0],
      ...[2, SLVERR, 0],
    ]);
  });

  it("tells of words of the stream that are no commands, and drops them", async () => {
    const commands = axiCommands(testCase, 1, true);
    const wrong = [5, 6, 7].map((kind) => (kind << 29) >>> 0);
    const spoilt = commands.flatMap((word, i) => [...(i % 3 === 0 ? wrong : []), word, ...(i % 5 === 0 ? [0x0fffffff] : [])]);
    const begin = [...RESET, ...load(image), ...write(CONTROL.offset, ENABLE)];
    const results = (words: readonly number[]): number[] =>
      run(built, [...begin, ...stream(words), ...wait(2), ...read(INTERRUPT_STATUS.offset)], { starve: 0, stall: 0 }).slice(4);
    const [clean, dropped] = [results(commands), results(spoilt)];
    expect(clean.slice(0, 3)).toEqual([2, OKAY, 1]);
    expect(dropped.slice(0, 3)).toEqual([2, OKAY, 3]);
    expect(content(dropped.slice(5))).toEqual(content(clean.slice(5)));
  });
});
