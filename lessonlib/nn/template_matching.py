"""Normalised correlation: how alike a template and each patch of a picture are, whatever their light."""

import numpy as np

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.conv import conv2d


def normalised_correlation(picture, template):
    """The correlation coefficient of a template with every patch of a picture.

    Patch and template lose their means, and their dot product is divided by both lengths. The patch's own length is
    another one at each place, so this is not a convolution: no fixed weights give it.

    Parameters
    ----------
    picture : array_like, (H, W)
        Finite numbers.
    template : array_like, (h, w)
        Finite numbers, not all alike; no larger than the picture.

    Returns
    -------
    numpy.ndarray, (H - h + 1, W - w + 1), float64
        -1 (the template with light and dark exchanged) to 1 (the template, at some brightness and some contrast). 0
        where the patch is flat.

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    References
    ----------
    .. [1] J. P. Lewis, "Fast Normalized Cross-Correlation", Vision Interface, 1995.

    Examples
    --------
    >>> normalised_correlation([[5, 5, 7, 3, 100, 20]], [[1, 0]]).round(6).tolist()
    [[0.0, -1.0, 1.0, -1.0, 1.0]]
    """
    picture, template = _checked("picture", picture), _checked("template", template)
    size = template.shape
    if size[0] > picture.shape[0] or size[1] > picture.shape[1]:
        raise ValueError(f"template must be no larger than the picture, {picture.shape}; got shape {size}")
    if np.ptp(template) == 0:
        raise ValueError(f"template must hold at least two different numbers; got {template[0, 0]} everywhere")
    template = template - template.mean()
    highest, lowest = (_over_patches(end, picture, size) for end in (np.max, np.min))
    picture = picture - picture.mean()  # so that the squares below keep their digits
    total, of_squares = (_slide(values, np.ones(size)) for values in (picture, picture**2))
    length = np.sqrt(np.maximum(of_squares - total**2 / template.size, 0)) * np.linalg.norm(template)
    has_contrast = (highest > lowest) & (length > 0)
    found = np.divide(_slide(picture, template), length, out=np.zeros_like(length), where=has_contrast)
    return found.clip(-1, 1)


def _checked(name, values):
    array = as_numbers(name, values, "(H, W)", hint=f"{name} is one grid of numbers, without channels or a batch")
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number; got shape {array.shape}")
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite numbers; got {array[row, column]} at ({row}, {column})")
    return array.astype(float)


def _slide(picture, filter):
    return conv2d(picture[None, None], filter[None, None])[0, 0]


def _over_patches(end, picture, size):
    """The highest or the lowest number of every patch, first along its rows, then along its columns."""
    for axis, side in enumerate(size):
        picture = end(np.lib.stride_tricks.sliding_window_view(picture, side, axis=axis), axis=-1)
    return picture
