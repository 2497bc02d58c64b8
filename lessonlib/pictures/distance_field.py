"""Signed distance fields: for every pixel, how far it is from a shape - negative inside, 0 on the outline.

Coordinates run as in a picture: x to the right, y down. All lengths share one unit, whichever the caller draws in.
"""

import numpy as np


def disc(x, y, centre, radius):
    """Distance to a filled circle."""
    return np.hypot(x - centre[0], y - centre[1]) - radius


def segment(x, y, start, end, radius=0.0):
    """Distance to the straight stroke from ``start`` to ``end``, ``radius`` thick to each side, with round ends.

    The ends may hold arrays, for many strokes at once: what comes back has the shape that all of them broadcast to.

    Examples
    --------
    >>> float(segment(2.0, 3.0, start=(0, 0), end=(4, 0), radius=1.0))
    2.0
    """
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length_squared = along_x**2 + along_y**2
    divisor = np.where(length_squared, length_squared, 1)  # the stroke may be a dot
    nearest = ((x - start[0]) * along_x + (y - start[1]) * along_y) / divisor  # 0 at start, 1 at end
    nearest = np.clip(nearest, 0, 1)
    return np.hypot(x - start[0] - nearest * along_x, y - start[1] - nearest * along_y) - radius


def polygon(x, y, corners):
    """Distance to a filled polygon with these (x, y) corners in order, convex or not, in the dtype of ``x`` and ``y``.

    References
    ----------
    .. [1] I. Quilez, "2D distance functions", https://iquilezles.org/articles/distfunctions2d/

    Examples
    --------
    >>> float(polygon(1.0, 1.0, [(0, 0), (4, 0), (4, 4), (0, 4)]))
    -1.0
    """
    nearest, inside = np.inf, False  # the nearest side, squared; the sign by crossings
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        ex, ey, px, py = bx - ax, by - ay, x - ax, y - ay
        share = np.clip((px * ex + py * ey) / (ex * ex + ey * ey), 0, 1)  # where on the side the nearest point lies
        nearest = np.minimum(nearest, (px - share * ex) ** 2 + (py - share * ey) ** 2)
        if ay != by:
            inside ^= ((ay > y) != (by > y)) & (px < ex * py / ey)
    outline = np.sqrt(nearest)
    return np.where(inside, -outline, outline)


def polyline(x, y, points, radius=0.0):
    """Distance to the stroke through ``points``, in straight pieces, ``radius`` thick to each side.

    Examples
    --------
    >>> float(polyline(2.0, 5.0, [(0, 0), (4, 0), (4, 4)]))
    2.23606797749979
    """
    corners = np.reshape(np.transpose(points), (2, len(points), *(1,) * np.ndim(x)))  # x and y of each corner
    return segment(x, y, corners[:, :-1], corners[:, 1:], radius).min(axis=0)


def ink(distance, softness):
    """How much of a pixel a shape covers, 0..1: 1 inside, 0 outside, a ramp ``softness`` wide across the outline.

    Examples
    --------
    >>> ink(np.array([-1.0, 0.0, 0.25, 1.0]), softness=1.0)
    array([1.  , 0.5 , 0.25, 0.  ])
    """
    return np.clip(0.5 - distance / softness, 0, 1)
