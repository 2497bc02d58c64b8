"""Signed distances: against matplotlib's own test for inside, and against the nearest of many points on the outline."""

import hashlib
import itertools

import numpy as np
import pytest
from matplotlib.path import Path

from lessonlib.pictures import shapes10
from lessonlib.pictures.distance_field import polygon

ARROW = [(1.0, 0.0), (0.1, -0.8), (0.1, -0.3), (-0.95, -0.3), (-0.95, 0.3), (0.1, 0.3), (0.1, 0.8)]
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 61), np.linspace(-1.2, 1.4, 47))  # (47, 61) each


@pytest.mark.parametrize("corners", [ARROW, ARROW[::-1], [(-1.1, 0.93), (0.21, -0.87), (1.23, 0.51)]])
def test_a_polygon_has_the_distance_of_its_nearest_point_and_the_sign_of_its_inside(corners):
    ends = np.array([*corners, corners[0]])
    outline = np.concatenate([np.linspace(*pair, 1000) for pair in itertools.pairwise(ends)])
    nearest = np.hypot(X[..., None] - outline[:, 0], Y[..., None] - outline[:, 1]).min(axis=-1)
    inside = Path(ends).contains_points(np.stack([X.ravel(), Y.ravel()], axis=1)).reshape(X.shape)
    assert 50 < inside.sum() < X.size / 2
    np.testing.assert_allclose(polygon(X, Y, corners), np.where(inside, -nearest, nearest), atol=2e-3)


def test_its_dtype_is_that_of_the_grid():
    for dtype in (np.float32, np.float64):
        assert polygon(X.astype(dtype), Y.astype(dtype), ARROW).dtype == dtype


def test_what_the_generated_pictures_are_drawn_with_stays_the_same_to_the_last_bit():
    """Results that were measured on `shapes10` hold for exactly these outlines."""
    x, y = X.astype(np.float32), Y.astype(np.float32)
    drawn = shapes10.OUTLINES["arrow"](x, y).astype(np.float32)
    assert hashlib.sha256(drawn.tobytes()).hexdigest()[:16] == "f2bf2af5a5ac37db"
