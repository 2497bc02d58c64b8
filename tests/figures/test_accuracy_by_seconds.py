"""The figure of accuracy against seconds: where its dots stand, and that no label covers another or a dot."""

import itertools

import pytest

from lessonlib.figures import accuracy_by_seconds, plots

GROUPS = {
    "ours": {"1 minute": (58, 0.85), "3 minutes": (176, 0.884), "10 minutes": (580, 0.91)},
    "others": {
        "linear": (3, 0.4),
        "MLP": (25, 0.55),
        "PyTorch tutorial": (48, 0.54),
        "TensorFlow tutorial": (216, 0.71),
        "plain CNN": (60, 0.68),
    },
}


@pytest.fixture
def drawn(monkeypatch):
    """Draw the figure, and keep it."""
    kept = []
    monkeypatch.setattr(plots, "show", lambda fig, alt, title: kept.append(fig))
    accuracy_by_seconds.accuracy_by_seconds(GROUPS, alt="Some dots.")
    fig = kept[0]
    fig.draw_without_rendering()
    return fig


def test_every_dot_stands_at_its_seconds_and_accuracy(drawn):
    lines = drawn.axes[0].get_lines()
    for line, group in zip(lines, GROUPS.values(), strict=True):
        assert list(zip(*line.get_data(), strict=True)) == sorted(group.values())
    assert [line.get_linestyle() for line in lines] == ["-", "None"]
    assert drawn.axes[0].get_xscale() == "log"


def test_no_label_covers_another_or_a_dot_or_leaves_the_frame_or_lies_on_a_line(drawn):
    axes = drawn.axes[0]
    boxes = {text.get_text(): text.get_window_extent() for text in axes.texts}
    assert set(boxes) == {label for group in GROUPS.values() for label in group}
    for one, other in itertools.combinations(boxes.values(), 2):
        assert not one.overlaps(other)
    dots = axes.transData.transform([point for group in GROUPS.values() for point in group.values()])
    frame = axes.get_window_extent()
    for box in boxes.values():
        assert not any(box.contains(*dot) for dot in dots)
        assert frame.x0 <= box.x0
        assert box.x1 <= frame.x1
        assert not any(box.y0 < axes.transData.transform((1, tick))[1] < box.y1 for tick in axes.get_yticks())
    assert axes.get_legend().get_window_extent().y0 >= frame.y1  # a sample in it is no point of the figure


def test_a_label_is_read_as_its_own_dots(monkeypatch):
    group = {"plain CNN": (50, 0.698), "TensorFlow tutorial": (209, 0.701)}  # at one height, the second label is long
    kept = []
    monkeypatch.setattr(plots, "show", lambda fig, alt, title: kept.append(fig))
    accuracy_by_seconds.accuracy_by_seconds(
        {"ours": {"a": (600, 0.9), "b": (3, 0.4)}, "others": group}, alt="Some dots."
    )
    axes = kept[0].axes[0]
    for text in axes.texts:
        box = text.get_window_extent()
        reach = {
            name: max(box.x0 - x, x - box.x1, box.y0 - y, y - box.y1)
            for name, (x, y) in zip(group, axes.transData.transform(list(group.values())), strict=True)
        }
        assert all(far > 11 for name, far in reach.items() if name != text.get_text())


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({}, "groups must be one to three groups of points; got {}"),
        ({"ours": {}}, "groups must be one to three groups of points; got {'ours': {}}"),
        ({"ours": {"a": (0, 0.5)}}, r"seconds above 0 and an accuracy from 0 to 1; got \(0, 0.5\)"),
        ({"ours": {"a": (3, 50)}}, r"seconds above 0 and an accuracy from 0 to 1; got \(3, 50\)"),
    ],
)
def test_points_that_cannot_be_drawn_are_named(groups, message):
    with pytest.raises(ValueError, match=message):
        accuracy_by_seconds.accuracy_by_seconds(groups, alt="Some dots.")
