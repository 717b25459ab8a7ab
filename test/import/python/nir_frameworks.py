"""Networks of snnTorch and Norse as NIR files, and what the frameworks themselves give for a seeded input.

    python3 nir_frameworks.py FOLDER SEED

Writes NAME.nir and NAME.json into the folder. Needs numpy, torch, nir, nirtorch, snntorch and norse.
"""

import contextlib
import io
import json
import pathlib
import sys

import nir
import norse.torch
import numpy as np
import snntorch
import torch
from snntorch.export_nir import export_to_nir

FOLDER = pathlib.Path(sys.argv[1])
SEED = int(sys.argv[2])
DT = 1e-4


def save(name, graph, inputs, outputs, reset="zero"):
    nir.write(FOLDER / f"{name}.nir", graph)
    as_lists = lambda steps: [np.asarray(step, dtype=float).ravel().tolist() for step in steps]
    run = {"dt": DT, "reset": reset, "inputs": as_lists(inputs), "outputs": as_lists(outputs)}
    (FOLDER / f"{name}.json").write_text(json.dumps(run))


def spikes(steps, size, density):
    return [(torch.rand(1, size) < density).float() for _ in range(steps)]


def run(module, inputs):
    with torch.no_grad():
        return [module(x).numpy() for x in inputs]


def vector(size, low, high):
    return low + (high - low) * torch.rand(size)


def snntorch_networks():
    common = dict(init_hidden=True, reset_delay=False)

    def write(name, layers, inputs, reset="zero"):
        net = torch.nn.Sequential(*layers)
        with contextlib.redirect_stdout(io.StringIO()):
            graph = export_to_nir(net, inputs[0], ignore_dims=[0])
        for module in net.modules():
            for forget in ("reset_mem", "reset_hidden"):
                if isinstance(module, snntorch.SpikingNeuron) and hasattr(module, forget):
                    getattr(module, forget)()
        save(name, graph, inputs, run(net, inputs), reset)

    for reset in ("zero", "subtract"):
        layers = [
            torch.nn.Linear(12, 20),
            snntorch.Leaky(beta=vector(20, 0.5, 0.95), threshold=vector(20, 0.5, 1.5), reset_mechanism=reset, **common),
            torch.nn.Linear(20, 8, bias=False),
            snntorch.Leaky(beta=vector(8, 0.5, 0.95), threshold=vector(8, 0.1, 0.3), reset_mechanism=reset, **common),
        ]
        write(f"snntorch-leaky-{reset}", layers, spikes(200, 12, 0.4), reset)
    layers = [
        torch.nn.Linear(12, 20),
        snntorch.Synaptic(alpha=vector(20, 0.3, 0.8), beta=vector(20, 0.5, 0.9), threshold=vector(20, 0.5, 1.5), reset_mechanism="zero", **common),
    ]
    write("snntorch-synaptic", layers, spikes(200, 12, 0.4))
    recurrent = snntorch.RLeaky(beta=0.9, threshold=1.0, linear_features=30, all_to_all=True, reset_mechanism="zero", **common)
    # At the first timestep snnTorch adds the recurrent layer's bias, where a recurrent edge has brought nothing yet.
    torch.nn.init.zeros_(recurrent.recurrent.bias)
    torch.nn.init.normal_(recurrent.recurrent.weight, std=0.3)
    write("snntorch-recurrent", [torch.nn.Linear(12, 30), recurrent], spikes(1000, 12, 0.5))
    # Membranes meet thresholds: exactly by quarters, and as the rounding has it by tenths.
    for name, parts in (("ties", 4), ("tenths", 10)):
        first = torch.nn.Linear(6, 10, bias=False)
        first.weight.data = torch.randint(-4, 8, (10, 6)) / parts
        layers = [first, snntorch.Leaky(beta=torch.full((10,), 0.5), threshold=torch.full((10,), 1.0), reset_mechanism="zero", **common)]
        write(f"snntorch-{name}", layers, spikes(300, 6, 0.4))


def norse_networks():
    def chain(*nodes):
        return nir.NIRGraph.from_list(*nodes)

    def affine(outputs, inputs, scale):
        return nir.Affine(weight(outputs, inputs, scale), np.zeros(outputs, np.float32))

    def weight(outputs, inputs, scale):
        return (scale * torch.randn(outputs, inputs)).numpy()

    def array(size, low, high):
        return vector(size, low, high).numpy()

    def write(name, graph, inputs):
        module = norse.torch.from_nir(graph, dt=DT)
        state, outputs = None, []
        with torch.no_grad():
            for x in inputs:
                y, state = module(x, state)
                outputs.append(y.numpy())
        save(name, graph, inputs, outputs)

    ones, zeros = lambda n: np.ones(n, np.float32), lambda n: np.zeros(n, np.float32)
    lif = lambda n: nir.LIF(tau=array(n, 3e-4, 2e-3), r=ones(n), v_leak=zeros(n), v_threshold=array(n, 0.1, 0.4))
    write("norse-lif", chain(affine(20, 12, 1), lif(20), affine(8, 20, 1), lif(8)), spikes(200, 12, 0.3))
    cuba = nir.CubaLIF(
        tau_syn=array(20, 3e-4, 1e-3), tau_mem=array(20, 3e-4, 2e-3), r=array(20, 0.5, 2), v_leak=zeros(20), v_threshold=array(20, 0.1, 0.4), w_in=array(20, 0.5, 2)
    )
    write("norse-cuba", chain(affine(20, 12, 1), cuba), spikes(200, 12, 0.3))
    integrate = nir.IF(r=ones(20), v_threshold=array(20, 0.5, 2))
    write("norse-if", chain(affine(20, 12, 0.3), integrate), spikes(200, 12, 0.3))


torch.manual_seed(SEED)
snntorch_networks()
norse_networks()
