"""Looking into a trained network: how sure it is, its feature maps, and the patches that excite a map most."""

import numpy as np
import torch
from torch import nn

from lessonlib.cifar.training.batches import MEAN, as_floats
from lessonlib.nn.checks import whole_number

BATCH = 500  # pictures at a time, which bounds the memory
BEYOND = round(255 * MEAN)  # the grey of what lies beyond a picture: what a padding of 0 means to the network


@torch.no_grad()
def class_chances(model, images):
    """How sure a model is of each class: the softmax of its scores.

    Parameters
    ----------
    model : torch.nn.Module
        Takes (N, 3, H, W), gives scores (N, classes).
    images : ndarray of uint8, shape (N, 3, H, W)

    Returns
    -------
    ndarray of float32, shape (N, classes)
        Each row adds up to 1.
    """
    model.eval()
    return np.concatenate([model(batch).softmax(dim=1).numpy() for batch in _batches(images)])


@torch.no_grad()
def feature_maps(model, images, layer):
    """What one layer of a network makes of pictures.

    Parameters
    ----------
    model : torch.nn.Sequential
    images : ndarray of uint8, shape (N, 3, H, W)
    layer : int
        Which layer, counted from 0.

    Returns
    -------
    ndarray of float32, shape (N, K, OH, OW)
    """
    part = _upto(model, layer)
    return np.concatenate([part(batch).numpy() for batch in _batches(images)])


@torch.no_grad()
def top_patches(model, images, layer, *, filters, count):
    """For each of a layer's filters, the patches of pictures to which its map answers most.

    Of each picture only the place of the map's greatest number counts, so no picture comes twice for one filter.

    Parameters
    ----------
    model : torch.nn.Sequential
    images : ndarray of uint8, shape (N, 3, H, W)
    layer : int
        Which layer, counted from 0; up to it, convolutions, ReLU and pooling only.
    filters : sequence of int
        Which of its maps.
    count : int
        How many patches for each, at most N.

    Returns
    -------
    ndarray of uint8, shape (len(filters), count, 3, F, F)
        The strongest first. F is the layer's receptive field; what lies beyond a picture is grey.
    """
    count = whole_number("count", count, 1, len(images))
    part, filters = _upto(model, layer), list(filters)
    most, places = [], []
    for batch in _batches(images):
        maps = part(batch)[:, filters]  # (B, filters, OH, OW)
        found = maps.flatten(2).max(dim=2)
        most.append(found.values)  # (B, filters)
        places.append(found.indices)
    best = torch.cat(most).topk(count, dim=0).indices  # (count, filters): pictures
    best_places = torch.cat(places).gather(0, best)  # (count, filters): row * OW + column

    size, step, start = _window(part)
    edge = max(0, -start, start + size)
    frame = ((0, 0), (0, 0), (edge, edge), (edge, edge))
    patches = np.empty((len(filters), count, images.shape[1], size, size), np.uint8)
    for i, n in np.ndindex(len(filters), count):
        row, column = divmod(int(best_places[n, i]), maps.shape[3])
        top, left = (place * step + start + edge for place in (row, column))
        chosen = int(best[n, i])
        padded = np.pad(images[chosen : chosen + 1], frame, constant_values=BEYOND)[0]
        patches[i, n] = padded[:, top : top + size, left : left + size]
    return patches


def _upto(model, layer):
    """The layers of a model up to this one, ready to answer."""
    return model[: whole_number("layer", layer, at_most=len(model) - 1) + 1].eval()


def _batches(images):
    return (as_floats(images[start : start + BATCH]) for start in range(0, len(images), BATCH))


def _window(layers):
    """(size, step, start): a number at place p of the last map sees the pixels from p * step + start, size of them."""
    size, step, start = 1, 1, 0
    for layer in layers:
        if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
            window, stride, padding = (_side(getattr(layer, name)) for name in ("kernel_size", "stride", "padding"))
            size, start, step = size + (window - 1) * step, start - padding * step, step * stride
        elif not isinstance(layer, nn.ReLU):
            kind = type(layer).__name__
            raise TypeError(
                f"layer must have only Conv2d, ReLU and MaxPool2d up to it, to know its patches; got {kind}"
            )
    return size, step, start


def _side(value):
    """The one side of a square window."""
    sides = set(value) if isinstance(value, tuple) else {value}
    if len(sides) > 1:
        raise ValueError(f"layer must have square windows up to it; got {value}")
    return sides.pop()
