/**
 * Compiles the emulator's inner loops: src/loihi/kernel.wasm.ts (AssemblyScript) becomes src/loihi/kernel-bytes.ts. It is
 * committed, so that a user needs no compiler; test/loihi/kernel.test.ts compiles again and compares.
 *
 *     node src/setup/kernels.mjs           (npm run kernel)
 */
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { main } from "assemblyscript/asc";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const SOURCE = "src/loihi/kernel.wasm.ts";
export const KERNEL_PATH = "src/loihi/kernel-bytes.ts";

/**
 * The text of kernel-bytes.ts as it should be. Throws with the compiler's own words.
 * @returns {Promise<string>}
 */
export async function generateKernel() {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await main(
    [SOURCE, "--baseDir", ROOT, "--outFile", "kernel.wasm", "--runtime", "stub", "--importMemory", "--enable", "simd", "-O3", "--noAssert"],
    {
      writeFile: (name, contents) => {
        if (name === "kernel.wasm" && typeof contents !== "string") binary = contents;
      },
    },
  );
  if (error !== null || binary === undefined) throw new Error(`${SOURCE} does not compile: ${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  return `// Generated from kernel.wasm.ts by \`npm run kernel\`; do not edit.\nexport const KERNEL_BYTES =\n  "${base64}";\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(join(ROOT, KERNEL_PATH), await generateKernel());
}
