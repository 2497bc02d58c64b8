"""Every figure of the book: one ink, one type size, legible on a light and on a dark page and on a phone.

A figure is at most ``WIDTH`` inches wide, because a phone shrinks it to 350 pixels and its text with it. It
is shown as SVG, with a sentence for those who cannot see it. matplotlib is imported when the first figure is drawn.
"""

import functools
import itertools
import sys
import textwrap

import numpy as np

from lessonlib.figures import palette
from lessonlib.figures.display import display
from lessonlib.figures.image_colours import checked_images
from lessonlib.figures.svg import TYPE_SIZE, as_svg
from lessonlib.nn.checks import whole_number

WIDTH = 5.0  # inches
_LINE = 1.35 * TYPE_SIZE / 72  # inches from one line of text to the next
LETTER = 0.55 * TYPE_SIZE / 72  # inches, a usual letter
_GAP = 0.08  # inches between pictures


def show(fig, alt, title=None):
    """Display a figure in a notebook, with its alternative text, and close it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Shown as SVG on a transparent ground; see `lessonlib.figures.svg`.
    alt : str
        One or two sentences that say what the picture shows, for readers who cannot see it.
    title : str, optional
        The figure's fixed name, shown where there are no pictures. Stored notebooks are compared by it, so it
        must not hold a number that a run could change.

    Raises
    ------
    ValueError
        If `alt` is empty.
    TypeError
        If `alt` is not text.
    """
    if not isinstance(alt, str):
        raise TypeError(f"alt must be text that says what the figure shows; got {type(alt).__name__}")
    if not alt.strip():
        raise ValueError("alt must say what the figure shows; got an empty text")
    display(
        {"image/svg+xml": as_svg(fig, alt), "text/plain": f"Figure: {title}" if title else "Figure"},
        metadata={"image/svg+xml": {"alt": alt}},
    )
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)


def styled(draw):
    """Let a function draw with the book's ink and type size, whatever the reader has set."""

    @functools.wraps(draw)
    def drawn(*args, **kwargs):
        import matplotlib

        names = ("text.color", "axes.labelcolor", "xtick.color", "ytick.color")
        style = dict.fromkeys(names, palette.FIGURE["ink"]) | {"font.size": TYPE_SIZE}
        with matplotlib.rc_context(style):
            return draw(*args, **kwargs)

    return drawn


@styled
def pictures(images, titles=None, *, columns=None, signed=False, alt, title=None):
    """Show a grid of pictures.

    Parameters
    ----------
    images : array_like, shape (N, H, W) or (N, 3, H, W)
        Grey or colour pictures: uint8, or numbers from 0 (black) to 1 (white). With `signed`, any real
        numbers, shape (N, H, W).
    titles : sequence of str, optional
        A short text above each picture. Where only the first of a row has one, it names the row and begins with it.
    columns : int, optional
        Pictures in a row; by default as many as fit.
    signed : bool
        Show negative numbers in orange, positive ones in blue and zero as a faint grey. The deepest colour is
        the largest absolute value of the whole grid.
    alt, title : str
        See `show`.

    Raises
    ------
    TypeError, ValueError
        If the shape, the range, the number of titles or `columns` does not fit.
    """
    images = checked_images(images, signed)
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"titles must have one text a picture, {len(images)}; got {len(titles)}")
    if columns is None:
        longest = max((len(word) for text in titles or () for word in text.split()), default=0)
        columns = min(len(images), 5, max(1, int(WIDTH / max(longest * LETTER, 0.1))))
    columns = whole_number("columns", columns, 1)

    side = min(2.2, (WIDTH - (columns - 1) * _GAP) / columns)  # inches, the width of one picture
    rise = side * images.shape[1] / images.shape[2]
    width = columns * side + (columns - 1) * _GAP
    titles = list(titles or [""] * len(images))
    in_rows = [titles[first : first + columns] for first in range(0, len(images), columns)]
    names = [len(row) > 1 and not any(row[1:]) for row in in_rows]  # whether a row's first title is the row's
    texts = [
        textwrap.wrap(text, max(1, int((width if names[index // columns] else side) / LETTER)), break_long_words=False)
        for index, text in enumerate(titles)
    ]
    # A row is as high as its longest title needs; without titles it has no room for any.
    heads = [_LINE * max(map(len, texts[row * columns : (row + 1) * columns])) for row in range(len(in_rows))]
    tops = [sum(heads[: row + 1]) + row * (rise + _GAP) for row in range(len(in_rows))]  # of its pictures, from above
    height = tops[-1] + rise
    fig = new_figure(width, height)
    for index, (image, text) in enumerate(zip(images, texts, strict=True)):
        left = (index % columns) * (side + _GAP)
        top = height - tops[index // columns]
        axes = fig.add_axes((left / width, (top - rise) / height, side / width, rise / height))
        axes.imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="none", aspect="auto", clip_on=False)
        axes.set_axis_off()
        # Its four edges, or a black part of a picture is lost on a dark page.
        edges = [[0, 0, 0, 1], [1, 1, 0, 1]], [[0, 1, 0, 0], [0, 1, 1, 1]]  # from, to: x and y
        look = {"color": palette.FIGURE["ink"], "alpha": 0.3, "linewidth": 0.6}
        axes.plot(*edges, transform=axes.transAxes, clip_on=False, **look)
        for row, line in enumerate(reversed(text)):  # a text of its own each, so that SVG centres it
            bottom = top + 0.07 + row * _LINE
            at, align = (left, "left") if names[index // columns] else (left + side / 2, "center")
            fig.text(at / width, bottom / height, line, ha=align, va="baseline")
    show(fig, alt, title)


@styled
def bars(values, labels, *, number="{:.2f}", chance=None, start=0, alt, title=None):
    """Show numbers as horizontal bars, the first at the top, each with its number written.

    Parameters
    ----------
    values : array_like, shape (N,)
        Finite real numbers; negative bars are orange and go to the left.
    labels : sequence of str
        One for each bar.
    number : str
        How to write a number, as in ``"{:.0%}".format(0.5)``.
    chance : float, optional
        Where guessing would end: a dotted line.
    start : float
        Where the bars begin. If it is not 0, the bars show how the numbers differ and not how large they are, so a line
        below them says where they begin.
    alt, title : str
        See `show`.

    Raises
    ------
    ValueError
        If `values` is not one row of finite numbers, `labels` has another length or `start` hides a bar.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all():
        raise ValueError(f"values must be one row of finite numbers; got shape {values.shape}, values {values}")
    if len(labels) != len(values):
        raise ValueError(f"labels must have one text a bar, {len(values)}; got {len(labels)}")
    if start and start >= min([*values, *([] if chance is None else [chance])]):
        raise ValueError(f"start must be 0 or lie below every value and chance; got {start}")

    footed = chance is not None or start != 0
    fig = new_figure(WIDTH, (len(values) + footed) * 0.36 + 0.1)
    axes = fig.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    colours = [palette.FIGURE["negative" if value < 0 else "positive"] for value in values]
    axes.barh(range(len(values)), values - start, left=start, height=0.7, color=colours)
    ends = [*values, start] if chance is None else [*values, start, chance]
    span = (max(ends) - min(ends)) or 1.0
    texts = [_written(number, value) for value in values]
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        side = -1 if value < 0 else 1
        axes.text(value + side * 0.02 * span, row, text, ha="right" if side < 0 else "left", va="center")
    # Room for the labels on the left and for the numbers at the ends of the bars, as parts of the width.
    labelled = 1.08 * max(len(label) for label in labels) * LETTER / WIDTH + 0.02
    written = max(len(text) for text in texts) * LETTER / WIDTH + 0.06
    room = 1 - labelled - written * (1 + (min(values) < 0))
    if room < 0.2:
        raise ValueError(f"labels must leave room for the bars: at most 20 letters; got {max(labels, key=len)!r}")
    low = min(ends) - span / room * (labelled + written * (min(values) < 0))
    for row, label in enumerate(labels):
        axes.text(low, row, label, ha="left", va="center")
    axes.set_xlim(low, max(ends) + span / room * written)
    axes.set_ylim(len(values) - 0.4 + footed, -0.6)
    if start:
        axes.text(start, len(values), f"from {_written(number, start)}", ha="left", va="center")
    if chance is not None:
        axes.plot([chance, chance], [-0.5, len(values) - 0.4], ":", color=palette.FIGURE["ink"], linewidth=2)
        axes.text(chance, len(values), "chance", ha="center", va="center")
    show(fig, alt, title)


@styled
def curves(histories, *, x="epoch", y="accuracy", number="{:.0%}", alt, title=None):
    """Show how numbers changed from epoch to epoch, each line labelled at its end.

    Parameters
    ----------
    histories : dict of str to array_like, shape (epochs,)
        A label and its numbers, the first after epoch 1. At most four.
    x, y : str
        What the axes show.
    number : str
        How to write a number on the vertical axis, as in ``"{:.0%}".format(0.5)``.
    alt, title : str
        See `show`.

    Raises
    ------
    ValueError
        If there is no line, an empty one, or more than four.
    """
    lines = {label: np.asarray(line, dtype=float) for label, line in histories.items()}
    if not 1 <= len(lines) <= 4 or any(line.ndim != 1 or line.size == 0 for line in lines.values()):
        shapes = {label: line.shape for label, line in lines.items()}
        raise ValueError(f"histories must be one to four rows of numbers; got {shapes}")

    fig = new_figure(WIDTH, 3.2)
    labelled = min(0.45, max(map(len, lines)) * LETTER / WIDTH + 0.03)
    axes = fig.add_axes((0.15, 0.18, 0.85 - labelled, 0.7))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    axes.yaxis.get_major_locator().set_params(nbins=5)
    axes.yaxis.set_major_formatter(lambda value, _: _written(number, value))
    axes.set_xlabel(x)
    fig.text(0, 0.93, y)
    inks = [palette.FIGURE[name] for name in ("positive", "negative", "ink", "ink")]
    for line, ink, dashes in zip(lines.values(), inks, ("-", "--", "-.", ":"), strict=False):
        axes.plot(range(1, len(line) + 1), line, dashes, color=ink, linewidth=2.5, marker="o", markersize=4)
    longest = max(map(len, lines.values()))
    margin = 0.04 * (longest - 1) or 0.5
    axes.set_xlim(1 - margin, longest + margin)
    low, high = axes.get_ylim()
    places = apart([line[-1] for line in lines.values()], 0.09 * (high - low))
    labels = []
    for (label, line), ink, place in zip(lines.items(), inks, places, strict=False):
        axes.text(len(line) + margin, place, label, color=ink, ha="left", va="center")
        labels.append((len(line) + margin / 2, place, label))
    _rule(axes, labels)
    show(fig, alt, title)


def _rule(axes, labels):
    """Draw a line across at every tick, with gaps where a label (its left end, its middle, its text) stands."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    letter = 0.9 * LETTER * (right - left) / (axes.get_position().width * WIDTH)  # of running text
    for tick in (tick for tick in axes.get_yticks() if low <= tick <= high):
        near = [place for place in labels if place[0] < right and abs(place[1] - tick) < 0.05 * (high - low)]
        ends = [left, *(end for at, _, text in sorted(near) for end in (at, at + (len(text) + 1) * letter)), right]
        spans = [span for span in zip(ends[::2], ends[1::2], strict=True) if span[0] < span[1]]
        style = {"color": palette.FIGURE["ink"], "alpha": 0.3, "linewidth": 0.8, "zorder": 0.5}
        axes.hlines([tick] * len(spans), *zip(*spans, strict=True), **style)
    axes.set_ylim(low, high)


def _written(number, value):
    """A number as `number` formats it, with a true minus."""
    return number.format(value).replace("-", "\N{MINUS SIGN}")


def new_figure(width, height):
    """A figure of this size in inches, which needs no closing because pyplot does not hold it."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def apart(places, distance):
    """Move numbers just so far that no two are closer than `distance`; their order stays."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for below, above in itertools.pairwise(order):
        moved[above] = max(moved[above], moved[below] + distance)
    middle = (sum(moved) - sum(places)) / len(places)
    return [place - middle for place in moved]
