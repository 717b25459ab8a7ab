"""Writes the NumPy arrays of test/samples/fixtures: python test/samples/make_npy.py (any NumPy from 1.17 on)."""
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent / "fixtures"
WHOLE = [[0, 1, 1], [1, 0, 1]]

for name in ["float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool"]:
    np.save(FOLDER / f"{name}.npy", np.array(WHOLE).astype(name))

np.save(FOLDER / "negative.npy", np.array([[-0.5, 0.25], [1e-3, -3.0]], dtype=np.float64))
np.save(FOLDER / "planes.npy", np.arange(12, dtype=np.float32).reshape(2, 1, 2, 3))
np.save(FOLDER / "labels.npy", np.array([1, 0], dtype=np.int64))
np.save(FOLDER / "fortran.npy", np.asfortranarray(np.array(WHOLE, dtype=np.float32)))
np.save(FOLDER / "big-endian.npy", np.array(WHOLE, dtype=">f4"))
np.save(FOLDER / "complex.npy", np.array(WHOLE, dtype=np.complex64))
np.save(FOLDER / "objects.npy", np.array([[1, "a"], [2, None]], dtype=object), allow_pickle=True)
np.save(FOLDER / "fields.npy", np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")]))
np.save(FOLDER / "beyond.npy", np.array([[1, 2**53 + 1]], dtype=np.int64))
np.save(FOLDER / "infinite.npy", np.array([[1, 2], [np.inf, 4]], dtype=np.float32))
np.save(FOLDER / "scalar.npy", np.float32(3))
np.save(FOLDER / "empty.npy", np.zeros((0, 3), dtype=np.float32))
for version in [(2, 0), (3, 0)]:
    with open(FOLDER / f"version-{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, np.array(WHOLE, dtype=np.float32), version=version)
