"""The convolution explorer: an image, a filter, their output, and the products behind every number of it."""

import ipywidgets
import numpy as np

from lessonlib.nn.checks import true_or_false, whole_number
from lessonlib.nn.conv import conv2d
from lessonlib.nn.geometry import output_size
from lessonlib.pictures.filters import named
from lessonlib.widgets.conv_explorer.still import draw_explorer
from lessonlib.widgets.conv_explorer.view import PARTS, ConvExplorerView
from lessonlib.widgets.kit.arguments import check_controls, check_fit, check_padding, check_picture

CONTROLS = ("stride", "padding", "floor", "edit", "play", "inputs", "weights", "code", "share")
SLIDERS = ("stride", "padding")
MOST_PIXELS = 128


def conv_explorer(image, filter, *, stride=1, padding=0, controls=(), stamps=False, key=""):
    """Show a convolution: choose a number of the output, see its patch and its products.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    image : array_like
        (H, W) integers or real numbers, at most 128 along a side; from 25 on it is drawn as a picture. Nested lists
        are welcome.
    filter : array_like
        (FH, FW) integers or real numbers, no larger than the padded image and at most 64 along a side.
    stride, padding : int
        As in `lessonlib.output_size`. A stride that gives no whole size is allowed: the explorer says what is wrong.
    controls : list of str
        What the reader can do besides choosing an output, in a chapter that has explained it:

        - ``"stride"``, ``"padding"``: move a slider
        - ``"floor"``: round the size down, as PyTorch does; what is then never read is hatched
        - ``"edit"``: change any pixel or weight, and take a filter of `lessonlib.filters`
        - ``"play"``: let the filter slide, or take one step
        - ``"inputs"``: choose a pixel and see every output that reads it
        - ``"weights"``: choose a weight and see every pixel it meets, with the sum that is its gradient
        - ``"code"``: copy what is on screen as Python
        - ``"share"``: link to what is on screen
    stamps : bool
        Whether to stamp the places where the window can stand, and to let the padding zeros glow, in the image and in
        the output. A picture has none of this.
    key : str
        What this explorer is called in a link to it: lowercase letters, digits, hyphens; one of a kind in its page.
        Empty, the id of its cell serves.

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
    return ConvExplorer(image, filter, stride=stride, padding=padding, controls=controls, stamps=stamps, key=key)


class ConvExplorer(ipywidgets.VBox):
    """Sliders and the view they are linked to, in the browser and so also without Python.

    Parameters
    ----------
    image, filter, stride, padding, controls, stamps, key
        As in `conv_explorer`.

    Attributes
    ----------
    image, filter : list of list of float
        What is shown; assign nested lists or arrays to change it.
    stride, padding : int
        The settings; the sliders follow.
    floor : bool
        Whether a size that is not whole is rounded down, as PyTorch does.
    selected, pixel, weight : (int, int)
        Row and column of the chosen cell of the output, the image and the filter.
    direction : {"output", "input", "filter"}
        Which of these three is looked at.
    view : ConvExplorerView
        The widget that draws.
    sliders : dict of str to ipywidgets.IntSlider
        The sliders shown, by the name of their setting.
    links : list of ipywidgets.Link
        What ties each slider to the view, in the browser.
    """

    def __init__(self, image, filter, *, stride=1, padding=0, controls=(), stamps=False, key=""):
        image = check_picture("image", image, MOST_PIXELS)
        filter = check_picture("filter", filter)
        stride = whole_number("stride", stride, 1)
        padding = check_padding(padding)
        check_fit(image, filter, padding)
        controls = check_controls(controls, CONTROLS)
        side = max(len(filter), len(filter[0]))
        self.view = ConvExplorerView(
            image=image,
            filter=filter,
            stride=stride,
            padding=padding,
            controls=controls,
            filters={name: weights.tolist() for name, weights in named().items()} if "edit" in controls else {},
            stamps=true_or_false("stamps", stamps),
            key=key,
            stride_max=max(4, side, stride),
            padding_max=max(1, side - 1, padding),
        )
        self.sliders = {name: self._make_slider(name) for name in SLIDERS if name in controls}
        self.links = [ipywidgets.jslink((slider, "value"), (self.view, name)) for name, slider in self.sliders.items()]
        self._draw_still()
        self.view.observe(
            self._draw_still, ["image", "filter", "stride", "padding", "floor", "direction", *PARTS.values()]
        )
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
        values = check_picture("image", values, MOST_PIXELS)
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
    def floor(self):
        return self.view.floor

    @floor.setter
    def floor(self, value):
        self.view.floor = true_or_false("floor", value)

    @property
    def selected(self):
        return self._chosen("output")

    @selected.setter
    def selected(self, place):
        self._choose("output", place)

    @property
    def pixel(self):
        return self._chosen("input")

    @pixel.setter
    def pixel(self, place):
        self._choose("input", place)

    @property
    def weight(self):
        return self._chosen("filter")

    @weight.setter
    def weight(self, place):
        self._choose("filter", place)

    @property
    def direction(self):
        return self.view.direction

    @direction.setter
    def direction(self, part):
        if part not in PARTS:
            raise ValueError(f"direction must be among {', '.join(map(repr, PARTS))}; got {part!r}")
        self.view.direction = part

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        return draw_explorer(
            self.image,
            self.filter,
            self._output(),
            stride=self.stride,
            padding=self.padding,
            looked_at=(self.direction, self._chosen(self.direction)),
            problem=self._problem(),
            controls=self.view.controls,
            stamps=self.view.stamps,
        )

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

    def _values(self, part):
        return {"output": self._output, "input": lambda: self.image, "filter": lambda: self.filter}[part]()

    def _chosen(self, part):
        row, column = getattr(self.view, PARTS[part])
        values = self._values(part)
        return (min(row, len(values) - 1), min(column, len(values[0]) - 1)) if values else (row, column)

    def _choose(self, part, place):
        name = PARTS[part]
        if not isinstance(place, (tuple, list)) or len(place) != 2:
            raise TypeError(f"{name} must be a pair (row, column); got {place!r}")
        place = [whole_number(f"{name} row", place[0]), whole_number(f"{name} column", place[1])]
        values = self._values(part)
        if values and (place[0] >= len(values) or place[1] >= len(values[0])):
            size = f"{len(values)}x{len(values[0])}"
            raise ValueError(f"{name} must lie in the {size} {part}, counted from 0; got {tuple(place)}")
        setattr(self.view, name, place)

    def _rounding(self):
        return "floor" if self.floor else "exact"

    def _problem(self):
        """Why there is no output; empty if there is one."""
        for input_size, filter_size in self._sides():
            try:
                output_size(input_size, filter_size, self.stride, self.padding, self._rounding())
            except ValueError as error:
                return str(error)
        return ""

    def _output(self):
        """The output as nested lists; empty if the setting is invalid."""
        if self._problem():
            return []
        image, filter = np.array(self.image), np.array(self.filter)
        # conv2d wants whole sizes: what rounding down leaves out goes first.
        rows, columns = ((size - taken + 2 * self.padding) % self.stride for size, taken in self._sides())
        padded = np.pad(image, self.padding)
        read = padded[: padded.shape[0] - rows, : padded.shape[1] - columns]
        return conv2d(read[None, None], filter[None, None], None, self.stride)[0, 0].tolist()
