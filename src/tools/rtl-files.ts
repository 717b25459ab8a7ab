/** The Verilog files of rtl/, by the lists that lie beside them. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** rtl/ of this package, two levels up from src/tools and dist/tools. */
export const RTL_FOLDER = fileURLToPath(new URL("../../rtl/", import.meta.url));

/** Paths in the order of a list: `files.f`, one core and its readout; `mesh.f`, what makes many cores of it. */
export async function verilogList(list: "files.f" | "mesh.f", folder = RTL_FOLDER): Promise<readonly string[]> {
  const lines = (await readFile(join(folder, list), "utf8")).split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("//")).map((name) => join(folder, basename(name)));
}
