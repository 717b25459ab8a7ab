/** The two networks of NIR's paper that lie beside the repository where its data do: a LIF of Norse, a CNN of sinabs for N-MNIST. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeSpikeTrains } from "../../src/encode/values.js";
import type { EventBatch } from "../../src/event/run.js";
import { type CompiledNetwork, compileNetwork } from "../../src/flow/network.js";
import { type ReadModelOptions, readModel } from "../../src/flow/read-model.js";
import { elementsOf, inferShapes } from "../../src/graph/shapes.js";
import type { LeakRule } from "../../src/lower/space/neurons.js";
import { createRandom } from "../../src/util/random.js";

const FOLDER = fileURLToPath(new URL("../../../shared/data/nir/", import.meta.url));

/** Where the networks are; undefined where they are not. */
export const SHARED_NETWORKS: string | undefined = existsSync(join(FOLDER, "cnn_sinabs.nir")) ? FOLDER : undefined;
/** For the names of tests that skip. */
export const ABSENT = SHARED_NETWORKS === undefined ? " (skipped: there is no ../shared/data/nir)" : "";

export interface SharedOptions {
  readonly reading?: ReadModelOptions;
  readonly timesteps: number;
  readonly weightBits?: number;
  readonly leaks?: LeakRule;
}

/** A network for spike trains, as `snnc convert --model` makes it. */
export async function compileShared(file: string, { reading, timesteps, weightBits, leaks }: SharedOptions): Promise<CompiledNetwork> {
  const { graph } = await readModel(join(FOLDER, file), reading);
  const output = graph.nodes.find(({ kind }) => kind === "output");
  const classes = elementsOf(inferShapes(graph).get(output?.name ?? "")?.output ?? []);
  return compileNetwork(graph, {
    classes: Array.from({ length: classes }, (_, i) => String(i)),
    timesteps,
    encoding: { kind: "spikes" },
    ...(weightBits === undefined ? {} : { weightBits }),
    ...(leaks === undefined ? {} : { leaks }),
  });
}

/** A trace of the LIF: columns input, membrane, output spike; a timestep a line. */
export function traceOf(file: string): { readonly input: readonly number[]; readonly spikes: readonly number[] } {
  const rows = readFileSync(join(FOLDER, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  return { input: rows.map(([input]) => input), spikes: rows.flatMap(([, , spike], t) => (spike > 0 ? [t] : [])) };
}

/** Random spikes on every line, each with this probability in every timestep. */
export function randomTrains({ encoder }: CompiledNetwork, probability: number, seed: number): EventBatch {
  const random = createRandom(seed);
  const time: number[] = [];
  const line: number[] = [];
  for (let t = 0; t < encoder.timesteps; t++) {
    for (let l = 0; l < elementsOf(encoder.shape); l++) {
      if (random.uniform() >= probability) continue;
      time.push(t);
      line.push(l);
    }
  }
  return encodeSpikeTrains(encoder, { sampleStart: Uint32Array.of(0, time.length), time: Uint32Array.from(time), line: Uint32Array.from(line) });
}

/** One line, a spike wherever the input is not 0. */
export function trainOf({ encoder }: CompiledNetwork, input: readonly number[]): EventBatch {
  const time = Uint32Array.from(input.flatMap((value, t) => (value === 0 ? [] : [t])));
  return encodeSpikeTrains(encoder, { sampleStart: Uint32Array.of(0, time.length), time, line: new Uint32Array(time.length) });
}
