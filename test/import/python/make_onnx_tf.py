"""
Writes test/import/onnx/fixtures/tf2onnx.json: small Keras networks as tf2onnx exports them, with the outputs of onnxruntime.

    python test/import/python/make_onnx_tf.py test/import/onnx/fixtures

Needs the PyPI packages numpy, onnx, onnxruntime, tensorflow (or tensorflow-cpu) and tf2onnx.
"""
import base64
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
import tf2onnx
from keras import layers

from onnx_cases import lines, samples_of

keras.utils.set_random_seed(0)


def textcnn():
    tokens = layers.Input((9,), dtype="int32", name="x")
    x = layers.Embedding(30, 6)(tokens)
    x = [layers.GlobalMaxPooling1D()(layers.Conv1D(4, k, activation="relu", bias_initializer="normal")(x)) for k in (2, 3, 4)]
    return keras.Model(tokens, layers.Dense(3, activation="softmax")(layers.Concatenate()(x)))


def cnn():
    image = layers.Input((12, 12, 2), name="x")
    x = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu", bias_initializer="normal")(image)
    x = layers.MaxPooling2D(2)(x)
    x = layers.DepthwiseConv2D(2, activation="relu")(x)
    x = layers.AveragePooling2D(2)(x)
    return keras.Model(image, layers.Dense(5)(layers.Flatten()(x)))


def exported(name, model, example):
    signature = [tf.TensorSpec((None, *example.shape[1:]), example.dtype, name="x")]
    converted, _ = tf2onnx.convert.from_function(tf.function(lambda x: model(x)), input_signature=signature, opset=17)
    data = converted.SerializeToString()
    given = converted.graph.input[0].name
    return {
        "name": f"{name}, tf2onnx",
        "opset": 17,
        "model": base64.b64encode(data).decode(),
        "samples": samples_of(data, {given: example}),
    }


def main(folder):
    random = np.random.default_rng(0)
    cases = [
        exported("TextCNN", textcnn(), random.integers(0, 30, (2, 9)).astype(np.int32)),
        exported("CNN", cnn(), random.standard_normal((2, 12, 12, 2)).astype(np.float32)),
    ]
    pathlib.Path(folder, "tf2onnx.json").write_text(lines(cases))


if __name__ == "__main__":
    main(sys.argv[1])
