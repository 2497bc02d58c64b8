"""The volume explorer: a picture of several channels, filters as deep as it is, a map for each filter."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.checks import whole_number
from lessonlib.nn.conv import conv2d
from lessonlib.nn.geometry import output_size
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.proxy import forward
from lessonlib.widgets.kit.svg import CELL, Still, draw_outline, draw_pixels, draw_signed, draw_svg, draw_text, short
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.volume_explorer.presets import preset_arguments

SETTINGS = ("image", "filters", "bias", "stride", "padding", "channels", "names")
COLOURS = ("red", "green", "blue")
MOST = {"image": (8, 32, 32), "filters": (8, 8, 11, 11)}  # what a page can still show as numbers
TOP = 32


def volume_explorer(
    image=None, filters=None, *, bias=None, stride=1, padding=0, channels=None, names=None, preset=None, key=""
):
    """Show filters of full depth: choose a number of the output, see what each channel adds to it.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    image : array_like
        (C, H, W) integers or real numbers; at most 8 channels of 32x32.
    filters : array_like
        (K, C, FH, FW); at most 8 of 11x11.
    bias : array_like, optional
        (K,), one number a filter. Default: zeros.
    stride, padding : int
        As in `lessonlib.output_size`, which must come out whole.
    channels : list of str, optional
        What the channels are called. Default: red, green, blue if there are three, else channel 0, channel 1, ...
    names : list of str, optional
        What the filters are called. Default: filter 0, filter 1, ...
    preset : {"red-green", "cs231n"}, optional
        An example in place of all of the above. "red-green": an edge between two colours that are equally bright, which
        a filter of brightness cannot see (0 0 0) and one of colour can (6 6 0). "cs231n": of the shape of the running
        example in CS231n's notes, a 5x5x3 input in a ring of zeros, two filters, stride 2.
    key : str
        What the widget is called in its page's address; see `lessonlib.widgets.kit.toolbar`.

    Returns
    -------
    VolumeExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = volume_explorer(preset="red-green")
    >>> explorer
    VolumeExplorer(3x5x5 image, 2 filters of 3x3x3, stride 1, padding 0)
    >>> explorer.output[:, 0].tolist()
    [[0, 0, 0], [6, 6, 0]]
    """
    settings = {"bias": bias, "channels": channels, "names": names, "stride": stride, "padding": padding}
    if preset is not None:
        if image is not None or filters is not None:
            raise TypeError(f"preset brings its own image and filters: give either them or preset={preset!r}")
        settings = {**settings, **preset_arguments(preset)}
    else:
        settings = {"image": image, "filters": filters, **settings}
    return VolumeExplorer(**settings, key=key)


class VolumeExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("volume_explorer/widget.js")
    _css = join_styles(
        "kit/base.css", "kit/chips.css", "kit/selection.css", "volume_explorer/widget.css", "kit/toolbar.css"
    )

    image = traitlets.TraitType().tag(sync=True)
    filters = traitlets.TraitType().tag(sync=True)
    bias = traitlets.TraitType().tag(sync=True)
    stride = traitlets.TraitType(1).tag(sync=True)
    padding = traitlets.TraitType(0).tag(sync=True)
    channels = traitlets.TraitType().tag(sync=True)
    names = traitlets.TraitType().tag(sync=True)
    selected = traitlets.TraitType([0, 0, 0]).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    @property
    def output(self):
        """The (K, OH, OW) array on screen."""
        image, filters, bias = (np.array(values) for values in (self.image, self.filters, self.bias))
        return conv2d(image[None], filters, bias, self.stride, self.padding)[0]

    def __repr__(self):
        image, filters = ("x".join(map(str, np.shape(values))) for values in (self.image, self.filters[0]))
        count = f"{len(self.filters)} filter{'s' * (len(self.filters) > 1)} of {filters}"
        return f"VolumeExplorerView({image} image, {count}, stride {self.stride}, padding {self.padding})"

    @traitlets.validate(*SETTINGS)
    def _check_setting(self, proposal):
        settings = {name: getattr(self, name) for name in SETTINGS}
        return _checked(**{**settings, proposal["trait"].name: proposal["value"]})[proposal["trait"].name]

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        place = proposal["value"]
        if not isinstance(place, (tuple, list)) or len(place) != 3:
            raise TypeError(f"selected must be three numbers (filter, row, column); got {place!r}")
        place = [
            whole_number(f"selected {name}", at) for name, at in zip(("filter", "row", "column"), place, strict=True)
        ]
        sizes = self.output.shape
        if any(at >= size for at, size in zip(place, sizes, strict=True)):
            raise ValueError(f"selected must lie in the {_size(sizes)} output, counted from 0; got {tuple(place)}")
        return place

    @traitlets.observe(*SETTINGS)
    def _keep_selected(self, change):
        if all(getattr(self, name) is not None for name in SETTINGS):
            self.selected = [min(at, size - 1) for at, size in zip(self.selected, self.output.shape, strict=True)]


class VolumeExplorer(ipywidgets.VBox):
    """The explorer; its settings can be read and assigned.

    Parameters
    ----------
    image, filters, bias, stride, padding, channels, names, key
        As in `volume_explorer`.

    Attributes
    ----------
    image, filters, bias : nested lists of float
        What is shown; assign nested lists or arrays to change it.
    stride, padding : int
    channels, names : list of str
    selected : [int, int, int]
        Filter, row and column of the chosen number of the output.
    output : numpy.ndarray
        (K, OH, OW), as it stands on screen.
    view : VolumeExplorerView
        The widget that draws.
    """

    def __init__(self, image, filters, *, bias=None, stride=1, padding=0, channels=None, names=None, key=""):
        settings = _checked(image, filters, bias, stride, padding, channels, names)
        self.view = VolumeExplorerView(**settings, selected=[0, 0, 0], key=check_key(key))
        self._draw_still()
        self.view.observe(self._draw_still, [*SETTINGS, "selected"])
        super().__init__([self.view])

    image = forward("image")
    filters = forward("filters")
    bias = forward("bias")
    stride = forward("stride")
    padding = forward("padding")
    channels = forward("channels")
    names = forward("names")
    selected = forward("selected")
    output = property(lambda self: self.view.output)

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        k, row, column = self.selected
        image, weights, output = self.image, self.filters[k], self.output
        ring, patch = 2 * self.padding, np.shape(weights)[1:]
        lane = TOP + max(len(image[0]) + ring, patch[0]) * CELL + 20
        x_filter = 2 + (len(image[0][0]) + ring + 1) * CELL
        x_output = x_filter + (patch[1] + 2) * CELL
        corner = (row * self.stride * CELL, column * self.stride * CELL)
        body = []
        for c, channel in enumerate(self.channels):
            top = c * lane + TOP
            body += [
                draw_text(2, top - 12, f"Input, {channel}", weight=600),
                draw_pixels(2, top, image[c], self.padding),
                draw_outline(2 + corner[1], top + corner[0], *patch),
                draw_text(x_filter, top - 12, f"Filter, {channel}", weight=600),
                draw_signed(x_filter, top, weights[c]),
            ]
        map_lane = TOP + output.shape[1] * CELL + 20
        for i, (name, values) in enumerate(zip(self.names, output.tolist(), strict=True)):
            top = i * map_lane + TOP
            body += [draw_text(x_output, top - 12, f"Output, {name}", weight=600), draw_signed(x_output, top, values)]
        body.append(draw_outline(x_output + column * CELL, k * map_lane + TOP + row * CELL, 1, 1))
        width = x_output + max(output.shape[2] * CELL, 10 * max(map(len, self.names)) + 70) + 2
        height = max(len(image) * lane, len(output) * map_lane)
        title = (
            f"A {_size(np.shape(image))} input, {len(output)} filters of {_size(np.shape(weights))}, {len(output)} maps"
        )
        maps = (
            f"{name}: " + "; ".join(" ".join(short(value) for value in line) for line in values.tolist())
            for name, values in zip(self.names, output, strict=True)
        )
        described = f"The output is {'. '.join(maps)}. Outlined: output ({row}, {column}) of {self.names[k]}."
        described += f" Its sum: {self._sum()}."
        sentence = (
            "In the live page you choose a filter and a number of the output, see its patch outlined in every channel, "
            "and read what each channel adds to it."
        )
        return Still(draw_svg(width, height, title, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _sum(self):
        """The chosen number as the sum over the channels, in words."""
        k, row, column = self.selected
        size = [len(self.filters[k])] * 2
        apart = np.zeros((*size, *np.shape(self.filters[k])[1:]))  # (C, C, FH, FW): each channel alone
        apart[range(size[0]), range(size[0])] = self.filters[k]
        sums = conv2d(np.array(self.image)[None], apart, None, self.stride, self.padding)[0, :, row, column]
        terms = [f"{channel} {short(value)}" for channel, value in zip(self.channels, sums.tolist(), strict=True)]
        return f"{' + '.join(terms)} + bias {short(self.bias[k])} = {short(self.output[k, row, column].item())}"

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _checked(image, filters, bias, stride, padding, channels, names):
    """The settings as the page has them, defaults filled in."""
    image, filters = _numbers("image", image, "(C, H, W)"), _numbers("filters", filters, "(K, C, FH, FW)")
    (depth, height, width), (count, filter_depth, *size) = image.shape, filters.shape
    if filter_depth != depth:
        raise ValueError(f"filters must be (K, C, FH, FW) with C == {depth} to match image; got {filters.shape}")
    stride, padding = whole_number("stride", stride, 1), whole_number("padding", padding)
    output_size(height, size[0], stride, padding)
    output_size(width, size[1], stride, padding)
    bias = _numbers("bias", [0] * count if bias is None else bias, "(K,)")
    if len(bias) != count:
        raise ValueError(f"bias must be (K,) with K == {count} to match filters; got {bias.shape}")
    if channels is None:
        channels = COLOURS if depth == 3 else [f"channel {c}" for c in range(depth)]
    names = [f"filter {k}" for k in range(count)] if names is None else names
    return {
        "image": image.tolist(),
        "filters": filters.tolist(),
        "bias": bias.tolist(),
        "stride": stride,
        "padding": padding,
        "channels": _texts("channels", channels, depth),
        "names": _texts("names", names, count),
    }


def _numbers(name, values, shape):
    array = as_numbers(name, values, shape)
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number; got shape {array.shape}")
    most = MOST.get(name, array.shape)
    if any(side > limit for side, limit in zip(array.shape, most, strict=True)):
        raise ValueError(f"{name} must be at most {_size(most)}, to be shown as numbers; got shape {array.shape}")
    if not np.isfinite(array).all():
        place = tuple(np.argwhere(~np.isfinite(array))[0].tolist())
        raise ValueError(f"{name} must be finite numbers; got {array[place]} at {place}")
    return array


def _texts(name, texts, count):
    if isinstance(texts, str) or not all(isinstance(text, str) and text for text in texts):
        raise TypeError(f"{name} must be a list of {count} names; got {texts!r}")
    if len(texts) != count or len(set(texts)) != count:
        raise ValueError(f"{name} must be {count} different names; got {list(texts)!r}")
    return list(texts)


def _size(shape):
    return "x".join(map(str, shape))
