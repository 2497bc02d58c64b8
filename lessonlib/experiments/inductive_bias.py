"""The experiments that several chapters show: the same small pictures, the same training, only the model differs.

Pictures are 16 x 16, from `lessonlib.pictures`. How models are trained and results are kept is in `trials`.
"""

import numpy as np

from lessonlib.experiments.trials import SEEDS, TEST, TRAIN, picture_seed, run, trained
from lessonlib.nn.layers import Conv2d, Flatten, GlobalMaxPool2d, Linear, LocallyConnected2d, ReLU, Sequential
from lessonlib.nn.training import accuracy
from lessonlib.pictures import datasets

COUNTS = (30, 100, 300, 1000)

_SIZE, _CLASSES, _FILTERS, _FILTER_SIZE = 16, 4, 14, 5
_MAPS = (_SIZE - _FILTER_SIZE + 1) ** 2  # positions of a filter: 144


def linear(seed):
    """Every pixel straight to every class."""
    return Sequential(Flatten(), Linear(_SIZE**2, _CLASSES, seed=seed))


def mlp(seed):
    """One hidden layer, as wide as gives it the parameters of `conv_flatten`."""
    random = np.random.default_rng(seed)
    hidden = Linear(_SIZE**2, 33, seed=random)
    return Sequential(Flatten(), hidden, ReLU(), Linear(33, _CLASSES, seed=random))


def locally_connected(seed):
    """`conv_flatten` without weight sharing, all else equal: as many filters at each place, seven times the numbers."""
    random = np.random.default_rng(seed)
    local = LocallyConnected2d((1, _SIZE, _SIZE), _FILTERS, _FILTER_SIZE, seed=random)
    return Sequential(local, ReLU(), Flatten(), Linear(_FILTERS * _MAPS, _CLASSES, seed=random))


def conv_flatten(seed):
    """Shared filters, then a weight for every place in every map."""
    random = np.random.default_rng(seed)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    return Sequential(conv, ReLU(), Flatten(), Linear(_FILTERS * _MAPS, _CLASSES, seed=random))


def conv_global(seed):
    """Shared filters, then only the largest answer of each, wherever it is."""
    random = np.random.default_rng(seed)
    conv = Conv2d(1, _FILTERS, _FILTER_SIZE, seed=random)
    return Sequential(conv, ReLU(), GlobalMaxPool2d(), Linear(_FILTERS, _CLASSES, seed=random))


MODELS = {
    "linear": linear,
    "MLP": mlp,
    "conv + flatten": conv_flatten,
    "conv + global max": conv_global,
}
SHARING = {**MODELS, "locally connected": locally_connected}


def move(seeds=SEEDS):
    """Train on objects in the top left, then test there and at the bottom right.

    Returns
    -------
    Result
        Conditions ``"top left"`` and ``"bottom right"``.
    """

    def trial(make, seed):
        model = trained(make, seed, *datasets.objects(TRAIN, "top left", seed=picture_seed(seed, "train")))
        places = ("top left", "bottom right")
        return {
            place: accuracy(model, *datasets.objects(TEST, place, seed=picture_seed(seed, place))) for place in places
        }

    return run(__name__, "move", trial, MODELS, seeds)


def permute(seeds=SEEDS):
    """Train on objects anywhere; then shuffle the pixels of all pictures in one and the same way, and train anew.

    Returns
    -------
    Result
        Conditions ``"as they are"`` and ``"shuffled"``: test accuracy.
    """

    def trial(make, seed):
        images, labels = datasets.objects(TRAIN, seed=picture_seed(seed, "train"))
        test_images, test_labels = datasets.objects(TEST, seed=picture_seed(seed, "test"))
        order = np.random.default_rng(picture_seed(seed, "order")).permutation(_SIZE**2)
        plain, mixed = (trained(make, seed, images, labels), trained(make, seed, shuffled(images, order), labels))
        return {
            "as they are": accuracy(plain, test_images, test_labels),
            "shuffled": accuracy(mixed, shuffled(test_images, order), test_labels),
        }

    return run(__name__, "permute", trial, MODELS, seeds)


def quadrant(seeds=SEEDS):
    """Train to say in which quarter the object stands: the question that a bet on "the same everywhere" loses.

    Returns
    -------
    Result
        Condition ``"which quadrant"``: test accuracy.
    """

    def trial(make, seed):
        model = trained(make, seed, *datasets.quadrants(TRAIN, seed=picture_seed(seed, "train")))
        return {"which quadrant": accuracy(model, *datasets.quadrants(TEST, seed=picture_seed(seed, "test")))}

    return run(__name__, "quadrant", trial, MODELS, seeds)


def quadrant_models():
    """Two models that differ in what follows their convolution, trained to say in which quarter the object stands.

    Returns
    -------
    dict of str to lessonlib.Sequential
        ``"conv + flatten"`` and ``"conv + global max"``, of seed 0 in `quadrant`.
    """
    images, labels = datasets.quadrants(TRAIN, seed=picture_seed(0, "train"))
    return {name: trained(MODELS[name], 0, images, labels) for name in ("conv + flatten", "conv + global max")}


def number_of_pictures(seeds=SEEDS):
    """Train on 30, 100, 300 and 1000 pictures of objects anywhere; compare them with pictures never seen.

    Returns
    -------
    Result
        For each of `COUNTS`, conditions such as ``"30 seen"`` (the training pictures) and ``"30 new"``. One more
        model than elsewhere: ``"locally connected"``.
    """

    def trial(make, seed):
        test = datasets.objects(TEST, seed=picture_seed(seed, "test"))
        found = {}
        for count in COUNTS:
            seen = datasets.objects(count, seed=picture_seed(seed, "train"))
            model = trained(make, seed, *seen)
            found |= {f"{count} seen": accuracy(model, *seen), f"{count} new": accuracy(model, *test)}
        return found

    return run(__name__, "number-of-pictures", trial, SHARING, seeds)


def shuffled(images, order):
    """Every picture with its pixels in a new order, the same for all.

    Examples
    --------
    >>> shuffled(np.array([[[[1, 2], [3, 4]]]]), [3, 2, 1, 0])[0, 0]
    array([[4, 3],
           [2, 1]])
    """
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)
