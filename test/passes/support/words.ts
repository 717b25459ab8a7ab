/** Words that the crossbar reads if every source emits once, from the layout that its images are made of. */
import { layoutOf } from "../../../src/event/layout.js";
import type { EventProgram } from "../../../src/event/program.js";
import { NEW_NEURON } from "../../../src/passes/pass.js";
import { buildConnectivity, placePopulations } from "../../../src/verilog/connectivity.js";

/** `neurons`: a neuron that is nobody's never fires. */
export function crossbarWords(program: EventProgram, lanes: number, neurons?: Int32Array): number {
  const { inputLines } = layoutOf(program);
  const { axons, segments } = buildConnectivity(program, lanes, 8, placePopulations(program, lanes));
  let words = 0;
  for (const { source, segmentPointer, segmentCount } of axons) {
    if (source >= inputLines && neurons?.[source - inputLines] === NEW_NEURON) continue;
    for (const segment of segments.slice(segmentPointer, segmentPointer + segmentCount)) words += segment.words;
  }
  return words;
}
