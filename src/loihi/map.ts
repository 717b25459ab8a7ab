/**
 * Event program -> mapped program: neurons to cores within every limit of the target, cores to places on the mesh.
 *
 *   order      neurons in the order of the program, and, for traffic, in the order of a partition (partition.ts)
 *   fill       cores one after the other, every limit kept exactly (fill.ts)
 *   route      who sends to whom; cores with too many output axons are halved (routes.ts)
 *   place      cores on the mesh (place.ts)
 *
 * A partition is taken only where it needs no more cores than the program's own order and moves less. README.md in this
 * folder says what is not modelled.
 */
import type { EventProgram } from "../event/program.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { planCompartments } from "./compartments.js";
import { type CoreDraft, contextOf, type Filling, fillCores, type MapContext } from "./fill.js";
import { busiestLink, linkLoadsOf } from "./links.js";
import { AXON_KINDS, type HostRoutes, type MappedCore, type MappedProgram, type Objective, type OutputAxons } from "./mapping.js";
import { partitionNeurons } from "./partition.js";
import { type CoreFlow, type Placement, placeAtRandom, placeCores, placeInOrder, trafficOf } from "./place.js";
import { flowOf, type RoutedCores, type Routes, routeCores } from "./routes.js";
import { placeNeurons } from "./segments.js";
import { coreCount, type LoihiTarget } from "./target.js";
import type { MessageCosts } from "./transport.js";

/** What a phase of the mapping has reached. Traffic is in spikes x hops; without spike counts every neuron spikes once. */
export interface MapPhase {
  readonly phase: "sequential" | "partition" | "placement";
  readonly cores: number;
  /** Spikes from core to another core. */
  readonly messages: number;
  /** Cores in order on the mesh, or, after placement, where they lie. */
  readonly traffic: number;
  /** Energy of all messages, those of a core to itself included, where `costs` are given. */
  readonly picojoules?: number;
  /** After placement: spikes over the busiest link. */
  readonly busiestLink?: number;
}

export interface MapOptions {
  readonly seed: number;
  /** Default `traffic`. */
  readonly objective?: Objective;
  /** What messages cost in pJ, and the name of the table that says so; the objective `energy` needs it. */
  readonly costs?: (MessageCosts & { readonly name: string }) | undefined;
  /** Mean spikes of each neuron in a sample, to weigh traffic by; without it every neuron counts 1. */
  readonly spikeCounts?: Float64Array | undefined;
  /** What they were counted on. */
  readonly weighedBy?: string | undefined;
  readonly onPhase?: (phase: MapPhase) => void;
  /** Called for each core filled, with the share of the work of this phase. */
  readonly onFilled?: (phase: "sequential" | "partition", neurons: number, of: number) => void;
}

/** From so many neurons on the program's own order is not tried beside a partition that needs the fewest cores possible. */
const LARGE = 200_000;

/** Cores with their routes and where they lie. */
interface Candidate {
  readonly routed: RoutedCores;
  readonly flow: CoreFlow;
  readonly placement: Placement;
}

/**
 * Maps a program that `legaliseForLoihi` made for this target. Throws SnncError (kind check) with everything that does
 * not fit: population, resource, need and limit. Same program, target and options, same tables.
 */
export function mapToLoihi(program: EventProgram, target: LoihiTarget, options: MapOptions): MappedProgram {
  const context = checkedContext(program, target);
  const objective = options.objective ?? "traffic";
  if (objective === "energy" && options.costs === undefined) throw new Error("the objective 'energy' needs costs");
  const { routed, flow, placement } = choose(context, objective, options);
  options.onPhase?.({
    phase: "placement",
    cores: routed.drafts.length,
    messages: sum(flow.spikes),
    ...carriedOf(flow, target, placement.ids, options),
    busiestLink: busiestLink(linkLoadsOf(flow, target.mesh, placement.ids)),
  });
  return {
    level: "mapped",
    name: program.name,
    target: target.name,
    mesh: target.mesh,
    coreLimits: target.core,
    seed: options.seed,
    objective,
    weighedBy: options.weighedBy ?? (options.spikeCounts === undefined ? "a spike of every neuron" : "spike counts that were given"),
    costs: objective === "energy" ? (options.costs?.name ?? "") : "",
    limits: program.limits,
    inputs: program.inputs,
    populations: program.populations.map(({ name, size }) => ({ name, size })),
    readout: program.readout,
    host: hostRoutes(context, routed.routes),
    cores: routed.drafts.map((draft, core) => emitCore(context, routed, draft, placement.ids[core])),
  };
}

/** What is sent over the mesh, in hops and, by the costs given, in pJ. */
function carriedOf(flow: CoreFlow, { mesh }: LoihiTarget, ids: ArrayLike<number>, { costs }: MapOptions): Pick<MapPhase, "traffic" | "picojoules"> {
  return { traffic: trafficOf(flow, mesh, ids), ...(costs === undefined ? {} : { picojoules: trafficOf(flow, mesh, ids, costs) }) };
}

/** What a mapping is compared with: cores filled in the order of the program, as nengo-loihi does. */
export interface Baseline {
  readonly cores: number;
  /** Placed at random by seed, and in order. */
  readonly randomTraffic: number;
  readonly orderedTraffic: number;
}

export function baselineOf(program: EventProgram, target: LoihiTarget, options: { seed: number; spikeCounts?: Float64Array }): Baseline {
  const context = checkedContext(program, target);
  const { drafts, flow } = sequential(context, options.spikeCounts, undefined);
  return {
    cores: drafts.length,
    randomTraffic: trafficOf(flow, target.mesh, placeAtRandom(drafts.length, target, options.seed)),
    orderedTraffic: trafficOf(flow, target.mesh, placeInOrder(drafts.length, target)),
  };
}

function checkedContext(program: EventProgram, target: LoihiTarget): MapContext {
  if (program.legalised?.target === target.name) return contextOf(program, target);
  throw new SnncError("check", {
    code: "loihi-not-legalised",
    message: `program '${program.name}' is not legalised for '${target.name}'`,
    hint: "Legalise it first (`snnc map` does both).",
  });
}

function choose(context: MapContext, objective: Objective, options: MapOptions): Candidate {
  const { target, neurons } = context;
  const { seed, spikeCounts } = options;
  const costs = objective === "energy" ? options.costs : undefined;
  const place = (routed: RoutedCores, flow: CoreFlow): Candidate => ({
    routed,
    flow,
    placement: placeCores(routed.drafts.length, flow, target, { seed, objective, costs }),
  });
  const costOf = ({ flow, placement }: Candidate): number => trafficOf(flow, target.mesh, placement.ids, costs);
  const fewest = Math.ceil(neurons / target.core.compartments);
  const evenly = new Float64Array(neurons).fill(1 / target.core.compartments);
  if (objective !== "cores" && neurons >= LARGE && fewest <= coreCount(target)) {
    const split = partitioned(context, evenly, fewest, options);
    if (split !== undefined) return place(split.routed, split.flow);
  }
  const { flow, ...routed } = sequential(context, spikeCounts, options);
  if (objective === "cores" || routed.drafts.length < 2) return place(routed, flow);
  // What a neuron takes of a core is what it takes where cores are filled in order.
  const shareOf = new Float64Array(neurons);
  for (const { first, end } of routed.drafts) {
    for (let at = first; at < end; at++) shareOf[routed.neuronOfPlace[at]] = routed.drafts.length === fewest ? evenly[0] : 1 / (end - first);
  }
  const own = place(routed, flow);
  const split = partitioned(context, shareOf, routed.drafts.length, options);
  if (split === undefined) return own;
  const other = place(split.routed, split.flow);
  return costOf(other) < costOf(own) ? other : own;
}

/** Cores in the order of the program; throws what does not fit. */
function sequential(context: MapContext, spikeCounts: Float64Array | undefined, options: MapOptions | undefined): RoutedCores & { flow: CoreFlow } {
  const loadOf = new Float64Array(context.neurons);
  const order = { neuronOfPlace: placeNeurons(context.program), stops: new Uint32Array(0) };
  const onCore = (places: number): void => options?.onFilled?.("sequential", places, context.neurons);
  const attempt = (population32: boolean): Attempt => {
    const filling = fillCores({ ...context, population32 }, order, { loadOf, cores: 0, onCore });
    if (filling.diagnostics.length > 0) return { diagnostics: filling.diagnostics };
    const routed = routeCores({ ...context, population32 }, filling);
    const isShort = routed.diagnostics.length > 0 || routed.drafts.length > filling.drafts.length;
    return { diagnostics: routed.diagnostics, routed, isShort: isShort && routed.drafts.some(usesPopulation32) };
  };
  let { diagnostics, routed, isShort } = attempt(context.population32);
  if (isShort === true) {
    // What population-32 saves where it is heard, it takes of the senders' output axons.
    const other = attempt(false);
    const isBetter = diagnostics.length > 0 || (other.routed?.drafts.length ?? Number.POSITIVE_INFINITY) < (routed?.drafts.length ?? 0);
    if (other.diagnostics.length === 0 && isBetter) ({ diagnostics, routed } = other);
  }
  if (diagnostics.length > 0 || routed === undefined) throw new SnncError("check", diagnostics);
  const { drafts } = routed;
  const available = coreCount(context.target);
  if (drafts.length > available) {
    throw new SnncError("check", {
      code: "loihi-cores",
      where: `program '${context.program.name}'`,
      message: `needs ${drafts.length} cores, since cores are split for their output axons; ${context.target.name} holds ${available}`,
      hint: "Lower the fan-out of its neurons, or take a target with more cores.",
    });
  }
  const flow = flowOf(context, routed, spikeCounts);
  report("sequential", context, routed, flow, options);
  return { ...routed, flow };
}

/** Cores filled and routed, or why not. */
interface Attempt {
  readonly diagnostics: readonly Diagnostic[];
  readonly routed?: RoutedCores;
  /** Population-32 axons are in use, and cores lack output axons. */
  readonly isShort?: boolean;
}

function usesPopulation32({ inputAxons }: CoreDraft): boolean {
  return inputAxons.kind.includes(AXON_KINDS.population32);
}

/** Cores of a partition, if there is one that needs no more than `cores`. */
function partitioned(
  context: MapContext,
  loadOf: Float64Array,
  cores: number,
  options: MapOptions,
): { routed: RoutedCores; flow: CoreFlow } | undefined {
  const { neurons, program, target } = context;
  const { seed, spikeCounts } = options;
  const order = partitionNeurons(program, { seed, loadOf, coreNeurons: Math.min(target.core.compartments, Math.ceil(neurons / cores)), spikeCounts });
  if (order === undefined) return undefined;
  const filling: Filling = fillCores(context, order, { loadOf, cores, onCore: (places) => options.onFilled?.("partition", places, neurons) });
  if (filling.diagnostics.length > 0 || filling.drafts.length > cores) return undefined;
  const routed = routeCores(context, filling);
  if (routed.diagnostics.length > 0 || routed.drafts.length > cores) return undefined;
  const flow = flowOf(context, routed, spikeCounts);
  report("partition", context, routed, flow, options);
  return { routed, flow };
}

function report(
  phase: "sequential" | "partition",
  { target }: MapContext,
  { drafts }: RoutedCores,
  flow: CoreFlow,
  options: MapOptions | undefined,
): void {
  const cores = drafts.length;
  options?.onPhase?.({ phase, cores, messages: sum(flow.spikes), ...carriedOf(flow, target, placeInOrder(cores, target), options) });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function hostRoutes(context: MapContext, routes: Routes): HostRoutes {
  const end = routes.start[context.inputLines];
  return {
    lineStart: routes.start.slice(0, context.inputLines + 1),
    core: routes.core.slice(0, end),
    axon: routes.axon.slice(0, end),
    atom: routes.atom.slice(0, end),
  };
}

function emitCore(context: MapContext, { neuronOfPlace, routes }: RoutedCores, draft: CoreDraft, id: number): MappedCore {
  const { target, index } = context;
  const neurons = neuronOfPlace.slice(draft.first, draft.end);
  const populations = new Set(Array.from(neurons, (neuron) => index.population[neuron]));
  return {
    id,
    populations: Array.from(populations, (population) => index.populations[population].name),
    neurons,
    ...planCompartments(index, neurons, target),
    formats: draft.formats,
    inputAxons: draft.inputAxons,
    synapses: draft.synapses,
    outputAxons: outputAxonsOf(context, neurons, routes),
  };
}

function outputAxonsOf({ inputLines }: MapContext, neurons: Uint32Array, routes: Routes): OutputAxons {
  let count = 0;
  for (const neuron of neurons) count += routes.start[inputLines + neuron + 1] - routes.start[inputLines + neuron];
  const outputs = {
    kind: new Uint32Array(count),
    compartment: new Uint32Array(count),
    core: new Uint32Array(count),
    axon: new Uint32Array(count),
    atom: new Uint32Array(count),
  };
  let next = 0;
  neurons.forEach((neuron, own) => {
    for (let route = routes.start[inputLines + neuron]; route < routes.start[inputLines + neuron + 1]; route++, next++) {
      outputs.kind[next] = routes.kind[route];
      outputs.compartment[next] = own;
      outputs.core[next] = routes.core[route];
      outputs.axon[next] = routes.axon[route];
      outputs.atom[next] = routes.atom[route];
    }
  });
  return outputs;
}
