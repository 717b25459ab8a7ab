/** snnc rtl: what it writes with a wrapper and for a mesh, and what it refuses. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeEncoder } from "../../src/encode/codec.js";
import { encodeEventProgram } from "../../src/event/codec.js";
import { encoderFor } from "../../src/flow/compile.js";
import { lower } from "../../src/lower/lower.js";
import { createRandom } from "../../src/util/random.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";
import { randomTextGraph } from "../support/text-graph.js";

describe("snnc rtl", () => {
  const folder = temporaryFolder();
  const bundle = join(folder.path, "bundle");
  const rtl = async (...args: string[]): Promise<{ code: number; files: readonly string[]; stderr: string }> => {
    const { code, stdout, stderr } = await snnc(["rtl", bundle, "--json", "--quiet", ...args]);
    const summary: { files?: readonly string[] } = stdout.trim() === "" ? {} : JSON.parse(stdout);
    return { code, stderr, files: summary.files ?? [] };
  };
  const text = (name: string): string => readFileSync(join(bundle, name), "utf8");

  beforeAll(async () => {
    buildCli();
    const graph = randomTextGraph(createRandom(1));
    const { program } = await lower(graph, { classes: ["a", "b", "c"], weightBits: 8, maxTimesteps: 64, stateBits: 24 });
    const words = ["<unk>", ...Array.from({ length: 29 }, (_, i) => `w${i}`)];
    const wordRows = { tokenizer: "english" as const, words, rowOf: Uint32Array.from(words, (_, i) => i) };
    mkdirSync(bundle);
    writeFileSync(join(bundle, "event.pb"), encodeEventProgram(program));
    writeFileSync(join(bundle, "encoder.pb"), encodeEncoder(encoderFor({ graph, classes: ["a", "b", "c"], wordRows }, program)));
  }, 120_000);
  afterAll(() => folder.remove());

  it("writes a core without a wrapper, and with a test bench of the given texts", async () => {
    const { code, files } = await rtl("--text", "w1 w2");
    expect(code).toBe(0);
    expect(files).toEqual(expect.arrayContaining(["rtl/snn_top.v", "rtl/snn_tb.v", "rtl/images/weight.hex"]));
    expect(files.filter((name) => name.includes("axi"))).toEqual([]);
  });

  it("writes the network behind AXI beside it with --wrapper axi", async () => {
    const { code, files } = await rtl("--wrapper", "axi");
    expect(code).toBe(0);
    expect(files).toEqual(
      expect.arrayContaining([
        "rtl/snn_top.v",
        "rtl/snn_axi_top.v",
        "rtl/axi.f",
        "rtl/axi/snn_registers.h",
        "rtl/axi/registers.md",
        "rtl/axi/snn_image.h",
      ]),
    );
    expect(text("rtl/snn_axi_top.v")).toContain(".CLASSES(3)");
    expect(text("rtl/axi/snn_registers.h")).toBe(readFileSync(new URL("../../hw/axi/snn_registers.h", import.meta.url), "utf8"));
    expect(text("rtl/axi/registers.md")).toBe(readFileSync(new URL("../../hw/axi/registers.md", import.meta.url), "utf8"));
  });

  it("writes a mesh with --cores, and wraps it", async () => {
    const { code, files } = await rtl("--cores", "2x2", "--wrapper", "axi");
    expect(code).toBe(0);
    expect(files).toEqual(
      expect.arrayContaining(["rtl/core/snn_mesh.v", "rtl/axi/snn_axi_mesh.v", "rtl/images/core_3_group.hex", "rtl/images/input_lines.hex"]),
    );
    expect(text("rtl/snn_top.v")).toContain("localparam COLUMNS = 2;");
  });

  it("refuses what it cannot give", async () => {
    expect(await rtl("--cores", "2x2", "--text", "w1")).toMatchObject({ code: 2, stderr: expect.stringContaining("[rtl-mesh-bench]") });
    expect(await rtl("--cores", "9x9")).toMatchObject({ code: 2, stderr: expect.stringContaining("[mesh-shape]") });
    expect(await rtl("--cores", "two")).toMatchObject({ code: 2, stderr: expect.stringContaining("[cores-shape]") });
    expect((await rtl("--wrapper", "wishbone")).code).toBe(2);
  });
});
