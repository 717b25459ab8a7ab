/** Operations a second of one thread at 16 lanes: the core under every simulator that runs here, beside the golden one. */
import { readFileSync } from "node:fs";
import { denseBatch, denseStreamImage } from "../../cosim/dense-stream.js";
import { commandsOf, loadImage } from "../../cosim/samples.js";
import { buildSimulation, SIMULATORS, type SimulatorKind } from "../../cosim/simulation.js";
import { goldenSimulator } from "../../sim/golden.js";
import { formatDiagnostic, SnncError } from "../../util/diagnostics.js";
import { median } from "../bench/result.js";
import { loadCrossbarTarget } from "../targets.js";
import type { Runner, Section } from "./result.js";

/** Someone who runs the dense stream; seconds for so many samples of it. */
interface Running {
  readonly runner: Runner;
  readonly description: string;
  readonly samples: number;
  time(): Promise<number>;
  close(): Promise<void>;
}

/** Samples of 512 events in a turn: about half a second each. */
const SAMPLES: Readonly<Record<Runner, number>> = { native: 500, wasm: 500, icarus: 1, golden: 2000 };

export const speedSection: Section = {
  name: "speed",
  summary: "operations a second of every simulator at 16 lanes",
  async measure({ rounds, signal, onProgress }) {
    const dense = denseStreamImage(loadCrossbarTarget("crossbar-16"));
    const operations = denseBatch(1).time.length * dense.program.populations[0].size;
    const running: Running[] = [await golden(dense)];
    const missing: { runner: Runner; reason: string }[] = [];
    try {
      for (const simulator of SIMULATORS) {
        onProgress?.({ stage: "building", note: simulator });
        try {
          running.push(await rtl(dense, simulator, signal));
        } catch (error) {
          if (!(error instanceof SnncError) || error.kind !== "tool") throw error;
          missing.push({ runner: simulator, reason: error.diagnostics.map(formatDiagnostic).join("; ") });
        }
      }
      const speeds = new Map<Runner, number[]>(running.map(({ runner }) => [runner, []]));
      for (let round = 0; round < rounds; round++) {
        onProgress?.({ stage: "operations a second", done: round, total: rounds });
        for (const { runner, samples, time } of running) {
          signal?.throwIfAborted();
          speeds.get(runner)?.push((samples * operations) / (await time()));
        }
      }
      return {
        operationsPerSecond: Object.fromEntries([...speeds].map(([runner, values]) => [runner, median(values)])),
        runners: Object.fromEntries(running.map(({ runner, description }) => [runner, description])),
        missing,
        secondsAre: processorSeconds(process.pid) === undefined ? "wall time" : "processor time",
      };
    } finally {
      await Promise.all(running.map(({ close }) => close()));
    }
  },
  rows({ operationsPerSecond = {} }) {
    const { native, icarus } = operationsPerSecond;
    const beside = (name: string, value: number, other: number | undefined): string[] =>
      other === undefined ? [] : [`${(value / other).toPrecision(3)} x ${name}`];
    return Object.entries(operationsPerSecond).map(([runner, value]) => [
      `million operations a second, ${runner}`,
      (value / 1e6).toPrecision(4),
      [
        ...(runner === "golden" ? [] : beside("golden", value, operationsPerSecond.golden)),
        ...(runner === "native" ? beside("icarus", value, icarus) : []),
        ...(runner === "wasm" ? beside("native", value, native) : []),
      ].join(", "),
    ]);
  },
};

type Dense = ReturnType<typeof denseStreamImage>;

async function rtl({ image: built }: Dense, simulator: SimulatorKind, signal: AbortSignal | undefined): Promise<Running> {
  const simulation = await buildSimulation(built, { simulator, signal });
  const harness = await simulation.start();
  await loadImage(harness, built);
  const one = commandsOf(built, denseBatch(1), 0, false);
  const samples = SAMPLES[simulator];
  // One message: what is timed is the core, not the pipe.
  const commands = new Uint32Array(samples * one.length);
  for (let s = 0; s < samples; s++) commands.set(one, s * one.length);
  await harness.run({ commands: one });
  return {
    runner: simulator,
    description: simulation.description,
    samples,
    time: () => secondsOf(harness.pid ?? process.pid, () => harness.run({ commands })),
    close: () => harness.close(),
  };
}

async function golden({ program }: Dense): Promise<Running> {
  const simulator = goldenSimulator(program);
  const batch = denseBatch(SAMPLES.golden);
  // Until its code is compiled.
  await simulator.run(batch);
  return {
    runner: "golden",
    description: simulator.description,
    samples: SAMPLES.golden,
    time: () => secondsOf(process.pid, () => simulator.run(batch)),
    close: () => simulator.close(),
  };
}

/** Processor time of a process while it works, or wall time where the system does not say: other programs do not count then. */
async function secondsOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const [began, usedBefore] = [performance.now(), processorSeconds(pid)];
  await work();
  const usedAfter = processorSeconds(pid);
  return usedBefore === undefined || usedAfter === undefined ? (performance.now() - began) / 1000 : usedAfter - usedBefore;
}

/** Linux: fields 14 and 15 of /proc/PID/stat, hundredths of a second. */
function processorSeconds(pid: number): number | undefined {
  if (pid === process.pid) {
    const { user, system } = process.cpuUsage();
    return process.platform === "linux" ? (user + system) / 1e6 : undefined;
  }
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
