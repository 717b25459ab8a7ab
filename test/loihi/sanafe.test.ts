/** The export to SANA-FE: its text, its refusals and, where Python has `sanafe` (SNNC_PYTHON), what SANA-FE makes of it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { chipTimes, priceChip } from "../../src/energy/chip.js";
import { type ChipCostTable, parseCostFile } from "../../src/energy/costs.js";
import type { EventProgram } from "../../src/event/program.js";
import { randomBatch, randomProgram } from "../../src/event/random-program.js";
import type { EventBatch } from "../../src/event/run.js";
import { sanafeCosts } from "../../src/flow/export-sanafe.js";
import { deliveredSynapses } from "../../src/loihi/delivered.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { type ChipEventCounts, countChipEvents, tilesInUse } from "../../src/loihi/events.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { type SanafeFiles, sanafeFiles } from "../../src/loihi/sanafe.js";
import { type Diagnostic, SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { extendBatch } from "../../src/verilog/legalise.js";
import { obstacleTo, PATIENCE_MILLISECONDS } from "../import/nir/python.js";
import { temporaryFolder } from "../support/cli.js";
import { naiveChip } from "../support/naive-chip.js";
import { smaller, textBatch, textProgram } from "./support.js";

const obstacle = obstacleTo(["sanafe"]);
const SCRIPT = fileURLToPath(new URL("python/sanafe_run.py", import.meta.url));
const NETWORKS = 40;
const folder = temporaryFolder();
afterAll(() => folder.remove());

function costTable(): ChipCostTable {
  const file = "targets/costs/loihi-sanafe.json";
  const table = parseCostFile(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
  if (table.kind !== "chip") throw new Error(`${file} is of no chip`);
  return table;
}

const table = costTable();
const costs = sanafeCosts(table, []);
/** Cores so small that a few hundred neurons lie on several tiles; not square, so that rows and columns cannot be swapped. */
const chip = smaller({ compartments: 12 }, { tilesX: 4, tilesY: 3, coresPerTile: 2 });

interface Mapped {
  readonly mapped: MappedProgram;
  readonly legal: EventProgram;
  readonly batch: EventBatch;
}

/** Undefined where the random program does not fit the small chip. */
function onChip(program: EventProgram, batch: EventBatch): Mapped | undefined {
  try {
    const { program: legal, extraTimesteps } = legaliseForLoihi(program, chip);
    return { legal, mapped: mapToLoihi(legal, chip, { seed: 1 }), batch: extendBatch(batch, extraTimesteps) };
  } catch (error) {
    if (error instanceof SnncError && error.kind === "check") return undefined;
    throw error;
  }
}

/** CUBA neurons whose current forgets: any decay of the membrane, which a power-of-two leak is not. */
function forgetfulCurrents(program: EventProgram): EventProgram {
  const populations = program.populations.map((population) =>
    population.model.kind === "cuba" ? { ...population, model: { ...population.model, decayU: 4095 } } : population,
  );
  return { ...program, populations };
}

/** Every fourth a text classifier, with delays of 1..5 and latches. */
function randomMapped(seed: number): Mapped | undefined {
  const random = createRandom(seed);
  if (seed % 4 === 0) {
    const text = textProgram(random, { lines: 20, kernels: [2, 3, 5], filters: 4 + random.integer(8), classes: 3, bits: 5 });
    return onChip(text, textBatch(random, text, 1));
  }
  const program = forgetfulCurrents(
    randomProgram(random, {
      loihi: true,
      models: ["if", "lif", "cuba"],
      maxDelay: 6,
      refractories: ["none", "steps"],
      maxPopulations: 6,
      maxNeurons: 48,
      maxTimesteps: 40,
    }),
  );
  return onChip(program, randomBatch(random, program, { samples: 1 }));
}

describe("the export to SANA-FE", () => {
  it("is text that a person can read", async () => {
    const program = textProgram(createRandom(3), { lines: 4, kernels: [2], filters: 3, classes: 2, maxTimesteps: 6, bits: 4 });
    const made = onChip(program, textBatch(createRandom(3), program, 1));
    if (made === undefined) throw new Error("the program does not fit");
    const { architecture, network } = sanafeFiles(made.mapped, chip, costs, made.batch, 0);
    await expect(architecture).toMatchFileSnapshot("sanafe-architecture.yaml");
    await expect(network).toMatchFileSnapshot("sanafe-network.yaml");
  });

  it("refuses by name currents that last and delays that SANA-FE does not hold, all at once", () => {
    const refused = new Set<string>();
    for (let seed = 1; seed < 60; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, { loihi: true, refractories: ["none"], maxDelay: 9 });
      const made = onChip(program, randomBatch(random, program, { samples: 1 }));
      if (made === undefined) continue;
      try {
        sanafeFiles(made.mapped, chip, costs, made.batch, 0);
      } catch (error) {
        if (!(error instanceof SnncError)) throw error;
        for (const { code, where, message } of error.diagnostics) {
          refused.add(code);
          expect(made.mapped.populations.map(({ name }) => `population '${name}'`)).toContain(where);
          expect(message).toMatch(code === "sanafe-delay" ? /up to [789] timesteps; .* 1\.\.6$/ : /decayU \d+.*must be 4095$/);
        }
      }
    }
    expect([...refused].sort()).toEqual(["sanafe-current", "sanafe-delay"]);
  });

  it("refuses a network that makes too long a file", () => {
    const program = textProgram(createRandom(3), { lines: 4, kernels: [2], filters: 3, classes: 2, maxTimesteps: 6, bits: 4 });
    const made = onChip(program, textBatch(createRandom(3), program, 1));
    if (made === undefined) throw new Error("the program does not fit");
    const { mapped, batch } = made;
    const { connections } = sanafeFiles(mapped, chip, costs, batch, 0);
    expect(sanafeFiles(mapped, chip, costs, batch, 0, connections).connections).toBe(connections);
    expect(() => sanafeFiles(mapped, chip, costs, batch, 0, connections - 1)).toThrow(/more than \d+ connections/);
  });

  it("notes what the other table has no price for, and takes updates as the difference of its two", () => {
    const notes: Diagnostic[] = [];
    const file = "targets/costs/loihi-davies-2018.json";
    const davies = parseCostFile(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
    if (davies.kind !== "chip") throw new Error(`${file} is of no chip`);
    expect(sanafeCosts(davies, notes)).toMatchObject({ somaAccess: { picojoules: 52 }, somaUpdate: { picojoules: 29 }, axonOut: { picojoules: 0 } });
    expect(notes.map(({ message }) => /spikes within a tile|axonOut|spikeOut/.exec(message)?.[0])).toEqual(
      expect.arrayContaining(["spikes within a tile", "axonOut", "spikeOut"]),
    );
    expect(costs.somaUpdate).toEqual({ picojoules: 21.6, nanoseconds: 3.7 });
  });
});

interface SanafeRun {
  readonly spikes: readonly (readonly [number, string])[];
  readonly potentials: readonly (readonly number[])[];
  readonly energy: Readonly<Record<"total" | "synapse" | "soma" | "network" | "dendrite", number>>;
  readonly seconds: number;
  readonly updated: number;
  readonly messages: readonly {
    readonly group: string;
    readonly spikes: number;
    readonly hops: number;
    readonly eastWest: number;
    readonly northSouth: number;
  }[];
}

/** What the tables say that SANA-FE must count, by its own rules. */
interface Expected extends Mapped {
  readonly files: SanafeFiles;
  readonly ours: ChipEventCounts;
  readonly picojoules: number;
  /** Bounds, in s. */
  readonly latency: { readonly lower: number; readonly upper: number };
  readonly spikes: readonly string[];
  /** [timestep][neuron] */
  readonly membranes: readonly (readonly number[])[];
  readonly updates: number;
}

async function expectedOf(made: Mapped): Promise<Expected> {
  const { mapped, legal, batch } = made;
  const files = sanafeFiles(mapped, chip, costs, batch, 0);
  const result = await loihiEmulator(mapped, chip).run(batch, { spikes: true });
  const events = Array.from(batch.time, (time, event): [number, number] => [time, batch.line[event]]);
  const timesteps = batch.timesteps[0];
  const naive = naiveChip(mapped, events, timesteps);
  const ours = countChipEvents(mapped, legal, batch, result, chipTimes([table], tilesInUse(mapped)));
  const { line } = priceChip(ours, table);
  const received = receivedOf(mapped, events, naive.spikes);
  const home = new Map(mapped.cores.flatMap((core) => Array.from(core.neurons, (neuron, compartment) => [neuron, { core, compartment }] as const)));
  const fired = new Set(naive.spikes.map(([t, neuron]) => `${t} ${neuron}`));
  let updates = 0;
  for (let t = 0; t < timesteps; t++) {
    for (const [neuron, { core, compartment }] of home) {
      const isHeld = t > 0 && naive.membranes[t - 1][neuron] !== 0n;
      if (isHeld || received.has(`${t} ${neuron}`) || core.biasMantissa[compartment] !== 0 || fired.has(`${t} ${neuron}`)) updates++;
    }
  }
  return {
    ...made,
    files,
    ours,
    picojoules: line.picojoulesPerInference,
    latency: { lower: line.latency?.lower.mean ?? Number.NaN, upper: line.latency?.upper.mean ?? Number.NaN },
    spikes: naive.spikes.map(([t, neuron]) => `${t} ${nameOf(mapped, files.groups, neuron)}`).sort(),
    membranes: naive.membranes.map((step) => step.map(Number)),
    updates,
  };
}

/** `timestep neuron` of every arrival. */
function receivedOf(
  mapped: MappedProgram,
  events: readonly (readonly [number, number])[],
  spikes: readonly (readonly [number, number])[],
): Set<string> {
  const received = new Set<string>();
  const lines = mapped.inputs.reduce((sum, port) => sum + port.lines, 0);
  const arrive = (t: number, source: number): void => {
    for (const core of mapped.cores) {
      core.inputAxons.source.forEach((first, axon) => {
        const atom = source - first;
        if (atom < 0 || atom >= core.inputAxons.atoms[axon]) return;
        for (const { neuron, delayTimesteps } of deliveredSynapses(core, chip, axon, atom)) received.add(`${t + delayTimesteps} ${neuron}`);
      });
    }
  };
  for (const [t, line] of events) arrive(t, line);
  for (const [t, neuron] of spikes) arrive(t, lines + neuron);
  return received;
}

function nameOf(mapped: MappedProgram, groups: readonly string[], neuron: number): string {
  let inPopulation = neuron;
  for (const [i, { size }] of mapped.populations.entries()) {
    if (inPopulation < size) return `${groups[i]}.${inPopulation}`;
    inPopulation -= size;
  }
  throw new Error(`neuron ${neuron} belongs to no population`);
}

/** SANA-FE's trace has the groups in the order of their names. */
function inTraceOrder(mapped: MappedProgram, groups: readonly string[], values: readonly number[]): number[] {
  let first = 0;
  const parts = mapped.populations.map(({ size }, i) => {
    first += size;
    return { group: groups[i], values: values.slice(first - size, first) };
  });
  return parts.sort((a, b) => (a.group < b.group ? -1 : 1)).flatMap((part) => part.values);
}

function runSanafe(networks: readonly Expected[]): SanafeRun[] {
  const input = networks.map(({ files, batch }, i) => {
    const path = join(folder.path, String(i));
    mkdirSync(path);
    writeFileSync(join(path, "architecture.yaml"), files.architecture);
    writeFileSync(join(path, "network.yaml"), files.network);
    return { folder: path, timesteps: batch.timesteps[0] };
  });
  const output = join(folder.path, "results.json");
  const options = { input: JSON.stringify(input), encoding: "utf8", maxBuffer: 2 ** 28, timeout: PATIENCE_MILLISECONDS } as const;
  const { status, stderr } = spawnSync(process.env.SNNC_PYTHON ?? "python3", [SCRIPT, output], options);
  expect(status, stderr).toBe(0);
  return JSON.parse(readFileSync(output, "utf8"));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.skipIf(obstacle !== undefined)(`an exported network on SANA-FE${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`, () => {
  it("spikes, sends and costs what we count, term by term", { timeout: PATIENCE_MILLISECONDS }, async () => {
    const networks: Expected[] = [];
    for (let seed = 1; networks.length < NETWORKS && seed < 1000; seed++) {
      const made = randomMapped(seed);
      // A network of one core says nothing of messages.
      if (made !== undefined && made.mapped.cores.length > 3) networks.push(await expectedOf(made));
    }
    expect(networks).toHaveLength(NETWORKS);
    // The networks try everything: several tiles and hops both ways.
    expect(Math.max(...networks.map(({ ours }) => ours.tiles))).toBeGreaterThan(5);
    expect(sum(networks.map(({ ours }) => ours.spikes))).toBeGreaterThan(2000);
    expect(sum(networks.map(({ ours }) => ours.hopsEastWest))).toBeGreaterThan(1000);
    expect(sum(networks.map(({ ours }) => ours.hopsNorthSouth))).toBeGreaterThan(500);
    const runs = runSanafe(networks);
    networks.forEach((network, i) => {
      const { mapped, files, ours, batch, updates } = network;
      const run = runs[i];
      const { inputGroup, groups } = files;
      expect(
        run.spikes
          .filter(([, name]) => !name.startsWith(`${inputGroup}.`))
          .map(([t, name]) => `${t} ${name}`)
          .sort(),
      ).toEqual(network.spikes);
      expect(run.potentials).toEqual(network.membranes.map((step) => inTraceOrder(mapped, groups, step).map((membrane) => membrane / 64)));

      // One message per spike and core that hears it, there and here.
      const own = run.messages.filter(({ group }) => group !== inputGroup);
      const hops = { eastWest: sum(own.map(({ eastWest }) => eastWest)), northSouth: sum(own.map(({ northSouth }) => northSouth)) };
      expect(own).toHaveLength(ours.axonsOut);
      expect(hops).toEqual({ eastWest: ours.hopsEastWest, northSouth: ours.hopsNorthSouth });
      // The host's messages make no hop, and every synapse is read once a message.
      expect(sum(run.messages.map(({ hops }) => hops))).toBe(hops.eastWest + hops.northSouth);
      expect(sum(run.messages.map(({ spikes }) => spikes))).toBe(ours.synapticOperations);
      // SANA-FE updates what holds a potential, receives, has a bias or fires; its input neurons update when they fire.
      const inputSpikes = run.spikes.length - network.spikes.length;
      expect(run.updated).toBe(updates + inputSpikes);

      const priceOf = { axon: costs.axonOut.picojoules, eastWest: costs.hopEastWest.picojoules, northSouth: costs.hopNorthSouth.picojoules };
      const picojoules = (joules: number): number => joules * 1e12;
      const compartments = sum(mapped.cores.map(({ neurons }) => neurons.length)) * batch.timesteps[0];
      expect(picojoules(run.energy.synapse)).toBeCloseTo(ours.synapticOperations * costs.synapse.picojoules, 4);
      expect(picojoules(run.energy.soma)).toBeCloseTo(
        compartments * costs.somaAccess.picojoules + updates * costs.somaUpdate.picojoules + ours.spikes * costs.spikeOut.picojoules,
        4,
      );
      expect(picojoules(run.energy.network)).toBeCloseTo(
        own.length * priceOf.axon + hops.eastWest * priceOf.eastWest + hops.northSouth * priceOf.northSouth,
        4,
      );
      expect(run.energy.dendrite).toBe(0);
      // All that differs: a compartment that once received is active here for good, and one that forgets is not updated for what it held.
      const byTheirUpdates = (updates - ours.compartmentUpdatesActive) * costs.somaUpdate.picojoules;
      expect(picojoules(run.energy.total)).toBeCloseTo(network.picojoules + byTheirUpdates, 4);
    });
    process.stderr.write(`${figuresOf(networks, runs)}\n`);
  });
});

/** What README.md in src/loihi quotes. */
function figuresOf(networks: readonly Expected[], runs: readonly SanafeRun[]): string {
  const ours = networks.map(({ ours }) => ours);
  const energy = networks.map(({ picojoules }, i) => (runs[i].energy.total * 1e12) / picojoules);
  const range = (values: readonly number[]): string => `${Math.min(...values).toFixed(3)}..${Math.max(...values).toFixed(3)}`;
  const time = (bound: "lower" | "upper"): string => range(networks.map(({ latency }, i) => runs[i].seconds / latency[bound]));
  const neurons = networks.map(({ membranes }) => membranes[0].length);
  return [
    `${networks.length} networks of ${Math.min(...neurons)}..${Math.max(...neurons)} neurons on SANA-FE and here`,
    `${sum(ours.map(({ spikes }) => spikes))} spikes, ${sum(ours.map(({ axonsOut }) => axonsOut))} messages`,
    `updates ${sum(networks.map(({ updates }) => updates))} there, ${sum(ours.map((one) => one.compartmentUpdatesActive))} here`,
    `energy there / here ${range(energy)}`,
    `time there / here ${time("lower")} of the lower bound, ${time("upper")} of the upper`,
  ].join("; ");
}
