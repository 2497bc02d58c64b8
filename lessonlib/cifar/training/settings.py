"""The settings of a training run, checked: what is wrong is named, with what came and what is needed."""

import math

import numpy as np

from lessonlib.cifar.training.schedules import SCHEDULES

OPTIMIZERS = ("sgd", "muon")


def check_settings(settings):
    """Raise a ValueError if a setting is out of range.

    Parameters
    ----------
    settings : dict
        The arguments of `lessonlib.cifar.train` by name, without the model and the pictures.
    """
    for name, value in settings.items():
        works, needed = RULES[name]
        if not works(value):
            raise ValueError(f"{name} must be {needed}; got {value!r}")


def check_pictures(data, batch_size, processes):
    """Raise a ValueError if pictures do not fit the loop, or a batch cannot be split among the processes."""
    shape, dtype = data.train_images.shape, data.train_images.dtype
    if dtype != np.uint8 or len(shape) != 4 or shape[1:] != (3, 32, 32) or not shape[0]:
        raise ValueError(f"data.train_images must be uint8, shape (N, 3, 32, 32), N from 1; got {dtype}, {shape}")
    if data.train_labels.shape != shape[:1]:
        raise ValueError(f"data.train_labels must have shape {shape[:1]}; got {data.train_labels.shape}")
    last = shape[0] % batch_size or batch_size
    if last < processes:
        raise ValueError(
            f"every batch must have a picture for each of {processes} processes; with batch_size {batch_size} the last "
            f"of {shape[0]} pictures make one of {last}. Choose a batch_size that divides {shape[0]}."
        )


def _whole(value, least):
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and value >= least


def _number(value, above):
    return isinstance(value, int | float | np.number) and above < value < math.inf


def _share(value):
    return isinstance(value, int | float | np.number) and 0 <= value < 1


def _is_truth(value):
    return isinstance(value, bool)


def _sizes(value):
    return isinstance(value, tuple | list) and len(value) > 0 and all(_whole(size, 8) for size in value)


# name: (whether a value works, what is needed)
RULES = {
    "epochs": (lambda value: _number(value, 0), "a number above 0"),
    "learning_rate": (lambda value: _number(value, 0), "a number above 0"),
    "momentum": (_share, "at least 0 and below 1"),
    "batch_size": (lambda value: _whole(value, 1), "a whole number from 1"),
    "seed": (lambda value: _whole(value, 0), "a whole number from 0"),
    "optimizer": (
        lambda value: value in OPTIMIZERS or callable(value),
        f"{' or '.join(map(repr, OPTIMIZERS))}, or a function that makes an optimizer for a model",
    ),
    "schedule": (lambda value: value in SCHEDULES, " or ".join(map(repr, SCHEDULES))),
    "flips": (_is_truth, "True or False"),
    "shifts": (lambda value: _whole(value, 0) and value < 32, "a whole number of pixels from 0 to 31"),
    "label_smoothing": (_share, "at least 0 and below 1"),
    "sizes": (_sizes, "one or more whole numbers from 8, such as (20, 26, 32)"),
    "bfloat16": (lambda value: value in (True, False, "auto"), "True, False or 'auto'"),
    "test_every": (lambda value: _whole(value, 1), "a whole number from 1"),
}
