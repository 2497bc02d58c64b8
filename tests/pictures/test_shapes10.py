"""The generated stand-in: ten outlines, told apart by nothing but their outline."""

import re

import numpy as np
import pytest

from lessonlib.pictures import shapes10


@pytest.fixture(scope="module")
def many():
    return shapes10.pictures(2000, seed=5)


def test_shapes_types_and_equally_many_of_each_class(many):
    images, labels = many
    assert images.shape == (2000, 3, 32, 32)
    assert images.dtype == np.uint8
    assert labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [200] * len(shapes10.CLASS_NAMES)
    assert labels[:20].tolist() != sorted(labels[:20])
    assert shapes10.pictures(7)[0].shape == (7, 3, 32, 32)  # fewer than classes


def test_the_seed_decides(many):
    again = shapes10.pictures(2000, seed=5)
    np.testing.assert_array_equal(again[0], many[0])
    np.testing.assert_array_equal(again[1], many[1])
    assert not np.array_equal(shapes10.pictures(2000, seed=6)[0], many[0])


def test_pictures_do_not_repeat_between_batches(many):
    images, _ = many
    assert len(np.unique(images.reshape(2000, -1), axis=0)) == 2000


def test_colour_does_not_tell_the_class(many):
    """The mean colours of the classes lie close together: a tenth of how much pictures of one class differ."""
    images, labels = many
    colours = images.mean(axis=(2, 3))  # (N, 3)
    hues = colours - colours.mean(axis=1, keepdims=True)
    of_class = np.array([hues[labels == label].mean(axis=0) for label in range(10)])
    assert np.abs(of_class - hues.mean(axis=0)).max() < 0.35 * hues.std()


def test_the_ground_does_not_tell_the_class(many):
    """Corners, where no figure reaches at the chosen places, are alike in every class."""
    images, labels = many
    corners = images[:, :, [0, 0, -1, -1], [0, -1, 0, -1]].mean(axis=(1, 2))  # (N,)
    of_class = np.array([corners[labels == label].mean() for label in range(10)])
    assert np.abs(of_class - corners.mean()).max() < 4 * corners.std() / np.sqrt(200)


AREAS = {  # worked by hand, in units of the radius squared
    "disc": np.pi * 0.85**2,
    "ring": np.pi * (0.9**2 - 0.5**2),
    "square": 1.5**2,
    "triangle": 3 * np.sqrt(3) / 4,
    "plus": 2 * (1.8 * 0.56) - 0.56**2,
    "star": 10 * 0.5 * 0.42 * np.sin(np.pi / 5),
    "arrow": 1.05 * 0.6 + 0.5 * 0.9 * 1.6,
    "bars": 3 * (0.36 * 1.7),
}
FINE = np.meshgrid(np.linspace(-1.5, 1.5, 600), np.linspace(-1.5, 1.5, 600))  # each (600, 600)


@pytest.mark.parametrize("name", AREAS)
def test_an_outline_has_the_area_worked_by_hand(name):
    inside = shapes10.OUTLINES[name](*FINE) < 0
    assert inside.mean() * 9 == pytest.approx(AREAS[name], rel=0.02)


@pytest.mark.parametrize("name", shapes10.CLASS_NAMES)
def test_an_outline_is_a_distance(name):
    """No value changes faster than the way to it, and all fit into the circle that keeps them in the picture."""
    distance = shapes10.OUTLINES[name](*FINE)
    step = FINE[0][0, 1] - FINE[0][0, 0]
    assert np.abs(np.diff(distance, axis=0)).max() < 1.01 * step
    assert np.abs(np.diff(distance, axis=1)).max() < 1.01 * step
    assert np.hypot(*FINE)[distance < 0].max() < 1.2


def test_without_turn_and_spread_a_figure_stands_upright_in_the_middle():
    images, labels = shapes10.pictures(400, seed=1, turn=0, spread=0, clutter=0)
    plus = images[labels == shapes10.CLASS_NAMES.index("plus")].astype(float).mean(axis=(0, 1))  # (32, 32)
    ground = plus[:4].mean()
    assert plus[14:18, 14:18].mean() > ground + 30
    np.testing.assert_allclose(plus, plus[:, ::-1], atol=25)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"count": 0}, "count must be a whole number, 1 or more; got 0"),
        ({"count": 2.5}, "count must be a whole number, 1 or more; got 2.5"),
        ({"count": True}, "count must be a whole number, 1 or more; got True (bool)"),
        ({"count": 3, "spread": 1.5}, "spread must be a finite number, at least 0, at most 1; got 1.5"),
        ({"count": 3, "turn": "left"}, "turn must be a finite number; got 'left' (str)"),
        ({"count": 3, "clutter": -1}, "clutter must be a whole number, 0 or more; got -1"),
    ],
)
def test_a_setting_out_of_range_is_named(settings, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        shapes10.pictures(**settings)
