"""
Writes test/import/onnx/fixtures/torch.json: networks as PyTorch exports them, by both of its exporters, with the outputs
of onnxruntime.

    python test/import/python/make_onnx_torch.py test/import/onnx/fixtures

Needs the PyPI packages numpy, onnx, onnxruntime, onnxscript and torch.
"""
import base64
import io
import pathlib
import sys
import tempfile

import numpy as np
import onnx
import torch
from torch import nn
from torch.nn import functional as F

from onnx_cases import lines, samples_of

torch.manual_seed(0)


class Kim1d(nn.Module):
    """Embedding, transpose, three Conv1d, the maximum over positions, one dense layer."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(30, 6)
        self.convolutions = nn.ModuleList([nn.Conv1d(6, 4, k) for k in (2, 3, 4)])
        self.dense = nn.Linear(12, 3)

    def forward(self, tokens):
        x = self.embedding(tokens).transpose(1, 2)
        x = [F.relu(conv(x)) for conv in self.convolutions]
        return self.dense(torch.cat([F.max_pool1d(y, y.shape[2]).squeeze(2) for y in x], 1))


class Kim2d(nn.Module):
    """The same with Conv2d over the whole width of the embedding."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(30, 6)
        self.convolutions = nn.ModuleList([nn.Conv2d(1, 4, (k, 6)) for k in (2, 3, 4)])
        self.dense = nn.Linear(12, 3)

    def forward(self, tokens):
        x = self.embedding(tokens).unsqueeze(1)
        x = [F.relu(conv(x)).squeeze(3) for conv in self.convolutions]
        return F.softmax(self.dense(torch.cat([torch.amax(y, 2) for y in x], 1)), 1)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(4, 4, 3, padding=1)
        self.second = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x):
        return F.relu(x + self.second(F.relu(self.first(x))))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU6(),
        Residual(),
        nn.AvgPool2d(2),
        nn.Conv2d(4, 8, 3, groups=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(),
        nn.Linear(8, 5),
    )


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(20, 8), nn.ReLU(), nn.Linear(8, 4), nn.Softmax(1))


def shaken(model):
    """Normalisation that normalises something."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.uniform_(-0.5, 0.5)
    return model.eval()


def exported(name, model, example, dynamo):
    buffer = io.BytesIO()
    model = shaken(model)
    if dynamo:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "exported.onnx"
            batch = [{0: torch.export.Dim("batch")}]
            torch.onnx.export(model, (example,), str(path), dynamo=True, input_names=["x"], external_data=False, dynamic_shapes=batch)
            data = path.read_bytes()
    else:
        torch.onnx.export(model, (example,), buffer, dynamo=False, input_names=["x"], dynamic_axes={"x": {0: "batch"}}, opset_version=17)
        data = buffer.getvalue()
    stripped = onnx.load_from_string(data)
    # Traces of the Python sources, with their paths, are no part of the network.
    for node in stripped.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*stripped.graph.value_info, *stripped.graph.initializer, *stripped.graph.input, *stripped.graph.output]:
        del value.metadata_props[:]
    data = stripped.SerializeToString()
    opset = stripped.opset_import[0].version
    exporter = "torch.export" if dynamo else "TorchScript"
    return {
        "name": f"{name}, {exporter}",
        "opset": opset,
        "model": base64.b64encode(data).decode(),
        "samples": samples_of(data, {"x": example.numpy()}),
    }


def main(folder):
    tokens = torch.randint(0, 30, (2, 9))
    image = torch.randn(2, 1, 16, 16)
    vector = torch.randn(2, 4, 5)
    cases = []
    for dynamo in (False, True):
        cases.append(exported("TextCNN by Conv1d", Kim1d(), tokens, dynamo))
        cases.append(exported("TextCNN by Conv2d", Kim2d(), tokens, dynamo))
        cases.append(exported("CNN", cnn(), image, dynamo))
        cases.append(exported("MLP", mlp(), vector, dynamo))
    pathlib.Path(folder, "torch.json").write_text(lines(cases))


if __name__ == "__main__":
    np.random.seed(0)
    main(sys.argv[1])
