"""Grey, coloured and signed pictures as small PNG files, for stills: the standard library writes them."""

import base64
import struct
import zlib

import numpy as np

from lessonlib.figures.palette import FIGURE

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def grey_png(values):
    """A grey picture as a ``data:`` address.

    Parameters
    ----------
    values : array_like
        (H, W) brightness, 0 (black) to 255 (white); what lies beyond is cut off. 32 greys are kept.

    Returns
    -------
    str

    Examples
    --------
    >>> grey_png([[0, 255]])[:22]
    'data:image/png;base64,'
    """
    steps = np.round(np.clip(np.asarray(values, float), 0, 255) * 31 / 255).astype(np.uint8)  # (H, W), 0..31
    return _write(steps, [(round(255 * step / 31),) * 3 for step in range(32)])


def bytes_png(values):
    """A grey picture as a ``data:`` address, to the last bit.

    Parameters
    ----------
    values : numpy.ndarray of uint8, (H, W)
        0 (black) to 255 (white).

    Returns
    -------
    str

    Examples
    --------
    >>> bytes_png(np.zeros((1, 2), np.uint8))[:22]
    'data:image/png;base64,'
    """
    return _write(np.ascontiguousarray(values), [(step,) * 3 for step in range(256)])


def signed_png(values, largest=None):
    """A picture of signed numbers as a ``data:`` address: orange below 0, blue above, clear at 0.

    Parameters
    ----------
    values : array_like
        (H, W) numbers, so that the picture lies on a light and on a dark page.
    largest : float, optional
        The size that has the full colour, as all beyond it have. Default: that of the largest of them.

    Returns
    -------
    str

    Examples
    --------
    >>> signed_png([[-3, 0, 3]])[:22]
    'data:image/png;base64,'
    """
    largest = largest or np.abs(values).max() or 1
    steps = np.clip(np.round(np.asarray(values) * 31 / largest), -31, 31).astype(int) + 31  # (H, W), 0..62
    colours = {sign: tuple(bytes.fromhex(FIGURE[sign][1:])) for sign in ("negative", "positive")}
    palette = [colours["negative"]] * 31 + [colours["positive"]] * 32
    return _write(steps.astype(np.uint8), palette, [round(255 * abs(step - 31) / 31) for step in range(63)])


def colour_png(planes):
    """A colour picture as a ``data:`` address.

    Parameters
    ----------
    planes : numpy.ndarray of uint8, (3, H, W)
        Red, green and blue, 0 to 255.

    Returns
    -------
    str

    Examples
    --------
    >>> colour_png(np.zeros((3, 1, 2), np.uint8))[:22]
    'data:image/png;base64,'
    """
    return _write(np.ascontiguousarray(planes.transpose(1, 2, 0)))  # (3, H, W) -> (H, W, 3)


def _write(pixels, palette=(), alphas=()):
    """The file: (H, W) indices into the palette, or without one (H, W, 3) red, green and blue; a byte each."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # filter type 0 before each row
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3 if palette else 2, 0, 0, 0)),
        *([(b"PLTE", b"".join(map(bytes, palette)))] if palette else []),
        *([(b"tRNS", bytes(alphas))] if alphas else []),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    ]
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return "data:image/png;base64," + base64.b64encode(_SIGNATURE + b"".join(parts)).decode()
