"""Runs networks on the compartments of nengo-loihi's emulator: JSON on standard input, spikes as JSON on standard output."""

import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")

from nengo_loihi.block import LoihiBlock
from nengo_loihi.emulator.interface import BlockInfo, CompartmentState


def run(network):
    neurons = network["neurons"]
    block = LoihiBlock(len(neurons))
    compartment = block.compartment

    def registers(name):
        return np.array([neuron[name] for neuron in neurons], dtype=np.int32)

    compartment.decay_u = registers("decayU")
    compartment.decay_v = registers("decayV")
    compartment.vth = registers("threshold")
    compartment.bias = registers("bias")
    compartment.vmin = registers("membraneMin")
    compartment.vmax = registers("membraneMax")
    compartment.refract_delay = registers("refractory")
    compartment.scale_u = compartment.scale_v = False

    # weights[source][neuron]; sources are the input lines, then the neurons.
    weights = np.array(network["weights"], dtype=np.int32).reshape(-1, len(neurons))
    state = CompartmentState(BlockInfo([block]), strict=True)
    rng = np.random.RandomState(0)
    spikes = []
    arriving = np.zeros(len(neurons), dtype=np.int32)
    for t in range(network["timesteps"]):
        state.input[0, :] = arriving
        state.update(rng)
        arriving = weights[network["lines"] :][state.spiked].sum(axis=0, dtype=np.int32)
        for line in network["events"][t]:
            arriving += weights[line]
        spikes.extend([t, int(neuron)] for neuron in np.flatnonzero(state.spiked))
    return {"spikes": spikes, "membranes": state.voltage.tolist()}


json.dump([run(network) for network in json.load(sys.stdin)], sys.stdout)
