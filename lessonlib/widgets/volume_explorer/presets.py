"""Examples of the volume explorer that come by name."""

import numpy as np

from lessonlib.pictures.filters import vertical_edge
from lessonlib.pictures.samples import red_green

PRESETS = ("red-green", "cs231n")

# In the manner of the running example of CS231n's notes on convolutional networks: a 5x5x3 input of 0, 1, 2 in a ring
# of zeros, two 3x3x3 filters of -1, 0, 1, stride 2, biases 1 and 0. The notes draw new numbers at every visit; these
# stay.
_INPUT = "01021 00101 21212 01220 21120  00002 01001 22122 12112 02021  01120 20121 11212 21211 21101"
_FILTERS = "+00 ++0 0++  0+0 ++0 -++  000 0++ +--  0++ 0+0 0-0  0-- -+0 -0+  --- 00+ 000"


def preset_arguments(name):
    """The arguments of `volume_explorer` that ``name`` stands for.

    Parameters
    ----------
    name : {"red-green", "cs231n"}

    Returns
    -------
    dict

    Examples
    --------
    >>> sorted(preset_arguments("cs231n"))
    ['bias', 'filters', 'image', 'padding', 'stride']
    """
    if name not in PRESETS:
        raise ValueError(f"preset must be one of {', '.join(map(repr, PRESETS))}; got {name!r}")
    if name == "red-green":
        edge = vertical_edge()
        filters = np.stack([[edge, edge, edge], [-edge, edge, 0 * edge]])  # (K, C, FH, FW)
        return {"image": red_green(), "filters": filters, "names": ("brightness", "red to green")}
    image = np.array([int(digit) for digit in _INPUT if digit != " "]).reshape(3, 5, 5)
    filters = np.array(["-0+".index(sign) - 1 for sign in _FILTERS if sign != " "]).reshape(2, 3, 3, 3)
    return {"image": image, "filters": filters, "bias": (1, 0), "stride": 2, "padding": 1}
