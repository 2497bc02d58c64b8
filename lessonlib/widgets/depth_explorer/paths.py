"""How many paths lead from each pixel to a unit on top of layers of 3 by 3, as ``paths.js`` counts them."""

import numpy as np

FILTER = 3
MOST_LAYERS = {1: 112, 2: 7, 3: 5}  # by the stride: as many as it takes to see 224 pixels


def path_row(depth, stride=1):
    """The paths from each pixel of a row to a unit, along one axis; over a square they multiply.

    Parameters
    ----------
    depth : int
        How many layers of 3 by 3.
    stride : int
        The stride of every layer.

    Returns
    -------
    numpy.ndarray, (field,), float64

    Examples
    --------
    >>> path_row(2).tolist(), path_row(2, 2).tolist()
    ([1.0, 2.0, 3.0, 2.0, 1.0], [1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 1.0])
    """
    row = np.ones(1)
    for _ in range(depth):
        spread = np.zeros((row.size - 1) * stride + 1)
        spread[::stride] = row
        row = np.convolve(spread, np.ones(FILTER))
    return row


def width_that_counts(row, share=0.95):
    """The side of the smallest square in the middle of a field where at least a share of all its paths start.

    Parameters
    ----------
    row : numpy.ndarray, (field,)
        Paths along one axis, as `path_row` counts them.
    share : float
        A part of 1.

    Returns
    -------
    int

    Examples
    --------
    >>> [width_that_counts(path_row(*layers)) for layers in ((112, 1), (7, 2), (5, 3))]
    [39, 233, 237]
    """
    wanted, cut = share * row.sum() ** 2, 0
    while row[cut + 1 : row.size - cut - 1].sum() ** 2 >= wanted:
        cut += 1
    return row.size - 2 * cut
