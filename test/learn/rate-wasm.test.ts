import { describe } from "vitest";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { rateClaims } from "./rate-claims.js";

describe("the rate method in WebAssembly", () => {
  rateClaims(() => loadTensorFlow("wasm"));
});
