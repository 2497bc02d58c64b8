"""A figure for how accurate something got in how many seconds: a labelled dot each, on a line of time that doubles."""

import math

from lessonlib.figures import palette, plots

_HEIGHT = 4.2  # inches
_APART = 12  # pixels between a label and the dots of others, so that it is not read as theirs
# Where a label may stand: how far from its dot in points, and which of its sides is at that place.
_SIDES = (
    ((5, -5), "left", "top"),  # clear of a line that rises
    ((-5, 5), "right", "bottom"),
    ((8, 0), "left", "center"),
    ((-8, 0), "right", "center"),
    ((0, 8), "center", "bottom"),
    ((0, -8), "center", "top"),
)


@plots.styled
def accuracy_by_seconds(groups, *, alt, title=None):
    """Show accuracies against the seconds they took, seconds on a logarithmic scale.

    Parameters
    ----------
    groups : dict of str to dict of str to (float, float)
        At most three groups: a label, and its points: a label each, seconds above 0 and an accuracy from 0 to 1.
        The points of the first group are joined by a line.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If there is no point, more than three groups, or a number out of range.
    """
    points = [(*point, label) for group in groups.values() for label, point in group.items()]
    if not points or len(groups) > 3:
        raise ValueError(f"groups must be one to three groups of points; got {groups}")
    wrong = [point for point in points if not (0 < point[0] < math.inf and 0 <= point[1] <= 1)]
    if wrong:
        raise ValueError(f"points must have seconds above 0 and an accuracy from 0 to 1; got {wrong[0][:2]}")

    fig = plots.new_figure(plots.WIDTH, _HEIGHT)
    axes = fig.add_axes((0.12, 0.13, 0.82, 0.77))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, which="both")
    axes.grid(axis="y", color=palette.FIGURE["ink"], alpha=0.3)
    axes.set_xscale("log")
    low, high = min(x for x, _, _ in points) / 1.6, max(x for x, _, _ in points) * 1.6
    axes.set_xlim(low, high)
    bottom = min(y for _, y, _ in points)
    axes.set_ylim(max(0, bottom - 0.06), min(1.02, max(y for _, y, _ in points) + 0.06))
    ticks = [tick for tick in (1, 4, 15, 60, 180, 600, 1800) if low <= tick <= high]
    axes.set_xticks(ticks, [f"{tick} s" if tick < 60 else f"{tick // 60} min" for tick in ticks])
    axes.xaxis.set_minor_locator(axes.xaxis.get_major_locator())
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    fig.text(0, 0.95, "accuracy")

    inks = [palette.FIGURE[name] for name in ("positive", "negative", "ink")]
    for place, ((label, group), ink, mark) in enumerate(zip(groups.items(), inks, "osD", strict=False)):
        seconds, accuracies = zip(*sorted(group.values()), strict=True)
        line = "none" if place else "-"
        axes.plot(seconds, accuracies, ls=line, lw=1.5, color=ink, marker=mark, markersize=7, label=label)
    if len(groups) > 1:
        above = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0.3, "ncols": len(groups)}
        axes.legend(frameon=False, handlelength=1, **above)
    coloured = zip(groups.values(), inks, strict=False)
    _write(axes, [(*point, label, ink) for group, ink in coloured for label, point in group.items()])
    plots.show(fig, alt, title)


def _write(axes, labels):
    """Labels beside their dots, each at the first side where it covers no dot, no other label, no edge and no line.

    Where every side lies on a line of the grid, one of those has to do.
    """
    axes.figure.draw_without_rendering()
    dots = list(axes.transData.transform([label[:2] for label in labels]))  # pixels
    grid = axes.transData.transform([(1, tick) for tick in axes.get_yticks()])[:, 1]  # pixels
    taken, frame = [], axes.get_window_extent()
    for (x, y, text, ink), own in sorted(zip(labels, dots, strict=True), key=lambda pair: -pair[0][1]):
        for (shift, across, upright), on_line in [(side, False) for side in _SIDES] + [(side, True) for side in _SIDES]:
            written = axes.annotate(text, (x, y), shift, textcoords="offset points", ha=across, va=upright, color=ink)
            box = written.get_window_extent()
            near = (box.padded(6 if dot is own else _APART).contains(*dot) for dot in dots)
            covered = any(box.overlaps(other) for other in taken) or any(near)
            covered |= not on_line and any(box.y0 < line < box.y1 for line in grid)
            if not covered and frame.x0 <= box.x0 and box.x1 <= frame.x1:
                break
            written.remove()
        else:
            axes.add_artist(written)
        taken.append(box)
