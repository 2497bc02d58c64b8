"""Counts as areas: the sides are the square roots, the corner is enlarged, and what cannot be drawn is refused."""

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


def sides(axes):
    for patch in axes.patches:
        assert patch.get_width() == pytest.approx(patch.get_height())
    return [patch.get_width() for patch in axes.patches]


def corners(axes):
    """The right and the upper edge of each square."""
    return [tuple(np.round(np.add(patch.get_xy(), patch.get_width()), 6)) for patch in axes.patches]


def test_each_square_stands_to_scale_in_the_corner_of_the_one_before(drawn):
    ll.squares_to_scale({"wall": 900, "stamp": 100, "dot": 4}, alt="Three squares.")
    axes = drawn[0].axes[0]
    wall, stamp, enlarged, dot = sides(axes)
    assert stamp / wall == pytest.approx(1 / 3)
    assert enlarged == wall
    assert dot / enlarged == pytest.approx(1 / 5)
    places = corners(axes)
    assert places[0] == places[1] != places[2] == places[3]
    low, high = axes.get_ylim()
    assert high - low == pytest.approx(drawn[0].get_figheight())  # one scale along both axes
    assert axes.get_xlim() == pytest.approx((0, plots.WIDTH))
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["wall", "900", "stamp", "100", "enlarged 3 times", "dot", "4"]


def test_two_counts_are_one_panel(drawn):
    ll.squares_to_scale({"wall": 900, "stamp": 400}, alt="Two squares.")
    wall, stamp = sides(drawn[0].axes[0])
    assert stamp / wall == pytest.approx(2 / 3)
    assert "enlarged" not in "".join(text.get_text() for text in drawn[0].axes[0].texts)


@pytest.mark.parametrize(
    "counts", [{}, {"a": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}, {"a": 1, "b": 0}, {"a": 4, "b": 3, "c": 2, "d": 1}]
)
def test_counts_that_do_not_fall_are_refused(drawn, counts):
    with pytest.raises(ValueError, match="counts must be two or three numbers above 0, the largest first; got"):
        ll.squares_to_scale(counts, alt="Nothing.")
    assert drawn == []
