"""The threshold explorer: a map, a bias to lower, and what ReLU leaves of it."""

import base64

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.checks import real_number
from lessonlib.nn.conv import conv2d
from lessonlib.pictures.filters import vertical_edge
from lessonlib.pictures.photographs.read import photo
from lessonlib.widgets.kit.arguments import check_fit, check_picture
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png, signed_png
from lessonlib.widgets.kit.svg import Still, draw_image, draw_svg, draw_text, fixed
from lessonlib.widgets.kit.toolbar import Framed, check_key

SIDES = (4, 256)  # of a picture
STEP = 0.05  # of the bias
FULL = 0.6  # of the largest response that there can be: from there on the colour is full
SHOWN = 230  # the longer side of a picture in the still, in its units


def threshold_explorer(picture=None, filter=None, *, bias=0, key=""):
    """Show a map of a picture, and what is left of it after a bias and ReLU: the bias is a threshold.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    picture : array_like, optional
        (H, W) brightness, 0 to 1, 4 to 256 along a side; it is rounded to 8 bits. Default: a photograph.
    filter : array_like, optional
        (FH, FW) numbers. Default: the vertical edge filter.
    bias : float, default 0
        What is added to every response at first: 0 or less, down to where nothing is left.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    ThresholdExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = threshold_explorer([[0, 0, 1, 1]] * 4, [[-1, 1]])
    >>> explorer
    ThresholdExplorer(4x4 picture, 1x2 filter, bias 0)
    >>> explorer.map[0].tolist(), explorer.kept
    ([0.0, 1.0, 0.0], 4)
    >>> explorer.bias = -0.75
    >>> explorer.after_relu[0].tolist()
    [0.0, 0.25, 0.0]
    """
    return ThresholdExplorer(picture, filter, bias=bias, key=key)


class ThresholdExplorerView(Framed, anywidget.AnyWidget):
    """The part that computes and draws, in the browser."""

    _esm = join_script("threshold_explorer/widget.js")
    _css = join_styles(
        "kit/base.css", "kit/slider.css", "kit/figure.css", "kit/toolbar.css", "threshold_explorer/widget.css"
    )

    size = traitlets.List().tag(sync=True)
    pixels = traitlets.Unicode().tag(sync=True)
    filter = traitlets.List().tag(sync=True)
    lowest = traitlets.Float().tag(sync=True)
    bias = traitlets.Float(0.0).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        picture, filter = (f"{height}x{width}" for height, width in (self.size, np.shape(self.filter)))
        return f"ThresholdExplorerView({picture} picture, {filter} filter, bias {self.bias:g})"


class ThresholdExplorer(ipywidgets.VBox):
    """A map and its threshold.

    Parameters
    ----------
    picture, filter, bias, key
        As in `threshold_explorer`.

    Attributes
    ----------
    bias : float
        What is added to every response; assign to change it.
    picture : numpy.ndarray, (H, W), float64
    map : numpy.ndarray, (H - FH + 1, W - FW + 1)
        `lessonlib.conv2d` of picture and filter.
    after_relu : numpy.ndarray
        The map plus the bias, 0 where that is negative.
    kept : int
        How many responses are still above 0.
    view : ThresholdExplorerView
        The widget that draws.
    """

    def __init__(self, picture=None, filter=None, *, bias=0, key=""):
        pixels = _check_brightness(_photograph() if picture is None else picture)
        filter = check_picture("filter", vertical_edge() if filter is None else filter)
        check_fit(pixels, filter, 0)
        self.view = ThresholdExplorerView(
            size=list(pixels.shape),
            pixels=base64.b64encode(pixels.tobytes()).decode(),
            filter=filter,
            key=check_key(key),
        )
        self.view.lowest = -round(float(np.ceil(max(self.map.max(), STEP) / STEP) * STEP), 2)
        self.bias = bias
        self._draw_still()
        self.view.observe(self._draw_still, ["bias"])
        super().__init__([self.view])

    @property
    def bias(self):
        return self.view.bias

    @bias.setter
    def bias(self, bias):
        self.view.bias = real_number("bias", bias, at_least=self.view.lowest, at_most=0)

    @property
    def picture(self):
        return self._pixels() / 255

    @property
    def map(self):
        pixels = self._pixels().astype(np.int64)  # whole numbers, as in the page: what cancels is exactly 0
        return conv2d(pixels[None, None], np.array(self.view.filter)[None, None])[0, 0] / 255

    after_relu = property(lambda self: np.maximum(self.map + self.bias, 0))
    kept = property(lambda self: int((self.map + self.bias > 0).sum()))

    def still(self):
        """Draw picture, map and what is left of it.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        strongest = np.abs(self.map).max()
        largest, left = FULL * strongest or 1, FULL * max(strongest + self.bias, STEP)
        drawn = {
            "Image": (self.picture, grey_png(255 * self.picture)),
            "Map": (self.map, signed_png(self.map.clip(-largest, largest), largest)),
            "Map + bias, then ReLU": (self.after_relu, signed_png(self.after_relu.clip(0, left), left)),
        }
        scale = SHOWN / max(self.picture.shape)
        body = []
        for i, (title, (values, address)) in enumerate(drawn.items()):
            x, size = 2 + i * (SHOWN + 20), (values.shape[1] * scale, values.shape[0] * scale)
            body += [draw_text(x, 18, title, weight=600), draw_image(x, 28, size, address)]
        bottom = 28 + self.picture.shape[0] * scale
        kept = f"Bias {fixed(self.bias, 2)}: {self.kept:,} of {self.map.size:,} responses are left"
        body.append(draw_text(2, bottom + 26, kept, weight=600))
        described = f"An image, a map of it, and the map after bias and ReLU. {kept}."
        svg = draw_svg(3 * SHOWN + 44, round(bottom + 36), "A bias as a threshold", described, "".join(body))
        return Still(svg, "In the live page you lower the bias, and less and less of the map is left.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _pixels(self):
        return np.frombuffer(base64.b64decode(self.view.pixels), np.uint8).reshape(self.view.size)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _photograph():
    """The photographer, each pixel the mean of 4 x 4: (128, 128) float64."""
    return photo("photographer", grey=True).reshape(128, 4, 128, 4).mean((1, 3))


def _check_brightness(values):
    """``values`` as (H, W) uint8, or a message that says what they are instead."""
    array = as_numbers("picture", values, "(H, W)", hint="A picture here is grey, without channels or a batch")
    if not all(SIDES[0] <= side <= SIDES[1] for side in array.shape):
        raise ValueError(f"picture must be {SIDES[0]} to {SIDES[1]} pixels along each side; got shape {array.shape}")
    if not (array.min() >= 0 and array.max() <= 1):  # so that NaN is refused as well
        raise ValueError(f"picture must be numbers from 0 to 1; got {array.min()} to {array.max()}")
    return np.round((array * 255).round(9)).astype(np.uint8)  # what lies between two goes the same way on any machine
