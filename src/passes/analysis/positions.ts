/**
 * How a network laid out in space lies over positions: which populations are layers with a neuron for each position and
 * channel, where it pools over all positions, and what stands in the way of running one position after the other.
 *
 *   input port -> layer -> ... -> layer -> [pool: OR over all positions at each t] -> readout that only adds up
 *
 * Everything is fed forward, and an edge takes no framework step: depth(target) = depth(source) + delay for every projection.
 */
import { forgetsFully } from "../../event/activity.js";
import { visitFanout } from "../../event/fanout.js";
import { type Layout, layoutOf, lookup, sourcesOf } from "../../event/layout.js";
import type { Connectivity, EventProgram, Population, Projection } from "../../event/program.js";
import { type Diagnostic, SnncError } from "../../util/diagnostics.js";
import { isActiveAtRest } from "../claims.js";

/** A window over positions along one axis, as conv1d has it. */
export interface PositionWindow {
  readonly inLength: number;
  readonly inChannels: number;
  readonly outLength: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padLeft: number;
  readonly dilation: number;
  readonly groups: number;
}

/** Positions that a source has, [position][channel], and the slots in which the stream runs them. */
export interface Positions {
  readonly length: number;
  readonly channels: number;
  /** Slot of position 0. */
  readonly firstSlot: number;
  /** From one position's slot to the next one's. */
  readonly slotsPerWindow: number;
}

export type PopulationRole =
  /** A neuron for each position and channel; `windows` by projection into it. */
  | { readonly kind: "layer"; readonly positions: Positions; readonly windows: ReadonlyMap<string, PositionWindow> }
  | OrRole
  /** The readout. */
  | { readonly kind: "sum" };

/** Spikes at t if any of up to `fanIn` channels does at t, at any position: a weight says no more than that it exceeds the threshold. */
export interface OrRole {
  readonly kind: "or";
  readonly source: string;
  readonly projection: Projection;
  readonly fanIn: number;
}

export interface PositionAnalysis {
  /** Timesteps of input. */
  readonly timesteps: number;
  /** Positions of the input. */
  readonly length: number;
  /** Ports over positions; the others are the same at every position. */
  readonly ports: ReadonlyMap<string, Positions>;
  readonly roles: ReadonlyMap<string, PopulationRole>;
  /** Populations, sources first. */
  readonly order: readonly Population[];
  readonly depths: ReadonlyMap<string, number>;
}

/** Throws SnncError (check) that names everything that keeps time and position from changing places. */
export function analysePositions(program: EventProgram): PositionAnalysis {
  const problems: Diagnostic[] = [];
  const refuse: Refuse = (where, code, message, hint) => {
    problems.push({ code: `exchange-${code}`, where, message, ...(hint === undefined ? {} : { hint }) });
  };
  for (const { name, forgets } of program.populations) {
    if (forgets !== undefined)
      refuse(`population '${name}'`, "forgets", `it forgets every ${forgets.period} timesteps already`, "A network streams once.");
  }
  stop(problems);
  const layout = layoutOf(program);
  const { order, depths } = orderOf(program, refuse);
  stop(problems);
  const ports = portsOverPositions(program, refuse);
  stop(problems);
  const [length] = [...ports.values()].map((port) => port.length);
  if (length === undefined) {
    refuse(
      `program '${program.name}'`,
      "no-positions",
      "no input port is read by a window over positions (conv1d, a convolution or pool of height 1)",
      "Only networks of sequences stream; leave `--stream` out.",
    );
    throw new SnncError("check", problems);
  }
  for (const [name, port] of ports) {
    if (port.length !== length) {
      refuse(`port '${name}'`, "lengths", `it has ${port.length} positions, the first port ${length}`, "Give all inputs the same length.");
    }
  }
  const { readout, limits } = program;
  const depth = lookup(depths, readout.population);
  if (readout.drainTimesteps !== depth || limits.timestepsPerSample <= depth) {
    refuse(
      "readout",
      "drain",
      `it reads out ${readout.drainTimesteps} timesteps after the input, samples of ${limits.timestepsPerSample}; its depth is ${depth}`,
      "Lower the network again (`snnc convert`); passes that add timesteps run after this one.",
    );
  }
  const roles = new Map<string, PopulationRole>();
  for (const population of order) {
    const role = roleOf(program, layout, population, ports, roles, refuse);
    if (role !== undefined) roles.set(population.name, role);
  }
  stop(problems);
  return { timesteps: limits.timestepsPerSample - depth, length, ports, roles, order, depths };
}

type Refuse = (where: string, code: string, message: string, hint?: string) => void;

function stop(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new SnncError("check", problems);
}

/** Does the population remember nothing from one timestep to the next? */
export function isStateless(population: Population): boolean {
  return forgetsFully(population) && population.refractory.kind === "none";
}

function isIntegrator({ model, thresholds, biases }: Population): boolean {
  return model.kind === "if" && thresholds === undefined && biases?.some((bias) => bias !== 0) !== true;
}

/** Populations behind their sources, with their depths; what is not fed forward is refused. */
function orderOf(program: EventProgram, refuse: Refuse): { order: readonly Population[]; depths: ReadonlyMap<string, number> } {
  const depths = new Map<string, number>();
  const order: Population[] = [];
  const depthOfSource = ({ source }: Projection): number | undefined => (source.kind === "input" ? 0 : depths.get(source.population));
  for (let grown = true; grown; ) {
    grown = false;
    for (const population of program.populations) {
      if (depths.has(population.name)) continue;
      const inbound = program.projections.filter(({ target }) => target === population.name);
      const arrivals = inbound.map((projection) => [projection, (depthOfSource(projection) ?? Number.NaN) + projection.delay] as const);
      if (arrivals.some(([, depth]) => Number.isNaN(depth))) continue;
      const depth = Math.min(...arrivals.map(([, at]) => at));
      if (inbound.length === 0) {
        refuse(`population '${population.name}'`, "unreached", "nothing reaches it", "Run remove-dead-neurons before.");
      }
      for (const [{ name }, at] of arrivals) {
        if (at === depth) continue;
        refuse(
          `projection '${name}'`,
          "delay",
          `it brings what happened ${at - depth} timesteps before what else reaches '${population.name}'; the timesteps of a position must not mix`,
          "Take the delay nodes out of the network; if there are none, run retime before.",
        );
      }
      depths.set(population.name, depth);
      order.push(population);
      grown = true;
    }
  }
  for (const { name } of program.populations) {
    if (!depths.has(name)) {
      refuse(
        `population '${name}'`,
        "recurrent",
        "its own spikes come back to it, or to what feeds it; positions would mix",
        "Only what is fed forward up to the pool can stream.",
      );
    }
  }
  return { order, depths };
}

/** Ports that windows read, with their positions. */
function portsOverPositions(program: EventProgram, refuse: Refuse): ReadonlyMap<string, Positions> {
  const ports = new Map<string, Positions>();
  for (const { name, source, connectivity } of program.projections) {
    if (source.kind !== "input") continue;
    const window = windowOf(connectivity);
    if (window === undefined) continue;
    const own: Positions = { length: window.inLength, channels: window.inChannels, firstSlot: 0, slotsPerWindow: 1 };
    const known = ports.get(source.port);
    if (known !== undefined && known.length !== own.length) {
      refuse(`projection '${name}'`, "plane", `it reads port '${source.port}' as ${own.length} positions, another as ${known.length}`);
    }
    ports.set(source.port, own);
  }
  return ports;
}

/** The connectivity as a window along one axis; undefined if it is none. */
export function windowOf(c: Connectivity): PositionWindow | undefined {
  switch (c.kind) {
    case "conv1d": {
      const { dilation = 1, groups = 1 } = c;
      return { ...c, dilation, groups };
    }
    case "conv2d":
      if (c.inHeight !== 1 || c.outHeight !== 1 || c.kernelHeight !== 1) return undefined;
      return {
        inLength: c.inWidth,
        inChannels: c.inChannels,
        outLength: c.outWidth,
        outChannels: c.outChannels,
        kernel: c.kernelWidth,
        stride: c.strideX,
        padLeft: c.padLeft,
        dilation: c.dilationX ?? 1,
        groups: c.groups ?? 1,
      };
    case "pool":
      if (c.inHeight !== 1 || c.outHeight !== 1 || c.windowHeight !== 1) return undefined;
      return {
        inLength: c.inWidth,
        inChannels: c.channels,
        outLength: c.outWidth,
        outChannels: c.channels,
        kernel: c.windowWidth,
        stride: c.strideX,
        padLeft: c.padLeft ?? 0,
        dilation: 1,
        groups: c.channels,
      };
    default:
      return undefined;
  }
}

/** What a population is, from what its sources are; undefined where it was refused. */
function roleOf(
  program: EventProgram,
  layout: Layout,
  population: Population,
  ports: ReadonlyMap<string, Positions>,
  roles: ReadonlyMap<string, PopulationRole>,
  refuse: Refuse,
): PopulationRole | undefined {
  const where = `population '${population.name}'`;
  if (isActiveAtRest(population)) {
    refuse(
      where,
      "restless",
      "it moves without input (by its biases, or a threshold below 0), and so would in positions that do not exist",
      "Bring its bias by an input line that spikes in every framework step.",
    );
    return undefined;
  }
  const inbound = program.projections.filter(({ target }) => target === population.name);
  const positionsOf = ({ source }: Projection): Positions | undefined => {
    if (source.kind === "input") return ports.get(source.port);
    const role = roles.get(source.population);
    return role?.kind === "layer" ? role.positions : undefined;
  };
  const over = inbound.flatMap((projection) => {
    const positions = positionsOf(projection);
    return positions === undefined ? [] : [{ projection, positions, window: windowOf(projection.connectivity) }];
  });
  const behindPool = inbound.find(({ source }) => source.kind === "population" && roles.get(source.population)?.kind === "or");
  const isRefusedSource = inbound.some(({ source }) => source.kind === "population" && !roles.has(source.population));
  // Its source was refused by name already.
  if (isRefusedSource) return undefined;
  const isRead = program.readout.population === population.name && program.readout.kind === "membrane";
  const addsUp = isRead && isIntegrator(population);
  if (behindPool === undefined && over.length > 0) {
    const windows = over.flatMap(({ projection, positions, window }) => (window === undefined ? [] : [{ projection, positions, window }]));
    const isLayer = windows.length === over.length && windows.every(({ window }) => window.outLength > 1 || !coversAll(window));
    if (isLayer) return layerOf(program, layout, population, inbound, windows, refuse);
  }
  const problems = over.filter(({ projection, positions }) => !isTheSameEverywhere(layout, projection, positions));
  for (const { projection, positions } of problems) {
    refuse(
      `projection '${projection.name}'`,
      "position-weights",
      `its weights into '${population.name}' differ between the ${positions.length} positions; in the stream a channel is one neuron, wherever it is`,
      "Pool over all positions before the layer (global average or OR pool).",
    );
  }
  if (problems.length > 0) return undefined;
  if (addsUp) return { kind: "sum" };
  const [only] = over;
  if (over.length === 1 && inbound.length === 1 && only !== undefined && behindPool === undefined) {
    const fanIn = fanInOfOr(layout, population, only.projection, only.positions);
    if (fanIn !== undefined && only.projection.source.kind === "population") {
      return { kind: "or", source: only.projection.source.population, projection: only.projection, fanIn };
    }
  }
  refuse(
    where,
    "order",
    behindPool === undefined && over.length === 0
      ? "no position reaches it, and it is not what is read out"
      : `it stands behind a pool over all positions and ${
          population.thresholds === undefined ? "is not a readout that only adds up" : "spikes"
        }: what it does at a timestep depends on all positions at that timestep, which the stream brings one after the other`,
    "Behind the pool only an OR at each timestep and a readout by membranes that adds up (an `if` without thresholds) can stream.",
  );
  return undefined;
}

/** Does one window see every position (a pool over all of them)? */
function coversAll({ outLength, inLength, kernel, padLeft, dilation }: PositionWindow): boolean {
  return outLength === 1 && dilation === 1 && kernel - padLeft >= inLength;
}

function layerOf(
  program: EventProgram,
  layout: Layout,
  population: Population,
  inbound: readonly Projection[],
  windows: readonly { readonly projection: Projection; readonly positions: Positions; readonly window: PositionWindow }[],
  refuse: Refuse,
): PopulationRole | undefined {
  const where = `population '${population.name}'`;
  const { outLength: length, outChannels: channels } = windows[0].window;
  let isFine = true;
  const complain: Refuse = (at, code, message, hint) => {
    isFine = false;
    refuse(at, code, message, hint);
  };
  const rates = windows.map(({ positions, window }) => positions.slotsPerWindow * window.stride);
  for (const [i, { projection, window }] of windows.entries()) {
    if (window.outChannels !== channels || window.outLength !== length) {
      complain(`projection '${projection.name}'`, "plane", `its ${window.outLength} x ${window.outChannels} are no ${length} x ${channels}`);
    }
    if (rates[i] !== rates[0]) {
      complain(
        `projection '${projection.name}'`,
        "strides",
        `it moves by ${rates[i]} positions of the input a window, another into '${population.name}' by ${rates[0]}`,
        "Give the branches the same stride.",
      );
    }
  }
  const parameters = [population.thresholds, population.biases, population.reset.kind === "subtract" ? population.reset.amounts : undefined];
  if (parameters.some((values) => values?.some((value, n) => value !== values[n % channels]) === true)) {
    complain(
      where,
      "position-neurons",
      "its neurons differ between positions (threshold, bias or reset)",
      "Give all positions of a channel the same neuron.",
    );
  }
  const own: Positions = { length, channels, firstSlot: 0, slotsPerWindow: rates[0] };
  for (const projection of inbound) {
    if (windows.some((window) => window.projection === projection)) continue;
    // From a port that has no positions: the same into all of them.
    if (!isTheSameInto(program, layout, projection, own)) {
      complain(
        `projection '${projection.name}'`,
        "position-bias",
        "what it brings differs between positions",
        "Give all positions of a channel the same bias.",
      );
    }
  }
  if (!isFine) return undefined;
  // Every window's last position has come by the time of its slot.
  const firstSlot = Math.max(
    ...windows.map(
      ({ positions, window }) => positions.firstSlot + ((window.kernel - 1) * window.dilation - window.padLeft) * positions.slotsPerWindow,
    ),
  );
  return {
    kind: "layer",
    positions: { ...own, firstSlot },
    windows: new Map(windows.map(({ projection, window }) => [projection.name, window])),
  };
}

/** Effective weights of one source into each target neuron. */
function weightsOf(layout: Layout, projection: Projection, source: number): Float64Array {
  const table = lookup(layout.tableOf, projection.table);
  const weights = new Float64Array(lookup(layout.populationOf, projection.target).size);
  visitFanout(projection, table, source, (target, length, at) => {
    for (let i = 0; i < length; i++) weights[target + i] += table.weights[at + i] * 2 ** table.exponent;
  });
  return weights;
}

/** Do all positions of a channel have the same weights? */
function isTheSameEverywhere(layout: Layout, projection: Projection, { length, channels }: Positions): boolean {
  for (let channel = 0; channel < channels; channel++) {
    const first = weightsOf(layout, projection, channel);
    for (let position = 1; position < length; position++) {
      const own = weightsOf(layout, projection, position * channels + channel);
      if (own.some((weight, n) => weight !== first[n])) return false;
    }
  }
  return true;
}

/** Does a projection bring the same to all positions of a channel? */
function isTheSameInto(program: EventProgram, layout: Layout, projection: Projection, { channels }: Positions): boolean {
  const { count } = sourcesOf(program, layout, projection);
  for (let line = 0; line < count; line++) {
    const weights = weightsOf(layout, projection, line);
    if (weights.some((weight, n) => weight !== weights[n % channels])) return false;
  }
  return true;
}

/** Channels that each target neuron hears, if it is an OR of them: it forgets, and each alone exceeds its threshold. */
function fanInOfOr(layout: Layout, population: Population, projection: Projection, { channels }: Positions): number | undefined {
  const { thresholds } = population;
  if (thresholds === undefined || !isStateless(population) || thresholds.some((threshold) => threshold < 0)) return undefined;
  if (population.biases?.some((bias) => bias !== 0) === true) return undefined;
  const heard = new Uint32Array(population.size);
  for (let channel = 0; channel < channels; channel++) {
    const weights = weightsOf(layout, projection, channel);
    for (let n = 0; n < weights.length; n++) {
      if (weights[n] === 0) continue;
      if (weights[n] <= thresholds[n]) return undefined;
      heard[n]++;
    }
  }
  const fanIn = Math.max(...heard);
  return fanIn >= 1 && fanIn <= 127 ? fanIn : undefined;
}
