"""A figure for accuracies that were measured with several seeds: every one a dot, their mean a bar, and chance."""

import numpy as np

from lessonlib.figures import palette, plots

_ROW = 0.42  # inches


@plots.styled
def seed_dots(rows, *, chance, alt, title=None):
    """Show accuracies as rows of dots on a line from 0% to 100%, the first row at the top.

    Parameters
    ----------
    rows : dict of str to array_like, shape (seeds,)
        A label of at most 20 letters, and the accuracy with each seed, 0 to 1. The mean is drawn as an upright bar
        and written at the end of the row.
    chance : float
        Where guessing would end: a dotted line.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If there is no row, a row is not one of numbers from 0 to 1, or a label is too long.
    """
    found = {label: np.asarray(values, dtype=float) for label, values in rows.items()}
    if not found:
        raise ValueError("rows must hold at least one row of accuracies; got {}")
    for label, values in found.items():
        if values.ndim != 1 or not values.size or not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"rows must hold accuracies from 0 to 1, one for each seed; got {values} for {label!r}")
    longest = max(map(len, found))
    if longest > 20:
        raise ValueError(f"labels must have at most 20 letters; got {max(found, key=len)!r}")

    height = (len(found) + 1) * _ROW + 0.3
    fig = plots.new_figure(plots.WIDTH, height)
    left, right = longest * plots.LETTER / plots.WIDTH + 0.04, 0.86
    axes = fig.add_axes((left, 0.3 / height, right - left, 1 - 0.3 / height))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_yticks([])
    axes.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(len(found) + 0.5, -0.5)
    for row, (label, values) in enumerate(found.items()):
        axes.plot([0, 1], [row, row], color=palette.FIGURE["ink"], alpha=0.3, linewidth=1)
        axes.plot(values, [row] * len(values), "o", color=palette.FIGURE["positive"], alpha=0.6, markersize=7)
        mean = values.mean()
        axes.plot([mean, mean], [row - 0.35, row + 0.35], color=palette.FIGURE["ink"], linewidth=2)
        fig.text(0, _place(axes, row), label, ha="left", va="center")
        fig.text(1, _place(axes, row), f"{mean:.0%}", ha="right", va="center")
    axes.plot([chance, chance], [-0.4, len(found) - 0.4], ":", color=palette.FIGURE["ink"], linewidth=2)
    axes.text(chance, len(found), "chance", ha="center", va="center")
    plots.show(fig, alt, title)


def _place(axes, row):
    """Where a row lies in the figure, from 0 at its foot to 1."""
    return axes.figure.transFigure.inverted().transform(axes.transData.transform((0, row)))[1]
