/** Hardware in the loop as a flow: results that are gone on with, power, mismatches, the server against strangers, ports, the bench. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBundle } from "../../src/flow/bundle.js";
import { portEntries } from "../../src/flow/doctor.js";
import { benchHil } from "../../src/flow/hil/bench.js";
import { listPorts } from "../../src/flow/hil/ports.js";
import { joulesWithin, parsePowerCsv, secondsWithin, unionOf } from "../../src/flow/hil/power.js";
import { buildOf, type HilOptions, percentiles, runHil, selfTestHil } from "../../src/flow/hil/run.js";
import { type HilServer, readToken, startHilServer } from "../../src/flow/hil/server.js";
import { openBoard } from "../../src/hil/board.js";
import { type CoreModel, imageCore } from "../../src/hil/core-model.js";
import { softwareDevice } from "../../src/hil/device.js";
import { deviceLine, type Line, tcpLine } from "../../src/hil/transport.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { deviceOf, firstDifference, randomCase } from "../hil/support.js";
import { temporaryFolder } from "../support/cli.js";
import { labelledSentences, writeTextBundle } from "../support/text-bundle.js";

const folder = temporaryFolder();
const at = (...path: string[]): string => join(folder.path, ...path);
const TOKEN = "0123456789abcdef0123456789abcdef";

beforeAll(async () => {
  await writeTextBundle(at("bundle"));
  await writeTextBundle(at("other"), 7);
  writeFileSync(at("texts.tsv"), labelledSentences(120));
});
afterAll(() => folder.remove());

const run = (options: Partial<HilOptions> = {}, bundle = "bundle") =>
  runHil(at(bundle), {
    device: { kind: "golden" },
    data: { kind: "file", files: at("texts.tsv"), language: "en", seed: 1 },
    part: "all",
    ...options,
  });
const linesOf = (file: string): { readonly sample?: number; readonly outputs?: number[]; readonly equal?: boolean; readonly text?: string }[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
/** The code of what is thrown. */
const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof SnncError) return error.diagnostics[0]?.code;
    throw error;
  }
};

describe("a file of results", () => {
  it("is gone on with where it was cut, in the middle of a line", async () => {
    const whole = await run({ out: at("all.jsonl") });
    expect(whole).toMatchObject({ samples: 120, resumed: 0, equality: { mismatches: 0, counters: true } });
    const lines = readFileSync(at("all.jsonl"), "utf8").split("\n");
    writeFileSync(at("cut.jsonl"), `${lines.slice(0, 50).join("\n")}\n${lines[50]?.slice(0, 30)}`);
    expect(await codeOf(() => run({ out: at("cut.jsonl") }))).toBe("hil-out-exists");
    const rest = await run({ out: at("cut.jsonl"), resume: true });
    expect(rest).toMatchObject({ samples: 120, resumed: 49, accuracyPercent: whole.accuracyPercent });
    expect(
      linesOf(at("cut.jsonl"))
        .slice(1)
        .map(({ sample }) => sample),
    ).toEqual(Array.from({ length: 120 }, (_, i) => i));
  });

  it("is not gone on with for another bundle, other samples, another back end, or without a name", async () => {
    const resume = { out: at("cut.jsonl"), resume: true };
    expect(await codeOf(() => run(resume, "other"))).toBe("hil-resume");
    expect(await codeOf(() => run({ ...resume, limit: 5 }))).toBe("hil-resume");
    expect(await codeOf(() => run({ ...resume, device: { kind: "server", host: "127.0.0.1", port: 1, token: TOKEN } }))).toBe("hil-resume");
    expect(await codeOf(() => run({ resume: true }))).toBe("hil-resume-without-out");
    appendFileSync(at("cut.jsonl"), "{}\n");
    expect(await codeOf(() => run(resume))).toBe("hil-results-file");
  });

  it("holds whole lines when the run is stopped, and the rest comes later", async () => {
    const controller = new AbortController();
    const stopped = run({ out: at("stopped.jsonl"), oneAtATime: true, signal: controller.signal });
    await expect
      .poll(() => (existsSync(at("stopped.jsonl")) ? readFileSync(at("stopped.jsonl"), "utf8").split("\n").length : 0), {
        interval: 1,
        timeout: 10_000,
      })
      .toBeGreaterThan(5);
    controller.abort();
    expect(await codeOf(() => stopped)).toBe("interrupted");
    const before = linesOf(at("stopped.jsonl")).length - 1;
    expect(before).toBeGreaterThan(3);
    expect(before).toBeLessThan(120);
    expect(await run({ out: at("stopped.jsonl"), resume: true })).toMatchObject({ samples: 120, resumed: before, equality: { mismatches: 0 } });
  });
});

describe("a device that is wrong", () => {
  /** Serves the bundle's device with a core that reads one more for class 1 in every sample of more than ten timesteps. */
  const wrongDevice = async () => {
    const { parameters } = buildOf(openBundle(at("bundle")), undefined).image;
    const right = imageCore(parameters);
    const core: CoreModel = {
      ...right,
      async run(commands) {
        const answer = await right.run(commands);
        if (commands.length > 20) answer.values[1]++;
        return answer;
      },
    };
    const server = await startHilServer({ line: deviceLine(softwareDevice({ parameters, core })), host: "127.0.0.1", port: 0, token: TOKEN });
    return { server, device: { kind: "server", host: "127.0.0.1", port: server.port, token: TOKEN } as const };
  };

  it("stops the run at the first sample, with its text and both values, unless one goes on", async () => {
    const { server, device } = await wrongDevice();
    try {
      const out = at("wrong.jsonl");
      const stopped = await run({ device, out }).catch((error: unknown) => error);
      if (!(stopped instanceof SnncError)) throw new Error("the run did not stop");
      expect(stopped.kind).toBe("check");
      const [{ code, message = "" } = { code: undefined }] = stopped.diagnostics;
      expect(code).toBe("hil-mismatch");
      const [, sample, text, expected, got] = /sample (\d+) \("(w[^"]+)"\): output expected (-?\d+), got (-?\d+)/.exec(message) ?? [];
      expect(Number(got)).toBe(Number(expected) + 1);
      const [, ...records] = linesOf(out);
      const wrong = records.filter(({ equal }) => equal === false);
      expect(wrong.map((record) => [record.sample, record.text])).toEqual([[Number(sample), text]]);
      const file = `${out}.mismatch-${sample}.json`;
      expect(stopped.diagnostics[0].hint).toContain(file);
      const kept = JSON.parse(readFileSync(file, "utf8"));
      expect(kept).toMatchObject({ schema: "snnc-hil-mismatch/1", sample: Number(sample), text, outputs: wrong[0]?.outputs });
      expect(kept.outputs[1]).toBe(kept.expected[1] + 1);
      expect(kept.events.length).toBeGreaterThan(0);

      const all = await run({ device, keepGoing: true });
      const { mismatches, first } = all.equality;
      expect(all.samples).toBe(120);
      expect(mismatches).toBeGreaterThan(5);
      expect(mismatches).toBeLessThan(120);
      expect(first).toContain(`sample ${sample} ("${text}"): output expected ${expected}, got ${got}`);
    } finally {
      await server.close();
    }
  });
});

describe("power", () => {
  it("is integrated by trapezoids over the times of the samples alone", () => {
    const series = parsePowerCsv("timestamp,watts\n0,1\n10,3\n20,3\n30,1\n", "meter.csv");
    expect(joulesWithin(series, [[0, 10]], "meter.csv")).toBeCloseTo(20);
    expect(joulesWithin(series, [[5, 25]], "meter.csv")).toBeCloseTo(12.5 + 30 + 12.5);
    const overlapping = [
      [10, 12],
      [11, 14],
      [16, 17],
    ] as const;
    expect(unionOf(overlapping)).toEqual([
      [10, 14],
      [16, 17],
    ]);
    expect(joulesWithin(series, overlapping, "meter.csv")).toBeCloseTo(15);
    expect(secondsWithin(overlapping)).toBe(5);
    expect(parsePowerCsv("2026-01-01T00:00:00Z,1\n2026-01-01T00:00:01.5Z,2", "m").seconds[1]).toBe(Date.UTC(2026, 0, 1) / 1000 + 1.5);
  });

  it("is refused where it is no power, or not of the time of the samples", async () => {
    const wrong = ["", "timestamp,watts\n", "0,1\n0,2\n", "0,1\n1,-2\n", "0,1\n1,much\n", "0,1\n1\n"];
    for (const text of wrong) expect(await codeOf(() => parsePowerCsv(text, "m")), JSON.stringify(text)).toBe("power-csv");
    const series = parsePowerCsv("10,1\n20,1\n", "m");
    expect(await codeOf(() => joulesWithin(series, [[5, 15]], "m"))).toBe("power-coverage");
    expect(await codeOf(() => joulesWithin(series, [[15, 25]], "m"))).toBe("power-coverage");
  });

  it("replaces the estimate, and says that it was measured", async () => {
    const estimated = (await run({ limit: 20 })).energy;
    expect(estimated).toEqual([{ kind: "estimated", joulesPerSample: expect.any(Number), from: expect.stringContaining("horowitz-45nm") }]);
    expect(estimated[0]?.joulesPerSample).toBeGreaterThan(1e-12);
    const now = Date.now() / 1000;
    writeFileSync(at("meter.csv"), `timestamp,watts\n${now - 60},3\n${now},3\n${now + 600},3\n`);
    const measured = await run({ limit: 20, power: { kind: "csv", file: at("meter.csv") } });
    expect(measured.energy).toEqual([{ kind: "measured", joulesPerSample: expect.any(Number), from: expect.stringContaining("meter.csv") }]);
    const watts = await run({ limit: 20, power: { kind: "watts", watts: 2 } });
    expect(watts.energy[0]?.kind).toBe("measured");
    // Twenty sentences at 2 W take as long as they took.
    const seconds = ((watts.energy[0]?.joulesPerSample ?? 0) * 20) / 2;
    expect(seconds).toBeGreaterThanOrEqual(watts.hostLatencySeconds.max);
    expect(seconds).toBeLessThan(60);
  });
});

describe("percentiles", () => {
  it("are those of nearest rank", () => {
    expect(percentiles(Array.from({ length: 100 }, (_, i) => 100 - i))).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
    expect(percentiles([3])).toEqual({ p50: 3, p95: 3, p99: 3, max: 3 });
    expect(percentiles([])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
  });
});

describe("a device behind TCP", () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  const serve = async (line: Line): Promise<{ readonly server: HilServer; readonly notes: string[] }> => {
    const notes: string[] = [];
    const server = await startHilServer({
      line,
      host: "127.0.0.1",
      port: 0,
      token: TOKEN,
      onNote: (note) => notes.push(note),
      greetingMilliseconds: 300,
    });
    open.push(server);
    return { server, notes };
  };
  /** What a client hears that says this and then waits for the end. */
  const heard = (port: number, bytes: string | Uint8Array): Promise<string> =>
    new Promise((resolve) => {
      const socket: Socket = connect({ host: "127.0.0.1", port });
      let said = "";
      socket.on("data", (data: Buffer) => {
        said += data.toString("latin1");
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(said));
      socket.write(bytes);
    });

  it("is the same device, for one client at a time", async () => {
    const one = await randomCase(3, 30);
    const { server, notes } = await serve(deviceLine(deviceOf(one)));
    const board = await openBoard(tcpLine("127.0.0.1", server.port, TOKEN), one.build.image);
    open.push(board);
    expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
    expect(await heard(server.port, `snnc-hil ${TOKEN}\n`)).toBe("refused: in use by another client\n");
    expect(await codeOf(() => openBoard(tcpLine("127.0.0.1", server.port, TOKEN), one.build.image))).toBe("hil-server-refused");
    await board.close();
    await expect.poll(() => notes.some((note) => note.includes("has left"))).toBe(true);
    const next = await openBoard(tcpLine("127.0.0.1", server.port, TOKEN), one.build.image);
    open.push(next);
    expect(next.loadedWords()).toBe(0);
  });

  it("turns away who does not know the token, says too much, or says nothing", async () => {
    const one = await randomCase(3, 1);
    const { server } = await serve(deviceLine(deviceOf(one)));
    expect(await heard(server.port, "snnc-hil fedcba9876543210fedcba9876543210\n")).toBe("refused: the token is wrong\n");
    expect(await heard(server.port, `snnc-hil ${TOKEN.slice(0, -1)}\n`)).toBe("refused: the token is wrong\n");
    expect(await heard(server.port, "x".repeat(5000))).toBe("refused: the first line is longer than 512 bytes\n");
    expect(await heard(server.port, "snnc-hil")).toBe("refused: no token in time\n");
    expect(await codeOf(() => openBoard(tcpLine("127.0.0.1", server.port, "f".repeat(32)), one.build.image))).toBe("hil-server-refused");
  });

  it("lets only so many wait without a token, and serves the one that has it when they are gone", async () => {
    const one = await randomCase(3, 5);
    const { server } = await serve(deviceLine(deviceOf(one)));
    const idle = Array.from({ length: 16 }, () => heard(server.port, "snnc"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await heard(server.port, `snnc-hil ${TOKEN}\n`)).toBe("refused: too many connections without a token\n");
    expect(new Set(await Promise.all(idle))).toEqual(new Set(["refused: no token in time\n"]));
    const board = await openBoard(tcpLine("127.0.0.1", server.port, TOKEN), one.build.image);
    open.push(board);
    expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
  });

  it("survives any bytes, before the token and behind it, and then serves", async () => {
    const one = await randomCase(5, 10);
    const { server } = await serve(deviceLine(deviceOf(one)));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async (bytes) => {
        const said = await heard(server.port, Buffer.concat([bytes, Buffer.from("\n")]));
        expect(said).toMatch(/^refused: /);
      }),
      { numRuns: 30 },
    );
    const random = createRandom(9);
    const socket = connect({ host: "127.0.0.1", port: server.port });
    socket.write(`snnc-hil ${TOKEN}\n`);
    for (let i = 0; i < 50; i++) socket.write(Uint8Array.from({ length: 1000 }, () => random.integer(256)));
    await new Promise<void>((resolve) => socket.end(() => resolve()));
    socket.destroy();
    let board: Awaited<ReturnType<typeof openBoard>> | undefined;
    await expect
      .poll(async () => {
        board = await openBoard(tcpLine("127.0.0.1", server.port, TOKEN), one.build.image).catch(() => undefined);
        return board !== undefined;
      })
      .toBe(true);
    if (board === undefined) return;
    open.push(board);
    expect(firstDifference(one, await board.run(one.batch, { membranes: true }))).toBeUndefined();
  });

  it("has a token of some length from a file", async () => {
    writeFileSync(at("token.txt"), `${TOKEN}\n`);
    expect(readToken(at("token.txt"))).toBe(TOKEN);
    for (const text of ["", "secret\n", "two words that are long enough\n", "x".repeat(300)]) {
      writeFileSync(at("bad.txt"), text);
      expect(await codeOf(() => readToken(at("bad.txt")))).toBe("hil-token");
    }
  });
});

describe("serial ports", () => {
  /** A machine whose /dev and /sys are folders of the test. */
  const machine = (name: string, ports: Readonly<Record<string, readonly [vendor: string, product: string]>>, canOpen: boolean) => {
    const root = at(name);
    mkdirSync(join(root, "sys/class/tty/ttyS0"), { recursive: true });
    for (const [port, [vendor, product]] of Object.entries(ports)) {
      const usb = join(root, "sys/devices/usb", port);
      mkdirSync(join(usb, "interface", port), { recursive: true });
      writeFileSync(join(usb, "idVendor"), `${vendor}\n`);
      writeFileSync(join(usb, "idProduct"), `${product}\n`);
      mkdirSync(join(root, "sys/class/tty", port), { recursive: true });
      symlinkSync(join(usb, "interface", port), join(root, "sys/class/tty", port, "device"));
    }
    return { platform: "linux" as const, root, environment: {}, canOpen: () => canOpen };
  };

  it("are listed with the boards behind them", async () => {
    const ports = await listPorts(machine("open", { ttyUSB1: ["0403", "6010"], ttyUSB0: ["0403", "6015"], ttyACM0: ["1234", "abcd"] }, true));
    expect(ports.map(({ path, vendor, product, board, canOpen }) => [path.slice(-8), vendor, product, board?.split(" ")[0], canOpen])).toEqual([
      ["/ttyACM0", "1234", "abcd", undefined, true],
      ["/ttyUSB0", "0403", "6015", "ULX3S", true],
      ["/ttyUSB1", "0403", "6010", "iCEBreaker", true],
    ]);
  });

  it("that may not be opened come with the rule that mends it", async () => {
    const entries = portEntries(await listPorts(machine("closed", { ttyUSB0: ["0403", "6015"] }, false)));
    expect(entries).toMatchObject([{ state: "no-permission", version: "0403:6015", isRequired: false }]);
    expect(entries[0]?.howToGet).toContain("dialout");
    expect(entries[0]?.howToGet).toContain('SUBSYSTEM=="tty", ATTRS{idVendor}=="0403", ATTRS{idProduct}=="6015", MODE="0660", TAG+="uaccess"');
  });

  it("where there is none, are said to be none", async () => {
    expect(portEntries(await listPorts(machine("none", {}, true)))).toMatchObject([{ name: "serial port", state: "missing", isRequired: false }]);
  });
});

describe("the self-test and the bench", () => {
  it("sends bytes there and back", async () => {
    expect(await selfTestHil(at("bundle"), { device: { kind: "golden" } })).toMatchObject({
      pings: 64,
      link: { framesDamaged: 0 },
      identity: { protocol: 1 },
    });
  });

  it("loses nothing, repeats nothing and has nothing wrong", async () => {
    const result = await benchHil({ sentences: 1000, rate: 0.02, seed: 1 });
    expect(result).toMatchObject({ sentences: 1000, wrong: 0, lost: 0, duplicated: 0 });
    expect(result.framesHurt).toBeGreaterThan(10);
    expect(result.usefulByteFraction).toBeGreaterThan(0.5);
    expect(result.usefulByteFraction).toBeLessThan(1);
  });
});
