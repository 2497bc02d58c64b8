"""The shift explorer: a picture to drag about, and what trained models say to it."""

from itertools import groupby

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.experiments.centred_digits import centred_digit
from lessonlib.nn.checks import one_of, whole_number
from lessonlib.pictures.datasets import QUADRANTS
from lessonlib.widgets.kit.arguments import check_picture
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.mover import check_shift, move_picture, say_move
from lessonlib.widgets.kit.svg import Still, colour, draw_scores, draw_svg, draw_text, percent
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.math.forward_pass import export_network, rounded

DIGITS = tuple("0123456789")
PIXEL = 11  # of the still, in its units
CLEAR = 2  # pixels to a border, half a 5x5 filter


def shift_explorer(models, picture=None, *, classes=DIGITS, question="what", shift=(0, 0), reach=None, key=""):
    """Show what trained models say to a picture, and let the reader move it.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard. The models answer
    in the page, from their weights rounded to 16 bits.

    Parameters
    ----------
    models : dict of str to lessonlib.Sequential
        Trained models by the names to show, of `Linear`, `Conv2d`, `ReLU`, `MaxPool2d`, `GlobalMaxPool2d`, `Flatten`.
    picture : array_like, optional
        (H, W), 0 (dark) to 1 (bright), as it stood in training; at most 64 along a side. Zeros enter where it moves
        away from a border. Default: the 3 of `lessonlib.centred_digit`.
    classes : sequence of str
        A name for each score of the models. Default: the ten digits.
    question : {"what", "where"}
        What the models are asked. The right answer to "what" is what they say in the middle, wherever the picture
        moves; that to "where" is the quarter in which the middle of its brightness lies, and ``classes`` are four, in
        the order of `lessonlib.images.QUADRANTS`.
    shift : (down, right) pair of int, default (0, 0)
        Where it stands at first, in pixels from where it stood in training.
    reach : int, optional
        How far it can be moved along each axis. Default: until what is not 0 is 2 pixels from a border, so that
        filters of 5x5 still find all of it; at least 1.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    ShiftExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> from lessonlib.nn.layers import Flatten, Linear, Sequential
    >>> shift_explorer({"linear": Sequential(Flatten(), Linear(576, 10))})
    ShiftExplorer(linear; 24x24 picture, moved 0 down, 0 right)
    """
    return ShiftExplorer(models, picture, classes=classes, question=question, shift=shift, reach=reach, key=key)


class ShiftExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("shift_explorer/widget.js")
    _css = join_styles(
        "kit/base.css", "kit/mover.css", "kit/scores.css", "shift_explorer/widget.css", "kit/toolbar.css"
    )

    picture = traitlets.List().tag(sync=True)
    networks = traitlets.List().tag(sync=True)
    classes = traitlets.List().tag(sync=True)
    question = traitlets.Unicode("what").tag(sync=True)
    down = traitlets.Int(0).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    reach = traitlets.Int(0).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        names = ", ".join(network["name"] for network in self.networks)
        size = f"{len(self.picture)}x{len(self.picture[0])}"
        return f"ShiftExplorerView({names}; {size} picture, moved {self.down} down, {self.right} right)"


class ShiftExplorer(ipywidgets.VBox):
    """A picture that moves and the models that look at it.

    Parameters
    ----------
    models, picture, classes, question, shift, reach, key
        As in `shift_explorer`.

    Attributes
    ----------
    models : dict of str to lessonlib.Sequential
        Copies of the models with the weights that the page has.
    shift : (down, right) pair of int
        Where the picture stands; assign to move it.
    view : ShiftExplorerView
        The widget that draws; sliders can be linked to its ``down`` and ``right``.
    """

    def __init__(self, models, picture=None, *, classes=DIGITS, question="what", shift=(0, 0), reach=None, key=""):
        picture = check_picture("picture", centred_digit() if picture is None else picture)
        self.models = {name: rounded(name, model) for name, model in _named(models)}
        networks = [
            {"name": name, "layers": export_network(name, model), "parameters": model.count()}
            for name, model in self.models.items()
        ]
        self.view = ShiftExplorerView(
            picture=picture,
            networks=networks,
            classes=_check_classes(classes),
            question=_check_question(question, classes),
            reach=_room(np.array(picture)) if reach is None else whole_number("reach", reach),
            key=check_key(key),
        )
        for name, scores in self.scores().items():
            if len(scores) != len(self.view.classes):
                raise ValueError(
                    f"classes must be as many as the scores of each model; got {len(self.view.classes)} classes "
                    f"and {len(scores)} scores from {name!r}"
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
        self.view.down, self.view.right = check_shift(place, self.view.reach)

    def moved_picture(self):
        """The picture as it now stands: (H, W) float64."""
        return move_picture(np.array(self.view.picture, float), *self.shift)

    def scores(self):
        """What each model says to the picture as it now stands: a list of scores by the model's name."""
        batch = self.moved_picture()[None, None].astype(np.float32)
        return {name: _answer(name, model, batch) for name, model in self.models.items()}

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        picture, classes = self.moved_picture(), self.view.classes
        height, width = picture.shape
        start = "In the middle, as in training" if self.view.question == "what" else "Where it began"
        where = say_move(*self.shift, start)
        body = [draw_text(2, 20, where, weight=600), _draw_picture(2, 32, picture)]
        body.append(_draw_mark(2, 32, np.array(self.view.picture)))
        x, said = 2 + width * PIXEL + 32, []
        for name, scores in self.scores().items():
            powers = np.exp(scores - np.max(scores))
            parts = powers / powers.sum()
            first = int(parts.argmax())
            said.append(f"{name} says {classes[first]}, {percent(parts[first])}")
            count = f"{self.models[name].count():,} parameters"
            body += [draw_text(x, 20, name, weight=600), draw_text(x, 38, count, 13, "muted")]
            body.append(draw_scores(x, 46, classes, parts))
            x += 200 + 8 * max(map(len, classes))
        described = f"{'; '.join(said)}."
        svg = draw_svg(x, max(32 + height * PIXEL, 46 + 24 * len(classes)) + 4, where, described, "".join(body))
        stood = "stood in training" if self.view.question == "what" else "began"
        sentence = f"Dashed: where it {stood}. In the live page you move the image, and the models answer at once."
        return Still(svg, sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _room(picture):
    """By how many pixels a picture can move either way and keep clear of its borders."""
    axes = [np.flatnonzero(picture.any(axis=axis)) for axis in (1, 0)]
    sides = [
        min(bright[0], side - 1 - bright[-1]) for bright, side in zip(axes, picture.shape, strict=True) if bright.size
    ]
    return max(1, int(min(sides, default=0)) - CLEAR)


def _named(models):
    if not isinstance(models, dict) or not all(isinstance(name, str) and name for name in models):
        raise TypeError(f"models must be a dict of names and trained models; got {models!r}")
    if not models:
        raise ValueError("models must hold at least one model; got {}")
    return models.items()


def _check_classes(classes):
    if isinstance(classes, str) or not hasattr(classes, "__iter__"):
        raise TypeError(f"classes must be a list of names; got {classes!r}")
    return [str(name) for name in classes]


def _check_question(question, classes):
    if one_of("question", question, ("what", "where")) == "where" and len(classes) != len(QUADRANTS):
        raise ValueError(f"classes must be {len(QUADRANTS)} to ask where; got {len(classes)}")
    return question


def _answer(name, model, batch):
    try:
        scores = model.forward(batch)
    except ValueError as error:
        raise ValueError(f"models must take a {batch.shape[2]}x{batch.shape[3]} picture; {name!r}: {error}") from error
    if scores.ndim != 2:
        raise ValueError(f"models must give a score for each class; got shape {scores.shape[1:]} from {name!r}")
    return scores[0].astype(float).tolist()


def _draw_picture(x, y, picture):
    """Grey pixels as the page paints them; neighbours of one grey in a row are one rectangle."""
    height, width = picture.shape
    greys = np.floor(48 + 202 * picture.clip(0, 1) + 0.5).astype(int)
    pieces = [
        f'<rect x="{x}" y="{y}" width="{width * PIXEL}" height="{height * PIXEL}" style="fill: rgb(48, 48, 48)"/>'
    ]
    for i, row in enumerate(greys):
        start = 0
        for grey, run in groupby(row.tolist()):
            count = len(list(run))
            if grey != 48:
                place = f'x="{x + start * PIXEL}" y="{y + i * PIXEL}" width="{count * PIXEL}" height="{PIXEL}"'
                pieces.append(f'<rect {place} fill="rgb({grey},{grey},{grey})"/>')
            start += count
    return "".join(pieces)


def _draw_mark(x, y, picture):
    """The dashed rectangle around everything that is not 0 in the unmoved picture."""
    rows, columns = picture.nonzero()
    if not rows.size:
        return ""
    left, top = x + columns.min() * PIXEL, y + rows.min() * PIXEL
    width, height = (np.ptp(columns) + 1) * PIXEL, (np.ptp(rows) + 1) * PIXEL
    style = f"fill: none; stroke: {colour('accent')}; stroke-width: 2; stroke-dasharray: 6 4"
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="3" style="{style}"/>'
