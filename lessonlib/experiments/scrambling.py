"""Digits with their pixels scrambled, in one order for all, and models that learn to read them.

A linear layer that starts from zeros goes through the same training either way: every step changes the weight of a
pixel by what that pixel shows, wherever the pixel lies. With random starting weights the same holds if those are put
into the same order as the pixels. So the answers are the same, and not only as good.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from lessonlib.experiments.centred_digits import SIZE, centred_digits, linear
from lessonlib.experiments.inductive_bias import shuffled
from lessonlib.nn.layers import Flatten, Linear, ReLU, Sequential
from lessonlib.nn.losses import softmax_cross_entropy
from lessonlib.nn.training import classify, fit

_TRAIN, _TEST, _HIDDEN = 1000, 1000, 32


@dataclass(frozen=True)
class ScrambledDigits:
    """Scrambled digits that no model has seen, and a linear model that reads them.

    Attributes
    ----------
    order : numpy.ndarray of int, (576,)
        Pixel ``i`` of a scrambled picture is pixel ``order[i]`` of the picture as it was, both row by row.
    images : numpy.ndarray, (1000, 1, 24, 24), float32
        Scrambled; 0 to 1.
    labels : numpy.ndarray of int, (1000,)
    model : lessonlib.Sequential
        Trained on 1,000 others.
    """

    order: np.ndarray
    images: np.ndarray
    labels: np.ndarray
    model: Sequential


def pixel_order():
    """The order that scrambles: (576,) int, the same at every call."""
    return np.random.default_rng(0).permutation(SIZE**2)


@cache
def scrambled_digits():
    """Scrambled digits and the linear model that reads them.

    Returns
    -------
    ScrambledDigits

    Examples
    --------
    >>> digits = scrambled_digits()
    >>> float((classify(digits.model, digits.images) == digits.labels).mean()) > 0.97
    True
    """
    order = pixel_order()
    images, labels = centred_digits(_TEST, seed=1)
    return ScrambledDigits(order, shuffled(images, order), labels, _trained(linear(), order, **_SETTINGS["linear"]))


def same_run():
    """Train on digits as they are and on scrambled ones, with the starting weights in the same order as the pixels.

    Returns
    -------
    dict of str to dict
        For ``"linear"`` and ``"MLP"``: ``as they are`` and ``scrambled``, the accuracy on 1,000 new digits; and
        ``same answers``, on how many of these both give the same digit, right or wrong.
    """
    order = pixel_order()
    images, labels = centred_digits(_TEST, seed=1)
    found = {}
    for name, make in {"linear": linear, "MLP": _mlp}.items():
        plain, mixed = _trained(make(), None, **_SETTINGS[name]), _trained(make(), order, **_SETTINGS[name])
        first, second = classify(plain, images), classify(mixed, shuffled(images, order))
        found[name] = {
            "as they are": float((first == labels).mean()),
            "scrambled": float((second == labels).mean()),
            "same answers": int((first == second).sum()),
        }
    return found


_SETTINGS = {
    "linear": {"epochs": 10, "learning_rate": 0.5},
    "MLP": {"epochs": 10, "learning_rate": 0.1},
}


def _mlp():
    random = np.random.default_rng(0)
    return Sequential(Flatten(), Linear(SIZE**2, _HIDDEN, seed=random), ReLU(), Linear(_HIDDEN, 10, seed=random))


def _trained(model, order, **settings):
    """The model after training; with an order, on pixels in that order, from starting weights in that order."""
    images, labels = centred_digits(_TRAIN, seed=0)
    if order is not None:
        images = shuffled(images, order)
        first = model.layers[1].weights
        first.value = np.ascontiguousarray(first.value[:, order])
    fit(model, softmax_cross_entropy, images, labels, batch_size=50, seed=0, **settings)
    return model
