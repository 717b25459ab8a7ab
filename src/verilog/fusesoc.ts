/**
 * FuseSoC core files (CAPI=2): the ones that lie beside rtl/'s lists, and that of an emitted network. The core is one
 * FuseSoC core, the mesh and the AXI wrappers are others that depend on it.
 */

/** A file of a fileset; `copyTo` where a tool looks for it by name. */
export interface FuseSocFile {
  readonly name: string;
  readonly copyTo?: string;
}

export interface FuseSocFileset {
  readonly name: string;
  readonly type: "verilogSource" | "user";
  readonly files: readonly FuseSocFile[];
  /** VLNVs. */
  readonly depend?: readonly string[];
}

export interface FuseSocParameter {
  readonly name: string;
  readonly default: number;
  readonly description: string;
}

export interface FuseSocTarget {
  readonly name: string;
  readonly description: string;
  /** Without: those of the base, and its top. */
  readonly filesets?: readonly string[];
  readonly toplevel?: string;
  readonly tool?: "verilator" | "icarus" | "yosys";
  /** Macros that are defined. */
  readonly defines?: readonly string[];
  /** Has the core's parameters; the others inherit from it. */
  readonly isBase?: boolean;
}

export interface FuseSocCore {
  /** vendor:library:name:version */
  readonly vlnv: string;
  readonly description: string;
  /** A comment on top. */
  readonly note: string;
  readonly filesets: readonly FuseSocFileset[];
  readonly targets: readonly FuseSocTarget[];
  readonly parameters: readonly FuseSocParameter[];
}

/** What FuseSoC's flow API is told for each tool. */
const FLOWS = {
  verilator: ["flow: lint", "flow_options:", "  tool: verilator", "  verilator_options: [-Wall]"],
  icarus: ["flow: sim", "flow_options:", "  tool: icarus", "  iverilog_options: [-g2005]"],
  yosys: ["flow: generic", "flow_options:", "  tool: yosys", "  arch: ice40", "  output_format: json"],
} as const;

/** The text of a .core file. */
export function printFuseSoc(core: FuseSocCore): string {
  const lines = ["CAPI=2:", `# ${core.note}`, `name: ${quoted(core.vlnv)}`, `description: ${quoted(core.description)}`, "filesets:"];
  for (const { name, type, files, depend } of core.filesets) {
    lines.push(`  ${name}:`, "    files:");
    for (const file of files) lines.push(`      - ${file.name}${file.copyTo === undefined ? "" : `: {copyto: ${file.copyTo}}`}`);
    lines.push(`    file_type: ${type}`);
    if (depend !== undefined) lines.push("    depend:", ...depend.map((vlnv) => `      - ${quoted(vlnv)}`));
  }
  lines.push("targets:");
  for (const { name, description, filesets, toplevel, tool, isBase, defines } of core.targets) {
    lines.push(`  ${name}:${isBase === true ? " &base" : ""}`, `    description: ${quoted(description)}`);
    if (filesets === undefined) lines.push("    <<: *base");
    else lines.push(`    filesets: [${filesets.join(", ")}]`, `    toplevel: ${toplevel}`);
    if (defines !== undefined) lines.push(`    parameters: [${defines.join(", ")}]`);
    if (tool !== undefined) lines.push(...FLOWS[tool].map((line) => `    ${line}`));
    if (isBase === true && core.parameters.length > 0)
      lines.push("    parameters:", ...core.parameters.map((parameter) => `      - ${parameter.name}`));
  }
  const defines = core.targets.flatMap((target) => target.defines ?? []);
  if (core.parameters.length + defines.length > 0) lines.push("parameters:");
  for (const name of defines) lines.push(`  ${name}:`, "    datatype: bool", "    paramtype: vlogdefine", "    default: true");
  for (const { name, default: value, description } of core.parameters) {
    lines.push(`  ${name}:`, "    datatype: int", "    paramtype: vlogparam", `    default: ${value}`);
    if (description !== "") lines.push(`    description: ${quoted(description)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The parameters of a module's header that are numbers (what follows from others is computed in Verilog). */
export function parametersOf(verilog: string): readonly FuseSocParameter[] {
  const header = verilog.slice(0, verilog.indexOf(") ("));
  return [...header.matchAll(/^ +parameter (\w+) = (\d+),?(?: *\/\/ (.*))?$/gm)].map(([, name, value, description = ""]) => ({
    name,
    default: Number(value),
    description,
  }));
}

/** Names and texts of the Verilog that the library's cores are made of. */
export interface LibrarySources {
  readonly version: string;
  /** What the lists of rtl/ and rtl/axi/ name. */
  readonly core: readonly string[];
  readonly mesh: readonly string[];
  readonly axi: readonly string[];
  readonly axiMesh: readonly string[];
  textOf(module: string): string;
}

/** Path in rtl/ -> text of every committed .core file. */
export function libraryCores(sources: LibrarySources): ReadonlyMap<string, string> {
  const vlnv = (name: string): string => `snnc:rtl:${name}:${sources.version}`;
  const print = (top: string, description: string, files: readonly string[], bench: string, depend: readonly string[] = []): string =>
    printFuseSoc({
      vlnv: vlnv(top),
      description,
      note: "Printed by `npm run registers` from src/verilog/fusesoc.ts; do not edit.",
      filesets: [
        {
          name: "rtl",
          type: "verilogSource",
          files: files.map((file) => ({ name: file })),
          ...(depend.length === 0 ? {} : { depend: depend.map(vlnv) }),
        },
        { name: "bench", type: "verilogSource", files: [{ name: `sim/${bench}.v` }] },
      ],
      targets: [
        // Without parameters, which FuseSoC would give to the top of a core that depends on this one.
        { name: "default", description: "for a core that depends on this one", filesets: ["rtl"], toplevel: top },
        { name: "lint", description: "Verilator -Wall", tool: "verilator", isBase: true, filesets: ["rtl"], toplevel: top },
        {
          name: "sim",
          description: "a sign of life in Icarus Verilog; a network has a bench of its own in what `snnc rtl` writes",
          tool: "icarus",
          filesets: ["rtl", "bench"],
          toplevel: bench,
          ...(top.endsWith("_mesh") ? { defines: ["SNN_MESH"] } : {}),
        },
        { name: "synth", description: "Yosys for iCE40", tool: "yosys" },
      ],
      parameters: parametersOf(sources.textOf(top)),
    });
  return new Map([
    ["snn_core.core", print("snn_core", "A core of a spiking crossbar", sources.core, "stream_tb")],
    ["snn_mesh.core", print("snn_mesh", "Cores of a spiking crossbar on a mesh", sources.mesh, "stream_tb", ["snn_core"])],
    ["axi/snn_axi.core", print("snn_axi", "A core of a spiking crossbar behind AXI4-Lite and AXI4-Stream", sources.axi, "axi_tb", ["snn_core"])],
    [
      "axi/snn_axi_mesh.core",
      print("snn_axi_mesh", "A mesh of spiking cores behind AXI4-Lite and AXI4-Stream", sources.axiMesh, "axi_tb", ["snn_mesh", "snn_axi"]),
    ],
  ]);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
