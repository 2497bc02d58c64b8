"""Photographs as arrays, and as addresses for pages; where each comes from.

`tools/photographs.py` made the files from those that scikit-image carries: at most 512 pixels along a side, WebP.
"""

import base64
from pathlib import Path
from typing import NamedTuple

import numpy as np

GREY = (0.299, 0.587, 0.114)  # of red, green and blue, as television weighs them (ITU-R BT.601)
_FOLDER = Path(__file__).parent


class Source(NamedTuple):
    """Where a photograph comes from.

    Attributes
    ----------
    shows : str
        What is to be seen.
    by : str
        The photographer, or who published it.
    licence : str
        "CC0", or "public domain".
    file : str
        What scikit-image calls it.
    is_grey : bool
        Whether it has no colours.
    """

    shows: str
    by: str
    licence: str
    file: str
    is_grey: bool = False


SOURCES = {
    "cat": Source("Chelsea, a tabby cat, from close by", "Stefan van der Walt", "CC0", "chelsea"),
    "coffee": Source("a cup of coffee on a wooden table", "Rachel Michetti, Pikolo Espresso Bar", "CC0", "coffee"),
    "photographer": Source("a photographer with a tripod, in grey", "Lav Varshney", "CC0", "camera", True),
    "astronaut": Source("Eileen Collins before a space shuttle", "NASA", "public domain", "astronaut"),
    "rocket": Source("a rocket taking off at dusk", "SpaceX", "public domain", "rocket"),
    "bricks": Source("a brick wall, in grey", "CC0Textures", "CC0", "brick", True),
    "galaxies": Source("the Hubble extreme deep field", "NASA and ESA", "public domain", "hubble_deep_field"),
}


def photo(name, *, grey=False):
    """A photograph as an array.

    Parameters
    ----------
    name : {"cat", "coffee", "photographer", "astronaut", "rocket", "bricks", "galaxies"}
    grey : bool, default False
        Weigh red, green and blue into one brightness: 0.299, 0.587, 0.114.

    Returns
    -------
    numpy.ndarray, (H, W, 3) or (H, W), float64
        0 (black) to 1 (white); at most 512 along a side. Two of them are grey in any case. What `conv2d` wants is
        ``photo(name, grey=True)[None, None]``, or ``photo(name).transpose(2, 0, 1)[None]`` for colour.

    Raises
    ------
    ValueError
        If there is no photograph of that name.

    Examples
    --------
    >>> photo("cat").shape, photo("cat", grey=True).shape
    ((300, 451, 3), (300, 451))
    """
    from PIL import Image  # with matplotlib, and only where a photograph is used

    with Image.open(_path(name)) as image:
        pixels = np.asarray(image.convert("RGB")) / 255  # (H, W, 3)
    return pixels @ GREY if grey or SOURCES[name].is_grey else pixels


def address(name):
    """A photograph as a ``data:`` address, for a page that may also be opened as a file.

    Examples
    --------
    >>> address("cat")[:23]
    'data:image/webp;base64,'
    """
    return "data:image/webp;base64," + base64.b64encode(_path(name).read_bytes()).decode()


def _path(name):
    if name not in SOURCES:
        raise ValueError(f"name must be among {', '.join(map(repr, SOURCES))}; got {name!r}")
    return _FOLDER / f"{name}.webp"
