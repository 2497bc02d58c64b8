"""The convolution explorer: an image, a filter, their output, and the products behind every number of it."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.checks import whole_number
from lessonlib.conv import conv2d
from lessonlib.geometry import output_size
from lessonlib.widgets.arguments import check_controls, check_fit, check_padding, check_picture
from lessonlib.widgets.drawing import (
    CELL,
    Still,
    draw_outline,
    draw_paragraph,
    draw_pixels,
    draw_signed,
    draw_svg,
    draw_text,
    short,
)
from lessonlib.widgets.join import join_script, join_styles

CONTROLS = ("stride", "padding")


def conv_explorer(image, filter, *, stride=1, padding=0, controls=()):
    """Show a convolution: choose a number of the output, see its patch and its products.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    image : array_like
        (H, W) integers or real numbers, at most 64 along a side. Nested lists are welcome.
    filter : array_like
        (FH, FW) integers or real numbers, no larger than the padded image.
    stride, padding : int
        As in `lessonlib.output_size`. A stride that gives no whole size is allowed: the explorer says what is wrong.
    controls : list of {"stride", "padding"}
        The sliders to show.

    Returns
    -------
    ConvExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> conv_explorer([[0, 0, 1], [0, 0, 1], [0, 0, 1]], [[-1, 1]], controls=["stride"])
    ConvExplorer(3x3 image, 1x2 filter, stride 1, padding 0)
    """
    return ConvExplorer(image, filter, stride=stride, padding=padding, controls=controls)


class ConvExplorerView(anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("explorer.js")
    _css = join_styles("explorer.css")

    image = traitlets.List().tag(sync=True)
    filter = traitlets.List().tag(sync=True)
    stride = traitlets.Int(1).tag(sync=True)
    padding = traitlets.Int(0).tag(sync=True)
    selected = traitlets.List([0, 0]).tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    stride_max = traitlets.Int(1).tag(sync=True)
    padding_max = traitlets.Int(0).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        image, filter = (f"{len(values)}x{len(values[0])}" for values in (self.image, self.filter))
        return f"ConvExplorerView({image} image, {filter} filter, stride {self.stride}, padding {self.padding})"


class ConvExplorer(ipywidgets.VBox):
    """Sliders and the view they are linked to, in the browser and so also without Python.

    Parameters
    ----------
    image, filter, stride, padding, controls
        As in `conv_explorer`.

    Attributes
    ----------
    image, filter : list of list of float
        What is shown; assign nested lists or arrays to change it.
    stride, padding : int
        The settings; the sliders follow.
    selected : (int, int)
        Row and column of the chosen output cell.
    view : ConvExplorerView
        The widget that draws.
    sliders : dict of str to ipywidgets.IntSlider
        The sliders shown, by the name of their setting.
    links : list of ipywidgets.Link
        What ties each slider to the view, in the browser.
    """

    def __init__(self, image, filter, *, stride=1, padding=0, controls=()):
        image = check_picture("image", image)
        filter = check_picture("filter", filter)
        stride = whole_number("stride", stride, 1)
        padding = check_padding(padding)
        check_fit(image, filter, padding)
        side = max(len(filter), len(filter[0]))
        self.view = ConvExplorerView(
            image=image,
            filter=filter,
            stride=stride,
            padding=padding,
            controls=check_controls(controls, CONTROLS),
            stride_max=max(4, side, stride),
            padding_max=max(1, side - 1, padding),
        )
        self.sliders = {name: self._make_slider(name) for name in self.view.controls}
        self.links = [ipywidgets.jslink((slider, "value"), (self.view, name)) for name, slider in self.sliders.items()]
        self._draw_still()
        self.view.observe(self._draw_still, ["image", "filter", "stride", "padding", "selected"])
        super().__init__([*self.sliders.values(), self.view])

    def _make_slider(self, name):
        return ipywidgets.IntSlider(
            value=getattr(self.view, name),
            min=1 if name == "stride" else 0,
            max=getattr(self.view, f"{name}_max"),
            description=name.capitalize(),
            layout=ipywidgets.Layout(width="100%", max_width="24rem"),
        )

    @property
    def image(self):
        return self.view.image

    @image.setter
    def image(self, values):
        values = check_picture("image", values)
        check_fit(values, self.filter, self.padding)
        self.view.image = values

    @property
    def filter(self):
        return self.view.filter

    @filter.setter
    def filter(self, values):
        values = check_picture("filter", values)
        check_fit(self.image, values, self.padding)
        self.view.filter = values

    @property
    def stride(self):
        return self.view.stride

    @stride.setter
    def stride(self, value):
        self._set("stride", whole_number("stride", value, 1))

    @property
    def padding(self):
        return self.view.padding

    @padding.setter
    def padding(self, value):
        value = check_padding(value)
        check_fit(self.image, self.filter, value)
        self._set("padding", value)

    @property
    def selected(self):
        output = self._output()
        row, column = self.view.selected
        return (min(row, len(output) - 1), min(column, len(output[0]) - 1)) if output else (row, column)

    @selected.setter
    def selected(self, place):
        if not isinstance(place, (tuple, list)) or len(place) != 2:
            raise TypeError(f"selected must be a pair (row, column); got {place!r}")
        place = [whole_number("selected row", place[0]), whole_number("selected column", place[1])]
        output = self._output()
        if output and (place[0] >= len(output) or place[1] >= len(output[0])):
            size = f"{len(output)}x{len(output[0])}"
            raise ValueError(f"selected must lie in the {size} output, counted from 0; got {tuple(place)}")
        self.view.selected = place

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        image, filter, padding = self.image, self.filter, self.padding
        rows, columns = len(image) + 2 * padding, len(image[0]) + 2 * padding
        top, gap = 32, 32
        x_filter = 2 + columns * CELL + gap
        x_output = x_filter + len(filter[0]) * CELL + gap
        zeros = f" in {padding} ring{'s' * (padding > 1)} of zeros" * bool(padding)
        title = f"A {_size(image)} image{zeros} and a {_size(filter)} filter at stride {self.stride}"
        body = [
            draw_text(2, 20, f"Input {_size(image, '×')}", weight=600),
            draw_pixels(2, top, image, padding),
            draw_text(x_filter, 20, f"Filter {_size(filter, '×')}", weight=600),
            draw_signed(x_filter, top, filter),
        ]
        if output := self._output():
            row, column = self.selected
            x_patch, y_patch = 2 + column * self.stride * CELL, top + row * self.stride * CELL
            body += [
                draw_outline(x_patch, y_patch, len(filter), len(filter[0])),
                draw_text(x_output, 20, f"Output {_size(output, '×')}", weight=600),
                draw_signed(x_output, top, output),
                draw_outline(x_output + column * CELL, top + row * CELL, 1, 1),
            ]
            width = x_output + max(3, len(output[0])) * CELL + 2
            described = (
                f"The output is {_in_words(output)}. Outlined: output ({row}, {column}) and its patch of the image."
            )
        else:
            described = self._problem()
            body += [draw_text(x_output, 20, "No output", weight=600), draw_paragraph(x_output, top + 16, described)]
            width = x_output + 260
        height = max(
            top + max(rows, len(filter)) * CELL + 2, 0 if output else top + 16 + 20 * (len(described) // 28 + 1)
        )
        sliders = " and ".join(f"a slider sets the {name}" for name in self.sliders)
        sentence = (
            "In the live page you choose a number of the output, see its patch outlined in the input, "
            f"and read its products written out{'; ' * bool(sliders)}{sliders}."
        )
        return Still(draw_svg(width, height, title, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _set(self, name, value):
        # Both ends of the link: without a page in between, nothing else would carry the change across.
        if name in self.sliders:
            self.sliders[name].max = max(self.sliders[name].max, value)
            self.sliders[name].value = value
        self.view.set_trait(f"{name}_max", max(getattr(self.view, f"{name}_max"), value))
        setattr(self.view, name, value)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()

    def _sides(self):
        return [(len(self.image), len(self.filter)), (len(self.image[0]), len(self.filter[0]))]

    def _problem(self):
        """Why there is no output; empty if there is one."""
        for input_size, filter_size in self._sides():
            try:
                output_size(input_size, filter_size, self.stride, self.padding)
            except ValueError as error:
                return str(error)
        return ""

    def _output(self):
        """The output as nested lists; empty if the setting is invalid."""
        if self._problem():
            return []
        image, filter = np.array(self.image), np.array(self.filter)
        return conv2d(image[None, None], filter[None, None], None, self.stride, self.padding)[0, 0].tolist()


def _size(values, times=" by "):
    return f"{len(values)}{times}{len(values[0])}"


def _in_words(values):
    return "; ".join(" ".join(short(value) for value in row) for row in values)
