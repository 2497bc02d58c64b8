"""Ten generated classes of 32 x 32 colour pictures, for when there is no CIFAR-10: only the outline tells.

A figure is mostly lighter than its ground. Its colour, stripes, place, size and turn, the ground behind it
and the clutter on the ground are drawn independently of the class. An outline is a signed distance: negative
inside, 0 on the line, positive outside. The formulas follow Inigo Quilez, "2D distance functions".
"""

import numpy as np

from lessonlib.nn.arrays import as_generator
from lessonlib.nn.checks import real_number, whole_number
from lessonlib.pictures.distance_field import disc, ink, polygon

SIDE = 32  # pixels
CLASS_NAMES = ("disc", "ring", "square", "triangle", "plus", "star", "crescent", "heart", "arrow", "bars")

_BATCH = 500  # pictures drawn at a time, which bounds the memory


def pictures(count, *, seed=0, turn=0.35, spread=0.85, clutter=5):
    """Draw pictures of the ten outlines, equally often, in random order.

    Parameters
    ----------
    count : int
        Number of pictures, at least 1.
    seed : int
        The same seed and settings give the same pictures.
    turn : float
        Largest turn to either side, in radians.
    spread : float
        How much of its free way to the border a figure may move, 0 (always in the middle) to 1 (anywhere).
    clutter : int
        Small discs on the ground behind each figure.

    Returns
    -------
    images : ndarray of uint8, shape (count, 3, 32, 32)
        Red, green and blue, 0 to 255.
    labels : ndarray of int64, shape (count,)
        Places in ``CLASS_NAMES``, 0 to 9.

    Raises
    ------
    TypeError, ValueError
        If a setting is no number or out of range.

    Examples
    --------
    >>> images, labels = pictures(20)
    >>> images.shape, sorted(labels.tolist())[:4]
    ((20, 3, 32, 32), [0, 0, 1, 1])
    """
    count, clutter = whole_number("count", count, 1), whole_number("clutter", clutter)
    turn, spread = real_number("turn", turn), real_number("spread", spread, at_least=0, at_most=1)
    rng = as_generator("seed", seed)
    labels = rng.permutation(np.arange(count) % len(CLASS_NAMES))
    parts = [_draw(labels[start : start + _BATCH], rng, turn, spread, clutter) for start in range(0, count, _BATCH)]
    return np.concatenate(parts), labels


def _draw(labels, rng, turn, spread, clutter):
    """One batch of pictures: (N,) labels -> (N, 3, 32, 32) uint8."""
    n = len(labels)
    middle = np.arange(SIDE, dtype=np.float32) - (SIDE - 1) / 2  # pixel centres, 0 in the middle of the picture
    y, x = np.meshgrid(middle, middle, indexing="ij")  # each (32, 32)

    images = _ground(x, y, rng, n)  # (N, 3, 32, 32), 0 to 1
    for _ in range(clutter):
        place = _uniform(rng, (2, n), -SIDE / 2, SIDE / 2)
        distance = disc(x, y, place, _uniform(rng, (n,), 1, 3.5))  # (N, 32, 32), in pixels
        images = _paint(images, distance, _colours(rng, n, 0.0, 1.0))

    radius = _uniform(rng, (n,), 7, 11)
    free = spread * (SIDE / 2 - radius)  # (N, 1, 1)
    u, v = x - free * _uniform(rng, (n,), -1, 1), y - free * _uniform(rng, (n,), -1, 1)  # (N, 32, 32)
    angle = _uniform(rng, (n,), -turn, turn)
    u, v = (np.cos(angle) * u + np.sin(angle) * v) / radius, (np.cos(angle) * v - np.sin(angle) * u) / radius
    distance = np.empty((n, SIDE, SIDE), dtype=np.float32)
    for label, name in enumerate(CLASS_NAMES):
        chosen = labels == label
        distance[chosen] = OUTLINES[name](u[chosen], v[chosen])
    stripes = _waves(x, y, rng, n, 0.15)[:, None]  # (N, 1, 32, 32)
    images = _paint(images, distance * radius, _colours(rng, n, 0.35, 1.0) + stripes)

    images = images + rng.normal(0, 0.03, images.shape).astype(np.float32)
    return np.rint(255 * images.clip(0, 1)).astype(np.uint8)


def _uniform(rng, shape, low, high):
    """Random numbers with two axes of length 1 behind, ready to meet a (32, 32) grid."""
    return rng.uniform(low, high, (*shape, 1, 1)).astype(np.float32)


def _colours(rng, n, low, high):
    """Flat colours of brightness `low` to `high`: (N, 3, 1, 1)."""
    return _uniform(rng, (n, 3), low, high)


def _waves(x, y, rng, n, height):
    """Soft stripes of random direction and width around 0: (N, 32, 32)."""
    along = _uniform(rng, (n,), 0, 2 * np.pi)
    pace = _uniform(rng, (n,), 0.2, 1.2)  # radians a pixel
    phase = _uniform(rng, (n,), 0, 2 * np.pi)
    return _uniform(rng, (n,), 0, height) * np.sin(pace * (np.cos(along) * x + np.sin(along) * y) + phase)


def _ground(x, y, rng, n):
    """A ground that fades between two colours, with soft stripes: (N, 3, 32, 32)."""
    along = _uniform(rng, (n,), 0, 2 * np.pi)
    share = 0.5 + (np.cos(along) * x + np.sin(along) * y)[:, None] / (1.5 * SIDE)  # (N, 1, 32, 32), 0 to 1
    one, other = _colours(rng, n, 0.0, 0.65), _colours(rng, n, 0.0, 0.65)
    return share * one + (1 - share) * other + _waves(x, y, rng, n, 0.1)[:, None]


def _paint(images, distance, colours):
    """Cover with colour what lies inside an outline; distances are in pixels, so the rim is one pixel soft."""
    covered = ink(distance, softness=1)[:, None]  # (N, 32, 32) -> (N, 1, 32, 32)
    return images + covered * (colours - images)


def _box(x, y, half_width, half_height):
    """Distance to a rectangle around (0, 0)."""
    dx, dy = np.abs(x) - half_width, np.abs(y) - half_height
    return np.hypot(dx.clip(0), dy.clip(0)) + np.maximum(dx, dy).clip(None, 0)


def _round_corners(count, radii):
    """Corners at equal angles around (0, 0), from the top, their distances repeating `radii`: (count, 2)."""
    angles = 2 * np.pi * np.arange(count) / count - np.pi / 2  # y grows downwards
    return (np.resize(radii, count) * [np.cos(angles), np.sin(angles)]).T.astype(np.float32)


def _heart_corners():
    """Sixteen corners on the parametric heart curve of Wolfram MathWorld, "Heart Curve"."""
    t = 2 * np.pi * (np.arange(16) + 0.5) / 16
    height = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([16 * np.sin(t) ** 3, -height - 2.5], axis=1).astype(np.float32) / 16


_TRIANGLE = _round_corners(3, [1.0])
_STAR = _round_corners(10, [1.0, 0.42])
_HEART = _heart_corners()
_ARROW = np.float32([(1, 0), (0.1, -0.8), (0.1, -0.3), (-0.95, -0.3), (-0.95, 0.3), (0.1, 0.3), (0.1, 0.8)])

# Each takes x and y grids in which the figure's radius is about 1, and gives distances in the same unit.
OUTLINES = {
    "disc": lambda x, y: disc(x, y, (0, 0), 0.85),
    "ring": lambda x, y: np.abs(disc(x, y, (0, 0), 0.7)) - 0.2,
    "square": lambda x, y: _box(x, y, 0.75, 0.75),
    "triangle": lambda x, y: polygon(x, y, _TRIANGLE),
    "plus": lambda x, y: np.minimum(_box(x, y, 0.9, 0.28), _box(x, y, 0.28, 0.9)),
    "star": lambda x, y: polygon(x, y, _STAR),
    "crescent": lambda x, y: np.maximum(disc(x, y, (0, 0), 0.9), -disc(x, y, (0.45, 0), 0.75)),
    "heart": lambda x, y: polygon(x, y, _HEART),
    "arrow": lambda x, y: polygon(x, y, _ARROW),
    "bars": lambda x, y: np.minimum(_box(np.abs(x) - 0.62, y, 0.18, 0.85), _box(x, y, 0.18, 0.85)),
}
