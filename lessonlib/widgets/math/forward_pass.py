"""A trained model as text that ``forward_pass.js`` computes with: its layers, and their numbers rounded to 16 bits.

Rounding keeps eleven binary digits of every weight, one part in 2048. Scores in the page are those of the rounded
model to within 0.01, and of the model itself to about one part in a thousand; a class changes only where two scores
lie that close.
"""

from base64 import b64encode

import numpy as np

from lessonlib.nn.conv import conv2d
from lessonlib.nn.im2col import pad
from lessonlib.nn.layers import Conv2d, Flatten, GlobalMaxPool2d, Linear, MaxPool2d, ReLU, Sequential

_LARGEST = float(np.finfo(np.float16).max)
_PLAIN = {ReLU: "relu", Flatten: "flatten", GlobalMaxPool2d: "global-max-pool"}


def export_network(name, model):
    """The layers of ``model`` as dicts that JSON can hold.

    Parameters
    ----------
    name : str
        What the model is called, for messages.
    model : lessonlib.Sequential
        Of `Linear`, `Conv2d`, `ReLU`, `MaxPool2d`, `GlobalMaxPool2d`, `Flatten`, and such sequences.

    Returns
    -------
    list of dict
        Weights as base64 of little-endian 16-bit floats.

    Raises
    ------
    TypeError
        If there is another kind of layer.
    ValueError
        If a weight is not finite or larger than 16 bits can say, 65,504.

    Examples
    --------
    >>> export_network("tiny", Sequential(Flatten(), ReLU()))
    [{'kind': 'flatten'}, {'kind': 'relu'}]
    """
    return [_export_layer(name, layer) for layer in _layers(name, model)]


def rounded(name, model):
    """A copy of ``model`` with the weights that the page has: the same class of layer, each rounded to 16 bits.

    Examples
    --------
    >>> layer = Linear(1, 1)
    >>> layer.weights.value[...] = 0.1
    >>> float(rounded("tiny", Sequential(layer)).layers[0].weights.value[0, 0])
    0.0999755859375
    """
    return Sequential(*(_round_layer(name, layer) for layer in _layers(name, model)))


def trace(model, inputs):
    """What every layer makes of a batch, as in ``forward_pass.js``: pixels that a stride leaves over go unread.

    Parameters
    ----------
    model : lessonlib.Sequential
        Flat, as `rounded` gives it.
    inputs : numpy.ndarray, (N, C, H, W)

    Returns
    -------
    list of numpy.ndarray
        The inputs first, then one array a layer.

    Examples
    --------
    >>> [values.shape for values in trace(Sequential(MaxPool2d(2), Flatten()), np.zeros((1, 1, 5, 7)))]
    [(1, 1, 5, 7), (1, 1, 2, 3), (1, 6)]
    """
    steps = [inputs]
    for layer in model.layers:
        steps.append(_apply(layer, steps[-1]))
    return steps


def _apply(layer, inputs):
    if isinstance(layer, Conv2d):
        weights, bias = (parameter.value for parameter in layer.parameters())
        return conv2d(_read(pad(inputs, layer.padding), weights.shape[2:], layer.stride), weights, bias, layer.stride)
    if isinstance(layer, MaxPool2d):
        return layer.forward(_read(inputs, layer.size, layer.stride))
    return layer.forward(inputs)


def _read(inputs, size, stride):
    """The part of a batch that windows of this size and stride reach, counted from the top left."""
    sides = zip(inputs.shape[2:], size, stride, strict=True)
    rows, columns = (side - max(0, side - F) % S for side, F, S in sides)
    return inputs[:, :, :rows, :columns]


def _layers(name, model):
    if isinstance(model, Sequential):
        return [inner for layer in model.layers for inner in _layers(name, layer)]
    if type(model) not in (*_PLAIN, Linear, Conv2d, MaxPool2d):
        known = "Linear, Conv2d, ReLU, MaxPool2d, GlobalMaxPool2d and Flatten"
        raise TypeError(f"models must be Sequential models of {known}; got {type(model).__name__} in {name!r}")
    return [model]


def _export_layer(name, layer):
    if type(layer) in _PLAIN:
        return {"kind": _PLAIN[type(layer)]}
    if isinstance(layer, MaxPool2d):
        return {"kind": "max-pool", "size": list(layer.size), "stride": list(layer.stride)}
    weights, bias = (_half(name, parameter.value) for parameter in layer.parameters())
    texts = [b64encode(values.astype("<f2").tobytes()).decode("ascii") for values in (weights, bias)]
    numbers = {"shape": list(weights.shape), "weights": texts[0], "bias": texts[1]}
    if isinstance(layer, Conv2d):
        return {"kind": "conv", **numbers, "stride": list(layer.stride), "padding": list(layer.padding)}
    return {"kind": "linear", **numbers}


def _round_layer(name, layer):
    if isinstance(layer, Linear):
        copy = Linear(*layer.weights.value.shape[::-1])
    elif isinstance(layer, Conv2d):
        K, C, *filter_size = layer.weights.value.shape
        copy = Conv2d(C, K, filter_size, stride=layer.stride, padding=layer.padding)
    else:
        return MaxPool2d(layer.size, layer.stride) if isinstance(layer, MaxPool2d) else type(layer)()
    for ours, theirs in zip(copy.parameters(), layer.parameters(), strict=True):
        ours.value = _half(name, theirs.value).astype(np.float32)
    return copy


def _half(name, values):
    largest = float(np.abs(values).max())
    if not largest <= _LARGEST:
        raise ValueError(f"models must have finite weights of at most {_LARGEST:g}; got {largest:g} in {name!r}")
    return values.astype(np.float16)
