"""Small ONNX models with what onnxruntime makes of them: shared by make_onnx.py (fixtures) and onnx_random.py (random models)."""
import base64
import json
import zlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

onnxruntime.set_default_logger_severity(3)


class Case:
    """One model under construction. Weights and samples are seeded by the case's name."""

    def __init__(self, name, opset=17, batch="N", samples=2):
        self.name, self.opset, self.batch, self.samples = name, opset, batch, samples
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.nodes, self.initializers, self.inputs, self.outputs, self.feeds = [], [], [], [], {}
        self.options = {}

    def input(self, *shape, name="x", low=None, declared=None):
        """A float input, or with `low` = vocabulary size a list of token ids; `declared` overrides the printed sizes."""
        count = self.samples if isinstance(self.batch, str) else self.batch
        if low is None:
            values = self.random.standard_normal((count, *shape)).astype(np.float32)
            kind = TensorProto.FLOAT
        else:
            values = self.random.integers(0, low, (count, *shape)).astype(np.int64)
            kind = TensorProto.INT64
        self.inputs.append(helper.make_tensor_value_info(name, kind, [self.batch, *(shape if declared is None else declared)]))
        self.feeds[name] = values
        return name

    def weight(self, *shape, name=None, values=None, dtype=np.float32):
        """An initializer: random normal values, or those given."""
        name = name or f"w{len(self.initializers)}"
        array = self.random.standard_normal(shape).astype(dtype) * 0.5 if values is None else np.array(values, dtype=dtype)
        self.initializers.append(numpy_helper.from_array(array.astype(dtype), name))
        return name

    def ints(self, *values):
        return self.weight(values=values, dtype=np.int64)

    def op(self, operator, *inputs, outputs=1, **attributes):
        """A node; returns its (first) output."""
        names = [f"t{len(self.nodes)}" if i == 0 else f"t{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[0]

    def output(self, *tensors):
        """Renames tensors to y, y1, ... and makes them outputs."""
        for i, tensor in enumerate(tensors):
            name = "y" if i == 0 else f"y{i}"
            for node in self.nodes:
                node.input[:] = [name if t == tensor else t for t in node.input]
                node.output[:] = [name if t == tensor else t for t in node.output]
            self.outputs.append(name)
        return self

    def model(self):
        graph = helper.make_graph(
            self.nodes,
            self.name,
            self.inputs,
            [onnx.ValueInfoProto(name=name) for name in self.outputs],
            self.initializers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], producer_name="snnc-test")
        model.ir_version = 10 if self.opset > 18 else 8
        return model

    def run(self):
        """The model's bytes and its samples, one by one."""
        data = self.model().SerializeToString()
        return {"name": self.name, "opset": self.opset, **self.options, "model": base64.b64encode(data).decode(), "samples": samples_of(data, self.feeds)}


def samples_of(model, feeds):
    """Inputs and outputs of each sample of a batch, flattened, by onnxruntime."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    outputs = session.run(None, feeds)
    count = len(next(iter(feeds.values())))
    return [
        {
            "inputs": {name: plain(values[i]) for name, values in feeds.items()},
            "outputs": [plain(values[i]) for values in outputs],
        }
        for i in range(count)
    ]


def plain(values):
    """Float32 as the shortest decimals that give it back."""
    return [float(str(v)) if isinstance(v, np.floating) else int(v) for v in np.asarray(values).ravel()]


def lines(cases):
    """A JSON list with a case a line."""
    return "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
