"""Makes random Keras models with the outputs that Keras gives for them: what test/import/keras/framework.test.ts compares.

    python keras_random.py FOLDER COUNT SEED

Writes model<i>.keras (every other one model<i>.h5) and model<i>.json. Needs keras (3), tensorflow and numpy.
"""

import json
import os
import random
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy

layers = keras.layers


def main(folder, count, seed):
    for i in range(count):
        draw = random.Random(seed * 1000 + i)
        keras.utils.set_random_seed(seed * 1000 + i)
        model = [text, series, plane][i % 3](draw)
        randomise(model, seed * 1000 + i)
        model.save(os.path.join(folder, f"model{i}.{'h5' if i % 2 else 'keras'}"))
        with open(os.path.join(folder, f"model{i}.json"), "w") as file:
            json.dump([sample(model, draw, seed + k) for k in range(2)], file)


def randomise(model, seed):
    generator = numpy.random.default_rng(seed)
    for weight in model.weights:
        values = generator.normal(0, 0.4, weight.shape)
        if "variance" in weight.path or "gamma" in weight.path:
            values = 0.5 + numpy.abs(values)
        weight.assign(values.astype("float32"))


def sample(model, draw, seed):
    given = model.inputs[0]
    generator = numpy.random.default_rng(seed)
    shape = [size or draw.randint(8, 14) for size in given.shape[1:]]
    if given.dtype == "int32":
        values = generator.integers(0, 20, shape)
    else:
        values = generator.normal(0, 1, shape).astype("float32")
    outputs = model(numpy.expand_dims(values, 0), training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return {
        "inputs": {"given": [float(value) for value in values.ravel()]},
        "outputs": [[float(value) for value in numpy.ravel(output)] for output in outputs],
    }


def text(draw):
    words = keras.Input((None,), dtype="int32", name="given")
    x = layers.Embedding(20, draw.randint(2, 6))(words)
    branches = []
    for _ in range(draw.randint(1, 3)):
        padding = draw.choice(["valid", "same", "causal"])
        y = layers.Conv1D(draw.randint(2, 5), draw.randint(1, 4), padding=padding, dilation_rate=draw.randint(1, 2), use_bias=draw.random() < 0.7)(x)
        y = normalised(y, draw)
        y = layers.ReLU()(y)
        branches.append(draw.choice([layers.GlobalMaxPooling1D, layers.GlobalAveragePooling1D])()(y))
    x = layers.Concatenate()(branches) if len(branches) > 1 else branches[0]
    return keras.Model(words, tail(x, draw))


def series(draw):
    x = given = keras.Input((draw.randint(14, 20), draw.choice([2, 4])), name="given")
    for _ in range(draw.randint(2, 4)):
        kind = draw.randint(0, 6)
        padding = draw.choice(["valid", "same"])
        if kind == 0:
            x = layers.Conv1D(4, draw.randint(1, 3), strides=draw.randint(1, 2), padding=padding, groups=draw.choice([1, 2]), activation="relu")(x)
        elif kind == 1:
            x = layers.SeparableConv1D(4, 2, padding=padding, depth_multiplier=draw.randint(1, 2))(x)
        elif kind == 2:
            x = layers.DepthwiseConv1D(2, padding=padding, activation="relu6")(x)
        elif kind == 3:
            x = draw.choice([layers.MaxPooling1D, layers.AveragePooling1D])(2, strides=draw.randint(1, 2), padding=padding)(x)
        elif kind == 4:
            x = layers.ZeroPadding1D((draw.randint(0, 2), draw.randint(0, 2)))(x)
        elif kind == 5:
            x = layers.Add()([x, layers.Dense(x.shape[-1], activation="relu")(x), x])
        else:
            x = layers.ReLU()(normalised(x, draw))
    return keras.Model(given, tail(layers.Flatten()(x), draw))


def plane(draw):
    x = given = keras.Input((draw.randint(9, 13), draw.randint(9, 13), draw.choice([1, 2])), name="given")
    x = layers.Conv2D(4, draw.randint(2, 3), strides=draw.randint(1, 2), padding=draw.choice(["valid", "same"]))(x)
    for _ in range(draw.randint(2, 4)):
        kind = draw.randint(0, 7)
        padding = draw.choice(["valid", "same"])
        if kind == 0:
            x = layers.Conv2D(4, (draw.randint(1, 2), draw.randint(1, 2)), padding=padding, dilation_rate=draw.randint(1, 2), groups=2, activation="relu")(x)
        elif kind == 1:
            x = layers.DepthwiseConv2D(2, strides=draw.randint(1, 2), padding=padding, activation="relu")(x)
        elif kind == 2:
            x = layers.SeparableConv2D(4, (1, 2), padding=padding, activation="relu")(x)
        elif kind == 3:
            x = draw.choice([layers.MaxPooling2D, layers.AveragePooling2D])((2, 1), strides=draw.randint(1, 2), padding=padding)(x)
        elif kind == 4:
            x = layers.ZeroPadding2D(((draw.randint(0, 1), 1), (0, draw.randint(0, 2))))(x)
        elif kind == 5:
            x = layers.Add()([x, layers.Conv2D(x.shape[-1], 3, padding="same", activation="relu")(x)])
        elif kind == 6:
            x = layers.Concatenate(axis=draw.choice([1, 2, 3, -1]))([x, layers.ReLU()(x)])
        else:
            x = layers.Permute((2, 1, 3))(normalised(x, draw))
    ending = draw.choice([layers.Flatten, layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D])
    return keras.Model(given, [tail(ending()(x), draw), x])


def normalised(x, draw):
    return layers.BatchNormalization(scale=draw.random() < 0.7, center=draw.random() < 0.7)(x)


def tail(x, draw):
    """From a vector to the classes, an inner model in between half of the time."""
    if draw.random() < 0.5:
        inner = keras.Sequential([keras.Input((x.shape[-1],)), layers.Dense(5, activation="relu"), layers.BatchNormalization(), layers.Dropout(0.2)])
        x = inner(x)
    return layers.Dense(3, activation=draw.choice(["softmax", "linear", "relu"]))(x)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
