"""The optimiser explorer as a still picture: the maps, and the loss along one weight with its nine blocks."""

import numpy as np

from lessonlib.nn.conv import conv2d
from lessonlib.widgets.kit.svg import (
    CELL,
    Still,
    colour,
    draw_outline,
    draw_pixels,
    draw_signed,
    draw_svg,
    draw_text,
    short,
)

TOP = 32
PLOT = 200  # the height of the chart
SENTENCE = (
    "In the live page you drag a handle and watch nine errors pile up to the loss, see each place vote for where the "
    "weight should go, and let gradient descent move all nine weights."
)


def draw_optimiser(task, weights, weight):
    """The explorer with these weights, one of them along the axis.

    Parameters
    ----------
    task : dict
        As in `lessonlib.widgets.optimiser_explorer.tasks`.
    weights : list of list of float
    weight : (row, column) pair of int

    Returns
    -------
    Still
    """
    pictures, filter = np.array(task["pictures"], float)[:, None], np.array(task["filter"], float)[None, None]
    goals = conv2d(pictures, filter)  # (N, 1, 3, 3)

    def errors_at(value):
        changed = np.array(weights, float)
        changed[tuple(weight)] = value
        return conv2d(pictures, changed[None, None]) - goals

    value = float(weights[weight[0]][weight[1]])
    errors = errors_at(value)
    blocks = (errors**2).mean(axis=(0, 1)) / 9  # (3, 3)
    loss = float(blocks.sum())
    first, last = np.floor(value) - 2, np.floor(value) + 5
    values = np.linspace(first, last, 57)
    losses = np.array([(errors_at(at) ** 2).mean() for at in values])
    x_map = 2 + 9.5 * CELL
    y_chart = TOP + 5 * CELL + 60
    width = x_map + 8 * CELL
    map = errors[0, 0] + goals[0, 0]
    many = f"Image 1 of {len(pictures)}" if len(pictures) > 1 else "Image"
    body = [
        draw_text(2, 20, many, weight=600),
        draw_pixels(2, TOP, task["pictures"][0]),
        draw_text(2 + 5.75 * CELL, 20, "Filter", weight=600),
        draw_signed(2 + 5.75 * CELL, TOP, weights),
        draw_outline(2 + (5.75 + weight[1]) * CELL, TOP + weight[0] * CELL, 1, 1),
        draw_text(x_map, 20, "Map", weight=600),
        draw_signed(x_map, TOP, map.tolist()),
        draw_text(x_map + 4 * CELL, 20, "Goal", weight=600),
        draw_signed(x_map + 4 * CELL, TOP, goals[0, 0].tolist()),
        *_draw_chart(y_chart, width, values, losses, value, blocks),
    ]
    title = f"Looking for a filter: weight ({weight[0]}, {weight[1]}) is {short(value)}, the loss {short(loss)}"
    described = (
        f"Nine blocks, one for each place of the map, make up the loss of {short(loss)}. A curve shows the loss for "
        f"other values of this weight: it is lowest near {short(float(values[losses.argmin()]))}."
    )
    return Still(draw_svg(width, y_chart + PLOT + 40, title, described, "".join(body)), SENTENCE)


def _draw_chart(top, width, values, losses, value, blocks):
    def x(at):
        return 20 + (at - values[0]) / (values[-1] - values[0]) * (width - 40)

    def y(loss):
        return top + PLOT - loss / max(losses.max(), 1e-9) * PLOT

    points = " ".join(f"{x(at):.1f},{y(loss):.1f}" for at, loss in zip(values, losses, strict=True))
    stroke = f"fill: none; stroke: {colour('accent')}; stroke-width: 3"
    pieces = [f'<polyline points="{points}" style="{stroke}"/>']
    below = 0.0
    for block in blocks.ravel().tolist():
        height = y(below) - y(below + block)
        fill = f"fill: {colour('muted')}; stroke: {colour('background')}"
        place = f'x="{x(value) - 16:.1f}" y="{y(below + block):.1f}"'
        pieces.append(f'<rect {place} width="32" height="{height:.1f}" style="{fill}"/>')
        below += block
    pieces += [
        f'<path d="M{x(values[0]):.1f} {top + PLOT}H{x(values[-1]):.1f}" style="stroke: {colour("muted")}"/>',
        draw_text(f"{x(value):.1f}", f"{y(below) - 10:.1f}", f"loss {short(below)}", weight=600, anchor="middle"),
    ]
    for at in range(int(values[0]), int(values[-1]) + 1):
        pieces.append(draw_text(f"{x(at):.1f}", top + PLOT + 22, short(at), 13, "muted", "middle"))
    return pieces
