/** `snnc export --format sanafe` as a user runs it, and what SANA-FE makes of the folder. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { obstacleTo, PATIENCE_MILLISECONDS } from "../import/nir/python.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";
import { labelledSentences, writeTextBundle } from "../support/text-bundle.js";

const SCRIPT = fileURLToPath(new URL("../loihi/python/sanafe_run.py", import.meta.url));
const obstacle = obstacleTo(["sanafe"]);
const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder.path, name);

async function exported(...args: readonly string[]): Promise<{ code: number; stdout: string; said: string }> {
  const { code, stdout, stderr } = await snnc(["export", ...args]);
  return { code, stdout, said: `${stdout}${stderr}`.replaceAll(`${folder.path}/`, "") };
}

const toSanafe = (output: string, ...args: readonly string[]) =>
  exported(inFolder("bundle"), "--format", "sanafe", "-o", inFolder(output), "--data", inFolder("texts.tsv"), ...args);

beforeAll(async () => {
  buildCli();
  await writeTextBundle(inFolder("bundle"));
  writeFileSync(inFolder("texts.tsv"), labelledSentences(60));
}, 120_000);
afterAll(() => folder.remove());

describe("snnc export --format sanafe", () => {
  it("writes the two files and says what it counted, the same bytes again", async () => {
    const { code, said } = await toSanafe("first", "--sample", "2");
    expect(said).toMatch(
      /connections of '.*', sample 2 over \d+ timesteps -> first\ncounted here: \d+ spikes, \d+ messages, \d+ hops, [\d.]+ pJ by loihi-sanafe/,
    );
    expect(code).toBe(0);
    expect(readdirSync(inFolder("first")).sort()).toEqual(["architecture.yaml", "network.yaml"]);
    expect((await toSanafe("second", "--sample", "2")).code).toBe(0);
    for (const file of ["architecture.yaml", "network.yaml"])
      expect(readFileSync(join(inFolder("second"), file))).toEqual(readFileSync(join(inFolder("first"), file)));
  });

  it("takes another table, and notes what it has no price for", async () => {
    const { code, said } = await toSanafe("davies", "--costs", "loihi-davies-2018");
    expect(said).toMatch(/by loihi-davies-2018.*note: 'loihi-davies-2018' has no price of axonOut/s);
    expect(code).toBe(0);
    expect(readFileSync(join(inFolder("davies"), "architecture.yaml"), "utf8")).toContain("energy_process_spike: 23.6e-12");
  });

  it("refuses by name what it cannot export, and writes nothing", async () => {
    const refusals = [
      await toSanafe("none", "--sample", "100000"),
      await toSanafe("none", "--costs", "horowitz-45nm"),
      await toSanafe("none", "--sample", "-1"),
      await exported(inFolder("texts.tsv"), "--format", "sanafe", "-o", inFolder("none")),
      await exported(inFolder("bundle"), "-o", inFolder("none"), "--sample", "1"),
    ];
    await expect(refusals.map(({ said, code }) => `${said}exit ${code}\n`).join("")).toMatchFileSnapshot("../errors/export-sanafe.txt");
    expect(existsSync(inFolder("none"))).toBe(false);
  });

  it.skipIf(obstacle !== undefined)(
    `is what SANA-FE runs with our spikes, messages and operations${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`,
    async () => {
      const { stdout } = await toSanafe("run", "--json");
      const { counts, timesteps, groups } = JSON.parse(stdout);
      const input = JSON.stringify([{ folder: inFolder("run"), timesteps }]);
      const { status, stderr } = spawnSync(process.env.SNNC_PYTHON ?? "python3", [SCRIPT, inFolder("run.json")], { input, encoding: "utf8" });
      expect(status, stderr).toBe(0);
      const [run] = JSON.parse(readFileSync(inFolder("run.json"), "utf8"));
      const own = Object.values<string>(groups);
      expect(counts.spikes).toBeGreaterThan(0);
      expect(run.spikes.filter(([, name]: [number, string]) => own.includes(name.split(".")[0]))).toHaveLength(counts.spikes);
      const messages = run.messages.filter(({ group }: { group: string }) => own.includes(group));
      expect(messages).toHaveLength(counts.axonsOut);
      expect(run.messages.reduce((sum: number, { spikes }: { spikes: number }) => sum + spikes, 0)).toBe(counts.synapticOperations);
    },
    PATIENCE_MILLISECONDS,
  );
});
