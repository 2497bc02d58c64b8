"""Walls hold objects where they were put; pictures without a whole object hold none."""

import itertools

import numpy as np
import pytest

from lessonlib.pictures import datasets, walls
from lessonlib.pictures.distance_field import polyline
from lessonlib.pictures.strokes import STROKES


def test_a_polyline_is_as_far_as_the_nearest_of_many_points_on_it():
    y, x = np.mgrid[-5:6, -7:8] / 10
    for strokes in STROKES.values():
        for stroke in strokes:
            pairs = itertools.pairwise(stroke)
            dense = [np.linspace(start, end, 200) for start, end in pairs]
            points = np.concatenate(dense)  # (n, 2): x, y
            brute = np.hypot(x[..., None] - points[:, 0], y[..., None] - points[:, 1]).min(axis=-1)
            np.testing.assert_allclose(polyline(x, y, stroke), brute, atol=2e-3)


def test_each_object_stands_where_it_was_put_and_nowhere_else():
    wall = walls.draw_wall([("ring", 5, 9), ("square", 20, 31)], 30, 41, noise=0)
    stamps = {name: walls.object_stamp(name) for name in datasets.OBJECTS}
    np.testing.assert_array_equal(wall[2:9, 6:13], stamps["ring"])
    np.testing.assert_array_equal(wall[17:24, 28:35], stamps["square"])
    assert (wall > 0).sum() == (stamps["ring"] > 0).sum() + (stamps["square"] > 0).sum()
    for stamp in stamps.values():
        assert 0.9 * walls.BRIGHTNESS < stamp.max() <= walls.BRIGHTNESS  # strokes fall on whole pixels
        assert stamp[0].any()


def test_at_a_border_an_object_is_cut_and_the_brighter_one_shows():
    wall = walls.draw_wall([("plus", 0, 0), ("plus", 0, 1)], 8, 9, noise=0)
    stamp = walls.object_stamp("plus")
    np.testing.assert_array_equal(wall[:4, 0], np.maximum(stamp[3:, 3], stamp[3:, 2]))
    with pytest.raises(ValueError, match=r"middle on the wall, 8x9; got \(8, 0\)"):
        walls.draw_wall([("plus", 8, 0)], 8, 9)


def test_the_noise_of_a_wall_is_like_that_of_the_pictures():
    noise = walls.ground_noise(200, 300, seed=4)
    assert abs(noise.mean()) < 0.01
    assert noise.std() == pytest.approx(1, abs=0.01)
    beside = np.corrcoef(noise[:, :-1].ravel(), noise[:, 1:].ravel())[0, 1]
    assert abs(beside) < 0.02
    assert not np.array_equal(noise, walls.ground_noise(200, 300, seed=5))


def test_without_a_whole_object_every_picture_lacks_two_pixels_of_one_or_all():
    images = datasets.without_object(400, seed=3, noise=0)
    assert images.shape == (400, 1, 16, 16)
    assert not images[200:].any()
    seen = [picture.nonzero() for picture in images[:200, 0] if picture.any()]
    assert len(seen) > 190  # a corner may take all of it
    for rows, columns in seen:
        assert rows.min() == 0 or columns.min() == 0 or rows.max() == 15 or columns.max() == 15
        assert min(np.ptp(rows), np.ptp(columns)) <= 5  # of the 7 or 8 rows and columns that it touches
