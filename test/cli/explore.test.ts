import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

describe("mistakes with snnc explore", () => {
  const folder = temporaryFolder();
  const said = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await snnc(["--quiet", "explore", ...args]);
    return `${stderr.replaceAll(folder.path, "DIR")}exit ${code}`;
  };
  const output = join(folder.path, "out");

  beforeAll(() => buildCli(), 300_000);
  afterAll(() => folder.remove());

  it("no data", async () => {
    expect(await said("-o", output)).toContain("give either --dataset wordnet|reviews or --data FILE [data-option]");
  });

  it("a budget that nothing fits", async () => {
    const text = await said("--dataset", "reviews", "--max-table-bytes", "100", "-o", output);
    expect(text).toMatch(/none of the [\d,]+ configurations is within the budget \[explore-budget\]\n {2}The smallest has [\d,]+ bytes/);
    expect(text).toMatch(/exit 2$/);
  });

  it("numbers out of range", async () => {
    expect(await said("--dataset", "reviews", "--jobs", "0", "-o", output)).toBe(
      "snnc: --jobs is 0; whole numbers from 1 to 256 are possible [option-range]\nexit 2",
    );
    expect(await said("--dataset", "reviews", "--minutes", "-1", "-o", output)).toBe(
      "snnc: --minutes is -1; 0 or more are possible [option-range]\nexit 2",
    );
  });

  it("a pick without a search", async () => {
    expect(await said("--pick", "-o", output)).toBe(
      [
        "snnc: DIR/out: the folder holds no result of `snnc explore` [explore-missing]",
        "  Search first, with the same -o DIR: snnc explore --dataset reviews --minutes 10 -o DIR",
        "exit 2",
      ].join("\n"),
    );
  });

  it("a pick of a line that the table does not have", async () => {
    const search = ["--dataset", "reviews", "--minutes", "0", "-o", output];
    expect(await said(...search)).toBe("exit 0");
    expect(await said("--pick", "9", "-o", output)).toBe("snnc: --pick is 9; the Pareto table has no lines [explore-line]\nexit 2");
    expect(await said("--pick", "two", "-o", output)).toContain("--pick is NaN; whole numbers from 1");
  });
});
