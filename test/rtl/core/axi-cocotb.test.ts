/** An outside verifier on the wrapped core: cocotbext-axi drives both buses (axi_cocotb.py); where it and Icarus are installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { AXI_FOLDER, verilogList } from "../../../src/tools/rtl-files.js";
import { buildMeshImage } from "../../../src/verilog/mesh-image.js";
import { type AxiCase, axiCommands, buildAxiModel, load, RESET, run, stream, wait, write } from "./axi-support.js";
import { fixedTarget, golden, randomCase } from "./support.js";

const SCRIPT = fileURLToPath(new URL("./axi_cocotb.py", import.meta.url));
const PYTHON = process.env.SNNC_PYTHON ?? "python3";
const CONTROL = 0x40;
const SAMPLES = 3;

const missing =
  spawnSync(PYTHON, ["-c", "import cocotb_tools.runner, cocotbext.axi"]).status !== 0
    ? `'${PYTHON}' has no cocotb 2 with cocotbext-axi; SNNC_PYTHON names another one`
    : spawnSync("iverilog", ["-V"]).error !== undefined
      ? "'iverilog' is not installed"
      : undefined;
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

const target = { ...fixedTarget(4), sizing: "fitted" } as const;
const coreCase = (): AxiCase => randomCase(11, target, SAMPLES);
const meshCase = (): AxiCase => {
  const { program, batch } = randomCase(1003, target, SAMPLES);
  return { program, batch, image: buildMeshImage(program, target, { columns: 2, rows: 1 }) };
};

describe.skipIf(missing !== undefined)("cocotbext-axi", () => {
  it.each([
    ["a core", "snn_axi", coreCase()],
    ["a mesh", "snn_axi_mesh", meshCase()],
  ] as const)("loads %s, runs samples and sees the same results as our own bench", { timeout: 600_000 }, async (_, top, testCase) => {
    const { program, batch, image } = testCase;
    const axi = await verilogList("axi.f", AXI_FOLDER);
    const sources = [
      ...(await verilogList("files.f")),
      ...(top === "snn_axi" ? axi : [...(await verilogList("mesh.f")), ...axi.slice(0, -1), ...(await verilogList("axi_mesh.f", AXI_FOLDER))]),
    ];
    const parameters = { ...image.parameters, CLASSES: image.readout.classes.length, NEURONS_PER_CLASS: image.readout.neuronsPerClass };
    const commands = Array.from({ length: SAMPLES }, (_, sample) => axiCommands(testCase, sample, true)).flat();
    const model = await buildAxiModel(top, sources, parameters);
    const said = run(model, [...RESET, ...load(image), ...write(CONTROL, 1), ...stream(commands), ...wait(2 * SAMPLES)], { starve: 0, stall: 0 });
    const results = Array.from({ length: said[5] }, (_, i) => [said[6 + 2 * i], said[7 + 2 * i]]);
    const decision = (await golden({ program, batch })).decisions[SAMPLES - 1];
    const memories = image.memories.map(({ index, words }) => ({ index, words: [...words] }));

    const folder = mkdtempSync(join(tmpdir(), "snnc-cocotb-"));
    try {
      const file = join(folder, "case.json");
      writeFileSync(file, JSON.stringify({ sources, top, parameters, memories, commands, dones: 2 * SAMPLES, results, decision }));
      const env = { ...process.env, PYTHONPATH: dirname(SCRIPT), PYTHONDONTWRITEBYTECODE: "1" };
      const { status, stdout, stderr } = spawnSync(PYTHON, [SCRIPT, file], { cwd: folder, encoding: "utf8", env, maxBuffer: 2 ** 26 });
      expect(status, `${stdout}${stderr}`.slice(-4000)).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
