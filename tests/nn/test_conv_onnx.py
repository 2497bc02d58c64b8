"""conv2d on the test data that ONNX ships for its own Conv operator."""

import importlib
import warnings
from pathlib import Path

import numpy as np
import pytest
from convolutions import assert_close

from lessonlib.nn.conv import conv2d, conv2d_loops

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import onnx
    from onnx import helper, numpy_helper
    from onnx.backend.test.case import node as operators

    importlib.import_module("onnx.backend.test.case.node.conv")  # draws its cases; `collect_testcases` draws all


def stored_cases():
    """Those converted from PyTorch: a model, an input and an output on disk."""
    for folder in sorted((Path(onnx.__file__).parent / "backend/test/data").glob("pytorch-*/test_*[Cc]onv*")):
        model = onnx.load(folder / "model.onnx")
        node = model.graph.node[0]
        if node.op_type == "Conv" and len(helper.get_node_attr_value(node, "kernel_shape")) == 2:
            data = [onnx.load_tensor(folder / "test_data_set_0" / name) for name in ("input_0.pb", "output_0.pb")]
            given, want = map(numpy_helper.to_array, data)
            yield folder.name, node, [given, *map(numpy_helper.to_array, model.graph.initializer)], want


def drawn_cases():
    """Those the operator's own specification comes with."""
    for case in operators._NodeTestCases:
        node = case.model.graph.node[0]
        if node.op_type == "Conv":
            inputs, outputs = case.data_sets[0]
            yield case.name, node, inputs, outputs[0]


CASES = {name: rest for name, *rest in [*stored_cases(), *drawn_cases()]}


def test_there_are_cases():
    assert len(CASES) >= 12


@pytest.mark.parametrize("convolve", [conv2d, conv2d_loops])
@pytest.mark.parametrize("name", CASES)
def test_conv2d_equals_onnx(convolve, name):
    node, (images, filters, *bias), want = CASES[name]
    settings = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    strides, groups = settings.get("strides", (1, 1)), settings.get("group", 1)
    filters = spread(filters, settings.get("dilations", (1, 1)))
    images, padding = whole(images, filters, strides, settings.get("pads"), want.shape)
    parts = zip(np.split(images, groups, axis=1), np.split(filters, groups), strict=True)
    output = np.concatenate([convolve(one, some, None, strides, padding) for one, some in parts], axis=1)
    assert_close(output + (bias[0][:, None, None] if bias else 0), want, 1e-5)


def spread(filters, dilations):
    """A dilated filter is one with zeros between its weights."""
    (DH, DW), (K, C, FH, FW) = dilations, filters.shape
    wide = np.zeros((K, C, (FH - 1) * DH + 1, (FW - 1) * DW + 1), filters.dtype)
    wide[:, :, ::DH, ::DW] = filters
    return wide


def whole(images, filters, strides, pads, output_shape):
    """Images and padding for which the sizes are whole.

    ONNX also pads unevenly, and rounds sizes down: then pad here, and drop the end that no window reaches.
    """
    needed = [
        (o - 1) * s + f for o, s, f in zip(output_shape[2:], strides, filters.shape[2:], strict=True)
    ]  # the height and width, padded, that the windows cover
    if pads is None:  # "SAME_LOWER": as much as is needed, the odd one at the start
        missing = [n - have for n, have in zip(needed, images.shape[2:], strict=True)]
        pads = (*(m - m // 2 for m in missing), *(m // 2 for m in missing))
    top, left, bottom, right = pads
    if (images.shape[2] + top + bottom, images.shape[3] + left + right) == tuple(needed) and pads[:2] == pads[2:]:
        return images, (top, left)
    padded = np.pad(images, ((0, 0), (0, 0), (top, bottom), (left, right)))
    assert padded.shape[2] - needed[0] in range(strides[0])
    assert padded.shape[3] - needed[1] in range(strides[1])
    return padded[:, :, : needed[0], : needed[1]], 0
