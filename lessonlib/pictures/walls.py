"""Walls: pictures much larger than those of `lessonlib.pictures.datasets`, with objects wherever one puts them.

``sliding_network/wall.js`` draws the same walls in the page, number for number.
"""

import numpy as np

from lessonlib.pictures.datasets import OBJECTS, draw_object

REACH = 3  # pixels from the middle of an object to its border
BRIGHTNESS = 0.8  # the mean of what objects have elsewhere, 0.6 to 1
NOISE = 0.15


def draw_wall(objects, height=96, width=160, *, seed=0, noise=NOISE):
    """A wall of noise with objects on it.

    Parameters
    ----------
    objects : iterable of (str, int, int)
        One of `lessonlib.images.OBJECTS` each, and the row and the column of its middle pixel. What sticks out is cut
        off; where two overlap, the brighter one shows.
    height, width : int
    seed : int
        Which noise.
    noise : float
        Its standard deviation.

    Returns
    -------
    numpy.ndarray, (height, width), float64
        0 (dark) to 1 (bright).

    Examples
    --------
    >>> draw_wall([("plus", 3, 3)], 7, 8, noise=0).round(1)
    array([[0. , 0. , 0. , 0.4, 0. , 0. , 0. , 0. ],
           [0. , 0. , 0. , 0.8, 0. , 0. , 0. , 0. ],
           [0. , 0. , 0. , 0.8, 0. , 0. , 0. , 0. ],
           [0.4, 0.8, 0.8, 0.8, 0.8, 0.8, 0.4, 0. ],
           [0. , 0. , 0. , 0.8, 0. , 0. , 0. , 0. ],
           [0. , 0. , 0. , 0.8, 0. , 0. , 0. , 0. ],
           [0. , 0. , 0. , 0.4, 0. , 0. , 0. , 0. ]])
    """
    wall = np.zeros((height + 2 * REACH, width + 2 * REACH))  # with room for what sticks out
    for name, row, column in objects:
        if not (0 <= row < height and 0 <= column < width):
            raise ValueError(f"objects must have their middle on the wall, {height}x{width}; got ({row}, {column})")
        patch = wall[row : row + 2 * REACH + 1, column : column + 2 * REACH + 1]
        np.maximum(patch, object_stamp(name), out=patch)
    return np.clip(wall[REACH:-REACH, REACH:-REACH] + noise * ground_noise(height, width, seed), 0, 1)


def object_stamp(name):
    """One object around its middle pixel: (7, 7), 0 to `BRIGHTNESS`.

    Ring and square are six pixels wide: with their middle half a pixel up and to the left, strokes fall on pixels.
    """
    y, x = np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1] + (0.5 if name in ("ring", "square") else 0)
    return BRIGHTNESS * draw_object(OBJECTS.index(name), x, y, REACH - 0.5)


def ground_noise(height, width, seed):
    """Numbers around 0 with standard deviation 1: the sum of four random bytes each, from a hash of its place.

    The hash is of the form of lowbias32 [1]_; JavaScript computes it with the same whole numbers.

    References
    ----------
    .. [1] C. Wellons, "Prospecting for Hash Functions", 2018.

    Examples
    --------
    >>> noise = ground_noise(96, 160, seed=0)
    >>> bool(abs(noise.mean()) < 0.02), bool(abs(noise.std() - 1) < 0.02)
    (True, True)
    """
    mixed = np.arange(height * width, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 % 2**32)
    mixed ^= mixed >> np.uint32(16)
    mixed *= np.uint32(0x21F0AAAD)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x735A2D97)
    mixed ^= mixed >> np.uint32(15)
    total = sum((mixed >> np.uint32(8 * byte)) & np.uint32(255) for byte in range(4)).astype(float)
    return ((total - 510) / np.sqrt(4 * (256**2 - 1) / 12)).reshape(height, width)
