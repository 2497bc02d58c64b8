"""The dots of several seeds: one each, their mean in words, and no figure of what cannot be an accuracy."""

import drawings
import numpy as np
import pytest
from matplotlib.figure import Figure

import lessonlib as ll
from lessonlib.figures import plots

TWO = {"MLP": [0.6, 0.7], "MLP, shuffled": [0.2, 0.2]}


@pytest.fixture
def drawn(monkeypatch):
    """The last figure that was shown, and what was displayed of it."""
    found = {}

    def display(data, metadata):
        found["data"], found["metadata"] = data, metadata

    def show(fig, alt, title=None, show=plots.show):
        found["figure"] = fig
        show(fig, alt, title)

    monkeypatch.setattr("lessonlib.figures.display.hook", display)
    monkeypatch.setattr(plots, "show", show)
    return found


def test_every_seed_is_a_dot_at_its_accuracy_and_the_mean_is_written(drawn):
    ll.seed_dots(TWO, chance=0.25, alt="Two rows of dots.", title="dots")
    figure = drawn["figure"]
    assert isinstance(figure, Figure)
    dots = [line.get_xydata().tolist() for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert dots == [[[0.6, 0], [0.7, 0]], [[0.2, 1], [0.2, 1]]]
    assert [text.get_text() for text in figure.texts] == ["MLP", "65%", "MLP, shuffled", "20%"]
    assert [0.25, 0.25] in [list(line.get_xdata()) for line in figure.axes[0].lines]
    assert drawn["metadata"]["image/svg+xml"]["alt"] == "Two rows of dots."


def test_it_fits_a_phone_and_its_texts_stand_inside(drawn):
    ll.seed_dots({"20 letters, at most.": [0.0, 1.0], **TWO}, chance=0.1, alt="Three rows.")
    root = drawings.read([(drawn["data"], drawn["metadata"])])
    assert drawings.size(root)[0] <= 592
    box = drawn["figure"].bbox
    drawn["figure"].draw_without_rendering()
    for text in drawn["figure"].texts:
        extent = text.get_window_extent()
        assert box.y0 <= extent.y0
        assert extent.y1 <= box.y1


@pytest.mark.parametrize("rows", [{}, {"a": []}, {"a": [1.2]}, {"a": [np.nan]}, {"a": 0.5}, {"a" * 21: [0.5]}])
def test_what_is_no_accuracy_is_refused(drawn, rows):
    with pytest.raises(ValueError, match=r"rows must hold|labels must have"):
        ll.seed_dots(rows, chance=0.25, alt="Nothing.")
    assert drawn == {}
