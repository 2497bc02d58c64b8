"""Values in the checker's words: calls, arguments, grids, and where two grids differ."""

import inspect
import math

from lessonlib.exercises.checking.feedback import NUMBERS
from lessonlib.exercises.checking.plain import Grid, Raised, Unfit, cut, nested, phrase, plain, written

WIDEST = 12  # numbers along one side of a grid that is shown


def call(function, arguments):
    """A call as one would type it, with names: ``output_size(input_size=7, ...)``; arrays by their shape."""
    return f"{function.__name__}({', '.join(f'{name}={short(value)}' for name, value in named(function, arguments))})"


def named(function, arguments):
    """(name, value) of each argument."""
    names = list(inspect.signature(function).parameters)
    return list(zip(names, arguments, strict=False))


def short(value):
    """A value in a few characters: small grids in full, larger ones by their shape."""
    if callable(value):
        return getattr(value, "__name__", "a function")
    try:
        found = plain(value)
    except Unfit as reason:
        return str(reason)
    if isinstance(found, Grid):
        text = _listed(nested(found))
        return text if len(text) <= 60 else phrase(value, found)
    return cut(_text(found))


def _listed(value):
    if isinstance(value, list):
        return f"[{', '.join(map(_listed, value))}]"
    return str(float(number(value))) if isinstance(value, float) else number(value)


def number(value):
    """A number with at most six digits that count."""
    return f"{value:.6g}" if isinstance(value, float) else written(value)


def _text(value):
    if isinstance(value, Raised):
        return f"raises {value.type}"
    if isinstance(value, bool | str) or value is None:
        return repr(value)
    if isinstance(value, int | float):
        return written(value) if isinstance(value, int) or value.is_integer() else number(value)
    if isinstance(value, Grid):
        return short(nested(value))
    if isinstance(value, list):
        return f"({', '.join(_text(item) for item in value)}{',' * (len(value) == 1)})"
    return "{" + ", ".join(f"{key!r}: {_text(item)}" for key, item in value.items()) + "}"


def result(value):
    """An expected or given result, as one line."""
    return cut(_text(value))


def rows(grid):
    """A two-dimensional grid as lines of text, columns aligned."""
    lines = [[number(value) for value in row] for row in nested(grid)]
    width = max((len(cell) for line in lines for cell in line), default=1)
    return [" ".join(cell.rjust(width) for cell in line) for line in lines]


def first_difference(got, expected, is_close):
    """The first two-dimensional slice in which two grids of one shape differ.

    Returns
    -------
    (str, Grid, Grid, list of bool) or None
        Where it is, both slices, and for each number whether it differs. None if a slice is too large to show.
    """
    if len(expected.shape) < 1 or any(size > WIDEST for size in expected.shape[-2:]):
        return None
    tail = expected.shape[-2:] if len(expected.shape) > 1 else (1, *expected.shape)
    size = tail[0] * tail[1]
    for start in range(0, len(expected.values), size or 1):
        pair = [grid.values[start : start + size] for grid in (got, expected)]
        wrong = [not is_close(*numbers) for numbers in zip(*pair, strict=True)]
        if any(wrong):
            index = start // size
            places: list[str] = []
            for along in reversed(expected.shape[:-2]):
                index, place = divmod(index, along)
                places.insert(0, str(place))
            where = f"[{', '.join(places)}]" if places else ""
            return where, Grid(tail, pair[0]), Grid(tail, pair[1]), wrong
    return None


def difference_text(where, got, expected, wrong):
    """Both slices side by side as text; a row that differs is marked."""
    of = f", slice {where}" if where else ""
    left, right = rows(expected), rows(got)
    width = max(len("expected"), *(len(line) for line in left))
    across = expected.shape[1]
    marked = ["  <-" if any(wrong[i * across : (i + 1) * across]) else "" for i in range(len(left))]
    lines = [f"{one.ljust(width)}    {other}{mark}" for one, other, mark in zip(left, right, marked, strict=True)]
    return "\n".join(
        [f"{NUMBERS}{of}:", "", *(f"    {line}" for line in ["expected".ljust(width) + "    yours", *lines])]
    )


def difference_html(where, got, expected, wrong):
    """Three small tables: expected, yours, and yours minus expected with the sign in colour."""
    minus = [
        _minus(one, other) if off else 0 for one, other, off in zip(got.values, expected.values, wrong, strict=True)
    ]
    tables = [
        _table(f"expected {where}", expected, [""] * len(wrong)),
        _table("yours", got, [""] * len(wrong)),
        _table("yours minus expected", Grid(got.shape, minus), [_sign(value) for value in minus]),
    ]
    return f'<div class="lesson-grids">{"".join(tables)}</div>'


def _minus(one, other):
    try:
        return one - other
    except OverflowError:  # a whole number that no float can hold
        return math.inf if one > other else -math.inf


def _sign(value):
    sign = "positive" if value > 0 else "negative" if value < 0 else ""  # NaN has none
    return f' class="lesson-{sign}"' if sign else ""


def _table(caption, grid, classes):
    cells = [f"<td{look}>{number(value)}</td>" for look, value in zip(classes, grid.values, strict=True)]
    across = grid.shape[1]
    lines = ["".join(cells[start : start + across]) for start in range(0, len(cells), across)]
    return f"<table><caption>{caption}</caption>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
