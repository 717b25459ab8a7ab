/** The emulator's inner loops as committed. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generateKernel, KERNEL_PATH } from "../../src/setup/kernels.mjs";

describe("the emulator's kernel", () => {
  it("is what its source compiles to", async () => {
    expect(readFileSync(KERNEL_PATH, "utf8")).toBe(await generateKernel());
  }, 60_000);
});
