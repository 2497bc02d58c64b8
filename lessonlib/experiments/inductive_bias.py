"""The experiments that several chapters show: the same small pictures, the same training, only the model differs.

Pictures are 16 x 16, from `lessonlib.pictures`. Every model starts from a seed, sees 16,000 pictures (repeats
included) in batches of 50, or of all there are, learning rate 0.05, momentum 0.9, and softmax cross-entropy. Results
are kept in the user's cache folder until the code changes.
"""

from dataclasses import asdict, dataclass

import numpy as np

from lessonlib.experiments import disk_cache
from lessonlib.nn.layers import Conv2d, Flatten, GlobalMaxPool2d, Linear, LocallyConnected2d, ReLU, Sequential
from lessonlib.nn.losses import softmax_cross_entropy
from lessonlib.nn.training import accuracy, fit
from lessonlib.pictures import datasets

SEEDS = (0, 1, 2, 3, 4)
COUNTS = (30, 100, 300, 1000)

_SIZE, _CLASSES, _FILTERS, _FILTER_SIZE = 16, 4, 14, 5
_MAPS = (_SIZE - _FILTER_SIZE + 1) ** 2  # positions of a filter: 144
_SEEN, _TRAIN, _TEST = 16_000, 1000, 1000


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
        model = _trained(make, seed, *datasets.objects(_TRAIN, "top left", seed=_seed(seed, "train")))
        places = ("top left", "bottom right")
        return {place: accuracy(model, *datasets.objects(_TEST, place, seed=_seed(seed, place))) for place in places}

    return _run("move", trial, MODELS, seeds)


def permute(seeds=SEEDS):
    """Train on objects anywhere; then shuffle the pixels of all pictures in one and the same way, and train anew.

    Returns
    -------
    Result
        Conditions ``"as they are"`` and ``"shuffled"``: test accuracy.
    """

    def trial(make, seed):
        images, labels = datasets.objects(_TRAIN, seed=_seed(seed, "train"))
        test_images, test_labels = datasets.objects(_TEST, seed=_seed(seed, "test"))
        order = np.random.default_rng(_seed(seed, "order")).permutation(_SIZE**2)
        plain, mixed = (_trained(make, seed, images, labels), _trained(make, seed, shuffled(images, order), labels))
        return {
            "as they are": accuracy(plain, test_images, test_labels),
            "shuffled": accuracy(mixed, shuffled(test_images, order), test_labels),
        }

    return _run("permute", trial, MODELS, seeds)


def quadrant(seeds=SEEDS):
    """Train to say in which quarter the object stands: the question that a bet on "the same everywhere" loses.

    Returns
    -------
    Result
        Condition ``"which quadrant"``: test accuracy.
    """

    def trial(make, seed):
        model = _trained(make, seed, *datasets.quadrants(_TRAIN, seed=_seed(seed, "train")))
        return {"which quadrant": accuracy(model, *datasets.quadrants(_TEST, seed=_seed(seed, "test")))}

    return _run("quadrant", trial, MODELS, seeds)


def number_of_pictures(seeds=SEEDS):
    """Train on 30, 100, 300 and 1000 pictures of objects anywhere; compare them with pictures never seen.

    Returns
    -------
    Result
        For each of `COUNTS`, conditions such as ``"30 seen"`` (the training pictures) and ``"30 new"``. One more
        model than elsewhere: ``"locally connected"``.
    """

    def trial(make, seed):
        test = datasets.objects(_TEST, seed=_seed(seed, "test"))
        found = {}
        for count in COUNTS:
            seen = datasets.objects(count, seed=_seed(seed, "train"))
            model = _trained(make, seed, *seen)
            found |= {f"{count} seen": accuracy(model, *seen), f"{count} new": accuracy(model, *test)}
        return found

    return _run("number-of-pictures", trial, SHARING, seeds)


def shuffled(images, order):
    """Every picture with its pixels in a new order, the same for all.

    Examples
    --------
    >>> shuffled(np.array([[[[1, 2], [3, 4]]]]), [3, 2, 1, 0])[0, 0]
    array([[4, 3],
           [2, 1]])
    """
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def _trained(make, seed, images, labels):
    """A new model after the training that all experiments share."""
    model = make(seed)
    epochs = _SEEN // len(images)
    fit(
        model,
        softmax_cross_entropy,
        images,
        labels,
        epochs=epochs,
        learning_rate=0.05,
        momentum=0.9,
        batch_size=50,
        seed=seed,
    )
    return model


def _seed(seed, purpose):
    """Seeds for pictures, so that no two purposes share any."""
    return [seed, *purpose.encode()]


def _run(name, trial, models, seeds):
    """``trial`` for every model and seed, or what it found before."""

    def compute():
        found = {model: [trial(make, seed) for seed in seeds] for model, make in models.items()}
        by_condition = {
            model: {condition: [one[condition] for one in trials] for condition in trials[0]}
            for model, trials in found.items()
        }
        return asdict(Result(1 / _CLASSES, {model: make(0).count() for model, make in models.items()}, by_condition))

    seed_name = "-".join(map(str, seeds))
    return Result(**disk_cache.remember(f"{name}-{seed_name}", compute, __name__))
