"""The template explorer: a digit to drag over the weights of a linear model, each product where it is made."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.experiments.centred_digits import SIZE, centred_digit, centred_strokes
from lessonlib.nn.checks import real_number, whole_number
from lessonlib.nn.layers import Flatten, Linear
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import signed_png
from lessonlib.widgets.kit.svg import Still, colour, draw_image, draw_svg, draw_text, fixed
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.math.forward_pass import export_network, rounded

CLASSES = 10
REACH = 4  # so far a digit moves and stays whole
PIXEL = 12  # of the still, in its units


def template_explorer(model, digit=3, *, shift=(0, 0), key=""):
    """Show a digit over the weights of its class and of the one that wins, with the sum of the products under each.

    The reader drags the digit, by fractions of a pixel; it is drawn again from its strokes at every place. The other
    template is that of the highest score, or of the next after it where the digit itself has the highest. It works in
    the built page without Python and in Jupyter with it, by mouse, touch and keyboard. All numbers are the model's
    own scores, before a softmax, with weights rounded to 16 bits.

    Parameters
    ----------
    model : lessonlib.Sequential
        `Flatten` and one `Linear` layer from 24 x 24 pixels to ten scores, such as
        ``lessonlib.digit_models("linear")["linear"]``.
    digit : int, default 3
        Which one, 0 to 9.
    shift : (down, right) pair of float, default (0, 0)
        Where it stands at first, in pixels from the middle, at most 4 either way.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    TemplateExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> from lessonlib.nn.layers import Sequential
    >>> template_explorer(Sequential(Flatten(), Linear(576, 10)), 7, shift=(2, 0))
    TemplateExplorer(7, moved 2 down, 0 right)
    """
    return TemplateExplorer(model, digit, shift=shift, key=key)


class TemplateExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("template_explorer/widget.js")
    _css = join_styles("kit/base.css", "kit/mover.css", "template_explorer/widget.css", "kit/toolbar.css")

    layer = traitlets.Dict().tag(sync=True)
    strokes = traitlets.List().tag(sync=True)
    radius = traitlets.Float(0).tag(sync=True)
    size = traitlets.Int(SIZE).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    down = traitlets.Float(0).tag(sync=True)
    right = traitlets.Float(0).tag(sync=True)
    reach = traitlets.Int(REACH).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        return f"TemplateExplorerView({self.digit}, moved {self.down:g} down, {self.right:g} right)"


class TemplateExplorer(ipywidgets.VBox):
    """A digit that moves over two templates.

    Parameters
    ----------
    model, digit, shift, key
        As in `template_explorer`.

    Attributes
    ----------
    model : lessonlib.Sequential
        A copy of the model with the weights that the page has.
    shift : (down, right) pair of float
        Where the digit stands; assign to move it.
    view : TemplateExplorerView
        The widget that draws.
    """

    def __init__(self, model, digit=3, *, shift=(0, 0), key=""):
        self.model = _check_model(model)
        digit = whole_number("digit", digit, at_most=CLASSES - 1)
        strokes, radius = centred_strokes(digit)
        self.view = TemplateExplorerView(
            layer=export_network("model", self.model)[1],
            strokes=[[list(point) for point in stroke] for stroke in strokes],
            radius=radius,
            digit=digit,
            key=check_key(key),
        )
        self.shift = shift
        self._draw_still()
        self.view.observe(self._draw_still, ["down", "right"])
        super().__init__([self.view])

    @property
    def shift(self):
        return self.view.down, self.view.right

    @shift.setter
    def shift(self, place):
        self.view.down, self.view.right = _check_shift(place)

    def picture(self):
        """The digit as it now stands: (24, 24) float64."""
        return centred_digit(self.view.digit, self.shift)

    def scores(self):
        """The model's ten scores for it: (10,) float64."""
        weights, bias = (parameter.value.astype(float) for parameter in self.model.parameters())
        return weights @ self.picture().ravel() + bias

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        digit, scores = self.view.digit, self.scores()
        winner = int(scores.argmax())
        rival = max((k for k in range(CLASSES) if k != digit), key=lambda k: scores[k])
        weights = self.model.layers[1].weights.value.reshape(CLASSES, SIZE, SIZE)
        body, width = [], SIZE * PIXEL
        for i, (k, name) in enumerate(
            [(digit, "what you see"), (rival, "what the model says" if winner == rival else "the strongest rival")]
        ):
            x = 2 + i * (width + 32)
            body += [
                draw_text(x, 18, f"Weights of {k}: {name}", weight=600),
                draw_image(x, 28, (width, width), signed_png(weights[k], np.abs(weights).max())),
                self._draw_strokes(x, 28),
                draw_text(x, 28 + width + 34, fixed(scores[k], 2), 28, weight=600),
            ]
        says = f"The model says {winner}."
        body.append(draw_text(2, 28 + width + 64, says, 18, weight=600))
        described = (
            f"The strokes of a {digit} over two maps of weights. The score of {digit} is {fixed(scores[digit], 2)}, "
            f"that of {rival} is {fixed(scores[rival], 2)}."
        )
        svg = draw_svg(2 * width + 36, 28 + width + 76, says, described, "".join(body))
        return Still(svg, "In the live page you drag the digit: every product glows where it is made, the sums follow.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_strokes(self, x, y):
        """The digit's strokes as lines with an edge, over a picture at (x, y)."""
        down, right = self.shift
        lines = []
        for stroke in self.view.strokes:
            places = (f"{x + PIXEL * (a + 12 + right):.1f} {y + PIXEL * (b + 12 + down):.1f}" for a, b in stroke)
            lines.append(f"M{'L'.join(places)}")
        thick = PIXEL * (2 * self.view.radius + 1)
        path = f'<path d="{"".join(lines)}" style="fill: none; stroke-linecap: round; stroke-linejoin: round; '
        return (
            f'{path}stroke: {colour("ink")}; stroke-width: {thick + 4:.1f}; opacity: 0.35"/>'
            f'{path}stroke: {colour("background")}; stroke-width: {thick:.1f}; opacity: 0.45"/>'
        )

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_model(model):
    """A copy of the model with rounded weights, or a message that says what is needed."""
    copy = rounded("model", model)
    kinds = [type(layer) for layer in copy.layers]
    if kinds != [Flatten, Linear]:
        names = ", ".join(kind.__name__ for kind in kinds) or "no layers"
        raise ValueError(f"model must be Flatten and one Linear layer; got {names}")
    shape = copy.layers[1].weights.value.shape
    if shape != (CLASSES, SIZE**2):
        raise ValueError(
            f"model must have weights ({CLASSES}, {SIZE**2}), for {SIZE}x{SIZE} pixels and ten digits; got {shape}"
        )
    return copy


def _check_shift(place):
    if not isinstance(place, (tuple, list)) or len(place) != 2:
        raise TypeError(f"shift must be a pair (down, right); got {place!r}")
    ways = zip(("down", "right"), place, strict=True)
    return [real_number(f"shift {way}", pixels, at_least=-REACH, at_most=REACH) for way, pixels in ways]
