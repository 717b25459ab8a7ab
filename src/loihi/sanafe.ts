/**
 * A mapped program as a network of SANA-FE, synapse for synapse from the tables, with one sample as its input.
 *
 * SANA-FE computes in doubles: v = trunc(64 leak_decay v) / 64, then v + bias + current, a spike where v > threshold. With
 * every weight, bias and threshold divided by 64, that truncation is the chip's own rounding toward zero, and every number
 * is exact. `reverse_threshold` clips from below; `refractory_delay` is the chip's register. What the model has no words
 * for is refused: currents that outlast a timestep and delays beyond `SANAFE_DELAY_MAX`. It clips nothing from above: a
 * membrane beyond its highest value either fires, or belongs to a program that legalising proves not to get there.
 */
import type { EventBatch } from "../event/run.js";
import { checkError, type Diagnostic, SnncError } from "../util/diagnostics.js";
import { type DeliveredSynapse, deliveredSynapses } from "./delivered.js";
import { type MappedCore, type MappedProgram, tileOf } from "./mapping.js";
import { lineUnit, SANAFE_DELAY_MAX, type SanafeCosts, sanafeArchitecture, sanafeTile } from "./sanafe-architecture.js";
import type { LoihiTarget } from "./target.js";

/** The two files, and what is in them. */
export interface SanafeFiles {
  readonly architecture: string;
  readonly network: string;
  readonly timesteps: number;
  /** SANA-FE's group of each population; neuron i of the population is neuron i of the group. */
  readonly groups: readonly string[];
  /** Group of the input neurons; undefined where the sample has no event that anybody hears. */
  readonly inputGroup: string | undefined;
  readonly inputNeurons: number;
  readonly connections: number;
}

/** What membranes, weights and thresholds are divided by. */
const SCALE = 64;
/** A line of text each: a network file of some 200 MB. */
const MOST_CONNECTIONS = 4_000_000;

/**
 * Architecture and network of a mapping whose input is sample `sample` of the batch (of the legalised program). Throws
 * SnncError (check) naming each population that SANA-FE's models cannot compute exactly, or for more connections than
 * `mostConnections`.
 */
export function sanafeFiles(
  mapped: MappedProgram,
  target: LoihiTarget,
  costs: SanafeCosts,
  batch: EventBatch,
  sample: number,
  mostConnections = MOST_CONNECTIONS,
): SanafeFiles {
  const problems = [...currentProblems(mapped, target), ...delayProblems(mapped, target)];
  if (problems.length > 0) throw new SnncError("check", problems);
  const addresses = addressesOf(mapped);
  const inputs = inputNeuronsOf(mapped, batch, sample);
  const inputGroup = inputs.length === 0 ? undefined : freshName("input", new Set(addresses.groups));
  const edges: string[] = [];
  const addEdge = (from: string, { neuron, delivered, delayTimesteps }: DeliveredSynapse): void => {
    if (edges.length === mostConnections) throw tooLarge(mapped, mostConnections);
    edges.push(`    - ${from} -> ${addresses.nameOf(neuron)}: [weight: ${delivered / SCALE}, delay: ${delayTimesteps - 1}]`);
  };
  addHostEdges(mapped, target, inputs, inputGroup, addEdge);
  addAxonEdges(mapped, target, addresses, addEdge);
  const { coresPerTile } = target.mesh;
  const unitOf = unitsOf(inputs);
  const lines = [
    "network:",
    `  name: ${JSON.stringify(mapped.name)}`,
    "  groups:",
    ...mapped.populations.flatMap(({ size }, population) => groupLines(mapped, target, addresses, population, size)),
    ...(inputGroup === undefined ? [] : inputLines(mapped, inputGroup, inputs)),
    "  edges:",
    ...edges,
    "mappings:",
    ...mapped.cores.flatMap((core) => mappingLines(mapped, core, addresses)),
    ...inputs.map(({ tile }, i) => `  - ${inputGroup}.${i}: [core: ${tile}.${coresPerTile}, soma: ${JSON.stringify(lineUnit(unitOf[i]))}]`),
  ];
  return {
    architecture: sanafeArchitecture(
      target,
      costs,
      unitOf.reduce((most, unit) => Math.max(most, unit + 1), 0),
    ),
    network: `${lines.join("\n")}\n`,
    timesteps: batch.timesteps[sample],
    groups: addresses.groups,
    inputGroup,
    inputNeurons: inputs.length,
    connections: edges.length,
  };
}

/** Where every neuron is: its group, its number there. */
interface Addresses {
  readonly groups: readonly string[];
  readonly populationOf: Uint32Array;
  readonly firstNeuron: Uint32Array;
  readonly nameOf: (neuron: number) => string;
}

function addressesOf({ populations }: MappedProgram): Addresses {
  const taken = new Set<string>();
  const groups = populations.map(({ name }) => freshName(name.replace(/[^A-Za-z0-9_]/g, "_"), taken));
  const firstNeuron = new Uint32Array(populations.length + 1);
  populations.forEach(({ size }, i) => {
    firstNeuron[i + 1] = firstNeuron[i] + size;
  });
  const populationOf = new Uint32Array(firstNeuron[populations.length]);
  populations.forEach((_, i) => {
    populationOf.fill(i, firstNeuron[i], firstNeuron[i + 1]);
  });
  const nameOf = (neuron: number): string => `${groups[populationOf[neuron]]}.${neuron - firstNeuron[populationOf[neuron]]}`;
  return { groups, populationOf, firstNeuron, nameOf };
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
  taken.add(name);
  return name;
}

/** Who plays a line on a tile. A spike train says once a timestep; a line listed more often has more players. */
interface InputNeuron {
  readonly line: number;
  /** Number of the tile in SANA-FE. */
  readonly tile: number;
  readonly isFiring: Uint8Array;
}

/** One for each line that the sample excites, on each tile that hears it. */
function inputNeuronsOf({ host, cores, mesh }: MappedProgram, batch: EventBatch, sample: number): InputNeuron[] {
  const timesteps = batch.timesteps[sample];
  const found = new Map<string, InputNeuron>();
  for (let event = batch.sampleStart[sample]; event < batch.sampleStart[sample + 1]; event++) {
    const line = batch.line[event];
    const time = batch.time[event];
    if (time >= timesteps) continue;
    const heard = host.core.subarray(host.lineStart[line], host.lineStart[line + 1]);
    for (const tile of new Set(Array.from(heard, (core) => sanafeTile(mesh, tileOf(mesh, cores[core].id))))) {
      for (let copy = 0; ; copy++) {
        const key = `${line} ${tile} ${copy}`;
        const player = found.get(key) ?? { line, tile, isFiring: new Uint8Array(timesteps) };
        found.set(key, player);
        if (player.isFiring[time] === 1) continue;
        player.isFiring[time] = 1;
        break;
      }
    }
  }
  return [...found.values()].sort((a, b) => a.tile - b.tile || a.line - b.line);
}

/** Unit of each input neuron on the host's core of its tile. */
function unitsOf(inputs: readonly InputNeuron[]): number[] {
  const used = new Map<number, number>();
  return inputs.map(({ tile }) => {
    const unit = used.get(tile) ?? 0;
    used.set(tile, unit + 1);
    return unit;
  });
}

function groupLines(
  { cores }: MappedProgram,
  target: LoihiTarget,
  { groups, populationOf, firstNeuron }: Addresses,
  population: number,
  size: number,
): string[] {
  const attributes: string[] = new Array(size).fill("");
  for (const core of cores) {
    core.neurons.forEach((neuron, compartment) => {
      if (populationOf[neuron] === population) attributes[neuron - firstNeuron[population]] = attributesOf(core, target, compartment);
    });
  }
  const lines = [`    - name: ${groups[population]}`, "      attributes: [log_spikes: true, log_potential: true]", "      neurons:"];
  for (let first = 0; first < size; ) {
    let last = first;
    while (last + 1 < size && attributes[last + 1] === attributes[first]) last++;
    lines.push(`        - ${rangeOf(first, last)}: [${attributes[first]}]`);
    first = last + 1;
  }
  return lines;
}

/** The registers of a compartment in SANA-FE's words. */
function attributesOf(core: MappedCore, { compartment: limits }: LoihiTarget, compartment: number): string {
  const { decayV, refractory } = core.configs[core.configOf[compartment]];
  const threshold = (core.thresholdMantissas[core.thresholdOf[compartment]] * limits.thresholdUnit) / SCALE;
  const whole = 2 ** limits.decayBits;
  const bias = (core.biasMantissa[compartment] * 2 ** core.biasExponent[compartment]) / SCALE;
  return [
    `threshold: ${threshold}`,
    `leak_decay: ${(whole - decayV) / whole}`,
    ...(bias === 0 ? [] : [`bias: ${bias}`]),
    ...(refractory === 1 ? [] : [`refractory_delay: ${refractory}`]),
    `reverse_threshold: ${core.membraneMin / SCALE}`,
    "reverse_reset_mode: saturate",
  ].join(", ");
}

function inputLines({ inputs: ports }: MappedProgram, group: string, inputs: readonly InputNeuron[]): string[] {
  return [
    `    - name: ${group}`,
    "      attributes: [log_spikes: true]",
    "      neurons:",
    ...inputs.flatMap(({ line, tile, isFiring }, i) => [
      `        # line ${lineName(ports, line)}, heard on tile ${tile}`,
      `        - ${i}: [spikes: [${isFiring.subarray(0, isFiring.lastIndexOf(1) + 1).join(", ")}]]`,
    ]),
  ];
}

function lineName(ports: MappedProgram["inputs"], line: number): string {
  let inPort = line;
  for (const { name, lines } of ports) {
    if (inPort < lines) return `${JSON.stringify(name)}[${inPort}]`;
    inPort -= lines;
  }
  throw new Error(`line ${line} belongs to no port`);
}

type AddEdge = (from: string, synapse: DeliveredSynapse) => void;

function addHostEdges(
  { host, cores, mesh }: MappedProgram,
  target: LoihiTarget,
  inputs: readonly InputNeuron[],
  group: string | undefined,
  addEdge: AddEdge,
): void {
  inputs.forEach(({ line, tile }, i) => {
    for (let r = host.lineStart[line]; r < host.lineStart[line + 1]; r++) {
      const core = cores[host.core[r]];
      if (sanafeTile(mesh, tileOf(mesh, core.id)) !== tile) continue;
      for (const synapse of deliveredSynapses(core, target, host.axon[r], host.atom[r])) addEdge(`${group}.${i}`, synapse);
    }
  });
}

function addAxonEdges({ cores }: MappedProgram, target: LoihiTarget, { nameOf }: Addresses, addEdge: AddEdge): void {
  for (const { neurons, outputAxons } of cores) {
    outputAxons.compartment.forEach((compartment, r) => {
      const from = nameOf(neurons[compartment]);
      for (const synapse of deliveredSynapses(cores[outputAxons.core[r]], target, outputAxons.axon[r], outputAxons.atom[r])) addEdge(from, synapse);
    });
  }
}

function tooLarge({ name }: MappedProgram, most: number): SnncError {
  return checkError(
    "sanafe-too-large",
    `program '${name}' has more than ${most.toLocaleString("en-US")} connections, a line each in SANA-FE's file`,
    {
      hint: "Export a smaller network; `snnc report` counts and prices this one.",
    },
  );
}

/** Runs of neurons of a population that lie on a core. */
function mappingLines({ mesh }: MappedProgram, core: MappedCore, { groups, populationOf, firstNeuron }: Addresses): string[] {
  const tile = sanafeTile(mesh, tileOf(mesh, core.id));
  const place = `${tile}.${core.id % mesh.coresPerTile}`;
  const { neurons } = core;
  const lines: string[] = [];
  for (let first = 0; first < neurons.length; ) {
    const population = populationOf[neurons[first]];
    let last = first;
    while (last + 1 < neurons.length && neurons[last + 1] === neurons[last] + 1 && populationOf[neurons[last + 1]] === population) last++;
    const start = neurons[first] - firstNeuron[population];
    lines.push(`  - ${groups[population]}.${rangeOf(start, start + last - first)}: [core: ${place}]`);
    first = last + 1;
  }
  return lines;
}

function rangeOf(first: number, last: number): string {
  return first === last ? String(first) : `${first}..${last}`;
}

function currentProblems(mapped: MappedProgram, target: LoihiTarget): Diagnostic[] {
  const forgets = 2 ** target.compartment.decayBits - 1;
  const found = new Map<number, number>();
  const { populationOf } = addressesOf(mapped);
  for (const core of mapped.cores) {
    core.neurons.forEach((neuron, compartment) => {
      const { decayU } = core.configs[core.configOf[compartment]];
      if (decayU !== forgets) found.set(populationOf[neuron], decayU);
    });
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([population, decayU]) => ({
      code: "sanafe-current",
      where: `population '${mapped.populations[population].name}'`,
      message: `its current outlasts a timestep (decayU ${decayU}); SANA-FE's compartments have none that the chip's rounding fits, so decayU must be ${forgets}`,
      hint: "Export a network of IF or LIF neurons; `snnc sim --backend loihi` runs this one.",
    }));
}

function delayProblems(mapped: MappedProgram, target: LoihiTarget): Diagnostic[] {
  const longest = new Map<number, number>();
  const { populationOf } = addressesOf(mapped);
  for (const core of mapped.cores) {
    const { atoms } = core.inputAxons;
    for (let axon = 0; axon < atoms.length; axon++) {
      for (let atom = 0; atom < atoms[axon]; atom++) {
        for (const { neuron, delayTimesteps } of deliveredSynapses(core, target, axon, atom)) {
          const population = populationOf[neuron];
          if (delayTimesteps > (longest.get(population) ?? SANAFE_DELAY_MAX + 1)) longest.set(population, delayTimesteps);
        }
      }
    }
  }
  return [...longest]
    .sort(([a], [b]) => a - b)
    .map(([population, delay]) => ({
      code: "sanafe-delay",
      where: `population '${mapped.populations[population].name}'`,
      message: `spikes reach it after up to ${delay} timesteps; SANA-FE's accumulator_with_delay holds delays of 1..${SANAFE_DELAY_MAX + 1}`,
      hint: `Train with kernels of at most ${SANAFE_DELAY_MAX + 1} words, or export a network with shorter delays.`,
    }));
}
