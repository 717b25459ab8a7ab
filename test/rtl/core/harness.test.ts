import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureDenseStream } from "../../../src/cosim/dense-stream.js";
import type { Harness } from "../../../src/cosim/harness.js";
import { startHarness } from "../../../src/cosim/process-harness.js";
import { rtlSimulator } from "../../../src/cosim/rtl.js";
import { commandsOf, loadImage } from "../../../src/cosim/samples.js";
import { coreRequest } from "../../../src/cosim/simulation.js";
import { sliceBatch } from "../../../src/event/batch.js";
import { buildModel } from "../../../src/tools/native-model.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { parseCrossbarTarget } from "../../../src/verilog/target.js";
import { CORE, compareWithGolden, fixedTarget, golden, randomCase } from "./support.js";

const target = fixedTarget(8);
const testCase = randomCase(5, target, 8);

describe("one verilated core in its own process", () => {
  let executable = "";
  let folder = "";
  beforeAll(async () => {
    executable = (await buildModel(await coreRequest(testCase.image, "harness.cpp", CORE))).executable;
    folder = mkdtempSync(join(tmpdir(), "snnc-harness-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives the same answer for a sample again, whatever ran before it", async () => {
    const harness = await loaded();
    const request = (sample: number) => ({ commands: commandsOf(testCase.image, testCase.batch, sample, true) });
    const first = await harness.run(request(3));
    const all = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((sample) => harness.run(request(sample))));
    expect(all[3]).toEqual(first);
    await harness.close();
  });

  it("takes longer, and changes nothing but cycles, when starved and stalled", async () => {
    const harness = await loaded();
    const commands = commandsOf(testCase.image, testCase.batch, 3, true);
    const [free, slow] = [await harness.run({ commands }), await harness.run({ commands, starve: 0.7, stall: 0.7, seed: 9 })];
    expect(slow.counters[0]).toBeGreaterThan(free.counters[0]);
    expect([slow.spikes, slow.values, slow.membranes]).toEqual([free.spikes, free.values, free.membranes]);
    expect(slow.counters.slice(1, 7)).toEqual(free.counters.slice(1, 7));
    await harness.close();
  });

  it("runs another network in the same process after loading it", async () => {
    const other = randomCase(6, target, 2);
    const harness = await loaded();
    await harness.run({ commands: commandsOf(testCase.image, testCase.batch, 0, false) });
    await loadImage(harness, other.image);
    const answer = await harness.run({ commands: commandsOf(other.image, other.batch, 1, true) });
    const expected = (await golden(other)).membranes?.subarray(other.image.neurons);
    expect(Int32Array.from(other.image.paddedOfNeuron, (n) => answer.membranes[n])).toEqual(expected);
    await harness.close();
  });

  it("says so when it is killed in the middle of a run", async () => {
    const harness = await loaded();
    // A run that never ends by itself: its result is always refused.
    const run = harness.run({ commands: commandsOf(testCase.image, testCase.batch, 0, true), stall: 1 });
    if (harness.pid !== undefined) process.kill(harness.pid, "SIGKILL");
    const error = await failureOf(run);
    expect(error.kind).toBe("tool");
    expect(error.message).toContain("the verilated core ended in the middle of a run (signal SIGKILL) [harness-died]");
    await expect(harness.run({ commands: new Uint32Array(1) })).rejects.toBe(error);
    await harness.close();
  });

  it("reports a core that hangs, with how far it came, instead of waiting for ever", async () => {
    const harness = await loaded();
    const error = await failureOf(harness.run({ commands: commandsOf(testCase.image, testCase.batch, 0, false), stall: 1 }));
    expect(error.message).toMatch(/exit code 4\): harness: the core hangs at command \d+ of \d+, 0 of 1 answers complete/);
    await harness.close();
  });

  it("refuses what is no message, a message that is cut short, and an unknown operation, each in a sentence", async () => {
    const magic = [0x53, 0x4e, 0x4e, 0x43];
    expect(await feed(Buffer.from("GET / HTTP/1.1\r\n"))).toEqual({ code: 2, said: "harness: the input is not a message of this protocol\n" });
    expect(await feed(Buffer.from([...magic, 2, 0]))).toEqual({ code: 2, said: "harness: the input ended in the middle of a message\n" });
    expect(await feed(Buffer.from([...magic, 9, 0, 0, 0, 0, 0, 0, 0]))).toEqual({ code: 2, said: "harness: a message of unknown operation\n" });
    expect(await feed(Buffer.from([]))).toEqual({ code: 0, said: "" });
  });

  it("says so when the other end is not a harness at all", async () => {
    const harness = startHarness("/bin/echo", "hello, this is not the protocol");
    const error = await failureOf(harness.run({ commands: new Uint32Array(1) }));
    expect(error.message).toContain("something that is not an answer of its protocol [harness-garbage]");
    await harness.close();
  });

  it("says so when the executable is missing", async () => {
    const error = await failureOf(startHarness(join(folder, "absent")).run({ commands: new Uint32Array(1) }));
    expect(error.diagnostics[0].code).toBe("harness-not-started");
  });

  async function loaded(): Promise<Harness> {
    const harness = startHarness(executable);
    await loadImage(harness, testCase.image);
    return harness;
  }

  async function feed(input: Buffer): Promise<{ code: number | null; said: string }> {
    const child = spawn(executable, { stdio: "pipe" });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    child.stdin.end(input);
    return await new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
  }
});

describe("the core as a simulator", () => {
  it("gives the same result with one process and with two", async () => {
    const many = randomCase(8, target, 500);
    const [one, two] = await Promise.all([1, 2].map((workers) => compareWithGolden(many, { workers })));
    expect(two.rtl).toEqual(one.rtl);
    expect(one.comparison.mismatches).toBe(0);
    expect(one.comparison.samples).toBe(500);
  });

  it("refuses a sample that is longer than the program's limits", async () => {
    const simulator = await rtlSimulator(testCase.image, CORE);
    const batch = sliceBatch(testCase.batch, 0, 1);
    const error = await failureOf(simulator.run({ ...batch, timesteps: Uint32Array.of(99) }));
    expect(error.diagnostics[0].code).toBe("sample-too-long");
    await simulator.close();
  });

  it("stops when it is told to, and leaves no process behind", async () => {
    const simulator = await rtlSimulator(testCase.image, CORE);
    const error = await failureOf(simulator.run(testCase.batch, { signal: AbortSignal.abort() }));
    expect(error.diagnostics[0].code).toBe("interrupted");
    await simulator.close();
    const children = execFileSync("ps", ["-A", "-o", "ppid=,args="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.trim().startsWith(`${process.pid} `));
    expect(children.join("\n")).not.toContain("snn_core");
  });

  it.each([4, 16, 64])("does at least 0.97 x %i operations a cycle on the standard dense stream, by its own counters", async (lanes) => {
    const file = `targets/crossbar-${lanes}.json`;
    const result = await measureDenseStream(parseCrossbarTarget(JSON.parse(readFileSync(file, "utf8")), file), CORE);
    expect(result).toMatchObject({ lanes, events: 512, synapticOperations: 512 * 8 * lanes, weightWordsRead: 512 * 8 });
    expect(result.sopPerCycle).toBeCloseTo(result.synapticOperations / result.cycles, 12);
    expect(result.sopPerCycle).toBeGreaterThan(0.97 * lanes);
    // Never more than a word a cycle: a counter that stops too early would claim it.
    expect(result.cycles).toBeGreaterThan(result.weightWordsRead);
  });
});

async function failureOf(promise: Promise<unknown>): Promise<SnncError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SnncError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
