"""A model in the page gives the scores that lessonlib gives on the same rounded weights."""

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.widgets.math.forward_pass import export_network, rounded


def random_models(count):
    """Every kind of layer, all sizes distinct, with the shape of a picture it takes."""
    random = np.random.default_rng(11)
    for i in range(count):
        stride, padding = (int(random.integers(1, 4)), int(random.integers(1, 3))), (int(random.integers(0, 3)), i % 2)
        filters, side = int(random.integers(2, 5)), (2 + i % 2, 3)
        OH, OW = 3 + i % 5, 4 + i % 3
        H, W = ((OH - 1) * stride[0] + side[0] - 2 * padding[0], (OW - 1) * stride[1] + side[1] - 2 * padding[1])
        if min(H, W) < 1:
            continue
        first = ll.Conv2d(1, filters, side, stride=stride, padding=padding, seed=random)
        second = ll.Conv2d(filters, 3, (2, 1), seed=random)
        pool = ll.MaxPool2d((2, 3), stride=(1 if OH % 2 else 2, 1))
        middle = [
            [ll.Flatten(), ll.Linear(filters * OH * OW, 6, seed=random)],
            [ll.GlobalMaxPool2d(), ll.Linear(filters, 5, seed=random)],
            [second, ll.ReLU(), ll.Flatten(), ll.Linear(3 * (OH - 1) * OW, 4, seed=random)],
            [pool, ll.Sequential(ll.GlobalMaxPool2d(), ll.Linear(filters, 7, seed=random))],
        ][i % 4]
        model = ll.Sequential(first, ll.ReLU(), *middle)
        for parameter in model.parameters():
            parameter.value += random.normal(scale=0.2, size=parameter.value.shape).astype(np.float32)
        yield model, random.uniform(-1, 1, (H, W)).astype(np.float32)


def test_scores_are_those_of_the_rounded_model(answers):
    cases = list(random_models(120))
    asked = [[export_network("any", model), picture.tolist()] for model, picture in cases]
    compared = 0
    for (model, picture), scores in zip(cases, answers("math/forward_pass.js", "scorePicture", asked), strict=True):
        here = rounded("any", model).forward(picture[None, None])[0]
        np.testing.assert_allclose(scores, here, rtol=1e-4, atol=1e-4)
        compared += 1
    assert compared >= 100


def test_sixteen_bits_come_back_as_they_were(answers):
    numbers = np.array([0, 1, -1, 0.1, -65504, 65504, 2**-14, 2**-24, -(2**-20), 1 / 3, 1e-9], np.float32)
    layer = ll.Linear(1, len(numbers))
    layer.weights.value[:, 0] = numbers
    (exported,) = export_network("any", ll.Sequential(layer))
    (back,) = answers("math/forward_pass.js", "decodeHalves", [[exported["weights"]]])
    assert list(back.values()) == numbers.astype(np.float16).astype(float).tolist()
    np.testing.assert_array_equal(
        rounded("any", ll.Sequential(layer)).layers[0].weights.value[:, 0], numbers.astype(np.float16)
    )


def test_softmax_does_not_overflow(answers):
    parts = answers("math/forward_pass.js", "softmax", [[[1000, 1000]], [[0, float(np.log(3)), -2000]]])
    np.testing.assert_allclose(parts[0], [0.5, 0.5])
    np.testing.assert_allclose(parts[1], [0.25, 0.75, 0], atol=1e-12)


def test_a_layer_that_cannot_be_shown_is_named():
    with pytest.raises(TypeError, match="got LocallyConnected2d in 'mine'"):
        export_network("mine", ll.Sequential(ll.LocallyConnected2d((1, 5, 5), 1, 3)))


@pytest.mark.parametrize("weight", [np.nan, np.inf, 1e6])
def test_weights_that_sixteen_bits_cannot_say_are_refused(weight):
    layer = ll.Linear(2, 2)
    layer.weights.value[0, 1] = weight
    with pytest.raises(ValueError, match=r"models must have finite weights of at most 65504; got .* in 'mine'"):
        export_network("mine", ll.Sequential(layer))
