"""The generated pictures: shapes, ranges, and that the same seed draws the same picture."""

import numpy as np
import pytest

from lessonlib import filters, images
from lessonlib.conv import conv2d


def test_the_edge_is_the_lessons():
    assert images.edge().tolist() == [[0, 0, 1, 1, 1]] * 5
    assert images.edge().dtype == np.int64


def test_the_lighthouse_is_a_grey_picture_of_any_size():
    for size in (16, 100, 128):
        picture = images.lighthouse(size)
        assert picture.shape == (size, size)
        assert picture.dtype == np.float64
        assert picture.min() >= 0
        assert picture.max() <= 1
    with pytest.raises(ValueError, match="size must be a whole number, 16 or more; got 8"):
        images.lighthouse(8)


def test_the_lighthouse_stands_still_and_its_seed_moves_the_waves():
    assert (images.lighthouse() == images.lighthouse()).all()
    assert (images.lighthouse() != images.lighthouse(seed=4)).any()


def test_the_lighthouse_has_upright_level_and_even_parts():
    picture = images.lighthouse()[None, None]
    upright, level = (
        np.abs(conv2d(picture, weights[None, None])[0, 0])
        for weights in (filters.vertical_edge(), filters.horizontal_edge())
    )
    assert ((upright > 1) & (level < 0.3)).sum() > 100
    assert ((level > 1) & (upright < 0.3)).sum() > 50
    assert ((level < 0.15) & (upright < 0.15)).mean() > 0.3
    assert picture.max() - picture.min() > 0.8
