"""What each layer of a network costs for one picture: parameters, multiplications, and numbers to keep."""

from dataclasses import dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class LayerCost:
    """One layer's share.

    Attributes
    ----------
    name : str
        Its class.
    shape : tuple of int
        Of its output, without the batch.
    parameters : int
        Weights and biases.
    multiplications : int
        Of a weight and a number, for one picture. Adding a bias, a ReLU or a maximum multiplies nothing.
    numbers : int
        In its output. Training keeps them until the backward pass, 4 bytes each.
    """

    name: str
    shape: tuple
    parameters: int
    multiplications: int
    numbers: int


@torch.no_grad()
def layer_costs(model, shape=(3, 32, 32)):
    """Count what each layer of a ``torch.nn.Sequential`` costs.

    Parameters
    ----------
    model : torch.nn.Sequential
        Any layers; multiplications are counted for ``Conv2d`` and ``Linear``.
    shape : (C, H, W)
        Of one picture.

    Returns
    -------
    list of LayerCost

    Examples
    --------
    >>> (cost,) = layer_costs(nn.Sequential(nn.Conv2d(3, 96, kernel_size=11, stride=4)), (3, 227, 227))
    >>> cost.shape, cost.parameters, cost.multiplications
    ((96, 55, 55), 34944, 105415200)
    """
    was_training = model.training
    model.eval()
    x = torch.zeros(1, *shape)  # (1, C, H, W)
    costs = []
    for layer in model:
        x = layer(x)
        parameters = sum(parameter.numel() for parameter in layer.parameters())
        costs.append(LayerCost(type(layer).__name__, tuple(x.shape[1:]), parameters, _products(layer, x), x.numel()))
    model.train(was_training)
    return costs


def _products(layer, output):
    """Each number of the output is one patch, or one whole input, times as many weights."""
    if isinstance(layer, nn.Conv2d | nn.Linear):
        return output.numel() * layer.weight[0].numel()
    return 0
