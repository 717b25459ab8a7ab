import { describe, expect, it } from "vitest";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { backendClaims } from "./backend-claims.js";

/** Why native TensorFlow.js does not load here, if so. */
const obstacle = await loadTensorFlow("native").then(
  () => undefined,
  (error: unknown) => (error instanceof SnncError ? error.message : String(error)),
);

describe.skipIf(obstacle !== undefined)(`native TensorFlow.js${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`, () => {
  backendClaims(() => loadTensorFlow("native"));

  it("says which backend runs, with its pinned threads", async () => {
    const { backend, description } = await loadTensorFlow("native");
    expect(backend).toBe("native");
    expect(description).toMatch(/^TensorFlow\.js 4\.\S+, native library, 2 threads$/);
    expect(process.env.TF_ENABLE_ONEDNN_OPTS).toBe("1");
  });
});
