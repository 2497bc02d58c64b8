"""The sliding network: shapes to drag over a wall, and what a network trained on stamps says at every place."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.experiments.sliding_network import CLASSES, WINDOW, slide, stamp_network
from lessonlib.nn.checks import one_of, true_or_false, whole_number
from lessonlib.pictures.datasets import OBJECTS
from lessonlib.pictures.walls import NOISE, draw_wall, object_stamp
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png, signed_png
from lessonlib.widgets.kit.svg import Still, draw_image, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.math.forward_pass import export_network, rounded

FIRST = (
    ("plus", 22, 26),
    ("cross", 66, 42),
    ("ring", 30, 82),
    ("square", 70, 116),
    ("ring", 24, 136),
    ("plus", 74, 78),
)
HEIGHT, WIDTH = 96, 160
MOST = 12  # objects
PIXEL = 4  # of the still, in its units


def sliding_network(objects=FIRST, *, nothing=True, seed=0, key=""):
    """Show a network that was trained on stamps of 16 x 16 at every place of a large wall, with shapes to drag.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard. The network is
    that of `lessonlib.experiments.sliding_network`, with weights rounded to 16 bits.

    Parameters
    ----------
    objects : iterable of (str, int, int)
        The shapes at first, at most 12: one of ``"plus"``, ``"cross"``, ``"ring"``, ``"square"`` each, and the row
        and the column of its middle on the wall of 96 x 160 pixels.
    nothing : bool, default True
        Whether the network at first is the one that was trained with the class *nothing*, or the one without it.
    seed : int
        Which noise the wall has.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    SlidingNetwork

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> network = sliding_network([("ring", 30, 82)])
    >>> network
    SlidingNetwork(96x160 wall, 1 shape)
    >>> network.says(30, 82)
    'ring'
    """
    return SlidingNetwork(objects, nothing=nothing, seed=seed, key=key)


class SlidingNetworkView(Framed, anywidget.AnyWidget):
    """The part that computes and draws, in the browser."""

    _esm = join_script("sliding_network/widget.js")
    _css = join_styles(
        "kit/base.css", "kit/chips.css", "kit/scores.css", "sliding_network/widget.css", "kit/toolbar.css"
    )

    networks = traitlets.List().tag(sync=True)
    names = traitlets.List().tag(sync=True)
    stamps = traitlets.List().tag(sync=True)
    height = traitlets.Int(HEIGHT).tag(sync=True)
    width = traitlets.Int(WIDTH).tag(sync=True)
    window = traitlets.Int(WINDOW).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    noise = traitlets.Float(NOISE).tag(sync=True)
    objects = traitlets.List().tag(sync=True)
    lit = traitlets.Int(-1).tag(sync=True)
    nothing = traitlets.Bool(True).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        count = len(self.objects)
        return f"SlidingNetworkView({self.height}x{self.width} wall, {count} shape{'s' * (count != 1)})"


class SlidingNetwork(ipywidgets.VBox):
    """A wall with shapes and the network that looks at it; made by `sliding_network`.

    Attributes
    ----------
    objects : list of (str, int, int)
        The shapes as they now stand; assign to change them.
    nothing : bool
        Which of the two networks looks.
    view : SlidingNetworkView
        The widget that draws.
    """

    def __init__(self, objects=FIRST, *, nothing=True, seed=0, key=""):
        models = {"with": stamp_network(), "without": stamp_network(nothing=False)}
        self._models = [rounded(name, model) for name, model in models.items()]
        self.view = SlidingNetworkView(
            networks=[export_network(name, model) for name, model in models.items()],
            names=list(OBJECTS),
            stamps=[object_stamp(name).tolist() for name in OBJECTS],
            seed=whole_number("seed", seed),
            key=check_key(key),
        )
        self.objects, self.nothing = objects, nothing
        self._draw_still()
        self.view.observe(self._draw_still, ["objects", "nothing"])
        super().__init__([self.view])

    @property
    def objects(self):
        return [(OBJECTS[kind], row, column) for kind, row, column in self.view.objects]

    @objects.setter
    def objects(self, objects):
        self.view.objects = _check_objects(objects)

    @property
    def nothing(self):
        return self.view.nothing

    @nothing.setter
    def nothing(self, chosen):
        self.view.nothing = true_or_false("nothing", chosen)

    def wall(self):
        """The wall as it now is: (96, 160) float64, 0 to 1."""
        return draw_wall(self.objects, HEIGHT, WIDTH, seed=self.view.seed)

    def scores(self):
        """What the network says at every place: (classes, 81, 145) float32, at (row, column) of a window's corner."""
        return slide(self._models[0 if self.nothing else 1], self.wall())

    def says(self, row, column):
        """The name that the network gives to the window with its middle at a place."""
        scores = self.scores()
        top, left = (int(np.clip(at - WINDOW // 2, 0, side - WINDOW)) for at, side in ((row, HEIGHT), (column, WIDTH)))
        return CLASSES[int(scores[:, top, left].argmax())]

    def still(self):
        """Draw the wall as it stands, lit where the network sees a shape.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        scores = self.scores()
        powers = np.exp(scores - scores.max(axis=0))
        lit = 1 - (powers / powers.sum(axis=0))[len(OBJECTS)] if self.nothing else np.ones(scores.shape[1:])
        light = np.pad(lit, ((WINDOW // 2, WINDOW // 2 - 1),) * 2)  # (96, 160): a window's light on its middle
        size = (WIDTH * PIXEL, HEIGHT * PIXEL)
        said = [f"{name}: {self.says(row, column)}" for name, row, column in self.objects]
        body = [
            draw_image(2, 2, size, grey_png(48 + 202 * self.wall())),
            f'<g opacity="0.5">{draw_image(2, 2, size, signed_png(light))}</g>',
            draw_text(2, size[1] + 24, "Blue: where the network sees a shape."),
        ]
        described = f"A dark wall with noise. What stands on it, and what the network says there: {'; '.join(said)}."
        svg = draw_svg(size[0] + 4, size[1] + 32, "A network at every place of a wall", described, "".join(body))
        return Still(svg, "In the live page you drag shapes about and bring in others; the light follows.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_objects(objects):
    if isinstance(objects, str) or not hasattr(objects, "__iter__"):
        raise TypeError(f"objects must be a list of (name, row, column); got {objects!r}")
    checked = []
    for item in objects:
        if isinstance(item, str) or not hasattr(item, "__len__") or len(item) != 3:
            raise TypeError(f"objects must be (name, row, column) each; got {item!r}")
        name, row, column = item
        kind = OBJECTS.index(one_of("the name of an object", name, OBJECTS))
        row = whole_number("the row of an object", row, at_most=HEIGHT - 1)
        checked.append([kind, row, whole_number("the column of an object", column, at_most=WIDTH - 1)])
    if len(checked) > MOST:
        raise ValueError(f"objects must be at most {MOST}; got {len(checked)}")
    return checked
