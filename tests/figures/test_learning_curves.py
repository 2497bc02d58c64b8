"""The figure of accuracy by number of training pictures: what it draws, and what it refuses."""

import drawings
import pytest

import lessonlib as ll

FOUND = {"shared": [[0.3, 0.3], [0.9, 0.7]], "own": [[0.3, 0.2], [0.5, 0.5]]}


@pytest.fixture
def shown(monkeypatch):
    displayed = []
    monkeypatch.setattr("lessonlib.figures.display.hook", lambda data, metadata: displayed.append((data, metadata)))
    return displayed


def top(shown, ink):
    """How high the highest thing in an ink stands in the last figure."""
    return min(box[1] for box in drawings.boxes(drawings.read(shown), ink))


def test_the_better_line_stands_higher_and_chance_is_drawn(shown):
    ll.learning_curves(FOUND, [50, 200], chance=0.25, alt="Two lines.", title="two lines")
    data, metadata = shown[0]
    assert data["text/plain"] == "Figure: two lines"
    assert metadata["image/svg+xml"]["alt"] == "Two lines."
    root = drawings.read(shown)
    (dotted,) = (path for path in drawings.all_of(root, "path") if path.get("stroke-dasharray"))
    chance = float(dotted.get("d").split()[2])
    assert top(shown, "positive") < top(shown, "negative") < chance
    assert "--lesson-ink" in dotted.get("stroke"), "the accent is for what is looked at"


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
