"""Models as readers build them: arguments validated, then handed to the code whose runs were measured."""

import functools

from lessonlib.cifar.models import baseline, fast, tutorials
from lessonlib.nn.checks import shown, true_or_false, whole_number

LARGEST_SEED = 2**63 - 1


@functools.wraps(baseline.plain_cnn)
def plain_cnn(*, filters=(24, 32, 64), seed=0):
    return baseline.plain_cnn(filters=_three("filters", filters), seed=_seed(seed))


@functools.wraps(fast.fast_cnn)
def fast_cnn(*, widths=(16, 64, 128), batchnorm=True, whiten=None, seed=0):
    widths, batchnorm = _three("widths", widths), true_or_false("batchnorm", batchnorm)
    return fast.fast_cnn(widths=widths, batchnorm=batchnorm, whiten=whiten, seed=_seed(seed))


@functools.wraps(tutorials.mlp)
def mlp(seed=0):
    return tutorials.mlp(_seed(seed))


def _seed(seed):
    return whole_number("seed", seed, at_most=LARGEST_SEED)


def _three(name, counts):
    """Three whole numbers, NumPy's included, as a tuple of ints."""
    if isinstance(counts, str) or not hasattr(counts, "__len__") or len(counts) != 3:
        raise ValueError(f"{name} must be three whole numbers from 1; got {shown(counts)}")
    return tuple(whole_number(f"{name}[{place}]", count, 1) for place, count in enumerate(counts))
