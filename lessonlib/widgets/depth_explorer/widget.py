"""The depth explorer: how much of a photograph a unit may see, and where most of its paths start."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import whole_number
from lessonlib.pictures.photographs import read
from lessonlib.widgets.depth_explorer.paths import MOST_LAYERS, path_row, width_that_counts
from lessonlib.widgets.kit.arguments import check_controls
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png
from lessonlib.widgets.kit.svg import Still, colour, draw_image, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key

CONTROLS = ("depth", "stride")
DIM = 0.35  # how much of a pixel is seen where no light falls
DRAWN = 3  # pixels of the photograph to one of the still, along a side
SIDE = 340  # of the photograph in the still, in its units


def depth_explorer(depth=1, stride=1, *, photograph="cat", controls=CONTROLS, key=""):
    """Show how much of a photograph a unit on top of layers of 3 by 3 may see, and where most of its paths start.

    The outline is the receptive field. A pixel is as bright as there are paths from it to the unit; 95% of them start
    in the dashed square. It works in the built page without Python and in Jupyter with it, by mouse, touch and
    keyboard.

    Parameters
    ----------
    depth : int
        How many layers at first: 1 to 112, with stride 2 at most 7, with stride 3 at most 5.
    stride : int
        The stride of every layer at first, 1 to 3.
    photograph : str
        A name from `lessonlib.images.photo`.
    controls : list of {"depth", "stride"}
        What the reader can change. The photograph is cut to what can then be seen of it.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    DepthExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = depth_explorer(112)
    >>> explorer
    DepthExplorer(112 layers of stride 1, may see 225, mostly sees 39)
    >>> explorer.stride = 2
    >>> explorer.depth, explorer.field, explorer.light
    (7, 255, 233)
    """
    return DepthExplorer(depth, stride, photograph=photograph, controls=controls, key=key)


class DepthExplorerView(Framed, anywidget.AnyWidget):
    """The part that counts and draws, in the browser."""

    _esm = join_script("depth_explorer/widget.js")
    _css = join_styles(
        *("kit/base.css", "kit/chips.css", "kit/slider.css", "kit/figure.css", "kit/toolbar.css"),
        "depth_explorer/widget.css",
    )

    photograph = traitlets.Unicode().tag(sync=True)
    side = traitlets.Int().tag(sync=True)
    depth = traitlets.Int(1).tag(sync=True)
    stride = traitlets.Int(1).tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def row(self):
        """The paths from each pixel of a row to the unit: (field,) float64."""
        return path_row(min(self.depth, MOST_LAYERS[self.stride]), self.stride)

    def __repr__(self):
        row = self.row()
        layers = f"{self.depth} layer{'' if self.depth == 1 else 's'} of stride {self.stride}"
        return f"DepthExplorerView({layers}, may see {row.size}, mostly sees {width_that_counts(row)})"


class DepthExplorer(ipywidgets.VBox):
    """The photograph and the unit that looks at it.

    Parameters
    ----------
    depth, stride, photograph, controls, key
        As in `depth_explorer`.

    Attributes
    ----------
    depth : int
        How many layers; assign to change it.
    stride : int
        Their stride. A larger one leaves no more layers than it takes to see 224 pixels.
    field : int
        How wide the square is that the unit may see.
    light : int
        How wide the square in its middle is where 95% of the paths start.
    view : DepthExplorerView
        The widget that draws.
    """

    def __init__(self, depth=1, stride=1, *, photograph="cat", controls=CONTROLS, key=""):
        stride = whole_number("stride", stride, 1, max(MOST_LAYERS))
        picture, controls = read.photo(photograph, grey=True), check_controls(controls, CONTROLS)
        strides = MOST_LAYERS if "stride" in controls else [stride]
        side = max(path_row(MOST_LAYERS[step], step).size for step in strides)
        top, left = ((whole - side) // 2 for whole in picture.shape)
        self._picture = picture[top : top + side, left : left + side]
        self.view = DepthExplorerView(
            photograph=read.address(photograph),
            side=side,
            stride=stride,
            depth=whole_number("depth", depth, 1, MOST_LAYERS[stride]),
            controls=controls,
            key=check_key(key),
        )
        self._draw_still()
        self.view.observe(self._draw_still, ["depth", "stride"])
        super().__init__([self.view])

    @property
    def depth(self):
        return self.view.depth

    @depth.setter
    def depth(self, depth):
        self.view.depth = whole_number("depth", depth, 1, MOST_LAYERS[self.stride])

    @property
    def stride(self):
        return self.view.stride

    @stride.setter
    def stride(self, stride):
        stride = whole_number("stride", stride, 1, max(MOST_LAYERS))
        with self.view.hold_trait_notifications():
            self.view.depth = min(self.depth, MOST_LAYERS[stride])
            self.view.stride = stride

    field = property(lambda self: self.view.row().size)
    light = property(lambda self: width_that_counts(self.view.row()))

    def still(self):
        """Draw the photograph as it is lit.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        row, whole = self.view.row(), self.view.side
        light = np.pad(row, (whole - row.size) // 2) / row.max()
        lit = self._picture * (DIM + (1 - DIM) * np.outer(light, light))
        small = lit[: whole // DRAWN * DRAWN, : whole // DRAWN * DRAWN]
        small = small.reshape(whole // DRAWN, DRAWN, whole // DRAWN, DRAWN).mean((1, 3))
        said = [
            f"It may see {row.size} × {row.size} pixels.",
            f"95% of its paths start in {self.light} × {self.light}.",
        ]
        layers = f"{self.depth} layer{'' if self.depth == 1 else 's'} of stride {self.stride}"
        body = [
            draw_image(2, 2, (SIDE, SIDE), grey_png(255 * small)),
            _draw_square(row.size / whole, f"stroke: {colour('accent')}; stroke-width: 3"),
            _draw_square(self.light / whole, "stroke: #fff; stroke-width: 2; stroke-dasharray: 6 4"),
            draw_text(SIDE + 26, 28, layers, 18, weight=600),
            *(draw_text(SIDE + 26, 62 + 26 * i, text) for i, text in enumerate(said)),
        ]
        described = f"A photograph, bright in the middle only, with two squares around the middle. {' '.join(said)}"
        ways = {"depth": "drag the outline to another depth", "stride": "choose a stride"}
        live = " and ".join(ways[control] for control in self.view.controls) or "see the same"
        svg = draw_svg(SIDE + 300, SIDE + 4, layers, described, "".join(body))
        return Still(svg, f"In the live page you {live}.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _draw_square(part, style):
    side = f"{SIDE * part:.1f}"
    start = f"{2 + SIDE * (1 - part) / 2:.1f}"
    return f'<rect x="{start}" y="{start}" width="{side}" height="{side}" rx="2" style="fill: none; {style}"/>'
