/**
 * Fills cores one after the other with neurons in a given order, each with the longest run that its limits allow. A core's
 * synapse memory is planned for as many neurons as it has compartments; only where that breaks a limit is the run
 * shortened, toward the size that the need predicts. A table too large for one core is thereby split by neurons. Once its
 * run is settled a core's words are written and what they were made from is dropped.
 */
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram, WeightTable } from "../event/program.js";
import type { Diagnostic } from "../util/diagnostics.js";
import { fittingCompartments, indexNeurons, type NeuronIndex } from "./compartments.js";
import type { ProjectionCode } from "./formats.js";
import { AXON_KINDS, type InputAxons, type SynapseFormat } from "./mapping.js";
import { packSynapses } from "./pack.js";
import type { CoreOrder } from "./partition.js";
import { type CoreSegments, readSegments, type SegmentReader } from "./segments.js";
import { planSynapses, type SynapsePlan } from "./synapses.js";
import { coreCount, type LoihiTarget } from "./target.js";
import { encodeWeights, profileWeights } from "./weights.js";

/** What the mapper knows of a program whatever the order of its neurons. */
export interface MapContext {
  readonly program: EventProgram;
  readonly target: LoihiTarget;
  readonly neurons: number;
  readonly sources: number;
  readonly inputLines: number;
  readonly tables: ReadonlyMap<string, WeightTable>;
  readonly index: NeuronIndex;
  readonly codes: readonly ProjectionCode[];
  /** May cores hear by population-32 axons? */
  readonly population32: boolean;
}

/** One core before it has a place: a run of places, and what its neurons hear. */
export interface CoreDraft {
  readonly first: number;
  readonly end: number;
  readonly formats: readonly SynapseFormat[];
  readonly inputAxons: InputAxons;
  readonly synapses: Uint8Array;
}

/** Cores filled in an order; with diagnostics they are not all of them. */
export interface Filling {
  readonly order: CoreOrder;
  readonly reader: SegmentReader;
  readonly drafts: readonly CoreDraft[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface FillOptions {
  /** Share of a core that each neuron takes, and the cores that there are for them: stops that would need more are passed over. */
  readonly loadOf: Float64Array;
  readonly cores: number;
  readonly onCore?: (placesDone: number) => void;
}

export function contextOf(program: EventProgram, target: LoihiTarget): MapContext {
  const layout = layoutOf(program);
  const groups = new Map<string, number>();
  const encodings = new Map(
    program.tables.map((table) => {
      const profile = profileWeights(table);
      const encoding = encodeWeights(profile, table.exponent, target);
      if (encoding === undefined) throw new Error(`table '${table.name}' of a legalised program has no stored form`);
      return [table.name, { profile, exponent: table.exponent, encoding }];
    }),
  );
  const codes = program.projections.map(({ source, table, delay, connectivity }): ProjectionCode => {
    const key = source.kind === "input" ? `line ${source.port}` : `neuron ${source.population}`;
    const sourceGroup = groups.get(key) ?? groups.size;
    groups.set(key, sourceGroup);
    const sharesWeights = connectivity.kind !== "sparse" && (connectivity.kind !== "dense" || connectivity.rowOf !== undefined);
    return { delay, sourceGroup, sharesWeights, ...lookup(encodings, table) };
  });
  return {
    program,
    target,
    neurons: layout.neurons,
    sources: layout.inputLines + layout.neurons,
    inputLines: layout.inputLines,
    tables: layout.tableOf,
    index: indexNeurons(program),
    codes,
    population32: true,
  };
}

interface Attempt {
  readonly first: number;
  readonly end: number;
  readonly segments: CoreSegments;
  readonly plan: SynapsePlan;
}

/** Why cores of a population ended before their compartments were used up. */
interface Shortage {
  readonly resource: Resource;
  readonly population: number;
  /** Neurons that were tried at first and what they needed; neurons that the core took. */
  readonly tried: number;
  readonly need: number;
  readonly taken: number;
}

export function fillCores(context: MapContext, order: CoreOrder, options: FillOptions): Filling {
  const { index, target, neurons } = context;
  const { neuronOfPlace, stops } = order;
  const reader = readSegments(context.program, neuronOfPlace);
  const drafts: CoreDraft[] = [];
  const diagnostics: Diagnostic[] = [];
  const shortages: Shortage[] = [];
  const refused = new Set<number>();
  const available = coreCount(target);
  const loadBefore = new Float64Array(neurons + 1);
  for (let place = 0; place < neurons; place++) loadBefore[place + 1] = loadBefore[place] + options.loadOf[neuronOfPlace[place]];
  let stop = 0;
  for (let first = 0; first < neurons; ) {
    const whole = fittingCompartments(index, neuronOfPlace, first, target).end;
    while (stop < stops.length && stops[stop] <= first) stop++;
    // The core ends at the stop unless the others would then not suffice for the rest.
    const left = options.cores - drafts.length - 1;
    const isStop = stop < stops.length && stops[stop] < whole && loadBefore[neurons] - loadBefore[stops[stop]] <= left + 1e-6;
    const { best, shortage } = longestRun(context, reader, neuronOfPlace, first, isStop ? stops[stop] : whole, shortages.at(-1));
    if (best === undefined) {
      const population = index.population[neuronOfPlace[first]];
      if (!refused.has(population)) diagnostics.push(...refusalsOf(context, neuronOfPlace, attemptAt(context, reader, first, first + 1)));
      refused.add(population);
      first++;
      continue;
    }
    if (shortage !== undefined) shortages.push(shortage);
    if (drafts.length <= available) drafts.push(draftOf(context, best));
    else drafts.push({ first, end: best.end, ...NOTHING });
    first = best.end;
    options.onCore?.(first);
    if (drafts.length > Math.min(8 * available, available + COUNTED) && first < neurons) {
      diagnostics.push(...tooManyCores(context, `more than ${drafts.length}`, shortages));
      return { order, reader, drafts, diagnostics };
    }
  }
  if (drafts.length > available && diagnostics.length === 0) diagnostics.push(...tooManyCores(context, `at least ${drafts.length}`, shortages));
  return { order, reader, drafts, diagnostics };
}

/** So many cores more than the target has, and at most eight times as many, are counted before it is given up. */
const COUNTED = 1024;
const NONE = new Uint32Array(0);
/** Beyond the target's cores they are only counted. */
const NOTHING = {
  formats: [],
  inputAxons: { kind: NONE, source: NONE, atoms: NONE, base: NONE, pointer: NONE, words: NONE },
  synapses: new Uint8Array(0),
} as const;

/**
 * The longest run from `first` to at most `most` that fits a core; undefined where not even one neuron does. All of them
 * are tried first, or, after a core that ran short, as many as it took.
 */
function longestRun(
  context: MapContext,
  reader: SegmentReader,
  neuronOfPlace: Uint32Array,
  first: number,
  most: number,
  before: Shortage | undefined,
): { best?: Attempt; shortage?: Shortage } {
  let best: Attempt | undefined;
  let worst: (Need & { readonly tried: number }) | undefined;
  let low = first;
  let high = most + 1;
  let next = before === undefined ? most : Math.min(most, first + before.taken);
  for (let turn = 0; high - low > 1; turn++) {
    const end = turn % 3 === 2 && high <= most ? (low + high) >>> 1 : Math.max(low + 1, Math.min(high - 1, next));
    const attempt = attemptAt(context, reader, first, end);
    const short = shortestResource(attempt.plan, context.target);
    // What this need predicts, but beyond what is known.
    next = predict(first, attempt, context.target);
    if (short === undefined) {
      best = attempt;
      low = end;
      next = Math.max(next, end + 1);
    } else {
      worst ??= { ...short, tried: end - first };
      high = end;
      next = Math.min(next, end - 1);
    }
  }
  if (best === undefined || worst === undefined) return best === undefined ? {} : { best };
  return { best, shortage: { ...worst, population: context.index.population[neuronOfPlace[first]], taken: best.end - first } };
}

/** Where a run would end if its needs grew with its length. */
function predict(first: number, { end, plan }: Attempt, target: LoihiTarget): number {
  const share = Math.max(...needsOf(plan, target).map(({ need, limit }) => need / limit));
  return first + Math.max(1, Math.floor((end - first) / share));
}

function attemptAt(context: MapContext, reader: SegmentReader, first: number, end: number): Attempt {
  const segments = reader.clip(first, end);
  return { first, end, segments, plan: planSynapses(segments, context.codes, context.target, context) };
}

/** The draft of a run that fits. */
function draftOf(context: MapContext, { first, end, segments, plan }: Attempt): CoreDraft {
  const { program, tables, codes, target } = context;
  // Population-16 axons first: only the first so many can be.
  const axons =
    plan.axons.length <= target.axon.population16Axons
      ? plan.axons
      : [...plan.axons.filter(({ kind }) => kind === AXON_KINDS.population16), ...plan.axons.filter(({ kind }) => kind !== AXON_KINDS.population16)];
  return {
    first,
    end,
    formats: plan.formats,
    inputAxons: {
      kind: Uint32Array.from(axons, (axon) => axon.kind),
      source: Uint32Array.from(axons, (axon) => axon.source),
      atoms: Uint32Array.from(axons, (axon) => axon.atoms),
      base: Uint32Array.from(axons, (axon) => axon.base),
      pointer: Uint32Array.from(axons, (axon) => axon.pointer),
      words: Uint32Array.from(axons, (axon) => axon.words),
    },
    synapses: packSynapses(program, tables, codes, segments, plan, target),
  };
}

/** The draft of a run that is part of one that fits. */
export function draftAt(context: MapContext, reader: SegmentReader, first: number, end: number): CoreDraft {
  return draftOf(context, attemptAt(context, reader, first, end));
}

type Resource = "inputAxons" | "synapseWords" | "synapseFormats";

interface Need {
  readonly resource: Resource;
  readonly need: number;
  readonly limit: number;
}

function needsOf(plan: SynapsePlan, { core }: LoihiTarget): readonly Need[] {
  return [
    { resource: "inputAxons", need: plan.axons.length, limit: core.inputAxons },
    { resource: "synapseWords", need: plan.words, limit: core.synapseWords },
    { resource: "synapseFormats", need: plan.formats.length, limit: core.synapseFormats },
  ];
}

/** The resource that a plan breaks most, if any. */
function shortestResource(plan: SynapsePlan, target: LoihiTarget): Need | undefined {
  const broken = needsOf(plan, target).filter(({ need, limit }) => need > limit);
  return broken.sort((a, b) => b.need / b.limit - a.need / a.limit)[0];
}

interface Wording {
  readonly code: string;
  readonly name: (target: LoihiTarget) => string;
  readonly hint: string;
}

const WORDING: { readonly [resource in Resource]: Wording } = {
  inputAxons: {
    code: "loihi-input-axons",
    name: () => "input axons",
    hint: "Share rows between words (`--rows`), use the compact code (`--encoding code`), or prune synapses.",
  },
  synapseWords: {
    code: "loihi-synapse-memory",
    name: (target) => `synapse words of ${target.core.wordBits} bit`,
    hint: "Share rows between words (`--rows`), or lower the width of the weights (`--weight-bits`).",
  },
  synapseFormats: {
    code: "loihi-synapse-formats",
    name: () => "synapse formats",
    hint: "Use fewer weight exponents among the tables that reach it.",
  },
};

/** What a single neuron needs more of than a core has. */
function refusalsOf({ target, index }: MapContext, neuronOfPlace: Uint32Array, { first, plan }: Attempt): Diagnostic[] {
  const neuron = neuronOfPlace[first];
  const population = index.populations[index.population[neuron]];
  return needsOf(plan, target).flatMap(({ resource, need, limit }) => {
    const { code, name, hint } = WORDING[resource];
    if (need <= limit) return [];
    const message = `neuron ${index.own[neuron]} alone needs ${need} ${name(target)}; a core of ${target.name} holds ${limit}`;
    return [{ code, where: `population '${population.name}'`, message, hint }];
  });
}

/** The number of cores, and for each population whose cores a resource other than compartments ended, the first such core. */
function tooManyCores({ program, target, index }: MapContext, needed: string, shortages: readonly Shortage[]): Diagnostic[] {
  const board =
    target.mesh.chips === 1 ? "a target with more chips (`--target loihi1-board` has 32)" : "a larger target of your own (`--target file.json`)";
  const told = new Set<string>();
  return [
    {
      code: "loihi-cores",
      where: `program '${program.name}'`,
      message: `needs ${needed} cores; ${target.name} holds ${coreCount(target)}`,
      hint: `Take ${board}, lower the filters, or share more rows (\`--rows\`).`,
    },
    ...shortages.flatMap(({ resource, population, tried, need, taken }) => {
      const key = `${resource} ${population}`;
      if (told.has(key)) return [];
      told.add(key);
      const { code, name, hint } = WORDING[resource];
      const message = `${tried} neurons on one core need ${need} ${name(target)}; a core of ${target.name} holds ${target.core[resource]}, so it takes ${taken} of them`;
      return [{ code, where: `population '${index.populations[population].name}'`, message, hint }];
    }),
  ];
}
