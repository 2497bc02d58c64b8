"""Which class was taken for which: the table of counts, and its figure."""

import numpy as np

from lessonlib.figures import palette, plots
from lessonlib.nn.arrays import as_labels
from lessonlib.nn.checks import whole_number

_CELL = 0.37  # inches
_DARK_INK = "#101010"


def confusion_matrix(labels, guesses, classes):
    """Count how often pictures of one class were called another.

    Parameters
    ----------
    labels, guesses : array_like of int, shape (N,)
        What each picture is, and what a model said: 0 to ``classes - 1``.
    classes : int
        How many classes there are.

    Returns
    -------
    ndarray of int64, shape (classes, classes)
        Row: what it is. Column: what was said.

    Raises
    ------
    TypeError, ValueError
        If labels or guesses are not whole numbers, out of range, or not as many.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], 2)
    array([[1, 1],
           [1, 2]])
    """
    classes = whole_number("classes", classes, 1)
    labels = as_labels(labels, None, classes)
    guesses = as_labels(guesses, len(labels), classes, "guesses")
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (labels, guesses), 1)
    return counts


@plots.styled
def confusion_grid(counts, names, *, alt, title=None):
    """Show counts of `confusion_matrix` as a grid: of each class, the share that was called each name, in percent.

    Parameters
    ----------
    counts : array_like, shape (classes, classes)
        Row: what it is. Column: what was said. Each row must hold at least one picture.
    names : sequence of str
        The classes, at most 12 of at most 12 letters.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If the counts are not a square of numbers from 0 or the names do not fit them.
    """
    counts = np.asarray(counts, dtype=float)
    if (
        counts.ndim != 2
        or counts.shape[0] != counts.shape[1]
        or not (counts >= 0).all()
        or not counts.any(axis=1).all()
    ):
        raise ValueError(f"counts must be a square of numbers from 0, each row with some; got shape {counts.shape}")
    if len(names) != len(counts) or len(names) > 12 or max(map(len, names)) > 12:
        raise ValueError(f"names must be {len(counts)} texts, at most 12 of at most 12 letters; got {list(names)}")

    shares = 100 * counts / counts.sum(axis=1, keepdims=True)
    labelled = 1.15 * max(map(len, names)) * plots.LETTER + 0.2  # the letters of a phone are larger
    classes = len(names)
    grid = classes * _CELL
    fig = plots.new_figure(labelled + grid, labelled + grid)
    axes = fig.add_axes((labelled / (labelled + grid), 0, grid / (labelled + grid), grid / (labelled + grid)))
    axes.set_xlim(-0.5, classes - 0.5)
    axes.set_ylim(classes - 0.5, -0.5)
    axes.set_axis_off()
    mistakes = shares[~np.eye(classes, dtype=bool)].max() or 1.0
    for row, column in np.ndindex(classes, classes):
        right, share = row == column, shares[row, column]
        colour = palette.FIGURE["positive" if right else "negative"]
        strength = 0.5 + 0.3 * share / 100 if right else 0.4 * share / mistakes
        axes.add_patch(_square(row, column, colour, strength))
        if round(share):
            # On so strong a colour dark ink is read in either scheme; on the paler ones the page's own is.
            look = {"weight": "bold", "color": _DARK_INK} if right else {}
            axes.text(column, row, f"{share:.0f}", ha="center", va="center", **look)
    for place, name in enumerate(names):
        axes.text(-0.65, place, name, ha="right", va="center")
        axes.text(place, -0.65, name, ha="center", va="bottom", rotation=90)
    plots.show(fig, alt, title)


def _square(row, column, colour, strength):
    from matplotlib.patches import Rectangle

    face, edge = (colour, strength), (palette.FIGURE["ink"], 0.35)
    return Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=face, edgecolor=edge, linewidth=0.8)
