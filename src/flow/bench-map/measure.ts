/** One row of `snnc bench-map`: a network is built, mapped, and held against the simple mapping. */
import { legaliseForLoihi } from "../../loihi/legalise.js";
import { baselineOf, mapToLoihi } from "../../loihi/map.js";
import { costOf } from "../../passes/index.js";
import { loadLoihiTarget } from "../targets.js";
import { BENCH_NETWORKS } from "./networks.js";

export interface BenchMapRequest {
  readonly network: string;
  readonly neurons: number;
  readonly seed: number;
}

export interface BenchMapRow {
  readonly network: string;
  readonly structured: boolean;
  readonly target: string;
  readonly neurons: number;
  readonly synapses: number;
  /** From event program to mapped program: legalising and mapping. */
  readonly seconds: number;
  /** Processor time of the same: less than `seconds` on a busy machine, more where the collector runs beside. */
  readonly cpuSeconds: number;
  /** Most memory that the process ever held, the network included. */
  readonly peakBytes: number;
  readonly cores: number;
  /** Spikes x hops if every neuron spikes once. */
  readonly traffic: number;
  /** Cores filled in the order of the neurons, placed in order or at random, whichever moves less. */
  readonly baselineCores: number;
  readonly baselineTraffic: number;
  readonly randomTraffic: number;
}

/** Measures in this process, whose peak memory is then the row's: run it in one of its own. */
export function measureMapping({ network, neurons, seed }: BenchMapRequest): BenchMapRow {
  const bench = BENCH_NETWORKS.find(({ name }) => name === network);
  if (bench === undefined) throw new Error(`no benchmark network '${network}'`);
  const program = bench.build(neurons, seed);
  const { neurons: built, synapses } = costOf(program);
  const target = loadLoihiTarget(bench.target);
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  const legal = legaliseForLoihi(program, target).program;
  let traffic = 0;
  const { cores } = mapToLoihi(legal, target, {
    seed,
    onPhase: (phase) => {
      if (phase.phase === "placement") traffic = phase.traffic;
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const baseline = baselineOf(legal, target, { seed });
  return {
    network,
    structured: bench.structured,
    target: target.name,
    neurons: built,
    synapses,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakBytes,
    cores: cores.length,
    traffic,
    baselineCores: baseline.cores,
    baselineTraffic: Math.min(baseline.orderedTraffic, baseline.randomTraffic),
    randomTraffic: baseline.randomTraffic,
  };
}
