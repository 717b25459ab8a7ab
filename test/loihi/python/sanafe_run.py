"""Runs exported networks on SANA-FE. stdin: [{"folder", "timesteps"}]; the results are written as JSON to argv[1], since the simulator prints."""
import json
import os
import sys

import sanafe


def run(folder, timesteps):
    architecture = sanafe.load_arch(os.path.join(folder, "architecture.yaml"))
    network = sanafe.load_net(os.path.join(folder, "network.yaml"), architecture)
    chip = sanafe.SpikingChip(architecture)
    chip.load(network)
    result = chip.sim(timesteps, spike_trace=True, potential_trace=True, message_trace=True)
    messages = [m for step in result["message_trace"] for m in step if not m["placeholder"]]
    return {
        "spikes": [[t, str(neuron)] for t, step in enumerate(result["spike_trace"]) for neuron in step],
        "potentials": result["potential_trace"],
        "energy": result["energy"],
        "seconds": result["sim_time"],
        "updated": result["neurons_updated"],
        "messages": [
            {
                "group": m["src_neuron_group_id"],
                "spikes": m["spikes"],
                "hops": m["hops"],
                "eastWest": abs(m["src_x"] - m["dest_x"]),
                "northSouth": abs(m["src_y"] - m["dest_y"]),
            }
            for m in messages
        ],
    }


with open(sys.argv[1], "w") as file:
    json.dump([run(**network) for network in json.load(sys.stdin)], file)
