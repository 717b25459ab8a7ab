/** Tells integer programs of which no hidden neuron answers to any text: rounding may silence what spiked as floats. */
import type { EventProgram } from "../event/program.js";
import type { Diagnostic } from "../util/diagnostics.js";

/** `hiddenSpikes`: of all dev texts together. */
export function silentProgram(
  { name, inputs, projections, readout }: EventProgram,
  dev: { readonly texts: number; readonly hiddenSpikes: number },
): readonly Diagnostic[] {
  if (dev.hiddenSpikes > 0 || dev.texts === 0) return [];
  const words = inputs.filter((port) => port.kind === "tokens").map((port) => port.name);
  const hasWidePath = projections.some(
    ({ source, target }) => target === readout.population && source.kind === "input" && words.includes(source.port),
  );
  return [
    {
      code: "network-silent",
      message: `no hidden neuron spikes in any of ${dev.texts} dev texts: decisions rest on ${hasWidePath ? "the wide path" : "the output bias"} alone`,
      where: `program '${name}'`,
      hint: "Compile with more bits (`snnc compile --weight-bits`), or train for so few (`snnc convert BUNDLE --weight-bits`); with many bits, thresholds are too high: lower the threshold factors, or fine-tune longer.",
    },
  ];
}
