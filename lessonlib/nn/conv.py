"""Convolution and its gradients: the definitions with loops, and the same numbers fast.

As in every deep-learning library, "convolution" is cross-correlation: the filter is not flipped. Letters are
those of the book: N images of C channels and H x W pixels, K filters of FH x FW, K maps of OH x OW numbers.
"""

import math

import numpy as np

from lessonlib.nn.arrays import as_numbers, as_pair, common_dtype
from lessonlib.nn.geometry import output_size
from lessonlib.nn.im2col import crop, pad, padded_shape

# A few images at a time stay in the processor's cache between being copied and being multiplied.
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
    images, filters, bias, (SH, SW), padding, (OH, OW) = _prepare(images, filters, bias, stride, padding)
    padded = pad(images, padding)  # (N, C, H + 2P, W + 2P)
    N, (K, _, FH, FW) = len(images), filters.shape
    output = np.empty((N, K, OH, OW), images.dtype)
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
    The patches of a row of the output, from a few images at a time, are the columns of a matrix ("im2col":
    Chellapilla, Puri and Simard 2006), so that one matrix product applies all filters to all of them. They are copied
    once for each column of a filter, not once for each weight: the rows of a patch lie one behind the other, so the
    matrix of the next output row is a view that begins a stride further down.

    Examples
    --------
    >>> picture = [[0, 0, 1, 1, 1]] * 5
    >>> vertical_edge = [[-1, 0, 1]] * 3
    >>> conv2d([[picture]], [[vertical_edge]], padding=1)[0, 0, 2]
    array([ 0,  3,  3,  0, -3])
    """
    images, filters, bias, (SH, SW), padding, (OH, OW) = _prepare(images, filters, bias, stride, padding)
    K, _, FH, FW = filters.shape
    weights = filters.transpose(0, 2, 1, 3).reshape(K, -1)  # (K, FH * C * FW)
    output = np.empty((len(images), K, OH, OW), images.dtype)
    for batch, rows, shifted in _shifted_blocks(images, (FH, FW), (SH, SW), padding, (OH, OW)):
        maps = weights @ _patches(shifted, FH, SH)  # (R, K, B * OW)
        maps = maps.reshape(len(maps), K, -1, OW).transpose(2, 1, 0, 3)  # (B, K, R, OW)
        np.add(maps, bias[:, None, None], out=output[batch, :, rows])
    return output


def conv2d_backward_loops(grad_output, images, filters, stride=1, padding=0):
    """Pass a gradient back through every use of every weight: the definition of `conv2d_backward`, in loops.

    Parameters, result and errors are those of `conv2d_backward`.

    Examples
    --------
    >>> picture = [[0, 0, 1, 1, 1]] * 5
    >>> vertical_edge = [[-1, 0, 1]] * 3
    >>> grad_images, grad_filters, grad_bias = conv2d_backward_loops([[[[1] * 3] * 3]], [[picture]], [[vertical_edge]])
    >>> grad_filters[0, 0]
    array([[3, 6, 9],
           [3, 6, 9],
           [3, 6, 9]])
    """
    grad_output, images, filters, (SH, SW), padding, (OH, OW) = _prepare_backward(
        grad_output, images, filters, stride, padding
    )
    padded = pad(images, padding)  # (N, C, H + 2P, W + 2P)
    N, (K, _, FH, FW) = len(images), filters.shape
    grad_padded, grad_filters = np.zeros_like(padded), np.zeros_like(filters)
    grad_bias = np.zeros_like(filters, shape=K)
    for n in range(N):
        for k in range(K):
            for oh in range(OH):
                for ow in range(OW):
                    patch = n, slice(None), slice(oh * SH, oh * SH + FH), slice(ow * SW, ow * SW + FW)
                    grad = grad_output[n, k, oh, ow]
                    grad_filters[k] += grad * padded[patch]  # a weight was used at every position: a sum over all
                    grad_padded[patch] += grad * filters[k]  # a pixel lies in several patches: a sum over these
                    grad_bias[k] += grad
    return crop(grad_padded, padding), grad_filters, grad_bias


def conv2d_backward(grad_output, images, filters, stride=1, padding=0):
    """The gradients of a loss with respect to what went into `conv2d`.

    Parameters
    ----------
    grad_output : array_like, (N, K, OH, OW)
        The loss's gradient with respect to the output of ``conv2d(images, filters, bias, stride, padding)``.
    images : array_like, (N, C, H, W)
    filters : array_like, (K, C, FH, FW)
    stride, padding : int or (height, width) pair
        What the forward pass was given.

    Returns
    -------
    grad_images : numpy.ndarray, (N, C, H, W)
    grad_filters : numpy.ndarray, (K, C, FH, FW)
        Each weight's gradient is summed over all images and all positions at which the weight was used.
    grad_bias : numpy.ndarray, (K,)
        The sum of ``grad_output`` over images and positions.

    Raises
    ------
    TypeError, ValueError
        As `conv2d` does, and if ``grad_output`` has not the shape of its output.

    Notes
    -----
    Writing the forward pass of one row as ``output = weights @ patches``, the chain rule gives
    ``grad_weights.T = patches @ grad_output.T`` and ``grad_patches = weights.T @ grad_output``. The latter is added
    up where patches overlap.

    Examples
    --------
    >>> picture = [[0, 0, 1, 1, 1]] * 5
    >>> vertical_edge = [[-1, 0, 1]] * 3
    >>> grad_images, grad_filters, grad_bias = conv2d_backward([[[[1] * 3] * 3]], [[picture]], [[vertical_edge]])
    >>> grad_filters[0, 0, 0], grad_bias
    (array([3, 6, 9]), array([9]))
    """
    grad_output, images, filters, (SH, SW), padding, (OH, OW) = _prepare_backward(
        grad_output, images, filters, stride, padding
    )
    K, C, FH, FW = filters.shape
    weights = filters.transpose(0, 2, 1, 3).reshape(K, -1)  # (K, FH * C * FW)
    grad_padded = np.zeros_like(images, shape=padded_shape(images, padding))
    grad_weights = np.zeros_like(weights.T)  # (FH * C * FW, K)
    product = np.empty_like(grad_weights)
    for batch, rows, shifted in _shifted_blocks(images, (FH, FW), (SH, SW), padding, (OH, OW)):
        grad_rows = grad_output[batch, :, rows].transpose(2, 1, 0, 3)  # (R, K, B, OW)
        grad_rows = grad_rows.reshape(len(grad_rows), K, -1)
        grad_shifted = np.zeros_like(shifted)
        for r, (patches, grad) in enumerate(zip(_patches(shifted, FH, SH), grad_rows, strict=True)):
            grad_weights += np.matmul(patches, grad.T, out=product)
            window = grad_shifted[r * SH : r * SH + FH]  # (FH, C, FW, B, OW)
            window += (weights.T @ grad).reshape(window.shape)
        lines = grad_padded[batch, :, rows.start * SH :][:, :, : len(shifted)].transpose(2, 1, 0, 3)  # (H', C, B, W')
        for fw in range(FW):
            lines[..., fw : fw + OW * SW : SW] += grad_shifted[:, :, fw]
    grad_filters = grad_weights.T.reshape(K, FH, C, FW).transpose(0, 2, 1, 3)
    return crop(grad_padded, padding), grad_filters, grad_output.sum(axis=(0, 2, 3))


def output_shape(image_shape, filter_shape, stride=(1, 1), padding=(0, 0)):
    """`output_size` for height and width at once; an error says along which of them it failed.

    Examples
    --------
    >>> output_shape((7, 9), (3, 2), stride=(2, 1))
    (3, 8)
    """
    sizes = []
    for axis, *settings in zip(("height", "width"), image_shape, filter_shape, stride, padding, strict=True):
        try:
            sizes.append(output_size(*settings))
        except (TypeError, ValueError) as error:
            raise type(error)(f"{axis}: {error}") from None
    return tuple(sizes)


def _prepare(images, filters, bias, stride, padding):
    """Check the arguments of a convolution; return them in one dtype, and the output's height and width."""
    images = as_numbers("images", images, "(N, C, H, W)", "One grey picture is picture[None, None]")
    filters = as_numbers("filters", filters, "(K, C, FH, FW)", "One grey filter is filter[None, None]")
    _, C, H, W = images.shape
    K, _, FH, FW = filters.shape
    if filters.shape[1] != C:
        raise ValueError(f"filters must be (K, C, FH, FW) with C == {C} to match images; got {filters.shape}")
    if 0 in filters.shape:
        raise ValueError(f"filters must be (K, C, FH, FW) with every size 1 or more; got {filters.shape}")
    bias = np.zeros(K, np.int64) if bias is None else as_numbers("bias", bias, "(K,)")
    if len(bias) != K:
        raise ValueError(f"bias must be (K,) with K == {K} to match filters; got {bias.shape}")
    (SH, SW), (PH, PW) = as_pair("stride", stride, 1), as_pair("padding", padding, 0)
    size = output_shape((H, W), (FH, FW), (SH, SW), (PH, PW))
    dtype = common_dtype(images, filters, bias)
    arrays = (array.astype(dtype, copy=False) for array in (images, filters, bias))
    return *arrays, (SH, SW), (PH, PW), size


def _prepare_backward(grad_output, images, filters, stride, padding):
    """Check the arguments of a backward pass; return them in one dtype, and the output's height and width."""
    grad_output = as_numbers("grad_output", grad_output, "(N, K, OH, OW)")
    images, filters, _, stride, padding, size = _prepare(images, filters, None, stride, padding)
    needed = (len(images), len(filters), *size)
    if grad_output.shape != needed:
        raise ValueError(
            f"grad_output must be (N, K, OH, OW) == {needed}, like conv2d's output; got {grad_output.shape}"
        )
    dtype = common_dtype(grad_output, images, filters)
    arrays = (array.astype(dtype, copy=False) for array in (grad_output, images, filters))
    return *arrays, stride, padding, size


def _shifted_blocks(images, filter_shape, stride, padding, size):
    """Copy a few images once for each column of the filter, each copy a pixel further to the left.

    Yields
    ------
    batch, rows : slice
        The images and output rows that the copies are for: several images, or else some rows of one.
    shifted : numpy.ndarray, (H', C, FW, B, OW)
        Entry [h, c, fw, b, ow] is the pixel that column fw of a filter meets at place ow: channel c, row h of those
        that ``rows`` need. All blocks share one piece of memory.
    """
    (N, C), (FH, FW), (SH, SW), (OH, OW) = images.shape[:2], filter_shape, stride, size
    fitting_lines = _BLOCK_BYTES // (C * FW * OW * images.itemsize)
    R = max(1, min((fitting_lines - FH) // SH + 1, OH))
    B = max(1, min(fitting_lines // ((R - 1) * SH + FH), N))
    memory = np.empty(((R - 1) * SH + FH) * C * FW * B * OW, images.dtype)
    for n in range(0, N, B):
        padded = pad(images[n : n + B], padding)
        for oh in range(0, OH, R):
            rows = slice(oh, min(oh + R, OH))
            lines = padded[:, :, oh * SH : (rows.stop - 1) * SH + FH].transpose(2, 1, 0, 3)  # (H', C, B, W')
            shape = len(lines), C, FW, len(padded), OW
            shifted = memory[: math.prod(shape)].reshape(shape)
            for fw in range(FW):
                shifted[:, :, fw] = lines[..., fw : fw + OW * SW : SW]
            yield slice(n, n + B), rows, shifted


def _patches(shifted, FH, SH):
    """For each output row the matrix of its patches, a view: (R, FH * C * FW, B * OW)."""
    _, C, FW, B, OW = shifted.shape
    lines = np.lib.stride_tricks.sliding_window_view(shifted, FH, axis=0)[::SH]  # (R, C, FW, B, OW, FH)
    return np.moveaxis(lines, -1, 1).reshape(-1, FH * C * FW, B * OW)
