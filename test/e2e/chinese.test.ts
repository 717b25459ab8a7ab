/** Chinese by characters, without a segmenter: from a file to decisions, each character an event, none cut, none padded. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

const NOUNS = ["房间", "早餐", "服务", "位置", "前台"];
const PRAISE = ["很好", "干净", "满意", "舒服"];
const BLAME = ["很差", "太脏", "失望", "吵闹"];

/** Some 400 reviews of 4 to 60 characters. */
function reviews(): string[] {
  return Array.from({ length: 400 }, (_, i) => {
    const words = i % 2 === 0 ? PRAISE : BLAME;
    const clauses = Array.from({ length: 1 + (i % 12) }, (__, k) => `${NOUNS[(i + k) % 5] ?? ""}${words[(i >> 2) % 4] ?? ""}`);
    return `${i % 2 === 0 ? "好" : "坏"}\t${clauses.join("，")}。第${i}号`;
  });
}

describe("Chinese texts", () => {
  const folder = temporaryFolder();
  const bundle = join(folder.path, "hotels");

  beforeAll(() => {
    buildCli();
    writeFileSync(join(folder.path, "hotels.tsv"), `${reviews().join("\n")}\n`);
  });
  afterAll(() => folder.remove());

  it("are learnt, converted, compiled and decided", async () => {
    for (const args of [
      ["train", "--data", join(folder.path, "hotels.tsv"), "--language", "zh", "--epochs", "3", "--filters", "8", "-o", bundle],
      ["convert", bundle],
      ["compile", bundle],
    ]) {
      const { code, stderr } = await snnc(args);
      expect(code, `${args.join(" ")}\n${stderr}`).toBe(0);
    }
    const { accuracy } = JSON.parse(readFileSync(join(bundle, "learning.json"), "utf8"));
    expect(accuracy.snn).toBeGreaterThan(90);
    const decided = async (text: string): Promise<string> => JSON.parse((await snnc(["classify", "-b", bundle, text, "--json"])).stdout).decided;
    expect(await decided("早餐很好")).toBe("好");
    expect(await decided("前台很差，房间太脏。")).toBe("坏");
  });

  it("run for as many timesteps as they have characters, and two more for the readout", async () => {
    const text = "房间很好，早餐满意。".repeat(30);
    const { stdout } = await snnc(["classify", "-b", bundle, text, "--anytime", "1000000", "--json"]);
    expect(JSON.parse(stdout).stopped).toMatchObject({ timesteps: 300 + 2, of: 300 + 2 });
  });
});
