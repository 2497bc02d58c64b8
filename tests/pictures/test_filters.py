"""The hand-designed filters are what their names promise."""

import numpy as np
import pytest

from lessonlib.nn.conv import conv2d
from lessonlib.pictures import filters, samples


def respond(picture, weights):
    return conv2d(np.asarray(picture)[None, None], weights[None, None])[0, 0]


@pytest.mark.parametrize("name", filters.named())
def test_an_even_area_keeps_its_brightness_or_gives_zero(name):
    wanted = 0 if "edge" in name else 7
    assert respond(np.full((9, 9), 7), filters.named()[name]) == pytest.approx(wanted)


def test_each_call_gives_new_arrays():
    filters.vertical_edge()[:] = 0
    filters.named()["identity"][:] = 0
    assert filters.vertical_edge().any()
    assert filters.named()["identity"].any()


def test_filters_of_whole_numbers_give_maps_of_whole_numbers():
    for name, weights in filters.named().items():
        assert weights.dtype == (np.float64 if "blur" in name else np.int64), name


def test_identity_returns_the_middle_of_the_picture():
    picture = np.arange(30).reshape(5, 6)
    assert (respond(picture, filters.identity()) == picture[1:-1, 1:-1]).all()


def test_an_edge_filter_answers_its_own_direction_only():
    picture = samples.edge()
    for upright, level in [
        (filters.vertical_edge(), filters.horizontal_edge()),
        (filters.sobel_vertical(), filters.sobel_horizontal()),
    ]:
        assert respond(picture, upright)[0, 0] > 0
        assert not respond(picture, level).any()
        assert respond(picture.T, level)[0, 0] > 0
        assert not respond(picture.T, upright).any()


def test_sobel_counts_the_middle_twice():
    assert respond(samples.edge(), filters.sobel_vertical())[0].tolist() == [4, 4, 0]


def test_box_blur_is_the_mean():
    picture = np.arange(20.0).reshape(4, 5)
    assert respond(picture, filters.box_blur(4))[0, 1] == pytest.approx(picture[:, 1:].mean())


def test_gaussian_blur_has_the_spread_it_is_asked_for():
    weights = filters.gaussian_blur(sigma=2.0, size=41)
    distance = np.arange(41) - 20
    assert weights.sum() == pytest.approx(1)
    assert (weights.sum(axis=0) * distance**2).sum() == pytest.approx(4, rel=1e-6)
    assert weights[20, 22] / weights[20, 20] == pytest.approx(np.exp(-0.5))
    assert filters.gaussian_blur(sigma=1.5).shape == (11, 11)


def test_sharpen_and_emboss_bring_out_an_edge():
    assert respond(samples.edge(), filters.sharpen())[0].tolist() == [-1, 2, 1]
    assert respond(samples.edge(), filters.emboss())[0].tolist() == [3, 4, 1]
    assert respond(1 - samples.edge(), filters.emboss())[0].tolist() == [-2, -3, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: filters.box_blur(0), "size must be a whole number, 1 or more; got 0"),
        (lambda: filters.gaussian_blur(0), "sigma must be a finite number, above 0; got 0"),
        (lambda: filters.gaussian_blur(float("nan")), "sigma must be a finite number, above 0; got nan"),
        (
            lambda: filters.gaussian_blur(1, size=4),
            "size must be odd, so that there is a middle pixel; got 4",
        ),
    ],
)
def test_an_impossible_size_says_what_is_needed(call, message):
    with pytest.raises(ValueError, match=message):
        call()
