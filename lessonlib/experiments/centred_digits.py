"""Digits in the middle of a larger picture, and models trained on them: what happens when the digit then moves?

Pictures are 24 x 24. Every digit is drawn as on a picture of 16 x 16 that lies in their middle, so that it has room
to move by 4 pixels and more; in training it stands within one pixel of the middle.
"""

import numpy as np

from lessonlib.experiments import disk_cache
from lessonlib.nn.checks import one_of
from lessonlib.nn.layers import Conv2d, Flatten, GlobalMaxPool2d, Linear, MaxPool2d, ReLU, Sequential
from lessonlib.nn.losses import softmax_cross_entropy
from lessonlib.nn.training import fit
from lessonlib.pictures import datasets
from lessonlib.pictures.strokes import STROKES

SIZE = 24
_DRAWN, _CLASSES, _FILTERS, _FILTER_SIZE, _POOL = 16, 10, 24, 9, 4
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


def centred_strokes(value):
    """The strokes of `centred_digit`, for who wants to draw it elsewhere.

    Parameters
    ----------
    value : int
        0 to 9.

    Returns
    -------
    strokes : list of list of (x, y)
        Points, in pixels from the middle of the picture. A pixel shows ``0.5 + radius - distance``, cut to 0 to 1.
    radius : float
        Half a stroke's thickness, in pixels.

    Examples
    --------
    >>> strokes, radius = centred_strokes(7)
    >>> strokes[0], round(radius, 3)
    ([(-3.04, -4.8), (3.04, -4.8)], 0.8)
    """
    strokes = [[(float(x) * _DRAWN, float(y) * _DRAWN) for x, y in stroke] for stroke in STROKES[value]]
    return strokes, 0.05 * _DRAWN


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
    """Shared filters, pooled until the model has as many parameters as `linear`, then a weight for every place."""
    random = np.random.default_rng(0)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    last = Linear(_FILTERS * (_MAP // _POOL) ** 2, _CLASSES, seed=random)
    return Sequential(conv, ReLU(), MaxPool2d(_POOL), Flatten(), last)


def conv_global():
    """Shared filters, then only the largest answer of each, wherever it is."""
    random = np.random.default_rng(0)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    return Sequential(conv, ReLU(), GlobalMaxPool2d(), Linear(_FILTERS, _CLASSES, seed=random))


_RECIPES = {  # what makes it, and how it is trained
    "linear": (linear, {"epochs": 10, "learning_rate": 0.5}),  # as in chapter 01
    "conv + flatten": (conv_flatten, {"epochs": 4, "learning_rate": 0.03, "momentum": 0.9}),
    "conv + global max": (conv_global, {"epochs": 5, "learning_rate": 0.03, "momentum": 0.9}),
}


def digit_models(*names):
    """Models trained on 1,000 of `centred_digits`; their weights are kept, for training takes about a second each.

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
    return {name: _trained(name) for name in names or _RECIPES}


def _trained(name):
    make, settings = _RECIPES[name]
    model = make()

    def train():
        images, labels = centred_digits(1000, seed=0)
        fit(model, softmax_cross_entropy, images, labels, batch_size=50, seed=0, **settings)

    return disk_cache.remember_weights(f"digits-{name.replace(' ', '')}", model, train, __name__)
