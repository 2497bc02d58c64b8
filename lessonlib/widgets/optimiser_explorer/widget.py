"""The optimiser explorer: find a filter by hand, by nine votes, and by gradient descent."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.checks import whole_number
from lessonlib.nn.conv import conv2d, conv2d_backward
from lessonlib.nn.losses import mean_squared_error
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.proxy import forward
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.optimiser_explorer.still import draw_optimiser
from lessonlib.widgets.optimiser_explorer.tasks import START, tasks

STAGES = ("weight", "votes", "all")
RATES = (0.01, 1)
MOST = 1000  # a weight beyond this has diverged


def optimiser_explorer(task="edge", *, stage="weight", weight=(0, 2), key=""):
    """Let the reader be the optimiser: look for the nine weights that make a given map.

    In three stages: one weight is dragged until the sum of nine squared errors is at its lowest; each place of the map
    votes for where the weight should go; gradient descent moves all nine weights. It works in the built page without
    Python and in Jupyter with it.

    Parameters
    ----------
    task : {"edge", "mirrored", "blur", "noise"}
        What is to be found: the edge filter, from its map of the picture with one edge; the mirrored one; a blur, from
        a plus; the edge filter, from its maps of 20 pictures of noise.
    stage : {"weight", "votes", "all"}
        Where to begin.
    weight : (row, column) pair of int
        The weight that is dragged at first.
    key : str
        What the widget is called in its page's address; see `lessonlib.widgets.kit.toolbar`.

    Returns
    -------
    OptimiserExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = optimiser_explorer()
    >>> explorer
    OptimiserExplorer(edge, weight (0, 2) = -1.3, loss 15.53)
    >>> explorer.weights = [[-1, 0, 1]] * 3
    >>> explorer.loss, explorer.gradient.tolist()
    (0.0, [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    """
    return OptimiserExplorer(task, stage=stage, weight=weight, key=key)


class OptimiserExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("optimiser_explorer/widget.js")
    _css = join_styles(
        *("kit/base.css", "kit/chips.css", "kit/selection.css", "kit/slider.css", "kit/figure.css", "kit/toolbar.css"),
        "optimiser_explorer/widget.css",
    )

    tasks = traitlets.List().tag(sync=True)
    start = traitlets.List(START).tag(sync=True)
    task = traitlets.Unicode("edge").tag(sync=True)
    stage = traitlets.Enum(STAGES, "weight").tag(sync=True)
    weight = traitlets.TraitType([0, 2]).tag(sync=True)
    weights = traitlets.TraitType(START).tag(sync=True)
    rate = traitlets.Float(0.1).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        row, column = self.weight
        value = f"weight ({row}, {column}) = {self.weights[row][column]:.4g}"
        return f"OptimiserExplorerView({self.task}, {value}, loss {self.measure()[0]:.2f})"

    def measure(self):
        """The loss and the gradient (3, 3) of the weights, as on screen."""
        task = next(task for task in self.tasks if task["name"] == self.task)
        pictures = np.array(task["pictures"], float)[:, None]  # (N, 1, 5, 5)
        weights, filter = (np.array(values, float)[None, None] for values in (self.weights, task["filter"]))
        loss, gradient = mean_squared_error(conv2d(pictures, weights), conv2d(pictures, filter))
        return loss, conv2d_backward(gradient, pictures, weights)[1][0, 0]

    @traitlets.validate("task")
    def _check_task(self, proposal):
        names = [task["name"] for task in self.tasks]
        if proposal["value"] not in names:
            raise ValueError(f"task must be one of {', '.join(map(repr, names))}; got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("weight")
    def _check_weight(self, proposal):
        place = proposal["value"]
        if not isinstance(place, (tuple, list)) or len(place) != 2:
            raise TypeError(f"weight must be a pair (row, column) of the filter; got {place!r}")
        place = [whole_number(f"weight {name}", at) for name, at in zip(("row", "column"), place, strict=True)]
        if max(place) > 2:
            raise ValueError(f"weight must lie in the 3x3 filter, counted from 0; got {tuple(place)}")
        return place

    @traitlets.validate("weights")
    def _check_weights(self, proposal):
        values = as_numbers("weights", proposal["value"], "(3, 3)")
        if values.shape != (3, 3):
            raise ValueError(f"weights must be (3, 3), one filter; got {values.shape}")
        if not (np.isfinite(values).all() and np.abs(values).max() <= MOST):
            raise ValueError(f"weights must be numbers from -{MOST:,} to {MOST:,}; got {values.tolist()}")
        return values.tolist()

    @traitlets.validate("rate")
    def _check_rate(self, proposal):
        if not RATES[0] <= proposal["value"] <= RATES[1]:
            raise ValueError(f"rate must be a number from {RATES[0]} to {RATES[1]}; got {proposal['value']}")
        return proposal["value"]


class OptimiserExplorer(ipywidgets.VBox):
    """The explorer; what the reader finds can be read and assigned.

    Parameters
    ----------
    task, stage, weight, key
        As in `optimiser_explorer`.

    Attributes
    ----------
    task, stage : str
    weight : [int, int]
        Row and column of the weight that is dragged.
    weights : list of list of float
        The nine weights as they stand.
    rate : float
        The learning rate, 0.01 to 1.
    loss : float
        The mean squared error of the map.
    gradient : numpy.ndarray, (3, 3)
        How the loss changes with each weight.
    view : OptimiserExplorerView
        The widget that draws.
    """

    def __init__(self, task="edge", *, stage="weight", weight=(0, 2), key=""):
        if stage not in STAGES:
            raise ValueError(f"stage must be one of {', '.join(map(repr, STAGES))}; got {stage!r}")
        self.view = OptimiserExplorerView(tasks=list(tasks().values()), key=check_key(key))
        self.view.set_trait("task", task)
        self.view.set_trait("stage", stage)
        self.view.set_trait("weight", weight)
        self._draw_still()
        self.view.observe(self._draw_still, ["task", "stage", "weight", "weights"])
        super().__init__([self.view])

    task = forward("task")
    stage = forward("stage")
    weight = forward("weight")
    weights = forward("weights")
    rate = forward("rate")
    loss = property(lambda self: self.view.measure()[0])
    gradient = property(lambda self: self.view.measure()[1])

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        task = next(task for task in self.view.tasks if task["name"] == self.task)
        return draw_optimiser(task, self.weights, self.weight)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()
