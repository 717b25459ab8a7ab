import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rtlSimulator } from "../../../src/cosim/rtl.js";
import { buildSimulation, coreRequest } from "../../../src/cosim/simulation.js";
import { startModule } from "../../../src/cosim/wasm-harness.js";
import type { BatchResult } from "../../../src/event/run.js";
import { findTool } from "../../../src/tools/environment.js";
import { findWasmCompiler } from "../../../src/tools/wasm-compiler.js";
import { buildWasmModel } from "../../../src/tools/wasm-model.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { type Case, CORE, fixedTarget, randomCase } from "./support.js";

/** The parameters of random-programs.test.ts: one build serves both. */
const target = fixedTarget(4);
const hasIcarus = (await findTool("iverilog")) !== undefined;
const hasWasmCompiler = await findWasmCompiler().then(
  () => true,
  () => false,
);

/** The first build compiles the runtime too, by a compiler that itself runs in WebAssembly. */
const FIRST_BUILD = 900_000;

const STRESSES = [{}, { starve: 0.6, stall: 0.4, seed: 7 }] as const;

describe.each([
  { simulator: "icarus" as const, isThere: hasIcarus, missing: "iverilog is not installed", programs: 4 },
  { simulator: "wasm" as const, isThere: hasWasmCompiler, missing: "no compiler to WebAssembly is installed", programs: 12 },
])("the core under $simulator", { timeout: FIRST_BUILD }, ({ simulator, isThere, missing, programs }) => {
  it.skipIf(!isThere)(`equals the native one in every word on random programs${isThere ? "" : ` (skipped: ${missing})`}`, async () => {
    let spikes = 0;
    for (const testCase of cases(programs)) {
      for (const stress of STRESSES) {
        const [own, native] = [await run(testCase, { ...stress, simulator }), await run(testCase, stress)];
        expect(own).toEqual(native);
        spikes += own.spikes?.time.length ?? 0;
      }
    }
    expect(spikes).toBeGreaterThan(10);
  });
});

describe.skipIf(!hasWasmCompiler)(`as WebAssembly${hasWasmCompiler ? "" : " (skipped: no compiler to WebAssembly is installed)"}`, () => {
  let module: WebAssembly.Module | undefined;
  const [testCase] = cases(1);
  beforeAll(async () => {
    module = await WebAssembly.compile((await buildWasmModel(await coreRequest(testCase.image, "module.cpp", CORE))).bytes);
  });

  it("ends with its exit code and last words, and stays ended", async () => {
    if (module === undefined) throw new Error("no module");
    const harness = await startModule(module);
    const error = await failureOf(harness.run({ commands: new Uint32Array(1) }));
    expect(error.kind).toBe("tool");
    expect(error.message).toContain("(exit code 2): harness: a RUN message without READ or DUMP never ends [harness-died]");
    await expect(harness.run({ commands: new Uint32Array(1) })).rejects.toBe(error);
  });
});

describe("a compiler to WebAssembly that is missing", () => {
  const before = process.env.SNNC_YOWASP_CLANG;
  afterAll(() => {
    if (before === undefined) delete process.env.SNNC_YOWASP_CLANG;
    else process.env.SNNC_YOWASP_CLANG = before;
  });

  it("is a diagnostic that says how to get one", async () => {
    process.env.SNNC_YOWASP_CLANG = "/nowhere";
    const error = await failureOf(buildSimulation(cases(1)[0].image, { ...CORE, simulator: "wasm" }));
    expect(error.kind).toBe("tool");
    expect(error.diagnostics[0]).toMatchObject({ code: "wasm-compiler-missing", where: "/nowhere" });
    expect(error.diagnostics[0].hint).toContain("npm install --no-save @yowasp/clang");
  });
});

function cases(count: number): [Case, ...Case[]] {
  const [first, ...others] = Array.from({ length: count }, (_, i) => randomCase(4000 + i, target, 2, { maxNeurons: 24 }));
  return [first, ...others];
}

async function run({ image, batch }: Case, options: Parameters<typeof rtlSimulator>[1]): Promise<BatchResult> {
  const simulator = await rtlSimulator(image, { ...CORE, ...options });
  try {
    return await simulator.run(batch, { spikes: true, membranes: true });
  } finally {
    await simulator.close();
  }
}

async function failureOf(promise: Promise<unknown>): Promise<SnncError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SnncError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
