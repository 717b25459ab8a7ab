/** One core of a mapping to read: its registers, formats, axons and synapses, each number beside what it means. */
import { deliveredSynapses, type FormatUse, formatUses } from "./delivered.js";
import { type MappedCore, type MappedProgram, type SynapseFormat, tileOf, utilizationOf } from "./mapping.js";
import type { LoihiTarget } from "./target.js";

/** At most so many rows of a table; `total` is how many there are. */
export interface Rows<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

export interface CompartmentDump {
  readonly compartment: number;
  /** E.g. "conv2[3]". */
  readonly neuron: string;
  readonly configuration: number;
  /** As it compares: mantissa x unit. */
  readonly threshold: number;
  readonly bias: number;
}

export interface SynapseDump {
  /** Timesteps from emission to arrival. */
  readonly delayTimesteps: number;
  readonly compartment: number;
  readonly neuron: string;
  readonly format: number;
  readonly stored: number;
  readonly delivered: number;
}

export interface AxonDump {
  readonly axon: number;
  readonly kind: string;
  readonly base: number;
  /** First word; words of each atom. */
  readonly pointer: number;
  readonly words: number;
  readonly atoms: Rows<{ readonly atom: number; readonly source: string; readonly synapses: Rows<SynapseDump> }>;
}

export interface OutputDump {
  readonly output: number;
  readonly compartment: number;
  readonly neuron: string;
  /** Number of the core on the target. */
  readonly core: number;
  readonly axon: number;
  readonly atom: number;
}

export interface CoreDump {
  readonly target: string;
  readonly core: number;
  readonly chip: number;
  readonly tile: { readonly x: number; readonly y: number };
  readonly populations: readonly string[];
  readonly resources: Readonly<Record<string, { readonly used: number; readonly max: number }>>;
  readonly membraneMin: number;
  readonly membraneMax: number;
  readonly configurations: readonly {
    readonly decayU: number;
    readonly decayV: number;
    readonly refractory: number;
    readonly compartments: number;
  }[];
  readonly thresholds: readonly { readonly mantissa: number; readonly threshold: number; readonly compartments: number }[];
  readonly formats: readonly (SynapseFormat & FormatUse)[];
  readonly compartments: Rows<CompartmentDump>;
  readonly inputAxons: Rows<AxonDump>;
  readonly outputAxons: Rows<OutputDump>;
}

const AXON_KINDS = ["discrete", "population-16", "population-32"];

/** What core number `id` of the target holds, at most `limit` rows of each table; undefined where the mapping has no such core. */
export function coreDump(mapped: MappedProgram, target: LoihiTarget, id: number, limit: number): CoreDump | undefined {
  const core = mapped.cores.find((one) => one.id === id);
  if (core === undefined) return undefined;
  const names = namesOf(mapped);
  const { chip, x, y } = tileOf(mapped.mesh, id);
  const { thresholdUnit } = target.compartment;
  const uses = formatUses(core, target);
  const users = (of: Uint32Array, index: number): number => of.reduce((count, used) => count + (used === index ? 1 : 0), 0);
  return {
    target: mapped.target,
    core: id,
    chip,
    tile: { x, y },
    populations: core.populations,
    resources: utilizationOf(core, mapped.coreLimits).resources,
    membraneMin: core.membraneMin,
    membraneMax: core.membraneMax,
    configurations: core.configs.map((config, i) => ({ ...config, compartments: users(core.configOf, i) })),
    thresholds: Array.from(core.thresholdMantissas, (mantissa, i) => ({
      mantissa,
      threshold: mantissa * thresholdUnit,
      compartments: users(core.thresholdOf, i),
    })),
    formats: core.formats.map((format, i) => ({ ...format, ...uses[i] })),
    compartments: rowsOf(core.neurons.length, limit, (compartment) => ({
      compartment,
      neuron: names.neuron(core.neurons[compartment]),
      configuration: core.configOf[compartment],
      threshold: core.thresholdMantissas[core.thresholdOf[compartment]] * thresholdUnit,
      bias: core.biasMantissa[compartment] * 2 ** core.biasExponent[compartment],
    })),
    inputAxons: rowsOf(core.inputAxons.source.length, limit, (axon) => axonDump(core, target, names, axon, limit)),
    outputAxons: rowsOf(core.outputAxons.compartment.length, limit, (output) => ({
      output,
      compartment: core.outputAxons.compartment[output],
      neuron: names.neuron(core.neurons[core.outputAxons.compartment[output]]),
      core: mapped.cores[core.outputAxons.core[output]].id,
      axon: core.outputAxons.axon[output],
      atom: core.outputAxons.atom[output],
    })),
  };
}

function axonDump(core: MappedCore, target: LoihiTarget, names: Names, axon: number, limit: number): AxonDump {
  const { kind, source, atoms, base, pointer, words } = core.inputAxons;
  return {
    axon,
    kind: AXON_KINDS[kind[axon]] ?? `kind ${kind[axon]}`,
    base: base[axon],
    pointer: pointer[axon],
    words: words[axon],
    atoms: rowsOf(atoms[axon], limit, (atom) => {
      const synapses = deliveredSynapses(core, target, axon, atom);
      return {
        atom,
        source: names.source(source[axon] + atom),
        synapses: rowsOf(synapses.length, limit, (i) => {
          const { delayTimesteps, compartment, neuron, format, stored, delivered } = synapses[i];
          return { delayTimesteps, compartment, neuron: names.neuron(neuron), format, stored, delivered };
        }),
      };
    }),
  };
}

function rowsOf<T>(total: number, limit: number, row: (i: number) => T): Rows<T> {
  return { total, rows: Array.from({ length: Math.min(total, limit) }, (_, i) => row(i)) };
}

interface Names {
  /** Of a neuron, numbered through all populations: "conv2[3]". */
  readonly neuron: (neuron: number) => string;
  /** Of a source, lines before neurons: "line words[17]" or "conv2[3]". */
  readonly source: (source: number) => string;
}

function namesOf({ inputs, populations }: MappedProgram): Names {
  const lines = inputs.reduce((sum, port) => sum + port.lines, 0);
  const neuron = (index: number): string => placeIn(populations, index);
  const ports = inputs.map((port) => ({ name: port.name, size: port.lines }));
  return { neuron, source: (source) => (source < lines ? `line ${placeIn(ports, source)}` : neuron(source - lines)) };
}

function placeIn(items: readonly { readonly name: string; readonly size: number }[], index: number): string {
  let rest = index;
  for (const { name, size } of items) {
    if (rest < size) return `${name}[${rest}]`;
    rest -= size;
  }
  throw new Error(`${index} lies beyond ${items.map(({ name }) => name).join(", ")}`);
}

/** Text for people; ends in a newline. */
export function printCoreDump(dump: CoreDump): string {
  const { core, target, chip, tile, populations, configurations, thresholds, formats, compartments, inputAxons, outputAxons } = dump;
  return [
    `core ${core} of ${target}: chip ${chip}, tile ${tile.x},${tile.y}; ${populations.join(" ")}`,
    Object.entries(dump.resources)
      .map(([name, { used, max }]) => `${name} ${used}/${max}`)
      .join(", "),
    `v in ${dump.membraneMin}..${dump.membraneMax}`,
    ...configurations.map(
      ({ decayU, decayV, refractory, compartments }, i) =>
        `configuration ${i}: decayU ${decayU}, decayV ${decayV}, refractory ${refractory}; ${compartments} compartments`,
    ),
    ...thresholds.map(
      ({ mantissa, threshold, compartments }, i) => `threshold ${i}: mantissa ${mantissa}, spikes above ${threshold}; ${compartments} compartments`,
    ),
    ...formats.map(
      (format, i) =>
        `format ${i}: ${format.compression}, ${format.signMode}, weight ${format.weightBits} bit x 2^${format.weightExponent}, delay ${format.delayBits} bit, index ${format.indexBits} bit; ${format.synapses} synapses${format.finer === 0 ? "" : `, ${format.finer} finer than 2^6`}`,
    ),
    ...section("compartments", compartments, ({ compartment, neuron, configuration, threshold, bias }) => [
      `  ${compartment} ${neuron}: configuration ${configuration}, threshold ${threshold}, bias ${bias}`,
    ]),
    ...section("input axons", inputAxons, axonLines),
    ...section("output axons", outputAxons, ({ output, compartment, neuron, core, axon, atom }) => [
      `  ${output} compartment ${compartment} ${neuron} -> core ${core}, axon ${axon}, atom ${atom}`,
    ]),
    "",
  ].join("\n");
}

function axonLines({ axon, kind, base, pointer, words, atoms }: AxonDump): string[] {
  return [
    `  ${axon} ${kind}, base ${base}, ${atoms.total} x ${words} words from ${pointer}`,
    ...atoms.rows.flatMap(({ atom, source, synapses }) => [
      `    atom ${atom} ${source}: ${synapses.total} synapses`,
      ...synapses.rows.map(
        ({ delayTimesteps, compartment, neuron, format, stored, delivered }) =>
          `      after ${delayTimesteps} -> ${compartment} ${neuron}: format ${format}, ${stored} delivers ${delivered}`,
      ),
      ...rest("      ", synapses, "synapses"),
    ]),
    ...rest("    ", atoms, "atoms"),
  ];
}

function section<T>(title: string, rows: Rows<T>, lines: (row: T) => readonly string[]): string[] {
  return [`${title}: ${rows.total}`, ...rows.rows.flatMap(lines), ...rest("  ", rows, title)];
}

function rest(indent: string, { total, rows }: Rows<unknown>, what: string): string[] {
  return rows.length === total ? [] : [`${indent}... ${total - rows.length} more ${what}`];
}
