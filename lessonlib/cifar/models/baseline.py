"""Two networks for 32 x 32 colour pictures and ten classes: a linear model and a plain CNN."""

import torch
from torch import nn


def linear_model():
    """One score a class, each a weighted sum of all 3,072 numbers of a picture.

    Its weights start at 0, so that what they show after training is what they learned.

    Returns
    -------
    torch.nn.Sequential
        Takes (N, 3, 32, 32), gives scores (N, 10). Layer 1 holds the weights, (10, 3072): ten templates.
    """
    linear = nn.Linear(3 * 32 * 32, 10)
    nn.init.zeros_(linear.weight)
    nn.init.zeros_(linear.bias)
    return nn.Sequential(
        nn.Flatten(),  # (N, 3, 32, 32) -> (N, 3072)
        linear,  # -> (N, 10)
    )


def plain_cnn(*, filters=(24, 32, 64), seed=0):
    """Three times convolution, ReLU and max-pooling, then one linear layer.

    Each max-pool halves height and width, which pays for the more numerous filters after it.

    Parameters
    ----------
    filters : tuple of int
        How many filters each convolution has.
    seed : int
        Of the random first weights.

    Returns
    -------
    torch.nn.Sequential
        Takes (N, 3, 32, 32), gives scores (N, 10). Layer 0 is the first convolution: its weights are
        (filters[0], 3, 5, 5), so 75 a filter.
    """
    if len(filters) != 3 or any(not isinstance(count, int) or count < 1 for count in filters):
        raise ValueError(f"filters must be three whole numbers from 1; got {filters!r}")
    first, second, third = filters
    with torch.random.fork_rng(devices=[]):  # the reader's own random numbers go on as if nothing had been drawn
        torch.manual_seed(seed)
        return nn.Sequential(
            nn.Conv2d(3, first, kernel_size=5, padding=2),  # (N, 3, 32, 32) -> (N, 24, 32, 32)
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 24, 16, 16)
            nn.Conv2d(first, second, kernel_size=3, padding=1),  # -> (N, 32, 16, 16)
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 32, 8, 8)
            nn.Conv2d(second, third, kernel_size=3, padding=1),  # -> (N, 64, 8, 8)
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 64, 4, 4)
            nn.Flatten(),  # -> (N, 1024)
            nn.Linear(third * 4 * 4, 10),  # -> (N, 10)
        )


def count_parameters(model):
    """How many numbers a model learns: the weights and biases of all its layers, an int."""
    return sum(parameter.numel() for parameter in model.parameters())
