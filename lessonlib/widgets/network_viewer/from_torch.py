"""A trained torch model as the same layers of lessonlib, so that a page can carry it; torch itself is not imported."""

import numpy as np

from lessonlib.nn.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential

# What each layer must be set to, because the library's own layers know no other setting.
_SETTINGS = {
    "Conv2d": {"groups": 1, "dilation": (1, 1), "padding_mode": "zeros"},
    "MaxPool2d": {"padding": 0, "dilation": 1, "ceil_mode": False, "return_indices": False},
    "Flatten": {"start_dim": 1, "end_dim": -1},
}
_IDLE = ("Dropout", "Dropout2d", "Identity")  # do nothing once a model is trained


def is_torch(model):
    """Whether ``model`` is one of torch's own layers, a ``torch.nn.Sequential`` for one."""
    return type(model).__module__.startswith("torch.nn.")


def from_torch(name, model):
    """The layers of a ``torch.nn.Sequential`` as a `lessonlib.Sequential` that computes the same.

    Parameters
    ----------
    name : str
        What the model is called, for messages.
    model : torch.nn.Sequential
        Of ``Conv2d``, ``Linear``, ``ReLU``, ``MaxPool2d``, ``Flatten``, such sequences, and dropout, which is left out.

    Returns
    -------
    lessonlib.Sequential
        With copies of the weights, float32.

    Raises
    ------
    TypeError
        If there is another kind of layer.
    ValueError
        If a layer has a setting that the library's layer of this kind does not have.
    """
    return Sequential(*_converted(name, model))


def _converted(name, layer):
    kind = type(layer).__name__
    if not is_torch(layer) or kind not in ("Sequential", "Conv2d", "Linear", "ReLU", "MaxPool2d", "Flatten", *_IDLE):
        known = "Conv2d, Linear, ReLU, MaxPool2d and Flatten"
        raise TypeError(f"models from torch must be Sequential models of {known}; got {kind} in {name!r}")
    for setting, needed in _SETTINGS.get(kind, {}).items():
        value = getattr(layer, setting)
        if value not in (needed, (needed, needed)):
            raise ValueError(f"{kind} must have {setting}={needed!r} to be shown; got {value!r} in {name!r}")
    if kind == "Sequential":
        return [inner for part in layer for inner in _converted(name, part)]
    if kind in _IDLE:
        return []
    if kind == "MaxPool2d":
        return [MaxPool2d(layer.kernel_size, layer.stride)]
    if kind == "Conv2d":
        if isinstance(layer.padding, str):
            raise ValueError(f"Conv2d must have its padding in numbers to be shown; got {layer.padding!r} in {name!r}")
        K, C, *size = layer.weight.shape
        return [_filled(Conv2d(C, K, size, stride=layer.stride, padding=layer.padding), layer)]
    if kind == "Linear":
        return [_filled(Linear(layer.in_features, layer.out_features), layer)]
    return [ReLU() if kind == "ReLU" else Flatten()]


def _filled(ours, theirs):
    """``ours`` with the weights of ``theirs``; torch may have left the bias out, which is a bias of zeros."""
    ours.weights.value = _numbers(theirs.weight)
    ours.bias.value = np.zeros_like(ours.bias.value) if theirs.bias is None else _numbers(theirs.bias)
    return ours


def _numbers(parameter):
    return np.ascontiguousarray(parameter.detach().cpu().numpy(), dtype=np.float32).copy()
