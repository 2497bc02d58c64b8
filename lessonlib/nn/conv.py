"""Convolution and its gradients: the definitions with loops, and the same numbers fast.

As in every deep-learning library, "convolution" is cross-correlation: the filter is not flipped. Letters are
those of the book: N images of C channels and H x W pixels, K filters of FH x FW, K maps of OH x OW numbers.
"""

import math

import numpy as np

from lessonlib.nn.arrays import as_numbers, as_pair, common_dtype
from lessonlib.nn.geometry import output_size
from lessonlib.nn.im2col import add_windows, crop, pad, padded_shape

# Patches of a few images at a time stay in the processor's cache between being copied and being multiplied.
_BLOCK_BYTES = 2 << 20


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
    The patches of a few images at a time become the columns of a matrix ("im2col": Chellapilla, Puri and Simard
    2006), so that one matrix product applies all filters to all of them.

    Examples
    --------
    >>> picture = [[0, 0, 1, 1, 1]] * 5
    >>> vertical_edge = [[-1, 0, 1]] * 3
    >>> conv2d([[picture]], [[vertical_edge]], padding=1)[0, 0, 2]
    array([ 0,  3,  3,  0, -3])
    """
    images, filters, bias, stride, padding, (OH, OW) = _prepare(images, filters, bias, stride, padding)
    K, _, FH, FW = filters.shape
    weights = filters.reshape(K, -1)  # (K, C * FH * FW)
    output = np.empty((len(images), K, OH, OW), images.dtype)
    for batch, rows, patches in _patch_blocks(images, (FH, FW), stride, padding, (OH, OW)):
        maps = output[batch, :, rows].reshape(len(patches), K, -1)  # (B, K, R * OW), a view
        np.matmul(weights, patches, out=maps)
        maps += bias[:, None]
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
    Writing the forward pass of one image as ``output = weights @ patches``, the chain rule gives
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
    weights = filters.reshape(K, -1)  # (K, C * FH * FW)
    grad_padded = np.zeros_like(images, shape=padded_shape(images, padding))
    grad_weights = np.zeros_like(weights.T)  # (C * FH * FW, K)
    for batch, rows, patches in _patch_blocks(images, (FH, FW), (SH, SW), padding, (OH, OW)):
        grad = grad_output[batch, :, rows].reshape(len(patches), K, -1)  # (B, K, R * OW)
        grad_weights += (patches @ grad.transpose(0, 2, 1)).sum(axis=0)
        grad_patches = np.matmul(weights.T, grad, out=patches)  # the patches have done their work
        grad_patches = grad_patches.reshape(len(patches), C, FH, FW, -1, OW)
        add_windows(grad_padded[batch, :, rows.start * SH :], grad_patches, (SH, SW))
    return crop(grad_padded, padding), grad_weights.T.reshape(filters.shape), grad_output.sum(axis=(0, 2, 3))


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


def _patch_blocks(images, filter_shape, stride, padding, size):
    """Copy all patches into the columns of matrices, each small enough for the cache.

    Yields
    ------
    batch, rows : slice
        The images and output rows whose patches these are: several images, or else some rows of one.
    patches : numpy.ndarray, (B, C * FH * FW, R * OW)
        Free to be overwritten: all blocks share one piece of memory.
    """
    (N, C), (FH, FW), (SH, SW), (OH, OW) = images.shape[:2], filter_shape, stride, size
    fitting_rows = _BLOCK_BYTES // (C * FH * FW * OW * images.itemsize)
    R, B = max(1, min(fitting_rows, OH)), max(1, min(fitting_rows // OH, N))
    memory = np.empty(B * C * FH * FW * R * OW, images.dtype)
    # Long runs are copied fast: so each line once for each column of a filter, then whole groups of these lines.
    shifted = np.empty((B, C, FW, (R - 1) * SH + FH, OW), images.dtype)
    for n in range(0, N, B):
        padded = pad(images[n : n + B], padding)
        for oh in range(0, OH, R):
            rows = slice(oh, min(oh + R, OH))
            lines = padded[:, :, oh * SH : (rows.stop - 1) * SH + FH]  # (B, C, H', W')
            copies = shifted[: len(lines), :, :, : lines.shape[2]]  # (B, C, FW, H', OW)
            for fw in range(FW):
                copies[:, :, fw] = lines[..., fw : fw + OW * SW : SW]
            shape = len(lines), C, FH, FW, rows.stop - oh, OW
            patches = memory[: math.prod(shape)].reshape(shape)
            for fh in range(FH):
                patches[:, :, fh] = copies[:, :, :, fh::SH][:, :, :, : rows.stop - oh]
            yield slice(n, n + B), rows, patches.reshape(len(lines), C * FH * FW, -1)
