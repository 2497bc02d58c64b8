"""The experiment on how far a picture may move until a trained model no longer knows what it shows."""

import numpy as np

from lessonlib.experiments.inductive_bias import MODELS
from lessonlib.experiments.trials import SEEDS, TEST, TRAIN, picture_seed, run, trained
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

    def trial(make, seed):
        model = trained(make, seed, *datasets.objects(TRAIN, "top left", seed=picture_seed(seed, "train")))
        images, labels = datasets.objects(TEST, "top left", seed=picture_seed(seed, "top left"))
        return {str(by): accuracy(model, np.roll(images, (by, by), axis=(2, 3)), labels) for by in MOVES}

    return run(__name__, "move-by", trial, MODELS, seeds)
