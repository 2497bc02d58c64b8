"""Where the window can stand, what it never reads and where the zeros have a part, as places.js draws it, as SVG."""

from itertools import product

from lessonlib.widgets.kit.svg import CELL, colour

TOP = 32  # as in still.py


def draw_places(grid, result, image, filter, stride, padding, stamps):
    """The hatch over the rows and columns that no window reads; the stamps and the glow.

    Parameters
    ----------
    grid, result : _Grid
        Where the padded image and the output stand.
    image, filter : list of list of float
    stride, padding : int
    stamps : bool
        Whether to draw the stamps and the glow as well.

    Returns
    -------
    (list of str, str)
        SVG elements, and a sentence on what is hatched; empty without it.
    """
    rows = coverage(len(image), len(filter), result.rows, stride, padding)
    columns = coverage(len(image[0]), len(filter[0]), result.columns, stride, padding)
    starts, unread, touched = zip(rows, columns, strict=True)
    body = [_draw_unread(grid, *unread)] if any(unread) else []
    if stamps and not grid.is_picture:
        inside = set(product(range(padding, padding + len(image)), range(padding, padding + len(image[0]))))
        zeros = [place for place in product(range(grid.rows), range(grid.columns)) if place not in inside]
        outputs = product(range(result.rows), range(result.columns))
        reading = [(row, column) for row, column in outputs if row in touched[0] or column in touched[1]]
        body += [_draw_glow(grid, zeros), _draw_glow(result, reading), _draw_stamps(grid, starts)]
    counts = [(len(lines), side) for lines, side in zip(unread, ("row", "column"), strict=True) if lines]
    named = " and ".join(f"{count} {side}{'s' * (count > 1)}" for count, side in counts)
    return body, f" Hatched, never read: {named}." if named else ""


def coverage(size, filter_size, outputs, stride, padding):
    """Along one side: the first line of every window, the lines that none reads, the outputs that read zeros.

    Examples
    --------
    >>> coverage(7, 3, 2, stride=4, padding=0)
    ([0, 4], [3], [])
    >>> coverage(5, 3, 3, stride=2, padding=1)
    ([0, 2, 4], [], [0, 2])
    """
    starts = [output * stride for output in range(outputs)]
    read = {start + line for start in starts for line in range(filter_size)}
    unread = [line for line in range(size + 2 * padding) if line not in read]
    touched = [i for i, start in enumerate(starts) if start < padding or start + filter_size > padding + size]
    return starts, unread, touched


def _draw_unread(grid, rows, columns):
    """Thin lines, a light one beside a dark one: they are seen on every grey, and the numbers below stay legible."""
    side = grid.cell
    if grid.is_picture:  # one path, wound one way: where a row and a column cross, it covers no more than elsewhere
        strips = [(grid.x, TOP + row * side, grid.columns * side, side) for row in rows]
        strips += [(grid.x + column * side, TOP, side, grid.rows * side) for column in columns]
        sheet = "".join(f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z" for x, y, width, height in strips)
        return f'<path class="unread" d="{sheet}" style="fill: {colour("surface")}; fill-opacity: 0.8"/>'
    places = product(range(grid.rows), range(grid.columns))
    corners = [(grid.x + j * side, TOP + i * side) for i, j in places if i in rows or j in columns]
    half = side / 2

    def lines(shift):
        return "".join(
            f"M{x:g} {y + half + shift:g}l{half + shift:g} {-half - shift:g}"
            f"M{x + shift:g} {y + side:g}l{side - shift:g} {shift - side:g}"
            f"M{x + half + shift:g} {y + side:g}l{half - shift:g} {shift - half:g}"
            for x, y in corners
        )

    style = "fill: none; stroke-opacity: 0.5; stroke-width: 1"
    return (
        f'<path class="unread" d="{lines(0)}" style="{style}; stroke: #fff"/>'
        f'<path d="{lines(1.4)}" style="{style}; stroke: #000"/>'
    )


def _draw_stamps(grid, starts):
    """A disc in the top left corner of every place where the window can stand, clear of the window's frame."""
    radius = CELL / 10
    left = [(grid.x + j * CELL + 3, TOP + i * CELL + 3 + radius) for i, j in product(*starts)]
    half = f"a{radius:g} {radius:g} 0 0 1 "
    paths = "".join(f"M{x:g} {y:g}{half}{2 * radius:g} 0{half}{-2 * radius:g} 0z" for x, y in left)
    return f'<path class="stamps" d="{paths}" style="fill: {colour("accent")}; stroke: {colour("background")}"/>'


def _draw_glow(grid, places):
    rims = "".join(f"M{grid.x + j * CELL + 3:g} {TOP + i * CELL + 3}h30v30h-30z" for i, j in places)
    style = f"fill: none; stroke: {colour('accent')}; stroke-opacity: 0.5; stroke-width: 5"
    return f'<path class="glow" d="{rims}" style="{style}"/>' if rims else ""
