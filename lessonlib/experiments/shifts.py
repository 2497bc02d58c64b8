"""The experiment on how far a picture may move until a trained model no longer knows what it shows."""

from dataclasses import asdict

import numpy as np

from lessonlib.experiments import disk_cache, inductive_bias
from lessonlib.experiments.inductive_bias import SEEDS, Result
from lessonlib.nn.training import accuracy
from lessonlib.pictures import datasets

MOVES = tuple(range(8))  # pixels down and as many to the right; at 7 the object still is whole


def move_by(seeds=SEEDS):
    """Train on objects in the top left as in `lessonlib.experiments.move`; then move new ones by 0 to 7 pixels.

    Each picture moves as a whole, down and to the right by as many pixels. What leaves it comes back on the other
    side; that is background.

    Parameters
    ----------
    seeds : sequence of int
        One training for each.

    Returns
    -------
    Result
        Conditions ``"0"`` to ``"7"``, for each of the models.
    """
    models = inductive_bias.MODELS

    def trial(make, seed):
        images, labels = datasets.objects(inductive_bias._TRAIN, "top left", seed=inductive_bias._seed(seed, "train"))
        model = inductive_bias._trained(make, seed, images, labels)
        images, labels = datasets.objects(inductive_bias._TEST, "top left", seed=inductive_bias._seed(seed, "top left"))
        return {str(by): accuracy(model, np.roll(images, (by, by), axis=(2, 3)), labels) for by in MOVES}

    def compute():
        trials = {name: [trial(make, seed) for seed in seeds] for name, make in models.items()}
        found = {name: {str(by): [one[str(by)] for one in rows] for by in MOVES} for name, rows in trials.items()}
        return asdict(
            Result(1 / len(datasets.OBJECTS), {name: make(0).count() for name, make in models.items()}, found)
        )

    seed_name = "-".join(map(str, seeds))
    return Result(**disk_cache.remember(f"move-by-{seed_name}", compute, __name__))
