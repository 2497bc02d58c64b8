"""A page of print: the first sentence of a book, in the face of this one (`tools/print_page.py` set it)."""

import base64
from pathlib import Path

import numpy as np

# Lewis Carroll, Alice's Adventures in Wonderland, 1865: in the public domain.
TEXT = (
    "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: "
    "once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations "
    "in it, “and what is the use of a book,” thought Alice, “without pictures or conversations?”"
)
PATH = Path(__file__).with_suffix(".webp")


def print_page():
    """A page of print as a picture of its ink.

    Returns
    -------
    numpy.ndarray, (502, 840), float64
        0 is paper and 1 is ink, in steps of 1/255: so empty pixels add nothing to a convolution.

    Examples
    --------
    >>> page = print_page()
    >>> page.shape, float(page.min()), float(page.max())
    ((502, 840), 0.0, 1.0)
    """
    from PIL import Image  # with matplotlib, and only where the page is used

    with Image.open(PATH) as image:
        return 1 - np.asarray(image.convert("L")) / 255


def address():
    """The page, black on white, as a ``data:`` address."""
    return "data:image/webp;base64," + base64.b64encode(PATH.read_bytes()).decode()
