"""The gradients of conv2d: the sums a class can do by hand, torch's numbers, and numerical differences."""

import numpy as np
import pytest
from convolutions import assert_close, cases, drawn, torch_gradients
from hypothesis import given, settings
from hypothesis import strategies as st

from lessonlib.nn.conv import conv2d, conv2d_backward, conv2d_backward_loops
from lessonlib.nn.gradient_check import gradient_check
from lessonlib.pictures.filters import vertical_edge
from lessonlib.pictures.samples import edge

BOTH = pytest.mark.parametrize("backward", [conv2d_backward, conv2d_backward_loops])


@BOTH
class TestByHand:
    def test_each_weight_sums_what_it_met(self, backward):
        """With gradient 1 everywhere, each weight's gradient is the sum of the nine pixels it was multiplied with."""
        _, grad_filters, grad_bias = backward(
            np.ones((1, 1, 3, 3), int), edge()[None, None], vertical_edge()[None, None]
        )
        assert grad_filters[0, 0].tolist() == [[3, 6, 9]] * 3
        assert grad_bias.tolist() == [9]

    def test_each_pixel_sums_the_weights_it_met(self, backward):
        grad_images, _, _ = backward(np.ones((1, 1, 1, 3), int), np.zeros((1, 1, 1, 4), int), [[[[10, 1]]]])
        assert grad_images.tolist() == [[[[10, 11, 11, 1]]]]

    def test_stride_2_skips(self, backward):
        grads = backward([[[[1, 100]]]], [[[[1, 2, 3, 4]]]], [[[[10, 1]]]], stride=(1, 2))
        assert grads[0].tolist() == [[[[10, 1, 1000, 100]]]]
        assert grads[1].tolist() == [[[[301, 402]]]]

    def test_what_fell_on_the_padding_is_dropped(self, backward):
        grads = backward([[[[1, 100, 10_000]]]], [[[[2, 3]]]], [[[[10, 1]]]], padding=(0, 1))
        assert grads[0].tolist() == [[[[1001, 100_100]]]]
        assert grads[1].tolist() == [[[[30_200, 302]]]]


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-5)])
@settings(max_examples=250)
@given(case=cases(), seed=st.integers(0, 999))
def test_every_gradient_equals_torchs(dtype, tolerance, case, seed):
    image_shape, filter_shape, output_shape, stride, padding = case
    arrays = drawn(output_shape, image_shape, filter_shape, dtype=dtype, seed=seed)
    found = conv2d_backward(*arrays, stride, padding)
    wanted = torch_gradients(*arrays, stride, padding)
    scales = torch_gradients(*map(np.abs, arrays), stride, padding)  # a sum that cancels is as exact as its terms
    for got, want, scale in zip(found, wanted, scales, strict=True):
        assert got.dtype == dtype
        assert_close(got, want, tolerance, scale)


@settings(max_examples=30)
@given(case=cases(), seed=st.integers(0, 999))
def test_the_loops_equal_torch(case, seed):
    (N, *image), filter_shape, (_, *output), stride, padding = case
    arrays = drawn((min(N, 2), *output), (min(N, 2), *image), filter_shape, seed=seed)
    for got, want in zip(
        conv2d_backward_loops(*arrays, stride, padding), torch_gradients(*arrays, stride, padding), strict=True
    ):
        assert_close(got, want, 1e-10)


@pytest.mark.parametrize("block_bytes", [1, 3000, 30_000, 300_000])
def test_blocks_of_any_size_give_the_same(monkeypatch, block_bytes):
    arrays = drawn((5, 6, 5, 6), (5, 3, 10, 13), (6, 3, 4, 2), dtype=np.float32)
    monkeypatch.setattr("lessonlib.nn.conv._BLOCK_BYTES", block_bytes)
    for got, want in zip(
        conv2d_backward(*arrays, (2, 3), (1, 2)), torch_gradients(*arrays, (2, 3), (1, 2)), strict=True
    ):
        assert_close(got, want, 1e-5)


def test_every_gradient_agrees_with_numerical_differences():
    weight, images, filters, bias = drawn((2, 4, 3, 5), (2, 3, 5, 14), (4, 3, 3, 2), (4,))
    settings = {"stride": (2, 3), "padding": (1, 0)}
    grads = conv2d_backward(weight, images, filters, **settings)
    losses = (
        lambda x: (conv2d(x, filters, bias, **settings) * weight).sum(),
        lambda x: (conv2d(images, x, bias, **settings) * weight).sum(),
        lambda x: (conv2d(images, filters, x, **settings) * weight).sum(),
    )
    for loss, at, grad in zip(losses, (images, filters, bias), grads, strict=True):
        check = gradient_check(loss, at, grad)
        assert check.passed, str(check)


@BOTH
class TestArrays:
    grad_output, images, filters = drawn((10, 8, 5, 6), (10, 4, 9, 15), (8, 4, 3, 2))
    settings = (2, 3), (1, 1)

    @pytest.mark.parametrize(
        "laid_out",
        [
            np.asfortranarray,
            lambda a: a.T.copy().T,
            lambda a: np.repeat(a, 2, axis=1)[:, ::2],
            lambda a: a[..., ::-1].copy()[..., ::-1],
        ],
        ids=["fortran", "transposed", "sliced", "reversed"],
    )
    def test_memory_layout_does_not_matter(self, backward, laid_out):
        want = torch_gradients(self.grad_output, self.images, self.filters, *self.settings)
        got = backward(*map(laid_out, (self.grad_output, self.images, self.filters)), *self.settings)
        for one, wanted in zip(got, want, strict=True):
            assert_close(one, wanted, 1e-12)

    def test_inputs_may_be_read_only_and_are_never_changed(self, backward):
        arrays = [array.copy() for array in (self.grad_output, self.images, self.filters)]
        for array in arrays:
            array.flags.writeable = False
        for gradient in backward(*arrays, *self.settings):
            gradient[...] = 0
        for array, was in zip(arrays, (self.grad_output, self.images, self.filters), strict=True):
            assert (array == was).all()

    def test_an_empty_batch_gives_gradients_of_zero(self, backward):
        grads = backward(np.ones((0, 8, 5, 6)), np.ones((0, 4, 9, 15)), self.filters, *self.settings)
        assert grads[0].shape == (0, 4, 9, 15)
        assert grads[1].shape == (8, 4, 3, 2)
        assert not grads[1].any()
        assert not grads[2].any()

    def test_a_gradient_of_the_wrong_shape_is_refused(self, backward):
        with pytest.raises(
            ValueError, match=r"grad_output must be \(N, K, OH, OW\) == \(10, 8, 5, 6\), .*got \(10, 8, 6, 5\)"
        ):
            backward(np.ones((10, 8, 6, 5)), self.images, self.filters, *self.settings)
        with pytest.raises(TypeError, match="grad_output must hold integers or real numbers; got dtype complex128"):
            backward(self.grad_output * 1j, self.images, self.filters, *self.settings)
