"""A first layer that is computed, not learned: its outputs are uncorrelated and equally strong.

Neighbouring pixels are nearly equal, so most of what a patch holds is its brightness, over and over. Whitening
takes the directions in which patches differ, the strongest first, and scales each to the same strength.
"""

import numpy as np
import torch
from torch import nn

PICTURES = 5000  # enough to know how patches differ
FLOOR = 5e-4  # added to each variance, so that a direction with next to none is not blown up to noise


def whitening_filters(images, *, size=2):
    """The principal directions of the patches of pictures, each divided by its standard deviation.

    Parameters
    ----------
    images : torch.Tensor of float32, shape (N, C, H, W)
        Pictures as the network gets them.
    size : int
        Height and width of a patch.

    Returns
    -------
    torch.Tensor of float32, shape (C * size**2, C, size, size)
        The strongest direction first. As filters they give maps with a mean square of about 1 and no correlation.
    """
    channels = images.shape[1]
    patches = images.unfold(2, size, 1).unfold(3, size, 1)  # (N, C, H', W', size, size)
    patches = patches.permute(0, 2, 3, 1, 4, 5).reshape(-1, channels * size**2)  # (N H' W', C size size)
    covariance = (patches.T @ patches / len(patches)).double()  # pictures lie around 0: no mean is taken away
    variances, directions = torch.linalg.eigh(covariance)  # the weakest first, a direction a column
    filters = (directions / (variances + FLOOR).sqrt()).T.flip(0)
    return filters.float().reshape(-1, channels, size, size)


def whitening_layer(images):
    """A fixed convolution of 2 by 2 that whitens: a filter for each direction, and one for its negative.

    The activation after it lets through what is above zero. With both, nothing is lost.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, 3, H, W)
        Training pictures; the first 5,000 are used.

    Returns
    -------
    torch.nn.Conv2d
        Takes (N, 3, H, W), gives (N, 24, H - 1, W - 1). Its weights do not train, and it has no bias.
    """
    from lessonlib.cifar.training.batches import as_floats

    filters = whitening_filters(as_floats(np.asarray(images[:PICTURES])))  # (12, 3, 2, 2)
    layer = nn.Conv2d(3, 2 * len(filters), filters.shape[-1], bias=False)
    layer.weight.requires_grad_(False)
    layer.weight.copy_(torch.cat([filters, -filters]))
    return layer
