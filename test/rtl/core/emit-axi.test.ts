/** What `snnc rtl --wrapper axi` and `--cores` print: lint in three tools, FuseSoC's file lists, and the same results. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareResults, describeMismatch } from "../../../src/cosim/compare.js";
import { collect } from "../../../src/cosim/samples.js";
import { REGISTERS } from "../../../src/hil/registers.js";
import { readAxiExample, readAxiSources, readMeshSources } from "../../../src/tools/rtl-files.js";
import { lintWithVerilator, readCoreSources } from "../../../src/tools/verilator.js";
import { emitVerilog } from "../../../src/verilog/emit.js";
import { emitMesh } from "../../../src/verilog/emit-mesh.js";
import { buildCrossbarImage } from "../../../src/verilog/image.js";
import { buildMeshImage } from "../../../src/verilog/mesh-image.js";
import { answersOf, axiCommands, buildAxiModel, load, RESET, run, stream, wait, write } from "./axi-support.js";
import { fixedTarget, golden, randomCase } from "./support.js";

const SAMPLES = 4;
const has = (tool: string): boolean => {
  const isThere = spawnSync(tool, ["-V"]).error === undefined;
  if (!isThere) process.stderr.write(`skipped: '${tool}' is not installed\n`);
  return isThere;
};
const hasIcarus = has("iverilog");
const hasYosys = has("yosys");
const COMPILER = process.env.CC ?? "cc";
const hasCompiler = spawnSync(COMPILER, ["--version"]).status === 0;
if (!hasCompiler) process.stderr.write(`skipped: there is no C compiler '${COMPILER}'\n`);

const NETWORKS = [
  { name: "a core behind AXI", seed: 11, lanes: 4, shape: undefined, wrapped: true },
  { name: "a mesh", seed: 1003, lanes: 4, shape: { columns: 2, rows: 1 }, wrapped: false },
  { name: "a mesh behind AXI", seed: 1003, lanes: 8, shape: { columns: 2, rows: 2 }, wrapped: true },
] as const;

describe.each(NETWORKS)("the emitted Verilog of $name", ({ seed, lanes, shape, wrapped }) => {
  const target = { ...fixedTarget(lanes), sizing: "fitted" } as const;
  const { program, batch } = randomCase(seed, target, SAMPLES);
  const image = shape === undefined ? buildCrossbarImage(program, target) : buildMeshImage(program, target, shape);
  const tops = [{ top: "snn_top", list: "files.f" }, ...(wrapped ? [{ top: "snn_axi_top", list: "axi.f" }] : [])];
  let folder = "";
  let files: ReadonlyMap<string, string> = new Map();
  const emit = async (): Promise<ReadonlyMap<string, string>> => {
    const core = await readCoreSources();
    const isMesh = image.level === "mesh";
    const top = isMesh ? ("snn_axi_mesh" as const) : ("snn_axi" as const);
    const axi = wrapped ? { top, verilog: await readAxiSources(isMesh), example: await readAxiExample() } : undefined;
    return image.level === "mesh"
      ? emitMesh(image, { sources: new Map([...core, ...(await readMeshSources())]), axi })
      : emitVerilog(image, { sources: core, axi });
  };
  const sourcesOf = (list: string): string[] => (files.get(list) ?? "").trim().split("\n");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "snnc-emit-axi-"));
    files = await emit();
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is the same bytes each time, and lists only what is there", async () => {
    expect([...(await emit())]).toEqual([...files]);
    const description = readFileSync(join(folder, "snn.core"), "utf8");
    for (const { list } of tops) {
      for (const name of sourcesOf(list)) {
        expect([...files.keys()]).toContain(name);
        expect(description).toContain(`- ${name}`);
      }
    }
    expect([...files.keys()].filter((name) => name.startsWith("images/")).length).toBe(image.memories.length);
  });

  it.each(tops)("passes Verilator's lint without a word: $top", async ({ top, list }) => {
    expect(await lintWithVerilator({ topModule: top, sources: sourcesOf(list).map((name) => join(folder, name)), parameters: {} })).toBe("");
  });

  it.skipIf(!hasIcarus).each(tops)("passes Icarus -g2005 -Wall without a word: $top", ({ top, list }) => {
    const { status, stdout, stderr } = spawnSync("iverilog", ["-g2005", "-Wall", "-s", top, "-o", "lint.vvp", "-f", list], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ status, text: stdout + stderr }).toEqual({ status: 0, text: "" });
  });

  it.skipIf(!hasYosys).each(tops)("passes Yosys hierarchy -check, proc, check -assert without a word: $top", ({ top, list }) => {
    const script = `read_verilog ${sourcesOf(list).join(" ")}; hierarchy -check -top ${top}; proc; check -assert`;
    const said = execFileSync("yosys", ["-q", "-p", script], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
    expect(said).toBe("");
  });

  it.skipIf(!wrapped || !hasCompiler)("has an image in C that the driver takes, word for word", () => {
    const main = `#include "axi/example.c"
#include "axi/snn_image.h"
#include <stdio.h>
uint32_t snn_read(uint32_t offset) { (void)offset; return SNN_STATUS_IDLE_MASK; }
void snn_write(uint32_t offset, uint32_t value) { printf("%u %u\\n", (unsigned)offset, (unsigned)value); }
int main(void) {
    static const struct snn_memory image[] = SNN_IMAGE;
    snn_load(image, sizeof image / sizeof image[0]);
    return 0;
}
`;
    writeFileSync(join(folder, "main.c"), main);
    const said = spawnSync(COMPILER, ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-o", "main", "main.c"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(said.stderr).toBe("");
    const { CFG_MEMORY, CFG_ADDRESS, CFG_DATA } = REGISTERS;
    const expected = image.memories
      .filter(({ words }) => words.length > 0)
      .flatMap(({ index, words }) => [
        `${CFG_MEMORY.offset} ${index}`,
        `${CFG_ADDRESS.offset} 0`,
        ...Array.from(words, (word) => `${CFG_DATA.offset} ${word}`),
      ]);
    expect(
      execFileSync(join(folder, "main"), { encoding: "utf8", maxBuffer: 2 ** 26 })
        .trim()
        .split("\n"),
    ).toEqual(expected);
  });

  it.skipIf(!wrapped || shape?.rows === 2)("gives the golden simulator's results through its buses", async () => {
    const model = await buildAxiModel(
      "snn_axi_top",
      sourcesOf("axi.f").map((name) => join(folder, name)),
      {},
    );
    const commands = Array.from({ length: SAMPLES }, (_, sample) => axiCommands({ image, batch }, sample, true)).flat();
    const said = run(model, [...RESET, ...load(image), ...write(REGISTERS.CONTROL.offset, 1), ...stream(commands), ...wait(2 * SAMPLES)], {
      starve: 0.2,
      stall: 0.2,
    });
    const rtl = collect(image, batch, answersOf(said.slice(6)), { spikes: true, membranes: true });
    const comparison = compareResults(await golden({ program, batch }), rtl, program);
    expect(comparison.first && describeMismatch(comparison.first)).toBeUndefined();
  });
});
