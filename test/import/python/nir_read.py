"""Reads every .nir file of a folder with PyPI's nir, its checks of types included, and tells what is in them.

    python3 nir_read.py FOLDER

Prints JSON: file -> {"nodes": {name: {"type", "fields": {name: {"shape", "values"}}}}, "edges"}; and writes what it has
read again, as NAME.again.nir. Needs numpy, h5py and nir.
"""

import json
import pathlib
import sys

import nir
import numpy as np


def told(value):
    if isinstance(value, dict):
        return {key: told(inner) for key, inner in value.items()}
    if isinstance(value, str):
        return value
    array = np.asarray(value)
    return {"shape": list(array.shape), "values": array.ravel().tolist()}


found = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.nir")):
    graph = nir.read(path)
    nodes = {}
    for name, node in graph.nodes.items():
        fields = node.to_dict()
        nodes[name] = {"type": fields.pop("type"), "metadata": fields.pop("metadata", {}), "fields": told(fields)}
    found[path.name] = {"nodes": nodes, "edges": [list(edge) for edge in graph.edges], "version": nir.serialization.read_version(path)}
    nir.write(path.with_suffix(".again.nir"), graph)
print(json.dumps(found))
