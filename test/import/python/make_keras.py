"""Writes the fixtures of test/import/keras: small Keras models with inputs and the outputs that Keras gives for them.

    python test/import/python/make_keras.py test/import/keras/fixtures

Needs the packages keras (3), tensorflow, tf_keras (Keras 2: its files and configurations still are what TensorFlow.js
writes and reads), h5py and numpy. Weights and inputs are seeded. Archives are packed again by deflate, so that they take
a few kilobytes.
"""

import json
import os
import sys
import tempfile
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy
import tf_keras

STAMP = (2024, 1, 1, 0, 0, 0)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for make in (textcnn, digits, mlp, residual, series, image, arithmetic):
        keras.utils.set_random_seed(7)
        model, samples = make(keras)
        randomise(model, 7)
        save_keras(model, os.path.join(folder, f"{make.__name__}.keras"))
        write_expected(model, samples, os.path.join(folder, f"{make.__name__}.json"))
    save_channels_first(folder)
    for make in (residual,):
        keras.utils.set_random_seed(7)
        model, samples = make(keras)
        randomise(model, 7)
        model.save(os.path.join(folder, f"{make.__name__}.h5"))
    for make in (keras2,):
        tf_keras.utils.set_random_seed(7)
        model, samples = make(tf_keras)
        randomise(model, 7)
        model.save(os.path.join(folder, "keras2.h5"))
        save_keras(model, os.path.join(folder, "keras2.keras"))
        write_expected(model, samples, os.path.join(folder, "keras2.json"))
    for quantised in (None, "uint8", "uint16", "float16"):
        tf_keras.utils.set_random_seed(7)
        model, samples = digits(tf_keras)
        randomise(model, 7)
        save_tfjs(model, samples[:1], os.path.join(folder, f"tfjs_{quantised or 'float32'}"), converted(model), quantised)
    tf_keras.utils.set_random_seed(7)
    model, samples = residual(tf_keras)
    randomise(model, 7)
    save_tfjs(model, samples[:1], os.path.join(folder, "tfjs_saved"), saved_by_tfjs(model), None)


def randomise(model, seed):
    """Weights that a trained model could have: biases and moving averages are not 0 and 1."""
    generator = numpy.random.default_rng(seed)
    for weight in model.weights:
        values = generator.normal(0, 0.5, weight.shape)
        name = getattr(weight, "path", weight.name)
        if "variance" in name or "gamma" in name:
            values = 0.5 + numpy.abs(values)
        weight.assign(values.astype("float32"))


def textcnn(k):
    """Kim's TextCNN (2014): kernels of 2, 3 and 4 words, the strongest position of each filter."""
    words = k.Input((None,), name="words")
    x = k.layers.Embedding(30, 6, name="embedding")(words)
    x = k.layers.SpatialDropout1D(0.2)(x)
    branches = [
        k.layers.GlobalMaxPooling1D(name=f"strongest{size}")(k.layers.Conv1D(4, size, padding=padding, activation="relu", name=f"conv{size}")(x))
        for size, padding in ((2, "valid"), (3, "same"), (4, "causal"))
    ]
    x = k.layers.Concatenate(name="features")(branches)
    x = k.layers.Dropout(0.5)(x)
    model = k.Model(words, k.layers.Dense(3, activation="softmax", name="classes")(x), name="textcnn")
    return model, [tokens(30, length, seed) for seed, length in enumerate((5, 9, 17))]


def digits(k):
    """A small MNIST-like network; the strides of its 'same' padding make it asymmetric."""
    layers = [
        k.layers.Rescaling(1 / 16, offset=-0.25, name="rescaling"),
        k.layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False, name="conv"),
        k.layers.BatchNormalization(name="norm"),
        k.layers.ReLU(6.0, name="relu"),
        k.layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, activation="relu", name="depthwise"),
        k.layers.MaxPooling2D(2, padding="same", name="pool"),
        k.layers.Dropout(0.3, name="dropout"),
        k.layers.Flatten(name="flatten"),
        k.layers.Dense(5, activation="relu", name="hidden"),
        k.layers.Dense(4, activation="softmax", name="classes"),
    ]
    model = k.Sequential([k.Input((10, 12, 1), name="image"), *layers], name="digits")
    return model, [values((10, 12, 1), seed, scale=16) for seed in range(3)]


def mlp(k):
    """A yes or no: a sigmoid of one unit."""
    layers = [
        k.layers.Dense(6, activation="relu", name="first"),
        k.layers.GaussianNoise(0.1, name="noise"),
        k.layers.BatchNormalization(scale=False, name="norm"),
        k.layers.Dense(5, use_bias=False, name="second"),
        k.layers.Activation("relu6", name="relu"),
        k.layers.Dense(1, activation="sigmoid", name="answer"),
    ]
    return k.Sequential([k.Input((4,), name="values"), *layers], name="mlp"), [values((4,), seed) for seed in range(3)]


def residual(k):
    """Two inputs, a shared layer, an inner model that is called twice, planes added up, two outputs."""
    left, right = k.Input((6, 5, 2), name="left"), k.Input((6, 5, 2), name="right")
    shared = k.layers.Conv2D(3, 3, padding="same", activation="relu", name="shared")
    first, second = shared(left), shared(right)
    x = k.layers.Add(name="both")([first, second])
    block = k.Sequential(
        [
            k.Input((6, 5, 3)),
            k.layers.Conv2D(3, 3, padding="same", use_bias=False, name="inside"),
            k.layers.BatchNormalization(center=False, name="norm"),
            k.layers.ReLU(name="cut"),
        ],
        name="block",
    )
    x = k.layers.Add(name="once")([block(x), x])
    x = k.layers.Add(name="twice")([block(x), x, x])
    x = k.layers.Concatenate(name="beside")([x, first, x])
    pooled = k.layers.GlobalAveragePooling2D(name="pooled")(x)
    classes = k.layers.Dense(2, name="classes")(pooled)
    model = k.Model([left, right], [k.layers.Softmax(name="shares")(classes), x], name="residual")
    return model, [{"left": values((6, 5, 2), seed), "right": values((6, 5, 2), seed + 10)} for seed in range(2)]


def series(k):
    """Every layer of one spatial dimension."""
    layers = [
        k.layers.ZeroPadding1D((1, 2), name="zeros"),
        k.layers.Conv1D(6, 3, strides=2, padding="valid", groups=2, activation="relu", name="grouped"),
        k.layers.MaxPooling1D(3, strides=2, padding="same", name="largest"),
        k.layers.Conv1D(4, 3, dilation_rate=2, padding="causal", name="dilated"),
        k.layers.BatchNormalization(name="norm"),
        k.layers.ReLU(name="relu"),
        k.layers.DepthwiseConv1D(3, depth_multiplier=2, padding="same", name="depthwise"),
        k.layers.SeparableConv1D(5, 2, depth_multiplier=2, activation="relu", name="separable"),
        k.layers.AveragePooling1D(2, strides=1, padding="same", name="mean"),
        k.layers.Dense(3, activation="relu", name="each"),
        k.layers.Permute((2, 1), name="turned"),
        k.layers.Conv1D(4, 2, strides=2, padding="same", name="across"),
        k.layers.ZeroPadding1D(1, name="margin"),
        k.layers.MaxPooling1D(2, name="halved"),
        k.layers.GlobalAveragePooling1D(keepdims=True, name="overall"),
        k.layers.Reshape((2, -1), name="folded"),
        k.layers.Flatten(name="flat"),
        k.layers.Dense(3, activation="softmax", name="classes"),
    ]
    return k.Sequential([k.Input((20, 4), name="series"), *layers], name="series"), [values((20, 4), seed) for seed in range(2)]


def image(k):
    """Every layer of two spatial dimensions, and flattening of planes that something other than Dense follows."""
    picture = k.Input((9, 8, 2), name="picture")
    x = k.layers.Rescaling([0.5, 2.0], name="rescaling")(picture)
    x = k.layers.ZeroPadding2D(((0, 1), (2, 1)), name="zeros")(x)
    x = k.layers.DepthwiseConv2D(3, strides=2, name="depthwise")(x)
    x = k.layers.SeparableConv2D(4, (2, 3), padding="same", activation="relu", name="separable")(x)
    x = k.layers.SpatialDropout2D(0.1, name="dropout")(x)
    x = k.layers.Conv2D(4, 2, dilation_rate=2, padding="same", groups=2, name="grouped")(x)
    x = k.layers.AveragePooling2D((3, 2), strides=(1, 2), padding="same", name="mean")(x)
    x = k.layers.ActivityRegularization(l2=0.01, name="nothing")(x)
    x = k.layers.ZeroPadding2D(1, name="margin")(x)
    x = k.layers.MaxPooling2D((2, 2), name="largest")(x)
    turned = k.layers.Permute((2, 3, 1), name="turned")(x)
    flat = k.layers.Flatten(name="flat")(x)
    flat = k.layers.ReLU(name="cut")(flat)
    normal = k.layers.BatchNormalization(name="norm")(flat)
    top = k.layers.GlobalMaxPooling2D(keepdims=True, name="top")(x)
    top = k.layers.Conv2D(3, 1, activation="relu", name="point")(top)
    joined = k.layers.Concatenate(name="joined")(
        [k.layers.Dense(3, name="dense")(flat), normal, k.layers.Flatten(name="turned_flat")(turned), k.layers.Flatten(name="top_flat")(top)]
    )
    return k.Model(picture, k.layers.Dense(3, name="classes")(joined), name="image"), [values((9, 8, 2), seed) for seed in range(2)]


def arithmetic(k):
    """Operations on tensors, and a functional model inside of another one with a mask that nothing needs."""
    words = k.Input((None,), name="words")
    x = k.layers.Embedding(12, 4, mask_zero=True, name="embedding")(words)
    inside = k.Input((None, 4), name="inside")
    inner = k.Model(inside, k.layers.Conv1D(4, 3, padding="same", activation=k.layers.ReLU(max_value=2.0), name="conv")(inside), name="inner")
    x = inner(x)
    largest, mean = k.layers.GlobalMaxPooling1D(name="largest")(x), k.layers.GlobalAveragePooling1D(name="mean")(x)
    x = keras.ops.relu((largest + mean) * 2.0 + 0.5)
    x = x + x
    return k.Model(words, k.layers.Dense(2, name="classes")(keras.ops.relu6(x)), name="arithmetic"), [
        1 + tokens(11, length, seed) for seed, length in enumerate((4, 6))
    ]


def channels_first(k, form="channels_first"):
    """Channels before the spatial axes, as for GPUs."""
    options = {"data_format": form}
    axis = 1 if form == "channels_first" else -1

    def planes(channels, *sizes):
        return (channels, *sizes) if form == "channels_first" else (*sizes, channels)

    picture, signal = k.Input(planes(2, 7, 6), name="picture"), k.Input(planes(3, 9), name="signal")
    x = k.layers.ZeroPadding2D(1, name="zeros", **options)(picture)
    x = k.layers.Conv2D(4, 3, strides=2, padding="same", name="conv", **options)(x)
    x = k.layers.BatchNormalization(axis=axis, name="norm")(x)
    x = k.layers.DepthwiseConv2D(2, activation="relu", name="depthwise", **options)(x)
    x = k.layers.AveragePooling2D(2, padding="same", name="mean", **options)(x)
    flat = k.layers.Dense(3, name="dense")(k.layers.Flatten(name="flat", **options)(x))
    top = k.layers.Flatten(name="top_flat", **options)(k.layers.GlobalMaxPooling2D(keepdims=True, name="top", **options)(x))
    y = k.layers.ZeroPadding1D(1, name="margin", **options)(signal)
    y = k.layers.Conv1D(4, 3, activation="relu", name="series", **options)(y)
    y = k.layers.BatchNormalization(axis=axis, name="series_norm")(y)
    y = k.layers.MaxPooling1D(2, name="largest", **options)(y)
    y = k.layers.GlobalAveragePooling1D(name="overall", **options)(y)
    joined = k.layers.Concatenate(name="joined")([flat, top, y])
    return k.Model([picture, signal], k.layers.Dense(3, name="classes")(joined), name="channels_first"), [
        {"picture": values(planes(2, 7, 6), seed), "signal": values(planes(3, 9), seed + 10)} for seed in range(2)
    ]


def save_channels_first(folder):
    """TensorFlow does not run convolutions of this form on a CPU: the expected outputs are those of the usual form."""
    keras.utils.set_random_seed(7)
    model, samples = channels_first(keras)
    randomise(model, 7)
    twin, _ = channels_first(keras, "channels_last")
    twin.set_weights(model.get_weights())
    save_keras(model, os.path.join(folder, "channels_first.keras"))
    turned = [{name: numpy.moveaxis(value, 0, -1) for name, value in sample.items()} for sample in samples]
    path = os.path.join(folder, "channels_first.json")
    write_expected(twin, turned, path)
    with open(path) as file:
        rows = json.load(file)
    for row, sample in zip(rows, samples):
        row["inputs"] = {name: flat(value) for name, value in sample.items()}
    write_rows(rows, path)


def keras2(k):
    """What Keras 2 writes: axes as lists, inner models whose calls count from 1, `x + y` as a TFOpLambda."""
    one, two = k.Input((5, 5, 2), name="one"), k.Input((5, 5, 2), name="two")
    tower_input = k.Input((5, 5, 2))
    x = k.layers.Conv2D(3, 2, strides=2, padding="same", name="conv")(tower_input)
    x = k.layers.BatchNormalization(name="norm")(x)
    x = k.layers.ReLU(name="cut")(x)
    tower = k.Model(tower_input, x, name="tower")
    # Frozen layers change the order in which Keras lists the weights of an inner model.
    tower.get_layer("conv").trainable = False
    head = k.Sequential([k.layers.Flatten(name="flat"), k.layers.Dense(4, activation="relu", name="dense")], name="head")
    x = head(tower(one)) + head(tower(two))
    return k.Model([one, two], k.layers.Dense(2, activation="softmax", name="classes")(x), name="keras2"), [
        {"one": values((5, 5, 2), seed), "two": values((5, 5, 2), seed + 10)} for seed in range(2)
    ]


def tokens(vocabulary, length, seed):
    return numpy.random.default_rng(100 + seed).integers(0, vocabulary, length)


def values(shape, seed, scale=1.0):
    return (numpy.random.default_rng(200 + seed).normal(0, scale, shape)).astype("float32")


def write_expected(model, samples, path):
    """One line a sample: input name -> values, and the values of each output; row-major, without the batch."""
    rows = []
    for sample in samples:
        named = sample if isinstance(sample, dict) else {model.input_names[0] if hasattr(model, "input_names") else model.inputs[0].name: sample}
        given = [numpy.expand_dims(value, 0) for value in named.values()]
        outputs = model(given if len(given) > 1 else given[0], training=False)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        rows.append({"inputs": {name: flat(value) for name, value in named.items()}, "outputs": [flat(numpy.asarray(value)) for value in outputs]})
    write_rows(rows, path)


def write_rows(rows, path):
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


def flat(array):
    return [int(value) if array.dtype.kind == "i" else float(f"{value:.8g}") for value in numpy.ravel(array)]


def save_keras(model, path):
    """Saved by Keras, packed again with fixed dates."""
    with tempfile.TemporaryDirectory() as folder:
        saved = os.path.join(folder, "model.keras")
        model.save(saved)
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
            for name in sorted(source.namelist()):
                content = source.read(name)
                if name == "metadata.json":
                    content = json.dumps({**json.loads(content), "date_saved": "2024-01-01@00:00:00"}).encode()
                entry = zipfile.ZipInfo(name, STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, content)


def save_tfjs(model, samples, folder, document, quantised):
    """model.json and shards of a TensorFlow.js layers model; the expected outputs are those of the stored weights."""
    os.makedirs(folder, exist_ok=True)
    entries, pieces = [], []
    for weight in model.weights:
        stored, entry, restored = stored_weight(weight.numpy(), quantised)
        weight.assign(restored)
        entries.append({"name": weight.name.split(":")[0], "shape": list(weight.shape), "dtype": "float32", **entry})
        pieces.append(stored.tobytes())
    content = b"".join(pieces)
    # Two shards, cut inside of a weight.
    cut = len(content) // 2 + 1
    shards = {"group1-shard1of2.bin": content[:cut], "group1-shard2of2.bin": content[cut:]}
    for name, part in shards.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(part)
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump({"format": "layers-model", **document, "weightsManifest": [{"paths": list(shards), "weights": entries}]}, file)
    write_expected(model, samples, f"{folder}.json")


def converted(model):
    """As tensorflowjs_converter writes it: Keras 2's configuration under `model_config`."""
    config = json.loads(model.to_json())
    topology = {"keras_version": tf_keras.__version__, "backend": "tensorflow", "model_config": {"class_name": config["class_name"], "config": config["config"]}}
    return {"generatedBy": f"keras v{tf_keras.__version__}", "convertedBy": "test/import/python/make_keras.py", "modelTopology": topology}


def saved_by_tfjs(model):
    """As TensorFlow.js itself writes it (model.save of tfjs-layers 4.22): no `model_config`, no input layers in sequential models."""
    config = json.loads(model.to_json())["config"]
    for layer in config["layers"]:
        if layer["class_name"] == "Sequential":
            given, first, *rest = layer["config"]["layers"]
            first["config"]["batch_input_shape"] = given["config"]["batch_input_shape"]
            layer["config"]["layers"] = [first, *rest]
    topology = {"class_name": "Model", "config": config, "keras_version": "tfjs-layers 4.22.0", "backend": "tensor_flow.js"}
    return {"generatedBy": "TensorFlow.js tfjs-layers v4.22.0", "convertedBy": None, "modelTopology": topology}


def stored_weight(values, quantised):
    """tensorflowjs/quantization.py: scale and min so that the smallest and the largest value are exact."""
    if quantised is None:
        return values, {}, values
    if quantised == "float16":
        stored = values.astype("float16")
        return stored, {"quantization": {"dtype": "float16", "original_dtype": "float32"}}, stored.astype("float32")
    low, high = float(values.min()), float(values.max())
    scale = (high - low) / numpy.iinfo(quantised).max or 1.0
    stored = numpy.round((values - low) / scale).astype(quantised)
    return stored, {"quantization": {"dtype": quantised, "min": low, "scale": scale, "original_dtype": "float32"}}, (stored * scale + low).astype("float32")


if __name__ == "__main__":
    main(sys.argv[1])
