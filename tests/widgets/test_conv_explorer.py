"""The explorer in Python: what it accepts, what it holds, what it draws where nothing moves."""

import re
import xml.etree.ElementTree as ET

import ipywidgets
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lessonlib as ll
from lessonlib.figures.palette import DARK, LIGHT
from lessonlib.widgets.conv_explorer import widget

EDGE = [[0, 0, 1, 1, 1]] * 5
FILTER = [[-1, 0, 1]] * 3
SLIDERS = ("stride", "padding")


def test_its_repr_is_short_and_always_the_same():
    widget = ll.conv_explorer(np.ones((4, 6)), FILTER, stride=2, padding=1, controls=SLIDERS)
    assert repr(widget) == "ConvExplorer(4x6 image, 3x3 filter, stride 2, padding 1)"
    assert widget._repr_mimebundle_()["text/plain"] == repr(widget)
    boxed = repr(ipywidgets.VBox([widget, widget.view]))
    assert boxed == f"VBox(children=({widget!r}, {widget.view!r}))"
    assert "0x" not in repr(widget.view)


def test_it_has_the_sliders_asked_for_linked_in_the_browser():
    assert ll.conv_explorer(EDGE, FILTER).children[:-1] == ()
    widget = ll.conv_explorer(EDGE, FILTER, stride=2, padding=1, controls=["padding", "stride"])
    assert [(slider.description, slider.value, slider.min) for slider in widget.children[:-1]] == [
        ("Stride", 2, 1),
        ("Padding", 1, 0),
    ]
    assert [link.source for link in widget.links] == [(slider, "value") for slider in widget.sliders.values()]
    assert [link.target for link in widget.links] == [(widget.view, "stride"), (widget.view, "padding")]


def test_python_reads_and_changes_it():
    widget = ll.conv_explorer(EDGE, FILTER, controls=SLIDERS)
    widget.stride = np.int64(2)
    widget.padding = 7
    assert (widget.sliders["stride"].value, widget.sliders["padding"].value) == (2, 7)
    assert (widget.view.stride, widget.view.padding, widget.view.padding_max) == (2, 7, 7)
    widget.padding = 0
    widget.image = np.eye(7, dtype=bool)
    widget.selected = (2, 1)
    assert widget.image == np.eye(7, dtype=int).tolist()
    widget.stride = 4
    assert widget.selected == (1, 1)
    widget.stride = 3
    assert repr(widget) == "ConvExplorer(7x7 image, 3x3 filter, stride 3, padding 0)"


def test_two_explorers_share_nothing():
    first, second = ll.conv_explorer(EDGE, FILTER), ll.conv_explorer(EDGE, FILTER)
    first.selected = (1, 2)
    first.stride = 2
    assert (second.selected, second.stride) == ((0, 0), 1)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"image": [0, 1, 2]}, ValueError, r"image must be \(H, W\); got shape \(3,\)"),
        ({"image": np.zeros((1, 5, 5))}, ValueError, r"image must be \(H, W\); got shape \(1, 5, 5\)"),
        ({"image": [["0", "1"]]}, TypeError, "image must hold integers or real numbers; got dtype <U1"),
        ({"image": [[1j]]}, TypeError, "image must hold integers or real numbers; got dtype complex128"),
        ({"image": [[None]]}, TypeError, "image must hold integers or real numbers; got dtype object"),
        ({"image": [[1, 2], [3]]}, ValueError, "image must be a regular grid of numbers; got rows of different"),
        ({"image": [[]]}, ValueError, r"image must hold at least one number; got shape \(1, 0\)"),
        ({"image": np.zeros((5, 129))}, ValueError, r"image must be at most 128 along a side.*got shape \(5, 129\)"),
        ({"filter": [[0, float("nan")]]}, ValueError, r"filter must be finite numbers; got nan at \(0, 1\)"),
        ({"filter": [[1], [1e309]]}, ValueError, r"filter must be finite numbers; got inf at \(1, 0\)"),
        (
            {"filter": np.ones((3, 7))},
            ValueError,
            "filter must be no larger than the padded image, 5x5; got 3x7; a pad",
        ),
        ({"filter": np.ones((10, 2)), "padding": 1}, ValueError, "7x7; got 10x2; a padding of 3 would make it fit"),
        ({"stride": 0}, ValueError, "stride must be a whole number, 1 or more; got 0"),
        ({"stride": 1.5}, TypeError, r"stride must be a whole number, 1 or more; got 1\.5 \(float\); try 1 or 2"),
        ({"padding": -1}, ValueError, "padding must be a whole number, 0 or more; got -1"),
        ({"padding": 1000}, ValueError, "padding must be at most 64, to be shown; got 1000"),
        ({"controls": "edit"}, TypeError, "controls must be a list of 'stride', 'padding', .* and 'share'; got 'edit'"),
        ({"controls": ["depth"]}, ValueError, "controls must be among 'stride', 'padding', .*'share'; got 'depth'"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.conv_explorer(**{"image": EDGE, "filter": FILTER, **arguments})


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("stride", 0, ValueError, "stride must be"),
        ("padding", True, TypeError, "padding must be"),
        ("image", [[1, 2]], ValueError, "filter must be no larger than the padded image, 1x2; got 3x3"),
        ("filter", np.ones((6, 1)), ValueError, "filter must be no larger than the padded image, 5x5; got 6x1"),
        ("selected", (0, 3), ValueError, r"selected must lie in the 3x3 output, counted from 0; got \(0, 3\)"),
        ("selected", 3, TypeError, r"selected must be a pair \(row, column\); got 3"),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(name, value, error, said):
    widget = ll.conv_explorer(EDGE, FILTER, controls=SLIDERS)
    before = widget.view.get_state()
    with pytest.raises(error, match=said):
        setattr(widget, name, value)
    assert widget.view.get_state() == before


def test_its_still_shows_the_worked_example():
    widget = ll.conv_explorer(EDGE, FILTER)
    widget.selected = (1, 2)
    svg, sentence = widget.still()
    root = ET.fromstring(svg)
    texts = [node.text for node in root.iter() if node.tag.endswith("}text")]
    assert texts.count("3") == 6
    assert texts.count("−1") == 3
    assert root.find("{*}title").text == "A 5 by 5 image and a 3 by 3 filter at stride 1"
    assert root.find("{*}desc").text == (
        "The output is 3 3 0; 3 3 0; 3 3 0. Outlined: output (1, 2) and its patch of the image."
    )
    assert sentence.startswith("In the live page you choose a number of the output")
    assert "slider" not in sentence
    assert widget.view.still == {"svg": svg, "sentence": sentence}


def test_its_still_follows_the_settings_and_says_what_is_wrong_with_them():
    widget = ll.conv_explorer(EDGE, FILTER, padding=1, controls=SLIDERS)
    assert "a slider sets the stride and a slider sets the padding" in widget.view.still["sentence"]
    assert "stroke-dasharray" in widget.view.still["svg"]
    widget.stride = 3
    root = ET.fromstring(widget.view.still["svg"])
    assert "(5 - 3 + 2)/3 + 1 = 2.33..., which is 4/3 + 1" in root.find("{*}desc").text
    width, height = map(float, root.get("viewBox").split()[2:])
    lines = [node for node in root.iter() if node.tag.endswith("}text")]
    assert all(float(line.get("y")) < height and float(line.get("x")) < width for line in lines)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2))
def test_every_still_is_well_formed(height, width, filter_height, filter_width, stride, padding):
    image, filter = np.full((height, width), -1.5), np.ones((filter_height, filter_width))
    try:
        explorer = ll.conv_explorer(image, filter, stride=stride, padding=padding, controls=SLIDERS)
    except ValueError:
        assert filter_height > height + 2 * padding or filter_width > width + 2 * padding
        return
    ET.fromstring(explorer.still().svg)


def luminance(colour):
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("sign", ["positive", "negative"])
def test_numbers_stay_legible_on_the_strongest_colour(palette, sign):
    ink, paper, full = (
        [int(palette[name][i : i + 2], 16) / 255 for i in (1, 3, 5)] for name in ("ink", "background", sign)
    )
    strongest = float(re.search(r"calc\(([\d.]+) \* var\(--lesson-strength\)\)", widget.ConvExplorerView._css)[1])
    mixed = [strongest * a + (1 - strongest) * b for a, b in zip(full, paper, strict=True)]
    bright, dark = sorted([luminance(ink), luminance(mixed)], reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5
