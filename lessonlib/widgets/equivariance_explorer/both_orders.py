"""Move, then convolve; convolve, then move: both maps, as ``both_orders.js`` computes them."""

import numpy as np

from lessonlib.nn.conv import conv2d
from lessonlib.nn.layers import MaxPool2d
from lessonlib.widgets.kit.mover import move_picture

POOL = {"size": 3, "stride": 2}


def small_three():
    """A 3 of 0s and 1s with a blank margin of three pixels on every side: (11, 11) int64.

    Examples
    --------
    >>> small_three()[3:8, 3:8]
    array([[1, 1, 1, 1, 0],
           [0, 0, 0, 0, 1],
           [0, 1, 1, 1, 0],
           [0, 0, 0, 0, 1],
           [1, 1, 1, 1, 0]])
    """
    rows = ["11110", "00001", "01110", "00001", "11110"]
    return np.pad([[int(pixel) for pixel in row] for row in rows], 3)


def compute_map(picture, filter, *, stride, padding, pooling, linear):
    """What the layers make of a picture (H, W): (OH, OW)."""
    maps = conv2d(picture[None, None], filter[None, None], None, stride, padding)  # (1, 1, OH, OW)
    map = (MaxPool2d(**POOL).forward(maps) if pooling else maps)[0, 0]
    return (place_weights(map.size) @ map.ravel()).reshape(map.shape) if linear else map


def both_ways(picture, filter, shift, **layers):
    """conv(shift x), and shift(conv x) by the move in whole cells, cut towards 0: two arrays (OH, OW).

    `layers` are those of `compute_map`.

    Examples
    --------
    >>> layers = {"stride": 1, "padding": 0, "pooling": False, "linear": False}
    >>> one = both_ways(small_three(), np.ones((2, 2), int), (0, 2), **layers)
    >>> bool((one[0] == one[1]).all())
    True
    """
    step = layers["stride"] * (POOL["stride"] if layers["pooling"] else 1)
    cells = (int(pixels / step) for pixels in shift)
    map_of_moved = compute_map(move_picture(picture, *shift), filter, **layers)
    return map_of_moved, move_picture(compute_map(picture, filter, **layers), *cells)


def place_weights(count):
    """The weights of the linear layer: some whole number from -2 to 2 of its own for every pair of places.

    Examples
    --------
    >>> place_weights(2)
    array([[-2,  1],
           [ 0, -1]])
    """
    to, source = np.ogrid[:count, :count]
    return (to * 7 + source * 13 + (to * source) % 11) % 5 - 2
