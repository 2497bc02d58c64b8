"""The grey picture on which the book tries its hand-designed filters: a lighthouse by the sea."""

import numpy as np

from lessonlib.nn.checks import whole_number
from lessonlib.pictures.distance_field import disc, ink, polygon, segment


def lighthouse(size=128, seed=3):
    """Draw a lighthouse and a house on a rock by the sea, with clouds, waves and grain.

    It has what blur, sharpen and edge filters act on: upright, level and slanted edges, fine texture, even areas.

    Parameters
    ----------
    size : int, default 128
        Height and width in pixels, at least 16.
    seed : int, default 3
        Where clouds, waves and grain fall.

    Returns
    -------
    numpy.ndarray, (size, size), float64
        Brightness, 0 (black) to 1 (white). Multiples of 1/255, as in a photograph.

    Raises
    ------
    ValueError
        If ``size`` is below 16.

    Examples
    --------
    >>> picture = lighthouse()
    >>> picture.shape, bool(picture.min() >= 0), bool(picture.max() <= 1)
    ((128, 128), True, True)
    """
    size = whole_number("size", size, 16)
    random = np.random.default_rng(seed)
    pixel = 1 / size
    y, x = (np.mgrid[:size, :size] + 0.5) * pixel  # (size, size) each, 0..1
    picture = _sea(_sky(x, y, random), x, y, random)
    for distance, brightness in _shapes(x, y, random):
        cover = ink(distance, 1.5 * pixel)
        picture = (1 - cover) * picture + cover * brightness
    grain = random.normal(scale=0.012, size=picture.shape)
    return np.round(np.clip(picture + grain, 0, 1) * 255) / 255


def _sky(x, y, random):
    """A sky that brightens towards the horizon, with clouds and a low sun."""
    clouds = _noise(random, len(x), (2, 5, 11, 23), stretch=2.5)
    cover = np.clip(2.2 * (clouds - 0.5), 0, 1) * np.clip(1.5 - 2 * y, 0, 1)
    sky = 0.42 + 0.38 * (y / 0.66) ** 1.3
    glow = 0.22 * np.exp(-(((x - 0.2) / 0.22) ** 2) - ((y - 0.52) / 0.16) ** 2)
    return sky + glow + cover * (0.92 - sky)


def _sea(picture, x, y, random):
    """The sea below the horizon at y = 0.66: darker in front, with waves that widen towards us."""
    depth = np.clip(y - 0.66, 0, None) / 0.34
    waves = _noise(random, len(x), (4, 9, 19), stretch=0.5)
    ripples = np.sin(70 * np.sqrt(depth + 0.02) + 9 * waves + 3 * x)
    glitter = 0.22 * np.exp(-(((x - 0.2) / (0.05 + 0.1 * depth)) ** 2)) * (ripples > 0.2)
    sea = 0.46 - 0.2 * depth + 0.07 * ripples * (0.3 + depth) + glitter
    return np.where(y > 0.66, sea, picture)


def _shapes(x, y, random):
    """What stands in front of sky and sea, back to front: (distance, brightness) pairs."""
    rock = _noise(random, len(x), (6, 13, 29), stretch=1)
    shore = polygon(x, y, [(0.34, 0.82), (0.42, 0.73), (0.55, 0.69), (0.9, 0.7), (1.1, 0.74), (1.1, 1.1), (0.55, 1.1)])
    ridges = np.abs(_noise(random, len(x), (5, 11, 23), stretch=1.6) - 0.5)  # dark cracks where the noise crosses 0.5
    yield shore + 0.06 * (rock - 0.5), 0.06 + 0.22 * rock + 0.9 * np.minimum(ridges, 0.22) - 0.12 * (y - 0.7)

    yield polygon(x, y, [(-0.1, 0.66), (-0.1, 0.61), (0.1, 0.635), (0.24, 0.66)]), 0.5
    yield polygon(x, y, [(0.13, 0.7), (0.27, 0.7), (0.25, 0.725), (0.15, 0.725)]), 0.12
    yield polygon(x, y, [(0.19, 0.69), (0.19, 0.55), (0.265, 0.69)]), 0.95
    yield polygon(x, y, [(0.183, 0.69), (0.183, 0.575), (0.135, 0.69)]), 0.86

    tower = polygon(x, y, [(0.588, 0.25), (0.672, 0.25), (0.695, 0.72), (0.565, 0.72)])
    shade = 1 - 0.45 * np.clip((x - 0.588) / 0.13, 0, 1)
    bands = np.where(((y - 0.25) / 0.0945).astype(int) % 2 == 0, 0.3, 0.97)
    yield tower, bands * shade
    for level in (0.39, 0.575):
        yield polygon(x, y, [(0.617, level), (0.643, level), (0.643, level + 0.04), (0.617, level + 0.04)]), 0.08
    yield polygon(x, y, [(0.57, 0.235), (0.69, 0.235), (0.69, 0.255), (0.57, 0.255)]), 0.1
    yield polygon(x, y, [(0.6, 0.17), (0.66, 0.17), (0.66, 0.235), (0.6, 0.235)]), 0.98
    for bar in (0.6, 0.62, 0.64, 0.66):
        yield segment(x, y, (bar, 0.17), (bar, 0.235), 0.003), 0.12
    yield polygon(x, y, [(0.585, 0.172), (0.63, 0.115), (0.675, 0.172)]), 0.15
    yield segment(x, y, (0.63, 0.12), (0.63, 0.075), 0.004), 0.1
    yield disc(x, y, (0.63, 0.115), 0.011), 0.1

    wall = polygon(x, y, [(0.72, 0.56), (0.94, 0.56), (0.94, 0.73), (0.72, 0.73)])
    boards = 0.84 - 0.14 * ((y * 64) % 1 < 0.3)
    yield wall, boards
    tiles = 0.3 + 0.08 * (((x - 0.35 * y) * 55) % 1 < 0.35) - 0.06 * ((y * 55) % 1 < 0.35)
    yield polygon(x, y, [(0.69, 0.57), (0.83, 0.44), (0.97, 0.57)]), tiles
    yield polygon(x, y, [(0.875, 0.42), (0.91, 0.42), (0.91, 0.52), (0.875, 0.49)]), 0.2
    yield polygon(x, y, [(0.8, 0.63), (0.845, 0.63), (0.845, 0.73), (0.8, 0.73)]), 0.16
    for window in (0.742, 0.878):
        corners = [(window, 0.6), (window + 0.04, 0.6), (window + 0.04, 0.655), (window, 0.655)]
        yield polygon(x, y, corners), 0.1
        yield segment(x, y, (window + 0.02, 0.6), (window + 0.02, 0.655), 0.003), 0.9
        yield segment(x, y, (window, 0.6275), (window + 0.04, 0.6275), 0.003), 0.9


def _noise(random, size, cells, stretch):
    """Smooth noise, 0..1: random grids of ``cells`` x ``stretch * cells``, coarse to fine, each half as strong."""
    total = np.zeros((size, size))
    for octave, count in enumerate(cells):
        rows, columns = max(2, round(count * stretch)), max(2, count)
        grid = random.random((rows + 1, columns + 1))
        down, right = np.linspace(0, rows, size, endpoint=False), np.linspace(0, columns, size, endpoint=False)
        row, column = down.astype(int), right.astype(int)
        a, b = _ease(down - row)[:, None], _ease(right - column)[None]
        above = grid[row][:, column] * (1 - b) + grid[row][:, column + 1] * b
        below = grid[row + 1][:, column] * (1 - b) + grid[row + 1][:, column + 1] * b
        total += (above * (1 - a) + below * a) / 2**octave
    return total / sum(2.0**-octave for octave in range(len(cells)))


def _ease(t):
    """A ramp from 0 to 1 that starts and ends level."""
    return t * t * (3 - 2 * t)
