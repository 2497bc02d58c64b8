"""The network of chapter 11b: six convolutions in three groups, built so that it learns fast."""

from itertools import pairwise

import torch
from torch import nn

from lessonlib.cifar.models.whitening import whitening_layer

FIRST = 24  # filters of the first layer: 12 directions of a 2 x 2 x 3 patch, and their negatives
TEMPER = 9  # scores are divided by this, so that a new network is unsure


def fast_cnn(*, widths=(16, 64, 128), batchnorm=True, whiten=None, seed=0):
    """A small network for 32 x 32 colour pictures that takes pictures of other sizes too.

    After the first layer come three groups of convolution, max-pooling, activation, convolution, activation. The
    filters start as the identity as far as they can, so that each group at first hands on what it got.
    The plan is that of Jordan 2024, which goes back to Page 2019.

    Parameters
    ----------
    widths : tuple of int
        How many filters the convolutions of each group have.
    batchnorm : bool
        Whether each of these convolutions is followed by batch normalisation, which replaces its bias.
    whiten : ndarray of uint8, shape (N, 3, H, W), optional
        Training pictures from which to compute a fixed first layer; without, it is learned.
    seed : int
        Of the random first weights.

    Returns
    -------
    torch.nn.Sequential
        Takes (N, 3, H, W) with H and W from 17, gives scores (N, 10).

    Raises
    ------
    ValueError
        If ``widths`` is not three whole numbers from 1.
    """
    if len(widths) != 3 or any(not isinstance(width, int) or width < 1 for width in widths):
        raise ValueError(f"widths must be three whole numbers from 1; got {widths!r}")
    with torch.random.fork_rng(devices=[]):  # the reader's own random numbers go on as if nothing had been drawn
        torch.manual_seed(seed)
        first = nn.Conv2d(3, FIRST, kernel_size=2) if whiten is None else whitening_layer(whiten)
        groups = [layer for sizes in pairwise((FIRST, *widths)) for layer in _group(*sizes, batchnorm)]
        return nn.Sequential(
            first,  # (N, 3, 32, 32) -> (N, 24, 31, 31)
            nn.GELU(),
            *groups,  # -> (N, 16, 15, 15) -> (N, 64, 7, 7) -> (N, 128, 3, 3)
            nn.AdaptiveMaxPool2d(1),  # the largest of each map, wherever it is: -> (N, 128, 1, 1)
            nn.Flatten(),  # -> (N, 128)
            nn.Linear(widths[-1], 10, bias=False),  # -> (N, 10)
            Divided(TEMPER),
        )


def _group(before, after, batchnorm):
    """The layers of one group: (N, before, H, W) -> (N, after, H // 2, W // 2)."""
    return [
        _convolution(before, after, bias=not batchnorm),
        nn.MaxPool2d(2),
        *_norm(after, batchnorm),
        nn.GELU(),
        _convolution(after, after, bias=not batchnorm),
        *_norm(after, batchnorm),
        nn.GELU(),
    ]


def _convolution(before, after, bias):
    """Filters of 3 x 3, of which as many as there are channels start as the identity; the others are random."""
    layer = nn.Conv2d(before, after, kernel_size=3, padding=1, bias=bias)
    nn.init.dirac_(layer.weight.data[:before])
    return layer


def _norm(width, batchnorm):
    """Batch normalisation with a learned shift and no learned scale: the convolution after it has one already."""
    if not batchnorm:
        return []
    norm = nn.BatchNorm2d(width, momentum=0.4)  # statistics for the test follow the last few batches
    norm.weight.requires_grad_(False)
    return [norm]


class Divided(nn.Module):
    """Everything divided by one number."""

    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x):
        return x / self.by

    def extra_repr(self):
        return f"by={self.by}"
