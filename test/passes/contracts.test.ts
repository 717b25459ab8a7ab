import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { describePasses, PASSES, tabulatePasses } from "../../src/passes/index.js";

const README = new URL("../../src/passes/README.md", import.meta.url);

describe("the contracts of the passes", () => {
  it("are what contracts.txt says", () => expect(describePasses(PASSES)).toMatchFileSnapshot("contracts.txt"));

  it("are what the table in src/passes/README.md says", async () => {
    const [head = ""] = readFileSync(README, "utf8").split("| pass |");
    await expect(`${head}${tabulatePasses(PASSES)}`).toMatchFileSnapshot(fileURLToPath(README));
  });

  it("belong to a file and a test folder of each pass's name", () => {
    const files = new Set(readdirSync(new URL("../../src/passes/", import.meta.url)));
    for (const { name } of PASSES) {
      expect(files).toContain(`${name}.ts`);
      for (const file of ["before.txt", "after.txt", `${name}.test.ts`]) {
        expect(existsSync(new URL(`${name}/${file}`, import.meta.url)), `${name}/${file}`).toBe(true);
      }
    }
    expect(new Set(PASSES.map(({ name }) => name)).size).toBe(PASSES.length);
  });
});
