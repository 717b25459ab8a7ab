/** The committed protobuf codecs are what the schemas generate: `npm run proto` after any change of a .proto file. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { generateProtos } from "../../src/setup/protos.mjs";

it("has committed what the .proto files generate", { timeout: 120_000 }, () => {
  const root = resolve(fileURLToPath(import.meta.url), "../../..");
  const files: { path: string; text: string }[] = generateProtos();
  expect(files.map(({ path }) => path)).toContain("src/event/event.pb.js");
  expect(files.filter(({ path, text }) => readFileSync(resolve(root, path), "utf8") !== text).map(({ path }) => path)).toEqual([]);
});
