/** Which words made which filters spike, and what each spike argued for. */
import { encodeTexts } from "../encode/encode.js";
import { type Encoder, NO_LINE } from "../encode/encoder.js";
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { goldenSimulator } from "../sim/golden.js";
import { tokenizerNamed } from "../text/tokenizer.js";
import type { Explanation } from "../util/results.js";

/**
 * Explains texts on the golden simulator. A hidden spike at timestep t belongs to the word at t - 1, the last of its
 * window; spikes after the last word that still count are given to the last word.
 */
export async function explainTexts(
  program: EventProgram,
  encoder: Encoder,
  texts: readonly { readonly text: string; readonly label?: string }[],
): Promise<Explanation[]> {
  const { batch } = encodeTexts(
    encoder,
    texts.map(({ text }) => text),
  );
  const result = await goldenSimulator(program).run(batch, { spikes: true });
  const record = result.spikes;
  if (record === undefined) throw new Error("the result holds no spikes");
  const towards = classWeights(program);
  const names = neuronNames(program);
  const classes = program.readout.classes;
  const tokenizer = tokenizerNamed(encoder.tokenizer);
  const known = new Map(encoder.words.map((word, id) => [word, id]));
  return texts.map(({ text, label }, sample) => {
    const tokens = tokenizer.tokenize(text);
    const words = tokens.map((word, timestep) => {
      const id = known.get(word) ?? 0;
      return {
        word,
        timestep,
        known: id !== 0 && (encoder.wordLine[id] !== NO_LINE || encoder.code !== undefined),
        neurons: [] as Explanation["words"][number]["neurons"][number][],
      };
    });
    for (let i = record.sampleStart[sample]; i < record.sampleStart[sample + 1]; i++) {
      const neuron = record.neuron[i];
      const weights = towards[neuron];
      // Spikes of the last timestep belong to windows beyond the text; nothing hears them any more.
      if (record.time[i] >= batch.timesteps[sample] - 1 || weights === undefined) continue;
      const best = weights.reduce((most, weight, c) => (weight > weights[most] ? c : most), 0);
      words[Math.min(Math.max(record.time[i] - 1, 0), words.length - 1)]?.neurons.push({
        neuron: names[neuron],
        towards: classes[best],
        weight: weights[best],
      });
    }
    const scores = result.outputs.subarray(sample * result.classes, (sample + 1) * result.classes);
    return {
      text,
      label: label ?? "",
      decided: classes[result.decisions[sample]],
      words: words.map((word) => ({ ...word, spikes: word.neurons.length })),
      scores: classes.map((name, c) => ({ name, score: scores[c] })),
    };
  });
}

/** Weight of every neuron towards every class, relative to their mean; undefined for neurons that do not reach the readout. */
function classWeights(program: EventProgram): (readonly number[] | undefined)[] {
  const layout = layoutOf(program);
  const weights: (number[] | undefined)[] = new Array(layout.neurons).fill(undefined);
  const classes = program.readout.classes.length;
  for (const projection of program.projections) {
    const { source } = projection;
    if (source.kind !== "population" || projection.target !== program.readout.population) continue;
    const table = lookup(layout.tableOf, projection.table);
    const first = lookup(layout.populationStart, source.population);
    for (let own = 0; own < lookup(layout.populationOf, source.population).size; own++) {
      const sums = weights[first + own] ?? Array.from({ length: classes }, () => 0);
      visitFanout(projection, table, own, (target, length, weight) => {
        for (let i = 0; i < length; i++) {
          const c = Math.floor((target + i) / program.readout.neuronsPerClass);
          sums[c] += table.weights[weight + i] * 2 ** table.exponent;
        }
      });
      weights[first + own] = sums;
    }
  }
  return weights.map((sums) => {
    if (sums === undefined) return undefined;
    const mean = sums.reduce((sum, weight) => sum + weight, 0) / sums.length;
    return sums.map((weight) => Math.round((weight - mean) * 10) / 10);
  });
}

/** population[index] for every neuron. */
function neuronNames(program: EventProgram): string[] {
  return program.populations.flatMap((population) => Array.from({ length: population.size }, (_, i) => `${population.name}[${i}]`));
}
