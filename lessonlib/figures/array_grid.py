"""Arrays as coloured grids of numbers: HTML in a notebook and in the page, plain text everywhere else.

The HTML holds classes and no style, so that a strict policy lets it in. Their looks are in `array_grid.css`, which the
site loads once and a notebook gets with every output.
"""

import functools
import itertools
from html import escape
from pathlib import Path

import numpy as np

from lessonlib.figures.display import display
from lessonlib.figures.palette import DARK, LIGHT, css_variables
from lessonlib.nn.checks import real_number

MOST = 32  # numbers along a side that can still be read
STEPS = 15  # of strength, besides none
LINE = 88  # characters of text: what is longer goes below


def show(*arrays, titles=None, signed=None, largest=None):
    """Show arrays as coloured grids of their numbers, side by side where there is room.

    Parameters
    ----------
    *arrays : array_like, (W,), (H, W) or (C, H, W)
        Integers, bools or real numbers, at most 32 along a side; each channel becomes a grid.
    titles : str or sequence of str, optional
        What stands above them: one text for each array.
    signed : bool or sequence of bool, optional
        For all, or for each. False: pixels, black for the least (or 0) to white for the largest. True: blue above 0,
        orange below, stronger for larger. By default an array is pixels if all of it lies from 0 to 1 and not all
        of it is 0.
    largest : float, optional
        Above 0: the size of the strongest blue and orange, so that arrays can be compared by their colours. By default
        the largest in each array.

    Raises
    ------
    TypeError
        If an array or `largest` is not of integers or real numbers, a title is no text, or `signed` holds something
        else than bools.
    ValueError
        If an array is empty, too large or of other dimensions, there is not one title, or one bool, for each array, or
        `largest` is not above 0.

    Examples
    --------
    >>> show([[0, 1], [0, 1]], [[3.0, -0.125]], titles=["picture", "map"])
    picture    map
    [[0 1]     [[    3 -0.12]]
     [0 1]]
    """
    if not arrays:
        raise ValueError("arrays must be at least one array to show; got none")
    titles = _check_titles(titles, len(arrays))
    signs = _check_signed(signed, len(arrays))
    most = None if largest is None else real_number("largest", largest, above=0)
    grids = [grid for one in zip(arrays, titles, signs, strict=True) for grid in _grids(*one, most)]
    tables = "".join(_table(*grid) for grid in grids)
    display(
        {
            "text/html": f'{style()}<div class="lesson-arrays">{tables}</div>',
            "text/plain": _beside([_text(values, title) for values, title, _ in grids]),
        }
    )


@functools.cache
def style():
    """The looks for a notebook, as a style element."""
    own = ".lesson-arrays"
    dark = f'html[data-theme="dark"] {own}, [data-jp-theme-light="false"] {own}'
    looks = (Path(__file__).parent / "array_grid.css").read_text(encoding="utf-8")
    return f"<style>\n{own} {{ {css_variables(LIGHT)} }}\n{dark} {{ {css_variables(DARK)} }}\n{looks}</style>"


def _check_titles(titles, count):
    if titles is None:
        return [""] * count
    titles = [titles] if isinstance(titles, str) else list(titles)
    for title in titles:
        if not isinstance(title, str):
            raise TypeError(f"titles must be texts; got {title!r}")
    if len(titles) != count:
        raise ValueError(f"titles must be one text for each array, {count}; got {len(titles)}")
    return titles


def _check_signed(signed, count):
    if signed is None or isinstance(signed, (bool, np.bool_)):
        return [signed] * count
    signs = list(signed) if isinstance(signed, (list, tuple)) else [signed]
    for sign in signs:
        if not isinstance(sign, (bool, np.bool_)):
            raise TypeError(f"signed must be a bool, or one for each array; got {sign!r}")
    if len(signs) != count:
        raise ValueError(f"signed must be one bool for each array, {count}; got {len(signs)}")
    return signs


def _grids(array, title, signed, most):
    """[(numbers (W,) or (H, W), title, ends)]: one for each channel, all of one scale, from one end to the other."""
    try:
        array = np.asarray(array)
    except ValueError:
        raise ValueError("array must be a regular grid of numbers; got rows of different lengths") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"array must hold integers or real numbers; got dtype {array.dtype}")
    if not 1 <= array.ndim <= 3:
        hint = "; take one image with [0]" if array.ndim == 4 else ""
        raise ValueError(f"array must be (W,), (H, W) or (C, H, W); got shape {array.shape}{hint}")
    if array.size == 0 or max(array.shape) > MOST:
        raise ValueError(
            f"array must have 1 to {MOST} numbers along each side; got shape {array.shape}: "
            "cut a piece out, or draw all of it with ll.plots.pictures"
        )
    if array.dtype.kind == "b":
        array = array.astype(int)
    if signed is None:
        signed = not (array.any() and array.min() >= 0 and array.max() <= 1)  # so that NaN is signed
    channels = array if array.ndim == 3 else [array]
    names = (
        [", ".join(filter(None, (title, f"channel {c}"))) for c in range(len(array))] if array.ndim == 3 else [title]
    )
    finite = np.where(np.isfinite(array), array, 0)
    ends = (None, most or max(abs(finite.max()), abs(finite.min()))) if signed else (min(0, finite.min()), finite.max())
    return list(zip(channels, names, itertools.repeat(ends), strict=False))


def _number(value):
    """At most two decimals, and no minus before a zero."""
    if not abs(value) < 1e6:  # so that NaN is one of them
        return f"{value:.3g}"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _table(values, title, ends):
    """One grid as a table: a caption or a name for it, a head for each row and column, a class for each colour."""
    values = np.atleast_2d(values)
    H, W = values.shape
    named = f"<caption>{escape(title)}</caption>" if title else ""
    label = "" if title else f' aria-label="{H} by {W} numbers"'
    look = "lesson-pixels" if ends[0] is not None else "lesson-numbers"
    heads = "".join(f'<th scope="col">{column}</th>' for column in range(W))
    rows = "".join(
        f'<tr><th scope="row">{row}</th>{"".join(_cell(value, ends) for value in line)}</tr>'
        for row, line in enumerate(values)
    )
    return (
        f'<table class="lesson-array {look}"{label}>{named}<thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cell(value, ends):
    least, most = ends
    share = abs(value) / (most or 1) if least is None else (value - least) / ((most - least) or 1)
    step = round(STEPS * min(1, float(share))) if np.isfinite(share) else 0
    sign = "n" if least is None and value < 0 else "p"
    return f'<td class="{sign}{step}">{_number(value).replace("-", "−")}</td>'


def _text(values, title):
    """Lines of text, as numpy prints a grid, below the title."""
    texts = [[_number(value) for value in line] for line in np.atleast_2d(values)]
    width = max(len(text) for line in texts for text in line)
    lines = [f" [{' '.join(text.rjust(width) for text in line)}]" for line in texts]
    if values.ndim == 1:
        lines = [line[1:] for line in lines]
    else:
        lines = [f"[{lines[0][1:]}", *lines[1:-1], f"{lines[-1]}]"] if len(lines) > 1 else [f"[{lines[0][1:]}]"]
    return ([title] if title else []) + lines


def _beside(blocks):
    """Blocks of lines beside one another; below, if the line gets too long. A block without a title begins lower."""
    most = max(map(len, blocks))
    if any(len(block) < most for block in blocks) and len({block[0][:1] == "[" for block in blocks}) > 1:
        blocks = [block if block[0][:1] != "[" else ["", *block] for block in blocks]
    widths = [max(map(len, block)) for block in blocks]
    if sum(widths) + 4 * (len(blocks) - 1) > LINE:
        return "\n\n".join("\n".join(block) for block in blocks)
    lines = itertools.zip_longest(*blocks, fillvalue="")
    return "\n".join(
        "    ".join(piece.ljust(width) for piece, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
