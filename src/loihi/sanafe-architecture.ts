/**
 * A chip as an architecture of SANA-FE (Boyle et al., IEEE TCAD 2025; PyPI `sanafe` 2.2.9, whose arch/README.md and
 * loihi.yaml say the format): tiles, cores, the units of a core and what an event costs on each.
 *
 * Beside the cores of the chip every tile has a core for the host: what the host sends to a core of the tile starts there
 * without a hop and without a price, since nobody has published one.
 */
import type { LoihiTarget } from "./target.js";

/** What one event costs on the unit that handles it. */
export interface UnitCost {
  readonly picojoules: number;
  readonly nanoseconds: number;
}

/** Prices of the events that SANA-FE counts. */
export interface SanafeCosts {
  readonly synapse: UnitCost;
  /** Every compartment in every timestep. */
  readonly somaAccess: UnitCost;
  /** In addition, where it is updated. */
  readonly somaUpdate: UnitCost;
  readonly spikeOut: UnitCost;
  readonly axonOut: UnitCost;
  readonly hopEastWest: UnitCost;
  readonly hopNorthSouth: UnitCost;
  /** Duration of the barrier that ends a timestep, by tiles in use. */
  readonly barrier: readonly { readonly tiles: number; readonly nanoseconds: number }[];
}

/** Longest stored delay of SANA-FE's `accumulator_with_delay`: five timesteps on top of the one that every spike takes. */
export const SANAFE_DELAY_MAX = 5;

/** Number of a tile in SANA-FE: down the columns; chips of a board lie side by side. */
export function sanafeTile(mesh: LoihiTarget["mesh"], { chip, x, y }: { chip: number; x: number; y: number }): number {
  return (chip * mesh.tilesX + x) * mesh.tilesY + y;
}

/** Name of the unit that plays input neuron `index`: a unit holds one spike train. */
export function lineUnit(index: number): string {
  return `line[${index}]`;
}

const FREE: UnitCost = { picojoules: 0, nanoseconds: 0 };

/** The architecture file; `inputNeurons` is how many the host's core of each tile can hold. */
export function sanafeArchitecture(target: LoihiTarget, costs: SanafeCosts, inputNeurons: number): string {
  const { chips, tilesX, tilesY, coresPerTile } = target.mesh;
  const tiles = chips * tilesX * tilesY;
  const barrier = costs.barrier.map(({ tiles, nanoseconds }) => `${tiles}: ${scaled(nanoseconds, -9)}`).join(", ");
  const free: SanafeCosts = { ...costs, synapse: FREE, somaAccess: FREE, somaUpdate: FREE, spikeOut: FREE, axonOut: FREE };
  return `${[
    "architecture:",
    `  name: ${JSON.stringify(target.name)}`,
    "  attributes:",
    "    topology: mesh",
    `    width: ${chips * tilesX}`,
    `    height: ${tilesY}`,
    "    link_buffer_size: 16",
    "    sync_model: table",
    `    latency_sync: {${barrier}}`,
    "  tile:",
    `    - name: tile[0..${tiles - 1}]`,
    "      attributes:",
    ...(["north", "south"] as const).flatMap((side) => costLines("        ", costs.hopNorthSouth, `${side}_hop`)),
    ...(["east", "west"] as const).flatMap((side) => costLines("        ", costs.hopEastWest, `${side}_hop`)),
    "      core:",
    ...coreLines(`core[0..${coresPerTile - 1}]`, "compartment", "leaky_integrate_fire", target.core.compartments, costs),
    ...(inputNeurons === 0 ? [] : coreLines("host[0..0]", `line[0..${inputNeurons - 1}]`, "input", inputNeurons, free)),
  ].join("\n")}\n`;
}

function coreLines(name: string, soma: string, model: string, neurons: number, costs: SanafeCosts): string[] {
  const unit = (kind: string, unitName: string, model: string | undefined, ...lines: readonly string[]): string[] => [
    `          ${kind}:`,
    `            - name: ${unitName}`,
    "              attributes:",
    ...(model === undefined ? [] : [`                model: ${model}`]),
    ...lines,
  ];
  const cost = (of: UnitCost, event: string): string[] => costLines("                ", of, event);
  return [
    `        - name: ${name}`,
    "          attributes:",
    // The dendrite keeps what is under way, by timestep of arrival.
    "            buffer_position: dendrite",
    "            buffer_inside_unit: true",
    `            max_neurons_supported: ${neurons}`,
    ...unit("axon_in", "axon_in", undefined, ...cost(FREE, "message_in")),
    ...unit("synapse", "synapse", "current_based", ...cost(costs.synapse, "process_spike")),
    ...unit("dendrite", "dendrite", "accumulator_with_delay", ...cost(FREE, "update")),
    ...unit(
      "soma",
      soma,
      model,
      ...cost(costs.somaAccess, "access_neuron"),
      ...cost(costs.somaUpdate, "update_neuron"),
      ...cost(costs.spikeOut, "spike_out"),
    ),
    ...unit("axon_out", "axon_out", undefined, ...cost(costs.axonOut, "message_out")),
  ];
}

function costLines(indent: string, { picojoules, nanoseconds }: UnitCost, event: string): string[] {
  return [`${indent}energy_${event}: ${scaled(picojoules, -12)}`, `${indent}latency_${event}: ${scaled(nanoseconds, -9)}`];
}

/** value x 10^exponent in the digits of the cost table. */
function scaled(value: number, exponent: number): string {
  const digits = String(value);
  if (value === 0) return "0.0";
  return digits.includes("e") ? String(value * 10 ** exponent) : `${digits.includes(".") ? digits : `${digits}.0`}e${exponent}`;
}
