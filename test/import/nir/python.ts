/** Python for cross-checks: SNNC_PYTHON or `python3`, with the packages that a script needs. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PYTHON = process.env.SNNC_PYTHON ?? "python3";
/** Frameworks take their time to load. */
export const PATIENCE_MILLISECONDS = 240_000;

/** What stands in the way of a script that needs these packages, in words; undefined if nothing does. */
export function obstacleTo(packages: readonly string[]): string | undefined {
  const code = `from importlib.util import find_spec; print(",".join(p for p in "${packages.join(" ")}".split() if find_spec(p) is None))`;
  const { status, stdout } = spawnSync(PYTHON, ["-c", code], { encoding: "utf8" });
  if (status !== 0) return `${process.env.SNNC_PYTHON === undefined ? "python3" : "the Python of SNNC_PYTHON"} does not run`;
  return stdout.trim() === "" ? undefined : `Python has no ${stdout.trim().split(",").join(", ")}; SNNC_PYTHON names another one`;
}

/** What a script of test/import/python prints. */
export function python(script: string, ...parameters: readonly string[]): string {
  const path = fileURLToPath(new URL(`../python/${script}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(PYTHON, [path, ...parameters], {
    encoding: "utf8",
    timeout: PATIENCE_MILLISECONDS,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return stdout;
}
