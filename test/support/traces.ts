/** Reads the hand-written traces of src/event/README.md into event programs, samples and expectations. */
import type { EventProgram, NeuronModel, Population, Projection, WeightTable } from "../../src/event/program.js";

export interface Trace {
  readonly title: string;
  readonly program: EventProgram;
  readonly events: readonly (readonly [number, number])[];
  readonly timesteps: number;
  readonly membranes: readonly { readonly population: string; readonly neuron: number; readonly values: readonly number[] }[];
  readonly spikes: readonly { readonly population: string; readonly neuron: number; readonly times: readonly number[] }[];
  readonly outputs?: readonly number[];
  readonly decision?: number;
}

/** All ```trace blocks of a Markdown text. */
export function readTraces(markdown: string): Trace[] {
  return [...markdown.matchAll(/```trace\n([\s\S]*?)```/g)].map((match) => readTrace(match[1] ?? ""));
}

function readTrace(block: string): Trace {
  const lines = block.split("\n").filter((line) => line.trim() !== "");
  const title = (lines[0] ?? "").replace(/^#\s*/, "");
  const populations: Population[] = [];
  const projections: Projection[] = [];
  const tables: WeightTable[] = [];
  const membranes: { population: string; neuron: number; values: number[] }[] = [];
  const spikes: { population: string; neuron: number; times: number[] }[] = [];
  let events: [number, number][] = [];
  let timesteps: number | undefined;
  let outputs: number[] | undefined;
  let decision: number | undefined;
  let inputLines = 1;

  for (const line of lines) {
    if (line.startsWith("#")) continue;
    const [head = "", body = ""] = line.split(/:\s*/, 2);
    const words = body.split(/\s+/);
    const watched = /^(v|spikes) ([a-z])(\d+)$/.exec(head);
    if (watched !== null) {
      const population = watched[2] ?? "";
      const neuron = Number(watched[3]);
      const values = body === "none" ? [] : words.map(Number);
      if (watched[1] === "v") membranes.push({ population, neuron, values });
      else spikes.push({ population, neuron, times: values });
    } else if (head.includes("->")) {
      const [source = "", target = ""] = head.split("->").map((name) => name.trim());
      const rows = (body.split(/ delay /)[0] ?? "").split(";").map((row) => row.trim().split(/\s+/).map(Number));
      const name = `${source}-${target}-${projections.length}`;
      if (source === "in") inputLines = Math.max(inputLines, rows.length);
      tables.push({
        name,
        rows: rows.length,
        columns: rows[0]?.length ?? 0,
        bits: 8,
        exponent: Number(/exponent (\d+)/.exec(body)?.[1] ?? 0),
        weights: Int8Array.from(rows.flat()),
      });
      projections.push({
        name,
        source: source === "in" ? { kind: "input", port: "in" } : { kind: "population", population: source },
        target,
        table: name,
        delay: Number(/delay (\d+)/.exec(body)?.[1]),
        connectivity: { kind: "dense", columnStart: 0, length: rows[0]?.length ?? 0, targetStart: 0 },
      });
    } else if (head === "events") {
      events = body === "none" ? [] : words.map((word) => [Number(word.split("@")[1]), Number(word.split("@")[0])]);
    } else if (head === "timesteps") timesteps = Number(body);
    else if (head === "outputs") outputs = words.map(Number);
    else if (head === "decision") decision = Number(body);
    else populations.push(readPopulation(head, body));
  }
  const last = populations.at(-1);
  if (last === undefined) throw new Error(`trace '${title}' has no population`);
  const program: EventProgram = {
    level: "event",
    name: "trace",
    limits: { timestepsPerSample: 64, eventsPerTimestep: 64, eventsPerSample: 256 },
    inputs: [{ name: "in", kind: "lines", lines: inputLines }],
    populations,
    tables,
    projections,
    readout: {
      kind: "membrane",
      population: last.name,
      neuronsPerClass: 1,
      classes: Array.from({ length: last.size }, (_, c) => `c${c}`),
      drainTimesteps: 2,
    },
  };
  return {
    title,
    program,
    events,
    timesteps: timesteps ?? Math.max(2, ...membranes.map((watch) => watch.values.length)),
    membranes,
    spikes,
    ...(outputs === undefined ? {} : { outputs }),
    ...(decision === undefined ? {} : { decision }),
  };
}

function readPopulation(name: string, body: string): Population {
  const size = Number(/^\d+/.exec(body)?.[0]);
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(body)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const threshold = number(/threshold (-?\d+)/);
  const bias = number(/bias (-?\d+)/);
  const subtract = number(/subtract (\d+)/);
  const refractory = number(/refractory (\d+)/);
  const period = number(/forgets (\d+)/);
  return {
    name,
    size,
    model: readModel(body),
    ...(threshold === undefined ? {} : { thresholds: new Int32Array(size).fill(threshold) }),
    ...(bias === undefined ? {} : { biases: new Int32Array(size).fill(bias) }),
    reset: subtract === undefined ? { kind: "zero" } : { kind: "subtract", amounts: new Int32Array(size).fill(subtract) },
    refractory: body.includes("until-reset")
      ? { kind: "untilReset" }
      : refractory === undefined
        ? { kind: "none" }
        : { kind: "steps", timesteps: refractory },
    ...(period === undefined ? {} : { forgets: { period, phase: number(/forgets \d+ from (\d+)/) ?? 0 } }),
  };
}

function readModel(body: string): NeuronModel {
  const lif = /lif (\d+)/.exec(body);
  if (lif !== null) return { kind: "lif", leakShift: Number(lif[1]) };
  const cuba = /cuba (\d+) (\d+)/.exec(body);
  if (cuba === null) return { kind: "if" };
  return { kind: "cuba", decayU: Number(cuba[1]), decayV: Number(cuba[2]), membraneMin: -(2 ** 22) + 1, membraneMax: 2 ** 22 - 1 };
}
