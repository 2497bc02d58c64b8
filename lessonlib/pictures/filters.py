"""Filters designed by hand, each a small two-dimensional array.

The weights of `identity`, `box_blur`, `gaussian_blur`, `sharpen` and `emboss` sum to 1: an even area keeps its
brightness. The weights of the edge filters sum to 0: an even area gives 0. Those made of whole numbers are int64,
so pictures of integers give maps of integers; the blurs are float64.

`conv2d` wants filters as (K, C, FH, FW): one grey filter is ``filter[None, None]``, several of one size are
``np.stack([...])[:, None]``.
"""

import numpy as np

from lessonlib.nn.checks import real_number, whole_number


def identity():
    """The filter that changes nothing: each pixel is itself. Sums to 1.

    Examples
    --------
    >>> identity()
    array([[0, 0, 0],
           [0, 1, 0],
           [0, 0, 0]])
    """
    return np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])


def vertical_edge():
    """Bright on the right minus dark on the left (Prewitt 1970). Sums to 0.

    Positive where brightness grows to the right, negative where it falls.

    Examples
    --------
    >>> vertical_edge()
    array([[-1,  0,  1],
           [-1,  0,  1],
           [-1,  0,  1]])
    """
    return np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])


def horizontal_edge():
    """Bright below minus dark above: `vertical_edge`, transposed. Sums to 0.

    Examples
    --------
    >>> horizontal_edge()
    array([[-1, -1, -1],
           [ 0,  0,  0],
           [ 1,  1,  1]])
    """
    return vertical_edge().T.copy()


def sobel_vertical():
    """`vertical_edge` with its middle row counted twice, so that near pixels weigh more (Sobel 1968). Sums to 0.

    Examples
    --------
    >>> sobel_vertical()
    array([[-1,  0,  1],
           [-2,  0,  2],
           [-1,  0,  1]])
    """
    return np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def sobel_horizontal():
    """`horizontal_edge` with its middle column counted twice: `sobel_vertical`, transposed. Sums to 0.

    Examples
    --------
    >>> sobel_horizontal()
    array([[-1, -2, -1],
           [ 0,  0,  0],
           [ 1,  2,  1]])
    """
    return sobel_vertical().T.copy()


def box_blur(size=3):
    """The mean of a size x size patch. Sums to 1.

    Parameters
    ----------
    size : int, default 3
        Height and width, in pixels, at least 1. An odd size keeps the picture where it is.

    Returns
    -------
    numpy.ndarray, (size, size), float64

    Raises
    ------
    ValueError
        If ``size`` is below 1.

    Examples
    --------
    >>> box_blur(2)
    array([[0.25, 0.25],
           [0.25, 0.25]])
    """
    size = whole_number("size", size, 1)
    return np.full((size, size), 1 / size**2)


def gaussian_blur(sigma=1.0, size=None):
    """A weighted mean whose weights fall off with distance like a Gaussian bell. Sums to 1.

    Parameters
    ----------
    sigma : float, default 1.0
        Standard deviation, in pixels, above 0. The larger, the stronger the blur.
    size : int, optional
        Height and width, in pixels: odd. Default: three sigma to each side of the middle.

    Returns
    -------
    numpy.ndarray, (size, size), float64
        exp(-(x^2 + y^2) / 2 sigma^2) at whole pixels from the middle, divided by its sum.

    Raises
    ------
    TypeError, ValueError
        If ``sigma`` is not a positive number or ``size`` is not a positive odd one.

    Examples
    --------
    >>> gaussian_blur(sigma=1.0, size=3).round(3)
    array([[0.075, 0.124, 0.075],
           [0.124, 0.204, 0.124],
           [0.075, 0.124, 0.075]])
    """
    sigma = real_number("sigma", sigma, above=0)
    size = 2 * int(np.ceil(3 * sigma)) + 1 if size is None else whole_number("size", size, 1)
    if size % 2 == 0:
        raise ValueError(f"size must be odd, so that there is a middle pixel; got {size}")
    distance = np.arange(size) - size // 2
    bell = np.exp(-0.5 * (distance / sigma) ** 2)
    weights = np.outer(bell, bell)
    return weights / weights.sum()


def sharpen():
    """Each pixel plus its difference from its four neighbours. Sums to 1.

    Examples
    --------
    >>> sharpen()
    array([[ 0, -1,  0],
           [-1,  5, -1],
           [ 0, -1,  0]])
    """
    return np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])


def emboss():
    """Each pixel plus the rise in brightness towards the bottom right, as if lit from the side. Sums to 1.

    Examples
    --------
    >>> emboss()
    array([[-2, -1,  0],
           [-1,  1,  1],
           [ 0,  1,  2]])
    """
    return np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])


# Every filter above by the name a reader picks it by. `named()` calls them.
_MAKERS = {
    "identity": identity,
    "vertical edge": vertical_edge,
    "horizontal edge": horizontal_edge,
    "Sobel, vertical edge": sobel_vertical,
    "Sobel, horizontal edge": sobel_horizontal,
    "box blur": box_blur,
    "Gaussian blur": gaussian_blur,
    "sharpen": sharpen,
    "emboss": emboss,
}


def named():
    """All filters, by the name a reader picks them by.

    Returns
    -------
    dict of str to numpy.ndarray
        New arrays at every call, in the order to offer them. Blurs come with their default size.

    Examples
    --------
    >>> for name, weights in named().items():
    ...     print(f"{name}: {weights.shape[0]} x {weights.shape[1]}, sums to {weights.sum():.0f}")
    identity: 3 x 3, sums to 1
    vertical edge: 3 x 3, sums to 0
    horizontal edge: 3 x 3, sums to 0
    Sobel, vertical edge: 3 x 3, sums to 0
    Sobel, horizontal edge: 3 x 3, sums to 0
    box blur: 3 x 3, sums to 1
    Gaussian blur: 7 x 7, sums to 1
    sharpen: 3 x 3, sums to 1
    emboss: 3 x 3, sums to 1
    """
    return {name: make() for name, make in _MAKERS.items()}
