"""Digits in the middle of a larger picture, and models trained on them: what happens when the digit then moves?

Pictures are 24 x 24. Every digit is drawn as on a picture of 16 x 16 that lies in their middle, so that it has room
to move by 4 pixels and more; in training it stands within one pixel of the middle.
"""

import numpy as np

from lessonlib.nn.checks import one_of
from lessonlib.nn.layers import Conv2d, Flatten, GlobalMaxPool2d, Linear, MaxPool2d, ReLU, Sequential
from lessonlib.nn.losses import softmax_cross_entropy
from lessonlib.nn.training import fit
from lessonlib.pictures import datasets

SIZE = 24
_DRAWN, _CLASSES, _FILTERS, _FILTER_SIZE = 16, 10, 12, 9
_MAP = SIZE - _FILTER_SIZE + 1  # positions of a filter along a side: 16
_NOISE = 0.05


def centred_digit(value=3, shift=(0, 0)):
    """One clean digit, to be moved about.

    Parameters
    ----------
    value : int, default 3
        0 to 9.
    shift : (down, right) pair of float, default (0, 0)
        How far from the middle it stands, in pixels. What leaves the picture is cut off.

    Returns
    -------
    numpy.ndarray, (24, 24), float64
        0 (background) to 1 (stroke).

    Examples
    --------
    >>> bool((centred_digit(3, shift=(0, 4))[:, 4:] == centred_digit(3)[:, :-4]).all())
    True
    """
    share = _DRAWN / SIZE
    return datasets.digit(value, SIZE, shift, scale=share, thickness=share)


def centred_digits(count, *, seed):
    """Digits in many hands, each within one pixel of the middle.

    Parameters
    ----------
    count : int
        How many pictures; the ten classes come equally often, give or take one.
    seed : int
        Which ones.

    Returns
    -------
    images : numpy.ndarray, (count, 1, 24, 24), float32
        0 to 1.
    labels : numpy.ndarray, (count,), int64

    Examples
    --------
    >>> images, labels = centred_digits(20, seed=0)
    >>> images.shape, labels.shape
    ((20, 1, 24, 24), (20,))
    """
    drawn, labels = datasets.digits(count, _DRAWN, seed=seed)
    noise = np.random.default_rng([seed, 1]).normal(scale=_NOISE, size=(count, 1, SIZE, SIZE))
    images = np.clip(noise, 0, 1).astype(np.float32)  # the noise that the digits already have, all around them
    first = (SIZE - _DRAWN) // 2
    images[:, :, first : first + _DRAWN, first : first + _DRAWN] = drawn
    return images, labels


def linear():
    """Every pixel straight to every class; from zeros, so that a weight no picture uses stays near 0."""
    layer = Linear(SIZE**2, _CLASSES)
    layer.weights.value[...] = 0
    return Sequential(Flatten(), layer)


def conv_flatten():
    """Shared filters, then a weight for every place in every map."""
    random = np.random.default_rng(0)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    last = Linear(_FILTERS * (_MAP // 2) ** 2, _CLASSES, seed=random)
    return Sequential(conv, ReLU(), MaxPool2d(2), Flatten(), last)


def conv_global():
    """Shared filters, then only the largest answer of each, wherever it is."""
    random = np.random.default_rng(0)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    return Sequential(conv, ReLU(), GlobalMaxPool2d(), Linear(_FILTERS, _CLASSES, seed=random))


_RECIPES = {  # what makes it, and how it is trained: epochs, learning rate
    "linear": (linear, 6, 0.05),
    "conv + flatten": (conv_flatten, 2, 0.03),
    "conv + global max": (conv_global, 5, 0.03),
}


def digit_models(*names):
    """Models trained on 1,000 of `centred_digits`, each in under a second.

    Parameters
    ----------
    *names : {"linear", "conv + flatten", "conv + global max"}
        Which; all three if none is named.

    Returns
    -------
    dict of str to lessonlib.Sequential
        Ten scores for pictures (N, 1, 24, 24).

    Raises
    ------
    ValueError
        If there is no model of a name.

    Examples
    --------
    >>> models = digit_models("linear")
    >>> three = centred_digit(3)[None, None]
    >>> int(models["linear"].forward(three).argmax())
    3
    """
    for name in names:
        one_of("names", name, _RECIPES)
    images, labels = centred_digits(1000, seed=0)
    models = {}
    for name in names or _RECIPES:
        make, epochs, rate = _RECIPES[name]
        models[name] = make()
        settings = {"epochs": epochs, "learning_rate": rate, "momentum": 0.9, "batch_size": 50, "seed": 0}
        fit(models[name], softmax_cross_entropy, images, labels, **settings)
    return models
