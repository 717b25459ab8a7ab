/**
 * The verifier of the event program: every rule that back ends rely on, checked once, all violations collected.
 * Whoever holds a verified program may index without looking.
 */
import { assertNever, type Diagnostic, SnncError } from "../util/diagnostics.js";
import { forgetsFully } from "./activity.js";
import type {
  Connectivity,
  Conv1dConnectivity,
  Conv2dConnectivity,
  DenseConnectivity,
  EventProgram,
  PoolConnectivity,
  Population,
  Projection,
  Readout,
  SparseConnectivity,
  WeightTable,
} from "./program.js";

/** Neurons, and input lines, that a program may have in all: a bound on what a hostile file can make a reader allocate. */
export const MAX_ELEMENTS = 2 ** 24;
/** Weights that a table may have. */
export const MAX_WEIGHTS = 2 ** 30;
export const MAX_TIMESTEPS = 2 ** 20;
export const MAX_EVENTS = 2 ** 24;
export const MAX_DELAY = 63;
export const MAX_EXPONENT = 15;
export const MAX_REFRACTORY = 62;
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** Collects diagnostics of one place. */
interface Reporter {
  readonly where: string;
  /** Reports unless the claim holds; says whether it held. */
  readonly claim: (holds: boolean, code: string, message: string, hint?: string) => boolean;
  /** Claims that a value is an integer of low..high. */
  readonly integer: (code: string, what: string, value: number, low: number, high: number) => boolean;
}

/** Everything that is wrong with a program, in its own order; empty for a program that every back end may trust. */
export function verifyEventProgram(program: EventProgram): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const at = (where: string): Reporter => reporterAt(where, diagnostics);
  const whole = at(`program '${program.name}'`);
  claimName(whole, "program", program.name);
  verifyLimits(program, whole);

  claimUnique(at, "port", program.inputs);
  for (const port of program.inputs) {
    const place = at(`port '${port.name}'`);
    claimName(place, "port", port.name);
    place.integer("port-lines", "number of lines", port.lines, 1, MAX_ELEMENTS);
  }
  const lines = program.inputs.reduce((sum, port) => sum + port.lines, 0);
  whole.claim(!(lines > MAX_ELEMENTS), "program-lines", `${lines} input lines in all; a program may have ${MAX_ELEMENTS}`);

  whole.claim(program.populations.length > 0, "program-empty", "it has no population; it needs at least one");
  claimUnique(at, "population", program.populations);
  for (const population of program.populations) verifyPopulation(population, at(`population '${population.name}'`));
  const neurons = program.populations.reduce((sum, population) => sum + population.size, 0);
  whole.claim(!(neurons > MAX_ELEMENTS), "program-neurons", `${neurons} neurons in all; a program may have ${MAX_ELEMENTS}`);

  claimUnique(at, "table", program.tables);
  for (const table of program.tables) verifyTable(table, at(`table '${table.name}'`));

  claimUnique(at, "projection", program.projections);
  for (const projection of program.projections) verifyProjection(program, projection, at(`projection '${projection.name}'`));

  verifyReadout(program, program.readout, at("readout"));
  if (program.legalised !== undefined) {
    const place = at("legalisation");
    claimName(place, "target", program.legalised.target);
    place.integer("legalised-group", "update group", program.legalised.updateGroup, 1, 65536);
  }
  return diagnostics;
}

/** Throws one SnncError (check) with every diagnostic of the verifier; `where` (a file) is put in front of each place. */
export function assertVerifiedEvent(program: EventProgram, where?: string): void {
  const diagnostics = verifyEventProgram(program);
  if (diagnostics.length === 0) return;
  throw new SnncError(
    where === undefined ? "check" : "input",
    where === undefined ? diagnostics : diagnostics.map((d) => ({ ...d, where: d.where === undefined ? where : `${where}: ${d.where}` })),
  );
}

function verifyLimits(program: EventProgram, place: Reporter): void {
  const { timestepsPerSample, eventsPerTimestep, eventsPerSample } = program.limits;
  const known =
    [
      place.integer("limit-timesteps", "limit timestepsPerSample", timestepsPerSample, 1, MAX_TIMESTEPS),
      place.integer("limit-events-per-timestep", "limit eventsPerTimestep", eventsPerTimestep, 1, MAX_EVENTS),
      place.integer("limit-events-per-sample", "limit eventsPerSample", eventsPerSample, 1, MAX_EVENTS),
    ].every(Boolean) && eventsPerSample > timestepsPerSample * eventsPerTimestep;
  place.claim(
    !known,
    "limit-events-product",
    `limit eventsPerSample is ${eventsPerSample}; ${timestepsPerSample} timesteps of ${eventsPerTimestep} events hold ${timestepsPerSample * eventsPerTimestep}`,
  );
}

function verifyPopulation(population: Population, place: Reporter): void {
  const { size, model, thresholds, biases, reset, refractory, forgets } = population;
  claimName(place, "population", population.name);
  place.integer("population-size", "size", size, 1, MAX_ELEMENTS);
  if (thresholds !== undefined) claimLength(place, "population-thresholds", "thresholds", thresholds.length, size);
  if (biases !== undefined) claimLength(place, "population-biases", "biases", biases.length, size);
  switch (model.kind) {
    case "if":
      break;
    case "lif":
      place.integer("lif-leak", "leak shift", model.leakShift, 0, 15);
      break;
    case "cuba":
      place.integer("cuba-decay", "decayU", model.decayU, 0, 4095);
      place.integer("cuba-decay", "decayV", model.decayV, 0, 4095);
      place.integer("cuba-membrane", "membraneMin", model.membraneMin, -(2 ** 23), 0);
      place.integer("cuba-membrane", "membraneMax", model.membraneMax, 0, 2 ** 23 - 1);
      break;
    default:
      assertNever(model);
  }
  if (reset.kind === "subtract") {
    claimLength(place, "reset-amounts", "reset amounts", reset.amounts.length, size);
    const neuron = reset.amounts.findIndex((amount) => amount < 0);
    place.claim(neuron < 0, "reset-amount", `neuron ${neuron} subtracts ${reset.amounts[neuron]} on a spike; an amount is 0 or more`);
    place.claim(thresholds !== undefined, "reset-without-threshold", "it resets by subtraction but has no thresholds, so it never spikes");
    place.claim(
      refractory.kind !== "untilReset",
      "reset-until-reset",
      "it is refractory until the sample's reset and resets by subtraction; such a neuron is held at 0",
      "Reset it to zero.",
    );
  }
  if (refractory.kind === "steps") {
    place.integer("refractory-timesteps", "refractory timesteps", refractory.timesteps, 1, MAX_REFRACTORY);
  }
  place.claim(
    refractory.kind === "none" || thresholds !== undefined,
    "refractory-without-threshold",
    "it is refractory but has no thresholds, so it never spikes",
  );
  if (forgets !== undefined && place.integer("forgets-period", "period of forgetting", forgets.period, 1, MAX_TIMESTEPS)) {
    place.integer("forgets-phase", `phase of forgetting every ${forgets.period} timesteps`, forgets.phase, 0, forgets.period - 1);
  }
}

function verifyTable(table: WeightTable, place: Reporter): void {
  const { rows, columns, bits, exponent, weights } = table;
  claimName(place, "table", table.name);
  const sized = [
    place.integer("table-size", "number of rows", rows, 1, MAX_WEIGHTS),
    place.integer("table-size", "number of columns", columns, 1, MAX_WEIGHTS),
  ].every(Boolean);
  if (sized) {
    place.claim(
      weights.length === rows * columns,
      "table-weights",
      `it has ${weights.length} weights; ${rows} rows of ${columns} columns are ${rows * columns}`,
    );
  }
  place.integer("table-exponent", "exponent", exponent, 0, MAX_EXPONENT);
  if (!place.integer("table-bits", "weight width", bits, 1, 8)) return;
  const [low, high] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const first = weights.findIndex((weight) => weight < low || weight > high);
  if (first < 0) return;
  const beyond = weights.reduce((count, weight) => (weight < low || weight > high ? count + 1 : count), 0);
  place.claim(
    false,
    "table-weight-range",
    `weight ${weights[first]} at row ${Math.floor(first / columns)}, column ${first % columns} is outside ${low}..${high}, ` +
      `the range of ${bits} bits${beyond > 1 ? ` (and ${beyond - 1} more)` : ""}`,
  );
}

function verifyProjection(program: EventProgram, projection: Projection, place: Reporter): void {
  claimName(place, "projection", projection.name);
  place.integer("projection-delay", "delay", projection.delay, 1, MAX_DELAY);
  const sources = sourceCount(program, projection, place);
  const target = program.populations.find(({ name }) => name === projection.target);
  const table = program.tables.find(({ name }) => name === projection.table);
  place.claim(
    target !== undefined,
    "projection-target",
    `its target population '${projection.target}' does not exist`,
    known("populations", program.populations),
  );
  place.claim(table !== undefined, "projection-table", `its table '${projection.table}' does not exist`, known("tables", program.tables));
  if (sources !== undefined && target !== undefined && table !== undefined) {
    verifyConnectivity(projection.connectivity, { sources, targets: target.size, rows: table.rows, columns: table.columns }, place);
  }
}

function sourceCount(program: EventProgram, projection: Projection, place: Reporter): number | undefined {
  const source = projection.source;
  switch (source.kind) {
    case "input": {
      const port = program.inputs.find(({ name }) => name === source.port);
      place.claim(port !== undefined, "projection-source", `its source port '${source.port}' does not exist`, known("ports", program.inputs));
      return port?.lines;
    }
    case "population": {
      const population = program.populations.find(({ name }) => name === source.population);
      place.claim(
        population !== undefined,
        "projection-source",
        `its source population '${source.population}' does not exist`,
        known("populations", program.populations),
      );
      if (population !== undefined) {
        place.claim(
          population.thresholds !== undefined,
          "projection-silent-source",
          `its source population '${source.population}' has no thresholds, so it never spikes`,
        );
      }
      return population?.size;
    }
    default:
      return assertNever(source);
  }
}

/** What a connectivity must fit. */
interface Sizes {
  readonly sources: number;
  readonly targets: number;
  readonly rows: number;
  readonly columns: number;
}

function verifyConnectivity(c: Connectivity, sizes: Sizes, place: Reporter): void {
  switch (c.kind) {
    case "dense":
      verifyDense(c, sizes, place);
      break;
    case "sparse":
      verifySparse(c, sizes, place);
      break;
    case "conv1d":
      verifyConv1d(c, sizes, place);
      break;
    case "conv2d":
      verifyConv2d(c, sizes, place);
      break;
    case "pool":
      verifyPool(c, sizes, place);
      break;
    default:
      assertNever(c);
  }
}

function verifyDense(c: DenseConnectivity, sizes: Sizes, place: Reporter): void {
  if (place.integer("dense-length", "length", c.length, 1, MAX_ELEMENTS)) {
    place.integer("dense-columns", `first column of a window of ${c.length}`, c.columnStart, 0, sizes.columns - c.length);
    place.integer("dense-targets", `first target of a window of ${c.length}`, c.targetStart, 0, sizes.targets - c.length);
  }
  if (c.rowOf === undefined) {
    place.claim(
      sizes.rows >= sizes.sources,
      "dense-rows",
      `it has ${sizes.sources} sources and its table ${sizes.rows} rows; without rowOf each source needs a row`,
    );
    return;
  }
  claimLength(place, "dense-row-of", "rowOf entries", c.rowOf.length, sizes.sources, "sources");
  const source = c.rowOf.findIndex((row) => row >= sizes.rows);
  place.claim(source < 0, "dense-row", `source ${source} uses table row ${c.rowOf[source]}; the table has ${sizes.rows} rows`);
}

function verifySparse(c: SparseConnectivity, sizes: Sizes, place: Reporter): void {
  const { rowStart, targets } = c;
  place.claim(
    sizes.rows === 1 && sizes.columns === targets.length,
    "sparse-table",
    `it has ${targets.length} synapses; its table is ${sizes.rows} x ${sizes.columns} and must be 1 x ${targets.length}`,
  );
  if (!claimLength(place, "sparse-row-start", "rowStart entries", rowStart.length, sizes.sources + 1, "sources + 1")) return;
  const ends = rowStart[0] === 0 && rowStart[sizes.sources] === targets.length;
  place.claim(
    ends,
    "sparse-row-start",
    `rowStart runs from ${rowStart[0]} to ${rowStart[sizes.sources]}; it must run from 0 to ${targets.length}, the number of synapses`,
  );
  const falling = rowStart.findIndex((start, source) => source > 0 && start < rowStart[source - 1]);
  place.claim(falling < 0, "sparse-row-start", `rowStart falls from ${rowStart[falling - 1]} to ${rowStart[falling]} at entry ${falling}`);
  const outside = targets.findIndex((target) => target >= sizes.targets);
  place.claim(outside < 0, "sparse-target", `synapse ${outside} reaches neuron ${targets[outside]}; its target population has ${sizes.targets}`);
  if (!ends || falling >= 0) return;
  for (let source = 0; source < sizes.sources; source++) {
    for (let s = rowStart[source] + 1; s < rowStart[source + 1]; s++) {
      if (targets[s] > targets[s - 1]) continue;
      place.claim(false, "sparse-order", `source ${source} lists target ${targets[s]} after ${targets[s - 1]}; targets ascend within a source`);
      return;
    }
  }
}

function verifyConv1d(c: Conv1dConnectivity, sizes: Sizes, place: Reporter): void {
  const counts = [
    place.integer("conv-size", "inLength", c.inLength, 1, MAX_ELEMENTS),
    place.integer("conv-size", "inChannels", c.inChannels, 1, MAX_ELEMENTS),
    place.integer("conv-size", "outChannels", c.outChannels, 1, MAX_ELEMENTS),
    claimAxis(place, "", { in: c.inLength, out: c.outLength, window: c.kernel, stride: c.stride, pad: c.padLeft, dilation: c.dilation }),
    claimGroups(place, c),
  ];
  if (!counts.every(Boolean)) return;
  claimProduct(place, "conv-sources", "its sources", sizes.sources, [c.inLength, c.inChannels]);
  claimProduct(place, "conv-targets", "its target neurons", sizes.targets, [c.outLength, c.outChannels]);
  claimProduct(place, "conv-rows", "its table's rows", sizes.rows, [c.kernel, c.inChannels]);
  claimProduct(place, "conv-columns", "its table's columns", sizes.columns, [c.outChannels / (c.groups ?? 1)]);
}

function verifyConv2d(c: Conv2dConnectivity, sizes: Sizes, place: Reporter): void {
  const counts = [
    place.integer("conv-size", "inHeight", c.inHeight, 1, MAX_ELEMENTS),
    place.integer("conv-size", "inWidth", c.inWidth, 1, MAX_ELEMENTS),
    place.integer("conv-size", "inChannels", c.inChannels, 1, MAX_ELEMENTS),
    place.integer("conv-size", "outChannels", c.outChannels, 1, MAX_ELEMENTS),
    claimAxis(place, "vertical ", {
      in: c.inHeight,
      out: c.outHeight,
      window: c.kernelHeight,
      stride: c.strideY,
      pad: c.padTop,
      dilation: c.dilationY,
    }),
    claimAxis(place, "horizontal ", {
      in: c.inWidth,
      out: c.outWidth,
      window: c.kernelWidth,
      stride: c.strideX,
      pad: c.padLeft,
      dilation: c.dilationX,
    }),
    claimGroups(place, c),
  ];
  if (!counts.every(Boolean)) return;
  claimProduct(place, "conv-sources", "its sources", sizes.sources, [c.inHeight, c.inWidth, c.inChannels]);
  claimProduct(place, "conv-targets", "its target neurons", sizes.targets, [c.outHeight, c.outWidth, c.outChannels]);
  claimProduct(place, "conv-rows", "its table's rows", sizes.rows, [c.kernelHeight, c.kernelWidth, c.inChannels]);
  claimProduct(place, "conv-columns", "its table's columns", sizes.columns, [c.outChannels / (c.groups ?? 1)]);
}

function verifyPool(c: PoolConnectivity, sizes: Sizes, place: Reporter): void {
  place.claim(
    sizes.rows === 1 && sizes.columns === 1,
    "pool-table",
    `a pool has one weight; its table is ${sizes.rows} x ${sizes.columns} and must be 1 x 1`,
  );
  const counts = [
    place.integer("pool-size", "inHeight", c.inHeight, 1, MAX_ELEMENTS),
    place.integer("pool-size", "inWidth", c.inWidth, 1, MAX_ELEMENTS),
    place.integer("pool-size", "channels", c.channels, 1, MAX_ELEMENTS),
    claimAxis(place, "vertical ", { in: c.inHeight, out: c.outHeight, window: c.windowHeight, stride: c.strideY, pad: c.padTop ?? 0 }),
    claimAxis(place, "horizontal ", { in: c.inWidth, out: c.outWidth, window: c.windowWidth, stride: c.strideX, pad: c.padLeft ?? 0 }),
  ];
  if (!counts.every(Boolean)) return;
  claimProduct(place, "pool-sources", "its sources", sizes.sources, [c.inHeight, c.inWidth, c.channels]);
  claimProduct(place, "pool-targets", "its target neurons", sizes.targets, [c.outHeight, c.outWidth, c.channels]);
}

/** One axis of a window sum: every window must see some of the input. */
function claimAxis(
  place: Reporter,
  axis: string,
  a: { in: number; out: number; window: number; stride: number; pad: number; dilation?: number | undefined },
): boolean {
  const { dilation = 1 } = a;
  const counts = [
    place.integer("window-size", `${axis}output length`, a.out, 1, MAX_ELEMENTS),
    place.integer("window-size", `${axis}window`, a.window, 1, MAX_ELEMENTS),
    place.integer("window-stride", `${axis}stride`, a.stride, 1, MAX_ELEMENTS),
    place.integer("window-dilation", `${axis}dilation`, dilation, 1, MAX_ELEMENTS),
    Number.isInteger(a.window) && place.integer("window-padding", `${axis}padding of a window of ${a.window}`, a.pad, 0, (a.window - 1) * dilation),
  ];
  if (!counts.every(Boolean)) return false;
  const last = (a.out - 1) * a.stride - a.pad;
  return place.claim(
    last < a.in,
    "window-outside",
    `the last ${axis}window begins at position ${last}; the input has ${a.in}`,
    "Reduce the output length or the stride.",
  );
}

function claimGroups(place: Reporter, c: { inChannels: number; outChannels: number; groups?: number }): boolean {
  const { groups = 1, inChannels, outChannels } = c;
  return place.claim(
    Number.isInteger(groups) && groups >= 1 && inChannels % groups === 0 && outChannels % groups === 0,
    "conv-groups",
    `groups is ${groups}; it must divide the ${inChannels} input and the ${outChannels} output channels`,
  );
}

function verifyReadout(program: EventProgram, readout: Readout, place: Reporter): void {
  const { kind, classes, neuronsPerClass, drainTimesteps, shift } = readout;
  if (shift !== undefined) {
    place.integer("readout-shift", "shift", shift, 1, 31);
    place.claim(kind === "membrane", "readout-shift", `it shifts ${kind === "count" ? "counts" : "times"}; only membranes are scaled`);
  }
  place.claim(classes.length > 0, "readout-classes", "it has no classes; it needs at least one");
  const index = classes.findIndex((name) => !isClassName(name));
  place.claim(
    index < 0,
    "readout-class-name",
    `class ${index} is named ${JSON.stringify(classes[index])}; a class name is 1 to 256 printable characters`,
  );
  const repeated = classes.find((name, i) => classes.indexOf(name) < i);
  place.claim(repeated === undefined, "readout-class-duplicate", `class ${JSON.stringify(repeated)} occurs twice`);
  place.integer("readout-drain", "drainTimesteps", drainTimesteps, 0, program.limits.timestepsPerSample - 1);
  const grouped = place.integer("readout-neurons", "neuronsPerClass", neuronsPerClass, 1, MAX_ELEMENTS);
  const population = program.populations.find(({ name }) => name === readout.population);
  if (
    !place.claim(
      population !== undefined,
      "readout-population",
      `its population '${readout.population}' does not exist`,
      known("populations", program.populations),
    ) ||
    population === undefined
  ) {
    return;
  }
  if (grouped) {
    place.claim(
      population.size === classes.length * neuronsPerClass,
      "readout-size",
      `population '${population.name}' has ${population.size} neurons; ${classes.length} classes of ${neuronsPerClass} are ${classes.length * neuronsPerClass}`,
    );
  }
  place.claim(
    kind === "membrane" || population.thresholds !== undefined,
    "readout-silent",
    `readout by ${kind} needs spikes; population '${population.name}' has no thresholds`,
  );
  // A neuron that forgets fully and was left alone reads 0, an updated one its bias: the sums would depend on the back
  // end's update groups (README.md, "What may be skipped").
  place.claim(
    kind !== "membrane" || !forgetsFully(population) || !population.biases?.some((bias) => bias !== 0),
    "readout-forgetful-bias",
    `population '${population.name}' forgets within the timestep and has biases, so its membrane depends on whether a neuron was updated`,
    "Bring the bias by an input line that spikes at the start, or read out a population that remembers.",
  );
}

function isClassName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  return name.length >= 1 && name.length <= 256 && !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(name);
}

function reporterAt(where: string, diagnostics: Diagnostic[]): Reporter {
  const claim: Reporter["claim"] = (holds, code, message, hint) => {
    if (!holds) diagnostics.push({ code, message, where, ...(hint === undefined ? {} : { hint }) });
    return holds;
  };
  return {
    where,
    claim,
    integer: (code, what, value, low, high) => {
      const range = low <= high ? `must be ${low === high ? low : `${low}..${high}`}` : "does not fit at all";
      return claim(Number.isInteger(value) && value >= low && value <= high, code, `${what} is ${value}; it ${range}`);
    },
  };
}

function claimName(place: Reporter, what: string, name: string): void {
  place.claim(
    NAME.test(name),
    `${what}-name`,
    `${what} name ${JSON.stringify(name)} has ${name.length} characters; a name is 1 to 64 of A-Z a-z 0-9 _ . -`,
  );
}

function claimUnique(at: (where: string) => Reporter, what: string, items: readonly { readonly name: string }[]): void {
  const counts = new Map<string, number>();
  for (const { name } of items) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, count] of counts) {
    at(`${what} '${name}'`).claim(count === 1, `${what}-duplicate`, `${count} ${what}s have this name; names are unique`);
  }
}

function claimLength(place: Reporter, code: string, what: string, length: number, needed: number, ofWhat = "neurons"): boolean {
  return place.claim(length === needed, code, `it has ${length} ${what}; it needs ${needed}, its number of ${ofWhat}`);
}

function claimProduct(place: Reporter, code: string, what: string, value: number, factors: readonly number[]): void {
  const product = factors.reduce((total, factor) => total * factor, 1);
  const written = factors.length === 1 ? `${product}` : `${factors.join(" x ")} = ${product}`;
  place.claim(value === product, code, `${what} are ${value}; the connectivity needs ${written}`);
}

function known(what: string, items: readonly { readonly name: string }[]): string {
  const names = items.slice(0, 8).map(({ name }) => `'${name}'`);
  return items.length === 0 ? `The program has no ${what}.` : `Its ${what} are ${names.join(", ")}${items.length > 8 ? ", ..." : ""}.`;
}
