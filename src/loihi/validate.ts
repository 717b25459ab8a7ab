/**
 * Re-checks a mapping from its tables alone: it shares no code with the mapper, reads the synapse words bit by bit and
 * knows nothing of the event program. `checkTables` finds tables that contradict each other or the limits that the
 * mapping names; `validateMapping` also holds it against the target's registers and widths. Each rule has a code of its
 * own (mapping-rules.ts).
 */
import type { Diagnostic } from "../util/diagnostics.js";
import type { MappedCore, MappedProgram } from "./mapping.js";
import type { Report } from "./mapping-rules.js";
import { HEADER_BITS, MOST_IN_GROUP } from "./stored-synapses.js";
import type { LoihiTarget } from "./target.js";
import { checkLengths, checkLists, checkRegisters, checkResources } from "./validate-core.js";

/** So many are told. */
const MOST_DIAGNOSTICS = 20;

/** Contradictions between the tables, and limits that the mapping itself names and breaks; empty if there are none. */
export function checkTables(mapped: MappedProgram): Diagnostic[] {
  return check(mapped, undefined);
}

/** Everything that `checkTables` finds, and every register, width and weight that the target does not have. */
export function validateMapping(mapped: MappedProgram, target: LoihiTarget): Diagnostic[] {
  return check(mapped, target);
}

function check(mapped: MappedProgram, target: LoihiTarget | undefined): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (code, where, message) => {
    if (found.length < MOST_DIAGNOSTICS) found.push({ code, where, message, hint: "Map the program again with `snnc map`." });
  };
  if (target !== undefined) checkTarget(mapped, target, report);
  if (!checkPlaces(mapped, report)) return found;
  checkNeurons(mapped, report);
  checkReadout(mapped, report);
  const { cores, coreLimits } = mapped;
  const isWhole = cores.map((core) => checkLengths(core, nameOf(core), report));
  const senders = checkRoutes(mapped, isWhole, report);
  cores.forEach((core, index) => {
    if (!isWhole[index]) return;
    checkResources(core, mapped, nameOf(core), report);
    // More atoms than routes: a number so wrong that its lists are not looked for.
    if (senders[index] !== undefined) checkLists(core, coreLimits.wordBits, nameOf(core), report, target?.synapse);
    if (target !== undefined) checkRegisters(core, target, nameOf(core), report);
  });
  return found;
}

function nameOf({ id }: MappedCore): string {
  return `core ${id}`;
}

function checkTarget(mapped: MappedProgram, target: LoihiTarget, report: Report): void {
  if (mapped.target !== target.name) report("mapping-target-name", "mapping", `is for '${mapped.target}', not for '${target.name}'`);
  const limit = otherKey(mapped.coreLimits, target.core);
  if (limit !== undefined) {
    const [name, own, other] = limit;
    report("mapping-target-limits", "mapping", `says that a core has ${own} ${name}; one of ${target.name} has ${other}`);
  }
  const side = otherKey(mapped.mesh, target.mesh);
  if (side !== undefined) report("mapping-target-mesh", "mapping", `says that ${side[0]} is ${side[1]}; that of ${target.name} is ${side[2]}`);
  const { groupHeaderBits, groupSynapses, tagBits } = target.synapse;
  if (groupHeaderBits !== HEADER_BITS || groupSynapses !== MOST_IN_GROUP || tagBits !== 0) {
    report("mapping-target-groups", "target", "its groups are not those that this reader knows: 10 bit of header, 64 synapses, no tags");
  }
}

/** The first key whose numbers differ, with both. */
function otherKey(own: object, other: object): readonly [string, unknown, unknown] | undefined {
  const values = new Map<string, unknown>(Object.entries(own));
  const different = Object.entries(other).find(([key, value]) => values.get(key) !== value);
  return different === undefined ? undefined : [different[0], values.get(different[0]), different[1]];
}

/** Places of the cores; false where the neurons are so many that nothing else is looked at. */
function checkPlaces(mapped: MappedProgram, report: Report): boolean {
  const { mesh, cores, coreLimits } = mapped;
  const places = mesh.chips * mesh.tilesX * mesh.tilesY * mesh.coresPerTile;
  const outside = cores.find(({ id }) => id >= places);
  if (outside !== undefined) report("mapping-core-place", nameOf(outside), `lies outside the ${places} places of ${mapped.target}`);
  const known = new Set<number>();
  for (const core of cores) {
    if (known.has(core.id)) report("mapping-core-shared-place", nameOf(core), "lies where another core lies");
    known.add(core.id);
  }
  const neurons = neuronsOf(mapped);
  const compartments = places * coreLimits.compartments;
  if (neurons > compartments)
    report("mapping-neuron-count", "populations", `hold ${neurons} neurons; ${mapped.target} has ${compartments} compartments`);
  return neurons <= compartments;
}

function neuronsOf({ populations }: MappedProgram): number {
  return populations.reduce((sum, { size }) => sum + size, 0);
}

function linesOf({ inputs }: MappedProgram): number {
  return inputs.reduce((sum, { lines }) => sum + lines, 0);
}

function checkNeurons(mapped: MappedProgram, report: Report): void {
  const neurons = neuronsOf(mapped);
  const home = new Uint32Array(neurons);
  let isKnown = true;
  for (const core of mapped.cores) {
    const unknown = core.neurons.find((neuron) => neuron >= neurons);
    if (unknown !== undefined) report("mapping-neuron-unknown", nameOf(core), `holds neuron ${unknown} of ${neurons}`);
    isKnown &&= unknown === undefined;
    for (const neuron of core.neurons) if (neuron < neurons) home[neuron]++;
  }
  const wrong = home.findIndex((times) => times !== 1);
  if (isKnown && wrong >= 0) report("mapping-neuron-home", "cores", `neuron ${wrong} lies on ${home[wrong]} cores instead of one`);
}

function checkReadout({ readout, populations }: MappedProgram, report: Report): void {
  const { kind, population, neuronsPerClass, classes, shift } = readout;
  if (shift !== undefined && (kind !== "membrane" || !(shift >= 1 && shift <= 31))) {
    report("mapping-readout-shift", "readout", `shifts class sums of '${kind}' by ${shift}; those of membranes are, by 1 to 31`);
  }
  const read = populations.find(({ name }) => name === population);
  if (read === undefined) report("mapping-readout-population", "readout", `names no population: '${population}'`);
  else if (read.size !== neuronsPerClass * classes.length) {
    report("mapping-readout-size", "readout", `reads ${classes.length} classes of ${neuronsPerClass} neurons; '${population}' has ${read.size}`);
  }
}

/**
 * What is sent must be what is heard: every (core, axon, atom) from one source, and that the one the axon names. Returns
 * how often each atom of each core is sent to; undefined for a core with more atoms than there are routes, or whose arrays
 * do not fit.
 */
function checkRoutes(mapped: MappedProgram, isWhole: readonly boolean[], report: Report): readonly (Uint8Array | undefined)[] {
  const { cores, host } = mapped;
  const lines = linesOf(mapped);
  const routes = cores.reduce((sum, core) => sum + core.outputAxons.compartment.length, host.core.length);
  const firstAtom = cores.map(({ inputAxons }) => {
    let next = 0;
    return Float64Array.from(inputAxons.atoms, (atoms) => {
      next += atoms;
      return next - atoms;
    });
  });
  const senders = cores.map(({ inputAxons }, core) => {
    const atoms = inputAxons.atoms.reduce((sum, own) => sum + own, 0);
    return isWhole[core] && atoms <= routes ? new Uint8Array(atoms) : undefined;
  });
  let isRouted = true;
  const checkRoute = (where: string, source: number, core: number, axon: number, atom: number, kind?: number): void => {
    if (core >= cores.length || axon >= cores[core].inputAxons.source.length || atom >= cores[core].inputAxons.atoms[axon]) {
      report("mapping-route-target", where, `sends to core ${core}, axon ${axon}, atom ${atom}, which does not exist`);
      isRouted = false;
      return;
    }
    const { inputAxons } = cores[core];
    const heard = inputAxons.source[axon] + atom;
    if (heard !== source) {
      report("mapping-route-source", where, `source ${source} is sent to an axon of source ${heard}`);
      isRouted = false;
    }
    if (kind !== undefined && kind !== inputAxons.kind[axon]) {
      report("mapping-route-kind", where, `sends as kind ${kind} to axon ${axon} of core ${core}, which is of kind ${inputAxons.kind[axon]}`);
    }
    const counts = senders[core];
    // Stops short of wrapping to 0.
    if (counts !== undefined) counts[firstAtom[core][axon] + atom] = Math.min(2, counts[firstAtom[core][axon] + atom] + 1);
  };
  if (!checkHost(mapped, lines, report)) isRouted = false;
  else {
    for (let line = 0; line < lines; line++) {
      for (let r = host.lineStart[line]; r < host.lineStart[line + 1]; r++)
        checkRoute(`line ${line}`, line, host.core[r], host.axon[r], host.atom[r]);
    }
  }
  for (const [index, core] of cores.entries()) {
    const { kind, compartment, core: to, axon, atom } = core.outputAxons;
    if (!isWhole[index]) isRouted = false;
    else if (compartment.some((own) => own >= core.neurons.length)) isRouted = false;
    else for (let i = 0; i < to.length; i++) checkRoute(nameOf(core), lines + core.neurons[compartment[i]], to[i], axon[i], atom[i], kind[i]);
  }
  // A route that leads astray is told already; what it should have reached lacks it for no other reason.
  if (isRouted) {
    for (const [index, core] of cores.entries()) checkSenders(core, senders[index], firstAtom[index], report);
  }
  return senders;
}

function checkHost({ host }: MappedProgram, lines: number, report: Report): boolean {
  const { lineStart, core, axon, atom } = host;
  const isWhole = lineStart.length === lines + 1 && axon.length === core.length && atom.length === core.length;
  if (!isWhole) report("mapping-host-lengths", "host", `its arrays have different lengths, or not a start for each of ${lines} lines`);
  else if (lineStart[0] !== 0 || lineStart[lines] !== core.length || lineStart.some((start, line) => line > 0 && start < lineStart[line - 1])) {
    report("mapping-host-order", "host", `its lines' routes do not ascend from 0 to ${core.length}`);
    return false;
  }
  return isWhole;
}

function checkSenders(core: MappedCore, senders: Uint8Array | undefined, firstAtom: Float64Array, report: Report): void {
  const { atoms } = core.inputAxons;
  if (senders === undefined) {
    report("mapping-atom-senders", nameOf(core), `hears ${atoms.reduce((sum, own) => sum + own, 0)} atoms, more than there are routes`);
    return;
  }
  const wrong = senders.findIndex((times) => times !== 1);
  if (wrong < 0) return;
  const axon = firstAtom.findLastIndex((first) => first <= wrong);
  report(
    "mapping-atom-senders",
    nameOf(core),
    `atom ${wrong - firstAtom[axon]} of axon ${axon} has ${senders[wrong] === 0 ? "no sender" : "two senders"}`,
  );
}
