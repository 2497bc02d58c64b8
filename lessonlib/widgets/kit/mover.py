"""Moving a picture by whole pixels, as ``mover.js`` does."""

import numpy as np

from lessonlib.nn.checks import whole_number


def move_picture(picture, down, right):
    """``picture`` (H, W) moved by whole pixels; zeros enter, what leaves is cut off.

    Examples
    --------
    >>> move_picture(np.array([[1, 2], [3, 4]]), 1, 0)
    array([[0, 0],
           [1, 2]])
    """
    (H, W), moved = picture.shape, np.zeros_like(picture)
    kept = picture[max(0, -down) : max(0, H - max(0, down)), max(0, -right) : max(0, W - max(0, right))]
    moved[max(0, down) :, max(0, right) :][: kept.shape[0], : kept.shape[1]] = kept
    return moved


def check_shift(place, reach):
    """``place`` as a [down, right] pair of ints, neither further than ``reach``."""
    if not isinstance(place, (tuple, list)) or len(place) != 2:
        raise TypeError(f"shift must be a pair (down, right); got {place!r}")
    moved = [whole_number(f"shift {way}", pixels, -reach) for way, pixels in zip(("down", "right"), place, strict=True)]
    if max(moved) > reach:
        raise ValueError(f"shift must be at most {reach} either way; got {tuple(place)}")
    return moved


def say_move(down, right, start="In the middle"):
    """As ``sayMove`` in mover.js, in a sentence; ``start`` is said where nothing has moved."""
    across = [f"{abs(right)} {'right' if right > 0 else 'left'}"] * bool(right)
    along = [f"{abs(down)} {'down' if down > 0 else 'up'}"] * bool(down)
    return f"Moved {', '.join(across + along)}" if across + along else start
