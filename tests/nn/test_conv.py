"""conv2d and its definition: the lesson's numbers, torch's numbers, and what is refused."""

import numpy as np
import pytest
from convolutions import assert_close, cases, drawn, torch_conv2d
from hypothesis import given, settings
from hypothesis import strategies as st

from lessonlib.nn.conv import conv2d, conv2d_loops
from lessonlib.pictures.filters import vertical_edge
from lessonlib.pictures.samples import edge

BOTH = pytest.mark.parametrize("convolve", [conv2d, conv2d_loops])


def one_map(convolve, picture, weights, **settings):
    return convolve(picture[None, None], weights[None, None], **settings)[0, 0].tolist()


@BOTH
class TestTheWorkedExample:
    def test_an_edge_gives_3_3_0(self, convolve):
        assert one_map(convolve, edge(), vertical_edge()) == [[3, 3, 0]] * 3

    def test_mirrored_it_gives_0_minus_3_minus_3(self, convolve):
        assert one_map(convolve, edge()[:, ::-1], vertical_edge()) == [[0, -3, -3]] * 3

    def test_transposed_it_gives_nothing(self, convolve):
        assert one_map(convolve, edge().T, vertical_edge()) == [[0, 0, 0]] * 3

    def test_a_ring_of_zeros_makes_an_edge_of_its_own(self, convolve):
        rows = one_map(convolve, edge(), vertical_edge(), padding=1)
        assert rows == [[0, 2, 2, 0, -2], *[[0, 3, 3, 0, -3]] * 3, [0, 2, 2, 0, -2]]

    def test_stride_2_is_every_second_value(self, convolve):
        picture = np.arange(49).reshape(7, 7) ** 2
        dense = one_map(convolve, picture, vertical_edge())
        assert one_map(convolve, picture, vertical_edge(), stride=2) == [row[::2] for row in dense[::2]]

    def test_the_filter_is_not_flipped(self, convolve):
        assert one_map(convolve, np.array([[0, 1, 0]]), np.array([[5, 7]])) == [[7, 5]]

    def test_channels_are_summed_and_the_bias_added_once(self, convolve):
        images = np.array([[[[1, 2]], [[10, 20]]]])  # (1, 2, 1, 2)
        filters = np.array([[[[1]], [[1]]], [[[2]], [[0]]], [[[0]], [[-1]]]])  # (3, 2, 1, 1)
        assert convolve(images, filters, bias=[100, 0, 5]).tolist() == [[[[111, 122]], [[2, 4]], [[-5, -15]]]]


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-5)])
@settings(max_examples=250)
@given(case=cases(), seed=st.integers(0, 999))
def test_conv2d_equals_torch(dtype, tolerance, case, seed):
    image_shape, filter_shape, output_shape, stride, padding = case
    images, filters, bias = drawn(image_shape, filter_shape, filter_shape[:1], dtype=dtype, seed=seed)
    got = conv2d(images, filters, bias, stride, padding)
    want = torch_conv2d(images, filters, bias, stride, padding)
    assert got.dtype == dtype
    assert got.shape == output_shape
    assert_close(got, want, tolerance)


@settings(max_examples=40)
@given(case=cases(), seed=st.integers(0, 999))
def test_the_loops_equal_torch(case, seed):
    (N, *image_shape), filter_shape, _, stride, padding = case
    images, filters, bias = drawn((min(N, 2), *image_shape), filter_shape, filter_shape[:1], seed=seed)
    want = torch_conv2d(images, filters, bias, stride, padding)
    assert_close(conv2d_loops(images, filters, bias, stride, padding), want, 1e-10)


@pytest.mark.parametrize("block_bytes", [1, 3000, 30_000, 300_000])
def test_blocks_of_any_size_give_the_same(monkeypatch, block_bytes):
    """From one output row at a time, over some rows of one image, to several images of an uneven number."""
    images, filters, bias = drawn((5, 3, 10, 13), (6, 3, 4, 2), (6,), dtype=np.float32)
    want = torch_conv2d(images, filters, bias, (2, 3), (1, 2))
    monkeypatch.setattr("lessonlib.nn.conv._BLOCK_BYTES", block_bytes)
    assert_close(conv2d(images, filters, bias, (2, 3), (1, 2)), want, 1e-5)


@BOTH
class TestKindsOfNumbers:
    @pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int32, np.uint64])
    def test_whole_numbers_are_computed_exactly_in_int64(self, convolve, dtype):
        images = np.ones((1, 3, 4, 5), dtype)
        big = np.full((2, 3, 2, 2), 2**40 + 1)
        output = convolve(images, big)
        assert output.dtype == np.int64
        assert (output == 12 * (2**40 + 1)).all()

    def test_uint8_does_not_wrap_around(self, convolve):
        assert convolve(np.full((1, 1, 1, 2), 255, np.uint8), np.full((1, 1, 1, 2), 2, np.uint8)).item() == 1020

    def test_floats_keep_their_dtype_and_float16_becomes_float32(self, convolve):
        filters = np.ones((1, 1, 2, 2), int)
        for dtype, computed in [(np.float16, np.float32), (np.float32, np.float32), (np.float64, np.float64)]:
            output = convolve(np.full((1, 1, 2, 2), 300, dtype), filters)
            assert output.dtype == computed
            assert output.item() == 1200
        assert convolve(np.ones((1, 1, 2, 2), np.float32), np.ones((1, 1, 2, 2))).dtype == np.float64
        assert convolve(np.ones((1, 1, 2, 2), np.float16), np.ones((1, 1, 2, 2), np.float16)).dtype == np.float32

    def test_nested_lists_are_welcome(self, convolve):
        assert convolve([[[[1, 2], [3, 4]]]], [[[[1, 0], [0, 1]]]], bias=[10]).tolist() == [[[[15]]]]

    def test_nan_reaches_the_patches_it_lies_in_and_no_others(self, convolve):
        images = np.ones((2, 1, 4, 5))
        images[1, 0, 0, 1] = np.nan
        output = convolve(images, np.ones((1, 1, 2, 2)), padding=1)  # (2, 1, 5, 6)
        lost = np.zeros((2, 1, 5, 6), bool)
        lost[1, 0, :2, 1:3] = True
        assert (np.isnan(output) == lost).all()

    def test_a_nan_weight_meets_every_patch_and_the_padding_too(self, convolve):
        output = convolve(np.ones((1, 1, 2, 3)), np.array([[[[np.nan, 1]]], [[[1, 1]]]]), padding=1)
        assert np.isnan(output[:, 0]).all()
        assert np.isfinite(output[:, 1]).all()

    def test_an_empty_batch_gives_an_empty_batch(self, convolve):
        assert convolve(np.ones((0, 3, 7, 9)), np.ones((5, 3, 3, 2)), stride=(2, 1)).shape == (0, 5, 3, 8)


@BOTH
class TestMemoryLayout:
    images, filters, bias = drawn((3, 4, 7, 10), (5, 4, 3, 2), (5,))
    want = conv2d_loops(images, filters, bias, (2, 3), (1, 2))

    @pytest.mark.parametrize(
        "laid_out",
        [
            np.asfortranarray,
            lambda a: a[..., ::-1].copy()[..., ::-1],
            lambda a: np.repeat(a, 2, axis=0)[::2],
            lambda a: a.T.copy().T,
            lambda a: np.repeat(a, 3, axis=-1)[..., 1::3],
            lambda a: a.astype(">f8"),
        ],
        ids=["fortran", "reversed", "sliced", "transposed", "spread", "big-endian"],
    )
    def test_it_does_not_matter(self, convolve, laid_out):
        got = convolve(laid_out(self.images), laid_out(self.filters), laid_out(self.bias), (2, 3), (1, 2))
        assert_close(got, self.want, 1e-12)

    @pytest.mark.parametrize("padding", [0, (1, 2)])
    def test_inputs_may_be_read_only_and_are_never_changed(self, convolve, padding):
        arrays = [
            array[..., :6].copy() if array.ndim == 4 else array.copy()
            for array in (self.images, self.filters, self.bias)
        ]
        before = [array.copy() for array in arrays]
        for array in arrays:
            array.flags.writeable = False
        output = convolve(*arrays, 1, padding)
        output[:] = 0
        for array, was in zip(arrays, before, strict=True):
            assert (array == was).all()

    def test_broadcast_views_are_read_like_any_array(self, convolve):
        flat = np.broadcast_to(self.images[:1, :1], self.images.shape)
        assert_close(convolve(flat, self.filters), conv2d_loops(flat.copy(), self.filters), 1e-12)


def ones(*shape):
    return np.ones(shape)


@BOTH
class TestBadInput:
    @pytest.mark.parametrize(
        ("images", "filters", "settings", "error", "message"),
        [
            (ones(5, 5), ones(1, 1, 3, 3), {}, ValueError,
             "images must be (N, C, H, W); got shape (5, 5). One grey picture is picture[None, None]"),
            (ones(1, 1, 5, 5), ones(3, 3), {}, ValueError,
             "filters must be (K, C, FH, FW); got shape (3, 3). One grey filter is filter[None, None]"),
            (ones(2, 3, 5, 5), ones(8, 1, 3, 3), {}, ValueError,
             "filters must be (K, C, FH, FW) with C == 3 to match images; got (8, 1, 3, 3)"),
            (ones(2, 3, 5, 5), ones(8, 3, 3, 3), {"bias": ones(3)}, ValueError,
             "bias must be (K,) with K == 8 to match filters; got (3,)"),
            (ones(2, 3, 5, 5), ones(8, 3, 3, 3), {"bias": 1.0}, ValueError, "bias must be (K,); got shape ()"),
            ([[[[1, 2], [3]]]], ones(1, 1, 1, 1), {}, ValueError,
             "images must be a regular grid of numbers; got rows of different lengths"),
            (ones(1, 1, 5, 5) * 1j, ones(1, 1, 3, 3), {}, TypeError,
             "images must hold integers or real numbers; got dtype complex128"),
            ([[[["a", "b"]]]], ones(1, 1, 1, 1), {}, TypeError,
             "images must hold integers or real numbers; got dtype <U1"),
            (ones(1, 1, 5, 5), np.full((1, 1, 3, 3), None), {}, TypeError,
             "filters must hold integers or real numbers; got dtype object"),
            (None, ones(1, 1, 3, 3), {}, TypeError, "images must hold integers or real numbers; got dtype object"),
            (np.full((1, 1, 1, 1), 2**63, np.uint64), ones(1, 1, 1, 1), {}, ValueError,
             "images must fit 64-bit integers; got 9223372036854775808"),
            (ones(1, 1, 5, 5), ones(1, 1, 3, 3), {"stride": (1, 2, 3)}, ValueError,
             "stride must be a whole number or a (height, width) pair of them; got (1, 2, 3)"),
            (ones(1, 1, 5, 5), ones(1, 1, 3, 3), {"stride": 1.5}, TypeError,
             "stride must be a whole number, 1 or more; got 1.5 (float); try 1 or 2"),
            (ones(1, 1, 5, 5), ones(1, 1, 3, 3), {"padding": "same"}, TypeError,
             "padding must be a whole number, 0 or more; got 'same' (str); try 0"),
        ],
    )  # fmt: skip
    def test_the_message_names_the_argument_and_what_is_needed(
        self, convolve, images, filters, settings, error, message
    ):
        with pytest.raises(error) as raised:
            convolve(images, filters, **settings)
        assert str(raised.value) == message

    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({"stride": 0}, "stride must be a whole number, 1 or more; got 0"),
            ({"stride": (1, 0)}, "stride must be a whole number, 1 or more; got 0"),
            ({"stride": (-1, 1)}, "stride must be a whole number, 1 or more; got -1"),
            ({"padding": -1}, "padding must be a whole number, 0 or more; got -1"),
            ({"padding": (0, -1)}, "padding must be a whole number, 0 or more; got -1"),
        ],
    )
    def test_an_impossible_setting_says_what_is_possible(self, convolve, settings, message):
        with pytest.raises(ValueError, match=message):
            convolve(ones(1, 1, 7, 7), ones(1, 1, 3, 3), **settings)

    def test_a_size_that_is_not_whole_shows_the_formula_and_the_axis(self, convolve):
        with pytest.raises(ValueError, match=r"^width: .*4/3 \+ 1"):
            convolve(ones(1, 1, 8, 7), ones(1, 1, 3, 3), stride=(1, 3))
        with pytest.raises(ValueError, match=r"^height: .*4/3 \+ 1"):
            convolve(ones(1, 1, 7, 6), ones(1, 1, 3, 3), stride=3)

    def test_a_filter_larger_than_the_padded_image_is_refused(self, convolve):
        with pytest.raises(ValueError, match=r"^width: "):
            convolve(ones(1, 1, 9, 2), ones(1, 1, 5, 5), padding=1)
