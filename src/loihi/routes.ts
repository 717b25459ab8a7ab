/** From cores that are filled to what is sent between them: routes of every source, output axons, and spikes from core to core. */
import type { Diagnostic } from "../util/diagnostics.js";
import { type CoreDraft, draftAt, type Filling, type MapContext } from "./fill.js";
import { outputSlotsOf } from "./mapping.js";
import type { CoreFlow } from "./place.js";

/** Where a source is heard: axon `axon` of core `core`, as atom `atom`. */
export interface Routes {
  /** Destinations of source s: start[s] .. start[s + 1]. */
  readonly start: Uint32Array;
  readonly core: Uint32Array;
  readonly axon: Uint32Array;
  readonly atom: Uint32Array;
  /** Of the axon. */
  readonly kind: Uint8Array;
}

/** Cores none of which needs more output axons than it has, and their routes. */
export interface RoutedCores {
  readonly neuronOfPlace: Uint32Array;
  readonly drafts: readonly CoreDraft[];
  readonly routes: Routes;
  readonly diagnostics: readonly Diagnostic[];
}

/** Halves cores that send to more destinations than they have output axons, until none does; a single neuron that does is refused. */
export function routeCores(context: MapContext, filling: Filling): RoutedCores {
  const { neuronOfPlace } = filling.order;
  const { outputAxons } = context.target.core;
  const diagnostics: Diagnostic[] = [];
  let drafts = filling.drafts;
  for (;;) {
    const routes = routesOf(context, drafts);
    const needs = drafts.map((draft) => outputsOf(context, neuronOfPlace, draft, routes));
    if (diagnostics.length > 0 || needs.every((need) => need <= outputAxons)) return { neuronOfPlace, drafts, routes, diagnostics };
    drafts = drafts.flatMap((draft, core) => {
      if (needs[core] <= outputAxons) return [draft];
      if (draft.end - draft.first === 1) {
        diagnostics.push(refusalOf(context, neuronOfPlace[draft.first], needs[core]));
        return [draft];
      }
      const middle = (draft.first + draft.end) >>> 1;
      return [draftAt(context, filling.reader, draft.first, middle), draftAt(context, filling.reader, middle, draft.end)];
    });
  }
}

function refusalOf({ index, target }: MapContext, neuron: number, need: number): Diagnostic {
  return {
    code: "loihi-output-axons",
    where: `population '${index.populations[index.population[neuron]].name}'`,
    message: `neuron ${index.own[neuron]} alone needs ${need} output axons; a core of ${target.name} holds ${target.core.outputAxons}`,
    hint: "Lower its fan-out: fewer cores must hear it.",
  };
}

function routesOf(context: MapContext, drafts: readonly CoreDraft[]): Routes {
  const start = new Uint32Array(context.sources + 1);
  for (const { inputAxons } of drafts) {
    for (let axon = 0; axon < inputAxons.source.length; axon++) {
      for (let atom = 0; atom < inputAxons.atoms[axon]; atom++) start[inputAxons.source[axon] + atom + 1]++;
    }
  }
  for (let source = 0; source < context.sources; source++) start[source + 1] += start[source];
  const count = start[context.sources];
  const routes = { start, core: new Uint32Array(count), axon: new Uint32Array(count), atom: new Uint32Array(count), kind: new Uint8Array(count) };
  const next = start.slice();
  drafts.forEach(({ inputAxons }, core) => {
    for (let axon = 0; axon < inputAxons.source.length; axon++) {
      for (let atom = 0; atom < inputAxons.atoms[axon]; atom++) {
        const index = next[inputAxons.source[axon] + atom]++;
        routes.core[index] = core;
        routes.axon[index] = axon;
        routes.atom[index] = atom;
        routes.kind[index] = inputAxons.kind[axon];
      }
    }
  });
  return routes;
}

function outputsOf(context: MapContext, neuronOfPlace: Uint32Array, { first, end }: CoreDraft, routes: Routes): number {
  let outputs = 0;
  for (let place = first; place < end; place++) {
    const source = context.inputLines + neuronOfPlace[place];
    for (let route = routes.start[source]; route < routes.start[source + 1]; route++)
      outputs += outputSlotsOf(routes.kind[route], context.target.core);
  }
  return outputs;
}

/** Spikes from core to other cores; without counts every neuron spikes once. */
export function flowOf(context: MapContext, { neuronOfPlace, drafts, routes }: RoutedCores, spikeCounts: Float64Array | undefined): CoreFlow {
  const start = new Uint32Array(drafts.length + 1);
  const cores: number[] = [];
  const spikes: number[] = [];
  let local = 0;
  const sum = new Float64Array(drafts.length);
  const isTouched = new Uint8Array(drafts.length);
  drafts.forEach(({ first, end }, core) => {
    const touched: number[] = [];
    for (let place = first; place < end; place++) {
      const neuron = neuronOfPlace[place];
      const source = context.inputLines + neuron;
      const weight = spikeCounts === undefined ? 1 : spikeCounts[neuron];
      for (let route = routes.start[source]; route < routes.start[source + 1]; route++) {
        const other = routes.core[route];
        if (isTouched[other] === 0) touched.push(other);
        isTouched[other] = 1;
        sum[other] += weight;
      }
    }
    touched.sort((a, b) => a - b);
    for (const other of touched) {
      if (other === core) local += sum[other];
      else if (sum[other] > 0) {
        cores.push(other);
        spikes.push(sum[other]);
      }
      sum[other] = 0;
      isTouched[other] = 0;
    }
    start[core + 1] = cores.length;
  });
  return { start, core: Uint32Array.from(cores), spikes: Float64Array.from(spikes), local };
}
