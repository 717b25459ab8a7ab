/** The user's cache folder: what lies in it and how to empty it. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { userCacheFolder } from "../tools/cache.js";

export interface CacheEntry {
  readonly name: string;
  readonly bytes: number;
}

export function listCache(): CacheEntry[] {
  const folder = userCacheFolder();
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, bytes: sizeOf(join(folder, name)) }));
}

/** Removes every entry; returns what was there. */
export function clearCache(): CacheEntry[] {
  const entries = listCache();
  for (const { name } of entries) rmSync(join(userCacheFolder(), name), { recursive: true, force: true });
  return entries;
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
