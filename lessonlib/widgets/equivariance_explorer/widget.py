"""The equivariance explorer: move and convolve, convolve and move, and what makes the two differ."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import true_or_false, whole_number
from lessonlib.pictures.filters import vertical_edge
from lessonlib.widgets.equivariance_explorer.both_orders import both_ways, small_three
from lessonlib.widgets.kit.arguments import check_controls, check_fit, check_padding, check_picture
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.mover import check_shift, move_picture, say_move
from lessonlib.widgets.kit.svg import Still, colour, draw_paragraph, draw_svg, draw_text, short
from lessonlib.widgets.kit.toolbar import Framed, check_key

SLIDERS = ("right", "down")
SWITCHES = ("background", "padding", "stride", "pooling", "linear")
CONTROLS = SLIDERS + SWITCHES
MOST = 24  # pixels along a side: there are five grids
CELL = 18  # of the still, in its units


def equivariance_explorer(
    image=None,
    filter=None,
    *,
    shift=(0, 0),
    stride=1,
    padding=0,
    pooling=False,
    linear=False,
    background=0,
    reach=4,
    controls=CONTROLS,
    key="",
):
    """Show conv(shift x), shift(conv x) and their difference, and what makes it more than 0.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    image : array_like, optional
        (H, W) numbers, at most 24 along a side. Default: a small 3 with a blank margin.
    filter : array_like, optional
        (FH, FW) numbers. Default: `lessonlib.filters.vertical_edge`.
    shift : (down, right) pair of int, default (0, 0)
        How far the picture has moved, in pixels. Zeros enter behind it, what leaves is cut off.
    stride, padding : int
        Of the convolution. A setting that gives no whole size is allowed: the page says what is wrong.
    pooling : bool, default False
        Whether max-pooling follows, 3 x 3 at stride 2.
    linear : bool, default False
        Whether flatten and a linear layer follow, with one output for every cell and fixed whole weights from -2 to 2.
    background : {0, 1}
        What is added to every pixel: 1 leaves no blank margin.
    reach : int, default 4
        How far the picture can be moved along each axis.
    controls : list of {"right", "down", "background", "padding", "stride", "pooling", "linear"}
        What the reader can change: sliders for the first two, switches for the others. Arrow keys, dragging and
        four buttons always move the picture.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    EquivarianceExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = equivariance_explorer(shift=(0, 3))
    >>> explorer
    EquivarianceExplorer(11x11 image, 3x3 filter, moved 0 down, 3 right)
    >>> explorer.largest_difference()
    0.0
    >>> explorer.stride = 2
    >>> explorer.largest_difference()
    2.0
    """
    return EquivarianceExplorer(
        image,
        filter,
        shift=shift,
        stride=stride,
        padding=padding,
        pooling=pooling,
        linear=linear,
        background=background,
        reach=reach,
        controls=controls,
        key=key,
    )


class EquivarianceExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("equivariance_explorer/widget.js")
    _css = join_styles("kit/base.css", "kit/mover.css", "equivariance_explorer/widget.css", "kit/toolbar.css")

    image = traitlets.List().tag(sync=True)
    filter = traitlets.List().tag(sync=True)
    down = traitlets.Int(0).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    reach = traitlets.Int(4).tag(sync=True)
    stride = traitlets.Int(1).tag(sync=True)
    padding = traitlets.Int(0).tag(sync=True)
    pooling = traitlets.Bool(False).tag(sync=True)
    linear = traitlets.Bool(False).tag(sync=True)
    background = traitlets.Int(0).tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        image, filter = (f"{len(values)}x{len(values[0])}" for values in (self.image, self.filter))
        switched = [f"stride {self.stride}"] * (self.stride > 1) + [f"padding {self.padding}"] * (self.padding > 0)
        switched += [name for name in ("pooling", "linear", "background") if getattr(self, name)]
        place = f"moved {self.down} down, {self.right} right"
        return f"EquivarianceExplorerView({', '.join([f'{image} image', f'{filter} filter', place, *switched])})"


def _setting(name, check, doc):
    return property(lambda self: getattr(self.view, name), lambda self, value: self._set(name, check(value)), doc=doc)


def _flag(name):
    return lambda value: true_or_false(name, value)


def _check_background(value):
    if whole_number("background", value) > 1:
        raise ValueError(f"background must be 0 or 1; got {value}")
    return int(value)


class EquivarianceExplorer(ipywidgets.VBox):
    """Sliders and the view they are linked to, in the browser and so also without Python.

    Parameters
    ----------
    All as in `equivariance_explorer`.

    Attributes
    ----------
    view : EquivarianceExplorerView
        The widget that draws.
    sliders : dict of str to ipywidgets.IntSlider
        The sliders shown, by the name of what they move.
    """

    stride = _setting("stride", lambda value: whole_number("stride", value, 1), "Of the convolution.")
    padding = _setting("padding", check_padding, "Of the convolution.")
    pooling = _setting("pooling", _flag("pooling"), "Whether max-pooling follows.")
    linear = _setting("linear", _flag("linear"), "Whether flatten and a linear layer follow.")
    background = _setting("background", _check_background, "What is added to every pixel: 0 or 1.")

    def __init__(
        self, image=None, filter=None, *, shift, stride, padding, pooling, linear, background, reach, controls, key
    ):
        image = check_picture("image", small_three() if image is None else image)
        if max(len(image), len(image[0])) > MOST:
            raise ValueError(f"image must be at most {MOST} along a side here; got {len(image)}x{len(image[0])}")
        filter = check_picture("filter", vertical_edge() if filter is None else filter)
        check_fit(image, filter, check_padding(padding))
        self.view = EquivarianceExplorerView(
            image=image,
            filter=filter,
            reach=whole_number("reach", reach, 1),
            controls=check_controls(controls, CONTROLS),
            key=check_key(key),
        )
        shown = [name for name in SLIDERS if name in self.view.controls]
        self.sliders = {name: self._make_slider(name) for name in shown}
        self.links = [ipywidgets.jslink((slider, "value"), (self.view, name)) for name, slider in self.sliders.items()]
        self.shift = shift
        self.stride, self.padding, self.pooling, self.linear = stride, padding, pooling, linear
        self.background = background
        self._draw_still()
        self.view.observe(self._draw_still, [*SLIDERS, *SWITCHES])
        super().__init__([*self.sliders.values(), self.view])

    def _make_slider(self, name):
        return ipywidgets.IntSlider(
            min=-self.view.reach,
            max=self.view.reach,
            description=f"Move {name}",
            style={"description_width": "6em"},
            layout=ipywidgets.Layout(width="100%", max_width="24rem"),
        )

    @property
    def shift(self):
        """Where the picture stands: (down, right), in pixels."""
        return self.view.down, self.view.right

    @shift.setter
    def shift(self, place):
        for name, pixels in zip(("down", "right"), check_shift(place, self.view.reach), strict=True):
            self._set(name, pixels)

    def maps(self):
        """Both maps as they now stand.

        Returns
        -------
        map_of_moved, moved_map : numpy.ndarray, (OH, OW)
            conv(shift x), and shift(conv x) by the move in whole cells, cut towards 0.

        Raises
        ------
        ValueError
            If the setting gives no whole size.
        """
        picture = np.array(self.view.image) + self.background
        layers = {name: getattr(self, name) for name in ("stride", "padding", "pooling", "linear")}
        return both_ways(picture, np.array(self.view.filter), self.shift, **layers)

    def largest_difference(self):
        """The largest absolute difference between the two maps."""
        map_of_moved, moved_map = self.maps()
        return float(np.abs(map_of_moved - moved_map).max())

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        down, right = self.shift
        title = say_move(down, right)
        sentence = "In the live page you move the image and switch on what breaks the rule; the maps follow at once."
        try:
            first, second = self.maps()
        except ValueError as error:
            body = draw_text(2, 20, "No map", weight=600) + draw_paragraph(2, 44, str(error), 80)
            return Still(draw_svg(640, 200, title, str(error), body), sentence)
        difference = first - second
        count = int((difference != 0).sum())
        most = short(float(np.abs(difference).max()))
        described = (
            f"The largest difference between conv(shift x) and shift(conv x) is {most}; "
            f"{count} of {difference.size} cells differ."
        )
        moved = move_picture(np.array(self.view.image) + self.background, down, right)
        grids = {"shift x": moved, "conv(shift x)": first, "shift(conv x)": second, "difference": difference}
        x, pieces = 2, []
        for name, values in grids.items():
            colours = ("muted", "muted") if values is moved else ("positive", "negative")
            pieces += [draw_text(x, 16, name, 14, weight=600), _draw_numbers(x, 24, values, *colours)]
            x += max(values.shape[1], 6) * CELL + 20
        height = 24 + max(values.shape[0] for values in grids.values()) * CELL
        pieces.append(draw_text(2, height + 20, f"Largest difference: {most}. Blank cells are 0.", 14))
        return Still(draw_svg(x, height + 28, title, described, "".join(pieces)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _set(self, name, value):
        # Both ends of the link: without a page in between, nothing else would carry the change across.
        if name in self.sliders:
            self.sliders[name].value = value
        setattr(self.view, name, value)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _draw_numbers(x, y, values, positive, negative):
    """A grid of signed numbers in the palette's colours of these names; 0 is left blank."""
    rows, columns = values.shape
    lines = [f"M{x} {y + i * CELL}h{columns * CELL}" for i in range(rows + 1)]
    lines += [f"M{x + j * CELL} {y}v{rows * CELL}" for j in range(columns + 1)]
    above, below = [], []
    for i, j in np.argwhere(values):
        text = short(float(values[i, j]))
        left, top = x + j * CELL, y + i * CELL
        (above if values[i, j] > 0 else below).append(
            f'<rect x="{left}" y="{top}" width="{CELL}" height="{CELL}" fill-opacity=".25"/>'
            f'<text x="{left + CELL // 2}" y="{top + 13}" style="fill: {colour("ink")}">{text}</text>'
        )
    signs = {positive: above, negative: below} if positive != negative else {positive: above + below}
    groups = (f'<g style="fill: {colour(name)}">{"".join(inside)}</g>' for name, inside in signs.items())
    return (
        f'<path d="{"".join(lines)}" style="stroke: {colour("line")}"/>'
        f'<g text-anchor="middle" font-size="11">{"".join(groups)}</g>'
    )
