"""Counts as areas: the sides are the square roots, all from one corner, and what cannot be drawn is refused."""

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.figures import plots


@pytest.fixture
def drawn(monkeypatch):
    """The figures that were shown."""
    found = []
    monkeypatch.setattr(plots, "show", lambda fig, alt, title=None: found.append(fig))
    return found


def test_the_areas_are_to_scale_and_the_squares_share_a_corner(drawn):
    ll.squares_to_scale({"wall": 900, "stamp": 100, "dot": 4}, alt="Three squares.")
    axes = drawn[0].axes[0]
    corners = [np.array(patch.get_xy()) for patch in axes.patches]
    sides = [np.ptp(corner, axis=0) for corner in corners]
    assert all(side[0] == pytest.approx(side[1]) for side in sides)
    assert [side[0] / sides[0][0] for side in sides] == pytest.approx([1, 1 / 3, 1 / 15])
    assert all(corner.min(axis=0) == pytest.approx([0, 0]) for corner in corners)
    low, high = axes.get_ylim()
    assert abs(low - high) == pytest.approx(drawn[0].get_figheight())  # one scale along both axes
    assert [text.get_text() for text in axes.texts] == ["wall\n900", "stamp\n100", "dot\n4"]


@pytest.mark.parametrize("counts", [{}, {"a": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}, {"a": 1, "b": 0}])
def test_counts_that_do_not_fall_are_refused(drawn, counts):
    with pytest.raises(ValueError, match="counts must be two to four numbers above 0, the largest first; got"):
        ll.squares_to_scale(counts, alt="Nothing.")
    assert drawn == []
