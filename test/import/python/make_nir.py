"""Writes the NIR fixtures of test/import/nir/fixtures, and beside each what its network gives (JSON).

    python3 test/import/python/make_nir.py

The expected values come from the short reference below, which is written from the equations of NIR's documentation with
numpy, and shares nothing with the TypeScript. Needs numpy, h5py and nir.
"""

import json
import pathlib

import h5py
import nir
import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "nir" / "fixtures"
DT = 1e-3
# Byte for byte what nir.write gives; the others are packed into HDF5's newest layout, which is half the size.
AS_WRITTEN = ("lif",)
rng = np.random.default_rng(4)


def euler(tau, dt):
    return dt / tau


def exponential(tau, dt):
    return -np.expm1(-dt / tau)


def conv(x, weight, bias, stride, padding, dilation, groups):
    """Cross-correlation over the last axes of x [channels, ...]; weight [out, in / groups, ...]."""
    axes = x.ndim - 1
    x = np.pad(x, [(0, 0)] + [tuple(p) for p in padding])
    size = [
        (x.shape[1 + a] - dilation[a] * (weight.shape[2 + a] - 1) - 1) // stride[a] + 1
        for a in range(axes)
    ]
    inside, outside = x.shape[0] // groups, weight.shape[0] // groups
    y = np.zeros([weight.shape[0], *size])
    for o in range(weight.shape[0]):
        part = x[(o // outside) * inside : (o // outside + 1) * inside]
        for place in np.ndindex(*size):
            window = tuple(
                slice(place[a] * stride[a], place[a] * stride[a] + dilation[a] * (weight.shape[2 + a] - 1) + 1, dilation[a])
                for a in range(axes)
            )
            y[(o, *place)] = np.sum(part[(slice(None), *window)] * weight[o]) + bias[o]
    return y


def pool(x, kernel, stride, padding, factor):
    weight = np.ones([1, 1, *kernel])
    pads = [(p, p) for p in padding]
    return np.concatenate([conv(c[None], weight, [0.0], stride, pads, [1, 1], 1) for c in x]) * factor


def same(kernel, dilation):
    return [((d * (k - 1)) // 2, d * (k - 1) - (d * (k - 1)) // 2) for k, d in zip(kernel, dilation)]


class Reference:
    """Runs a flat NIR graph, one timestep a call; edges that close a cycle bring the value of the timestep before."""

    def __init__(self, graph, order, leak=euler, dt=DT):
        self.graph, self.order, self.leak, self.dt = graph, order, leak, dt
        self.state = {}
        self.values = {}

    def step(self, inputs):
        for name in self.order:
            node = self.graph.nodes[name]
            if isinstance(node, nir.Input):
                self.values[name] = np.asarray(inputs[name], dtype=float)
                continue
            # A source that comes later in the order still has its value of the timestep before.
            arriving = [self.values[a] for a, b in self.graph.edges if b == name and a in self.values]
            self.values[name] = self.compute(name, node, sum(arriving))
        return {n: v for n, v in self.values.items() if isinstance(self.graph.nodes[n], nir.Output)}

    def leaky(self, name, share, rest, start=0.0):
        v = self.state.get(name, start)
        return v + share * (rest - v)

    def fire(self, name, v, node):
        z = v > node.v_threshold
        self.state[name] = np.where(z, node.v_reset, v)
        return z.astype(float)

    def compute(self, name, node, x):
        f64 = lambda a: np.asarray(a, dtype=np.float64)
        kind = type(node).__name__
        if kind == "Output":
            return x
        if kind in ("Linear", "Affine"):
            return f64(node.weight) @ x + (f64(node.bias) if kind == "Affine" else 0)
        if kind == "Scale":
            return f64(node.scale) * x
        if kind in ("Conv1d", "Conv2d"):
            axes = node.weight.ndim - 2
            pair = lambda v: [int(i) for i in np.broadcast_to(v, axes)]
            stride, dilation = pair(node.stride), pair(node.dilation)
            if isinstance(node.padding, str):
                padding = same(node.weight.shape[2:], dilation) if node.padding == "same" else [(0, 0)] * axes
            else:
                padding = [(p, p) for p in pair(node.padding)]
            return conv(x, f64(node.weight), f64(node.bias), stride, padding, dilation, int(node.groups))
        if kind in ("SumPool2d", "AvgPool2d"):
            factor = 1 if kind == "SumPool2d" else 1 / np.prod(node.kernel_size)
            return pool(x, node.kernel_size, node.stride, node.padding, factor)
        if kind == "Flatten":
            end = node.end_dim if node.end_dim >= 0 else x.ndim + node.end_dim
            return x.reshape([*x.shape[: node.start_dim], -1, *x.shape[end + 1 :]])
        if kind == "Threshold":
            return (x > node.threshold).astype(float)
        if kind == "Delay":
            past = self.state.setdefault(name, [])
            past.append(x)
            steps = np.rint(node.delay / self.dt).astype(int)
            y = np.zeros_like(x)
            for place in np.ndindex(*x.shape):
                at = len(past) - 1 - steps[place]
                y[place] = past[at][place] if at >= 0 else 0
            return y
        if kind == "I":
            self.state[name] = self.state.get(name, 0.0) + f64(node.r) * x
            return self.state[name]
        if kind == "IF":
            return self.fire(name, self.state.get(name, f64(node.v_reset)) + f64(node.r) * x, node)
        if kind == "LI":
            self.state[name] = self.leaky(name, self.leak(f64(node.tau), self.dt), f64(node.v_leak) + f64(node.r) * x)
            return self.state[name]
        if kind == "LIF":
            share = self.leak(f64(node.tau), self.dt)
            return self.fire(name, self.leaky(name, share, f64(node.v_leak) + f64(node.r) * x, f64(node.v_reset)), node)
        if kind in ("CubaLI", "CubaLIF"):
            current = self.leaky(name + " current", self.leak(f64(node.tau_syn), self.dt), f64(node.w_in) * x)
            self.state[name + " current"] = current
            start = f64(node.v_reset) if kind == "CubaLIF" else 0.0
            v = self.leaky(name, self.leak(f64(node.tau_mem), self.dt), f64(node.v_leak) + f64(node.r) * current, start)
            if kind == "CubaLIF":
                return self.fire(name, v, node)
            self.state[name] = v
            return v
        raise ValueError(kind)


def f32(*shape, scale=1.0):
    return (rng.standard_normal(shape) * scale).astype(np.float32)


def positive(*shape, low, high):
    return rng.uniform(low, high, shape).astype(np.float32)


def chain(*named):
    nodes = dict(named)
    names = list(nodes)
    return nir.NIRGraph(nodes=nodes, edges=list(zip(names, names[1:])))


def flat_copy(graph, prefix=""):
    """Nodes and edges of a graph without its nested graphs, as the reader lays them out."""
    nodes, edges, into, out_of = {}, [], {}, {}
    for name, node in graph.nodes.items():
        if isinstance(node, nir.NIRGraph):
            inner_nodes, inner_edges = flat_copy(node, prefix + name + ".")
            (entry,) = [n for n, v in inner_nodes.items() if isinstance(v, nir.Input)]
            (leave,) = [n for n, v in inner_nodes.items() if isinstance(v, nir.Output)]
            into[name] = [b for a, b in inner_edges if a == entry]
            out_of[name] = [a for a, b in inner_edges if b == leave]
            nodes.update({n: v for n, v in inner_nodes.items() if n not in (entry, leave)})
            edges += [(a, b) for a, b in inner_edges if a != entry and b != leave]
        else:
            nodes[prefix + name] = node
            into[name] = out_of[name] = [prefix + name]
    edges += [(s, t) for a, b in graph.edges for s in out_of[a] for t in into[b]]
    return nodes, edges


def order_of(nodes, edges):
    """Depth first from the inputs; the reverse of the order in which nodes are finished."""
    seen, finished = set(), []

    def visit(name):
        seen.add(name)
        for a, b in edges:
            if a == name and b not in seen:
                visit(b)
        finished.append(name)

    for name in [n for n, v in nodes.items() if isinstance(v, nir.Input)]:
        if name not in seen:
            visit(name)
    return finished[::-1]


class Flat:
    def __init__(self, nodes, edges):
        self.nodes, self.edges = nodes, edges


def write(name, graph, steps, density=0.3, leak=euler, values=False):
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.nir"
    nir.write(path, graph, compression="gzip" if name in AS_WRITTEN else None)
    if name not in AS_WRITTEN:
        repack(path, path)
    nodes, edges = flat_copy(graph)
    reference = Reference(Flat(nodes, edges), order_of(nodes, edges), leak=leak)
    shapes = {n: [int(i) for i in v.input_type["input"]] for n, v in nodes.items() if isinstance(v, nir.Input)}
    given, gave = [], []
    for _ in range(steps):
        draw = lambda s: f32(*s) if values else (rng.uniform(size=s) < density).astype(float)
        inputs = {n: draw(s) for n, s in shapes.items()}
        given.append({n: np.asarray(v, dtype=float).ravel().tolist() for n, v in inputs.items()})
        gave.append({n: np.round(v, 9).ravel().tolist() for n, v in reference.step(inputs).items()})
    (FOLDER / f"{name}.json").write_text(json.dumps({"dt": DT, "leak": leak.__name__, "inputs": given, "outputs": gave}) + "\n")
    return path


def cell(kind, n, leak=0.0, reset=0.0):
    """A population of n neurons with a parameter of its own for each."""
    p = dict(r=positive(n, low=0.5, high=2), v_leak=np.full(n, leak, np.float32))
    if kind == "LI":
        return nir.LI(tau=positive(n, low=4e-3, high=2e-2), **p)
    if kind == "LIF":
        return nir.LIF(
            tau=positive(n, low=4e-3, high=2e-2), v_threshold=positive(n, low=0.1, high=0.4), v_reset=np.full(n, reset, np.float32), **p
        )
    p.update(tau_syn=positive(n, low=3e-3, high=1e-2), tau_mem=positive(n, low=4e-3, high=2e-2), w_in=positive(n, low=0.5, high=3))
    if kind == "CubaLI":
        return nir.CubaLI(**p)
    return nir.CubaLIF(v_threshold=positive(n, low=0.05, high=0.3), v_reset=np.full(n, reset, np.float32), **p)


def vector(n):
    return np.array([n])


def main():
    write(
        "lif",
        chain(
            ("input", nir.Input(vector(5))),
            ("weights", nir.Affine(f32(7, 5), f32(7, scale=0.2))),
            ("cells", cell("LIF", 7, leak=0.05, reset=-0.1)),
            ("output", nir.Output(vector(7))),
        ),
        40,
    )
    write(
        "lif-exponential",
        chain(
            ("input", nir.Input(vector(4))),
            ("weights", nir.Linear(f32(6, 4))),
            ("cells", cell("LIF", 6)),
            ("output", nir.Output(vector(6))),
        ),
        40,
        leak=exponential,
    )
    write(
        "cuba",
        chain(
            ("input", nir.Input(vector(4))),
            ("weights", nir.Linear(f32(6, 4))),
            ("cells", cell("CubaLIF", 6, leak=0.02, reset=0.03)),
            ("read", nir.Linear(f32(3, 6))),
            ("readout", cell("CubaLI", 3, leak=-0.1)),
            ("output", nir.Output(vector(3))),
        ),
        40,
    )
    write(
        "integrators",
        chain(
            ("input", nir.Input(vector(4))),
            ("scale", nir.Scale(f32(4))),
            ("fire", nir.IF(r=positive(4, low=0.5, high=1), v_threshold=positive(4, low=0.8, high=1.2), v_reset=f32(4, scale=0.1))),
            ("weights", nir.Linear(f32(5, 4))),
            ("sum", nir.I(r=positive(5, low=0.5, high=1))),
            ("leak", cell("LI", 5, leak=0.3)),
            ("over", nir.Threshold(f32(5, scale=0.3))),
            ("output", nir.Output(vector(5))),
        ),
        40,
    )
    recurrent = nir.NIRGraph(
        nodes={
            "in": nir.Input(vector(6)),
            "lif": cell("LIF", 6),
            "w_rec": nir.Affine(f32(6, 6), f32(6, scale=0.1)),
            "out": nir.Output(vector(6)),
        },
        edges=[("in", "lif"), ("lif", "w_rec"), ("w_rec", "lif"), ("lif", "out")],
    )
    nested = nir.NIRGraph(
        nodes={
            "input": nir.Input(vector(3)),
            "weights": nir.Linear(f32(6, 3)),
            "rnn": recurrent,
            "read": nir.Linear(f32(2, 6)),
            "output": nir.Output(vector(2)),
        },
        edges=[("input", "weights"), ("weights", "rnn"), ("rnn", "read"), ("read", "output")],
    )
    write("recurrent", nested, 60)
    length = 9
    write(
        "series",
        chain(
            ("input", nir.Input(np.array([2, length]))),
            ("conv1", nir.Conv1d(length, f32(4, 2, 4), 1, "same", 1, 1, f32(4))),
            ("fire1", nir.IF(r=positive(4, length, low=0.5, high=1), v_threshold=positive(4, length, low=0.5, high=2))),
            ("conv2", nir.Conv1d(length, f32(3, 4, 3), 2, 1, 2, 1, f32(3))),
            ("fire2", nir.IF(r=np.ones((3, 4), np.float32), v_threshold=np.full((3, 4), 1, np.float32))),
            ("flat", nir.Flatten(np.array([3, 4]), 0, -1)),
            ("weights", nir.Linear(f32(5, 12))),
            ("output", nir.Output(vector(5))),
        ),
        12,
    )
    write(
        "planes",
        chain(
            ("input", nir.Input(np.array([2, 9, 9]))),
            ("conv1", nir.Conv2d((9, 9), f32(4, 2, 3, 3), (1, 1), "same", (1, 1), 1, f32(4))),
            ("fire", nir.IF(r=np.ones((4, 9, 9), np.float32), v_threshold=positive(4, 9, 9, low=1, high=3))),
            ("sum", nir.SumPool2d(np.array([3, 3]), np.array([2, 2]), np.array([1, 1]))),
            ("conv2", nir.Conv2d((5, 5), f32(3, 4, 2, 2), (2, 1), (1, 2), (2, 1), 1, f32(3))),
            ("average", nir.AvgPool2d(np.array([2, 2]), np.array([1, 2]), np.array([0, 1]))),
            ("output", nir.Output(np.array([3, 2, 5]))),
        ),
        6,
    )
    write(
        "delays",
        chain(
            ("input", nir.Input(vector(4))),
            ("wait", nir.Delay(np.array([0, 1e-3, 3e-3, 70e-3]))),
            ("weights", nir.Linear(f32(3, 4))),
            ("cells", cell("LIF", 3)),
            ("output", nir.Output(vector(3))),
        ),
        90,
    )
    grouped()
    root_layout(FOLDER / "recurrent.nir", FOLDER / "recurrent-root.nir")
    hostile()


def grouped():
    """Convolutions with groups, of which PyPI's nir has a wrong input type: written without its checks."""
    nodes = {
        "input": nir.Input(np.array([4, 6, 6])),
        "conv": nir.Conv2d((6, 6), f32(6, 2, 3, 3), (1, 1), "valid", (1, 1), 2, f32(6)),
        "flat": nir.Flatten(np.array([6, 4, 4]), 1, 2),
        "series": nir.Conv1d(16, f32(6, 1, 5), 2, 2, 1, 6, f32(6)),
        "output": nir.Output(np.array([6, 8])),
    }
    names = list(nodes)
    graph = nir.NIRGraph(nodes=nodes, edges=list(zip(names, names[1:])), type_check=False)
    write("groups", graph, 3, values=True)


def repack(source, target, at="/", change=lambda file: None):
    """Copies a file's members, or those of one of its groups, into a file of HDF5's newest layout."""
    packed = target.with_suffix(".packed")
    with h5py.File(source) as old, h5py.File(packed, "w", libver="latest") as new:
        for key in old[at]:
            old.copy(old[at][key], new, name=key)
        change(new)
    packed.replace(target)


def root_layout(source, target):
    """The layout of NIR's first versions: no group `node`."""
    repack(source, target, at="/node")


def hostile():
    """Two files that the test cannot make by itself: a filter of h5py's own, and data in another file."""

    def packed(file):
        cells = file["node/nodes/cells"]
        del cells["tau"]
        cells.create_dataset("tau", data=np.full(6, 1e-2), compression="lzf")

    def elsewhere(file):
        layout = h5py.VirtualLayout(shape=(6,), dtype="f8")
        layout[:] = h5py.VirtualSource("/etc/hostname", "x", shape=(6,))
        del file["node/nodes/cells/tau"]
        file["node/nodes/cells"].create_virtual_dataset("tau", layout)

    repack(FOLDER / "lif-exponential.nir", FOLDER / "filter-lzf.nir", change=packed)
    repack(FOLDER / "lif-exponential.nir", FOLDER / "virtual.nir", change=elsewhere)


if __name__ == "__main__":
    main()
