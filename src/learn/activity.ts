/** Networks that train but do not work: no hidden neuron answers to any text, or every one answers to all. */
import type { Diagnostic } from "../util/diagnostics.js";
import type { Evaluation } from "./predict.js";
import { filterCount, type TextCnn } from "./textcnn.js";

/** From this share of hidden neurons that spike in a text, on average, spikes say hardly anything. */
const SATURATED = 0.95;

/** A warning where the hidden layer is silent or saturated on dev. */
export function activityOf(model: TextCnn, dev: Pick<Evaluation, "hiddenSpikes">, stage: string): readonly Diagnostic[] {
  const filters = filterCount(model);
  const isSpiking = model.activation.kind === "spike";
  if (dev.hiddenSpikes === 0) {
    const rest = model.wide === undefined && model.bigrams === undefined ? "the output bias" : "the wide path";
    return [
      {
        code: "network-silent",
        message: `no hidden neuron ${isSpiking ? "spikes" : "is above 0"} in any dev text: decisions rest on ${rest} alone`,
        where: stage,
        hint: "Lower the threshold factors, or train longer or with a lower learning rate before converting.",
      },
    ];
  }
  if (!isSpiking || dev.hiddenSpikes < SATURATED * filters) return [];
  return [
    {
      code: "network-saturated",
      message: `${dev.hiddenSpikes.toFixed(1)} of ${filters} hidden neurons spike in a dev text on average: a neuron that always spikes tells no text from another`,
      where: stage,
      hint: "Train fewer epochs or with a lower learning rate, or raise the preset's threshold factors: long texts need higher thresholds.",
    },
  ];
}
