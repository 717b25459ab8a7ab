/**
 * The recurrent network of the third workload: a layer of leaky integrate-and-fire neurons with random, fixed synapses
 * (a liquid state machine: Maass, Natschlaeger and Markram 2002), and a linear readout of their spikes.
 *
 *     v[t] = (1 - leak) v[t-1] + input x[t] + recurrent s[t-1];   s[t] = v[t] > 1;   v[t] = v[t] - s[t]
 *     scores = readout (s[0] + s[1] + ... + s[T-1])
 *
 * A neuron of the layer either excites all of its targets or inhibits them all (Dale's law).
 */
import type { Edge, Graph, GraphNode } from "../graph/graph.js";
import type { SpikeTrains } from "../samples/types.js";
import { createRandom } from "../util/random.js";

/** Where synapses are, and how strong each is within its kind; drawn once, whatever a kind's strength will be. */
export interface Wiring {
  readonly lines: number;
  readonly neurons: number;
  /** [neurons x lines]: 0 or +-0.5 .. +-1.5. */
  readonly input: Float32Array;
  /** [neurons x neurons], target by source: above 0 from an exciting neuron, below from an inhibiting one. */
  readonly recurrent: Float32Array;
}

export interface Reservoir {
  readonly lines: number;
  readonly neurons: number;
  /** A power of two, which integers compute by a shift. */
  readonly leak: number;
  /** [neurons x lines] */
  readonly input: Float32Array;
  /** [neurons x neurons], target by source. */
  readonly recurrent: Float32Array;
}

export interface Strengths {
  readonly leak: number;
  /** Mean size of a synapse from the input, in thresholds. */
  readonly inputWeight: number;
  /** Mean of the exciting synapses between neurons, in thresholds; 0 leaves the recurrence out. */
  readonly recurrentWeight: number;
}

/** Share of the (neuron, line) pairs with a synapse, and share of those that inhibit. */
const INPUT_DENSITY = 0.25;
const INPUT_INHIBITION = 0.3;
/** Mean number of synapses that a neuron gets from the others. */
const RECURRENT_FAN_IN = 12;
/** Share of the neurons that inhibit, as in cortex, and how much stronger theirs are, so that the two sides balance. */
const INHIBITORS = 0.2;
const INHIBITION = 8;

const STREAM = 0x5a9c3d1;

/**
 * Random synapses by seed. Their sizes differ: equal ones would add up to nearly the threshold in the same way again and
 * again, and an integer network, which rounds them, would decide all of these cases otherwise.
 */
export function drawWiring(lines: number, neurons: number, seed: number): Wiring {
  // Not the draws that a data set of the same seed was made from.
  const random = createRandom(seed ^ STREAM);
  const synapse = (density: number, inhibits: boolean): number => {
    const isThere = random.uniform() < density;
    const size = 0.5 + random.uniform();
    return isThere ? (inhibits ? -size : size) : 0;
  };
  const input = Float32Array.from({ length: neurons * lines }, () => synapse(INPUT_DENSITY, random.uniform() < INPUT_INHIBITION));
  const inhibitors = Math.round(INHIBITORS * neurons);
  const recurrent = Float32Array.from({ length: neurons * neurons }, (_, at) => {
    const [target, source] = [Math.floor(at / neurons), at % neurons];
    return synapse(source === target ? 0 : RECURRENT_FAN_IN / neurons, source < inhibitors);
  });
  return { lines, neurons, input, recurrent };
}

export function createReservoir({ lines, neurons, input, recurrent }: Wiring, { leak, inputWeight, recurrentWeight }: Strengths): Reservoir {
  return {
    lines,
    neurons,
    leak,
    input: input.map((size) => size * inputWeight),
    recurrent: recurrent.map((size) => (size < 0 ? INHIBITION : 1) * size * recurrentWeight),
  };
}

/**
 * Spikes of every neuron over each sample, [samples x neurons]. The same sums in the same order as the graph evaluator's,
 * hence the same spikes, but only where something spiked.
 */
export function countSpikes({ lines, neurons, leak, input, recurrent }: Reservoir, trains: SpikeTrains, timesteps: number): Float64Array {
  const fromLine = synapsesBySource(input, neurons, lines);
  const fromNeuron = synapsesBySource(recurrent, neurons, neurons);
  const samples = trains.sampleStart.length - 1;
  const counts = new Float64Array(samples * neurons);
  const membrane = new Float64Array(neurons);
  const external = new Float64Array(neurons);
  const internal = new Float64Array(neurons);
  for (let sample = 0; sample < samples; sample++) {
    membrane.fill(0);
    let spiking: number[] = [];
    let event = trains.sampleStart[sample];
    for (let t = 0; t < timesteps; t++) {
      external.fill(0);
      internal.fill(0);
      for (; event < trains.sampleStart[sample + 1] && trains.time[event] === t; event++) deliver(fromLine[trains.line[event]], external);
      for (const source of spiking) deliver(fromNeuron[source], internal);
      spiking = [];
      for (let neuron = 0; neuron < neurons; neuron++) {
        membrane[neuron] = (1 - leak) * membrane[neuron] + (external[neuron] + internal[neuron]);
        if (membrane[neuron] <= THRESHOLD) continue;
        membrane[neuron] -= THRESHOLD;
        spiking.push(neuron);
        counts[sample * neurons + neuron]++;
      }
    }
  }
  return counts;
}

const THRESHOLD = 1;

/** The synapses of one source. */
interface Fanout {
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
}

function synapsesBySource(matrix: Float32Array, targets: number, sources: number): readonly Fanout[] {
  return Array.from({ length: sources }, (_, source) => {
    const reached = Uint32Array.from({ length: targets }, (_, target) => target).filter((target) => matrix[target * sources + source] !== 0);
    return { targets: reached, weights: Float64Array.from(reached, (target) => matrix[target * sources + source]) };
  });
}

function deliver({ targets, weights }: Fanout, sums: Float64Array): void {
  for (let i = 0; i < targets.length; i++) sums[targets[i]] += weights[i];
}

/**
 * The network as a graph: spikes [lines] -> input -> neurons (<-> recurrent) -> readout -> output [classes]. Without
 * recurrent synapses it has no recurrent node. `readout` is [classes x neurons].
 */
export function reservoirGraph({ lines, neurons, leak, input, recurrent }: Reservoir, readout: Float32Array, name: string): Graph {
  const classes = readout.length / neurons;
  const linear = (node: string, inputs: number, weight: Float32Array): GraphNode => {
    return { kind: "linear", name: node, inputs, outputs: weight.length / inputs, weight: weight.slice() };
  };
  const isRecurrent = recurrent.some((weight) => weight !== 0);
  const nodes: GraphNode[] = [
    { kind: "input", name: "spikes", shape: [lines], encoding: { kind: "values" } },
    linear("input", lines, input),
    {
      kind: "lif",
      name: "neurons",
      leak: Float32Array.of(leak),
      inputGain: Float32Array.of(1),
      threshold: Float32Array.of(THRESHOLD),
      reset: "subtract",
    },
    ...(isRecurrent ? [linear("recurrent", neurons, recurrent)] : []),
    linear("readout", neurons, readout),
    { kind: "output", name: "output", shape: [classes] },
  ];
  const edges: Edge[] = [
    { from: "spikes", to: "input" },
    { from: "input", to: "neurons" },
    ...(isRecurrent
      ? [
          { from: "neurons", to: "recurrent" },
          { from: "recurrent", to: "neurons" },
        ]
      : []),
    { from: "neurons", to: "readout" },
    { from: "readout", to: "output" },
  ];
  return { level: "graph", name, nodes, edges };
}
