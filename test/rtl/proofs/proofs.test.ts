/** The Verilog proven, not only simulated; and each proof sees faults planted into what it proves (rtl/README.md, "Proofs"). */
import { describe, expect, it } from "vitest";
import { missingProvers, prove } from "../../support/prove.js";
import { LONGER, SUBJECTS } from "./proofs.js";

const IS_FULL = process.env.SNNC_TEST_FULL === "1";
const missing = await missingProvers();
if (missing.length > 0) process.stderr.write(`skipped: not installed: ${missing.join(", ")}\n`);
const because = missing.length > 0 ? ` (skipped: not installed: ${missing.join(", ")})` : "";

describe.skipIf(missing.length > 0)(`proofs${because}`, () => {
  describe.each(SUBJECTS.map((subject) => [subject.claim, subject] as const))("%s", (_, { proof, cycles, steps, coveredIn, seenIn, faults }) => {
    it(steps === undefined ? `for ${cycles} cycles` : "for ever", async () => {
      const forEver = steps === undefined ? [] : [{ kind: "induction", steps } as const];
      const covers = coveredIn === undefined ? [] : [{ kind: "cover", cycles: coveredIn } as const];
      const verdicts = await prove(proof, [{ kind: "bounded", cycles }, ...forEver, ...covers]);
      expect(verdicts).toEqual(verdicts.map(() => "holds"));
    });

    // One fault shows that the proof can fail; the others take minutes.
    it.each(faults.slice(0, IS_FULL ? undefined : 1).map((fault) => [fault.replace || `nothing for ${fault.find}`, fault.file, fault] as const))(
      "not with `%s` in %s",
      async (_new, _file, fault) => {
        const [verdict] = await prove(proof, [{ kind: "bounded", cycles: seenIn ?? cycles }], { ...fault, why: "" });
        expect(verdict).not.toBe("holds");
      },
    );
  });

  it.skipIf(!IS_FULL).each(LONGER.map((longer) => [longer.claim, longer] as const))("%s", async (_, { proof, cycles }) => {
    expect(await prove(proof, [{ kind: "bounded", cycles }])).toEqual(["holds"]);
  });
});
