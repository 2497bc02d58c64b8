"""Convolution: its definition with loops, and the same numbers fast.

As in every deep-learning library, "convolution" is cross-correlation: the filter is not flipped. Letters are
those of the book: N images of C channels and H x W pixels, K filters of FH x FW, K maps of OH x OW numbers.
"""

import numpy as np

from lessonlib.arrays import as_numbers, as_pair, common_dtype
from lessonlib.geometry import output_size

# A block of patches this large stays in a core's second-level cache between being copied and being used.
_BLOCK_BYTES = 1 << 20


def conv2d_loops(images, filters, bias=None, stride=1, padding=0):
    """Slide every filter over every image: the definition of `conv2d`, in loops.

    Parameters, result and errors are those of `conv2d`.

    Examples
    --------
    >>> picture = [[0, 0, 1, 1, 1]] * 5
    >>> vertical_edge = [[-1, 0, 1]] * 3
    >>> conv2d_loops([[picture]], [[vertical_edge]])[0, 0]
    array([[3, 3, 0],
           [3, 3, 0],
           [3, 3, 0]])
    """
    padded, filters, bias, (SH, SW), (OH, OW) = _prepare(images, filters, bias, stride, padding)
    N = len(padded)
    K, _, FH, FW = filters.shape
    output = np.empty((N, K, OH, OW), padded.dtype)
    for n in range(N):
        for k in range(K):
            for oh in range(OH):
                for ow in range(OW):
                    top, left = oh * SH, ow * SW
                    patch = padded[n, :, top : top + FH, left : left + FW]  # (C, FH, FW)
                    output[n, k, oh, ow] = (patch * filters[k]).sum() + bias[k]
    return output


def conv2d(images, filters, bias=None, stride=1, padding=0):
    """Slide every filter over every image, and add up patch times filter at every position.

    ``output[n, k, oh, ow]`` is the sum of ``filters[k]`` times the (C, FH, FW) patch of image n whose top left
    corner is (oh * SH, ow * SW), plus ``bias[k]``, where S is the stride.

    Parameters
    ----------
    images : array_like, (N, C, H, W)
        Numbers of any range; N may be 0.
    filters : array_like, (K, C, FH, FW)
        The weights. C is the images' C: a filter reaches through all channels.
    bias : array_like, (K,), optional
        One number a filter. Default: zeros.
    stride : int or (height, width) pair, default 1
        How far the window moves, in pixels.
    padding : int or (height, width) pair, default 0
        How many rings of zeros surround each image, in pixels.

    Returns
    -------
    numpy.ndarray, (N, K, OH, OW)
        OH = (H - FH + 2P) / S + 1, and OW likewise. Integers and bools give int64, float16 gives float32, other
        floats keep their dtype; among several floats the widest wins. NaN and infinity follow numpy's arithmetic,
        in which 0 x NaN is NaN, also for the zeros of the padding.

    Raises
    ------
    TypeError
        If an array is not of integers or real numbers, or a stride or padding is not an integer.
    ValueError
        If a shape does not fit, or the filter does not step across the padded image in whole strides.

    Notes
    -----
    The patches of a few images at a time are copied into the columns of a matrix ("im2col", Chellapilla, Puri and
    Simard 2006), so that one matrix product applies all filters to all of them.

    Examples
    --------
    >>> picture = [[0, 0, 1, 1, 1]] * 5
    >>> vertical_edge = [[-1, 0, 1]] * 3
    >>> conv2d([[picture]], [[vertical_edge]], padding=1)[0, 0, 2]
    array([ 0,  3,  3,  0, -3])
    """
    padded, filters, bias, stride, (OH, OW) = _prepare(images, filters, bias, stride, padding)
    N = len(padded)
    K, C, FH, FW = filters.shape
    weights = filters.reshape(K, C * FH * FW)
    windows = _windows(padded, (FH, FW), stride)  # (N, C, FH, FW, OH, OW)
    output = np.empty((N, K, OH * OW), padded.dtype)
    for block in _blocks(windows):
        patches = windows[block].reshape(-1, C * FH * FW, OH * OW)
        np.matmul(weights, patches, out=output[block])  # (B, K, OH * OW)
    output += bias[:, None]
    return output.reshape(N, K, OH, OW)


def _prepare(images, filters, bias, stride, padding):
    """Check the arguments of a convolution; return padded images, filters, bias, stride and output size."""
    images = as_numbers("images", images, "(N, C, H, W)", "One grey picture is picture[None, None]")
    filters = as_numbers("filters", filters, "(K, C, FH, FW)", "One grey filter is filter[None, None]")
    N, C, H, W = images.shape
    K, _, FH, FW = filters.shape
    if filters.shape[1] != C:
        raise ValueError(f"filters must be (K, C, FH, FW) with C == {C} to match images; got {filters.shape}")
    bias = np.zeros(K, np.int64) if bias is None else as_numbers("bias", bias, "(K,)")
    if len(bias) != K:
        raise ValueError(f"bias must be (K,) with K == {K} to match filters; got {bias.shape}")
    (SH, SW), (PH, PW) = as_pair("stride", stride), as_pair("padding", padding)
    size = _output_size("height", H, FH, SH, PH), _output_size("width", W, FW, SW, PW)
    dtype = common_dtype(images, filters, bias)
    if PH or PW:
        padded = np.zeros((N, C, H + 2 * PH, W + 2 * PW), dtype)
        padded[:, :, PH : PH + H, PW : PW + W] = images
    else:
        padded = images.astype(dtype, copy=False)
    return padded, filters.astype(dtype, copy=False), bias.astype(dtype, copy=False), (SH, SW), size


def _output_size(axis, input_size, filter_size, stride, padding):
    """`output_size`, with an error that says along which axis it failed."""
    try:
        return output_size(input_size, filter_size, stride=stride, padding=padding)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{axis}: {error}") from None


def _windows(padded, filter_shape, stride):
    """Every patch of ``padded`` as a view: (N, C, FH, FW, OH, OW)."""
    view = np.lib.stride_tricks.sliding_window_view(padded, filter_shape, axis=(2, 3))  # (N, C, H', W', FH, FW)
    return view[:, :, :: stride[0], :: stride[1]].transpose(0, 1, 4, 5, 2, 3)


def _blocks(windows):
    """Slices of the batch whose patches together fit the cache; at least one image each."""
    image_bytes = windows[:1].nbytes or 1
    step = max(1, _BLOCK_BYTES // image_bytes)
    return (slice(start, start + step) for start in range(0, len(windows), step))
