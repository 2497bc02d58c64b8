"""What an explorer accepts, and what it says to anything else."""

import re

import numpy as np

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.checks import whole_number

MOST = 64  # pixels along a side: as many numbers as a page can still show


def check_picture(name, values, most=MOST):
    """``values`` as nested lists of finite numbers, or a message that says what they are instead."""
    array = as_numbers(name, values, "(H, W)", hint=f"{name} is one grid of numbers, without channels or a batch")
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number; got shape {array.shape}")
    if max(array.shape) > most:
        raise ValueError(f"{name} must be at most {most} along a side, to be shown; got shape {array.shape}")
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite numbers; got {array[row, column]} at ({row}, {column})")
    return array.tolist()


def check_fit(image, filter, padding):
    """Raise unless ``filter`` fits into ``image`` with its ring of zeros, both nested lists."""
    padded = [len(image) + 2 * padding, len(image[0]) + 2 * padding]
    if len(filter) > padded[0] or len(filter[0]) > padded[1]:
        short_by = max(len(filter) - padded[0], len(filter[0]) - padded[1])
        raise ValueError(
            f"filter must be no larger than the padded image, {padded[0]}x{padded[1]}; "
            f"got {len(filter)}x{len(filter[0])}; a padding of {padding + (short_by + 1) // 2} would make it fit"
        )


def check_padding(value):
    """``value`` as an int that still leaves a picture to look at."""
    padding = whole_number("padding", value)
    if padding > MOST:
        raise ValueError(f"padding must be at most {MOST}, to be shown; got {padding}")
    return padding


def check_controls(controls, known, name="controls"):
    """``controls`` as a list in the order of ``known``, the names an explorer has."""
    if isinstance(controls, str) or not hasattr(controls, "__iter__"):
        *others, last = map(repr, known)
        raise TypeError(f"{name} must be a list of {' and '.join([', '.join(others), last])}; got {controls!r}")
    controls = list(controls)
    for control in controls:
        if control not in known:
            raise ValueError(f"{name} must be among {', '.join(map(repr, known))}; got {control!r}")
    return [control for control in known if control in controls]


def check_id(id):
    """The name the browser remembers the answer under."""
    if not isinstance(id, str):
        raise TypeError(f"id must be a text; got {id!r}")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", id):
        raise ValueError(f"id must be letters, digits, dots, hyphens and underscores, such as 'mirrored'; got {id!r}")
    return id
