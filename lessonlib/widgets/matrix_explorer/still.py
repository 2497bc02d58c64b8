"""A matrix of weights as a still picture, in as few words as its many cells allow."""

from html import escape

from lessonlib.widgets.kit.svg import CELL, colour, short


def draw_weights(x, y, matrix, names):
    """Signed numbers, blue and orange, in a grid; a dot where there is no weight.

    Parameters
    ----------
    x, y : int
        The upper left corner.
    matrix : array_like
        (rows, columns).
    names : array_like of str
        The same shape; "" where there is no weight.

    Returns
    -------
    str
        A piece of SVG.
    """
    half = CELL // 2
    places = {}  # value: the corners of its cells
    for i, row in enumerate(matrix):
        for j, value in enumerate(row):
            places.setdefault(value if names[i][j] else None, []).append((x + j * CELL, y + i * CELL))
    largest = max((abs(value) for value in places if value is not None), default=0) or 1
    pieces = []
    for value, corners in places.items():
        if value is None:
            dots = "".join(f"M{left + half - 1} {top + half}h2" for left, top in corners)
            pieces.append(f'<path d="{dots}" style="fill: none; stroke: {colour("line")}; stroke-width: 2"/>')
            continue
        squares = "".join(f"M{left} {top}h{CELL}v{CELL}h-{CELL}z" for left, top in corners)
        sign = "positive" if value > 0 else "negative"
        strength = 0.5 * abs(value) / largest
        fill = f"fill: {colour(sign)}; fill-opacity: {strength:.3f}; stroke: {colour('line')}"
        text = escape(short(value))
        size = min(15, 52 // len(text))
        numbers = "".join(
            f'<text x="{left + half}" y="{top + half + size * 0.36:g}">{text}</text>' for left, top in corners
        )
        pieces.append(f'<path d="{squares}" style="{fill}"/>')
        pieces.append(f'<g text-anchor="middle" font-size="{size}" style="fill: {colour("ink")}">{numbers}</g>')
    return "".join(pieces)
