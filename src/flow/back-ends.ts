/** Which back ends take an event program, found out by legalising and mapping it for every target, and what it needs of each. */
import type { EventProgram } from "../event/program.js";
import { legaliseForLoihi } from "../loihi/legalise.js";
import { mapToLoihi } from "../loihi/map.js";
import { mappingResult } from "../loihi/mapping.js";
import { coreCount, type LoihiTarget } from "../loihi/target.js";
import { costOf } from "../passes/index.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { measureCrossbar } from "../verilog/image.js";
import { legaliseForCrossbar } from "../verilog/legalise.js";
import type { CrossbarTarget } from "../verilog/target.js";
import type { NominalProgram } from "./nominal.js";
import { loadTargets } from "./targets.js";

export interface BackEnd {
  readonly backEnd: "golden" | "loihi" | "crossbar";
  readonly target?: string;
  readonly isPossible: boolean;
  /** Options of `snnc convert`, without which it is not possible, or nearer to it. */
  readonly options: readonly string[];
  /** Of Loihi's cores: the fullest. Where it is not possible, as far as they are known. */
  readonly resources: readonly Resource[];
  /** All of them; empty where it is possible. */
  readonly reasons: readonly Diagnostic[];
}

export interface Resource {
  readonly name: string;
  readonly used: number;
  readonly max?: number;
}

/** The golden simulator, then every target of `targets/`; of the programs the first that a target takes. */
export async function backEndsFor(programs: readonly NominalProgram[], options: WorkOptions): Promise<readonly BackEnd[]> {
  const targets = loadTargets();
  const rows: BackEnd[] = [onGolden(programs)];
  for (const [done, target] of targets.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: "trying back ends", done, total: targets.length, note: target.name });
    // Lets a Ctrl-C through between targets.
    await new Promise((resolve) => setImmediate(resolve));
    const tried: BackEnd[] = [];
    for (const program of programs) {
      const row = onTarget(program, target);
      tried.push(row);
      if (row.isPossible) break;
    }
    tried.sort((a, b) => Number(b.isPossible) - Number(a.isPossible) || a.reasons.length - b.reasons.length);
    rows.push(...tried.slice(0, 1));
  }
  return rows;
}

function onGolden(programs: readonly NominalProgram[]): BackEnd {
  const [first] = programs;
  const found = programs.find((program) => program.kind === "program");
  if (found?.kind !== "program") {
    const reasons = first?.kind === "refused" ? first.error.diagnostics : [];
    return { backEnd: "golden", isPossible: false, options: [], resources: [], reasons };
  }
  const { neurons, synapses, bytes } = costOf(found.program);
  const resources = Object.entries({ neurons, synapses, "bytes of weights": bytes }).map(([name, used]) => ({ name, used }));
  return { backEnd: "golden", isPossible: true, options: found.options, resources, reasons: [] };
}

const WITHOUT_PROGRAM: Diagnostic = { code: "no-program", message: "there is no event program of it; the golden simulator's row says why" };

function onTarget(attempt: NominalProgram, target: CrossbarTarget | LoihiTarget): BackEnd {
  const row = { backEnd: target.kind, target: target.name, options: attempt.options } as const;
  if (attempt.kind === "refused") return { ...row, isPossible: false, resources: [], reasons: [WITHOUT_PROGRAM] };
  const { resources, reasons } = target.kind === "loihi" ? onLoihi(attempt.program, target) : onCrossbar(attempt.program, target);
  return { ...row, isPossible: reasons.length === 0, resources, reasons };
}

type Fit = Pick<BackEnd, "resources" | "reasons">;

function onLoihi(program: EventProgram, target: LoihiTarget): Fit {
  const cores = coreCount(target);
  const neurons = neuronsOf(program);
  const most = cores * target.core.compartments;
  const compartments: Resource = { name: "compartments", used: neurons, max: most };
  // Neurons are filled into cores one by one: with too many of them that takes long, and the answer is known.
  if (neurons > most) {
    const message = `it has ${neurons} neurons; ${target.name} has ${cores} cores of ${target.core.compartments} compartments, ${most} in all`;
    const hint = "Use fewer filters or smaller planes, or take a target with more chips.";
    return { resources: [compartments], reasons: [{ code: "loihi-compartments", message, where: `program '${program.name}'`, hint }] };
  }
  const { result, reasons } = collected(() => {
    const legal = legaliseForLoihi(program, target).program;
    return mappingResult(mapToLoihi(legal, target, { seed: 1, objective: "cores" }));
  });
  if (result === undefined) return { resources: [compartments], reasons };
  const fullest = Object.keys(result.utilization[0]?.resources ?? {}).map((name): Resource => {
    const uses = result.utilization.flatMap((core) => core.resources[name] ?? []);
    return { name, used: Math.max(...uses.map(({ used }) => used)), max: uses[0]?.max ?? 0 };
  });
  return { resources: [{ name: "cores", used: result.cores, max: cores }, ...fullest], reasons };
}

/** Laying out more neurons than this takes seconds for each target. */
const MOST_LAID_OUT = 20_000;

function onCrossbar(program: EventProgram, target: CrossbarTarget): Fit {
  const groups = program.populations.reduce((sum, { size }) => sum + Math.ceil(size / target.lanes), 0);
  if (groups > target.capacity.groups && neuronsOf(program) > MOST_LAID_OUT) {
    const message = `its ${neuronsOf(program)} neurons need ${groups} groups of ${target.lanes}; ${target.name} holds ${target.capacity.groups}; so large a network is not measured further`;
    const hint = "Use fewer filters or smaller planes.";
    return {
      resources: [{ name: "groups", used: groups, max: target.capacity.groups }],
      reasons: [{ code: "crossbar-capacity", message, where: `program '${program.name}'`, hint }],
    };
  }
  const legal = collected(() => legaliseForCrossbar(program, target).program);
  // Measured as if it were legal, so that what is too small is told together with what is not legal.
  const { capacity } = target;
  const lenient: CrossbarTarget = {
    ...target,
    capacity: { ...capacity, slots: Number.MAX_SAFE_INTEGER, exponent: Number.MAX_SAFE_INTEGER },
    features: { bias: true, subtract: true, countedRefractory: true, cuba: true, forgetting: true },
  };
  const measured = legal.result ?? collected(() => legaliseForCrossbar(program, lenient).program).result;
  if (measured === undefined) return { resources: [], reasons: legal.reasons };
  const { utilization, problems } = measureCrossbar(measured, target);
  return { resources: utilization.map(({ resource, used, max }) => ({ name: resource, used, max })), reasons: [...legal.reasons, ...problems] };
}

function neuronsOf(program: EventProgram): number {
  return program.populations.reduce((sum, { size }) => sum + size, 0);
}

function collected<T>(work: () => T): { readonly result?: T; readonly reasons: readonly Diagnostic[] } {
  try {
    return { result: work(), reasons: [] };
  } catch (error) {
    if (error instanceof SnncError) return { reasons: error.diagnostics };
    throw error;
  }
}
