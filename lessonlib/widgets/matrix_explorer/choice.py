"""Which weight of a matrix is chosen at first: one that shows what turning it does."""

import numpy as np


def first_choice(image, filter, stride):
    """The weight of the first row that meets a bright pixel in as many patches as any: [row, column] of the matrix.

    Turned where weights are shared, it moves as many numbers of the output as can be.

    Examples
    --------
    >>> first_choice([[0, 0, 1, 1], [0, 0, 1, 1]], [[-1, 1]], 1)
    [0, 1]
    """
    size = np.shape(filter)
    patches = np.lib.stride_tricks.sliding_window_view(np.array(image) != 0, size)[::stride, ::stride]
    row, column = np.unravel_index(patches.sum(axis=(0, 1)).argmax(), size)
    return [0, int(row * np.shape(image)[1] + column)]
