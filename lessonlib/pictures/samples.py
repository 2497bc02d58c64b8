"""The pictures the book needs, generated or from files beside it: nothing to fetch, the same at every run."""

import numpy as np

from lessonlib.pictures.datasets import OBJECTS, QUADRANTS, digit, digits, objects, quadrants, three
from lessonlib.pictures.lighthouse import lighthouse
from lessonlib.pictures.photographs.read import photo
from lessonlib.pictures.print_page import print_page

__all__ = [
    "OBJECTS",
    "QUADRANTS",
    "digit",
    "digits",
    "edge",
    "lighthouse",
    "objects",
    "photo",
    "print_page",
    "quadrants",
    "red_green",
    "three",
]


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


def red_green():
    """A picture whose edge is one of colour alone: red on the left, green on the right, equally bright.

    Returns
    -------
    numpy.ndarray, (3, 5, 5), int64
        Channels red, green, blue. Red is 1 in the left two columns, green in the right three, blue nowhere, so that
        the channels sum to 1 everywhere.

    Examples
    --------
    >>> picture = red_green()
    >>> picture[0, 0], picture[1, 0], picture.sum(axis=0)[0]
    (array([1, 1, 0, 0, 0]), array([0, 0, 1, 1, 1]), array([1, 1, 1, 1, 1]))
    """
    return np.stack([1 - edge(), edge(), 0 * edge()])
