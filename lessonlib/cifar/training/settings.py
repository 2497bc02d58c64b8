"""Validation of a training run's settings and pictures."""

import numpy as np

from lessonlib.cifar.training.schedules import SCHEDULES
from lessonlib.nn.arrays import as_labels
from lessonlib.nn.checks import one_of, real_number, true_or_false, whole_number

OPTIMIZERS = ("sgd", "muon")
CLASSES = 10


def check_settings(settings):
    """Raise a TypeError or a ValueError if a setting is of the wrong kind or out of range.

    Parameters
    ----------
    settings : dict
        The arguments of `lessonlib.cifar.train` by name, without the model and the pictures.
    """
    for name, value in settings.items():
        RULES[name](name, value)


def check_pictures(data, batch_size, processes):
    """Raise an error if pictures do not fit the loop, or a batch cannot be split among the processes."""
    shape, dtype = data.train_images.shape, data.train_images.dtype
    if dtype != np.uint8 or len(shape) != 4 or shape[1:] != (3, 32, 32) or not shape[0]:
        raise ValueError(f"data.train_images must be uint8, shape (N, 3, 32, 32), N from 1; got {dtype}, {shape}")
    as_labels(data.train_labels, shape[0], CLASSES, "data.train_labels")
    as_labels(data.test_labels, len(data.test_images), CLASSES, "data.test_labels")
    last = shape[0] % batch_size or batch_size
    if last < processes:
        raise ValueError(
            f"every batch must have a picture for each of {processes} processes; with batch_size {batch_size} the last "
            f"of {shape[0]} pictures make one of {last}. Choose a batch_size that divides {shape[0]}."
        )


def _above_zero(name, value):
    real_number(name, value, above=0)


def _share(name, value):
    real_number(name, value, at_least=0, below=1)


def _positive(name, value):
    whole_number(name, value, 1)


def _optimizer(name, value):
    if value not in OPTIMIZERS and not callable(value):
        known = " or ".join(map(repr, OPTIMIZERS))
        raise ValueError(f"{name} must be {known}, or a function that makes an optimizer for a model; got {value!r}")


def _sizes(name, value):
    if not isinstance(value, tuple | list) or not value:
        raise ValueError(f"{name} must be one or more whole numbers from 8, such as (20, 26, 32); got {value!r}")
    for number, size in enumerate(value):
        whole_number(f"{name}[{number}]", size, 8)


def _bfloat16(name, value):
    if value != "auto":
        true_or_false(f"{name}, unless it is 'auto',", value)


RULES = {
    "epochs": _above_zero,
    "learning_rate": _above_zero,
    "momentum": _share,
    "batch_size": _positive,
    "seed": whole_number,
    "optimizer": _optimizer,
    "schedule": lambda name, value: one_of(name, value, SCHEDULES),
    "flips": true_or_false,
    "shifts": lambda name, value: whole_number(name, value, at_most=31),
    "label_smoothing": _share,
    "sizes": _sizes,
    "bfloat16": _bfloat16,
    "test_every": _positive,
}
