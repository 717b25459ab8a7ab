/** Claims about the check of import directions: a planted violation of each rule is found, and sound code passes. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "snnc-architecture-"));
  for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) cpSync(join(REPOSITORY, name), join(root, name));
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes sources, checks them, and gives the violations as `rule: from`. */
function check(sources: Readonly<Record<string, string>>): string[] {
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const depcruise = join(REPOSITORY, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [depcruise, "--config", ".dependency-cruiser.cjs", "--output-type", "json", "src"];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const { summary }: { summary: { violations: { rule: { name: string }; from: string }[]; totalCruised: number } } = JSON.parse(run.stdout);
  expect(summary.totalCruised).toBeGreaterThanOrEqual(Object.keys(sources).length);
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
}

const SOUND = {
  "src/util/bits.ts": "export const bits = 8;",
  "src/event/program.ts": 'import { bits } from "../util/bits.js"; export interface Program { readonly bits: typeof bits }',
  "src/sim/golden.ts": 'import type { Program } from "../event/program.js"; export const run = (program: Program) => program.bits;',
  "src/flow/demo.ts": 'import { run } from "../sim/golden.js"; export const demo = run;',
  "src/cli/main.ts": 'import { demo } from "../flow/demo.js"; demo({ bits: 8 });',
};

describe("the check of import directions", () => {
  it("is content with the directions of the design", () => {
    expect(check(SOUND)).toEqual([]);
  });

  it("finds an import against the direction, of a type too", () => {
    expect(
      check({
        ...SOUND,
        "src/util/back.ts": 'import type { Program } from "../event/program.js"; export type Back = Program;',
        "src/event/up.ts": 'export { demo } from "../flow/demo.js";',
      }),
    ).toEqual(["imports-of-event: src/event/up.ts", "imports-of-util: src/util/back.ts"]);
  });

  it("finds a command that goes past the flows, and a package root that does", () => {
    expect(
      check({
        ...SOUND,
        "src/cli/shortcut.ts": 'export { run } from "../sim/golden.js";',
        "src/index.ts": 'export { run } from "./sim/golden.js";',
      }),
    ).toEqual(["imports-of-cli: src/cli/shortcut.ts", "imports-of-the-package-root: src/index.ts"]);
  });

  it("finds TensorFlow.js outside learn, loaded lazily too", () => {
    const lazy = 'export const load = () => import("@tensorflow/tfjs-core");';
    expect(check({ ...SOUND, "src/learn/backend.ts": lazy, "src/sim/fast.ts": lazy })).toEqual(["tensorflow-only-in-learn: src/sim/fast.ts"]);
  });

  it("finds a cycle", () => {
    const cycle = {
      "src/sim/a.ts": 'import { b } from "./b.js"; export const a = () => b;',
      "src/sim/b.ts": 'import { a } from "./a.js"; export const b = () => a;',
    };
    expect(check({ ...SOUND, ...cycle })[0]).toMatch(/^no-cycles: src\/sim\//);
  });

  it("finds a folder without directions, a file that is not there, and a package that set-up must not use", () => {
    expect(
      check({
        ...SOUND,
        "src/extra/new.ts": "export const extra = 1;",
        "src/flow/extra.ts": 'export { extra } from "../extra/new.js";',
        "src/sim/lost.ts": 'export { gone } from "./gone.js";',
        "src/setup/step.mjs": 'import { z } from "zod"; export const step = z;',
      }),
    ).toEqual([
      "every-folder-has-its-directions: src/flow/extra.ts",
      "imports-of-flow: src/flow/extra.ts",
      "resolvable: src/sim/lost.ts",
      "set-up-uses-node-alone: src/setup/step.mjs",
    ]);
  });

  it("finds a development package in the product", () => {
    expect(check({ ...SOUND, "src/sim/draws.ts": 'import fc from "fast-check"; export const draws = fc;' })).toEqual([
      "the-product-needs-no-development-package: src/sim/draws.ts",
    ]);
  });
});
