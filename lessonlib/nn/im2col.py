"""Patches of images: seen through a window, and added back where they came from.

What convolution, pooling and locally connected layers have in common. Padding, strides and sizes are
(height, width) pairs and were checked before.
"""

import numpy as np


def padded_shape(images, padding):
    """The shape of ``images`` (N, C, H, W) once ``padding`` rings surround each."""
    N, C, H, W = images.shape
    return N, C, H + 2 * padding[0], W + 2 * padding[1]


def crop(padded, padding):
    """``padded`` without its rings, as a view: (N, C, H, W)."""
    (PH, PW), (H, W) = padding, padded.shape[2:]
    return padded[:, :, PH : H - PH, PW : W - PW]


def pad(images, padding):
    """``images`` with rings of zeros; the very same array if there are none to add.

    Examples
    --------
    >>> pad(np.ones((1, 1, 1, 2), int), (1, 0))[0, 0]
    array([[0, 0],
           [1, 1],
           [0, 0]])
    """
    if padding == (0, 0):
        return images
    padded = np.zeros_like(images, shape=padded_shape(images, padding))
    crop(padded, padding)[:] = images
    return padded


def windows(padded, window, stride):
    """Every patch, without copying any.

    Parameters
    ----------
    padded : numpy.ndarray, (N, C, H, W)
    window : (FH, FW) pair of int
    stride : (height, width) pair of int

    Returns
    -------
    numpy.ndarray, (N, C, FH, FW, OH, OW)
        A read-only view: entry [n, c, fh, fw, oh, ow] is ``padded[n, c, oh * SH + fh, ow * SW + fw]``.

    Examples
    --------
    >>> windows(np.arange(12).reshape(1, 1, 3, 4), (2, 2), (1, 2))[0, 0, :, :, 1, 1]
    array([[ 6,  7],
           [10, 11]])
    """
    view = np.lib.stride_tricks.sliding_window_view(padded, window, axis=(2, 3))  # (N, C, H', W', FH, FW)
    return view[:, :, :: stride[0], :: stride[1]].transpose(0, 1, 4, 5, 2, 3)  # (N, C, FH, FW, OH, OW)


def add_windows(padded, patches, stride):
    """Add every patch to the pixels it was seen at; pixels in several patches receive the sum.

    Parameters
    ----------
    padded : numpy.ndarray, (N, C, H, W)
        Is changed.
    patches : numpy.ndarray, (N, C, FH, FW, OH, OW)
        Laid out as by `windows`.
    stride : (height, width) pair of int

    Examples
    --------
    >>> row = np.zeros((1, 1, 1, 4), int)
    >>> add_windows(row, np.ones((1, 1, 1, 2, 1, 3), int), (1, 1))
    >>> row[0, 0]
    array([[1, 2, 2, 1]])
    """
    (N, C, FH, FW, OH, OW), (SH, SW) = patches.shape, stride
    # Long runs are added fast: so the rows of a window first, each in whole lines, then its columns.
    lines = np.zeros((N, C, FW, (OH - 1) * SH + FH, OW), patches.dtype)
    for fh in range(FH):
        lines[:, :, :, fh : fh + OH * SH : SH] += patches[:, :, fh]
    for fw in range(FW):
        padded[:, :, : lines.shape[3], fw : fw + OW * SW : SW] += lines[:, :, fw]
