"""What all experiments share: how a model is trained, from which seeds, and the table of what was found.

Every model starts from a seed and sees 16,000 pictures (repeats included) in batches of 50, or of all there are, with
learning rate 0.05, momentum 0.9 and softmax cross-entropy. Results are kept in the user's cache folder until the code
changes.
"""

from dataclasses import asdict, dataclass

import numpy as np

from lessonlib.experiments import disk_cache
from lessonlib.nn.losses import softmax_cross_entropy
from lessonlib.nn.training import fit

SEEDS = (0, 1, 2, 3, 4)
TRAIN, TEST = 1000, 1000  # pictures
_SEEN = 16_000


@dataclass(frozen=True)
class Result:
    """What an experiment found.

    Attributes
    ----------
    chance : float
        The accuracy of guessing.
    parameters : dict of str to int
        For each model, how many numbers it trains.
    accuracy : dict of str to dict of str to list of float
        For each model and condition, the accuracy (0 to 1) with each seed.
    """

    chance: float
    parameters: dict
    accuracy: dict

    def mean(self, model, condition):
        """The accuracy of ``model``, averaged over seeds."""
        return float(np.mean(self.accuracy[model][condition]))

    def spread(self, model, condition):
        """How far accuracies lie from their mean: the sample standard deviation over seeds; 0 for a single one."""
        values = self.accuracy[model][condition]
        return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0

    def table(self):
        """A row a model: its parameters, and mean +- spread in percent for each condition."""
        conditions = list(next(iter(self.accuracy.values())))
        widths = [max(len(condition), 13) for condition in conditions]
        name = max(map(len, ["model", *self.accuracy]))
        head = [f"{'model':<{name}}  parameters", *(f"{c:>{w}}" for c, w in zip(conditions, widths, strict=True))]
        lines = ["  ".join(head)]
        for model in self.accuracy:
            cells = [f"{100 * self.mean(model, c):5.1f} +- {100 * self.spread(model, c):3.1f}" for c in conditions]
            padded = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
            lines.append("  ".join([f"{model:<{name}}  {self.parameters[model]:>10,}", *padded]))
        return "\n".join(lines)


def trained(make, seed, images, labels):
    """A new model after the training that all experiments share."""
    model = make(seed)
    settings = {"epochs": _SEEN // len(images), "learning_rate": 0.05, "momentum": 0.9, "batch_size": 50, "seed": seed}
    fit(model, softmax_cross_entropy, images, labels, **settings)
    return model


def picture_seed(seed, purpose):
    """A seed for pictures: no two purposes share any."""
    return [seed, *purpose.encode()]


def run(module, name, trial, models, seeds, *, classes=4):
    """``trial(make, seed)`` for every model and seed, or what it found before.

    Parameters
    ----------
    module : str
        The full name of the module whose code decides the result.
    name : str
        What the result is kept under, with the seeds.
    trial : callable
        Takes what makes a model and a seed, returns a dict of accuracies by condition.
    models : dict of str to callable
    seeds : sequence of int
    classes : int
        How many the models tell apart.

    Returns
    -------
    Result
    """

    def compute():
        found = {model: [trial(make, seed) for seed in seeds] for model, make in models.items()}
        by_condition = {
            model: {condition: [one[condition] for one in trials] for condition in trials[0]}
            for model, trials in found.items()
        }
        return asdict(Result(1 / classes, {model: make(0).count() for model, make in models.items()}, by_condition))

    return Result(**disk_cache.remember("-".join([name, *map(str, seeds)]), compute, module))
