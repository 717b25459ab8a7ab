/** What stored weights deliver, and where nengo-loihi (SNNC_PYTHON) says otherwise. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { deliveredSynapses, deliveredWeight, finerSynapses } from "../../src/loihi/delivered.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { SynapseFormat } from "../../src/loihi/mapping.js";
import { SIGN_MODES } from "../../src/loihi/weights.js";
import { obstacleTo } from "../import/nir/python.js";
import { loihi1, seeded, textProgram } from "./support.js";

const obstacle = obstacleTo(["numpy", "nengo_loihi"]);
const SCRIPT = fileURLToPath(new URL("python/delivered.py", import.meta.url));

interface Stored {
  readonly format: SynapseFormat;
  readonly stored: readonly number[];
}

/** Every stored number of every width, mode and exponent, but for the lowest of mixed mode, which nengo-loihi never writes. */
function everything(): Stored[] {
  const { weightBits: widths, weightExponentMin, weightExponentMax } = loihi1.synapse;
  return SIGN_MODES.flatMap((signMode) =>
    widths
      .filter((bits) => bits > (signMode === "mixed" ? 1 : 0))
      .flatMap((weightBits) => {
        const most = signMode === "mixed" ? 2 ** (weightBits - 1) - 1 : 2 ** weightBits - 1;
        const least = signMode === "mixed" ? -most : 0;
        const stored = Array.from({ length: most - least + 1 }, (_, i) => least + i);
        return Array.from({ length: weightExponentMax - weightExponentMin + 1 }, (_, i) => ({
          format: { compression: "dense" as const, signMode, weightBits, weightExponent: weightExponentMin + i, delayBits: 0, indexBits: 0 },
          stored,
        }));
      }),
  );
}

describe("what a stored weight delivers", () => {
  it("is the magnitude's top bits times 2^(6 + exponent), rounded down", () => {
    const format = { compression: "dense", signMode: "mixed", weightBits: 4, weightExponent: -8, delayBits: 0, indexBits: 0 } as const;
    expect([3, -4, 0].map((stored) => deliveredWeight(stored, format, loihi1))).toEqual([24, -32, 0]);
    expect(deliveredWeight(3, { ...format, signMode: "inhibitory" }, loihi1)).toBe(-12);
    expect(deliveredWeight(-3, { ...format, weightBits: 8 }, loihi1)).toBe(-2);
  });

  it.skipIf(obstacle !== undefined)(
    `is nengo-loihi's wherever it is a multiple of 64, and nowhere else${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`,
    () => {
      const cases = everything();
      const input = JSON.stringify(
        cases.map(({ format: { signMode, weightBits, weightExponent }, stored }) => ({ signMode, weightBits, weightExponent, stored })),
      );
      const { status, stdout, stderr } = spawnSync(process.env.SNNC_PYTHON ?? "python3", [SCRIPT], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
      expect(status, stderr).toBe(0);
      const theirs: number[][] = JSON.parse(stdout);
      let finer = 0;
      cases.forEach(({ format, stored }, i) => {
        const ours = stored.map((value) => deliveredWeight(value, format, loihi1));
        // Their second shift is by 6, so that nothing below 64 is left.
        expect(theirs[i].filter((weight) => weight % 64 !== 0)).toEqual([]);
        ours.forEach((weight, at) => {
          if (weight % 64 === 0) expect(theirs[i][at], JSON.stringify({ ...format, stored: stored[at] })).toBe(weight);
          else {
            finer++;
            expect(Math.abs(theirs[i][at] - weight)).toBeLessThan(64);
          }
        });
      });
      expect(finer).toBeGreaterThan(1000);
    },
  );
});

describe("weights finer than 2^6", () => {
  const counted = (filters: number): { finer: number; naive: number } => {
    const legal = legaliseForLoihi(textProgram(seeded(2), { lines: 20, kernels: [1, 2], filters, classes: 2 }), loihi1).program;
    const mapped = mapToLoihi(legal, loihi1, { seed: 1 });
    let naive = 0;
    for (const core of mapped.cores) {
      core.inputAxons.atoms.forEach((atoms, axon) => {
        for (let atom = 0; atom < atoms; atom++) {
          naive += deliveredSynapses(core, loihi1, axon, atom).filter(({ delivered }) => delivered % 64 !== 0).length;
        }
      });
    }
    return { finer: finerSynapses(mapped, loihi1), naive };
  };

  it("are none in a text classifier whose class sums have room", () => {
    expect(counted(12)).toEqual({ finer: 0, naive: 0 });
  });

  it("are counted where scaling would not fit", () => {
    const { finer, naive } = counted(1200);
    expect(finer).toBe(naive);
    expect(finer).toBeGreaterThan(100);
  });
});
