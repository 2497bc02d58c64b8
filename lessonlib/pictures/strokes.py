"""The strokes of the ten digits, as lists of points in a box from (-0.2, -0.3) to (0.2, 0.3).

x runs to the right and y down, in units of a picture's side.
"""

import numpy as np


def _bow(centre, radii, angles):
    """Part of an ellipse as sixteen straight pieces. Angles run clockwise from the right: 90 is the bottom."""
    turns = np.radians(np.linspace(*angles, 17))
    return list(zip(centre[0] + radii[0] * np.cos(turns), centre[1] + radii[1] * np.sin(turns), strict=True))


STROKES = {
    0: [_bow((0, 0), (0.19, 0.3), (0, 360))],
    1: [[(0, -0.3), (0, 0.3)], [(-0.12, -0.19), (0, -0.3)]],
    2: [_bow((0, -0.13), (0.18, 0.17), (-170, 35)), [(0.147, -0.032), (-0.18, 0.3)], [(-0.18, 0.3), (0.2, 0.3)]],
    3: [_bow((-0.01, -0.155), (0.16, 0.145), (-150, 90)), _bow((-0.01, 0.145), (0.19, 0.155), (-90, 150))],
    4: [[(0.08, 0.3), (0.08, -0.3)], [(0.08, -0.3), (-0.2, 0.12)], [(-0.2, 0.12), (0.21, 0.12)]],
    5: [
        [(0.16, -0.3), (-0.13, -0.3)],
        [(-0.13, -0.3), (-0.15, -0.03)],
        _bow((-0.01, 0.11), (0.19, 0.19), (-130, 145)),
    ],
    6: [_bow((0, 0.12), (0.18, 0.18), (0, 360)), _bow((0.16, 0.12), (0.34, 0.42), (-180, -95))],
    7: [[(-0.19, -0.3), (0.19, -0.3)], [(0.19, -0.3), (-0.06, 0.3)]],
    8: [_bow((0, -0.15), (0.15, 0.14), (0, 360)), _bow((0, 0.145), (0.19, 0.155), (0, 360))],
    9: [_bow((0, -0.12), (0.18, 0.18), (0, 360)), _bow((-0.16, -0.12), (0.34, 0.42), (0, 85))],
}
