"""Confusions: counted as by hand, drawn with every share in its cell, and nothing drawn of what is no table."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import lessonlib as ll
from lessonlib.figures import plots

LABELS = [0, 0, 0, 0, 1, 1, 2, 2, 2]
GUESSES = [0, 0, 0, 2, 1, 0, 2, 2, 2]
COUNTS = [[3, 0, 1], [1, 1, 0], [0, 0, 3]]


@pytest.fixture
def drawn(monkeypatch):
    """The figures that were shown, with their alternative text."""
    figures = []
    monkeypatch.setattr(plots, "show", lambda fig, alt, title=None: figures.append((fig, alt, title)))
    return figures


def test_rows_are_what_it_is_and_columns_what_was_said():
    counts = ll.confusion_matrix(LABELS, GUESSES, 3)
    assert counts.tolist() == COUNTS
    assert ll.confusion_matrix(LABELS, GUESSES, 4).sum() == 9


@pytest.mark.parametrize(
    ("labels", "guesses", "said"),
    [
        ([0, 1], [0], r"guesses must be \(N,\) with N == 2; got \(1,\)"),
        ([0, 3], [0, 1], "labels must be from 0 to 2; got 3 at index 1"),
        ([0, 1], [-1, 1], "guesses must be from 0 to 2; got -1 at index 0"),
        ([[0, 1]], [[0, 1]], r"labels must be \(N,\); got shape \(1, 2\)"),
        (2, 2, r"labels must be \(N,\); got shape \(\)"),
        ([0.0, 1.0], [0, 1], "labels must be whole numbers, the class of each picture; got dtype float64"),
        ([0, 1], ["cat", "dog"], "guesses must hold integers or real numbers"),
    ],
)
def test_what_cannot_be_counted_is_named(labels, guesses, said):
    with pytest.raises((TypeError, ValueError), match=said):
        ll.confusion_matrix(labels, guesses, 3)


@pytest.mark.parametrize("classes", [0, 2.5, True])
def test_a_number_of_classes_that_is_none_is_named(classes):
    with pytest.raises((TypeError, ValueError), match="classes must be a whole number, 1 or more; got"):
        ll.confusion_matrix([], [], classes)


def test_every_share_stands_in_its_cell_in_percent_of_its_row(drawn):
    ll.confusion_grid(COUNTS, ["cat", "dog", "automobile"], alt="Three rows.", title="grid")
    ((figure, alt, title),) = drawn
    assert (alt, title) == ("Three rows.", "grid")
    (axes,) = figure.axes
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert {place: text for place, text in written.items() if min(place) >= 0} == {
        (0, 0): "75",
        (2, 0): "25",
        (0, 1): "50",
        (1, 1): "50",
        (2, 2): "100",
    }
    assert [written[-0.65, row] for row in range(3)] == ["cat", "dog", "automobile"]
    assert [written[column, -0.65] for column in range(3)] == ["cat", "dog", "automobile"]
    assert figure.get_size_inches().max() <= plots.WIDTH


def test_ten_classes_fit_the_width_of_a_figure(drawn):
    ll.confusion_grid(np.eye(10), [*["name"] * 9, "automobile"], alt="Ten rows.")
    ((figure, _, _),) = drawn
    assert figure.get_size_inches().max() <= plots.WIDTH
    canvas = FigureCanvasAgg(figure).get_renderer()
    for text in figure.axes[0].texts:
        box = text.get_window_extent(canvas)
        assert min(box.x0, box.y0) >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1


@pytest.mark.parametrize(
    ("counts", "names", "said"),
    [
        ([[1, 2, 3], [4, 5, 6]], ["a", "b"], r"counts must be a square.*got shape \(2, 3\)"),
        ([[1, 0], [0, 0]], ["a", "b"], "each row with some"),
        ([[1, 0], [-1, 1]], ["a", "b"], "numbers from 0"),
        ([[1, 0], [0, 1]], ["a"], "names must be 2 texts"),
        ([[1, 0], [0, 1]], ["a", "b" * 13], "at most 12 letters"),
    ],
)
def test_what_is_no_table_is_refused(drawn, counts, names, said):
    with pytest.raises(ValueError, match=said):
        ll.confusion_grid(counts, names, alt="Nothing.")
    assert drawn == []
