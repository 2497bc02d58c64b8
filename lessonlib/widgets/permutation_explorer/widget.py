"""The permutation explorer: a scrambled digit to guess, the machine's answer, and the pixels on their way home."""

from base64 import b64encode

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.experiments.scrambling import ScrambledDigits, scrambled_digits
from lessonlib.nn.checks import real_number, whole_number
from lessonlib.nn.layers import Flatten, Linear
from lessonlib.nn.training import classify
from lessonlib.widgets.kit.arguments import check_id
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png
from lessonlib.widgets.kit.svg import Still, draw_image, draw_paragraph, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.math.forward_pass import export_network, rounded

CLASSES = 10
FIRST = (7, 3, 0, 5, 2)  # classes of the pictures that are shown if none are chosen: the first of each
PIXEL = 11  # of the still, in its units


def permutation_explorer(digits=None, *, examples=None, id, key=""):
    """Ask the reader to read scrambled digits, let the machine answer, and bring the pixels home with their weights.

    The reader guesses first; guesses stay in the reader's browser. Then the ten scores of the machine stand there,
    and a slider moves every pixel from its scrambled place to its own, the weight that reads it along with it. The
    scores are added up again at every step. It works in the built page without Python and in Jupyter with it, by
    mouse, touch and keyboard.

    Parameters
    ----------
    digits : ScrambledDigits, optional
        Default: `lessonlib.experiments.scrambled_digits()`.
    examples : list of int, optional
        Which of its pictures to show, in this order. Default: the first 7, 3, 0, 5 and 2.
    id : str
        What the browser remembers the guesses under, as for `lessonlib.predict`.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    PermutationExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = permutation_explorer(id="read-this")
    >>> explorer
    PermutationExplorer('read-this', 5 scrambled pictures)
    >>> int(explorer.scores().argmax())
    7
    """
    return PermutationExplorer(digits, examples=examples, id=id, key=key)


class PermutationExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that asks, computes and draws, in the browser."""

    _esm = join_script("permutation_explorer/widget.js")
    _css = join_styles("kit/base.css", "permutation_explorer/widget.css", "kit/toolbar.css")

    layer = traitlets.Dict().tag(sync=True)
    pictures = traitlets.List().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    order = traitlets.List().tag(sync=True)
    size = traitlets.Int(0).tag(sync=True)
    accuracy = traitlets.Dict().tag(sync=True)
    memory = traitlets.Unicode().tag(sync=True)
    guesses = traitlets.List().tag(sync=True)
    example = traitlets.Int(0).tag(sync=True)
    home = traitlets.Float(0).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        return f"PermutationExplorerView({self.memory!r}, {len(self.pictures)} scrambled pictures)"


class PermutationExplorer(ipywidgets.VBox):
    """Scrambled pictures to read; made by `permutation_explorer`.

    Attributes
    ----------
    example : int
        Which of the pictures is shown; assign to turn to another.
    home : float
        How far the pixels are on their way home, 0 to 1.
    guesses : list of int or None
        What the reader said to each picture so far; -1 is "only noise".
    view : PermutationExplorerView
        The widget that draws.
    """

    def __init__(self, digits=None, *, examples=None, id, key=""):
        digits = scrambled_digits() if digits is None else digits
        if not isinstance(digits, ScrambledDigits):
            raise TypeError(f"digits must be ScrambledDigits; got {type(digits).__name__}")
        examples = _check_examples(examples, digits.labels)
        model = rounded("digits.model", digits.model)
        if [type(layer) for layer in model.layers] != [Flatten, Linear]:
            raise ValueError("digits.model must be Flatten and one Linear layer")
        self._layer = model.layers[1]
        self._pixels = np.round(255 * digits.images[examples, 0]).astype(np.uint8)  # (pictures, H, W)
        right = int((classify(digits.model, digits.images) == digits.labels).sum())
        self.view = PermutationExplorerView(
            layer=export_network("digits.model", model)[1],
            pictures=[b64encode(pixels.tobytes()).decode("ascii") for pixels in self._pixels],
            labels=[int(digits.labels[place]) for place in examples],
            order=[int(place) for place in digits.order],
            size=digits.images.shape[-1],
            accuracy={"right": right, "total": len(digits.labels)},
            memory=check_id(id),
            key=check_key(key),
        )
        self._draw_still()
        self.view.observe(self._draw_still, "example")
        super().__init__([self.view])

    @property
    def example(self):
        return self.view.example

    @example.setter
    def example(self, place):
        self.view.example = whole_number("example", place, at_most=len(self.view.pictures) - 1)

    @property
    def home(self):
        return self.view.home

    @home.setter
    def home(self, share):
        self.view.home = real_number("home", share, at_least=0, at_most=1)

    @property
    def guesses(self):
        return list(self.view.guesses)

    def scores(self):
        """The machine's ten scores for the picture that is shown, exactly as in the page: (10,) float64."""
        weights, bias = (parameter.value.astype(float) for parameter in self._layer.parameters())
        return weights @ self._pixels[self.example].ravel().astype(float) / 255 + bias

    def still(self):
        """Draw the scrambled picture and the question.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        side = self.view.size * PIXEL
        title = "A digit, its pixels scrambled"
        body = [
            draw_text(2, 18, "The image", weight=600),
            draw_image(2, 28, (side, side), grey_png(48 + 202 / 255 * self._pixels[self.example])),
            draw_text(side + 34, 18, "Which digit is it?", weight=600),
            draw_paragraph(side + 34, 48, "All images are scrambled in the same way, and the machine reads them."),
        ]
        described = "Scattered bright and dark squares, with no shape to be seen."
        sentence = "In the live page you guess, the machine answers, and a slider brings the pixels home."
        return Still(draw_svg(side + 320, side + 32, title, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_examples(examples, labels):
    if examples is None:
        return [int(np.flatnonzero(labels == digit)[0]) for digit in FIRST]
    if isinstance(examples, str) or not hasattr(examples, "__iter__"):
        raise TypeError(f"examples must be a list of whole numbers; got {examples!r}")
    examples = [whole_number("examples", place, at_most=len(labels) - 1) for place in examples]
    if not examples:
        raise ValueError("examples must be at least one; got []")
    return examples
