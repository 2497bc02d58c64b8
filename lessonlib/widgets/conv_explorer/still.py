"""The convolution explorer where nothing moves: the same grids, outlines, hatches and stamps as widget.js draws."""

from lessonlib.widgets.conv_explorer.still_places import draw_places
from lessonlib.widgets.kit.png import grey_png, signed_png
from lessonlib.widgets.kit.svg import (
    CELL,
    Still,
    draw_outline,
    draw_paragraph,
    draw_pixels,
    draw_signed,
    draw_svg,
    draw_text,
    short,
)

MOST_CELLS = 24  # along a side, as in grid_panel.js
PICTURE = 320  # the longer side of a picture, in the SVG's units
TOP, GAP = 32, 32
WORDS = {
    "stride": "a slider sets the stride",
    "padding": "a slider sets the padding",
    "floor": "a switch rounds the size down, as PyTorch does",
    "edit": "every pixel and weight can be changed",
    "play": "the filter slides by itself or step by step",
    "inputs": "a pixel shows the outputs that read it",
    "weights": "a weight shows the pixels it meets and the sum that is its gradient",
}


def draw_explorer(image, filter, output, *, stride, padding, looked_at, problem, controls, stamps=False):
    """The explorer's still.

    Parameters
    ----------
    image, filter, output : list of list of float
        What is shown; without an output, an empty list.
    stride, padding : int
    looked_at : (str, (int, int))
        "output", "input" or "filter", and the cell chosen there.
    problem : str
        Why there is no output.
    controls : list of str
        What the live explorer has, for the sentence.
    stamps : bool
        As in `conv_explorer`.

    Returns
    -------
    Still
    """
    rows, columns = len(image) + 2 * padding, len(image[0]) + 2 * padding
    grid = _Grid(2, rows, columns)
    weights = _Grid(grid.right + GAP, len(filter), len(filter[0]))
    zeros = f" in {padding} ring{'s' * (padding > 1)} of zeros" * bool(padding)
    title = f"A {_size(image)} image{zeros} and a {_size(filter)} filter at stride {stride}"
    body = [
        draw_text(grid.x, 20, f"Input {_size(image, '×')}", weight=600),
        _draw_input(grid, image, padding),
        draw_text(weights.x, 20, f"Filter {_size(filter, '×')}", weight=600),
        weights.draw_signed(filter),
    ]
    if output:
        result = _Grid(weights.right + GAP, len(output), len(output[0]))
        outlines, said = _outline(grid, weights, result, looked_at, stride, padding)
        body += [
            draw_text(result.x, 20, f"Output {_size(output, '×')}", weight=600),
            result.draw_signed(output),
        ]
        places, never = draw_places(grid, result, image, filter, stride, padding, stamps)
        body += places
        body += outlines
        width = max(result.right, result.x + 3 * CELL) + 2
        height = max(grid.bottom, weights.bottom, result.bottom) + 2
        numbers = f"The output is {_in_words(output)}" if not result.is_picture else f"The output is {_size(output)}"
        described = f"{numbers}. Outlined: {said}.{never}"
    else:
        x, described = weights.right + GAP, problem
        body += [draw_text(x, 20, "No output", weight=600), draw_paragraph(x, TOP + 16, problem)]
        width = x + 260
        height = max(grid.bottom + 2, weights.bottom + 2, TOP + 16 + 20 * (len(problem) // 28 + 1))
    words = [WORDS[name] for name in controls if name in WORDS]
    more = f"; {_listed(words)}" if words else ""
    sentence = (
        "In the live page you choose a number of the output, see its patch outlined in the input, "
        f"and read its products written out{more}."
    )
    return Still(draw_svg(round(width), round(height), title, described, "".join(body)), sentence)


class _Grid:
    """Where a grid of numbers stands: cells of text, or a picture if there are too many."""

    def __init__(self, x, rows, columns):
        self.x, self.rows, self.columns = x, rows, columns
        self.is_picture = max(rows, columns) > MOST_CELLS
        self.cell = PICTURE / max(rows, columns) if self.is_picture else CELL
        self.right, self.bottom = x + columns * self.cell, TOP + rows * self.cell

    def draw_picture(self, address):
        size = f'width="{self.columns * self.cell:g}" height="{self.rows * self.cell:g}"'
        return f'<image x="{self.x:g}" y="{TOP}" {size} style="image-rendering: pixelated" href="{address}"/>'

    def draw_signed(self, values):
        return self.draw_picture(signed_png(values)) if self.is_picture else draw_signed(self.x, TOP, values)

    def outline(self, row, column, rows=1, columns=1):
        place = (self.x + column * self.cell, TOP + row * self.cell)
        return draw_outline(*place, rows * self.cell / CELL, columns * self.cell / CELL)


def _draw_input(grid, image, padding):
    if not grid.is_picture:
        return draw_pixels(grid.x, TOP, image, padding)
    least = min(0, *map(min, image))
    most = max(map(max, image))
    scale = 255 / ((most - least) or 1)
    across = [(0 - least) * scale] * grid.columns
    ring, side = [across] * padding, across[:padding]
    lines = [[*side, *((value - least) * scale for value in line), *side] for line in image]
    return grid.draw_picture(grey_png([*ring, *lines, *ring]))


def _outline(grid, weights, result, looked_at, stride, padding):
    """The outlines of what is looked at and of what it is linked to, and both in words."""
    part, (row, column) = looked_at
    if part == "output":
        patch = grid.outline(row * stride, column * stride, weights.rows, weights.columns)
        return [patch, result.outline(row, column)], f"output ({row}, {column}) and its patch of the image"
    if part == "filter":
        met = grid.outline(row, column, (result.rows - 1) * stride + 1, (result.columns - 1) * stride + 1)
        every = result.outline(0, 0, result.rows, result.columns)
        return [weights.outline(row, column), met, every], f"weight ({row}, {column}) and the pixels it meets"
    outlines = [grid.outline(row + padding, column + padding)]
    down = _reading(row + padding, weights.rows, result.rows, stride)
    across = _reading(column + padding, weights.columns, result.columns, stride)
    if not down or not across:
        return outlines, f"input ({row}, {column}), which no output reads"
    outlines.append(result.outline(down[0], across[0], len(down), len(across)))
    return outlines, f"input ({row}, {column}) and the outputs that read it"


def _reading(place, filter_size, output_size, stride):
    return [output for output in range(output_size) if 0 <= place - output * stride < filter_size]


def _listed(words):
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"


def _size(values, times=" by "):
    return f"{len(values)}{times}{len(values[0])}"


def _in_words(values):
    return "; ".join(" ".join(short(value) for value in row) for row in values)
