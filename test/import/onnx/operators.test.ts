/** Every operator of ONNX that is read, in the operator sets where it changed, against what onnxruntime gave (make_onnx.py). */
import { describe, it } from "vitest";
import { casesOf, expectOutputs, graphOf } from "./support.js";

describe("outputs equal onnxruntime's within 1e-5", () => {
  it.each(casesOf("operators").map((one) => [one.name, one] as const))("%s", (_, one) => expectOutputs(graphOf(one), one));
});
