"""Hide the edge: choose the colour of one half so that a filter sees no edge."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import one_of
from lessonlib.nn.conv import conv2d
from lessonlib.pictures.filters import vertical_edge
from lessonlib.pictures.samples import edge
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.svg import Still, colour, draw_signed, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key

STEPS = 20  # to 1: whole numbers of them add up exactly
FILTERS = {  # what is said of each, and its weights for red, green and blue
    "grey": ("grey: red + green + blue", (1, 1, 1)),
    "difference": ("red \u2212 green", (1, -1, 0)),
    "blue": ("blue alone", (0, 0, 1)),
}
STAGES = {
    "grey": ("grey",),
    "difference": ("difference",),
    "both": ("grey", "difference"),
    "three": ("grey", "difference", "blue"),
}
LEFT, RIGHT = (0.8, 0.4, 0.2), (0.2, 0.5, 0.9)
SIDE = 150  # of the picture in the still, in its units


def edge_hider(left=LEFT, right=RIGHT, *, stage="grey", key=""):
    """Let the reader choose the colour on the right of an edge until filters no longer see the edge.

    Each filter weighs red, green and blue, and looks for a vertical edge. It works in the built page without Python
    and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    left, right : (red, green, blue)
        The colours at first: multiples of 0.05, from 0 to 1.
    stage : {"grey", "difference", "both", "three"}
        Which filters are to be fooled at first: red + green + blue; red minus green; both; these two and blue alone.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    EdgeHider

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> hider = edge_hider()
    >>> hider
    EdgeHider(0.8 0.4 0.2 | 0.2 0.5 0.9, grey)
    >>> hider.maps()["grey"][0].round(2).tolist(), hider.is_hidden
    ([0.6, 0.6, 0.0], False)
    >>> hider.right = (0.2, 0.3, 0.9)
    >>> hider.is_hidden
    True
    """
    return EdgeHider(left, right, stage=stage, key=key)


class EdgeHiderView(Framed, anywidget.AnyWidget):
    """The part that computes and draws, in the browser."""

    _esm = join_script("edge_hider/widget.js")
    _css = join_styles(
        *("kit/base.css", "kit/chips.css", "kit/slider.css", "kit/figure.css", "kit/toolbar.css"),
        "edge_hider/widget.css",
    )

    left = traitlets.List().tag(sync=True)
    right = traitlets.List().tag(sync=True)
    stage = traitlets.Enum(list(STAGES), "grey").tag(sync=True)
    hidden = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        left, right = (" ".join(f"{value / STEPS:g}" for value in side) for side in (self.left, self.right))
        return f"EdgeHiderView({left} | {right}, {self.stage})"


class EdgeHider(ipywidgets.VBox):
    """An edge between two colours, and filters to hide it from.

    Parameters
    ----------
    left, right, stage, key
        As in `edge_hider`.

    Attributes
    ----------
    left, right : tuple of float
        Red, green and blue of both halves; assign to change them.
    stage : str
        Which filters are to be fooled.
    is_hidden : bool
        Whether the halves differ and none of these filters responds.
    hidden : list of str
        The stages in which the reader has hidden the edge.
    view : EdgeHiderView
        The widget that draws.
    """

    def __init__(self, left=LEFT, right=RIGHT, *, stage="grey", key=""):
        self.view = EdgeHiderView(
            left=_check_colour("left", left),
            right=_check_colour("right", right),
            stage=one_of("stage", stage, STAGES),
            key=check_key(key),
        )
        self._draw_still()
        self.view.observe(self._draw_still, ["left", "right", "stage"])
        super().__init__([self.view])

    @property
    def left(self):
        return tuple(value / STEPS for value in self.view.left)

    @left.setter
    def left(self, colour):
        self.view.left = _check_colour("left", colour)

    @property
    def right(self):
        return tuple(value / STEPS for value in self.view.right)

    @right.setter
    def right(self, colour):
        self.view.right = _check_colour("right", colour)

    @property
    def stage(self):
        return self.view.stage

    @stage.setter
    def stage(self, stage):
        self.view.stage = one_of("stage", stage, STAGES)

    hidden = property(lambda self: self.view.hidden)

    def picture(self):
        """The picture as it stands: (3, 5, 5) float64."""
        halves = (np.array(side)[:, None, None] for side in (self.view.left, self.view.right))
        left, right = halves
        return np.where(edge() == 1, right, left) / STEPS

    def maps(self):
        """The map of each filter of the stage: (3, 3) float64 by its name."""
        pixels = (self.picture() * STEPS).round().astype(int)
        blocks = {name: np.multiply.outer(np.array(FILTERS[name][1]), vertical_edge()) for name in STAGES[self.stage]}
        return {name: conv2d(pixels[None], block[None])[0, 0] / STEPS for name, block in blocks.items()}

    @property
    def is_hidden(self):
        return self.view.left != self.view.right and not any(values.any() for values in self.maps().values())

    def still(self):
        """Draw both halves, and the map of each filter.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        body, x, said = [draw_text(2, 18, "The image", weight=600)], SIDE + 40, []
        for start, part, side in ((0, 0.4, self.view.left), (0.4, 0.6, self.view.right)):
            red, green, blue = (round(255 * value / STEPS) for value in side)
            body.append(
                f'<rect x="{2 + start * SIDE:g}" y="28" width="{part * SIDE:g}" height="{SIDE}" '
                f'style="fill: rgb({red}, {green}, {blue}); stroke: {colour("line")}"/>'
            )
        for name, values in self.maps().items():
            body += [draw_text(x, 18, FILTERS[name][0], weight=600), draw_signed(x, 28, values.tolist())]
            said.append(f"{FILTERS[name][0]} gives {values[0, 0]:g}")
            x += 220
        both = f"left {' '.join(f'{v:g}' for v in self.left)}, right {' '.join(f'{v:g}' for v in self.right)}"
        described = f"An image of two colours, {both}. At the edge {'; '.join(said)}."
        svg = draw_svg(x - 40, SIDE + 32, "Hide the edge", described, "".join(body))
        return Still(svg, "In the live page you drag the colour on the right until the map of the edge reads 0.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_colour(name, value):
    """``value`` as whole numbers of twentieths, or a message that says what it is instead."""
    if isinstance(value, str) or not hasattr(value, "__len__") or len(value) != 3:
        raise TypeError(f"{name} must be (red, green, blue); got {value!r}")
    steps = [round(float(part) * STEPS) for part in value]
    if any(abs(part * STEPS - step) > 1e-6 or not 0 <= step <= STEPS for part, step in zip(value, steps, strict=True)):
        raise ValueError(f"{name} must hold multiples of 0.05 from 0 to 1; got {tuple(value)}")
    return steps
