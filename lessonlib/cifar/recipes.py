"""Named models with the settings they are trained with: those of others, the ladder of chapter 11b, its three budgets.

Rates were chosen by a few short runs each. Epochs are chosen for the time they take on two processor cores.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from lessonlib.cifar.models import tutorials
from lessonlib.cifar.models.baseline import linear_model, plain_cnn
from lessonlib.cifar.models.fast import fast_cnn
from lessonlib.cifar.training.run import train

SHORT_EPOCHS = 0.5


@dataclass(frozen=True)
class Recipe:
    """A model and how to train it.

    Attributes
    ----------
    title : str
        For tables and figures.
    model : callable
        Takes pictures (`lessonlib.cifar.Pictures`) and a seed, gives a new model.
    settings : dict
        Arguments of `lessonlib.cifar.train`.
    widths : tuple of int, optional
        Of the model's layers, where recipes differ in them.
    """

    title: str
    model: Callable
    settings: dict = field(repr=False)
    widths: tuple | None = None

    def train(self, data, *, seed=0, **changes):
        """Make the model and train it; with ``LESSONLIB_SHORT=1`` for half an epoch at most.

        Parameters
        ----------
        data : lessonlib.cifar.Pictures
            Training and test pictures.
        seed : int
            Of the model and of the training.
        **changes
            Arguments of `lessonlib.cifar.train` that replace the recipe's or come to them.

        Returns
        -------
        torch.nn.Module, lessonlib.cifar.History
        """
        model, settings = self.model(data, seed), self.settings | changes
        if os.environ.get("LESSONLIB_SHORT") == "1":
            settings["epochs"] = min(settings["epochs"], SHORT_EPOCHS)
        return model, train(model, data, seed=seed, **settings)


def _fast(whiten=True, **options):
    return lambda data, seed: fast_cnn(whiten=data.train_images if whiten else None, seed=seed, **options)


def _ladder():
    """The rungs of the ladder, each with everything below it and one thing more, about a minute each."""
    settings = {"epochs": 4, "learning_rate": 0.015, "momentum": 0.9, "batch_size": 128}
    rungs = {"plain": Recipe("plain CNN", lambda data, seed: plain_cnn(seed=seed), settings)}
    settings = {"epochs": 2, "learning_rate": 0.1, "momentum": 0.85, "batch_size": 250}

    def climb(name, title, model, **more):
        settings.update(more)
        rungs[name] = Recipe(title, model, dict(settings))

    learned, whitened = _fast(whiten=False), _fast()
    climb("deeper", "more layers", _fast(whiten=False, batchnorm=False))
    climb("batchnorm", "batch norm", learned, learning_rate=0.2)
    climb("bfloat16", "16-bit numbers", learned, bfloat16="auto", epochs=2.5)
    climb("one-cycle", "one-cycle rate", learned, schedule="one-cycle", learning_rate=0.8)
    climb("views", "flips and shifts", learned, flips=True, shifts=2)
    climb("smoothing", "label smoothing", learned, label_smoothing=0.2)
    climb("growing", "growing images", learned, sizes=(24, 28, 32), epochs=3)
    climb("whitening", "whitening", whitened, epochs=3.4)
    climb("minute", "Muon", whitened, optimizer="muon", learning_rate=0.24, momentum=0.6, batch_size=500)
    return rungs


LADDER = _ladder()
_TOP = LADDER["minute"]


def _budget(title, widths, epochs):
    """The top of the ladder with a wider model and more time."""
    return Recipe(title, _fast(widths=widths), _TOP.settings | {"epochs": epochs}, widths)


BUDGETS = {
    "minute": Recipe("1 minute", _TOP.model, _TOP.settings),
    "three-minutes": _budget("3 minutes", widths=(24, 96, 192), epochs=5.6),
    "ten-minutes": _budget("10 minutes", widths=(32, 128, 256), epochs=15),
}
PEERS = {
    "linear": Recipe("linear", lambda data, seed: linear_model(), {"epochs": 4, "learning_rate": 0.001}),
    "mlp": Recipe("MLP", lambda data, seed: tutorials.mlp(seed), {"epochs": 12, "learning_rate": 0.01}),
    "pytorch": Recipe(
        "PyTorch tutorial",
        lambda data, seed: tutorials.pytorch_tutorial(seed),
        {"epochs": 2, "learning_rate": 0.001, "momentum": 0.9, "batch_size": 4},
    ),
    "tensorflow": Recipe(
        "TensorFlow tutorial",
        lambda data, seed: tutorials.tensorflow_tutorial(seed),
        {"epochs": 10, "learning_rate": 0.001, "optimizer": tutorials.adam, "batch_size": 32},
    ),
}
RECIPES = PEERS | LADDER | BUDGETS
