import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { afterAll, describe, expect, it } from "vitest";
import { coreRequest } from "../../../src/cosim/simulation.js";
import { encodeTexts } from "../../../src/encode/encode.js";
import type { Encoder } from "../../../src/encode/encoder.js";
import { buildCrossbar } from "../../../src/flow/rtl.js";
import { lower } from "../../../src/lower/lower.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { findTool } from "../../../src/tools/environment.js";
import { mustRunProcess } from "../../../src/tools/process.js";
import { findWasmCompiler } from "../../../src/tools/wasm-compiler.js";
import { buildWasmModel } from "../../../src/tools/wasm-model.js";
import { createRandom } from "../../../src/util/random.js";
import { extendBatch } from "../../../src/verilog/legalise.js";
import { temporaryFolder } from "../../support/cli.js";
import { randomTextGraph } from "../../support/text-graph.js";
import { CORE, fixedTarget } from "../core/support.js";
import { freeze } from "./page-data.js";

const chromium = await findTool("chromium");
const hasCompiler = await findWasmCompiler().then(
  () => true,
  () => false,
);
const missing = chromium === undefined ? "chromium is not installed" : hasCompiler ? undefined : "no compiler to WebAssembly is installed";

const VOCABULARY = 30;
/** Word 3 is "wd". */
const wordOf = (id: number): string => `w${String.fromCharCode(97 + (id % 26)).repeat(1 + Math.floor(id / 26))}`;
const TEXT = [3, 7, 7, 21, 11, 2].map(wordOf).join(" ");

describe.skipIf(missing !== undefined)(
  `a page with the core in it${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  { timeout: 900_000 },
  () => {
    const folder = temporaryFolder();
    afterAll(() => folder.remove());

    it("classifies a sentence on the RTL inside the browser as the golden simulator does here", async () => {
      const graph = randomTextGraph(createRandom(5), { exact: true, vocabulary: VOCABULARY });
      const { program } = await lower(graph, { classes: ["a", "b", "c"], weightBits: 8, maxTimesteps: 64, stateBits: 24 });
      // The parameters of the other tests: one module serves all of them.
      const crossbar = buildCrossbar(program, fixedTarget(4));
      const encoder: Encoder = {
        tokenizer: "english",
        words: ["<unknown>", ...Array.from({ length: VOCABULARY - 1 }, (_, i) => wordOf(i + 1))],
        wordLine: Uint32Array.from({ length: VOCABULARY }, (_, i) => i),
        startLine: VOCABULARY,
        drainTimesteps: 2,
        limits: program.limits,
      };
      const { bytes } = await buildWasmModel(await coreRequest(crossbar.image, "module.cpp", CORE));
      const data = freeze({ encoder, image: crossbar.image, extraTimesteps: crossbar.extraTimesteps, module: new Uint8Array(bytes), text: TEXT });
      const file = join(folder.path, "page.html");
      writeFileSync(
        file,
        `<!doctype html><meta charset="utf-8"><body>not yet<script>const SNNC_PAGE = ${JSON.stringify(data)};\n${await script()}</script>`,
      );

      const batch = extendBatch(encodeTexts(encoder, [TEXT]).batch, crossbar.extraTimesteps);
      const golden = await goldenSimulator(crossbar.program).run(batch);
      const expected = {
        decided: program.readout.classes[golden.decisions[0]],
        outputs: [...golden.outputs],
        synapticOperations: golden.counters.synapticOperations[0],
        spikes: golden.counters.spikes[0],
      };
      expect(expected.spikes).toBeGreaterThan(0);
      expect(await textOf(file)).toBe(`result ${JSON.stringify(expected)} end`);
    });
  },
);

/** The page's script and everything that it imports, in one piece. */
async function script(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry: fileURLToPath(new URL("./page.ts", import.meta.url)), formats: ["iife"], name: "page" },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!("output" in output)) throw new Error("vite watches instead of building");
  return output.output[0].code.replaceAll("</script", "<\\/script");
}

/** What the page says once its script has ended. */
async function textOf(file: string): Promise<string> {
  const dom = await mustRunProcess(
    chromium?.path ?? "chromium",
    ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom", pathToFileURL(file).href],
    { code: "chromium-failed", what: "the browser could not show the page" },
  );
  return /<body>(.* end)<\/body>/s.exec(dom)?.[1] ?? dom.slice(-2000);
}
