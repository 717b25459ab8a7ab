/** Claims about coded words on hardware: the core runs them bit for bit. */
import { describe, expect, it } from "vitest";
import { encodeIds } from "../../../src/encode/encode.js";
import { encoderFor } from "../../../src/flow/compile.js";
import { buildCrossbar } from "../../../src/flow/rtl.js";
import { verifyRtl } from "../../../src/flow/simulate.js";
import { lower } from "../../../src/lower/lower.js";
import { createRandom } from "../../../src/util/random.js";
import { codedText, textsOfCode } from "../../support/coded-text.js";

describe("coded words on the crossbar", { timeout: 180_000 }, () => {
  it.each(["block", "additive"] as const)("equal the golden simulator on every spike, membrane and class sum: %s", async (scheme) => {
    const coded = codedText(createRandom(7), { scheme, ownRows: 4 });
    const { program } = await lower(coded.graph, { classes: coded.classes, weightBits: 8, maxTimesteps: 64, stateBits: 24 });
    const texts = textsOfCode(createRandom(8), 40);
    const start = Uint32Array.of(0, ...texts.map((_, i) => texts.slice(0, i + 1).flat().length));
    const { batch } = encodeIds(encoderFor(coded, program), { start, ids: Uint32Array.from(texts.flat()) });
    const { comparison } = await verifyRtl(buildCrossbar(program, "crossbar-8"), batch, undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBeGreaterThan(40);
  });
});
