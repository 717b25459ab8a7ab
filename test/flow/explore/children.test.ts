/** Claims about the processes of trials: whatever becomes of one is an outcome. */
import { beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/flow/config.js";
import { createChildRunner } from "../../../src/flow/explore/children.js";
import type { TrialRequest } from "../../../src/flow/explore/trial.js";
import { buildCli } from "../../support/cli.js";

const request: TrialRequest = {
  base: parseConfig({ dataset: { kind: "reviews" } }, "test"),
  configuration: { kernels: [1, 2], filters: 4, wide: { kind: "none" }, weightBits: 8, words: { kind: "rows", rows: 500, ownRows: 100 } },
  epochs: 1,
  isSketch: true,
};

describe("a trial's process", () => {
  beforeAll(() => buildCli(), 300_000);

  it("that is killed loses its trial, which may be tried again", async () => {
    const runner = createChildRunner({ onStart: (child) => child.kill("SIGKILL") });
    const outcome = await runner(request, undefined);
    expect(outcome).toEqual({ kind: "failed", reason: "its process was killed, as a system does that runs out of memory", isFinal: false });
  });

  it("that breaks down says its last words", async () => {
    const outcome = await createChildRunner()({ ...request, epochs: 0 }, undefined);
    expect(outcome).toMatchObject({ kind: "failed", isFinal: false });
    expect(JSON.stringify(outcome)).toContain("its process ended with exit code 1");
  });

  it("tells a user's mistake as it is, and for good", async () => {
    const base = parseConfig({ dataset: { kind: "file", files: "/nowhere/texts.tsv" } }, "test");
    const outcome = await createChildRunner()({ ...request, base }, undefined);
    expect(outcome).toMatchObject({ kind: "failed", isFinal: true });
    expect(JSON.stringify(outcome)).toContain("file-unreadable");
  });

  it("ends with an abort, whose reason is thrown", async () => {
    const controller = new AbortController();
    const runner = createChildRunner({ onStart: () => controller.abort(new Error("enough")) });
    await expect(runner(request, controller.signal)).rejects.toThrow("enough");
  });
});
