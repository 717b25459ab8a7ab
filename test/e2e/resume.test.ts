/** A child process that trains is killed; training resumed in another one leaves the same bytes as one never interrupted. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, interrupted, snnc, temporaryFolder } from "../support/cli.js";

const isFull = process.env.SNNC_TEST_FULL === "1";

// Unit tests interrupt and resume every stage within a process.
describe.skipIf(!isFull)(`snnc train, interrupted${isFull ? "" : " (longer: npm run test:full)"}`, () => {
  const folder = temporaryFolder();
  const at = (...path: string[]): string => join(folder.path, ...path);
  const options = (out: string): string[] => ["train", "--data", at("texts.tsv"), "--epochs", "6", "--filters", "4", "-o", out];
  /** What training leaves that another run can be compared by. */
  const files = (name: string): Record<string, string> =>
    Object.fromEntries(["float.pb", "trained.json", "snnc.config.json"].map((file) => [file, readFileSync(at(name, file)).toString("base64")]));

  beforeAll(() => {
    buildCli();
    const rows = Array.from(
      { length: 1200 },
      (_, i) => `${i % 2 === 0 ? "good" : "bad"}\t${words(i)} ${i % 2 === 0 ? "fine film" : "dull plot"} ${words(7 * i)}`,
    );
    writeFileSync(at("texts.tsv"), `${rows.join("\n")}\n`);
  });
  afterAll(() => folder.remove());

  it("keeps a checkpoint, says how to go on, and resumes to the same bytes", async () => {
    const whole = await snnc(options(at("whole")));
    expect(whole.code, whole.stderr).toBe(0);
    const stopped = await interrupted(options(at("stopped")), /tailored TextCNN/);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/kept for `snnc train --resume -o .*stopped`: wide path alone \(finished\), float TextCNN \(finished\)/);
    expect(readdirSync(at("stopped"))).toEqual(["train.checkpoint"]);
    const resumed = await snnc(["train", "--resume", "-o", at("stopped")]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).not.toMatch(/float TextCNN|wide path alone/);
    expect(files("stopped")).toEqual(files("whole"));
    expect(readdirSync(at("stopped"))).not.toContain("train.checkpoint");
  });

  it("refuses to resume where nothing was interrupted, and where the texts have changed", async () => {
    const { code, stderr } = await snnc(["train", "--resume", "-o", at("whole")]);
    expect([code, stderr.replaceAll(folder.path, "DIR")]).toEqual([
      2,
      "snnc: DIR/whole: no interrupted training lies here [checkpoint-missing]\n  Run `snnc train` without --resume: a training that ends leaves no checkpoint behind, nor does one of `--encoding rate`.\n",
    ]);
    await interrupted(options(at("changed")), /tailored TextCNN/);
    const texts = readFileSync(at("texts.tsv"), "utf8");
    writeFileSync(at("texts.tsv"), `${texts}good\tone more\n`);
    const other = await snnc(["train", "--resume", "-o", at("changed"), "--quiet"]);
    writeFileSync(at("texts.tsv"), texts);
    rmSync(at("changed"), { recursive: true });
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("[checkpoint-other]")]);
  });
});

/** Some of a few words, by number. */
function words(number: number): string {
  const known = ["the", "a", "very", "rather", "slow", "quick", "old", "new", "scene", "actor"];
  return [number, number >> 2, number >> 4].map((n) => known[n % known.length]).join(" ");
}
