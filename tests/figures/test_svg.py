"""Figures as SVG: the page's colours, no styles and no ids, and nothing lost of what matplotlib drew."""

import re
from xml.etree import ElementTree

import drawings
import numpy as np
import pytest
from matplotlib.figure import Figure

import lessonlib as ll
from lessonlib.figures import palette, svg


def made(draw, alt="A figure."):
    figure = Figure(figsize=(3, 2))
    draw(figure.add_axes((0.2, 0.2, 0.6, 0.6)))
    return ElementTree.fromstring(svg.as_svg(figure, alt))


def crowded(axes):
    axes.plot([0, 1, 2], [0, 1, 2.2], "o-", color=palette.FIGURE["positive"])
    axes.fill_between([0, 1], [0, 1], color="tab:green", alpha=0.5)
    axes.imshow(np.eye(3), interpolation="none", aspect="auto", extent=(0, 1, 0, 1))
    axes.set_ylim(0, 2)
    axes.set_title('less < more & "so on"')


def test_a_strict_policy_lets_it_in_and_a_page_can_hold_it_twice():
    root = made(crowded, 'Lines & "dots" < 3.')
    assert root.get("aria-label") == 'Lines & "dots" < 3.'
    for node in root.iter():
        assert not {"style", "id", "clip-path"} & set(node.attrib)
        assert node.tag.rpartition("}")[2] in {"svg", "g", "path", "text", "image"}


def test_the_palette_and_black_are_the_pages_and_other_colours_stay():
    text = ElementTree.tostring(made(crowded), encoding="unicode")
    blue = palette.FIGURE["positive"]
    assert f"var(--lesson-positive, {blue})" in text
    assert blue not in text.replace(f"var(--lesson-positive, {blue})", "")
    assert "#2ca02c" in text
    assert "#000000" not in text  # the axes' own black, on a dark page too
    assert made(crowded).get("fill") == f"var(--lesson-ink, {palette.FIGURE['ink']})"


def test_every_marker_stands_at_its_place_and_what_lies_outside_is_cut():
    root = made(crowded)
    left, bottom, width, height = 0.2 * 216, 0.8 * 144, 0.6 * 216, 0.6 * 144
    cuts = [node for node in drawings.all_of(root, "svg") if node is not root]
    assert cuts
    for cut in cuts:
        assert [float(cut.get(name)) for name in ("x", "y", "width", "height")] == pytest.approx(
            [left, bottom - height, width, height], abs=0.01
        )
        assert cut.get("viewBox") == " ".join(cut.get(name) for name in ("x", "y", "width", "height"))
    marks = [box for box in drawings.boxes(root, "positive") if box[2] - box[0] < 10]
    assert len(marks) == 3
    assert [(box[1] + box[3]) / 2 for box in marks] == pytest.approx(
        [bottom, bottom - height / 2, bottom - height * 1.1], abs=0.02
    )


def test_the_same_figure_is_the_same_text():
    assert ElementTree.tostring(made(crowded)) == ElementTree.tostring(made(crowded))


@pytest.mark.parametrize(
    ("style", "size", "weight"),
    [
        ("font: 12px 'DejaVu Sans', sans-serif; text-anchor: middle", None, None),
        ("font: 700 9.5px 'DejaVu Sans'", "9.5px", "700"),
        ("font: bold 12px serif", None, "bold"),
        ("font-size: 20px; font-weight: 700", "20px", "700"),
    ],
)
def test_either_way_of_writing_a_font_is_read(style, size, weight):
    """Matplotlib 3.8, which pages have, writes the shorthand."""
    node = ElementTree.Element("text", {"style": style})
    svg._set_attributes(node)
    assert (node.get("font-size"), node.get("font-weight")) == (size, weight)
    assert "DejaVu" not in str(node.attrib)


def test_letters_are_at_least_14_pixels_where_there_is_room(monkeypatch):
    shown = []
    monkeypatch.setattr("lessonlib.figures.display.hook", lambda *told: shown.append(told))
    names = [*["name"] * 9, "automobile"]
    ll.confusion_grid(np.eye(10), names, alt="Ten rows.")
    ll.plots.bars([1, 2], ["a", "b"], alt="Two bars.")
    for data, _ in shown:
        root = ElementTree.fromstring(data["image/svg+xml"])
        scale = int(root.get("width")) / float(root.get("viewBox").split()[2])
        texts = drawings.all_of(root, "text")
        assert texts
        for text in texts:
            points = float(re.sub("px", "", text.get("font-size", root.get("font-size"))))
            assert points * scale >= 14
