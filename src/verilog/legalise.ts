/**
 * Event program -> event program that a crossbar runs: what its neurons cannot do is rewritten or refused.
 *
 *   readout count over P          ->  population P.count (integrator, one neuron a class), pool P -> P.count with
 *                                     weight 1 and delay 1, readout membrane over P.count, drainTimesteps + 1
 *   firstSpike, delay > slots, exponent > shifter, features that the target leaves out  ->  diagnostics
 *
 * A sample of the legalised program runs `extraTimesteps` more timesteps; class sums and decisions at that readout step
 * are those of the original program at its own. Afterwards the readout is `membrane`, and `legalised` names the target and its
 * update group.
 */

import type { EventProgram, Population, Projection, WeightTable } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { type CrossbarTarget, WEIGHT_WIDTHS, type WeightBits } from "./target.js";

export interface Legalised {
  readonly program: EventProgram;
  /** Timesteps that every sample runs longer than in the original program. */
  readonly extraTimesteps: number;
}

/** Legalises a verified program for the target; throws SnncError (kind check) with everything that does not fit. */
export function legaliseForCrossbar(program: EventProgram, target: CrossbarTarget): Legalised {
  const diagnostics = refusals(program, target);
  if (diagnostics.length > 0) throw new SnncError("check", diagnostics);
  const counted = program.readout.kind === "count" ? withCounters(program) : program;
  return {
    program: { ...counted, legalised: { target: target.name, updateGroup: target.lanes } },
    extraTimesteps: counted.readout.drainTimesteps - program.readout.drainTimesteps,
  };
}

/** A core's period has 16 bits. */
const LONGEST_PERIOD = 2 ** 16;

/** The batch with every sample's readout step moved by `extraTimesteps`. */
export function extendBatch(batch: EventBatch, extraTimesteps: number): EventBatch {
  return extraTimesteps === 0 ? batch : { ...batch, timesteps: batch.timesteps.map((timesteps) => timesteps + extraTimesteps) };
}

function refusals(program: EventProgram, target: CrossbarTarget): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const { capacity, features } = target;
  if (program.legalised !== undefined) {
    diagnostics.push({
      code: "crossbar-already-legalised",
      message: `program '${program.name}' is already legalised for '${program.legalised.target}'`,
      hint: "Start from the target-independent program (event.pb of the bundle).",
    });
  }
  for (const population of program.populations) {
    const where = `population '${population.name}'`;
    if (!features.cuba && population.model.kind === "cuba") {
      diagnostics.push(missingFeature("cuba", "Loihi's CUBA model, whose decays are multiplications", where, target));
    }
    if (!features.bias && population.biases?.some((bias) => bias !== 0) === true) {
      diagnostics.push(missingFeature("bias", "a bias per neuron", where, target));
    }
    if (!features.subtract && population.reset.kind === "subtract") {
      diagnostics.push(missingFeature("subtract", "reset by subtraction", where, target));
    }
    if (!features.countedRefractory && population.refractory.kind === "steps") {
      diagnostics.push(missingFeature("countedRefractory", "a refractory counted in timesteps", where, target));
    }
    const { forgets } = population;
    if (forgets === undefined) continue;
    if (features.forgetting !== true) diagnostics.push(missingFeature("forgetting", "to forget periodically", where, target));
    const { period, phase } = program.populations.find((other) => other.forgets !== undefined)?.forgets ?? forgets;
    if (forgets.period !== period || forgets.phase !== phase) {
      diagnostics.push({
        code: "crossbar-forgetting",
        message: `it forgets every ${forgets.period} timesteps from ${forgets.phase} on, another population every ${period} from ${phase} on; all groups of a core forget together`,
        where,
        hint: "Lengthen the delays between them until the phases are equal (exchange-loops does).",
      });
    }
    if (forgets.period > LONGEST_PERIOD) {
      diagnostics.push({
        code: "crossbar-forget-period",
        message: `it forgets every ${forgets.period} timesteps; a core counts to ${LONGEST_PERIOD}`,
        where,
        hint: "Take fewer timesteps for a position.",
      });
    }
  }
  for (const projection of program.projections) {
    if (projection.delay > capacity.slots) {
      diagnostics.push({
        code: "crossbar-delay",
        message: `delay is ${projection.delay} timesteps; ${target.name} holds ${capacity.slots} delay slots`,
        where: `projection '${projection.name}'`,
        hint: `Raise capacity.slots in the target's JSON to ${nextPower(projection.delay)}, or relay the spikes through a population.`,
      });
    }
  }
  const storedBits = storedWeightBits(program.tables, target);
  for (const table of program.tables) {
    if (table.bits > capacity.weightBits) {
      diagnostics.push({
        code: "crossbar-weight-bits",
        message: `weights have ${table.bits} bit; ${target.name} holds weights of ${capacity.weightBits} bit`,
        where: `table '${table.name}'`,
        hint: `Compile with \`--weight-bits ${capacity.weightBits}\`, or raise capacity.weightBits in the target's JSON.`,
      });
      continue;
    }
    const exponent = storedExponent(table, storedBits);
    if (exponent > capacity.exponent) {
      diagnostics.push({
        code: "crossbar-exponent",
        message: `weights of ${table.bits} bit with exponent ${table.exponent} need a shift by ${exponent}; ${target.name} shifts by at most ${capacity.exponent}`,
        where: `table '${table.name}'`,
        hint: "Raise capacity.exponent in the target's JSON, or lower the exponent common to all tables together with the thresholds.",
      });
    }
  }
  if (program.readout.kind === "firstSpike") {
    diagnostics.push({
      code: "crossbar-readout",
      message: `readout 'firstSpike' needs spike times; ${target.name} reads out membranes and counts`,
      where: "readout",
      hint: "Compile with `--readout count` or `--readout membrane`.",
    });
  }
  return diagnostics;
}

/** A table whose shifted weights still fit the stored width is stored shifted, with exponent 0. */
export function storedExponent(table: Pick<WeightTable, "bits" | "exponent">, storedBits: WeightBits): number {
  return table.bits + table.exponent <= storedBits ? 0 : table.exponent;
}

/** Width of the weight memory: the target's where its sizes are fixed, else the narrowest whose shifts the target has. */
export function storedWeightBits(tables: readonly Pick<WeightTable, "bits" | "exponent">[], { capacity, sizing }: CrossbarTarget): WeightBits {
  if (sizing === "fixed") return capacity.weightBits;
  const holds = (bits: WeightBits): boolean => tables.every((table) => table.bits <= bits && storedExponent(table, bits) <= capacity.exponent);
  return WEIGHT_WIDTHS.find((bits) => bits <= capacity.weightBits && holds(bits)) ?? capacity.weightBits;
}

function missingFeature(feature: string, what: string, where: string, target: CrossbarTarget): Diagnostic {
  return {
    code: "crossbar-feature",
    message: `needs ${what}; ${target.name} is built without it`,
    where,
    hint: `Set features.${feature} in the target's JSON.`,
  };
}

function nextPower(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}

function withCounters(program: EventProgram): EventProgram {
  const { readout } = program;
  const classes = readout.classes.length;
  const population: Population = {
    name: freshName(program, `${readout.population}.count`),
    size: classes,
    model: { kind: "if" },
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  };
  const table: WeightTable = {
    name: freshName(program, `${readout.population}.one`),
    rows: 1,
    columns: 1,
    bits: 2,
    exponent: 0,
    weights: Int8Array.of(1),
  };
  const projection: Projection = {
    name: freshName(program, `${readout.population}.counting`),
    source: { kind: "population", population: readout.population },
    target: population.name,
    table: table.name,
    delay: 1,
    connectivity: {
      kind: "pool",
      inHeight: 1,
      inWidth: classes * readout.neuronsPerClass,
      channels: 1,
      outHeight: 1,
      outWidth: classes,
      windowHeight: 1,
      windowWidth: readout.neuronsPerClass,
      strideY: 1,
      strideX: readout.neuronsPerClass,
    },
  };
  const { limits } = program;
  return {
    ...program,
    limits: { ...limits, timestepsPerSample: limits.timestepsPerSample + 1 },
    populations: [...program.populations, population],
    tables: [...program.tables, table],
    projections: [...program.projections, projection],
    readout: {
      kind: "membrane",
      population: population.name,
      neuronsPerClass: 1,
      classes: readout.classes,
      drainTimesteps: readout.drainTimesteps + 1,
    },
  };
}

/** A name (at most 64 characters) that nothing in the program has yet. */
function freshName(program: EventProgram, wanted: string): string {
  const taken = new Set([...program.populations, ...program.tables, ...program.projections].map((item) => item.name));
  const base = wanted.slice(0, 60);
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}.${i}`;
  return name;
}
