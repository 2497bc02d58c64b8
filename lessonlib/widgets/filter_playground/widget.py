"""The filter playground: a picture, a filter of the reader's own, and what the filter makes of the picture."""

import base64

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.checks import whole_number
from lessonlib.nn.conv import conv2d
from lessonlib.pictures.filters import named
from lessonlib.pictures.samples import lighthouse
from lessonlib.widgets.kit.arguments import check_controls, check_picture
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png, signed_png
from lessonlib.widgets.kit.svg import Still, colour, draw_image, draw_svg, draw_text, short
from lessonlib.widgets.kit.toolbar import Framed

CONTROLS = ("filters", "weights", "file")
SIDES = (16, 256)  # of a picture
MOST_SIDE = 9  # of a filter
MOST_WEIGHT = 1000
SHOWN = 300  # the longer side of a picture in the still


def filter_playground(picture=None, filter="sharpen", *, controls=CONTROLS, key=""):
    """Show what a filter makes of a picture; the filter and the picture may be the reader's own.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard. A picture that
    the reader chooses stays in the browser: Python never has it.

    Parameters
    ----------
    picture : array_like, optional
        (H, W) brightness, 16 to 256 along a side: whole numbers 0 to 255, or floats 0 to 1. Default: the lighthouse.
    filter : str or array_like
        A name from `lessonlib.filters.named`, or (FH, FW) weights, at most 9 along a side, from -1000 to 1000.
    controls : list of {"filters", "weights", "file"}
        What the reader can change: choose a named filter, type weights, choose a picture.
    key : str
        What the playground is called in its page's address.

    Returns
    -------
    FilterPlayground

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> filter_playground(filter="emboss")
    FilterPlayground(128x128 picture, emboss)
    >>> filter_playground(filter=[[0, 1], [-1, 0]], controls=["weights"])
    FilterPlayground(128x128 picture, own 2x2 filter)
    """
    return FilterPlayground(picture, filter, controls=controls, key=key)


class FilterPlaygroundView(Framed, anywidget.AnyWidget):
    """The part of the playground that computes and draws, in the browser."""

    _esm = join_script("filter_playground/widget.js")
    _css = join_styles(
        "kit/base.css",
        "kit/toolbar.css",
        "kit/fields.css",
        "kit/chips.css",
        "kit/canvas_figure.css",
        "filter_playground/widget.css",
    )

    size = traitlets.List().tag(sync=True)
    pixels = traitlets.Unicode().tag(sync=True)
    weights = traitlets.List().tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    chosen = traitlets.List([0, 0]).tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        height, width = self.size
        name = next((name for name, weights in self.filters.items() if weights == self.weights), "")
        filter = name or f"own {len(self.weights)}x{len(self.weights[0])} filter"
        return f"FilterPlaygroundView({height}x{width} picture, {filter})"


class FilterPlayground(ipywidgets.VBox):
    """The playground; what it shows can be read and assigned.

    Parameters
    ----------
    picture, filter, controls, key
        As in `filter_playground`.

    Attributes
    ----------
    picture : numpy.ndarray, (H, W), uint8
        The sample picture, 0 (black) to 255 (white); never the reader's own.
    filter : numpy.ndarray, (FH, FW)
        The weights.
    result : numpy.ndarray, (H - FH + 1, W - FW + 1)
        `lessonlib.conv2d` of the two.
    chosen : (int, int)
        Row and column of the chosen pixel of the result.
    view : FilterPlaygroundView
        The widget that draws.
    """

    def __init__(self, picture=None, filter="sharpen", *, controls=CONTROLS, key=""):
        picture = check_brightness(lighthouse() if picture is None else picture)
        size, pixels = _packed(picture)
        self.view = FilterPlaygroundView(
            size=size,
            pixels=pixels,
            weights=check_weights(filter),
            filters={name: weights.tolist() for name, weights in named().items()},
            controls=check_controls(controls, CONTROLS),
            key=key,
        )
        self.chosen = tuple(side // 2 for side in self._result_size())
        self._draw_still()
        self.view.observe(self._draw_still, ["pixels", "weights", "chosen"])
        super().__init__([self.view])

    @property
    def picture(self):
        return np.frombuffer(base64.b64decode(self.view.pixels), np.uint8).reshape(self.view.size)

    @picture.setter
    def picture(self, values):
        with self.view.hold_trait_notifications():
            self.view.size, self.view.pixels = _packed(check_brightness(values))

    @property
    def filter(self):
        return np.array(self.view.weights)

    @filter.setter
    def filter(self, values):
        self.view.weights = check_weights(values)

    @property
    def result(self):
        picture = self.picture.astype(np.int64)
        return conv2d(picture[None, None], self.filter[None, None])[0, 0]

    @property
    def chosen(self):
        return tuple(min(place, side - 1) for place, side in zip(self.view.chosen, self._result_size(), strict=True))

    @chosen.setter
    def chosen(self, place):
        if not isinstance(place, (tuple, list)) or len(place) != 2:
            raise TypeError(f"chosen must be a pair (row, column); got {place!r}")
        place = [whole_number("chosen row", place[0]), whole_number("chosen column", place[1])]
        size = self._result_size()
        if any(at >= side for at, side in zip(place, size, strict=True)):
            raise ValueError(f"chosen must lie in the {size[0]}x{size[1]} result, counted from 0; got {tuple(place)}")
        self.view.chosen = place

    def still(self):
        """Draw the playground as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        picture, filter, result = self.picture, self.filter, self.result
        total = filter.sum()
        signed = total < 1e-9
        scale = SHOWN / max(picture.shape)
        (row, column), top, x_result = self.chosen, 32, SHOWN + 24
        meaning = "blue above 0, orange below" if signed else "grey as in the image"
        ends = f"from {short(float(result.min()))} to {short(float(result.max()))}"
        title = f"{self._name().capitalize()} on an image of {_size(picture)} pixels"
        described = f"The weights sum to {short(float(total))}. The result, {_size(result)}, goes {ends}: {meaning}."
        body = [
            draw_text(2, 20, f"Image {_size(picture, '×')}", weight=600),
            draw_image(2, top, _drawn(picture, scale), grey_png(picture)),
            _draw_place(2, top, (row, column), filter.shape, scale),
            draw_text(x_result, 20, f"Result {_size(result, '×')}", weight=600),
            draw_image(x_result, top, _drawn(result, scale), signed_png(result) if signed else grey_png(result)),
            _draw_place(x_result, top, (row, column), (1, 1), scale),
            draw_text(x_result, top + SHOWN + 22, f"{ends.capitalize()}:", 14, "muted"),
            draw_text(x_result, top + SHOWN + 42, f"{meaning}.", 14, "muted"),
            draw_text(2, top + SHOWN + 22, self._name().capitalize(), 14, "muted"),
        ]
        parts = {
            "filters": "choose one of the named filters",
            "weights": "type weights of your own",
            "file": "try a picture of your own, which never leaves your device",
        }
        choices = ["choose a pixel and see its patch and its products", *(parts[name] for name in self.view.controls)]
        sentence = f"In the live page you {'; '.join(choices)}."
        return Still(draw_svg(x_result + SHOWN + 2, top + SHOWN + 54, title, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _name(self):
        return repr(self.view).split("picture, ")[1][:-1]

    def _result_size(self):
        (height, width), weights = self.view.size, self.view.weights
        return height - len(weights) + 1, width - len(weights[0]) + 1

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def check_brightness(values):
    """``values`` as (H, W) uint8, or a message that says what they are instead."""
    array = as_numbers("picture", values, "(H, W)", hint="A picture here is grey, without channels or a batch")
    if not all(SIDES[0] <= side <= SIDES[1] for side in array.shape):
        raise ValueError(f"picture must be {SIDES[0]} to {SIDES[1]} pixels along each side; got shape {array.shape}")
    most = 255 if array.dtype.kind == "i" else 1
    if not (array.min() >= 0 and array.max() <= most):  # so that NaN is refused as well
        kind = "whole numbers" if most == 255 else "floats"
        raise ValueError(f"picture must be {kind} from 0 to {most}; got {array.min()} to {array.max()}")
    return np.round(array * (255 / most)).astype(np.uint8)


def check_weights(filter):
    """``filter``, a name or an array, as nested lists, or a message that says what it is instead."""
    if isinstance(filter, str):
        filters = named()
        if filter not in filters:
            raise ValueError(f"filter must be among {', '.join(map(repr, filters))}, or weights; got {filter!r}")
        return filters[filter].tolist()
    weights = check_picture("filter", filter)
    if max(len(weights), len(weights[0])) > MOST_SIDE:
        raise ValueError(f"filter must be at most {MOST_SIDE} along a side; got {len(weights)}x{len(weights[0])}")
    largest = max(abs(weight) for row in weights for weight in row)
    if largest > MOST_WEIGHT:
        raise ValueError(f"filter must hold weights from -{MOST_WEIGHT} to {MOST_WEIGHT}; got one of size {largest}")
    return weights


def _packed(picture):
    """Size and bytes as the page carries them: 8 bits a pixel, in base64."""
    return list(picture.shape), base64.b64encode(picture.tobytes()).decode()


def _size(values, times=" by "):
    return f"{values.shape[0]}{times}{values.shape[1]}"


def _drawn(values, scale):
    """Width and height in the still."""
    return values.shape[1] * scale, values.shape[0] * scale


def _draw_place(x, y, place, size, scale):
    """The accent's rectangle around some pixels."""
    top, left = (start + at * scale - 2 for start, at in zip((y, x), place, strict=True))
    height, width = (side * scale + 4 for side in size)
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
        f'style="fill: none; stroke: {colour("accent")}; stroke-width: 2"/>'
    )
