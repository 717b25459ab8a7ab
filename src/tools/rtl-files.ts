/** The Verilog files of rtl/, by the lists that lie beside them. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** rtl/ of this package, two levels up from src/tools and dist/tools. */
export const RTL_FOLDER = fileURLToPath(new URL("../../rtl/", import.meta.url));

/** rtl/axi/: what puts a core, or a mesh, behind AXI. */
export const AXI_FOLDER = join(RTL_FOLDER, "axi");

/** What a list names: `files.f`, one core and its readout; `mesh.f`, what makes many cores of it; in axi/, their wrappers. */
export type VerilogList = "files.f" | "mesh.f" | "axi.f" | "axi_mesh.f";

/** hw/boards/: what is around a core on a board. */
export const BOARDS_FOLDER = fileURLToPath(new URL("../../hw/boards/", import.meta.url));

/** What puts a core on a serial line: Verilog in the order of board.f, and what it includes. */
export async function boardFiles(): Promise<{ readonly sources: readonly string[]; readonly includes: readonly string[] }> {
  return { sources: await listed("board.f", BOARDS_FOLDER), includes: [join(BOARDS_FOLDER, "link_messages.vh")] };
}

/** Paths in the order of a list. */
export async function verilogList(list: VerilogList, folder = RTL_FOLDER): Promise<readonly string[]> {
  return await listed(list, folder);
}

async function listed(list: string, folder: string): Promise<readonly string[]> {
  const lines = (await readFile(join(folder, list), "utf8")).split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("//")).map((name) => join(folder, basename(name)));
}

/** rtl/sim/: a core with its weight memory outside, from outside like a core. */
export function externalCoreFiles(): readonly string[] {
  return ["weight_memory.v", "spi_flash.v", "external_core.v"].map((name) => join(RTL_FOLDER, "sim", name));
}

/** The AXI wrapper of a core, or of a mesh: texts by file name, the wrapper last. */
export async function readAxiSources(isMesh: boolean): Promise<ReadonlyMap<string, string>> {
  const core = await verilogList("axi.f", AXI_FOLDER);
  const paths = isMesh ? [...core.filter((path) => basename(path) !== "snn_axi.v"), ...(await verilogList("axi_mesh.f", AXI_FOLDER))] : core;
  return await readTexts(paths);
}

/** Texts of rtl/mesh.f by file name, in order. */
export async function readMeshSources(): Promise<ReadonlyMap<string, string>> {
  return await readTexts(await verilogList("mesh.f"));
}

/** hw/axi/example.c of this package: a driver. */
export async function readAxiExample(): Promise<string> {
  return await readFile(fileURLToPath(new URL("../../hw/axi/example.c", import.meta.url)), "utf8");
}

async function readTexts(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return new Map(paths.map((path, index) => [basename(path), texts[index]]));
}
