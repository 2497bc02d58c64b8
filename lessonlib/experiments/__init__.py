"""Seeded experiments that chapters show, and the cache that keeps their results."""

from lessonlib.experiments.inductive_bias import (
    COUNTS,
    MODELS,
    SHARING,
    conv_flatten,
    conv_global,
    linear,
    locally_connected,
    mlp,
    move,
    number_of_pictures,
    permute,
    quadrant,
    shuffled,
)
from lessonlib.experiments.trials import SEEDS, Result

__all__ = [
    "COUNTS",
    "MODELS",
    "SEEDS",
    "SHARING",
    "Result",
    "conv_flatten",
    "conv_global",
    "linear",
    "locally_connected",
    "mlp",
    "move",
    "number_of_pictures",
    "permute",
    "quadrant",
    "shuffled",
]
