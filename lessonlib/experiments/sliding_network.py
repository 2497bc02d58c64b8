"""One small network, trained on stamps of 16 x 16, and applied at every place of a picture of any size.

The network is the one of `lessonlib.experiments.conv_global` with a fifth class, *nothing*: one convolution (14
filters of 5 x 5), ReLU, a global maximum, a linear layer. It is trained on 3,000 stamps with one object each, anywhere
in the stamp, and 3,000 without a whole object (noise alone, or an object that the border cuts), all with noise.
"""

import numpy as np

from lessonlib.experiments import disk_cache
from lessonlib.nn.conv import conv2d
from lessonlib.nn.layers import Conv2d, GlobalMaxPool2d, Linear, ReLU, Sequential
from lessonlib.nn.losses import softmax_cross_entropy
from lessonlib.nn.training import classify, fit
from lessonlib.pictures import datasets
from lessonlib.pictures.walls import draw_wall

WINDOW = 16
NOTHING = "nothing"
CLASSES = (*datasets.OBJECTS, NOTHING)
_FILTERS, _FILTER_SIZE, _COUNT = 14, 5, 3000
_PHASES = ((10, 0.05), (4, 0.01))  # epochs, learning rate


def stamps(count, *, seed, nothing=True):
    """Stamps to train or test on: ``count`` with an object, and as many without a whole one.

    Parameters
    ----------
    count, seed : int
    nothing : bool, default True
        Whether those without a whole object are among them, as class 4.

    Returns
    -------
    images : numpy.ndarray, (count or 2 count, 1, 16, 16), float32
    labels : numpy.ndarray, int64
        An index into `CLASSES`.

    Examples
    --------
    >>> images, labels = stamps(8, seed=0)
    >>> images.shape, np.bincount(labels).tolist()
    ((16, 1, 16, 16), [2, 2, 2, 2, 8])
    """
    images, labels = datasets.objects(count, size=WINDOW, seed=[seed, 0])
    if not nothing:
        return images, labels
    empty = datasets.without_object(count, size=WINDOW, seed=[seed, 1])
    return np.concatenate([images, empty]), np.concatenate([labels, np.full(count, len(datasets.OBJECTS))])


def stamp_network(nothing=True):
    """The trained network; its weights are kept, for training takes several seconds.

    Parameters
    ----------
    nothing : bool, default True
        Whether it has the class *nothing* and was trained on stamps without a whole object, too.

    Returns
    -------
    lessonlib.Sequential
        Five scores (four without *nothing*) for stamps (N, 1, 16, 16), in the order of `CLASSES`.
    """
    model = _make(nothing)

    def train():
        for phase, (epochs, rate) in enumerate(_PHASES):
            settings = {"epochs": epochs, "learning_rate": rate, "momentum": 0.9, "batch_size": 50, "seed": phase}
            fit(model, softmax_cross_entropy, *stamps(_COUNT, seed=0, nothing=nothing), **settings)

    name = f"stamp-network-{len(CLASSES) - (not nothing)}"
    return disk_cache.remember_weights(name, model, train, __name__)


def slide(model, picture):
    """What the network says at every place of a picture: the convolution once, then maxima over windows.

    Parameters
    ----------
    model : lessonlib.Sequential
        As `stamp_network` gives it.
    picture : numpy.ndarray, (H, W)
        At least 16 along both sides.

    Returns
    -------
    numpy.ndarray, (classes, H - 15, W - 15)
        At (row, column) the scores of the window that has its top left pixel there.

    Examples
    --------
    >>> model, picture = stamp_network(), draw_wall([("ring", 20, 30)], 40, 70)
    >>> scores = slide(model, picture)
    >>> window = picture[None, None, 12:28, 22:38].astype(np.float32)
    >>> scores.shape, bool(np.allclose(scores[:, 12, 22], model.forward(window)[0], atol=1e-4))
    ((5, 25, 55), True)
    """
    conv, _, _, linear = model.layers
    filters, bias = (parameter.value for parameter in conv.parameters())
    maps = np.maximum(conv2d(picture[None, None].astype(np.float32), filters, bias)[0], 0)  # (K, H - 4, W - 4)
    size = WINDOW - filters.shape[2] + 1  # places of a filter along a side of a window: 12
    for axis in (1, 2):
        maps = np.lib.stride_tricks.sliding_window_view(maps, size, axis=axis).max(axis=-1)
    weights, bias = (parameter.value for parameter in linear.parameters())
    return np.einsum("ck,khw->chw", weights, maps) + bias[:, None, None]


def measure():
    """How good the two networks are, on stamps and on walls that they never saw.

    Returns
    -------
    dict
        ``accuracy`` (0 to 1): on new stamps, by class. ``nothing``: the part of the windows of an empty wall at which
        the network says *nothing*. ``found`` of ``objects``: on walls with six objects apart, at how many the window
        around the object gets its name. ``false``: the part of all windows without a whole object there that get a
        name all the same. ``without``: the largest part of an empty wall's windows to which the network *without*
        that class gives one and the same name.
    """
    return disk_cache.remember("sliding-network", _measure, __name__)


def _measure():
    model, plain = stamp_network(), stamp_network(nothing=False)
    images, labels = stamps(2000, seed=1)
    right = classify(model, images) == labels
    said = [slide(model, draw_wall([], seed=seed)).argmax(axis=0) for seed in range(1, 11)]
    named = [slide(plain, draw_wall([], seed=seed)).argmax(axis=0) for seed in range(1, 11)]
    found = objects = false = free = 0
    for seed in range(1, 41):
        placed = _place_apart(np.random.default_rng([seed, 9]))
        names = slide(model, draw_wall(placed, seed=seed)).argmax(axis=0)
        whole = np.zeros(names.shape, bool)  # windows that hold an object, or all but one or two pixels of its border
        for name, row, column in placed:
            found += CLASSES[names[row - WINDOW // 2, column - WINDOW // 2]] == name
            whole[max(0, row - 14) : row - 1, max(0, column - 14) : column - 1] = True
        objects += len(placed)
        free += int((~whole).sum())
        false += int((names[~whole] != CLASSES.index(NOTHING)).sum())
    return {
        "accuracy": {name: float(right[labels == i].mean()) for i, name in enumerate(CLASSES)},
        "nothing": float(np.mean(np.array(said) == CLASSES.index(NOTHING))),
        "found": int(found),
        "objects": objects,
        "false": false / free,
        "without": float(np.bincount(np.ravel(named)).max() / np.size(named)),
    }


def _place_apart(random, count=6, apart=24):
    """Objects on a wall of 96 x 160, so far apart that no window touches two."""
    placed = []
    while len(placed) < count:
        row, column = (int(random.integers(WINDOW // 2, side - WINDOW // 2 + 1)) for side in (96, 160))
        if all(max(abs(row - other), abs(column - another)) >= apart for _, other, another in placed):
            placed.append((datasets.OBJECTS[int(random.integers(4))], row, column))
    return placed


def _make(nothing):
    random = np.random.default_rng(0)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    return Sequential(conv, ReLU(), GlobalMaxPool2d(), Linear(_FILTERS, len(CLASSES) - (not nothing), seed=random))
