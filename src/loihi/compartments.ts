/** One core's compartments: which configurations, thresholds and biases its neurons need. */
import type { EventProgram, Population } from "../event/program.js";
import type { CompartmentConfig } from "./mapping.js";
import { encodeBias, type LoihiTarget } from "./target.js";

/** Population and index within it of every neuron, and what its compartment needs as keys that are equal where it can share. */
export interface NeuronIndex {
  readonly populations: readonly Population[];
  readonly population: Uint16Array;
  readonly own: Uint32Array;
}

export function indexNeurons(program: EventProgram): NeuronIndex {
  const neurons = program.populations.reduce((sum, population) => sum + population.size, 0);
  const population = new Uint16Array(neurons);
  const own = new Uint32Array(neurons);
  let next = 0;
  program.populations.forEach(({ size }, index) => {
    for (let i = 0; i < size; i++) {
      population[next] = index;
      own[next++] = i;
    }
  });
  return { populations: program.populations, population, own };
}

export interface CompartmentPlan {
  readonly membraneMin: number;
  readonly membraneMax: number;
  readonly configs: readonly CompartmentConfig[];
  readonly thresholdMantissas: Int32Array;
  readonly configOf: Uint32Array;
  readonly thresholdOf: Uint32Array;
  readonly biasMantissa: Int32Array;
  readonly biasExponent: Uint32Array;
}

/** Why a core cannot take one more neuron. */
export type CompartmentLimit = "compartments" | "compartmentConfigs" | "thresholdConfigs" | "membraneRanges";

/** How many of the neurons at the places from `first` fit one core by compartments alone, and what stops the next. */
export function fittingCompartments(
  index: NeuronIndex,
  neuronOfPlace: Uint32Array,
  first: number,
  target: LoihiTarget,
): { end: number; limit?: CompartmentLimit } {
  const configs = new Set<string>();
  const thresholds = new Set<number>();
  const ranges = new Set<string>();
  for (let place = first; place < neuronOfPlace.length; place++) {
    if (place - first === target.core.compartments) return { end: place, limit: "compartments" };
    const { model, threshold, refractory } = compartmentOf(index, neuronOfPlace[place]);
    configs.add(`${model.decayU} ${model.decayV} ${refractory}`);
    thresholds.add(threshold);
    ranges.add(`${model.membraneMin} ${model.membraneMax}`);
    if (configs.size > target.core.compartmentConfigs) return { end: place, limit: "compartmentConfigs" };
    if (thresholds.size > target.core.thresholdConfigs) return { end: place, limit: "thresholdConfigs" };
    if (ranges.size > target.core.membraneRanges) return { end: place, limit: "membraneRanges" };
  }
  return { end: neuronOfPlace.length };
}

export function planCompartments(index: NeuronIndex, neurons: Uint32Array, target: LoihiTarget): CompartmentPlan {
  const configs: CompartmentConfig[] = [];
  const configIndex = new Map<string, number>();
  const thresholdMantissas: number[] = [];
  const configOf = new Uint32Array(neurons.length);
  const thresholdOf = new Uint32Array(neurons.length);
  const biasMantissa = new Int32Array(neurons.length);
  const biasExponent = new Uint32Array(neurons.length);
  let membraneMin = 0;
  let membraneMax = 0;
  neurons.forEach((neuron, compartment) => {
    const { model, threshold, refractory, bias } = compartmentOf(index, neuron);
    ({ membraneMin, membraneMax } = model);
    const key = `${model.decayU} ${model.decayV} ${refractory}`;
    let config = configIndex.get(key);
    if (config === undefined) {
      config = configs.length;
      configIndex.set(key, config);
      configs.push({ decayU: model.decayU, decayV: model.decayV, refractory });
    }
    configOf[compartment] = config;
    const mantissa = threshold / target.compartment.thresholdUnit;
    let known = thresholdMantissas.indexOf(mantissa);
    if (known < 0) known = thresholdMantissas.push(mantissa) - 1;
    thresholdOf[compartment] = known;
    const encoded = encodeBias(bias, target);
    if (encoded === undefined) throw new Error(`bias ${bias} of a legalised program has no register form`);
    biasMantissa[compartment] = encoded.mantissa;
    biasExponent[compartment] = encoded.exponent;
  });
  return {
    membraneMin,
    membraneMax,
    configs,
    thresholdMantissas: Int32Array.from(thresholdMantissas),
    configOf,
    thresholdOf,
    biasMantissa,
    biasExponent,
  };
}

function compartmentOf(index: NeuronIndex, neuron: number) {
  const population = index.populations[index.population[neuron]];
  const own = index.own[neuron];
  const { model, thresholds, biases, refractory } = population;
  if (model.kind !== "cuba" || thresholds === undefined) throw new Error(`population '${population.name}' is not legalised`);
  return {
    model,
    threshold: thresholds[own],
    bias: biases?.[own] ?? 0,
    refractory: refractory.kind === "steps" ? refractory.timesteps + 1 : 1,
  };
}
