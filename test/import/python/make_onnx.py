"""
Writes test/import/onnx/fixtures/operators.json: a small model for every operator that the ONNX reader takes, in the
operator sets where its signature changed, with the outputs of onnxruntime.

    python test/import/python/make_onnx.py test/import/onnx/fixtures

Needs the PyPI packages numpy, onnx and onnxruntime.
"""
import pathlib
import sys

import numpy as np

from onnx_cases import Case, lines

CASES = []


def case(name, **settings):
    made = Case(name, **settings)
    CASES.append(made)
    return made


def unary(name, operator, shape, inputs=(), opset=17, batch="N", **attributes):
    c = case(name, opset=opset, batch=batch)
    x = c.input(*shape)
    return c.output(c.op(operator, x, *[make(c) for make in inputs], **attributes))


def convolutions():
    def conv(name, shape, weight, bias=True, opset=17, **attributes):
        c = case(name, opset=opset)
        x = c.input(*shape)
        w = c.weight(*weight)
        b = [c.weight(weight[0])] if bias else []
        return c.output(c.op("Conv", x, w, *b, **attributes))

    conv("conv 1-D", (3, 8), (4, 3, 3))
    conv("conv 1-D, opset 11", (3, 8), (4, 3, 3), opset=11)
    conv("conv 1-D, pads, stride and dilation", (3, 9), (4, 3, 3), pads=[1, 2], strides=[2], dilations=[2])
    conv("conv 1-D in groups", (4, 7), (6, 2, 2), group=2, kernel_shape=[2])
    conv("conv 1-D, causal padding", (2, 6), (3, 2, 3), pads=[2, 0])
    for auto in ("SAME_UPPER", "SAME_LOWER", "VALID"):
        conv(f"conv 1-D, {auto}", (2, 7), (3, 2, 4), bias=False, auto_pad=auto, strides=[2])
        conv(f"conv 2-D, {auto}", (2, 5, 6), (3, 2, 2, 3), auto_pad=auto, strides=[2, 1])
    conv("conv 2-D", (2, 5, 6), (3, 2, 3, 2))
    conv("conv 2-D, pads, strides and dilations", (2, 7, 8), (3, 2, 2, 3), pads=[1, 0, 2, 3], strides=[2, 1], dilations=[2, 2])
    conv("conv 2-D, depthwise", (3, 5, 5), (6, 1, 3, 3), group=3, bias=False)
    conv("conv 2-D over the whole width of a text", (1, 7, 5), (4, 1, 3, 5))
    conv("conv 2-D over the whole height of a text", (1, 5, 7), (4, 1, 5, 3))
    conv("conv 2-D over the whole plane", (2, 3, 4), (5, 2, 3, 4))
    conv("conv 2-D over the whole width of a plane", (2, 6, 4), (3, 2, 3, 4))
    conv("conv 2-D, depthwise on one row", (3, 1, 6), (3, 1, 1, 2), group=3)
    c = case("conv 2-D between transposes")
    x = c.op("Transpose", c.input(5, 6, 2), perm=[0, 3, 1, 2])
    x = c.op("Relu", c.op("Conv", x, c.weight(4, 2, 3, 3), c.weight(4)))
    c.output(c.op("Transpose", x, perm=[0, 2, 3, 1]))
    c = case("conv 1-D as 2-D between transposes")
    x = c.op("Unsqueeze", c.input(7, 3), c.ints(1))
    x = c.op("Transpose", x, perm=[0, 3, 1, 2])
    x = c.op("Conv", x, c.weight(4, 3, 1, 3))
    x = c.op("Transpose", c.op("Squeeze", x, c.ints(2)), perm=[0, 2, 1])
    c.output(c.op("Add", x, c.weight(4)))
    c = case("pad in front of a conv")
    x = c.op("Pad", c.input(2, 5, 6), c.ints(0, 0, 1, 2, 0, 0, 0, 1))
    c.output(c.op("Conv", x, c.weight(3, 2, 3, 3), pads=[1, 1, 0, 0]))
    c = case("pad of channels in front of a conv")
    x = c.op("Pad", c.input(2, 5, 6), c.ints(0, 1, 1, 2, 0, 0, 0, 1))
    c.output(c.op("Conv", x, c.weight(3, 3, 3, 3)))
    c = case("conv on channels that were reshaped")
    x = c.op("Reshape", c.input(3, 4, 5), c.ints(0, 12, 5))
    c.output(c.op("Conv", x, c.weight(4, 12, 2)))
    c = case("two convs on one transposed input")
    x = c.input(3, 6)
    w = [c.weight(2, 3, 2), c.weight(2, 3, 3)]
    c.output(*[c.op("Conv", x, weight) for weight in w])


def matrices():
    def gemm(name, bias=(4,), opset=17, weight=(5, 4), **attributes):
        c = case(name, opset=opset)
        x = c.input(5)
        w = c.weight(*weight)
        c.output(c.op("Gemm", x, w, *([] if bias is None else [c.weight(*bias)]), **attributes))

    gemm("gemm")
    gemm("gemm, opset 11", opset=11)
    gemm("gemm, transB, alpha and beta", weight=(4, 5), transB=1, alpha=0.5, beta=2.0)
    gemm("gemm without bias", bias=None)
    gemm("gemm with a scalar bias", bias=())
    gemm("gemm with a row bias", bias=(1, 4))

    def matmul(name, shape, weight, swap=False):
        c = case(name)
        x, w = c.input(*shape), c.weight(*weight)
        c.output(c.op("MatMul", w, x) if swap else c.op("MatMul", x, w))

    matmul("matmul", (5,), (5, 4))
    matmul("matmul on the last axis", (3, 5), (5, 4))
    matmul("matmul on the last axis of four", (2, 3, 5), (5, 4))
    matmul("matmul with a matrix of three axes", (3, 5), (1, 5, 4))
    matmul("matmul with a vector", (3, 5), (5,))
    matmul("matmul from the left", (5, 3), (4, 5), swap=True)
    matmul("matmul from the left with a vector", (5, 3), (5,), swap=True)
    c = case("matmul and its bias")
    c.output(c.op("Add", c.op("MatMul", c.input(5), c.weight(5, 4)), c.weight(4)))
    c = case("a bias in front, and a reader in between")
    y = c.op("MatMul", c.input(5), c.weight(5, 4))
    c.output(c.op("Add", c.weight(1, 4), y), c.op("Relu", y))
    c = case("transposed plane into a gemm")
    x = c.op("Transpose", c.op("Conv", c.input(2, 4, 5), c.weight(3, 2, 2, 2)), perm=[0, 2, 3, 1])
    c.output(c.op("Gemm", c.op("Flatten", x), c.weight(36, 4), c.weight(4)))
    c = case("transposed text into a gemm")
    x = c.op("Transpose", c.op("Conv", c.input(2, 6), c.weight(3, 2, 2)), perm=[0, 2, 1])
    c.output(c.op("Gemm", c.op("Flatten", x), c.weight(15, 4)))
    c = case("text into a gemm, channels first")
    c.output(c.op("Gemm", c.op("Flatten", c.op("Conv", c.input(2, 6), c.weight(3, 2, 2))), c.weight(15, 4)))


def arithmetic():
    def with_constant(name, operator, shape, constant, swap=False, positive=False):
        c = case(name)
        x = c.input(*shape)
        w = c.weight(values=np.abs(c.random.standard_normal(constant)) + 0.5) if positive else c.weight(*constant)
        c.output(c.op(operator, *((w, x) if swap else (x, w))))

    with_constant("add a scalar", "Add", (3, 4), ())
    with_constant("add by channel", "Add", (2, 3, 4), (2, 1, 1))
    with_constant("add by element", "Add", (2, 3, 4), (2, 3, 4))
    with_constant("add by row", "Add", (2, 3, 4), (1, 3, 1))
    with_constant("add with a leading axis", "Add", (3,), (1, 3))
    with_constant("subtract a constant", "Sub", (3, 4), (4,))
    with_constant("subtract from a constant", "Sub", (3, 4), (3, 1), swap=True)
    with_constant("multiply by channel", "Mul", (2, 3, 4), (2, 1, 1), swap=True)
    with_constant("divide by a constant", "Div", (3, 4), (4,), positive=True)
    unary("negate", "Neg", (3, 4))
    c = case("add by channel, channels last")
    x = c.op("Transpose", c.op("Conv", c.input(2, 4, 5), c.weight(3, 2, 2, 2)), perm=[0, 2, 3, 1])
    x = c.op("Relu", c.op("Add", x, c.weight(3)))
    c.output(c.op("Mul", x, c.weight(4, 3)))
    c = case("two tensors in different layouts")
    x = c.input(2, 4, 4)
    a = c.op("Conv", x, c.weight(4, 2, 1, 1))
    b = c.op("Transpose", c.op("Conv", x, c.weight(4, 2, 1, 1)), perm=[0, 2, 3, 1])
    c.output(c.op("Relu", c.op("Add", a, b)), c.op("Sub", b, a))
    c = case("a tensor and itself")
    x = c.input(4)
    c.output(c.op("Relu", c.op("Add", x, x)), c.op("Sub", x, x), c.op("Concat", x, x, x, axis=1))
    c = case("a residual block")
    x = c.op("Relu", c.op("Conv", c.input(2, 4, 4), c.weight(3, 2, 1, 1), c.weight(3)))
    y = c.op("Conv", x, c.weight(3, 3, 3, 3), c.weight(3), pads=[1, 1, 1, 1])
    c.output(c.op("Relu", c.op("Add", y, x)))
    c = case("a long sum")
    x = c.input(3)
    total = x
    for _ in range(12):
        total = c.op("Add", total, c.op("MatMul", x, c.weight(3, 3)))
    c.output(total)
    c = case("sum of three and a constant")
    x = c.input(3)
    c.output(c.op("Sum", x, c.op("Relu", x), c.op("MatMul", x, c.weight(3, 3)), c.weight(3)))
    c = case("a sum into a concat, a pool and a flatten")
    x = c.input(2, 4, 4)
    s = c.op("Add", x, c.op("Relu", x))
    c.output(c.op("Concat", s, x, axis=1), c.op("MaxPool", s, kernel_shape=[2, 2]), c.op("Flatten", s))


def activations():
    unary("relu", "Relu", (2, 3))
    for opset in (11, 12, 13, 17, 21):
        unary(f"clip to 0..1, opset {opset}", "Clip", (6,), [lambda c: c.weight(values=0.0), lambda c: c.weight(values=1.0)], opset=opset)
    unary("clip from 0", "Clip", (6,), [lambda c: c.weight(values=0.0)])
    unary("clip without bounds", "Clip", (6,))
    c = case("clip a relu from above")
    c.output(c.op("Clip", c.op("Relu", c.input(6)), "", c.weight(values=0.75)))
    for opset in (11, 13, 14, 15):
        for shape in ((4,), (4, 5), (4, 3, 2)):
            c = case(f"batch norm of {len(shape) + 1} axes, opset {opset}", opset=opset)
            x = c.input(*shape)
            v = c.weight(values=np.abs(c.random.standard_normal(4)) + 0.1, name="variance")
            c.output(c.op("BatchNormalization", x, c.weight(4), c.weight(4), c.weight(4), v, epsilon=1e-3))
    c = case("batch norm in a text network")
    x = c.op("Unsqueeze", c.op("Conv", c.input(2, 6), c.weight(3, 2, 2)), c.ints(2))
    v = c.weight(values=[0.5, 1.0, 2.0], name="variance")
    c.output(c.op("BatchNormalization", x, c.weight(3), c.weight(3), c.weight(3), v))
    for opset in (11, 12, 13, 17, 21):
        unary(f"softmax, opset {opset}", "Softmax", (5,), opset=opset)
        unary(f"softmax of three axes, opset {opset}", "Softmax", (3, 4), opset=opset, **({"axis": 2} if opset > 12 else {"axis": 1}))
    unary("softmax along the first axis", "Softmax", (3, 4), axis=1)
    unary("softmax along the channels of a plane", "Softmax", (3, 2, 2), axis=1)
    c = unary("log softmax", "LogSoftmax", (5,), axis=1)
    c.options["compare"] = "order"


def pools():
    def pool(name, operator, shape, opset=17, **attributes):
        unary(name, operator, shape, opset=opset, **attributes)

    for opset in (11, 12, 17):
        pool(f"max pool 1-D, opset {opset}", "MaxPool", (3, 8), opset=opset, kernel_shape=[2], strides=[2])
    pool("max pool 1-D, pads", "MaxPool", (3, 8), kernel_shape=[3], strides=[2], pads=[1, 0])
    pool("max pool 1-D, ceil", "MaxPool", (3, 8), kernel_shape=[3], strides=[2], ceil_mode=1)
    pool("max pool over everything", "MaxPool", (3, 8), kernel_shape=[8], strides=[8])
    pool("max pool 2-D", "MaxPool", (2, 6, 5), kernel_shape=[2, 3], strides=[2, 1])
    pool("max pool 2-D, pads and ceil", "MaxPool", (2, 6, 6), kernel_shape=[3, 3], strides=[2, 2], pads=[0, 1, 1, 1], ceil_mode=1)
    pool("max pool 2-D, SAME_UPPER", "MaxPool", (2, 5, 6), kernel_shape=[2, 3], strides=[2, 2], auto_pad="SAME_UPPER")
    pool("max pool over the plane", "MaxPool", (2, 4, 3), kernel_shape=[4, 3])
    pool("max pool over the height", "MaxPool", (2, 4, 3), kernel_shape=[4, 1])
    pool("max pool that does nothing", "MaxPool", (2, 1, 1), kernel_shape=[1, 1])
    for counts in (0, 1):
        for opset in (11, 17, 19):
            pool(f"average pool 1-D, pads, counting {counts}, opset {opset}", "AveragePool", (3, 8), opset=opset, kernel_shape=[3], strides=[2], pads=[1, 2], count_include_pad=counts)
        pool(f"average pool 2-D, counting {counts}", "AveragePool", (2, 5, 6), kernel_shape=[2, 3], pads=[1, 1, 0, 1], strides=[1, 2], count_include_pad=counts)
        pool(f"average pool 2-D, ceil, counting {counts}", "AveragePool", (2, 5, 6), opset=19, kernel_shape=[2, 3], strides=[2, 2], ceil_mode=1, count_include_pad=counts)
        pool(f"average pool 2-D, ceil and pads, counting {counts}", "AveragePool", (2, 6, 6), opset=19, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 0], ceil_mode=1, count_include_pad=counts)
    pool("average pool 1-D, ceil and pads, counting", "AveragePool", (2, 6), opset=19, kernel_shape=[3], strides=[2], pads=[1, 0], ceil_mode=1, count_include_pad=1)
    pool("average pool 2-D, SAME_LOWER", "AveragePool", (2, 5, 6), kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_LOWER")
    pool("average pool over the plane", "AveragePool", (2, 4, 3), kernel_shape=[4, 3])
    for operator in ("GlobalMaxPool", "GlobalAveragePool"):
        pool(f"{operator} of a series", operator, (3, 5))
        pool(f"{operator} of a plane", operator, (3, 4, 5))
    c = case("pad of zeros in front of a max pool")
    x = c.op("Pad", c.input(2, 4, 4), c.ints(0, 0, 1, 1, 0, 0, 1, 1), "")
    c.output(c.op("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2]))
    c = case("pools of a text in 2-D")
    x = c.op("Conv", c.op("Unsqueeze", c.input(8, 3), c.ints(1)), c.weight(4, 1, 2, 3))
    a = c.op("MaxPool", x, kernel_shape=[2, 1], strides=[2, 1])
    c.output(a, c.op("AveragePool", a, kernel_shape=[3, 1]))


def reductions():
    for operator in ("ReduceMax", "ReduceMean", "ReduceSum"):
        for opset in (11, 12, 13, 17, 18, 21):
            c = case(f"{operator} over positions, opset {opset}", opset=opset)
            x = c.input(3, 5)
            is_input = opset >= (13 if operator == "ReduceSum" else 18)
            y = c.op(operator, x, c.ints(2), keepdims=0) if is_input else c.op(operator, x, axes=[2], keepdims=0)
            c.output(y)
    c = case("reductions of planes", opset=18)
    x = c.input(3, 4, 5)
    c.output(
        c.op("ReduceMean", x, c.ints(-1, -2)),
        c.op("ReduceMax", x, c.ints(1), keepdims=0),
        c.op("ReduceSum", x, c.ints(2), keepdims=0),
        c.op("ReduceMax", x, c.ints(1, 2, 3), keepdims=0),
        c.op("ReduceMean", x, c.ints(1, 3), keepdims=1),
        c.op("ReduceMean", x, noop_with_empty_axes=1),
    )
    c = case("reductions of a text", opset=13)
    x = c.op("Relu", c.op("Conv", c.input(2, 6), c.weight(3, 2, 2)))
    c.output(c.op("ReduceMax", x, axes=[2]), c.op("ReduceMean", x, axes=[1], keepdims=0))


def texts():
    c = case("embedding", opset=11)
    c.output(c.op("Gather", c.weight(9, 4), c.input(5, low=9), axis=0))
    c = case("embedding of rows with two axes")
    c.output(c.op("Gather", c.weight(9, 2, 3), c.input(5, low=9)))
    c = case("embedding of one token")
    c.output(c.op("Flatten", c.op("Gather", c.weight(9, 4), c.input(1, low=9))))
    c = case("embedding of cast ids, two tables")
    x = c.op("Cast", c.input(5, low=7), to=6)
    c.output(c.op("Gather", c.weight(9, 4), x), c.op("Gather", c.weight(7, 2), c.op("Identity", x)))
    c = case("text of variable length, causal by a pad")
    x = c.op("Gather", c.weight(9, 4), c.input(6, low=9, declared=["L"]))
    x = c.op("Pad", x, c.ints(0, 2, 0, 0, 0, 0))
    x = c.op("Conv", c.op("Transpose", x, perm=[0, 2, 1]), c.weight(3, 4, 3), c.weight(3))
    c.output(c.op("ReduceMax", c.op("Relu", x), axes=[2], keepdims=0))
    c = case("text of variable length, in 2-D")
    x = c.op("Unsqueeze", c.op("Gather", c.weight(9, 4), c.input(6, low=9, declared=["L"])), c.ints(1))
    y = [c.op("GlobalMaxPool", c.op("Squeeze", c.op("Relu", c.op("Conv", x, c.weight(3, 1, k, 4), c.weight(3))), c.ints(3))) for k in (2, 3)]
    y = c.op("Squeeze", c.op("Concat", *y, axis=1), c.ints(2))
    c.output(c.op("Gemm", y, c.weight(2, 6), c.weight(2), transB=1))
    c = case("text of variable length, position by position")
    x = c.op("Gather", c.weight(9, 4), c.input(6, low=9, declared=["L"]))
    x = c.op("Relu", c.op("Add", c.op("MatMul", x, c.weight(4, 3)), c.weight(3)))
    pooled = c.op("MaxPool", c.op("Transpose", x, perm=[0, 2, 1]), kernel_shape=[2])
    c.output(c.op("ReduceMean", x, axes=[1], keepdims=0), c.op("Transpose", pooled, perm=[0, 2, 1]))
    c = case("negative ids wrapped as Keras does")
    x = c.input(5, low=7)
    below = c.op("Less", c.op("Cast", x, to=1), c.weight(values=0.0))
    wrapped = c.op("Mul", c.op("Cast", below, to=7), c.op("Add", x, c.weight(values=7, dtype=np.int64)))
    kept = c.op("Mul", x, c.op("Cast", c.op("Not", below), to=7))
    c.output(c.op("Gather", c.weight(7, 3), c.op("Add", wrapped, kept)))
    c = case("negative ids wrapped by a choice")
    x = c.input(5, low=7)
    below = c.op("Less", x, c.ints(0))
    c.output(c.op("Gather", c.weight(7, 3), c.op("Where", below, c.op("Add", x, c.ints(7)), x)))


def joins():
    c = case("concat of vectors")
    x = c.input(3)
    c.output(c.op("Concat", c.op("Relu", x), x, axis=1))
    c = case("concat of planes, by axis")
    x = c.input(2, 3, 4)
    r = c.op("Relu", x)
    c.output(*[c.op("Concat", x, r, axis=axis) for axis in (1, 2, -1)])
    c = case("concat of layouts")
    x = c.input(2, 3, 3)
    a = c.op("Transpose", c.op("Conv", x, c.weight(4, 2, 1, 1)), perm=[0, 2, 3, 1])
    b = c.op("Transpose", c.op("Conv", x, c.weight(3, 2, 1, 1)), perm=[0, 3, 2, 1])
    c.output(c.op("Concat", a, b, axis=3))
    c = case("concat along a new axis")
    x = c.input(3, 4)
    a, b = c.op("Unsqueeze", x, c.ints(2)), c.op("Unsqueeze", c.op("Relu", x), c.ints(2))
    c.output(c.op("Concat", a, b, axis=2))
    c = case("concat of one")
    c.output(c.op("Concat", c.input(3), axis=1))
    for opset in (11, 13, 17):
        unary(f"pad, opset {opset}", "Pad", (2, 3), [lambda c: c.ints(0, 1, 0, 0, 0, 2)], opset=opset)
    for opset in (18, 21):
        unary(f"pad by axes, opset {opset}", "Pad", (2, 3), [lambda c: c.ints(1, 2), lambda c: c.weight(values=0.0), lambda c: c.ints(-1)], opset=opset)
    unary("pad an axis of size 1", "Pad", (1, 3), [lambda c: c.ints(0, 1, 0, 0, 1, 2)])
    c = case("pad twice, and what reads it")
    x = c.op("Pad", c.op("Pad", c.input(2, 3), c.ints(0, 0, 1, 0, 0, 0)), c.ints(0, 0, 0, 0, 0, 2))
    c.output(c.op("Relu", x), c.op("Flatten", x), c.op("Add", x, c.weight(2, 1)))


def views():
    for opset in (11, 12):
        c = case(f"squeeze and unsqueeze, opset {opset}", opset=opset)
        x = c.op("Unsqueeze", c.input(3, 4), axes=[1, 4])
        c.output(c.op("Squeeze", c.op("Relu", x), axes=[-1]))
    for opset in (13, 17, 21):
        c = case(f"squeeze and unsqueeze, opset {opset}", opset=opset)
        x = c.op("Unsqueeze", c.input(3, 4), c.ints(1, 4))
        c.output(c.op("Squeeze", c.op("Relu", x), c.ints(-1)))
    c = case("squeeze without axes", batch=2)
    c.output(c.op("Squeeze", c.input(1, 4, 1)))
    unary("flatten", "Flatten", (2, 3, 4))
    unary("flatten at axis 2 behind an axis of size 1", "Flatten", (1, 3, 4), axis=2)
    unary("transpose", "Transpose", (2, 3, 4), perm=[0, 3, 1, 2])
    c = case("transpose with the batch in between")
    x = c.op("Relu", c.op("Transpose", c.input(3, 4), perm=[1, 0, 2]))
    c.output(c.op("Transpose", x, perm=[1, 2, 0]))
    unary("reshape, a copy and the rest", "Reshape", (2, 6), [lambda c: c.ints(0, -1)])
    unary("reshape of a fixed batch", "Reshape", (2, 6), [lambda c: c.ints(3, 4, 3)], batch=3)
    unary("reshape of a batch of one", "Reshape", (2, 6), [lambda c: c.ints(1, 4, 3)], batch=1)
    unary("reshape with the batch as the rest", "Reshape", (2, 6), [lambda c: c.ints(-1, 4, 3)])
    c = case("channel shuffle")
    x = c.op("Relu", c.op("Reshape", c.input(6, 2, 2), c.ints(0, 2, 3, 2, 2)))
    x = c.op("Reshape", c.op("Transpose", x, perm=[0, 2, 1, 3, 4]), c.ints(0, 6, 2, 2))
    c.output(c.op("Conv", x, c.weight(4, 6, 1, 1)))
    c = case("reshape across a transpose")
    x = c.op("Reshape", c.op("Transpose", c.input(4, 3), perm=[0, 2, 1]), c.ints(0, 2, 6))
    c.output(c.op("MatMul", x, c.weight(6, 2)))
    c = case("reshape by shape arithmetic")
    x = c.input(3, 4)
    shape = c.op("Shape", x)
    batch = c.op("Unsqueeze", c.op("Gather", shape, c.weight(values=0, dtype=np.int64)), c.ints(0))
    size = c.op("Mul", c.op("Gather", shape, c.ints(1)), c.op("Slice", shape, c.ints(2), c.ints(9223372036854775807), c.ints(0), c.ints(1)))
    half = c.op("Concat", batch, c.op("Div", size, c.ints(2)), c.op("Constant", value_ints=[2]), axis=0)
    c.output(c.op("Reshape", x, c.op("Cast", half, to=7)))
    c = case("constants of every kind", opset=17)
    x = c.input(4)
    for constant in (
        c.op("Constant", value_float=0.5),
        c.op("Constant", value_floats=[0.5, 1.5, -1.0, 2.0]),
        c.op("Cast", c.op("Constant", value_int=3), to=1),
        c.op("Cast", c.op("Constant", value_ints=[1, 2, 3, 4]), to=1),
        c.op("Cast", c.op("Range", c.weight(values=1, dtype=np.int64), c.weight(values=9, dtype=np.int64), c.weight(values=2, dtype=np.int64)), to=1),
        c.op("ConstantOfShape", c.ints(4)),
        c.op("Expand", c.weight(values=[1.25]), c.ints(4)),
        c.op("Transpose", c.op("Reshape", c.weight(values=[[1, 2], [3, 4]]), c.ints(4, 1)), perm=[1, 0]),
        c.op("Concat", c.op("Slice", c.weight(values=[1, 2, 3]), c.ints(-1), c.ints(-4), c.ints(0), c.ints(-2)), c.weight(values=[5, 6]), axis=0),
        c.op("Sub", c.weight(values=[1, 2, 3, 4]), c.op("Neg", c.weight(values=[0.5]))),
    ):
        x = c.op("Add", x, constant)
    c.output(x)
    c = case("weights that are transposed, cast and gathered on the way")
    w = c.op("Cast", c.op("Transpose", c.weight(4, 5, dtype=np.float16), perm=[1, 0]), to=1)
    b = c.op("Gather", c.weight(3, 4), c.weight(values=1, dtype=np.int64), axis=0)
    c.output(c.op("Gemm", c.input(5), w, b))
    c = case("identity, cast and dropout")
    x = c.op("Dropout", c.op("Cast", c.op("Identity", c.input(4)), to=11))
    c.output(c.op("Cast", x, to=1))
    c = case("dropout, opset 11", opset=11)
    c.output(c.op("Dropout", c.input(4), ratio=0.25))
    c = case("slice and expand that change nothing")
    x = c.op("Slice", c.input(4), c.ints(0), c.ints(9223372036854775807), c.ints(1))
    c.output(c.op("Expand", x, c.ints(1, 4)))
    c = case("an input that is an output")
    x = c.input(4)
    c.output(c.op("Identity", x))
    c = case("inputs of uint8 size and batch in two inputs")
    c.output(c.op("Add", c.input(3, name="a"), c.input(3, name="b")))


for group in (convolutions, matrices, arithmetic, activations, pools, reductions, texts, joins, views):
    group()
folder = pathlib.Path(sys.argv[1])
(folder / "operators.json").write_text(lines([made.run() for made in CASES]))
