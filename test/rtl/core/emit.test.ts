import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintWithVerilator, readCoreSources } from "../../../src/tools/verilator.js";
import { emitVerilog } from "../../../src/verilog/emit.js";
import { buildCrossbarImage } from "../../../src/verilog/image.js";
import { CORE, fixedTarget, golden, randomCase } from "./support.js";

const run = promisify(execFile);
const hasTool = async (name: string): Promise<boolean> =>
  await run(name, ["-V"]).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
const hasIcarus = await hasTool("iverilog");
const hasYosys = await hasTool("yosys");
if (!hasIcarus) process.stderr.write("skipped: Icarus Verilog (iverilog) is not installed\n");
if (!hasYosys) process.stderr.write("skipped: Yosys is not installed\n");

/** One emitted network per seed: different lanes, features and readouts. */
const NETWORKS = [
  { seed: 11, lanes: 4 },
  { seed: 12, lanes: 8 },
  { seed: 13, lanes: 16 },
  { seed: 19, lanes: 8 },
  { seed: 21, lanes: 8, models: ["if", "cuba", "cuba"] },
] as const;

describe.each(NETWORKS)("the emitted Verilog of network $seed with $lanes lanes", ({ seed, lanes, ...options }) => {
  let folder = "";
  let names: string[] = [];
  let sources: string[] = [];
  const emit = async () => {
    const target = { ...fixedTarget(lanes, { features: { cuba: true } }), sizing: "fitted" } as const;
    const testCase = randomCase(seed, target, 24, options);
    const image = buildCrossbarImage(testCase.program, target);
    const vectors = { batch: testCase.batch, expected: await golden(testCase) };
    return emitVerilog(image, { sources: await readCoreSources(CORE.rtlFolder), vectors });
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "snnc-emit-"));
    const files = await emit();
    for (const [name, text] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    names = [...files.keys()];
    sources = (await readFile(join(folder, "files.f"), "utf8")).trim().split("\n");
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("has what its neurons need, and no multiplier without CUBA neurons", async () => {
    expect(await readFile(join(folder, "snn_top.v"), "utf8")).toContain(`localparam HAS_CUBA = ${"models" in options ? 1 : 0};`);
  });

  it("is the same bytes each time", async () => {
    for (const [name, text] of await emit()) expect(await readFile(join(folder, name), "utf8"), name).toBe(text);
  });

  it("lists every file that it needs, and names no path of this machine", async () => {
    for (const source of sources) expect(names).toContain(source);
    const description = await readFile(join(folder, "snn.core"), "utf8");
    for (const name of names.filter((candidate) => !/README|files\.f|snn\.core/.test(candidate))) expect(description).toContain(`- ${name}`);
    for (const name of names) expect(await readFile(join(folder, name), "utf8"), name).not.toContain(folder);
  });

  it("passes Verilator's lint without a word", async () => {
    const paths = sources.map((name) => join(folder, name));
    expect(await lintWithVerilator({ topModule: "snn_top", sources: paths, parameters: {} })).toBe("");
    const bench = [...paths, join(folder, "snn_tb.v")];
    expect(await lintWithVerilator({ topModule: "snn_tb", sources: bench, parameters: {} })).toBe("");
  });

  it.skipIf(!hasIcarus)("runs its own test bench in Icarus without a warning and passes", async () => {
    const compiled = await run("iverilog", ["-g2005", "-Wall", "-o", "snn_tb.vvp", "-f", "files.f", "snn_tb.v"], { cwd: folder });
    expect(compiled.stdout + compiled.stderr).toBe("");
    const { stdout } = await run("vvp", ["-N", "snn_tb.vvp"], { cwd: folder });
    expect(stdout).toMatch(/^PASS: 24 samples, \d+ results$/m);
  });

  it.skipIf(!hasIcarus)("fails in Icarus, with exit code 1 and the place, when one expected spike, value or class is changed", async () => {
    const vectors = join(folder, "vectors", "expected.hex");
    const original = await readFile(vectors, "utf8");
    const lines = original.trim().split("\n");
    for (const kind of ["02", "05"]) {
      const index = lines.findIndex((line) => line.startsWith(kind));
      const changed = lines.map((line, i) => (i === index ? `${kind}${"0000002b"}` : line));
      await writeFile(vectors, `${changed.join("\n")}\n`);
      const failure = await run("vvp", ["-N", "snn_tb.vvp"], { cwd: folder }).then(
        () => undefined,
        (error: { code: number; stdout: string }) => error,
      );
      expect(failure?.code).toBe(1);
      expect(failure?.stdout).toContain(`sample 0, result ${index}: kind ${Number(kind)} data 43 expected`);
      expect(failure?.stdout).toContain(`FAIL: 1 of ${lines.length} results differ`);
    }
    await writeFile(vectors, original);
  });

  it.skipIf(!hasYosys)("is accepted by Yosys: hierarchy, processes, check", async () => {
    const script = `read_verilog ${sources.join(" ")}; hierarchy -check -top snn_top; proc; check -assert`;
    const { stdout, stderr } = await run("yosys", ["-q", "-p", script], { cwd: folder, maxBuffer: 1 << 26 });
    expect((stdout + stderr).split("\n").filter((line) => /warning|error/i.test(line))).toEqual([]);
  });
});
