/** Does anybody notice? Random programs run on a core or a mesh with a fault planted, until one differs from the golden simulator. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { compareResults, describeMismatch } from "../../../cosim/compare.js";
import { type RtlOptions, rtlSimulator } from "../../../cosim/rtl.js";
import { buildSimulation } from "../../../cosim/simulation.js";
import { type RandomProgramOptions, randomBatch, randomProgram } from "../../../event/random-program.js";
import { goldenSimulator } from "../../../sim/golden.js";
import { RTL_FOLDER, verilogList } from "../../../tools/rtl-files.js";
import { SnncError } from "../../../util/diagnostics.js";
import { createRandom } from "../../../util/random.js";
import { buildCrossbarImage } from "../../../verilog/image.js";
import { extendBatch, legaliseForCrossbar } from "../../../verilog/legalise.js";
import { buildMeshImage } from "../../../verilog/mesh-image.js";
import type { CrossbarTarget } from "../../../verilog/target.js";
import { type Fault, plantFault } from "./plant.js";

/** What became of a mutant: what first went wrong, or nothing in so many programs. */
export type Finding = { readonly kind: "found"; readonly by: string } | { readonly kind: "missed"; readonly programs: number };

export interface CheckOptions {
  /** Default: `userCacheFolder()`. A mutant is never built twice, so a folder that is removed afterwards serves better. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Programs tried, at one pace after the other, before a mutant counts as missed. */
const PROGRAMS = 120;
/** As the stream tests have them; starved mostly, the core is idle when an event comes with its STEP close behind. */
const PACES = [{}, { starve: 0.6, stall: 0.4 }, { starve: 0.05, stall: 0.9 }, { starve: 0.9, stall: 0.1 }] as const;
const FIRST_SEED = 7000;
/** Of five programs one has long samples, so that counts of 6 bits run out, and one bursts of events, so that queues fill. */
const KINDS: readonly RandomProgramOptions[] = [{ maxTimesteps: 96 }, { maxEventsPerTimestep: 48 }, {}, {}, {}];
const SAMPLES = 3;
/** A program takes a tenth of a second; one that never ends has gone wrong too. */
const PATIENCE_MILLISECONDS = 30_000;

/** The same for CUBA neurons: beside others, and alone with currents that wrap. */
const MIXED: RandomProgramOptions = { models: ["if", "lif", "cuba", "cuba"] };
const CUBA_KINDS: readonly RandomProgramOptions[] = [
  { ...MIXED, maxTimesteps: 96 },
  { ...MIXED, maxEventsPerTimestep: 48 },
  { models: ["cuba"], wraps: true, maxTimesteps: 60, maxEventsPerTimestep: 2, connectivities: ["dense"] },
  MIXED,
  { models: ["cuba"] },
];

/** What random programs run on: a core, one that has CUBA neurons too, a mesh of 2 x 2. */
export type MutantCore = "core" | "cuba" | "mesh";

/** Four lanes and everything that the core can do without multipliers; 64 groups, so that the picker has two levels. */
const CORE: CrossbarTarget = {
  kind: "crossbar",
  name: "mutant",
  lanes: 4,
  capacity: { groups: 64, axons: 1280, segments: 4096, weightWords: 4096, weightBits: 8, slots: 8, stateBits: 24, exponent: 15 },
  features: { bias: true, subtract: true, countedRefractory: true, cuba: false, forgetting: true },
  sizing: "fixed",
  clockHz: 50e6,
  clockSource: "assumed",
};
const CUBA_CORE: CrossbarTarget = { ...CORE, features: { ...CORE.features, cuba: true } };
/** Small cores, so that a program of some dozens of neurons lies on all four of them. */
const MESH: CrossbarTarget = {
  ...CORE,
  capacity: { groups: 16, axons: 512, segments: 1024, weightWords: 1024, weightBits: 8, slots: 8, stateBits: 24, exponent: 7 },
};

/** Plants the fault into a copy of rtl/ and looks for it. Throws SnncError (tool) if the mutant cannot be built. */
export async function checkMutant(fault: Fault, options: CheckOptions = {}): Promise<Finding> {
  const rtlFolder = await mkdtemp(join(tmpdir(), "snnc-mutant-"));
  try {
    await cp(RTL_FOLDER, rtlFolder, { recursive: true });
    const file = join(rtlFolder, fault.file);
    await writeFile(file, plantFault(await readFile(file, "utf8"), fault));
    const isOfMesh = (await verilogList("mesh.f")).some((path) => basename(path) === fault.file);
    const isOfCuba = fault.isOfCuba === true || fault.file.startsWith("cuba_");
    return await checkCore(rtlFolder, isOfMesh ? "mesh" : isOfCuba ? "cuba" : "core", options);
  } finally {
    await rm(rtlFolder, { recursive: true, force: true });
  }
}

/** Runs random programs on the core of a folder. */
export async function checkCore(rtlFolder: string, core: MutantCore, options: CheckOptions = {}): Promise<Finding> {
  let programs = 0;
  for (let seed = FIRST_SEED; programs < PROGRAMS; seed++) {
    const testCase = caseOf(seed, core);
    if (testCase === undefined) continue;
    const expected = await goldenSimulator(testCase.program).run(testCase.batch, { spikes: true, membranes: true });
    // That a mutant is no Verilog is the list's fault; whatever goes wrong afterwards is the mutant's.
    if (programs === 0) await buildSimulation(testCase.image, { rtlFolder, ...options });
    const pace = PACES[programs % PACES.length];
    const wrong = await differs(testCase, expected, { rtlFolder, ...options, ...pace, seed });
    if (wrong !== undefined) return { kind: "found", by: `program ${programs + 1}, ${wrong}` };
    programs++;
  }
  return { kind: "missed", programs };
}

type Case = NonNullable<ReturnType<typeof caseOf>>;
type Expected = Parameters<typeof compareResults>[0];

/** A random program that fits, its image and some samples. */
function caseOf(seed: number, core: MutantCore) {
  const isMesh = core === "mesh";
  const isCuba = core === "cuba";
  const target = isMesh ? MESH : isCuba ? CUBA_CORE : CORE;
  const kinds = isCuba ? CUBA_KINDS : KINDS;
  const random = createRandom(seed);
  const options: RandomProgramOptions = { crossbar: true, maxNeurons: isMesh ? 48 : 40, ...kinds[seed % kinds.length] };
  const original = randomProgram(random, options);
  try {
    const { program, extraTimesteps } = legaliseForCrossbar(original, target);
    const batch = extendBatch(randomBatch(random, original, { samples: SAMPLES }), extraTimesteps);
    return { program, batch, image: isMesh ? buildMeshImage(program, target, { columns: 2, rows: 2 }) : buildCrossbarImage(program, target) };
  } catch (error) {
    if (error instanceof SnncError) return undefined;
    throw error;
  }
}

/** The first difference, or how the simulation itself ended; undefined if all is equal. */
async function differs({ program, batch, image }: Case, expected: Expected, options: RtlOptions): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const simulator = await rtlSimulator(image, options);
    try {
      const tooLong = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), PATIENCE_MILLISECONDS);
      });
      const got = await Promise.race([simulator.run(batch, { spikes: true, membranes: true }), tooLong]);
      if (got === undefined) return "which never ended";
      const { first } = compareResults(expected, got, program);
      return first === undefined ? undefined : describeMismatch(first);
    } finally {
      clearTimeout(timer);
      await simulator.close();
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof SnncError) return error.diagnostics[0].message;
    throw error;
  }
}
