"""Sets of small pictures with a class each: digits, and objects whose place is chosen.

Every set is drawn from signed distance fields by a seed. Pictures are (N, 1, H, W), float32, 0 (dark) to 1 (bright);
labels are (N,), int64.
"""

import numpy as np

from lessonlib.nn.checks import one_of, whole_number
from lessonlib.pictures.distance_field import disc, ink, polyline, segment
from lessonlib.pictures.strokes import STROKES

OBJECTS = ("plus", "cross", "ring", "square")
QUADRANTS = ("top left", "top right", "bottom left", "bottom right")


def three(size=28, shift=(0, 0)):
    """The digit 3, drawn from the distance of each pixel to its two arcs.

    Parameters
    ----------
    size : int, default 28
        Height and width, in pixels.
    shift : (down, right) pair of float, default (0, 0)
        How far from the middle it stands, in pixels. What leaves the picture is cut off.

    Returns
    -------
    numpy.ndarray, (size, size), float64
        1 on the strokes, 0 away from them, a ramp of one pixel between.

    Examples
    --------
    >>> picture = three()
    >>> bool((three(shift=(0, 4))[:, 4:] == picture[:, :-4]).all())
    True
    """
    return digit(3, size, shift)


def digit(value, size=28, shift=(0, 0), *, scale=1.0, slant=0.0, thickness=1.0):
    """One digit, drawn from the distance of each pixel to its strokes.

    Parameters
    ----------
    value : int
        0 to 9.
    size : int, default 28
        Height and width, in pixels.
    shift : (down, right) pair of float, default (0, 0)
        In pixels.
    scale : float, default 1.0
        At 1 the digit is 0.7 of the picture high.
    slant : float, default 0.0
        How far the top leans to the right, in digit heights.
    thickness : float, default 1.0
        At 1 a stroke is about a tenth of the picture wide.

    Returns
    -------
    numpy.ndarray, (size, size), float64
        0 to 1.

    Raises
    ------
    TypeError, ValueError
        If ``value`` is not a digit.

    Examples
    --------
    >>> digit(1, size=9).round().astype(int)[4]
    array([0, 0, 0, 0, 1, 0, 0, 0, 0])
    """
    value = whole_number("value", value, at_most=9)
    down, right = (np.mgrid[:size, :size] + 0.5 - size / 2 - np.reshape(shift, (2, 1, 1))) / (size * scale)
    right = right + slant * down
    distance = np.minimum.reduce([polyline(right, down, stroke) for stroke in STROKES[value]])
    return ink(distance - 0.05 * thickness / scale, softness=1 / (size * scale))


def digits(count, size=28, *, seed, shift=1.0):
    """Digits in many hands: size, slant, thickness and place vary.

    Parameters
    ----------
    count : int
        How many pictures; the ten classes come equally often, give or take one.
    size : int, default 28
        Height and width, in pixels.
    seed : int
        Which ones.
    shift : float, default 1.0
        The largest distance from the middle along each axis, in pixels.

    Returns
    -------
    images : numpy.ndarray, (count, 1, size, size), float32
    labels : numpy.ndarray, (count,), int64

    Examples
    --------
    >>> images, labels = digits(20, size=16, seed=0)
    >>> images.shape, np.bincount(labels).tolist()
    ((20, 1, 16, 16), [2, 2, 2, 2, 2, 2, 2, 2, 2, 2])
    """
    random = np.random.default_rng(seed)
    labels = _balanced(count, 10, random)
    images = np.empty((count, 1, size, size), np.float32)
    for image, label in zip(images, labels, strict=True):
        image[0] = digit(
            label,
            size,
            random.uniform(-shift, shift, size=2),
            scale=random.uniform(0.85, 1.1),
            slant=random.uniform(-0.1, 0.3),
            thickness=random.uniform(0.7, 1.4),
        )
    return _noisy(images, 0.05, random), labels


def objects(count, place="anywhere", size=16, *, seed, noise=0.15):
    """Pictures of one small object each, at a chosen place; the class is its shape, one of `OBJECTS`.

    Parameters
    ----------
    count : int
        How many pictures; the four classes come equally often, give or take one.
    place : str, default "anywhere"
        ``"anywhere"``, or one of `QUADRANTS`: the object's middle then lies in that quarter, and the object within
        half a pixel of it.
    size : int, default 16
        Height and width, in pixels, at least 16. An object is 7 pixels high and wide.
    seed : int
        Which ones.
    noise : float, default 0.15
        Standard deviation of the noise on every pixel.

    Returns
    -------
    images : numpy.ndarray, (count, 1, size, size), float32
    labels : numpy.ndarray, (count,), int64

    Raises
    ------
    ValueError
        If ``place`` is unknown or ``size`` too small.

    Examples
    --------
    >>> images, labels = objects(8, "top left", seed=0, noise=0)
    >>> images.shape, float(images[:, :, 9:].max())
    ((8, 1, 16, 16), 0.0)
    """
    one_of("place", place, ("anywhere", *QUADRANTS))
    size = whole_number("size", size, 16)
    random = np.random.default_rng(seed)
    labels = _balanced(count, len(OBJECTS), random)
    if place == "anywhere":
        centres = random.uniform(3.5, size - 3.5, size=(count, 2))
    else:
        centres = _in_quadrant(np.full(count, QUADRANTS.index(place)), size, random, border=3.5, middle=3.0)
    return _noisy(_draw(labels, centres, size, 2.5, random), noise, random), labels


def without_object(count, size=16, *, seed, noise=0.15):
    """Pictures without a whole object: half of them noise alone, half with an object that the border cuts.

    Parameters
    ----------
    count, size, seed, noise
        As for `objects`. A cut object loses at least 2 of its 7 rows or columns.

    Returns
    -------
    numpy.ndarray, (count, 1, size, size), float32

    Examples
    --------
    >>> images = without_object(8, seed=0, noise=0)
    >>> images.shape, [bool(image.any()) for image in images]
    ((8, 1, 16, 16), [True, True, True, True, False, False, False, False])
    """
    size = whole_number("size", size, 16)
    random = np.random.default_rng(seed)
    images, cut = np.zeros((count, 1, size, size)), (count + 1) // 2
    centres = random.uniform(-1.5, size + 1.5, size=(cut, 2))
    edge = random.uniform(-1.5, 1.5, size=cut)  # the middle, from a border: 2 to 5 pixels are cut off
    side = random.integers(4, size=cut)  # top, left, bottom, right
    centres[np.arange(cut), side % 2] = np.where(side < 2, edge, size - edge)
    images[:cut] = _draw(random.integers(len(OBJECTS), size=cut), centres, size, 2.5, random)
    return _noisy(images, noise, random)


def quadrants(count, size=16, *, seed, noise=0.15):
    """Pictures of one small object each; the class is where its middle stands, an index into `QUADRANTS`.

    The shape, one of `OBJECTS`, says nothing about the class. Objects are 5 pixels high and wide and keep 4 pixels
    away from the border, so that no 5 x 5 window sees object and border together: a look at single windows, wherever
    they are, cannot tell the classes apart.

    Parameters
    ----------
    count, size, seed, noise
        As for `objects`.

    Returns
    -------
    images : numpy.ndarray, (count, 1, size, size), float32
    labels : numpy.ndarray, (count,), int64

    Examples
    --------
    >>> images, labels = quadrants(8, seed=0, noise=0)
    >>> QUADRANTS[labels[0]], float(images[0, 0, :8].sum()) < float(images[0, 0, 8:].sum())
    ('bottom left', True)
    """
    size = whole_number("size", size, 16)
    random = np.random.default_rng(seed)
    labels = _balanced(count, len(QUADRANTS), random)
    shapes = random.integers(len(OBJECTS), size=count)
    centres = _in_quadrant(labels, size, random, border=6.5, middle=0.5)
    return _noisy(_draw(shapes, centres, size, 1.5, random), noise, random), labels


def _balanced(count, classes, random):
    return random.permutation(np.arange(whole_number("count", count)) % classes)


def _noisy(images, noise, random):
    return np.clip(images + random.normal(scale=noise, size=images.shape), 0, 1).astype(np.float32)


def _in_quadrant(quarters, size, random, border, middle):
    """Points (down, right) in the given quarters, at least so far from the border and from the middle lines."""
    from_border = random.uniform(border, size / 2 - middle, size=(len(quarters), 2))
    far_side = np.stack([quarters // 2, quarters % 2], axis=1)  # (count, 2): 1 for bottom, 1 for right
    return np.where(far_side, size - from_border, from_border)


def _draw(shapes, centres, size, radius, random):
    """One object a picture, strokes one pixel wide, ``radius`` pixels from its middle: (count, 1, size, size)."""
    pixels = np.mgrid[:size, :size] + 0.5  # (2, size, size)
    images = np.empty((len(shapes), 1, size, size))
    for image, shape, centre in zip(images, shapes, centres, strict=True):
        y, x = pixels - centre[:, None, None]
        image[0] = draw_object(shape, x, y, radius) * random.uniform(0.6, 1.0)
    return images


def draw_object(shape, x, y, radius):
    """How bright an object is around (0, 0), 0 to 1: strokes one pixel wide, ``radius`` pixels from its middle."""
    return ink(_object(OBJECTS[shape], x, y, radius) - 0.5, softness=1.0)


def _object(shape, x, y, r):
    """Distance to the lines that make up an object around (0, 0)."""
    if shape == "plus":
        return np.minimum(segment(x, y, (-r, 0), (r, 0)), segment(x, y, (0, -r), (0, r)))
    if shape == "cross":
        return np.minimum(segment(x, y, (-r, -r), (r, r)), segment(x, y, (-r, r), (r, -r)))
    if shape == "ring":
        return np.abs(disc(x, y, (0, 0), r))
    return np.abs(np.maximum(np.abs(x), np.abs(y)) - r)
