/** event program -> Verilog: legalise for the crossbar, build the image, print the files with vectors from the golden simulator. */
import { sliceBatch } from "../event/batch.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { goldenSimulator } from "../sim/golden.js";
import { readAxiExample, readAxiSources, readMeshSources } from "../tools/rtl-files.js";
import { readCoreSources } from "../tools/verilator.js";
import { assertNever } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { emitVerilog as printVerilog } from "../verilog/emit.js";
import type { AxiSources } from "../verilog/emit-axi.js";
import { emitMesh } from "../verilog/emit-mesh.js";
import { buildCrossbarImage, type CrossbarImage } from "../verilog/image.js";
import { extendBatch, legaliseForCrossbar } from "../verilog/legalise.js";
import { buildMeshImage, type MeshImage, type MeshShape } from "../verilog/mesh-image.js";
import type { CrossbarTarget } from "../verilog/target.js";
import { loadCrossbarTarget } from "./targets.js";

export type { MeshShape } from "../verilog/mesh-image.js";

export interface CrossbarBuild {
  readonly target: CrossbarTarget;
  /** The program as the crossbar runs it: what the golden simulator is compared on. */
  readonly program: EventProgram;
  readonly image: CrossbarImage;
  /** Timesteps that samples of the original program run longer. */
  readonly extraTimesteps: number;
}

/** Legalises and lays out. Throws SnncError (kind check) naming each memory that is too small. */
export function buildCrossbar(program: EventProgram, target: CrossbarTarget | string): CrossbarBuild {
  const resolved = typeof target === "string" ? loadCrossbarTarget(target) : target;
  const { program: legal, extraTimesteps } = legaliseForCrossbar(program, resolved);
  return { target: resolved, program: legal, image: buildCrossbarImage(legal, resolved), extraTimesteps };
}

export interface MeshBuild extends Omit<CrossbarBuild, "image"> {
  readonly image: MeshImage;
}

/** The same for a mesh of the target's cores. */
export function buildMesh(program: EventProgram, target: CrossbarTarget | string, shape: MeshShape): MeshBuild {
  const resolved = typeof target === "string" ? loadCrossbarTarget(target) : target;
  const { program: legal, extraTimesteps } = legaliseForCrossbar(program, resolved);
  return { target: resolved, program: legal, image: buildMeshImage(legal, resolved, shape), extraTimesteps };
}

/** What the network's Verilog is wrapped in. */
export const WRAPPERS = ["none", "axi"] as const;
export type Wrapper = (typeof WRAPPERS)[number];

export interface EmitVerilogOptions extends WorkOptions {
  /** Name of a target or path of its JSON (default crossbar-16). */
  readonly target?: string;
  /** Samples for the self-checking test bench; the first `vectors` of them are used. */
  readonly samples?: EventBatch;
  /** Default 32. */
  readonly vectors?: number;
  /** Default none. */
  readonly wrapper?: Wrapper | undefined;
}

export interface EmittedVerilog {
  readonly build: CrossbarBuild;
  /** File name (with `/`) -> text. */
  readonly files: ReadonlyMap<string, string>;
}

/** Verilog, memory images, file list, FuseSoC description and (with samples) a self-checking test bench. */
export async function emitVerilog(program: EventProgram, options: EmitVerilogOptions = {}): Promise<EmittedVerilog> {
  const build = buildCrossbar(program, options.target ?? "crossbar-16");
  const sources = await readCoreSources();
  const axi = await axiSources(options.wrapper, false);
  if (options.samples === undefined) return { build, files: printVerilog(build.image, { sources, axi }) };
  const count = Math.min(options.vectors ?? 32, options.samples.timesteps.length);
  const batch = extendBatch(sliceBatch(options.samples, 0, count), build.extraTimesteps);
  const expected = await goldenSimulator(build.program).run(batch, { spikes: true, membranes: true });
  return { build, files: printVerilog(build.image, { sources, axi, vectors: { batch, expected } }) };
}

export interface EmittedMesh {
  readonly build: MeshBuild;
  /** File name (with `/`) -> text. */
  readonly files: ReadonlyMap<string, string>;
}

/** The same for a mesh of cores, without a test bench. */
export async function emitMeshVerilog(
  program: EventProgram,
  shape: MeshShape,
  options: Pick<EmitVerilogOptions, "target" | "wrapper"> = {},
): Promise<EmittedMesh> {
  const build = buildMesh(program, options.target ?? "crossbar-16", shape);
  const sources = new Map([...(await readCoreSources()), ...(await readMeshSources())]);
  return { build, files: emitMesh(build.image, { sources, axi: await axiSources(options.wrapper, true) }) };
}

async function axiSources(wrapper: Wrapper | undefined, isMesh: boolean): Promise<AxiSources | undefined> {
  const wanted = wrapper ?? "none";
  switch (wanted) {
    case "none":
      return undefined;
    case "axi":
      return { top: isMesh ? "snn_axi_mesh" : "snn_axi", verilog: await readAxiSources(isMesh), example: await readAxiExample() };
    default:
      return assertNever(wanted);
  }
}
