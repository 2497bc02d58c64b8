"""The equivariance explorer where nothing moves: the square of both orders, or an image and its map."""

import numpy as np

from lessonlib.widgets.equivariance_explorer.both_orders import both_ways, compute_map
from lessonlib.widgets.kit.mover import move_picture, say_move
from lessonlib.widgets.kit.svg import Still, colour, draw_paragraph, draw_svg, draw_text, short

CELL = 18  # in the drawing's units, as all that follows
HEAD = 42  # a title and the line under it
GAP = 24
WIDTHS = (200, 150, 170)  # of the three columns, at least: as wide as their titles


def draw_still(picture, filter, shift, *, compare, **layers):
    """The explorer as a picture.

    Parameters
    ----------
    picture, filter : ndarray
        (H, W) and (FH, FW).
    shift : (int, int)
        Down and right, in pixels.
    compare : bool
        Whether both orders are drawn, or only the moved image and its map.
    **layers
        As of `both_ways`.

    Returns
    -------
    Still
    """
    title = say_move(*shift)
    if compare:
        sentence = "In the live page you move the image and switch on what breaks the rule; the maps follow at once."
    else:
        sentence = "In the live page you move the image, and its map follows at once."
    try:
        map = compute_map(picture, filter, **layers)
    except ValueError as error:
        body = draw_text(2, 20, "No map", weight=600) + draw_paragraph(2, 44, str(error), 80)
        return Still(draw_svg(640, 200, title, str(error), body), sentence)
    moved = move_picture(picture, *shift)
    first, second = both_ways(picture, filter, shift, **layers)
    if not compare:
        described = f"A picture, and its map of {len(first)} by {len(first[0])} numbers beside it."
        return Still(_draw_pair(title, described, moved, first), sentence)
    difference = first - second
    most, count = short(float(np.abs(difference).max())), int((difference != 0).sum())
    described = (
        f"The largest difference between conv(shift x) and shift(conv x) is {most}; "
        f"{count} of {difference.size} cells differ."
    )
    return Still(_draw_square(title, described, most, moved, first, map, second), sentence)


def _draw_pair(title, described, moved, map):
    right = 2 + max(moved.shape[1] * CELL, WIDTHS[0]) + GAP
    height = HEAD + max(len(moved), len(map)) * CELL
    pieces = [
        _draw_panel(2, 0, "Picture", "", moved, signed=False),
        _draw_panel(right, 0, "Its map", "", map),
        draw_text(2, height + 22, "Blank cells are 0.", 14),
    ]
    return draw_svg(right + max(map.shape[1] * CELL, WIDTHS[2]) + 2, height + 30, title, described, "".join(pieces))


def _draw_square(title, described, most, moved, first, map, second):
    """Each order in a row of its own, and in the middle of the square what they differ by."""
    difference = first - second
    columns = ((moved, map), (difference,), (first, second))
    sides = [
        max(least, *(grid.shape[1] * CELL for grid in grids)) for least, grids in zip(WIDTHS, columns, strict=True)
    ]
    left, middle, right = 2, 2 + sides[0] + GAP, 2 + sum(sides[:2]) + 2 * GAP
    lower = HEAD + max(len(moved), len(first)) * CELL + GAP
    height = lower + HEAD + max(len(map), len(second)) * CELL
    between = (height - HEAD - len(difference) * CELL) // 2
    pieces = [
        _draw_panel(left, 0, "Moved picture", "shift x", moved, signed=False),
        draw_text(middle, HEAD + 14, "then convolve it \u2192", 14, "muted"),
        _draw_panel(right, 0, "Moved, then convolved", "conv(shift x)", first),
        _draw_panel(middle, between, "Difference", f"largest: {most}", difference),
        _draw_panel(left, lower, "Map of the unmoved picture", "conv x", map),
        draw_text(middle, height - 6, "then move it \u2192", 14, "muted"),
        _draw_panel(right, lower, "Convolved, then moved", "shift(conv x)", second),
        draw_text(2, height + 22, "Blank cells are 0.", 14),
    ]
    return draw_svg(right + sides[2] + 2, height + 30, title, described, "".join(pieces))


def _draw_panel(x, y, title, formula, values, signed=True):
    """A grid of numbers under its title and its formula."""
    colours = ("positive", "negative") if signed else ("muted", "muted")
    head = draw_text(x, y + 14, title, 14, weight=600) + (draw_text(x, y + 32, formula, 14, "muted") if formula else "")
    return head + _draw_numbers(x, y + HEAD, values, *colours)


def _draw_numbers(x, y, values, positive, negative):
    """A grid of signed numbers in the palette's colours of these names; 0 is left blank."""
    rows, columns = values.shape
    lines = [f"M{x} {y + i * CELL}h{columns * CELL}" for i in range(rows + 1)]
    lines += [f"M{x + j * CELL} {y}v{rows * CELL}" for j in range(columns + 1)]
    above, below = [], []
    for i, j in np.argwhere(values):
        text = short(float(values[i, j]))
        left, top = x + j * CELL, y + i * CELL
        (above if values[i, j] > 0 else below).append(
            f'<rect x="{left}" y="{top}" width="{CELL}" height="{CELL}" fill-opacity=".25"/>'
            f'<text x="{left + CELL // 2}" y="{top + 13}" style="fill: {colour("ink")}">{text}</text>'
        )
    signs = {positive: above, negative: below} if positive != negative else {positive: above + below}
    groups = (f'<g style="fill: {colour(name)}">{"".join(inside)}</g>' for name, inside in signs.items())
    return (
        f'<path d="{"".join(lines)}" style="stroke: {colour("line")}"/>'
        f'<g text-anchor="middle" font-size="11">{"".join(groups)}</g>'
    )
