/** Claims about external programs: every way to end is told apart, and nothing is left running. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lastWords, mustRunProcess, runProcess, startProcess } from "../../src/tools/process.js";
import { SnncError } from "../../src/util/diagnostics.js";

const sh = (script: string): [string, string[]] => ["sh", ["-c", script]];

/** Waits until a process has gone; a zombie, which only waits to be reaped by whoever adopted it, has gone. */
async function hasGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    if (existsSync(`/proc/${pid}/stat`) && readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) return true;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return false;
}

describe("running a program to its end", () => {
  it("gives its exit code, both outputs, and takes its input", async () => {
    expect(await runProcess(...sh("cat; echo problem >&2; exit 7"), { input: "in" })).toEqual({
      kind: "ended",
      code: 7,
      stdout: "in",
      stderr: "problem\n",
    });
  });

  it("does not mind a program that leaves its input unread", async () => {
    expect(await runProcess("true", [], { input: new Uint8Array(1 << 20) })).toMatchObject({ kind: "ended", code: 0 });
  });

  it("tells a missing program and a killed one from a failed one", async () => {
    expect(await runProcess("no-such-program", [])).toEqual({ kind: "missing", program: "no-such-program" });
    expect(await runProcess(...sh("kill -TERM $$"))).toMatchObject({ kind: "killed", signal: "SIGTERM" });
  });

  it("kills a program at its time limit, and what it has started", async () => {
    const outcome = await runProcess(...sh("sleep 60 & echo $!; wait"), { timeoutMilliseconds: 300 });
    expect(outcome).toMatchObject({ kind: "timed-out", milliseconds: 300 });
    expect(outcome.kind === "timed-out" && (await hasGone(Number(outcome.stdout)))).toBe(true);
  });

  it("throws on an abort, after killing the program and what it has started", async () => {
    const abort = new AbortController();
    const pids: number[] = [];
    const running = runProcess(...sh("sleep 60 & echo $! >&2; wait"), {
      signal: abort.signal,
      onErrorLine: (line) => {
        pids.push(Number(line));
        abort.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ kind: "check", message: "stopped while 'sh' ran [interrupted]" });
    expect(pids).toHaveLength(1);
    expect(await hasGone(pids[0])).toBe(true);
  });

  it("does not start a program when the signal has aborted already", async () => {
    await expect(runProcess("no-such-program", [], { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(SnncError);
  });
});

describe("a program that must succeed", () => {
  const failure = { code: "yosys-failed", what: "Yosys could not read core.v", hint: "Look at core.v." };

  it("gives its output", async () => {
    expect(await mustRunProcess("echo", ["fine"], failure)).toBe("fine\n");
  });

  it.each([
    ["echo warning; echo 'core.v:3: error: unexpected end' >&2; exit 2", "sh ended with exit code 2: core.v:3: error: unexpected end"],
    ["echo only this; exit 1", "sh ended with exit code 1: only this"],
    ["exit 1", "sh ended with exit code 1: it said nothing"],
    ["kill -KILL $$", "sh was killed by SIGKILL"],
  ])("fails with the tool's own last words: %s", async (script, words) => {
    await expect(mustRunProcess(...sh(script), failure)).rejects.toMatchObject({
      kind: "tool",
      diagnostics: [{ code: "yosys-failed", message: `Yosys could not read core.v: ${words}`, hint: "Look at core.v." }],
    });
  });

  it("fails by name when the program is missing", async () => {
    await expect(mustRunProcess("no-such-program", [], failure)).rejects.toThrow(
      "Yosys could not read core.v: the program 'no-such-program' was not found [yosys-failed]",
    );
  });

  it("prefers error lines, at most five, over the last lines", () => {
    expect(lastWords("%Error: one\nnoise\nnoise\n%Error: two\nmake: done\n")).toBe("%Error: one\n  %Error: two");
    expect(lastWords(Array.from({ length: 9 }, (_, i) => `error ${i}`).join("\n")).split("\n")).toHaveLength(5);
  });
});

describe("a program that keeps running", () => {
  it("answers through its pipes until it is closed", async () => {
    const cat = startProcess("cat", []);
    const answer = new Promise<string>((resolve) => cat.stdout.once("data", (piece: Buffer) => resolve(piece.toString())));
    cat.stdin.write("hello");
    expect(await answer).toBe("hello");
    expect(await cat.close()).toEqual({ kind: "ended", code: 0, stdout: "", stderr: "" });
    expect(await cat.close()).toMatchObject({ kind: "ended" });
  });

  it("is killed when it does not end by itself, and when the signal aborts", async () => {
    const deaf = startProcess(...sh("trap '' TERM; sleep 60"));
    expect(await deaf.close(100)).toMatchObject({ kind: "killed", signal: "SIGKILL" });
    const abort = new AbortController();
    const aborted = startProcess("sleep", ["60"], { signal: abort.signal });
    abort.abort();
    expect(await aborted.ended).toMatchObject({ kind: "killed" });
  });

  it("keeps its last words, and shows a missing program", async () => {
    expect(await startProcess(...sh("echo gone >&2; exit 3")).ended).toEqual({ kind: "ended", code: 3, stdout: "", stderr: "gone\n" });
    expect(await startProcess("no-such-program", []).ended).toEqual({ kind: "missing", program: "no-such-program" });
  });
});
