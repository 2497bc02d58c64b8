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
    quadrant_models,
    shuffled,
)
from lessonlib.experiments.scrambling import ScrambledDigits, same_run, scrambled_digits
from lessonlib.experiments.sliding_network import measure as measure_sliding
from lessonlib.experiments.sliding_network import slide, stamp_network, stamps
from lessonlib.experiments.trials import SEEDS, Result

__all__ = [
    "COUNTS",
    "MODELS",
    "SEEDS",
    "SHARING",
    "Result",
    "ScrambledDigits",
    "conv_flatten",
    "conv_global",
    "linear",
    "locally_connected",
    "measure_sliding",
    "mlp",
    "move",
    "number_of_pictures",
    "permute",
    "quadrant",
    "quadrant_models",
    "same_run",
    "scrambled_digits",
    "shuffled",
    "slide",
    "stamp_network",
    "stamps",
]
