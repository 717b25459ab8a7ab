import { describe, expect, it } from "vitest";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { backendClaims } from "./backend-claims.js";

describe("TensorFlow.js in WebAssembly", () => {
  backendClaims(() => loadTensorFlow("wasm"));

  it("says which backend runs, in one line", async () => {
    const { backend, description } = await loadTensorFlow("wasm");
    expect(backend).toBe("wasm");
    expect(description).toMatch(/^TensorFlow\.js 4\.\S+, WebAssembly, 1 thread/);
    expect(description).not.toContain("\n");
  });

  it("refuses to change backends in one process, because they share one engine", async () => {
    await loadTensorFlow("wasm");
    await expect(loadTensorFlow("native")).rejects.toThrow("wasm");
  });
});
