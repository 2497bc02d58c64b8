"""Figures: what they show, what they say to those who cannot see them, and whether they fit."""

import re
import subprocess
import sys

import drawings
import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from lessonlib.figures import palette, plots
from lessonlib.figures.svg import PIXELS_PER_INCH


@pytest.fixture
def shown(monkeypatch):
    """What was displayed: a list of (data, metadata)."""
    displayed = []

    def display(data, metadata):
        displayed.append((data, metadata))

    monkeypatch.setattr("lessonlib.figures.display.hook", display)
    return displayed


def rgb(name):
    return np.array([int(palette.FIGURE[name][at : at + 2], 16) for at in (1, 3, 5)])


def images(shown):
    """The pixels of each picture of the last figure."""
    return [drawings.pixels(image) for image in drawings.all_of(drawings.read(shown), "image")]


GREY = np.linspace(0, 1, 3 * 4 * 6).reshape(3, 4, 6)


def test_alternative_text_goes_with_the_figure(shown):
    plots.pictures(GREY, alt="Three grey ramps.", title="ramps")
    data, metadata = shown[0]
    assert data["text/plain"] == "Figure: ramps"
    assert metadata["image/svg+xml"]["alt"] == "Three grey ramps."
    root = drawings.read(shown)
    assert (root.get("role"), root.get("aria-label"), root.get("class")) == (
        "img",
        "Three grey ramps.",
        "lesson-figure",
    )


DRAW = {
    "pictures": lambda **text: plots.pictures(GREY, **text),
    "bars": lambda **text: plots.bars([1, 2], ["a", "b"], **text),
    "curves": lambda **text: plots.curves({"a": [1, 2]}, **text),
}


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_a_figure_without_alternative_text_is_refused(shown, draw):
    for empty in ("", "  \n"):
        with pytest.raises(ValueError, match="alt must say what the figure shows"):
            draw(alt=empty)
    with pytest.raises(TypeError, match="alt must be text"):
        draw(alt=None)
    assert shown == []


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_figures_are_transparent_fit_a_phone_and_leave_the_readers_settings_alone(shown, draw):
    with matplotlib.rc_context({"font.size": 5, "text.color": "red"}):
        draw(alt="A figure.")
        assert matplotlib.rcParams["font.size"] == 5
        assert matplotlib.rcParams["text.color"] == "red"
    root = drawings.read(shown)
    width, height = drawings.size(root)
    assert width <= 592
    area = [(x1 - x0) * (y1 - y0) for name in palette.FIGURE for x0, y0, x1, y1 in drawings.boxes(root, name)]
    assert sum(area) < 0.7 * width * height * (72 / PIXELS_PER_INCH) ** 2


def test_a_figure_of_pyplot_is_closed(shown):
    from matplotlib import pyplot

    fig = pyplot.figure(figsize=(2, 1))
    plots.show(fig, "An empty figure.")
    assert not pyplot.fignum_exists(fig.number)
    assert shown[0][0]["text/plain"] == "Figure"


def test_pyplot_is_not_imported():
    code = "import sys; from lessonlib import plots; assert 'matplotlib' not in sys.modules; import numpy as np; "
    code += "plots.bars([1.0], ['a'], alt='One bar.'); assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_pixels_are_shown_as_they_are(shown):
    """Grey, colour and uint8: each value at its place, not smoothed, not stretched, channels in order."""
    plots.pictures(np.array([[[0.0, 0.2], [0.4, 0.6]]]), alt="Four greys.")
    (image,) = images(shown)
    np.testing.assert_allclose(image[..., 0], [[0, 51], [102, 153]], atol=1)
    assert drawings.all_of(drawings.read(shown), "image")[0].get("image-rendering") == "pixelated"

    colour = np.zeros((1, 3, 2, 2), dtype=np.uint8)
    colour[0, :, 0, 1] = (200, 100, 50)  # top right
    plots.pictures(colour, alt="One orange pixel.")
    (image,) = images(shown)
    assert image[0, 1].tolist() == [200, 100, 50, 255]
    assert image[1, 0, :3].max() == 0


def test_a_picture_that_is_made_smaller_is_smoothed(shown):
    plots.pictures(np.zeros((1, 300, 300)), alt="A black square.")
    assert drawings.all_of(drawings.read(shown), "image")[0].get("image-rendering") is None


def test_a_wide_picture_is_shown_wide(shown):
    plots.pictures(np.zeros((1, 4, 8)), alt="A black bar.")
    width, height = drawings.size(drawings.read(shown))
    assert width == pytest.approx(2 * height, rel=0.02)
    plots.pictures(np.zeros((1, 3, 4, 8)), alt="A black bar in colour.")
    width, height = drawings.size(drawings.read(shown))
    assert width == pytest.approx(2 * height, rel=0.02)


def test_signs_have_the_palettes_colours_and_one_scale_for_the_grid(shown):
    """The largest is solid, the same number is equally strong in every picture, zero is faint and has no sign."""
    maps = np.array([[[-2.0, 0.0]], [[1.0, 2.0]], [[-1.0, 1.0]]])
    plots.pictures(maps, columns=3, signed=True, alt="Three rows of two numbers.")
    row = np.concatenate([image[0] for image in images(shown)]).astype(int)  # the six numbers
    np.testing.assert_allclose(row[0], [*rgb("negative"), 255], atol=2)
    np.testing.assert_allclose(row[3], [*rgb("positive"), 255], atol=2)
    np.testing.assert_allclose(row[2], row[5], atol=1)
    assert 100 < row[2][3] < 200
    assert row[1][3] < 50
    np.testing.assert_allclose(row[1][:3], rgb("ink"), atol=8)
    assert row[4][0] > row[4][2]  # orange has more red than blue
    assert row[5][0] < row[5][2]


def test_zeros_and_nan_can_be_shown_signed(shown):
    plots.pictures(np.zeros((2, 3, 3)), signed=True, alt="Nothing.")
    plots.pictures(np.array([[[np.nan, 1.0]]]), signed=True, alt="A gap and a one.")
    assert len(shown) == 2


def test_titles_stand_above_their_pictures_and_long_ones_are_wrapped(shown):
    plots.pictures(GREY, alt="No titles.")
    bare = drawings.size(drawings.read(shown))[1]
    plots.pictures(GREY, ["a", "b", "c"], alt="One line.")
    one = drawings.size(drawings.read(shown))[1]
    plots.pictures(GREY, ["a", "b", "words that need a second line"], alt="Two lines.")
    assert bare < one < drawings.size(drawings.read(shown))[1]
    lines = drawings.all_of(drawings.read(shown), "text")
    assert len(lines) == 4
    assert {line.get("text-anchor") for line in lines} == {"middle"}, "so that each is centred in any typeface"


def test_the_name_of_a_row_begins_where_the_row_does(shown):
    plots.pictures(np.zeros((5, 8, 8)), ["before", "", "after a while", "", "alone"], columns=2, alt="Three rows.")
    root = drawings.read(shown)
    anchors = {text.text: text.get("text-anchor", "start") for text in drawings.all_of(root, "text")}
    assert anchors == {"before": "start", "after a while": "start", "alone": "middle"}


def test_ten_named_pictures_make_rows_of_five(shown):
    names = ["automobile", *"abcdefghi"]
    plots.pictures(np.zeros((10, 8, 8)), names, alt="Ten pictures.")
    places = [image.get("transform").split()[-2:] for image in drawings.all_of(drawings.read(shown), "image")]
    assert [len({place[axis] for place in places}) for axis in (0, 1)] == [5, 2]


@pytest.mark.parametrize(
    ("images", "options", "error", "message"),
    [
        (np.zeros((4, 4)), {}, ValueError, "images must be (N, H, W) or (N, 3, H, W) and not empty; got shape (4, 4)"),
        (np.zeros((2, 4, 4, 3)), {}, ValueError, "got shape (2, 4, 4, 3)"),
        (np.zeros((0, 4, 4)), {}, ValueError, "not empty; got shape (0, 4, 4)"),
        (np.zeros((2, 3, 4, 4)), {"signed": True}, ValueError, "images must be (N, H, W) and not empty"),
        (GREY * 2, {}, ValueError, "images must lie between 0 and 1 unless uint8 or signed=True; got 0 to 2"),
        (GREY - 1, {}, ValueError, "got -1 to 0"),
        ([["a"]], {}, TypeError, "images must be real numbers"),
        (GREY, {"titles": ["one"]}, ValueError, "titles must have one text a picture, 3; got 1"),
        (GREY, {"columns": 0}, ValueError, "columns must be a whole number, 1 or more; got 0"),
    ],
)
def test_bad_pictures_are_named(shown, images, options, error, message):
    with pytest.raises(error, match=re.escape(message)):
        plots.pictures(images, alt="Bad.", **options)


def lengths(shown, name):
    """How long each bar of a colour is, top to bottom."""
    return [x1 - x0 for x0, y0, x1, y1 in drawings.boxes(drawings.read(shown), name) if x1 - x0 > 5]


def test_bars_are_as_long_as_their_numbers_first_on_top(shown):
    plots.bars([0.2, 0.8, 0.4], ["a", "b", "c"], alt="Three bars.")
    found = np.array(lengths(shown, "positive"))
    np.testing.assert_allclose(found / found[1], [0.25, 1, 0.5], atol=0.02)


def test_negative_bars_are_orange_and_chance_is_drawn(shown):
    plots.bars([3, -1.5], ["a", "b"], alt="Two bars.")
    assert drawings.colours(drawings.read(shown)) == {"positive", "negative", "ink"}
    ((positive,), (negative,)) = lengths(shown, "positive"), lengths(shown, "negative")
    assert negative == pytest.approx(positive / 2, rel=0.03)
    plots.bars([3, 1.5], ["a", "b"], chance=1, alt="Two bars and chance.")
    root = drawings.read(shown)
    assert "chance" in {text.text for text in drawings.all_of(root, "text")}
    (dotted,) = (path for path in drawings.all_of(root, "path") if path.get("stroke-dasharray"))
    assert "--lesson-ink" in dotted.get("stroke"), "the accent is for what is looked at"


def test_bars_that_do_not_begin_at_0_say_where_they_begin(monkeypatch):
    fig = drawn(monkeypatch, lambda: plots.bars([0.6, 0.85], ["a", "b"], number="{:.0%}", start=0.5, alt="x"))
    (axes,) = fig.axes
    assert [round(bar.get_width(), 3) for bar in axes.patches] == [0.1, 0.35]
    assert {bar.get_x() for bar in axes.patches} == {0.5}
    assert "from 50%" in {text.get_text() for text in texts_of(fig)}
    assert not any(
        "from" in text.get_text() for text in texts_of(drawn(monkeypatch, lambda: plots.bars([1], ["a"], alt="x")))
    )


def test_a_number_below_0_has_a_true_minus(shown):
    plots.bars([3, -1.5], ["a", "b"], alt="Two bars.")
    plots.curves({"a": [-0.5, 0.5]}, number="{:.1f}", alt="A line.")
    for data, _ in shown:
        written = re.sub(r"<[^>]*>", " ", data["image/svg+xml"])
        assert re.search("−[01]", written)
        assert not re.search(r"-\d", written)


def test_a_row_without_titles_has_no_room_for_them(shown):
    heights = []
    for titles in (None, ["a", "", "", ""], ["a", "", "b", ""], [*"abcd"]):
        plots.pictures(np.zeros((4, 8, 8)), titles, columns=2, alt="Two rows.")
        heights.append(drawings.size(drawings.read(shown))[1])
    assert heights[0] < heights[1] < heights[2] == heights[3]


def texts_of(fig):
    return [text for axes in fig.axes for text in axes.texts] + fig.texts


def drawn(monkeypatch, draw):
    """The figure that a function would show."""
    figures = []
    monkeypatch.setattr(plots, "show", lambda fig, alt, title: figures.append(fig))
    draw()
    return figures[0]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.bars(
            [0.667, 0.1, -0.05], ["automobile", "cat called dog", "x"], number="{:.1%}", chance=0.1, alt="x"
        ),
        lambda: plots.curves({"CNN, training": [0.4, 0.75], "CNN, test": [0.45, 0.74], "linear, test": [0.3]}, alt="x"),
        lambda: plots.pictures(GREY, ["a long title", "automobile", "c"], alt="x"),
    ],
    ids=["bars", "curves", "pictures"],
)
def test_no_text_is_cut_off(monkeypatch, draw):
    fig = drawn(monkeypatch, draw)
    assert isinstance(fig, Figure)
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(fig).get_renderer()
    fig.draw_without_rendering()
    width, height = fig.bbox.size
    for text in texts_of(fig):
        box = text.get_window_extent(renderer)
        assert box.x0 >= -2, text
        assert box.x1 <= width + 2, text
        assert box.y0 >= -2, text
        assert box.y1 <= height + 2, text
        assert text.get_size() >= 12


def test_numbers_and_labels_are_written(monkeypatch):
    fig = drawn(monkeypatch, lambda: plots.bars([0.667, 0.1], ["cat", "dog"], number="{:.0%}", alt="x"))
    assert {text.get_text() for text in texts_of(fig)} == {"67%", "10%", "cat", "dog"}


def test_curves_end_in_their_labels_which_do_not_overlap(monkeypatch):
    histories = {"one": [0.1, 0.50], "two": [0.2, 0.51], "three": [0.9, 0.49]}
    fig = drawn(monkeypatch, lambda: plots.curves(histories, alt="x"))
    (axes,) = fig.axes
    for line, values in zip(axes.lines, histories.values(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), [1, 2])
        np.testing.assert_array_equal(line.get_ydata(), values)
    labels = {text.get_text(): text for text in axes.texts}
    places = sorted(text.get_position()[1] for text in labels.values())
    assert min(np.diff(places)) > 0.05
    assert labels["two"].get_position()[1] > labels["one"].get_position()[1] > labels["three"].get_position()[1]
    assert {text.get_color() for text in labels.values()} == {line.get_color() for line in axes.lines}


def test_no_line_of_the_scale_goes_through_a_label(monkeypatch):
    histories = {"long": [0.1, 0.2, 0.3, 0.4, 0.5], "short": [0.3, 0.3]}
    (axes,) = drawn(monkeypatch, lambda: plots.curves(histories, alt="x")).axes
    label = next(text for text in axes.texts if text.get_text() == "short")
    spans = [(*ends[:, 0], ends[0, 1]) for lines in axes.collections for ends in lines.get_segments()]
    at, middle = label.get_position()
    crossing = [(start, end) for start, end, tick in spans if abs(tick - middle) < 0.01]
    assert len(crossing) == 2, "the scale has a line at the height of this label, and a gap in it"
    assert all(end <= at or start > at + 0.5 for start, end in crossing)
    across = axes.get_xlim()
    assert [span[:2] for span in spans if abs(span[2] - 0.2) < 0.01] == [across], "elsewhere it is whole"


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.bars([], [], alt="x"), "values must be one row of finite numbers; got shape (0,)"),
        (lambda: plots.bars([1, np.nan], ["a", "b"], alt="x"), "values must be one row of finite numbers"),
        (lambda: plots.bars([0.4], ["a"], start=0.5, alt="x"), "start must be 0 or lie below every value and chance"),
        (lambda: plots.bars([1, 2], ["a"], alt="x"), "labels must have one text a bar, 2; got 1"),
        (lambda: plots.bars([1], ["a label that leaves the bar no room at all"], alt="x"), "labels must leave room"),
        (lambda: plots.curves({}, alt="x"), "histories must be one to four rows of numbers; got {}"),
        (lambda: plots.curves({"a": []}, alt="x"), "got {'a': (0,)}"),
    ],
)
def test_bad_numbers_are_named(draw, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
