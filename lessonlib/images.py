"""Small pictures the book needs, all generated: no file to fetch, the same at every run."""

import numpy as np

from lessonlib.lighthouse import lighthouse
from lessonlib.pictures import OBJECTS, QUADRANTS, digit, digits, objects, quadrants, three

__all__ = ["OBJECTS", "QUADRANTS", "digit", "digits", "edge", "lighthouse", "objects", "quadrants", "three"]


def edge():
    """The picture of the worked example: dark on the left, bright on the right.

    Returns
    -------
    numpy.ndarray, (5, 5), int64
        Two columns of 0, three of 1.

    Examples
    --------
    >>> edge()
    array([[0, 0, 1, 1, 1],
           [0, 0, 1, 1, 1],
           [0, 0, 1, 1, 1],
           [0, 0, 1, 1, 1],
           [0, 0, 1, 1, 1]])
    """
    return np.array([[0, 0, 1, 1, 1]] * 5)
