"""The training race: a bet, then three networks trained in the page on the same pictures."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.experiments.inductive_bias import conv_global, linear, mlp
from lessonlib.nn.checks import whole_number
from lessonlib.pictures.datasets import OBJECTS, objects
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import grey_png
from lessonlib.widgets.kit.proxy import forward
from lessonlib.widgets.kit.svg import Still, draw_image, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.training_race.objects import object_places, pack_objects

MODELS = {"linear": linear, "MLP": mlp, "CNN": conv_global}
TRACKS = ("anywhere", "middle")
COUNTS = (30, 50, 100, 200, 300, 500, 1000)
FRESH = 400  # pictures that no network trains on


def training_race(*, track="anywhere", count=1000, seed=0, key=""):
    """Let a linear model, an MLP and a CNN race: trained in the page, on the same pictures, after the reader's bet.

    The pictures are those of `lessonlib.images.objects`, drawn again in the page from where the objects stand, with
    other noise. The networks are those of `lessonlib.experiments`, trained by the same four steps in JavaScript.

    Parameters
    ----------
    track : {"anywhere", "middle"}
        Where the objects stand.
    count : {30, 50, 100, 200, 300, 500, 1000}
        How many pictures there are to train on.
    seed : int
        Of the starting weights and the order of the pictures.
    key : str
        What the widget is called in its page's address; see `lessonlib.widgets.kit.toolbar`.

    Returns
    -------
    TrainingRace

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> race = training_race(count=100)
    >>> race
    TrainingRace(linear, MLP, CNN; 100 pictures, objects anywhere, seed 0)
    >>> race.view.parameters
    {'linear': 1028, 'MLP': 8617, 'CNN': 424}
    """
    return TrainingRace(track=track, count=count, seed=seed, key=key)


class TrainingRaceView(Framed, anywidget.AnyWidget):
    """The part of the race that trains and draws, in the browser."""

    _esm = join_script("training_race/widget.js")
    _css = join_styles(
        *("kit/base.css", "kit/chips.css", "kit/selection.css", "kit/slider.css", "kit/figure.css", "kit/toolbar.css"),
        "training_race/widget.css",
    )

    train = traitlets.Unicode().tag(sync=True)
    fresh = traitlets.Unicode().tag(sync=True)
    classes = traitlets.List(list(OBJECTS)).tag(sync=True)
    parameters = traitlets.Dict().tag(sync=True)
    track = traitlets.Unicode("anywhere").tag(sync=True)
    count = traitlets.Int(1000).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    bets = traitlets.Dict().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        where = "anywhere" if self.track == "anywhere" else "in the middle"
        return f"TrainingRaceView({', '.join(MODELS)}; {self.count:,} pictures, objects {where}, seed {self.seed})"

    @traitlets.validate("track")
    def _check_track(self, proposal):
        if proposal["value"] not in TRACKS:
            raise ValueError(f"track must be one of {', '.join(map(repr, TRACKS))}; got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("count")
    def _check_count(self, proposal):
        if proposal["value"] not in COUNTS:
            raise ValueError(f"count must be one of {', '.join(map(str, COUNTS))}; got {proposal['value']}")
        return proposal["value"]

    @traitlets.validate("seed")
    def _check_seed(self, proposal):
        return whole_number("seed", proposal["value"])


class TrainingRace(ipywidgets.VBox):
    """The race; its settings and the reader's bets can be read and assigned.

    Parameters
    ----------
    track, count, seed, key
        As in `training_race`.

    Attributes
    ----------
    track : str
    count, seed : int
    bets : dict of str to str
        The network that the reader bet on, by track.
    view : TrainingRaceView
        The widget that trains and draws.
    """

    def __init__(self, *, track="anywhere", count=1000, seed=0, key=""):
        self.view = TrainingRaceView(
            train=pack_objects(*object_places(max(COUNTS), seed=0)),
            fresh=pack_objects(*object_places(FRESH, seed=1)),
            parameters={name: make(0).count() for name, make in MODELS.items()},
            key=check_key(key),
        )
        self.track, self.count, self.seed = track, count, seed
        self.view.still = self.still()._asdict()
        super().__init__([self.view])

    track = forward("track")
    count = forward("count")
    seed = forward("seed")
    bets = forward("bets")

    def still(self):
        """Draw what races, and on what.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        images, labels = objects(40, seed=0)
        body = [draw_text(2, 20, "Four kinds of object", weight=600)]
        for label, name in enumerate(OBJECTS):
            picture = np.round(255 * images[labels == label][0, 0])
            x = 2 + 90 * label
            body += [draw_image(x, 32, (80, 80), grey_png(picture)), draw_text(x, 130, name, 14, "muted")]
        body.append(draw_text(2, 168, "Three networks", weight=600))
        for i, (name, count) in enumerate(self.view.parameters.items()):
            body.append(draw_text(2, 194 + 24 * i, f"{name}: {count:,} numbers to train"))
        described = (
            "Images of 16 by 16 pixels show a plus, a cross, a ring or a square. A linear model, an MLP and a CNN "
            "learn to tell them apart."
        )
        sentence = (
            "In the live page you bet on one of them, and all three train side by side while you watch their accuracy "
            "on new images and their first layers form."
        )
        return Still(draw_svg(364, 256, "Three networks race", described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)
