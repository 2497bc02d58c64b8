"""Counts as areas: squares drawn to scale, one inside the corner of the next."""

import itertools
import math

from lessonlib.figures import palette, plots


@plots.styled
def squares_to_scale(counts, *, alt, title=None):
    """Show counts as squares of that area, the largest first, all with the same top left corner.

    Parameters
    ----------
    counts : dict of str to int
        Two to four labels and their counts, each smaller than the one before it.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If there are fewer or more, or one is not positive or not smaller than the one before.
    """
    numbers = list(counts.values())
    falling = all(number > after > 0 for number, after in itertools.pairwise(numbers))
    if not (2 <= len(numbers) <= 4 and falling):
        raise ValueError(f"counts must be two to four numbers above 0, the largest first; got {counts}")

    side = 0.62 * plots.WIDTH  # inches, of the largest square
    fig = plots.new_figure(plots.WIDTH, side + 0.1)
    axes = fig.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, plots.WIDTH)
    axes.set_ylim(side + 0.05, -0.05)
    inks = [palette.FIGURE[name] for name in ("positive", "negative", "accent", "ink")]
    for row, (label, number) in enumerate(counts.items()):
        length = side * math.sqrt(number / numbers[0])
        axes.fill([0, length, length, 0], [0, 0, length, length], color=inks[row], linewidth=0)
        height = side * (1 - (row + 0.5) / len(numbers))  # of its words: the smallest on top, where it lies
        end = (length, min(height, length))
        axes.annotate(
            f"{label}\n{number:,}",
            end,
            (side + 0.35, height),
            va="center",
            arrowprops={"arrowstyle": "-", "color": palette.FIGURE["ink"], "shrinkB": 0, "linewidth": 1},
        )
    plots.show(fig, alt, title)
