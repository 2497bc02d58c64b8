"""The layers: torch's outputs and gradients, and what each refuses."""

import re

import numpy as np
import pytest
import torch
from convolutions import assert_close, cases, drawn, one_torch_thread
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lessonlib.nn.gradient_check import gradient_check
from lessonlib.nn.layers import (
    Conv2d,
    Flatten,
    GlobalMaxPool2d,
    Linear,
    LocallyConnected2d,
    MaxPool2d,
    ReLU,
    Sequential,
)

F = torch.nn.functional


def assert_like_torch(layer, reference, inputs, tolerance=1e-10):
    """Output and every gradient of ``layer`` equal those of ``reference(inputs, *parameters)``, which torch derives."""
    tensors = [torch.tensor(array, requires_grad=True) for array in (inputs, *(p.value for p in layer.parameters()))]
    with one_torch_thread():
        want = reference(*tensors)
    got = layer.forward(inputs)
    assert_close(got, want.detach(), tolerance)
    (grad_output,) = drawn(got.shape, dtype=got.dtype, seed=1)
    with one_torch_thread():
        want.backward(torch.tensor(grad_output))
    grad_inputs = layer.backward(grad_output)
    for gradient, tensor in zip([grad_inputs, *(p.grad for p in layer.parameters())], tensors, strict=True):
        assert gradient.dtype == inputs.dtype
        assert_close(gradient, tensor.grad, tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-5)])
def test_linear(dtype, tolerance):
    layer = Linear(5, 7, seed=3, dtype=dtype)
    layer.bias.value[:] = np.arange(7)
    assert_like_torch(layer, F.linear, *drawn((4, 5), dtype=dtype), tolerance)


def test_conv():
    layer = Conv2d(3, 5, (4, 2), stride=(2, 3), padding=(1, 2), dtype=np.float64)
    layer.bias.value[:] = np.arange(5)
    assert_like_torch(layer, lambda x, w, b: F.conv2d(x, w, b, (2, 3), (1, 2)), *drawn((6, 3, 8, 13)))


@settings(max_examples=60)
@given(case=cases(), seed=st.integers(0, 999))
def test_locally_connected_is_one_linear_layer_a_position(case, seed):
    (N, C, H, W), (K, _, FH, FW), (_, _, OH, OW), stride, padding = case
    layer = LocallyConnected2d((C, H, W), K, (FH, FW), stride=stride, padding=padding, seed=seed, dtype=np.float64)
    layer.bias.value[:] = drawn((OH, OW, K), seed=seed)[0]

    def by_unfolding(images, weights, bias):
        columns = F.unfold(images, (FH, FW), padding=padding, stride=stride)  # (N, C * FH * FW, OH * OW)
        columns = columns.reshape(N, C, FH, FW, OH, OW)
        return torch.einsum("ncijpq,pqkcij->nkpq", columns, weights) + bias.permute(2, 0, 1)

    assume(N > 0)
    assert_like_torch(layer, by_unfolding, *drawn((N, C, H, W), seed=seed))


def test_locally_connected_with_equal_weights_everywhere_is_a_convolution():
    conv = Conv2d(2, 3, (3, 4), stride=(2, 1), padding=(1, 0), dtype=np.float64)
    local = LocallyConnected2d((2, 5, 7), 3, (3, 4), stride=(2, 1), padding=(1, 0), dtype=np.float64)
    local.weights.value[:] = conv.weights.value
    (images,), (grad_output,) = drawn((6, 2, 5, 7)), drawn((6, 3, 3, 4), seed=1)
    assert_close(local.forward(images), conv.forward(images), 1e-12)
    assert_close(local.backward(grad_output), conv.backward(grad_output), 1e-12)
    assert_close(local.weights.grad.sum(axis=(0, 1)), conv.weights.grad, 1e-12)
    assert_close(local.bias.grad.sum(axis=(0, 1)), conv.bias.grad, 1e-12)


@pytest.mark.parametrize("weights", [np.float32, np.float64])
@pytest.mark.parametrize(
    "inputs",
    [np.bool_, np.int8, np.int64, np.uint8, np.float16, np.float32, np.float64],
    ids=lambda kind: kind.__name__,
)
def test_every_layer_with_weights_computes_in_the_same_dtype(inputs, weights):
    """The widest float there is, as `conv2d` does; integers and bools join it."""
    wanted = np.float64 if np.float64 in (inputs, weights) else np.float32
    images = (drawn((2, 3, 4, 5))[0] > 0).astype(inputs)
    grad = np.ones((2, 2, 2, 3), wanted)
    for layer, batch in (
        (Conv2d(3, 2, 3, dtype=weights), images),
        (LocallyConnected2d((3, 4, 5), 2, 3, dtype=weights), images),
        (Sequential(Flatten(), Linear(60, 12, dtype=weights)), images),
    ):
        output = layer.forward(batch)
        assert output.dtype == wanted
        gradients = [layer.backward(grad.reshape(output.shape)), *(p.grad for p in layer.parameters())]
        assert {gradient.dtype.type for gradient in gradients} == {wanted}


@pytest.mark.parametrize(
    ("size", "stride", "shape"),
    [
        (2, None, (3, 4, 6, 8)),
        ((3, 2), (2, 1), (3, 4, 7, 5)),
        (3, 1, (2, 3, 5, 6)),
        ((2, 3), (3, 2), (2, 3, 5, 7)),
    ],
    ids=["side by side", "overlapping", "heavily overlapping", "with gaps"],
)
def test_max_pooling(size, stride, shape):
    assert_like_torch(MaxPool2d(size, stride), lambda x: F.max_pool2d(x, size, stride), *drawn(shape))


def test_max_pooling_gives_the_gradient_to_the_first_of_equals_and_sums_overlaps():
    layer = MaxPool2d((1, 3), (1, 1))
    assert layer.forward(np.array([[[[0.0, 9.0, 0.0, 0.0, 0.0]]]])).tolist() == [[[[9, 9, 0]]]]
    assert layer.backward(np.array([[[[1.0, 10.0, 100.0]]]])).tolist() == [[[[0, 11, 100, 0, 0]]]]


def test_global_max_pooling_relu_and_flatten():
    (images,) = drawn((3, 4, 5, 6))
    assert_like_torch(GlobalMaxPool2d(), lambda x: x.amax(dim=(2, 3)), images)
    assert_like_torch(ReLU(), torch.relu, images)
    assert_like_torch(Flatten(), lambda x: x.flatten(1), images)


def test_a_whole_network_agrees_with_numerical_differences():
    random = np.random.default_rng(0)
    model = Sequential(
        Conv2d(2, 3, (3, 2), stride=(1, 2), padding=(1, 0), seed=random, dtype=np.float64),
        ReLU(),
        MaxPool2d((3, 2), (2, 1)),
        LocallyConnected2d((3, 3, 4), 2, (2, 3), seed=random, dtype=np.float64),
        ReLU(),
        Flatten(),
        Linear(8, 4, seed=random, dtype=np.float64),
    )
    images, weight = drawn((5, 2, 7, 10), (5, 4))

    def with_parameter(parameter):
        def loss(value):
            kept, parameter.value = parameter.value, value
            total = (model.forward(images) * weight).sum()
            parameter.value = kept
            return total

        return loss

    model.forward(images)
    grad_images = model.backward(weight)
    check = gradient_check(lambda x: (model.forward(x) * weight).sum(), images, grad_images, tolerance=1e-7)
    assert check.passed, str(check)
    for parameter in model.parameters():
        check = gradient_check(with_parameter(parameter), parameter.value, parameter.grad, tolerance=1e-7)
        assert check.passed, str(check)


def test_parameters_are_counted():
    model = Sequential(Conv2d(8, 16, 3), ReLU(), Flatten(), Linear(32, 10))
    assert model.layers[0].count() == 1152 + 16
    assert model.count() == 1152 + 16 + 320 + 10
    assert LocallyConnected2d((3, 227, 227), 1, 11, stride=4).count() == 55 * 55 * (3 * 11 * 11 + 1)
    assert MaxPool2d(2).count() == 0


@pytest.mark.parametrize(
    ("layer", "fan_in"),
    [(Linear(400, 300), 400), (Conv2d(30, 200, (3, 5)), 450), (LocallyConnected2d((30, 9, 9), 20, (3, 5)), 450)],
)
def test_weights_start_with_the_variance_of_he_and_biases_at_0(layer, fan_in):
    weights = layer.weights.value
    assert weights.dtype == np.float32
    assert weights.var() == pytest.approx(2 / fan_in, rel=0.05)
    assert abs(weights.mean()) < 0.05 * weights.std()
    assert not layer.bias.value.any()


def test_a_seed_decides_the_start_and_a_shared_generator_moves_on():
    assert (Linear(3, 2, seed=5).weights.value == Linear(3, 2, seed=5).weights.value).all()
    assert (Linear(3, 2, seed=5).weights.value != Linear(3, 2, seed=6).weights.value).any()
    random = np.random.default_rng(5)
    assert (Linear(3, 2, seed=random).weights.value != Linear(3, 2, seed=random).weights.value).any()


def test_float32_stays_float32_and_integers_are_welcome():
    model = Sequential(Conv2d(1, 3, 2), ReLU(), MaxPool2d(2), Flatten(), Linear(12, 2))
    assert model.forward(np.ones((4, 1, 5, 5), np.uint8)).dtype == np.float32
    assert model.backward(np.ones((4, 2), np.float32)).dtype == np.float32
    assert all(parameter.grad.dtype == np.float32 for parameter in model.parameters())


def test_an_empty_batch_passes_through():
    model = Sequential(
        Conv2d(1, 3, 2), ReLU(), MaxPool2d(2), LocallyConnected2d((3, 2, 2), 5, 1), GlobalMaxPool2d(), Linear(5, 2)
    )
    assert model.forward(np.ones((0, 1, 5, 5))).shape == (0, 2)
    assert model.backward(np.ones((0, 2))).shape == (0, 1, 5, 5)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Linear(5, 2).forward(np.ones((3, 4))), ValueError, r"inputs must be \(N, 5\).*got \(3, 4\)"),
        (lambda: Linear(5, 2).forward(np.ones((3, 1, 5, 1))), ValueError, "Flatten turns pictures into rows"),
        (lambda: Linear(0, 2), ValueError, "inputs must be a whole number, 1 or more; got 0"),
        (lambda: Conv2d(1, 2, 3, stride=0), ValueError, "stride must be a whole number, 1 or more; got 0"),
        (lambda: Conv2d(1, 2.5, 3), TypeError, "filters must be a whole number"),
        (lambda: Conv2d(3, 2, 3).forward(np.ones((1, 1, 5, 5))), ValueError, "filters must be .* with C == 1"),
        (lambda: LocallyConnected2d((1, 6, 5), 1, 3, stride=2), ValueError, "height: "),
        (
            lambda: LocallyConnected2d((1, 5, 5), 1, 3).forward(np.ones((2, 1, 5, 6))),
            ValueError,
            r"\(C, H, W\) == \(1, 5, 5\); got \(2, 1, 5, 6\)",
        ),
        (lambda: MaxPool2d(2).forward(np.ones((1, 1, 4, 5))), ValueError, "width: "),
        (
            lambda: MaxPool2d(2).forward(np.ones((4, 6))),
            ValueError,
            r"inputs must be \(N, C, H, W\); got shape \(4, 6\)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


EVERY = [
    Linear(4, 3),
    Conv2d(1, 2, 3),
    LocallyConnected2d((1, 5, 5), 2, 3),
    ReLU(),
    MaxPool2d(2),
    GlobalMaxPool2d(),
    Flatten(),
    Sequential(Flatten(), ReLU()),
]


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: type(layer).__name__)
def test_backward_before_forward_says_which_layer_has_seen_nothing(layer):
    with pytest.raises(AttributeError, match=r"^[A-Z]\w+ has seen no batch yet: call forward with one, then backward$"):
        layer.backward(np.zeros((2, 3)))
    assert not hasattr(layer, "_repr_html_"), "other names that are missing are missing as ever"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Sequential([Flatten(), ReLU()]), "Sequential takes layers, one after another.*; got list"),
        (lambda: Sequential(Flatten, ReLU()), "Sequential takes layers.*; got Flatten without brackets"),
        (lambda: LocallyConnected2d((5, 5), 1, 3), r"image_shape must be three numbers, \(C, H, W\); got \(5, 5\)"),
        (lambda: LocallyConnected2d(5, 1, 3), r"image_shape must be three numbers, \(C, H, W\); got 5"),
        (
            lambda: Linear(4, 3, seed="x"),
            "seed must be a whole number, 0 or more, or a numpy.random.Generator; got 'x'",
        ),
        (lambda: GlobalMaxPool2d().forward([[1, 2]]), r"inputs must be \(N, C, H, W\); got shape \(1, 2\)"),
    ],
)
def test_what_a_layer_cannot_be_made_of_is_named(call, said):
    with pytest.raises((TypeError, ValueError), match=said):
        call()


def test_lists_pass_through_layers_without_weights():
    assert ReLU().forward([[1, -2]]).tolist() == [[1, 0]]
    assert Flatten().forward([[[1], [2]]]).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("layer", "inputs", "gradient"),
    [
        (Linear(4, 3), (2, 4), (2, 1)),  # would be broadcast
        (Conv2d(1, 2, 3), (2, 1, 5, 5), (2, 2, 3, 1)),
        (LocallyConnected2d((1, 5, 5), 2, 3), (2, 1, 5, 5), (2, 2, 3)),
        (ReLU(), (2, 3), (1, 3)),  # would be broadcast
        (MaxPool2d(2), (2, 3, 4, 6), (2, 3, 3, 2)),  # height and width exchanged
        (GlobalMaxPool2d(), (2, 3, 4, 4), (3, 2)),
        (Flatten(), (2, 3, 4), (3, 8)),  # as many numbers
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_gradient_of_another_shape_is_refused(layer, inputs, gradient):
    shape = layer.forward(np.ones(inputs, np.float32)).shape
    said = f"grad_output must be .*{re.escape(str(shape))}, like .*; got {re.escape(str(gradient))}$"
    with pytest.raises(ValueError, match=said):
        layer.backward(np.ones(gradient, np.float32))
    assert layer.backward(np.ones(shape, np.float32).tolist()).shape == inputs, "lists of the right shape are welcome"
