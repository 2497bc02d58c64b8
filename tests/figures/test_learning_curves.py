"""The figure of accuracy by number of training pictures: what it draws, and what it refuses."""

import io

import numpy as np
import pytest
from PIL import Image

import lessonlib as ll
from lessonlib.figures import palette

FOUND = {"shared": [[0.3, 0.3], [0.9, 0.7]], "own": [[0.3, 0.2], [0.5, 0.5]]}


@pytest.fixture
def shown(monkeypatch):
    displayed = []
    monkeypatch.setattr("lessonlib.figures.display.hook", lambda data, metadata: displayed.append((data, metadata)))
    return displayed


def drawn(shown, ink):
    """Where an ink stands, solid, in the last figure: its rows and columns."""
    image = np.asarray(Image.open(io.BytesIO(shown[-1][0]["image/png"])).convert("RGBA")).astype(int)
    colour = [int(palette.FIGURE[ink][at : at + 2], 16) for at in (1, 3, 5)]
    return np.nonzero((np.abs(image[..., :3] - colour).max(axis=-1) < 3) & (image[..., 3] > 250))


def test_the_better_line_stands_higher_and_chance_is_drawn(shown):
    ll.learning_curves(FOUND, [50, 200], chance=0.25, alt="Two lines.", title="two lines")
    data, metadata = shown[0]
    assert data["text/plain"] == "Figure: two lines"
    assert metadata["image/png"]["alt"] == "Two lines."
    assert metadata["image/png"]["width"] <= 500
    assert drawn(shown, "positive")[0].min() < drawn(shown, "negative")[0].min() < drawn(shown, "accent")[0].min()


def test_a_second_figure_can_be_drawn(shown):
    for _ in range(2):
        ll.learning_curves(FOUND, [50, 200], alt="Two lines.")
    assert len(shown) == 2


@pytest.mark.parametrize(
    "lines", [{}, {"a": [0.1, 0.2]}, {"a": [[0.1], [0.2], [0.3]]}, {key: [[0], [1]] for key in "abcde"}]
)
def test_what_does_not_fit_is_refused(shown, lines):
    with pytest.raises(ValueError, match="one to four arrays"):
        ll.learning_curves(lines, [50, 200], alt="Nothing.")
    assert shown == []
