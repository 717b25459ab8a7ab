/**
 * Event program -> mapped program: neurons to cores within every limit of the target, cores to places on the mesh.
 *
 * Cores are filled one after the other with neurons in order, each with the longest run that its limits allow (binary
 * search over the end of the run, the synapse memory planned anew for each candidate). A table too large for one core's
 * memory is thereby split by neurons. README.md in this folder says what is not modelled.
 */
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram, WeightTable } from "../event/program.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { fittingCompartments, indexNeurons, type NeuronIndex, planCompartments } from "./compartments.js";
import type { HostRoutes, InputAxons, MappedCore, MappedProgram, Objective, OutputAxons } from "./mapping.js";
import { packSynapses } from "./pack.js";
import { placeCores } from "./place.js";
import { type CoreSegments, clipSegments, collectSegments, placeNeurons, type Segments } from "./segments.js";
import { type ProjectionCode, planSynapses, type SynapsePlan } from "./synapses.js";
import { coreCount, type LoihiTarget } from "./target.js";
import { encodeWeights, profileWeights } from "./weights.js";

export interface MapOptions {
  readonly seed: number;
  /** Default `traffic`. */
  readonly objective?: Objective;
  /** Mean spikes of each neuron in a sample, to weigh traffic by; without it every neuron counts 1. */
  readonly spikeCounts?: Float64Array;
}

/** A run of places on one core. */
interface CoreDraft {
  readonly first: number;
  readonly end: number;
  readonly segments: CoreSegments;
  readonly plan: SynapsePlan;
}

/** Where a source is heard: axon `axon` of core `core`, as atom `atom`. */
interface Routes {
  /** Destinations of source s: start[s] .. start[s + 1]. */
  readonly start: Uint32Array;
  readonly core: Uint32Array;
  readonly axon: Uint32Array;
  readonly atom: Uint32Array;
}

interface Context {
  readonly program: EventProgram;
  readonly target: LoihiTarget;
  readonly sources: number;
  readonly inputLines: number;
  readonly tables: ReadonlyMap<string, WeightTable>;
  readonly neuronOfPlace: Uint32Array;
  readonly index: NeuronIndex;
  readonly segments: Segments;
  readonly codes: readonly ProjectionCode[];
}

/**
 * Maps a program that `legaliseForLoihi` made for this target. Throws SnncError (kind check) with everything that does
 * not fit: population, resource, need and limit. Same program, target and options, same tables.
 */
export function mapToLoihi(program: EventProgram, target: LoihiTarget, options: MapOptions): MappedProgram {
  if (program.legalised?.target !== target.name) {
    throw new SnncError("check", {
      code: "loihi-not-legalised",
      message: `program '${program.name}' is not legalised for '${target.name}'`,
      hint: "Legalise it first (`snnc map` does both).",
    });
  }
  const context = contextOf(program, target);
  const diagnostics: Diagnostic[] = [];
  let drafts = partition(context, diagnostics);
  if (diagnostics.length > 0) throw new SnncError("check", diagnostics);
  let routes = routesOf(context, drafts);
  for (let crowded = crowdedCores(context, drafts, routes); crowded.size > 0; crowded = crowdedCores(context, drafts, routes)) {
    const split = splitCores(context, drafts, crowded, routes, diagnostics);
    if (diagnostics.length > 0) throw new SnncError("check", diagnostics);
    drafts = split;
    routes = routesOf(context, drafts);
  }
  const available = coreCount(target);
  if (drafts.length > available) {
    throw new SnncError("check", {
      code: "loihi-cores",
      where: `program '${program.name}'`,
      message: `needs ${drafts.length} cores; ${target.name} holds ${available}`,
      hint: "Lower the filters, share more rows (`--rows`), or take a target with more chips.",
    });
  }
  const objective = options.objective ?? "traffic";
  const flow = flowOf(context, drafts, routes, options.spikeCounts);
  const ids = placeCores(drafts.length, flow, target, { seed: options.seed, objective });
  return {
    level: "mapped",
    name: program.name,
    target: target.name,
    mesh: target.mesh,
    coreLimits: target.core,
    seed: options.seed,
    objective,
    limits: program.limits,
    inputs: program.inputs,
    populations: program.populations.map(({ name, size }) => ({ name, size })),
    readout: program.readout,
    host: hostRoutes(context, routes),
    cores: drafts.map((draft, core) => emitCore(context, draft, ids[core], routes)),
  };
}

function contextOf(program: EventProgram, target: LoihiTarget): Context {
  const layout = layoutOf(program);
  const neuronOfPlace = placeNeurons(program);
  const groups = new Map<string, number>();
  const widest = Math.max(...target.synapse.weightBits);
  const encodings = new Map(
    program.tables.map((table) => {
      const profile = profileWeights(table);
      const narrow = encodeWeights(profile, table.exponent, target);
      const wide = encodeWeights(profile, table.exponent, target, { signMode: "mixed", weightBits: widest });
      if (narrow === undefined) throw new Error(`table '${table.name}' of a legalised program has no stored form`);
      return [table.name, { narrow, wide: wide ?? narrow }];
    }),
  );
  const codes = program.projections.map(({ source, table, delay }): ProjectionCode => {
    const key = source.kind === "input" ? `line ${source.port}` : `neuron ${source.population}`;
    const sourceGroup = groups.get(key) ?? groups.size;
    groups.set(key, sourceGroup);
    return { delay, sourceGroup, ...lookup(encodings, table) };
  });
  return {
    program,
    target,
    sources: layout.inputLines + layout.neurons,
    inputLines: layout.inputLines,
    tables: layout.tableOf,
    neuronOfPlace,
    index: indexNeurons(program),
    segments: collectSegments(program, neuronOfPlace),
    codes,
  };
}

/** Cores in the order of the places; a neuron that fits no core is reported once a population and left out. */
function partition(context: Context, diagnostics: Diagnostic[]): CoreDraft[] {
  const { neuronOfPlace, index, target } = context;
  const drafts: CoreDraft[] = [];
  const refused = new Set<number>();
  let previous = 64;
  for (let first = 0; first < neuronOfPlace.length; ) {
    const most = fittingCompartments(index, neuronOfPlace, first, target).end;
    const single = draftOf(context, first, first + 1);
    if (!fits(single, target)) {
      const population = index.population[neuronOfPlace[first]];
      if (!refused.has(population)) diagnostics.push(...refusalsOf(context, single));
      refused.add(population);
      first++;
      continue;
    }
    // From about the size of the core before: double until it no longer fits, then halve the gap.
    let best = single;
    let high = most + 1;
    for (let size = Math.max(2, previous); best.end < most && high > most; size *= 2) {
      const draft = draftOf(context, first, Math.min(most, first + size));
      if (!fits(draft, target)) high = draft.end;
      else best = draft;
    }
    while (high - best.end > 1) {
      const draft = draftOf(context, first, (best.end + high) >>> 1);
      if (fits(draft, target)) best = draft;
      else high = draft.end;
    }
    previous = best.end - first;
    drafts.push(best);
    first = best.end;
  }
  return drafts;
}

function draftOf(context: Context, first: number, end: number): CoreDraft {
  const segments = clipSegments(context.segments, context.sources, first, end);
  return { first, end, segments, plan: planSynapses(segments, context.codes, context.target) };
}

function fits({ plan }: CoreDraft, target: LoihiTarget): boolean {
  const { inputAxons, synapseWords, synapseFormats } = target.core;
  return plan.axons.length <= inputAxons && plan.words <= synapseWords && plan.formats.length <= synapseFormats;
}

/** What a single neuron needs more of than a core has. */
function refusalsOf(context: Context, draft: CoreDraft): Diagnostic[] {
  const { target, index, neuronOfPlace } = context;
  const { inputAxons, synapseWords, synapseFormats } = target.core;
  const neuron = neuronOfPlace[draft.first];
  const population = index.populations[index.population[neuron]];
  const { plan } = draft;
  const needs: readonly [code: string, resource: string, need: number, limit: number, hint: string][] = [
    [
      "loihi-input-axons",
      "input axons",
      plan.axons.length,
      inputAxons,
      "Share rows between words (`--rows`), use the compact code (`--encoding code`), or prune synapses.",
    ],
    [
      "loihi-synapse-memory",
      `synapse words of ${target.core.wordBits} bit`,
      plan.words,
      synapseWords,
      "Share rows between words (`--rows`), or lower the width of the weights (`--weight-bits`).",
    ],
    ["loihi-synapse-formats", "synapse formats", plan.formats.length, synapseFormats, "Use fewer weight exponents among the tables that reach it."],
  ];
  return needs.flatMap(([code, resource, need, limit, hint]) =>
    need <= limit
      ? []
      : [
          {
            code,
            where: `population '${population.name}'`,
            message: `neuron ${index.own[neuron]} alone needs ${need} ${resource}; a core of ${target.name} holds ${limit}`,
            hint,
          },
        ],
  );
}

function routesOf(context: Context, drafts: readonly CoreDraft[]): Routes {
  const start = new Uint32Array(context.sources + 1);
  const forEach = (visit: (source: number, core: number, axon: number, atom: number) => void): void => {
    drafts.forEach(({ plan }, core) => {
      plan.axons.forEach((axon, index) => {
        for (let atom = 0; atom < axon.atoms; atom++) visit(axon.source + atom, core, index, atom);
      });
    });
  };
  forEach((source) => start[source + 1]++);
  for (let source = 0; source < context.sources; source++) start[source + 1] += start[source];
  const count = start[context.sources];
  const routes = { start, core: new Uint32Array(count), axon: new Uint32Array(count), atom: new Uint32Array(count) };
  const next = start.slice();
  forEach((source, core, axon, atom) => {
    const index = next[source]++;
    routes.core[index] = core;
    routes.axon[index] = axon;
    routes.atom[index] = atom;
  });
  return routes;
}

function outputsOf(context: Context, { first, end }: { first: number; end: number }, routes: Routes): number {
  let outputs = 0;
  for (let place = first; place < end; place++) {
    const source = context.inputLines + context.neuronOfPlace[place];
    outputs += routes.start[source + 1] - routes.start[source];
  }
  return outputs;
}

/** Cores whose neurons send to more destinations than the core has output axons. */
function crowdedCores(context: Context, drafts: readonly CoreDraft[], routes: Routes): Set<number> {
  const { outputAxons } = context.target.core;
  return new Set(drafts.flatMap((draft, core) => (outputsOf(context, draft, routes) > outputAxons ? [core] : [])));
}

/** Halves the crowded cores; a single neuron that needs too many output axons is refused. */
function splitCores(
  context: Context,
  drafts: readonly CoreDraft[],
  crowded: ReadonlySet<number>,
  routes: Routes,
  diagnostics: Diagnostic[],
): CoreDraft[] {
  const { index, neuronOfPlace, target } = context;
  return drafts.flatMap((draft, core) => {
    if (!crowded.has(core)) return [draft];
    if (draft.end - draft.first === 1) {
      const neuron = neuronOfPlace[draft.first];
      diagnostics.push({
        code: "loihi-output-axons",
        where: `population '${index.populations[index.population[neuron]].name}'`,
        message: `neuron ${index.own[neuron]} alone needs ${outputsOf(context, draft, routes)} output axons; a core of ${target.name} holds ${target.core.outputAxons}`,
        hint: "Lower its fan-out: fewer cores must hear it.",
      });
      return [draft];
    }
    const middle = (draft.first + draft.end) >>> 1;
    return [draftOf(context, draft.first, middle), draftOf(context, middle, draft.end)];
  });
}

/** Spikes from core to core. */
function flowOf(context: Context, drafts: readonly CoreDraft[], routes: Routes, spikeCounts: Float64Array | undefined): Float64Array {
  const flow = new Float64Array(drafts.length * drafts.length);
  drafts.forEach(({ first, end }, core) => {
    for (let place = first; place < end; place++) {
      const neuron = context.neuronOfPlace[place];
      const source = context.inputLines + neuron;
      for (let route = routes.start[source]; route < routes.start[source + 1]; route++) {
        flow[core * drafts.length + routes.core[route]] += spikeCounts === undefined ? 1 : spikeCounts[neuron];
      }
    }
  });
  return flow;
}

function hostRoutes(context: Context, routes: Routes): HostRoutes {
  const end = routes.start[context.inputLines];
  return {
    lineStart: routes.start.slice(0, context.inputLines + 1),
    core: routes.core.slice(0, end),
    axon: routes.axon.slice(0, end),
    atom: routes.atom.slice(0, end),
  };
}

function emitCore(context: Context, draft: CoreDraft, id: number, routes: Routes): MappedCore {
  const { program, target, index, tables, codes } = context;
  const neurons = context.neuronOfPlace.slice(draft.first, draft.end);
  const names = new Set(Array.from(neurons, (neuron) => index.populations[index.population[neuron]].name));
  return {
    id,
    populations: [...names],
    neurons,
    ...planCompartments(index, neurons, target),
    formats: draft.plan.formats,
    inputAxons: inputAxonsOf(draft.plan),
    synapses: packSynapses(program, tables, codes, draft.segments, draft.plan, target),
    outputAxons: outputAxonsOf(context, neurons, routes),
  };
}

function inputAxonsOf({ axons, style }: SynapsePlan): InputAxons {
  return {
    kind: new Uint32Array(axons.length).fill(style.population ? 1 : 0),
    source: Uint32Array.from(axons, (axon) => axon.source),
    atoms: Uint32Array.from(axons, (axon) => axon.atoms),
    base: Uint32Array.from(axons, (axon) => axon.base),
    pointer: Uint32Array.from(axons, (axon) => axon.pointer),
    words: Uint32Array.from(axons, (axon) => axon.words),
  };
}

function outputAxonsOf(context: Context, neurons: Uint32Array, routes: Routes): OutputAxons {
  const compartment: number[] = [];
  const route: number[] = [];
  neurons.forEach((neuron, own) => {
    const source = context.inputLines + neuron;
    for (let r = routes.start[source]; r < routes.start[source + 1]; r++) {
      compartment.push(own);
      route.push(r);
    }
  });
  return {
    compartment: Uint32Array.from(compartment),
    core: Uint32Array.from(route, (r) => routes.core[r]),
    axon: Uint32Array.from(route, (r) => routes.axon[r]),
    atom: Uint32Array.from(route, (r) => routes.atom[r]),
  };
}
