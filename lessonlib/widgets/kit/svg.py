"""Widgets as still pictures: SVG for print, for a page without scripts, and for the moment before they start."""

from decimal import ROUND_HALF_UP, Context, Decimal
from html import escape
from math import isnan
from textwrap import wrap
from typing import NamedTuple

from lessonlib.figures.palette import LIGHT

CELL = 36
MINUS = "\u2212"


class Still(NamedTuple):
    """A widget as a picture.

    Attributes
    ----------
    svg : str
        The picture, with ``<title>`` and ``<desc>``. Its colours are the page's ``--lesson-*`` properties where the
        page has them.
    sentence : str
        What moves in the live widget.
    """

    svg: str
    sentence: str


def short(value):
    """A number as a reader sees it: at most two decimals and a real minus sign, as ``format.js`` writes it.

    Examples
    --------
    >>> short(0.125), short(3.0), short(-1), short(-0.001)
    ('0.13', '3', '−1', '0')
    """
    if isnan(value):
        return "?"
    size = abs(Decimal(value))
    if size.is_infinite():
        text = "\u221e"
    elif size < 1_000_000:
        text = f"{size.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    else:
        digits, exponent = f"{Context(prec=3, rounding=ROUND_HALF_UP).create_decimal(size):.2e}".split("e")
        text = f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}"
    return MINUS + text if value < 0 and text != "0" else text


def fixed(value, decimals):
    """A number with as many decimals whatever it is, as ``format.js`` writes it.

    Examples
    --------
    >>> fixed(-1.5, 2), fixed(-0.001, 2)
    ('−1.50', '0.00')
    """
    text = f"{abs(value):.{decimals}f}"
    return MINUS + text if value < 0 and float(text) else text


def percent(part):
    """A part of 1, from 0, as ``format.js`` writes it.

    Examples
    --------
    >>> percent(0.995), percent(0.004)
    ('100%', '0%')
    """
    return f"{Decimal(100 * part).quantize(Decimal(1), ROUND_HALF_UP)}%"


def colour(name):
    """A palette colour for a ``style`` attribute: the page's own if it defines it, else the light one."""
    return f"var(--lesson-{name}, {LIGHT[name]})"


def draw_text(x, y, text, size=15, name="ink", anchor="start", weight=400):
    """One line of text."""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'style="fill: {colour(name)}">{escape(text)}</text>'
    )


def draw_paragraph(x, y, text, width=34):
    """Lines of text, broken at ``width`` characters."""
    return "".join(draw_text(x, y + 20 * i, line, 14) for i, line in enumerate(wrap(text, width)))


def draw_pixels(x, y, values, padding=0):
    """A grid of grey pixels, dark for the least, light for the greatest, None empty; in a ring of dashed zeros."""
    flat = [value for row in values for value in row if value is not None] or [0]
    least, most = min(0, *flat), max(flat)
    height, width = len(values), len(values[0])
    cells = []
    for i in range(-padding, height + padding):
        for j in range(-padding, width + padding):
            place = (x + (j + padding) * CELL, y + (i + padding) * CELL)
            inside = 0 <= i < height and 0 <= j < width
            value = values[i][j] if inside else 0
            if value is None:
                cells.append(_cell(*place, None, "fill: none", ""))
                continue
            grey = round(48 + 202 * (value - least) / ((most - least) or 1))
            ink = "#000" if grey > 117 else "#fff"
            dashes = "" if inside else "; stroke-dasharray: 3 3"
            cells.append(_cell(*place, value, f"fill: rgb({grey}, {grey}, {grey}){dashes}", f"fill: {ink}"))
    return "".join(cells)


def draw_signed(x, y, values):
    """A grid of signed numbers: blue for positive, orange for negative, stronger for larger; None is empty."""
    largest = max((abs(value) for row in values for value in row if value is not None), default=0) or 1
    cells = []
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            sign = "positive" if (value or 0) > 0 else "negative"
            fill = f"fill: {colour(sign)}; fill-opacity: {0.5 * abs(value or 0) / largest:.3f}"
            cells.append(_cell(x + j * CELL, y + i * CELL, value, fill, f"fill: {colour('ink')}"))
    return "".join(cells)


def draw_outline(x, y, rows, columns):
    """The accent's rectangle around ``rows`` by ``columns`` cells."""
    return (
        f'<rect x="{x - 1}" y="{y - 1}" width="{columns * CELL + 2}" height="{rows * CELL + 2}" rx="3" '
        f'style="fill: none; stroke: {colour("accent")}; stroke-width: 3"/>'
    )


def draw_image(x, y, size, address):
    """A picture of large pixels, ``size`` (width, height), from its ``data:`` address."""
    width, height = (f"{side:g}" for side in size)
    return (
        f'<image x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="none" href="{address}" '
        f'style="image-rendering: pixelated; outline: 1px solid {colour("line")}"/>'
    )


def draw_scores(x, y, classes, parts):
    """A line for each class: its name, a bar, how much."""
    lines, names = [], 10 + 8 * max(map(len, classes))
    for i, (name, part) in enumerate(zip(classes, parts, strict=True)):
        top, first = y + 24 * i, part == max(parts)
        bar = f"fill: {colour('ink' if first else 'muted')}"
        weight = 700 if first else 400
        lines += [
            draw_text(x, top + 15, name, 14, weight=weight),
            f'<rect x="{x + names}" y="{top + 4}" width="{90 * part:.1f}" height="12" rx="2" style="{bar}"/>',
            draw_text(x + names + 140, top + 15, percent(part), 14, anchor="end", weight=weight),
        ]
    return "".join(lines)


def draw_svg(width, height, title, description, body):
    """A whole picture; its title and description are what a screen reader says."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'style="max-width: {round(width)}px; width: 100%; font-family: system-ui, sans-serif">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{body}</svg>"
    )


def _cell(x, y, value, fill, ink):
    text = "" if value is None else short(value)
    size = min(15, 52 // max(1, len(text)))
    return (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" style="{fill}; stroke: {colour("line")}"/>'
        f'<text x="{x + CELL / 2:g}" y="{y + CELL / 2 + size * 0.36:g}" text-anchor="middle" font-size="{size}" '
        f'style="{ink}">{text}</text>'
    )
