import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildCli, ROOT, temporaryFolder } from "../support/cli.js";

const folder = temporaryFolder();
beforeAll(() => buildCli());
afterAll(() => folder.remove());

it("runs the library example of the README as it stands there", () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1];
  if (example === undefined) throw new Error("the README has no TypeScript example");
  mkdirSync(join(folder.path, "node_modules"));
  symlinkSync(ROOT, join(folder.path, "node_modules/snnc"));
  writeFileSync(join(folder.path, "example.mjs"), example);
  const said = execFileSync(process.execPath, ["example.mjs"], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] }).toString();
  expect(said).toMatch(/^positive\n\d+ files; \d+ cores\n$/);
});
