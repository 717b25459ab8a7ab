/** snnc hil, hil-server and bench-hil from the command line: reports, results, exit codes. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, MAIN, snnc, temporaryFolder } from "../support/cli.js";
import { labelledSentences, writeTextBundle } from "../support/text-bundle.js";

const folder = temporaryFolder();
const at = (...path: string[]): string => join(folder.path, ...path);
const TOKEN = "0123456789abcdef0123456789abcdef";

beforeAll(async () => {
  buildCli();
  await writeTextBundle(at("bundle"));
  await writeTextBundle(at("other"), 7);
  writeFileSync(at("texts.tsv"), labelledSentences(120));
  writeFileSync(at("many.tsv"), labelledSentences(3000));
  writeFileSync(at("token.txt"), `${TOKEN}\n`);
}, 120_000);
afterAll(() => folder.remove());

const hil = (...args: string[]) => snnc(["hil", at("bundle"), "--data", at("texts.tsv"), "--part", "all", "--quiet", ...args]);
const linesOf = (
  file: string,
): { readonly sample?: number; readonly text?: string; readonly equal?: boolean; readonly counters?: number[]; readonly schema?: string }[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("snnc hil", () => {
  it("reports accuracy, equality, latency, the line and energy, and writes a line a sample", async () => {
    const { code, stdout } = await hil("--backend", "golden", "--out", at("all.jsonl"), "--json");
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      schema: "snnc-hil-report/1",
      backend: "golden",
      samples: 120,
      resumed: 0,
      equality: { samples: 120, mismatches: 0, counters: true },
      link: { framesDamaged: 0, sessions: 1 },
    });
    expect(report.deviceLatencySeconds).toBeUndefined();
    expect(report.accuracyPercent).toBeGreaterThan(0);
    expect(report.hostLatencySeconds.p50).toBeGreaterThan(0);
    expect(report.hostLatencySeconds.max).toBeGreaterThanOrEqual(report.hostLatencySeconds.p99);
    expect(report.link.usefulByteFraction).toBeGreaterThan(0.8);
    expect(report.energy).toEqual([{ kind: "estimated", joulesPerSample: expect.any(Number), from: expect.stringContaining("horowitz-45nm") }]);
    const [head, ...records] = linesOf(at("all.jsonl"));
    expect(head?.schema).toBe("snnc-hil/1");
    expect(records.map(({ sample }) => sample)).toEqual(Array.from({ length: 120 }, (_, i) => i));
    expect(records.every(({ equal, counters, text }) => equal === true && counters?.length === 9 && text?.startsWith("w") === true)).toBe(true);
  });

  it("prints a table for people", async () => {
    const { code, stdout } = await hil("--backend", "golden", "--limit", "10", "--one-at-a-time");
    expect(code).toBe(0);
    expect(stdout).toMatch(/equal to the golden simulator +10 of 10: outputs, decisions, counters/);
    expect(stdout).toMatch(/latency on the host's clock, 50, 95, 99 % +/);
  });

  it("refuses what cannot be, and says the way out", async () => {
    const said = async (...args: string[]) => {
      const { code, stderr } = await hil(...args);
      return `${stderr.replaceAll(folder.path, "DIR")}exit ${code}`;
    };
    expect(await said()).toMatchInlineSnapshot(`
      "snnc: name the board: either --port or --connect [hil-no-device]
        \`--port /dev/ttyUSB1\` (\`snnc doctor\` lists ports), \`--connect HOST:PORT --token-file FILE\`, or no board: \`--backend golden\`.
      exit 2"
    `);
    expect(await said("--port", "/dev/ttyUSB1", "--backend", "golden")).toMatchInlineSnapshot(`
      "snnc: --backend golden is in this process; a port is named too [hil-two-devices]
        Leave one of them out.
      exit 2"
    `);
    expect(await said("--port", "/dev/no-such-port")).toMatchInlineSnapshot(`
      "snnc: /dev/no-such-port: there is no such serial port [hil-port-missing]
        \`snnc doctor\` lists the ports that are there.
      exit 2"
    `);
    expect(await said("--backend", "golden", "--flash")).toMatchInlineSnapshot(`
      "snnc: DIR/bundle: the bundle has no bitstream [hil-no-bitstream]
        Make it first: \`snnc synth BUNDLE --board icebreaker\` (or another board of \`snnc synth --help\`).
      exit 2"
    `);
  });

  it("loads a bitstream, and weights that are not in it, with openFPGALoader", async () => {
    const synth = { board: "icebreaker", bitstream: { file: "bitstream.bin", bytes: 4 } };
    const result = {
      schema: "snnc-synth/1",
      ...synth,
      device: "iCE40 UP5K",
      family: "ice40",
      parameters: { EXTERNAL_WEIGHTS: 1 },
      tools: [],
      resources: Object.fromEntries(["luts", "blockRams", "sprams", "dsps"].map((name) => [name, { used: 1, capacity: 2 }])),
      cells: {},
      operationsPerCyclePerKiloLut: 1,
      remarks: [],
    };
    writeFileSync(at("bundle", "synth.json"), JSON.stringify({ ...result, resources: { ...result.resources, flipFlops: 1 } }));
    mkdirSync(at("bundle", "synth", "icebreaker"), { recursive: true });
    writeFileSync(at("bundle", "synth", "icebreaker", "bitstream.bin"), "bits");
    writeFileSync(at("bundle", "synth", "icebreaker", "weights.bin"), "weights");
    mkdirSync(at("bin"));
    writeFileSync(at("bin", "openFPGALoader"), `#!/bin/sh\necho "openFPGALoader v0.10.0" \necho "$@" >> ${at("calls.txt")}\n`);
    chmodSync(at("bin", "openFPGALoader"), 0o755);
    const env = { PATH: `${at("bin")}:${process.env.PATH}` };
    const { code } = await snnc(["hil", at("bundle"), "--data", at("texts.tsv"), "--limit", "1", "--part", "all", "--backend", "golden", "--flash"], {
      env,
    });
    expect(code).toBe(0);
    const made = (name: string): string => at("bundle", "synth", "icebreaker", name);
    expect(readFileSync(at("calls.txt"), "utf8").trimEnd().split("\n").slice(-2)).toEqual([
      `-b ice40_generic -f -o 1048576 ${made("weights.bin")}`,
      `-b ice40_generic ${made("bitstream.bin")}`,
    ]);
  });
});

describe("snnc hil-server", () => {
  const servers: ChildProcess[] = [];
  afterAll(() => {
    for (const server of servers) server.kill("SIGKILL");
  });

  it("serves a device to clients that know the token, and turns others away", async () => {
    const server = spawn(
      process.execPath,
      [MAIN, "hil-server", "--simulate", at("bundle"), "--listen", "127.0.0.1:0", "--token-file", at("token.txt")],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    servers.push(server);
    let said = "";
    const address = await new Promise<string>((resolve) => {
      server.stderr?.on("data", (bytes: Buffer) => {
        said += bytes.toString();
        const [, found] = / is at (127\.0\.0\.1:\d+)/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const through = (token: string) => hil("--connect", address, "--token-file", token, "--json");
    const first = await through(at("token.txt"));
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ backend: "server", equality: { samples: 120, mismatches: 0 } });
    writeFileSync(at("wrong.txt"), "fedcba9876543210fedcba9876543210\n");
    const wrong = await through(at("wrong.txt"));
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain("the token is wrong");

    // A host that is killed midway leaves whole lines, and a device that the next host uses.
    const killed = [
      "--connect",
      address,
      "--token-file",
      at("token.txt"),
      "--one-at-a-time",
      "--out",
      at("killed.jsonl"),
      "--data",
      at("many.tsv"),
      "--part",
      "all",
    ];
    const host = spawn(process.execPath, [MAIN, "hil", at("bundle"), ...killed], { stdio: "ignore" });
    const written = (): number => (existsSync(at("killed.jsonl")) ? readFileSync(at("killed.jsonl"), "utf8").split("\n").length : 0);
    await expect.poll(written, { interval: 5, timeout: 20_000 }).toBeGreaterThan(20);
    host.kill("SIGKILL");
    await new Promise((resolve) => host.on("close", resolve));
    const before = written() - 2;
    expect(before).toBeLessThan(3000);
    const resumed = await snnc(["hil", at("bundle"), ...killed, "--resume", "--json", "--quiet"]);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ samples: 3000, resumed: before, loadedWords: 0, equality: { mismatches: 0 } });

    const ended = new Promise<number | null>((resolve) => server.on("close", resolve));
    server.kill("SIGINT");
    expect(await ended).toBe(130);
  });
});

describe("snnc bench-hil", () => {
  it("prints exactly what was measured, with nothing wrong, lost or there twice", async () => {
    const { code, stdout } = await snnc(["bench-hil", "--sentences", "1500", "--rate", "0.03", "--json", "--quiet"]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      "sentences",
      "framesSent",
      "framesHurt",
      "wrong",
      "lost",
      "duplicated",
      "usefulByteFraction",
      "sentencesPerSecond",
    ]);
    expect(result).toMatchObject({ sentences: 1500, wrong: 0, lost: 0, duplicated: 0 });
    expect(result.framesHurt).toBeGreaterThan(5);
    expect(result.usefulByteFraction).toBeGreaterThan(0.5);
    expect(result.usefulByteFraction).toBeLessThan(1);
  });
});
