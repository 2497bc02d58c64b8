"""Counts as areas: squares drawn to scale, the next one in the corner of each, and that corner enlarged."""

import itertools
import math

from lessonlib.figures import palette, plots

_SIDE = 2.1  # inches, of a panel
_GAP = plots.WIDTH - 2 * _SIDE
_LINE = 0.25  # inches from one line of text to the next
_HEAD = 2 * _LINE + 0.05
_INKS = ("positive", "negative", "ink")


@plots.styled
def squares_to_scale(counts, *, alt, title=None):
    """Show counts as squares of that area: the largest with the next in its top right corner, then that one enlarged.

    Parameters
    ----------
    counts : dict of str to int
        Two or three labels and their counts, each smaller than the one before it. Two make one panel, three make two.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If there are fewer or more, or one is not positive or not smaller than the one before.
    """
    numbers = list(counts.values())
    falling = all(number > after > 0 for number, after in itertools.pairwise(numbers))
    if not (2 <= len(numbers) <= 3 and falling):
        raise ValueError(f"counts must be two or three numbers above 0, the largest first; got {counts}")

    panels = len(numbers) - 1
    width, height = panels * (_SIDE + _GAP) - _GAP, _HEAD + _SIDE + _LINE * 1.2
    fig = plots.new_figure(width, height)
    axes = fig.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(_HEAD + _SIDE - height, _HEAD + _SIDE)  # 0 at the foot of the squares
    shares = [math.sqrt(after / number) for number, after in itertools.pairwise(numbers)]
    for panel, (label, number) in enumerate(list(counts.items())[:panels]):
        left = panel * (_SIDE + _GAP)
        ink, inner_ink = (palette.FIGURE[name] for name in _INKS[panel : panel + 2])
        inner = _SIDE * shares[panel]
        _square(axes, left + _SIDE, _SIDE, ink, 0.15)
        _square(axes, left + _SIDE, inner, inner_ink, 1 if shares[panel] < 0.3 else 0.15)
        axes.text(left, _SIDE + _LINE + 0.12, label, color=ink, weight="bold")
        axes.text(left, _SIDE + 0.12, f"{number:,}")
        if panel:
            _magnifier(axes, left, _SIDE * shares[0])
            axes.text(left, -_LINE, f"enlarged {1 / shares[0]:.0f} times")
    _name_the_last(axes, left + _SIDE, inner, list(counts.items())[-1], inner_ink)
    plots.show(fig, alt, title)


def _square(axes, right, side, ink, strength):
    """A square below the top edge, ending at `right`."""
    from matplotlib.patches import Rectangle

    place = (right - side, _SIDE - side)
    axes.add_patch(Rectangle(place, side, side, facecolor=(ink, strength), edgecolor=ink, linewidth=1, clip_on=False))


def _magnifier(axes, left, side):
    """Two lines from a small square in the corner of one panel to the edges of the next."""
    for start, end in ((_SIDE, _SIDE), (_SIDE - side, 0)):
        axes.plot([left - _GAP, left], [start, end], color=palette.FIGURE["ink"], linewidth=0.8, clip_on=False)


def _name_the_last(axes, right, side, named, ink):
    """The label of the smallest square, with a pointer to it; inside of it where below it is no room."""
    label, number = named
    bottom, edge = _SIDE - side, right - 0.12
    outside = bottom > 1
    foot = bottom - 0.35 - 2 * _LINE if outside else bottom + 0.12
    if outside:
        end = right - min(side / 2, 0.3)
        axes.plot([right - 0.3, end], [foot + 2 * _LINE, bottom - 0.03], color=ink, linewidth=1)
    axes.text(edge, foot + _LINE, label, color=ink, weight="bold", ha="right")
    axes.text(edge, foot, f"{number:,}", ha="right")
