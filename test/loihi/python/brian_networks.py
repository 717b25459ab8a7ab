"""Runs networks on brian2-loihi: JSON on standard input, spikes and last membranes as JSON on standard output.

NumPy 2 has no ndarray.ptp, which Brian2 2.9 wraps while it is imported; it is put back for that, and nothing here calls it.
"""

import gc
import json
import logging
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
gc.get_referents(np.ndarray.__dict__)[0].setdefault("ptp", lambda array, *args, **kwargs: np.ptp(array, *args, **kwargs))

import brian2

logging.disable(logging.WARNING)
brian2.prefs.codegen.target = "numpy"

from brian2_loihi import LoihiNetwork, LoihiNeuronGroup, LoihiSpikeGeneratorGroup, LoihiSpikeMonitor, LoihiSynapses, synapse_sign_mode


def run(network):
    brian2.start_scope()
    # decay_I is the register + 1: what is lost of a current of 4096 in a timestep.
    groups = [
        LoihiNeuronGroup(
            group["size"],
            refractory=group["refractory"],
            threshold_v_mant=group["thresholdMantissa"],
            decay_v=group["decayV"],
            decay_I=group["decayU"] + 1,
        )
        for group in network["groups"]
    ]
    events = np.array(network["events"], dtype=int).reshape(-1, 2)
    # A generator's spike reaches its targets in its own timestep, a neuron's in the next one.
    lines = LoihiSpikeGeneratorGroup(network["lines"], events[:, 1], events[:, 0] + 1)
    parts = [lines, *groups]
    for item in network["synapses"]:
        bits = item["weightBits"]
        mode = getattr(synapse_sign_mode, item["signMode"].upper())
        synapses = LoihiSynapses(
            lines if item["source"] < 0 else groups[item["source"]],
            groups[item["target"]],
            delay=item["delay"],
            w_exp=item["weightExponent"],
            sign_mode=mode,
            num_weight_bits=bits,
        )
        synapses.connect(i=np.array(item["i"]), j=np.array(item["j"]))
        left = 8 - bits + (1 if mode == synapse_sign_mode.MIXED else 0)
        sign = -1 if mode == synapse_sign_mode.INHIBITORY else 1
        synapses.w = sign * np.array(item["stored"], dtype=int) * 2**left
        parts.append(synapses)
    monitors = [LoihiSpikeMonitor(group) for group in groups]
    LoihiNetwork(*parts, *monitors).run(network["timesteps"])
    spikes = [
        [int(t), index, int(neuron)]
        for index, monitor in enumerate(monitors)
        for t, neuron in zip(np.round(monitor.t_ * 1000), monitor.i)
    ]
    return {"spikes": spikes, "membranes": [[int(v) for v in np.asarray(group.v)] for group in groups]}


json.dump([run(network) for network in json.load(sys.stdin)], sys.stdout)
