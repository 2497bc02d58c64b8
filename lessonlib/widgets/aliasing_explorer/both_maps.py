"""A map at stride 2, and the same blurred first (Zhang 2019), as ``both_maps.js`` computes them."""

import numpy as np

from lessonlib.nn.conv import conv2d
from lessonlib.pictures import datasets

BLUR = np.outer([1, 2, 1], [1, 2, 1]) / 16


def thin_three():
    """A 3 with strokes a little over one pixel wide: (25, 25) float64, 0 to 1, with room to move by 4 pixels.

    Examples
    --------
    >>> picture = thin_three()
    >>> picture.shape, bool(picture[:4].any() or picture[-4:].any())
    ((25, 25), False)
    """
    return datasets.digit(3, 25, scale=0.8, thickness=0.4)


def vertical_line():
    """A filter that responds to bright vertical lines, one pixel wide: (3, 3) int64."""
    return np.array([[-1, 2, -1]] * 3)


def both_maps(picture, filter):
    """Convolution and ReLU, then every second place; as they are, and blurred first.

    Parameters
    ----------
    picture : numpy.ndarray, (H, W)
    filter : numpy.ndarray, (FH, FW)

    Returns
    -------
    strided, blurred : numpy.ndarray, ((OH + 1) // 2, (OW + 1) // 2)
        OH x OW is the size of the map at stride 1. The blur has a ring of zeros around it.

    References
    ----------
    .. [1] R. Zhang, "Making Convolutional Networks Shift-Invariant Again", ICML 2019.

    Examples
    --------
    >>> strided, blurred = both_maps(thin_three(), vertical_line())
    >>> strided.shape, round(float(strided.sum()), 2), round(float(blurred.sum()), 2)
    ((12, 12), 15.29, 10.17)
    """
    dense = np.maximum(conv2d(picture[None, None], filter[None, None]), 0)  # (1, 1, OH, OW)
    return dense[0, 0, ::2, ::2], conv2d(dense, BLUR[None, None], padding=1)[0, 0, ::2, ::2]
