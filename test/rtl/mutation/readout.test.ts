/** snn_readout.v stands beside the core, so random programs on the core do not reach it: its twin does, and finds faults in it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Fault, plantFault } from "../../../src/flow/bench-rtl/mutants/plant.js";
import { RTL_FOLDER } from "../../../src/tools/rtl-files.js";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, unsigned, type Vector } from "../modules/bench.js";

const [CLASSES, PER_CLASS, STATE_BITS] = [5, 3, 16];
const SAMPLES = 300;

const FAULTS: readonly Fault[] = [
  { file: "snn_readout.v", find: "total > best", replace: "total >= best", why: "ties go to the highest class" },
  { file: "snn_readout.v", find: "{{MEMBER_BITS{value[STATE_BITS-1]}}, value}", replace: "{{MEMBER_BITS{1'b0}}, value}", why: "no sign" },
  { file: "snn_readout.v", find: "is_first_class || total", replace: "total", why: "negative sums never win" },
];

describe("the readout", () => {
  it("decides as its twin does, ties included", async () => {
    expect(await firstDifference(undefined)).toBeUndefined();
  });

  it.each(FAULTS.map((fault) => [fault.why, fault] as const))("is found where %s", async (_, fault) => {
    expect(await firstDifference(fault)).toBeDefined();
  });
});

/** The first of some random samples that the module decides otherwise than the twin. */
async function firstDifference(fault: Fault | undefined): Promise<number | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "snnc-readout-"));
  try {
    cpSync(RTL_FOLDER, folder, { recursive: true });
    if (fault !== undefined) writeFileSync(join(folder, fault.file), plantFault(readFileSync(join(folder, fault.file), "utf8"), fault));
    const bench = await buildBench(
      "snn_readout",
      { CLASSES, NEURONS_PER_CLASS: PER_CLASS, STATE_BITS },
      {
        inputs: [
          ["rst", 1],
          ["clear", 1],
          ["value_valid", 1],
          ["value", STATE_BITS],
        ],
        outputs: [
          ["decision_valid", 1],
          ["decision_class", 3],
        ],
      },
      fault === undefined ? {} : { rtlFolder: folder },
    );
    const random = createRandom(11);
    const cycles: Vector[] = [{ rst: 1 }, { rst: 0 }];
    const expected: { cycle: number; decision: number }[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) {
      // Small values tie often; all negative ones must win too.
      const [scale, offset] = [1 + random.integer(4), random.integer(3) * 4 - 4];
      const values = Array.from({ length: CLASSES * PER_CLASS }, () => offset + random.integer(2 * scale + 1) - scale);
      const sums = Array.from({ length: CLASSES }, (_, c) => values.slice(c * PER_CLASS, (c + 1) * PER_CLASS).reduce((sum, value) => sum + value, 0));
      cycles.push({ clear: 1 }, ...values.map((value) => ({ clear: 0, value_valid: 1, value: unsigned(value, STATE_BITS) })), { value_valid: 0 });
      expected.push({ cycle: cycles.length - 1, decision: sums.indexOf(Math.max(...sums)) });
    }
    const seen = bench.vectors(cycles);
    const wrong = expected.findIndex(({ cycle, decision }) => seen[cycle].decision_valid !== 1 || number(seen[cycle].decision_class) !== decision);
    return wrong === -1 ? undefined : wrong;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
