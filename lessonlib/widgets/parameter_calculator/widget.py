"""The parameter calculator: a linear, a locally connected and a convolutional layer that make the same output."""

from math import ceil, log10
from typing import NamedTuple

import anywidget
import ipywidgets
import traitlets

from lessonlib.nn.checks import whole_number
from lessonlib.nn.geometry import conv_parameters, linear_parameters, output_size
from lessonlib.widgets.kit.arguments import check_controls
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.svg import Still, colour, draw_paragraph, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed

LAYERS = {"linear": "Linear", "local": "Locally connected", "conv": "Convolution"}
LIMITS = {
    **dict.fromkeys(("height", "width", "channels", "filters", "filter_size"), (1, 100_000)),
    "stride": (1, 1_000),
    "padding": (0, 1_000),
}
WIDTH = 420  # of the still
POWERS = {0: "1", 3: "thousand", 6: "million", 9: "billion", 12: "trillion"}


class Counts(NamedTuple):
    """What a layer costs: its weights, its biases, and the multiplications it does for one picture."""

    weights: int
    biases: int
    multiplications: int


def parameter_calculator(
    height=227,
    width=227,
    channels=3,
    *,
    filters=96,
    filter_size=11,
    stride=4,
    padding=0,
    layers=tuple(LAYERS),
    units=None,
    key="",
):
    """Compare what three kinds of layer cost for the same output, for sizes of the reader's own.

    Weights and multiplications stand apart: sharing saves the one and not the other.

    Parameters
    ----------
    height, width, channels : int
        The picture, each from 1 to 100,000.
    filters, filter_size, stride, padding : int
        As in `lessonlib.conv2d`; filters are square. Settings that give no whole size are allowed: the calculator
        says what is wrong. The output is OH x OW x ``filters`` for each kind of layer.
    layers : list of {"linear", "local", "conv"}
        The kinds of layer to compare.
    units : int, optional
        For a linear layer alone, before there is talk of filters: how many units it has.
    key : str
        What the calculator is called in the address of its page; see ``kit/toolbar.js``.

    Returns
    -------
    ParameterCalculator

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> alexnet = parameter_calculator()
    >>> alexnet
    ParameterCalculator(227x227x3, 96 filters 11x11, stride 4, padding 0)
    >>> [alexnet.counts[layer].weights for layer in ("linear", "local", "conv")]
    [44892064800, 105415200, 34848]
    >>> parameter_calculator(224, 224, 3, units=100).counts["linear"]
    Counts(weights=15052800, biases=100, multiplications=15052800)
    """
    settings = {"filters": filters, "filter_size": filter_size, "stride": stride, "padding": padding}
    if units is not None:
        settings = {"filters": _check_size("units", units, "filters"), "filter_size": 1, "stride": 1, "padding": 0}
        layers = ["linear"]
    return ParameterCalculator(
        {"height": height, "width": width, "channels": channels, **settings},
        layers=layers,
        kind="layers" if units is None else "units",
        key=key,
    )


class ParameterCalculatorView(Framed, anywidget.AnyWidget):
    """The part of the calculator that counts and draws, in the browser."""

    _esm = join_script("parameter_calculator/widget.js")
    _css = join_styles("kit/base.css", "kit/fields.css", "kit/toolbar.css", "parameter_calculator/widget.css")

    height = traitlets.Int(1).tag(sync=True)
    width = traitlets.Int(1).tag(sync=True)
    channels = traitlets.Int(1).tag(sync=True)
    filters = traitlets.Int(1).tag(sync=True)
    filter_size = traitlets.Int(1).tag(sync=True)
    stride = traitlets.Int(1).tag(sync=True)
    padding = traitlets.Int(0).tag(sync=True)
    layers = traitlets.List().tag(sync=True)
    kind = traitlets.Unicode("layers").tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        picture = f"{self.height}x{self.width}x{self.channels}"
        if self.kind == "units":
            return f"ParameterCalculatorView({picture}, {self.filters} unit{'s' * (self.filters > 1)})"
        filters = f"{self.filters} filter{'s' * (self.filters > 1)} {self.filter_size}x{self.filter_size}"
        return f"ParameterCalculatorView({picture}, {filters}, stride {self.stride}, padding {self.padding})"


def _setting(name):
    def read(self):
        return getattr(self.view, name)

    def write(self, value):
        setattr(self.view, name, _check_size(name, value))

    return property(read, write)


class ParameterCalculator(ipywidgets.VBox):
    """A comparison of layers; made by `parameter_calculator`.

    Attributes
    ----------
    height, width, channels, filters, filter_size, stride, padding : int
        The settings; assign to change them.
    output : (int, int, int)
        Rows, columns and depth of the output. Like ``counts`` a `ValueError` while the settings give no whole size.
    counts : dict of str to Counts
        By kind of layer, exact.
    view : ParameterCalculatorView
        The widget that draws.
    """

    height, width, channels = _setting("height"), _setting("width"), _setting("channels")
    filters, filter_size = _setting("filters"), _setting("filter_size")
    stride, padding = _setting("stride"), _setting("padding")

    def __init__(self, settings, *, layers, kind, key):
        settings = {name: _check_size(name, value) for name, value in settings.items()}
        layers = check_controls(layers, tuple(LAYERS), "layers")
        if not layers:
            raise ValueError(f"layers must name at least one of {', '.join(map(repr, LAYERS))}; got none")
        self.view = ParameterCalculatorView(**settings, layers=layers, kind=kind, key=key)
        self._draw_still()
        self.view.observe(self._draw_still, list(LIMITS))
        super().__init__([self.view])

    @property
    def output(self):
        if self.view.kind == "units":
            return 1, 1, self.filters
        sides = (output_size(side, self.filter_size, self.stride, self.padding) for side in (self.height, self.width))
        return (*sides, self.filters)

    @property
    def counts(self):
        counts = count_layers(
            (self.height, self.width, self.channels),
            self.output,
            None if self.view.kind == "units" else self.filter_size,
        )
        return {layer: counts[layer] for layer in self.view.layers}

    def still(self):
        """Draw the counts as they stand.

        Returns
        -------
        Still
            An SVG and a sentence on what changes in the live widget.
        """
        sizes = "the sizes of image and layer" if self.view.kind == "units" else "the sizes of image and filters"
        sentence = f"In the live page you set {sizes}, and the numbers follow."
        title = f"What layers cost: {repr(self).partition('(')[2][:-1]}"
        try:
            counts = self.counts
        except ValueError as error:
            said = str(error)
            return Still(
                draw_svg(WIDTH, 20 * (len(said) // 40 + 3), title, said, draw_paragraph(2, 20, said, 52)), sentence
            )
        most, ticks = scale_for(max(max(count.weights, count.multiplications) for count in counts.values()))
        rows, columns, depth = self.output
        body = [draw_text(2, 18, f"Output {rows}×{columns}×{depth}", 15, "muted")]
        y = 50
        headings = {"weights": "Weights", "multiplications": "Multiplications for one image"}
        if self.view.kind == "units":  # one multiplication for each weight
            headings = {"weights": "Weights, and as many multiplications"}
        for measure, heading in headings.items():
            body.append(draw_text(2, y, heading, weight=600))
            for layer, count in counts.items():
                value = getattr(count, measure)
                text = f"{value:,}" + f" + {count.biases:,} bias{'es' * (count.biases > 1)}" * (measure == "weights")
                body += [
                    draw_text(2, y + 26, LAYERS[layer]),
                    draw_text(WIDTH - 2, y + 26, text, min(15, 15 * 30 // len(text)), anchor="end"),
                    f'<rect x="2" y="{y + 32}" width="{max(2, (WIDTH - 4) * log10(value) / most):.1f}" height="10" '
                    f'style="fill: {colour("positive")}"/>',
                ]
                y += 44
            for power in ticks:
                anchor = "start" if power == 0 else "end" if power == most else "middle"
                body.append(
                    draw_text(f"{2 + (WIDTH - 4) * power / most:.1f}", y + 20, name_power(power), 12, "muted", anchor)
                )
            y += 58
        described = "; ".join(
            f"{LAYERS[layer]}: {count.weights:,} weights, {count.biases:,} biases, {count.multiplications:,} products"
            for layer, count in counts.items()
        )
        return Still(
            draw_svg(WIDTH, y - 30, title, f"{described}. Bars on a logarithmic scale.", "".join(body)), sentence
        )

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def count_layers(picture, output, filter_size=None):
    """What each kind of layer costs for one output; only a linear one without a filter size.

    Examples
    --------
    >>> count_layers((5, 5, 1), (3, 3, 1), 3)["conv"]
    Counts(weights=9, biases=1, multiplications=81)
    """
    height, width, channels = picture
    rows, columns, filters = output
    outputs = rows * columns * filters
    weights, biases = linear_parameters(height * width * channels, outputs)
    counts = {"linear": Counts(weights, biases, weights)}
    if filter_size is not None:
        shared, shared_biases = conv_parameters(filter_size, channels, filters)
        own = shared * rows * columns
        counts |= {"local": Counts(own, outputs, own), "conv": Counts(shared, shared_biases, own)}
    return counts


def scale_for(largest):
    """The power of ten at which a logarithmic scale ends, and the powers at its ticks, as ``counts.js`` has them."""
    step = 3 * max(1, ceil(log10(largest) / 12))
    most = max(step, step * ceil(log10(largest) / step))
    return most, list(range(0, most + 1, step))


def name_power(power):
    """A power of ten in words, or as one."""
    return POWERS.get(power) or "10" + str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _check_size(name, value, limits=None):
    least, most = LIMITS[limits or name]
    value = whole_number(name, value, least)
    if value > most:
        raise ValueError(f"{name} must be at most {most:,}; got {value:,}")
    return value
