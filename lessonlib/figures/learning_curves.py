"""A figure for experiments on how many pictures a model needs: accuracy by number of training pictures."""

import numpy as np

from lessonlib.figures import palette, plots

_LABELS = 0.31  # part of the width that the lines' labels take, at most 14 letters


@plots.styled
def learning_curves(lines, counts, *, x="training images", log=True, chance=None, alt, title=None):
    """Show a number for each count of training pictures, over seeds: the mean as a line, the spread as a band.

    Parameters
    ----------
    lines : dict of str to array_like, shape (counts, seeds)
        A label of at most 14 letters, and what each seed found for each count, 0 to 1. At most four.
    counts : sequence of int
        How many pictures, ascending; they stand equally far apart if each is a multiple of the one before.
    x : str
        What the counts are of, below them; another experiment's steps can stand there as well.
    log : bool
        Whether the counts stand on a logarithmic scale.
    chance : float, optional
        Where guessing would end: a dotted line.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If there is no line or more than four, or one has not a row of numbers for each count.
    """
    found = {label: np.asarray(values, dtype=float) for label, values in lines.items()}
    counts = list(counts)
    if not 1 <= len(found) <= 4 or any(v.ndim != 2 or len(v) != len(counts) or not v.size for v in found.values()):
        shapes = {label: values.shape for label, values in found.items()}
        raise ValueError(f"lines must be one to four arrays (counts, seeds) with {len(counts)} counts; got {shapes}")

    fig = plots.new_figure(plots.WIDTH, 3.6)
    axes = fig.add_axes((0.13, 0.17, 0.87 - _LABELS, 0.72))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(axis="y", color=palette.FIGURE["ink"], alpha=0.3)
    axes.set_xscale("log" if log else "linear")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    axes.minorticks_off()  # those of its x axis alone are not in matplotlib 3.8, which pages have
    axes.set_ylim(0, 1.05)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(x)
    fig.text(0, 0.94, "accuracy")
    inks = [palette.FIGURE[name] for name in ("positive", "negative", "positive", "negative")]
    ends = [values[-1].mean() for values in found.values()] + [chance] * (chance is not None)
    ends = plots.apart(ends, 0.095)
    for (label, values), ink, dashes, end in zip(found.items(), inks, ("-", "-", ":", ":"), ends, strict=False):
        mean = values.mean(axis=1)
        spread = values.std(axis=1, ddof=1) if values.shape[1] > 1 else 0 * mean
        axes.fill_between(counts, mean - spread, mean + spread, color=ink, alpha=0.25, linewidth=0)
        axes.plot(counts, mean, dashes, color=ink, linewidth=2.5, marker="o", markersize=4)
        axes.annotate(label, (1.03, end), xycoords=("axes fraction", "data"), color=ink, va="center")
    if chance is not None:
        axes.axhline(chance, linestyle=":", color=palette.FIGURE["ink"], linewidth=2)
        axes.annotate("chance", (1.03, ends[-1]), xycoords=("axes fraction", "data"), va="center")
    plots.show(fig, alt, title)
