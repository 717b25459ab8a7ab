/**
 * Reads many model files in one process, where a process for each would take most of the time to start:
 * `fork("fuzz-child.mjs", [MODULE])`, MODULE being src/import/read-model.ts as built. A message `{ path, options }` is answered
 * by what became of the file; one that hangs or kills the process is not answered, and fuzz.ts knows which one it was.
 */
import { pathToFileURL } from "node:url";

const { readModelFile } = await import(pathToFileURL(process.argv[2] ?? "").href);

process.on("message", async (/** @type {{ path: string, options: object }} */ { path, options }) => {
  const outcome = await outcomeOf(path, options);
  process.send?.({ outcome, mebibytes: process.memoryUsage.rss() / 2 ** 20 });
});

/**
 * @param {string} path
 * @param {object} options
 */
async function outcomeOf(path, options) {
  try {
    await readModelFile(path, options);
    return { kind: "read" };
  } catch (error) {
    if (!(error instanceof Error)) return { kind: "thrown", error: String(error) };
    // Told by its fields: the SnncError of the built modules is another class than that of the tests.
    const { kind, diagnostics } = /** @type {{ kind?: string, diagnostics?: { code: string }[] }} */ (/** @type {unknown} */ (error));
    if (kind !== "input" || diagnostics === undefined) return { kind: "thrown", error: error.stack ?? error.message };
    return { kind: "refused", code: diagnostics[0]?.code };
  }
}
