/** Faults planted into the Verilog are found by random programs: a few of them always, all with SNNC_TEST_FULL=1. */
import { afterAll, describe, expect, it } from "vitest";
import { checkCore, checkMutant } from "../../../src/flow/bench-rtl/mutants/check.js";
import { FAULTS } from "../../../src/flow/bench-rtl/mutants/faults.js";
import { plantFault } from "../../../src/flow/bench-rtl/mutants/plant.js";
import { RTL_FOLDER } from "../../../src/tools/rtl-files.js";
import { temporaryFolder } from "../../support/cli.js";

const IS_FULL = process.env.SNNC_TEST_FULL === "1";
/** One in so many is always planted. */
const STRIDE = 25;

describe("a fault in the Verilog is found by random programs", () => {
  const cache = temporaryFolder();
  afterAll(() => cache.remove());
  // The few may stay in the user's cache; all of them would fill it.
  const folder = IS_FULL ? { cacheFolder: cache.path } : {};
  const chosen = FAULTS.filter((_, index) => IS_FULL || index % STRIDE === 0);

  it.each(chosen.map((fault) => [`${fault.file}: ${fault.why}`, fault] as const))("%s", async (_, fault) => {
    const finding = await checkMutant(fault, folder);
    expect(finding.kind).toBe("found");
  });

  it.skipIf(!IS_FULL).each(["core", "cuba", "mesh"] as const)("and none where there is none (%s)", async (core) => {
    expect((await checkCore(RTL_FOLDER, core)).kind).toBe("missed");
  });
});

describe("the faults", () => {
  it("are at least 36, each of one place and different from the others", () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(36);
    expect(new Set(FAULTS.map(({ file, find, replace }) => `${file} ${find} ${replace}`)).size).toBe(FAULTS.length);
  });

  it("are refused where the text that they replace is not there exactly once", () => {
    const fault = { file: "a.v", find: "x", replace: "y", why: "" };
    expect(plantFault("axb", fault)).toBe("ayb");
    expect(() => plantFault("xx", fault)).toThrow('a.v: "x" is there 2 times');
    expect(() => plantFault("b", fault)).toThrow('a.v: "x" is there 0 times');
  });
});
