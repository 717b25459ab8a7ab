/** Where the package lies, which version it is, and a hash of its own code (a changed compiler reuses nothing). */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder that holds package.json, rtl/, hw/ and targets/; the same from src/ and from dist/. */
export const PACKAGE_ROOT = fileURLToPath(new URL("../../", import.meta.url));

export function packageVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8"));
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}

let identity: string | undefined;

/** Hash over the compiler's code, its RTL, harness and targets. Computed once a process. */
export function buildIdentity(): string {
  identity ??= hashFolders([fileURLToPath(new URL("../", import.meta.url)), ...["rtl", "hw", "targets"].map((name) => join(PACKAGE_ROOT, name))]);
  return identity;
}

function hashFolders(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(js|ts|json|v|vh|cpp|c|h|f|vlt)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(file.slice(folder.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}
