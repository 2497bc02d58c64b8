"""The receptive field explorer: a stack of layers, and what one unit of it sees of the picture."""

from itertools import pairwise

import anywidget
import ipywidgets
import traitlets

from lessonlib.nn.checks import true_or_false, whole_number
from lessonlib.nn.geometry import receptive_field
from lessonlib.pictures.samples import lighthouse
from lessonlib.widgets.kit.arguments import check_controls
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png
from lessonlib.widgets.kit.svg import Still, colour, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed
from lessonlib.widgets.receptive_field_explorer.stack import (
    check_most,
    check_stack,
    growth,
    needs_floor,
    presets,
    stack_sizes,
    trace,
)

CONTROLS = ("presets", "layers", "floor")
SHOWN = 440  # width of the input in the still


def receptive_field_explorer(
    stack="three 3×3", *, input_size=None, layer=None, unit=None, floor=None, controls=CONTROLS, key=""
):
    """Show what one unit of a stack of layers sees of the picture, and how that grows from layer to layer.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    stack : str or list of tuple
        "two 3×3", "three 3×3", "AlexNet", "VGG-16" or "ResNet-18's stem" (an "x" does for "×"), or the layers, first
        one first: ``(filter_size, stride)`` or ``(filter_size, stride, padding)``, after ``"conv"`` or ``"pool"`` if
        it is not a convolution. At most 40.
    input_size : int, optional
        Pixels along a side, at most 1024. Default: the network's own, else 32.
    layer : int, optional
        The layer whose unit is looked at, counted from 1. Default: the last.
    unit : int, optional
        Which unit along its row, counted from 0. Default: the middle one.
    floor : bool, optional
        Whether sizes that are not whole are rounded down, as PyTorch does. Default: only if the stack needs it.
    controls : list of {"presets", "layers", "floor"}
        What the reader can change: choose a known stack, edit layers, switch `floor`.
    key : str
        What the explorer is called in its page's address.

    Returns
    -------
    ReceptiveFieldExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Notes
    -----
    The recurrence is that of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
    Distill, 2019, https://doi.org/10.23915/distill.00021.

    Examples
    --------
    >>> receptive_field_explorer("VGG-16")
    ReceptiveFieldExplorer(18 layers on 224 pixels, receptive field 212)
    >>> receptive_field_explorer([(5, 2), ("pool", 2, 2)], input_size=29).sizes
    [29, 13, 6]
    """
    return ReceptiveFieldExplorer(
        stack, input_size=input_size, layer=layer, unit=unit, floor=floor, controls=controls, key=key
    )


class ReceptiveFieldExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("receptive_field_explorer/widget.js")
    _css = join_styles(
        "kit/base.css", "kit/toolbar.css", "kit/fields.css", "kit/chips.css", "receptive_field_explorer/widget.css"
    )

    input_size = traitlets.Int().tag(sync=True)
    layers = traitlets.List().tag(sync=True)
    floor = traitlets.Bool().tag(sync=True)
    layer = traitlets.Int().tag(sync=True)
    unit = traitlets.Int(-1).tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        field = receptive_field([(filter_size, stride) for _, filter_size, stride, _ in self.layers[: self.layer]])
        name = f"{self.layer} layer{'s' * (self.layer > 1)} on {self.input_size} pixels"
        return f"ReceptiveFieldExplorerView({name}, receptive field {field})"


class ReceptiveFieldExplorer(ipywidgets.VBox):
    """The explorer; what it shows can be read and assigned.

    Parameters
    ----------
    stack, input_size, layer, unit, floor, controls, key
        As in `receptive_field_explorer`.

    Attributes
    ----------
    layers : list of (str, int, int, int)
        Kind ("conv" or "pool"), filter size, stride and padding of each layer, first one first.
    input_size : int
        Pixels along a side.
    floor : bool
        Whether sizes are rounded down.
    layer, unit : int
        The unit looked at: its layer, counted from 1, and its place along a row, counted from 0.
    sizes : list of int
        The input's size and that of each layer, up to the first that does not fit.
    pixels : list of int
        The pixels along a row of the picture that the unit reads.
    view : ReceptiveFieldExplorerView
        The widget that draws.
    """

    def __init__(
        self, stack="three 3×3", *, input_size=None, layer=None, unit=None, floor=None, controls=CONTROLS, key=""
    ):
        own_size, layers = check_stack(stack)
        size = check_most("input_size", own_size if input_size is None else input_size, 1)
        floor = needs_floor(size, layers) if floor is None else true_or_false("floor", floor)
        layer = len(layers) if layer is None else _check_layer(layer, layers)
        self.view = ReceptiveFieldExplorerView(
            input_size=size,
            layers=layers,
            floor=floor,
            layer=layer,
            presets=presets(),
            picture=grey_png(lighthouse(96) * 255),
            controls=check_controls(controls, CONTROLS),
            key=key,
        )
        if unit is not None:
            self.unit = unit
        self._draw_still()
        self.view.observe(self._draw_still, ["input_size", "layers", "floor", "layer", "unit"])
        super().__init__([self.view])

    @property
    def layers(self):
        return [tuple(layer) for layer in self.view.layers]

    @layers.setter
    def layers(self, values):
        layers = check_stack(values)[1]
        with self.view.hold_trait_notifications():
            self.view.layers, self.view.layer, self.view.unit = layers, len(layers), -1

    @property
    def input_size(self):
        return self.view.input_size

    @input_size.setter
    def input_size(self, value):
        self.view.input_size = check_most("input_size", value, 1)

    @property
    def floor(self):
        return self.view.floor

    @floor.setter
    def floor(self, value):
        self.view.floor = true_or_false("floor", value)

    @property
    def layer(self):
        return self.view.layer

    @layer.setter
    def layer(self, value):
        value = _check_layer(value, self.view.layers)
        with self.view.hold_trait_notifications():
            self.view.layer, self.view.unit = value, -1

    @property
    def unit(self):
        last = self.sizes[self._level()] - 1
        return last // 2 if self.view.unit < 0 else min(self.view.unit, last)

    @unit.setter
    def unit(self, value):
        value, size = whole_number("unit", value), self.sizes[self._level()]
        if value >= size:
            raise ValueError(f"unit must be one of the {size} of layer {self._level()}, counted from 0; got {value}")
        self.view.unit = value

    @property
    def sizes(self):
        return stack_sizes(self.input_size, self.view.layers, self.floor)

    @property
    def pixels(self):
        return self._trace()[0][2]

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        sizes, level, layers, left = self.sizes, self._level(), self.layers, 80
        field = receptive_field([layer[1:3] for layer in layers[:level]])
        scale = SHOWN / sizes[0]
        levels = growth(layers)
        tops = [30 + 26 * i for i in range(len(sizes))]

        def ends(i, first, last):
            step, start = levels[i]
            return [left + (0.5 + start + step * (at + side)) * scale for at, side in ((first, -0.45), (last, 0.45))]

        read = [
            ends(i, *((units[0], units[-1]) if units else (0, -1))) for i, (_, _, units) in enumerate(self._trace())
        ]
        body = []
        for i, ((a, b), (c, d)) in enumerate(pairwise(read)):
            points = f"{a:.1f},{tops[i] + 12} {b:.1f},{tops[i] + 12} {d:.1f},{tops[i + 1]} {c:.1f},{tops[i + 1]}"
            body.append(f'<polygon points="{points}" style="fill: {colour("accent-soft")}"/>')
        for i, (size, top) in enumerate(zip(sizes, tops, strict=True)):
            dashes = f"{0.9 * levels[i][0] * scale:.2f} {0.1 * levels[i][0] * scale:.2f}"
            body.append(_draw_units(*ends(i, 0, size - 1), top, "line", dashes))
            if i <= level:
                body.append(_draw_units(*read[i], top, "accent", dashes))
            name = f"{i} {layers[i - 1][0]}" if i else "input"
            body += [draw_text(2, top + 11, name, 13), draw_text(left + SHOWN + 12, top + 11, str(size), 13)]
        title = f"What unit {self.unit} of layer {level} sees of {sizes[0]} pixels"
        described = (
            f"Its receptive field is {field} pixels along a side. Sizes along the stack: {', '.join(map(str, sizes))}."
        )
        body.append(draw_text(2, 16, f"Receptive field {field} × {field}", weight=600))
        sentence = (
            "In the live page you choose a layer and a unit of it, see how far its cone reaches into the image, "
            "and read the sum behind it, line by line; layers can be added, changed and removed."
        )
        svg = draw_svg(left + SHOWN + 60, tops[-1] + 24, title, described, "".join(body))
        return Still(svg, sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _level(self):
        """The chosen layer, or the last one that fits."""
        return min(self.view.layer, len(self.sizes) - 1)

    def _trace(self):
        return trace(self.sizes, self.view.layers, self._level(), self.unit)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_layer(value, layers):
    value = whole_number("layer", value, 1)
    if value > len(layers):
        raise ValueError(f"layer must be one of the {len(layers)} there are, counted from 1; got {value}")
    return value


def _draw_units(start, end, top, name, dashes):
    """A row of units as one dashed line."""
    return (
        f'<line x1="{start:.2f}" y1="{top + 6}" x2="{end:.2f}" y2="{top + 6}" stroke-dasharray="{dashes}" '
        f'style="stroke: {colour(name)}; stroke-width: 12"/>'
    )
