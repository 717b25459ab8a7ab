/**
 * The chip map in a real browser: what one chooses changes the colours to those of the scale, nothing overlaps, and the
 * browser has nothing to complain about. A frame around the page looks at it, since the page itself forbids scripts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { DARK, LIGHT, useStep } from "../../src/report/chip-colours.js";
import { chipMapOf, renderChipMap } from "../../src/report/chip-map.js";
import { renderReport } from "../../src/report/html.js";
import { findTool } from "../../src/tools/environment.js";
import { runProcess } from "../../src/tools/process.js";
import { temporaryFolder } from "../support/cli.js";
import { chipCase } from "./chip-fixture.js";
import { fixture } from "./fixture.js";

const chromium = await findTool("chromium");
const FRAME = readFileSync(new URL("./chip-frame.html", import.meta.url), "utf8").replace(/<!--.*?-->/s, "");

/** What the frame saw. */
interface Seen {
  readonly resources: readonly {
    readonly name: string;
    readonly cores: Readonly<Record<string, { readonly fill: string; readonly percent: string }>>;
    /** Pairs of texts that overlap, and texts that leave their square or the picture. */
    readonly collisions: readonly string[];
  }[];
  readonly populations: readonly { readonly name: string; readonly outlined: readonly string[]; readonly faded: number }[];
  /** What lies under the pointer in the middle of each core, and of each arrow. */
  readonly coresUnderPointer: readonly string[];
  readonly arrowsUnderPointer: readonly string[];
  readonly isWiderThanWindow: boolean;
}

describe.skipIf(chromium === undefined)(
  `the chip map in Chromium${chromium === undefined ? " (skipped: chromium is not installed)" : ""}`,
  { timeout: 240_000 },
  () => {
    const folder = temporaryFolder();
    afterAll(() => folder.remove());

    it.each([
      [1, "light", 1400],
      [12, "dark", 600],
      [128, "light", 1400],
    ] as const)("shows what is chosen, %i cores, %s, %i pixels wide", async (cores, scheme, width) => {
      const { mapping } = await chipCase(cores);
      writeFileSync(join(folder.path, "report.html"), renderReport({ ...fixture(), mapping }));
      writeFileSync(join(folder.path, "frame.html"), FRAME.replace("WIDTH", String(width)));
      const { seen, console: complaints } = await look(join(folder.path, "frame.html"), scheme);
      expect(complaints).toEqual([]);
      expect(seen.resources.flatMap(({ collisions }) => collisions)).toEqual([]);
      expect(seen.isWiderThanWindow).toBe(false);

      const names = Object.keys(mapping.utilization[0]?.resources ?? {});
      expect(seen.resources.map(({ name }) => name)).toEqual(names);
      const { use } = scheme === "light" ? LIGHT : DARK;
      for (const { name, cores: shown } of seen.resources) {
        const expected = mapping.utilization.map(({ core, resources }) => [
          core,
          rgb(use[useStep(resources[name]?.used ?? 0, resources[name]?.max ?? 0)]?.fill ?? ""),
        ]);
        expect(Object.fromEntries(Object.entries(shown).map(([core, { fill }]) => [core, fill]))).toEqual(Object.fromEntries(expected));
        for (const { core, resources } of mapping.utilization) {
          const { used, max } = resources[name] ?? { used: -1, max: 1 };
          expect(shown[core]?.percent).toBe(
            used > 0 && used < max / 100 ? "<1" : String(Math.min(used < max ? 99 : 100, Math.round((100 * used) / max))),
          );
        }
      }

      const populations = [...new Set(mapping.utilization.flatMap((core) => core.populations))];
      expect(seen.populations.map(({ name }) => name)).toEqual(["all", ...populations]);
      for (const { name, outlined, faded } of seen.populations) {
        const held = mapping.utilization.filter((core) => core.populations.includes(name)).map(({ core }) => String(core));
        expect([name, [...outlined].sort()]).toEqual([name, held.sort()]);
        expect(faded).toBe(name === "all" ? 0 : cores - held.length);
      }

      const ids = mapping.utilization.map(({ core }) => core).sort((a, b) => a - b);
      expect(seen.coresUnderPointer.map((title) => Number(/^core (\d+), tile /.exec(title)?.[1])).sort((a, b) => a - b)).toEqual(ids);
      expect(seen.arrowsUnderPointer).toHaveLength(mapping.plan.links.length);
      for (const title of seen.arrowsUnderPointer)
        expect(title).toMatch(/^tile \d,\d to tile \d,\d, (east|west|south|north): [\d.,]+ messages a text$/);
    });

    it("reads the file of its own as SVG with every core", async () => {
      const { mapping } = await chipCase(12);
      const hostile = {
        ...mapping,
        utilization: mapping.utilization.map((core) => ({ ...core, populations: core.populations.map(() => "</style><b>&\uffff") })),
      };
      const svg = renderChipMap(chipMapOf(hostile, "sample"), { title: "<i>net</i>", resource: "compartments" });
      writeFileSync(join(folder.path, "chip.svg"), svg);
      const dom = await browse(join(folder.path, "chip.svg"), "light");
      expect(dom.stdout).not.toContain("parsererror");
      expect(dom.stdout.match(/<g class="k a\d">/g)).toHaveLength(12);
    });
  },
);

async function browse(file: string, scheme: "light" | "dark"): Promise<{ stdout: string; stderr: string }> {
  const run = await runProcess(chromium?.path ?? "chromium", [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--allow-file-access-from-files",
    "--enable-logging=stderr",
    `--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`,
    "--virtual-time-budget=20000",
    "--dump-dom",
    pathToFileURL(file).href,
  ]);
  if (run.kind !== "ended") throw new Error(`chromium: ${run.kind}`);
  return run;
}

async function look(file: string, scheme: "light" | "dark"): Promise<{ seen: Seen; console: string[] }> {
  const { stdout, stderr } = await browse(file, scheme);
  const told = /<pre id="seen">(.*)<\/pre>/s.exec(stdout)?.[1];
  if (told === undefined) throw new Error(`the frame said nothing: ${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
  const text = told.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return { seen: JSON.parse(text) as Seen, console: stderr.split("\n").filter((line) => line.includes("CONSOLE")) };
}

/** "#0b6a6f" as browsers compute it. */
function rgb(colour: string): string {
  return `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(", ")})`;
}
