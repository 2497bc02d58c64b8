"""What there is to find: pictures, and the filter that made their goals."""

import numpy as np

from lessonlib.pictures.filters import box_blur, vertical_edge
from lessonlib.pictures.samples import edge

START = [[0.7, -0.7, -1.3], [-0.2, -0.3, 0.5], [0.7, -0.4, -0.2]]  # looks drawn by chance; its errors disagree


def tasks():
    """The goals by name.

    Returns
    -------
    dict of str to dict
        For each its ``name``, a ``text`` for the reader, ``pictures`` (N, 5, 5) and the ``filter`` (3, 3) that makes
        the goals of them, as nested lists.

    Examples
    --------
    >>> list(tasks()), np.shape(tasks()["noise"]["pictures"])
    (['edge', 'mirrored', 'blur', 'noise'], (20, 5, 5))
    """
    plus = np.zeros((5, 5), int)
    plus[2] = plus[:, 2] = 1
    noise = np.random.default_rng(1).normal(size=(20, 5, 5)).round(1)
    goals = {
        "edge": ("an edge", [edge()], vertical_edge()),
        "mirrored": ("its mirror image", [edge()], -vertical_edge()),
        "blur": ("a blurred plus", [plus], box_blur()),
        "noise": ("edges in 20 noise images", noise, vertical_edge()),
    }
    return {
        name: {"name": name, "text": text, "pictures": np.array(pictures).tolist(), "filter": filter.tolist()}
        for name, (text, pictures, filter) in goals.items()
    }
