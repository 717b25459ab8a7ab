/**
 * Runs the tests and ends with the plain line `N passed, N failed`, counted from vitest's own record of the run, not
 * from what it prints. A file that does not load, an error outside every test, or a run that broke off counts as
 * one failure; a run of no test fails.
 *
 *     node src/setup/test.mjs [--full] [arguments for vitest]
 *
 * `--full` sets SNNC_TEST_FULL=1, by which longer tests know that they are wanted.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * @typedef {{ passed: number, failed: number, skipped: number, problems: string[] }} Count
 */

/**
 * Counts a run.
 * @param {string | undefined} report vitest's JSON report; undefined if it wrote none
 * @param {number} exitCode vitest's
 * @returns {Count}
 */
export function countTests(report, exitCode) {
  /** @type {Count} */
  const count = { passed: 0, failed: 0, skipped: 0, problems: [] };
  /** @type {{ testResults?: { name: string, status: string, assertionResults: { status: string }[] }[] }} */
  let parsed = {};
  try {
    parsed = JSON.parse(report ?? "");
  } catch {
    count.problems.push("vitest left no report: the run broke off");
  }
  for (const file of parsed.testResults ?? []) {
    for (const { status } of file.assertionResults) {
      if (status === "passed") count.passed++;
      else if (status === "failed") count.failed++;
      else count.skipped++;
    }
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")) {
      count.problems.push(`${file.name} failed outside its tests`);
    }
  }
  count.failed += count.problems.length;
  if (exitCode !== 0 && count.failed === 0) {
    count.problems.push(`vitest ended with exit code ${exitCode} although no test failed`);
    count.failed++;
  }
  if (count.passed + count.failed === 0) {
    count.problems.push("no test ran");
    count.failed++;
  }
  return count;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code
 */
async function main(args) {
  const isFull = args.includes("--full");
  const folder = mkdtempSync(join(tmpdir(), "snnc-test-"));
  const file = join(folder, "report.json");
  try {
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await new Promise((done) => {
      const child = spawn(process.execPath, [vitest, "run", ...reporters, ...args.filter((arg) => arg !== "--full")], {
        cwd: ROOT,
        stdio: ["ignore", "inherit", "inherit"],
        env: { ...process.env, ...(isFull ? { SNNC_TEST_FULL: "1" } : {}) },
      });
      child.on("close", (ended) => done(ended ?? 1));
      child.on("error", () => done(1));
    });
    const count = countTests(readIfThere(file), code);
    for (const problem of count.problems) process.stdout.write(`${problem}\n`);
    if (count.skipped > 0) process.stdout.write(`${count.skipped} skipped\n`);
    process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`);
    return count.failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
